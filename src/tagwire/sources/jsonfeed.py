"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from tagwire.model import Reason, Rejected, Stage
from tagwire.sources._document import Category, FeedDocument, FeedItem, FeedLink, Markup, Person
from tagwire.sources._telling import MAX_HUBS
from tagwire.sources._xml import MAX_ITEMS
from tagwire.urls import fetch_url

JsonObject = Mapping[str, object]


def parse_json(text: str, url: str) -> FeedDocument | Rejected:
    """Read a JSON Feed; other JSON is rejected as no feed.

    One item more than the limit is read, so that the caller sees that there are more.
    """
    try:
        top: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _not_a_feed(url, f"The JSON cannot be read: {str(error)[:100]}.")
    if not isinstance(top, dict) or not isinstance(top.get("items"), list):
        return _not_a_feed(url, "The document is JSON, but no JSON Feed: it has no items.")
    site = fetch_url(_text(top, "home_page_url"), url) or ""
    return FeedDocument(
        title=Markup(value=_text(top, "title")),
        link=site,
        language=_text(top, "language"),
        hubs=_hubs(top, url),
        topic=fetch_url(_text(top, "feed_url"), url) or "",
        items=tuple(_item(item, url) for item in _objects(top, "items")[: MAX_ITEMS + 1]),
    )


def _not_a_feed(url: str, detail: str) -> Rejected:
    return Rejected(stage=Stage.PARSE, key=url, reason=Reason.NOT_A_FEED, detail=detail)


def _item(item: JsonObject, url: str) -> FeedItem:
    content = _text(item, "content_html")
    return FeedItem(
        title=Markup(value=_text(item, "title")),
        links=tuple(
            FeedLink(url=absolute)
            for name in ("url", "external_url")
            if (raw := _text(item, name)) and (absolute := fetch_url(raw, url))
        ),
        refused_link=_text(item, "url"),
        guid=_text(item, "id"),
        summary=Markup(value=_text(item, "summary")),
        content=Markup(value=content or _text(item, "content_text"), is_html=bool(content)),
        authors=tuple(_authors(item)),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        categories=tuple(Category(term=word) for word in _words(item, "tags")),
        enclosures=tuple(_attachments(item, url)),
        language=_text(item, "language") or None,
    )


def _authors(item: JsonObject) -> Iterator[Person]:
    single = item.get("author")
    for author in [*_objects(item, "authors"), *([single] if isinstance(single, dict) else [])]:
        if name := _text(author, "name"):
            yield Person(name=name)


def _attachments(item: JsonObject, url: str) -> Iterator[FeedLink]:
    for found in _objects(item, "attachments"):
        raw = _text(found, "url")
        if raw and (absolute := fetch_url(raw, url)):
            size = _text(found, "size_in_bytes")
            yield FeedLink(
                url=absolute, rel="enclosure", type=_text(found, "mime_type"), length=size
            )


def _hubs(top: JsonObject, url: str) -> tuple[str, ...]:
    """Return the hubs that speak WebSub; rssCloud, the other known type, is another protocol."""
    named = [one for one in _objects(top, "hubs") if _text(one, "type").lower() == "websub"]
    found = [fetch_url(raw, url) for one in named if (raw := _text(one, "url"))]
    return tuple(dict.fromkeys(hub for hub in found if hub))[:MAX_HUBS]


def _objects(holder: JsonObject, name: str) -> list[JsonObject]:
    found = holder.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _words(holder: JsonObject, name: str) -> list[str]:
    found = holder.get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _text(holder: JsonObject, name: str) -> str:
    """Return a text or number as text; "" for anything else. Ids may be numbers."""
    found = holder.get(name)
    if isinstance(found, str):
        return found.strip()
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return str(found) if is_number else ""
