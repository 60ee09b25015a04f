"""Kept responses with what was known of them, and by which code versions were made.

kept ─(kept_id)─ version      a version points at the newest response that showed it
kept ─(article)─ article      a response without a version only confirmed one, or gave none
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from tagwire.model import Entry, Source, Unchanged
from tagwire.store._moments import micros_or_none, time_of
from tagwire.store.sqlite._database import Database, Fields
from tagwire.store.values import CodeCount, KeptPage, KeptResponse, SegmentRef, Work

_entry_decoder = msgspec.json.Decoder(Entry)
_source_decoder = msgspec.json.Decoder(Source)


def describe_kept(db: Database, kept_id: int, work: Work) -> None:
    """Keep beside a response what was known when it was fetched, and what it gave."""
    intent = work.intent
    article = intent.article if intent is not None else None
    db.run(
        "UPDATE kept SET article = ?1, extractor = ?2, tagger = ?3, first_seen = ?4,"
        " source_id = (SELECT id FROM source WHERE key = ?5),"
        " entry = coalesce((SELECT entry FROM page WHERE id = ?6), entry) WHERE id = ?7",
        article,
        work.extractor,
        work.tagger,
        micros_or_none(work.first_seen),
        work.source,
        work.outcome.task if work.outcome is not None else None,
        kept_id,
    )
    if intent is None:
        return
    # A state that comes back has its hash twice, and what is unchanged is the newest.
    shown = None if isinstance(intent, Unchanged) else intent.content_hash
    db.run("UPDATE version SET kept_id = NULL WHERE kept_id = ?", kept_id)
    db.run(
        "UPDATE version SET kept_id = ?1 WHERE id = (SELECT version.id FROM version"
        " JOIN article ON article.id = article_id WHERE key = ?2"
        " AND (?3 IS NULL OR version.content_hash = ?3) ORDER BY n DESC LIMIT 1)",
        kept_id,
        article,
        shown,
    )


def kept_pages(db: Database, after_id: int, limit: int) -> list[KeptPage]:
    """Return kept responses in the order they were kept."""
    rows = db.rows(
        "SELECT kept.id, segment, start, length, kept.url, final_url, status, fetched,"
        " body_digest, entry, kept.first_seen, kept.article, source.key, source.body, version.n,"
        " coalesce(version.extractor, kept.extractor, ''),"
        " coalesce(version.tagger, kept.tagger, '')"
        " FROM kept LEFT JOIN source ON source.id = kept.source_id"
        " LEFT JOIN version ON version.kept_id = kept.id"
        " WHERE kept.id > ? ORDER BY kept.id LIMIT ?",
        after_id,
        limit,
    )
    return [_kept_page(db, row) for row in rows]


def _kept_page(db: Database, row: Fields) -> KeptPage:
    entry = db.packer.unpack(row[9], _entry_decoder) if row[9] is not None else None
    source = row[12] or ""
    return KeptPage(
        id=row[0],
        kept=KeptResponse(
            ref=SegmentRef(segment=row[1], offset=row[2], length=row[3]),
            url=row[4],
            final_url=row[5],
            status=row[6],
            fetched=time_of(row[7]),
            body_digest=row[8],
        ),
        entry=replace(entry, source=source) if entry is not None else None,
        publisher=_source_decoder.decode(row[13]).publisher if row[13] is not None else None,
        source=source,
        first_seen=time_of(row[10] if row[10] is not None else row[7]),
        article=row[11],
        n=row[14],
        extractor=row[15],
        tagger=row[16],
    )


def code_counts(db: Database) -> list[CodeCount]:
    """Return by which code the versions were made, most versions first."""
    rows = db.rows(
        "SELECT extractor, tagger, versions FROM code ORDER BY versions DESC, extractor, tagger"
    )
    return [CodeCount(extractor=row[0], tagger=row[1], versions=row[2]) for row in rows]


def count_code(db: Database, extractor: str, tagger: str, n: int) -> None:
    """Count versions in for the code that made them, or out with a negative number."""
    db.run(
        "INSERT INTO code VALUES (?1, ?2, ?3) ON CONFLICT (extractor, tagger)"
        " DO UPDATE SET versions = versions + ?3",
        extractor,
        tagger,
        n,
    )
    if n < 0:
        db.run(
            "DELETE FROM code WHERE extractor = ? AND tagger = ? AND versions = 0",
            extractor,
            tagger,
        )
