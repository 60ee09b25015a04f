"""What every request passes before a page sees it, and every answer before it leaves.

request ─ Guard (Host allow-list, headers on every answer) ─ OwnerGate (writes) ─ pages
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tagwire.serve.forms import Form, form_of
from tagwire.serve.owner import COOKIE, KEY_SETTING, Session, session_of
from tagwire.serve.settings import LOOPBACK_NAMES, WILDCARDS, ServeSettings, is_ip
from tagwire.serve.site import Site

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_FORM_BYTES = 64 * 1024
# A list of 2,000 feeds with folders has about 600 kB.
MAX_UPLOAD_BYTES = 4 * 1024 * 1024
UPLOAD = "/sources/add/opml"  # the only form with a file, and for the owner only
BODY_LIMIT_S = 10.0  # of real time: a form that trickles in holds a connection
SIGNED = "/websub/"  # what comes there is proved by its signature and writes nothing of its own
SIGN_IN = "/owner"  # the only write that needs no session: it makes one

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

Refusal = tuple[int, str]  # status and reason
ShowError = Callable[[Site, Request, int, str], Response]


class Guard:
    """The outermost layer: refuses foreign hosts, adds the security headers to every answer."""

    def __init__(self, app: ASGIApp, settings: ServeSettings, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.routes = routes
        self._settings = settings
        self._headers = dict(SECURITY_HEADERS)
        if settings.hides_from_robots:
            self._headers["X-Robots-Tag"] = "noindex, nofollow"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; lifespan passes through, websockets are not served."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif is_known_host(Headers(scope=scope).getlist("host"), self._settings):
            await self.app(scope, receive, self._with_headers(send))
        else:
            refusal = PlainTextResponse(
                "This instance does not answer under this host name. "
                "The owner can allow it with the setting public_hosts.\n",
                status_code=421,
            )
            await refusal(scope, receive, self._with_headers(send))

    def _with_headers(self, send: Send) -> Send:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return send_guarded


def is_known_host(given: Sequence[str], settings: ServeSettings) -> bool:
    """Return whether a request may use this Host.

    Rebinding needs a name, so an address is fine where we listen on all of them.
    """
    if len(given) != 1:
        return False
    name = host_name(given[0])
    allowed = LOOPBACK_NAMES | {host_name(host) for host in (settings.host, *settings.public_hosts)}
    return name in allowed - {""} or (settings.host in WILDCARDS and is_ip(name))


def host_name(host: str) -> str:
    """Return the name of a Host header without port, brackets and case."""
    bare = host.strip().lower()
    if bare.startswith("["):
        return bare[1:].partition("]")[0]
    name = bare if bare.count(":") > 1 else bare.partition(":")[0]
    return name.rstrip(".")


class OwnerGate:
    """Finds the owner's session; lets nobody else change anything."""

    def __init__(
        self, app: ASGIApp, site: Site, show_error: ShowError, body_limit_s: float = BODY_LIMIT_S
    ) -> None:
        self.app = app
        self._body_limit_s = body_limit_s
        self._site = site
        self._show_error = show_error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its session and its form, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        state = scope.setdefault("state", {})
        state["session"] = session = self._session_of(request)
        if scope["method"] in SAFE_METHODS or self._is_signed(scope):
            await self.app(scope, receive, send)
            return
        is_upload = session is not None and request.url.path == UPLOAD
        limit = MAX_UPLOAD_BYTES if is_upload else MAX_FORM_BYTES
        body = await read_body(receive, self._body_limit_s, limit)
        if isinstance(body, tuple):
            answer = self._show_error(self._site, request, *body)
            answer.headers["Connection"] = "close"  # the rest of the form is not waited for
            await answer(scope, receive, send)
            return
        form = form_of(request.headers.get("content-type", ""), body)
        refusal = refusal_of(request, form, session)
        if refusal is not None:
            await self._show_error(self._site, request, *refusal)(scope, receive, send)
            return
        state["form"] = form
        await self.app(scope, replay(body), send)

    def _is_signed(self, scope: Scope) -> bool:
        """Tell whether a request is for the hub's door, where one is: it checks for itself."""
        is_door = scope["method"] == "POST" and scope["path"].startswith(SIGNED)
        return is_door and self._site.set_up.hubs is not None

    def _session_of(self, request: Request) -> Session | None:
        cookie = request.cookies.get(COOKIE)
        if cookie is None:
            return None
        return session_of(cookie, self._site.store.find_setting(KEY_SETTING), self._site.clock())


def refusal_of(request: Request, form: Form, session: Session | None) -> Refusal | None:
    """Return why this write is refused."""
    if not is_same_origin(request.headers):
        return 403, "This form was sent from another site."
    if request.url.path == SIGN_IN and request.method == "POST":
        return None
    if session is None:
        return 403, "Only the owner of this instance can do this."
    given = form.get("csrf") or request.headers.get("x-csrf-token", "")
    if not hmac.compare_digest(given.encode(), session.csrf.encode()):
        return 403, "The form was too old or not ours. Go back, reload the page and try again."
    return None


def is_same_origin(headers: Headers) -> bool:
    """Return whether nothing says that the request comes from another site.

    Our pages send no referrer, so browsers write ``Origin: null`` on their forms, as a foreign
    page may do too: it says nothing. Sec-Fetch-Site cannot be forged by a page and decides
    where it is sent (https and loopback); elsewhere the CSRF token has to do.
    """
    fetch_site = headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    origin = headers.get("origin", "null")
    try:
        netloc = urlsplit(origin).netloc
    except ValueError:
        return False
    return origin == "null" or netloc.lower() == headers.get("host", "").lower()


async def read_body(
    receive: Receive, limit_s: float, limit_bytes: int = MAX_FORM_BYTES
) -> bytes | Refusal:
    """Return the body of a request, or why it is no form of ours: too large, slow or cut off."""
    try:
        async with asyncio.timeout(limit_s):
            return await _whole_body(receive, limit_bytes)
    except TimeoutError:
        return 408, "The form took too long to come in. Try again."


async def _whole_body(receive: Receive, limit_bytes: int) -> bytes | Refusal:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return 400, "The form broke off."
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit_bytes:
            return 413, f"The form is too large: more than {limit_bytes // 1024} kB."
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def replay(body: bytes) -> Callable[[], Awaitable[Message]]:
    """Return a receive that gives a body that was read already."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
