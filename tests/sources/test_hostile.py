"""Hostile feeds end early, read no file and open no connection."""

from __future__ import annotations

import runpy
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shared import shared_path
from tagwire.model import ParsedSource, Reason, Rejected
from tagwire.sources import discover_feeds, icons_of, parse_listing, parse_source

LIMIT_S = 2.0  # on a loaded machine; all of them together took 0.5 s


def check(body: bytes) -> None:
    started = time.process_time()
    found = parse_source(body, "https://example.org/feed")
    assert time.process_time() - started < LIMIT_S
    assert isinstance(found, ParsedSource | Rejected)
    assert "root:" not in str(found)


@pytest.mark.slow
def test_collected_hostile_feeds_are_answered_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = shared_path("tools/hostile_feeds.py")
    monkeypatch.setattr(sys, "argv", [str(script), str(tmp_path)])
    runpy.run_path(str(script))
    files = sorted(tmp_path.iterdir())
    assert len(files) == 17
    for file in files:
        check(file.read_bytes())


GROWTH = """
import pathlib, resource, sys
from tagwire.sources import discover_feeds, icons_of, parse_listing, parse_source
parse_source(b"<rss><channel><item><title>x</title></item></channel></rss>", "https://a.example/")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    body = path.read_bytes()
    parse_source(body, "https://a.example/")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.slow
def test_collected_hostile_feeds_take_little_memory(tmp_path: Path) -> None:
    """Megabytes that a process grows by, all of them one after the other, bodies included."""
    script = shared_path("tools/hostile_feeds.py")
    subprocess.run([sys.executable, script, tmp_path], check=True, stdout=subprocess.DEVNULL)
    grown = subprocess.run(
        [sys.executable, "-c", GROWTH, tmp_path], check=True, capture_output=True, text=True
    )
    assert int(grown.stdout) < 64


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        b"<rss><item " + b"".join(b'a%d="" ' % n for n in range(200_000)) + b"/></rss>",
        b"<rss " + b"".join(b'xmlns:a%d="u" ' % n for n in range(20_000)) + b"/>",
        b"<rss><channel><item><title>" + b"<![CDATA[" * 50_000,
        b"<rss>" + b"<!--" * 100_000,
        b"<!DOCTYPE " + b"[" * 200_000,
        b"<?" * 200_000,
        b"<![>" * 500_000,
        b"<rss>" + b"<!DOCTYPE x [" * 100_000,
        b"<a " * 200_000,
        b"<rss><item>" + b"<link>http://a.b/</link>" * 50_000,
        b"<rss><item><title>" + b"&lt;p " * 100_000,
        b"<rss><item><author>" + b"a@b." * 100_000,
        b"<rss><item xml:base='/a/'>" + b"<a xml:base='b/'>" * 200 + b"<link>x</link>",
    ],
    ids=range(13),
)
def test_floods_of_one_thing_are_answered_in_time(body: bytes) -> None:
    check(body)


TOO_COSTLY = {
    "divs": b"<div>" * 300_000,
    "a body of divs": b"<div>" * 20_000,
    "attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(25_000)) + b">",
    "deep and long": b"<div>" * 4_900 + b"<div></div>" * 80_000,
    "end tags in comments": b"<div><!--</div>-->" * 20_000,
    "end tags in values": b"<div ='><div a='</div>'>" * 20_000,
    "end tags in scripts": b"<div><script></div></script>" * 20_000,
    "end tags of nothing": b"<a_b>" * 4_900 + b"</z>" * 90_000,
}


@pytest.mark.parametrize("body", TOO_COSTLY.values(), ids=TOO_COSTLY)
def test_pages_that_are_made_to_cost_much_are_not_parsed(body: bytes) -> None:
    """Each took seconds to minutes of a processor."""
    url = "https://example.org/"
    started = time.process_time()
    listing, feeds, icons = parse_listing(body, url), discover_feeds(body, url), icons_of(body, url)
    assert time.process_time() - started < LIMIT_S
    assert isinstance(listing, Rejected)
    assert listing.reason in {Reason.TOO_DEEP, Reason.TOO_LARGE}
    assert ([], 2) == (feeds, len(icons))


@pytest.mark.parametrize("selector", ["", "a", "td"])
def test_links_within_links_are_read_in_time(selector: str) -> None:
    body = b"<a href=/2026/11/24/x-y-z><table><tr><td>" * 1_200 + b"x " * 300_000
    started = time.process_time()
    found = parse_listing(body, "https://example.org/", selector=selector)
    assert time.process_time() - started < LIMIT_S
    assert isinstance(found, Rejected) or len(found.source.entries) == 1
