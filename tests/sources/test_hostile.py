"""Hostile feeds end early, read no file and open no connection."""

from __future__ import annotations

import runpy
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shared import shared_path
from tagwire.model import ParsedSource, Rejected
from tagwire.sources import parse_source

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
from tagwire.sources import parse_source
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
