"""What status codes and Retry-After mean for the one who asks."""

from __future__ import annotations

import re
from datetime import datetime

from tagwire.dates import parse_http_date
from tagwire.fetch.outcome import FetchFailure, failure_of
from tagwire.fetch.transport import Answer
from tagwire.model import Reason, Response

# Nobody is believed who wants to be left alone for longer.
MAX_RETRY_AFTER_S = 7 * 86_400.0
# A host that says "too many requests" and no time gets this long.
DEFAULT_RETRY_AFTER_S = 60.0

RATE_LIMITED = 429
MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})", re.ASCII | re.IGNORECASE)
REASONS = {410: Reason.GONE, RATE_LIMITED: Reason.RATE_LIMITED}
WORDS = {
    401: "wants a login",
    403: "forbids it",
    404: "does not know this page",
    410: "says that this page is gone for good",
    429: "says that we ask too often",
    451: "may not show it for legal reasons",
    503: "is out of service for now",
}


def failure_of_status(url: str, final_url: str, answer: Answer, now: datetime) -> FetchFailure:
    """Return the failure that an answer without a page is."""
    if answer.status in REASONS:
        reason = REASONS[answer.status]
    elif 400 <= answer.status < 500:
        reason = Reason.HTTP_CLIENT_ERROR
    elif 300 <= answer.status < 400:
        reason = Reason.BAD_REDIRECT
    else:
        reason = Reason.HTTP_SERVER_ERROR
    said = WORDS.get(answer.status, "gave no page")
    where = "the host" if final_url == url else final_url
    return failure_of(
        url,
        reason,
        f"{where} {said} (HTTP {answer.status})",
        status=answer.status,
        retry_after_s=retry_after_of(answer, now),
    )


def retry_after_of(answer: Answer, now: datetime) -> float | None:
    """Return the seconds that the host wants to be left alone, or None.

    Only 429 and 503 are read: on redirects Retry-After is about one page.
    """
    if answer.status not in {RATE_LIMITED, 503}:
        return None
    seconds = parse_retry_after(answer.header("retry-after") or "", now)
    if seconds is None and answer.status == RATE_LIMITED:
        return DEFAULT_RETRY_AFTER_S
    return seconds


def parse_retry_after(raw: str, now: datetime) -> float | None:
    """Read Retry-After, seconds or a date, as seconds from now; None when it is neither."""
    text = raw.strip()
    if text.isascii() and text.isdecimal():
        return min(float(text), MAX_RETRY_AFTER_S)
    moment = parse_http_date(text)
    if moment is None:
        return None
    return min(max((moment - now).total_seconds(), 0.0), MAX_RETRY_AFTER_S)


def max_age_of(response: Response) -> float | None:
    """Return the seconds that Cache-Control, else Expires, calls this response fresh, or None."""
    said = response.header("cache-control") or ""
    found = MAX_AGE.search(said)
    if found is not None:
        return float(found[1])
    # Who writes that nothing may be kept often leaves an old Expires behind.
    if "no-cache" in said.lower() or "no-store" in said.lower():
        return None
    until = parse_http_date(response.header("expires") or "")
    if until is None:
        return None
    # By the host's own clock: ours may be another.
    at = parse_http_date(response.header("date") or "") or response.fetched
    return max((until - at).total_seconds(), 0.0) or None
