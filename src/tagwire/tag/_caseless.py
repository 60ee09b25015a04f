"""Catalogue names in scripts that have no capitals."""

from __future__ import annotations

from collections.abc import Sequence

from tagwire.model import TagKind
from tagwire.tag._catalogue import Catalogue, is_unspaced
from tagwire.tag._span import Span
from tagwire.tag._words import Token
from tagwire.tag.tables.names import BODY_CLOSERS, BODY_OPENERS


def find_caseless(
    catalogue: Catalogue, text: str, tokens: Sequence[Token], language: str | None
) -> list[Span]:
    """Find catalogue names in scripts that have no capitals."""
    spans: list[Span] = []
    last_end = -1
    for i, token in enumerate(tokens):
        if token.capital or token.text.isascii() or token.start < last_end:
            continue
        if is_unspaced(token.text[0]):
            spans += _unspaced(catalogue, text, token, language)
        elif token.text[0] > "\u058f":
            span = _spaced(catalogue, text, tokens, i, language)
            if span is not None:
                spans.append(span)
                last_end = span.end
    return spans


def _spaced(
    catalogue: Catalogue, text: str, tokens: Sequence[Token], i: int, language: str | None
) -> Span | None:
    """Match the longest known name at a word, with or without its prefix letters."""
    for skip in _prefixes(tokens[i].text):
        start = tokens[i].start + skip
        first = tokens[i].text[skip:]
        most = catalogue.longest.get(first, 1)
        for j in range(min(len(tokens), i + most), i, -1):
            surface = text[start : tokens[j - 1].end]
            alias = catalogue.find_best(surface, language)
            if alias is not None and not alias.weak and len(surface) > 2:
                span = Span(start, tokens[j - 1].end, alias.known.kind, alias.known, 0.85)
                return _body_behind(text, span)
    return None


def _unspaced(catalogue: Catalogue, text: str, token: Token, language: str | None) -> list[Span]:
    """Match known names inside a stretch without blanks, longest first."""
    spans: list[Span] = []
    i, end = token.start, token.end
    unspaced = catalogue.unspaced
    while i < end - 1:
        most = unspaced.get(text[i : i + 2], 0)
        step = 1
        for size in range(min(most, len(text) - i), 1, -1):
            alias = catalogue.find_best(text[i : i + size], language)
            if alias is not None and not alias.weak and _fills_run(text, i, i + size):
                span = Span(i, i + size, alias.known.kind, alias.known, 0.85)
                spans.append(_body_before(text, span))
                step = spans[-1].end - i
                break
        i += step
    return spans


def _fills_run(text: str, start: int, end: int) -> bool:
    """Tell whether a name in katakana is a whole word of it, not a part: a dot parts words."""
    before = start > 0 and _is_katakana(text[start - 1]) and _is_katakana(text[start])
    after = end < len(text) and _is_katakana(text[end]) and _is_katakana(text[end - 1])
    return not (before or after)


def _is_katakana(char: str) -> bool:
    return "\u30a1" <= char <= "\u30fa" or char == "\u30fc"


def _body_behind(text: str, span: Span) -> Span:
    """Return the body that a place belongs to: "جامعة القاهرة" is no city."""
    head = next((head for head in BODY_OPENERS if text.endswith(head + " ", 0, span.start)), "")
    if not head or span.kind is not TagKind.PLACE:
        return span
    start = span.start - len(head) - 1
    return Span(start, span.end, TagKind.ORGANISATION, None, BODY_OPENERS[head])


def _body_before(text: str, span: Span) -> Span:
    """Return the body that a place opens: "東京大学"."""
    tail = next((tail for tail in BODY_CLOSERS if text.startswith(tail, span.end)), "")
    if not tail or span.kind is not TagKind.PLACE:
        return span
    return Span(span.start, span.end + len(tail), TagKind.ORGANISATION, None, 0.85)


# Letters that Arabic and Hebrew write onto the next word: and, in, to, like, from, the.
_ARABIC_PREFIXES = ("و", "ب", "ل", "ف", "ك", "وب", "ول", "لل")
_HEBREW_PREFIXES = ("ו", "ב", "ל", "מ", "ה", "ש", "וב", "ול", "שב")


def _prefixes(word: str) -> list[int]:
    prefixes = _ARABIC_PREFIXES if "\u0600" <= word[0] <= "\u06ff" else _HEBREW_PREFIXES
    return [
        0,
        *(
            len(prefix)
            for prefix in prefixes
            if word.startswith(prefix) and len(word) > len(prefix) + 2
        ),
    ]
