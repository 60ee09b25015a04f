"""The demo newsroom on a loopback address."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from aiohttp import web

from tagwire.run.demo.edition import Edition
from tagwire.run.demo.newsroom import Newsroom, load_newsroom
from tagwire.run.demo.render import Request, answer

# The hosts that the newsroom answers for: a suffix for the routes of the fetch client.
DEMO_ROUTE = ".example"
# Enough to see a whole first fill; the demo may run for weeks.
ASKED_KEPT = 1000


class Asked(NamedTuple):
    """A request that came in, in the order of arrival."""

    method: str
    host: str
    path: str


def _utc_now() -> datetime:
    return datetime.now(UTC)


class DemoServer:
    """Serves the newsroom to proxy requests and to virtual-host requests on 127.0.0.1.

    ``start`` is the moment from which the texts count their age. Give the same one
    again after a restart, or every date in the feeds moves. ``clock`` tells which later
    texts and edits are out. The caller stops what it started.
    """

    def __init__(
        self,
        *,
        start: datetime | None = None,
        clock: Callable[[], datetime] = _utc_now,
        newsroom: Newsroom | None = None,
    ) -> None:
        self._clock = clock
        self._start = (start or clock()).replace(microsecond=0)
        self._newsroom = newsroom or load_newsroom()
        self._runner: web.AppRunner | None = None
        self.asked: deque[Asked] = deque(maxlen=ASKED_KEPT)

    async def start(self) -> str:
        """Listen on a free port; return the address, ``http://127.0.0.1:PORT``."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)  # HEAD comes with it
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        return f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        """Close the port. Safe to call twice."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer(self, request: web.Request) -> web.Response:
        host = (request.url.host or "").lower()
        asked = Request(
            host=host,
            path=request.path,
            if_none_match=request.headers.get("If-None-Match"),
            if_modified_since=request.headers.get("If-Modified-Since"),
        )
        self.asked.append(Asked(request.method, host, request.path))
        edition = Edition(newsroom=self._newsroom, start=self._start, now=self._clock())
        given = answer(edition, asked)
        return web.Response(status=given.status, headers=dict(given.headers), body=given.body)
