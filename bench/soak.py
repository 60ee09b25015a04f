"""10,000 sources polled for an hour of scaled time by one worker: memory, starvation, figures.

    bench/soak.py --archive FOLDER [--sources 10000] [--factor 7] [--keep DIR]

FOLDER is what the load generator writes with ``--format archive`` (for example
``newsgen.py --n 24000 --publishers 16000 --days 0.25``); the replay web serves its feeds
under their own host names and the worker reaches them through it as a proxy. First polls
are spread over half an hour, so that each source is due at least once more within the hour.
Exit 1 when memory grows by more than a tenth after the first half hour, or a source starves.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import fmean, median

from newsweb import EPOCH, NewsWeb, news_web

from tagwire.model import Publisher, Source, SourceKind
from tagwire.store import SqliteStore

HOUR_S = 3600.0
SPREAD_S = 1800.0
SAMPLE_S = 5.0
# A due source that waited longer than this (product time) starves.
MAX_LATE_S = 900.0
MAX_GROWTH = 1.10


def main() -> int:
    """Run, print the table, return the exit code."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.keep or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        with news_web(work, archive=options.archive) as web:
            return _soak(options, work, web)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--sources", type=int, default=10_000)
    parser.add_argument("--factor", type=float, default=7.0)
    parser.add_argument("--keep", type=Path)
    return parser.parse_args()


def _soak(options: argparse.Namespace, work: Path, web: NewsWeb) -> int:
    data = work / "data"
    data.mkdir()
    start = datetime.fromisoformat(EPOCH)
    count = add_sources(data, web, options.sources, start)
    environment = os.environ | {
        "TAGWIRE_PROXY": web.address,
        "TAGWIRE_CLOCK": f"scaled:{options.factor:g}@{EPOCH}",
        "TAGWIRE_POLLS_PER_DAY": "0",
        "TAGWIRE_PROCESSES": "1",
    }
    web.control(f"clock?speed={options.factor:g}")
    command = [sys.executable, "-m", "tagwire", "work", "--data", str(data)]
    began, worker = time.monotonic(), subprocess.Popen(command, env=environment)
    samples = watch(worker, HOUR_S / options.factor)
    cpu_s = cpu_seconds(worker.pid)
    worker.send_signal(signal.SIGTERM)
    worker.wait(60)
    wall_s = time.monotonic() - began
    return report(
        data,
        start + timedelta(hours=1),
        samples,
        {"sources": count, "wall s": round(wall_s), "cpu s": round(cpu_s)},
    )


def add_sources(data: Path, web: NewsWeb, limit: int, start: datetime) -> int:
    """Keep the feeds, and sitemaps where feeds are too few; return how many sources."""
    listed = web.control("sources")
    found = [(SourceKind.FEED, row["domain"], row["feed"]) for row in listed]
    found += [(SourceKind.SITEMAP, row["domain"], row["sitemap"]) for row in listed]
    sources = [
        Source(key=f"s{n}", kind=kind, url=url, publisher=Publisher(domain=domain, name=domain))
        for n, (kind, domain, url) in enumerate(found[:limit])
    ]
    store = SqliteStore(data / "tagwire.db")
    added = store.add_sources(sources, start, spread_s=SPREAD_S)
    store.close()
    return len(added)


def watch(worker: subprocess.Popen[bytes], seconds: float) -> list[float]:
    """Return the resident memory of the worker's own process in MB, every few seconds."""
    samples, end = list[float](), time.monotonic() + seconds
    while time.monotonic() < end and worker.poll() is None:
        time.sleep(SAMPLE_S)
        pages = Path(f"/proc/{worker.pid}/statm").read_text().split()[1]
        samples.append(int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6)
    return samples


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds of a process and of its children that ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def report(data: Path, end: datetime, samples: list[float], figures: dict[str, float]) -> int:
    """Print the figures; return 1 when a promise is broken."""
    store = SqliteStore(data / "tagwire.db")
    rows, totals, counters = store.list_sources(end), store.totals(end), store.counters()
    store.close()
    late = [max((end - row.state.next_poll).total_seconds(), 0.0) for row in rows]
    never = sum(row.state.last_poll is None for row in rows)
    quarter = max(len(samples) // 4, 1)
    middle, last = median(samples[2 * quarter : 3 * quarter]), median(samples[-quarter:])
    figures |= {
        "polls": sum(
            one.count
            for one in counters
            if one.stage == "poll" and one.outcome in {"polled", "unchanged", "failed"}
        ),
        "articles": totals.articles,
        "pages waiting": totals.pages_due,
        "never polled": never,
        "late, mean s": round(fmean(late)),
        "late, most s": round(max(late)),
        "late beyond limit": sum(one > MAX_LATE_S for one in late),
        "MB, third quarter": round(middle),
        "MB, last quarter": round(last),
        "MB, most": round(max(samples)),
    }
    print("| figure | value |\n|---|---|")
    for name, value in figures.items():
        print(f"| {name} | {value:g} |")
    is_broken = never or figures["late beyond limit"] or last > MAX_GROWTH * middle
    return 1 if is_broken else 0


if __name__ == "__main__":
    sys.exit(main())
