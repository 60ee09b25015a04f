"""Lists of articles and their facets: one index range each, within a budget."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from tagwire.store._cards import StoredCard
from tagwire.store._moments import micros_or_none
from tagwire.store._scan import (
    Conditions,
    Row,
    conditions_of,
    count_facets,
    cursor_of,
    facets_of,
    place_of,
    scan,
)
from tagwire.store.sqlite import _ledger
from tagwire.store.sqlite._database import Database, Value
from tagwire.store.values import Card, Facets, Listing, ListQuery

MAX_LIMIT = 500
_card_decoder = msgspec.json.Decoder(StoredCard)

_END = (1 << 62, 1 << 62)
_LAST = 1 << 62

_COLUMNS = "publisher_id, source_id, language, categories, roles"
# Each range runs newest first on its own index; ?1 to ?4 are the place and the times.
_WHERE = "(listed_at, {id}) < (?1, ?2) AND listed_at >= ?3 AND listed_at < ?4"
_ORDER = "ORDER BY listed_at DESC, {id} DESC"
_FROM_ARTICLES = f"SELECT listed_at, id, {_COLUMNS} FROM article WHERE "  # noqa: S608 - constants
_RANGES = {
    "tag": (
        f"SELECT listed_at, article_id, {_COLUMNS} FROM article_tag"  # noqa: S608 - constants
        f" WHERE tag_id = ?5 AND {_WHERE} {_ORDER}"
    ).format(id="article_id"),
    "source": f"{_FROM_ARTICLES} source_id = ?5 AND {_WHERE} {_ORDER}".format(id="id"),
    "publisher": f"{_FROM_ARTICLES} publisher_id = ?5 AND {_WHERE} {_ORDER}".format(id="id"),
    "all": f"{_FROM_ARTICLES} {_WHERE} {_ORDER}".format(id="id"),
}


@dataclass(slots=True)
class CardCache:
    """Cards as lists showed them, by article, revision and tag: results are equal without it."""

    size: int = 4096
    _cards: OrderedDict[tuple[int, int, str], Card] = field(default_factory=OrderedDict)

    def find(self, place: tuple[int, int, str]) -> Card | None:
        """Return a card that was made before."""
        card = self._cards.get(place)
        if card is not None:
            self._cards.move_to_end(place)
        return card

    def keep(self, place: tuple[int, int, str], card: Card) -> None:
        """Remember a card; the one that was not used for longest goes."""
        self._cards[place] = card
        if len(self._cards) > self.size:
            self._cards.popitem(last=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Range:
    """The index range that drives a list, and the conditions that its rows must meet."""

    name: str
    key: int | None
    conditions: Conditions
    total: int | None  # of the whole list, when no other condition narrows it


def list_articles(db: Database, cards: CardCache, query: ListQuery) -> Listing:
    """Return a page of a list, newest first."""
    found = _range_of(db, query)
    if found is None:
        return Listing(cards=(), next=None, total=0)
    limit = max(1, min(query.limit, MAX_LIMIT))
    scanned = scan(_iter_rows(db, found, query), found.conditions, limit)
    return Listing(
        cards=tuple(_card(db, cards, row, query.tag) for row in scanned.rows),
        next=cursor_of(scanned.last) if scanned.last is not None else None,
        total=found.total,
        complete=scanned.complete,
    )


def facets(db: Database, query: ListQuery) -> Facets:
    """Return the values to filter a list by."""
    found = _range_of(db, query)
    rows = _iter_rows(db, found, query) if found is not None else iter(())
    counts = count_facets(rows, found.conditions if found is not None else Conditions())
    publishers = {
        key: db.row("SELECT domain, name FROM publisher WHERE id = ?", int(key)) or ("", "")
        for key in counts.publishers
    }
    categories = {
        code: (db.row("SELECT label FROM category WHERE code = ?", code) or (code,))[0]
        for code in counts.categories
    }
    return facets_of(counts, {key: (row[0], row[1]) for key, row in publishers.items()}, categories)


def _range_of(db: Database, query: ListQuery) -> _Range | None:
    """Return the range that drives a list: tag, else source, else publisher; None when unknown."""
    ids: dict[str, int] = {}
    for name, sql, value in (
        ("tag", "SELECT id FROM tag WHERE slug = ?", query.tag),
        ("source", "SELECT id FROM source WHERE key = ?", query.source),
        ("publisher", "SELECT id FROM publisher WHERE domain = ?", query.publisher),
    ):
        if value is not None:
            ids[name] = db.number(sql, value)
    if 0 in ids.values():
        return None
    driver = next(iter(ids), "all")
    conditions = conditions_of(query, ids.get("publisher"), ids.get("source"))
    return _Range(
        name=driver,
        key=ids.get(driver),
        conditions=conditions,
        total=_total(db, driver, ids, query),
    )


def _total(db: Database, driver: str, ids: dict[str, int], query: ListQuery) -> int | None:
    """Return the size of a list that a counter knows."""
    narrowed = (query.language, query.role, query.category, query.since, query.until)
    if len(ids) > 1 or any(value is not None for value in narrowed):
        return None
    if driver == "all":
        return _ledger.total_of(db, "articles")
    return db.number(f"SELECT articles FROM {driver} WHERE id = ?", ids[driver])  # noqa: S608 - constants


def _iter_rows(db: Database, found: _Range, query: ListQuery) -> Iterator[Row]:
    place = place_of(query.cursor) or _END
    since = micros_or_none(query.since)
    until = micros_or_none(query.until)
    values: list[Value] = [
        *place,
        since if since is not None else -_LAST,
        until if until is not None else _LAST,
    ]
    if found.key is not None:
        values.append(found.key)
    return map(Row._make, db.iter_rows(_RANGES[found.name], *values))


def _card(db: Database, cards: CardCache, row: Row, tag: str | None) -> Card:
    revision = db.number("SELECT revision FROM article WHERE id = ?", row.article)
    place = (row.article, revision, tag or "")
    card = cards.find(place)
    if card is None:
        fields = db.row("SELECT body FROM card WHERE article_id = ?", row.article)
        assert fields is not None, "every article has a card"
        stored = _card_decoder.decode(fields[0])
        card = stored.for_tag(tag, row.roles) if tag is not None else stored.card
        cards.keep(place, card)
    return card
