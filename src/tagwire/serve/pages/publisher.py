"""The page of a publisher: what is known about it, and its latest articles."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from tagwire.serve.cards import days_of
from tagwire.serve.feeds import split_suffix
from tagwire.serve.filters import PUBLISHER_KEYS, Filters
from tagwire.serve.pages.errors import error_page
from tagwire.serve.pages.lists import (
    Place,
    chips_of,
    feed_links,
    feed_of,
    filters_or_answer,
    foot_of,
    menus_of,
)
from tagwire.serve.paths import publisher_path
from tagwire.serve.site import Site, list_etag, moved, not_modified, page
from tagwire.store.values import ListQuery


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
    newest = site.store.list_articles(ListQuery(publisher=domain, limit=1))
    if not newest.cards:
        return error_page(site, request, 404, f"No article of {domain} is stored here.")
    place = Place(
        title=f"Latest news from {newest.cards[0].publisher.name}",
        path=publisher_path(domain),
        changed_seq=site.totals().change_seq,
        publisher=domain,
    )
    if suffix:
        return feed_of(site, request, filters, place)
    return _publisher_page(site, request, filters, place, newest.cards[0].publisher.name)


def _publisher_page(
    site: Site, request: Request, filters: Filters, place: Place, name: str
) -> Response:
    etag = list_etag(site, request, place.changed_seq)
    if unchanged := not_modified(request, etag):
        return unchanged
    domain, path = place.publisher or "", place.path
    listing = site.store.list_articles(place.query(site, filters))
    facets = site.store.facets(ListQuery(publisher=domain))
    values = {
        "domain": domain,
        "name": name,
        "sources": [
            row
            for row in site.store.list_sources(site.clock())
            if row.source.publisher.domain == domain
        ],
        "filters": filters,
        "days": days_of(listing.cards, site.dates, site.today()),
        "foot": foot_of(listing, filters, path, listing.total),
        "menus": menus_of(facets, filters, path, None, publishers=False),
        "chips": chips_of(facets, filters, path),
        "feeds": feed_links(path, filters, f"/api/v1/publishers/{quote(domain, safe='')}/articles"),
        "noindex": bool(filters.active or filters.cursor),
    }
    return page(site, request, "publisher.html", values, etag=etag)
