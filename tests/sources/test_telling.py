"""When a feed wants to be left alone, and the hubs that it names."""

from __future__ import annotations

import pytest

from tagwire.model import ParsedSource
from tagwire.sources import parse_source

URL = "https://news.example/feed"
ATOM = 'xmlns:atom="http://www.w3.org/2005/Atom"'


def check(document: str) -> ParsedSource:
    parsed = parse_source(document.encode(), URL)
    assert isinstance(parsed, ParsedSource)
    return parsed


def channel(head: str) -> str:
    return f'<rss version="2.0" {ATOM}><channel><title>News</title>{head}</channel></rss>'


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("<hour>0</hour><hour>23</hour>", (0, 23)),
        ("<hour>24</hour><hour> 3 </hour>", (0, 3)),
        ("<hour>25</hour><hour>night</hour><hour/><!-- 4 -->", ()),
    ],
    ids=["2.0", "0.92", "no hours"],
)
def test_hours_to_skip_are_those_of_the_day(hours: str, expected: tuple[int, ...]) -> None:
    """RSS 0.92 counts to 24, RSS 2.0 from 0; what is no hour is passed over."""
    assert check(channel(f"<skipHours>{hours}</skipHours>")).skip_hours == expected


def test_days_to_skip_are_named_in_english() -> None:
    """By number, Monday first."""
    days = "<skipDays><day>Sunday</day><day>monday</day><day>Sabbath</day></skipDays>"
    assert check(channel(days)).skip_days == (0, 6)


def test_an_rss_feed_names_hubs_and_itself_by_atom_links() -> None:
    """The page of the feed is another link."""
    links = (
        '<link>https://news.example/</link><atom:link rel="hub" href="https://hub.example/"/>'
        '<atom:link rel="self" href="/feed?all"/><atom:link rel="hub" href="javascript:1"/>'
    )
    found = check(channel(links))
    assert found.hubs == ("https://hub.example/",)
    assert found.topic == "https://news.example/feed?all"
    assert found.link == "https://news.example/"


def test_an_atom_feed_names_hubs_and_itself() -> None:
    """Three hubs at most are believed."""
    hubs = "".join(f'<link rel="hub" href="https://hub{n}.example/"/>' for n in range(5))
    found = check(
        f'<feed xmlns="http://www.w3.org/2005/Atom">{hubs}<link rel="self" href="{URL}"/></feed>'
    )
    assert len(found.hubs) == 3
    assert found.topic == URL


def test_a_json_feed_names_hubs_and_itself() -> None:
    """Hubs of other protocols, and what is no address, are left out."""
    hubs = (
        '[{"type": "rssCloud", "url": "https://cloud.example/"},'
        ' {"type": "WebSub", "url": "https://hub.example/"}, {"type": "websub", "url": "javascript:1"}, 7]'
    )
    version = "https://jsonfeed.org/version/1.1"
    found = check(f'{{"version": "{version}", "feed_url": "{URL}", "hubs": {hubs}, "items": []}}')
    assert (found.hubs, found.topic) == (("https://hub.example/",), URL)


@pytest.mark.parametrize("hubs", ["7", '"https://hub.example/"', "null", '[{"type": 1}]'])
def test_hubs_of_another_shape_are_none(hubs: str) -> None:
    assert check(f'{{"hubs": {hubs}, "items": []}}').hubs == ()
