"""Walks the rows of a list under its conditions, within a budget; counts its facets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeVar

from tagwire.errors import BadCursor
from tagwire.store._cards import ROLE_BITS, roles_of
from tagwire.store.values import Facets, FacetValue, ListQuery

T = TypeVar("T")

# What facets and searches look at: 2,000 rows cost about 3 ms, and lists, which a database
# narrows itself: 10,000 rows cost about 2 ms.
SCAN_BUDGET = 2000
LIST_BUDGET = 10_000
RELATED_BUDGET = 500
PUBLISHER_TAGS_BUDGET = 200
MAX_COPIES = 20
MAX_FACET_VALUES = 50

# 15 digits stay within the 64 bits of a database.
_CURSOR = re.compile(r"-?[0-9a-f]{1,15}\.[0-9a-f]{1,15}", re.ASCII)


class Row(NamedTuple):
    """One article in a list: enough to order, filter and count it without opening it."""

    listed_at: int  # microseconds
    article: int  # by arrival
    publisher: int | str
    source: int | str
    language: str
    categories: str  # "|11000000|04000000|"
    roles: int  # bits
    copy: int = 0  # 1: of another stored article


# A row before it has names: making them for thousands costs as much as reading them.
RowFields = tuple[int, int, int | str, int | str, str, str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The conditions of a query with its names resolved as the rows spell them."""

    publisher: int | str | None = None
    source: int | str | None = None
    language: str | None = None
    category: str | None = None
    role: int = 0
    copies: bool = True

    def failed_by(self, row: Row) -> list[str]:
        """Return the names of the conditions that the row does not meet."""
        failed = []
        if self.publisher is not None and row.publisher != self.publisher:
            failed.append("publisher")
        if self.source is not None and row.source != self.source:
            failed.append("source")
        if self.language is not None and not is_language(row.language, self.language):
            failed.append("language")
        if self.category is not None and f"|{self.category}|" not in row.categories:
            failed.append("category")
        if self.role and not row.roles & self.role:
            failed.append("role")
        if row.copy and not self.copies:
            failed.append("copies")
        return failed


def conditions_of(
    query: ListQuery, publisher: int | str | None, source: int | str | None
) -> Conditions:
    """Return the conditions of a query; publisher and source as the store's rows name them."""
    return Conditions(
        publisher=publisher,
        source=source,
        language=query.language,
        category=query.category,
        role=ROLE_BITS[query.role] if query.role is not None else 0,
        copies=query.copies,
    )


def is_language(language: str, wanted: str) -> bool:
    """Tell whether a language is the wanted one or a form of it: ``en-GB`` is ``en``."""
    return language == wanted or language.startswith(wanted + "-")


def categories_text(codes: Iterable[str]) -> str:
    """Return category codes as rows keep them."""
    kept = "|".join(dict.fromkeys(codes))
    return f"|{kept}|" if kept else ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A page of rows. ``last`` is where to go on when there is more."""

    rows: list[Row]
    last: Row | None
    complete: bool


def scan(
    rows: Iterable[Row], conditions: Conditions, limit: int, budget: int = SCAN_BUDGET
) -> Scanned:
    """Return the first ``limit`` rows that meet the conditions, looking at ``budget`` rows."""
    found: list[Row] = []
    last: Row | None = None
    for seen, row in enumerate(rows):
        if seen >= budget:
            return Scanned(found, last, complete=False)
        if conditions.failed_by(row):
            last = row
            continue
        if len(found) == limit:
            return Scanned(found, found[-1], complete=True)
        found.append(row)
        last = row
    return Scanned(found, None, complete=True)


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Counts of the values of each dimension."""

    publishers: Mapping[int | str, int]
    languages: Mapping[str, int]
    roles: Mapping[str, int]
    categories: Mapping[str, int]
    scanned: int
    complete: bool


def count_facets(rows: Iterable[RowFields], conditions: Conditions) -> FacetCounts:
    """Count values over the newest rows; a dimension is not narrowed by its own condition."""
    newest = list(islice(rows, SCAN_BUDGET + 1))
    scanned = min(len(newest), SCAN_BUDGET)
    publishers: Counter[int | str] = Counter()
    languages: Counter[str] = Counter()
    masks: Counter[int] = Counter()
    categories: Counter[str] = Counter()
    is_narrowed = conditions != Conditions()
    # Many rows are alike: each kind is judged once, and its fields are taken apart at the end.
    for alike, n in Counter(row[2:] for row in newest[:scanned]).items():
        publisher, _, language, codes, mask, _ = alike
        failed = conditions.failed_by(Row(0, 0, *alike)) if is_narrowed else []
        if failed in ([], ["publisher"]):
            publishers[publisher] += n
        if failed in ([], ["language"]):
            languages[language] += n
        if failed in ([], ["role"]):
            masks[mask] += n
        if failed in ([], ["category"]):
            categories[codes] += n
    return FacetCounts(
        publishers=publishers,
        languages=_split(languages, lambda language: [language.partition("-")[0]]),
        roles=_split(masks, roles_of),
        categories=_split(categories, lambda text: text.strip("|").split("|")),
        scanned=scanned,
        complete=len(newest) == scanned,
    )


def _split(counts: Mapping[T, int], values_of: Callable[[T], Iterable[str]]) -> Counter[str]:
    """Return the counts of the values that a field consists of; none for an empty field."""
    split: Counter[str] = Counter()
    for field, n in counts.items():
        for value in values_of(field) if field else ():
            split[value] += n
    return split


def facets_of(
    counts: FacetCounts,
    publishers: Mapping[int | str, tuple[str, str]],
    categories: Mapping[str, str],
) -> Facets:
    """Return the facets; ``publishers`` gives domain and name, ``categories`` the label."""
    return Facets(
        publishers=_values(
            {publishers[key][0]: n for key, n in counts.publishers.items()},
            dict(publishers.values()),
        ),
        languages=_values(counts.languages, {}),
        roles=_values(counts.roles, {}),
        categories=_values(counts.categories, categories),
        scanned=counts.scanned,
        complete=counts.complete,
    )


def _values(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[FacetValue, ...]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_FACET_VALUES]
    return tuple(
        FacetValue(value=value, label=labels.get(value, value), count=n) for value, n in ordered
    )


def cursor_of(row: Row) -> str:
    """Return the opaque cursor that leads to the rows after this one."""
    return f"{row.listed_at:x}.{row.article:x}"


def is_cursor(text: str) -> bool:
    """Tell whether a text is a cursor that a list of articles may have given."""
    return _CURSOR.fullmatch(text) is not None


def place_of(cursor: str | None) -> tuple[int, int] | None:
    """Return listed time and article of a cursor, None for the start. Raises BadCursor."""
    if cursor is None:
        return None
    if not is_cursor(cursor):
        raise BadCursor(f"no list ended at {cursor[:40]!r}: ask for its first page")
    listed_at, article = cursor.split(".")
    return int(listed_at, 16), int(article, 16)
