"""Nouns of languages that write them all with a capital: no names by that alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from tagwire.tag._words import Token
from tagwire.tag.tables.names import NOUN_ENDINGS
from tagwire.tag.tables.nouns import ADJECTIVE_ENDINGS, DETERMINERS, MIN_HEAD, NOUN_TAILS

# Languages that write all nouns with a capital: one capital word says nothing there.
NOUN_CAPITALS = frozenset({"de", "lb"})


class Nouns:
    """Tells nouns from names: by the words of the language, their parts, and the document."""

    def __init__(self, common: frozenset[str], texts: Iterable[Sequence[Token]]) -> None:
        self._common = common
        self._determined = _determined(texts)

    def has_alone(self, word: Token) -> bool:
        """Tell whether a capital word that stands alone, or first, is a noun."""
        return word.lower in self._determined or self.has(word)

    def has(self, word: Token) -> bool:
        """Tell whether a capital word is a noun, or an adjective that opens a sentence."""
        return is_noun(word, self._common)


def is_noun(word: Token, common: frozenset[str]) -> bool:
    """Tell by the words of the language, and by the parts of this one."""
    lower = word.lower
    if word.text.isupper() and len(word.text) > 1:
        return False
    return (
        lower in common
        or lower.endswith(NOUN_ENDINGS)
        or is_compound(lower)
        or (word.initial and lower.endswith(ADJECTIVE_ENDINGS))
    )


def _determined(texts: Iterable[Sequence[Token]]) -> frozenset[str]:
    """Return the words that stand alone behind an article somewhere: "der Verlag ist".

    "Die Chicago Cubs" tell nothing of Chicago.
    """
    return frozenset(
        word.lower
        for tokens in texts
        for i, (before, word) in enumerate(pairwise(tokens), 2)
        if word.capital
        and before.lower in DETERMINERS
        and word.start - before.end == 1
        and not (i < len(tokens) and tokens[i].capital and tokens[i].start - word.end == 1)
    )


def is_compound(lower: str) -> bool:
    """Tell whether the end of a word is a noun of its own: "Auto-kredit"."""
    tail = lower.rpartition("-")[2]
    if tail != lower:
        return tail.endswith(_TAILS)
    return len(lower) > MIN_HEAD and lower[MIN_HEAD:].endswith(_TAILS)


# With the endings of their cases: "den US-Anbietern".
_TAILS = tuple(tail + ending for tail in NOUN_TAILS for ending in ("", "n", "s", "es", "en"))
