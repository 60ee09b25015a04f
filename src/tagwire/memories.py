"""What is remembered of a site: the nouns of site memory.

    page ─extract─> Article, Observation ─remember─> SiteMemory ─hints─> next pages

Frozen values, so that a memory can be handed to other processes, kept and exported.
Days are ISO dates of fetching. Lines and places are known by 53-bit hashes, which
every reader of JSON keeps whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLine:
    """A line that stood in articles of a site. Pages are counted, not occurrences."""

    text: str  # its beginning, for people; empty for one page: that page may be erased
    place: int  # where it stood last; 0: unknown
    pages: int
    first_page: int  # number of the page of this site, from 1
    last_page: int
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPlace:
    """A chain of tags and classes without digits, and what stood there."""

    path: str  # its end, for people
    kept: int  # lines that became part of an article
    removed: int
    pages: int
    last_page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedLine:
    """A line of one article: its hash, beginning, length and place."""

    key: int
    text: str
    chars: int
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedPlace:
    """A place of one page with what stood there."""

    key: int
    path: str
    kept: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one page teaches about its site. ``page`` is the hash of its identity."""

    site: str
    page: int
    day: str
    lines: tuple[ObservedLine, ...]
    places: tuple[ObservedPlace, ...]
    body: int  # place of the box that held the text; 0: none


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMemory:
    """What the pages of one site taught so far. ``version`` grows with each change."""

    site: str  # registrable domain
    version: int = 0
    pages: int = 0  # distinct pages that were counted
    lines: Mapping[int, SeenLine] = field(default_factory=dict)
    places: Mapping[int, SeenPlace] = field(default_factory=dict)
    bodies: tuple[int, ...] = ()  # places of the bodies of the latest pages, oldest first
    seen: tuple[int, ...] = ()  # the latest pages, oldest first
    alarms: int = 0  # how often the place of the bodies changed all at once
    last_alarm: str = ""  # day; empty: never
