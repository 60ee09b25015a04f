"""How a source is doing, from the newest articles that it brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

from tagwire.model import CreditRole, Precision
from tagwire.store._trends import spark
from tagwire.store.values import Card, SourceHealth

# Newest articles of a source that are looked at: a day or two of a busy one.
HEALTH_BUDGET = 200
# What the first poll lists was published before anybody asked.
FIRST_POLL = timedelta(hours=1)
# Later than this it is an old article that was listed again, no slow poll.
MAX_DELAY = timedelta(days=2)


def health_of(
    cards: Sequence[tuple[Card, bool]],
    days: Mapping[int, int],
    today: int,
    watched_since: datetime | None,
) -> SourceHealth:
    """Return the figures of the newest articles, each with whether it is a copy."""
    delays = [
        delay.total_seconds()
        for card, _ in cards
        if (delay := _delay_of(card, watched_since)) is not None
    ]
    agency = sum(
        any(credit.role is CreditRole.ORIGINATOR for credit in card.credits) for card, _ in cards
    )
    return SourceHealth(
        looked_at=len(cards),
        agency=agency,
        copies=sum(is_copy for _, is_copy in cards),
        delay_s=median(delays) if delays else None,
        days=spark(days, today),
    )


def _delay_of(card: Card, watched_since: datetime | None) -> timedelta | None:
    published = card.published
    if published is None or published.precision is Precision.DAY:
        return None
    if watched_since is None or card.first_seen < watched_since + FIRST_POLL:
        return None
    delay = card.first_seen - published.at
    return delay if timedelta(0) <= delay <= MAX_DELAY else None
