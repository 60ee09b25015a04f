"""What the corpus says about names: once a day a snapshot, and pages that become one.

    day ends ─ name_votes ─ vote ─> snapshot of that day ─> pool: tags the next day by it
                               └──> merges, logged ──> articles moved in slices

The snapshot of yesterday decides, so that all articles of a day are tagged by one
opinion, and the day can be tagged again with the same result.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from tagwire.errors import DiskFull
from tagwire.model import AliasSnapshot
from tagwire.run.clock import Clock
from tagwire.run.pipeline import build_pipeline
from tagwire.run.pool import PipelinePool
from tagwire.run.snapshots import shipped_catalogue
from tagwire.store.protocol import Store, StoreReader
from tagwire.store.values import NameVote
from tagwire.tag import Catalogue, Merge, merges_of, vote

log = structlog.get_logger()

# A tag of one article has nothing to say yet; without these the votes of a big store fit memory.
MIN_TAG_ARTICLES = 2
# Short enough that fetches and pages do not notice.
VOTES_PER_SLICE = 2_000
MOVES_PER_SLICE = 50
SLICE_PAUSE_S = 0.05  # real
CHECK_EVERY_S = 3600.0  # product
RETRY_S = 30.0  # real


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the votes of a day gave."""

    snapshot: AliasSnapshot
    merges: tuple[Merge, ...]


def snapshot_for(store: StoreReader, moment: datetime) -> AliasSnapshot | None:
    """Return the snapshot by which articles of this UTC day are tagged, None before the first."""
    return store.find_snapshot(day_of(moment))


def day_of(moment: datetime) -> str:
    """Return the UTC day of a moment: ``YYYY-MM-DD``."""
    return moment.astimezone(UTC).date().isoformat()


def decide(votes: Sequence[NameVote], day: str, catalogue: Catalogue) -> Decided:
    """Return the snapshot of a day, and the tags that it says are one."""
    snapshot = vote(votes, day)
    return Decided(snapshot=snapshot, merges=tuple(merges_of(votes, snapshot, catalogue)))


def save_decided(store: Store, decided: Decided, now: datetime) -> int:
    """Keep a snapshot and log its merges; return how many tags lead elsewhere from now on."""
    store.save_snapshot(decided.snapshot)
    return sum(
        store.merge_tags(merge.slug, merge.into, merge.reason, now, decided.snapshot.day)
        for merge in decided.merges
    )


@dataclass(slots=True, kw_only=True)
class AliasKeeper:
    """Makes the snapshot of each day that has ended, and moves the articles of merged tags."""

    store: Store
    pool: PipelinePool
    clock: Clock
    load_catalogue: Callable[[], Catalogue] = shipped_catalogue
    _used: str = field(default="")  # day of the snapshot in the pool

    async def start(self) -> None:
        """Prepare the day before its first page, or that would follow another opinion.

        A full disk puts it off to the next look.
        """
        try:
            await self.prepare()
        except DiskFull as error:
            log.error("disk full", detail=str(error))

    async def keep(self) -> None:
        """Look after the aliases until cancelled."""
        while True:
            try:
                await self.tick()
                await self.clock.sleep(min(CHECK_EVERY_S, self._seconds_left()))
            except DiskFull as error:
                log.error("disk full", detail=str(error))
                await asyncio.sleep(RETRY_S)

    async def tick(self) -> None:
        """Do what is due: the snapshot of yesterday, then the moves of its merges."""
        await self.prepare()
        moved = MOVES_PER_SLICE
        while moved:
            moved = self.store.move_merged(MOVES_PER_SLICE, self.clock.now())
            await asyncio.sleep(SLICE_PAUSE_S)

    async def prepare(self) -> None:
        """See that yesterday has its snapshot and that the pool tags by it."""
        now = self.clock.now()
        yesterday = day_of(now - timedelta(days=1))
        snapshot = snapshot_for(self.store, now)
        if snapshot is None or snapshot.day != yesterday:
            snapshot = await self._make(yesterday)
        if snapshot.day != self._used:
            self._used = snapshot.day
            if snapshot.aliases:
                await self.pool.rebuild(partial(build_pipeline, snapshot))

    async def _make(self, day: str) -> AliasSnapshot:
        votes = await _in_slices(self.store.name_votes(MIN_TAG_ARTICLES))
        # Counting is pure and long; the event loop goes on beside it.
        decided = await asyncio.to_thread(self._decide, votes, day)
        merged = save_decided(self.store, decided, self.clock.now())
        log.info("aliases decided", day=day, aliases=len(decided.snapshot.aliases), merged=merged)
        return decided.snapshot

    def _decide(self, votes: Sequence[NameVote], day: str) -> Decided:
        if not votes:
            return Decided(snapshot=AliasSnapshot(day=day), merges=())
        return decide(votes, day, self.load_catalogue())

    def _seconds_left(self) -> float:
        """Return how long the product's day still is, and a moment more."""
        now = self.clock.now().astimezone(UTC)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return (midnight - now).total_seconds() + 1


async def _in_slices(votes: Iterable[NameVote]) -> list[NameVote]:
    found = []
    for each in votes:
        found.append(each)
        if len(found) % VOTES_PER_SLICE == 0:
            await asyncio.sleep(0)
    return found
