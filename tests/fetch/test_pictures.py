"""What counts as a picture."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.fetch import picture_kind


def png(width: int, height: int) -> bytes:
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR"
    return head + struct.pack(">II", width, height) + b"\x08\x02\0\0\0" + b"\0" * 40


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0" * 20


def jpeg(width: int, height: int) -> bytes:
    comment = b"\xff\xfe" + struct.pack(">H", 8) + b"SVG <b"
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\0" * 9
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"JF" + comment + frame + b"\0" * 10


def webp(form: bytes, payload: bytes) -> bytes:
    return b"RIFF" + b"\0" * 4 + b"WEBP" + form + b"\0" * 4 + payload + b"\0" * 20


def check(body: bytes, expected: tuple[str, int, int] | None) -> None:
    found = picture_kind(body)
    assert (found and (found.type, found.width, found.height)) == expected


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (png(640, 480), "image/png"),
        (gif(640, 480), "image/gif"),
        (jpeg(640, 480), "image/jpeg"),
        (webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 640, 480)), "image/webp"),
        (webp(b"VP8L", b"\x2f" + (639 | 479 << 14).to_bytes(4, "little")), "image/webp"),
        (
            webp(b"VP8X", b"\0" * 4 + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")),
            "image/webp",
        ),
    ],
    ids=["png", "gif", "jpeg", "webp", "webp lossless", "webp extended"],
)
def test_formats_of_pixels_are_known_with_their_size(body: bytes, kind: str) -> None:
    """By their bytes, whatever they are called."""
    check(body, (kind, 640, 480))


@pytest.mark.parametrize(
    "body",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"",
        b"\x89PNG\r\n\x1a\n",
        png(100_000, 100_000),
        png(10_000, 10_000),
        gif(0, 5),
        jpeg(60_000, 10),
        b"\xff\xd8\xff\xe0\0\0" * 1000,
    ],
    ids=[
        "svg",
        "page",
        "document",
        "empty",
        "cut",
        "bomb",
        "many pixels",
        "no size",
        "wide",
        "odd",
    ],
)
def test_all_else_is_no_picture(body: bytes) -> None:
    """Documents that act, and files that unfold to gigabytes."""
    check(body, None)


@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8X", b"GIF8"]),
    st.binary(max_size=200),
)
def test_any_bytes_are_looked_at_without_raising(opening: bytes, rest: bytes) -> None:
    """Pictures come from strangers."""
    found = picture_kind(opening + rest)
    assert found is None or found.width * found.height <= 40_000_000
