"""Archives become the same responses as the live web."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from datetime import UTC, datetime

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tagwire.model import Reason, Rejected, Response
from tagwire.sources import iter_warc

BODY = b"<html><p>Gr\xfc\xdfe</p></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n"
DATE = "2025-04-26T10:30:00Z"


def record(
    payload: bytes, url: str = "https://example.org/1", kind: str = "response", date: str = DATE
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: {date}\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def chunked(body: bytes) -> bytes:
    pieces = [body[n : n + 7] for n in range(0, len(body), 7)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def read(archive: bytes) -> list[Response | Rejected]:
    return list(iter_warc(io.BytesIO(archive)))


def check(archive: bytes, *expected: bytes | Reason) -> None:
    """Compare the bodies of responses and the reasons of what was rejected."""
    found = read(archive)
    assert [one.body if isinstance(one, Response) else one.reason for one in found] == list(
        expected
    )


def test_a_response_has_the_shape_of_a_fetched_one() -> None:
    assert read(record(HEAD + b"\r\n" + BODY)) == [
        Response(
            url="https://example.org/1",
            final_url="https://example.org/1",
            status=200,
            headers=(("content-type", "text/html; charset=iso-8859-1"),),
            body=BODY,
            fetched=datetime(2025, 4, 26, 10, 30, tzinfo=UTC),
        )
    ]


@pytest.mark.parametrize(
    "payload",
    [
        HEAD + b"\r\n" + BODY,
        HEAD.replace(b"\r\n", b"\n") + b"\n" + BODY,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(BODY),
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(BODY),
        HEAD + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(gzip.compress(BODY)),
        HEAD + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(BODY),
        HEAD + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(BODY)[2:-4],
        HEAD + b"Content-Encoding: zstd\r\n\r\n" + zstandard.compress(BODY),
        HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(gzip.compress(BODY)),
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + BODY,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + BODY,
    ],
    ids=["plain", "lf", "chunked", "gzip", "twice", "deflate", "raw deflate", "zstd", "both", "said gzip", "said chunked"],
)  # fmt: skip
def test_encodings_are_undone_where_the_bytes_show_them(payload: bytes) -> None:
    check(record(payload), BODY)


def test_archives_of_compressed_records_are_read() -> None:
    one = record(HEAD + b"\r\n" + BODY)
    check(gzip.compress(one) + gzip.compress(one), BODY, BODY)
    check(zstandard.compress(one) + zstandard.compress(one), BODY, BODY)


def test_records_of_other_kinds_are_passed_over() -> None:
    others = record(b"GET / HTTP/1.1\r\n\r\n", kind="request") + record(b"x", kind="warcinfo")
    check(others + record(HEAD + b"\r\n" + BODY), BODY)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(b"no http"), Reason.BAD_ENCODING),
        (record(HEAD + b"\r\n" + BODY, url=""), Reason.MISSING_FIELD),
        (record(HEAD + b"\r\n" + BODY, date="never"), Reason.MISSING_FIELD),
        (record(HEAD + b"Content-Encoding: br\r\n\r\n\x0b\x02\x80"), Reason.BAD_ENCODING),
        (record(HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8bnothing"), Reason.BAD_ENCODING),
        (record(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(BODY)[:-9]), Reason.TRUNCATED),
        (record(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(BODY)[:-12]), Reason.TRUNCATED),
        (record(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(bytes(30_000_000))), Reason.TOO_LARGE),
        (record(HEAD + b"\r\n" + bytes(10_000_001)), Reason.TOO_LARGE),
    ],
    ids=["http", "url", "date", "brotli", "gzip", "cut gzip", "cut chunks", "bomb", "large"],
)  # fmt: skip
def test_a_bad_record_is_rejected_and_the_next_is_read(bad: bytes, reason: Reason) -> None:
    check(bad + record(HEAD + b"\r\n" + BODY), reason, BODY)


@pytest.mark.parametrize(
    "archive", [b"garbage" * 100, gzip.compress(b"no archive at all")], ids=["plain", "gzip"]
)
def test_what_is_no_archive_is_rejected(archive: bytes) -> None:
    check(archive, Reason.TRUNCATED)


def test_an_archive_that_breaks_off_says_after_what() -> None:
    whole = record(HEAD + b"\r\n" + BODY)
    found = read(whole + whole[:-20])
    assert [type(one) for one in found] == [Response, Rejected]
    assert isinstance(found[1], Rejected)
    assert (found[1].reason, found[1].key) == (Reason.TRUNCATED, "https://example.org/1")


def test_a_record_that_says_that_it_is_too_large_is_refused_unread() -> None:
    archive = io.BytesIO(record(HEAD + b"\r\n" + bytes(25_000_000)) + record(HEAD + b"\r\n" + BODY))
    found = iter_warc(archive)
    first = next(found)
    assert isinstance(first, Rejected)
    assert (first.reason, first.key) == (Reason.TOO_LARGE, "https://example.org/1")
    assert archive.tell() < 1_000_000
    assert [one.body for one in found if isinstance(one, Response)] == [BODY]


@pytest.mark.parametrize("length", [b"-1", b"9" * 18, b"9" * 19, b"9" * 400, b"1e3", b"", b"0x10"])
def test_no_content_length_raises(length: bytes) -> None:
    whole = record(HEAD + b"\r\n" + BODY)
    stated = re.sub(rb"Content-Length: \d+", b"Content-Length: " + length, whole, count=1)
    assert all(isinstance(one, Response | Rejected) for one in read(stated + whole))
    assert read(stated) != read(whole)


def test_an_empty_archive_has_no_responses() -> None:
    check(b"")


@given(st.binary(max_size=80), st.integers(0, 500))
def test_no_bytes_raise(noise: bytes, at: int) -> None:
    whole = record(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(BODY))
    for archive in (noise, whole[:at] + noise + whole[at:], whole[:at]):
        assert all(isinstance(one, Response | Rejected) for one in read(archive))


@pytest.mark.parametrize(
    "payload",
    [
        HEAD + b"Content-Encoding: deflate\r\n\r\n" + BODY,
        HEAD + b"Content-Encoding: zstd\r\n\r\n" + BODY,
        HEAD + b"Content-Encoding: identity\r\n\r\n" + BODY,
    ],
    ids=["deflate", "zstd", "identity"],
)
def test_a_body_that_was_decoded_before_it_was_kept_is_taken_as_it_is(payload: bytes) -> None:
    """Public archives keep the headers of the wire."""
    check(record(payload), BODY)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (HEAD + b"Content-Encoding: br\r\n\r\n" + BODY, Reason.BAD_ENCODING),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8bnothing", Reason.BAD_ENCODING),
        (HEAD + b"Content-Encoding: zstd\r\n\r\n\x28\xb5\x2f\xfdnothing", Reason.BAD_ENCODING),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\nshort", Reason.TRUNCATED),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(BODY)[:20], Reason.TRUNCATED),
    ],
    ids=["unknown", "gzip", "zstd", "chunks", "cut"],
)
def test_a_body_that_cannot_be_undone_says_why(payload: bytes, reason: Reason) -> None:
    """The next record is read all the same."""
    check(record(payload) + record(HEAD + b"\r\n" + BODY), reason, BODY)
