"""What a visitor asks of a list: checked query keys, and back to one canonical query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as Invalid

from tagwire.model import Role
from tagwire.serve.paths import query_text
from tagwire.store.values import ListQuery

Query = TypeVar("Query", bound=BaseModel)

TAG_KEYS = frozenset({"role", "lang", "publisher", "category", "date", "cursor"})
PUBLISHER_KEYS = frozenset({"lang", "category", "date", "cursor"})
LATEST_KEYS = frozenset({"lang", "cursor"})
SOURCE_KEYS = frozenset({"cursor"})

# As of the dates that are read from articles; also far from the ends of the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2200
# Parts between dots are hexadecimal numbers: 15 digits stay within the 64 bits of the database.
CURSOR = r"^[^.]{0,15}(\.[^.]{0,15})*$"


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
    lang: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")] | None
    ) = Field(default=None, description="language, BCP 47")
    publisher: Annotated[str, StringConstraints(max_length=253)] | None = Field(
        default=None, description="registrable domain"
    )
    category: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:]{1,40}$")] | None = Field(
        default=None, description="IPTC Media Topic code"
    )
    date: Annotated[str, AfterValidator(_a_date)] | None = Field(
        default=None, description="today, 7d, YYYY-MM or YYYY-MM-DD, in the zone of the instance"
    )
    cursor: Annotated[str, StringConstraints(max_length=300, pattern=CURSOR)] | None = Field(
        default=None, description="what the page before gave as next"
    )

    def query(self, **changes: str | None) -> str:
        """Return the canonical query of these filters with some changed."""
        return query_text(self.model_dump(mode="json") | changes)

    @property
    def active(self) -> dict[str, str]:
        """Return the filters that narrow the list, by key."""
        chosen: dict[str, str | None] = self.model_dump(mode="json", exclude={"cursor"})
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
        """Return what to ask the store."""
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
        return f"“{given[key]}” cannot be used for {key}: {first['msg']}."


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
