"""Counters, rejections, the outbox and settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tagwire.model import Reason, Rejected, Stage
from tagwire.store._blobs import writable
from tagwire.store._moments import micros_of, time_of
from tagwire.store.sqlite._database import Database
from tagwire.store.values import Change, Counter, RejectedRow

MAX_REJECTED = 10_000
# Trimming the log at each insert would cost more than the insert.
TRIM_EVERY = 256


def add_counts(db: Database, counts: Mapping[tuple[str, str, str], int]) -> None:
    """Add to the counters by (stage, outcome, reason)."""
    for (stage, outcome, reason), n in counts.items():
        db.run(
            "INSERT INTO counter VALUES (?, ?, ?, ?)"
            " ON CONFLICT (stage, outcome, reason) DO UPDATE SET n = n + excluded.n",
            stage,
            outcome,
            reason,
            n,
        )


def counters(db: Database) -> list[Counter]:
    """Return all counters in order."""
    rows = db.rows("SELECT stage, outcome, reason, n FROM counter ORDER BY 1, 2, 3")
    return [Counter(stage=row[0], outcome=row[1], reason=row[2], count=row[3]) for row in rows]


def add_total(db: Database, name: str, n: int) -> None:
    """Add to one of the totals."""
    db.run(
        "INSERT INTO total VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = n + excluded.n",
        name,
        n,
    )


def total_of(db: Database, name: str) -> int:
    """Return one of the totals."""
    return db.number("SELECT n FROM total WHERE name = ?", name)


def log_rejected(db: Database, rejected: Rejected, now: datetime, source: str) -> bool:
    """Put a rejection on top of the log; tell whether it was not in it.

    What was erased is never named here.
    """
    if rejected.reason is Reason.ERASED:
        return True
    rejected = writable(rejected)
    place = (source, rejected.stage.value, rejected.key, rejected.reason.value)
    known = db.row(
        "DELETE FROM rejected WHERE source = ? AND stage = ? AND key = ? AND reason = ? RETURNING id",
        *place,
    )
    row = db.insert(
        "INSERT INTO rejected (source, stage, key, reason, detail, at) VALUES (?, ?, ?, ?, ?, ?)",
        *place,
        rejected.detail,
        micros_of(now),
    )
    if row % TRIM_EVERY == 0:
        db.run(
            "DELETE FROM rejected WHERE id <= (SELECT id FROM rejected ORDER BY id DESC"
            " LIMIT 1 OFFSET ?)",
            MAX_REJECTED,
        )
    return known is None


def recent_rejected(db: Database, limit: int, source: str | None) -> list[RejectedRow]:
    """Return the newest rejections."""
    rows = db.rows(
        "SELECT source, stage, key, reason, detail, at FROM rejected"
        " WHERE ?1 IS NULL OR source = ?1 ORDER BY id DESC LIMIT ?2",
        source,
        min(limit, MAX_REJECTED),
    )
    return [
        RejectedRow(
            rejected=Rejected(
                stage=Stage(row[1]), key=row[2], reason=Reason(row[3]), detail=row[4]
            ),
            at=time_of(row[5]),
            source=row[0],
        )
        for row in rows
    ]


def add_change(db: Database, kind: str, key: str, now: datetime) -> int:
    """Write a line of the outbox and return its sequence."""
    return db.insert(
        "INSERT INTO change (kind, key, at) VALUES (?, ?, ?)", kind, key, micros_of(now)
    )


def changes(db: Database, after_seq: int, limit: int) -> list[Change]:
    """Return lines of the outbox after a sequence."""
    rows = db.rows(
        "SELECT seq, kind, key, at FROM change WHERE seq > ? ORDER BY seq LIMIT ?", after_seq, limit
    )
    return [Change(seq=row[0], kind=row[1], key=row[2], at=time_of(row[3])) for row in rows]


def find_setting(db: Database, name: str) -> str | None:
    """Return a setting."""
    row = db.row("SELECT value FROM setting WHERE name = ?", name)
    return row[0] if row else None


def save_setting(db: Database, name: str, value: str) -> None:
    """Keep a setting."""
    db.run(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        value,
    )
