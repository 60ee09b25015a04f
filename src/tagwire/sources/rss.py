"""RSS 0.9x to 2.0, RSS 1.0 and 1.1 (RDF), and the older CDF, which has the same shape."""

from __future__ import annotations

from lxml import etree

from tagwire.sources._document import FeedDocument
from tagwire.sources._reading import (
    Fields,
    Reader,
    first_text,
    language_of,
    read_item,
)
from tagwire.sources._telling import hubs_of, skip_days, skip_hours, topic_of

_PERIODS_S = {
    "hourly": 3600,
    "daily": 86400,
    "weekly": 7 * 86400,
    "monthly": 30 * 86400,
    "yearly": 365 * 86400,
}
# A feed that says "once a year" is polled once a week nevertheless.
_MAX_INTERVAL_S = 7 * 86400


def parse_rss(root: etree._Element, url: str) -> FeedDocument:
    """Read an ``rss``, ``RDF`` or ``channel`` element and its items wherever they stand."""
    reader = Reader(root, url)
    channel = next((child for child in root if reader.name_of(child) == "channel"), root)
    head = reader.fields_of(channel)
    links = reader.links(head)
    pages = [link.url for link in links if link.rel == "alternate"]
    link = pages[0] if pages else reader.url(channel.get("HREF") or "", channel)
    reader.set_site(link)
    return FeedDocument(
        title=reader.title(head),
        link=link,
        language=language_of(channel, head) or language_of(root, {}),
        items=tuple(read_item(element, reader) for element in reader.items(root)),
        min_interval_s=_min_interval_s(head),
        skip_hours=skip_hours(head, reader),
        skip_days=skip_days(head, reader),
        hubs=hubs_of(links),
        topic=topic_of(links),
    )


def _min_interval_s(head: Fields) -> int | None:
    """Return how often the channel wants to be asked at most."""
    ttl = _whole(first_text(head, ("ttl",))) * 60
    period = _PERIODS_S.get(first_text(head, ("sy:updateperiod",)).lower(), 0)
    every = period // max(1, _whole(first_text(head, ("sy:updatefrequency",))))
    return min(max(ttl, every), _MAX_INTERVAL_S) or None


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
