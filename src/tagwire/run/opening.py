"""Opens what the processes share: the store, the kept responses, the clock, the writer's lock."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from tagwire.errors import ConfigError, StoreError
from tagwire.run.clock import Clock, SystemClock, clock_of
from tagwire.run.settings import Settings
from tagwire.store import Segments, SqliteStore
from tagwire.store.protocol import Store

CLOCK_SETTING = "clock"


def open_store(settings: Settings) -> SqliteStore:
    """Open the store in the data folder, making both when they are not there.

    Raises ConfigError when the folder cannot be made, StoreError when the store is broken.
    """
    make_data_folder(settings)
    return SqliteStore(settings.store_path)


def require_store(settings: Settings) -> None:
    """Raise ConfigError where there is no store: a mistyped folder is not filled with one."""
    if not settings.store_path.is_file():
        raise ConfigError(f"there is no store in {settings.data}; give its folder with --data")


def make_data_folder(settings: Settings) -> None:
    """Make the data folder when it is not there. Raises ConfigError when that cannot be."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"the data folder {settings.data} cannot be made: {error.strerror}. "
            "Give another one with --data."
        ) from error


def open_segments(settings: Settings, store: Store) -> Segments:
    """Open the folder of kept responses and cut what no row points at. One writer only."""
    segments = Segments(settings.segments_path, min_free_share=settings.min_free_share)
    repaired = segments.repair(store.committed_segments())
    if repaired.missing:
        store.forget_segments(repaired.missing)
    return segments


def prune(settings: Settings, store: Store, segments: Segments, now: datetime) -> int:
    """Remove kept responses beyond their age and size; return how many segments went."""
    removed = segments.prune(now, timedelta(days=settings.keep_days), settings.keep_bytes)
    if removed:
        store.forget_segments(removed)
    return len(removed)


def open_clock(settings: Settings, store: Store) -> Clock:
    """Return the product's clock; a scaled one goes on where it was, also after a restart."""
    if not settings.clock:
        return SystemClock()
    known = store.find_setting(CLOCK_SETTING) or ""
    spec, _, anchor = known.rpartition("|")
    if spec != settings.clock:
        anchor = repr(time.time())
        store.save_setting(CLOCK_SETTING, f"{settings.clock}|{anchor}")
    return clock_of(settings.clock, float(anchor))


@contextmanager
def writer_lock(settings: Settings) -> Iterator[None]:
    """Hold the lock of the one worker of a data folder. Raises ConfigError when it is taken."""
    make_data_folder(settings)
    path = settings.data / "worker.lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ConfigError(f"cannot write in {settings.data}: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EACCES):
                raise ConfigError(
                    f"another Tagwire worker is using {settings.data}. Stop it first "
                    "(tagwire serve runs one), or choose another folder with --data."
                ) from error
            raise StoreError(f"{path} cannot be locked: {error.strerror}") from error
        yield
    finally:
        os.close(descriptor)
