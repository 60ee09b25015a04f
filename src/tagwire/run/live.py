"""The live worker: polls what is due, fetches what is due, writes in batches.

    due sources ─ poll ─┐
                        ├─> store.save_poll ─> due pages ─ fetch ─> queue ─> batch:
                        │                                            WARC segment (synced)
                        │                                            pipeline (pool processes)
                        └────────────────────────────────────────────relate, store.apply

One event loop, one writer. What is due is in the store, so that a killed worker
goes on where it was: a page is done only in the transaction that stores it.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from tagwire.errors import DiskFull
from tagwire.fetch import Client, is_proved
from tagwire.memories import Observation
from tagwire.model import NewArticle, NewVersion, Reason
from tagwire.run.clock import Clock
from tagwire.run.fetching import Fetched, fetch_page
from tagwire.run.pacing import CatchUp, Pacer, catch_up_of
from tagwire.run.polling import Timing, poll_source
from tagwire.run.pool import PipelinePool
from tagwire.run.recall import Recall
from tagwire.run.websub import Subscriber
from tagwire.run.writing import write_batch
from tagwire.store import Segments
from tagwire.store.protocol import Store
from tagwire.store.values import PageOutcome, PageTask, PollOutcome, PollResult, SourceRow
from tagwire.urls import host_of

log = structlog.get_logger()

PAGES_PER_BATCH = 32
BATCH_WAIT_S = 0.2  # real; how long a batch waits for more pages
# Fetched bodies that wait for the CPU; at the usual 100-300 kB a page this bounds the memory.
MAX_WAITING_PAGES = 128
# Due sources that are looked at in one go, to find those of free hosts among them.
DUE_LOOKAHEAD = 1000
LEASE_S = 300.0  # real; longer than the longest fetch with its polite waits
DISK_FULL_PAUSE_S = 30.0  # real
ROOM_CHECK_S = 5.0  # real


@dataclass(slots=True)
class Progress:
    """What a worker has done so far, by outcome."""

    polls: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    cpu_s: Counter[str] = field(default_factory=Counter)
    new_entries: int = 0
    running: int = 0
    writing: int = 0


@dataclass(slots=True, kw_only=True)
class Live:
    """A worker over one store. ``run`` ends when ``stop`` is set, or when nothing is due."""

    store: Store
    segments: Segments
    web: Client
    pool: PipelinePool
    clock: Clock
    rng: random.Random
    polls_per_day: int = 0  # 0: no limit
    subscriber: Subscriber | None = None  # None: hubs cannot reach us
    max_in_flight: int = 64
    until_idle: bool = False
    round_at: datetime | None = None  # one round: poll once what was due then or never polled
    is_full: Callable[[], bool] = lambda: False  # too little room on the disk to fetch more
    learn: Callable[[Sequence[Observation]], None] = lambda _: None  # what new articles taught
    on_progress: Callable[[Progress], None] = lambda _: None
    progress: Progress = field(default_factory=Progress)
    _round: dict[str, SourceRow] = field(default_factory=dict)  # what it has yet to poll
    _polls: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _fetches: dict[int, tuple[str, asyncio.Task[None]]] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _recall: Recall = field(init=False)
    _pacer: Pacer = field(init=False)
    _catch_up: CatchUp | None = None  # None: somebody waits for all that is due

    def __post_init__(self) -> None:
        """Count the sources once before the first poll."""
        self._pacer = Pacer(store=self.store, clock=self.clock, polls_per_day=self.polls_per_day)

    async def run(self, stop: asyncio.Event) -> Progress:
        """Work; return what was done. An exception in any part of it ends the worker.

        With ``until_idle`` a full disk ends it too, with DiskFull.
        """
        self._stop = stop
        self._recall = Recall(self.store)
        if self.round_at is not None:
            self._round = _round_of(self.store, self.round_at)
        elif not self.until_idle:
            self._catch_up = catch_up_of(self.store, self.clock.now())
        done: asyncio.Queue[Fetched | PageOutcome | None] = asyncio.Queue(MAX_WAITING_PAGES)
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(self._write(done))
            watcher = group.create_task(self._wake_on(stop))
            await self._dispatch(group, done, stop)
            for task in [*self._polls.values(), *(task for _, task in self._fetches.values())]:
                task.cancel()
            await done.put(None)
            await writer
            watcher.cancel()
        return self.progress

    async def _dispatch(
        self,
        group: asyncio.TaskGroup,
        done: asyncio.Queue[Fetched | PageOutcome | None],
        stop: asyncio.Event,
    ) -> None:
        """Start what is due, until told to stop or, with ``until_idle``, until nothing is."""
        while not stop.is_set():
            self._news.clear()
            if self.is_full():
                await self._wait_for_room()
                continue
            now = self.clock.now()
            started = self._start_polls(group, now) + self._start_fetches(group, done, now)
            self.progress.running = len(self._polls) + len(self._fetches)
            self.on_progress(self.progress)
            if started == 0 and self.until_idle and self._is_idle(done, now):
                return
            await self._wait_for_news(now)

    async def _wait_for_room(self) -> None:
        """Start nothing until there is room. Raises DiskFull when this is to end by itself."""
        if self.until_idle:
            raise DiskFull("the disk is full: nothing more is fetched, and nothing is lost")
        log.error("disk full", detail="fetching has stopped")
        self.progress.reasons[Reason.DISK_FULL] += 1
        while self.is_full() and not self._stop.is_set():
            await self._pause(ROOM_CHECK_S)
        log.info("no wait for room any more")

    async def _pause(self, real_s: float) -> None:
        """Wait, but not longer than until the end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), real_s)

    def _start_polls(self, group: asyncio.TaskGroup, now: datetime) -> int:
        free = self.max_in_flight - len(self._polls)
        if self._catch_up is not None:
            free = min(free, self._catch_up.room(now))
        if free <= 0:
            return 0
        rows = self._due_sources(now)
        busy = {host_of(row.source.url) for row in rows if row.source.key in self._polls}
        started = 0
        for row in rows:
            host = host_of(row.source.url)
            # One for each host: a house with hundreds of feeds must not fill all places.
            if started < free and row.source.key not in self._polls and host not in busy:
                busy.add(host)
                self._polls[row.source.key] = group.create_task(self._poll(row))
                started += 1
        if self._catch_up is not None:
            self._catch_up.started += started
        return started

    def _due_sources(self, now: datetime) -> list[SourceRow]:
        if self.round_at is not None:
            return list(self._round.values())
        return self.store.due_sources(now, DUE_LOOKAHEAD)

    async def _poll(self, row: SourceRow) -> None:
        key = row.source.key
        try:
            timing = Timing(clock=self.clock, rng=self.rng, pace=self._pacer.renew())
            outcome = await poll_source(self.web, row, timing, self.store.unseen_entries)
            result = await self._save_poll(outcome)
            if result is None:
                return
            self._follow_move(outcome)
            if self.subscriber is not None:
                await self.subscriber.follow(outcome)
            self.progress.polls[outcome.outcome] += 1
            self.progress.new_entries += result.new
            self.progress.reasons.update(part.reason.value for part in outcome.rejected)
            log.info(
                "source polled",
                source=key,
                outcome=outcome.outcome,
                new=result.new,
                updated=result.updated,
                error=outcome.state.error,
            )
        finally:
            del self._polls[key]
            self._round.pop(key, None)
            self._news.set()

    def _follow_move(self, outcome: PollOutcome) -> None:
        """Ask a source at its new address from now on, once its move is proved."""
        moved, now = outcome.state.moved, self.clock.now()
        if moved is not None and is_proved(moved, now):
            is_done = self.store.move_source(outcome.source, moved.to, now)
            log.info("source moved", source=outcome.source, to=moved.to, is_done=is_done)

    async def _save_poll(self, outcome: PollOutcome) -> PollResult | None:
        """Keep a poll; None when the disk is full: the source stays due."""
        try:
            return self.store.save_poll(outcome, self.clock.now())
        except DiskFull as error:
            log.error("disk full", detail=str(error), source=outcome.source)
            self.progress.reasons[Reason.DISK_FULL] += 1
            await self._pause(DISK_FULL_PAUSE_S)
            return None

    def _start_fetches(
        self,
        group: asyncio.TaskGroup,
        done: asyncio.Queue[Fetched | PageOutcome | None],
        now: datetime,
    ) -> int:
        free = self.max_in_flight - len(self._fetches)
        if free <= 0 or done.full():
            return 0
        busy = {host for host, _ in self._fetches.values()} | set(self.web.busy_hosts())
        lease_s = self.clock.product_seconds(LEASE_S)
        tasks = self.store.claim_pages(now, free, lease_s=lease_s, busy_hosts=sorted(busy))
        for task in tasks:
            running = group.create_task(self._fetch(task, done))
            self._fetches[task.id] = (host_of(task.url), running)
        return len(tasks)

    async def _fetch(
        self, task: PageTask, done: asyncio.Queue[Fetched | PageOutcome | None]
    ) -> None:
        try:
            await done.put(await fetch_page(self.web, task, self.clock))
        finally:
            del self._fetches[task.id]
            self._news.set()

    def _is_idle(self, done: asyncio.Queue[Fetched | PageOutcome | None], now: datetime) -> bool:
        if self._polls or self._fetches or not done.empty() or self.progress.writing:
            return False
        if self.round_at is not None:
            return True
        due = self.store.next_due(now)
        return due is None or due > now

    async def _wait_for_news(self, now: datetime) -> None:
        """Wait until something ends or falls due. A host's gap is waited for by its fetch."""
        due = self.store.next_due(now)
        product_s = 1.0 if due is None else max(0.0, (due - now).total_seconds())
        # Due pages may all be of busy hosts: then only news helps, looked for now and again.
        timeout_s = min(1.0, max(0.05, product_s / self.clock.product_seconds(1.0)))
        try:
            await asyncio.wait_for(self._news.wait(), timeout_s)
        except TimeoutError:
            return

    async def _wake_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._news.set()

    async def _write(self, done: asyncio.Queue[Fetched | PageOutcome | None]) -> None:
        """Write batches until the end mark."""
        is_open = True
        while is_open:
            batch, is_open = await _next_batch(done)
            self.progress.writing = len(batch)
            await self._write_one(batch)
            self.progress.writing = 0
            self._recall.tidy(self.clock.now())
            self._news.set()

    async def _write_one(self, batch: Sequence[Fetched | PageOutcome]) -> None:
        """Write a batch; when the disk is full, leave its pages to their leases and pause."""
        try:
            written = await write_batch(
                batch, self.store, self.segments, self.pool, self._recall, self.clock
            )
        except DiskFull as error:
            log.error("disk full", detail=str(error), pages=len(batch))
            self.progress.reasons[Reason.DISK_FULL] += len(batch)
            await self._pause(DISK_FULL_PAUSE_S)
            return
        self.learn(written.observations)
        self.progress.pages.update(work.outcome.outcome for work in written.works if work.outcome)
        self.progress.cpu_s.update(written.cpu_s)
        self.progress.reasons.update(
            work.outcome.rejected.reason.value
            for work in written.works
            if work.outcome and work.outcome.rejected
        )
        for work in written.works:
            if isinstance(work.intent, NewArticle | NewVersion):
                log.info("article stored", article=work.intent.article, source=work.source)


def _round_of(store: Store, at: datetime) -> dict[str, SourceRow]:
    """Return the sources that were due, and those that wait for their first poll.

    The first polls of many new sources are spread; who starts a round does not wait for them.
    """
    rows = sorted(store.list_sources(at), key=lambda row: row.state.next_poll)
    return {
        row.source.key: row
        for row in rows
        if not row.state.paused and (row.state.next_poll <= at or row.state.last_poll is None)
    }


async def _next_batch(
    done: asyncio.Queue[Fetched | PageOutcome | None],
) -> tuple[list[Fetched | PageOutcome], bool]:
    """Return the next pages to write, and whether more may come."""
    loop = asyncio.get_running_loop()
    first = await done.get()
    if first is None:
        return [], False
    batch, deadline = [first], loop.time() + BATCH_WAIT_S
    while len(batch) < PAGES_PER_BATCH:
        if done.empty():
            if loop.time() >= deadline:
                break
            await asyncio.sleep(BATCH_WAIT_S / 10)
            continue
        following = done.get_nowait()
        if following is None:
            return batch, False
        batch.append(following)
    return batch, True
