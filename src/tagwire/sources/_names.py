"""One name for each element, whatever namespaces the feed uses or forgets.

Elements of RSS and Atom get their bare lower-case name (``pubdate``), those of the
known modules a prefix (``media:title``), all others a name that no table holds.
"""

from __future__ import annotations

from lxml import etree

_MODULES = {
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/rss": "media",
    "http://www.rssboard.org/media-rss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns": "",
    "http://purl.org/rss/1.0": "",
    "http://purl.org/net/rss1.1": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss/rss.html": "",
    "http://purl.org/rss/2.0": "",
}
# Prefixes that mean the module even when the namespace is unknown or undeclared.
_PREFIXES = {
    **{name: name for name in _MODULES.values() if name},
    **dict.fromkeys(("", "atom", "atom10", "a10", "rss"), ""),
    "dcq": "dcterms",
    "itms": "itunes",
    "html": "xhtml",
}
UNKNOWN = "?"


class Names:
    """Names the elements of one document, each spelling looked up once."""

    def __init__(self) -> None:
        self.known: dict[object, str] = {}  # by tag, where that tells it
        self._by_prefix: dict[tuple[str, str], str] = {}

    def of(self, element: etree._Element) -> str:
        """Return the name of an element, ``?`` for one of an unknown module."""
        tag = element.tag
        known = self.known.get(tag)
        return self._learned(element) if known is None else known

    def _learned(self, element: etree._Element) -> str:
        """Look a name up by its namespace, by its prefix where that is unknown."""
        tag, prefix = str(element.tag), str(element.prefix or "")
        uri = tag.rpartition("}")[0][1:].lower().rstrip("/#")
        if uri in _MODULES or not prefix:
            return self.known.setdefault(tag, _name_of(tag, prefix))
        key = (tag, prefix)
        known = self._by_prefix.get(key)
        if known is None:
            known = self._by_prefix[key] = _name_of(tag, prefix)
        return known


def local_name_of(element: etree._Element) -> str:
    """Return the lower-case name of an element without its module, "" for a comment."""
    return local_name(element.tag) if isinstance(element.tag, str) else ""


def local_name(name: str) -> str:
    """Return a name in lower case without namespace and prefix."""
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def _name_of(tag: str, prefix: str) -> str:
    uri, _, local = tag.rpartition("}")
    undeclared, _, local = local.rpartition(":")
    module = _MODULES.get(uri[1:].lower().rstrip("/#"))
    if module is None:
        module = _PREFIXES.get((prefix or undeclared).lower())
    if module is None:
        return UNKNOWN
    return f"{module}:{local.lower()}" if module else local.lower()
