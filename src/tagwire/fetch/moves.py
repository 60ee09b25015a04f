"""When a source that redirects for good is asked at its new address. Pure.

A redirect that was a mistake, a captive portal or an attack is gone after a day; one
that is still there, and leads to the same feed each time, is believed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from tagwire.model import Moved

PROOFS = 3
PROVED_AFTER = timedelta(days=1)


def moved_after(
    before: Moved | None, url: str, permanent_url: str, now: datetime, *, is_same: bool
) -> Moved | None:
    """Return what is known of a move after a poll that was answered.

    ``permanent_url`` is where permanent redirects alone led from ``url``, "" when nowhere;
    ``is_same`` says that the answer there is the feed that was known here.
    """
    if not permanent_url or permanent_url == url or not is_same:
        return None
    if before is None or before.to != permanent_url:
        return Moved(to=permanent_url, since=now, polls=1)
    return replace(before, polls=before.polls + 1)


def is_proved(moved: Moved | None, now: datetime) -> bool:
    """Tell whether a move was seen often enough, for long enough."""
    return moved is not None and moved.polls >= PROOFS and now - moved.since >= PROVED_AFTER
