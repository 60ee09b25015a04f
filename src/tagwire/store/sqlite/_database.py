"""A SQLite file: opened, migrated, and its errors told as ours."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import apsw

from tagwire.errors import DiskFull, StoreError, StoreTooNew
from tagwire.store._blobs import Packer
from tagwire.store.sqlite.migrations import MIGRATIONS, Migration

# "Tagw": tells our files from other people's databases.
APPLICATION_ID = 0x54616777
BUSY_TIMEOUT_MS = 10_000
WAL_RETRY_MS = 50
CACHE_KIB = 16_000
# Prepared statements to keep. With 100, the driver's own number, storing an article took
# 0.92 ms of CPU, a third of it to prepare what had just been dropped; with 400, 0.63 ms.
STATEMENTS = 400

Value = None | int | float | str | bytes
# What SQLite returns has no type yet; each query knows its columns.
Fields = tuple[Any, ...]


class Database:
    """One connection, for one thread: rows, transactions, counters of the outbox."""

    def __init__(self, path: Path, *, read_only: bool, migrations: Sequence[Migration]) -> None:
        self.path = path
        self.packer = Packer()
        with self.translated():
            self.connection = _open(path, read_only=read_only)
            try:
                migrate(self.connection, path, migrations, read_only=read_only)
            except BaseException:
                self.connection.close()
                raise

    def rows(self, sql: str, *values: Value) -> list[Fields]:
        """Return all rows."""
        return self.connection.execute(sql, values).fetchall()

    def iter_rows(self, sql: str, *values: Value) -> Iterator[Fields]:
        """Stream rows; finish before the transaction ends."""
        return self.connection.execute(sql, values)

    def row(self, sql: str, *values: Value) -> Fields | None:
        """Return the first row."""
        return self.connection.execute(sql, values).fetchone()

    def number(self, sql: str, *values: Value) -> int:
        """Return the number that the first row holds, 0 when there is none."""
        row = self.connection.execute(sql, values).fetchone()
        return int(row[0] or 0) if row else 0

    def run(self, sql: str, *values: Value) -> None:
        """Execute a statement."""
        self.connection.execute(sql, values)

    def run_each(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Execute a statement with each of these rows."""
        self.connection.executemany(sql, rows)

    def insert(self, sql: str, *values: Value) -> int:
        """Execute an insert and return the id of the new row."""
        self.connection.execute(sql, values)
        return self.connection.last_insert_rowid()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold one IMMEDIATE transaction: all of it is written, or nothing."""
        with self.translated():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                # A full disk rolls back by itself.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one snapshot, so that all queries of a method agree."""
        with self.translated():
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("COMMIT")

    def size_bytes(self) -> int:
        """Return how much of the file is in use."""
        with self.translated():
            pages, free, size = (
                int(str(self.connection.pragma(name)))
                for name in ("page_count", "freelist_count", "page_size")
            )
        return (pages - free) * size

    def empty_log(self) -> bool:
        """Write the write-ahead log back and empty it; False while somebody reads from it."""
        with self.translated():
            row = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return row is not None and row[0] == 0

    def translated(self) -> AbstractContextManager[None]:
        """Tell SQLite's errors as ours, with what to do."""
        return translated(self.path)

    def close(self) -> None:
        """Close the file. Twice is fine."""
        with self.translated():
            self.connection.close()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Tell SQLite's errors as ours, with what to do."""
    try:
        yield
    except apsw.FullError as error:
        raise DiskFull(
            f"no room left to write {path}: free some disk space; nothing was half written"
        ) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise StoreError(
            f"{path} is damaged or no Tagwire store ({error}): stop Tagwire, keep a copy of"
            " the file, and restore a backup or try `sqlite3 FILE .recover`"
        ) from error
    except apsw.BusyError as error:
        raise StoreError(
            f"{path} stayed locked for {BUSY_TIMEOUT_MS // 1000} s: stop the other program"
            " that writes it"
        ) from error
    except apsw.CantOpenError as error:
        raise StoreError(
            f"cannot open {path}: check that the folder exists and may be written"
        ) from error
    except apsw.Error as error:
        raise StoreError(f"{path}: {type(error).__name__}: {error}") from error


def _open(path: Path, *, read_only: bool) -> apsw.Connection:
    if read_only and not path.exists():
        raise StoreError(f"there is no store at {path}: start `tagwire serve` once to make it")
    flags = apsw.SQLITE_OPEN_READWRITE | (0 if read_only else apsw.SQLITE_OPEN_CREATE)
    connection = apsw.Connection(str(path), flags=flags, statementcachesize=STATEMENTS)
    try:
        connection.set_busy_timeout(BUSY_TIMEOUT_MS)
        _check_application(connection, path)
        if not read_only:
            _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        # What is deleted is overwritten: erased texts must not stay in free pages.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA temp_store = MEMORY")
        # After a long reader the log shrinks again.
        connection.execute("PRAGMA journal_size_limit = 67108864")
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: apsw.Connection) -> None:
    """Switch to write-ahead logging. SQLite does not wait for the lock of this switch by itself."""
    for left in reversed(range(BUSY_TIMEOUT_MS // WAL_RETRY_MS)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except apsw.BusyError:
            if left == 0:
                raise
            time.sleep(WAL_RETRY_MS / 1000)
        else:
            return


def _check_application(connection: apsw.Connection, path: Path) -> None:
    """Refuse a database of somebody else before anything is written to it."""
    connection.execute("BEGIN")  # one snapshot: another process may be making the tables
    application = connection.pragma("application_id")
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").get
    connection.execute("COMMIT")
    if application != APPLICATION_ID and tables:
        raise StoreError(f"{path} is a database of another program: choose another data folder")


def migrate(
    connection: apsw.Connection,
    path: Path,
    migrations: Sequence[Migration] = MIGRATIONS,
    *,
    read_only: bool = False,
) -> None:
    """Bring the schema up to date after a backup, each step in a transaction.

    A new file takes all steps in one transaction.
    """
    before = _version(connection, path, migrations)
    if before < len(migrations) and read_only:
        raise StoreError(f"{path} has an older layout: start `tagwire serve` once to bring it up")
    while (version := _version(connection, path, migrations)) < len(migrations):
        # Steps between two releases are of no use to anybody; a new file has nothing to lose.
        if version == before > 0:
            _back_up(connection, path, version + 1)
        _take_steps(connection, migrations, version, version + 1 if version else len(migrations))
    if read_only:
        connection.execute("PRAGMA query_only = ON")


def _version(connection: apsw.Connection, path: Path, migrations: Sequence[Migration]) -> int:
    version = int(str(connection.pragma("user_version")))
    if version > len(migrations):
        raise StoreTooNew(
            f"{path} was written by a newer Tagwire (layout {version}, this one knows"
            f" {len(migrations)}): install that version again, or restore the backup"
            f" {path.name}.before-v{len(migrations) + 1} beside it"
        )
    return version


def _take_steps(
    connection: apsw.Connection, migrations: Sequence[Migration], version: int, until: int
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster.
        if connection.pragma("user_version") == version:
            for migration in migrations[version:until]:
                if isinstance(migration, str):
                    connection.execute(migration)
                else:
                    migration(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {until}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _back_up(connection: apsw.Connection, path: Path, version: int) -> None:
    """Copy the file to ``<file>.before-vN``, complete or not at all."""
    target = path.with_name(f"{path.name}.before-v{version}")
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    copy = apsw.Connection(str(partial))
    try:
        backup = copy.backup("main", connection, "main")
        try:
            backup.step()
        finally:
            backup.finish()
    finally:
        copy.close()
    partial.replace(target)
