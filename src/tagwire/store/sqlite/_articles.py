"""Writes intents: articles, versions, keys, relations, and all that is counted of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tagwire.model import (
    Intent,
    Key,
    NewArticle,
    NewVersion,
    Reason,
    Relation,
    Stage,
    Tagged,
    Unchanged,
)
from tagwire.store._blobs import encode, encoded_writable
from tagwire.store._cards import word_count
from tagwire.store._erasure import ARTICLE
from tagwire.store._moments import day_number, listed_at_of, micros_of, time_of
from tagwire.store.sqlite import _copies, _cuts, _kept, _ledger, _queue, _stories
from tagwire.store.sqlite._database import Database
from tagwire.store.sqlite._index import index, unindex
from tagwire.store.sqlite._index import newest_state as newest_state
from tagwire.store.sqlite._tombstones import Tombstones
from tagwire.store.values import KeptResponse, Work

FOUNDED_AGAIN = "the same founding address"
REFUSED = (Stage.STORE.value, "rejected", Reason.ERASED.value)


def apply(db: Database, batch: Sequence[Work], now: datetime) -> None:
    """Write a batch. The answer of a page that is gone, or was given already, is ignored."""
    stones = Tombstones(db)
    for work in batch:
        outcome = work.outcome
        kept = outcome.kept if outcome is not None else work.kept
        if _is_refused(stones, work.intent):
            _refuse(db, work, kept, now)
            continue
        page = _queue.find_page(db, outcome.task) if outcome is not None else None
        if outcome is not None and page is None:
            continue
        kept_id = _queue.add_kept(db, kept) if kept is not None else None
        if work.intent is not None:
            write_intent(db, work, kept_id, now)
        if kept_id is not None:
            _kept.describe_kept(db, kept_id, work)
        if outcome is not None and page is not None and page[0]:
            article = work.intent.article if work.intent is not None else None
            _queue.answer(db, outcome, article, page[1], now)


def _is_refused(stones: Tombstones, intent: Intent | None) -> bool:
    """Tell whether an intent is about an article that was erased."""
    if intent is None:
        return False
    publisher = "" if isinstance(intent, Unchanged) else intent.tagged.article.publisher.domain
    return stones.has(ARTICLE, intent.article) or stones.has_key(intent.keys, publisher)


def _refuse(db: Database, work: Work, kept: KeptResponse | None, now: datetime) -> None:
    """Let an erased article that came by another way leave nothing behind either."""
    if kept is not None:
        _cuts.cut_record(db, kept.ref, now)
    if work.outcome is not None:
        row = db.row("SELECT url_key FROM page WHERE id = ?", work.outcome.task)
        if row is not None:
            _queue.forget_page(db, row[0], now)
    _ledger.add_counts(db, {REFUSED: 1})


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
        _stories.place(db, article_id, work.place)
    elif not _has_content(db, article_id, row[1], intent):
        _add_version(db, work, intent, now)
        _stories.place(db, article_id, work.place)
    if kept_id is not None:
        db.run("UPDATE article SET kept_id = ? WHERE id = ?", kept_id, article_id)
    _save_keys(db, article_id, intent.keys)


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
    _copies.adopt(db, article_id, intent.article, seq)
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
    tagged, encoded = encoded_writable(Tombstones(db).strip(state.intent.tagged))
    article = tagged.article
    db.run(
        "INSERT INTO version (article_id, n, first_seen, headline, content_hash, reason, words,"
        " extractor, tagger, memory, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        article_id,
        state.n,
        micros_of(since),
        article.headline,
        state.intent.content_hash,
        state.reason,
        word_count(article.text),
        work.extractor,
        work.tagger,
        work.memory,
        db.packer.pack_json(encoded),
    )
    _ledger.add_total(db, "versions", 1)
    _kept.count_code(db, work.extractor, work.tagger, 1)
    if state.n > 1 or state.intent.relations:
        _copies.become(db, article_id, state.intent.relations, state.seq)
    _save_relations(db, state.intent.relations)
    make_newest(db, article_id, tagged, Newest(state.n, state.intent.content_hash, state.seq))


@dataclass(frozen=True, slots=True)
class Newest:
    """Which version of an article lists show, and the change that made it so."""

    n: int
    content_hash: str
    seq: int


def make_newest(db: Database, article_id: int, tagged: Tagged, newest: Newest) -> None:
    """Let lists, counters and the card of an article follow from a version that is written."""
    db.run(
        "UPDATE article SET versions = ?, content_hash = ? WHERE id = ?",
        newest.n,
        newest.content_hash,
        article_id,
    )
    index(db, article_id, tagged, newest.seq)


def _save_keys(db: Database, article_id: int, keys: Iterable[Key]) -> None:
    db.run_each(
        "INSERT INTO article_key VALUES (?, ?, ?) ON CONFLICT (kind, value)"
        " DO UPDATE SET article_id = excluded.article_id WHERE kind <> 'text'",
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


def _count_source(db: Database, source_id: int, day: int, n: int) -> None:
    db.run("UPDATE source SET articles = articles + ? WHERE id = ?", n, source_id)
    db.run(
        "INSERT INTO source_day VALUES (?, ?, ?) ON CONFLICT (source_id, day)"
        " DO UPDATE SET articles = articles + excluded.articles",
        source_id,
        day,
        n,
    )


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
        seq = _ledger.add_change(db, "removed", key, now)
        _copies.part(db, article_id, seq)
        _stories.leave(db, article_id)
        unindex(db, article_id, seq)
        for extractor, tagger in db.rows(
            "SELECT extractor, tagger FROM version WHERE article_id = ?", article_id
        ):
            _kept.count_code(db, extractor, tagger, -1)
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
