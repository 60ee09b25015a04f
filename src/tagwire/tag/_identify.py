"""Who is meant by given spans of a text: identity without finding the names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tagwire.model import ArticleTag, Tag, TagKind
from tagwire.tag._aliases import Aliases
from tagwire.tag._catalogue import Catalogue
from tagwire.tag._compose import composed_spans
from tagwire.tag._identity import Identity, Named, identities_of, slugs_of
from tagwire.tag._kinds import NO_CUES, kind_of
from tagwire.tag._language import detect_language
from tagwire.tag._segment import Segmenter
from tagwire.tag._words import Token, tokens_of
from tagwire.tag.tables.names import TITLES, WEAK_TITLES

_POSSESSIVE = re.compile(r"\s*['’](?:s|S)?\s*$")


def identify(
    catalogue: Catalogue,
    text: str,
    spans: Sequence[tuple[int, int]],
    language: str | None = None,
    *,
    aliases: Aliases | None = None,
) -> list[str]:
    """Return the slug of each span of the text, in order; a group gives whose it is.

    A span without a letter, or outside the text, gives an empty slug. ``aliases`` tell
    what the corpus means by names that the text does not explain.
    """
    language = language or detect_language(text[:500])
    text, spans = composed_spans(text, spans)
    segmenter = Segmenter(catalogue, language)
    names = [_named(segmenter, text, start, end) for start, end in spans]
    usable = [name for name in names if name is not None]
    identities = identities_of(usable, {0: text})
    found = slugs_of(identities, catalogue)
    if aliases is not None:
        found = _voted(aliases, identities, found)
    slugs: dict[tuple[int, int], str] = {}
    for identity, slug in zip(identities, found, strict=True):
        for name in identity.names:
            slugs[name.start, name.end] = _of(identity) or slug
    return ["" if name is None else slugs[name.start, name.end] for name in names]


def _voted(aliases: Aliases, identities: Sequence[Identity], slugs: Sequence[str]) -> list[str]:
    """Return the slugs as the corpus has them."""
    tags = [
        ArticleTag(
            tag=Tag(slug=slug, label=identity.label, kind=identity.kind),
            roles=(),
            relevance=0.0,
            confidence=identity.sure,
            mentions=(),
        )
        for identity, slug in zip(identities, slugs, strict=True)
    ]
    targets = [
        None if identity.known else aliases.target_of(tag, tags)
        for identity, tag in zip(identities, tags, strict=True)
    ]
    return [
        slug if target is None else target.slug for slug, target in zip(slugs, targets, strict=True)
    ]


def _of(identity: Identity) -> str:
    known = identity.known
    return known.of if known is not None and identity.kind is TagKind.GROUP else ""


def _named(segmenter: Segmenter, text: str, start: int, end: int) -> Named | None:
    """Return a span as a name: without title and possessive, looked up or by shape."""
    surface = text[start:end]
    alias = segmenter.look_up(surface.strip())
    if alias is None:
        start, end = _trimmed(segmenter, text, start, end)
        surface = text[start:end]
        alias = segmenter.look_up(surface)
    if not any(char.isalnum() for char in surface):
        return None
    if alias is not None:
        return Named(0, start, end, surface, alias.known.kind, alias.known, 0.9)
    kind, sure = kind_of(_shown_as_name(surface), segmenter.catalogue, NO_CUES)
    return Named(0, start, end, surface, kind, None, sure)


def _trimmed(segmenter: Segmenter, text: str, start: int, end: int) -> tuple[int, int]:
    surface = text[start:end]
    tail = _POSSESSIVE.search(surface)
    if tail is not None and tail.start() > 0:
        surface = surface[: tail.start()]
    words = surface.split(" ")
    skip = 0
    while len(words) > 1 and _leads(segmenter, words):
        skip += len(words[0]) + 1
        words = words[1:]
    return start + skip, start + len(surface)


def _leads(segmenter: Segmenter, words: Sequence[str]) -> bool:
    """Tell whether the first word is an article or a title, and no part of the name."""
    first = words[0].lower().strip(".")
    if first in WEAK_TITLES:
        return segmenter.is_given(words[1]) or words[1].lower().strip(".") in TITLES
    return first in TITLES or first in {"the", "a", "an"}


def _shown_as_name(surface: str) -> list[Token]:
    """Return the words of a name; without any capital, all count as capital."""
    tokens = tokens_of(surface, None)
    if any(token.capital for token in tokens):
        return tokens
    whole = [Token(0, len(surface), surface, surface.lower(), True, False)]
    return [token._replace(capital=True) for token in tokens] or whole
