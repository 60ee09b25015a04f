"""Copies of a store file that is in use, complete and consistent or not at all.

Knows only what every layout has: files of older layouts are copied as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw

from tagwire.errors import StoreError, StoreTooNew
from tagwire.store.sqlite._database import APPLICATION_ID, BUSY_TIMEOUT_MS, translated
from tagwire.store.sqlite.migrations import MIGRATIONS

PAGES_PER_STEP = 2000  # 8 MB: several signs of progress a second on a slow disk

OnPages = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFile:
    """What a closed store file holds: its layout, its size in words, its segments by size."""

    layout: int
    articles: int
    versions: int
    segments: Mapping[str, int]


def copy_store(source: Path, target: Path, on_pages: OnPages = lambda done, total: None) -> None:
    """Copy a store as it is at this moment, while others read and write it.

    ``on_pages`` hears how many of how many database pages are copied. ``target`` must
    not exist. Raises StoreError, DiskFull, StoreTooNew.
    """
    if not source.is_file():
        raise StoreError(f"there is no store at {source}")
    with _opened(source) as reading, _opened(target, create=True) as writing:
        # An open snapshot: writers go on beside it, and the copy never has to begin again.
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        _check_ours(reading, source)
        backup = writing.backup("main", reading, "main")
        try:
            while not backup.done:
                backup.step(PAGES_PER_STEP)
                on_pages(backup.page_count - backup.remaining, backup.page_count)
        finally:
            backup.finish()
        reading.execute("COMMIT")
        # One file, without a log beside it.
        writing.execute("PRAGMA journal_mode = DELETE")


def forget_copied_segments(path: Path, names: Sequence[str]) -> None:
    """Drop the rows of segments from a copy whose files do not come with it."""
    with _opened(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for name in names:
            connection.execute("DELETE FROM kept WHERE segment = ?", (name,))
            connection.execute("DELETE FROM segment WHERE name = ?", (name,))
        connection.execute("COMMIT")


def examine_store(path: Path) -> StoreFile:
    """Check a store file that nobody uses, page by page; return what it holds.

    Raises StoreError when it is damaged, StoreTooNew.
    """
    with _opened(path) as connection:
        layout = _check_ours(connection, path)
        found = connection.execute("PRAGMA integrity_check(1)").get
        if found != "ok":
            raise StoreError(f"{path} is damaged: {found}")
        totals = _numbers(connection, "SELECT name, n FROM total")
        segments = _numbers(connection, "SELECT name, size FROM segment ORDER BY name")
        return StoreFile(
            layout=layout,
            articles=totals.get("articles", 0),
            versions=totals.get("versions", 0),
            segments=segments,
        )


def _numbers(connection: apsw.Connection, sql: str) -> dict[str, int]:
    return {str(row[0]): int(str(row[1])) for row in connection.execute(sql)}


@contextmanager
def _opened(path: Path, *, create: bool = False) -> Iterator[apsw.Connection]:
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    with translated(path):
        connection = apsw.Connection(str(path), flags=flags)
        try:
            connection.set_busy_timeout(BUSY_TIMEOUT_MS)
            yield connection
        finally:
            connection.close()


def _check_ours(connection: apsw.Connection, path: Path) -> int:
    if connection.pragma("application_id") != APPLICATION_ID:
        raise StoreError(f"{path} is no Tagwire store")
    layout = int(str(connection.pragma("user_version")))
    if layout > len(MIGRATIONS):
        raise StoreTooNew(
            f"{path} was written by a newer Tagwire (layout {layout}, this one knows"
            f" {len(MIGRATIONS)}): install that version"
        )
    return layout
