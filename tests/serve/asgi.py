"""Calls an ASGI application without sockets, as a browser on loopback would."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

HOST = "127.0.0.1:8080"
crashed: list[Exception] = []  # what servers would have logged


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self):
        """The body as JSON."""
        return json.loads(self.body)


class Browser:
    """Keeps cookies between calls, like a browser."""

    def __init__(self, app, client=("127.0.0.1", 50000)) -> None:
        self.app = app
        self.client = client
        self.cookies: dict[str, str] = {}

    def get(self, url: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", url, headers=headers)

    def post(self, url: str, form: Mapping[str, str] | None = None, **headers: str) -> Answer:
        """Send a form."""
        body = urlencode(form or {}, doseq=True).encode()
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self.ask("POST", url, headers=kind | headers, body=body)

    def ask(self, method: str, url: str, *, headers=None, body: bytes = b"") -> Answer:
        """Send any request. Header names may be written with ``_`` for ``-``."""
        sent = {name.replace("_", "-").lower(): value for name, value in (headers or {}).items()}
        sent.setdefault("host", HOST)
        if self.cookies:
            sent["cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        answer = asyncio.run(call(self.app, method, url, sent, body, self.client))
        for name, value in answer.cookies.items():
            if value in {"", '""'}:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer


async def call(app, method, url, headers, body, client) -> Answer:
    """Run one request through the application."""
    parts = urlsplit(url)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": percent_decoded(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(k.encode(), v.encode("latin-1")) for k, v in headers.items()],
        "client": client,
        "server": ("127.0.0.1", 8080),
        "state": {},
    }
    sent = []
    inbox = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive():
        return inbox.pop(0) if inbox else {"type": "http.disconnect"}

    async def send(message) -> None:
        sent.append(message)

    try:
        await app(scope, receive, send)
    except Exception as error:  # what a server would log; the answer was sent before
        if not sent:
            raise
        crashed.append(error)
    start = sent[0]
    pairs = [(k.decode().lower(), v.decode("latin-1")) for k, v in start["headers"]]
    cookies = dict(v.partition(";")[0].split("=", 1) for k, v in pairs if k == "set-cookie")
    answered = dict(pairs)
    content = b"".join(message.get("body", b"") for message in sent[1:])
    if answered.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
    return Answer(start["status"], answered, cookies, content)


def percent_decoded(path: str) -> str:
    """Return the path as servers hand it over."""
    from urllib.parse import unquote

    return unquote(path)
