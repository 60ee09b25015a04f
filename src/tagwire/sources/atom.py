"""Atom 1.0 and 0.3."""

from __future__ import annotations

from lxml import etree

from tagwire.sources._document import FeedDocument
from tagwire.sources._reading import Reader, language_of, read_item


def parse_atom(root: etree._Element, url: str) -> FeedDocument:
    """Read a ``feed`` element."""
    reader = Reader(root, url)
    head = reader.fields_of(root)
    link = next((link.url for link in reader.links(head) if link.rel == "alternate"), "")
    reader.set_site(link)
    return FeedDocument(
        title=reader.title(head),
        link=link,
        language=language_of(root, head),
        items=tuple(
            read_item(element, reader)
            for element in root.iter()
            if reader.name_of(element) in {"entry", "item"}
        ),
    )
