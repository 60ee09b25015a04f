"""The demo newsroom on its socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from fakes import ScaledClock
from tagwire.fetch import Client, FetchSettings
from tagwire.model import Reason, Response
from tagwire.run.demo import DEMO_ROUTE, DemoServer, NewsPage, load_newsroom

pytestmark = pytest.mark.flow

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOST = "veldmar-courier.example"
PAGE = f"http://{HOST}/transport/failed-lock-gate-closes-port"
MOVED = "http://ostrel-post.example/nation/51820-cabinet-to-meet-over-lock.html"
LATER = f"http://{HOST}/transport/first-barge-takes-the-old-canal"
FEED = f"http://{HOST}/feed.atom"


class Setting:
    """A running newsroom, a clock that stands until moved, and a client with a proxy."""

    def __init__(self) -> None:
        self.now = START
        self.server = DemoServer(start=START, clock=lambda: self.now)
        self.address = ""
        self.etag = ""

    async def get(self, url: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as client,
            client.request(method, url, headers=headers, proxy=self.address) as response,
        ):
            self.etag = response.headers.get("ETag", "")
            return response.status, await response.text()


def check(steps: Callable[[Setting], Awaitable[None]]) -> None:
    async def run() -> None:
        setting = Setting()
        setting.address = await setting.server.start()
        try:
            await steps(setting)
        finally:
            await setting.server.stop()
            await setting.server.stop()

    asyncio.run(run())


def test_the_edit_goes_out_less_than_a_minute_after_the_start() -> None:
    """A reader sees both states, the second with a later poll."""

    async def steps(setting: Setting) -> None:
        setting.now += timedelta(seconds=30)
        assert "41 ships" in (await setting.get(PAGE))[1]
        setting.now += timedelta(seconds=30)
        assert "38 ships" in (await setting.get(PAGE))[1]

    check(steps)


def test_a_text_comes_out_later_and_the_feed_says_so() -> None:
    """Before, its address is not there."""

    async def steps(setting: Setting) -> None:
        known = ""
        for minutes, status in ((0, 404), (17, 200)):
            setting.now = START + timedelta(minutes=minutes)
            assert (await setting.get(LATER))[0] == status
            assert (LATER in (await setting.get(FEED))[1]) == (status == 200)
            assert setting.etag != known
            known = setting.etag

    check(steps)


def test_a_reader_keeps_what_it_knows_across_a_restart() -> None:
    """The same start and clock give the same bytes."""

    async def steps(setting: Setting) -> None:
        setting.now += timedelta(minutes=5)
        await setting.get(FEED)
        known = setting.etag
        await setting.server.stop()
        setting.server = DemoServer(start=START, clock=lambda: setting.now)
        setting.address = await setting.server.start()
        assert await setting.get(FEED, **{"If-None-Match": known}) == (304, "")
        assert "38 ships" in (await setting.get(PAGE))[1]

    check(steps)


def test_virtual_host_requests_and_heads_are_answered() -> None:
    """For people with a browser or curl."""

    async def steps(setting: Setting) -> None:
        direct = setting.address + "/feed.atom"
        async with (
            aiohttp.ClientSession() as client,
            client.get(direct, headers={"Host": HOST}) as response,
        ):
            assert response.status == 200
        assert await setting.get(FEED, "HEAD") == (200, "")
        assert (await setting.get(FEED, "POST"))[0] == 405
        assert [asked.method for asked in setting.server.asked] == ["GET", "HEAD"]

    check(steps)


def test_it_listens_on_loopback_only() -> None:
    """Nobody else can read the demo."""

    async def steps(setting: Setting) -> None:
        assert setting.address.startswith("http://127.0.0.1:")

    check(steps)


def test_the_real_client_reads_all_but_the_closed_page() -> None:
    """Through the route for .example: robots.txt obeyed, repeats unchanged, a move followed."""

    async def steps(setting: Setting) -> None:
        settings = FetchSettings(routes={DEMO_ROUTE: setting.address}, min_gap_s=0.0)
        async with Client(settings, ScaledClock(1000)) as client:
            for house in load_newsroom().houses:
                feed = await client.get(house.home + house.feed_path)
                assert isinstance(feed, Response), feed
                again = await client.get(feed.url, etag=feed.header("etag"))
                assert again.status == 304
                for page in house.pages:
                    if page.minutes >= 0:
                        given = await client.get(house.home + page.path)
                        assert outcome_of(page) == getattr(given, "reason", None), page.guid
            setting.now += timedelta(minutes=2)
            moved = await client.get(MOVED)
            assert moved.final_url.endswith("/51820-cabinet-grants-loan-for-lock-repair.html")
        assert not any(asked.path.startswith("/archive/") for asked in setting.server.asked)

    check(steps)


def outcome_of(page: NewsPage) -> Reason | None:
    """Why the page cannot be had, or None."""
    if page.path.startswith("/archive/"):
        return Reason.ROBOTS
    return Reason.GONE if page.access == "gone" else None
