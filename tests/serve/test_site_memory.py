"""What is remembered of a site stands on the page of its source."""

from __future__ import annotations

import pytest

from serve import newsroom
from serve.asgi import Browser
from serve.reading import texts, tree
from serve.site import make_site
from tagwire.memories import SeenLine, SeenPlace, SiteMemory

LINE = SeenLine(
    text="Read <b>the harbour</b> by letter",
    place=7,
    pages=6,
    first_page=1,
    last_page=6,
    first_day="2026-05-01",
    last_day="2026-05-03",
)


@pytest.fixture
def remembering() -> Browser:
    """A visitor of a site whose store remembers the publisher of the Courier."""
    site = make_site()
    row = site.store.find_source("courier", newsroom.NOW)
    memory = SiteMemory(
        site=row.source.publisher.domain,
        version=6,
        pages=6,
        lines={1: LINE},
        places={7: SeenPlace(path="div.box>p", kept=6, removed=0, pages=6, last_page=6)},
        bodies=(9, 9, 9, 9, 9, 8),
        alarms=1,
        last_alarm="2026-05-02",
    )
    site.store.save_memories([memory])
    return site.visitor()


def test_the_page_of_a_source_tells_what_leaves_its_articles(remembering: Browser) -> None:
    (section,) = [
        text
        for text in texts(tree(remembering, "/source/courier"), "section.section")
        if text.startswith("What is remembered")
    ]
    assert "From 6 pages. 83 % of the latest texts stood at a known place." in section
    assert "The layout changed once, last on 2026-05-02." in section
    assert "1 line leaves its articles" in section
    assert "Read <b>the harbour</b> by letter" in section


def test_nothing_is_said_of_a_site_that_is_new(browser: Browser) -> None:
    assert "What is remembered" not in browser.get("/source/courier").text
