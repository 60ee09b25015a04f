"""What articles call tags, and the aliases that were decided from it, by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from tagwire.model import AliasSnapshot
from tagwire.store._erasure import SLUG
from tagwire.store.sqlite import _tombstones
from tagwire.store.sqlite._database import Database
from tagwire.store.sqlite._tags import TAG_COLUMNS, tag_of
from tagwire.store.values import NameVote

# One snapshot of the database for so many names: short enough to hold up no writer's log.
PAGE = 1000

_snapshot_decoder = msgspec.json.Decoder(AliasSnapshot)


def iter_votes(db: Database, min_articles: int) -> Iterator[NameVote]:
    """Stream the names of tags with at least so many articles, by name."""
    after: tuple[str, int] = ("", 0)
    while True:
        with db.reading():
            rows = db.rows(
                f"SELECT {TAG_COLUMNS}, name, surface, name.articles, tag.articles,"  # noqa: S608 - constants
                " tag.slug IN (SELECT slug FROM merged), tag.id, tag.publishers"
                " FROM name CROSS JOIN tag ON tag.id = tag_id"
                " WHERE (name, tag_id) > (?, ?) ORDER BY name, tag_id LIMIT ?",
                *after,
                PAGE,
            )
        for row in rows:
            if row[8] >= min_articles and not row[9]:
                yield NameVote(
                    name=row[5],
                    surface=row[6],
                    tag=tag_of(row),
                    articles=row[7],
                    publishers=row[11],
                )
        if len(rows) < PAGE:
            return
        after = (rows[-1][5], rows[-1][10])


def save_snapshot(db: Database, snapshot: AliasSnapshot) -> None:
    """Keep a snapshot; the first of a day stays. Names that were erased meanwhile stay out."""
    stones = _tombstones.Tombstones(db)
    if any(stones.has(SLUG, one.tag.slug) for one in snapshot.aliases):
        kept = (one for one in snapshot.aliases if not stones.has(SLUG, one.tag.slug))
        snapshot = replace(snapshot, aliases=tuple(kept))
    db.run(
        "INSERT OR IGNORE INTO alias_snapshot VALUES (?, ?)",
        snapshot.day,
        db.packer.pack(snapshot),
    )


def find_snapshot(db: Database, before_day: str) -> AliasSnapshot | None:
    """Return the newest snapshot, of a day before ``before_day`` if given."""
    row = db.row(
        "SELECT body FROM alias_snapshot WHERE ?1 = '' OR day < ?1 ORDER BY day DESC LIMIT 1",
        before_day,
    )
    return db.packer.unpack(row[0], _snapshot_decoder) if row else None
