"""The texts of an article that are read for names."""

from __future__ import annotations

from typing import NamedTuple

from tagwire.model import TEXT_KINDS, Article, BlockKind

# Texts of these kinds name nobody that the article is about.
_SKIPPED = frozenset({BlockKind.EMBED})
# Twice the longest reports; what an article is about stands well before.
MAX_CHARS = 100_000


class Field(NamedTuple):
    """One text of an article: its name in mentions, and where it begins in the whole."""

    name: str
    text: str
    kind: BlockKind | None  # None: the headline
    offset: int


def fields_of(article: Article) -> list[Field]:
    """Return the texts of an article in reading order: the headline, then the blocks.

    At most ``MAX_CHARS`` characters of the whole article.
    """
    fields = [Field("headline", article.headline[:MAX_CHARS], None, 0)]
    offset = 0
    left = MAX_CHARS - len(fields[0].text)
    for i, block in enumerate(article.blocks):
        if block.kind not in _SKIPPED and left > 0:
            fields.append(Field(f"blocks/{i}", block.text[:left], block.kind, offset))
            left -= len(block.text)
        if block.kind in TEXT_KINDS:
            offset += len(block.text)
    return fields
