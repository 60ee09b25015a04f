"""CPU time of reading feeds and addresses, beside an lxml tree and other parsers.

    bench/feeds.py [--peers FOLDER] [--rounds N] [--check]

Reads the real feeds of TAGWIRE_SHARED (data/feeds), each in turn by every reader, so that a
busy machine hits all alike; the best of the rounds counts. The unit is the tree: lxml in
recover mode over the same bytes. "no news" is a poll that brings nothing: entries are read,
nothing is sanitised. "two new" sanitises the two entries that a poll usually brings, "all new"
every one, as the first poll of a source does.

``--peers`` is a folder with other parsers (site-packages of an environment of their own);
they are no dependency. With them the entries that each finds are compared as well.
``--check`` exits 1 when a promise is broken: no news in 3 trees, 20 times the speed of
feedparser (where it is there) with two entries new, no feed with fewer entries than a peer's.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tarfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from lxml import etree

from tagwire.model import ParsedSource
from tagwire.sources import parse_source, sanitised
from tagwire.urls import fetch_url, url_key

ROOT = Path(__file__).resolve().parent.parent
FEEDS = (ROOT / os.environ.get("TAGWIRE_SHARED", "../shared")).resolve() / "data" / "feeds"
URL = "https://example.org/feed"
PEERS = ("feedparser", "fastfeedparser", "feedparser_rs")
MAX_TREES = 3.0
MIN_TIMES = 20.0
Reader = Callable[[bytes], int]  # the number of entries


def main() -> int:
    """Measure, print and judge."""
    parser = argparse.ArgumentParser(description="Measure the speed of feeds and addresses.")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not FEEDS.exists():
        print(f"skipped: no feeds at {FEEDS} (set TAGWIRE_SHARED)")
        return 0
    readers = {"tree": _tree, **_ours(), **dict(_peers(options.peers))}
    feeds = dict(_real_feeds())
    seconds, entries = _measured(feeds, readers, options.rounds)
    faults = [*_speeds(feeds, seconds), *_losses(entries)]
    _addresses(feeds, options.rounds)
    print("\n".join(f"BROKEN {fault}" for fault in faults) or "all promises kept")
    return 1 if faults and options.check else 0


def _real_feeds() -> Iterator[tuple[str, bytes]]:
    with tarfile.open(FEEDS / "real_feeds.dev.tar.xz") as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream is not None:
                yield member.name, stream.read()


def _tree(body: bytes) -> int:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(body, parser) if body.lstrip()[:1] != b"{" else None
    return 0 if root is None else sum(1 for _ in root.iter("{*}item", "{*}entry"))


def _ours() -> dict[str, Reader]:
    def read(body: bytes, *, sanitise_html: bool) -> int:
        found = parse_source(body, URL, sanitise_html=sanitise_html)
        return len(found.entries) if isinstance(found, ParsedSource) else 0

    def read_two(body: bytes) -> int:
        found = parse_source(body, URL, sanitise_html=False)
        entries = found.entries if isinstance(found, ParsedSource) else ()
        return len(entries) if all(map(sanitised, entries[:2])) else 0

    return {
        "no news": lambda body: read(body, sanitise_html=False),
        "two new": read_two,
        "all new": lambda body: read(body, sanitise_html=True),
    }


def _peers(folder: Path | None) -> Iterator[tuple[str, Reader]]:
    if folder is not None:
        sys.path.append(str(folder))
    for name in PEERS:
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        yield name, _peer(module)


def _peer(module: ModuleType) -> Reader:
    def read(body: bytes) -> int:
        try:
            found: Any = module.parse(body)
        except Exception:  # noqa: BLE001 - what strangers' code raises for a feed it cannot read
            return 0
        return len(found.entries)

    return read


def _measured(
    feeds: Mapping[str, bytes], readers: Mapping[str, Reader], rounds: int
) -> tuple[dict[str, float], dict[str, dict[str, int]]]:
    """Return CPU seconds by reader, and entries by feed and reader."""
    best: dict[tuple[str, str], float] = {}
    entries: dict[str, dict[str, int]] = {name: {} for name in feeds}
    for _ in range(rounds):
        for name, body in feeds.items():
            for reader, read in readers.items():
                started = time.process_time()
                entries[name][reader] = read(body)
                took = time.process_time() - started
                best[reader, name] = min(took, best.get((reader, name), took))
    return {reader: sum(best[reader, name] for name in feeds) for reader in readers}, entries


def _speeds(feeds: Mapping[str, bytes], seconds: Mapping[str, float]) -> Iterator[str]:
    megabytes = sum(map(len, feeds.values())) / 1e6
    print(f"{len(feeds)} feeds, {megabytes:.1f} MB; one tree takes {seconds['tree'] * 1e3:.0f} ms")
    print(f"{'reader':16} {'trees':>7} {'x feedparser':>13} {'ms a MB':>8}")
    whole = seconds.get("feedparser")
    for reader, took in seconds.items():
        times = f"{whole / took:13.1f}" if whole else f"{'-':>13}"
        print(f"{reader:16} {took / seconds['tree']:7.2f} {times} {took * 1e3 / megabytes:8.2f}")
    if seconds["no news"] > MAX_TREES * seconds["tree"]:
        yield f"a poll without news takes more than {MAX_TREES} trees"
    if whole is not None and whole / seconds["two new"] < MIN_TIMES:
        yield f"with two entries new it is less than {MIN_TIMES} times as fast as feedparser"


def _losses(entries: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    fewer = more = 0
    for name, found in entries.items():
        best = max((n for reader, n in found.items() if reader in PEERS), default=0)
        # Two thousand entries are all that is read of one document.
        if found["all new"] < min(best, 2_000):
            fewer += 1
            yield f"{name}: {found['all new']} entries, a peer finds {best}"
        more += found["all new"] > best
    if any(reader in PEERS for found in entries.values() for reader in found):
        print(f"feeds with fewer entries than the best peer: {fewer}, with more: {more}")


def _addresses(feeds: Mapping[str, bytes], rounds: int) -> None:
    """Print what an address costs: those of the real feeds."""
    found = (parse_source(body, URL, sanitise_html=False) for body in feeds.values())
    urls = [entry.url for one in found if isinstance(one, ParsedSource) for entry in one.entries]
    for name, work in (("fetch_url", fetch_url), ("url_key", url_key)):
        best = min(_seconds_of(work, urls) for _ in range(rounds))
        print(f"{name}: {best / len(urls) * 1e6:.1f} µs for each of {len(urls):,} addresses")


def _seconds_of(work: Callable[[str], object], urls: list[str]) -> float:
    started = time.process_time()
    for url in urls:
        work(url)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
