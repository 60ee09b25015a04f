"""What a feed document says, in the words of its format and before any judgement.

The parsers of the formats give these; ``_adapter`` turns them into ``Entry``.
Tuples, because thousands are made a second: a frozen dataclass takes three times as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Markup(NamedTuple):
    """A text with what it is written in: HTML, or plain when ``is_html`` is false.

    ``base`` is the address that the document states for relative links in it, "" for none.
    ``language`` is stated too: None when nothing says one, "" when it is said to be unknown.
    """

    value: str = ""
    is_html: bool = False
    base: str = ""
    language: str | None = None


NOTHING = Markup()


class Person(NamedTuple):
    """Somebody who wrote."""

    name: str = ""
    email: str = ""


class Category(NamedTuple):
    """A subject: the word for machines, and the one for people where both are given."""

    term: str = ""
    label: str = ""


class FeedLink(NamedTuple):
    """A link of a feed or an item, its address absolute where it could be made so."""

    url: str
    rel: str = "alternate"
    type: str = ""
    length: str = ""


class FeedItem(NamedTuple):
    """One item, as written: dates are raw, texts are not sanitised."""

    title: Markup = Markup()
    links: tuple[FeedLink, ...] = ()
    refused_link: str = ""  # as written, where no link could be used
    guid: str = ""
    is_permalink: bool = True  # false when the feed says that the guid is no address
    summary: Markup = Markup()
    content: Markup = Markup()
    authors: tuple[Person, ...] = ()
    published: str = ""
    updated: str = ""
    categories: tuple[Category, ...] = ()
    enclosures: tuple[FeedLink, ...] = ()
    language: str | None = None  # as of Markup
    origin: Markup = Markup()
    origin_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """One feed, as written."""

    title: Markup = NOTHING
    link: str = ""
    language: str = ""
    items: tuple[FeedItem, ...] = ()
    min_interval_s: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    hubs: tuple[str, ...] = ()
    topic: str = ""
