"""The page of a publisher: what is known about it, and its latest articles."""

from __future__ import annotations

from datetime import UTC
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from tagwire.serve.cards import days_of
from tagwire.serve.feeds import split_suffix
from tagwire.serve.filters import PUBLISHER_KEYS, Filters
from tagwire.serve.opt_outs import cards_shown
from tagwire.serve.pages.errors import error_page
from tagwire.serve.pages.lists import (
    Place,
    chart_of,
    chips_of,
    feed_links,
    feed_of,
    filters_or_answer,
    foot_of,
    menus_of,
)
from tagwire.serve.pages.sources import state_of
from tagwire.serve.paths import publisher_path
from tagwire.serve.site import Site, list_etag, moved, not_modified, page
from tagwire.store.values import ListQuery, PublisherHead

MAX_NAMES = 4  # that articles show, of one publisher


async def show_publisher(site: Site, request: Request) -> Response:
    """Show the latest articles of a publisher, or their feed."""
    asked: str = request.path_params["domain"]
    name, suffix = split_suffix(asked)
    domain = name.lower()
    if domain + suffix != asked:
        return moved(publisher_path(domain) + suffix)
    filters = filters_or_answer(site, request, PUBLISHER_KEYS)
    if isinstance(filters, Response):
        return filters
    head = site.store.find_publisher(domain, site.clock())
    if head is None:
        return error_page(site, request, 404, f"No article of {domain} is stored here.")
    place = Place(
        title=f"Latest news from {name_of(head)}",
        path=publisher_path(domain),
        changed_seq=head.changed_seq,
        publisher=domain,
    )
    if suffix:
        return feed_of(site, request, filters, place)
    return _publisher_page(site, request, filters, place, head)


def name_of(head: PublisherHead) -> str:
    """Return what a publisher is called, its domain when nothing else is known."""
    return head.publisher.name or head.publisher.domain


def calling_of(head: PublisherHead) -> list[str]:
    """Return in words who calls the publisher what, where its articles do not all agree."""
    titles = {row.source.title for row in head.sources}
    return [
        _calling(one.articles, is_title=one.name in titles, name="" if n == 0 else one.name)
        for n, one in enumerate(head.names[:MAX_NAMES])
        if len(head.names) > 1
    ]


def _calling(articles: int, *, is_title: bool, name: str) -> str:
    who = f"{articles:,} {'article' if articles == 1 else 'articles'}"
    who += " and its own source" if is_title else ""
    return f"“{name}” in {who}" if name else f"Called so in {who}"


def _publisher_page(
    site: Site, request: Request, filters: Filters, place: Place, head: PublisherHead
) -> Response:
    sources = [(row, state_of(row)) for row in head.sources]
    etag = list_etag(site, request, head.changed_seq, [state.key for _, state in sources])
    if unchanged := not_modified(request, etag):
        return unchanged
    domain, path = head.publisher.domain, place.path
    listing = site.store.list_articles(place.query(site, filters))
    facets = site.store.facets(ListQuery(publisher=domain))
    api = f"/api/v1/publishers/{quote(domain, safe='')}/articles"
    values = {
        "head": head,
        "name": name_of(head),
        "calling": calling_of(head),
        "chart": chart_of(head.days, site.clock().astimezone(UTC).date()),
        "sources": sources,
        "filters": filters,
        "days": days_of(cards_shown(site, request, listing.cards), site.dates, site.today()),
        "foot": foot_of(listing, filters, path, head.articles),
        "menus": menus_of(facets, filters, path, None, publishers=False),
        "chips": chips_of(facets, filters, path),
        "feeds": feed_links(path, filters, api),
        "noindex": bool(filters.active or filters.cursor),
    }
    return page(site, request, "publisher.html", values, etag=etag)
