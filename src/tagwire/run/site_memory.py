"""Keeps what is remembered of sites: hints for the pool, and what pages taught into the store.

    pages ─ hints_for ─> pool: articles, observations ─ store.apply ─ note ─> pending
    pending ─ fold, a site at a time ─> store.save_memories ─> next hints

Folding is a job beside the writer. Nothing is made with a memory before it is kept, so
a killed worker loses what was pending and nothing else. What comes faster than it can
be folded is dropped, oldest first: a busy site learns from a part of its pages.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from tagwire.errors import DiskFull
from tagwire.extract.memory import SiteHints, hints_of, remember, site_of
from tagwire.extract.publishers import SiteRule
from tagwire.memories import Observation, SiteMemory
from tagwire.model import Page
from tagwire.store.protocol import Store

log = structlog.get_logger()

# Hints are small; a memory is read again from the store when it is to be folded.
MAX_HINTS = 4_000
MAX_PENDING = 1_000
# The first pages of a site teach most; later ones wait for company, because a fold of a
# full memory costs some milliseconds however many pages it takes.
EAGER_PAGES = 10
FOLD_PAGES = 16
FOLD_EVERY_S = 0.5  # real
MAX_FOLDS = 8  # in one go
RETRY_S = 30.0  # real


@dataclass(slots=True)
class SiteKeeper:
    """The memories of the sites of one store."""

    store: Store
    rules: Mapping[str, tuple[SiteRule, ...]] = field(default_factory=dict)  # by site
    _hints: OrderedDict[str, tuple[SiteHints, int]] = field(default_factory=OrderedDict)
    _pending: deque[Observation] = field(default_factory=lambda: deque(maxlen=MAX_PENDING))

    def hints_for(self, pages: Sequence[Page]) -> dict[str, SiteHints]:
        """Return the hints of the sites of pages."""
        sites = {site_of(page.response.final_url or page.response.url) for page in pages}
        return {site: self._known(site)[0] for site in sites}

    def note(self, observations: Sequence[Observation]) -> None:
        """Remember soon what pages taught."""
        self._pending.extend(observations)

    async def keep(self) -> None:
        """Fold what is pending until cancelled."""
        while True:
            try:
                for site in self._due()[:MAX_FOLDS]:
                    self._fold(site)
                    await asyncio.sleep(0)
                await asyncio.sleep(FOLD_EVERY_S)
            except DiskFull as error:
                log.error("disk full", detail=str(error))
                await asyncio.sleep(RETRY_S)

    def fold_due(self) -> None:
        """Fold what has waited long enough; for those without an event loop to share."""
        for site in self._due():
            self._fold(site)

    def finish(self) -> None:
        """Fold all that is pending."""
        for site in {one.site for one in self._pending}:
            self._fold(site)

    def _due(self) -> list[str]:
        counts = Counter(one.site for one in self._pending)
        return [
            site
            for site, n in counts.items()
            if n >= FOLD_PAGES or self._known(site)[1] < EAGER_PAGES
        ]

    def _fold(self, site: str) -> None:
        """Bring the pending pages of a site into its memory. Raises DiskFull: they stay."""
        mine = [one for one in self._pending if one.site == site]
        before = self.store.find_memory(site) or SiteMemory(site=site)
        memory = remember(before, mine)
        self.store.save_memories([memory])
        for one in mine:
            self._pending.remove(one)
        if memory.alarms > before.alarms:
            log.warning("site changed its layout", site=site, day=memory.last_alarm)
        self._hold(memory)

    def _known(self, site: str) -> tuple[SiteHints, int]:
        """Return the hints of a site and the number of pages behind them."""
        if site not in self._hints:
            self._hold(self.store.find_memory(site) or SiteMemory(site=site))
        self._hints.move_to_end(site)
        return self._hints[site]

    def _hold(self, memory: SiteMemory) -> None:
        hints = replace(hints_of(memory), rules=self.rules.get(memory.site, ()))
        self._hints[memory.site] = hints, memory.pages
        self._hints.move_to_end(memory.site)
        while len(self._hints) > MAX_HINTS:
            self._hints.popitem(last=False)
