"""Bodies from their content encoding, in pieces and never larger than a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Protocol

import brotli
import zstandard

ACCEPT_ENCODING = "gzip, deflate, br, zstd"


class TooLarge(ValueError):
    """The decoded body is larger than allowed."""


class BadEncoding(ValueError):
    """The body is not in the encoding that it claims."""


class Truncated(ValueError):
    """The encoded body ends before its end."""


class Decoder(Protocol):
    """Decodes one layer. ``feed`` gives up to ``room`` bytes, and one more when there is more."""

    def feed(self, piece: bytes, room: int, /) -> bytes: ...

    def end(self) -> None:
        """Raise Truncated when more was to come."""
        ...


class Body:
    """Collects a body piece by piece through its decoders. Not larger than ``limit`` bytes.

    Raises BadEncoding for an encoding that we do not speak.
    """

    def __init__(self, content_encoding: str, limit: int) -> None:
        names = [name.strip().lower() for name in content_encoding.split(",")]
        layers = [name for name in names if name and name != "identity"]
        unknown = [name for name in layers if name not in DECODERS]
        if unknown or len(layers) > MAX_LAYERS:
            raise BadEncoding(f"content encoding {content_encoding[:80]!r} is not known")
        self._decoders = [DECODERS[name]() for name in reversed(layers)]
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> None:
        """Add a piece as it came. Raises TooLarge or BadEncoding."""
        room = self._limit - self._size
        for decoder in self._decoders:
            piece = decoder.feed(piece, room)
            self._check(piece, room)
        self._check(piece, room)
        self._size += len(piece)
        self._pieces.append(piece)

    def end(self) -> bytes:
        """Return the whole body. Raises Truncated."""
        for decoder in self._decoders:
            decoder.end()
        return b"".join(self._pieces)

    def _check(self, piece: bytes, room: int) -> None:
        if len(piece) > room:
            raise TooLarge(f"more than {self._limit} bytes")


class Inflate:
    """gzip (with up to MAX_MEMBERS members) and deflate, with or without its zlib header."""

    def __init__(self, window_bits: int) -> None:
        self._window_bits = window_bits
        self._inflate = zlib.decompressobj(window_bits)
        self._started = False
        self._members = 1

    def feed(self, piece: bytes, room: int) -> bytes:
        """Decode a piece. Raises BadEncoding; gives room + 1 bytes when there is too much."""
        out: list[bytes] = []
        while piece and room >= 0:
            try:
                plain = self._inflate.decompress(piece, room + 1)
            except zlib.error as error:
                self._go_raw(error)
                continue
            self._started = True
            out.append(plain)
            room -= len(plain)
            piece = self._rest()
        return b"".join(out)

    def end(self) -> None:
        """Raise Truncated when the last member is not complete."""
        if self._started and not self._inflate.eof:
            raise Truncated("the compressed body ends too early")

    def _rest(self) -> bytes:
        """Return what is still to decode, in a new member when the last one ended."""
        if not self._inflate.eof:
            return self._inflate.unconsumed_tail
        after = self._inflate.unused_data.lstrip(b"\0")
        if self._window_bits < GZIP or not after.startswith(b"\x1f"):
            return b""  # junk behind the body: browsers ignore it too
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise BadEncoding(f"the body has more than {MAX_MEMBERS} gzip members")
        self._inflate = zlib.decompressobj(self._window_bits)
        return after

    def _go_raw(self, error: zlib.error) -> None:
        """Servers send deflate without its header; that is told by the first bytes only."""
        if self._window_bits != zlib.MAX_WBITS or self._started:
            raise BadEncoding(f"the body is not compressed as it says: {error}") from error
        self._window_bits = -zlib.MAX_WBITS
        self._inflate = zlib.decompressobj(self._window_bits)
        self._started = True


class Brotli:
    """br (RFC 7932)."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._started = False

    def feed(self, piece: bytes, room: int) -> bytes:
        """Decode a piece. Raises BadEncoding; gives more than room when there is too much."""
        out: list[bytes] = []
        while room >= 0 and not self._stream.is_finished():
            try:
                plain = self._stream.process(piece, output_buffer_limit=BROTLI_STEP)
            except brotli.error as error:
                raise BadEncoding(f"the body is not compressed as it says: {error}") from error
            self._started = self._started or bool(piece)
            piece = b""
            out.append(plain)
            room -= len(plain)
            if self._stream.can_accept_more_data():
                break
        return b"".join(out)

    def end(self) -> None:
        """Raise Truncated when more was to come."""
        if self._started and not self._stream.is_finished():
            raise Truncated("the compressed body ends too early")


class Zstandard:
    """zstd (RFC 8878), with up to MAX_MEMBERS frames and windows of up to 8 MiB (RFC 9659)."""

    def __init__(self) -> None:
        self._frame = _new_frame()
        self._started = False
        self._members = 1

    def feed(self, piece: bytes, room: int) -> bytes:
        """Decode a piece. Raises BadEncoding; gives more than room when there is too much."""
        out: list[bytes] = []
        start = 0
        while start < len(piece) and room >= 0 and self._is_open(piece[start : start + 1]):
            step = piece[start : start + ZSTD_STEP]
            try:
                plain = self._frame.decompress(step)
            except zstandard.ZstdError as error:
                raise BadEncoding(f"the body is not compressed as it says: {error}") from error
            self._started = True
            start += len(step) - len(self._frame.unused_data)
            out.append(plain)
            room -= len(plain)
        return b"".join(out)

    def end(self) -> None:
        """Raise Truncated when the last frame is not complete."""
        if self._started and not self._frame.eof:
            raise Truncated("the compressed body ends too early")

    def _is_open(self, first: bytes) -> bool:
        """Open the next frame when the last one ended; False for junk behind the body."""
        if not self._frame.eof:
            return True
        if first != zstandard.FRAME_HEADER[:1]:
            return False
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise BadEncoding(f"the body has more than {MAX_MEMBERS} zstd frames")
        self._frame = _new_frame()
        return True


def _new_frame() -> zstandard.ZstdDecompressionObj:
    return zstandard.ZstdDecompressor(max_window_size=MAX_ZSTD_WINDOW).decompressobj()


GZIP = 16 + zlib.MAX_WBITS
# What one call may give beyond the room that is left.
BROTLI_STEP = 1 << 16
# zstd has no limit of output a call, but none of input gives more than 128 KiB for 4 bytes:
# so many bytes at once are 2 MiB at most.
ZSTD_STEP = 64
MAX_ZSTD_WINDOW = 8 << 20
MAX_LAYERS = 2
# Each member costs a new decoder: half a million empty ones, 9 MB, took two seconds.
MAX_MEMBERS = 1_000
DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": lambda: Inflate(GZIP),
    "x-gzip": lambda: Inflate(GZIP),
    "deflate": lambda: Inflate(zlib.MAX_WBITS),
    "br": Brotli,
    "zstd": Zstandard,
}
