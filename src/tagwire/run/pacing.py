"""How fast all sources may be asked, so that a day costs no more polls than are allowed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import msgspec

from tagwire.fetch import HOURS_AT_ONE_A_DAY, pace_of, polls_at
from tagwire.run.clock import Clock
from tagwire.serve import POLL_PLAN_SETTING
from tagwire.store.protocol import Store

# Rates move within days; reading them of 10,000 sources takes a third of a second.
RENEW_EVERY_S = 600.0  # real


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
