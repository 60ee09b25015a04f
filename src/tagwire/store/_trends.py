"""Which tags are named more than in their own past."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tagwire.model import Tag
from tagwire.store._moments import DAY, EPOCH, day_number, day_text
from tagwire.store.values import DayCount, TrendingTag

MIN_ARTICLES = 3
PAST_DAYS = 14
SPARK_DAYS = 30
# Steadies tags with hardly any past: three articles after nothing are no sensation.
SMOOTHING = 1.0


# Above this many articles in two days the last 24 hours are estimated, not counted.
MAX_COUNTED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """A tag with its articles of the last 24 hours and of each earlier UTC day."""

    tag: Tag
    recent: int
    days: Mapping[int, int]  # by day number


def trending_of(
    pulses: Iterable[Pulse], *, today: int, first_day: int, limit: int
) -> list[TrendingTag]:
    """Return the tags that stand out most, by how unlikely their last day is.

    ``first_day`` is the oldest day of the store, so that a young store does not
    take the days before it for silence. Today and yesterday are not past.
    """
    past = range(max(first_day, today - 1 - PAST_DAYS), today - 1)
    scored = []
    for pulse in pulses:
        usual = sum(pulse.days.get(day, 0) for day in past) / max(len(past), 1)
        surprise = (pulse.recent - usual) / math.sqrt(usual + SMOOTHING)
        if pulse.recent >= MIN_ARTICLES and surprise > 0:
            scored.append((-surprise, pulse.tag.slug, usual, pulse))
    scored.sort(key=lambda one: one[:2])
    return [
        TrendingTag(
            tag=pulse.tag,
            recent=pulse.recent,
            usual=usual,
            ratio=round(pulse.recent / usual, 2) if usual else math.inf,
            days=spark(pulse.days, today),
        )
        for _, _, usual, pulse in scored[:limit]
    ]


def estimated_recent(days: Mapping[int, int], now: datetime) -> int | None:
    """Return about how many articles the last 24 hours have, None where counting is cheap."""
    today = day_number(now)
    if days.get(today, 0) + days.get(today - 1, 0) <= MAX_COUNTED:
        return None
    gone = (now - EPOCH) % DAY / DAY
    return days.get(today, 0) + round(days.get(today - 1, 0) * (1 - gone))


def spark(days: Mapping[int, int], today: int) -> tuple[DayCount, ...]:
    """Return the days with articles among the last thirty, oldest first."""
    return tuple(
        DayCount(day=day_text(day), count=days[day])
        for day in sorted(days)
        if today - SPARK_DAYS < day <= today
    )
