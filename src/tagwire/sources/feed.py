"""The door of all feed formats: which one it is, and its parser.

bytes ─ caps ─ decode ─ find the root ─ PARSERS ─> FeedDocument ─ adapt ─> ParsedSource
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from tagwire.model import ParsedSource, Reason, Rejected, Stage
from tagwire.sources import jsonfeed
from tagwire.sources._adapter import parsed_source
from tagwire.sources._decoding import legal_text
from tagwire.sources._document import FeedDocument
from tagwire.sources._names import local_name_of
from tagwire.sources._sanitising import plain_title
from tagwire.sources._xml import MAX_ITEMS, Prologue, find_root, parse_tree, tree_as_it_is
from tagwire.sources.atom import parse_atom
from tagwire.sources.rss import parse_rss

MAX_BODY_BYTES = 10_000_000
_SNIFFED_BYTES = 8_192

Parser = Callable[[etree._Element, str], FeedDocument]

# By the lower-case local name of the root element.
PARSERS: Mapping[str, Parser] = {
    "rss": parse_rss,
    "rdf": parse_rss,
    "channel": parse_rss,
    "feed": parse_atom,
}
_OTHER_ROOTS = {
    "html": "The answer is an HTML page{title}, not a feed.",
    "urlset": "The answer is a sitemap, not a feed.",
    "sitemapindex": "The answer is a sitemap index, not a feed.",
    "opml": "The answer is a list of feeds (OPML), not a feed: import it instead.",
}
_HTML_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)


def parse_source(
    body: bytes, url: str, content_type: str = "", *, sanitise_html: bool = True
) -> ParsedSource | Rejected:
    """Return what a feed says, or why the document is no feed.

    With ``sanitise_html=False`` summaries and contents are raw: hand each entry
    that is kept to ``sanitised`` before anything else reads it.
    """
    read = read_document(body, url, content_type)
    if isinstance(read, Rejected):
        return read
    document, cut = read
    parsed = parsed_source(document, url, sanitise_html=sanitise_html)
    return replace(parsed, rejected=(*cut, *parsed.rejected)) if cut else parsed


def read_document(
    body: bytes, url: str, content_type: str = ""
) -> tuple[FeedDocument, tuple[Rejected, ...]] | Rejected:
    """Return the feed as written, with what was cut off, or why it is none."""
    if len(body) > MAX_BODY_BYTES:
        return _rejected(
            url, Reason.TOO_LARGE, f"The feed is larger than {MAX_BODY_BYTES:,} bytes."
        )
    root = tree_as_it_is(body, content_type)
    if root is not None and (parse := PARSERS.get(local_name_of(root))):
        return parse(root, url), ()
    text = legal_text(body, content_type)
    if not text.strip():
        return _rejected(url, Reason.EMPTY_BODY, "The answer has no content.")
    if text.lstrip()[0] in "{[":
        document = jsonfeed.parse_json(text, url)
        return document if isinstance(document, Rejected) else _within_limit(document, url)
    prologue = find_root(text)
    if prologue is None or prologue.root not in PARSERS:
        return _rejected(url, Reason.NOT_A_FEED, _what_it_is(text, prologue, content_type))
    tree = parse_tree(text, url, prologue)
    if isinstance(tree, Rejected):
        return tree
    return PARSERS[prologue.root](tree.root, url), tree.cut


def _within_limit(document: FeedDocument, url: str) -> tuple[FeedDocument, tuple[Rejected, ...]]:
    if len(document.items) <= MAX_ITEMS:
        return document, ()
    detail = f"Only the first {MAX_ITEMS:,} entries are read."
    cut = _rejected(url, Reason.TOO_MANY_ENTRIES, detail)
    return replace(document, items=document.items[:MAX_ITEMS]), (cut,)


def looks_like_feed(body: bytes, content_type: str = "") -> bool:
    """Tell from the beginning of a document whether ``parse_source`` would read it."""
    text = legal_text(body[:_SNIFFED_BYTES], content_type).lstrip()
    if text.startswith("{"):
        return "jsonfeed.org/version" in text or "application/feed+json" in content_type
    prologue = find_root(text)
    return prologue is not None and prologue.root in PARSERS


def _what_it_is(text: str, prologue: Prologue | None, content_type: str) -> str:
    if prologue is None:
        kind = content_type.partition(";")[0].strip() or "text"
        return f"The answer ({kind}) is not XML or JSON that a feed could be."
    found = _HTML_TITLE.search(text)
    title = f" (“{plain_title(found[1], is_html=True)}”)" if found else ""
    return _OTHER_ROOTS[prologue.root].format(title=title)


def _rejected(url: str, reason: Reason, detail: str) -> Rejected:
    return Rejected(stage=Stage.PARSE, key=url, reason=reason, detail=detail)
