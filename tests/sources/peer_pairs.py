"""gofeed's pairs of feed and expected JSON, asked of our parser field by field."""

from __future__ import annotations

import html
from collections.abc import Iterator

from tagwire.dates import parse_date
from tagwire.model import Rejected
from tagwire.sources import sanitise
from tagwire.sources._document import FeedDocument, FeedItem, Markup
from tagwire.sources._sanitising import plain_title
from tagwire.sources.feed import read_document
from tagwire.text import squeeze

URL = "http://example.org/feed"


def verdicts(body: bytes, expected: dict) -> Iterator[tuple[str, bool]]:
    """Yield "field, right" for each field of ours that the other parser expects."""
    read = read_document(body, URL)
    document = FeedDocument() if isinstance(read, Rejected) else read[0]
    if "title" in expected:
        yield "feed.title", _title(document.title) == plain_title(expected["title"], is_html=True)
    if "link" in expected:
        yield "feed.link", _same_link(document.link, expected["link"])
    if "language" in expected:
        yield "feed.language", document.language == expected["language"]
    for n, item in enumerate(expected.get("items") or expected.get("entries") or []):
        found = document.items[n] if n < len(document.items) else FeedItem()
        yield from _item(found, item)


def _item(item: FeedItem, expected: dict) -> Iterator[tuple[str, bool]]:
    for name, check in CHECKS.items():
        if expected.get(name):
            yield name, check(item, expected[name])


def _title(title: Markup) -> str:
    return plain_title(title.value, is_html=title.is_html)


def _text(text: Markup, expected: object) -> bool:
    value = expected.get("value", "") if isinstance(expected, dict) else expected
    shown = text.value if text.is_html else html.escape(text.value, quote=False)
    return _plain(sanitise(shown, text.base)) == _plain(str(value))


def _plain(text: str) -> str:
    plain = squeeze(html.unescape(html.unescape(sanitise(html.unescape(text), URL))))
    # Whether the div around a text of Atom 0.3 belongs to it, no two parsers agree.
    return plain.removeprefix("<div>").removesuffix("</div>")


def _word(text: str) -> str:
    return plain_title(text, is_html=True)


def _guid(item: FeedItem, expected: object) -> bool:
    value = expected["value"] if isinstance(expected, dict) else expected
    is_permalink = not isinstance(expected, dict) or expected.get("isPermalink") != "false"
    return _word(item.guid) == _word(str(value)) and item.is_permalink == is_permalink


def _link(item: FeedItem, expected: object) -> bool:
    return any(_same_link(link.url, expected) for link in item.links)


def _same_link(url: str, expected: object) -> bool:
    return url.rstrip("/") == str(expected).rstrip("/")


def _links(item: FeedItem, expected: list) -> bool:
    wanted = [link.get("href") if isinstance(link, dict) else link for link in expected]
    return all(_link(item, url) for url in wanted if url)


def _people(item: FeedItem, expected: object) -> bool:
    people = expected if isinstance(expected, list) else [expected]
    names = [one.get("name", "") if isinstance(one, dict) else one for one in people]
    found = [_word(one.name or one.email) for one in item.authors]
    wanted = [_word(name) for name in names]
    return found[: len(names)] == wanted or not any(names)


def _categories(item: FeedItem, expected: list) -> bool:
    words = [
        one if isinstance(one, str) else one.get("label") or one.get("term") or one.get("value")
        for one in expected
    ]
    found = [_word(one.label or one.term) for one in item.categories]
    return [word for word in found if word] == [_word(word) for word in words if word]


def _enclosures(item: FeedItem, expected: object) -> bool:
    files = expected if isinstance(expected, list) else [expected]
    urls = [link.url for link in item.enclosures]
    return all(
        not one.get("url") or any(_same_link(url, one["url"]) for url in urls) for one in files
    )


CHECKS = {
    "title": lambda item, expected: _title(item.title) == plain_title(expected, is_html=True),
    "description": lambda item, expected: _text(item.summary, expected),
    "summary": lambda item, expected: _text(item.summary, expected),
    "content": lambda item, expected: _text(item.content, expected),
    "guid": _guid,
    "id": _guid,
    "link": _link,
    "links": _links,
    "author": _people,
    "authors": _people,
    "categories": _categories,
    "enclosure": _enclosures,
    "enclosures": _enclosures,
    "pubDate": lambda item, expected: parse_date(item.published) == parse_date(expected),
    "published": lambda item, expected: parse_date(item.published) == parse_date(expected),
    "updated": lambda item, expected: (
        parse_date(item.updated or item.published) == parse_date(expected)
    ),
}
