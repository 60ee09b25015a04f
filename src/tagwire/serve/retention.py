"""How long articles are kept: what the owner set on the page, kept in the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec

from tagwire.store.protocol import Store, StoreReader

SETTING = "retention"
MAX_DAYS = 36_500
MAX_BYTES = 1 << 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long articles are kept. None: as the settings say; 0: for ever, or without a limit.

    ``sources`` are days for single sources by key; the shorter of the two holds.
    """

    days: int | None = None
    size_bytes: int | None = None
    sources: Mapping[str, int] = field(default_factory=dict)


def retention_of(store: StoreReader) -> Retention:
    """Return what the owner set; nothing when that was never done, or cannot be read."""
    saved = store.find_setting(SETTING)
    if not saved:
        return Retention()
    try:
        return msgspec.json.decode(saved, type=Retention)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return Retention()


def save_retention(store: Store, retention: Retention) -> None:
    """Keep what the owner set; sources without days are left out."""
    sources = {key: days for key, days in sorted(retention.sources.items()) if days > 0}
    store.save_setting(SETTING, msgspec.json.encode(replace(retention, sources=sources)).decode())
