"""After a pause, what fell due meanwhile is asked bit by bit."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from fakes import FakeClock, FakeWeb
from tagwire.model import Page, Publisher, Source, SourceKind
from tagwire.run.live import Live
from tagwire.run.pacing import NO_BURST, catch_up_of
from tagwire.run.pipeline import Processed
from tagwire.store import MemoryStore, Segments

SOURCES = 150


class NoPages:
    """A pipeline that is given no page."""

    async def run(self, pages: Sequence[Page]) -> Processed:
        assert not pages
        return Processed(results=(), cpu_s={})


def store_of(count: int, clock: FakeClock) -> MemoryStore:
    """Return a store whose sources, each on a host of its own, have been due for an hour."""
    store = MemoryStore()
    for n in range(count):
        domain = f"paper{n}.example"
        publisher = Publisher(domain=domain, name=domain)
        url = f"https://{domain}/feed"
        source = Source(key=f"s{n}", kind=SourceKind.FEED, url=url, publisher=publisher)
        store.add_source(source, clock.now())
    clock.advance(3600)
    return store


async def asked_becomes(web: FakeWeb, count: int) -> bool:
    """Wait until so many addresses were asked, and a moment more."""
    for _ in range(100):
        if len(web.asked) >= count:
            break
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.08)
    return len(web.asked) == count


def test_a_worker_that_starts_spreads_what_is_overdue(tmp_path: Path) -> None:
    """One batch at once, and the others by the product's clock."""
    clock, web, stop = FakeClock(), FakeWeb({}), asyncio.Event()
    live = Live(
        store=store_of(SOURCES, clock),
        segments=Segments(tmp_path),
        web=web,
        pool=NoPages(),
        clock=clock,
        rng=random.Random(1),
    )

    async def run() -> list[bool]:
        working = asyncio.create_task(live.run(stop))
        seen = [await asked_becomes(web, NO_BURST)]
        clock.advance(SOURCES / 3)
        seen.append(await asked_becomes(web, NO_BURST + SOURCES // 3))
        clock.advance(SOURCES)
        seen.append(await asked_becomes(web, SOURCES))
        stop.set()
        await working
        return seen

    assert asyncio.run(run()) == [True, True, True]


def check(count: int, expected: Callable[[int], bool]) -> None:
    clock = FakeClock()
    catch_up = catch_up_of(store_of(count, clock), clock.now())
    assert expected(catch_up.room(clock.now()))


def test_a_few_overdue_sources_are_no_burst() -> None:
    check(NO_BURST, lambda room: room >= NO_BURST)
    check(NO_BURST + 1, lambda room: room == NO_BURST)


def test_paused_sources_are_not_waited_for() -> None:
    clock = FakeClock()
    store = store_of(2, clock)
    store.pause_source("s0", True, clock.now())
    assert catch_up_of(store, clock.now()).overdue == 1
