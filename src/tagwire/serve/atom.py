"""Atom feeds (RFC 4287, paged after RFC 5005) of every list.

The id of an entry is the id of the article and survives edits; ``updated`` is when its
newest version was first seen. Whole texts only where pages show them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from tagwire.model import Moment, Precision
from tagwire.serve.filters import Filters
from tagwire.serve.paths import article_path, outgoing
from tagwire.serve.prose import html_of
from tagwire.serve.site import Site, etag_of, not_modified, sees_full_text, session_of, validators
from tagwire.store.values import Card, StoredArticle

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
    """Which list a feed is of."""

    title: str
    page_path: str
    changed_seq: int
    tag: str | None = None
    publisher: str | None = None


def feed_answer(site: Site, request: Request, filters: Filters, feed: FeedHead) -> Response:
    """Return a list as Atom, or 304 when the poller has it."""
    last_change = site.totals().last_change
    etag = etag_of(site, request, "atom", feed.changed_seq)
    if unchanged := not_modified(request, etag, last_change):
        return unchanged
    query = filters.list_query(
        site.clock(),
        site.dates.zone,
        site.settings.page_size,
        tag=feed.tag,
        publisher=feed.publisher,
    )
    listing = site.store.list_articles(query)
    base = site.base_url(request)
    entries = [_entry_of(site, request, card, base) for card in listing.cards]
    path = request.url.path
    values = {
        "title": feed.title,
        "id": base + feed.page_path + filters.query(cursor=None),
        "page": base + feed.page_path + filters.query(cursor=None),
        "here": base + path + filters.query(),
        "first": base + path + filters.query(cursor=None),
        "next": base + path + filters.query(cursor=listing.next) if listing.next else None,
        "updated": max((entry.updated for entry in entries), default=_utc(site.clock())),
        "entries": entries,
        "version": site.version,
    }
    body = NOT_XML.sub("", site.templates.get_template("feed.xml").render(values))
    headers = {"Cache-Control": "private, no-store"}
    if session_of(request) is None:
        headers = validators(etag, last_change)
    return Response(
        body.encode("utf-8", "replace"),
        media_type="application/atom+xml; charset=utf-8",
        headers=headers,
    )


def _entry_of(site: Site, request: Request, card: Card, base: str) -> EntryView:
    stored = site.store.find_article(card.article)
    page = base + article_path(card.article, card.headline)
    content = None
    if stored is not None and sees_full_text(site, request):
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
