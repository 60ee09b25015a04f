"""One request on one guarded connection: the only place that opens sockets.

Each way (direct, or one proxy) has its own session, so that what may be connected
for one is never open to another.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from tagwire.fetch._resolver import ThreadResolver
from tagwire.fetch.decode import ACCEPT_ENCODING, BadEncoding, Body, TooLarge, Truncated
from tagwire.fetch.guard import REFUSED, direct_socket_factory, proxy_socket_factory
from tagwire.fetch.settings import FetchSettings
from tagwire.model import Reason

# Bodies of redirects and errors are not read.
READ_STATUSES = range(200, 300)
KEEP_ALIVE_S = 15.0
# Content-Security-Policy of large publishers passes the 8 kB that aiohttp allows.
MAX_HEADER_BYTES = 32_768
MAX_HEADERS = 256
MAX_DETAIL_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host answered. ``body`` is decoded, and empty unless the status is 2xx."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first header of this lower-case name, or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why no answer came, or none that can be used; ``status`` when one was seen."""

    reason: Reason
    detail: str
    status: int | None = None


class Transport:
    """The sessions of all ways. Belongs to one event loop; ``close`` it there."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._ssl = _tls_of(settings)
        self._sessions: dict[str | None, aiohttp.ClientSession] = {}
        self._resolver: ThreadResolver | None = None

    async def exchange(
        self,
        url: URL,
        headers: Mapping[str, str],
        *,
        max_bytes: int,
        timeout_s: float,
        form: bytes | None = None,
    ) -> Answer | Trouble:
        """Ask once, follow nothing, and give back all that can go wrong as Trouble.

        With ``form`` that is sent (POST) instead of asking (GET).
        ``timeout_s`` is real time for everything: name look-up to last byte.
        """
        proxy = self._settings.way_of(url.raw_host or "")
        limit = aiohttp.ClientTimeout(
            total=timeout_s, connect=min(timeout_s, self._settings.connect_timeout_s)
        )
        try:
            async with self._session(proxy).request(
                "GET" if form is None else "POST",
                url,
                headers=headers,
                data=form,
                proxy=proxy,
                timeout=limit,
                allow_redirects=False,
            ) as response:
                return await _read(response, max_bytes)
        except (aiohttp.ClientError, HttpProcessingError, OSError) as error:
            return _trouble_of(error, timeout_s)

    async def close(self) -> None:
        """Close all connections."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
        if self._resolver is not None:
            await self._resolver.close()
            self._resolver = None

    def _session(self, proxy: str | None) -> aiohttp.ClientSession:
        session = self._sessions.get(proxy)
        if session is None:
            session = self._sessions[proxy] = self._open(proxy)
        return session

    def _open(self, proxy: str | None) -> aiohttp.ClientSession:
        self._resolver = self._resolver or ThreadResolver()
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            limit=self._settings.max_connections,
            keepalive_timeout=KEEP_ALIVE_S,
            ssl=self._ssl,
            socket_factory=(
                proxy_socket_factory(proxy) if proxy else direct_socket_factory(self._settings)
            ),
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
            headers={
                "User-Agent": self._settings.user_agent,
                "Accept-Encoding": ACCEPT_ENCODING,
            },
        )


def _tls_of(settings: FetchSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.ca_file is not None:
        context.load_verify_locations(settings.ca_file)
    return context


async def _read(response: aiohttp.ClientResponse, max_bytes: int) -> Answer | Trouble:
    headers = tuple((_text(name).lower(), _text(value)) for name, value in response.raw_headers)
    if response.status not in READ_STATUSES:
        return Answer(status=response.status, headers=headers)
    encodings = ", ".join(value for name, value in headers if name == "content-encoding")
    try:
        body = await _body_of(response, encodings, max_bytes)
    except tuple(BODY_REASONS) as error:
        reason = BODY_REASONS[type(error)]
        return Trouble(reason=reason, detail=str(error), status=response.status)
    return Answer(status=response.status, headers=headers, body=body)


async def _body_of(response: aiohttp.ClientResponse, encodings: str, max_bytes: int) -> bytes:
    """Read the body. Raises one of BODY_REASONS."""
    if (response.content_length or 0) > max_bytes:
        raise TooLarge(f"{response.content_length} bytes announced, at most {max_bytes} are read")
    body, received = Body(encodings, max_bytes), 0
    async for piece in response.content.iter_any():
        received += len(piece)
        if received > max_bytes:
            raise TooLarge(f"more than {max_bytes} bytes came")
        body.feed(piece)
    return body.end()


def _text(raw: bytes) -> str:
    """Headers are ASCII by the book, UTF-8 or Latin-1 in the wild."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _trouble_of(error: Exception, timeout_s: float) -> Trouble:
    if isinstance(error, TimeoutError):
        return Trouble(reason=Reason.TIMEOUT, detail=_timeout_detail(error, timeout_s))
    if isinstance(error, aiohttp.ClientPayloadError):
        return Trouble(reason=Reason.TRUNCATED, detail="the body ends before its announced end")
    if REFUSED in str(error):
        return Trouble(reason=Reason.REFUSED_ADDRESS, detail=_sentence(error))
    return Trouble(reason=Reason.UNREACHABLE, detail=_sentence(error))


def _timeout_detail(error: TimeoutError, timeout_s: float) -> str:
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return "no connection came about in time"
    return f"no complete answer within {timeout_s:.0f} s"


def _sentence(error: Exception) -> str:
    kind = next((text for known, text in KINDS.items() if isinstance(error, known)), "")
    # The connector's own words repeat host and port; those of the system say why.
    said = str(error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error)
    words = f"{kind}: {said}" if kind and said else kind or said or type(error).__name__
    return words[:MAX_DETAIL_CHARS]


BODY_REASONS: Mapping[type[Exception], Reason] = {
    TooLarge: Reason.TOO_LARGE,
    BadEncoding: Reason.BAD_ENCODING,
    Truncated: Reason.TRUNCATED,
}
# First match wins: the more special error stands above its parent.
KINDS: Mapping[type[Exception], str] = {
    aiohttp.ClientConnectorDNSError: "the host name does not resolve",
    aiohttp.ClientProxyConnectionError: "the proxy cannot be reached",
    aiohttp.ClientHttpProxyError: "the proxy refused",
    aiohttp.ClientSSLError: "no trusted TLS connection",
    aiohttp.ClientConnectorError: "the host cannot be connected",
    aiohttp.ClientResponseError: "the answer is not HTTP",
    HttpProcessingError: "the answer is not HTTP",
}
