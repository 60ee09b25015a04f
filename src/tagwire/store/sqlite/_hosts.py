"""What hosts said to whoever asked them, for every process and across restarts."""

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


def find_robots(db: Database, origin: str, now: datetime) -> tuple[datetime, bytes | None] | None:
    """Return until when a robots.txt holds, and its bytes: None where there is no such file."""
    row = db.row("SELECT until, body FROM robots WHERE origin = ?", origin)
    return (time_of(row[0]), row[1]) if row and row[0] > micros_of(now) else None


def save_robots(
    db: Database, origin: str, until: datetime, body: bytes | None, now: datetime
) -> None:
    """Keep a robots.txt; those that hold no more go."""
    db.run("DELETE FROM robots WHERE until <= ?", micros_of(now))
    db.run("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", origin, micros_of(until), body)
