"""Once a day the corpus decides about names; pages of one thing become one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from fakes import FakeClock
from store.builders import archived, article_tag, new, tagged
from tagwire.model import Alias, AliasSnapshot, Page, Response, Tag, TagKind
from tagwire.run.aliases import AliasKeeper, snapshot_for
from tagwire.run.pipeline import Processed, build_pipeline
from tagwire.run.pool import PipelinePool
from tagwire.store import MemoryStore
from tagwire.store.values import ListQuery
from tagwire.tag import load_catalogue

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LONG = "Maria Santolini"


class CountingClock(FakeClock):
    """Tells when it was slept by often enough to pass midnight."""

    def __init__(self) -> None:
        super().__init__(NOON)
        self.slept_often = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        if len(self.slept) > 13:
            self.slept_often.set()


class BuiltPool:
    """Remembers by which snapshots it was told to tag."""

    def __init__(self) -> None:
        self.days: list[str] = []

    async def rebuild(self, build) -> None:
        self.days.append(build.args[0].day)

    async def run(self, pages: list[Page]) -> Processed:
        return Processed(results=(), cpu_s={})


class Corpus:
    """A store with articles that call people by name, and its keeper."""

    def __init__(self) -> None:
        self.clock = CountingClock()
        self.store = MemoryStore()
        self.pool = BuiltPool()
        self.keeper = AliasKeeper(
            store=self.store,
            pool=self.pool,
            clock=self.clock,
            load_catalogue=lambda: load_catalogue({}),
        )
        self._n = 0

    def add(self, label: str, surface: str, times: int) -> None:
        """Store articles with a tag that their text calls by ``surface``."""
        for _ in range(times):
            self._n += 1
            content = tagged(f"Story {self._n}", tags=[article_tag(label, surface=surface)])
            intent = new(f"a{self._n}", content, content_hash=f"h{self._n}")
            now = self.clock.now()
            self.store.apply([archived(intent, first_seen=now)], now)

    def tick(self) -> None:
        """Let the keeper do what is due."""
        asyncio.run(self.keeper.tick())

    def check(self, slug: str, articles: int) -> None:
        """Compare how many articles the page of a tag lists."""
        assert articles == len(self.store.list_articles(ListQuery(tag=slug)).cards)


def test_day_that_ended_gets_one_snapshot() -> None:
    """The first look of a new day decides, later ones change nothing."""
    corpus = Corpus()
    corpus.add(LONG, "Santolini", 6)
    corpus.tick()
    corpus.add("Carlo Santolini", "Santolini", 20)
    corpus.tick()
    found = corpus.store.find_snapshot()
    assert found is not None
    assert ("2026-11-23", ["santolini"]) == (found.day, [alias.name for alias in found.aliases])


def test_pool_tags_a_day_by_the_snapshot_of_the_day_before() -> None:
    """It is told once a day, and not at all while nothing is decided."""
    corpus = Corpus()
    corpus.tick()
    assert [] == corpus.pool.days
    corpus.add(LONG, "Santolini", 6)
    for _ in range(2):
        corpus.clock.advance(DAY.total_seconds())
        corpus.tick()
        corpus.tick()
    assert ["2026-11-24", "2026-11-25"] == corpus.pool.days


def test_merge_is_logged_with_its_snapshot_and_the_articles_follow() -> None:
    """#Santolini leads to #MariaSantolini and says why."""
    corpus = Corpus()
    corpus.add(LONG, "Santolini", 6)
    corpus.add("Santolini", "Santolini", 3)
    corpus.check("maria-santolini", 6)
    corpus.tick()
    corpus.check("maria-santolini", 9)
    [merge] = corpus.store.list_merges(10)
    assert ("santolini", "maria-santolini", "2026-11-23") == (
        merge.merged,
        merge.into,
        merge.snapshot,
    )
    assert "means Maria Santolini (100% of the articles that tell, 6 in all)" == merge.reason
    assert "maria-santolini" == corpus.store.find_tag_slug("santolini")


def test_two_people_of_one_name_stay_two() -> None:
    """A wrong merge is worse than none."""
    corpus = Corpus()
    corpus.add(LONG, "Santolini", 20)
    corpus.add("Carlo Santolini", "Carlo Santolini", 4)
    corpus.add("Santolini", "Santolini", 3)
    corpus.tick()
    assert [] == corpus.store.list_merges(10)
    corpus.check("santolini", 3)


def test_day_is_tagged_again_by_the_same_snapshot() -> None:
    """What later days decided does not reach back."""
    corpus = Corpus()
    for day in ("2026-11-22", "2026-11-23", "2026-11-24"):
        corpus.store.save_snapshot(AliasSnapshot(day=day))
    found = snapshot_for(corpus.store, NOON)
    assert found is not None
    assert "2026-11-23" == found.day
    assert snapshot_for(corpus.store, NOON - 3 * DAY) is None


@pytest.mark.slow
def test_keeper_looks_again_when_the_day_ends() -> None:
    """It sleeps by the product's clock, an hour at most."""
    corpus = Corpus()

    async def run() -> None:
        keeping = asyncio.create_task(corpus.keeper.keep())
        await corpus.clock.slept_often.wait()
        keeping.cancel()

    asyncio.run(run())
    assert [3600.0] * 11 == corpus.clock.slept[:11]
    found = corpus.store.find_snapshot()
    assert found is not None
    assert "2026-11-24" == found.day


def page_of(text: str) -> Page:
    """Return a page with a headline and a text."""
    body = f"<html lang=en><h1>Harbour talks</h1><article>{text}</article></html>".encode()
    url = "https://paper.example/a"
    headers = (("content-type", "text/html; charset=utf-8"),)
    response = Response(
        url=url, final_url=url, status=200, headers=headers, body=body, fetched=NOON
    )
    return Page(response=response)


@pytest.mark.flow
def test_processes_of_the_pool_follow_a_new_snapshot() -> None:
    """The batch after the change is tagged by it."""
    text = "<p>On Monday Mrs Santolini left the old port. Later Santolini said so to them all.</p>"
    maria = Tag(slug="maria-santolini", label=LONG, kind=TagKind.PERSON)
    alias = Alias(name="santolini", tag=maria, articles=9, share=1.0)

    async def run() -> list[set[str]]:
        pool = PipelinePool(1)
        try:
            before = await pool.run([page_of(text * 4)])
            snapshot = AliasSnapshot(day="2026-11-23", aliases=(alias,))
            await pool.rebuild(partial(build_pipeline, snapshot))
            after = await pool.run([page_of(text * 4)])
        finally:
            pool.close()
        return [
            {tag.tag.slug for result in done.results for tag in result.tags}
            for done in (before, after)
        ]

    assert [{"santolini"}, {"maria-santolini"}] == asyncio.run(run())
