"""Raw responses that are to go: the row at once, the bytes when the segment is rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tagwire.store._moments import micros_of
from tagwire.store.sqlite._database import Database
from tagwire.store.values import SegmentRef


def cut(db: Database, kept_ids: Iterable[int], now: datetime) -> None:
    """Drop the rows of responses; their bytes are overwritten later."""
    for kept_id in kept_ids:
        row = db.row(
            "DELETE FROM kept WHERE id = ? RETURNING segment, start, length, article", kept_id
        )
        if row is None:
            continue
        cut_record(db, SegmentRef(segment=row[0], offset=row[1], length=row[2]), now)
        db.run("UPDATE article SET kept_id = NULL WHERE key = ? AND kept_id = ?", row[3], kept_id)
        db.run("UPDATE version SET kept_id = NULL WHERE kept_id = ?", kept_id)


def cut_record(db: Database, ref: SegmentRef, now: datetime) -> None:
    """Let a record be overwritten, whether a row points at it or not."""
    db.run(
        "INSERT OR IGNORE INTO cut VALUES (?, ?, ?, ?)",
        ref.segment,
        ref.offset,
        ref.length,
        micros_of(now),
    )


def list_cuts(db: Database, limit: int) -> list[SegmentRef]:
    """Return records that are to be overwritten, segment by segment."""
    rows = db.rows("SELECT segment, start, length FROM cut ORDER BY segment, start LIMIT ?", limit)
    return [SegmentRef(segment=row[0], offset=row[1], length=row[2]) for row in rows]


def cuts_done(db: Database, refs: Iterable[SegmentRef]) -> None:
    """Note that records are overwritten, or gone with their segment."""
    db.run_each(
        "DELETE FROM cut WHERE segment = ? AND start = ?",
        [(ref.segment, ref.offset) for ref in refs],
    )
