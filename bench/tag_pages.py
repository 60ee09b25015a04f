"""CPU time of a tag page's query, by the size of the tag.

    bench/tag_pages.py [--sizes 10000,100000,1000000,10000000] [--check]

Builds one store a size, in a temporary folder that is removed at the end: the schema of
the product, one tag with so many rows in ``article_tag``, and the articles and cards of
the pages that are asked for. Asks ``SqliteStore.list_articles`` for the first page and
for pages at fixed depths, the sizes in turn so that a busy machine hits all alike.

warm: the same connection, its caches filled. cold: a new connection, and the file
dropped from the page cache of the system, so every page of the tree is read again, the
schema is parsed and the statements are prepared; opening the connection is not counted.
reads: system calls that read, for one cold page. A rare filter keeps 0.01 % of the tag.

``--check`` exits 1 when the largest tag costs more than 1.5 times the smallest, or the
rare filter on a tag of a million more than its budget.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from tagwire.model import (
    Article,
    ArticleTag,
    Block,
    BlockKind,
    Key,
    Mention,
    NewArticle,
    Publisher,
    Role,
    Tag,
    Tagged,
    TagKind,
)
from tagwire.store import SqliteStore
from tagwire.store.values import ListQuery, Work

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
BYTES_A_ROW = 100  # measured 56 for the row, and room for the temporary log
START = datetime(2026, 1, 1, tzinfo=UTC)
START_US = int(START.timestamp()) * 1_000_000
STEP_US = 1_000_000
PAGE = 30
DEPTHS = (0.1, 0.25, 0.5, 0.75, 0.9)
RARE_EVERY = 10_000
FLAT = ("first page", "deep page")
MAX_RATIO = 1.5
RARE_SIZE = 1_000_000
RARE_BUDGET = 20.0  # first pages of the same tag, warm
WARM_ROUNDS, COLD_ROUNDS = 200, 15

# Newest first, the order of the table: rows are appended, never sorted in.
FILL = """
WITH RECURSIVE n(i) AS (SELECT :size UNION ALL SELECT i - 1 FROM n WHERE i > 1)
INSERT INTO article_tag (tag_id, listed_at, article_id, publisher_id, source_id, language,
    categories, roles, copy)
SELECT :tag, :start + i * :step, i, iif(i % :rare = 0, :rare_id, :usual_id + i % 50), 1,
    iif(i % :rare = 0, 'fr', iif(i % 4 = 0, 'de', 'en')), iif(i % 3 = 0, '|11000000|', '|04000000|15000000|'),
    1 + i % 7, i % 10 = 0
FROM n
"""


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="tagwire-bench-") as folder:
        free = shutil.disk_usage(folder).free
        if free < 2 * BYTES_A_ROW * sum(sizes):
            print(
                f"needs {2 * BYTES_A_ROW * sum(sizes) >> 20} MB below {folder}, {free >> 20} free"
            )
            return 3
        stores = []
        for size in sizes:
            with progress(f"building a tag of {size:,}"):
                stores.append(build(Path(folder) / f"{size}.db", size))
        figures = measure(stores)
    failed = report(sizes, figures)
    return int(bool(failed) and arguments.check)


@dataclass(frozen=True, slots=True)
class Built:
    """A store with one large tag, and the places of pages in it."""

    path: Path
    size: int
    cursors: tuple[str, ...]


def build(path: Path, size: int) -> Built:
    """Make a store whose tag has so many articles."""
    store = SqliteStore(path)
    store.apply([Work(outcome=None, intent=article(n), first_seen=START) for n in range(2)], START)
    store.close()
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    tops = [size, *(max(PAGE + 1, int(size * (1 - depth))) for depth in DEPTHS)]
    with connection:
        fill(connection, size, tops)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    listed = [START_US + (top + 1) * STEP_US for top in tops[1:]]
    cursors = [f"{at:x}.{top + 1:x}" for at, top in zip(listed, tops[1:], strict=True)]
    return Built(path, size, tuple(cursors))


def article(n: int) -> NewArticle:
    """Return an article as it is on average: a page of text, eight tags."""
    labels = ["Kremlin", *(f"Tag {i}" for i in range(7))]
    tags = [
        ArticleTag(
            tag=Tag(slug=label.lower().replace(" ", "-"), label=label, kind=TagKind.PLACE),
            roles=(Role.SUBJECT, Role.MENTIONED),
            relevance=0.5,
            confidence=0.9,
            mentions=(Mention(field="text", start=0, end=7, surface=label, role=Role.MENTIONED),),
        )
        for label in labels
    ]
    found = Article(
        uri=f"https://house{n}.example/{n}",
        url=f"https://house{n}.example/{n}",
        headline="Grain ships leave the port after a week of talks",
        publisher=Publisher(domain=("usual.example", "rare.example")[n], name=f"House {n}"),
        blocks=(Block(kind=BlockKind.PARAGRAPH, text="Three ships left the port. " * 80),),
    )
    return NewArticle(
        article=f"a{n}",
        keys=(Key(kind="url", value=f"{n}"),),
        tagged=Tagged(article=found, language="en", tags=tuple(tags)),
        content_hash=f"{n}",
    )


def fill(connection: apsw.Connection, size: int, tops: Sequence[int]) -> None:
    """Put the rows of the tag, and the articles and cards of the pages below each top."""
    (tag_id,) = connection.execute("SELECT id FROM tag WHERE slug = 'kremlin'").fetchone()
    usual, rare = (
        connection.execute("SELECT id FROM publisher WHERE domain = ?", (f"{name}.example",)).get
        for name in ("usual", "rare")
    )
    card = connection.execute("SELECT body FROM card LIMIT 1").get
    connection.execute("DELETE FROM article_tag; DELETE FROM card; DELETE FROM article")
    values = {"size": size, "tag": tag_id, "start": START_US}
    values |= {"step": STEP_US, "rare": RARE_EVERY, "rare_id": rare, "usual_id": 1000}
    connection.execute(FILL, values)
    connection.execute(
        "UPDATE article_tag SET publisher_id = ? WHERE publisher_id = 1000", (usual,)
    )
    connection.execute("UPDATE tag SET articles = ? WHERE id = ?", (size, tag_id))
    connection.execute("UPDATE publisher SET articles = ? WHERE id = ?", (size // RARE_EVERY, rare))
    shown = {n for top in tops for n in range(top, max(0, top - 5 * PAGE), -1)}
    shown |= set(range(RARE_EVERY, size + 1, RARE_EVERY))
    for n in sorted(shown):
        connection.execute(
            "INSERT INTO article (id, key, listed_at, first_seen, publisher_id, source_id,"
            " language, categories, roles, versions, content_hash, revision, demo)"
            " VALUES (?, ?, ?, 0, ?, 0, '', '', 0, 1, '', ?, 0)",
            (n, f"a{n}", START_US + n * STEP_US, rare if n % RARE_EVERY == 0 else usual, n),
        )
        connection.execute("INSERT INTO card VALUES (?, ?)", (n, card))


# Milliseconds of CPU time of each call, by what was asked, warm or cold, and size; and reads.
Figures = dict[tuple[str, str, int], list[float]]


def queries(built: Built) -> dict[str, list[ListQuery]]:
    """Return what is asked, by name."""
    tag = "kremlin"
    return {
        "first page": [ListQuery(tag=tag, limit=PAGE)],
        "deep page": [ListQuery(tag=tag, limit=PAGE, cursor=cursor) for cursor in built.cursors],
        "common filter": [ListQuery(tag=tag, limit=PAGE, language="de")],
        "rare filter": [ListQuery(tag=tag, limit=PAGE, language="fr")],
        "rare publisher": [ListQuery(tag=tag, limit=PAGE, publisher="rare.example")],
    }


def measure(stores: Sequence[Built]) -> Figures:
    """Return the times of all calls."""
    figures: Figures = defaultdict(list)
    warm = {built.size: SqliteStore(built.path) for built in stores}
    with progress("asking warm"):
        for n in range(WARM_ROUNDS):
            for built in stores:
                for name, asked in queries(built).items():
                    taken = cpu_ms(warm[built.size], asked)
                    if n >= WARM_ROUNDS // 10:  # the first rounds fill the caches
                        figures[name, "warm", built.size].append(taken)
    for store in warm.values():
        store.close()
    with progress("asking cold"):
        for _ in range(COLD_ROUNDS):
            for built in stores:
                for name, asked in queries(built).items():
                    for query in asked:
                        forget(built.path)
                        store = SqliteStore(built.path)
                        before = reads()
                        figures[name, "cold", built.size].append(cpu_ms(store, [query]))
                        figures[name, "reads", built.size].append(reads() - before)
                        store.close()
    return figures


def cpu_ms(store: SqliteStore, asked: Sequence[ListQuery]) -> float:
    """Return the CPU milliseconds of one of these lists."""
    start = time.thread_time_ns()
    for query in asked:
        store.list_articles(query)
    return (time.thread_time_ns() - start) / 1e6 / len(asked)


def reads() -> int:
    """Return how many system calls of this process read something."""
    counters = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(counters["syscr"])


def forget(path: Path) -> None:
    """Drop a file from the page cache of the system."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def report(sizes: Sequence[int], figures: Figures) -> list[str]:
    """Print the table; return what costs more than it may."""
    print(
        f"{'CPU ms a page (median)':<24}" + "".join(f"{size:>12,}" for size in sizes) + "   ratio"
    )
    failed = []
    for name, state in dict.fromkeys((name, state) for name, state, _ in figures):
        medians = [statistics.median(figures[name, state, size]) for size in sizes]
        ratio = medians[-1] / medians[0]
        row = "".join(f"{value:>12.3f}" for value in medians)
        print(f"{name + ', ' + state:<24}{row}{ratio:>8.2f}")
        if name in FLAT and ratio > MAX_RATIO:
            failed.append(f"{name}, {state}: {ratio:.2f} times the smallest, at most {MAX_RATIO}")
    if RARE_SIZE in sizes:
        rare, first = (
            statistics.median(figures[name, "warm", RARE_SIZE])
            for name in ("rare filter", "first page")
        )
        print(f"a filter that keeps 0.01 % of {RARE_SIZE:,}: {rare / first:.1f} first pages")
        if rare > RARE_BUDGET * first:
            failed.append(f"rare filter: {rare / first:.1f} first pages, at most {RARE_BUDGET}")
    print("\n".join(failed) or "all within their limits")
    return failed


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Tell what is under way, and how long it took."""
    started = datetime.now(UTC)
    print(f"{what} …", end="", flush=True, file=sys.stderr)
    yield
    taken: timedelta = datetime.now(UTC) - started
    print(f" {taken.total_seconds():.0f} s", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
