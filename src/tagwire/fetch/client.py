"""The client: every hop checked, polite and within its limits.

get ─> guard ─> robots.txt ─> gate of the host ─> exchange ─┬─> Response
        ^                                                   ├─> FetchFailure
        └───────────────── Location <───────────────────────┘
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, Self
from urllib.parse import urlsplit

from yarl import URL

from tagwire.fetch.clock import Clock
from tagwire.fetch.guard import refusal_of
from tagwire.fetch.outcome import FetchFailure, failure_of
from tagwire.fetch.politeness import Blocked, Blocks, Politeness
from tagwire.fetch.robots import MAX_ROBOTS_BYTES, KeptRobots, Robots
from tagwire.fetch.settings import PAGE_ACCEPT, ROBOTS_TOKEN, FetchSettings
from tagwire.fetch.status import failure_of_status, retry_after_of
from tagwire.fetch.tdmrep import MAX_BYTES, TdmReps
from tagwire.fetch.transport import Answer, Transport, Trouble
from tagwire.model import Reason, Response
from tagwire.urls import fetch_url

REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
MAX_FORM_ANSWER = 100_000


class Web(Protocol):
    """What a client and its fakes can do."""

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = PAGE_ACCEPT,
        max_bytes: int | None = None,
    ) -> Response | FetchFailure:
        """Fetch a URL. Nothing that the world does raises; being cancelled does."""
        ...

    async def post_form(self, url: str, form: bytes) -> Response | FetchFailure:
        """Send a form. No redirect is followed, and no robots.txt asked: it is no page."""
        ...

    async def is_mining_reserved(self, url: str) -> bool:
        """Return whether the site of a page reserves text and data mining of it (TDMRep)."""
        ...

    def busy_hosts(self) -> list[str]:
        """Return the hosts that a get would wait long for."""
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """One get, whatever hops it takes."""

    url: str
    headers: Mapping[str, str]
    max_bytes: int
    obey_robots: bool = True
    validators: bool = False  # a 304 is an answer only to these
    form: bytes | None = None  # sent instead of asking; redirects are failures then


class HostMemory(Blocks, KeptRobots, Protocol):
    """What remembers for all clients what hosts said."""


class Client:
    """The only client: guarded, polite, limited. Belongs to one event loop.

    Use it as an async context manager, or ``close`` it. ``memory`` shares Retry-After and
    robots.txt with other clients.
    """

    def __init__(
        self, settings: FetchSettings, clock: Clock, memory: HostMemory | None = None
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._transport = Transport(settings)
        self._politeness = Politeness(
            clock,
            memory,
            min_gap_s=settings.min_gap_s,
            max_gap_s=settings.max_gap_s,
            max_wait_s=settings.max_wait_s,
            cap=settings.max_connections,
        )
        self._robots = Robots(self._get_robots, clock, ROBOTS_TOKEN, memory)
        self._reservations = TdmReps(self._get_reservations, clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = PAGE_ACCEPT,
        max_bytes: int | None = None,
    ) -> Response | FetchFailure:
        """Fetch a URL: robots.txt obeyed, redirects followed, one request at a host.

        Validators go out verbatim; an unchanged page is a Response of status 304.
        Nothing that the world does raises; being cancelled does.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        sent = {name: value for name, value in validators.items() if value and _is_line(value)}
        return await self._follow(
            _Ask(
                url=url,
                headers={"Accept": accept, **sent},
                max_bytes=max_bytes or self._settings.max_body_bytes,
                validators=bool(sent),
            )
        )

    async def post_form(self, url: str, form: bytes) -> Response | FetchFailure:
        """Send a form. No redirect is followed, and no robots.txt asked: it is no page."""
        headers = {"Accept": "*/*", "Content-Type": "application/x-www-form-urlencoded"}
        return await self._follow(
            _Ask(url=url, headers=headers, max_bytes=MAX_FORM_ANSWER, obey_robots=False, form=form)
        )

    async def is_mining_reserved(self, url: str) -> bool:
        """Return whether the site of a page reserves text and data mining of it (TDMRep)."""
        return await self._reservations.is_reserved(url)

    def busy_hosts(self) -> list[str]:
        """Return the hosts that a get would wait long for: asked, queued for or blocked."""
        return self._politeness.busy_hosts()

    async def _get_robots(self, url: str) -> Response | FetchFailure:
        return await self._follow(
            _Ask(
                url=url,
                headers={"Accept": "text/plain,*/*;q=0.5"},
                max_bytes=10 * MAX_ROBOTS_BYTES,
                obey_robots=False,
            )
        )

    async def _get_reservations(self, url: str) -> Response | FetchFailure:
        return await self.get(url, accept="application/json", max_bytes=MAX_BYTES)

    async def _follow(self, ask: _Ask) -> Response | FetchFailure:
        target = self._target_of(ask, ask.url, "")
        left_s, seen = self._settings.total_timeout_s, set[str]()
        permanent, is_for_good = "", True
        while isinstance(target, URL):
            if str(target) in seen or len(seen) > self._settings.max_redirects:
                detail = f"{len(seen)} redirects, then on to {target}"
                return failure_of(ask.url, Reason.TOO_MANY_REDIRECTS, detail)
            seen.add(str(target))
            answer, spent_s = await self._hop(ask, target, left_s)
            left_s = max(left_s - spent_s, 0.1)
            if isinstance(answer, FetchFailure):
                return answer
            if answer.status not in REDIRECTS or ask.form is not None:
                return self._response_of(ask, target, answer, permanent)
            target = self._next_of(ask, target, answer)
            is_for_good = is_for_good and answer.status in FOR_GOOD
            permanent = str(target) if is_for_good else permanent
        return target

    async def _hop(
        self, ask: _Ask, target: URL, left_s: float
    ) -> tuple[Answer | FetchFailure, float]:
        """Ask one address in its host's turn; also return the real seconds that it took."""
        host = (target.raw_host or "").rstrip(".")
        if ask.obey_robots:
            decision = await self._robots.decide(str(target))
            self._politeness.slow_down(host, decision.crawl_delay_s)
            if decision.failure is not None:
                return _as_of(ask, decision.failure), 0.0
        async with self._politeness.turn(host) as turn:
            if isinstance(turn, Blocked):
                return _blocked(ask, host, turn), 0.0
            loop = asyncio.get_running_loop()
            start_s = loop.time()
            answer = await self._transport.exchange(
                target, ask.headers, max_bytes=ask.max_bytes, timeout_s=left_s, form=ask.form
            )
            if isinstance(answer, Trouble):
                return _troubled(ask, target, answer), loop.time() - start_s
            turn.retry_after_s = retry_after_of(answer, self._clock.now())
            return answer, loop.time() - start_s

    def _response_of(
        self, ask: _Ask, target: URL, answer: Answer, permanent: str
    ) -> Response | FetchFailure:
        now = self._clock.now()
        if answer.status == 206:
            detail = "the host gave a part although the whole was asked for"
            return failure_of(ask.url, Reason.TRUNCATED, detail, status=answer.status)
        if answer.status in range(200, 300) or (answer.status == 304 and ask.validators):
            return Response(
                url=ask.url,
                final_url=str(target),
                status=answer.status,
                headers=answer.headers,
                body=answer.body,
                fetched=now,
                permanent_url=permanent,
            )
        return failure_of_status(ask.url, str(target), answer, now)

    def _target_of(self, ask: _Ask, url: str, base: str) -> URL | FetchFailure:
        """Return the address in the one spelling that is both checked and connected."""
        plain = fetch_url(url, base)
        if plain is None:
            return _unusable(ask, url)
        try:
            target = URL(plain, encoded=True)
            refusal = refusal_of(target, self._settings)
        except ValueError as error:
            return failure_of(ask.url, Reason.BAD_URL, str(error))
        return target if refusal is None else failure_of(ask.url, *refusal)

    def _next_of(self, ask: _Ask, target: URL, answer: Answer) -> URL | FetchFailure:
        location = answer.header("location")
        if not location:
            detail = f"{target} redirects without saying where to"
            return failure_of(ask.url, Reason.BAD_REDIRECT, detail, status=answer.status)
        found = self._target_of(ask, location, str(target))
        if isinstance(found, URL):
            if target.scheme == "https" and found.scheme == "http":
                detail = f"{target} redirects from https down to http"
                return failure_of(ask.url, Reason.BAD_REDIRECT, detail, status=answer.status)
            return found
        if found.reason in {Reason.BAD_URL, Reason.UNKNOWN_SCHEME}:
            detail = f"{target} redirects to {location[:200]!r}"
            return failure_of(ask.url, Reason.BAD_REDIRECT, detail, status=answer.status)
        return found


def _is_line(value: str) -> bool:
    """Say whether this can be sent as a header: what came in one line goes out in one."""
    return not any(char in "\r\n\0" for char in value)


def _unusable(ask: _Ask, url: str) -> FetchFailure:
    try:
        scheme = urlsplit(url.strip()).scheme
    except ValueError:
        scheme = ""
    if scheme and scheme not in {"http", "https"}:
        detail = f"scheme {scheme!r} is not http or https"
        return failure_of(ask.url, Reason.UNKNOWN_SCHEME, detail)
    return failure_of(ask.url, Reason.BAD_URL, "this is no usable web address")


def _as_of(ask: _Ask, failure: FetchFailure) -> FetchFailure:
    """Put the failure of a hop under the address that was asked."""
    return failure_of(
        ask.url,
        failure.reason,
        failure.rejected.detail,
        status=failure.status,
        retry_after_s=failure.retry_after_s,
        permanent=failure.permanent,
    )


def _blocked(ask: _Ask, host: str, blocked: Blocked) -> FetchFailure:
    detail = f"{host} wants to be left alone for {blocked.wait_s:.0f} s"
    return failure_of(ask.url, Reason.RATE_LIMITED, detail, retry_after_s=blocked.wait_s)


def _troubled(ask: _Ask, target: URL, trouble: Trouble) -> FetchFailure:
    where = "" if str(target) == ask.url else f" (at {target})"
    return failure_of(ask.url, trouble.reason, trouble.detail + where, status=trouble.status)
