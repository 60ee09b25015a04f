"""What people write into the address box, and what becomes of it."""

from __future__ import annotations

import asyncio

import pytest

from fakes import FakeWeb, page_of
from tagwire.model import Reason, Rejected
from tagwire.run.adding import add_address, web_address
from tagwire.run.clock import SystemClock
from tagwire.store import MemoryStore


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://paper.example/feed", "https://paper.example/feed"),
        ("paper.example", "https://paper.example/"),
        (" paper.example:8080/rss ", "https://paper.example:8080/rss"),
        ("feed:https://paper.example/rss", "https://paper.example/rss"),
        ("feed://paper.example/rss", "https://paper.example/rss"),
        ("//paper.example/rss", "https://paper.example/rss"),
    ],
)
def test_what_people_write_becomes_an_address(written: str, expected: str) -> None:
    """The scheme may be missing, or be that of a feed link."""
    assert web_address(written) == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ftp://paper.example/", Reason.UNKNOWN_SCHEME),
        ("mailto:desk@paper.example", Reason.UNKNOWN_SCHEME),
        ("javascript:alert(1)", Reason.UNKNOWN_SCHEME),
        ("file:/etc/passwd", Reason.UNKNOWN_SCHEME),
        ("http://", Reason.BAD_URL),
        ("http://[::1", Reason.BAD_URL),
        ("two words", Reason.BAD_URL),
        ("", Reason.BAD_URL),
    ],
)
def test_what_is_no_address_is_refused_with_an_example(written: str, reason: Reason) -> None:
    """The example shows what to write."""
    refused = web_address(written)
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.key) == (reason, written)
    assert "https://news.example/feed" in refused.detail


def test_a_removed_source_keeps_its_key_from_another_feed_of_its_site() -> None:
    """The articles of the removed one do not become those of the new one."""
    feed = "<rss version='2.0'><channel><title>Sport</title></channel></rss>"
    urls = [f"https://paper.example/{name}" for name in ("news", "sport", "news")]
    web = FakeWeb({url: page_of(url, feed, content_type="application/rss+xml") for url in urls})
    clock, store, keys = SystemClock(), MemoryStore(), []
    for url in urls:
        result = asyncio.run(add_address(url, web, store, clock))
        keys += [source.key for source in result.added]
        store.remove_source(keys[-1], clock.now())
    assert keys == ["paper-example", "paper-example-sport", "paper-example"]
