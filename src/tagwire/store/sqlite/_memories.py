"""What is remembered of sites: one row for each, replaced by newer versions only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from tagwire.memories import SiteMemory
from tagwire.store.sqlite._database import Database

_decoder = msgspec.json.Decoder(SiteMemory)


def find_memory(db: Database, site: str) -> SiteMemory | None:
    """Return what is remembered of a site."""
    row = db.row("SELECT body FROM site_memory WHERE site = ?", site)
    return db.packer.unpack(row[0], _decoder) if row else None


def iter_memories(db: Database) -> Iterator[SiteMemory]:
    """Stream all memories by site."""
    site = ""
    while True:
        with db.reading():
            row = db.row(
                "SELECT site, body FROM site_memory WHERE site > ? ORDER BY site LIMIT 1", site
            )
        if row is None:
            return
        site = row[0]
        yield db.packer.unpack(row[1], _decoder)


def save_memories(db: Database, memories: Sequence[SiteMemory]) -> None:
    """Keep memories; one that is not newer than the kept one changes nothing."""
    for memory in memories:
        db.run(
            "INSERT INTO site_memory VALUES (?, ?, ?) ON CONFLICT (site) DO UPDATE"
            " SET version = excluded.version, body = excluded.body"
            " WHERE excluded.version > version",
            memory.site,
            memory.version,
            db.packer.pack(memory),
        )
