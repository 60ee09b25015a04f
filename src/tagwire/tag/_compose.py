"""Articles with decomposed letters: read composed, answered in the places of the original.

    "Zürich" (u + umlaut mark)  ──compose──>  "Zürich"  ──tag──>  mentions  ──restore──>  places
                                                                           of the given text

Some systems write each accent as a character of its own, or soft hyphens into long
words; catalogue and rules know the composed spelling only.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tagwire.model import Article, ArticleTag, Block, Credit, Mention

# Characters inside words that nobody sees: soft hyphen, zero-width blank, word joiner.
_HIDDEN = re.compile("[\u00ad\u200b\u2060\ufeff]+")
# Vowels and finals of decomposed Hangul: no marks, and yet they join the letter before.
_JAMO = ("\u1160", "\u11ff")


@dataclass(frozen=True, slots=True)
class Places:
    """For each character of a composed text where it stood: its start, and its end."""

    text: str  # as given
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def composed(article: Article) -> tuple[Article, dict[str, Places]]:
    """Return the article in composed letters, and the places of the texts that changed."""
    places = {
        name: _places(text)
        for name, text in _texts(article)
        if not text.isascii() and not _is_composed(text)
    }
    if not places:
        return article, places
    texts = {name: compose(one.text) for name, one in places.items()}
    changed = replace(
        article,
        headline=texts.get("headline", article.headline),
        by=texts.get("by", article.by),
        blocks=tuple(_block(b, i, texts, places) for i, b in enumerate(article.blocks)),
        keywords=tuple(texts.get(f"keywords/{i}", k) for i, k in enumerate(article.keywords)),
        authors=tuple(texts.get(f"authors/{i}", a) for i, a in enumerate(article.authors)),
        credits=tuple(_credit(c, texts.get(f"credits/{i}")) for i, c in enumerate(article.credits)),
    )
    return changed, places


def restored(tags: tuple[ArticleTag, ...], places: Mapping[str, Places]) -> tuple[ArticleTag, ...]:
    """Return the tags with mentions in the places of the texts as given."""
    if not places:
        return tags
    return tuple(
        replace(tag, mentions=tuple(_restored(m, places.get(m.field)) for m in tag.mentions))
        for tag in tags
    )


def composed_spans(
    text: str, spans: Sequence[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    """Return a text in composed letters, and where its spans stand there."""
    if text.isascii() or _is_composed(text):
        return text, list(spans)
    places = _places(text)
    moved = [
        (bisect_left(places.starts, start), bisect_right(places.ends, end)) for start, end in spans
    ]
    return compose(text), moved


def compose(text: str) -> str:
    """Return the text in composed letters, without hidden characters."""
    return "".join(char for char, _, _ in _composed_chars(text))


def _texts(article: Article) -> Iterator[tuple[str, str]]:
    yield "headline", article.headline
    yield "by", article.by
    for i, block in enumerate(article.blocks):
        yield f"blocks/{i}", block.text
    for i, keyword in enumerate(article.keywords):
        yield f"keywords/{i}", keyword
    for i, author in enumerate(article.authors):
        yield f"authors/{i}", author
    for i, credit in enumerate(article.credits):
        yield f"credits/{i}", credit.name


def _is_composed(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text) and _HIDDEN.search(text) is None


def _places(text: str) -> Places:
    chars = list(_composed_chars(text))
    return Places(text, tuple(start for _, start, _ in chars), tuple(end for _, _, end in chars))


def _composed_chars(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each character of the composed text with the start and end of its letter."""
    seen = [i for i, char in enumerate(text) if not _HIDDEN.match(char)]
    visible = "".join(text[i] for i in seen)
    for first, last in _clusters(visible):
        for char in unicodedata.normalize("NFC", visible[first:last]):
            yield char, seen[first], seen[last - 1] + 1


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of letters with their marks, in order."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not _joins(text[i]):
            if start < i:
                yield start, i
            start = i


def _joins(char: str) -> bool:
    return not char.isascii() and (
        unicodedata.category(char)[0] == "M" or _JAMO[0] <= char <= _JAMO[1]
    )


def _block(block: Block, i: int, texts: Mapping[str, str], places: Mapping[str, Places]) -> Block:
    found = places.get(f"blocks/{i}")
    if found is None:
        return block
    links = tuple(
        replace(
            link,
            start=bisect_left(found.starts, link.start),
            end=bisect_right(found.ends, link.end),
        )
        for link in block.links
    )
    return replace(block, text=texts[f"blocks/{i}"], links=links)


def _credit(credit: Credit, name: str | None) -> Credit:
    if name is None:
        return credit
    return replace(credit, name=name, evidence=compose(credit.evidence))


def _restored(mention: Mention, places: Places | None) -> Mention:
    if places is None:
        return mention
    start, end = places.starts[mention.start], places.ends[mention.end - 1]
    return replace(mention, start=start, end=end, surface=places.text[start:end])
