"""Which hosts want to be left alone, for every process and across restarts."""

from __future__ import annotations

from datetime import datetime

from tagwire.store._moments import micros_of, time_of
from tagwire.store.sqlite._database import Database


def find_block(db: Database, host: str) -> datetime | None:
    """Return until when a host wants to be left alone."""
    row = db.row("SELECT blocked_until FROM host_block WHERE host = ?", host)
    return time_of(row[0]) if row else None


def save_block(db: Database, host: str, until: datetime, now: datetime) -> None:
    """Keep a block, which never gets shorter; those that are over go."""
    db.run("DELETE FROM host_block WHERE blocked_until <= ?", micros_of(now))
    db.run(
        "INSERT INTO host_block VALUES (?, ?) ON CONFLICT (host) DO UPDATE"
        " SET blocked_until = max(blocked_until, excluded.blocked_until)",
        host,
        micros_of(until),
    )
