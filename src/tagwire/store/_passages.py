"""The part of a text where it says what somebody sought: about two lines."""

from __future__ import annotations

from collections.abc import Sequence

from tagwire.expression import Expression, Words, positive_terms
from tagwire.search_words import Sought, iter_places, sought_words
from tagwire.store._documents import starts_at
from tagwire.text import squeeze

PASSAGE_CHARS = 220
# What stands before the first hit, so that it can be understood.
LEAD_CHARS = 60
# Beyond this a text is not looked at: the card's own extract must do.
MAX_PLACES = 20_000


def passages_sought(expression: Expression) -> list[Sought]:
    """Return the words that a passage should show."""
    terms = positive_terms(expression)
    return [sought_words(term.text) for term in terms if isinstance(term, Words)]


def passage_of(text: str, sought: Sequence[Sought]) -> str | None:
    """Return the lines around the first words that are sought, None when the text has none."""
    start = _first_hit(text, sought)
    if start is None:
        return None
    begin = _begin(text, start)
    end = min(len(text), begin + PASSAGE_CHARS)
    passage = text[begin:end]
    if end < len(text):
        passage = (passage.rpartition(" ")[0] or passage).rstrip(" .,;:–—-") + "…"
    return squeeze(passage if begin == 0 else "…" + passage)


def _first_hit(text: str, sought: Sequence[Sought]) -> int | None:
    """Return where the first of the words stand."""
    first_words = {one.words[0] for one in sought if len(one.words) > 1 or not one.is_open}
    openings = tuple(one.words[0] for one in sought if len(one.words) == 1 and one.is_open)
    longest = max((len(one.words) for one in sought), default=0)
    words: list[str] = []
    starts: list[int] = []
    candidates: list[int] = []
    for i, (word, start) in enumerate(iter_places(text)):
        words.append(word)
        starts.append(start)
        if word in first_words or (openings and word.startswith(openings)):
            candidates.append(i)
        # Judged when enough words behind it are known.
        while candidates and i - candidates[0] >= longest - 1:
            at = candidates.pop(0)
            if any(starts_at(words, at, one) for one in sought):
                return starts[at]
        if i > MAX_PLACES:
            return None
    found = (at for at in candidates if any(starts_at(words, at, one) for one in sought))
    return next((starts[at] for at in found), None)


def _begin(text: str, start: int) -> int:
    """Return where the passage begins: with the sentence when that is near, else with a word."""
    if start <= LEAD_CHARS:
        return 0
    before = text[start - LEAD_CHARS : start]
    for mark in ("\n", "。", ". ", "? ", "! ", "؟ ", " "):
        at = before.find(mark) if mark == " " else before.rfind(mark)
        if at >= 0:
            return start - LEAD_CHARS + at + len(mark)
    return start - LEAD_CHARS
