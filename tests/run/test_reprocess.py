"""Newer code makes what is stored anew: in place, resumable, and nothing is deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from fakes import START, FakeClock, page_of
from run.anew import build_new, build_old
from store.builders import claim, entry, poll, source
from store.made import new_store
from tagwire.errors import ConfigError
from tagwire.model import Page
from tagwire.run.fetching import Fetched
from tagwire.run.opening import writer_lock
from tagwire.run.recall import Recall
from tagwire.run.reprocess import Reprocessed, Scope, reprocess
from tagwire.run.settings import Settings
from tagwire.run.writing import write_batch
from tagwire.store import Segments, SqliteStore
from tagwire.store.values import ListQuery, StoredArticle

OLD = Scope(extractor="e1", tagger="t1")
NEW = Scope(extractor="e2", tagger="t2")
LONG = " ".join(f"word{n}" for n in range(60))


class InProcess:
    """A pool without processes."""

    def __init__(self, build) -> None:
        self._pipeline = build()

    async def run(self, pages):
        return self._pipeline(pages)

    def close(self) -> None: ...


@dataclass
class Newsroom:
    """A data folder that an older code has filled."""

    settings: Settings
    store: SqliteStore
    segments: Segments
    clock: FakeClock

    def fetch(self, name: str, body: str, build=build_old, **said: str) -> None:
        """Let the worker find a page as it is at this hour."""
        self.clock.advance(3600)
        now = self.clock.now()
        poll(self.store, [entry(name, title=f"Entry {now:%H}", guid=name, **said)], now=now)
        (task,) = claim(self.store, now)
        response = page_of(task.url, body, fetched=now)
        page = Page(response=response, entry=task.entry, publisher=task.publisher)
        fetched = Fetched(task=task, page=page, body_digest=str(len(body)))
        pool = InProcess(build)
        recall = Recall(self.store)
        asyncio.run(write_batch([fetched], self.store, self.segments, pool, recall, self.clock))

    def article(self, headline: str) -> StoredArticle:
        cards = self.store.list_articles(ListQuery()).cards
        (found,) = [card.article for card in cards if card.headline == headline]
        stored = self.store.find_article(found)
        assert stored is not None
        return stored

    def reprocess(self, scope: Scope = NEW) -> Reprocessed:
        return reprocess(self.settings, scope, lambda _: None, pool=InProcess(build_new))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    settings = Settings(data=tmp_path, processes=1, min_free_share=0.0)
    with closing(new_store(settings.data)) as store:
        store.add_source(source(), START)
        segments = Segments(settings.segments_path, min_free_share=0.0)
        yield Newsroom(settings, store, segments, FakeClock())
        segments.close()


def check(done: Reprocessed, **expected: int) -> None:
    """Compare the outcomes that happened; words are joined by underscores."""
    outcomes = {name.replace(" ", "_"): n for name, n in done.outcomes.items() if n}
    assert expected == outcomes


def test_a_version_is_made_anew_in_place(room: Newsroom) -> None:
    """Id, number, first_seen and keys stay; headline, tags and code are new."""
    room.fetch("a", f"<p>{LONG}</p>")
    before = room.article("Old")
    check(room.reprocess(), made_anew=1)
    after = room.article("New, Entry 07")
    assert (after.id, after.first_seen, after.keys) == (before.id, before.first_seen, before.keys)
    assert [row.n for row in after.versions] == [1]
    assert (after.extractor, after.tagger) == ("e2", "t2")
    assert room.store.find_tag("old-tag") is None
    assert room.store.find_tag("new-tag").articles == 1


def test_a_source_publishes_only_the_pages_of_its_own_site(room: Newsroom) -> None:
    """Others are listed by an aggregator, or by a feed that lives elsewhere."""
    room.fetch("a", f"<p>{LONG}</p>", host="elsewhere")
    check(room.reprocess(), made_anew=1)
    stored = room.article("New, Entry 07")
    article = room.store.find_version(stored.id, 1).article
    assert article.publisher.domain == "paper.example"


def test_each_version_is_made_anew_from_its_own_page(room: Newsroom) -> None:
    """With what its entry said at that time."""
    room.fetch("a", f"<p>{LONG}</p>")
    room.fetch("a", f"<p>{LONG} and more</p>")
    check(room.reprocess(), made_anew=2)
    stored = room.article("New, Entry 08")
    assert [row.headline for row in stored.versions] == ["New, Entry 07", "New, Entry 08"]
    assert not room.store.find_version(stored.id, 1).article.text.endswith("more")
    assert room.store.find_version(stored.id, 2).article.text.endswith("more")


def test_a_page_that_gave_no_article_may_give_one_now(room: Newsroom) -> None:
    """It is listed when it was first seen."""
    room.fetch("a", f"<main><p>{LONG}</p></main>")
    assert room.store.list_articles(ListQuery()).cards == ()
    check(room.reprocess(), found=1)
    stored = room.article("New, Entry 07")
    assert (stored.first_seen, stored.source) == (START + timedelta(hours=1), "harbour")
    assert stored.tagged.article.publisher.name == "Harbour"
    check(room.reprocess())


def test_an_old_page_that_gave_nothing_does_not_replace_what_came_later(room: Newsroom) -> None:
    """The newer page of the same address says more."""
    room.fetch("a", f"<main><p>{LONG}</p></main>")
    room.fetch("a", f"<p>{LONG} and more</p>")
    check(room.reprocess(), made_anew=1, known_by_a_newer_page=1)
    assert len(room.article("New, Entry 08").versions) == 1


def test_a_newer_page_that_gave_nothing_becomes_a_version(room: Newsroom) -> None:
    """The edit that the older code could not read."""
    room.fetch("a", f"<p>{LONG}</p>")
    room.fetch("a", f"<main><p>{LONG} and more</p></main>")
    check(room.reprocess(), made_anew=1, newer_version_found=1)
    assert [row.n for row in room.article("New, Entry 08").versions] == [1, 2]


def test_an_article_that_newer_code_refuses_stays_and_is_told(room: Newsroom) -> None:
    """Nothing is deleted; a person decides."""
    room.fetch("a", f"<p>advert {LONG}</p>")
    done = room.reprocess()
    check(done)
    assert done.lost == 1
    assert [(one.key, one.detail) for one in done.examples] == [
        ("https://harbour.example/a", "an advert")
    ]
    assert room.article("Old").extractor == "e1"


def test_pages_that_only_confirmed_a_text_are_passed_over(room: Newsroom) -> None:
    """The version belongs to the newest of them."""
    room.fetch("a", f"<p>{LONG}</p>")
    room.fetch("a", f"<p>{LONG}</p> ")
    done = room.reprocess()
    check(done, made_anew=1)
    assert done.passed_over == 1
    assert room.article("New, Entry 08").versions[0].n == 1


def test_what_this_code_has_made_is_passed_over_unless_all_is_asked_for(room: Newsroom) -> None:
    """A finished run has nothing left to do."""
    room.fetch("a", f"<p>{LONG}</p>")
    room.fetch("b", f"<p>{LONG} other</p>", build_new)
    check(room.reprocess(), made_anew=1)
    check(room.reprocess())
    everything = Scope(everything=True, extractor="e2", tagger="t2")
    check(room.reprocess(everything), made_anew=2)
    check(room.reprocess(everything), made_anew=2)


def test_only_pages_since_a_day_are_made_anew(room: Newsroom) -> None:
    """By when they were fetched."""
    room.fetch("a", f"<p>{LONG}</p>")
    room.fetch("b", f"<p>{LONG} other words</p>")
    since = Scope(since=START + timedelta(hours=2), extractor="e2", tagger="t2")
    check(room.reprocess(since), made_anew=1)
    assert {one.extractor: one.versions for one in room.store.code_counts()} == {"e1": 1, "e2": 1}


class Stopped(Exception):
    """Somebody stops a run."""


def test_a_stopped_run_goes_on_where_it_was(room: Newsroom) -> None:
    """And ends as if it had not been stopped."""
    for n in range(5):
        room.fetch(str(n), f"<p>{LONG} {n} " + f"text{n} " * 40 + "</p>")

    def stop(done: Reprocessed) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        reprocess(room.settings, NEW, stop, pool=InProcess(build_new), pages_per_batch=2)
    done = room.reprocess()
    assert done.is_resumed
    check(done, made_anew=3)
    assert [one.extractor for one in room.store.code_counts()] == ["e2"]
    assert not room.reprocess().is_resumed


def test_a_segment_that_is_gone_or_damaged_stops_nothing(room: Newsroom) -> None:
    """The others are made anew, and the missing pages are counted."""
    room.fetch("a", f"<p>{LONG}</p>")
    room.fetch("b", f"<p>{LONG} other words</p>")
    (path,) = room.settings.segments_path.iterdir()
    with path.open("r+b") as file:
        file.seek(30)
        file.write(b"damaged")
    done = room.reprocess()
    check(done, made_anew=1)
    assert done.missing == 1
    assert "damaged" in done.examples[0].detail


def test_there_is_no_reprocessing_beside_a_worker(room: Newsroom) -> None:
    """Both would decide about the same articles."""
    with writer_lock(room.settings), pytest.raises(ConfigError, match="Stop it first"):
        room.reprocess()


def test_progress_is_told_in_bytes(room: Newsroom) -> None:
    """Up to all that is kept."""
    room.fetch("a", f"<p>{LONG}</p>")
    told = []
    pool = InProcess(build_new)
    reprocess(
        room.settings, NEW, lambda done: told.append((done.done_bytes, done.total_bytes)), pool=pool
    )
    size = sum(path.stat().st_size for path in room.settings.segments_path.iterdir())
    assert told[-1] == (size, size)
