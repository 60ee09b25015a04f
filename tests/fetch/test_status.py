"""What status codes and Retry-After mean."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import page_of
from tagwire.fetch import max_age_of
from tagwire.fetch.status import failure_of_status, parse_retry_after
from tagwire.fetch.transport import Answer
from tagwire.model import Reason

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
URL = "http://news.example/1"


def check(status: int, reason: Reason, *, permanent: bool = False) -> None:
    failure = failure_of_status(URL, URL, Answer(status=status, headers=()), NOW)
    assert (failure.reason, failure.status, failure.permanent) == (reason, status, permanent)
    assert str(status) in failure.rejected.detail


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, Reason.HTTP_CLIENT_ERROR),
        (403, Reason.HTTP_CLIENT_ERROR),
        (429, Reason.RATE_LIMITED),
        (500, Reason.HTTP_SERVER_ERROR),
        (503, Reason.HTTP_SERVER_ERROR),
        (300, Reason.BAD_REDIRECT),
        (999, Reason.HTTP_SERVER_ERROR),
    ],
)
def test_each_status_has_its_reason(status: int, reason: Reason) -> None:
    """And its words."""
    check(status, reason)


def test_gone_is_for_good() -> None:
    """410 is the only status that nobody asks again."""
    check(410, Reason.GONE, permanent=True)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Tue, 01 Sep 2026 12:05:00 GMT", 300),
        ("Tue, 01 Sep 2026 11:00:00 GMT", 0),
        ("Tuesday, 01-Sep-26 12:05:00 GMT", 300),
        ("99999999999999999999", 604_800),
        ("soon", None),
        ("9" * 5000, 604_800),
        ("Mon, 01 Jan 2024 00:00:00 +99999999999999999999", None),
        ("Fri, 31 Dec 9999 23:59:59 -2300", None),
        ("Mon, 01 Jan 0001 00:00:00 +2300", 0),
        ("-5", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(raw: str, expected: float | None) -> None:
    """At most a week; nothing when it is neither."""
    assert parse_retry_after(raw, NOW) == expected


@pytest.mark.parametrize(("status", "expected"), [(429, 60), (503, None), (404, None), (500, None)])
def test_too_many_requests_without_a_time_means_a_minute(
    status: int, expected: float | None
) -> None:
    """The others say nothing about our pace."""
    failure = failure_of_status(URL, URL, Answer(status=status, headers=()), NOW)
    assert failure.retry_after_s == expected


@given(st.text(max_size=40))
def test_any_retry_after_is_read_without_raising(raw: str) -> None:
    """Headers are written by strangers."""
    seconds = parse_retry_after(raw, NOW)
    assert seconds is None or 0 <= seconds <= 604_800


@pytest.mark.parametrize(
    ("cache_control", "expected"),
    [
        ("public, max-age=300", 300),
        ('Max-Age = "60"', 60),
        ("s-maxage=900", None),
        ("no-cache", None),
        ("max-age=soon", None),
    ],
)
def test_max_age_is_what_the_publisher_says_to_everybody(
    cache_control: str, expected: float | None
) -> None:
    """Shared caches have a word of their own, which is not ours."""
    assert max_age_of(page_of(URL, cache_control=cache_control)) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            {"expires": "Tue, 01 Sep 2026 12:05:00 GMT", "date": "Tue, 01 Sep 2026 12:00:00 GMT"},
            300,
        ),
        ({"expires": "Tue, 01 Sep 2026 06:01:00 GMT"}, 60),
        ({"expires": "Tue, 01 Sep 2026 06:01:00 GMT", "cache_control": "max-age=7"}, 7),
        ({"expires": "Tue, 01 Sep 2026 06:01:00 GMT", "cache_control": "No-Cache"}, None),
        ({"expires": "Thu, 19 Nov 1981 08:52:00 GMT"}, None),
        ({"expires": "0"}, None),
    ],
    ids=["by its date", "by ours", "max-age counts", "not kept", "over long ago", "no date"],
)
def test_expires_counts_where_cache_control_says_nothing(
    headers: dict[str, str], expected: float | None
) -> None:
    """The elder header, of servers that know no other; pages here are fetched at 06:00."""
    assert max_age_of(page_of(URL, **headers)) == expected
