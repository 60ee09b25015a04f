"""Every reason is met by somebody: the input that stops a record, and the word it stops with."""

from __future__ import annotations

import asyncio
import io
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fakes import FakeClock, FakeWeb, page_of
from fetch.loopback import Reply, Seen, answer, client_of, loopback
from tagwire.errors import DiskFull
from tagwire.extract import extract
from tagwire.fetch import FetchFailure
from tagwire.fetch.robots import Robots
from tagwire.fetch.status import failure_of_status
from tagwire.fetch.transport import Answer
from tagwire.model import Article, Entry, Page, Publisher, Reason, Rejected, Source, SourceKind
from tagwire.run.fetching import fetch_page
from tagwire.run.lines import extract_stage, record_of_line
from tagwire.run.live import Live
from tagwire.run.pipeline import Processed
from tagwire.sources import iter_warc, parse_opml, parse_sitemap, parse_source
from tagwire.store import MemoryStore, Segments
from tagwire.store.values import PageOutcome, PageTask, PollOutcome, SourceState
from tagwire.tag import Tagger, load_catalogue

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "http://paper.example/1"
FEED = "http://paper.example/feed.xml"
PAPER = Publisher(domain="paper.example", name="Paper")

Answers = Rejected | Iterable[Rejected]


@dataclass(frozen=True)
class Case:
    """Somebody who meets a reason: an input at a door, and the reason that it gets."""

    reason: Reason
    name: str
    door: Callable[[], Answers]
    flow: bool = False

    @property
    def param(self) -> object:
        marks = [pytest.mark.flow] if self.flow else []
        return pytest.param(self, id=f"{self.reason}: {self.name}", marks=marks)


# ------------------------------------------------------------------ the doors


def feed(body: str) -> Callable[[], Answers]:
    return lambda: refusals_of(parse_source(body.encode(), FEED))


def rss(items: str) -> Callable[[], Answers]:
    return feed(f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>')


def html(body: bytes, content_type: str = "text/html") -> Callable[[], Answers]:
    def door() -> Answers:
        [found] = extract([Page(response=page_of(URL, body, content_type=content_type))])
        return refusals_of(found)

    return door


def archive(*records: bytes) -> Callable[[], Answers]:
    def door() -> Answers:
        return [
            one for one in iter_warc(io.BytesIO(b"".join(records))) if isinstance(one, Rejected)
        ]

    return door


def record(http: bytes, *, target: str = URL, cut: int = 0) -> bytes:
    named = f"WARC-Target-URI: {target}\r\n" if target else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\n{named}WARC-Date: 2026-11-24T12:00:00Z\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http[: len(http) - cut] + b"\r\n\r\n"


def status(code: int) -> Callable[[], Answers]:
    return lambda: failure_of_status(URL, URL, Answer(status=code, headers=()), NOW).rejected


def guarded(url: str) -> Callable[[], Answers]:
    """Ask a client that refuses the address before any connection."""

    async def ask() -> Answers:
        async with client_of() as client:
            return refusals_of(await client.get(url))

    return lambda: asyncio.run(ask())


def asked(replies: Mapping[str, Reply] | None, **settings: object) -> Callable[[], Answers]:
    """Ask a client behind a proxy that gives these replies; without any, the proxy is down."""

    async def ask() -> Answers:
        async with loopback(replies or {}) as served:
            proxy = served.proxy
            if replies is not None:
                async with client_of(proxy=proxy, **settings) as client:
                    return refusals_of(await client.get(URL))
        async with client_of(proxy=proxy, **settings) as client:
            return refusals_of(await client.get(URL))

    return lambda: asyncio.run(ask())


async def silent(_: Seen, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.4)
    writer.write(answer(200))


async def cut_off(_: Seen, writer: asyncio.StreamWriter) -> None:
    writer.write(answer(200, b"half", Content_Length=8))


def forbidden_by_robots() -> Answers:
    address = "http://paper.example/robots.txt"
    web = FakeWeb({address: page_of(address, "User-agent: *\nDisallow: /")})
    decision = asyncio.run(Robots(web.get, FakeClock(), "Tagwire").decide(URL))
    assert decision.failure is not None
    return decision.failure.rejected


def tagged_without_words() -> Answers:
    [found] = Tagger(load_catalogue({}))(
        [Article(uri=URL, url=URL, headline="", publisher=PAPER, language="en")]
    )
    return refusals_of(found)


def broken_by_our_fault() -> Answers:
    def breaks(_: object) -> FetchFailure:
        raise OverflowError("a date beyond all years")

    return page_fetched(FakeWeb({URL: breaks}))


def page_fetched(web: FakeWeb) -> Answers:
    task = PageTask(
        id=1,
        url=URL,
        entry=Entry(url=URL),
        publisher=PAPER,
        first_seen=NOW,
    )
    found = asyncio.run(fetch_page(web, task, FakeClock()))
    assert isinstance(found, PageOutcome)
    assert found.rejected is not None
    return found.rejected


def line(raw: bytes) -> Callable[[], Answers]:
    return lambda: refusals_of(record_of_line(raw))


def refusals_of(found: object) -> Answers:
    """Return what was rejected of an answer: the whole of it, or parts."""
    if isinstance(found, FetchFailure):
        return found.rejected
    return found if isinstance(found, Rejected) else getattr(found, "rejected", ())


# ------------------------------------------------------------------ the cases

DEEP = "<d>" * 400
CASES = [
    Case(Reason.UNREACHABLE, "the proxy is down", asked(None), flow=True),
    Case(
        Reason.TIMEOUT, "a silent host", asked({URL: silent}, total_timeout_s=0.1), flow=True
    ),
    Case(
        Reason.TOO_MANY_REDIRECTS, "a page leads to itself",
        asked({URL: answer(302, Location="/1")}), flow=True,
    ),
    Case(
        Reason.BAD_REDIRECT, "a redirect to a mail address",
        asked({URL: answer(302, Location="mailto:desk@paper.example")}), flow=True,
    ),
    Case(
        Reason.BAD_ENCODING, "a body that is not packed as it says",
        asked({URL: answer(200, b"plain", Content_Encoding="gzip")}), flow=True,
    ),
    Case(
        Reason.TRUNCATED, "a body that ends early",
        asked({URL: cut_off}), flow=True,
    ),
    Case(
        Reason.TOO_LARGE, "a body over the limit",
        asked({URL: answer(200, b"x" * 90)}, max_body_bytes=80), flow=True,
    ),
    Case(Reason.BAD_REDIRECT, "a 304 that nobody asked for", status(304)),
    Case(Reason.REFUSED_ADDRESS, "this machine", guarded("http://127.0.0.1/")),
    Case(Reason.REFUSED_ADDRESS, "an unusual port", guarded("http://paper.example:22/")),
    Case(Reason.UNKNOWN_SCHEME, "a file", guarded("ftp://paper.example/1")),
    Case(Reason.BAD_URL, "a password in the address", guarded("http://me:pw@paper.example/")),
    Case(Reason.BAD_URL, "no address", guarded("grain ships")),
    Case(Reason.ROBOTS, "robots.txt closes all", forbidden_by_robots),
    Case(Reason.HTTP_CLIENT_ERROR, "404", status(404)),
    Case(Reason.HTTP_SERVER_ERROR, "503", status(503)),
    Case(Reason.GONE, "410", status(410)),
    Case(Reason.RATE_LIMITED, "429", status(429)),
    Case(Reason.NOT_A_FEED, "a page in place of a feed", feed("<html><title>Hm</title></html>")),
    Case(Reason.NOT_A_FEED, "a list of feeds that is none",
         lambda: refusals_of(parse_opml(b"<rss/>", FEED))),
    Case(Reason.EMPTY_BODY, "a feed of blanks", feed("  \n")),
    Case(Reason.EMPTY_BODY, "a page of blanks", html(b" \n ")),
    Case(Reason.EMPTY_BODY, "an answer of blanks",
         lambda: page_fetched(FakeWeb({URL: page_of(URL, "  ")}))),
    Case(Reason.TOO_DEEP, "an item in an endless description",
         rss(f"<item><link>{URL}</link><description>{DEEP}</description></item>")),
    Case(Reason.TOO_DEEP, "a page of open elements",
         html(b"<!doctype html><body>" + b"<div>" * 9_000)),
    Case(Reason.TOO_MANY_ENTRIES, "a feed of an archive",
         rss(f"<item><link>{URL}</link></item>" * 2_001)),
    Case(Reason.NO_LINK, "an entry of a site list without address",
         lambda: refusals_of(parse_sitemap(
             b"<urlset><url><loc></loc><lastmod>2026-11-24</lastmod></url></urlset>", FEED, now=NOW))),
    Case(Reason.UNKNOWN_SCHEME, "an item that links to a script",
         rss("<item><title>T</title><link>javascript:void(0)</link></item>")),
    Case(Reason.BAD_URL, "an item that links nowhere",
         rss("<item><title>T</title><link>http://</link></item>")),
    Case(Reason.BAD_ENCODING, "a site list that is not packed as it says",
         lambda: refusals_of(parse_sitemap(b"\x1f\x8b\x08 no gzip", FEED, now=NOW))),
    Case(Reason.BAD_ENCODING, "a record without an HTTP head", archive(record(b"plain words"))),
    Case(Reason.TRUNCATED, "chunks that break off",
         archive(record(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"))),
    Case(Reason.TRUNCATED, "a record shorter than it says",
         archive(record(b"HTTP/1.1 200 OK\r\n\r\nabcdefghijklmnop", cut=9))),
    Case(Reason.MISSING_FIELD, "a record without address",
         archive(record(b"HTTP/1.1 200 OK\r\n\r\na", target=""))),
    Case(Reason.TOO_LARGE, "a page of endless tags",
         html(b"<!doctype html>" + b"<b>" * 300_000)),
    Case(Reason.NOT_HTML, "a picture", html(b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png")),
    Case(Reason.NOT_HTML, "a feed in place of a page", html(b"<?xml version='1.0'?><rss></rss>")),
    Case(Reason.NO_ARTICLE, "a page of a menu", html(b"<!doctype html><ul><li><a href=/>Home</a></ul>")),
    Case(Reason.INDEX_PAGE, "a page that calls itself a list",
         html(b'<!doctype html><script type="application/ld+json">{"@type":"CollectionPage"}</script><h1>Economy</h1>'
              b"<p>All that we wrote about the economy of the harbour, its ships and its farmers this year.</p>")),
    Case(Reason.ERROR_PAGE, "a page that was not found and came all the same",
         html(b"<!doctype html><title>Seite nicht gefunden</title><h1>Seite nicht gefunden</h1><p>Die gesuchte Seite gibt es nicht mehr.</p>")),
    Case(Reason.CAPTCHA, "a question whether a person reads",
         html(b"<!doctype html><title>Just a moment...</title><h1>Verify you are human</h1><p>Please wait while we check your browser.</p>")),
    Case(Reason.CONSENT_WALL, "a question for consent",
         html(b"<!doctype html><title>Before you continue</title><h1>Before you continue</h1><p>We and our partners use cookies.</p>")),
    Case(Reason.NO_ARTICLE, "an article without a word", tagged_without_words),
    Case(Reason.CRASHED, "a fault of our own", broken_by_our_fault),
    Case(Reason.BAD_LINE, "a line that is not JSON", line(b"{grain")),
    Case(Reason.BAD_LINE, "a line that is a list", line(b"[1]")),
    Case(Reason.BAD_LINE, "a line in another charset", line(b'{"a": "\xff"}')),
    Case(Reason.BAD_LINE, "a page that is not base64",
         lambda: refusals_of(extract_stage(NOW)([{"url": URL, "html_b64": "%"}])[0])),
    Case(Reason.MISSING_FIELD, "a page without an address",
         lambda: refusals_of(extract_stage(NOW)([{"html": "<p>a"}])[0])),
    Case(Reason.MISSING_FIELD, "an address without a page",
         lambda: refusals_of(extract_stage(NOW)([{"url": URL}])[0])),
]  # fmt: skip


def check(case: Case) -> None:
    found = case.door()
    answers = [found] if isinstance(found, Rejected) else list(found)
    assert case.reason in {rejected.reason for rejected in answers}, answers
    assert all(rejected.detail for rejected in answers)


@pytest.mark.parametrize("case", [case.param for case in CASES])
def test_a_record_that_stops_says_why(case: Case) -> None:
    """The input gets its reason, with a sentence for people."""
    check(case)


def test_no_reason_is_left_that_nobody_meets() -> None:
    """A new reason comes with the input that meets it; what only a store meets is below."""
    below = {Reason.DISK_FULL, Reason.ERASED}
    assert {case.reason for case in CASES} | below == set(Reason)


def test_what_was_erased_and_comes_again_is_counted_without_a_name() -> None:
    """Whether a feed or an archive brings it: the log of rejections has no line of it."""
    store = MemoryStore()
    store.add_source(Source(key="paper", kind=SourceKind.FEED, url=FEED, publisher=PAPER), NOW)
    store.erase_addresses([URL], NOW)
    outcome = PollOutcome(
        source="paper", entries=(Entry(url=URL),), state=SourceState(next_poll=NOW)
    )
    store.save_poll(outcome, NOW)
    assert [(Reason.ERASED, 1)] == [
        (one.reason, one.count) for one in store.counters() if one.outcome == "rejected"
    ]
    assert store.recent_rejected(9) == []
    assert store.next_due(NOW + timedelta(days=9)) == NOW  # the source, and no page


class NoPool:
    """A pipeline that has nothing to do."""

    async def run(self, pages: Sequence[Page]) -> Processed:
        assert not pages
        return Processed(results=(), cpu_s={})


class FullStore(MemoryStore):
    """A store on a full disk; who tries to write lets the worker end."""

    def __init__(self, stop: asyncio.Event) -> None:
        super().__init__()
        self._stop = stop

    def save_poll(self, outcome: object, now: datetime) -> None:
        self._stop.set()
        raise DiskFull("no room left")


def test_a_full_disk_is_counted_and_the_source_stays_due(tmp_path: Path) -> None:
    """No record stops for it: what was found is asked for again when there is room."""
    clock, stop = FakeClock(), asyncio.Event()
    store = FullStore(stop)
    source = Source(key="paper", kind=SourceKind.FEED, url=FEED, publisher=PAPER)
    store.add_source(source, clock.now())
    web = FakeWeb({FEED: page_of(FEED, "<rss><channel/></rss>", content_type="text/xml")})
    live = Live(
        store=store, segments=Segments(tmp_path), web=web, pool=NoPool(), clock=clock,
        rng=random.Random(1),
    )  # fmt: skip
    progress = asyncio.run(live.run(stop))
    assert {Reason.DISK_FULL: 1} == progress.reasons
    later = clock.now() + timedelta(seconds=1)
    assert ["paper"] == [row.source.key for row in store.due_sources(later, 9)]
