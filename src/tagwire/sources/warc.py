"""WARC archives, our own and public ones, as a stream of responses.

stream ─ fastwarc ─ HTTP head ─ chunks ─ content encoding (capped) ─> Response | Rejected
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import fastwarc
import zstandard

from tagwire.model import Reason, Rejected, Response, Stage

MAX_BODY_BYTES = 10_000_000
_MAX_RECORD_BYTES = 2 * MAX_BODY_BYTES

_CHUNK_HEAD = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")
_STATUS = re.compile(r"HTTP/[\d.]+\s+(\d{3})", re.IGNORECASE)
_ENCODINGS = frozenset({"gzip", "x-gzip", "deflate", "zstd"})
_PLAIN = frozenset({"identity", "none", "utf-8", ""})


class _BodyError(Exception):
    """A body cannot be decoded; becomes a ``Rejected``."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def iter_warc(stream: BinaryIO) -> Iterator[Response | Rejected]:
    """Yield the HTTP responses of a WARC stream, plain or compressed, in order.

    Records of other kinds are passed over. A record that cannot be read is a
    ``Rejected``; a stream that breaks off ends with one.
    """
    last = ""
    try:
        records = fastwarc.ArchiveIterator(
            stream, record_types=fastwarc.WarcRecordType.response, parse_http=False
        )
        for record in records:
            last = _target(record)
            yield _response_of(record, last)
    except (OSError, ValueError, EOFError) as error:
        yield _rejected(
            last or "stream",
            Reason.TRUNCATED,
            f"The archive cannot be read further after {last or 'its beginning'}: {error}.",
        )


def _target(record: fastwarc.WarcRecord) -> str:
    return str(record.headers.get("WARC-Target-URI") or "").strip().strip("<>")


def _response_of(record: fastwarc.WarcRecord, url: str) -> Response | Rejected:
    if (record.content_length or 0) > _MAX_RECORD_BYTES:
        return _rejected(
            url or "record", Reason.TOO_LARGE, f"The record is over {_MAX_RECORD_BYTES:,} bytes."
        )
    try:
        raw: bytes = record.reader.read(_MAX_RECORD_BYTES)
        fetched: datetime | None = record.record_date
    except (OSError, ValueError) as error:
        return _rejected(url, Reason.TRUNCATED, f"The record cannot be read: {error}.")
    if not url:
        return _rejected("record", Reason.MISSING_FIELD, "The record has no WARC-Target-URI.")
    if fetched is None:
        return _rejected(url, Reason.MISSING_FIELD, "The record has no WARC-Date.")
    if len(raw) < (record.content_length or 0):
        return _rejected(url, Reason.TRUNCATED, "The record is shorter than it says.")
    # Our own segments say which address answered after redirects.
    final_url = str(record.headers.get("Tagwire-Final-URI") or "").strip() or url
    return _parsed(raw, url, final_url, fetched)


def _parsed(raw: bytes, url: str, final_url: str, fetched: datetime) -> Response | Rejected:
    head, _, body = raw.partition(b"\r\n\r\n")
    if b"\r\n" not in head:
        head, _, body = raw.partition(b"\n\n")
    first, *lines = head.decode("latin-1").splitlines() or [""]
    status = _STATUS.match(first)
    if status is None:
        return _rejected(url, Reason.BAD_ENCODING, "The record holds no HTTP response.")
    headers = tuple(_headers(lines))
    try:
        decoded = _decoded(body, headers)
    except _BodyError as error:
        return _rejected(url, error.reason, error.detail)
    return Response(
        url=url,
        final_url=final_url,
        status=int(status[1]),
        headers=headers,
        body=decoded,
        fetched=fetched,
    )


def _headers(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.partition(":")
        if colon and name.strip():
            yield name.strip().lower(), value.strip()


def _decoded(body: bytes, headers: tuple[tuple[str, str], ...]) -> bytes:
    """Undo transfer and content encodings.

    Public archives often keep the headers of bodies that they have decoded
    already, so each encoding is undone only where the bytes show it.
    """
    if "chunked" in _words(headers, "transfer-encoding") and _CHUNK_HEAD.match(body):
        body = _unchunked(body)
    for encoding in reversed(_words(headers, "content-encoding")):
        if encoding in _ENCODINGS:
            body = _unpacked(body, encoding)
        elif encoding not in _PLAIN:
            raise _BodyError(Reason.BAD_ENCODING, f"The content encoding {encoding} is unknown.")
    if len(body) > MAX_BODY_BYTES:
        raise _BodyError(Reason.TOO_LARGE, f"The body is over {MAX_BODY_BYTES:,} bytes.")
    return body


def _words(headers: tuple[tuple[str, str], ...], name: str) -> list[str]:
    stated = ",".join(value for key, value in headers if key == name)
    return [word.strip().lower() for word in stated.split(",")] if stated else []


def _unchunked(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while head := _CHUNK_HEAD.match(body, at):
        size = int(head[1], 16)
        if size == 0:
            return b"".join(parts)
        chunk = body[head.end() : head.end() + size]
        parts.append(chunk)
        at = head.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1
        if len(chunk) < size:
            break
    raise _BodyError(Reason.TRUNCATED, "The chunks of the body break off.")


def _unpacked(body: bytes, encoding: str) -> bytes:
    if encoding == "zstd":
        return _unpacked_zstd(body)
    if encoding != "deflate" and not body.startswith(b"\x1f\x8b"):
        return body
    # 47: gzip or zlib by its head; -15: deflate without a head, as some servers send.
    for window in (47, -15):
        unpacker = zlib.decompressobj(window)
        try:
            found = unpacker.decompress(body, MAX_BODY_BYTES + 1)
        except zlib.error:
            continue
        if not unpacker.eof and len(found) <= MAX_BODY_BYTES:
            raise _BodyError(Reason.TRUNCATED, f"The {encoding} body breaks off.")
        return found
    if encoding == "deflate":
        return body
    raise _BodyError(Reason.BAD_ENCODING, "The gzip body cannot be unpacked.")


def _unpacked_zstd(body: bytes) -> bytes:
    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    try:
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(body) as reader:
            return reader.read(MAX_BODY_BYTES + 1)
    except zstandard.ZstdError as error:
        raise _BodyError(
            Reason.BAD_ENCODING, f"The zstd body cannot be unpacked: {error}."
        ) from error


def _rejected(key: str, reason: Reason, detail: str) -> Rejected:
    return Rejected(stage=Stage.INPUT, key=key, reason=reason, detail=detail)
