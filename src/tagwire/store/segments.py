"""Raw responses as WARC/1.1 segments: one gzip member for each response record.

    append ─> bytes on disk, synced ─> SegmentRef ─> row in the store
                                            ^
    a crash between leaves bytes without a row; ``repair`` cuts them off

Any WARC reader reads a segment. Bodies are kept decoded, so content and transfer
encodings are dropped from the headers and the length is that of the body. The
address that answered after redirects is in ``Tagwire-Final-URI``.
"""

from __future__ import annotations

import base64
import errno
import gzip
import hashlib
import os
import re
import shutil
import threading
import uuid
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from tagwire.errors import DiskFull, NotFound, StoreError
from tagwire.model import Response
from tagwire.store.values import SegmentRef

MAX_SEGMENT_BYTES = 64 << 20
MAX_SEGMENT_AGE = timedelta(days=1)
MIN_FREE_SHARE = 0.05
# Measured on 64 KB of text: level 1 gives 25.6 KB in 0.8 ms, 3 gives 24.1 in 1.0, 6 gives 22.4 in 2.0.
GZIP_LEVEL = 3
PIECE_BYTES = 64 << 10

_NAME = re.compile(r"tagwire-(\d{14})-\d{5}\.warc\.gz")
_TIME = "%Y%m%d%H%M%S"
_DROPPED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BREAKS = re.compile(r"[\r\n\x00]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """What repair found: segments cut to their last good record, and segments that are gone."""

    cut: tuple[str, ...]
    missing: tuple[str, ...]


class Segments:
    """The segments of one folder; one instance writes to it.

    A new segment begins with each instance, at 64 MB and after a day. Raises DiskFull
    when there is no room or under 5 % of the disk is free; then nothing is written.
    """

    def __init__(
        self,
        folder: Path,
        *,
        max_segment_bytes: int = MAX_SEGMENT_BYTES,
        min_free_share: float = MIN_FREE_SHARE,
    ) -> None:
        self._folder = folder
        self._max_segment_bytes = max_segment_bytes
        self._min_free_share = min_free_share
        self._file: BinaryIO | None = None
        self._name = ""
        self._started = datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()  # appending and cutting may be asked by different threads

    def append(
        self, responses: Sequence[Response], now: datetime | None = None
    ) -> list[SegmentRef]:
        """Write responses and sync them to the disk; return where they lie, in order.

        A segment is named and grows old by ``now``; when absent, by when they were fetched.
        """
        refs: list[SegmentRef] = []
        if not responses:
            return refs
        self._check_room()
        with self._lock, _disk_errors(self._folder):
            try:
                for response in responses:
                    record = gzip.compress(record_of(response), GZIP_LEVEL, mtime=0)
                    at = (now or response.fetched).astimezone(UTC)
                    refs.append(self._write(record, at))
                self._sync()
            except OSError:
                # What a full disk took of a record must not stand before the next one.
                self._abandon()
                raise
        return refs

    def _check_room(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            usage = shutil.disk_usage(self._folder)
        except OSError as error:
            raise StoreError(f"cannot use {self._folder}: {error.strerror}") from error
        if usage.free < self._min_free_share * usage.total:
            raise DiskFull(
                f"under {self._min_free_share:.0%} of the disk of {self._folder} is free:"
                " fetching stops until there is more room"
            )

    def _write(self, record: bytes, at: datetime) -> SegmentRef:
        file = self._file
        if file is None or self._is_over(file.tell(), len(record), at):
            file = self._begin(at)
        start = file.tell()
        file.write(record)
        file.flush()
        return SegmentRef(segment=self._name, offset=start, length=len(record))

    def _is_over(self, size: int, added: int, at: datetime) -> bool:
        is_long = size > 0 and size + added > self._max_segment_bytes
        return is_long or at - self._started > MAX_SEGMENT_AGE

    def _begin(self, at: datetime) -> BinaryIO:
        """Begin a segment under a name that no other has."""
        self.close()
        for n in range(100_000):
            name = f"tagwire-{at.strftime(_TIME)}-{n:05}.warc.gz"
            try:
                file = (self._folder / name).open("xb")
            except FileExistsError:
                continue
            self._file, self._name, self._started = file, name, at
            _sync_folder(self._folder)
            return file
        raise StoreError(f"no free name for a segment in {self._folder}")

    def _sync(self) -> None:
        if self._file is not None:
            os.fsync(self._file.fileno())

    def _abandon(self) -> None:
        """Leave a segment that could not be written on; its last record is not pointed at."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError:
                return  # the bytes that could not be flushed are those given up here

    def read(self, ref: SegmentRef) -> Response:
        """Return a kept response. Raises NotFound, or StoreError when it is damaged."""
        path = self._folder / ref.segment
        try:
            with path.open("rb") as file:
                file.seek(ref.offset)
                member = file.read(ref.length)
        except FileNotFoundError as error:
            raise NotFound(f"the segment {ref.segment} is not kept any more") from error
        try:
            return response_of(gzip.decompress(member))
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise StoreError(f"{path} is damaged at {ref.offset}: {error}") from error

    def repair(self, committed: Mapping[str, int]) -> Repaired:
        """Cut off what no row points at. Call it before the first append, as the only writer.

        ``committed`` is where the last committed response of each segment ends. A segment
        without any committed response only loses a torn end: should the store be lost,
        its responses are still there.
        """
        cut = []
        names = {path.name: path for path in self._paths()}
        for name, path in names.items():
            end = committed.get(name)
            if end is None:
                end = _whole_members(path)
            if path.stat().st_size > end:
                with path.open("r+b") as file:
                    file.truncate(end)
                    os.fsync(file.fileno())
                cut.append(name)
        return Repaired(
            cut=tuple(cut), missing=tuple(name for name in committed if name not in names)
        )

    def cut(self, refs: Sequence[SegmentRef]) -> None:
        """Overwrite records for good; where the others lie does not change.

        Each segment is written anew and takes the place of the old one at once. Records of
        segments that are gone, or cut already, are passed over.
        """
        by_segment: dict[str, list[SegmentRef]] = {}
        for ref in refs:
            by_segment.setdefault(ref.segment, []).append(ref)
        with self._lock, _disk_errors(self._folder):
            for name, own in by_segment.items():
                path = self._folder / name
                if name == self._name:
                    self.close()
                if path.is_file():
                    _rewrite(path, own)

    def prune(self, now: datetime, max_age: timedelta, max_bytes: int) -> list[str]:
        """Remove the oldest segments beyond age and size; return their names."""
        paths = [path for path in self._paths() if path.name != self._name]
        sizes = {path: path.stat().st_size for path in paths}
        total = sum(sizes.values())
        removed = []
        for path in paths:
            if total <= max_bytes and now - _ended(path.name) <= max_age:
                break
            path.unlink()
            total -= sizes[path]
            removed.append(path.name)
        return removed

    def _paths(self) -> list[Path]:
        """Return our segments, oldest first."""
        if not self._folder.is_dir():
            return []
        return sorted(path for path in self._folder.iterdir() if is_segment(path.name))

    def close(self) -> None:
        """Sync and close the segment. Twice is fine; the next append begins another."""
        if self._file is not None:
            self._sync()
            self._file.close()
            self._file = None


def is_segment(name: str) -> bool:
    """Tell whether a file name is that of a segment of ours."""
    return _NAME.fullmatch(name) is not None


def _ended(name: str) -> datetime:
    """Return when a segment was closed at the latest."""
    match = _NAME.fullmatch(name)
    assert match is not None, "only our segments are looked at"
    return datetime.strptime(match[1], _TIME).replace(tzinfo=UTC) + MAX_SEGMENT_AGE


class _disk_errors:  # noqa: N801 - reads as a clause of `with`
    """Tell errors of the disk as ours."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, OSError):
            return
        if error.errno in _FULL:
            raise DiskFull(
                f"no room left in {self._folder}: free some disk space; nothing is lost"
            ) from error
        raise StoreError(f"cannot write in {self._folder}: {error.strerror}") from error


def _sync_folder(folder: Path) -> None:
    """Make the name of a new file last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _rewrite(path: Path, refs: Iterable[SegmentRef]) -> None:
    """Replace a file by one in which fillers of the same length stand for some records."""
    partial = path.with_name(path.name + ".partial")
    with path.open("rb") as old, partial.open("wb") as new:
        size = path.stat().st_size
        for ref in sorted(refs, key=lambda one: one.offset):
            if ref.offset < old.tell() or ref.offset + ref.length > size:
                continue  # what the row said is not there any more
            _copy(old, new, ref.offset - old.tell())
            new.write(filler_of(ref.length))
            old.seek(ref.length, os.SEEK_CUR)
        _copy(old, new, size - old.tell())
        new.flush()
        os.fsync(new.fileno())
    partial.replace(path)
    _sync_folder(path.parent)


def _copy(old: BinaryIO, new: BinaryIO, n_bytes: int) -> None:
    while n_bytes > 0:
        piece = old.read(min(PIECE_BYTES, n_bytes))
        new.write(piece)
        n_bytes -= len(piece)


_CUT_BLOCK = b"This record was erased."
_CUT_RECORD = (
    b"WARC/1.1\r\nWARC-Type: metadata\r\n"
    b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
    b"WARC-Date: 1970-01-01T00:00:00Z\r\nContent-Type: text/plain\r\n"
    b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(_CUT_BLOCK), _CUT_BLOCK)
)
_GZIP_HEAD = b"\x1f\x8b\x08\x10" + bytes(4) + b"\x00\xff"  # with a comment that fills the room


def filler_of(length: int) -> bytes:
    """Return so many bytes that any WARC reader passes over: a record that says it is erased."""
    for content in (_CUT_RECORD, b""):
        packed = zlib.compress(content, 9, wbits=-15)
        room = length - len(_GZIP_HEAD) - len(packed) - 9
        if room >= 0:
            sums = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
            return _GZIP_HEAD + b" " * room + b"\x00" + packed + sums
    return bytes(length)


def _whole_members(path: Path) -> int:
    """Return where the last whole gzip member of a file ends."""
    end = 0
    with path.open("rb") as file:
        while length := _member_length(file):
            end += length
            file.seek(end)
    return end


def _member_length(file: BinaryIO) -> int:
    """Return the length of the gzip member that begins here; 0 when it is not whole."""
    unpacker = zlib.decompressobj(wbits=31)
    length = 0
    try:
        while not unpacker.eof:
            piece = file.read(PIECE_BYTES)
            if not piece:
                return 0
            unpacker.decompress(piece)
            length += len(piece)
    except zlib.error:
        return 0
    return length - len(unpacker.unused_data)


# ---------------------------------------------------------------------- records


def payload_digest(body: bytes) -> str:
    """Return the digest of a body as WARC writes it: ``sha1:`` and base 32."""
    digest = hashlib.sha1(body, usedforsecurity=False).digest()
    return "sha1:" + base64.b32encode(digest).decode("ascii")


def record_of(response: Response) -> bytes:
    """Return the WARC response record of a response; equal responses give equal bytes."""
    block = _http_of(response)
    fetched = response.fetched.astimezone(UTC).isoformat(timespec="microseconds")
    digest = payload_digest(response.body)
    # A name made of the content keeps segments reproducible.
    record_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{response.url}\n{fetched}\n{digest}")
    head = [
        "WARC/1.1",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:{record_id}>",
        f"WARC-Target-URI: {_line(response.url)}",
        f"WARC-Date: {fetched.removesuffix('+00:00')}Z",
        f"WARC-Payload-Digest: {digest}",
        f"Tagwire-Final-URI: {_line(response.final_url)}",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    ]
    return _text("\r\n".join(head)) + b"\r\n\r\n" + block + b"\r\n\r\n"


def _http_of(response: Response) -> bytes:
    phrases = {status.value: status.phrase for status in HTTPStatus}
    lines = [f"HTTP/1.1 {response.status} {phrases.get(response.status, '')}".rstrip()]
    lines += [
        f"{_line(name)}: {_line(value)}" for name, value in response.headers if name not in _DROPPED
    ]
    lines.append(f"content-length: {len(response.body)}")
    return _text("\r\n".join(lines)) + b"\r\n\r\n" + response.body


def _line(value: str) -> str:
    return _BREAKS.sub(" ", value).strip()


def _text(value: str) -> bytes:
    return value.encode("utf-8", "surrogateescape")


def response_of(record: bytes) -> Response:
    """Return the response of a record that ``record_of`` wrote. Raises ValueError."""
    head, _, rest = record.partition(b"\r\n\r\n")
    warc = dict(_fields(head))
    block = rest[: int(warc.get("content-length", "0"))]
    http, mark, body = block.partition(b"\r\n\r\n")
    if not mark or "warc-target-uri" not in warc:
        raise ValueError("this is no response record")
    return Response(
        url=warc["warc-target-uri"],
        final_url=warc.get("tagwire-final-uri", warc["warc-target-uri"]),
        status=int(http.split(None, 2)[1]),
        headers=tuple(_fields(http)),
        body=body,
        fetched=datetime.fromisoformat(warc["warc-date"]),
    )


def _fields(head: bytes) -> list[tuple[str, str]]:
    """Return the header fields below the first line, names in lower case."""
    lines = head.decode("utf-8", "surrogateescape").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return [(name.lower(), value.strip()) for name, _, value in pairs]
