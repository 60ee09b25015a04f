"""Pictures are fetched once, checked, kept under a cap."""

from __future__ import annotations

import asyncio
import os
import struct
from pathlib import Path

from fakes import FakeClock, FakeWeb, page_of
from tagwire.run.pictures import MAX_PICTURE_BYTES, PictureKeeper

URL = "https://paper.example/ship.png"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 4, 3) + b"\0" * 40


def keeper(folder: Path, *bodies: bytes, **settings: int) -> PictureKeeper:
    pages = {
        f"{URL}?{n}": page_of(f"{URL}?{n}", body, content_type="image/png")
        for n, body in enumerate(bodies)
    }
    return PictureKeeper(web=FakeWeb(pages), clock=FakeClock(), folder=folder / "p", **settings)


def check(kept: PictureKeeper, n: int, expected: bytes | None) -> None:
    found = asyncio.run(kept.find(f"{URL}?{n}"))
    assert (found and found.body) == expected


def test_a_picture_is_fetched_once_and_then_of_the_folder(tmp_path: Path) -> None:
    """Also after a restart, and when many ask at the same time."""
    kept = keeper(tmp_path, PNG)

    async def many() -> None:
        found = await asyncio.gather(*(kept.find(f"{URL}?0") for _ in range(5)))
        assert {picture and picture.type for picture in found} == {"image/png"}

    asyncio.run(many())
    assert len(kept.web.asked) == 1
    check(keeper(tmp_path), 0, PNG)


def test_what_is_no_picture_is_not_kept_and_not_asked_for_again_soon(tmp_path: Path) -> None:
    """Whatever its content type says; after an hour it may be one."""
    kept = keeper(tmp_path, b"<svg onload='alert(1)'/>", b"x" * (MAX_PICTURE_BYTES + 1))
    for n in (0, 1, 2):
        check(kept, n, None)
        check(kept, n, None)
    assert len(kept.web.asked) == 3
    assert not (tmp_path / "p").exists()
    kept.clock.advance(4000)
    check(kept, 0, None)
    assert len(kept.web.asked) == 4


def test_the_oldest_pictures_make_room(tmp_path: Path) -> None:
    """The folder stays under its cap, give or take the pictures between two looks."""
    kept = keeper(tmp_path, *([PNG] * 120), max_kept_bytes=10 * len(PNG))
    for n in range(120):
        check(kept, n, PNG)
        newest = max((tmp_path / "p").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (n, n))
    assert len(list((tmp_path / "p").iterdir())) <= 60
    check(keeper(tmp_path), 119, PNG)
