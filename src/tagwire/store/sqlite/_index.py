"""Puts articles into lists and counters, and takes them back out.

What an article adds follows from its newest state, from what its tags led to when
it was put there (``tag_of``), and from whose copy it is, so that ``unindex``
leaves every counter exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from tagwire.model import Tag, Tagged
from tagwire.store._blobs import encode
from tagwire.store._cards import Seen, card_of, role_mask, shown_tags
from tagwire.store._merging import Placed, placed_of, tagged_with
from tagwire.store._moments import day_number, time_of
from tagwire.store._scan import categories_text
from tagwire.store.sqlite import _kinds, _ledger, _merges
from tagwire.store.sqlite._database import Database
from tagwire.store.sqlite._publishers import count_name, publisher_id

tagged_decoder = msgspec.json.Decoder(Tagged)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where an article stands in lists."""

    article_id: int
    listed_at: int
    publisher_id: int
    source_id: int
    language: str
    categories: str
    copy_of: int
    seen: Seen

    @property
    def copy(self) -> int:
        return int(self.copy_of > 0)

    @property
    def day(self) -> int:
        return day_number(self.seen.listed_at)


def newest_state(db: Database, article_id: int) -> Tagged:
    """Return the newest version of a stored article, as it was written."""
    row = db.row(
        "SELECT body FROM version WHERE article_id = ? ORDER BY n DESC LIMIT 1", article_id
    )
    assert row is not None, "every article has a version"
    return db.packer.unpack(row[0], tagged_decoder)


def index(db: Database, article_id: int, tagged: Tagged, seq: int) -> None:
    """Make a state the one that lists, cards and counters show of an article."""
    db.run(
        "UPDATE article SET revision = ?, publisher_id = ?, language = ?, categories = ?,"
        " roles = ? WHERE id = ?",
        seq,
        publisher_id(db, tagged.article.publisher),
        tagged.language or "",
        categories_text(category.code for category in tagged.categories),
        role_mask(role for part in shown_tags(tagged) for role in part.roles),
        article_id,
    )
    db.run_each(
        "INSERT OR REPLACE INTO category VALUES (?, ?)",
        [(category.code, category.label) for category in tagged.categories],
    )
    place, root_of = _place_of(db, article_id), _merges.roots(db)
    db.run(
        "INSERT OR REPLACE INTO card VALUES (?, ?)",
        article_id,
        encode(card_of(tagged_with(tagged, root_of), place.seen)),
    )
    if place.copy_of:
        touch(db, place.copy_of, seq)  # its card names who copies it
    _count_publisher(db, place, 1, seq)
    count_name(db, place.publisher_id, tagged.article.publisher.name, 1)
    _add_rows(db, place, placed_of(tagged, root_of), seq)


def unindex(db: Database, article_id: int, seq: int) -> None:
    """Take the newest state of an article back out of lists and counters."""
    place = _place_of(db, article_id)
    _count_publisher(db, place, -1, seq)
    tag_ids = {
        row[0] for row in db.rows("SELECT tag_id FROM tag_of WHERE article_id = ?", article_id)
    }
    newest = newest_state(db, article_id)
    count_name(db, place.publisher_id, newest.article.publisher.name, -1)
    # By the slugs as written: under which tag each of them was counted then.
    parts = placed_of(newest, lambda tag: _counted_as(db, tag, tag_ids))
    ids = [db.number("SELECT id FROM tag WHERE slug = ?", part.tag.slug) for part in parts]
    db.run_each(
        "DELETE FROM article_tag WHERE tag_id = ? AND listed_at = ? AND article_id = ?",
        [(tag_id, place.listed_at, article_id) for tag_id in ids],
    )
    db.run("DELETE FROM tag_of WHERE article_id = ?", article_id)
    _count_tags(db, ids, place, -1)
    db.run_each(
        "UPDATE name SET articles = articles - 1 WHERE name = ? AND tag_id = ?",
        [(name, tag_id) for tag_id, part in zip(ids, parts, strict=True) for name in part.names],
    )
    for tag_id, part in zip(ids, parts, strict=True):
        _count_down(db, tag_id, part.kind.value, place.copy, seq)


def touch(db: Database, article_id: int, seq: int) -> None:
    """Say that what lists show of an article changed: its card and its lists are read anew."""
    db.run("UPDATE article SET revision = ? WHERE id = ?", seq, article_id)
    db.run(
        "UPDATE tag SET changed_seq = ? WHERE id IN"
        " (SELECT tag_id FROM tag_of WHERE article_id = ?)",
        seq,
        article_id,
    )
    db.run(
        "UPDATE publisher SET changed_seq = ? WHERE id ="
        " (SELECT publisher_id FROM article WHERE id = ?)",
        seq,
        article_id,
    )


def _place_of(db: Database, article_id: int) -> _Place:
    row = db.row(
        "SELECT listed_at, publisher_id, source_id, language, categories,"
        " key, first_seen, versions, demo, copy_of FROM article WHERE id = ?",
        article_id,
    )
    assert row is not None, "only stored articles are listed"
    return _Place(
        article_id=article_id,
        listed_at=row[0],
        publisher_id=row[1],
        source_id=row[2],
        language=row[3],
        categories=row[4],
        copy_of=row[9],
        seen=Seen(
            article=row[5],
            first_seen=time_of(row[6]),
            listed_at=time_of(row[0]),
            versions=row[7],
            demo=bool(row[8]),
        ),
    )


def _counted_as(db: Database, tag: Tag, tag_ids: set[int]) -> Tag:
    slug = _merges.placed_slug(db, tag.slug, tag_ids)
    return tag if slug == tag.slug else Tag(slug=slug, label=slug, kind=tag.kind)


def _count_publisher(db: Database, place: _Place, n: int, seq: int) -> None:
    """Count an article in for its publisher and the store, or out with -1."""
    db.run(
        "UPDATE publisher SET articles = articles + ?2, edited = edited + ?3,"
        " copies = copies + ?4, changed_seq = ?5 WHERE id = ?1",
        place.publisher_id,
        n,
        n * (place.seen.versions > 1),
        n * place.copy,
        seq,
    )
    db.run(
        "INSERT INTO publisher_day VALUES (?1, ?2, ?3) ON CONFLICT (publisher_id, day)"
        " DO UPDATE SET articles = articles + ?3",
        place.publisher_id,
        place.day,
        n,
    )
    if n < 0:
        db.run(
            "DELETE FROM publisher_day WHERE publisher_id = ? AND day = ? AND articles = 0",
            place.publisher_id,
            place.day,
        )
    if place.copy:
        _ledger.add_total(db, "copies", n)


def _add_rows(db: Database, place: _Place, parts: Sequence[Placed], seq: int) -> None:
    ids = [_tag_id(db, part, place.copy, seq) for part in parts]
    placed = list(zip(ids, parts, strict=True))
    db.run_each(
        "INSERT INTO article_tag (tag_id, listed_at, article_id, publisher_id, source_id,"
        " language, categories, roles, copy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                tag_id,
                place.listed_at,
                place.article_id,
                place.publisher_id,
                place.source_id,
                place.language,
                place.categories,
                part.roles,
                place.copy,
            )
            for tag_id, part in placed
        ],
    )
    db.run_each("INSERT INTO tag_of VALUES (?, ?)", [(place.article_id, tag_id) for tag_id in ids])
    _count_tags(db, ids, place, 1)
    db.run_each(
        "INSERT INTO name VALUES (?, ?, ?, 1) ON CONFLICT (name, tag_id)"
        " DO UPDATE SET articles = articles + 1",
        [
            (name, tag_id, surface)
            for tag_id, part in placed
            for name, surface in part.names.items()
        ],
    )


def _tag_id(db: Database, part: Placed, copy: int, seq: int) -> int:
    """Return the id of a tag; what was unknown about it is filled in."""
    tag, kind = part.tag, part.kind.value
    row = db.row(
        "INSERT INTO tag (slug, label, kind, of, uri, articles, changed_seq, copies)"
        " VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7) ON CONFLICT (slug) DO UPDATE SET"
        " articles = articles + 1, of = coalesce(of, ?4), uri = coalesce(uri, ?5),"
        " changed_seq = ?6, copies = copies + ?7 RETURNING id, articles, kind",
        tag.slug,
        tag.label,
        kind,
        tag.of,
        tag.uri,
        seq,
        copy,
    )
    assert row is not None, "an upsert returns its row"
    if row[1] == 1:
        _ledger.add_total(db, "tags", 1)
    if row[2] != kind:
        _kinds.count_other(db, row[0], kind)
    return int(row[0])


def _count_tags(db: Database, tag_ids: Sequence[int], place: _Place, n: int) -> None:
    """Count an article in for its tags, or out with -1."""
    edge = max(n, 0)  # the first came or the last went
    for tag_id in tag_ids:
        row = db.row(
            "INSERT INTO tag_publisher VALUES (?1, ?2, ?3) ON CONFLICT (tag_id, publisher_id)"
            " DO UPDATE SET articles = articles + ?3 RETURNING articles",
            tag_id,
            place.publisher_id,
            n,
        )
        assert row is not None, "an upsert returns its row"
        if row[0] == edge:
            db.run("UPDATE tag SET publishers = publishers + ? WHERE id = ?", n, tag_id)
    db.run_each(
        "INSERT INTO tag_day VALUES (?1, ?2, ?3) ON CONFLICT (tag_id, day)"
        " DO UPDATE SET articles = articles + ?3",
        [(tag_id, place.day, n) for tag_id in tag_ids],
    )


def _count_down(db: Database, tag_id: int, kind: str, copy: int, seq: int) -> None:
    """Count a tag down, and drop what no article has any more."""
    db.run("DELETE FROM name WHERE tag_id = ? AND articles = 0", tag_id)
    db.run("DELETE FROM tag_publisher WHERE tag_id = ? AND articles = 0", tag_id)
    db.run("DELETE FROM tag_day WHERE tag_id = ? AND articles = 0", tag_id)
    row = db.row(
        "UPDATE tag SET articles = articles - 1, copies = copies - ?, changed_seq = ?"
        " WHERE id = ? RETURNING articles, kind",
        copy,
        seq,
        tag_id,
    )
    assert row is not None, "a tag stays as long as an article has it"
    if row[1] != kind:
        _kinds.discount_other(db, tag_id, kind)
    if row[0]:
        _kinds.settle(db, tag_id)
    else:
        _kinds.forget(db, tag_id)
        db.run("DELETE FROM tag WHERE id = ?", tag_id)
        _ledger.add_total(db, "tags", -1)
