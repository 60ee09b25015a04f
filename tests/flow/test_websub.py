"""A real hub on loopback: asked by the client, confirmed and heard by the pages."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from datetime import timedelta
from urllib.parse import parse_qs, urlencode

import aiohttp
import pytest
from aiohttp import web

from fakes import START, ScaledClock
from serve.live import served
from serve.site import make_site
from tagwire.fetch import Client, FetchSettings
from tagwire.model import Publisher, Source, SourceKind
from tagwire.run.websub import Callback, Subscriber, find_subscription
from tagwire.serve import SetUp
from tagwire.store import MemoryStore
from tagwire.store.values import PollOutcome, SourceState

pytestmark = pytest.mark.flow
TOPIC = "https://paper.example/feed"


class Hub:
    """Verifies the intent of those who subscribe, as the standard says, and tells them of news."""

    def __init__(self) -> None:
        self.subscribers: dict[str, str] = {}  # callback, secret
        self.port = 0
        self.verified = asyncio.Event()

    async def subscribe(self, request: web.Request) -> web.Response:
        form = {name: values[0] for name, values in parse_qs(await request.text()).items()}
        self._task = asyncio.create_task(self._verify(form))
        return web.Response(status=202)

    async def _verify(self, form: dict[str, str]) -> None:
        query = {"hub.mode": "subscribe", "hub.topic": form["hub.topic"],
                 "hub.challenge": "c0ffee", "hub.lease_seconds": "864000"}  # fmt: skip
        url = f"{form['hub.callback']}?{urlencode(query)}"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            if answer.status == 200 and await answer.text() == "c0ffee":
                self.subscribers[form["hub.callback"]] = form["hub.secret"]
                self.verified.set()

    async def tell(self, body: bytes, secret: str | None = None) -> list[int]:
        statuses = []
        async with aiohttp.ClientSession() as session:
            for callback, known in self.subscribers.items():
                signature = hmac.new((secret or known).encode(), body, hashlib.sha256).hexdigest()
                headers = {"X-Hub-Signature": f"sha256={signature}"}
                async with session.post(callback, data=body, headers=headers) as answer:
                    statuses.append(answer.status)
        return statuses


async def run_with_hub(base_url: str, store: MemoryStore, clock: ScaledClock) -> list[object]:
    """Subscribe, let the hub verify, then push with a wrong and with the right secret."""
    hub = Hub()
    app = web.Application()
    app.router.add_post("/", hub.subscribe)
    runner = web.AppRunner(app)
    await runner.setup()
    await (site := web.TCPSite(runner, "127.0.0.1", 0)).start()
    assert site._server is not None
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined] # a real server
    settings = FetchSettings(allow_private=(f"127.0.0.1:{port}",))
    seen: list[object] = []
    async with Client(settings, clock) as client:
        subscriber = Subscriber(web=client, store=store, clock=clock, base_url=base_url)  # type: ignore[arg-type] # a clock
        state = SourceState(next_poll=clock.now() + timedelta(days=30))
        outcome = PollOutcome(
            source="paper", state=state, hub=f"http://127.0.0.1:{port}/", topic=TOPIC
        )
        store.save_poll(outcome, clock.now())
        await subscriber.follow(outcome)
        await asyncio.wait_for(hub.verified.wait(), 10)
        for secret in ("guessed", None):
            seen.append(await hub.tell(b"<feed>news</feed>", secret))
            seen.append([row.source.key for row in store.due_sources(clock.now(), 5)])
    await runner.cleanup()
    return seen


def test_a_hub_verifies_us_and_its_signed_news_makes_the_feed_due() -> None:
    """Over sockets, from the form of the subscription to the poll that is due."""
    store, clock = MemoryStore(), ScaledClock(1)
    publisher = Publisher(domain="paper.example", name="Paper")
    store.add_source(
        Source(key="paper", kind=SourceKind.FEED, url=TOPIC, publisher=publisher), START
    )
    callback = Callback(store=store, clock=clock)  # type: ignore[arg-type] # a clock
    site = make_site(empty=True, store=store, set_up=SetUp(hubs=callback))
    with served(site.app) as address:
        seen = asyncio.run(run_with_hub(address, store, clock))
    assert seen == [[202], [], [202], ["paper"]]
    subscription = find_subscription(store, "paper")
    assert subscription is not None
    assert subscription.until is not None


def test_a_push_that_is_too_large_or_for_nobody_is_refused() -> None:
    """And needs neither session nor form token to be told so."""
    store = MemoryStore()
    callback = Callback(store=store, clock=ScaledClock(1))  # type: ignore[arg-type] # a clock
    site = make_site(empty=True, store=store, set_up=SetUp(hubs=callback))

    async def statuses(address: str) -> list[int]:
        async with aiohttp.ClientSession() as session:
            found = []
            for body in (b"x", b"x" * 1_100_000):
                async with session.post(f"{address}/websub/nobody", data=body) as answer:
                    found.append(answer.status)
            return found

    with served(site.app) as address:
        assert asyncio.run(statuses(address)) == [410, 413]
