"""The texts of an article that are read for names."""

from __future__ import annotations

from typing import NamedTuple

from tagwire.model import TEXT_KINDS, Article, BlockKind

# Texts of these kinds name nobody that the article is about.
_SKIPPED = frozenset({BlockKind.EMBED})
MAX_CHARS = 200_000


class Field(NamedTuple):
    """One text of an article: its name in mentions, and where it begins in the whole."""

    name: str
    text: str
    kind: BlockKind | None  # None: the headline
    offset: int


def fields_of(article: Article) -> list[Field]:
    """Return the texts of an article in reading order: the headline, then the blocks."""
    fields = [Field("headline", article.headline, None, 0)]
    offset = 0
    for i, block in enumerate(article.blocks):
        if block.kind not in _SKIPPED:
            fields.append(Field(f"blocks/{i}", block.text[:MAX_CHARS], block.kind, offset))
        if block.kind in TEXT_KINDS:
            offset += len(block.text)
    return fields
