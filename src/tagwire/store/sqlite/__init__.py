"""The store in one SQLite file (apsw, write-ahead log), for one machine.

Enters and leaves: the values of ``tagwire.store.protocol``. One writer at a
time, any number of readers, in one process or several. SQL stays in here.
"""

from tagwire.store.sqlite.copying import (
    StoreFile,
    copy_store,
    examine_store,
    forget_copied_segments,
)
from tagwire.store.sqlite.store import SqliteStore

__all__ = ["SqliteStore", "StoreFile", "copy_store", "examine_store", "forget_copied_segments"]
