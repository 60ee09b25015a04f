"""What is known of when a source brings news: how much a day, and at which hours. Pure.

first listing ─ stated times ─> rate ─┐
later polls ─── new entries ──> rate ─┼─> density of polls ~ sqrt(rate x hour) ─> next one
every new entry ─ its hour ─> hours ──┘
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

HOURS = 24
# What a source is always believed to bring: one entry in 60 days.
FLOOR_PER_DAY = 1 / 60
# What it is believed to bring before it has shown anything, as if seen for a quarter of a day:
# hourly polls, and after the first of them what came counts more than the belief.
BELIEVED_PER_DAY = 1.0
BELIEVED_DAYS = 0.25
# How long news is remembered as rate. bench/schedule.py: 5, 8 and 12 days differ by a few percent.
MEMORY_DAYS = 5.0
# How long the hours of news are remembered: habits change slower than rates.
HOURS_MEMORY_DAYS = 30.0
# Entries that the even day weighs against those seen. bench/schedule.py at 27 polls a feed in
# 14 days: 6 gives 160 min, 10 gives 168.
EVEN_ENTRIES = 6.0
# Stated times of a first listing are believed from this many on, spread over this long:
# a feed that writes the time of the request on everything has no times.
MIN_STATED = 3
MIN_STATED_SPAN = timedelta(hours=2)


def rate_of_listing(stated: Sequence[datetime], now: datetime) -> tuple[float, datetime] | None:
    """Return the rate that the times of a first listing tell, and since when they tell it.

    None when there are too few or they cannot be true.
    """
    times = sorted(at for at in stated if at <= now)
    if len(times) < MIN_STATED or times[-1] - times[0] < MIN_STATED_SPAN:
        return None
    since = times[0]
    seen = sum(math.exp(-days_between(at, now) / MEMORY_DAYS) for at in times)
    return FLOOR_PER_DAY + seen / watched_days(since, now), since


def rate_after(
    rate: float, watched_since: datetime | None, before: datetime, now: datetime
) -> float:
    """Return a rate faded from one poll to the next, as if that had brought nothing."""
    kept = math.exp(-days_between(before, now) / MEMORY_DAYS)
    seen = max(rate - FLOOR_PER_DAY, 0.0) * watched_days(watched_since, before) * kept
    return FLOOR_PER_DAY + seen / watched_days(watched_since, now)


def watched_days(since: datetime | None, until: datetime) -> float:
    """Return for how many days a source was watched, faded like what was seen in them."""
    if since is None:
        return MEMORY_DAYS
    kept = math.exp(-days_between(since, until) / MEMORY_DAYS)
    return BELIEVED_DAYS * kept + MEMORY_DAYS * (1 - kept)


def hours_after(
    hours: Sequence[float], new: Iterable[datetime], before: datetime | None, now: datetime
) -> tuple[float, ...]:
    """Return how many entries came in each hour (UTC), with the new ones, the old ones faded."""
    kept = math.exp(-days_between(before or now, now) / HOURS_MEMORY_DAYS)
    counts = [count * kept for count in hours] if len(hours) == HOURS else [0.0] * HOURS
    for at in new:
        counts[int(at.timestamp() // 3600) % HOURS] += 1
    # Two digits: these are stored with each source.
    return tuple(round(count, 2) for count in counts)


def seconds_to_next(
    rate_per_day: float, hours: Sequence[float], hours_at_one_a_day: float, now: datetime
) -> float:
    """Return the seconds to the next poll, at most two days.

    Polls are as dense as the square root of the news expected at that hour.
    """
    shares = _shares(hours)
    at_s = now.timestamp()
    left = hours_at_one_a_day
    for step in range(2 * HOURS):
        # The first hour is a part of one.
        hour_left_s = 3600 - at_s % 3600 if step == 0 else 3600.0
        density = math.sqrt(max(rate_per_day, 1e-6) * shares[int(at_s // 3600) % HOURS])
        needed_s = left / density * 3600
        if needed_s <= hour_left_s:
            return at_s + needed_s - now.timestamp()
        left -= density * hour_left_s / 3600
        at_s += hour_left_s
    return at_s - now.timestamp()


def days_between(since: datetime, until: datetime) -> float:
    """Return the days from one moment to a later one, 0 when it is not later."""
    return max((until - since).total_seconds() / 86_400.0, 0.0)


def _shares(hours: Sequence[float]) -> list[float]:
    """Return the news of each hour relative to the mean hour, drawn towards an even day."""
    total = sum(hours) if len(hours) == HOURS else 0.0
    if not total:
        return [1.0] * HOURS
    # A neighbour's half: an entry a minute before the hour says little of where the hour ends.
    smooth = [(hours[n - 1] + 2 * hours[n] + hours[(n + 1) % HOURS]) / 4 for n in range(HOURS)]
    even = EVEN_ENTRIES / HOURS
    return [(count + even) * HOURS / (total + EVEN_ENTRIES) for count in smooth]
