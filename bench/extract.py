"""Cost of extraction: in lexbor parses, beside trafilatura, in memory, and over many pages.

    bench/extract.py [--pages 60] [--rounds 3] [--stream 0]

Speed: every gold page (TAGWIRE_SHARED, the first of each of three sets) goes through a
bare parse by lexbor, through extraction with all metadata, and, where it is installed,
through trafilatura in its default mode with metadata, in turn, so that a busy machine
hits all alike. CPU time of the thread; each figure is the sum of the best round of each
page. Peers are no dependency of the project:

    uv run --with "trafilatura==2.3.1" bench/extract.py

Memory: the most that a process holds which only extracts (all pages, one at a time).
Stream: ``--stream N`` extracts N pages, no two alike, in one such process, and prints
what it holds along the way.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tagwire.model import Page, Response

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "eval"))

SETS = ("aeb", "fundus_eval", "fundus_tests")
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
_MARKS = 10
Run = Callable[[], object]


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stream", type=int, default=0)
    parser.add_argument("--alone", choices=("memory", "stream"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone == "memory":
        return hold(options.pages)
    if options.alone == "stream":
        return stream(options.pages, options.stream)
    print_speed(options.pages, options.rounds)
    alone("memory", options.pages, 0)
    if options.stream:
        alone("stream", options.pages, options.stream)
    return 0


def alone(part: str, pages: int, count: int) -> None:
    """Run a part in a process that imports extraction and no peer."""
    command = [sys.executable, __file__, "--alone", part, "--pages", str(pages)]
    subprocess.run([*command, "--stream", str(count)], check=True)


def print_speed(count: int, rounds: int) -> None:
    """Print what each system costs in milliseconds and parses a page."""
    costs = measured(count, rounds)
    pages = max(len(costs["lexbor parse"]), 1)
    sums = {name: sum(best) for name, best in costs.items()}
    parse, ours = sums["lexbor parse"], sums["tagwire"]
    for name, cost in sums.items():
        print(f"{name:14} {cost / pages * 1000:8.2f} ms a page {cost / parse:7.2f} parses")
    if "trafilatura" in sums:
        print(f"pages per CPU second beside trafilatura: {sums['trafilatura'] / ours:.2f}")
    slowest = max(costs["tagwire"])
    print(f"slowest page {slowest * 1000:.0f} ms, {pages} pages")


def measured(count: int, rounds: int) -> Mapping[str, list[float]]:
    """Return the best time of each page for each system, in seconds of CPU."""
    costs: dict[str, list[float]] = defaultdict(list)
    for systems in each_page(count):
        best: dict[str, float] = {}
        for _ in range(rounds):
            for name, run in systems.items():
                started = time.thread_time()
                run()
                best[name] = min(best.get(name, 1e9), time.thread_time() - started)
        for name, took in best.items():
            costs[name].append(took)
    return costs


def each_page(count: int) -> Iterator[Mapping[str, Run]]:
    """Yield for each gold page what each system does with it."""
    from selectolax.lexbor import LexborHTMLParser

    from extract import load_pages, page_of  # of eval, not this file
    from tagwire.extract import extract

    peer = None
    if importlib.util.find_spec("trafilatura"):
        import trafilatura

        peer = trafilatura
    for gold in (gold for name in SETS for gold in load_pages(name)[: count // len(SETS)]):
        page, html, url = page_of(gold), gold["html"], gold["url"]
        systems: dict[str, Run] = {
            "lexbor parse": lambda html=html: LexborHTMLParser(html),
            "tagwire": lambda page=page: extract([page]),
        }
        if peer is not None:
            systems["trafilatura"] = lambda html=html, url=url: peer.bare_extraction(
                html, url=url, with_metadata=True
            )
        yield systems


def hold(count: int) -> int:
    """Extract pages one at a time and print the most that the process held."""
    from tagwire.extract import extract

    before = held_mb()
    done = sum(len(extract([page])) for page in archive_pages(count))
    print(f"memory: {held_mb():.0f} MB at most over {done} pages, {before:.0f} MB before the first")
    return 0


def stream(count: int, total: int) -> int:
    """Extract pages that are all different and print what the process holds along the way."""
    from tagwire.extract import extract

    pages = list(archive_pages(count))
    for n in range(total):
        page = pages[n % len(pages)]
        # Another class and another word: no cache may know the page.
        body = page.response.body.replace(b'class="', f'class="n{n} '.encode())
        body = body.replace(b"</p>", f" w{n}</p>".encode())
        extract([replace(page, response=replace(page.response, body=body))])
        if (n + 1) % max(total // _MARKS, 1) == 0:
            print(f"stream: {n + 1:>9,} pages {resident_mb():7.1f} MB", flush=True)
    return 0


def archive_pages(count: int) -> Iterator[Page]:
    """Yield pages of the replay archive; imports nothing that a process of the chain needs."""
    folder = shared_folder() / "replay" / "archive" / "pages"
    for path in sorted(folder.glob("*.html.gz"))[:count]:
        url = f"https://news.example/{path.name.split('.')[0]}"
        yield Page(
            response=Response(
                url=url,
                final_url=url,
                status=200,
                headers=(("content-type", "text/html"),),
                body=gzip.decompress(path.read_bytes()),
                fetched=FETCHED,
            )
        )


def shared_folder() -> Path:
    """Return the folder with the gold sets and the replay archive."""
    return (ROOT / os.environ.get("TAGWIRE_SHARED", "../shared")).resolve()


def held_mb() -> float:
    """Return the most memory that the process held so far."""
    return _status_mb("VmHWM")


def resident_mb() -> float:
    """Return the memory that the process holds now."""
    return _status_mb("VmRSS")


def _status_mb(name: str) -> float:
    # Not getrusage: what it tells began as the size of the parent.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


if __name__ == "__main__":
    sys.exit(main())
