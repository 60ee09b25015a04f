"""Sitemaps as sources: news sitemaps, and others where they state when pages changed.

    bytes ─ unpack ─ caps ─ decode ─ find the root ─┬─ urlset ──────> ParsedSource
                                                    └─ sitemapindex ─> SitemapIndex

A news sitemap says title, date, language and keywords; of any other only the
pages of the last days are entries, and what they are about is on the page.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lxml import etree

from tagwire.dates import parse_date
from tagwire.model import Entry, Moment, ParsedSource, Reason, Rejected, Stage
from tagwire.sources._adapter import language_tag
from tagwire.sources._decoding import decoded, legal_text
from tagwire.sources._names import local_name_of
from tagwire.sources._sanitising import plain_title
from tagwire.sources._xml import MAX_ITEMS, find_root, parse_tree
from tagwire.urls import fetch_url, host_of, registrable_domain

MAX_BYTES = 10_000_000
MAX_CHILDREN = 1_000
# News sitemaps list two days; more leaves room for those that are slow to drop pages.
WINDOW = timedelta(days=3)
_MAX_KEYWORDS = 100
_MAX_WORDS_CHARS = 10_000
_MAX_TITLE_CHARS = 2_000
_SNIFFED_BYTES = 8_192
_GZIP = b"\x1f\x8b"
_ROOTS = frozenset({"urlset", "sitemapindex"})
_NEWS_WORD = re.compile(r"news|actualit|noticia|nachrichten|nyheter", re.IGNORECASE)
_CHANGED_DAY = re.compile(r"<lastmod>\s*(\d{4}-\d\d-\d\d)")
_MANY_TAGS = 50_000  # below, the tree of all costs less than a tenth of a second
_MAX_PAGES = 20_000
_NUMBER = re.compile(r"\d+")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapIndex:
    """A list of sitemaps, those most likely to hold news first.

    ``is_dated`` tells whether each says when it changed: then the index is new
    whenever one of them is.
    """

    children: tuple[str, ...]
    is_dated: bool


def parse_sitemap(
    body: bytes, url: str, content_type: str = "", *, now: datetime
) -> ParsedSource | SitemapIndex | Rejected:
    """Return what a sitemap lists, or why the document is none. Entries are newest first.

    ``now`` ends the window of pages that a plain sitemap is read for.
    """
    unpacked = _unpacked(body, MAX_BYTES + 1)
    if unpacked is None:
        return _rejected(url, Reason.BAD_ENCODING, "The sitemap is not packed as it says.")
    if len(unpacked) > MAX_BYTES:
        detail = f"The sitemap is larger than {MAX_BYTES:,} bytes."
        return _rejected(url, Reason.TOO_LARGE, detail)
    text = legal_text(unpacked, content_type)
    if not text.strip():
        return _rejected(url, Reason.EMPTY_BODY, "The answer has no content.")
    prologue = find_root(text)
    if prologue is None or prologue.root not in _ROOTS:
        return _rejected(url, Reason.NOT_A_FEED, "The answer is no sitemap.")
    if prologue.root == "urlset" and text.count("<") > _MANY_TAGS:
        text = _narrowed(text, now)
    tree = parse_tree(text, url, prologue)
    if isinstance(tree, Rejected):
        return tree
    if prologue.root == "sitemapindex":
        return _index(tree.root, url)
    return _pages(tree.root, url, now)


def _narrowed(text: str, now: datetime) -> str:
    """Return the document without the pages that are older than the window.

    A sitemap may hold 50,000 pages: a tree of all would cost seconds for nothing. The first
    page stays, to tell what kind of sitemap it is.
    """
    oldest = (now - WINDOW - timedelta(days=1)).date().isoformat()
    pieces = text.split("</url>")[:-1]
    start = pieces[0].rfind("<url") if pieces else -1
    if start < 0:
        return text
    pages = [pieces[0][start:], *pieces[1:]]
    kept = [page for page in pages[1:] if _may_be_new(page, oldest)][:_MAX_PAGES]
    return f"{pieces[0][:start]}{'</url>'.join([pages[0], *kept])}</url></urlset>"


def _may_be_new(page: str, oldest: str) -> bool:
    day = _CHANGED_DAY.search(page)
    return "<news:" in page or (day is not None and day[1] >= oldest)


def looks_like_sitemap(body: bytes, content_type: str = "") -> bool:
    """Tell from the beginning of a document whether ``parse_sitemap`` would read it."""
    start = _unpacked(body[:_SNIFFED_BYTES], _SNIFFED_BYTES) or b""
    prologue = find_root(legal_text(start, content_type))
    return prologue is not None and prologue.root in _ROOTS


def sitemaps_of_robots(robots: bytes, url: str) -> list[str]:
    """Return the sitemaps that a robots.txt names, those likely to hold news first."""
    lines = (line.partition(b":") for line in robots[:500_000].splitlines())
    named = (
        fetch_url(decoded(value).strip(), url)
        for name, _, value in lines
        if value.strip() and name.strip(b"\xef\xbb\xbf \t").lower() == b"sitemap"
    )
    found = [address for address in dict.fromkeys(named) if address]
    return sorted(found[:MAX_CHILDREN], key=lambda address: not _names_news(address))


def _unpacked(body: bytes, limit: int) -> bytes | None:
    """Return up to ``limit`` bytes of a body that may be gzip, None for what cannot be read."""
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        return unpacker.decompress(body, limit)
    except zlib.error:
        return None


def _index(root: etree._Element, url: str) -> SitemapIndex | Rejected:
    """Read an index. Sitemaps of other houses are not this one's to name."""
    house = registrable_domain(host_of(url))
    found = [
        (address, parse_date(_text(element, "lastmod")))
        for element in root
        if local_name_of(element) == "sitemap"
        and (address := _address(element, url))
        and registrable_domain(host_of(address)) == house
    ][:MAX_CHILDREN]
    if not found:
        return _rejected(url, Reason.EMPTY_BODY, "The sitemap index names no sitemap of its site.")
    found.sort(key=lambda child: _promise(*child), reverse=True)
    is_dated = all(changed is not None for _, changed in found)
    return SitemapIndex(children=tuple(address for address, _ in found), is_dated=is_dated)


def _promise(address: str, changed: Moment | None) -> tuple[bool, datetime, list[int]]:
    """Rank a sitemap: named for news, changed last, of the highest year, month or number."""
    numbers = [int(number[:9]) for number in _NUMBER.findall(address)]
    return _names_news(address), changed.at if changed else _LONG_AGO, numbers


def _names_news(address: str) -> bool:
    """Tell from the path; hosts of papers have "news" in their names anyway."""
    return _NEWS_WORD.search(address.partition("://")[2].partition("/")[2]) is not None


def _pages(root: etree._Element, url: str, now: datetime) -> ParsedSource | Rejected:
    pages = [element for element in root if local_name_of(element) == "url"]
    found = [_page(element, url) for element in pages]
    entries = [one for one in found if isinstance(one, Entry)]
    unusable = [one for one in found if isinstance(one, Rejected)]
    is_news = any(_news_of(element) is not None for element in pages)
    if entries and not is_news and not any(entry.updated for entry in entries):
        detail = "The sitemap is of no news and states no dates: what is new in it cannot be told."
        return _rejected(url, Reason.NOT_A_FEED, detail)
    fresh = [entry for entry in entries if is_news or _is_fresh(entry, now)]
    fresh.sort(key=_age_key, reverse=True)
    cut = []
    if len(fresh) > MAX_ITEMS:
        detail = f"Only the newest {MAX_ITEMS:,} entries are read."
        cut.append(_rejected(url, Reason.TOO_MANY_ENTRIES, detail))
    return ParsedSource(
        title=_name_of(pages),
        entries=tuple(fresh[:MAX_ITEMS]),
        rejected=(*cut, *unusable[:MAX_ITEMS]),
    )


def _page(element: etree._Element, url: str) -> Entry | Rejected:
    address = _address(element, url)
    if address is None:
        raw = _text(element, "loc")
        reason = Reason.BAD_URL if raw else Reason.NO_LINK
        return _rejected(url, reason, f"A page of the sitemap has no web address: “{raw[:200]}”.")
    news = _news_of(element)
    changed = parse_date(_text(element, "lastmod"))
    if news is None:
        return Entry(url=address, updated=changed)
    publication = next((child for child in news if local_name_of(child) == "publication"), news)
    words = (
        plain_title(word, is_html=True)
        for word in _text(news, "keywords")[:_MAX_WORDS_CHARS].split(",")
    )
    return Entry(
        url=address,
        title=plain_title(_text(news, "title")[:_MAX_TITLE_CHARS], is_html=True),
        published=parse_date(_text(news, "publication_date")),
        updated=changed,
        categories=tuple(dict.fromkeys(word for word in words if word))[:_MAX_KEYWORDS],
        language=language_tag(_text(publication, "language")),
    )


def _address(element: etree._Element, url: str) -> str | None:
    raw = _text(element, "loc")
    return fetch_url(raw, url) if raw else None


def _news_of(element: etree._Element) -> etree._Element | None:
    return next((child for child in element if local_name_of(child) == "news"), None)


def _name_of(pages: list[etree._Element]) -> str:
    """Return the publication that the first page with a name says."""
    for element in pages:
        for part in _descend(element, "news", "publication"):
            if name := plain_title(_text(part, "name"), is_html=True):
                return name
    return ""


def _descend(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    if not names:
        yield element
        return
    for child in element:
        if local_name_of(child) == names[0]:
            yield from _descend(child, *names[1:])


def _is_fresh(entry: Entry, now: datetime) -> bool:
    return entry.updated is not None and now - entry.updated.at <= WINDOW


def _age_key(entry: Entry) -> datetime:
    moment = entry.published or entry.updated
    return moment.at if moment else _LONG_AGO


def _text(element: etree._Element, name: str) -> str:
    """Return the text of the first child of a local name, "" for none."""
    for child in element:
        if local_name_of(child) == name:
            return "".join(str(text) for text in child.itertext()).strip()
    return ""


def _rejected(key: str, reason: Reason, detail: str) -> Rejected:
    return Rejected(stage=Stage.PARSE, key=key, reason=reason, detail=detail)
