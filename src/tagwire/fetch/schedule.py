"""When to ask again: sources by their rate, articles by their age. Pure functions.

new entries ─> decayed rate ─> interval = 1 h / sqrt(rate per day) ─> next poll
failures ────> back-off, Retry-After, gone ──────────────────────────────┘
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from tagwire.fetch.outcome import FetchFailure
from tagwire.model import Reason, Rejected

MIN_INTERVAL_S = 300.0
MAX_INTERVAL_S = 86_400.0
# Hours between polls of a source with one new entry a day. Replay of 97 real feeds over
# 14 days: c=1 takes 8.1k requests for a mean delay of 38 min, c=3 2.7k for 137 min; polling
# every 2 h takes 16.3k for 57 min, every 4 h 8.1k for 109 min.
HOURS_AT_ONE_A_DAY = 1.0
# What a source is always believed to bring: one entry in 60 days.
FLOOR_PER_DAY = 1 / 60
# What it is believed to bring before it has shown anything, as if seen for a quarter of a day:
# hourly polls, and after the first of them what came counts more than the belief.
BELIEVED_PER_DAY = 1.0
BELIEVED_DAYS = 0.25
# How long news is remembered as rate. Same replay, 3/5/7/14/21 days at c=3: 145/137/175/158/166 min.
MEMORY_DAYS = 5.0

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PollFacts:
    """What a poll of a source brought.

    ``failure`` is why it brought nothing: of the fetch, or of the parser. ``new`` counts
    the entries that were never listed before; what dates they state does not matter.
    ``fixed_interval_s`` is the owner's will.
    """

    new: int = 0
    failure: FetchFailure | Rejected | None = None
    min_interval_s: float | None = None  # ttl, sy:updatePeriod
    max_age_s: float | None = None  # Cache-Control
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


def next_poll(
    history: PollHistory, facts: PollFacts, now: datetime, *, jitter: float = 0.0
) -> PollPlan:
    """Plan the poll after this one. ``jitter`` of -1..1 moves it by up to a tenth."""
    if facts.failure is not None:
        return _after_failure(history, facts, now, jitter)
    rate = _rate_after(history, facts, now)
    is_first = history.last_success is None
    return PollPlan(
        next_poll=now + timedelta(seconds=_interval_s(rate, facts) * (1 + jitter / 10)),
        last_poll=now,
        last_success=now,
        first_success=now if is_first else history.first_success,
        failures=0,
        error="",
        detail="",
        rate_per_day=rate,
    )


def interval_of_rate(rate_per_day: float) -> float:
    """Return the seconds between polls for a rate, within [5 min, 24 h]."""
    hours = HOURS_AT_ONE_A_DAY / math.sqrt(max(rate_per_day, 1e-6))
    return min(max(hours * 3_600.0, MIN_INTERVAL_S), MAX_INTERVAL_S)


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


def _interval_s(rate: float, facts: PollFacts) -> float:
    if facts.fixed_interval_s is not None:
        return min(max(facts.fixed_interval_s, 1.0), MAX_FIXED_S)
    # What the publisher asks for counts up to a day: "ttl 525600" must not lose a source.
    asked_s = min(max(facts.min_interval_s or 0.0, facts.max_age_s or 0.0), MAX_INTERVAL_S)
    return max(interval_of_rate(rate), asked_s)


def _rate_after(history: PollHistory, facts: PollFacts, now: datetime) -> float:
    """Return the rate of first sights, each counting less the longer it is ago.

    What the first poll lists is a backlog: when it came, nobody saw.
    """
    if history.last_success is None:
        return FLOOR_PER_DAY + BELIEVED_PER_DAY
    kept = math.exp(-_days(history.last_success, now) / MEMORY_DAYS)
    before = _watched_days(history, history.last_success)
    seen = max(history.rate_per_day - FLOOR_PER_DAY, 0.0) * before * kept + facts.new
    return FLOOR_PER_DAY + seen / _watched_days(history, now)


def _watched_days(history: PollHistory, until: datetime) -> float:
    """Return for how many days a source was watched, faded like what was seen in them."""
    if history.first_success is None:
        return MEMORY_DAYS
    kept = math.exp(-_days(history.first_success, until) / MEMORY_DAYS)
    return BELIEVED_DAYS * kept + MEMORY_DAYS * (1 - kept)


def _days(since: datetime, until: datetime) -> float:
    return max((until - since).total_seconds() / 86_400.0, 0.0)


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
