"""What people type to find articles, as a tree: search, and all that is saved from it.

    kremlin "peace deal" -sport tag:ukraine lang:en after:2025-04 (gas OR oil)

Words stand together with AND; OR joins its two neighbours; a minus leaves out.
``parse_expression`` and ``text_of`` are each other's inverse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from types import UnionType

from tagwire.search_words import index_words, with_hebrew_quotes
from tagwire.text import squeeze

MAX_CHARS = 1000
MAX_TERMS = 40
MAX_DEPTH = 8


class FilterField(StrEnum):
    """What a filter is about."""

    TAG = "tag"
    PUBLISHER = "publisher"
    SOURCE = "source"
    LANGUAGE = "lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A word, or words side by side, in the headline or anywhere."""

    text: str
    in_title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A value that an article has: the slug, name or hashtag of a tag, a domain, a key, a language."""

    field: FilterField
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """Listed at this time or later: the beginning of the year, month or day ``day``."""

    day: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Listed before this time: the beginning of the year, month or day ``day``."""

    day: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """All but this."""

    part: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """All of these, at least two."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one of these, which are at least two."""

    parts: tuple[Expression, ...]


Term = Words | Filter | After | Before
Expression = Term | Not | All | AnyOf


@dataclass(frozen=True, slots=True, kw_only=True)
class BadExpression:
    """What is wrong, in a sentence for people; ``at`` is the character, from 0."""

    detail: str
    at: int = 0


class _Wrong(Exception):
    def __init__(self, detail: str, at: int) -> None:
        super().__init__(detail)
        self.bad = BadExpression(detail=detail, at=at)


def parse_expression(
    raw: str, *, zone: tzinfo, now: datetime | None = None
) -> Expression | BadExpression:
    """Return what somebody typed as a tree; dates are days of ``zone``. Never raises.

    Without ``now`` no day is today, and "today" is no date.
    """
    if len(raw) > MAX_CHARS:
        return BadExpression(
            detail=f"This is too long: a search has at most {MAX_CHARS} characters.", at=MAX_CHARS
        )
    text = with_hebrew_quotes(raw).translate(_QUOTES)
    try:
        found = _Parser(list(_iter_tokens(text)), _Calendar(zone, now)).parse()
    except _Wrong as wrong:
        return wrong.bad
    if found is None:
        return BadExpression(detail="There is no word to search for.")
    return found


# ---------------------------------------------------------------------- reading

_QUOTES = str.maketrans("“”„‟＂", '"' * 5)
_FIELDS = (*FilterField, "after", "before", "intitle")
_FIELD = re.compile(rf"({'|'.join(_FIELDS)})[:：](?!//)", re.IGNORECASE)
_BARE = re.compile(r'[^\s()"]+')
# Between quotes, or inside of a word as in M*A*S*H, it is a sign like any other.
_WILDCARD = re.compile(r"[^\W\d_]\*+$|^\*+[^\W\d_]")
_BLANKS = re.compile(r"\s*")
_CONNECTIVES = {"OR": "or", "|": "or", "||": "or", "AND": "and", "NOT": "minus"}


@dataclass(frozen=True, slots=True)
class _Calendar:
    """What dates are days of, and the time of the search."""

    zone: tzinfo
    now: datetime | None


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the text: ``( ) minus or and`` or a term with its field."""

    kind: str
    at: int
    text: str = ""
    field: str = ""


def _iter_tokens(text: str) -> Iterator[_Token]:
    at = _skip_blanks(text, 0)
    while at < len(text):
        token, end = _token_at(text, at)
        yield token
        at = _skip_blanks(text, end)


def _skip_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _token_at(text: str, at: int) -> tuple[_Token, int]:
    """Return the token that starts at ``at``, and where it ends."""
    if text[at] in "()":
        return _Token(text[at], at), at + 1
    if text[at] == "-":
        end = at + len(text[at:]) - len(text[at:].lstrip("-"))
        return _Token("minus" if text[end : end + 1].strip() else "and", at), end
    field = _FIELD.match(text, at)
    name = field[1].lower() if field else ""
    start = field.end() if field else at
    if text[start : start + 1] == '"':
        end = text.find('"', start + 1)
        if end < 0:
            raise _Wrong(f"The quote at character {start + 1} is never closed.", start)
        return _Token("term", at, text[start + 1 : end], name), end + 1
    bare = _BARE.match(text, start)
    if bare is None:
        raise _Wrong(f"{name}: at character {at + 1} needs a value right behind it.", at)
    if not name and bare[0] in _CONNECTIVES:
        return _Token(_CONNECTIVES[bare[0]], at, bare[0]), bare.end()
    if _WILDCARD.search(bare[0]):
        raise _Wrong(
            f"There are no wildcards: write the whole word for “{bare[0]}” at character {at + 1}.",
            at,
        )
    return _Token("term", at, bare[0], name), bare.end()


class _Parser:
    """Reads tokens: ``all = any any…``, ``any = one OR one…``, ``one = -one | (all) | term``."""

    def __init__(self, tokens: Sequence[_Token], calendar: _Calendar) -> None:
        self._tokens = tokens
        self._calendar = calendar
        self._next = 0
        self._depth = 0
        self._terms = 0

    def parse(self) -> Expression | None:
        found = self._all()
        if self._next < len(self._tokens):
            at = self._tokens[self._next].at
            raise _Wrong(f"The bracket at character {at + 1} closes nothing.", at)
        return found

    @property
    def _kind(self) -> str:
        return self._tokens[self._next].kind if self._next < len(self._tokens) else ""

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _all(self) -> Expression | None:
        parts: list[Expression] = []
        while self._kind not in ("", ")"):
            if self._kind == "and":
                self._pass_and(has_left=bool(parts))
            elif (part := self._any()) is not None:
                parts.append(part)
        return _joined(All, parts)

    def _pass_and(self, *, has_left: bool) -> None:
        """Pass over an AND, which stands between two parts; a dash may stand anywhere."""
        token = self._take()
        if token.text and (not has_left or self._kind in ("", ")", "or", "and")):
            raise _Wrong(f"AND at character {token.at + 1} needs a word on both sides.", token.at)

    def _any(self) -> Expression | None:
        parts = [self._one()]
        while self._kind == "or":
            at = self._take().at
            parts.append(self._one() if self._kind not in ("", ")", "or", "and") else None)
            if None in parts:
                raise _Wrong(f"OR at character {at + 1} needs a word on both sides.", at)
        return _joined(AnyOf, [part for part in parts if part is not None])

    def _one(self) -> Expression | None:
        token = self._tokens[self._next]
        if token.kind == "or":
            return None  # the caller finds the OR and says what it misses
        self._take()
        if token.kind == "minus":
            return self._left_out(token)
        if token.kind == "(":
            return self._in_brackets(token)
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise _Wrong(f"A search has at most {MAX_TERMS} words and filters.", token.at)
        return _TERMS.get(token.field, _words)(token, self._calendar)

    def _left_out(self, minus: _Token) -> Expression | None:
        if self._kind in ("", ")", "or", "and", "minus"):
            raise _Wrong(f"NOT at character {minus.at + 1} needs a word behind it.", minus.at)
        part = self._one()
        if isinstance(part, Not):
            return part.part
        return Not(part=part) if part is not None else None

    def _in_brackets(self, bracket: _Token) -> Expression | None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Wrong(f"Brackets stand at most {MAX_DEPTH} deep.", bracket.at)
        found = self._all()
        if self._kind != ")":
            raise _Wrong(f"The bracket at character {bracket.at + 1} is never closed.", bracket.at)
        self._take()
        self._depth -= 1
        return found


def _joined(kind: type[All] | type[AnyOf], parts: Sequence[Expression]) -> Expression | None:
    """Return the parts under one node, those of inner nodes of its kind as its own."""
    flat: list[Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, All | AnyOf) and type(part) is kind else [part])
    if len(flat) < 2:
        return flat[0] if flat else None
    return kind(parts=tuple(flat))


# ------------------------------------------------------------------------ terms

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")

_DAYS_AGO = {"today": 0, "yesterday": 1, "7d": 6}


def _words(token: _Token, _calendar: _Calendar) -> Expression | None:
    """Return words; None for punctuation alone. ``#Kremlin`` is a tag."""
    label = token.text.lstrip("#")
    if token.text.startswith("#") and any(char.isalpha() for char in label):
        return Filter(field=FilterField.TAG, value=_value_of(label))
    text = squeeze(token.text)
    if not index_words(text):
        return None
    return Words(text=text, in_title=token.field == "intitle")


def _value_of(text: str) -> str:
    return squeeze(text.casefold())


def _filter(token: _Token, _calendar: _Calendar) -> Expression:
    value = _value_of(token.text.lstrip("#"))
    if not value:
        raise _Wrong(f"{token.field}: at character {token.at + 1} needs a value.", token.at)
    if token.field == FilterField.PUBLISHER:
        value = value.removeprefix("www.") or value
    return Filter(field=FilterField(token.field), value=value)


def _date(token: _Token, calendar: _Calendar) -> Expression:
    text = _day_named(token.text.casefold(), calendar)
    parts = _DATE.fullmatch(text)
    try:
        numbers = [int(part) for part in parts.groups() if part] if parts else []
        year, month, day_of_month = [*numbers, 1, 1][:3]
        at = datetime(year, month, day_of_month, tzinfo=calendar.zone)
    except ValueError:
        raise _Wrong(
            f"{token.field}: at character {token.at + 1} needs a date like 2026-05-01, 2026-05,"
            f" 2026, today, yesterday or 7d, not “{token.text}”.",
            token.at,
        ) from None
    day = f"{at.year:04}" + "".join(f"-{number:02}" for number in numbers[1:])
    return After(day=day, at=at) if token.field == "after" else Before(day=day, at=at)


def _day_named(text: str, calendar: _Calendar) -> str:
    """Return the date of today, of yesterday, or of the first of the last seven days."""
    if text not in _DAYS_AGO or calendar.now is None:
        return text
    today = calendar.now.astimezone(calendar.zone).date()
    return (today - timedelta(days=_DAYS_AGO[text])).isoformat()


_TERMS: dict[str, Callable[[_Token, _Calendar], Expression | None]] = {
    **dict.fromkeys(FilterField, _filter),
    "after": _date,
    "before": _date,
}


# ---------------------------------------------------------------------- writing

_PLAIN = re.compile(r"\w[\w.,'’/&+@%-]*")


def text_of(expression: Expression) -> str:
    """Return the expression as text that parses to it."""
    match expression:
        case All(parts=parts):
            return " ".join(_grouped(part, AnyOf) for part in parts)
        case AnyOf(parts=parts):
            return " OR ".join(_grouped(part, All) for part in parts)
        case Not(part=part):
            return "-" + _grouped(part, All | AnyOf)
        case Words(text=text, in_title=in_title):
            return ("intitle:" if in_title else "") + _quoted(text)
        case Filter(field=field, value=value):
            return f"{field}:{_quoted(value)}"
        case After(day=day):
            return f"after:{day}"
        case Before(day=day):
            return f"before:{day}"


def _grouped(part: Expression, kinds: type | UnionType) -> str:
    return f"({text_of(part)})" if isinstance(part, kinds) else text_of(part)


def _quoted(text: str) -> str:
    is_plain = _PLAIN.fullmatch(text) and text not in _CONNECTIVES and not _FIELD.match(text)
    return text if is_plain else f'"{text}"'


def positive_terms(expression: Expression) -> list[Term]:
    """Return what an article must or may have, in order, each once; nothing that is left out."""
    if isinstance(expression, Not):
        return []
    if isinstance(expression, All | AnyOf):
        found = [term for part in expression.parts for term in positive_terms(part)]
        return list(dict.fromkeys(found))
    return [expression]
