"""What the demo hosts answer: pages, feeds, robots.txt and pictures, as pure values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache, partial

import xxhash
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from tagwire.run.demo.markup import html_of
from tagwire.run.demo.newsroom import VELLAND_TIME, House, NewsPage, Newsroom

MADE_UP = "Made up for the Tagwire demo: this publisher, its people and its news do not exist."

# The start of every ETag that is given out while the edits of its house are out.
EDITED_ETAG = '"e2-'
_FIRST_ETAG = '"e1-'
_FEED_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The newsroom at one moment: when it started and whose edits are out.

    ``edited`` holds the domains of the houses that have published their edits. Equal
    editions give equal bytes.
    """

    newsroom: Newsroom
    start: datetime
    edited: frozenset[str] = frozenset()

    def pages(self, house: House) -> list[NewsPage]:
        """Return the pages of a house as they stand now, newest first."""
        is_edited = house.domain in self.edited
        pages = [page.edit if is_edited and page.edit else page for page in house.pages]
        return sorted(pages, key=lambda page: page.minutes)

    def modified(self, house: House, page: NewsPage) -> datetime:
        """Return when a page last changed; an edit carries the time of the start."""
        edits = {known.guid for known in house.pages if known.edit}
        if house.domain in self.edited and page.guid in edits:
            return self.start.astimezone(VELLAND_TIME)
        return page.published(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as far as the newsroom looks at it."""

    host: str
    path: str
    if_none_match: str | None = None
    if_modified_since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response. ``guid`` names the text that a page of status 200 or 304 shows."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    guid: str = ""


def answer(edition: Edition, request: Request) -> Answer:
    """Return what the host answers to a GET of this path."""
    house = edition.newsroom.find_house(request.host)
    if house is None:
        return _plain(502, f"{request.host} is not a host of the demo newsroom.\n")
    fixed: dict[str, Callable[[], Answer]] = {
        "/": lambda: _front(edition, house),
        "/robots.txt": lambda: _plain(200, house.robots),
        house.feed_path: lambda: _feed(edition, house),
    }
    if request.path in fixed:
        return _conditional(fixed[request.path](), request)
    if request.path.startswith("/img/"):
        return _picture(request.path)
    return _conditional(_page(edition, house, request.path), request)


def _page(edition: Edition, house: House, path: str) -> Answer:
    for page in edition.pages(house):
        if page.path == path:
            return _article(edition, house, page)
    moved = _find_moved(edition, house, path)
    if moved:
        return Answer(status=301, headers=(("location", house.home + moved),), body=b"")
    return _plain(404, "There is no such page in the demo newsroom.\n")


def _find_moved(edition: Edition, house: House, path: str) -> str | None:
    """Return the new path of a page whose edit moved it, or None."""
    if house.domain not in edition.edited:
        return None
    return next((page.edit.path for page in house.pages if page.edit and page.path == path), None)


def _article(edition: Edition, house: House, page: NewsPage) -> Answer:
    pages = edition.pages(house)
    modified = edition.modified(house, page)
    body = _template(f"{house.layout}.html").render(
        house=house,
        page=page,
        published=page.published(edition.start),
        modified=modified,
        is_edited=modified != page.published(edition.start),
        others=[other for other in pages if other.guid != page.guid][:4],
        made_up=MADE_UP,
    )
    kind = f"text/html; charset={house.charset}"
    encoded = body.encode(house.charset, "xmlcharrefreplace")
    return _with_validators(edition, house, modified, kind=kind, body=encoded, guid=page.guid)


def _front(edition: Edition, house: House) -> Answer:
    body = _template("front.html").render(
        house=house, pages=edition.pages(house), feed_type=_feed_type(house), made_up=MADE_UP
    )
    return _with_validators(
        edition, house, edition.start, kind="text/html; charset=utf-8", body=body.encode()
    )


def _feed(edition: Edition, house: House) -> Answer:
    pages = edition.pages(house)
    modified = {page.guid: edition.modified(house, page) for page in pages}
    newest = min(max(modified.values()), edition.start)
    name = "atom.xml" if house.feed == "atom" else "rss.xml"
    body = _template(name).render(
        house=house,
        pages=pages,
        published={page.guid: page.published(edition.start) for page in pages},
        modified=modified,
        newest=newest,
        made_up=MADE_UP,
    )
    return _with_validators(edition, house, newest, kind=_feed_type(house), body=body.encode())


def _feed_type(house: House) -> str:
    return _FEED_TYPES[house.feed.partition("-")[0]]


def _picture(path: str) -> Answer:
    """Return a plain drawing: its colours come from its name."""
    hue = xxhash.xxh3_64_intdigest(path.encode()) % 360
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">'
        f'<rect width="640" height="360" fill="hsl({hue},30%,78%)"/>'
        f'<path d="M0 250 Q160 {200 + hue % 60} 320 245 T640 235 V360 H0Z" fill="hsl({hue},35%,45%)"/>'
        f'<circle cx="{90 + hue}" cy="90" r="38" fill="hsl({hue},60%,92%)"/></svg>'
    )
    headers = (("content-type", "image/svg+xml"), ("cache-control", "max-age=86400"))
    return Answer(status=200, headers=headers, body=svg.encode())


def _plain(status: int, text: str) -> Answer:
    headers = (("content-type", "text/plain; charset=utf-8"),)
    return Answer(status=status, headers=headers, body=text.encode())


def _with_validators(
    edition: Edition, house: House, modified: datetime, *, kind: str, body: bytes, guid: str = ""
) -> Answer:
    stage = EDITED_ETAG if house.domain in edition.edited else _FIRST_ETAG
    when = min(modified, edition.start).astimezone(UTC)
    headers = (
        ("content-type", kind),
        ("etag", f'{stage}{xxhash.xxh3_64_hexdigest(body)}"'),
        ("last-modified", format_datetime(when, usegmt=True)),
        ("cache-control", "max-age=0, must-revalidate"),
    )
    return Answer(status=200, headers=headers, body=body, guid=guid)


def _conditional(given: Answer, request: Request) -> Answer:
    """Return 304 without a body when the validators of the request still hold."""
    headers = dict(given.headers)
    if given.status != 200 or "etag" not in headers or not _holds(headers, request):
        return given
    kept = tuple((name, value) for name, value in given.headers if name != "content-type")
    return Answer(status=304, headers=kept, body=b"", guid=given.guid)


def _holds(headers: dict[str, str], request: Request) -> bool:
    # If-None-Match wins over If-Modified-Since (RFC 9110, section 13.2.2).
    if request.if_none_match is not None:
        return headers["etag"] in [tag.strip() for tag in request.if_none_match.split(",")]
    if request.if_modified_since is None:
        return False
    since = _find_http_date(request.if_modified_since)
    return since is not None and parsedate_to_datetime(headers["last-modified"]) <= since


def _find_http_date(raw: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(raw)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tagwire.run.demo", "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "linked": _linked,
        "iso": datetime.isoformat,
        "rfc822": format_datetime,
        "clock": _clock,
        "day": partial(_day, language="en"),
        "day_de": partial(_day, language="de"),
        "day_fr": partial(_day, language="fr"),
    }
    environment.filters |= filters
    return environment


def _template(name: str) -> Template:
    return _environment().get_template(name)


def _linked(text: str) -> Markup:
    return Markup(html_of(text))  # noqa: S704 - html_of escapes


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _day(moment: datetime, language: str) -> str:
    month = _MONTHS[language].split()[moment.month - 1]
    dot = "." if language == "de" else ""
    return f"{moment.day}{dot} {month} {moment.year}"
