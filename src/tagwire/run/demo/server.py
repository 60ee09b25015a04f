"""The demo newsroom on a loopback address."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from aiohttp import web

from tagwire.run.demo.newsroom import Newsroom, load_newsroom
from tagwire.run.demo.render import EDITED_ETAG, Answer, Edition, Request, answer

# The hosts that the newsroom answers for: a suffix for the routes of the fetch client.
DEMO_ROUTE = ".example"
# An edit goes out this long after its page was first fetched: soon, but never in the same poll.
EDIT_AFTER = timedelta(seconds=10)
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
    again after a restart, or every date in the feeds moves. ``clock`` tells when edits
    are due. The caller stops what it started.
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
        self._edited: set[str] = set()
        self._fetched: dict[str, datetime] = {}  # domain -> first fetch of its page with an edit
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
        self._publish_edits(asked)
        edition = Edition(
            newsroom=self._newsroom, start=self._start, edited=frozenset(self._edited)
        )
        given = answer(edition, asked)
        if request.method == "GET":
            self._note_fetch(host, given)
        return web.Response(status=given.status, headers=dict(given.headers), body=given.body)

    def _publish_edits(self, asked: Request) -> None:
        now = self._clock()
        due = {domain for domain, at in self._fetched.items() if now - at >= EDIT_AFTER}
        # A reader who shows an ETag of the edited state has it from before a restart: the
        # newsroom must not go back to the first state.
        knows_edit = (asked.if_none_match or "").startswith(EDITED_ETAG)
        if knows_edit and self._newsroom.find_house(asked.host):
            due.add(asked.host)
        self._edited |= due

    def _note_fetch(self, host: str, given: Answer) -> None:
        house = self._newsroom.find_house(host)
        if house and any(page.edit and page.guid == given.guid for page in house.pages):
            self._fetched.setdefault(host, self._clock())
