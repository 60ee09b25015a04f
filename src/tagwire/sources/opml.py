"""OPML 2 lists of feeds: read from other readers, written for them.

    bytes ─ caps ─ decode ─ find the root ─ walk the outlines ─> OutlineList
    outlines ─ under their folders ─ escape ─> bytes

A folder is a path of names (``News/Europe``): an outline may lie in several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from tagwire.model import Reason, Rejected, SourceKind, Stage
from tagwire.sources._adapter import language_tag
from tagwire.sources._decoding import legal, legal_text
from tagwire.sources._names import local_name, local_name_of
from tagwire.sources._sanitising import plain_title
from tagwire.sources._xml import find_root, parse_tree
from tagwire.urls import fetch_url

MAX_OUTLINES = 10_000
MAX_BYTES = 10_000_000
_MAX_NAME_CHARS = 200
_MAX_FOLDERS = 20
_MAX_CATEGORY_CHARS = 10_000
_SNIFFED_BYTES = 8_192

# Closed, or empty from the beginning.
_ROOT_END = re.compile(r"</(?:[\w.-]+:)?opml\s*>|\A<[^<>]*/>", re.IGNORECASE)

# By lower-case name: readers spell them in every way.
_FEED_NAMES = ("xmlurl", "feedurl")
_TITLE_NAMES = ("title", "text")
# Types whose plain "url" is a feed; of a "link" or "include" it is something else.
_FEED_TYPES = frozenset(
    {"", "rss", "rss1", "rss2", "atom", "rdf", "feed", "json", "sitemap", "listing"}
)
_KIND_OF_TYPE = {"sitemap": SourceKind.SITEMAP, "listing": SourceKind.LISTING}
_TYPE_OF_KIND = {kind: name for name, kind in _KIND_OF_TYPE.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list. ``site`` is the page that it belongs to, "" when none is named."""

    url: str
    title: str = ""
    site: str = ""
    language: str | None = None
    kind: SourceKind = SourceKind.FEED
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineList:
    """The feeds of an OPML document in its order, and what in it could not be read."""

    title: str = ""
    outlines: tuple[Outline, ...] = ()
    rejected: tuple[Rejected, ...] = ()


def parse_opml(body: bytes, url: str = "", content_type: str = "") -> OutlineList | Rejected:
    """Return the feeds that an OPML document lists, or why it is none.

    ``url`` is where the document came from; relative addresses are resolved against it.
    """
    if len(body) > MAX_BYTES:
        return _rejected(url, Reason.TOO_LARGE, f"The list is larger than {MAX_BYTES:,} bytes.")
    text = legal_text(body, content_type)
    if not text.strip():
        return _rejected(url, Reason.EMPTY_BODY, "The list has no content.")
    prologue = find_root(text)
    if prologue is None or prologue.root != "opml":
        return _rejected(url, Reason.NOT_A_FEED, "This is no list of feeds (OPML).")
    tree = parse_tree(text, url, prologue)
    if isinstance(tree, Rejected):
        return tree
    found = list(_read(tree.root, url))
    return OutlineList(
        title=_title_of(tree.root),
        outlines=tuple(one for one in found if isinstance(one, Outline)),
        rejected=(
            *tree.cut,
            *(one for one in found if isinstance(one, Rejected)),
            *_break_of(text[prologue.start :], found, url),
        ),
    )


def _break_of(text: str, found: Sequence[Outline | Rejected], url: str) -> Iterator[Rejected]:
    """Yield that the document ends before its root does, as half a download."""
    if not _ROOT_END.search(text):
        feeds = sum(isinstance(one, Outline) for one in found)
        detail = f"The list breaks off after {feeds:,} {'feed' if feeds == 1 else 'feeds'}."
        yield _rejected(url, Reason.TRUNCATED, detail)


def looks_like_opml(body: bytes, content_type: str = "") -> bool:
    """Tell from the beginning of a document whether ``parse_opml`` would read it."""
    prologue = find_root(legal_text(body[:_SNIFFED_BYTES], content_type))
    return prologue is not None and prologue.root == "opml"


def _title_of(root: etree._Element) -> str:
    titles = root.xpath("*[local-name()='head']/*[local-name()='title']/text()")
    return _plain(str(titles[0])) if isinstance(titles, list) and titles else ""


def _read(root: etree._Element, url: str) -> Iterator[Outline | Rejected]:
    """Walk the outlines in document order, each with the folders above it."""
    waiting = [(element, "") for element in reversed(root) if local_name_of(element) == "body"]
    count = 0
    while waiting:
        element, folder = waiting.pop()
        inner = folder
        if local_name_of(element) == "outline":
            count += 1
            if count > MAX_OUTLINES:
                detail = f"Only the first {MAX_OUTLINES:,} outlines are read."
                yield _rejected(url, Reason.TOO_MANY_ENTRIES, detail)
                return
            attributes = _attributes_of(element)
            yield from _outline(attributes, folder, url, is_folder=len(element) > 0)
            if not _address_of(attributes):
                inner = _below(folder, attributes)
        waiting.extend((child, inner) for child in reversed(element))


def _attributes_of(element: etree._Element) -> dict[str, str]:
    return {local_name(str(name)): str(value).strip() for name, value in element.items()}


def _outline(
    attributes: Mapping[str, str], folder: str, url: str, *, is_folder: bool
) -> Iterator[Outline | Rejected]:
    """Yield the feed of an outline, nothing for a folder."""
    raw, title = _address_of(attributes), _name_of(attributes)
    if not raw:
        names_page = bool(attributes.get("htmlurl") or attributes.get("url"))
        if not is_folder and (names_page or attributes.get("type")):
            detail = f"The outline “{title[:80]}” names no feed."
            yield _rejected(attributes.get("htmlurl") or url, Reason.NO_LINK, detail)
        return
    address = fetch_url(raw, url)
    if address is None:
        detail = f"The outline “{title[:80]}” names {raw[:200]}, which is no web address."
        yield _rejected(raw[:200], Reason.BAD_URL, detail)
        return
    yield Outline(
        url=address,
        title=title,
        site=fetch_url(attributes.get("htmlurl", ""), url) or "",
        language=language_tag(attributes.get("language", "")),
        kind=_KIND_OF_TYPE.get(attributes.get("type", "").lower(), SourceKind.FEED),
        folders=tuple(_folders_of(folder, attributes)),
    )


def _address_of(attributes: Mapping[str, str]) -> str:
    for name in _FEED_NAMES:
        if attributes.get(name):
            return attributes[name]
    is_feed = attributes.get("type", "").lower() in _FEED_TYPES
    return attributes.get("url", "") if is_feed and "htmlurl" not in attributes else ""


def _folders_of(folder: str, attributes: Mapping[str, str]) -> list[str]:
    """Return where an outline lies, and where its category attribute puts it besides."""
    stated = (
        "/".join(filter(None, (_plain(name) for name in path.split("/"))))
        for path in attributes.get("category", "")[:_MAX_CATEGORY_CHARS].split(",")
    )
    return list(dict.fromkeys(path for path in (folder, *stated) if path))[:_MAX_FOLDERS]


def _below(folder: str, attributes: Mapping[str, str]) -> str:
    name = _name_of(attributes).replace("/", "-")
    return f"{folder}/{name}" if folder and name else folder or name


def _name_of(attributes: Mapping[str, str]) -> str:
    return next((_plain(attributes[name]) for name in _TITLE_NAMES if attributes.get(name)), "")


def _plain(text: str) -> str:
    return plain_title(text[: 2 * _MAX_NAME_CHARS], is_html=True)[:_MAX_NAME_CHARS].strip()


def _rejected(key: str, reason: Reason, detail: str) -> Rejected:
    return Rejected(stage=Stage.PARSE, key=key, reason=reason, detail=detail)


def write_opml(outlines: Iterable[Outline], title: str, created: datetime) -> bytes:
    """Return an OPML 2 document; an outline of several folders stands in each of them."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    for name, text in (("title", legal(title)), ("dateCreated", format_datetime(created))):
        etree.SubElement(head, name).text = text  # pyrefly: ignore[bad-assignment] - stubs say "..."
    folders = {"": etree.SubElement(root, "body")}
    for outline in outlines:
        for path in outline.folders or ("",):
            etree.SubElement(_folder(path, folders), "outline", _attributes(outline))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _folder(path: str, known: dict[str, etree._Element]) -> etree._Element:
    """Return the outline of a folder, made with those above it where it is missing."""
    so_far = ""
    for name in path.split("/"):
        above, so_far = so_far, f"{so_far}/{name}".strip("/")
        if so_far not in known:
            label = legal(name)
            known[so_far] = etree.SubElement(
                known[above], "outline", {"text": label, "title": label}
            )
    return known[so_far]


def _attributes(outline: Outline) -> dict[str, str]:
    name = outline.title or outline.url
    stated = {
        "type": _TYPE_OF_KIND.get(outline.kind, "rss"),
        "text": name,
        "title": name,
        "xmlUrl": outline.url,
        "htmlUrl": outline.site,
        "language": outline.language or "",
    }
    return {key: legal(value) for key, value in stated.items() if value}
