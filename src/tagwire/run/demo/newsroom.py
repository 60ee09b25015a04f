"""The houses of the demo newsroom and their texts, read from the files beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from importlib import resources
from typing import Any

from tagwire.model import Publisher, Source, SourceKind
from tagwire.run.demo.markup import Piece, pieces_of, plain_of

# Velland keeps one clock the whole year.
VELLAND_TIME = timezone(timedelta(hours=1))
# Short, so that a newcomer sees the edits arrive within the first minute.
DEMO_INTERVAL_S = 20
_WORDS = ("by", "section", "genre", "agency", "source", "carries")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """One text of a house, as it first comes out.

    ``minutes`` is its age when the newsroom starts; a negative one comes out so many
    minutes later. ``access`` is open, subscriber (the rest is behind a wall), teaser
    (the rest is in print), headline or gone.
    """

    guid: str
    path: str
    headline: str
    description: str
    minutes: float
    pieces: tuple[Piece, ...]
    language: str
    by: str = ""
    section: str = ""
    genre: str = ""
    agency: str = ""  # house whose text this is, as the page credits it
    source: str = ""  # house whose text this is, as the feed says it
    keywords: tuple[str, ...] = ()
    access: str = "open"
    carries: str = ""  # guid of the agency text
    carried: int | None = None  # so many pieces of it; None = all
    clock_ahead: int = 0  # minutes by which the clock of the house is wrong
    stated: datetime | None = None  # a date that is no date of this text
    edits: tuple[Edit, ...] = ()

    def released(self, start: datetime) -> datetime:
        """Return when it comes out."""
        return (start - timedelta(minutes=self.minutes)).astimezone(VELLAND_TIME)

    def published(self, start: datetime) -> datetime:
        """Return the time of publication that page and feed state, right or wrong."""
        return self.stated or self.released(start) + timedelta(minutes=self.clock_ahead)

    @property
    def text(self) -> str:
        """All words of the body, captions and boxes too."""
        parts = [
            part
            for piece in self.pieces
            for part in (piece.text, piece.credit, *(cell for row in piece.rows for cell in row))
        ]
        return "\n".join(plain_of(part) for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A later state of a text. A silent one changes no date."""

    minutes: float  # after the start of the newsroom
    page: NewsPage
    is_silent: bool = False

    def released(self, start: datetime) -> datetime:
        """Return when it comes out."""
        return (start + timedelta(minutes=self.minutes)).astimezone(VELLAND_TIME)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A made-up publisher: who it is, how its pages and its feed are made."""

    domain: str
    name: str
    tagline: str
    language: str
    layout: str
    feed: str  # a key of feeds.FEEDS
    feed_path: str
    charset: str
    robots: str
    family: str | None
    pages: tuple[NewsPage, ...]

    @property
    def home(self) -> str:
        """The address of the front page, without the last slash."""
        return f"http://{self.domain}"

    @property
    def publisher(self) -> Publisher:
        """The house as the rest of Tagwire knows publishers."""
        return Publisher(domain=self.domain, name=self.name, family=self.family)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """All houses."""

    houses: tuple[House, ...]

    def find_house(self, host: str) -> House | None:
        """Return the house of this host name, or None."""
        return next((house for house in self.houses if house.domain == host), None)


def load_newsroom() -> Newsroom:
    """Read the newsroom that ships with Tagwire."""
    folder = resources.files("tagwire.run.demo") / "newsroom"
    files = sorted(
        (path for path in folder.iterdir() if path.name.endswith(".toml")),
        key=lambda path: path.name,
    )
    return newsroom_of([tomllib.loads(path.read_text(encoding="utf-8")) for path in files])


def newsroom_of(tables: Sequence[Mapping[str, Any]]) -> Newsroom:
    """Return the newsroom of these tables, agency texts put into the pages that carry them."""
    houses = [_house_of(table) for table in tables]
    texts = {page.guid: page for house in houses for page in house.pages}
    return Newsroom(houses=tuple(_with_agency_texts(house, texts) for house in houses))


def demo_sources() -> list[Source]:
    """Return the sources of the demo newsroom, one for each house."""
    return [
        Source(
            key=f"demo-{house.layout}",
            kind=SourceKind.SITEMAP if house.feed == "sitemap" else SourceKind.FEED,
            url=house.home + house.feed_path,
            publisher=house.publisher,
            title=house.name,
            languages=(house.language,),
            interval_s=DEMO_INTERVAL_S,
            demo=True,
        )
        for house in load_newsroom().houses
    ]


def _house_of(table: Mapping[str, Any]) -> House:
    return House(
        domain=table["domain"],
        name=table["name"],
        tagline=table["tagline"],
        language=table["language"],
        layout=table["layout"],
        feed=table["feed"],
        feed_path=table["feed_path"],
        charset=table.get("charset", "utf-8"),
        robots=table["robots"],
        family=table.get("family"),
        pages=tuple(_page_of(page, table["language"]) for page in table["page"]),
    )


def _page_of(table: Mapping[str, Any], language: str) -> NewsPage:
    page = NewsPage(
        guid=table["guid"],
        path=table["path"],
        headline=table["headline"],
        description=table["description"],
        minutes=table["minutes"],
        pieces=pieces_of(table.get("body", "")),
        language=table.get("language", language),
        keywords=tuple(table.get("keywords", ())),
        carried=table.get("carried"),
        clock_ahead=table.get("clock_ahead", 0),
        stated=table.get("stated"),
        access=table.get("access", "open"),
        **{name: table.get(name, "") for name in _WORDS},
    )
    return replace(page, edits=tuple(_edits_of(page, table.get("edits", ()))))


def _edits_of(page: NewsPage, tables: Sequence[Mapping[str, Any]]) -> Iterator[Edit]:
    """Yield the edits, each made on the state before."""
    for table in tables:
        body = pieces_of(table["body"]) if "body" in table else page.pieces
        page = replace(
            page,
            path=table.get("path", page.path),
            headline=table.get("headline", page.headline),
            description=table.get("description", page.description),
            pieces=_with_news(body, pieces_of(table.get("news", ""))),
        )
        yield Edit(minutes=table["minutes"], page=page, is_silent=table.get("silent", False))


def _with_news(body: tuple[Piece, ...], news: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Put news on top of a live text, below its summary."""
    top = 1 if body and body[0].kind == "summary" else 0
    return body[:top] + news + body[top:]


def _with_agency_texts(house: House, texts: Mapping[str, NewsPage]) -> House:
    pages = tuple(
        replace(page, pieces=page.pieces + texts[page.carries].pieces[: page.carried])
        if page.carries
        else page
        for page in house.pages
    )
    return replace(house, pages=pages)
