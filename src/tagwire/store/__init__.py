"""Keeps sources, the page queue, articles, versions, tags and counters.

Enters: polls, outcomes and intents. Leaves: frozen values for pages and
commands. ``protocol`` says what a store can do; ``SqliteStore`` and
``MemoryStore`` do it and pass one contract test; ``Segments`` keeps raw
responses as WARC files. Forbidden: deciding what an article is, fetching,
reading the clock.
"""

from tagwire.store._scan import is_cursor
from tagwire.store.memory import MemoryStore
from tagwire.store.segments import Repaired, Segments, is_segment
from tagwire.store.sqlite import (
    SqliteStore,
    StoreFile,
    copy_store,
    examine_store,
    forget_copied_segments,
)

__all__ = [
    "MemoryStore",
    "Repaired",
    "Segments",
    "SqliteStore",
    "StoreFile",
    "copy_store",
    "examine_store",
    "forget_copied_segments",
    "is_cursor",
    "is_segment",
]
