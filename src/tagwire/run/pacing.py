"""How fast all sources may be asked: within what a day may cost, and in no burst after a pause."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from tagwire.fetch import HOURS_AT_ONE_A_DAY, pace_of, polls_at
from tagwire.run.clock import Clock
from tagwire.run.keeping import MAX_SPREAD_S, SPREAD_EACH_S
from tagwire.serve import POLL_PLAN_SETTING
from tagwire.store.protocol import Store

# Rates move within days; reading them of 10,000 sources takes a third of a second.
RENEW_EVERY_S = 600.0  # real
# So many polls at once are what a worker does anyway.
NO_BURST = 64


@dataclass(slots=True, kw_only=True)
class Pacer:
    """Keeps the pace of an instance, and tells the pages what it comes to."""

    store: Store
    clock: Clock
    polls_per_day: int
    pace: float = HOURS_AT_ONE_A_DAY
    _renew_at: float = field(default=0.0)

    def renew(self) -> float:
        """Return the pace, counted anew now and then."""
        now_s = asyncio.get_running_loop().time()
        if now_s >= self._renew_at:
            self._renew_at = now_s + RENEW_EVERY_S
            self._count()
        return self.pace

    def _count(self) -> None:
        rows = self.store.list_sources(self.clock.now())
        rates = [row.state.rate_per_day for row in rows if not row.state.paused]
        self.pace = pace_of(rates, self.polls_per_day)
        planned = round(sum(polls_at(rate, self.pace) for rate in rates))
        plan = {"planned": planned, "limit": self.polls_per_day, "pace": round(self.pace, 2)}
        self.store.save_setting(POLL_PLAN_SETTING, msgspec.json.encode(plan).decode())


@dataclass(slots=True, kw_only=True)
class CatchUp:
    """Spreads the sources that fell due while no worker ran, like those of a new list.

    Hosts, name servers and our own queue would see all of them in one minute.
    """

    overdue: int
    since: datetime
    started: int = 0

    def room(self, now: datetime) -> int:
        """Return how many polls may be started now."""
        spread_s = min(SPREAD_EACH_S * self.overdue, MAX_SPREAD_S)
        waited_s = (now - self.since).total_seconds()
        if self.overdue <= NO_BURST or waited_s >= spread_s:
            return NO_BURST * self.overdue + NO_BURST  # no limit of ours
        return NO_BURST + int(self.overdue * waited_s / spread_s) - self.started


def catch_up_of(store: Store, now: datetime) -> CatchUp:
    """Return how to catch up with the sources that are due when a worker starts."""
    rows = store.list_sources(now)
    overdue = sum(not row.state.paused and row.state.next_poll <= now for row in rows)
    return CatchUp(overdue=overdue, since=now)
