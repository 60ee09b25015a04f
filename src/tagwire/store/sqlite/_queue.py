"""The page queue: filled by polls, emptied by claims, answered by outcomes.

entry (source, ident) ──> page (url_key) ──> host (heads of its pages)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from tagwire.model import Entry, Rejected, Source, Stage
from tagwire.store._erasure import ENTRY, URL, entry_name
from tagwire.store._intake import ERASED, NEW, UPDATED, Incoming, count_of, incoming_of, titled
from tagwire.store._moments import micros_of, micros_or_none, time_of
from tagwire.store.sqlite import _ledger, _sources, _tombstones
from tagwire.store.sqlite._database import Database, Fields
from tagwire.store.values import (
    KeptResponse,
    PageOutcome,
    PageTask,
    PollOutcome,
    PollResult,
    Unseen,
)

_entry_decoder = msgspec.json.Decoder(Entry)
_source_decoder = msgspec.json.Decoder(Source)

# ------------------------------------------------------------------------ polls


def save_poll(db: Database, outcome: PollOutcome, now: datetime) -> PollResult:
    """Keep a poll: state, counters, and a due page for each entry that is new or changed."""
    known = _sources.find_known(db, outcome.source)
    if known is None:
        return PollResult(new=0, updated=0)
    source_id, source, before = known
    state = replace(outcome.state, paused=before.paused)  # only people pause and go on
    _sources.save_state(db, source_id, state)
    if (named := titled(source, outcome.title)) is not source:
        _sources.save_source(db, source_id, named)
    incoming, unusable = incoming_of(outcome.entries, source)
    counts = _take_in(db, source_id, _not_erased(db, source.key, incoming), now)
    if state != before:  # else this very poll is counted already
        _ledger.add_counts(db, {("poll", outcome.outcome, state.error): 1})
        _reject(db, [*outcome.rejected, *unusable], source.key, now)
    _ledger.add_counts(db, counts)
    return PollResult(new=counts[NEW], updated=counts[UPDATED])


def unseen_entries(db: Database, source: str, entries: Sequence[Entry]) -> Unseen:
    """Return the entries that a poll would take for new or updated."""
    known = _sources.find_known(db, source)
    if known is None:
        return Unseen()
    sql = "SELECT digest FROM entry WHERE source_id = ? AND ident = ?"
    stones = _tombstones.Tombstones(db)
    before = [
        (one, db.row(sql, known[0], one.ident))
        for one in incoming_of(entries, known[1])[0]
        if _erased_as(stones, source, one) is None
    ]
    return Unseen(
        entries=tuple(one.given for one, row in before if row is None or row[0] != one.digest),
        new=sum(row is None for _, row in before),
    )


def _not_erased(db: Database, source: str, incoming: Sequence[Incoming]) -> list[Incoming]:
    """Return the entries whose article was not erased; the others count once, without a name."""
    stones = _tombstones.Tombstones(db)
    kept = []
    for one in incoming:
        name = _erased_as(stones, source, one)
        if name is None:
            kept.append(one)
        elif stones.meet(*name):
            _ledger.add_counts(db, {ERASED: 1})
    return kept


def _erased_as(
    stones: _tombstones.Tombstones, source: str, one: Incoming
) -> tuple[str, str] | None:
    """Return the kind and value under which an entry was erased, None when it was not."""
    names = ((URL, one.url_key), (ENTRY, entry_name(source, one.ident)))
    return next((name for name in names if stones.has(*name)), None)


def _reject(db: Database, rejected: Iterable[Rejected], source: str, now: datetime) -> None:
    """Log rejections of a poll; what a feed repeats at each poll counts once."""
    for one in rejected:
        is_new = _ledger.log_rejected(db, one, now, source)
        if is_new or one.stage is not Stage.PARSE:
            _ledger.add_counts(db, {(one.stage.value, "rejected", one.reason.value): 1})


def _take_in(
    db: Database, source_id: int, incoming: Sequence[Incoming], now: datetime
) -> Counter[tuple[str, str, str]]:
    counts: Counter[tuple[str, str, str]] = Counter()
    hosts = set()
    for one in incoming:
        known = db.row(
            "SELECT digest FROM entry WHERE source_id = ? AND ident = ?", source_id, one.ident
        )
        if known is not None and known[0] == one.digest:
            continue
        page = db.row("SELECT id, source_id FROM page WHERE url_key = ?", one.url_key)
        if page is None:
            page_id = _add_page(db, source_id, one, now)
        else:
            page_id = page[0]
            if known is not None:
                _make_due(db, page_id, one if page[1] == source_id else None, now)
        if page is None or known is not None:
            hosts.add(one.host)
            counts += count_of(one, NEW if known is None else UPDATED)
        db.run(
            "INSERT INTO entry VALUES (?1, ?2, ?3, ?4) ON CONFLICT (source_id, ident)"
            " DO UPDATE SET digest = ?3, page_id = ?4",
            source_id,
            one.ident,
            one.digest,
            page_id,
        )
    refresh_heads(db, hosts)
    return counts


def _add_page(db: Database, source_id: int, one: Incoming, now: datetime) -> int:
    return db.insert(
        "INSERT INTO page (url, url_key, host, source_id, first_seen, due, entry)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
        one.entry.url,
        one.url_key,
        one.host,
        source_id,
        micros_of(now),
        db.packer.pack(one.entry),
    )


def _make_due(db: Database, page_id: int, newer: Incoming | None, now: datetime) -> None:
    """Let a page be fetched again; while it is leased, as soon as it comes back."""
    if newer is not None:
        db.run("UPDATE page SET entry = ? WHERE id = ?", db.packer.pack(newer.entry), page_id)
    db.run(
        "UPDATE page SET again = leased IS NOT NULL, due = iif(leased IS NULL, ?, due) WHERE id = ?",
        micros_of(now),
        page_id,
    )


def refresh_heads(db: Database, hosts: Iterable[str]) -> None:
    """Bring the heads of hosts up to date: two look-ups each, however long their queue is."""
    first = "(SELECT min(due) FROM page WHERE host = ?1 AND recheck = {} AND due IS NOT NULL)"
    for host in hosts:
        db.run(
            f"INSERT INTO host VALUES (?1, {first.format(0)}, {first.format(1)}) ON CONFLICT (host)"  # noqa: S608 - constants
            " DO UPDATE SET new_due = excluded.new_due, recheck_due = excluded.recheck_due",
            host,
        )


# ----------------------------------------------------------------------- claims


def claim_pages(
    db: Database, now: datetime, limit: int, *, lease_s: float, busy_hosts: Sequence[str]
) -> list[PageTask]:
    """Lease due pages: first fetches before re-checks, the longest due first."""
    taken = set(busy_hosts)
    tasks: list[PageTask] = []
    for column, recheck in (("new_due", 0), ("recheck_due", 1)):
        hosts = _due_hosts(db, column, now, limit - len(tasks), taken)
        taken.update(hosts)
        tasks += [_lease(db, host, recheck, now, lease_s) for host in hosts]
        refresh_heads(db, hosts)
    return tasks


def _due_hosts(
    db: Database, column: str, now: datetime, limit: int, taken: Iterable[str]
) -> list[str]:
    excluded = set(taken)
    found: list[str] = []
    rows = db.iter_rows(
        f"SELECT host FROM host WHERE {column} <= ? ORDER BY {column}, host",  # noqa: S608 - constants
        micros_of(now),
    )
    for (host,) in rows:
        if len(found) >= limit:
            break
        if host not in excluded:
            found.append(host)
    return found


def _lease(db: Database, host: str, recheck: int, now: datetime, lease_s: float) -> PageTask:
    """Take the first page of a host; it is due again when the lease ends."""
    row = db.row(
        "UPDATE page SET due = ?, leased = ?, attempts = attempts + 1 WHERE id ="
        " (SELECT id FROM page WHERE host = ? AND recheck = ? AND due IS NOT NULL"
        "  ORDER BY due, id LIMIT 1)"
        " RETURNING id, url, entry, source_id, first_seen, attempts, article, etag,"
        " last_modified, body_digest",
        micros_of(now + timedelta(seconds=lease_s)),
        micros_of(now),
        host,
        recheck,
    )
    assert row is not None, "a head names a page"
    return _task(db, row)


def _task(db: Database, row: Fields) -> PageTask:
    source = db.row("SELECT key, body FROM source WHERE id = ?", row[3])
    assert source is not None, "pages go with their source"
    return PageTask(
        id=row[0],
        url=row[1],
        # The source that listed it may be removed, and the page another's by now.
        entry=replace(db.packer.unpack(row[2], _entry_decoder), source=source[0]),
        publisher=_source_decoder.decode(source[1]).publisher,
        first_seen=time_of(row[4]),
        attempts=row[5] - 1,
        article=row[6],
        etag=row[7],
        last_modified=row[8],
        body_digest=row[9],
    )


def release_pages(db: Database) -> int:
    """End all leases: the pages are due again as they were, and the try did not count."""
    hosts = [row[0] for row in db.rows("SELECT DISTINCT host FROM page WHERE leased IS NOT NULL")]
    released = db.number("SELECT count(*) FROM page WHERE leased IS NOT NULL")
    db.run(
        "UPDATE page SET due = leased, leased = NULL, again = 0, attempts = max(attempts - 1, 0)"
        " WHERE leased IS NOT NULL"
    )
    refresh_heads(db, hosts)
    return released


def next_due(db: Database) -> datetime | None:
    """Return when the next source or page is due."""
    heads = (
        "SELECT min(next_poll) FROM source_state WHERE NOT paused",
        "SELECT min(new_due) FROM host WHERE new_due IS NOT NULL",
        "SELECT min(recheck_due) FROM host WHERE recheck_due IS NOT NULL",
    )
    found = [row[0] for row in (db.row(sql) for sql in heads) if row and row[0] is not None]
    return time_of(min(found)) if found else None


def pages_due(db: Database, now: datetime) -> int:
    """Return how many pages wait to be fetched."""
    return db.number(
        "SELECT count(*) FROM (SELECT host, 0 AS recheck FROM host WHERE new_due <= ?1"
        " UNION ALL SELECT host, 1 FROM host WHERE recheck_due <= ?1) AS head"
        " JOIN page ON page.host = head.host AND page.recheck = head.recheck AND page.due <= ?1",
        micros_of(now),
    )


# --------------------------------------------------------------------- outcomes


def find_page(db: Database, page_id: int) -> tuple[bool, str] | None:
    """Return whether a page is leased, and the key of its source; None when it is gone."""
    row = db.row(
        "SELECT leased IS NOT NULL, source.key FROM page JOIN source ON source.id = source_id"
        " WHERE page.id = ?",
        page_id,
    )
    return (bool(row[0]), row[1]) if row else None


def answer(
    db: Database, outcome: PageOutcome, article: str | None, source: str, now: datetime
) -> None:
    """Write what became of a leased page: when it is due again, counters, the log."""
    is_retry = outcome.outcome == "retry"
    # Validators verbatim: those of a whole answer replace them, others only add.
    row = db.row(
        "UPDATE page SET leased = NULL, again = 0, due = iif(again, ?1, ?2),"
        " recheck = iif(?3, recheck, 1), attempts = iif(?3, attempts, 0),"
        " article = coalesce(?4, article), body_digest = coalesce(?5, body_digest),"
        " etag = iif(?5 IS NULL, coalesce(?6, etag), ?6),"
        " last_modified = iif(?5 IS NULL, coalesce(?7, last_modified), ?7)"
        " WHERE id = ?8 RETURNING host",
        micros_of(now),
        micros_or_none(outcome.next_check),
        is_retry,
        article,
        outcome.kept.body_digest if outcome.kept is not None else None,
        outcome.etag,
        outcome.last_modified,
        outcome.task,
    )
    assert row is not None, "find_page saw it in this transaction"
    refresh_heads(db, [row[0]])
    rejected = outcome.rejected
    if rejected is not None:
        _ledger.log_rejected(db, rejected, now, source)
    stage = rejected.stage.value if rejected is not None else "store"
    reason = rejected.reason.value if rejected is not None else ""
    _ledger.add_counts(db, {(stage, outcome.outcome, reason): 1})


def add_kept(db: Database, kept: KeptResponse) -> int:
    """Keep where a response lies and return its id; the same place is one row."""
    ref = kept.ref
    db.run(
        "INSERT OR IGNORE INTO kept (segment, start, length, url, final_url, status, fetched,"
        " body_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ref.segment,
        ref.offset,
        ref.length,
        kept.url,
        kept.final_url,
        kept.status,
        micros_of(kept.fetched),
        kept.body_digest,
    )
    db.run(
        "INSERT INTO segment VALUES (?, ?) ON CONFLICT (name)"
        " DO UPDATE SET size = max(size, excluded.size)",
        ref.segment,
        ref.offset + ref.length,
    )
    return db.number("SELECT id FROM kept WHERE segment = ? AND start = ?", ref.segment, ref.offset)


def forget_page(db: Database, key: str, now: datetime) -> set[str]:
    """Drop the page of a URL key and what lists it, for good; return its address."""
    row = db.row("SELECT id, url, host FROM page WHERE url_key = ?", key)
    if row is None:
        return set()
    entries = db.rows(
        "SELECT source.key, ident FROM entry JOIN source ON source.id = source_id"
        " WHERE page_id = ?",
        row[0],
    )
    names = [(ENTRY, entry_name(source, ident)) for source, ident in entries]
    _tombstones.put(db, [*names, (URL, key)], now)
    db.run("DELETE FROM entry WHERE page_id = ?", row[0])
    db.run("DELETE FROM page WHERE id = ?", row[0])
    refresh_heads(db, [row[2]])
    return {row[1]}


def forget_pages(db: Database, source_id: int) -> None:
    """Drop the entries of a source, and its pages unless another source names them too."""
    hosts = [
        row[0] for row in db.rows("SELECT DISTINCT host FROM page WHERE source_id = ?", source_id)
    ]
    db.run("DELETE FROM entry WHERE source_id = ?", source_id)
    db.run(
        "UPDATE page SET source_id = (SELECT min(entry.source_id) FROM entry WHERE page_id = page.id)"
        " WHERE source_id = ? AND EXISTS (SELECT 1 FROM entry WHERE page_id = page.id)",
        source_id,
    )
    db.run("DELETE FROM page WHERE source_id = ?", source_id)
    refresh_heads(db, hosts)
