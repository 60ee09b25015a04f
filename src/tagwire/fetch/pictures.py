"""What a picture really is, by its bytes: only formats of pixels, only of a bearable size.

Never decoded here. SVG is a document that can act, so it is none of these; a small file
may unfold to gigabytes of pixels, so the announced size counts.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MAX_SIDE = 12_000
MAX_PIXELS = 40_000_000
_MAX_JPEG_PARTS = 500

PICTURE_ACCEPT = "image/webp,image/png,image/jpeg,image/gif;q=0.9"


@dataclass(frozen=True, slots=True)
class PictureKind:
    """A checked picture: media type and size in pixels."""

    type: str
    width: int
    height: int


def picture_kind(body: bytes) -> PictureKind | None:
    """Return what picture this is, None for anything else and for what is too large."""
    for opening, (kind, size_of) in _KINDS.items():
        if body.startswith(opening):
            size = size_of(body)
            return PictureKind(kind, *size) if size and _is_bearable(*size) else None
    return None


def _is_bearable(width: int, height: int) -> bool:
    return 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and width * height <= MAX_PIXELS


def _size_of_png(body: bytes) -> tuple[int, int] | None:
    if len(body) < 33 or body[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", body[16:24])
    return width, height


def _size_of_gif(body: bytes) -> tuple[int, int] | None:
    if len(body) < 13 or body[:6] not in {b"GIF87a", b"GIF89a"}:
        return None
    width, height = struct.unpack("<HH", body[6:10])
    return width, height


def _size_of_webp(body: bytes) -> tuple[int, int] | None:
    if len(body) < 30 or body[8:12] != b"WEBP":
        return None
    form, payload = body[12:16], body[20:30]
    if form == b"VP8 " and payload[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", payload[6:10])
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L" and payload[0] == 0x2F:
        bits = int.from_bytes(payload[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8X":
        width, height = (int.from_bytes(payload[at : at + 3], "little") + 1 for at in (4, 7))
        return width, height
    return None


def _size_of_jpeg(body: bytes) -> tuple[int, int] | None:
    """Return what the frame header says; the parts before it are skipped by their lengths."""
    at = 2
    for _ in range(_MAX_JPEG_PARTS):
        if at + 9 > len(body) or body[at] != 0xFF:
            return None
        marker = body[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")
    return None


_KINDS: Mapping[bytes, tuple[str, Callable[[bytes], tuple[int, int] | None]]] = {
    b"\x89PNG\r\n\x1a\n": ("image/png", _size_of_png),
    b"GIF8": ("image/gif", _size_of_gif),
    b"RIFF": ("image/webp", _size_of_webp),
    b"\xff\xd8\xff": ("image/jpeg", _size_of_jpeg),
}
