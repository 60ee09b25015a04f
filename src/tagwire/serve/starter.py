"""The shipped list of feeds, narrowed step by step: which rows, and what else could be chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tagwire.serve.country_table import country_name
from tagwire.serve.language_table import language_name
from tagwire.serve.paths import query_text
from tagwire.serve.settings import StarterFeed

STARTER_KEYS = frozenset({"country", "language", "category", "q", "page"})
PAGE_FEEDS = 60
# More at once would take a small machine most of an hour to read for the first time.
MAX_CHOSEN = 300
UNKNOWN = "unknown"
GENERAL = "news"  # most feeds are: as a way into the list it leads nowhere


class StarterChoice(BaseModel):
    """What narrows the list, as it stands in the address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|unknown)$")] | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z-]{2,20}$")] | None = None
    category: Annotated[str, StringConstraints(max_length=60)] | None = None
    q: Annotated[str, StringConstraints(max_length=80)] | None = None
    page: Annotated[int, Field(ge=1, le=9999)] = 1

    @property
    def is_made(self) -> bool:
        """Return whether anything narrows the list."""
        return any((self.country, self.language, self.category, self.q))

    def query(self, **changes: str | int | None) -> str:
        """Return the query of this choice with some parts changed; the first page has none."""
        values = self.model_dump() | changes
        return query_text(values | {"page": None if values["page"] == 1 else values["page"]})


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value to choose, with the number of feeds that it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherFeeds:
    """The feeds of one publisher on a page of the list."""

    publisher: str
    domain: str
    country: str  # name
    feeds: tuple[StarterFeed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """A page of the list with what is on it and what else could be chosen."""

    countries: tuple[Option, ...]
    languages: tuple[Option, ...]
    categories: tuple[Option, ...]
    feeds: int
    publishers: int
    groups: tuple[PublisherFeeds, ...]
    pages: int


def _value(text: str) -> str:
    return text or UNKNOWN


FIELDS: Mapping[str, Callable[[StarterFeed], str]] = {
    "country": lambda feed: _value(feed.country),
    "language": lambda feed: _value(feed.language),
    "category": lambda feed: _value(feed.category),
}
NAMES: Mapping[str, Callable[[str], str]] = {
    "country": country_name,
    "language": language_name,
    "category": str.capitalize,
}


def chosen_feeds(
    feeds: Iterable[StarterFeed], choice: StarterChoice, *, without: str = ""
) -> list[StarterFeed]:
    """Return the feeds of a choice; ``without`` names a part of it that does not count."""
    wanted = {
        name: value
        for name in FIELDS
        if name != without and (value := getattr(choice, name)) is not None
    }
    words = (choice.q or "").casefold().split()
    return [
        feed
        for feed in feeds
        if all(FIELDS[name](feed) == value for name, value in wanted.items())
        and (not words or _has_words(feed, words))
    ]


def _has_words(feed: StarterFeed, words: Sequence[str]) -> bool:
    text = f"{feed.publisher} {feed.domain} {feed.url}".casefold()
    return all(word in text for word in words)


def narrowed(feeds: Sequence[StarterFeed], choice: StarterChoice) -> Narrowed:
    """Return the page of a choice, and each other value with what it would leave."""
    found = sorted(
        chosen_feeds(feeds, choice),
        key=lambda feed: (feed.publisher.casefold(), feed.domain, feed.url),
    )
    first = (choice.page - 1) * PAGE_FEEDS
    return Narrowed(
        countries=_options("country", feeds, choice),
        languages=_options("language", feeds, choice),
        categories=_options("category", feeds, choice),
        feeds=len(found),
        publishers=len({feed.domain for feed in found}),
        groups=_grouped(found[first : first + PAGE_FEEDS]),
        pages=-(-len(found) // PAGE_FEEDS),
    )


def _options(name: str, feeds: Sequence[StarterFeed], choice: StarterChoice) -> tuple[Option, ...]:
    """Return the values of one part, by name; the unknown last."""
    counts = Counter(FIELDS[name](feed) for feed in chosen_feeds(feeds, choice, without=name))
    chosen = getattr(choice, name)
    if chosen is not None:
        counts.setdefault(chosen, 0)
    options = [
        Option(value=value, label=NAMES[name](value), count=count, chosen=value == chosen)
        for value, count in counts.items()
    ]
    return tuple(sorted(options, key=lambda option: (option.value == UNKNOWN, option.label)))


def _grouped(feeds: Sequence[StarterFeed]) -> tuple[PublisherFeeds, ...]:
    grouped = groupby(feeds, key=lambda feed: (feed.publisher, feed.domain, feed.country))
    return tuple(
        PublisherFeeds(
            publisher=publisher or domain,
            domain=domain,
            country=country_name(country),
            feeds=tuple(group),
        )
        for (publisher, domain, country), group in grouped
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A way into the list: what it holds and its address."""

    title: str
    facts: str
    query: str


def packs_of(feeds: Sequence[StarterFeed], accepted: str, limit: int) -> list[Pack]:
    """Return ways into the list: the languages of the browser first, then the largest subjects."""
    languages = Counter(feed.language for feed in feeds if feed.language)
    wanted = [code for code in _accepted_languages(accepted) if code in languages]
    packs = [
        _pack(feeds, "language", code, f"In {language_name(code)}")
        for code in wanted or [code for code, _ in languages.most_common(1)]
    ]
    subjects = Counter(feed.category for feed in feeds if feed.category not in {"", GENERAL})
    packs += [
        _pack(feeds, "category", name, name.capitalize()) for name, _ in subjects.most_common(limit)
    ]
    return packs[:limit]


def _pack(feeds: Sequence[StarterFeed], name: str, value: str, title: str) -> Pack:
    found = [feed for feed in feeds if getattr(feed, name) == value]
    publishers = len({feed.domain for feed in found})
    countries = len({feed.country for feed in found} - {""})
    facts = (
        f"{len(found):,} feeds of {publishers:,} publishers in {countries} "
        f"{'country' if countries == 1 else 'countries'}"
    )
    return Pack(title=title, facts=facts.replace(",", "\u202f"), query=query_text({name: value}))


def _accepted_languages(header: str) -> list[str]:
    """Return the language codes of an Accept-Language header in the order given."""
    codes = [part.partition(";")[0].strip()[:2].lower() for part in header[:200].split(",")]
    return list(dict.fromkeys(code for code in codes if code.isascii() and code.isalpha()))[:3]
