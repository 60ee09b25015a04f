"""Dates of publishers, read without inventing anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.dates import clamp_future, parse_date, parse_http_date
from tagwire.model import Moment, Precision, Zone


def check(raw: str, expected: str | None) -> None:
    """Compare with "ISO time, precision, zone"; None when there is no date."""
    moment = parse_date(raw)
    shown = moment and f"{moment.at.isoformat()} {moment.precision} {moment.zone}"
    assert shown == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2025-04-26T10:30:00+10:00", "2025-04-26T10:30:00+10:00 second stated"),
        ("2025-04-26T10:30:00.123456789Z", "2025-04-26T10:30:00+00:00 second stated"),
        ("2025-04-26T10:30+0300", "2025-04-26T10:30:00+03:00 minute stated"),
        ("2025-04-26 10:30", "2025-04-26T10:30:00+00:00 minute assumed"),
        ("2025-04-26", "2025-04-26T00:00:00+00:00 day assumed"),
        ("20250426T103000Z", "2025-04-26T10:30:00+00:00 second stated"),
        ("2024-01-02T03:04:05+00:00[Europe/London]", "2024-01-02T03:04:05+00:00 second stated"),
        ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21+00:00 second stated"),
        ("Thu, 5 Sep 2024 7:08:09 -0400 (EDT)", "2024-09-05T07:08:09-04:00 second stated"),
        ("01 Jan 04 19:48 EST", "2004-01-01T19:48:00-05:00 minute stated"),
        ("01 Jan 99 19:48 GMT", "1999-01-01T19:48:00+00:00 minute stated"),
        ("Sun Jan  4 16:29:06 PST 2004", "2004-01-04T16:29:06-08:00 second stated"),
        ("Sat Apr 26 10:30:00 2025", "2025-04-26T10:30:00+00:00 second assumed"),
        ("April 26, 2025 10:30 PM EDT", "2025-04-26T22:30:00-04:00 minute stated"),
        ("Wednesday 2nd May 2018 12.15am", "2018-05-02T00:15:00+00:00 minute assumed"),
        ("Apr. 26, 2025", "2025-04-26T00:00:00+00:00 day assumed"),
        ("26 avril 2025 à 14h30", "2025-04-26T14:30:00+00:00 minute assumed"),
        ("26.04.2025, 10:30 Uhr", "2025-04-26T10:30:00+00:00 minute assumed"),
        ("1 de mayo de 2025", "2025-05-01T00:00:00+00:00 day assumed"),
        ("26 апреля 2025, 10:30", "2025-04-26T10:30:00+00:00 minute assumed"),
        ("2025年4月26日 10:30", "2025-04-26T10:30:00+00:00 minute assumed"),
        ("2004년 05월 28일 오후 08:23", "2004-05-28T20:23:00+00:00 minute assumed"),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T12:00:00-05:00 second stated"),
        ("04/26/2025 5 pm", "2025-04-26T17:00:00+00:00 minute assumed"),
        ("1745656200", "2025-04-26T08:30:00+00:00 second stated"),
        ("1745656200123", "2025-04-26T08:30:00+00:00 second stated"),
        ("2012-06-30T23:59:60Z", "2012-06-30T23:59:59+00:00 second stated"),
    ],
)
def test_common_spellings_are_read(raw: str, expected: str) -> None:
    check(raw, expected)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday",
        "5 min ago",
        "03/04/2025",  # two days of the year
        "2025",
        "2025-04",
        "April 2025",
        "market 5, 2024",
        "2025-02-30",
        "2025-04-26T25:00:00Z",
        "0001-01-01T00:00:00Z",
        "1" * 100_000,
        " " * 100_000 + "x",
    ],
)
def test_what_is_no_date_for_sure_is_none(raw: str) -> None:
    check(raw, None)


def test_the_zone_of_the_source_is_assumed_when_none_is_stated() -> None:
    sydney = ZoneInfo("Australia/Sydney")
    moment = parse_date("26 Apr 2025 10:30", default_zone=sydney)
    assert moment == Moment(
        at=datetime(2025, 4, 26, 10, 30, tzinfo=sydney),
        precision=Precision.MINUTE,
        zone=Zone.ASSUMED,
    )


def test_a_zone_name_of_several_countries_gives_way_to_the_zone_of_the_source() -> None:
    moment = parse_date("26 Apr 2025 10:30 EST", default_zone=ZoneInfo("Australia/Sydney"))
    assert moment is not None
    assert moment.at.utcoffset() == timedelta(hours=10)


@given(st.text(max_size=60))
def test_no_text_raises(raw: str) -> None:
    moment = parse_date(raw)
    assert moment is None or moment.at.tzinfo is not None


# What dates are made of, in any order: random text hardly ever comes this near.
PARTS = [
    "Mon,",
    "01",
    "Jan",
    "31",
    "Dec",
    "2024",
    "0001",
    "9999",
    "2200",
    "1900",
    "00:00:00",
    "23:59:60",
    "99:99:99",
    "12:00",
    "GMT",
    "-0000",
    "+2359",
    "-2359",
    "+9999",
    "+99999999999999999999",
    "99999999999999999999",
    "9999999999",
    "T",
    "Z",
    "-",
    ":",
    ".",
    "2025-04-26",
    "20250426",
    "٣",
    "0",
    "pm",
    "年",
]


@given(st.lists(st.sampled_from([*PARTS, " "]), max_size=10), st.sampled_from(["", " "]))
def test_no_parts_of_dates_raise(parts: list[str], between: str) -> None:
    raw = between.join(parts)
    moment, header = parse_date(raw), parse_http_date(raw)
    assert moment is None or moment.at.astimezone(UTC).year >= 1899
    assert header is None or header.tzinfo is UTC


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Tue, 01 Sep 2026 12:05:00 GMT", "2026-09-01T12:05:00+00:00"),
        ("Tuesday, 01-Sep-26 12:05:00 GMT", "2026-09-01T12:05:00+00:00"),
        ("Tue Sep  1 12:05:00 2026", "2026-09-01T12:05:00+00:00"),
        ("Tue, 01 Sep 2026 12:05:00 -0000", "2026-09-01T12:05:00+00:00"),
        ("Tue, 01 Sep 2026 12:05:00 +0200", "2026-09-01T10:05:00+00:00"),
        ("Mon, 01 Jan 2024 00:00:00 +99999999999999999999", None),
        ("Mon, 01 Jan 0001 00:00:00 +2300", "2000-12-31T01:00:00+00:00"),
        ("Fri, 31 Dec 9999 23:59:59 -2300", None),
        ("99999999999999999999 Jan 2024 00:00:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_headers_are_moments_in_utc(raw: str, expected: str | None) -> None:
    moment = parse_http_date(raw)
    assert (moment and moment.isoformat()) == expected


@given(st.integers(0, 7_200_000_000), st.integers(-14, 14))
def test_iso_dates_round_trip(seconds: int, hours: int) -> None:
    aware = datetime.fromtimestamp(seconds, timezone(timedelta(hours=hours)))
    moment = parse_date(aware.isoformat())
    assert moment == Moment(at=aware)
    assert moment is not None
    assert moment.at.utcoffset() == aware.utcoffset()


def test_a_future_moment_becomes_now_in_its_own_offset() -> None:
    now = datetime(2025, 4, 26, 12, tzinfo=UTC)
    zone = timezone(timedelta(hours=2))
    future = Moment(at=datetime(2025, 4, 27, tzinfo=zone))
    past = Moment(at=datetime(2025, 4, 26, 13, tzinfo=zone))
    clamped = clamp_future(future, now)
    assert clamped.at.isoformat() == "2025-04-26T14:00:00+02:00"
    assert clamped.zone is Zone.ASSUMED
    assert clamp_future(past, now) == past


def test_a_future_day_becomes_today() -> None:
    now = datetime(2025, 4, 26, 12, tzinfo=UTC)
    future = Moment(at=datetime(2025, 4, 27, tzinfo=UTC), precision=Precision.DAY)
    assert clamp_future(future, now) == Moment(
        at=datetime(2025, 4, 26, tzinfo=UTC), precision=Precision.DAY, zone=Zone.ASSUMED
    )


@given(
    st.integers(0, 9_300_000_000),
    st.integers(-23 * 60 - 59, 23 * 60 + 59),
    st.sampled_from(["%a, %d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z"]),
)
def test_the_short_way_reads_what_the_long_way_reads(seconds: int, minutes: int, form: str) -> None:
    """A bracket at the end is no part of any date, and closes the short way."""
    zone = timezone(timedelta(minutes=minutes))
    raw = (datetime(1902, 1, 1, tzinfo=zone) + timedelta(seconds=seconds)).strftime(form)
    assert parse_date(raw) == parse_date(f"{raw} (x)")
    moment = parse_date(raw)
    assert moment is not None
    assert moment.at.utcoffset() == timedelta(minutes=minutes)
