"""The feeds that a page names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.sources import discover_feeds

URL = "https://example.org/news/"
RSS = 'rel="alternate" type="application/rss+xml"'


def check(head: str, *expected: str) -> None:
    assert discover_feeds(f"<html><head>{head}</head><body></body></html>".encode(), URL) == list(
        expected
    )


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f'<link {RSS} href="/feed">', "https://example.org/feed"),
        (f"<base href='/base/'><link {RSS} href='feed'>", "https://example.org/base/feed"),
        ('<LINK REL="ALTERNATE nofollow" TYPE="Application/Atom+XML; charset=utf-8" HREF=feed>', "https://example.org/news/feed"),
        ('<link rel="feed" href="/f">', "https://example.org/f"),
        ('<link rel="alternate" type="application/feed+json" href="/f.json">', "https://example.org/f.json"),
        ('<link rel="alternate" type="application/json" href="/feed.json">', "https://example.org/feed.json"),
    ],
)  # fmt: skip
def test_feed_links_are_absolute(head: str, expected: str) -> None:
    check(head, expected)


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="alternate" hreflang="de" href="/de">',
        '<link rel="alternate stylesheet" type="text/xml" href="/s">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">',
        f'<!-- <link {RSS} href="/feed"> -->',
        f'<script>"<link {RSS} href=/feed>"</script>',
        f'<link {RSS} href="javascript:x">',
        f'<link {RSS} href="">',
    ],
)
def test_other_links_are_no_feeds(head: str) -> None:
    check(head)


def test_feeds_of_comments_come_last_and_doubles_once() -> None:
    check(
        f'<link {RSS} title="Comments" href="/c"><link {RSS} href="/a"><link {RSS} href="/b"><link {RSS} href="/a">',
        "https://example.org/a",
        "https://example.org/b",
        "https://example.org/c",
    )


@given(st.binary(max_size=200))
def test_no_bytes_raise(html: bytes) -> None:
    assert isinstance(discover_feeds(b"<base href=//[><link rel=feed href='" + html, URL), list)
