"""The subscriber: asks hubs to tell of news, and takes what they tell as a reason to poll.

What a hub sends is never read as news: it only makes its source due, at most every five
minutes. So a hub, or who stole its secret, can do no more than have a feed asked for.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec
import structlog

from tagwire.fetch import (
    ASK_AGAIN_S,
    RENEW_BEFORE_S,
    FetchFailure,
    Web,
    challenge_of,
    is_signed,
    lease_of,
    subscribe_form,
)
from tagwire.run.clock import Clock
from tagwire.serve import HubAnswer
from tagwire.store.protocol import Store
from tagwire.store.values import PollOutcome

log = structlog.get_logger()

PUSH_GAP_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What is kept of a subscription of one source, as a setting of the store."""

    hub: str
    topic: str
    token: str  # part of the callback: nobody else knows it
    secret: str
    asked: datetime
    until: datetime | None = None  # None: not confirmed
    pushed: datetime | None = None


_decoder = msgspec.json.Decoder(Subscription)


def _of_source(key: str) -> str:
    return f"websub:{key}"


def _of_token(token: str) -> str:
    return f"websub_token:{token}"


def find_subscription(store: Store, key: str) -> Subscription | None:
    """Return the subscription of a source."""
    kept = store.find_setting(_of_source(key))
    return _decoder.decode(kept) if kept else None


def _save(store: Store, key: str, subscription: Subscription) -> None:
    store.save_setting(_of_source(key), msgspec.json.encode(subscription).decode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """The worker's half: asks hubs, renews leases. Idle without a public address."""

    web: Web
    store: Store
    clock: Clock
    base_url: str

    async def follow(self, outcome: PollOutcome) -> None:
        """Subscribe to what a poll names, when nobody did or the lease ends soon."""
        known, now = find_subscription(self.store, outcome.source), self.clock.now()
        if known is not None and outcome.outcome == "unchanged" and not outcome.hub:
            # An answer that was not read names no hub; the one it named before is still there.
            outcome = replace(outcome, hub=known.hub, topic=known.topic)
        if not self.base_url or not outcome.hub or not outcome.topic:
            return
        if known is not None and not _is_due(known, outcome, now):
            return
        token = secrets.token_urlsafe(24) if known is None else known.token
        asked = Subscription(
            hub=outcome.hub,
            topic=outcome.topic,
            token=token,
            secret=secrets.token_urlsafe(32) if known is None else known.secret,
            asked=now,
            until=known.until if known and known.topic == outcome.topic else None,
            pushed=known.pushed if known else None,
        )
        # Kept before the hub is asked: it may come back before it answers.
        _save(self.store, outcome.source, asked)
        self.store.save_setting(_of_token(token), outcome.source)
        callback = f"{self.base_url.rstrip('/')}/websub/{token}"
        form = subscribe_form(asked.topic, callback, asked.secret)
        answer = await self.web.post_form(asked.hub, form)
        failed = answer.rejected.detail if isinstance(answer, FetchFailure) else ""
        log.info("hub asked", source=outcome.source, hub=asked.hub, error=failed)


def _is_due(known: Subscription, outcome: PollOutcome, now: datetime) -> bool:
    if (now - known.asked).total_seconds() < ASK_AGAIN_S:
        return False
    is_other = (known.hub, known.topic) != (outcome.hub, outcome.topic)
    renew_at = known.until - timedelta(seconds=RENEW_BEFORE_S) if known.until else now
    return is_other or now >= renew_at


def _poll_at(pushed: datetime | None, now: datetime) -> datetime:
    """Return when to poll for a push; ``pushed`` is when to poll for the one before."""
    if pushed is None or pushed > now:
        return pushed or now
    return max(now, pushed + timedelta(seconds=PUSH_GAP_S))


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """The web side's half: answers hubs."""

    store: Store
    clock: Clock

    def confirm(self, token: str, query: Mapping[str, str]) -> HubAnswer:
        """Answer a hub that asks whether a subscription was meant."""
        key, known = self._find(token)
        challenge = challenge_of(query, known.topic) if known else None
        if known is None or challenge is None:
            return HubAnswer(404)
        until = self.clock.now() + timedelta(seconds=lease_of(query))
        _save(self.store, key, replace(known, until=until))
        return HubAnswer(200, challenge)

    def push(self, token: str, signature: str, body: bytes) -> HubAnswer:
        """Take news from a hub: the source is due, if the hub proves who it is.

        What comes soon after a push makes it due once the gap is over, so that the last of
        several pushes is polled for too. A bad signature is answered like a good one, as the
        standard wants.
        """
        key, known = self._find(token)
        if known is None or known.until is None:
            return HubAnswer(410)
        if is_signed(signature, body, known.secret):
            at = _poll_at(known.pushed, self.clock.now())
            _save(self.store, key, replace(known, pushed=at))
            self.store.poll_by(key, at)
        return HubAnswer(202)

    def _find(self, token: str) -> tuple[str, Subscription | None]:
        key = self.store.find_setting(_of_token(token)) or ""
        known = find_subscription(self.store, key) if key else None
        is_there = known is not None and self.store.find_source(key, self.clock.now()) is not None
        return key, known if is_there and known and known.token == token else None
