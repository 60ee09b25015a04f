"""Other parsers' own assertions, asked of our parser: feedparser's ``Expect:`` comments.

Lenient where the products differ on purpose: titles are plain text here, HTML is
sanitised, dates are moments. Fields that Tagwire does not keep are left out.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple
from urllib.parse import unquote

from tagwire.dates import parse_date
from tagwire.model import Rejected
from tagwire.sources import sanitise
from tagwire.sources._document import FeedDocument, FeedItem, FeedLink, Markup
from tagwire.sources._sanitising import plain_title
from tagwire.sources.feed import read_document
from tagwire.text import squeeze
from tagwire.urls import fetch_url

URL = "http://127.0.0.1:8097/tests/feed.xml"
_OURS = (
    "title title_detail link links id guid guidislink author author_detail authors published published_parsed updated updated_parsed "
    "modified modified_parsed date date_parsed summary summary_detail description content tags category categories enclosures language source"
)
OURS = frozenset(_OURS.split())
_HEAD = re.compile(rb"<!--.*?-->", re.DOTALL)
_EXPECT = re.compile(r"Expect:\s*(.*?)\s*(?:-->|\n[A-Z][a-z]+:)", re.DOTALL)
_HEADER = re.compile(r"Header:\s*Content-type:\s*(.*)", re.IGNORECASE)
_FIELD = re.compile(r"(entries\[\d\]|feed)(?:\.get\(|\[|\.)['\"]?(\w+)")


class Case(NamedTuple):
    name: str
    body: bytes
    expect: str
    content_type: str

    @property
    def group(self) -> str:
        return "/".join(self.name.split("/")[1:-1])


class Title(str):
    """Equal to any spelling of the same plain title."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return squeeze(self) == plain_title(str(other), is_html=True)


class Text(str):
    """Equal to HTML that says and links the same."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return _same(self) == _same(str(other))

    def __ne__(self, other: object) -> bool:
        return not self == other


class Date(str):
    """Equal to any spelling of the same moment."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return str(self) == other or parse_date(self) == parse_date(str(other))


class Url(str):
    """Equal to any spelling of the same address: hosts in lower case, paths encoded."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return str(self) == other or (bool(self) and fetch_url(self) == fetch_url(str(other)))


def _same(text: str) -> str:
    # Addresses are encoded here: "/À" and "/%C3%80" are one.
    return unquote(squeeze(html.unescape(html.unescape(sanitise(html.unescape(text), URL)))))


def case_of(name: str, body: bytes) -> Case | None:
    """Read the comment of a test file; None when it asserts nothing about our fields."""
    for encoding in ("utf-8", "utf-16", "utf-32"):
        try:
            text = body.decode(encoding)
            break
        except UnicodeError:
            continue
    else:
        text = body.decode("latin-1")
    expect = _EXPECT.search(text)
    if expect is None:
        return None
    header = _HEADER.search(text)
    return Case(name, body, expect[1], header[1].strip() if header else "")


# Parts that Tagwire does not keep, and cases that need response headers.
_NOT_KEPT = re.compile(
    r"\['(?:hreflang|src|scheme|url)'\]|\.scheme|authors?(?:_detail)?'\](?:\[\d\])?\['href'\]|source'\]\['(?!title'|link'|href')"
    r"|links'\]\[\d\](?:\['title'\]| ==|\['rel'\] == '(?:http|enclosure))"
)
_NEEDS_HEADERS = re.compile(r"content_location|content_language|docuri|http_relative")


def is_about_our_fields(case: Case) -> bool:
    fields = _FIELD.findall(case.expect)
    if _NOT_KEPT.search(case.expect) or _NEEDS_HEADERS.search(case.name):
        return "enclosures" in case.expect and "links" not in case.expect
    return bool(fields) and all(
        name in OURS and (where != "feed" or name in {"title", "title_detail", "link", "language"})
        for where, name in fields
    )


def holds(case: Case) -> bool:
    """Tell whether the assertion is true of what we read."""
    read = read_document(case.body, URL, case.content_type)
    if isinstance(read, Rejected):
        scope = {"feed": {}, "entries": []}
    else:
        scope = {
            "feed": _feed(read[0]),
            "entries": [_entry(item, read[0]) for item in read[0].items],
        }
    scope |= {"bozo": None, "version": "", "encoding": ""}
    expect = re.sub(r"^(?:not )?bozo(?: and|$)", "", case.expect.strip()).strip()
    try:
        return bool(eval(expect or "True", {}, scope))
    except (KeyError, IndexError, AttributeError, TypeError, NameError, SyntaxError):
        return False


class Fields(dict):
    """Fields by key and by attribute, as feedparser gives them."""

    __getattr__ = dict.__getitem__


class AnyType(str):
    """Content types are not kept."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True


def _feed(document: FeedDocument) -> Fields:
    return Fields(
        title=_title(document.title),
        title_detail=_detail(document.title, Title),
        link=Url(document.link),
        language=document.language,
    )


def _entry(item: FeedItem, document: FeedDocument) -> Fields:
    own = [link for link in item.links if link.rel == "alternate"] or list(item.links)
    link = own[0].url if own else item.guid
    is_guid_the_link = item.is_permalink and bool(item.guid) and not item.links
    return Fields(
        title=_title(item.title),
        title_detail=_detail(item.title, Title),
        link=Url(link),
        links=[_link(one) for one in item.links],
        guidislink=is_guid_the_link,
        language=item.language or document.language,
        tags=[Fields(term=one.term, label=one.label) for one in item.categories],
        category=item.categories[0].term if item.categories else "",
        categories=[("", one.term) for one in item.categories],
        enclosures=[_link(one) for one in item.enclosures],
        source=Fields(title=_title(item.origin), href=item.origin_url, link=item.origin_url),
        **dict.fromkeys(("id", "guid"), item.guid),
        **_people(item),
        **_dates(item),
        **_texts(item),
    )


def _people(item: FeedItem) -> dict[str, object]:
    people = [Fields(name=one.name, email=one.email) for one in item.authors]
    names = [
        f"{one.name} ({one.email})" if one.name and one.email else one.name or one.email
        for one in item.authors
    ]
    first = people[0] if people else Fields()
    return {"author": names[0] if names else "", "author_detail": first, "authors": people}


def _dates(item: FeedItem) -> dict[str, object]:
    published, updated = item.published or item.updated, item.updated or item.published
    return {
        "published": Date(published),
        "published_parsed": _parsed(published),
        **dict.fromkeys(("updated", "modified", "date"), Date(updated)),
        **dict.fromkeys(("updated_parsed", "modified_parsed", "date_parsed"), _parsed(updated)),
    }


def _texts(item: FeedItem) -> dict[str, object]:
    summary = item.summary if item.summary.value.strip() else item.content
    content = item.content if item.content.value.strip() else item.summary
    return {
        **dict.fromkeys(("summary", "description"), Text(_shown(summary))),
        "summary_detail": _detail(summary, Text),
        "content": [_detail(content, Text)],
    }


def _title(title: Markup) -> Title:
    return Title(plain_title(title.value, is_html=title.is_html))


def _detail(text: Markup, kind: type[Title | Text]) -> Fields:
    value = _title(text) if kind is Title else Text(_shown(text))
    language = (text.language or "").replace("_", "-") or None
    return Fields(value=value, base=text.base or URL, type=AnyType(""), language=language)


def _shown(text: Markup) -> str:
    shown = text.value if text.is_html else html.escape(text.value, quote=False)
    return sanitise(shown, text.base or URL)


def _link(link: FeedLink) -> Fields:
    return Fields(href=link.url, url=link.url, rel=link.rel, type=link.type, length=link.length)


def _parsed(raw: str) -> tuple[int, ...] | None:
    moment = parse_date(raw)
    return tuple(moment.at.utctimetuple()) if moment else None
