"""What a visitor asks of a list: checked query keys, and back to one canonical query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic import ValidationError as Invalid

from tagwire.model import Role
from tagwire.serve.paths import query_text
from tagwire.store import is_cursor
from tagwire.store.values import ListQuery

Query = TypeVar("Query", bound=BaseModel)

TAG_KEYS = frozenset({"role", "lang", "publisher", "category", "date", "copies", "cursor"})
PUBLISHER_KEYS = frozenset({"lang", "category", "date", "cursor"})
LATEST_KEYS = frozenset({"lang", "copies", "cursor"})
SOURCE_KEYS = frozenset({"cursor"})

# As of the dates that are read from articles; also far from the ends of the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2200
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
CATEGORY = re.compile(r"[A-Za-z0-9:]{1,40}")
MAX_DOMAIN = 253
# Parts of the query that take no article away.
NO_CONDITIONS = {"copies", "cursor"}
# What pydantic puts before our own sentences.
PREFIX = "Value error, "
# Its kinds of errors, and what helps.
ADVICE = {
    "int_parsing": "write a whole number",
    "int_parsing_size": "write a smaller number",
    "greater_than_equal": "write {ge} or more",
    "less_than_equal": "write {le} or less",
    "literal_error": "write {expected}",
    "enum": "write {expected}",
    "string_too_long": "write at most {max_length} characters",
}


def _a_cursor(text: str) -> str:
    if not is_cursor(text):
        raise ValueError("a cursor is what the page before gave as next; leave it out to start")
    return text


def _a_language(text: str) -> str:
    """Return the usual spelling of a BCP 47 tag, so that each language has one address."""
    if len(text) > 40 or not LANGUAGE.fullmatch(text):
        raise ValueError("write a language like en or pt-BR")
    first, *rest = text.split("-")
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(text: str) -> str:
    if len(text) == 2:
        return text.upper()
    return text.title() if len(text) == 4 and text.isalpha() else text.lower()


def _a_domain(text: str) -> str:
    if len(text) > MAX_DOMAIN:
        raise ValueError("write a domain like example.org")
    return text.lower()


def _a_category(text: str) -> str:
    if not CATEGORY.fullmatch(text):
        raise ValueError("write an IPTC code like 04000000")
    return text


def _a_date(text: str) -> str:
    if text in {"today", "7d"}:
        return text
    if not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text):
        raise ValueError("write today, 7d, YYYY-MM or YYYY-MM-DD")
    day = date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"write a year from {FIRST_YEAR} to {LAST_YEAR}")
    return text


class Filters(BaseModel):
    """The filters of a list as they stand in its address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role | None = Field(default=None, description="as what the article has the tag")
    lang: Annotated[str, AfterValidator(_a_language)] | None = Field(
        default=None, description="language, BCP 47"
    )
    publisher: Annotated[str, AfterValidator(_a_domain)] | None = Field(
        default=None, description="registrable domain"
    )
    category: Annotated[str, AfterValidator(_a_category)] | None = Field(
        default=None, description="IPTC Media Topic code"
    )
    date: Annotated[str, AfterValidator(_a_date)] | None = Field(
        default=None, description="today, 7d, YYYY-MM or YYYY-MM-DD, in the zone of the instance"
    )
    copies: Literal["all"] | None = Field(
        default=None, description="all: also texts that another listed article had before"
    )
    cursor: Annotated[str, AfterValidator(_a_cursor)] | None = Field(
        default=None, description="what the page before gave as next"
    )

    def query(self, **changes: str | None) -> str:
        """Return the canonical query of these filters with some changed."""
        return query_text(self.model_dump(mode="json") | changes)

    @property
    def active(self) -> dict[str, str]:
        """Return the filters that narrow the list, by key."""
        chosen: dict[str, str | None] = self.model_dump(mode="json", exclude=NO_CONDITIONS)
        return {key: value for key, value in chosen.items() if value}

    def list_query(
        self,
        now: datetime,
        zone: tzinfo,
        limit: int,
        *,
        tag: str | None = None,
        publisher: str | None = None,
        source: str | None = None,
    ) -> ListQuery:
        """Return what to ask the store.

        Copies are left out unless they are asked for, or the list is of one place: there a
        reader expects everything that it published.
        """
        since, until = _span_of(self.date, now.astimezone(zone).date(), zone)
        return ListQuery(
            tag=tag,
            publisher=publisher or self.publisher,
            source=source,
            language=self.lang,
            role=self.role,
            category=self.category,
            since=since,
            until=until,
            copies=bool(self.copies or publisher or self.publisher or source),
            cursor=self.cursor,
            limit=limit,
        )


def parse_filters(pairs: Iterable[tuple[str, str]], allowed: frozenset[str]) -> Filters | str:
    """Return the filters, or a sentence that says what is wrong with the query."""
    return parse_query(Filters, pairs, allowed)


def parse_query(
    shape: type[Query], pairs: Iterable[tuple[str, str]], allowed: frozenset[str]
) -> Query | str:
    """Return the checked query of a page, or a sentence that says what is wrong with it."""
    given: dict[str, str] = {}
    for key, value in pairs:
        if key not in allowed:
            return f"“{key}” is no part of this address; it knows {_listed(allowed)}."
        if key in given:
            return f"“{key}” is given twice."
        if value:
            given[key] = value
    try:
        return shape.model_validate(given)
    except Invalid as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        return f"“{given[key]}” cannot be used for {key}: {message_of(first)}."


def message_of(error: Mapping[str, Any]) -> str:
    """Return what to write instead, without the words of the checker."""
    if advice := ADVICE.get(error["type"]):
        return advice.format(**error.get("ctx", {})).replace("'", "")
    return str(error["msg"]).removeprefix(PREFIX)


def _listed(keys: frozenset[str]) -> str:
    *most, last = sorted(keys)
    return f"{', '.join(most)} and {last}" if most else last


def _span_of(
    text: str | None, today: date, zone: tzinfo
) -> tuple[datetime | None, datetime | None]:
    if text is None:
        return None, None
    first, after = _days_of(text, today)
    return tuple(datetime.combine(day, time(), tzinfo=zone) for day in (first, after))  # type: ignore[return-value]  # two days in, two moments out


def _days_of(text: str, today: date) -> tuple[date, date]:
    """Return the first day and the day after the last."""
    tomorrow = today + timedelta(days=1)
    if text == "today":
        return today, tomorrow
    if text == "7d":
        return today - timedelta(days=6), tomorrow
    if len(text) == 10:
        day = date.fromisoformat(text)
        return day, day + timedelta(days=1)
    first = date.fromisoformat(f"{text}-01")
    return first, (first + timedelta(days=31)).replace(day=1)
