"""When no news can come in, every page says so; nobody has to guess from old headlines."""

from __future__ import annotations

import pytest

from serve.newsroom import NOW
from serve.site import make_site

FULL = {"disk_full": True}
SILENT = {"worker": f"silent since {NOW.isoformat()}", "worker_silent_since": NOW}
PATHS = [
    "/",
    "/tags",
    "/tag/port-of-veldmar",
    "/sources",
    "/source/courier",
    "/article/a1/failed-lock-gate-closes-port-of-veldmar-to-sea-traffic",
    "/health",
]


def check(health: dict[str, object], path: str, words: str) -> None:
    page = make_site(health=health).visitor().get(path, accept="text/html")
    assert page.status == 200
    assert words in page.text


@pytest.mark.parametrize("path", PATHS)
def test_every_page_says_that_the_disk_is_full(path: str) -> None:
    """Also that it goes on by itself."""
    check(FULL, path, "The disk is full: fetching has stopped.")


@pytest.mark.parametrize("path", PATHS)
def test_every_page_says_since_when_the_worker_is_silent(path: str) -> None:
    """In the style of all other times."""
    check(SILENT, path, "Nothing has been fetched since 21 Nov 2026, 15:10 UTC")


def test_a_page_with_a_warning_is_not_the_one_without() -> None:
    """A reader who has the page already gets the warning, and later loses it."""
    well, ill = (make_site(health=health).visitor().get("/") for health in ({}, FULL))
    assert "The disk is full" not in well.text
    assert well.headers["etag"] != ill.headers["etag"]


@pytest.mark.parametrize(
    ("health", "status"), [({}, "ok"), (FULL, "degraded"), (SILENT, "degraded")]
)
def test_health_is_degraded_while_nothing_comes_in(health, status) -> None:
    """For monitors."""
    answer = make_site(health=health).visitor().get("/api/v1/health").json
    assert status == answer["status"]
