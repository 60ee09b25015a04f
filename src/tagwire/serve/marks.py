"""Where the words of a search stand in a text, to mark them as the index found them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from tagwire.search_words import Sought, index_words, with_hebrew_quotes

Span = tuple[int, int]
NEAR = 12
# Marks, and what joins letters without being seen.
HEBREW_SIGNS = "\u05f3\u05f4"
WITH_LETTERS = frozenset({"Mn", "Mc", "Me", "Cf"})


def marked_words(text: str, sought: Sequence[Sought]) -> Markup:
    """Return the text with what is sought marked; everything else escaped."""
    parts: list[Markup] = []
    done = 0
    for start, end in _merged(spans_of(text, sought)):
        parts.append(escape(text[done:start]))
        parts.append(Markup("<mark>{}</mark>").format(text[start:end]))
        done = end
    parts.append(escape(text[done:]))
    return Markup().join(parts)


def spans_of(text: str, sought: Sequence[Sought]) -> list[Span]:
    """Return where each of the words or phrases stands."""
    if not sought:
        return []
    spelled = with_hebrew_quotes(text)  # as long as the text
    places = list(_iter_places(spelled))
    words = [word for word, _ in places]
    return [
        (_start_of(spelled, *places[i]), _end_of(spelled, *places[i + len(one.words) - 1], one))
        for one in sought
        for i in range(len(words) - len(one.words) + 1)
        if _stands(words[i : i + len(one.words)], one)
    ]


def _iter_places(text: str) -> Iterator[tuple[str, int]]:
    """Yield the words of a text as the index has them, each with about where it starts."""
    for is_run, chars in groupby(range(len(text)), key=lambda at: _in_word(text[at])):
        places = list(chars)
        words = index_words(text[places[0] : places[-1] + 1]) if is_run else []
        for n, word in enumerate(words):
            yield word, places[n * len(places) // len(words)]


def _stands(words: Sequence[str], sought: Sought) -> bool:
    last = (
        words[-1].startswith(sought.words[-1]) if sought.is_open else words[-1] == sought.words[-1]
    )
    return last and tuple(words[:-1]) == sought.words[:-1]


def _start_of(text: str, word: str, about: int) -> int:
    """Return where a word starts, which its place says only roughly where marks are combined."""
    if not _is_pair(word) or text.startswith(word, about):
        return about
    nearby = [at for at in range(max(0, about - NEAR), about + NEAR) if text.startswith(word, at)]
    return min(nearby, key=lambda at: abs(at - about), default=about)


def _end_of(text: str, word: str, about: int, sought: Sought) -> int:
    """Return where the last word ends: its pair of characters, or the end of its run."""
    start = _start_of(text, word, about)
    if sought.is_open:
        return start + 1
    if _is_pair(word) and text.startswith(word, start):
        return start + len(word)
    end = start + 1
    while end < len(text) and _in_word(text[end]):
        end += 1
    return end


def _is_pair(word: str) -> bool:
    """Return whether a word may be a pair of characters out of a script without spaces."""
    return 1 <= len(word) <= 4 and not word[0].isascii() and not word[0].islower()


def _in_word(char: str) -> bool:
    return char.isalnum() or char in HEBREW_SIGNS or unicodedata.category(char) in WITH_LETTERS


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch or overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
