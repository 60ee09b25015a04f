"""robots.txt (RFC 9309): whether a page may be fetched, and how slowly."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from yarl import URL

from tagwire.fetch._robots_rules import MAX_ROBOTS_BYTES, Rules
from tagwire.fetch.clock import Clock
from tagwire.fetch.outcome import FetchFailure, failure_of
from tagwire.model import Reason, Response

__all__ = ["LIFETIME", "MAX_ROBOTS_BYTES", "Decision", "FetchRobots", "Robots", "Rules"]

LIFETIME = timedelta(hours=24)
# An unreadable robots.txt forbids everything; it is asked again this much later.
RETRY_S = 600.0
# No answer at all may be our own network or proxy, which comes back without telling.
SILENT_RETRY_S = 60.0
MAX_ORIGINS = 5_000
# Most have some kilobytes; larger ones are read again after a restart.
MAX_KEPT_BYTES = 64_000

FetchRobots = Callable[[str], Awaitable[Response | FetchFailure]]


class KeptRobots(Protocol):
    """What remembers each robots.txt for other processes, and over a restart."""

    def find_robots(self, origin: str, now: datetime) -> tuple[datetime, bytes | None] | None:
        """Return until when it holds, and its bytes: None where there is no such file."""
        ...

    def save_robots(self, origin: str, until: datetime, body: bytes | None, now: datetime) -> None:
        """Keep a robots.txt, or that there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether a URL may be fetched: yes when ``failure`` is None."""

    failure: FetchFailure | None = None
    crawl_delay_s: float | None = None

    @property
    def allowed(self) -> bool:
        """True when the URL may be fetched."""
        return self.failure is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known about one origin: rules, or why none could be read, or neither: all allowed."""

    until: datetime
    rules: Rules | None = None
    failure: FetchFailure | None = None


class Robots:
    """The robots.txt of all origins, each asked once a day. Belongs to one event loop."""

    def __init__(
        self, fetch: FetchRobots, clock: Clock, agent: str, kept: KeptRobots | None = None
    ) -> None:
        self._fetch = fetch
        self._kept = kept
        self._clock = clock
        self._agent = agent
        self._known: dict[str, _Known] = {}
        self._reading: dict[str, asyncio.Lock] = {}

    async def decide(self, url: str) -> Decision:
        """Say whether this URL may be fetched now, reading robots.txt when it is not known."""
        origin = str(URL(url, encoded=True).origin())
        known = await self._know(origin)
        if known.failure is not None:
            return Decision(failure=self._for_now(url, origin, known))
        if known.rules is None:
            return Decision()
        delay = known.rules.crawl_delay(self._agent)
        if known.rules.allows(url, self._agent):
            return Decision(crawl_delay_s=delay)
        detail = f"{origin}/robots.txt does not allow this address"
        return Decision(failure=failure_of(url, Reason.ROBOTS, detail), crawl_delay_s=delay)

    async def _know(self, origin: str) -> _Known:
        lock = self._reading.setdefault(origin, asyncio.Lock())
        try:
            async with lock:  # so that many pages of a new host ask once
                known = self._known.get(origin)
                if known is None or known.until <= self._clock.now():
                    known = await self._read(origin, known)
                    self._keep(origin, known)
                return known
        finally:
            if not lock.locked():
                self._reading.pop(origin, None)

    async def _read(self, origin: str, old: _Known | None) -> _Known:
        kept = self._kept.find_robots(origin, self._clock.now()) if self._kept else None
        if kept is not None:
            return await _known_of(*kept)
        answer = await self._fetch(f"{origin}/robots.txt")
        now = self._clock.now()
        if isinstance(answer, Response) or _is_absent(answer):
            body = answer.body if isinstance(answer, Response) else None
            if self._kept and len(body or b"") <= MAX_KEPT_BYTES:
                self._kept.save_robots(origin, now + LIFETIME, body, now)
            return await _known_of(now + LIFETIME, body)
        retry_s = SILENT_RETRY_S if answer.status is None else RETRY_S
        again = now + timedelta(seconds=answer.retry_after_s or retry_s)
        if old is not None and old.rules is not None:
            return _Known(until=again, rules=old.rules)  # RFC 9309 §2.4: an old copy is better
        return _Known(until=again, failure=answer)

    def _keep(self, origin: str, known: _Known) -> None:
        self._known.pop(origin, None)
        if len(self._known) >= MAX_ORIGINS:
            self._known.pop(next(iter(self._known)))  # the one that was read longest ago
        self._known[origin] = known

    def _for_now(self, url: str, origin: str, known: _Known) -> FetchFailure:
        failure = known.failure
        assert failure is not None
        unanswered = failure.status is None
        unreadable = f"{origin}/robots.txt cannot be read: {failure.rejected.detail}"
        return failure_of(
            url,
            failure.reason if unanswered else Reason.ROBOTS,
            failure.rejected.detail if unanswered else unreadable,
            retry_after_s=max(0.0, (known.until - self._clock.now()).total_seconds()),
            permanent=failure.permanent,
        )


async def _known_of(until: datetime, body: bytes | None) -> _Known:
    if body is None:
        return _Known(until=until)
    return _Known(until=until, rules=await asyncio.to_thread(Rules, body))


def _is_absent(failure: FetchFailure) -> bool:
    """Say whether the host has no robots.txt, by RFC 9309 §2.3.1: everything is allowed."""
    if failure.reason in {Reason.TOO_MANY_REDIRECTS, Reason.BAD_REDIRECT}:
        return True
    # Too Many Requests is about our pace, not about the file.
    return failure.status is not None and 400 <= failure.status < 500 and failure.status != 429
