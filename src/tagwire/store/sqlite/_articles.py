"""Writes intents: articles, versions, keys, relations, and all that is counted of them.

What an article adds to lists and counters follows from its newest state alone
(``_index``), so taking it back (``_unindex``) leaves them exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from tagwire.model import (
    Key,
    NewArticle,
    NewVersion,
    Publisher,
    Relation,
    Tag,
    Tagged,
    Unchanged,
)
from tagwire.store._blobs import encode, encoded_writable
from tagwire.store._cards import Seen, card_of, names_of, role_mask, shown_tags, word_count
from tagwire.store._moments import day_number, listed_at_of, micros_of, time_of
from tagwire.store._scan import categories_text
from tagwire.store.sqlite import _ledger, _queue
from tagwire.store.sqlite._database import Database
from tagwire.store.values import Work

tagged_decoder = msgspec.json.Decoder(Tagged)

FOUNDED_AGAIN = "the same founding address"


def apply(db: Database, batch: Sequence[Work], now: datetime) -> None:
    """Write a batch. The answer of a page that is gone, or was given already, is ignored."""
    for work in batch:
        outcome = work.outcome
        page = _queue.find_page(db, outcome.task) if outcome is not None else None
        if outcome is not None and page is None:
            continue
        kept_id = _queue.add_kept(db, outcome.kept) if outcome and outcome.kept else None
        if work.intent is not None:
            write_intent(db, work, kept_id, now)
        if outcome is not None and page is not None and page[0]:
            article = work.intent.article if work.intent is not None else None
            _queue.answer(db, outcome, article, page[1], now)


def write_intent(db: Database, work: Work, kept_id: int | None, now: datetime) -> None:
    """Write what was decided about one article; nothing when it is written already."""
    intent = work.intent
    assert intent is not None, "callers ask before"
    row = db.row("SELECT id, content_hash FROM article WHERE key = ?", intent.article)
    article_id = row[0] if row is not None else 0
    if isinstance(intent, Unchanged):
        if row is None:
            return
    elif row is None:
        article_id = _found(db, work, intent, now)
    elif not _has_content(db, article_id, row[1], intent):
        _add_version(db, work, intent, now)
    if kept_id is not None:
        db.run("UPDATE article SET kept_id = ? WHERE id = ?", kept_id, article_id)
    _save_keys(db, article_id, intent.keys)
    if not isinstance(intent, Unchanged):
        _save_relations(db, intent.relations)


def _has_content(
    db: Database, article_id: int, newest_hash: str, intent: NewArticle | NewVersion
) -> bool:
    """Tell whether the state of an intent is written already."""
    if newest_hash == intent.content_hash:
        return True
    n = intent.n if isinstance(intent, NewVersion) else 1
    row = db.row("SELECT content_hash FROM version WHERE article_id = ? AND n = ?", article_id, n)
    return row is not None and row[0] == intent.content_hash


def _found(db: Database, work: Work, intent: NewArticle | NewVersion, now: datetime) -> int:
    """Found an article and return its id: its place in lists is fixed here."""
    first_seen = work.first_seen or now
    listed_at = listed_at_of(intent.tagged.article.published, first_seen)
    source = db.row("SELECT id, demo FROM source WHERE key = ?", work.source) or (0, 0)
    seq = _ledger.add_change(db, "article", intent.article, now)
    article_id = db.insert(
        "INSERT INTO article (key, listed_at, first_seen, publisher_id, source_id, language,"
        " categories, roles, versions, content_hash, revision, demo)"
        " VALUES (?, ?, ?, 0, ?, '', '', 0, 0, '', ?, ?)",
        intent.article,
        micros_of(listed_at),
        micros_of(first_seen),
        source[0],
        seq,
        source[1],
    )
    _ledger.add_total(db, "articles", 1)
    if source[1]:
        _ledger.add_total(db, "demo_articles", 1)
    _count_source(db, source[0], day_number(first_seen), 1)
    reason = intent.reason if isinstance(intent, NewVersion) else "first seen"
    _write_state(db, article_id, work, _State(intent, 1, reason, seq), first_seen)
    _ledger.add_counts(db, {("relate", "new_article", ""): 1})
    return article_id


def _add_version(db: Database, work: Work, intent: NewArticle | NewVersion, now: datetime) -> None:
    row = db.row("SELECT id, versions FROM article WHERE key = ?", intent.article)
    assert row is not None, "versions are of stored articles"
    seq = _ledger.add_change(db, "version", intent.article, now)
    unindex(db, row[0], seq)
    reason = intent.reason if isinstance(intent, NewVersion) else FOUNDED_AGAIN
    _write_state(db, row[0], work, _State(intent, row[1] + 1, reason, seq), now)
    _ledger.add_counts(db, {("relate", "new_version", ""): 1})


@dataclass(frozen=True, slots=True)
class _State:
    """A state of an article that is being written."""

    intent: NewArticle | NewVersion
    n: int
    reason: str
    seq: int


def _write_state(db: Database, article_id: int, work: Work, state: _State, since: datetime) -> None:
    """Write a version and make it the newest."""
    tagged, encoded = encoded_writable(state.intent.tagged)
    article = tagged.article
    db.run(
        "INSERT INTO version (article_id, n, first_seen, headline, content_hash, reason, words,"
        " extractor, tagger, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        article_id,
        state.n,
        micros_of(since),
        article.headline,
        state.intent.content_hash,
        state.reason,
        word_count(article.text),
        work.extractor,
        work.tagger,
        db.packer.pack_json(encoded),
    )
    _ledger.add_total(db, "versions", 1)
    make_newest(db, article_id, tagged, Newest(state.n, state.intent.content_hash, state.seq))


@dataclass(frozen=True, slots=True)
class Newest:
    """Which version of an article lists show, and the change that made it so."""

    n: int
    content_hash: str
    seq: int


def make_newest(db: Database, article_id: int, tagged: Tagged, newest: Newest) -> None:
    """Let lists, counters and the card of an article follow from a version that is written."""
    article = tagged.article
    db.run(
        "UPDATE article SET versions = ?, content_hash = ?, revision = ?, publisher_id = ?,"
        " language = ?, categories = ?, roles = ? WHERE id = ?",
        newest.n,
        newest.content_hash,
        newest.seq,
        _publisher_id(db, article.publisher),
        tagged.language or "",
        categories_text(category.code for category in tagged.categories),
        role_mask(role for part in shown_tags(tagged) for role in part.roles),
        article_id,
    )
    db.run_each(
        "INSERT OR REPLACE INTO category VALUES (?, ?)",
        [(category.code, category.label) for category in tagged.categories],
    )
    place = _place_of(db, article_id)
    db.run(
        "INSERT OR REPLACE INTO card VALUES (?, ?)",
        article_id,
        encode(card_of(tagged, place.seen)),
    )
    _index(db, place, tagged, newest.seq)


def _save_keys(db: Database, article_id: int, keys: Iterable[Key]) -> None:
    db.run_each(
        "INSERT INTO article_key VALUES (?, ?, ?) ON CONFLICT (kind, value)"
        " DO UPDATE SET article_id = excluded.article_id",
        [(key.kind, key.value, article_id) for key in keys],
    )


def _save_relations(db: Database, relations: Iterable[Relation]) -> None:
    for one in relations:
        db.run(
            "INSERT OR REPLACE INTO relation VALUES (?, ?, ?, ?, ?)",
            one.a,
            one.b,
            one.kind.value,
            one.score,
            encode(one.reasons).decode(),
        )


def _publisher_id(db: Database, publisher: Publisher) -> int:
    row = db.row(
        "INSERT INTO publisher (domain, name) VALUES (?1, ?2) ON CONFLICT (domain)"
        " DO UPDATE SET name = ?2 RETURNING id",
        publisher.domain,
        publisher.name,
    )
    assert row is not None, "an upsert returns its row"
    return int(row[0])


def _count_source(db: Database, source_id: int, day: int, n: int) -> None:
    db.run("UPDATE source SET articles = articles + ? WHERE id = ?", n, source_id)
    db.run(
        "INSERT INTO source_day VALUES (?, ?, ?) ON CONFLICT (source_id, day)"
        " DO UPDATE SET articles = articles + excluded.articles",
        source_id,
        day,
        n,
    )


# ------------------------------------------------------------------------ index


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where an article stands in the lists of its tags."""

    article_id: int
    listed_at: int
    publisher_id: int
    source_id: int
    language: str
    categories: str
    seen: Seen

    @property
    def day(self) -> int:
        return day_number(self.seen.listed_at)


def _place_of(db: Database, article_id: int) -> _Place:
    row = db.row(
        "SELECT listed_at, publisher_id, source_id, language, categories,"
        " key, first_seen, versions, demo FROM article WHERE id = ?",
        article_id,
    )
    assert row is not None, "only stored articles are indexed"
    return _Place(
        article_id=article_id,
        listed_at=row[0],
        publisher_id=row[1],
        source_id=row[2],
        language=row[3],
        categories=row[4],
        seen=Seen(
            article=row[5],
            first_seen=time_of(row[6]),
            listed_at=time_of(row[0]),
            versions=row[7],
            demo=bool(row[8]),
        ),
    )


def _index(db: Database, place: _Place, tagged: Tagged, seq: int) -> None:
    """Add the newest state of an article to lists and counters."""
    db.run("UPDATE publisher SET articles = articles + 1 WHERE id = ?", place.publisher_id)
    parts = [(_tag_id(db, part.tag, seq), part) for part in shown_tags(tagged)]
    db.run_each(
        "INSERT INTO article_tag VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                tag_id,
                place.listed_at,
                place.article_id,
                place.publisher_id,
                place.source_id,
                place.language,
                place.categories,
                role_mask(part.roles),
            )
            for tag_id, part in parts
        ],
    )
    db.run_each("INSERT INTO tag_of VALUES (?, ?)", [(place.article_id, tag) for tag, _ in parts])
    _count_tags(db, [tag_id for tag_id, _ in parts], place, 1)
    db.run_each(
        "INSERT INTO name VALUES (?, ?, ?, 1) ON CONFLICT (name, tag_id)"
        " DO UPDATE SET articles = articles + 1",
        [
            (name, tag_id, surface)
            for tag_id, part in parts
            for name, surface in names_of(part).items()
        ],
    )


def _tag_id(db: Database, tag: Tag, seq: int) -> int:
    """Return the id of a tag; what was unknown about it is filled in."""
    row = db.row(
        "INSERT INTO tag (slug, label, kind, of, uri, articles, changed_seq)"
        " VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6) ON CONFLICT (slug) DO UPDATE SET"
        " articles = articles + 1, of = coalesce(of, ?4), uri = coalesce(uri, ?5), changed_seq = ?6"
        " RETURNING id, articles",
        tag.slug,
        tag.label,
        tag.kind.value,
        tag.of,
        tag.uri,
        seq,
    )
    assert row is not None, "an upsert returns its row"
    if row[1] == 1:
        _ledger.add_total(db, "tags", 1)
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


def unindex(db: Database, article_id: int, seq: int) -> None:
    """Take the newest state of an article back out of lists and counters."""
    place = _place_of(db, article_id)
    db.run("UPDATE publisher SET articles = articles - 1 WHERE id = ?", place.publisher_id)
    parts = [
        (db.number("SELECT id FROM tag WHERE slug = ?", part.tag.slug), part)
        for part in shown_tags(newest_state(db, article_id))
    ]
    tag_ids = [tag_id for tag_id, _ in parts]
    db.run_each(
        "DELETE FROM article_tag WHERE tag_id = ? AND listed_at = ? AND article_id = ?",
        [(tag_id, place.listed_at, article_id) for tag_id in tag_ids],
    )
    db.run("DELETE FROM tag_of WHERE article_id = ?", article_id)
    _count_tags(db, tag_ids, place, -1)
    db.run_each(
        "UPDATE name SET articles = articles - 1 WHERE name = ? AND tag_id = ?",
        [(name, tag_id) for tag_id, part in parts for name in names_of(part)],
    )
    for tag_id in tag_ids:
        _drop_empty(db, tag_id, seq)


def _drop_empty(db: Database, tag_id: int, seq: int) -> None:
    """Count a tag down, and drop what no article has any more."""
    db.run("DELETE FROM name WHERE tag_id = ? AND articles = 0", tag_id)
    db.run("DELETE FROM tag_publisher WHERE tag_id = ? AND articles = 0", tag_id)
    db.run("DELETE FROM tag_day WHERE tag_id = ? AND articles = 0", tag_id)
    db.run("UPDATE tag SET articles = articles - 1, changed_seq = ? WHERE id = ?", seq, tag_id)
    if db.number("SELECT articles FROM tag WHERE id = ?", tag_id) == 0:
        db.run("DELETE FROM tag WHERE id = ?", tag_id)
        _ledger.add_total(db, "tags", -1)


def newest_state(db: Database, article_id: int) -> Tagged:
    """Return the newest version of a stored article."""
    row = db.row(
        "SELECT body FROM version WHERE article_id = ? ORDER BY n DESC LIMIT 1", article_id
    )
    assert row is not None, "every article has a version"
    return db.packer.unpack(row[0], tagged_decoder)


def remove_articles(db: Database, article_ids: Iterable[int], now: datetime) -> int:
    """Remove articles for good, with all that hangs on them; return how many."""
    n = 0
    for article_id in article_ids:
        row = db.row(
            "SELECT key, versions, demo, source_id, first_seen FROM article WHERE id = ?",
            article_id,
        )
        assert row is not None, "callers name stored articles"
        key, versions, demo, source_id, first_seen = row
        unindex(db, article_id, _ledger.add_change(db, "removed", key, now))
        for table in ("card", "version", "article_key"):
            db.run(f"DELETE FROM {table} WHERE article_id = ?", article_id)  # noqa: S608 - constants
        db.run("DELETE FROM relation WHERE a = ?1 OR b = ?1", key)
        db.run("DELETE FROM article WHERE id = ?", article_id)
        _count_source(db, source_id, day_number(time_of(first_seen)), -1)
        _ledger.add_total(db, "articles", -1)
        _ledger.add_total(db, "versions", -versions)
        _ledger.add_total(db, "demo_articles", -demo)
        n += 1
    return n
