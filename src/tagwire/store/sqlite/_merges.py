"""Merged tags: the log, and where a slug leads."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tagwire.model import Tag
from tagwire.store._blobs import encode
from tagwire.store._merging import RootOf
from tagwire.store._moments import micros_of, time_of
from tagwire.store.sqlite import _ledger
from tagwire.store.sqlite._database import Database
from tagwire.store.values import TagMerge

_tag_decoder = msgspec.json.Decoder(Tag)


def roots(db: Database) -> RootOf:
    """Return what finds the tag that a tag leads to, within one transaction."""
    if db.row("SELECT 1 FROM merged LIMIT 1") is None:
        return _itself
    known: dict[str, Tag] = {}

    def root_of(tag: Tag) -> Tag:
        if tag.slug not in known:
            known[tag.slug] = _root_of(db, tag)
        root = known[tag.slug]
        return tag if root.slug == tag.slug else root

    return root_of


def _itself(tag: Tag) -> Tag:
    return tag


def _root_of(db: Database, tag: Tag) -> Tag:
    slug, body = tag.slug, None
    # Ends: a merge never leads back to its own slug.
    while row := db.row("SELECT into_slug, body FROM merged WHERE slug = ?", slug):
        slug, body = row
    return tag if body is None else _tag_decoder.decode(body)


def root_slug(db: Database, slug: str) -> str:
    """Return where a slug leads: to itself when it is not merged."""
    while row := db.row("SELECT into_slug FROM merged WHERE slug = ?", slug):
        slug = row[0]
    return slug


def is_merged(db: Database, slug: str) -> bool:
    """Tell whether a slug leads to another tag."""
    return db.row("SELECT 1 FROM merged WHERE slug = ?", slug) is not None


def generation(db: Database) -> int:
    """Return a number that changes with each merge."""
    return db.number("SELECT max(seq) FROM tag_merge")


def placed_slug(db: Database, slug: str, placed: set[int]) -> str:
    """Return which of these tags a slug led to when its article was placed."""
    while db.number("SELECT id FROM tag WHERE slug = ?", slug) not in placed:
        row = db.row("SELECT into_slug FROM merged WHERE slug = ?", slug)
        assert row is not None, "an article stands under each of its shown tags"
        slug = row[0]
    return slug


def merge_tags(
    db: Database, slug: str, into: Tag, reason: str, now: datetime, snapshot: str
) -> bool:
    """Log a merge; False when both are one, or the slug leads elsewhere already."""
    target = _root_of(db, into)
    if target.slug == slug or is_merged(db, slug):
        return False
    db.run(
        "INSERT INTO tag_merge (merged, into_slug, reason, snapshot, at) VALUES (?, ?, ?, ?, ?)",
        slug,
        target.slug,
        reason,
        snapshot,
        micros_of(now),
    )
    db.run("INSERT INTO merged VALUES (?, ?, ?, 1)", slug, target.slug, encode(target).decode())
    seq = _ledger.add_change(db, "tag", slug, now)
    db.run("UPDATE tag SET changed_seq = ? WHERE slug IN (?, ?)", seq, slug, target.slug)
    return True


def list_merges(db: Database, limit: int, slug: str | None) -> list[TagMerge]:
    """Return the merge log, newest first."""
    rows = db.rows(
        "SELECT seq, merged, into_slug, reason, snapshot, at FROM tag_merge"
        " WHERE merged <> '' AND (?2 IS NULL OR merged = ?2 OR into_slug = ?2)"
        " ORDER BY seq DESC LIMIT ?1",
        limit,
        slug,
    )
    return [
        TagMerge(
            seq=row[0],
            merged=row[1],
            into=row[2],
            reason=row[3],
            snapshot=row[4],
            at=time_of(row[5]),
        )
        for row in rows
    ]
