"""Entries of aggregators: which of them only point at an article, and whose it is."""

from __future__ import annotations

import pytest

from tagwire.model import Entry
from tagwire.sources import parse_source, pointer_of

LINK = "https://news.aggregator.example/rss/articles/CBMiWkFVX3lxTE?oc=5"


def check(expected: tuple[str, str] | None, **changes: str) -> None:
    fields = {
        "url": LINK,
        "title": "Grain ships left port - Harbour Post",
        "origin": "Harbour Post",
        "origin_url": "https://www.harbour-post.example",
    }
    found = pointer_of(Entry(**(fields | changes)), "aggregator.example")
    told = None if found is None else (found.headline, found.publisher.domain)
    assert expected == told


def test_a_link_of_the_aggregator_points_at_the_publisher_that_it_names() -> None:
    """The headline is the title without the name behind it."""
    check(("Grain ships left port", "harbour-post.example"))


@pytest.mark.parametrize(
    "title",
    ["Grain ships left port – HARBOUR POST", "Grain ships left port | Harbour  Post "],
    ids=["dash and case", "bar and blanks"],
)
def test_the_name_may_be_set_off_in_other_ways(title: str) -> None:
    check(("Grain ships left port", "harbour-post.example"), title=title)


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://www.harbour-post.example/grain"},
        {"title": "Grain ships left port"},
        {"title": "Harbour Post"},
        {"title": "A day at the Harbour Post"},
        {"origin": ""},
        {"origin_url": ""},
        {"origin_url": "javascript:alert(1)"},
        {"origin_url": "https://aggregator.example/own"},
    ],
    ids=[
        "the article's own link",
        "carried text, not pointed at",
        "nothing but the name",
        "the name as words of the title",
        "nobody named",
        "no site named",
        "no web address",
        "the aggregator itself",
    ],
)
def test_all_other_links_are_followed(changes: dict[str, str]) -> None:
    check(None, **changes)


def test_a_feed_as_aggregators_write_it_is_told() -> None:
    """The description repeats the headline as a link."""
    feed = f"""<rss version="2.0"><channel><title>"port" - Aggregator News</title>
      <link>https://news.aggregator.example/search?q=port</link><item>
      <title>Grain ships left port - Harbour Post</title><link>{LINK}</link>
      <guid isPermaLink="false">CBMiWkFVX3lxTE</guid>
      <source url="https://www.harbour-post.example">Harbour Post</source>
      <description>&lt;a href="{LINK}"&gt;Grain ships left port&lt;/a&gt;</description>
      </item></channel></rss>"""
    parsed = parse_source(feed.encode(), "https://news.aggregator.example/rss?q=port")
    found = pointer_of(parsed.entries[0], "aggregator.example")
    assert found is not None
    assert (found.headline, found.publisher.name) == ("Grain ships left port", "Harbour Post")
