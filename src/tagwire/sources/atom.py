"""Atom 1.0 and 0.3."""

from __future__ import annotations

from lxml import etree

from tagwire.sources._document import FeedDocument
from tagwire.sources._reading import Reader, language_of, read_item
from tagwire.sources._telling import hubs_of, topic_of


def parse_atom(root: etree._Element, url: str) -> FeedDocument:
    """Read a ``feed`` element."""
    reader = Reader(root, url)
    head = reader.fields_of(root)
    links = reader.links(head)
    link = next((link.url for link in links if link.rel == "alternate"), "")
    reader.set_site(link)
    return FeedDocument(
        title=reader.title(head),
        link=link,
        language=language_of(root, head),
        items=tuple(read_item(element, reader) for element in reader.items(root)),
        hubs=hubs_of(links),
        topic=topic_of(links),
    )
