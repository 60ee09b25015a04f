"""JSON-LD of a page: all blocks, mended where they are broken, and the article among them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from tagwire.text import squeeze
from tagwire.urls import url_key

# Any at this edge: JSON-LD has no type of ours yet.
Thing = Mapping[str, Any]

MAX_JSONLD_CHARS = 2_000_000
# The longest honest value, a description, has a tenth of this; patterns read each value.
MAX_VALUE_CHARS = 10_000
_MAX_THINGS = 2_000
_MAX_NESTING = 8
ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "TechArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "DiscussionForumPosting",
        "Report",
        "Review",
        "ClaimReview",
        "Recipe",
        "HowTo",
        "Blog",
    ]
)
# Weaker: a page says this about itself when it has nothing better.
_PAGE_TYPES = frozenset({"WebPage", "VideoObject", "ItemPage", "MediaObject"})
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_TAG = re.compile(r"<[^>]{1,200}>")


def things_of(blocks: Sequence[str]) -> list[Thing]:
    """Return all objects of the blocks, outer before inner, in document order."""
    found: list[Thing] = []
    for block in blocks:
        for thing in _iter_things(_loaded(block), 0):
            found.append(thing)
            if len(found) >= _MAX_THINGS:
                return found
    return found


def _loaded(block: str) -> object:
    if len(block) > MAX_JSONLD_CHARS:
        return None
    try:
        return msgspec.json.decode(block)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return _loaded_broken(block)


def _loaded_broken(block: str) -> object:
    """Read JSON with raw line breaks, wrapping comments, escapes of HTML or extra commas."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", block)).strip()
    mended = _TRAILING_COMMA.sub(r"\1", text)
    for attempt in (text, mended, html.unescape(mended)):
        try:
            # strict=False allows raw control characters inside strings.
            value, _ = json.JSONDecoder(strict=False).raw_decode(attempt)
        except (ValueError, RecursionError):
            continue
        else:
            return value
    return None


def _iter_things(value: object, depth: int) -> Iterator[Thing]:
    if depth > _MAX_NESTING:
        return
    if isinstance(value, list):
        for part in value:
            yield from _iter_things(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            inner = value.get(name)
            if inner is not None:
                yield from _iter_things(inner, depth + 1)


def types_of(thing: Thing) -> list[str]:
    """Return the type names without their vocabulary."""
    stated = thing.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return [re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str)]


def article_thing(things: Sequence[Thing], url: str, titles: Sequence[str]) -> Thing:
    """Return the object that describes the article of this page, {} when none does.

    Pages carry objects of other articles too (related, lists): the one that names
    this URL or has the headline of the page wins; a lone one needs no proof.
    """
    articles = [thing for thing in things if ARTICLE_TYPES.intersection(types_of(thing))]
    if not articles:
        pages = [thing for thing in things if _PAGE_TYPES.intersection(types_of(thing))]
        return next((page for page in pages if _is_about(page, url)), {})
    if len(articles) == 1:
        return articles[0]
    wanted = {_bare(title) for title in titles if title}
    by_title = [
        thing for thing in articles if any(_bare(text_of(thing, "headline")) in t for t in wanted)
    ]
    named = [thing for thing in by_title if text_of(thing, "headline")]
    about = [thing for thing in articles if _is_about(thing, url)]
    both = [thing for thing in about if thing in named]
    return max(both or about or named or articles[:1], key=len)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def _is_about(thing: Thing, url: str) -> bool:
    key = url_key(url)
    stated = [thing.get("url"), thing.get("@id"), thing.get("mainEntityOfPage")]
    main = thing.get("mainEntityOfPage")
    if isinstance(main, dict):
        stated += [main.get("@id"), main.get("url")]
    return any(isinstance(link, str) and url_key(link.split("#")[0]) == key for link in stated)


def text_of(thing: Thing, name: str) -> str:
    """Return a text property as plain text, "" when there is none."""
    value = thing.get(name)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("url")
    return plain_text(value[:MAX_VALUE_CHARS]) if isinstance(value, str) else ""


def texts_of(value: object) -> list[str]:
    """Return the texts of a property that may be one value or a list of them."""
    values = value if isinstance(value, list) else [value]
    texts = [part[:MAX_VALUE_CHARS] for part in values if isinstance(part, str)]
    return [plain_text(text) for text in texts if text.strip()]


def names_of(value: object) -> list[tuple[str, str]]:
    """Return (name, type) of people and houses, however the property spells them."""
    found: list[tuple[str, str]] = []
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str):
            found.append((plain_text(part[:MAX_VALUE_CHARS]), ""))
        elif isinstance(part, dict):
            kind = next(iter(types_of(part)), "")
            found += [(name, kind) for name in texts_of(part.get("name"))]
        elif isinstance(part, list):
            found += names_of([inner for inner in part if not isinstance(inner, list)])
    return [(name, kind) for name, kind in found if name]


def plain_text(raw: str) -> str:
    """Return text from a string that may hold escapes or tags of HTML."""
    text = raw
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    return squeeze(text.encode("utf-8", "ignore").decode() if not text.isascii() else text)
