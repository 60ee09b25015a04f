"""Hubs are asked, confirmed and heard; what they send is a reason to poll, never news."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from fakes import START, FakeClock, FakeWeb, page_of
from tagwire.model import Publisher, Source, SourceKind
from tagwire.run.websub import Callback, Subscriber, find_subscription
from tagwire.store import MemoryStore
from tagwire.store.values import PollOutcome, SourceState

HUB, TOPIC = "https://hub.example/", "https://paper.example/feed"
BASE = "https://news.example.org"


class Room:
    """A store with one source that is polled in a day, a hub, both halves of the subscriber."""

    def __init__(self, base_url: str = BASE) -> None:
        self.store, self.clock = MemoryStore(), FakeClock()
        self.web = FakeWeb({HUB: page_of(HUB)})
        publisher = Publisher(domain="paper.example", name="Paper")
        self.store.add_source(
            Source(key="paper", kind=SourceKind.FEED, url=TOPIC, publisher=publisher), START
        )
        self.subscriber = Subscriber(
            web=self.web, store=self.store, clock=self.clock, base_url=base_url
        )
        self.callback = Callback(store=self.store, clock=self.clock)

    def poll(self, hub: str = HUB, kind: str = "polled", error: str = "") -> None:
        state = SourceState(next_poll=self.clock.now() + timedelta(days=1), error=error)
        outcome = PollOutcome(source="paper", state=state, hub=hub, topic=TOPIC, outcome=kind)
        self.store.save_poll(outcome, self.clock.now())
        asyncio.run(self.subscriber.follow(outcome))

    def form(self) -> dict[str, str]:
        return {
            name: values[0] for name, values in parse_qs(self.web.forms[-1][1].decode()).items()
        }

    def token(self) -> str:
        return self.form()["hub.callback"].rpartition("/")[2]

    def confirm(self, **changed: str) -> tuple[int, str]:
        query = {
            "hub.mode": "subscribe",
            "hub.topic": TOPIC,
            "hub.challenge": "abc",
            "hub.lease_seconds": "864000",
        }
        answer = self.callback.confirm(
            self.token(), query | {f"hub.{k}": v for k, v in changed.items()}
        )
        return answer.status, answer.text

    def push(self, body: bytes = b"<feed/>", method: str = "sha256", secret: str = "") -> int:
        key = (secret or self.form()["hub.secret"]).encode()
        signature = hmac.new(key, body, method).hexdigest()
        return self.callback.push(self.token(), f"{method}={signature}", body).status

    def is_due(self) -> bool:
        return bool(self.store.due_sources(self.clock.now(), 5))


def test_a_hub_is_asked_with_a_secret_callback_of_our_own() -> None:
    """Topic and callback, a secret, a lease."""
    room = Room()
    room.poll()
    assert [url for url, _ in room.web.forms] == [HUB]
    form = room.form()
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", TOPIC)
    assert form["hub.callback"].startswith(f"{BASE}/websub/")
    assert len(room.token()) >= 32
    assert len(form["hub.secret"]) >= 32


@pytest.mark.parametrize(("base_url", "hub"), [("", HUB), (BASE, "")])
def test_nobody_is_asked_without_a_public_address_or_a_hub(base_url: str, hub: str) -> None:
    """No hub could reach us."""
    room = Room(base_url)
    room.poll(hub)
    assert room.web.forms == []


def test_a_lease_is_renewed_before_it_ends_and_not_at_each_poll() -> None:
    """A hub that does not confirm is asked again after an hour."""
    room = Room()
    room.poll()
    room.poll()
    assert len(room.web.forms) == 1
    room.clock.advance(3700)
    room.poll()
    assert len(room.web.forms) == 2
    assert room.confirm() == (200, "abc")
    room.clock.advance(8 * 86_400)
    room.poll()
    assert len(room.web.forms) == 2
    room.clock.advance(1.5 * 86_400)
    token = room.token()
    room.poll()
    assert len(room.web.forms) == 3
    assert room.token() == token


@pytest.mark.parametrize(("kind", "asked"), [("unchanged", 2), ("polled", 1)])
def test_an_unchanged_feed_still_has_its_hub(kind: str, asked: int) -> None:
    """A feed that was read and names none any more is not renewed."""
    room = Room()
    room.poll()
    room.confirm()
    room.clock.advance(9.5 * 86_400)
    room.poll(hub="", kind=kind)
    assert len(room.web.forms) == asked


@pytest.mark.parametrize(
    "changed",
    [{"topic": "https://other.example/"}, {"mode": "unsubscribe"}, {"challenge": ""}, {"challenge": "x" * 600}],
    ids=["topic", "mode", "no challenge", "long challenge"],
)  # fmt: skip
def test_only_what_we_asked_for_is_confirmed(changed: dict[str, str]) -> None:
    """Whoever asks for something else gets no echo."""
    room = Room()
    room.poll()
    assert room.confirm(**changed) == (404, "")
    subscription = find_subscription(room.store, "paper")
    assert subscription is not None
    assert subscription.until is None
    assert room.callback.confirm("made-up", {}).status == 404


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signed_push_makes_the_source_due(method: str) -> None:
    """Whatever it holds: nothing of it is read."""
    room = Room()
    room.poll()
    room.confirm()
    assert not room.is_due()
    assert room.push(b"\xff<not a feed", method) == 202
    assert room.is_due()


@pytest.mark.parametrize("secret", ["guessed", "0"])
def test_a_push_with_another_secret_does_nothing(secret: str) -> None:
    """It is answered like a good one, so that nobody can try secrets."""
    room = Room()
    room.poll()
    room.confirm()
    assert room.push(secret=secret) == 202
    assert room.callback.push(room.token(), "", b"x").status == 202
    plain = hashlib.md5(b"x", usedforsecurity=False).hexdigest()
    assert room.callback.push(room.token(), f"md5={plain}", b"x").status == 202
    assert not room.is_due()


def test_pushes_are_capped() -> None:
    """One poll in five minutes, however often a hub comes; the last push is polled for."""
    room = Room()
    room.poll()
    room.confirm()
    room.push()
    for _ in range(3):
        room.clock.advance(60)
        room.poll()
        room.push()
        assert not room.is_due()
    room.clock.advance(110)
    assert not room.is_due()
    room.clock.advance(20)
    assert room.is_due()
    room.poll()
    room.push()
    assert not room.is_due()
    room.clock.advance(300)
    assert room.is_due()


@pytest.mark.parametrize("error", ["rate_limited", "gone", "timeout"])
def test_a_push_leaves_a_source_alone_that_wants_a_pause(error: str) -> None:
    """Whoever sends Retry-After or says that the feed is gone is not asked before its time."""
    room = Room()
    room.poll()
    room.confirm()
    room.poll(kind="failed", error=error)
    assert room.push() == 202
    assert not room.is_due()


def test_a_hub_of_a_removed_source_is_told_to_stop() -> None:
    """Gone; so is a token that nobody gave out."""
    room = Room()
    room.poll()
    room.confirm()
    room.store.remove_source("paper", room.clock.now())
    assert room.push() == 410
    assert room.callback.push("made-up", "sha256=00", b"").status == 410
