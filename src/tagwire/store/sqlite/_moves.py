"""Moves the articles of merged tags under what their tags lead to."""

from __future__ import annotations

from datetime import datetime

from tagwire.store.sqlite import _index, _ledger, _merges
from tagwire.store.sqlite._database import Database


def move_merged(db: Database, limit: int, now: datetime) -> int:
    """Move up to so many articles, newest first; return how many.

    A tag whose articles are moved is gone; what is left is found again from the rows.
    """
    moved = 0
    while moved < limit:
        row = db.row("SELECT slug FROM merged WHERE pending ORDER BY slug LIMIT 1")
        if row is None:
            break
        slug = row[0]
        articles = db.rows(
            "SELECT article_id FROM article_tag WHERE tag_id = (SELECT id FROM tag WHERE slug = ?)"
            " ORDER BY listed_at DESC, article_id DESC LIMIT ?",
            slug,
            limit - moved,
        )
        if not articles:
            db.run("UPDATE merged SET pending = 0 WHERE slug = ?", slug)
            continue
        seq = _ledger.add_change(db, "tag", _merges.root_slug(db, slug), now)
        for (article_id,) in articles:
            tagged = _index.newest_state(db, article_id)
            _index.unindex(db, article_id, seq)
            _index.index(db, article_id, tagged, seq)
        moved += len(articles)
    return moved
