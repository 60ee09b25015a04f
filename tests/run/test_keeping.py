"""Sources that are kept many at a time: lists of other readers, and the shipped list."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from fakes import FakeClock
from tagwire.model import Reason, Source, SourceKind
from tagwire.run.opml import export_opml, import_opml
from tagwire.run.starter import add_feeds, in_turn, narrowed, starter_feeds
from tagwire.sources import OutlineList, parse_opml
from tagwire.store import MemoryStore, SqliteStore
from tagwire.store.protocol import Store
from tagwire.urls import host_of, registrable_domain, url_key

CLOCK = FakeClock()


def opml(*outlines: str) -> bytes:
    return f"<opml version='2.0'><body>{''.join(outlines)}</body></opml>".encode()


def outline(url: str, text: str = "", site: str = "") -> str:
    return f'<outline type="rss" text="{text}" xmlUrl="{url}" htmlUrl="{site}"/>'


def kept(store: Store) -> dict[str, Source]:
    return {row.source.key: row.source for row in store.list_sources(CLOCK.now())}


def test_a_list_becomes_sources_of_the_sites_that_it_names() -> None:
    """A feed may live on another host than its publisher; folders stay."""
    store = MemoryStore()
    feeds = outline("https://feeds.service.example/1", "The Paper", "https://www.paper.example/")
    result = import_opml(opml(f'<outline text="News">{feeds}</outline>'), store, CLOCK)
    (source,) = result.added
    assert (source.key, source.publisher.domain) == ("paper-example", "paper.example")
    assert (source.title, source.folders, source.kind) == ("The Paper", ("News",), SourceKind.FEED)
    assert kept(store) == {"paper-example": source}


def test_doubles_are_known_and_bad_lines_are_told() -> None:
    """However the address is spelled."""
    store = MemoryStore()
    import_opml(opml(outline("https://paper.example/feed")), store, CLOCK)
    result = import_opml(
        opml(
            outline("http://www.paper.example/feed/"),
            outline("https://other.example/feed"),
            outline("https://other.example/feed"),
            '<outline type="rss" text="Lost"/>',
        ),
        store,
        CLOCK,
    )
    assert [one.url for one in result.added] == ["https://other.example/feed"]
    assert [one.key for one in result.known] == ["paper-example", "other-example"]
    assert [one.reason for one in result.rejected] == [Reason.NO_LINK]
    assert result.detail == "3 feeds in the list, 1 new, 1 line without a usable feed"


def test_what_is_no_list_adds_nothing() -> None:
    result = import_opml(b"<html></html>", MemoryStore(), CLOCK)
    assert (result.added, [one.reason for one in result.rejected]) == ((), [Reason.NOT_A_FEED])


def test_all_feeds_of_one_house_get_keys_of_their_own() -> None:
    store = MemoryStore()
    feeds = [outline(f"https://paper.example/{n}", "Sport" if n < 3 else "") for n in range(5)]
    import_opml(opml(*feeds), store, CLOCK)
    names = ["", "-2", "-3", "-4", "-sport"]
    assert sorted(kept(store)) == [f"paper-example{name}" for name in names]


@pytest.mark.slow
def test_two_thousand_feeds_are_added_in_seconds_and_polled_within_minutes(tmp_path) -> None:
    """In a database; a burst would ask thousands of hosts at once."""
    store = SqliteStore(tmp_path / "store.db")
    body = opml(*(outline(f"https://p{n % 700}.example/{n}", f"P {n % 5}") for n in range(2_000)))
    start = time.process_time()
    result = import_opml(body, store, CLOCK)
    assert len(result.added) == 2_000
    assert time.process_time() - start < 3
    waits = [row.state.next_poll - CLOCK.now() for row in store.list_sources(CLOCK.now())]
    assert timedelta(minutes=4) < max(waits) <= timedelta(minutes=5)
    assert min(waits) == timedelta(0)
    store.close()


def test_what_is_exported_is_imported_again() -> None:
    """Into another instance; the demo stays at home."""
    store, other = MemoryStore(), MemoryStore()
    add_feeds(store, CLOCK, [feed for feed in starter_feeds() if feed.country == "AT"][:20])
    demo = Source(key="demo", kind=SourceKind.FEED, url="https://demo.example/", publisher=next(iter(kept(store).values())).publisher, demo=True)  # fmt: skip
    store.add_source(demo, CLOCK.now())
    written = export_opml(store, CLOCK)
    assert isinstance(parse_opml(written), OutlineList)
    result = import_opml(written, other, CLOCK)
    before = {(one.url, one.kind, one.folders, one.publisher.domain) for one in kept(store).values() if not one.demo}  # fmt: skip
    assert before == {(one.url, one.kind, one.folders, one.publisher.domain) for one in result.added}  # fmt: skip


def test_each_feed_of_the_shipped_list_is_on_its_publishers_host() -> None:
    """And stands there once."""
    feeds = starter_feeds()
    assert len(feeds) > 7_000
    assert all(registrable_domain(host_of(feed.url)) == feed.domain for feed in feeds)
    assert len({url_key(feed.url) for feed in feeds}) == len(feeds)
    assert len({feed.category for feed in feeds}) == 13


@pytest.mark.parametrize(
    ("choice", "least"),
    [({"country": "de"}, 600), ({"language": "DE"}, 700), ({"category": "politics"}, 150), ({}, 7_000)],
)  # fmt: skip
def test_the_list_is_narrowed_by_country_language_and_category(
    choice: dict[str, str], least: int
) -> None:
    found = narrowed(starter_feeds(), **choice)
    assert len(found) >= least
    assert {getattr(feed, name).lower() for feed in found for name in choice} <= {
        value.lower() for value in choice.values()
    }


def test_the_first_of_a_list_are_of_different_houses() -> None:
    first = in_turn(narrowed(starter_feeds(), country="GB", language="en"))[:20]
    assert len({feed.domain for feed in first}) == 20


def test_feeds_of_the_list_are_added_once_with_country_and_language() -> None:
    store = MemoryStore()
    feeds = in_turn(narrowed(starter_feeds(), country="AT"))[:10]
    first, again = add_feeds(store, CLOCK, feeds), add_feeds(store, CLOCK, feeds)
    assert (len(first.added), len(again.added), len(again.known)) == (10, 0, 10)
    assert {source.publisher.country for source in first.added} == {"AT"}
    assert again.detail == "0 of 10 feeds added, 10 known already"
