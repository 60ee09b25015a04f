"""Pages that list articles, for sites without a feed.

bytes ─ links of the site ─ clusters by their place ─ those that look like articles ─> ParsedSource

A list is made by a template: its links stand in equal places, have titles instead of words,
and lead to addresses of one shape. Menus are lists too, of short words and short addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from tagwire.html_caps import costly_page
from tagwire.model import Entry, ParsedSource, Reason, Rejected, Stage
from tagwire.sources._adapter import language_tag
from tagwire.sources._decoding import decoded
from tagwire.sources._xml import MAX_ITEMS
from tagwire.text import squeeze
from tagwire.urls import fetch_url, host_of, registrable_domain, url_key

# What follows is not read.
MAX_BYTES = 1_200_000
MAX_LINKS = 5_000
# Below this, menus and lists of authors get in.
MIN_CONFIDENCE = 0.5
_MIN_LINKS = 3
_MIN_SCORE = 0.55
_MANY_LINKS = 10
_TITLE_WORDS = 6
_MAX_TITLE_CHARS = 500
_DEPTH = 5
_MAX_CLIMB = 64  # hostile pages nest without end

_AWAY = frozenset({"nav", "footer", "aside", "form", "select", "noscript"})
_AWAY_CLASS = re.compile(
    r"\b(?:nav(?:bar|igation)?|menu|footer|breadcrumbs?|share|social|pagination|pager|tags?|cookie|"
    r"newsletter|login|related|sidebar|trending|popular|most-read)\b",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "article"})
# A date, a long number, or several words: pages of a site's own are named by one word or two.
_ARTICLE_PATH = re.compile(
    r"/(?:19|20)\d\d[/-]?\d{1,2}(?:[/-]|\b)|\d{5,}|[^/]*[-_][^/]*[-_][^/]*[-_][^/]*$|/\d{3,}(?:\.|/|$)"
)
_NOT_ARTICLES = re.compile(
    r"/(?:tags?|topics?|author|authors|category|categories|search|login|account|about|contact|privacy|"
    r"terms|subscribe|subscription|newsletters?|archive|page)(?:/|$)",
    re.IGNORECASE,
)
_XPATH = re.compile(r"\s*(?:\(|/|\./)")


class _Page(NamedTuple):
    """Where the page is: by its address, its key and its house, and what links are relative to."""

    url: str
    key: str
    house: str
    base: str


class _Link(NamedTuple):
    """One link of the page: where it leads, what it says, where it stands."""

    url: str
    title: str
    place: tuple[str, ...]
    score: float


class Listing(NamedTuple):
    """What a page lists, and how sure it is that these are its articles (0..1)."""

    source: ParsedSource
    confidence: float


def parse_listing(
    body: bytes, url: str, content_type: str = "", *, selector: str = ""
) -> Listing | Rejected:
    """Return the articles that a page lists, or why none can be told.

    ``selector`` is the owner's CSS or XPath for the links, or for what holds them: it is
    believed. XPath begins with a slash, a dot or a bracket, which CSS for links never does.
    """
    html = decoded(body[:MAX_BYTES], content_type)
    if costly := costly_page(html):
        return _rejected(url, *costly)
    tree = LexborHTMLParser(html)
    page = _page_of(tree, url)
    if selector:
        is_xpath = _XPATH.match(selector) is not None
        found = _by_xpath(html, selector) if is_xpath else _by_css(tree, selector)
        return _selected(tree, selector, found, page)
    clusters = _clusters(_links(tree.css("a[href]"), page))
    chosen = [link for cluster in clusters if _is_list(cluster) for link in cluster]
    confidence = _confidence_of(chosen)
    if confidence < MIN_CONFIDENCE:
        detail = "The page shows no list of articles that could be told from its other links."
        return _rejected(url, Reason.NOT_A_FEED, detail)
    return Listing(_source_of(tree, chosen), confidence)


_Said = list[tuple[str, str]]  # address as written, and the words of a link


def _selected(
    tree: LexborHTMLParser, selector: str, found: _Said | None, page: _Page
) -> Listing | Rejected:
    if found is None:
        detail = f"The selector “{selector[:80]}” is no CSS, and no XPath."
        return _rejected(page.url, Reason.NOT_A_FEED, detail)
    links = [
        _Link(address, title, (), 1.0)
        for href, words in found[:MAX_LINKS]
        if (address := _address_of(href, page)) and (title := squeeze(words)[:_MAX_TITLE_CHARS])
    ]
    if not links:
        detail = f"The selector “{selector[:80]}” finds no link to a page of the site."
        return _rejected(page.url, Reason.NOT_A_FEED, detail)
    return Listing(_source_of(tree, links), 1.0)


def _by_css(tree: LexborHTMLParser, selector: str) -> _Said | None:
    """Return the links that a selector finds, or that stand inside of it; None for bad CSS."""
    try:
        held = tree.css(selector)
    except (SelectolaxError, ValueError):
        return None
    nodes = (link for node in held for link in _links_in(node))
    return [(node.attributes.get("href") or "", words) for node, words in _read(nodes)]


def _links_in(node: LexborNode) -> list[LexborNode]:
    return [node] if node.tag == "a" else node.css("a[href]")


def _by_xpath(html: str, path: str) -> _Said | None:
    """Return the same for XPath, of a tree that is parsed for it alone."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, encoding="utf-8")
    root = etree.fromstring(html.encode("utf-8", "replace") or b"<html/>", parser)
    try:
        held = root.xpath(path) if root is not None else []
    except etree.XPathError:
        return None
    holders = (
        [one for one in held if isinstance(one, etree._Element)] if isinstance(held, list) else []
    )
    return [
        (str(link.get("href") or ""), " ".join(str(part) for part in link.itertext()))
        for holder in holders
        for link in holder.iter("a")
    ]


def _links(nodes: Iterable[LexborNode], page: _Page) -> Iterator[_Link]:
    """Yield the links to other pages of the site, outside of its menus."""
    for node, words in _read(nodes):
        address = _address_of(node.attributes.get("href") or "", page)
        if not address:
            continue
        place = _place_of(node)
        title = squeeze(words)[:_MAX_TITLE_CHARS]
        if title and place:
            yield _Link(address, title, place, _score_of(address, title, place))


def _read(nodes: Iterable[LexborNode]) -> Iterator[tuple[LexborNode, str]]:
    """Yield links with their words, up to a number of both: links may lie in links."""
    chars = 0
    for node in islice(nodes, MAX_LINKS):
        words = node.text(separator=" ")
        chars += len(words)
        if chars > MAX_BYTES:
            return
        yield node, words


def _address_of(href: str, page: _Page) -> str:
    """Return where a link leads, "" unless that is another page of the same house."""
    address = fetch_url(href, page.base)
    if address is None or registrable_domain(host_of(address)) != page.house:
        return ""
    return "" if url_key(address) == page.key else address


def _place_of(node: LexborNode) -> tuple[str, ...]:
    """Return the elements around a link, nearest first; empty inside of a menu."""
    place = []
    holder: LexborNode | None = node
    for _ in range(_MAX_CLIMB):
        if holder is None or holder.tag in {"body", "html", "-undef"}:
            break
        classes = holder.attributes.get("class") or ""
        if holder.tag in _AWAY or _AWAY_CLASS.search(classes):
            return ()
        place.append(f"{holder.tag}.{next(iter(classes.split()), '')}")
        holder = holder.parent
    return tuple(place[:_DEPTH])


def _score_of(address: str, title: str, place: Sequence[str]) -> float:
    """Tell how much a link looks like one to an article, 0..1."""
    path = address.partition("://")[2].partition("/")[2].partition("?")[0]
    if _NOT_ARTICLES.search("/" + path):
        return 0.0
    # Scripts without blanks write a title in one word.
    words = max(len(title.split()), len(title) // 12)
    is_headed = any(part.partition(".")[0] in _HEADINGS for part in place)
    is_article = _ARTICLE_PATH.search("/" + path) is not None
    return 0.45 * is_article + 0.4 * min(words, _TITLE_WORDS) / _TITLE_WORDS + 0.15 * is_headed


def _clusters(links: Iterable[_Link]) -> list[list[_Link]]:
    """Join the links that stand in equal places."""
    clusters: dict[tuple[str, ...], list[_Link]] = {}
    for link in links:
        clusters.setdefault(link.place, []).append(link)
    return list(clusters.values())


def _is_list(cluster: Sequence[_Link]) -> bool:
    count = len({link.url for link in cluster})
    mean = sum(link.score for link in cluster) / len(cluster)
    # A lead stands alone: only what is surely an article may.
    return mean >= (_MIN_SCORE if count >= _MIN_LINKS else 0.9)


def _confidence_of(links: Sequence[_Link]) -> float:
    count = len({link.url for link in links})
    if count < _MIN_LINKS:
        return 0.0
    mean = sum(link.score for link in links) / len(links)
    return round(mean * min(1.0, 0.6 + 0.4 * count / _MANY_LINKS), 2)


def _source_of(tree: LexborHTMLParser, links: Sequence[_Link]) -> ParsedSource:
    """Return a link once, with the longest of its titles, in the order of the page."""
    titles: dict[str, str] = {}
    for link in links:
        known = titles.get(link.url, "")
        titles[link.url] = link.title if len(link.title) > len(known) else known
    root, title = tree.root, tree.css_first("title")
    stated = (root.attributes.get("lang") or "") if root is not None else ""
    language = language_tag(stated)
    found = [Entry(url=url, title=text, language=language) for url, text in titles.items()]
    return ParsedSource(
        title=squeeze(title.text())[:_MAX_TITLE_CHARS] if title is not None else "",
        language=language,
        entries=tuple(found[:MAX_ITEMS]),
    )


def _page_of(tree: LexborHTMLParser, url: str) -> _Page:
    node = tree.css_first("base[href]")
    base = fetch_url((node.attributes.get("href") or "") if node else "", url) or url
    return _Page(url, url_key(url), registrable_domain(host_of(url)), base)


def _rejected(key: str, reason: Reason, detail: str) -> Rejected:
    return Rejected(stage=Stage.PARSE, key=key, reason=reason, detail=detail)
