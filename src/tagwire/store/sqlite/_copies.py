"""Which articles copy another one.

``article.copy_of`` leads to an original that copies nothing itself: a copy of a
copy is a copy of the original, so no two articles hide each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from tagwire.model import Publisher, Relation, RelationKind
from tagwire.store._scan import MAX_COPIES
from tagwire.store.sqlite import _index
from tagwire.store.sqlite._database import Database


@dataclass(frozen=True, slots=True)
class _Signed:
    publisher: Publisher


@dataclass(frozen=True, slots=True)
class _SignedCard:
    """Of a stored card only who publishes it."""

    card: _Signed


_signed_decoder = msgspec.json.Decoder(_SignedCard)


def become(db: Database, article_id: int, relations: Iterable[Relation], seq: int) -> None:
    """Keep whose copy the state is that is being written.

    The article is not in the lists at that moment. What its earlier state copied
    counts no more.
    """
    row = db.row("SELECT key, copy_of FROM article WHERE id = ?", article_id)
    assert row is not None, "states are of stored articles"
    key, before = row
    original = _original_of(db, article_id, relations)
    db.run("DELETE FROM relation WHERE a = ? AND kind = ?", key, RelationKind.COPY_OF.value)
    db.run("UPDATE article SET copy_of = ? WHERE id = ?", original, article_id)
    if before:
        _index.touch(db, before, seq)
    if original:
        _hand_over(db, article_id, original, seq)


def _original_of(db: Database, article_id: int, relations: Iterable[Relation]) -> int:
    """Return the stored article whose text this is, 0 for none."""
    for one in relations:
        if one.kind is not RelationKind.COPY_OF:
            continue
        row = db.row("SELECT id, copy_of FROM article WHERE key = ?", one.b)
        original = (row[1] or row[0]) if row is not None else article_id
        if original != article_id:
            return int(original)
    return 0


def _hand_over(db: Database, copy: int, original: int, seq: int) -> None:
    """Make the copies of what is a copy itself copies of its original."""
    for (article_id,) in db.rows("SELECT id FROM article WHERE copy_of = ?", copy):
        db.run("UPDATE article SET copy_of = ? WHERE id = ?", original, article_id)
        _index.touch(db, article_id, seq)


def adopt(db: Database, article_id: int, key: str, seq: int) -> None:
    """Mark the copies that were stored before their original came."""
    waiting = db.rows(
        "SELECT a FROM relation WHERE b = ? AND kind = ?", key, RelationKind.COPY_OF.value
    )
    for (copy_key,) in waiting:
        copy = db.number("SELECT id FROM article WHERE key = ? AND copy_of = 0", copy_key)
        original = db.number("SELECT copy_of FROM article WHERE id = ?", article_id) or article_id
        if copy not in (0, original):
            _set(db, copy, original, seq)
            _hand_over(db, copy, original, seq)


def part(db: Database, article_id: int, seq: int) -> None:
    """Let go of an article that is about to be removed: its copies stand for themselves."""
    for (copy,) in db.rows("SELECT id FROM article WHERE copy_of = ? ORDER BY id", article_id):
        _set(db, copy, 0, seq)
    original = db.number("SELECT copy_of FROM article WHERE id = ?", article_id)
    if original:
        _index.touch(db, original, seq)


def _set(db: Database, article_id: int, original: int, seq: int) -> None:
    tagged = _index.newest_state(db, article_id)
    _index.unindex(db, article_id, seq)
    db.run("UPDATE article SET copy_of = ? WHERE id = ?", original, article_id)
    _index.index(db, article_id, tagged, seq)


def find_original(db: Database, article_id: int) -> str | None:
    """Return the key of the article that this one copies."""
    row = db.row(
        "SELECT original.key FROM article JOIN article AS original ON original.id = article.copy_of"
        " WHERE article.id = ?",
        article_id,
    )
    return row[0] if row else None


def publishers_of(db: Database, article_id: int) -> tuple[Publisher, ...]:
    """Return who copied an article, each once as its copy names it, in order of arrival."""
    rows = db.rows(
        "SELECT card.body FROM article JOIN card ON card.article_id = article.id"
        " WHERE article.copy_of = ?1 AND article.copy_of > 0 ORDER BY article.id LIMIT ?2",
        article_id,
        MAX_COPIES,
    )
    found: dict[str, Publisher] = {}
    for (body,) in rows:
        publisher = _signed_decoder.decode(body).card.publisher
        found.setdefault(publisher.domain, publisher)
    return tuple(found.values())
