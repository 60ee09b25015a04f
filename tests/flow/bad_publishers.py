"""A forward proxy in front of made-up publishers, each with one fault and a good article beside it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HUGE_BYTES = 50_000_000
HANG_S = 8.0
UTF8, CP1252 = "text/html; charset=utf-8", "text/html; charset=windows-1252"
SENTENCE = "The café in Orléans stayed open – “a naïve plan”, said the mayor on Monday."

SUBJECTS = [
    "bridge",
    "market",
    "school",
    "harbour",
    "ferry",
    "library",
    "tram",
    "hospital",
    "museum",
    "stadium",
    "bakery",
    "orchard",
    "theatre",
    "prison",
    "airport",
    "forest",
    "canal",
    "cinema",
    "castle",
    "nursery",
    "brewery",
    "garden",
    "cemetery",
    "tower",
    "quarry",
    "farm",
    "chapel",
    "station",
    "fountain",
    "monastery",
    "lighthouse",
    "warehouse",
    "vineyard",
    "factory",
    "archive",
    "mill",
    "barracks",
    "observatory",
    "swimming-pool",
    "fire-brigade",
    "town-hall",
    "greenhouse",
]


def article(name: str) -> str:
    """Return a page with a readable article that shares few words with all others."""
    rng = random.Random(name)
    body = "".join(
        f"<p>The council of {name} met over the {' and the '.join(rng.sample(SUBJECTS, 9))}.</p>"
        for _ in range(5)
    )
    body = f"<p>{SENTENCE}</p>{body}"
    return (
        f"<html lang=en><head><title>Council of {name} meets</title></head><body>"
        f"<article><h1>Council of {name} meets</h1>{body}</article></body></html>"
    )


def feed(host: str, links: list[str]) -> str:
    """Return an RSS feed with these links."""
    items = "".join(
        f"<item><title>Entry {n}</title><guid>{host}-{n}</guid><link>{link}</link></item>"
        for n, link in enumerate(links)
    )
    return f"<rss version='2.0'><channel><title>{host}</title>{items}</channel></rss>"


class Handler(BaseHTTPRequestHandler):
    """Answers for all publishers; what a client asks a forward proxy for."""

    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        name, path = (address.hostname or "").removesuffix(".test"), address.path
        self.server.asked.append(self.path)
        fault = FAULTS.get(f"{name}{path}")
        if fault:
            fault(self)
        elif path == "/robots.txt":
            self.answer(404)
        elif path == "/feed":
            faults = [key for key in FAULTS if key.startswith(f"{name}/")]
            pages = [f"http://{key.replace('/', '.test/', 1)}" for key in faults]
            self.answer(200, feed(name, [f"http://{name}.test/good", *pages]), "application/xml")
        elif path == "/good":
            self.answer(200, article(name))
        else:
            self.answer(502, "no such host")

    def do_CONNECT(self) -> None:
        self.answer(502, "no such host")

    def answer(
        self, status: int, body: str | bytes = "", content_type: str = UTF8, **headers: str
    ) -> None:
        """Send an answer in full."""
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        fields = {"Content-Length": str(len(content))}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def _huge(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", UTF8)
    handler.end_headers()
    chunk = b"<p>more and more of the same</p>" * 2000
    try:
        for _ in range(HUGE_BYTES // len(chunk)):
            handler.wfile.write(chunk)
    except OSError:
        return  # the client has seen enough


def _hang(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.flush()
    time.sleep(HANG_S)


def _schemes(handler: Handler) -> None:
    links = [
        "javascript:alert(1)",
        "ftp://x.test/a",
        "file:///etc/passwd",
        "http://schemes.test/good",
    ]
    handler.answer(200, feed("schemes", links), "application/rss+xml")


def _broken(handler: Handler) -> None:
    text = article("broken page").replace("</p>", "</div><p").replace("</article>", "\x00</table><")
    handler.answer(200, text[:-30])


FAULTS: dict[str, Callable[[Handler], None]] = {
    "broken/page": _broken,
    "empty/page": lambda handler: handler.answer(200, ""),
    "charset/claims-utf8": lambda h: h.answer(200, article("claims-utf8").encode("cp1252"), UTF8),
    "charset/claims-1252": lambda h: h.answer(200, article("claims-1252").encode(), CP1252),
    "huge/page": _huge,
    "hang/page": _hang,
    "metadata/page": lambda h: h.answer(302, Location="http://169.254.169.254/latest/meta-data/"),
    "loop/page": lambda h: h.answer(302, Location="/page"),
    "short/page": lambda h: h.answer(200, article("short"), Content_Length="99999"),
    "packed/page": lambda h: h.answer(200, article("packed"), Content_Encoding="gzip"),
    "pdf/page": lambda h: h.answer(200, b"%PDF-1.7 \x00\x01\x02", "application/pdf"),
    "missing/page": lambda h: h.answer(404, "nothing here"),
    "schemes/feed": _schemes,
    "page-as-feed/feed": lambda h: h.answer(200, article("page-as-feed")),
    "empty-feed/feed": lambda h: h.answer(200, "", "application/rss+xml"),
    "gone/feed": lambda h: h.answer(410, "gone"),
    "busy/feed": lambda h: h.answer(429, "later", Retry_After="86400"),
    "down/feed": lambda h: h.answer(502, "no such host"),
}
NAMES = sorted({key.partition("/")[0] for key in FAULTS})


class Publishers(ThreadingHTTPServer):
    """The proxy; ``asked`` are the addresses that it was asked for."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        """Return what ``TAGWIRE_PROXY`` has to be."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def bad_publishers() -> Iterator[Publishers]:
    """Serve all publishers until the block ends."""
    with Publishers() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
