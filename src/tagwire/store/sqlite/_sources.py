"""Sources, their state, and when they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from tagwire.errors import NotFound
from tagwire.model import Source
from tagwire.store._blobs import encode
from tagwire.store._cards import StoredCard
from tagwire.store._health import HEALTH_BUDGET, health_of
from tagwire.store._moments import day_number, first_polls, micros_of, micros_or_none
from tagwire.store.sqlite import _ledger
from tagwire.store.sqlite._database import Database, Fields
from tagwire.store.values import SourceHealth, SourceRow, SourceState

_source_decoder = msgspec.json.Decoder(Source)
_card_decoder = msgspec.json.Decoder(StoredCard)
_state_decoder = msgspec.json.Decoder(SourceState)

_SELECT = """
    SELECT source.body, source_state.body, source.articles, source_day.articles
    FROM source_state JOIN source ON source.id = source_state.source_id
    LEFT JOIN source_day ON source_day.source_id = source.id AND source_day.day = ?
"""


def add_sources(
    db: Database, sources: Sequence[Source], now: datetime, spread_s: float
) -> list[Source]:
    """Keep many sources, their first polls spread over so many seconds; return the new ones."""
    added: list[Source] = []
    polls = first_polls(now, len(sources), spread_s)
    for source, first_poll in zip(sources, polls, strict=True):
        if add_source(db, source, now, first_poll):
            added.append(source)
    return added


def add_source(
    db: Database, source: Source, now: datetime, first_poll: datetime | None = None
) -> bool:
    """Keep a source, due at once; a removed one comes back. False when it is known."""
    if db.row(
        "SELECT 1 FROM source WHERE NOT removed AND (key = ? OR url = ?)", source.key, source.url
    ) or not is_free_key(db, source.key, source.url):
        return False
    row = db.row(
        "INSERT INTO source (key, url, demo, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key)"
        " DO UPDATE SET demo = ?3, removed = 0, body = ?4 RETURNING id",
        source.key,
        source.url,
        int(source.demo),
        encode(source).decode(),
    )
    assert row is not None, "an upsert returns its row"
    save_state(db, row[0], SourceState(next_poll=first_poll or now))
    _ledger.add_change(db, "source", source.key, now)
    return True


def is_free_key(db: Database, key: str, url: str) -> bool:
    """Return whether no other source has or had a key."""
    return db.row("SELECT 1 FROM source WHERE key = ? AND url <> ?", key, url) is None


def save_state(db: Database, source_id: int, state: SourceState) -> None:
    """Keep the state of a source."""
    db.run(
        "INSERT INTO source_state VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (source_id)"
        " DO UPDATE SET next_poll = ?2, last_success = ?3, failures = ?4, paused = ?5, body = ?6",
        source_id,
        micros_of(state.next_poll),
        micros_or_none(state.last_success),
        state.failures,
        int(state.paused),
        encode(state).decode(),
    )


def save_source(db: Database, source_id: int, source: Source) -> None:
    """Keep what is now known of a source."""
    db.run("UPDATE source SET body = ? WHERE id = ?", encode(source).decode(), source_id)


def find_known(db: Database, key: str) -> tuple[int, Source, SourceState] | None:
    """Return id, source and state of a source that was not removed."""
    row = db.row(
        "SELECT source.id, source.body, source_state.body FROM source"
        " JOIN source_state ON source_state.source_id = source.id WHERE key = ? AND NOT removed",
        key,
    )
    if row is None:
        return None
    return row[0], _source_decoder.decode(row[1]), _state_decoder.decode(row[2])


def get_known(db: Database, key: str) -> tuple[int, Source, SourceState]:
    """Return id, source and state. Raises NotFound."""
    known = find_known(db, key)
    if known is None:
        raise NotFound(f"there is no source {key!r}")
    return known


def pause_source(db: Database, key: str, paused: bool, now: datetime) -> None:
    """Pause a source or let it go on. Raises NotFound."""
    source_id, _, state = get_known(db, key)
    if state.paused != paused:
        save_state(db, source_id, replace(state, paused=paused))
        _ledger.add_change(db, "source", key, now)


def poll_by(db: Database, key: str, at: datetime) -> None:
    """Make a source due at a time at the latest, unless its last poll failed."""
    known = find_known(db, key)
    if known is not None and known[2].next_poll > at and not known[2].error:
        save_state(db, known[0], replace(known[2], next_poll=at))


def move_source(db: Database, key: str, url: str, now: datetime) -> bool:
    """Give a source another address. Raises NotFound."""
    source_id, source, state = get_known(db, key)
    if db.row("SELECT 1 FROM source WHERE url = ? AND id <> ? AND NOT removed", url, source_id):
        return False
    db.run("UPDATE source SET url = ? WHERE id = ?", url, source_id)
    save_source(db, source_id, replace(source, url=url))
    save_state(db, source_id, replace(state, moved=None))
    _ledger.add_change(db, "source", key, now)
    return True


def select_links(db: Database, key: str, selector: str, now: datetime) -> None:
    """Keep the selector of a listing page and make it due. Raises NotFound."""
    source_id, source, state = get_known(db, key)
    save_source(db, source_id, replace(source, selector=selector))
    anew = replace(state, etag=None, last_modified=None, body_digest=None)
    save_state(db, source_id, replace(anew, next_poll=min(state.next_poll, now)))
    _ledger.add_change(db, "source", key, now)


def list_sources(db: Database, now: datetime) -> list[SourceRow]:
    """Return all sources by key."""
    return [_row(fields) for fields in db.rows(_SELECT + "ORDER BY source.key", day_number(now))]


def find_source(db: Database, key: str, now: datetime) -> SourceRow | None:
    """Return one source."""
    fields = db.row(_SELECT + "WHERE source.key = ?", day_number(now), key)
    return _row(fields) if fields else None


def source_health(db: Database, key: str, now: datetime) -> SourceHealth | None:
    """Return what the newest articles of a source tell about it; None when it is unknown."""
    known = find_known(db, key)
    if known is None:
        return None
    source_id, _, state = known
    rows = db.rows(
        "SELECT card.body, copy_of > 0 FROM article JOIN card ON card.article_id = article.id"
        " WHERE source_id = ? ORDER BY listed_at DESC, article.id DESC LIMIT ?",
        source_id,
        HEALTH_BUDGET,
    )
    days = db.rows(
        "SELECT day, articles FROM source_day WHERE source_id = ? AND articles > 0", source_id
    )
    cards = [(_card_decoder.decode(body).card, bool(is_copy)) for body, is_copy in rows]
    return health_of(cards, dict(days), day_number(now), state.first_success)


def sources_of(db: Database, domain: str, now: datetime) -> list[SourceRow]:
    """Return the sources of a publisher by key."""
    own = "WHERE json_extract(source.body, '$.publisher.domain') = ? ORDER BY source.key"
    return [_row(fields) for fields in db.rows(_SELECT + own, day_number(now), domain)]


def due_sources(db: Database, now: datetime, limit: int) -> list[SourceRow]:
    """Return the sources that are due, longest waiting first."""
    due = "WHERE NOT paused AND next_poll <= ? ORDER BY next_poll, source.id LIMIT ?"
    return [_row(row) for row in db.rows(_SELECT + due, day_number(now), micros_of(now), limit)]


def _row(fields: Fields) -> SourceRow:
    return SourceRow(
        source=_source_decoder.decode(fields[0]),
        state=_state_decoder.decode(fields[1]),
        articles=fields[2],
        articles_today=fields[3] or 0,
    )
