"""Finds the feeds that an HTML page names."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tagwire.html_caps import costly_page
from tagwire.sources._decoding import decoded
from tagwire.urls import fetch_url

MAX_FEEDS = 50
# Heads are at the front.
_MAX_BYTES = 1_000_000

_FEED_TYPES = frozenset(
    {
        "application/atom+xml",
        "application/rss+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/x.atom+xml",
        "application/x-atom+xml",
        "application/xml",
        "text/xml",
        "text/rss+xml",
        "text/atom+xml",
    }
)
# WordPress names its API as JSON alternate of every page; only a feed is one.
_JSON_TYPES = frozenset({"application/json"})
_LESSER = re.compile(r"comment|kommentar|comentario|commentaire|коммент", re.IGNORECASE)


def discover_feeds(html: bytes, url: str) -> list[str]:
    """Return the feeds of a page, absolute, the page's main feed first.

    Feeds of comments come last; otherwise the order is the publisher's. Pages that are made
    to cost much name none.
    """
    text = decoded(html[:_MAX_BYTES])
    if costly_page(text):
        return []
    tree = LexborHTMLParser(text)
    base = _base_of(tree, url)
    found: dict[str, bool] = {}
    for link in tree.css("link[href]"):
        href = link.attributes.get("href") or ""
        absolute = fetch_url(href, base) if _names_feed(link) and href.strip() else None
        if absolute:
            found.setdefault(absolute, _is_lesser(link, absolute))
    return sorted(found, key=lambda address: found[address])[:MAX_FEEDS]


def _base_of(tree: LexborHTMLParser, url: str) -> str:
    base = tree.css_first("base[href]")
    href = base.attributes.get("href") if base else None
    return fetch_url(href or "", url) or url if href else url


def _names_feed(link: LexborNode) -> bool:
    rel = (link.attributes.get("rel") or "").lower().split()
    kind = (link.attributes.get("type") or "").partition(";")[0].strip().lower()
    if "feed" in rel:
        return not kind or kind in _FEED_TYPES | _JSON_TYPES | {"text/html"}
    if "alternate" not in rel or "stylesheet" in rel:
        return False
    href = (link.attributes.get("href") or "").lower()
    return kind in _FEED_TYPES or (kind in _JSON_TYPES and "feed" in href)


def _is_lesser(link: LexborNode, address: str) -> bool:
    return _LESSER.search(f"{link.attributes.get('title') or ''} {address}") is not None
