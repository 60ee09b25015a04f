"""The memories of a store: learned beside the writer, kept before anything is made with them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.run.test_remembering import OFFER, line

from tagwire.errors import DiskFull
from tagwire.memories import Observation, SiteMemory
from tagwire.model import Article, Page, Tagged
from tagwire.run.lines import page_of
from tagwire.run.pipeline import Pipeline, Processed
from tagwire.run.site_memory import EAGER_PAGES, FOLD_PAGES, MAX_PENDING, SiteKeeper
from tagwire.store import MemoryStore

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITE = "harbourpost.example"


def pages(*numbers: int) -> list[Page]:
    found = [page_of(line(n), NOW) for n in numbers]
    return [one for one in found if isinstance(one, Page)]


def tag(articles: Sequence[Article]) -> list[Tagged]:
    return [Tagged(article=article, language=None) for article in articles]


def read(keeper: SiteKeeper, batch: Sequence[Page]) -> Processed:
    """Read a batch as the worker does, all of it new articles."""
    processed = Pipeline(extract=lambda _: [], tag=tag)(batch, keeper.hints_for(batch))
    keeper.note([one for one in processed.observations if one is not None])
    return processed


def check(processed: Processed, expected: list[bool], memory: int) -> None:
    """Compare in which articles the offer is still part, and which memory they tell."""
    texts = [one.article.text for one in processed.results if isinstance(one, Tagged)]
    assert (expected, [memory] * len(expected)) == (
        [OFFER in text for text in texts],
        list(processed.memories),
    )


def test_pages_are_read_with_the_memory_that_is_kept() -> None:
    store = MemoryStore()
    keeper = SiteKeeper(store)
    check(read(keeper, pages(0, 1, 2)), [True] * 3, memory=0)
    check(read(keeper, pages(3)), [True], memory=0)  # nothing is kept yet
    keeper.fold_due()
    check(read(keeper, pages(4)), [False], memory=1)
    keeper.finish()
    kept = store.find_memory(SITE)
    assert kept is not None
    assert (2, 5) == (kept.version, kept.pages)
    check(read(SiteKeeper(store), pages(5)), [False], memory=2)


def test_a_known_site_waits_until_a_fold_pays_off() -> None:
    store = MemoryStore()
    store.save_memories([SiteMemory(site=SITE, version=1, pages=EAGER_PAGES)])
    keeper = SiteKeeper(store)
    read(keeper, pages(*range(FOLD_PAGES - 1)))
    keeper.fold_due()
    assert 1 == (store.find_memory(SITE) or SiteMemory(site=SITE)).version
    read(keeper, pages(FOLD_PAGES))
    keeper.fold_due()
    assert 2 == (store.find_memory(SITE) or SiteMemory(site=SITE)).version


def test_what_comes_too_fast_is_dropped_and_memory_stays_bounded() -> None:
    keeper = SiteKeeper(MemoryStore())
    one = Observation(site=SITE, page=0, day="2026-11-24", lines=(), places=(), body=0)
    keeper.note([replace(one, page=n) for n in range(MAX_PENDING + 50)])
    assert MAX_PENDING == len(keeper._pending)


class FullStore(MemoryStore):
    """A store whose disk is full at first."""

    is_full = True

    def save_memories(self, memories: Sequence[SiteMemory]) -> None:
        if self.is_full:
            raise DiskFull("the disk is full")
        super().save_memories(memories)


def test_a_full_disk_loses_nothing() -> None:
    store = FullStore()
    keeper = SiteKeeper(store)
    read(keeper, pages(0, 1))
    with pytest.raises(DiskFull):
        keeper.fold_due()
    store.is_full = False
    keeper.fold_due()
    assert 2 == (store.find_memory(SITE) or SiteMemory(site=SITE)).pages


def test_folding_goes_on_beside_the_writer() -> None:
    store = MemoryStore()
    keeper = SiteKeeper(store)
    read(keeper, pages(0, 1))

    async def beside() -> None:
        task = asyncio.create_task(keeper.keep())
        await asyncio.sleep(0.05)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(beside())
    assert 2 == (store.find_memory(SITE) or SiteMemory(site=SITE)).pages
