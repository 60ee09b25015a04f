"""The kind of a tag: the one that most of its articles see in it.

Only articles that see another one have a row to count, so the many tags on which all
articles agree cost nothing.
"""

from __future__ import annotations

from tagwire.store.sqlite._database import Database


def count_other(db: Database, tag_id: int, kind: str) -> None:
    """Count an article that sees another kind than its tag has; the tag follows the most."""
    db.run(
        "INSERT INTO tag_kind VALUES (?, ?, 1) ON CONFLICT (tag_id, kind)"
        " DO UPDATE SET articles = articles + 1",
        tag_id,
        kind,
    )
    settle(db, tag_id)


def discount_other(db: Database, tag_id: int, kind: str) -> None:
    """Take back what ``count_other`` counted."""
    db.run(
        "UPDATE tag_kind SET articles = articles - 1 WHERE tag_id = ? AND kind = ?", tag_id, kind
    )
    db.run("DELETE FROM tag_kind WHERE tag_id = ? AND articles = 0", tag_id)


def settle(db: Database, tag_id: int) -> None:
    """Give a tag the kind that more articles see than its own; where as many do, it stays."""
    other = db.row(
        "SELECT kind, articles FROM tag_kind WHERE tag_id = ? ORDER BY articles DESC, kind LIMIT 1",
        tag_id,
    )
    if other is None:
        return
    own = db.row(
        "SELECT kind, articles - (SELECT sum(articles) FROM tag_kind WHERE tag_id = id)"
        " FROM tag WHERE id = ?",
        tag_id,
    )
    assert own is not None, "who counts for a tag keeps it"
    if other[1] <= own[1]:
        return
    db.run("DELETE FROM tag_kind WHERE tag_id = ? AND kind = ?", tag_id, other[0])
    db.run("UPDATE tag SET kind = ? WHERE id = ?", other[0], tag_id)
    if own[1]:
        db.run("INSERT INTO tag_kind VALUES (?, ?, ?)", tag_id, *own)


def forget(db: Database, tag_id: int) -> None:
    """Drop what was counted for a tag that goes."""
    db.run("DELETE FROM tag_kind WHERE tag_id = ?", tag_id)
