"""The first hour of somebody new: from a clone to followed sources with articles on tag pages.

    bench/first_hour.py [--sites 20] [--sitemaps] [--install] [--within 300]

Starts the replay web as the internet (https, under an authority of the run), clones the
repository, with ``--install`` also sets it up as ``make run`` does, serves an empty
instance, adds the sites by their front pages as a person would write them (or their news
sitemaps) while it runs, and watches. Prints each step with its seconds; exit 1 when not
all sources answered or no tag page was filled in time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from newsweb import ROOT, NewsWeb, is_of, news_web

Rows = list[tuple[str, str]]


def main() -> int:
    """Run, print the table, return the exit code."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        rows, is_good = first_hour(Path(temporary), options)
    for name, value in rows:
        print(f"{name:<58} {value:>10}")
    return 0 if is_good else 1


def first_hour(work: Path, options: argparse.Namespace) -> tuple[Rows, bool]:
    """Do it; return the steps with what they took, and whether all came out well."""
    rows: Rows = []
    timed(rows, "git clone", ["git", "clone", "--quiet", str(ROOT), str(work / "clone")])
    if options.install:
        timed(rows, "make .venv/.run (Python environment)", ["make", "-sC", str(work / "clone"), ".venv/.run"])  # fmt: skip
    secure = ("--scheme", "https", "--tls-dir", str(work / "tls"))
    with news_web(work, "--start", "86400", *secure) as web:
        environment = os.environ | {
            "TAGWIRE_PROXY": web.address,
            "TAGWIRE_CA_FILE": str(work / "tls" / "ca.pem"),
        }
        start = time.monotonic()
        with serving(work / "data", environment) as address:
            rows.append(("tagwire serve: the empty page answers", since(start)))
            sources = largest(web, options.sites)
            wanted = [
                site["sitemap"] if options.sitemaps else bare(site["listing"]) for site in sources
            ]
            added = timed(rows, f"tagwire add, {len(wanted)} addresses", tagwire("add", work, *wanted), environment)  # fmt: skip
            print(added, file=sys.stderr)
            return rows, watch(address, rows, len(wanted), options.within)


def largest(web: NewsWeb, count: int) -> list[dict[str, Any]]:
    """Return the sources with the most pages."""
    pages = Counter(page["host"] for page in web.control("expected"))
    sizes = [
        (sum(n for host, n in pages.items() if is_of(host, {source["domain"]})), n, source)
        for n, source in enumerate(web.feeds(None))
    ]
    return [source for *_, source in sorted(sizes, key=lambda size: size[:2])[-count:]]


def watch(address: str, rows: Rows, wanted: int, within_s: float) -> bool:
    """Wait until the sources answer and tag pages fill; note when."""
    start = time.monotonic()
    goals = {
        "first article": lambda health, _: health["articles"] >= 1,
        "first tag page with 5 articles": lambda _, best: best >= 5,
        "all sources answered": lambda health, _: health["sources_answered_today"] >= wanted,
    }
    totals: dict[str, Any] = {}
    while goals and time.monotonic() - start < within_s:
        totals = asked(address + "api/v1/health")["totals"]
        tags = asked(address + "api/v1/tags?limit=1")["tags"]
        best = tags[0]["articles"] if tags else 0
        for name in [name for name, is_met in goals.items() if is_met(totals, best)]:
            rows.append((f"after adding: {name}", since(start)))
            del goals[name]
        time.sleep(0.5)
    rows.append(("articles, tags", f"{totals['articles']}, {totals['tags']}"))
    rows.append(("sources answered", f"{totals['sources_answered_today']} of {wanted}"))
    return not goals


def bare(url: str) -> str:
    """Return an address as people write it."""
    return url.removeprefix("https://").rstrip("/")


def tagwire(command: str, work: Path, *arguments: str) -> list[str]:
    """Return the command line of a command on the instance."""
    return [sys.executable, "-m", "tagwire", command, *arguments, "--data", str(work / "data")]


def timed(rows: Rows, name: str, command: list[str], environment: Any = None) -> str:  # noqa: ANN401
    """Run a command, note its seconds, and return what it said."""
    start = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    rows.append((name, since(start)))
    return done.stderr + done.stdout


def since(start: float) -> str:
    """Return how long ago a moment was."""
    return f"{time.monotonic() - start:.1f} s"


def asked(url: str) -> Any:  # noqa: ANN401 - whatever the API answers
    """Return the JSON of an address."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=30) as answer:
        return json.load(answer)


@contextmanager
def serving(data: Path, environment: dict[str, str]) -> Iterator[str]:
    """Serve until the block ends; yield the address once it answers."""
    command = [sys.executable, "-m", "tagwire", "serve", "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(
        [*command, "--data", str(data)], env=environment, stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"http://[\d.]+:\d+/", line):
                break
        address = found[0]
        while True:
            try:
                asked(address + "api/v1/health")
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--sitemaps", action="store_true")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--within", type=float, default=300.0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
