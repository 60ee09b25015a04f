"""The houses of the demo newsroom and their texts, read from the files beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """One text of a house. ``edit`` is its later state, perhaps under another path.

    ``minutes`` is its age when the newsroom starts; negative is a wrong date in the
    future. ``access`` is open, subscriber (the rest is behind a wall) or headline.
    """

    guid: str
    path: str
    headline: str
    description: str
    minutes: int
    pieces: tuple[Piece, ...]
    language: str
    by: str = ""
    section: str = ""
    genre: str = ""
    agency: str = ""  # house whose text this is
    keywords: tuple[str, ...] = ()
    access: str = "open"
    carries: str = ""  # guid of the agency text
    edit: NewsPage | None = None

    def published(self, start: datetime) -> datetime:
        """Return the stated time of publication."""
        return (start - timedelta(minutes=self.minutes)).astimezone(VELLAND_TIME)

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
class House:
    """A made-up publisher: who it is, how its pages and its feed are made."""

    domain: str
    name: str
    tagline: str
    language: str
    layout: str
    feed: str  # rss | rss-media | rss-full | atom
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
    """Return the sources of the demo newsroom, one feed for each house."""
    return [
        Source(
            key=f"demo-{house.layout}",
            kind=SourceKind.FEED,
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
        by=table.get("by", ""),
        section=table.get("section", ""),
        genre=table.get("genre", ""),
        agency=table.get("agency", ""),
        keywords=tuple(table.get("keywords", ())),
        access=table.get("access", "open"),
        carries=table.get("carries", ""),
    )
    edit = table.get("edit")
    return replace(page, edit=_edit_of(page, edit)) if edit else page


def _edit_of(page: NewsPage, table: Mapping[str, Any]) -> NewsPage:
    return replace(
        page,
        path=table.get("path", page.path),
        headline=table.get("headline", page.headline),
        description=table.get("description", page.description),
        pieces=pieces_of(table["body"]),
    )


def _with_agency_texts(house: House, texts: Mapping[str, NewsPage]) -> House:
    pages = tuple(
        replace(page, pieces=page.pieces + texts[page.carries].pieces) if page.carries else page
        for page in house.pages
    )
    return replace(house, pages=pages)
