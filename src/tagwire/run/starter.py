"""The list of feeds that ships with the package, and adding some of them."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from tagwire.model import Publisher, Source, SourceKind
from tagwire.run.clock import Clock
from tagwire.run.keeping import keep_sources
from tagwire.serve import AddResult, StarterFeed
from tagwire.store.protocol import Store


@cache
def starter_feeds() -> tuple[StarterFeed, ...]:
    """Return the whole list, publishers first that many know."""
    packed = (files("tagwire") / "data" / "catalogue" / "starter.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8"), newline=""))
    return tuple(
        StarterFeed(
            publisher=row["publisher"],
            domain=row["domain"],
            country=row["country"],
            language=row["language"],
            category=row["category"],
            kind=SourceKind(row["kind"]),
            url=row["url"],
        )
        for row in rows
    )


def narrowed(
    feeds: Iterable[StarterFeed], *, country: str = "", language: str = "", category: str = ""
) -> list[StarterFeed]:
    """Return the feeds of a country, language and category; "" asks for none."""
    wanted = {
        "country": country.upper(),
        "language": language.lower(),
        "category": category.lower(),
    }
    return [
        feed
        for feed in feeds
        if all(getattr(feed, name) == value for name, value in wanted.items() if value)
    ]


def in_turn(feeds: Sequence[StarterFeed]) -> list[StarterFeed]:
    """Return the feeds so that the first few are of as many publishers as possible.

    The main feed of a house, the one with the shortest address, comes before its others.
    """
    ranks: dict[str, int] = {}
    seen: Counter[str] = Counter()
    for feed in sorted(feeds, key=lambda feed: (feed.category != "news", len(feed.url), feed.url)):
        ranks[feed.url] = seen[feed.domain]
        seen[feed.domain] += 1
    return sorted(feeds, key=lambda feed: ranks[feed.url])


def add_feeds(store: Store, clock: Clock, feeds: Sequence[StarterFeed]) -> AddResult:
    """Add feeds of the list without a look at them; the worker polls them soon."""
    added, known = keep_sources([_source_of(feed) for feed in feeds], store, clock.now())
    again = f", {len(known)} known already" if known else ""
    detail = f"{len(added)} of {len(feeds)} feeds added{again}"
    return AddResult(added=tuple(added), known=tuple(known), detail=detail)


def _source_of(feed: StarterFeed) -> Source:
    """Return the source of a feed; its title is what it says itself at its first poll."""
    publisher = Publisher(domain=feed.domain, name=feed.publisher, country=feed.country or None)
    return Source(
        key="",
        kind=feed.kind,
        url=feed.url,
        publisher=publisher,
        languages=(feed.language,) if feed.language else (),
        folders=(feed.category,),
    )
