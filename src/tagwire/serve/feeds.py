"""Every list as a feed: Atom (RFC 4287, paged after RFC 5005) and JSON Feed 1.1.

The id of an entry is the id of the article and survives edits; ``updated`` is when its
newest version was first seen. Whole texts only where pages show them too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from tagwire.model import Moment, Precision
from tagwire.serve.opt_outs import allowance_of, cards_shown
from tagwire.serve.paths import article_path, outgoing
from tagwire.serve.prose import html_of
from tagwire.serve.site import Site, etag_of, not_modified, session_of, validators
from tagwire.store.values import Card, Listing, StoredArticle

ATOM, JSON = ".atom", ".json"
JSON_VERSION = "https://jsonfeed.org/version/1.1"
# XML 1.0 has no way to write these, not even as a reference.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry of a feed."""

    id: str
    title: str
    href: str
    page: str
    author: str
    published: str | None
    updated: str
    language: str | None
    tags: tuple[tuple[str, str], ...]  # slug, label
    summary: str
    content: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHead:
    """Which list a feed is of: its page, its query with some cursor, and how to read it."""

    title: str
    page_path: str
    changed_seq: int
    query: Callable[[str | None], str]
    cursor: str | None
    load: Callable[[], Listing]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """A page of a feed, in either format. All addresses are whole."""

    title: str
    page: str  # of the list, for people; also the id of the feed
    here: str
    first: str
    next: str | None
    updated: str
    entries: tuple[EntryView, ...]
    version: str


def split_suffix(name: str) -> tuple[str, str]:
    """Return a name without the suffix of a feed, and that suffix or nothing."""
    for suffix in (ATOM, JSON):
        if name.endswith(suffix):
            return name.removesuffix(suffix), suffix
    return name, ""


def feed_answer(site: Site, request: Request, feed: FeedHead) -> Response:
    """Return a list as the feed that the address ends in, or 304 when the poller has it."""
    suffix = JSON if request.url.path.endswith(JSON) else ATOM
    last_change = site.totals().last_change
    etag = etag_of(site, request, "feed", feed.changed_seq)
    if unchanged := not_modified(request, etag, last_change):
        return unchanged
    body = WRITERS[suffix](site, _view_of(site, request, feed))
    headers = {"Cache-Control": "private, no-store"}
    if session_of(request) is None:
        headers = validators(etag, last_change)
    return Response(body, media_type=TYPES[suffix], headers=headers)


def _view_of(site: Site, request: Request, feed: FeedHead) -> FeedView:
    listing = feed.load()
    base = site.base_url(request)
    cards = cards_shown(site, request, listing.cards)
    entries = tuple(_entry_of(site, request, card, base) for card in cards)
    path = base + request.url.path
    return FeedView(
        title=feed.title,
        page=base + feed.page_path + feed.query(None),
        here=path + feed.query(feed.cursor),
        first=path + feed.query(None),
        next=path + feed.query(listing.next) if listing.next else None,
        updated=max((entry.updated for entry in entries), default=_utc(site.clock())),
        entries=entries,
        version=site.version,
    )


def _atom(site: Site, feed: FeedView) -> bytes:
    text = site.templates.get_template("feed.xml").render(feed=feed)
    return NOT_XML.sub("", text).encode("utf-8", "replace")


def _json(_site: Site, feed: FeedView) -> bytes:
    shape = {
        "version": JSON_VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.here,
        "next_url": feed.next,
        "items": [_json_item(entry) for entry in feed.entries],
    }
    # The format knows no null: what is absent is left out.
    return msgspec.json.encode({key: value for key, value in shape.items() if value is not None})


def _json_item(entry: EntryView) -> dict[str, Any]:
    """Return an item. Our own page stands in an extension: ``url`` is the article itself."""
    text = (
        {"content_html": str(entry.content)} if entry.content else {"content_text": entry.summary}
    )
    shape = {
        "id": entry.id,
        "url": entry.href,
        "title": entry.title,
        "summary": entry.summary or None,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": entry.author}],
        "tags": [label for _, label in entry.tags],
        "language": entry.language,
        "_tagwire": {"page": entry.page, "tags": [slug for slug, _ in entry.tags]},
    }
    return {key: value for key, value in shape.items() if value is not None} | text


WRITERS: Mapping[str, Callable[[Site, FeedView], bytes]] = {ATOM: _atom, JSON: _json}
TYPES = {
    ATOM: "application/atom+xml; charset=utf-8",
    JSON: "application/feed+json; charset=utf-8",
}


def _entry_of(site: Site, request: Request, card: Card, base: str) -> EntryView:
    stored = site.store.find_article(card.article)
    page = base + article_path(card.article, card.headline)
    content = None
    if stored is not None and allowance_of(site, request, card.opt_outs).full:
        content = html_of(stored.tagged.article.blocks)
    return EntryView(
        id=f"urn:tagwire:article:{card.article}",
        title=card.headline or "Without headline",
        href=outgoing(card.url) or page,
        page=page,
        author=card.publisher.name or card.publisher.domain,
        published=_stated(card.published),
        updated=_utc(_updated(card, stored)),
        language=card.language,
        tags=tuple((tag.slug, tag.label) for tag in card.tags),
        summary=card.extract,
        content=content or None,
    )


def _updated(card: Card, stored: StoredArticle | None) -> datetime:
    newest = max((row.first_seen for row in stored.versions), default=None) if stored else None
    return newest or card.first_seen


def _stated(moment: Moment | None) -> str | None:
    """Return the publisher's time; a day alone cannot be written without inventing a time."""
    if moment is None or moment.precision is Precision.DAY:
        return None
    return moment.at.isoformat(timespec="seconds")


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
