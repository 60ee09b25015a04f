"""What becomes of the answer to a claimed page."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from fakes import FakeClock, FakeWeb, page_of
from tagwire.model import Entry, Publisher
from tagwire.run.fetching import Fetched, fetch_page
from tagwire.store.values import PageTask

URL = "https://paper.example/paid/1"
TASK = PageTask(
    id=1,
    url=URL,
    entry=Entry(url=URL),
    publisher=Publisher(domain="paper.example", name="Paper"),
    first_seen=datetime(2026, 9, 1, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("reserved", "own", "expected"),
    [
        (["https://paper.example/paid/"], None, "1"),
        (["https://paper.example/free/"], None, None),
        (["https://paper.example/paid/"], "0", None),
    ],
    ids=["reserved", "another part", "the page says otherwise"],
)
def test_what_the_site_reserves_is_kept_with_the_response(
    reserved: list[str], own: str | None, expected: str | None
) -> None:
    """So that it is known whenever the page is read again."""
    headers = {} if own is None else {"tdm_reservation": own}
    web = FakeWeb({URL: page_of(URL, "<p>text</p>", **headers)})
    web.reserved = reserved
    found = asyncio.run(fetch_page(web, TASK, FakeClock()))
    assert isinstance(found, Fetched)
    assert found.page.response.header("tagwire-tdmrep") == expected
