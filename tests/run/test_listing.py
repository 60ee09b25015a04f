"""Polls of sitemaps: what is new comes in, what is not costs little."""

from __future__ import annotations

import asyncio
import random

from fakes import FakeClock, FakeWeb, page_of
from tagwire.model import Publisher, Reason, Source, SourceKind
from tagwire.run.polling import Timing, poll_source
from tagwire.store import MemoryStore
from tagwire.store.values import PollOutcome

SITE = "https://paper.example/"
INDEX = SITE + "sitemap.xml"


class Desk:
    """One sitemap source over a web that changes."""

    def __init__(self) -> None:
        self.web, self.store, self.clock = FakeWeb({}), MemoryStore(), FakeClock()
        publisher = Publisher(domain="paper.example", name="Paper")
        source = Source(key="paper", kind=SourceKind.SITEMAP, url=INDEX, publisher=publisher)
        self.store.add_source(source, self.clock.now())

    def publish(self, name: str, body: str) -> None:
        self.web.pages[SITE + name] = page_of(SITE + name, body, etag=f'"{hash(body)}"')

    def poll(self) -> tuple[PollOutcome, int, list[str]]:
        """Return the outcome, the new pages, and what was asked for."""
        self.web.asked.clear()
        self.clock.advance(3600)
        row = self.store.find_source("paper", self.clock.now())
        assert row is not None
        timing = Timing(clock=self.clock, rng=random.Random(1))
        outcome = asyncio.run(poll_source(self.web, row, timing, self.store.unseen_entries))
        result = self.store.save_poll(outcome, self.clock.now())
        return outcome, result.new, [asked.url.removeprefix(SITE) for asked in self.web.asked]


def urlset(*names: str) -> str:
    pages = "".join(
        f"<url><loc>{SITE}{name}</loc><news:news><news:title>{name}</news:title></news:news></url>"
        for name in names
    )
    return f"<urlset>{pages}</urlset>"


def index(*sitemaps: tuple[str, str]) -> str:
    rows = "".join(
        f"<sitemap><loc>{SITE}{name}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for name, day in sitemaps
    )
    return f"<sitemapindex>{rows}</sitemapindex>"


def test_a_news_sitemap_brings_what_it_adds() -> None:
    """And an equal one is unchanged."""
    desk = Desk()
    desk.publish("sitemap.xml", urlset("a", "b"))
    assert desk.poll()[1] == 2
    assert desk.poll()[0].outcome == "unchanged"
    desk.publish("sitemap.xml", urlset("b", "c"))
    assert desk.poll()[1] == 1


def test_an_index_whose_dates_stay_is_asked_alone() -> None:
    desk = Desk()
    desk.publish("sitemap.xml", index(("n.xml", "2026-09-01")))
    desk.publish("n.xml", urlset("a"))
    assert desk.poll()[2] == ["sitemap.xml", "n.xml"]
    outcome, new, asked = desk.poll()
    assert (outcome.outcome, new, asked) == ("unchanged", 0, ["sitemap.xml"])
    desk.publish("sitemap.xml", index(("n.xml", "2026-09-02")))
    desk.publish("n.xml", urlset("a", "b"))
    assert desk.poll()[1:] == (1, ["sitemap.xml", "n.xml"])


def test_an_index_without_dates_is_read_through_each_time() -> None:
    """It stays the same while its sitemaps change."""
    desk = Desk()
    desk.publish("sitemap.xml", index(("n.xml", "")))
    desk.publish("n.xml", urlset("a"))
    assert desk.poll()[1] == 1
    desk.publish("n.xml", urlset("a", "b"))
    assert desk.poll()[1:] == (1, ["sitemap.xml", "n.xml"])


def test_a_sitemap_that_fails_is_told_and_the_others_are_read() -> None:
    """What was missed is asked for again, although the index is the same."""
    desk = Desk()
    desk.publish("sitemap.xml", index(("a.xml", "2026-09-02"), ("b.xml", "2026-09-01")))
    desk.publish("b.xml", urlset("b"))
    outcome, new, _ = desk.poll()
    assert ([one.reason for one in outcome.rejected], new) == ([Reason.UNREACHABLE], 1)
    desk.publish("a.xml", urlset("a"))
    assert desk.poll()[1] == 1


def test_an_index_without_a_readable_sitemap_is_a_failed_poll() -> None:
    desk = Desk()
    desk.publish("sitemap.xml", index(("a.xml", ""), ("nested.xml", "")))
    outcome, _, _ = desk.poll()
    assert (outcome.outcome, outcome.state.error) == ("failed", "unreachable")


def test_a_question_whether_a_person_reads_is_a_failed_poll_in_its_own_words() -> None:
    """What was listed stays, and the answer that is no list is not taken for the latest one."""
    desk = Desk()
    desk.publish("sitemap.xml", urlset("a"))
    desk.poll()
    desk.publish("sitemap.xml", "<html><title>Just a moment...</title><body>checking</body></html>")
    outcome, new, _ = desk.poll()
    state = outcome.state
    assert (outcome.outcome, state.error, state.failures, new) == ("failed", "captcha", 1, 0)
    assert "asks whether a person reads" in state.detail
    desk.publish("sitemap.xml", urlset("a", "b"))
    assert desk.poll()[1] == 1
