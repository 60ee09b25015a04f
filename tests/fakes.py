"""Stand-ins that keep the promises of the real ones (the same contract tests hold them)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tagwire.fetch import PAGE_ACCEPT, FetchFailure, failure_of
from tagwire.model import Reason, Response

START = datetime(2026, 9, 1, 6, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until somebody sleeps or ``advance``s it."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds)
        await asyncio.sleep(0)

    def product_seconds(self, real_seconds: float) -> float:
        return real_seconds

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


class ScaledClock:
    """A clock that runs ``factor`` times faster than the wall's."""

    def __init__(self, factor: float, start: datetime = START) -> None:
        self._factor = factor
        self._start = start
        self._zero = datetime.now(UTC)

    def now(self) -> datetime:
        return self._start + (datetime.now(UTC) - self._zero) * self._factor

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request that a fake web got."""

    url: str
    etag: str | None
    last_modified: str | None
    accept: str


Answer = Response | FetchFailure
Page = Answer | Callable[[Asked], Answer]


class FakeWeb:
    """A web without sockets: what is not in it is unreachable.

    ``pages`` may be changed while in use. A page with the validator that is asked
    for answers 304; one larger than ``max_bytes`` is a failure. ``asked`` keeps
    what came.
    """

    def __init__(self, pages: Mapping[str, Page], *, delay_s: float = 0.0) -> None:
        self.pages = dict(pages)
        self.asked: list[Asked] = []
        self.forms: list[tuple[str, bytes]] = []
        self.reserved: list[str] = []  # beginnings of addresses
        self._delay_s = delay_s

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = PAGE_ACCEPT,
        max_bytes: int | None = None,
    ) -> Answer:
        asked = Asked(url=url, etag=etag, last_modified=last_modified, accept=accept)
        self.asked.append(asked)
        await asyncio.sleep(self._delay_s)
        page = self.pages.get(url)
        if page is None:
            return failure_of(url, Reason.UNREACHABLE, "no such page in the fake web")
        answer = page(asked) if callable(page) else page
        if isinstance(answer, FetchFailure):
            return answer
        if _is_unchanged(answer, asked):
            return replace(answer, url=url, status=304, body=b"")
        if max_bytes is not None and len(answer.body) > max_bytes:
            return failure_of(url, Reason.TOO_LARGE, f"more than {max_bytes} bytes")
        return replace(answer, url=url)

    async def post_form(self, url: str, form: bytes) -> Answer:
        self.forms.append((url, form))
        page = self.pages.get(url)
        if page is None:
            return failure_of(url, Reason.UNREACHABLE, "no such page in the fake web")
        return (
            page(Asked(url=url, etag=None, last_modified=None, accept=""))
            if callable(page)
            else page
        )

    async def is_mining_reserved(self, url: str) -> bool:
        return any(url.startswith(part) for part in self.reserved)

    def busy_hosts(self) -> list[str]:
        return []

    async def close(self) -> None: ...


def page_of(
    url: str,
    body: bytes | str = b"",
    *,
    content_type: str = "text/html; charset=utf-8",
    final_url: str | None = None,
    fetched: datetime = START,
    **headers: str,
) -> Response:
    """Build a response of status 200; header names are written with underscores."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(
        url=url,
        final_url=final_url or url,
        status=200,
        headers=(("content-type", content_type), *named),
        body=body.encode() if isinstance(body, str) else body,
        fetched=fetched,
    )


def _is_unchanged(answer: Response, asked: Asked) -> bool:
    if answer.status != 200:
        return False
    if asked.etag is not None:
        return answer.header("etag") == asked.etag
    wanted = asked.last_modified
    return wanted is not None and answer.header("last-modified") == wanted
