"""Who else is behind an article: agencies of the text, houses of the pictures.

Each credit carries the words of the page that say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tagwire.extract._agencies_table import agency_named, may_name_house
from tagwire.extract._credit_lines import (
    byline_credits,
    closing_credits,
    dateline_credits,
    desk_credits,
    is_picture_line,
    picture_credits,
    unique,
)
from tagwire.extract._phrases_table import BYLINE_PREFIX, SIGN_OFF
from tagwire.model import TEXT_KINDS, Block, BlockKind, Credit, CreditRole, Removed

_OPENING, _CLOSING = 3, 4  # paragraphs that may hold a dateline, a sign
_MAX_LINE_CHARS = 200  # longer paragraphs are sentences between begin and end


def credits_of(
    blocks: Sequence[Block],
    removed: Sequence[Removed],
    stated: Iterable[Credit],
    image_credit: str,
) -> list[Credit]:
    """Return the credits, each house once a role, the strongest words first.

    ``stated`` are those of bylines and of the head.
    """
    found = list(stated)
    found += _credits_in_text([block.text for block in blocks if block.kind in TEXT_KINDS])
    for part in removed:
        found += closing_credits(part.text)
    last = max((i for i, b in enumerate(blocks) if b.kind in TEXT_KINDS), default=-1)
    for index, block in enumerate(blocks):
        if block.kind in {BlockKind.CAPTION, BlockKind.CREDIT}:
            found += _credits_beside(block, is_below=index > last)
    if not BYLINE_PREFIX.match(image_credit):
        found += picture_credits(image_credit)
    return unique(found)


def _credits_in_text(texts: Sequence[str]) -> list[Credit]:
    found: list[Credit] = []
    for index, text in enumerate(texts):
        is_line = len(text) <= _MAX_LINE_CHARS
        is_edge = index < _OPENING or index >= len(texts) - _CLOSING
        if not is_line and not is_edge:
            continue
        if is_line and not may_name_house(text):
            found += closing_credits(text) if index >= len(texts) - _CLOSING else []
        elif is_line and is_picture_line(text):
            found += picture_credits(text)
        elif is_line and (name := agency_named(text)):
            found.append(Credit(name=name, role=CreditRole.ORIGINATOR, evidence=text))
        else:
            found += dateline_credits(text) if index < _OPENING else []
            found += closing_credits(text) if index >= len(texts) - _CLOSING else []
    return found


def _credits_beside(block: Block, *, is_below: bool) -> list[Credit]:
    """Return the houses of a caption, or of a line that is set apart from the text."""
    text = block.text
    if BYLINE_PREFIX.match(text):
        return byline_credits(text)
    if block.kind is BlockKind.CREDIT and (is_below or SIGN_OFF.match(text)):
        return picture_credits(text) if is_picture_line(text) else closing_credits(text)
    return desk_credits(text) or picture_credits(text)
