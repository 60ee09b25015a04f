"""The file of the index of words: opened, made, thrown away."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

import apsw

from tagwire.store.sqlite._database import BUSY_TIMEOUT_MS

FILE_NAME = "search.sqlite"
# Of the file and of the words in it: what changes the words of a text changes this.
FORMAT = 2

_SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(
    title, body, facets, content = '', contentless_delete = 1, tokenize = "ascii tokenchars ':.-_'"
);
CREATE TABLE doc (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
-- seq and change: the last change that is in. filled: up to which article the first filling came.
CREATE TABLE progress (seq INTEGER NOT NULL, change TEXT NOT NULL, filled INTEGER);
"""


class SearchFile:
    """The file of the index: opened when it is needed, made anew when it is no good."""

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(FILE_NAME)
        self._connection: apsw.Connection | None = None
        self._inode = 0

    def close(self) -> None:
        """Close the file. Twice is fine."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def reader(self) -> apsw.Connection | None:
        """Return the index to read, None when there is none that we can read."""
        inode = self._find_inode()
        if inode != self._inode or self._connection is None:
            self.close()
            self._connection = _opened(self.path, apsw.SQLITE_OPEN_READWRITE) if inode else None
            self._inode = inode
        return self._connection

    def writer(self) -> apsw.Connection:
        """Return the index to write; a new one when there is none that we can read."""
        connection = None if self._mark.exists() else self.reader()
        if connection is None:
            self.remove()
            made = apsw.Connection(str(self.path))
            with closing(made):
                made.execute("PRAGMA journal_mode = WAL")
                made.execute("BEGIN IMMEDIATE")
                made.execute(_SCHEMA)
                made.execute(f"PRAGMA user_version = {FORMAT}")
                made.execute("COMMIT")
            connection = self.reader()
        assert connection is not None, "it was just made"
        return connection

    def purge(self) -> bool:
        """Rewrite the index without what was taken out; False while somebody reads from its log."""
        index = self.reader()
        if index is None:
            return True
        index.execute("INSERT INTO words(words) VALUES ('optimize')")
        index.execute("VACUUM")
        row = index.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return row is not None and row[0] == 0

    def remove(self) -> None:
        """Throw the index away."""
        self.close()
        for suffix in ("", "-wal", "-shm", "-broken"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def report_broken(self) -> None:
        """Ask the writer for a new index."""
        with suppress(OSError):
            self._mark.touch()

    @property
    def _mark(self) -> Path:
        return self.path.with_name(self.path.name + "-broken")

    def _find_inode(self) -> int:
        with suppress(FileNotFoundError):
            return self.path.stat().st_ino
        return 0


def _opened(path: Path, flags: int) -> apsw.Connection | None:
    """Return the open index, None when it is broken or of another format."""
    try:
        connection = apsw.Connection(str(path), flags=flags)
    except apsw.CantOpenError:
        return None
    try:
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)
        is_ours = connection.pragma("user_version") == FORMAT
        # What a power cut takes is indexed again.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA journal_size_limit = 67108864")
    except (apsw.NotADBError, apsw.CorruptError):
        is_ours = False
    if is_ours:
        return connection
    connection.close()
    return None
