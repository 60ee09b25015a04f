"""Whether the text is whole, and the words or figures that say it is not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tagwire.extract._head import Head
from tagwire.extract._phrases_table import READ_ON, WEAK_READ_ON
from tagwire.extract._walk import Piece
from tagwire.model import TEXT_KINDS, Block, Completeness, CompletenessState
from tagwire.text import words_of

# Fewer words than this beside a paywall statement is a teaser, not an article.
_TEASER_WORDS = 180
_SHORT_WORDS = 60
_CUT = re.compile(r"(?:\[\s*(?:…|\.\.\.)\s*\]|…|(?<!\.)\.\.\.|\[\+\d+ chars\])\s*$")
_FALSE = frozenset({"false", "no", "0"})


def completeness_of(
    head: Head, blocks: Sequence[Block], after: Sequence[Piece], summary: str
) -> Completeness:
    """Return how much of the article the blocks are.

    ``after`` are the pieces that follow the text on the page; ``summary`` is what the
    source said about the article.
    """
    texts = [block.text for block in blocks if block.kind in TEXT_KINDS]
    if not texts:
        return _state(CompletenessState.HEADLINE_ONLY, "The page shows a headline and no text.")
    words = len(words_of(" ".join(texts)[:20_000]))
    if _is_for_subscribers(head) and words < _TEASER_WORDS:
        return _state(
            CompletenessState.PAYWALLED,
            f"The page says it is not free to read and shows {words} words.",
        )
    invited = next((p.text for p in after[:6] if len(p.text) < 200 and READ_ON.match(p.text)), "")
    if invited and (words < 2 * _TEASER_WORDS or not WEAK_READ_ON.match(invited)):
        return _state(CompletenessState.PARTIAL, f"The text is followed by “{invited[:60]}”.")
    if _CUT.search(texts[-1]):
        return _state(CompletenessState.PARTIAL, f"The text breaks off: “{texts[-1][-30:]}”.")
    if words < _SHORT_WORDS and _is_only(texts, head.first("og:description", "description")):
        return _state(CompletenessState.PARTIAL, "The text is only the description of the page.")
    if words < len(words_of(summary)) * 0.7:
        return _state(CompletenessState.PARTIAL, "The source says more than the page shows.")
    return Completeness(state=CompletenessState.FULL)


def _is_for_subscribers(head: Head) -> bool:
    free = head.article.get("isAccessibleForFree")
    stated = str(free).strip().lower() if free is not None else ""
    tier = head.first("article:content_tier", "content_tier", "og:article:content_tier").lower()
    return stated.rsplit("/", 1)[-1] in _FALSE or tier in {"locked", "paid", "premium"}


def _is_only(texts: Sequence[str], description: str) -> bool:
    bare = re.sub(r"\W+", "", "".join(texts).lower())
    return bool(bare) and bare in re.sub(r"\W+", "", description.lower())


def _state(state: CompletenessState, reason: str) -> Completeness:
    return Completeness(state=state, reason=reason)
