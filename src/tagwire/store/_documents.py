"""What search knows of an article, and whether an expression finds it.

Words stand in order; everything that can be filtered by stands beside them as one
word each (``tag:ukraine``, ``month:2026-05``), so that an index of words answers
the whole expression. Words of texts hold no colon: the two never meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tagwire.errors import BadCursor
from tagwire.expression import (
    After,
    All,
    AnyOf,
    Before,
    Expression,
    Filter,
    FilterField,
    Not,
    Words,
)
from tagwire.model import TEXT_KINDS, Block, Tagged
from tagwire.search_words import Sought, index_words, is_spaceless, sought_words
from tagwire.store._cards import shown_tags
from tagwire.text import slug_of

EVERY = "is:article"
# A character of a script without spaces begins hundreds of pairs: as a word of its own it
# is found at the cost of any word.
CHARACTER = "char"
# Counts of terms end here.
MAX_COUNT = 1000
OTHER_CHANGES = ("source", "tag")  # kinds that are not of articles
QUARTER = timedelta(minutes=15)  # every zone of today is a whole number of these from UTC

_CURSOR = re.compile(r"[0-9a-f]{1,15}")
_NO_FACET = re.compile(r"[\x00-\x20!-,/:-@\[-^`{-\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The words of an article."""

    title: Sequence[str]
    body: Sequence[str]
    facets: Sequence[str]


def document_of(tagged: Tagged, source: str, listed_at: datetime) -> Document:
    """Return the document of the newest state of an article."""
    article = tagged.article
    language = (tagged.language or "").casefold()
    facets = [
        EVERY,
        *(facet(FilterField.TAG, part.tag.slug) for part in shown_tags(tagged)),
        facet(FilterField.PUBLISHER, article.publisher.domain),
        facet(FilterField.PUBLISHER, slug_of(article.publisher.name)),
        facet(FilterField.SOURCE, source),
        facet(FilterField.LANGUAGE, language),
        facet(FilterField.LANGUAGE, language.partition("-")[0]),
        *_periods_at(listed_at.astimezone(UTC)),
    ]
    title = index_words(article.headline)
    body = index_words(searched_text(article.description, article.blocks))
    firsts = sorted({word[0] for word in (*title, *body)})
    facets += [facet(CHARACTER, char) for char in firsts if is_spaceless(char)]
    return Document(title=title, body=body, facets=list(dict.fromkeys(facets)))


def searched_text(description: str, blocks: Iterable[Block]) -> str:
    """Return the text that is searched beside the headline."""
    texts = [block.text for block in blocks if block.kind in TEXT_KINDS]
    if not any(description in text for text in texts):
        texts.insert(0, description)
    return "\n\n".join(texts)


def facet(field: str, value: str) -> str:
    """Return the word that stands for a value: no blanks, no ASCII signs but ``.-_``."""
    return f"{field}:{_NO_FACET.sub('_', value.casefold())}"


# -------------------------------------------------------------------- sought


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a store knows that decides what an expression means."""

    slugs_of: Callable[[str], Iterable[str]]  # slugs of the tag that somebody named
    oldest: datetime  # between these all articles are listed
    newest: datetime


def facets_sought(term: Filter | After | Before, known: Known) -> list[str]:
    """Return the words of which a found article has at least one."""
    if isinstance(term, After):
        return list(_iter_periods(term.at, _year_start(known.newest.year + 1)))
    if isinstance(term, Before):
        return list(_iter_periods(_year_start(known.oldest.year), term.at))
    if term.field is FilterField.TAG:
        slugs = dict.fromkeys([*known.slugs_of(term.value), term.value])
        return [facet(term.field, slug) for slug in slugs]
    if term.field is FilterField.PUBLISHER and "." not in term.value:
        return [facet(term.field, slug_of(term.value))]
    return [facet(term.field, term.value)]


def is_found(document: Document, expression: Expression, known: Known) -> bool:
    """Tell whether an expression finds a document: the plain form of what indexes do."""
    match expression:
        case All(parts=parts):
            return all(is_found(document, part, known) for part in parts)
        case AnyOf(parts=parts):
            return any(is_found(document, part, known) for part in parts)
        case Not(part=part):
            return not is_found(document, part, known)
        case Words(text=text, in_title=in_title):
            sought = sought_words(text)
            return has_words(document.title, sought) or (
                not in_title and has_words(document.body, sought)
            )
        case Filter() | After() | Before():
            return not set(facets_sought(expression, known)).isdisjoint(document.facets)


def has_words(words: Sequence[str], sought: Sought) -> bool:
    """Tell whether the words stand side by side somewhere."""
    return any(starts_at(words, i, sought) for i in range(len(words) - len(sought.words) + 1))


def starts_at(words: Sequence[str], i: int, sought: Sought) -> bool:
    """Tell whether the words that are sought begin at this one."""
    n = len(sought.words)
    if not sought.is_open:
        return tuple(words[i : i + n]) == sought.words
    whole = tuple(words[i : i + n - 1]) == sought.words[:-1]
    return whole and i + n <= len(words) and words[i + n - 1].startswith(sought.words[-1])


# Behind any article.
END = 1 << 62


def arrival_of(cursor: str | None) -> int:
    """Return the article behind which a search goes on. Raises BadCursor."""
    if cursor is None:
        return END
    if not _CURSOR.fullmatch(cursor):
        raise BadCursor(f"no search ended at {cursor[:40]!r}: ask for its first page")
    return int(cursor, 16)


def cursor_of_arrival(article: int) -> str:
    """Return the opaque cursor that leads to what arrived before this article."""
    return f"{article:x}"


# ------------------------------------------------------------------- periods


def _periods_at(at: datetime) -> list[str]:
    quarter = at.replace(minute=at.minute // 15 * 15)
    return [
        f"year:{at.year:04}",
        f"month:{at.year:04}-{at.month:02}",
        f"day:{at.date().isoformat()}",
        f"hour:{at.date().isoformat()}-{at.hour:02}",
        f"quarter:{at.date().isoformat()}-{at.hour:02}-{quarter.minute:02}",
    ]


def _year_start(year: int) -> datetime:
    return datetime(min(year, 9999), 1, 1, tzinfo=UTC)


def _iter_periods(since: datetime, until: datetime) -> Iterator[str]:
    """Yield the fewest periods that fill the time between; quarters of hours are the smallest."""
    at = _floor(max(since, _FIRST))
    until = _floor(min(until, _LAST))
    while at < until:
        for period, end in zip(_periods_at(at), _ends(at), strict=True):
            if end is not None and end <= until:
                yield period
                at = end
                break


_FIRST = datetime(2, 1, 1, tzinfo=UTC)
_LAST = datetime(9998, 12, 31, tzinfo=UTC)


def _floor(at: datetime) -> datetime:
    at = at.astimezone(UTC)
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def _ends(at: datetime) -> list[datetime | None]:
    """Return where the year, month, day, hour and quarter end that begin here, else None."""
    day = at.replace(hour=0, minute=0)
    year = day.replace(month=1, day=1)
    month = day.replace(day=1)
    next_month = (month + timedelta(days=31)).replace(day=1)
    hour = at.replace(minute=0)
    return [
        _year_start(at.year + 1) if at == year else None,
        next_month if at == month else None,
        day + timedelta(days=1) if at == day else None,
        hour + timedelta(hours=1) if at == hour else None,
        at + QUARTER,
    ]
