"""The publisher's own section to IPTC Media Topics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from tagwire.model import Article, Category
from tagwire.tag.tables.sections import SECTION_TOPICS, TOPICS
from tagwire.text import slug_of

# How far each place is trusted: the section that the page names, its path, its keywords.
SECTION_TRUST = 0.9
PATH_TRUST = 0.8
KEYWORD_TRUST = 0.5
MAX_CATEGORIES = 2
_SEPARATORS = re.compile(r"[/>|,;·»:]| - ")


def categories_of(article: Article) -> tuple[Category, ...]:
    """Return at most two Media Topics, surest first; none when no section tells."""
    best: dict[str, float] = {}
    for word, trust in _section_words(article):
        code = SECTION_TOPICS.get(word)
        if code is not None:
            # Two places that agree are surer than one.
            best[code] = min(
                0.98, max(best.get(code, 0.0), trust) + (0.05 if code in best else 0.0)
            )
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_CATEGORIES]
    return tuple(
        Category(code=code, label=TOPICS[code], confidence=round(trust, 3))
        for code, trust in ranked
    )


def _section_words(article: Article) -> Iterator[tuple[str, float]]:
    for part in _SEPARATORS.split(article.section):
        yield from _words(part, SECTION_TRUST)
    segments = [part for part in urlsplit(article.uri or article.url).path.split("/") if part]
    # The last segment is the article itself.
    for depth, segment in enumerate(segments[:-1]):
        yield from _words(unquote(segment), PATH_TRUST - 0.1 * depth)
    for keyword in article.keywords:
        yield slug_of(keyword), KEYWORD_TRUST


def _words(part: str, trust: float) -> Iterator[tuple[str, float]]:
    slug = slug_of(part)
    yield slug, trust
    words = slug.split("-")
    if 1 < len(words) <= 4:
        for word in words:
            yield word, trust - 0.2
