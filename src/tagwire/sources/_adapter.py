"""Turns what a feed says into entries: one address, plain titles, read dates."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tagwire.dates import parse_date
from tagwire.model import Enclosure, Entry, ParsedSource, Reason, Rejected, Stage
from tagwire.sources._document import Category, FeedDocument, FeedItem, FeedLink, Markup, Person
from tagwire.sources._sanitising import plain_title, sanitise
from tagwire.text import squeeze
from tagwire.urls import fetch_url

_MAX_WORDS = 100  # categories and authors of one entry
_MAX_TITLE_CHARS = 2_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:href|src|cite)\s*=\s*[\"']?(?!\s*(?:https?:|mailto:))", re.IGNORECASE)


def parsed_source(document: FeedDocument, url: str, *, sanitise_html: bool) -> ParsedSource:
    """Return the entries of a feed; items without an address are rejected one by one."""
    language = language_tag(document.language)
    found = [_entry(item, language, url, sanitise_html=sanitise_html) for item in document.items]
    return ParsedSource(
        title=_title(document.title),
        link=document.link,
        language=language,
        entries=tuple(entry for entry in found if isinstance(entry, Entry)),
        rejected=tuple(entry for entry in found if isinstance(entry, Rejected)),
        min_interval_s=document.min_interval_s,
        skip_hours=document.skip_hours,
        skip_days=document.skip_days,
        hubs=document.hubs,
        topic=document.topic,
    )


def sanitised(entry: Entry) -> Entry:
    """Return the entry with its HTML made safe; safe HTML stays as it is."""
    return replace(
        entry,
        summary=sanitise(entry.summary, entry.url),
        content=sanitise(entry.content, entry.url),
    )


def _entry(
    item: FeedItem, language: str | None, feed_url: str, *, sanitise_html: bool
) -> Entry | Rejected:
    address = _address(item)
    title = _title(item.title)
    if address is None and item.refused_link.strip():
        return _unusable_link(item, title, feed_url)
    # An item without a link is still what the feed says; whoever fetches refuses it.
    url = address or feed_url
    entry = Entry(
        url=address or "",
        guid=item.guid,
        title=title,
        summary=_html(item.summary, url),
        content=_html(item.content, url),
        authors=tuple(_unique(_names(item.authors))) if item.authors else (),
        published=parse_date(item.published),
        updated=parse_date(item.updated),
        categories=tuple(_unique(_words(item.categories))) if item.categories else (),
        enclosures=tuple(_enclosures(item.enclosures)) if item.enclosures else (),
        language=language if item.language is None else language_tag(item.language),
        origin=_title(item.origin) or None,
        origin_url=item.origin_url or None,
    )
    return sanitised(entry) if sanitise_html else entry


def _unusable_link(item: FeedItem, title: str, feed_url: str) -> Rejected:
    link = item.refused_link.strip()[:200]
    if _SCHEME.match(link) and not link.lower().startswith("http"):
        reason, detail = Reason.UNKNOWN_SCHEME, f"links to {link}, which is no http or https"
    else:
        reason, detail = Reason.BAD_URL, f"links to {link}, which is no web address"
    return Rejected(
        stage=Stage.PARSE,
        key=item.guid or feed_url,
        reason=reason,
        detail=f"The item “{title[:80]}” {detail}.",
    )


def _address(item: FeedItem) -> str | None:
    """Return the page of an item: its link, else a guid that is an address."""
    own = [link for link in item.links if link.rel in {"alternate", "origlink"}]
    pages = [link.url for link in own if not link.type or "html" in link.type]
    if pages or own:
        return (pages or [own[0].url])[0]
    is_address = item.is_permalink and re.match(r"https?://", item.guid, re.IGNORECASE)
    return fetch_url(item.guid) if is_address else None


def _title(title: Markup) -> str:
    return plain_title(title.value[:_MAX_TITLE_CHARS], is_html=title.is_html)


def _html(text: Markup, url: str) -> str:
    if not text.is_html:
        return html.escape(text.value.strip(), quote=False)
    # What needs a base that the entry does not carry cannot wait.
    if text.base and text.base != url and _RELATIVE.search(text.value):
        return sanitise(text.value, text.base)
    return text.value.strip()


def _names(persons: Iterable[Person]) -> Iterator[str]:
    for person in persons:
        yield plain_title(person.name, is_html=True)


def _words(categories: Iterable[Category]) -> Iterator[str]:
    """Yield the words for people: a term may be a number or an address."""
    for category in categories:
        yield plain_title(category.label or category.term, is_html=True)


def _unique(words: Iterable[str]) -> list[str]:
    kept = dict.fromkeys(word for word in words if word and len(word) <= 200)
    return list(kept)[:_MAX_WORDS]


def _enclosures(links: Iterable[FeedLink]) -> Iterator[Enclosure]:
    for link in {link.url: link for link in reversed(list(links))}.values():
        length = int(link.length) if re.fullmatch(r"[1-9]\d{0,14}", link.length) else None
        yield Enclosure(url=link.url, type=squeeze(link.type)[:100], length_bytes=length)


def language_tag(raw: str) -> str | None:
    """Return a language as a BCP 47 tag, None when it is none."""
    tag = raw.strip().replace("_", "-")
    if len(tag) > 35 or not _LANGUAGE.fullmatch(tag):
        return None
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])
