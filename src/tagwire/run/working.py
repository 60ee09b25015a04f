"""The worker process: everything that ``Live`` needs, opened and closed around it."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime

import structlog

from tagwire.fetch import Client
from tagwire.run.aliases import AliasKeeper
from tagwire.run.children import follow_parent
from tagwire.run.clock import Clock
from tagwire.run.demo import DEMO_ROUTE, DemoServer
from tagwire.run.disk import is_full
from tagwire.run.erasure import keep_erased
from tagwire.run.fetching import fetch_settings_of
from tagwire.run.heartbeat import give_signs
from tagwire.run.live import Live, Progress
from tagwire.run.log import start_log
from tagwire.run.opening import open_clock, open_segments, open_store, prune, writer_lock
from tagwire.run.opening_demo import DEMO_SETTING, is_demo_wanted
from tagwire.run.pool import PipelinePool
from tagwire.run.problems import forget_problems
from tagwire.run.retention import keep_articles
from tagwire.run.search import catch_up, keep_index
from tagwire.run.settings import Settings
from tagwire.run.site_memory import SiteKeeper
from tagwire.run.site_rules import load_rules
from tagwire.run.websub import Subscriber
from tagwire.store import Segments, SqliteStore
from tagwire.store.protocol import Store

log = structlog.get_logger()

RETENTION_EVERY_S = 3600.0  # real
DEMO_LOOK_EVERY_S = 0.5  # real


def work(
    settings: Settings,
    *,
    is_child: bool = False,
    until_idle: bool = False,
    is_round: bool = False,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Poll, fetch and store until stopped, or until nothing is due; return what was done.

    With ``is_round`` only the sources that are due or new at the start are polled.

    Raises ConfigError when another worker uses the data folder.
    """
    start_log(settings, "worker")
    with writer_lock(settings), closing(open_store(settings)) as store:
        # Only this worker holds leases; those of one that was killed are free again.
        store.release_pages()
        clock = open_clock(settings, store)
        mode = _Mode(
            is_child=is_child,
            until_idle=until_idle or is_round,
            round_at=clock.now() if is_round else None,
            on_progress=on_progress,
        )
        try:
            done = asyncio.run(_work(settings, store, clock, mode))
        except BaseExceptionGroup as group:
            raise _culprit_of(group) from group
        if mode.until_idle:
            catch_up(store)  # whoever waits for the end means to search what came
        return done


def _culprit_of(error: BaseException) -> BaseException:
    """Return the first failure of the tasks that ended together."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mode:
    """How long a worker works, and whom it tells."""

    is_child: bool
    until_idle: bool
    round_at: datetime | None
    on_progress: Callable[[Progress], None]


async def _work(settings: Settings, store: SqliteStore, clock: Clock, mode: _Mode) -> Progress:
    stop = _stop_on_signals(mode.is_child)
    segments = open_segments(settings, store)
    sites = SiteKeeper(store, load_rules(settings))
    pool = PipelinePool(settings.cpu_processes, hints_for=sites.hints_for)
    async with (
        demo_route(store, clock) as routes,
        Client(fetch_settings_of(settings, routes), clock, store) as client,
    ):
        live = Live(
            store=store,
            segments=segments,
            web=client,
            pool=pool,
            clock=clock,
            rng=random.Random(),  # noqa: S311 - jitter, not a secret
            polls_per_day=settings.polls_per_day,
            subscriber=Subscriber(web=client, store=store, clock=clock, base_url=settings.base_url)
            if settings.base_url
            else None,
            max_in_flight=settings.max_connections,
            until_idle=mode.until_idle,
            is_full=lambda: is_full(settings),
            round_at=mode.round_at,
            learn=sites.note,
            on_progress=mode.on_progress,
        )
        keeper = AliasKeeper(store=store, pool=pool, clock=clock)
        log.info("worker started", pid=os.getpid())
        try:
            async with asyncio.TaskGroup() as group:
                others = (
                    _keep_retention(settings, store, segments, clock),
                    give_signs(settings),
                    keep_index(settings),
                    keep_erased(settings, store, segments, clock),
                    keep_articles(settings, store, clock),
                    sites.keep(),
                    _end_for_demo(store, stop),
                )
                beside = [group.create_task(each) for each in others]
                await keeper.start()
                beside.append(group.create_task(keeper.keep()))
                done = await live.run(stop)
                for task in beside:
                    task.cancel()
                sites.finish()
            return done
        finally:
            pool.close()
            segments.close()
            log.info("worker stopped")


@asynccontextmanager
async def demo_route(store: Store, clock: Clock) -> AsyncIterator[dict[str, str]]:
    """Run the demo newsroom while its sources are there; yield the route to its hosts."""
    if not any(row.source.demo for row in store.list_sources(clock.now())):
        yield {}
        return
    started = store.find_setting(DEMO_SETTING) or ""
    start = datetime.fromisoformat(started) if started[:1].isdigit() else clock.now()
    server = DemoServer(start=start, clock=clock.now)
    address = await server.start()
    try:
        yield {DEMO_ROUTE: address}
    finally:
        await server.stop()


async def _end_for_demo(store: Store, stop: asyncio.Event) -> None:
    """End the worker when somebody starts the demo: the next one has the route to its hosts."""
    if is_demo_wanted(store):
        return
    while True:
        await asyncio.sleep(DEMO_LOOK_EVERY_S)
        if is_demo_wanted(store):
            log.info("worker ends for the demo")
            stop.set()
            return


def _stop_on_signals(is_child: bool) -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    if is_child:
        follow_parent(lambda: loop.call_soon_threadsafe(stop.set))
    return stop


async def _keep_retention(
    settings: Settings, store: Store, segments: Segments, clock: Clock
) -> None:
    """Remove kept responses beyond their age and size, now and then."""
    while True:
        if removed := prune(settings, store, segments, clock.now()):
            log.info("kept responses removed", segments=removed)
        if gone := forget_problems(settings, store):
            log.info("reported problems removed", articles=gone)
        await asyncio.sleep(RETENTION_EVERY_S)
