"""The part of a text where it says what somebody sought: about two lines."""

from __future__ import annotations

from collections.abc import Sequence

from tagwire.expression import Expression, Words, positive_terms
from tagwire.search_words import (
    Sought,
    index_words,
    is_spaceless,
    runs_of,
    sought_words,
    words_of_run,
)
from tagwire.store._documents import starts_at
from tagwire.text import squeeze

PASSAGE_CHARS = 220
# What stands before the first hit, so that it can be understood.
LEAD_CHARS = 60
# Places that are looked at for each word: then the card's own extract must do.
MAX_LOOKS = 20


def passages_sought(expression: Expression) -> list[Sought]:
    """Return the words that a passage should show."""
    return [
        sought_words(term.text)
        for term in positive_terms(expression)
        if isinstance(term, Words) and not term.in_title
    ]


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
    """Return where words that are sought stand: those that are spelled so, else any."""
    # The one letter that becomes two would move all places behind it.
    lower = text.replace("İ", "i").lower()
    places = [_place_of(text, lower, one.words[0], one) for one in sought]
    if not any(place is not None for place in places):
        places = [_place_of(text, text, *pair) for pair in _otherwise_spelled(text, sought)]
    return min((place for place in places if place is not None), default=None)


def _place_of(text: str, spelled: str, first: str, sought: Sought) -> int | None:
    """Return where words stand whose first one is spelled so."""
    reach = len(first) + 2 * sum(map(len, sought.words)) + 40
    at = spelled.find(first)
    for _ in range(MAX_LOOKS):
        if at < 0:
            return None
        # What goes on to the left is another word; characters without spaces begin anywhere.
        is_start = at == 0 or not text[at - 1].isalnum() or is_spaceless(sought.words[0])
        if is_start and _begins(index_words(text[at : at + reach]), first, sought):
            return at
        at = spelled.find(first, at + 1)
    return None


def _begins(words: Sequence[str], first: str, sought: Sought) -> bool:
    return any(starts_at(words, i, sought) for i in range(min(len(first), len(words))))


def _otherwise_spelled(text: str, sought: Sequence[Sought]) -> list[tuple[str, Sought]]:
    """Return the runs of a text that hold a first word, as the text spells them.

    Letters of ASCII are spelled as they are folded: of those all were looked at.
    """
    by_word = {one.words[0]: one for one in sought if len(one.words) > 1 or not one.is_open}
    openings = [one for one in sought if len(one.words) == 1 and one.is_open]
    found: list[tuple[str, Sought]] = []
    for run in {run for run in runs_of(text) if not run.isascii()}:
        words = words_of_run(run)
        found += [(run, by_word[word]) for word in words if word in by_word]
        for one in openings:
            if any(word.startswith(one.words[0]) for word in words):
                found.append((run, one))
    return found


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
