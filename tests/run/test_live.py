"""The worker over a web without sockets and a store in memory: what is due gets done."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from fakes import FakeClock, FakeWeb, page_of
from tagwire.fetch import failure_of
from tagwire.model import Publisher, Reason, Source, SourceKind
from tagwire.run.live import Live, Progress
from tagwire.run.pipeline import build_pipeline
from tagwire.run.polling import Timing, poll_source
from tagwire.store import MemoryStore, Segments
from tagwire.store.values import ListQuery

FEED = "https://paper.example/feed.xml"
# Made when it is first asked for: its tables would slow down the start of every run.
pipeline = cache(build_pipeline)
TEXT = (
    "<p>The new bridge over the river was opened on Monday, after nine years of work, and the "
    "first lorries crossed it at noon, with hundreds of people watching from both banks.</p>"
)


class InlinePool:
    """The pipeline in this process."""

    async def run(self, pages):
        return pipeline()(pages)


def feed_of(*names: str, updated: str = "2026-08-31T12:00:00Z") -> str:
    entries = "".join(
        f"<entry><id>urn:{name}</id><title>About {name}</title>"
        f'<link href="https://paper.example/{name}"/><updated>{updated}</updated></entry>'
        for name in names
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>{entries}</feed>'


def article(name: str, more: str = "") -> str:
    return f"<html lang=en><body><article><h1>About {name}</h1>{TEXT}{more}</article></body></html>"


class Newsroom:
    """One source, its pages, and a worker that can be run again and again."""

    def __init__(self, tmp_path: Path, *names: str) -> None:
        self.clock, self.store, self.rng = FakeClock(), MemoryStore(), random.Random(1)
        self.segments = Segments(tmp_path / "warc")
        self.web = FakeWeb({})
        self.publish(FEED, feed_of(*names), etag='"f1"', content_type="application/atom+xml")
        for name in names:
            self.publish(f"https://paper.example/{name}", article(name), etag=f'"{name}"')
        publisher = Publisher(domain="paper.example", name="Paper")
        source = Source(key="paper", kind=SourceKind.FEED, url=FEED, publisher=publisher)
        self.store.add_source(source, self.clock.now())

    def publish(self, url: str, body: str, **options: str) -> None:
        self.web.pages[url] = page_of(url, body, fetched=self.clock.now(), **options)

    def work(self, *, is_round: bool = False) -> Progress:
        live = Live(
            store=self.store,
            segments=self.segments,
            web=self.web,
            pool=InlinePool(),
            clock=self.clock,
            rng=self.rng,
            until_idle=True,
            round_at=self.clock.now() if is_round else None,
        )
        return asyncio.run(live.run(asyncio.Event()))

    def headlines(self) -> list[str]:
        cards = self.store.list_articles(ListQuery()).cards
        return sorted(card.headline for card in cards)


def test_what_a_feed_lists_is_stored(tmp_path: Path) -> None:
    """A poll, a fetch for each entry, an article for each page."""
    room = Newsroom(tmp_path, "a", "b")
    progress = room.work()
    assert room.headlines() == ["About a", "About b"]
    assert (progress.polls["polled"], progress.pages["stored"]) == (1, 2)


def test_a_second_look_is_conditional_and_changes_nothing(tmp_path: Path) -> None:
    """Validators go back verbatim; the answer 304 stores nothing."""
    room = Newsroom(tmp_path, "a")
    room.work()
    room.clock.advance(3700)
    progress = room.work()
    assert [asked.etag for asked in room.web.asked] == [None, None, '"f1"', '"a"']
    assert progress.pages["unchanged"] == 1
    assert len(room.store.find_article(next(iter(room.store.iter_articles())).id).versions) == 1


def test_an_edited_page_becomes_a_version(tmp_path: Path) -> None:
    """The entry says that it changed; the page is fetched again and both texts are kept."""
    room = Newsroom(tmp_path, "a")
    room.work()
    room.clock.advance(3700)
    newer = feed_of("a", updated="2026-09-01T06:30:00Z")
    room.publish(FEED, newer, etag='"f2"', content_type="application/atom+xml")
    added = article("a", "<p>It was closed again in the evening.</p>")
    room.publish("https://paper.example/a", added, etag='"a2"')
    room.work()
    stored = next(iter(room.store.iter_articles()))
    assert [version.n for version in stored.versions] == [1, 2]
    assert "closed again" in stored.tagged.article.text


@pytest.mark.slow
def test_a_page_that_cannot_be_reached_is_tried_again_and_then_given_up(tmp_path: Path) -> None:
    """Each try is counted with its reason; the other page is stored."""
    room = Newsroom(tmp_path, "a", "b")
    del room.web.pages["https://paper.example/b"]
    outcomes = []
    for _ in range(6):
        outcomes.append(dict(room.work().pages))
        room.clock.advance(24 * 3600)
    assert room.headlines() == ["About a"]
    tries = [asked for asked in room.web.asked if asked.url.endswith("/b")]
    assert len(tries) == 5
    assert any(row.rejected.reason is Reason.UNREACHABLE for row in room.store.recent_rejected(20))


def test_an_empty_page_is_asked_again_without_its_validators(tmp_path: Path) -> None:
    """A host in trouble answers 200 with nothing: that is not the state of the article."""
    room = Newsroom(tmp_path, "a")
    full = room.web.pages["https://paper.example/a"]
    room.publish("https://paper.example/a", "  \n", etag='"a"')
    assert dict(room.work().pages) == {"retry": 1}
    room.web.pages["https://paper.example/a"] = full
    room.clock.advance(24 * 3600)
    room.work()
    assert room.headlines() == ["About a"]


def test_a_feed_that_fails_says_why_and_is_asked_later(tmp_path: Path) -> None:
    """The reason stands in the state of the source, and goes when it answers again."""
    room = Newsroom(tmp_path, "a")
    good = room.web.pages[FEED]
    room.web.pages[FEED] = failure_of(FEED, Reason.GONE, "the feed is gone", status=410)
    room.work()
    state = room.store.find_source("paper", room.clock.now()).state
    assert (state.error, state.detail, state.failures) == ("gone", "the feed is gone", 1)
    assert (state.next_poll - room.clock.now()).days > 300
    room.web.pages[FEED] = good
    row = room.store.find_source("paper", room.clock.now())
    timing = Timing(clock=room.clock, rng=room.rng)
    outcome = asyncio.run(poll_source(room.web, row, timing, room.store.unseen_entries))
    assert (outcome.state.error, outcome.state.failures) == ("", 0)


def test_an_html_page_in_place_of_a_feed_is_a_failed_poll(tmp_path: Path) -> None:
    """A captcha with status 200 is not an empty feed."""
    room = Newsroom(tmp_path, "a")
    room.publish(FEED, "<html><title>Are you human?</title></html>")
    room.work()
    state = room.store.find_source("paper", room.clock.now()).state
    assert (state.error, state.failures) == ("not_a_feed", 1)


def test_a_future_date_of_a_feed_is_not_believed(tmp_path: Path) -> None:
    """No article stands above the others because its date is wrong."""
    room = Newsroom(tmp_path)
    entry = feed_of("a", updated="2031-01-01T00:00:00Z")
    room.publish(FEED, entry, etag='"f3"', content_type="application/atom+xml")
    row = room.store.find_source("paper", room.clock.now())
    timing = Timing(clock=room.clock, rng=room.rng)
    outcome = asyncio.run(poll_source(room.web, row, timing, room.store.unseen_entries))
    assert [entry.updated.at for entry in outcome.entries] == [room.clock.now()]


def test_an_answer_that_breaks_our_code_is_counted_and_stops_nothing(tmp_path: Path) -> None:
    """One hostile host must not stop the worker, now or at each start."""
    room = Newsroom(tmp_path, "a", "b")

    def broken(_: object):
        raise OverflowError("a date beyond all years")

    room.web.pages["https://paper.example/b"] = broken
    room.work()
    assert room.headlines() == ["About a"]
    reasons = [row.rejected.reason for row in room.store.recent_rejected(5)]
    assert reasons == [Reason.CRASHED]
    room.web.pages[FEED] = broken
    room.clock.advance(3700)
    room.work()
    assert room.store.find_source("paper", room.clock.now()).state.error == "crashed"


def test_many_feeds_of_one_host_do_not_hold_up_the_others(tmp_path: Path) -> None:
    """Of one host one feed is polled at a time, so the places stay free."""
    room = Newsroom(tmp_path)
    asked: list[str] = []
    for n in range(30):
        url = f"https://big.example/{n}.xml"
        publisher = Publisher(domain="big.example", name="Big")
        source = Source(key=f"big-{n}", kind=SourceKind.FEED, url=url, publisher=publisher)
        room.store.add_source(source, room.clock.now())

    def note(request):
        asked.append(request.url)
        return failure_of(request.url, Reason.UNREACHABLE, "not there")

    room.web.pages = dict.fromkeys([f"https://big.example/{n}.xml" for n in range(30)], note)
    room.web.pages[FEED] = note
    room.work()
    assert len(asked) == 31
    assert FEED in asked[:3]


def test_a_round_polls_new_sources_at_once_and_each_source_once(tmp_path: Path) -> None:
    """Their first polls are spread over minutes; who starts a round does not wait for that."""
    room = Newsroom(tmp_path, "bridge")
    publisher = Publisher(domain="paper.example", name="Paper")
    more = [
        Source(key=f"more-{n}", kind=SourceKind.FEED, url=f"{FEED}?{n}", publisher=publisher)
        for n in range(3)
    ]
    for source in more:
        room.publish(source.url, feed_of(source.key), content_type="application/atom+xml")
    room.store.add_sources(more, room.clock.now(), spread_s=300.0)
    assert room.work(is_round=True).polls == {"polled": 4}
    assert room.work(is_round=True).polls == {}


def test_a_source_moves_after_a_day_of_the_same_redirect(tmp_path: Path) -> None:
    """Its articles, key and history stay; the old address is asked no more."""
    room = Newsroom(tmp_path, "a")
    target = "https://new.example/feed.xml"
    room.web.pages[FEED] = replace(room.web.pages[FEED], final_url=target, permanent_url=target)
    room.web.pages[target] = replace(room.web.pages[FEED], permanent_url="")
    for _ in range(30):
        room.work()
        room.clock.advance(3700)
    assert room.store.find_source("paper", room.clock.now()).source.url == target
    room.web.asked.clear()
    room.clock.advance(24 * 3600)
    room.work()
    assert {asked.url for asked in room.web.asked if "feed" in asked.url} == {target}
    assert room.headlines() == ["About a"]


def test_what_an_aggregator_points_at_is_a_headline_of_its_publisher(tmp_path: Path) -> None:
    """Its address is not asked for, now or later; nothing of it is kept as raw response."""
    room = Newsroom(tmp_path)
    link = "https://news.aggregator.example/articles/CBM1"
    rss = (
        "<rss version='2.0'><channel><title>Aggregator</title><item>"
        f"<title>Bridge over the river opened - Paper</title><link>{link}</link>"
        "<source url='https://paper.example'>Paper</source></item></channel></rss>"
    )
    feed = "https://news.aggregator.example/rss"
    room.publish(feed, rss, content_type="application/rss+xml")
    aggregator = Publisher(domain="aggregator.example", name="Aggregator")
    source = Source(key="agg", kind=SourceKind.FEED, url=feed, publisher=aggregator)
    room.store.add_source(source, room.clock.now())
    room.work()
    room.clock.advance(86_400)
    room.work()
    assert link not in {asked.url for asked in room.web.asked}
    found = room.store.find_article(next(iter(room.store.iter_articles())).id)
    article = found.tagged.article
    assert article.headline == "Bridge over the river opened"
    assert (article.publisher.domain, article.completeness.state) == (
        "paper.example",
        "headline_only",
    )
    assert (found.kept, len(found.versions)) == (None, 1)


def test_a_headline_of_an_aggregator_joins_the_story_of_the_article(tmp_path: Path) -> None:
    """It stays an article of its own: only its publisher could say that it is the same."""
    room = Newsroom(tmp_path)
    headline = "Harbour bridge over the Elbe river opened after nine years of work"
    own = "https://paper.example/bridge"
    room.publish(
        own, f"<html lang=en><body><article><h1>{headline}</h1>{TEXT}</article></body></html>"
    )
    link = "https://news.aggregator.example/articles/CBM2"
    items = [
        f"<item><title>{headline}</title><link>{own}</link></item>",
        f"<item><title>{headline} - Paper</title><link>{link}</link>"
        "<source url='https://paper.example'>Paper</source></item>",
    ]
    feed = "https://news.aggregator.example/rss"
    room.publish(feed, f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>")
    aggregator = Publisher(domain="aggregator.example", name="Aggregator")
    source = Source(key="agg", kind=SourceKind.FEED, url=feed, publisher=aggregator)
    room.store.add_source(source, room.clock.now())
    room.work()
    stored = list(room.store.iter_articles())
    kinds = {relation.kind.value for one in stored for relation in one.relations}
    assert (len(stored), kinds) == (2, {"same_story"})
