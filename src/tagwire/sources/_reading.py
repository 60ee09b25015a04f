"""Reads what RSS and Atom have in common out of an XML tree.

One table of names serves both formats: publishers mix them (``atom:updated`` in
RSS, ``content:encoded`` in Atom), and a name means the same wherever it stands.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from tagwire.sources._decoding import C1_AS_1252
from tagwire.sources._document import Category, FeedItem, FeedLink, Markup, Person
from tagwire.sources._names import Names
from tagwire.sources._sanitising import sanitise
from tagwire.sources._xml import ITEM_TAGS
from tagwire.urls import fetch_url, host_of

_STATES_BASES = etree.XPath("boolean(//@xml:base | //@BASE)")
_STATES_LANGUAGES = etree.XPath("boolean(//@xml:lang)")

Fields = Mapping[str, Sequence[etree._Element]]

_XML = "{http://www.w3.org/XML/1998/namespace}"

# The first that is there and not empty wins.
TITLE = ("title", "dc:title", "media:title")
SUMMARY = (
    "description", "summary", "dc:description", "abstract", "tagline", "subtitle", "itunes:summary", "media:description",
)  # fmt: skip
CONTENT = ("content:encoded", "content", "fullitem", "xhtml:body", "xhtml:div", "body")
AUTHORS = ("author", "dc:creator", "dc:author", "itunes:author", "media:credit?author")
GUID = ("guid", "id", "dc:identifier")
PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dc:date", "date", "created", "dcterms:created")  # fmt: skip
UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate")
LANGUAGE = ("language", "dc:language")
CATEGORIES = ("category", "dc:subject", "keywords", "media:category", "itunes:category")
WORD_LISTS = ("tags", "itunes:keywords", "media:keywords")

_HTML_TYPES = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml", "text/xhtml"})
_KINDS_OF_ATOM_03 = frozenset({"text/html", "application/xhtml+xml", "text/xhtml"})
_TEXT_TYPES = frozenset({"", "text", "text/plain"})
_LOOKS_HTML = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|code|div|em|figure|font|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|sub|sup|table|td|tr|tt|u|ul|video|iframe|script|style|svg)"
    r"\b[^<>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});",
    re.IGNORECASE,
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# A first byte of UTF-8, and what windows-1252 makes of a second one.
_SECOND_BYTES = "".join(chr(code) for code in range(0xA0, 0xC0)) + "".join(C1_AS_1252.values())
_TWICE_ENCODED = re.compile(f"[\xc2-\xf4][{re.escape(_SECOND_BYTES)}]")
_PREFIX = re.compile(r"^.*[}:]", re.DOTALL)
_TAG_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_ADDRESSES = frozenset({"uri", "url", "homepage"})
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_MAIL_FIRST = re.compile(rf"\s*(?:mailto:)?({_MAIL})\s*[(<\[]?\s*([^()<>\[\]]*?)\s*[)>\]]?\s*")
_MAIL_LAST = re.compile(rf"\s*\"?([^<>()\"]*?)\"?\s*[(<]\s*(?:mailto:)?({_MAIL})\s*[)>]\s*")


class Reader:
    """Reads the elements of one document: its names, and its addresses."""

    def __init__(self, root: etree._Element, url: str) -> None:
        self._names = Names()
        self._url = url
        self._default_base = url
        self._has_bases = bool(_STATES_BASES(root))
        self._has_languages = bool(_STATES_LANGUAGES(root))

    def set_site(self, link: str) -> None:
        """Resolve relative links against the site when another host carries the feed."""
        if link and host_of(link) != host_of(self._url):
            self._default_base = link

    def name_of(self, element: etree._Element) -> str:
        """Return the name of an element as in the tables above."""
        return self._names.of(element)

    def items(self, root: etree._Element) -> list[etree._Element]:
        """Return the items of a document, wherever they stand."""
        # By name inside of libxml2; only undeclared prefixes have to be looked at one by one.
        found = list(root.iter(*ITEM_TAGS)) or root.iter()
        return [element for element in found if self.name_of(element) in {"item", "entry"}]

    def fields_of(self, element: etree._Element) -> Fields:
        """Return the children by name, in document order; groups of media opened."""
        fields: dict[str, list[etree._Element]] = {}
        name_of, known = self._names.of, self._names.known
        for child in element:
            name = known.get(child.tag) or name_of(child)
            if name == "media:group":
                for inner in child:
                    fields.setdefault(name_of(inner), []).append(inner)
            if name in fields:
                fields[name].append(child)
            else:
                fields[name] = [child]
        return fields

    def markup(self, fields: Fields, names: Iterable[str]) -> Markup:
        """Return the first of these texts that is not empty."""
        for name in names:
            for element in fields.get(name, ()):
                found = self._markup_of(element)
                if not _is_blank(found.value):
                    return found
        return Markup()

    def title(self, fields: Fields, names: Iterable[str] = TITLE) -> Markup:
        """Return the first title that is not empty; nested markup gives its text."""
        for name in names:
            for element in fields.get(name, ()):
                found = self._markup_of(element)
                if len(element):
                    found = found._replace(value=sanitise(found.value))
                if not _is_blank(found.value):
                    return found
        return Markup()

    def _markup_of(self, element: etree._Element) -> Markup:
        kind = element.get("type") or ""
        if kind:
            kind = kind.partition(";")[0].strip().lower()
        base = self.stated_base(element) if self._has_bases else ""
        language = self.stated_language(element) if self._has_languages else None
        if len(element):
            return self._inline(element, kind, base)._replace(language=language)
        text = _mended(str(element.text or ""))
        if element.get("mode") == "base64" or kind == "application/octet-stream":
            text = _from_base64(text)
        elif kind not in _HTML_TYPES and kind not in _TEXT_TYPES and element.get("src"):
            return Markup()
        is_html = kind in _HTML_TYPES or _looks_html(text)
        return Markup(value=text, is_html=is_html, base=base, language=language)

    def _inline(self, element: etree._Element, kind: str, base: str) -> Markup:
        """Read markup that stands in the feed unescaped; its one outer div is Atom 1.0's."""
        inner = element[0]
        is_wrapper = self.name_of(inner) in {"xhtml:div", "div"} and len(element) == 1
        is_wrapper = is_wrapper and kind not in _KINDS_OF_ATOM_03
        if is_wrapper and not str(element.text or "").strip():
            base = self.stated_base(inner)
            if len(inner) == 0 and kind in {"html", "text/html"}:
                return Markup(value=str(inner.text or ""), is_html=True, base=base)
            element = inner
        return Markup(value=_inner_html(element), is_html=True, base=base)

    def stated_base(self, element: etree._Element) -> str:
        """Return the base that ``xml:base`` states here, "" when none does."""
        if not self._has_bases:
            return ""
        stated, found = "", False
        for holder in reversed([element, *element.iterancestors()]):
            raw = holder.get(f"{_XML}base") or (holder.get("BASE") or "")
            if raw and (joined := fetch_url(raw, stated or self._url)):
                stated, found = joined, True
        return stated if found else ""

    def stated_language(self, element: etree._Element) -> str | None:
        """Return what ``xml:lang`` says here, None when nothing does."""
        if not self._has_languages:
            return None
        holder: etree._Element | None = element
        while holder is not None:
            if (stated := holder.get(f"{_XML}lang")) is not None:
                return stated.strip()
            holder = holder.getparent()
        return None

    def url(self, raw: str, element: etree._Element) -> str:
        """Return a stated address absolute, "" when it is none."""
        text = raw.strip()
        if text.lower().startswith("www."):
            text = "http://" + text
        return (
            fetch_url(text, self.stated_base(element) or self._default_base) or "" if text else ""
        )

    def links(self, fields: Fields) -> tuple[FeedLink, ...]:
        """Return the links, the publisher's own before those of a feed service."""
        return tuple(
            FeedLink(
                url=url,
                rel=_rel_of(element.get("rel")),
                type=(element.get("type") or "").strip().lower(),
                length=element.get("length") or "",
            )
            for name in ("feedburner:origlink", "link")
            for element in fields.get(name, ())
            if (url := self.url(element.get("href") or text_of(element), element))
        )


def _looks_html(text: str) -> bool:
    return ("<" in text or "&" in text) and _LOOKS_HTML.search(text) is not None


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def _rel_of(stated: str | None) -> str:
    """Return a relation without the address that may stand before it."""
    return stated.strip().lower().rpartition("/")[2] if stated else "alternate"


def text_of(element: etree._Element) -> str:
    """Return all text below an element, stripped."""
    if len(element) == 0:
        return str(element.text or "").strip()
    return "".join(str(text) for text in element.itertext()).strip()


def first_text(fields: Fields, names: Iterable[str]) -> str:
    """Return the first text of these names that is not empty, else ""."""
    for name in names:
        for element in fields.get(name, ()):
            if text := text_of(element):
                return text
    return ""


def _last_text(fields: Fields, names: Iterable[str]) -> str:
    """Return the last text of the first name that has any, else "": the last word counts."""
    for name in names:
        found = [text for element in fields.get(name, ()) if (text := text_of(element))]
        if found:
            return found[-1]
    return ""


def read_item(element: etree._Element, reader: Reader) -> FeedItem:
    """Read an RSS item or an Atom entry."""
    fields = reader.fields_of(element)
    guids = fields.get("guid", ())
    # An item with both has its whole text in the description.
    both = ("summary", "description") if {"summary", "description"} <= fields.keys() else ()
    links = reader.links(fields)
    origin, origin_url = _origin(fields, reader)
    title = reader.title(fields)
    summary = reader.markup(fields, both or SUMMARY)
    content = reader.markup(fields, (*CONTENT, *both[1:]))
    return FeedItem(
        title=title,
        links=links or _own_address(element, reader),
        refused_link="" if links else _link_as_written(fields),
        guid=first_text(fields, GUID) or element.get(f"{{{_RDF}}}about", ""),
        is_permalink=not (guids and (guids[0].get("isPermaLink") or "").lower() == "false"),
        summary=summary,
        content=content,
        authors=tuple(persons(fields, AUTHORS, reader)),
        published=first_text(fields, PUBLISHED),
        updated=_last_text(fields, UPDATED) or element.get("LASTMOD", ""),
        categories=tuple(_categories(fields, reader)),
        enclosures=tuple(_enclosures(fields, links, reader)),
        language=_language_of(fields, content, summary, title, own=reader.stated_language(element)),
        origin=origin,
        origin_url=origin_url,
    )


def _link_as_written(fields: Fields) -> str:
    stated = (element.get("href") or text_of(element) for element in fields.get("link", ()))
    return next(stated, "")


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def _own_address(element: etree._Element, reader: Reader) -> tuple[FeedLink, ...]:
    """Return what the item's own attributes say: RDF's about, CDF's HREF."""
    for name in (f"{{{_RDF}}}about", "HREF", "href"):
        if url := reader.url(element.get(name) or "", element):
            return (FeedLink(url=url),)
    return ()


def persons(fields: Fields, names: Iterable[str], reader: Reader) -> Iterator[Person]:
    """Read the people of the first of these names that has any."""
    for name in names:
        found = [_person(element, reader) for element in fields.get(name, ())]
        named = [person for person in found if person.name or person.email]
        if named:
            yield from named
            return


def _person(element: etree._Element, reader: Reader) -> Person:
    if len(element) == 0:
        return person_of(str(element.text or ""))
    inside = reader.fields_of(element)
    name, email = first_text(inside, ("name", "title")), first_text(inside, ("email",))
    if name or email:
        return Person(name=name, email=email)
    # An address alone is nobody's name; markup around a name is.
    return person_of("" if inside.keys() & _ADDRESSES else text_of(element))


def person_of(text: str) -> Person:
    """Take "mail (Name)", "Name <mail>" and "Name (mail)" apart."""
    text = text.strip()[:500]
    if "@" not in text:
        return Person(name=text)
    if match := _MAIL_FIRST.fullmatch(text):
        return Person(name=match[2], email=match[1])
    if match := _MAIL_LAST.fullmatch(text):
        return Person(name=match[1], email=match[2])
    return Person(name=text)


def _categories(fields: Fields, reader: Reader) -> Iterator[Category]:
    for name in WORD_LISTS:
        for element in fields.get(name, ()):
            yield from (Category(term=word.strip()) for word in text_of(element).split(","))
    for name in CATEGORIES:
        for element in fields.get(name, ()):
            yield _category(element)
            if len(element):
                yield from _nested(element, name, reader)


def _category(element: etree._Element) -> Category:
    term = element.get("term") or element.get("text") or text_of(element)
    return Category(term=term, label=element.get("label") or "")


def _nested(element: etree._Element, name: str, reader: Reader) -> Iterator[Category]:
    """Yield the narrower categories that podcasts write inside of a category."""
    for part in element.iterdescendants():
        if reader.name_of(part) == name:
            yield _category(part)


def _enclosures(fields: Fields, links: Iterable[FeedLink], reader: Reader) -> Iterator[FeedLink]:
    yield from (link for link in links if link.rel == "enclosure")
    for name in ("enclosure", "media:content"):
        for element in fields.get(name, ()):
            url = reader.url(element.get("url") or element.get("href") or "", element)
            if url:
                length = element.get("length") or element.get("fileSize") or ""
                kind = element.get("type") or element.get("medium") or ""
                yield FeedLink(url=url, rel="enclosure", type=kind.strip(), length=length)


def _origin(fields: Fields, reader: Reader) -> tuple[Markup, str]:
    """Return name and address of the publisher that an aggregated item names."""
    for element in fields.get("source", ()):
        named = Markup(value=text_of(element), is_html=True)
        if url := reader.url(element.get("url") or "", element):
            return named, url
        inside = reader.fields_of(element)
        links = (link.url for link in reader.links(inside) if link.rel == "alternate")
        titled = reader.title(inside, ("title",))
        return titled if titled.value.strip() else named, next(links, "")
    return Markup(), ""


def _language_of(fields: Fields, *texts: Markup, own: str | None) -> str | None:
    """Return what the item says, else what the first text there does, else its ``own``."""
    stated = first_text(fields, LANGUAGE)
    return stated or next((text.language for text in texts if text.value), own)


def language_of(element: etree._Element, fields: Fields) -> str:
    """Return the language that an element states for itself, "" for none."""
    return first_text(fields, LANGUAGE) or (element.get(f"{_XML}lang") or "").strip()


def _mended(text: str) -> str:
    """Return the text as meant where its UTF-8 was taken for windows-1252 and encoded again."""
    first = None if text.isascii() else _NOT_ASCII.search(text)
    if first is None or not _TWICE_ENCODED.match(text, first.start()):
        return text
    try:
        return text.encode("windows-1252").decode("utf-8")
    except UnicodeError:
        return text


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except ValueError:
        return ""


def _inner_html(element: etree._Element) -> str:
    """Return the markup inside an element as HTML, without namespaces."""
    for inner in element.iter():
        name = str(inner.tag)
        if inner is not element and not callable(inner.tag) and ("}" in name or ":" in name):
            local = _PREFIX.sub("", name)
            # "a:" and "a:1" are names to libxml2, their local parts are none.
            inner.tag = local if _TAG_NAME.fullmatch(local) else "span"  # pyrefly: ignore[bad-assignment] - stubs say "..."
    etree.cleanup_namespaces(element)
    parts = [html.escape(str(element.text or ""), quote=False)]
    parts += [etree.tostring(inner, method="html", encoding="unicode") for inner in element]
    return "".join(parts)
