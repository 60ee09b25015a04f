"""What the web side is told: where it listens, who may see what, how pages look."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tagwire.errors import ConfigError
from tagwire.model import Entry, Rejected, Source, SourceKind
from tagwire.serve.keeping import KeepingDesk
from tagwire.serve.problems import ProblemDesk

# How many polls a day are planned and allowed, as JSON, kept by the worker.
POLL_PLAN_SETTING = "poll_plan"

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
WILDCARDS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - recognised, never bound here


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """Settings of the web side.

    ``excerpt_only`` and ``noindex`` are None until the owner decides; then an instance
    that listens beyond loopback is careful (both on) and a private one is not.
    ``base_url`` (``https://news.example.org``) is used in feeds; empty = as asked.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    public_hosts: tuple[str, ...] = ()
    base_url: str = ""
    timezone: str = "UTC"
    excerpt_only: bool | None = None
    noindex: bool | None = None
    page_size: int = 30

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone that all times are shown in. Raises ConfigError."""
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            message = f"timezone {self.timezone!r} is not known; write one like Europe/Vienna"
            raise ConfigError(message) from error

    @property
    def is_public(self) -> bool:
        """Return whether others than this machine can reach the pages."""
        return not is_loopback(self.host) or bool(self.public_hosts)

    @property
    def hides_full_text(self) -> bool:
        """Return whether visitors get extracts only."""
        return self.is_public if self.excerpt_only is None else self.excerpt_only

    @property
    def hides_from_robots(self) -> bool:
        """Return whether search engines are asked to stay away."""
        return self.is_public if self.noindex is None else self.noindex


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What became of an address that the owner wanted to add.

    ``detail`` says in one sentence what was found and chosen, or why nothing was;
    ``others`` are addresses of further feeds that the page names, to be added one by one.
    """

    added: tuple[Source, ...] = ()
    known: tuple[Source, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    detail: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectorTrial:
    """What a selector finds on a page of links; ``detail`` says why when that is nothing."""

    entries: tuple[Entry, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HubAnswer:
    """What a hub is answered."""

    status: int
    text: str = ""


class Hubs(Protocol):
    """Who answers hubs (WebSub); the token is the secret part of the callback's address."""

    def confirm(self, token: str, query: Mapping[str, str], /) -> HubAnswer: ...

    def push(self, token: str, signature: str, body: bytes, /) -> HubAnswer: ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A checked picture, ready to be shown."""

    type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterFeed:
    """A feed or news sitemap of the shipped list that an empty instance may start with."""

    publisher: str
    domain: str
    country: str  # ISO 3166-1 alpha-2, empty when unknown
    language: str  # BCP 47, empty when unknown
    category: str
    kind: SourceKind
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageQuality:
    """How well articles of a language are tagged, as measured.

    ``full``: a trained model and names, with the F1 as ``figure``; ``names``: names by
    their shape and by the whole corpus; ``catalogue``: known names only.
    """

    language: str  # BCP 47
    grade: Literal["full", "names", "catalogue"]
    figure: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What the process offers to fill an instance; the web side itself fetches nothing.

    What is None is not offered, and the pages say so. ``starter`` gives all rows of the
    shipped list; ``add_feeds`` keeps some without looking at them, the worker polls them
    soon; ``start_demo`` fills an empty instance with the made-up newsroom; ``hubs`` hears
    of news at once, where others can reach this instance; ``find_picture``
    gives the picture at an address, checked, where the owner wants pictures; ``find_logo``
    gives that of a publisher's domain; ``keeping`` is behind the page about keeping and erasing; ``problems`` keeps what the owner reports;
    ``try_selector`` looks at the page of a source and keeps nothing.
    """

    starter: Callable[[], Sequence[StarterFeed]] = tuple
    add_feeds: Callable[[Sequence[StarterFeed]], AddResult] | None = None
    import_opml: Callable[[bytes], AddResult] | None = None
    export_opml: Callable[[], bytes] | None = None
    quality: Callable[[], Sequence[LanguageQuality]] = tuple
    start_demo: Callable[[], None] | None = None
    find_picture: Callable[[str], Awaitable[Picture | None]] | None = None
    hubs: Hubs | None = None
    find_logo: Callable[[str], Awaitable[Picture | None]] | None = None
    keeping: KeepingDesk | None = None
    problems: ProblemDesk | None = None
    try_selector: Callable[[Source, str], Awaitable[SelectorTrial]] | None = None


def is_loopback(host: str) -> bool:
    """Return whether a listen address or client address is of this machine only."""
    bare = host.strip("[]").lower()
    return bare in LOOPBACK_NAMES or (is_ip(bare) and ipaddress.ip_address(bare).is_loopback)


def is_ip(name: str) -> bool:
    """Return whether a host is an address and not a name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def check_listen(host: str, has_owner: bool) -> None:
    """Refuse to listen where others can reach us while nobody owns the instance."""
    if is_loopback(host) or has_owner:
        return
    raise ConfigError(
        f"refusing to listen on {host}: others could reach this instance and it has no owner yet. "
        "Start it once on 127.0.0.1 and keep the owner token that is printed."
    )
