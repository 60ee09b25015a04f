"""Articles per CPU second of the whole chain, with the share of each stage.

    bench/chain.py [--pages 400]

Takes real publishers' pages from the replay archive (TAGWIRE_SHARED) through the same
functions that the live worker calls, in one process: keep (WARC segment), extract, tag,
relate, store. Prints a table and, for comparison on any machine, the cost in parses of
the same pages by lexbor. A copy of the line goes into bench/HISTORY.md by hand.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsweb import shared_folder
from selectolax.lexbor import LexborHTMLParser

from tagwire.model import Intent, NewArticle, NewVersion, Page, Response, Tagged
from tagwire.run.pipeline import build_pipeline
from tagwire.run.relate import relate
from tagwire.store import Segments, SqliteStore
from tagwire.store.values import Work
from tagwire.stories import Recent

BATCH = 32
START = datetime(2026, 9, 1, 6, tzinfo=UTC)


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    pages = list(archive_pages(parser.parse_args().pages))
    if not pages:
        print("no replay archive below TAGWIRE_SHARED")
        return 3
    build_pipeline()(pages[:8])  # loading and first-use caches are not the chain's cost
    cpu_s, stored = run(pages)
    report(pages, cpu_s, stored)
    return 0


def archive_pages(count: int) -> Iterator[Page]:
    """Yield stored pages of real publishers, always the same ones."""
    folder = shared_folder() / "replay" / "archive"
    if not folder.is_dir():
        return
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        records = sorted(map(json.loads, lines), key=lambda record: record["id"])
    for n, record in enumerate(records[:count]):
        body = gzip.decompress((folder / "pages" / f"{record['id']}.html.gz").read_bytes())
        yield Page(
            response=Response(
                url=record["url"],
                final_url=record["url"],
                status=200,
                headers=(("content-type", f"text/html; charset={record.get('charset') or ''}"),),
                body=body,
                fetched=START + timedelta(seconds=n),
            )
        )


def run(pages: Sequence[Page]) -> tuple[Counter[str], int]:
    """Return the CPU seconds of each stage and how many articles were stored."""
    cpu_s: Counter[str] = Counter()
    stored = 0
    pipeline, recent = build_pipeline(), Recent()
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "bench.db")
        segments = Segments(Path(folder) / "warc")
        for i in range(0, len(pages), BATCH):
            batch = pages[i : i + BATCH]
            start = time.process_time()
            segments.append([page.response for page in batch])
            cpu_s["keep"] += time.process_time() - start
            processed = pipeline(batch)
            cpu_s.update(processed.cpu_s)
            start = time.process_time()
            results = zip(processed.results, batch, strict=True)
            readable = [(result, page) for result, page in results if isinstance(result, Tagged)]
            decided = relate(readable, store.find_candidates, START, recent)
            cpu_s["relate"] += time.process_time() - start
            start = time.process_time()
            intents = [one.intent for one in decided]
            store.apply([_work(intent) for intent in intents], START + timedelta(seconds=i))
            cpu_s["store"] += time.process_time() - start
            stored += sum(isinstance(intent, NewArticle | NewVersion) for intent in intents)
        store.close()
        segments.close()
    return cpu_s, stored


def _work(intent: Intent) -> Work:
    return Work(outcome=None, intent=intent, first_seen=START)


def report(pages: Sequence[Page], cpu_s: Counter[str], stored: int) -> None:
    """Print the table."""
    start = time.process_time()
    for page in pages:
        LexborHTMLParser(page.response.body)
    parse_s = time.process_time() - start
    total = sum(cpu_s.values())
    size = sum(len(page.response.body) for page in pages) / len(pages) / 1000
    print(f"{len(pages)} pages of {size:.0f} kB on average, {stored} stored")
    print(
        f"{stored / total:.1f} articles per CPU second, {1000 * total / len(pages):.1f} ms a page"
    )
    print(f"{total / parse_s:.1f} lexbor parses a page")
    for stage, seconds in cpu_s.most_common():
        share, each = seconds / total, 1000 * seconds / len(pages)
        print(f"  {stage:<8} {share:>6.1%}  {each:>6.2f} ms  {seconds / parse_s:>5.1f} parses")


if __name__ == "__main__":
    sys.exit(main())
