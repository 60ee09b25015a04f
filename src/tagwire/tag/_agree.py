"""Names that agree over many documents: short forms follow the majority."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from tagwire.model import ArticleTag, Role, Tag, Tagged, TagKind
from tagwire.text import slug_of

# A short form follows a long one when this share of the documents that tell agrees.
MIN_SHARE = 0.6
MIN_DOCUMENTS = 2
_PARTIES = frozenset({TagKind.PERSON, TagKind.ORGANISATION, TagKind.AGENCY})


def agree(tagged: Sequence[Tagged]) -> list[Tagged]:
    """Return the documents with tags that agree: one identity, one slug, one kind.

    A short form that a document could not explain takes the long form that at least
    0.6 of the documents with both give it. Nothing is added or removed.
    """
    owners = _owners(tagged)
    kinds = _kinds(tagged)
    return [replace(one, tags=_agreed(one.tags, owners, kinds)) for one in tagged]


def _owners(tagged: Sequence[Tagged]) -> dict[str, Tag]:
    """Return slug of a short form -> tag that it stands for."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    tags: dict[str, Tag] = {}
    for document in tagged:
        for found in document.tags:
            if found.tag.kind in _PARTIES and " " in found.tag.label:
                tags.setdefault(found.tag.slug, found.tag)
                for short in {slug_of(mention.surface) for mention in found.mentions}:
                    if short and short != found.tag.slug:
                        votes[short][found.tag.slug] += 1
    owners = {}
    for short, counter in votes.items():
        slug, count = counter.most_common(1)[0]
        if count >= MIN_DOCUMENTS and count >= MIN_SHARE * counter.total():
            owners[short] = tags[slug]
    return owners


def _kinds(tagged: Sequence[Tagged]) -> dict[str, Tag]:
    """Return for each slug the tag that most documents, and the surest, have."""
    votes: dict[str, Counter[Tag]] = defaultdict(Counter)
    for document in tagged:
        for found in document.tags:
            votes[found.tag.slug][found.tag] += 1 + round(found.confidence)
    return {
        slug: max(counter, key=lambda tag: (counter[tag], tag.kind, tag.label))
        for slug, counter in votes.items()
    }


def _agreed(
    tags: Sequence[ArticleTag], owners: dict[str, Tag], kinds: dict[str, Tag]
) -> tuple[ArticleTag, ...]:
    merged: dict[str, ArticleTag] = {}
    for found in tags:
        target = kinds[found.tag.slug]
        if target.uri is None and target.kind is not TagKind.KEYWORD:
            target = owners.get(target.slug, target)
        moved = replace(found, tag=target)
        old = merged.get(target.slug)
        merged[target.slug] = moved if old is None else _together(old, moved)
    return tuple(sorted(merged.values(), key=lambda tag: (-tag.relevance, tag.tag.slug)))


def _together(a: ArticleTag, b: ArticleTag) -> ArticleTag:
    roles = dict.fromkeys((*a.roles, *b.roles))
    ordered = ([Role.SUBJECT] if Role.SUBJECT in roles else []) + [
        r for r in roles if r is not Role.SUBJECT
    ]
    return ArticleTag(
        tag=a.tag,
        roles=tuple(ordered),
        relevance=max(a.relevance, b.relevance),
        confidence=max(a.confidence, b.confidence),
        mentions=(*a.mentions, *b.mentions),
        shown=a.shown or b.shown,
    )
