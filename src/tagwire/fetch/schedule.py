"""When to ask again: sources by their rhythm, articles by their age. Pure functions.

new entries ─> rate and hours ─> pace / sqrt(rate at that hour) ─> asked of us ─> next poll
                                   ^                               (ttl, skipHours …)  │
polls a day that we may make ─> pace                                                   │
failures ────> back-off, Retry-After, gone ────────────────────────────────────────────┘
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from tagwire.fetch.outcome import FetchFailure
from tagwire.fetch.rhythm import (
    BELIEVED_PER_DAY,
    FLOOR_PER_DAY,
    hours_after,
    rate_after,
    rate_of_listing,
    seconds_to_next,
    watched_days,
)
from tagwire.model import Reason, Rejected

MIN_INTERVAL_S = 300.0
MAX_INTERVAL_S = 86_400.0
# Hours between polls of a source with one new entry a day, when there is no lack of polls.
# bench/schedule.py, 97 real feeds over 14 days: 1 takes 7.7k requests for a mean delay of 39 min,
# 3 2.7k for 156 min; polling every 2 h takes 16.3k for 57 min, every 4 h 8.1k for 109 min.
HOURS_AT_ONE_A_DAY = 1.0
MAX_HOURS_AT_ONE_A_DAY = 24.0 * 60

FIRST_RETRY_S = 300.0
RETRY_GROWTH = 2.0
# A source that is gone for good: looked at once more when a year is over.
GONE_S = 365 * 86_400.0
# "Never", as owners may write it, is still a day on the calendar.
MAX_FIXED_S = 100 * GONE_S

FIRST_CHECK_S = 1_800.0
AGE_SHARE = 0.5
MAX_CHECK_GAP_S = 43_200.0
YOUNG_S = 48 * 3_600.0

MAX_PAGE_ATTEMPTS = 5
PAGE_RETRY_S = 300.0
PAGE_RETRY_GROWTH = 4.0


class PollHistory(Protocol):
    """What must be remembered of a source between polls; a stored state fits."""

    @property
    def last_poll(self) -> datetime | None: ...
    @property
    def last_success(self) -> datetime | None: ...
    @property
    def first_success(self) -> datetime | None: ...
    @property
    def failures(self) -> int: ...
    @property
    def rate_per_day(self) -> float: ...
    @property
    def watched_since(self) -> datetime | None: ...
    @property
    def hours(self) -> tuple[float, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a publisher asks of those who poll, up to a day of it."""

    min_interval_s: float | None = None  # ttl, sy:updatePeriod
    max_age_s: float | None = None  # Cache-Control, Expires
    skip_hours: frozenset[int] = frozenset()  # of the day in GMT
    skip_days: frozenset[int] = frozenset()  # 0 is Monday


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class PollFacts:
    """What a poll of a source brought.

    ``failure`` is why it brought nothing: of the fetch, or of the parser. ``new`` counts
    the entries that were never listed before. ``stated`` are the times that new entries
    give themselves: of a first listing they tell the rate, of any the hours.
    ``fixed_interval_s`` is the owner's will.
    """

    new: int = 0
    stated: tuple[datetime, ...] = ()
    failure: FetchFailure | Rejected | None = None
    wishes: Wishes = NO_WISHES
    fixed_interval_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollPlan:
    """What to remember of a source until its next poll. ``error`` is "" after a success."""

    next_poll: datetime
    last_poll: datetime
    last_success: datetime | None
    first_success: datetime | None
    failures: int
    error: str
    detail: str
    rate_per_day: float
    watched_since: datetime | None
    hours: tuple[float, ...]


def next_poll(
    history: PollHistory,
    facts: PollFacts,
    now: datetime,
    *,
    jitter: float = 0.0,
    pace: float = HOURS_AT_ONE_A_DAY,
) -> PollPlan:
    """Plan the poll after this one. ``jitter`` of -1..1 moves it by up to a tenth.

    ``pace`` is what ``pace_of`` gives for all sources together.
    """
    if facts.failure is not None:
        return _after_failure(history, facts, now, jitter)
    rate, watched_since = _rate_after(history, facts, now)
    is_first = history.last_success is None
    # Times that tell no rate tell no hours either.
    believed = () if is_first and watched_since == now else facts.stated
    hours = hours_after(history.hours, believed, history.last_success, now)
    if facts.fixed_interval_s is None:
        own_s = seconds_to_next(rate, hours, pace, now)
        wait_s = _interval_s(own_s, facts.wishes, jitter)
    else:
        wait_s = min(max(facts.fixed_interval_s, 1.0), MAX_FIXED_S) * (1 + jitter / 10)
    return PollPlan(
        next_poll=_allowed(now + timedelta(seconds=wait_s), facts),
        last_poll=now,
        last_success=now,
        first_success=now if is_first else history.first_success,
        failures=0,
        error="",
        detail="",
        rate_per_day=rate,
        watched_since=watched_since,
        hours=hours,
    )


def polls_at(rate_per_day: float, pace: float) -> float:
    """Return how many polls a day a source takes at most, within one and those every 5 min."""
    interval_s = pace * 3_600.0 / math.sqrt(max(rate_per_day or BELIEVED_PER_DAY, 1e-6))
    return 86_400.0 / min(max(interval_s, MIN_INTERVAL_S), MAX_INTERVAL_S)


def pace_of(rates: Iterable[float], polls_per_day: float) -> float:
    """Return the pace at which sources of these rates take at most so many polls a day.

    Never faster than ``HOURS_AT_ONE_A_DAY``; 0 polls is no limit. Each source is asked
    once a day, also where that alone is more than the limit.
    """
    known = list(rates)
    low, high = HOURS_AT_ONE_A_DAY, MAX_HOURS_AT_ONE_A_DAY
    if not polls_per_day or sum(polls_at(rate, low) for rate in known) <= polls_per_day:
        return low
    while high / low > 1.01:
        middle = math.sqrt(low * high)
        if sum(polls_at(rate, middle) for rate in known) > polls_per_day:
            low = middle
        else:
            high = middle
    return high


def next_check(
    first_seen: datetime, last_check: datetime, now: datetime, *, changed: bool
) -> datetime | None:
    """Return when a stored article is looked at again for edits, or None: it is old.

    Half its age from check to check, at most 12 h, until it is two days old. An
    article that just changed may do so again: half of that.
    """
    if (now - first_seen).total_seconds() >= YOUNG_S:
        return None
    age_s = max((last_check - first_seen).total_seconds(), 0.0)
    share = AGE_SHARE / 2 if changed else AGE_SHARE
    gap_s = min(max(age_s * share, FIRST_CHECK_S), MAX_CHECK_GAP_S)
    due = max(last_check + timedelta(seconds=gap_s), now)
    return due if (due - first_seen).total_seconds() <= YOUNG_S else None


def retry_page(attempts: int, failure: FetchFailure, now: datetime) -> datetime | None:
    """Return when a page that failed is tried again, or None to give up.

    ``attempts`` counts the tries so far, this one included.
    """
    if failure.permanent or attempts >= MAX_PAGE_ATTEMPTS:
        return None
    wait_s = PAGE_RETRY_S * PAGE_RETRY_GROWTH ** max(attempts - 1, 0)
    return now + timedelta(seconds=min(max(wait_s, failure.retry_after_s or 0.0), GONE_S))


def _interval_s(own_s: float, wishes: Wishes, jitter: float) -> float:
    """Return when to ask again, by what the source brings and by what it asks for."""
    # What the publisher asks for counts up to a day: "ttl 525600" must not lose a source.
    asked_s = min(max(wishes.min_interval_s or 0.0, wishes.max_age_s or 0.0), MAX_INTERVAL_S)
    own_s = min(max(own_s, MIN_INTERVAL_S), MAX_INTERVAL_S) * (1 + jitter / 10)
    # Never sooner than asked, and not all sources of a house in the same second.
    return max(own_s, asked_s * (1 + abs(jitter) / 10))


def _allowed(at: datetime, facts: PollFacts) -> datetime:
    """Return the first moment from ``at`` on that is in no hour or day to be skipped.

    Not later than a day: who skips everything is asked once a day.
    """
    wishes, latest = facts.wishes, at + timedelta(seconds=MAX_INTERVAL_S)
    if facts.fixed_interval_s is not None or not (wishes.skip_hours or wishes.skip_days):
        return at
    found = at
    while found < latest:
        gmt = found.astimezone(UTC)
        if gmt.hour not in wishes.skip_hours and gmt.weekday() not in wishes.skip_days:
            return found
        # Into the next hour with the same minute and second: not all feeds at once.
        found += timedelta(hours=1)
    return latest


def _rate_after(
    history: PollHistory, facts: PollFacts, now: datetime
) -> tuple[float, datetime | None]:
    """Return the rate of first sights, and since when it is watched.

    What the first poll lists is a backlog: when it came, nobody saw, so its own times
    tell, and if they tell nothing a belief stands in.
    """
    if history.last_success is None:
        told = rate_of_listing(facts.stated, now)
        return told if told is not None else (FLOOR_PER_DAY + BELIEVED_PER_DAY, now)
    since = history.watched_since or history.first_success
    faded = rate_after(history.rate_per_day, since, history.last_success, now)
    return faded + facts.new / watched_days(since, now), since


def _after_failure(
    history: PollHistory, facts: PollFacts, now: datetime, jitter: float
) -> PollPlan:
    assert facts.failure is not None
    failure = facts.failure
    rejected = failure if isinstance(failure, Rejected) else failure.rejected
    return PollPlan(
        next_poll=now + timedelta(seconds=_retry_s(history, facts, rejected, jitter)),
        last_poll=now,
        last_success=history.last_success,
        first_success=history.first_success,
        failures=history.failures + 1,
        error=rejected.reason.value,
        detail=rejected.detail,
        rate_per_day=history.rate_per_day,
        watched_since=history.watched_since,
        hours=history.hours,
    )


def _retry_s(history: PollHistory, facts: PollFacts, rejected: Rejected, jitter: float) -> float:
    if rejected.reason is Reason.GONE:
        return GONE_S
    grown = FIRST_RETRY_S * RETRY_GROWTH ** min(history.failures, 20)
    wait_s = min(grown, MAX_INTERVAL_S) * (1 + jitter / 10)
    asked_s = facts.failure.retry_after_s if isinstance(facts.failure, FetchFailure) else None
    if asked_s is not None:
        # Never inside Retry-After, and not all sources of a host in the same second.
        return min(max(wait_s, asked_s * (1 + abs(jitter) / 10)), GONE_S)
    return wait_s
