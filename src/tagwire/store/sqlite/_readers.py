"""Articles as they are stored, candidates for decisions, and the size of the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from tagwire.model import Candidate, Key, Relation, RelationKind, RelationReason, Tagged
from tagwire.store._merging import tagged_with
from tagwire.store._moments import DAY, EPOCH, day_number, micros_of, time_of
from tagwire.store.sqlite import _ledger, _merges, _queue
from tagwire.store.sqlite._database import Database
from tagwire.store.sqlite._index import newest_state, tagged_decoder
from tagwire.store.values import KeptResponse, SegmentRef, StoredArticle, Totals, VersionRow

PAGE = 100
_reasons_decoder = msgspec.json.Decoder(tuple[RelationReason, ...])


def find_candidates(db: Database, keys: Sequence[Key]) -> list[Candidate]:
    """Return the stored articles that have one of these keys, by arrival."""
    found = set()
    for key in keys:
        row = db.row(
            "SELECT article_id FROM article_key WHERE kind = ? AND value = ?", key.kind, key.value
        )
        if row is not None:
            found.add(int(row[0]))
    return [_candidate(db, article_id) for article_id in sorted(found)]


def _candidate(db: Database, article_id: int) -> Candidate:
    row = db.row(
        "SELECT key, content_hash, versions, first_seen FROM article WHERE id = ?", article_id
    )
    assert row is not None, "keys go with their article"
    article = newest_state(db, article_id).article
    return Candidate(
        article=row[0],
        keys=_keys(db, article_id),
        publisher=article.publisher.domain,
        content_hash=row[1],
        versions=row[2],
        text=article.text,
        headline=article.headline,
        first_seen=time_of(row[3]),
        family=article.publisher.family,
    )


def _keys(db: Database, article_id: int) -> tuple[Key, ...]:
    rows = db.rows(
        "SELECT kind, value FROM article_key WHERE article_id = ? ORDER BY kind, value", article_id
    )
    return tuple(Key(kind=row[0], value=row[1]) for row in rows)


def find_article(db: Database, article: str) -> StoredArticle | None:
    """Return an article with everything known about it."""
    row = db.row(
        "SELECT article.id, article.key, first_seen, listed_at, source.key, article.demo, kept_id"
        " FROM article LEFT JOIN source ON source.id = source_id WHERE article.key = ?",
        article,
    )
    if row is None:
        return None
    newest = db.row(
        "SELECT extractor, tagger, memory FROM version WHERE article_id = ?"
        " ORDER BY n DESC LIMIT 1",
        row[0],
    )
    assert newest is not None, "every article has a version"
    return StoredArticle(
        id=row[1],
        tagged=tagged_with(newest_state(db, row[0]), _merges.roots(db)),
        first_seen=time_of(row[2]),
        listed_at=time_of(row[3]),
        source=row[4] or "",
        demo=bool(row[5]),
        keys=_keys(db, row[0]),
        versions=_versions(db, row[0]),
        relations=_relations(db, row[1]),
        kept=_kept(db, row[6]),
        extractor=newest[0],
        tagger=newest[1],
        memory=newest[2],
    )


def _versions(db: Database, article_id: int) -> tuple[VersionRow, ...]:
    rows = db.rows(
        "SELECT n, first_seen, headline, content_hash, reason, words FROM version"
        " WHERE article_id = ? ORDER BY n",
        article_id,
    )
    return tuple(
        VersionRow(
            n=row[0],
            first_seen=time_of(row[1]),
            headline=row[2],
            content_hash=row[3],
            reason=row[4],
            words=row[5],
        )
        for row in rows
    )


def _relations(db: Database, article: str) -> tuple[Relation, ...]:
    rows = db.rows(
        "SELECT a, b, kind, score, reasons FROM relation WHERE a = ?1 OR b = ?1 ORDER BY 1, 2, 3",
        article,
    )
    return tuple(
        Relation(
            a=row[0],
            b=row[1],
            kind=RelationKind(row[2]),
            score=row[3],
            reasons=_reasons_decoder.decode(row[4]),
        )
        for row in rows
    )


def _kept(db: Database, kept_id: int | None) -> KeptResponse | None:
    row = db.row(
        "SELECT segment, start, length, url, final_url, status, fetched, body_digest FROM kept"
        " WHERE id = ?",
        kept_id,
    )
    if row is None:
        return None
    return KeptResponse(
        ref=SegmentRef(segment=row[0], offset=row[1], length=row[2]),
        url=row[3],
        final_url=row[4],
        status=row[5],
        fetched=time_of(row[6]),
        body_digest=row[7],
    )


def find_version(db: Database, article: str, n: int) -> Tagged | None:
    """Return one kept state of an article."""
    row = db.row(
        "SELECT body FROM version WHERE n = ? AND article_id ="
        " (SELECT id FROM article WHERE key = ?)",
        n,
        article,
    )
    return tagged_with(db.packer.unpack(row[0], tagged_decoder), _merges.roots(db)) if row else None


def iter_articles(db: Database) -> Iterator[StoredArticle]:
    """Stream all articles by arrival, a short snapshot for each page of them."""
    after = 0
    while True:
        with db.reading():
            rows = db.rows(
                "SELECT id, key FROM article WHERE id > ? ORDER BY id LIMIT ?", after, PAGE
            )
            page = [find_article(db, row[1]) for row in rows]
        if not rows:
            return
        after = rows[-1][0]
        yield from (article for article in page if article is not None)


def totals(db: Database, now: datetime) -> Totals:
    """Return the size of what is stored."""
    last = db.row("SELECT seq, at FROM change ORDER BY seq DESC LIMIT 1")
    today = micros_of(EPOCH + day_number(now) * DAY)
    return Totals(
        articles=_ledger.total_of(db, "articles"),
        versions=_ledger.total_of(db, "versions"),
        tags=_ledger.total_of(db, "tags"),
        sources=db.number("SELECT count(*) FROM source_state"),
        sources_answered_today=db.number(
            "SELECT count(*) FROM source_state WHERE last_success >= ?", today
        ),
        sources_failing=db.number("SELECT count(*) FROM source_state WHERE failures > 0"),
        pages_due=_queue.pages_due(db, now),
        demo_articles=_ledger.total_of(db, "demo_articles"),
        last_change=time_of(last[1]) if last else None,
        change_seq=last[0] if last else 0,
    )


def committed_segments(db: Database) -> dict[str, int]:
    """Return the end of the last committed response of each segment."""
    return {row[0]: row[1] for row in db.rows("SELECT name, size FROM segment ORDER BY name")}


def forget_segments(db: Database, names: Sequence[str]) -> None:
    """Drop the rows of segments; articles keep their texts."""
    for name in names:
        db.run("DELETE FROM kept WHERE segment = ?", name)
        db.run("DELETE FROM segment WHERE name = ?", name)
