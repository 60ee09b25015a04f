"""A server on loopback that says exactly the bytes a test wants, as origin or as forward proxy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fakes import ScaledClock
from tagwire.fetch import Client, FetchSettings


@dataclass
class Seen:
    """One request as it came."""

    url: str
    host: str
    headers: dict[str, str]
    start: float
    end: float = field(default=float("inf"))


Say = Callable[[Seen, asyncio.StreamWriter], Awaitable[None]]
Reply = bytes | Say


def answer(status: int, body: bytes = b"", **headers: str | int) -> bytes:
    """Build an answer with the right Content-Length unless another is given."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if not any(name.lower() == "content-length" for name in named):
        named["Content-Length"] = len(body)
    lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Loopback:
    """Answers by URL (as a proxy) or path (as an origin); ``*`` answers all else, or 404."""

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        self.replies = dict(replies)
        self.seen: list[Seen] = []
        self.connections = 0
        self.port = 0

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def urls(self) -> list[str]:
        """What was asked, robots.txt aside."""
        return [seen.url for seen in self.seen if not seen.url.endswith("/robots.txt")]

    def peak(self, host: str | None = None) -> int:
        """The most requests that were in flight at once, of one host or of all."""
        mine = [seen for seen in self.seen if host in (None, seen.host)]
        return max(
            (sum(a.start <= b.start < a.end for a in mine) for b in mine),
            default=0,
        )

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away, or the test is over
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *rows = head.split("\r\n")
        url = line.split(" ")[1]
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (row.partition(":") for row in rows if row)
        }
        host = urlsplit(url).hostname or headers.get("host", "").partition(":")[0]
        now = asyncio.get_running_loop().time
        seen = Seen(url=url, host=host, headers=headers, start=now())
        self.seen.append(seen)
        reply = self.replies.get(url, self.replies.get("*", answer(404)))
        if url.endswith("/robots.txt") and url not in self.replies:
            reply = answer(404)
        try:
            if isinstance(reply, bytes):
                writer.write(reply)
                await writer.drain()
                return True
            await reply(seen, writer)
            await writer.drain()
            return False
        finally:
            seen.end = now()


@asynccontextmanager
async def loopback(replies: Mapping[str, Reply]) -> AsyncIterator[Loopback]:
    """Serve on a free port of 127.0.0.1."""
    served = Loopback(replies)
    server = await asyncio.start_server(served.handle, "127.0.0.1", 0)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()


@asynccontextmanager
async def client_of(**settings: object) -> AsyncIterator[Client]:
    """A client whose product time runs a thousand times faster."""
    async with Client(FetchSettings(**settings), ScaledClock(1000)) as client:  # type: ignore[arg-type] # tests only
        yield client
