"""Keeps many sources at once, without a look at them: the worker polls them soon.

wanted ─ known addresses out ─ a key for each ─> store.add_sources, first polls spread
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tagwire.model import Source
from tagwire.store.protocol import Store
from tagwire.text import slug_of
from tagwire.urls import url_key

MAX_KEY_CHARS = 60
MAX_NUMBER = 100_000
# One new source a second, and no longer than five minutes for all: each brings some dozens of
# pages at its first poll, and the person who added them waits for the first articles.
SPREAD_EACH_S = 1.0
MAX_SPREAD_S = 300.0


@dataclass(slots=True)
class Keys:
    """Gives readable keys that no other source has or had, nor will have in this batch."""

    store: Store
    _taken: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def free_key(self, domain: str, title: str, url: str) -> str:
        """Return the key for a source: of its domain, with its title, with a number."""
        base = slug_of(domain)
        for key in (base, f"{base}-{slug_of(title)}"[:MAX_KEY_CHARS].rstrip("-")):
            if self._take(key, url):
                return key
        for n in range(self._numbers.get(base, 2), MAX_NUMBER):
            if self._take(f"{base}-{n}", url):
                self._numbers[base] = n + 1
                return f"{base}-{n}"
        return slug_of(url)

    def _take(self, key: str, url: str) -> bool:
        if key in self._taken or not self.store.is_free_key(key, url):
            return False
        self._taken.add(key)
        return True


def keep_sources(
    wanted: Sequence[Source], store: Store, now: datetime
) -> tuple[list[Source], list[Source]]:
    """Keep sources that have no key yet; return the new ones, and those that were known.

    Doubles within ``wanted`` are known from the second on.
    """
    by_address = {url_key(row.source.url): row.source for row in store.list_sources(now)}
    keys = Keys(store)
    new: list[Source] = []
    known: list[Source] = []
    for source in wanted:
        address = url_key(source.url)
        if address in by_address:
            known.append(by_address[address])
            continue
        key = keys.free_key(source.publisher.domain, source.title, source.url)
        by_address[address] = replace(source, key=key)
        new.append(by_address[address])
    spread_s = min(SPREAD_EACH_S * len(new), MAX_SPREAD_S)
    return store.add_sources(new, now, spread_s=spread_s), known
