"""What the demo hosts answer: pages, feeds, robots.txt and pictures, as pure values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

import xxhash

from tagwire.run.demo.edition import MADE_UP, Edition, Shown
from tagwire.run.demo.feeds import feed_of, feed_type_of
from tagwire.run.demo.newsroom import House
from tagwire.run.demo.templates import template_of

_MAX_OTHERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as far as the newsroom looks at it."""

    host: str
    path: str
    if_none_match: str | None = None
    if_modified_since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


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
    texts = edition.texts(house)
    for text in texts:
        if text.page.path == path:
            return _article(house, text, texts)
    moved = edition.find_moved(house, path)
    if moved:
        return Answer(status=301, headers=(("location", house.home + moved),), body=b"")
    return _plain(404, "There is no such page in the demo newsroom.\n")


def _article(house: House, text: Shown, texts: list[Shown]) -> Answer:
    if text.page.access == "gone":
        return _plain(410, "This text was withdrawn.\n")
    body = template_of(f"{house.layout}.html").render(
        house=house,
        page=text.page,
        published=text.published,
        modified=text.modified,
        is_edited=text.is_edited,
        others=[each.page for each in texts if each is not text][:_MAX_OTHERS],
        made_up=MADE_UP,
    )
    encoded = body.encode(house.charset, "xmlcharrefreplace")
    return _with_validators(f"text/html; charset={house.charset}", encoded, text.changed)


def _front(edition: Edition, house: House) -> Answer:
    texts = edition.texts(house)
    body = template_of("front.html").render(
        house=house,
        pages=[text.page for text in texts],
        feed_type=feed_type_of(house),
        made_up=MADE_UP,
    )
    return _with_validators("text/html; charset=utf-8", body.encode(), _newest(texts))


def _feed(edition: Edition, house: House) -> Answer:
    body = feed_of(edition, house).encode()
    return _with_validators(feed_type_of(house), body, _newest(edition.texts(house)))


def _newest(texts: list[Shown]) -> datetime:
    return max(text.changed for text in texts)


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


def _with_validators(kind: str, body: bytes, changed: datetime) -> Answer:
    headers = (
        ("content-type", kind),
        ("etag", f'"{xxhash.xxh3_64_hexdigest(body)}"'),
        ("last-modified", format_datetime(changed.astimezone(UTC), usegmt=True)),
        ("cache-control", "max-age=0, must-revalidate"),
    )
    return Answer(status=200, headers=headers, body=body)


def _conditional(given: Answer, request: Request) -> Answer:
    """Return 304 without a body when the validators of the request still hold."""
    headers = dict(given.headers)
    if given.status != 200 or "etag" not in headers or not _holds(headers, request):
        return given
    kept = tuple((name, value) for name, value in given.headers if name != "content-type")
    return Answer(status=304, headers=kept, body=b"")


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
