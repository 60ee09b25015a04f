"""A store in plain dicts: for tests and for commands that keep nothing.

Enters and leaves: the values of ``tagwire.store.protocol``. Writing is cheap;
reading walks all articles, so that it shows plainly what other stores must
answer. Nothing survives the process.
"""

from tagwire.store.memory.store import MemoryStore

__all__ = ["MemoryStore"]
