"""Times as stores keep them: whole microseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tagwire.model import Moment, Precision

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)

# A page seen days after its date is listed as of then, but not further back: readers
# who looked yesterday would never meet it.
LISTING_WINDOW = timedelta(days=3)


def first_polls(now: datetime, count: int, spread_s: float) -> list[datetime]:
    """Return when sources that come together are polled first: spread evenly from now."""
    return [now + timedelta(seconds=spread_s * n / count) for n in range(count)]


def micros_of(at: datetime) -> int:
    """Return the moment in microseconds."""
    return (at - EPOCH) // MICROSECOND


def micros_or_none(at: datetime | None) -> int | None:
    """Return the moment in microseconds, None for none."""
    return None if at is None else micros_of(at)


def time_of(micros: int) -> datetime:
    """Return the UTC time of these microseconds."""
    return EPOCH + timedelta(microseconds=micros)


def day_number(at: datetime) -> int:
    """Return the number of the UTC day since 1970."""
    return (at - EPOCH) // DAY


def day_text(number: int) -> str:
    """Return the UTC day as ``YYYY-MM-DD``."""
    return date.fromordinal(EPOCH.toordinal() + number).isoformat()


def listed_at_of(published: Moment | None, first_seen: datetime) -> datetime:
    """Return where an article stands in lists, fixed when it is founded.

    Its published time clipped to three days before we saw it; of a date without a
    time the moment of that day that is nearest to when we saw it.
    """
    first_seen = first_seen.astimezone(UTC)
    if published is None:
        return first_seen
    at = published.at
    if published.precision is Precision.DAY:
        at = min(max(first_seen, at), at + DAY - timedelta(seconds=1))
    return max(first_seen - LISTING_WINDOW, min(at, first_seen)).astimezone(UTC)
