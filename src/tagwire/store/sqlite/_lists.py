"""Lists of articles and their facets: one index range each, within a budget."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from tagwire.store._cards import StoredCard
from tagwire.store._merging import card_with
from tagwire.store._moments import micros_or_none
from tagwire.store._scan import (
    LIST_BUDGET,
    SCAN_BUDGET,
    Conditions,
    FacetCounts,
    Row,
    RowFields,
    Scanned,
    conditions_of,
    count_facets,
    cursor_of,
    facets_of,
    place_of,
    scan,
)
from tagwire.store.sqlite import _copies, _ledger, _merges
from tagwire.store.sqlite._database import Database, Value
from tagwire.store.sqlite._tags import UNMERGED
from tagwire.store.values import Card, Facets, Listing, ListQuery

MAX_LIMIT = 500
_card_decoder = msgspec.json.Decoder(StoredCard)

_TAG_ID = f"SELECT id FROM tag WHERE slug = ? AND {UNMERGED}"  # noqa: S608 - constants
_END = (1 << 62, 1 << 62)
_LAST = 1 << 62

_COLUMNS = "publisher_id, source_id, language, categories, roles"
# Each range runs newest first on its own index; ?1 to ?4 are the place and the times.
_WHERE = "(listed_at, {id}) < (?1, ?2) AND listed_at >= ?3 AND listed_at < ?4"
_ORDER = "ORDER BY listed_at DESC, {id} DESC"
_FROM_ARTICLES = f"SELECT listed_at, id, {_COLUMNS}, copy_of > 0 AS copy FROM article WHERE "  # noqa: S608 - constants
_RANGES = {
    "tag": (
        f"SELECT listed_at, article_id, {_COLUMNS}, copy FROM article_tag"  # noqa: S608 - constants
        f" WHERE tag_id = ?5 AND {_WHERE} {_ORDER}"
    ).format(id="article_id"),
    "source": f"{_FROM_ARTICLES} source_id = ?5 AND {_WHERE} {_ORDER}".format(id="id"),
    "publisher": f"{_FROM_ARTICLES} publisher_id = ?5 AND {_WHERE} {_ORDER}".format(id="id"),
    "story": f"{_FROM_ARTICLES} story_id = ?5 AND {_WHERE} {_ORDER}".format(id="id"),
    "all": f"{_FROM_ARTICLES} {_WHERE} {_ORDER}".format(id="id"),
}
# The articles of a tag by way of a publisher or source that has few articles.
_BY_WAY = {
    name: "SELECT row.listed_at, row.article_id, row.publisher_id, row.source_id,"  # noqa: S608 - constants
    " row.language, row.categories, row.roles, row.copy"
    " FROM article AS way CROSS JOIN article_tag AS row ON row.tag_id = ?5"
    " AND row.listed_at = way.listed_at AND row.article_id = way.id"
    f" WHERE way.{name}_id = ?6 AND (way.listed_at, way.id) < (?1, ?2)"
    " AND way.listed_at >= ?3 AND way.listed_at < ?4"
    " ORDER BY way.listed_at DESC, way.id DESC"
    for name in ("publisher", "source")
}


# Article, its revision, the generation of merges, slug of the list.
CardPlace = tuple[int, int, int, str]


@dataclass(slots=True)
class CardCache:
    """Cards as lists showed them, by article, state and tag: results are equal without it."""

    size: int = 4096
    _cards: OrderedDict[CardPlace, Card] = field(default_factory=OrderedDict)

    def find(self, place: CardPlace) -> Card | None:
        """Return a card that was made before."""
        card = self._cards.get(place)
        if card is not None:
            self._cards.move_to_end(place)
        return card

    def keep(self, place: CardPlace, card: Card) -> None:
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
    scanned = _narrowed(db, found, query, limit)
    return Listing(
        cards=cards_of(db, cards, scanned.rows, query.tag or ""),
        next=cursor_of(scanned.last) if scanned.last is not None else None,
        total=found.total,
        complete=scanned.complete,
    )


@dataclass(slots=True)
class FacetCache:
    """Counts as they stood at the last change of a list: results are equal without them."""

    size: int = 256
    _counts: OrderedDict[tuple[object, ...], FacetCounts] = field(default_factory=OrderedDict)

    def counts(self, place: tuple[object, ...], count: Callable[[], FacetCounts]) -> FacetCounts:
        """Return the counts of a place, counted when they are not known."""
        known = self._counts.pop(place, None)
        self._counts[place] = count() if known is None else known
        if len(self._counts) > self.size:
            self._counts.popitem(last=False)
        return self._counts[place]


def facets(db: Database, cache: FacetCache, query: ListQuery) -> Facets:
    """Return the values to filter a list by, on whichever of its pages."""
    query = replace(query, cursor=None)
    found = _range_of(db, query)
    if found is None:
        return facets_of(count_facets((), Conditions()), {}, {})
    # Every change of an article of the list raises the number of the last change.
    place = (found.name, found.key, found.conditions, query.since, query.until, _changed(db, found))
    counts = cache.counts(
        place, lambda: count_facets(_iter_fields(db, found, query), found.conditions)
    )
    publishers = {
        key: db.row("SELECT domain, name FROM publisher WHERE id = ?", int(key)) or ("", "")
        for key in counts.publishers
    }
    categories = {
        code: (db.row("SELECT label FROM category WHERE code = ?", code) or (code,))[0]
        for code in counts.categories
    }
    return facets_of(counts, {key: (row[0], row[1]) for key, row in publishers.items()}, categories)


def _changed(db: Database, found: _Range) -> int:
    """Return the outbox sequence of the last change of a list."""
    if found.name in ("tag", "publisher"):
        return db.number(f"SELECT changed_seq FROM {found.name} WHERE id = ?", found.key)  # noqa: S608 - constants
    return db.number("SELECT max(seq) FROM change")


def _range_of(db: Database, query: ListQuery) -> _Range | None:
    """Return the range that drives a list; None when something in the query is unknown."""
    ids: dict[str, int] = {}
    for name, sql, value in (
        ("story", "SELECT id FROM story WHERE key = ?", query.story),
        ("tag", _TAG_ID, query.tag),
        ("source", "SELECT id FROM source WHERE key = ?", query.source),
        ("publisher", "SELECT id FROM publisher WHERE domain = ?", query.publisher),
    ):
        if value is not None:
            ids[name] = db.number(sql, value)
    if 0 in ids.values():
        return None
    driver = next(iter(ids), "all")
    others = {name: key for name, key in ids.items() if name != driver}
    conditions = conditions_of(query, others.get("publisher"), others.get("source"))
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
    if driver == "story":
        return db.number(
            "SELECT count(*) FROM article WHERE story_id = ?1 AND (?2 OR copy_of = 0)",
            ids[driver],
            query.copies,
        )
    if query.copies:
        if driver == "all":
            return _ledger.total_of(db, "articles")
        return db.number(f"SELECT articles FROM {driver} WHERE id = ?", ids[driver])  # noqa: S608 - constants
    if driver == "all":
        return _ledger.total_of(db, "articles") - _ledger.total_of(db, "copies")
    if driver == "source":
        return None
    return db.number(f"SELECT articles - copies FROM {driver} WHERE id = ?", ids[driver])  # noqa: S608 - constants


def _iter_rows(db: Database, found: _Range, query: ListQuery) -> Iterator[Row]:
    return map(Row._make, _iter_fields(db, found, query))


def _iter_fields(db: Database, found: _Range, query: ListQuery) -> Iterator[RowFields]:
    return db.iter_rows(_RANGES[found.name], *_values(found, query))


def _values(found: _Range, query: ListQuery) -> list[Value]:
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
    return values


def _narrowed(db: Database, found: _Range, query: ListQuery, limit: int) -> Scanned:
    """Return a page of rows as ``scan`` does; the database judges the conditions."""
    values = _values(found, query)
    if found.conditions == Conditions():
        return scan(_iter_rows(db, found, query), found.conditions, limit)
    rows_sql = _RANGES[found.name]
    if way := _short_way(db, found):
        rows_sql = _BY_WAY[way[0]]
        values.append(way[1])
    where, wanted = _where(found.conditions)
    rows = db.rows(
        f"SELECT * FROM ({rows_sql} LIMIT {LIST_BUDGET}) WHERE {where} LIMIT {limit + 1}",  # noqa: S608 - constants
        *values,
        *wanted,
    )
    page = [Row._make(row) for row in rows[:limit]]
    if len(rows) > limit:
        return Scanned(page, page[-1], complete=True)
    edge = db.rows(f"{rows_sql} LIMIT 2 OFFSET {LIST_BUDGET - 1}", *values)
    if len(edge) < 2:
        return Scanned(page, None, complete=True)
    return Scanned(page, Row._make(edge[0]), complete=False)


def _short_way(db: Database, found: _Range) -> tuple[str, int] | None:
    """Return the publisher or source to go by, when it has few articles of all tags."""
    if found.name != "tag":
        return None
    for name, key in (
        ("publisher", found.conditions.publisher),
        ("source", found.conditions.source),
    ):
        if key is not None:
            articles = db.number(f"SELECT articles FROM {name} WHERE id = ?", int(key))  # noqa: S608 - constants
            if articles <= SCAN_BUDGET:
                return name, int(key)
    return None


def _where(conditions: Conditions) -> tuple[str, list[Value]]:
    """Return the conditions that a row must meet, with their values."""
    language, category = conditions.language, conditions.category
    terms: list[tuple[bool, str, list[Value]]] = [
        (conditions.publisher is not None, "publisher_id = ?", [conditions.publisher]),
        (conditions.source is not None, "source_id = ?", [conditions.source]),
        (
            language is not None,
            "(language = ? OR substr(language, 1, length(?) + 1) = ? || '-')",
            [language] * 3,
        ),
        (category is not None, "instr(categories, ?)", [f"|{category}|"]),
        (bool(conditions.role), "roles & ?", [conditions.role]),
        (not conditions.copies, "NOT copy", []),
    ]
    chosen = [(term, wanted) for is_given, term, wanted in terms if is_given]
    values = [value for _, wanted in chosen for value in wanted]
    return " AND ".join(term for term, _ in chosen), values


def cards_of(db: Database, cache: CardCache, rows: Sequence[Row], tag: str) -> tuple[Card, ...]:
    """Return the cards of rows as the list of this tag shows them, or any other for ``""``."""
    generation = _merges.generation(db)
    cards = []
    for row in rows:
        revision = db.number("SELECT revision FROM article WHERE id = ?", row.article)
        place = (row.article, revision, generation, tag)
        card = cache.find(place)
        if card is None:
            card = _card(db, row, tag)
            cache.keep(place, card)
        cards.append(card)
    return tuple(cards)


def _card(db: Database, row: Row, tag: str) -> Card:
    fields = db.row("SELECT body FROM card WHERE article_id = ?", row.article)
    assert fields is not None, "every article has a card"
    stored = card_with(_card_decoder.decode(fields[0]), _merges.roots(db))
    card = stored.for_tag(tag, row.roles) if tag else stored.card
    return replace(
        card,
        copy_of=_copies.find_original(db, row.article) if row.copy else None,
        copies=_copies.publishers_of(db, row.article),
    )
