"""Bytes of a source become entries.

Enters: the body of a feed, an HTML page or a WARC stream, with its URL.
Leaves: ``ParsedSource`` with entries in document order, addresses of feeds, responses;
what cannot be read is a ``Rejected`` with a reason, never an exception.
Polls stay cheap with ``parse_source(…, sanitise_html=False)``: ask the store what is
new, then call ``sanitised`` on the new entries only.
Forbidden: sockets, files, clock, settings, and any knowledge of what was seen before.
"""

from tagwire.sources._adapter import sanitised
from tagwire.sources._sanitising import sanitise
from tagwire.sources.discovery import discover_feeds
from tagwire.sources.feed import looks_like_feed, parse_source
from tagwire.sources.icons import icons_of
from tagwire.sources.listing import Listing, parse_listing
from tagwire.sources.opml import Outline, OutlineList, looks_like_opml, parse_opml, write_opml
from tagwire.sources.pointers import Pointer, pointer_of
from tagwire.sources.sitemap import (
    SitemapIndex,
    looks_like_sitemap,
    parse_sitemap,
    sitemaps_of_robots,
)
from tagwire.sources.warc import iter_warc

__all__ = [
    "Listing",
    "Outline",
    "OutlineList",
    "Pointer",
    "SitemapIndex",
    "discover_feeds",
    "icons_of",
    "iter_warc",
    "looks_like_feed",
    "looks_like_opml",
    "looks_like_sitemap",
    "parse_listing",
    "parse_opml",
    "parse_sitemap",
    "parse_source",
    "pointer_of",
    "sanitise",
    "sanitised",
    "sitemaps_of_robots",
    "write_opml",
]
