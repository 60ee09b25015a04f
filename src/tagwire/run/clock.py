"""The product's clock: the machine's, or a faster one for tests.

Schedules, gaps, Crawl-delay and Retry-After follow this clock; network time
limits, leases of processes and database waits never do.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tagwire.errors import ConfigError

# Beyond, a process that runs for a week would leave the calendar.
MAX_FACTOR = 100_000.0


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait for this many product seconds."""
        await asyncio.sleep(seconds)

    def product_seconds(self, real_seconds: float) -> float:
        """Return how much product time passes in real seconds."""
        return real_seconds


@dataclass(frozen=True, slots=True)
class ScaledClock:
    """A clock that started at ``epoch`` when the machine showed ``anchor_s`` and runs ``factor`` times faster."""

    factor: float
    epoch: datetime
    anchor_s: float  # POSIX time

    def now(self) -> datetime:
        """Return the product time, in UTC."""
        return self.epoch + timedelta(seconds=(time.time() - self.anchor_s) * self.factor)

    async def sleep(self, seconds: float) -> None:
        """Wait for this many product seconds."""
        await asyncio.sleep(seconds / self.factor)

    def product_seconds(self, real_seconds: float) -> float:
        """Return how much product time passes in real seconds."""
        return real_seconds * self.factor


Clock = SystemClock | ScaledClock


def clock_of(setting: str, anchor_s: float | None = None) -> Clock:
    """Return the clock that ``TAGWIRE_CLOCK`` names: empty, or ``scaled:FACTOR@EPOCH``.

    ``anchor_s`` is the POSIX time at which a scaled clock shows its epoch; now by default.
    Raises ConfigError.
    """
    if not setting:
        return SystemClock()
    kind, _, rest = setting.partition(":")
    factor, _, epoch = rest.partition("@")
    try:
        start = datetime.fromisoformat(epoch)
        speed = float(factor)
    except ValueError as error:
        raise _bad_clock(setting) from error
    if kind != "scaled" or not 0 < speed <= MAX_FACTOR:
        raise _bad_clock(setting)
    utc = start if start.tzinfo else start.replace(tzinfo=UTC)
    anchor = time.time() if anchor_s is None else anchor_s
    return ScaledClock(factor=speed, epoch=utc.astimezone(UTC), anchor_s=anchor)


def _bad_clock(setting: str) -> ConfigError:
    return ConfigError(
        f"clock {setting!r} is not understood: write scaled:FACTOR@EPOCH, "
        "for example scaled:60@2026-09-01T06:00:00Z"
    )
