"""Logos are looked for on the front page, checked, and looked for again after a month."""

from __future__ import annotations

import asyncio
import struct
from pathlib import Path

from fakes import FakeClock, FakeWeb, page_of
from serve import newsroom
from serve.site import make_site
from tagwire.run.logos import LOOK_AGAIN_S, LogoKeeper
from tagwire.run.pictures import PictureKeeper
from tagwire.serve import SetUp
from tagwire.store import MemoryStore

PNG = (
    b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 96, 96) + b"\0" * 40
)
FRONT = b'<link rel=icon sizes=96x96 href="/bad.png"><link rel=apple-touch-icon href="/good.png">'
SITE = "https://paper.example"


def keeper(folder: Path, front: bytes = FRONT) -> LogoKeeper:
    pages = {
        f"{SITE}/": page_of(f"{SITE}/", front),
        f"{SITE}/bad.png": page_of(f"{SITE}/bad.png", b"<svg onload='alert(1)'/>"),
        f"{SITE}/good.png": page_of(f"{SITE}/good.png", PNG, content_type="image/png"),
    }
    web, clock = FakeWeb(pages), FakeClock()
    pictures = PictureKeeper(web=web, clock=clock, folder=folder / "pictures")
    return LogoKeeper(web=web, clock=clock, store=MemoryStore(), pictures=pictures)


def check(logos: LogoKeeper, expected: bytes | None, domain: str = "paper.example") -> None:
    found = asyncio.run(logos.find(domain))
    assert (found and found.body) == expected


def test_the_first_icon_that_is_a_picture_is_the_logo(tmp_path: Path) -> None:
    logos = keeper(tmp_path)
    check(logos, PNG)
    assert [one.url.rpartition("/")[2] for one in logos.web.asked] == ["", "bad.png", "good.png"]


def test_a_logo_is_looked_for_once_a_month(tmp_path: Path) -> None:
    """However many ask at the same time; also where there is none."""
    logos = keeper(tmp_path)

    async def many() -> None:
        found = await asyncio.gather(*(logos.find("paper.example") for _ in range(5)))
        assert all(picture and picture.body == PNG for picture in found)

    asyncio.run(many())
    check(logos, PNG)
    fronts = [one for one in logos.web.asked if one.url == f"{SITE}/"]
    assert len(fronts) == 1
    for _ in range(2):
        check(logos, None, "nowhere.example")
    assert sum(one.url == "https://nowhere.example/" for one in logos.web.asked) == 1
    logos.clock.advance(LOOK_AGAIN_S + 1)
    check(logos, PNG)
    assert sum(one.url == f"{SITE}/" for one in logos.web.asked) == 2


def test_pages_show_logos_of_stored_publishers_only_where_pictures_are_on(tmp_path: Path) -> None:
    """No other domain is asked for, and nothing is shown by default."""
    logos = keeper(tmp_path)
    domain = newsroom.SOURCES[0].publisher.domain
    plain = make_site()
    assert "/logo" not in plain.visitor().get(f"/publisher/{domain}").text
    assert plain.visitor().get(f"/publisher/{domain}/logo").status == 404
    shown = make_site(set_up=SetUp(find_logo=logos.find))
    assert f"/publisher/{domain}/logo" in shown.visitor().get(f"/publisher/{domain}").text
    assert shown.visitor().get("/publisher/paper.example/logo").status == 404
    assert logos.web.asked == []


def test_a_publisher_without_a_logo_has_a_neutral_picture(tmp_path: Path) -> None:
    """Its front page does not answer here: no broken picture stands on the page."""
    domain = newsroom.SOURCES[0].publisher.domain
    site = make_site(set_up=SetUp(find_logo=keeper(tmp_path).find))
    answer = site.visitor().get(f"/publisher/{domain}/logo")
    assert (200, "image/svg+xml") == (answer.status, answer.headers["content-type"])
    assert "<script" not in answer.text
