"""Whether the text is whole, and the words or figures that say it is not.

no text -> headline only;  filler, a wall after the text -> paywalled
breaks off, excerpt, fewer words than stated or fed -> partial;  else full
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tagwire.extract._features import effective_length, ends_sentence
from tagwire.extract._head import Head
from tagwire.extract._marks_table import Mark, words_of_attributes
from tagwire.extract._phrases_table import READ_ON
from tagwire.extract._walk import Box, Piece
from tagwire.extract._walls_table import ELSEWHERE, WALL, WALL_LINK, WALL_WORDS
from tagwire.model import TEXT_KINDS, Block, Completeness, CompletenessState
from tagwire.text import words_of

# Fewer words than this beside a paywall statement is a teaser, not an article.
_TEASER_WORDS = 150
# Longer texts end with dots by style, and have doors of other articles below them.
_EXCERPT_WORDS = 360
_SHORT_WORDS = 60
# No wall of the labelled pages lets so much through (the longest 1,183): it lies over a whole text.
_WHOLE_WORDS = 1_500
_OPENINGS, _MIN_OPENING_CHARS = 3, 100
_CUT = re.compile(r"(?:…|(?<!\.)\.{3,4})\s*$")
# These marks no author writes at the end.
_CUT_BY_MACHINE = re.compile(r"(?:\[\s*(?:…|\.\.\.)\s*\]|\[\+\d+ chars\])\s*$")
_FALSE = frozenset({"false", "no", "0"})
_MAX_LINE_CHARS = 200
_MAX_BYLINE_CHARS = 40
# A box named after a wall that holds more is the text behind it.
_MAX_WALL_PIECES = 14
_AT_ONCE = 3  # pieces after the text in which the box of a wall begins
_MAX_COUNTED_CHARS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows of its article."""

    head: Head
    blocks: Sequence[Block]
    before_end: Sequence[Piece]  # the last pieces of the region
    after: Sequence[Piece]  # the pieces that follow the region on the page
    boxes: Sequence[Box]
    told: str  # the longest text that the source gave of the article
    has_filler: bool


def completeness_of(shown: Shown) -> Completeness:
    """Return how much of the article the blocks are, and why we think so."""
    texts = [block.text for block in shown.blocks if block.kind in TEXT_KINDS]
    if not texts:
        state = CompletenessState.PAYWALLED if shown.has_filler else CompletenessState.HEADLINE_ONLY
        return Completeness(state=state, reason="The page shows a headline and no text.")
    words = len(words_of("\n".join(texts)[:_MAX_COUNTED_CHARS]))
    for state, find in _SIGNS:
        reason = find(shown, texts, words)
        if reason:
            return Completeness(state=state, reason=reason)
    return Completeness(state=CompletenessState.FULL)


def _find_filler(shown: Shown, texts: Sequence[str], words: int) -> str:
    return "Filler stands in the place of the text." if shown.has_filler else ""


def _find_wall(shown: Shown, texts: Sequence[str], words: int) -> str:
    """Find a line after the text that wants payment or registration for the rest."""
    if words >= _WHOLE_WORDS and ends_sentence(texts[-1]) and not _is_for_subscribers(shown.head):
        return ""
    openings = {text for text in texts[:_OPENINGS] if len(text) > _MIN_OPENING_CHARS}
    for piece in (*shown.before_end, *shown.after):
        # A copy of the beginning stands over the wall: the text itself is all there above.
        if piece.text in openings and len(texts) > 2 * _OPENINGS:
            return ""
        is_short = len(piece.text) < _MAX_LINE_CHARS
        is_door = words < _EXCERPT_WORDS and _opens_door(piece)
        if is_short and (is_door or WALL.match(piece.text)):
            return f"The text is followed by “{piece.text[:60]}”."
    return ""


def _opens_door(piece: Piece) -> bool:
    """Tell whether a line invites to read on behind a till."""
    if piece.marks & (Mark.FOOTER | Mark.HEADER | Mark.NAV):
        return False
    leads = any(WALL_LINK.search(href) for _, _, href in piece.links)
    return leads and READ_ON.match(piece.text) is not None


def _find_closed_box(shown: Shown, texts: Sequence[str], words: int) -> str:
    """Find a short text with a box of a wall right after it, or with a statement and a cut."""
    if words >= _EXCERPT_WORDS:
        return ""
    near = (*shown.before_end, *shown.after[:_AT_ONCE])
    if any(_is_in_wall(piece, shown.boxes) for piece in near):
        return f"After {words} words the page has a box for those who pay or register."
    limit = _EXCERPT_WORDS if _CUT.search(texts[-1]) else _TEASER_WORDS
    if _is_for_subscribers(shown.head) and words < limit:
        return f"The page says it is not free to read and shows {words} words."
    return ""


def _is_in_wall(piece: Piece, boxes: Sequence[Box]) -> bool:
    number = piece.box
    for _ in range(3):
        if number < 0 or boxes[number].end - boxes[number].first > _MAX_WALL_PIECES:
            return False
        if not WALL_WORDS.isdisjoint(words_of_attributes(boxes[number].attributes)):
            return True
        number = boxes[number].parent
    return False


def _find_cut(shown: Shown, texts: Sequence[str], words: int) -> str:
    last = texts[-1]
    if _CUT_BY_MACHINE.search(last) or (words < _EXCERPT_WORDS and _CUT.search(last)):
        return f"The text breaks off: “{last[-30:]}”."
    return ""


def _find_elsewhere(shown: Shown, texts: Sequence[str], words: int) -> str:
    """Find a link to the rest of the text; a button that unfolds it leads nowhere."""
    for piece in (*shown.before_end, *shown.after):
        text = piece.text
        if len(text) > _MAX_LINE_CHARS or not any(_leads_away(href) for _, _, href in piece.links):
            continue
        is_link = piece.link_chars * 2 > len(text) and words < _EXCERPT_WORDS
        if ELSEWHERE.match(text) or (is_link and READ_ON.match(text)):
            return f"The text is followed by “{text[:60]}”."
    return ""


def _leads_away(href: str) -> bool:
    return bool(href) and href[0] != "#" and not href.lower().startswith("javascript:")


def _find_description(shown: Shown, texts: Sequence[str], words: int) -> str:
    told = shown.head.first("og:description", "description")
    # A byline beside it tells no more.
    telling = [text for text in texts if len(text) > _MAX_BYLINE_CHARS] or texts
    if words < _SHORT_WORDS and _bare("".join(telling)) in _bare(told):
        return "The text is only the description of the page."
    return ""


def _find_stated_words(shown: Shown, texts: Sequence[str], words: int) -> str:
    """Compare with ``wordCount``; many write the number of characters there."""
    stated = str(shown.head.article.get("wordCount") or "")
    length = effective_length("".join(texts))
    if stated.isascii() and stated.isdigit() and int(stated[:9]) > 2 * length:
        return f"The page states {int(stated):,} words and shows {words}."
    return ""


def _find_told(shown: Shown, texts: Sequence[str], words: int) -> str:
    if words < len(words_of(shown.told)) * 0.7:
        return "The source says more than the page shows."
    return ""


_Sign = Callable[[Shown, Sequence[str], int], str]
# In the order in which they are believed.
_SIGNS: tuple[tuple[CompletenessState, _Sign], ...] = (
    (CompletenessState.PAYWALLED, _find_filler),
    (CompletenessState.PAYWALLED, _find_wall),
    (CompletenessState.PAYWALLED, _find_closed_box),
    (CompletenessState.PARTIAL, _find_cut),
    (CompletenessState.PARTIAL, _find_elsewhere),
    (CompletenessState.PARTIAL, _find_description),
    (CompletenessState.PARTIAL, _find_stated_words),
    (CompletenessState.PARTIAL, _find_told),
)


def _is_for_subscribers(head: Head) -> bool:
    free = head.article.get("isAccessibleForFree")
    stated = str(free).strip().lower() if free is not None else ""
    tier = head.first("article:content_tier", "content_tier", "og:article:content_tier").lower()
    return stated.rsplit("/", 1)[-1] in _FALSE or tier in {"locked", "paid", "premium"}


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())
