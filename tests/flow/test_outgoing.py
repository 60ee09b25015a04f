"""Every way out of the house, and every spelling of an inner host on each of them.

A way out is a call that makes the client fetch. The table below names them all: a new
one that is not in it fails here, and each has a driver that leads hostile addresses to it.
"""

from __future__ import annotations

import ast
import asyncio
import json
import os
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fakes import START, ScaledClock
from fetch.hosts import INNER
from fetch.loopback import Loopback, answer, loopback
from shared import ROOT
from tagwire.fetch import Client, FetchFailure, FetchSettings
from tagwire.model import Entry, Publisher, Response, Source, SourceKind
from tagwire.run.adding import add_address
from tagwire.run.fetching import fetch_page
from tagwire.run.logos import LogoKeeper
from tagwire.run.pictures import PictureKeeper
from tagwire.run.polling import Timing, poll_source
from tagwire.run.selecting import try_selector
from tagwire.run.websub import Subscriber
from tagwire.store import MemoryStore
from tagwire.store.values import PageTask, PollOutcome, SourceState

GOOD = "http://good.example"
PUBLISHER = Publisher(domain="good.example", name="Good")
FEED = '<rss version="2.0"><channel><title>Good</title></channel></rss>'
PACKAGE = ROOT / "src" / "tagwire"

# Where the product makes the client fetch, and by which drivers below.
WAYS = {
    ("run/fetching.py", "fetch_page"): {"page", "page redirect"},
    ("run/fetching.py", "_with_reservation"): {"reservation file"},
    ("run/polling.py", "poll_source"): {"feed", "feed redirect", "list of feeds"},
    ("run/listing.py", "_read_child"): {"sitemap of an index"},
    ("run/adding.py", "add_address"): {"address box"},
    ("run/adding.py", "_first"): {"feed that a page names", "sitemap that robots.txt names"},
    ("run/adding.py", "_sitemaps_of"): {"robots.txt redirect"},
    ("run/selecting.py", "try_selector"): {"selector tried on"},
    ("run/pictures.py", "_fetch"): {"picture", "picture redirect"},
    ("run/logos.py", "_look"): {"front page redirect", "icon that a page names"},
    ("run/websub.py", "follow"): {"hub"},
    ("run/doctor.py", "_reached"): {"address box"},  # asks forbidden addresses on purpose
}
# Who may hold sockets: the transport, what listens, and what looks whether a port is free.
SOCKET_MODULES = frozenset(
    {
        "fetch/transport.py",
        "fetch/guard.py",
        "fetch/_resolver.py",
        "run/serving.py",
        "run/web.py",
        "run/demo/server.py",
    }
)
# Modules whose ``await x.get()`` takes from a queue of their own.
QUEUES = frozenset({"run/live.py"})
SPELLINGS = "data/feeds/ssrf_hosts.dev.json"
NETWORK = frozenset({"aiohttp", "socket", "http.client", "urllib.request", "httpx", "requests"})


@dataclass(frozen=True)
class Plain:
    """The client without TLS, which the loopback does not speak."""

    client: Client

    async def get(self, url: str, **options: Any) -> Response | FetchFailure:
        return await self.client.get(url.replace("https:", "http:", 1), **options)


@dataclass
class House:
    """The product's parts over a client that may ask ``good.example`` through the loopback."""

    client: Client
    served: Loopback
    folder: Path
    clock: ScaledClock
    n: int = 0

    def publish(self, path: str, body: str | bytes, **headers: str) -> str:
        """Put something on the good site, at an address that was not asked before."""
        self.n += 1
        url = f"{GOOD}/{self.n}{path}"
        content = body.encode() if isinstance(body, str) else body
        self.served.replies[url] = answer(200, content, **headers)
        return url

    def redirect(self, target: str, path: str = "") -> str:
        self.n += 1
        url = f"{GOOD}{path or f'/{self.n}'}"
        self.served.replies[url] = answer(302, Location=target)
        return url

    async def poll(self, url: str, kind: SourceKind = SourceKind.FEED) -> None:
        store = MemoryStore()
        store.add_source(Source(key="s", kind=kind, url=url, publisher=PUBLISHER), START)
        timing = Timing(clock=self.clock, rng=random.Random(1))  # type: ignore[arg-type] # a clock
        (row,) = store.list_sources(START)
        await poll_source(self.client, row, timing, store.unseen_entries)

    async def fetch(self, url: str) -> None:
        task = PageTask(id=1, url=url, entry=Entry(url=url), publisher=PUBLISHER, first_seen=START)
        await fetch_page(self.client, task, self.clock)  # type: ignore[arg-type] # a clock

    async def add(self, address: str) -> MemoryStore:
        store = MemoryStore()
        await add_address(address, self.client, store, self.clock)  # type: ignore[arg-type] # a clock
        return store

    async def try_on(self, url: str) -> None:
        source = Source(key="s", kind=SourceKind.LISTING, url=url, publisher=PUBLISHER)
        await try_selector(source, "a", self.client, self.clock)  # type: ignore[arg-type] # a clock

    async def picture(self, url: str) -> None:
        assert await self._pictures().find(url) is None

    async def logo(self) -> None:
        pictures, store = self._pictures(), MemoryStore()
        keeper = LogoKeeper(
            web=Plain(self.client), clock=self.clock, store=store, pictures=pictures
        )  # type: ignore[arg-type] # a clock
        assert await keeper.find("good.example") is None

    def _pictures(self) -> PictureKeeper:
        return PictureKeeper(web=self.client, clock=self.clock, folder=self.folder)  # type: ignore[arg-type] # a clock


async def list_of_feeds(house: House, target: str) -> None:
    outline = f'<opml><body><outline xmlUrl="{target}"/></body></opml>'
    store = await house.add(house.publish("/l.opml", outline, Content_Type="text/x-opml"))
    for row in store.list_sources(START):
        await house.poll(row.source.url)


async def sitemap_of_an_index(house: House, target: str) -> None:
    stamp = (START - timedelta(hours=1)).isoformat()
    index = f"<sitemapindex><sitemap><loc>{target}</loc><lastmod>{stamp}</lastmod></sitemap></sitemapindex>"
    await house.poll(house.publish("/map.xml", index), SourceKind.SITEMAP)


async def feed_that_a_page_names(house: House, target: str) -> None:
    link = f'<html><link rel="alternate" type="application/rss+xml" href="{target}">'
    await house.add(house.publish("/page", link, Content_Type="text/html"))


async def sitemap_that_robots_names(house: House, target: str) -> None:
    house.served.replies[f"{GOOD}/robots.txt"] = answer(200, f"Sitemap: {target}\n".encode())
    await house.add(house.publish("/page", "<html><p>front</p>", Content_Type="text/html"))


async def robots_redirect(house: House, target: str) -> None:
    house.redirect(target, "/robots.txt")
    await house.add(house.publish("/page", "<html><p>front</p>", Content_Type="text/html"))


async def reservation_file(house: House, target: str) -> None:
    house.redirect(target, "/.well-known/tdmrep.json")
    await house.fetch(house.publish("/a", "<p>text</p>"))


async def hub(house: House, target: str) -> None:
    store = MemoryStore()
    base_url = "https://news.example.org"
    subscriber = Subscriber(web=house.client, store=store, clock=house.clock, base_url=base_url)  # type: ignore[arg-type] # a clock
    state = SourceState(next_poll=START)
    await subscriber.follow(PollOutcome(source="s", state=state, hub=target, topic=f"{GOOD}/feed"))


async def front_page_redirect(house: House, target: str) -> None:
    house.redirect(target, "/")
    await house.logo()


async def icon_that_a_page_names(house: House, target: str) -> None:
    house.served.replies[f"{GOOD}/"] = answer(200, f'<link rel=icon href="{target}">'.encode())
    await house.logo()


DRIVERS: dict[str, Callable[[House, str], Awaitable[object]]] = {
    "page": lambda house, target: house.fetch(target),
    "page redirect": lambda house, target: house.fetch(house.redirect(target)),
    "feed": lambda house, target: house.poll(target),
    "feed redirect": lambda house, target: house.poll(house.redirect(target)),
    "address box": lambda house, target: house.add(target),
    "selector tried on": lambda house, target: house.try_on(target),
    "picture": lambda house, target: house.picture(target),
    "picture redirect": lambda house, target: house.picture(house.redirect(target)),
    "front page redirect": front_page_redirect,
    "icon that a page names": icon_that_a_page_names,
    "list of feeds": list_of_feeds,
    "hub": hub,
    "sitemap of an index": sitemap_of_an_index,
    "feed that a page names": feed_that_a_page_names,
    "sitemap that robots.txt names": sitemap_that_robots_names,
    "robots.txt redirect": robots_redirect,
    "reservation file": reservation_file,
}


async def strangers(name: str, folder: Path, hosts: list[str]) -> list[str]:
    """Drive every host through a way out; return what was asked beyond the good site."""
    async with loopback({}) as served:
        settings = FetchSettings(
            routes={"good.example": served.proxy}, ports=frozenset({80, served.port})
        )
        for host in hosts:
            # A new client each: robots.txt and what sites reserve are remembered.
            clock = ScaledClock(100_000)
            async with Client(settings, clock) as client:
                house = House(client=client, served=served, folder=folder, clock=clock)
                await DRIVERS[name](house, f"http://{host}:{served.port}/x")
        return [seen.url for seen in served.seen if not seen.url.startswith(GOOD)]


@pytest.mark.flow
@pytest.mark.parametrize("name", DRIVERS)
def test_no_way_out_reaches_an_inner_host(name: str, tmp_path: Path) -> None:
    """A server listens there in each spelling, and nobody comes."""
    collected = ROOT / os.environ.get("TAGWIRE_SHARED", "../shared") / SPELLINGS
    cases = json.loads(collected.read_text()) if collected.exists() else []
    hosts = sorted({*INNER, *(case["host"] for case in cases)})
    assert asyncio.run(strangers(name, tmp_path, hosts)) == []


@pytest.mark.flow
@pytest.mark.parametrize("name", DRIVERS)
def test_each_driver_really_leads_out(name: str, tmp_path: Path) -> None:
    """The same drivers reach a host that may be asked, so the test above means something."""

    async def run() -> list[str]:
        async with loopback({}) as served:
            routes = {"good.example": served.proxy, "other.good.example": served.proxy}
            clock = ScaledClock(100_000)
            async with Client(FetchSettings(routes=routes), clock) as client:
                house = House(client=client, served=served, folder=tmp_path, clock=clock)
                await DRIVERS[name](house, "http://other.good.example/x")
            return [seen.url for seen in served.seen if "//other." in seen.url]

    assert "http://other.good.example/x" in asyncio.run(run())


def ways_out() -> set[tuple[str, str]]:
    """Return the functions that make the client fetch, by file."""
    found = set[tuple[str, str]]()
    for path in PACKAGE.rglob("*.py"):
        name = str(path.relative_to(PACKAGE))
        if name.startswith("fetch/") or name in QUEUES:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.AsyncFunctionDef) and _fetches(node):
                found.add((name, node.name))
    return found


def _fetches(function: ast.AsyncFunctionDef) -> bool:
    awaited = (node.value for node in ast.walk(function) if isinstance(node, ast.Await))
    called = (one.func for one in awaited if isinstance(one, ast.Call))
    names = {one.attr for one in called if isinstance(one, ast.Attribute)}
    return bool(names & {"get", "post_form", "is_mining_reserved", "exchange"})


@pytest.mark.slow
def test_every_way_out_is_in_the_table() -> None:
    """Whoever adds one adds its driver."""
    assert ways_out() == set(WAYS)
    assert set(DRIVERS) == set().union(*WAYS.values())


@pytest.mark.slow
def test_only_the_transport_opens_sockets() -> None:
    """And what listens for readers; nothing else knows how."""
    found = set[str]()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        if any(name == one or name.startswith(one + ".") for name in names for one in NETWORK):
            found.add(str(path.relative_to(PACKAGE)))
    assert found == SOCKET_MODULES
