"""What the houses list: RSS, Atom, RDF, JSON Feed and a news sitemap."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from tagwire.run.demo.edition import MADE_UP, Edition
from tagwire.run.demo.newsroom import House
from tagwire.run.demo.templates import template_of

# News sitemaps should list two days; this house is slow to drop pages, as many are.
SITEMAP_WINDOW = timedelta(days=3)


def feed_of(edition: Edition, house: House) -> str:
    """Return the document of the feed of a house."""
    return FEEDS[house.feed](edition, house)


def feed_type_of(house: House) -> str:
    """Return the media type of the feed of a house."""
    return _TYPES[house.feed.partition("-")[0]]


def _xml(edition: Edition, house: House, *, template: str) -> str:
    texts = edition.texts(house)
    return template_of(template).render(
        house=house,
        texts=texts,
        newest=max(text.changed for text in texts),
        recent=[text for text in texts if edition.now - text.published < SITEMAP_WINDOW],
        find_house=edition.newsroom.find_house,
        made_up=MADE_UP,
    )


def _json(edition: Edition, house: House) -> str:
    items = [
        {
            "id": f"{house.home}/id/{text.page.guid}",
            "url": house.home + text.page.path,
            "title": text.page.headline,
            "summary": text.page.description,
            "date_published": text.published.isoformat(),
            "date_modified": text.modified.isoformat(),
            "authors": [{"name": text.page.by}] if text.page.by else [],
            "tags": list(text.page.keywords),
            "language": text.page.language,
        }
        for text in edition.texts(house)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": house.name,
        "description": f"{house.tagline} {MADE_UP}",
        "home_page_url": house.home + "/",
        "feed_url": house.home + house.feed_path,
        "language": house.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


_TYPES = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
    "sitemap": "application/xml",
}
FEEDS: Mapping[str, Callable[[Edition, House], str]] = {
    "atom": partial(_xml, template="atom.xml"),
    "rss": partial(_xml, template="rss.xml"),
    "rss-media": partial(_xml, template="rss.xml"),
    "rss-full": partial(_xml, template="rss.xml"),
    "rdf": partial(_xml, template="rdf.xml"),
    "json": _json,
    "sitemap": partial(_xml, template="sitemap.xml"),
}
