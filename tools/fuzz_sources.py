"""Feed mutated documents to every reader of what strangers write.

    tools/fuzz_sources.py [--seconds N] [--seed N] [--reader NAME]…

Seeds are the suites and feeds of TAGWIRE_SHARED (data/feeds). Each case is a seed with bytes
changed, pieces repeated, cut, moved or spliced from another seed, given to one reader in turn:
feeds, sitemaps, lists of feeds, robots.txt, listing pages, discovery, icons, addresses, dates. A
reader may reject; it may not raise, and not take longer than LIMIT_S. Prints each case that
breaks this with its seed, and exits 1.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tagwire.dates import parse_date
from tagwire.fetch.robots import Rules
from tagwire.sources import (
    discover_feeds,
    icons_of,
    parse_listing,
    parse_opml,
    parse_sitemap,
    parse_source,
    write_opml,
)
from tagwire.sources.opml import Outline
from tagwire.urls import clean_url, fetch_url, url_key

ROOT = Path(__file__).resolve().parent.parent
FEEDS = (ROOT / os.environ.get("TAGWIRE_SHARED", "../shared")).resolve() / "data" / "feeds"
URL = "https://news.example/feed"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIMIT_S = 2.0
MAX_SEED_BYTES = 200_000
MAX_CASE_BYTES = 2_000_000
ARCHIVES = {
    "feeds": ("feedparser_tests.dev.tar.xz", "gofeed_parser.dev.tar.xz", "real_feeds.dev.tar.xz"),
    "robots": ("real_robots.tar.xz",),
    "pages": ("autodiscovery.tar.xz",),
}
Reader = Callable[[bytes], object]


def main() -> int:
    """Fuzz for the time given."""
    parser = argparse.ArgumentParser(description="Fuzz the readers of feeds and their like.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", action="append", choices=list(READERS), help="default: all")
    options = parser.parse_args()
    if not FEEDS.exists():
        print(f"skipped: no seeds at {FEEDS} (set TAGWIRE_SHARED)")
        return 0
    seeds, done, faults = _seeds(), Counter[str](), 0
    ends, number = time.monotonic() + options.seconds, 0
    while time.monotonic() < ends:
        number += 1
        rng = random.Random(f"{options.seed}/{number}")
        name = rng.choice(options.reader or list(READERS))
        kind, read = READERS[name]
        fault = _fault(read, _mutated(rng.choice(seeds[kind]), seeds[kind], rng))
        done[name] += 1
        if fault:
            faults += 1
            print(f"{name}, case {options.seed}/{number}: {fault}")
    print(", ".join(f"{name} {count:,}" for name, count in sorted(done.items())))
    print(f"{sum(done.values()):,} cases, {faults} faults")
    return 1 if faults else 0


def _seeds() -> Mapping[str, list[bytes]]:
    seeds = {kind: list(_bodies(names)) for kind, names in ARCHIVES.items()}
    outline = Outline(url=URL, title="News", folders=("World/Europe",))
    seeds["lists"] = [write_opml([outline] * 20, "Feeds", NOW)]
    row = "<url><loc>https://news.example/{}</loc><lastmod>2026-11-24</lastmod></url>"
    rows = "".join(row.format(n) for n in range(50))
    seeds["sitemaps"] = [f"<urlset>{rows}</urlset>".encode(), b"<sitemapindex><sitemap><loc>/a"]
    seeds["words"] = [
        b"https://user@www.news.example:443/2026/a-b/?utm_source=x&id=1&ref=news.example#!top",
        b"Tue, 24 Nov 2026 12:00:00 +0100",
        b"26 avril 2025 \xc3\xa0 14h30",
        b"2026-11-24T12:00:00.123Z",
    ]
    return seeds


def _bodies(names: tuple[str, ...]) -> Iterator[bytes]:
    for name in names:
        with tarfile.open(FEEDS / name) as archive:
            for member in archive:
                stream = archive.extractfile(member)
                if stream is not None and member.size <= MAX_SEED_BYTES:
                    yield stream.read()


def _words(body: bytes) -> object:
    text = body.decode("utf-8", "replace")
    assert fetch_url(fetch_url(text) or "") == (fetch_url(text) or None)
    if len(text) <= 600:  # what is cut off at the limit has no second key
        assert url_key(url_key(text)) == url_key(text)
    return fetch_url(text, URL), clean_url(text, URL), parse_date(text)


def _selected(body: bytes) -> object:
    return [parse_listing(body, URL, selector=one) for one in ("ul a", "//ul//a[@href]")]


def _robots(body: bytes) -> object:
    rules = Rules(body)
    return rules.allows(URL, "Tagwire"), rules.crawl_delay("Tagwire")


READERS: Mapping[str, tuple[str, Reader]] = {
    "feed": ("feeds", lambda body: parse_source(body, URL)),
    "sitemap": ("sitemaps", lambda body: parse_sitemap(body, URL, now=NOW)),
    "list": ("lists", lambda body: parse_opml(body, URL)),
    "robots": ("robots", _robots),
    "listing": ("pages", lambda body: parse_listing(body, URL)),
    "discovery": ("pages", lambda body: discover_feeds(body, URL)),
    "icons": ("pages", lambda body: icons_of(body, URL)),
    "selected": ("pages", _selected),
    "words": ("words", _words),
}


def _mutated(body: bytes, others: list[bytes], rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 6)):
        body = rng.choice(MUTATIONS)(body, rng, rng.choice(others))[:MAX_CASE_BYTES]
    return body


def _span(body: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randint(0, len(body))
    return start, min(len(body), start + rng.choice((1, 4, 30, 300)))


def _changed(body: bytes, rng: random.Random, _: bytes) -> bytes:
    start, end = _span(body, rng)
    return body[:start] + rng.randbytes(end - start) + body[end:]


def _removed(body: bytes, rng: random.Random, _: bytes) -> bytes:
    start, end = _span(body, rng)
    return body[:start] + body[end:]


def _repeated(body: bytes, rng: random.Random, _: bytes) -> bytes:
    start, end = _span(body, rng)
    return body[:end] + body[start:end] * rng.choice((1, 10, 1_000, 20_000)) + body[end:]


def _spliced(body: bytes, rng: random.Random, other: bytes) -> bytes:
    start, end = _span(other, rng)
    at = rng.randint(0, len(body))
    return body[:at] + other[start:end] + body[at:]


def _marked(body: bytes, rng: random.Random, _: bytes) -> bytes:
    at = rng.randint(0, len(body))
    return body[:at] + rng.choice(MARKS) + body[at:]


def _cut(body: bytes, rng: random.Random, _: bytes) -> bytes:
    return body[: rng.randint(0, len(body))]


MARKS = (
    *(b"<", b">", b"&", b"<![CDATA[", b"]]>", b"<!--", b"<!DOCTYPE x [", b"&#128;", b"&#0;", b"\0"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xc2\x80", b"xml:base='//'", b"]" * 9, b"%", b"%E4", b"*$"),
    *(
        b"<item>",
        b"</item>",
        b"<entry xml:lang=''>",
        b"encoding='hex'",
        b"://",
        b"\r\n",
        b"\xe2\x80",
    ),
)
MUTATIONS = (_changed, _removed, _repeated, _spliced, _marked, _cut)


def _fault(read: Reader, body: bytes) -> str:
    """Return what is wrong with how a case was read, "" for nothing."""
    started = time.process_time()
    try:
        read(body)
    except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
        return f"raised {type(error).__name__}: {str(error)[:200]}"
    took = time.process_time() - started
    return f"took {took:.1f} s for {len(body):,} bytes" if took > LIMIT_S else ""


if __name__ == "__main__":
    sys.exit(main())
