"""What a piece of text is like, as small values that weights are learned for."""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from tagwire.extract._marks_table import Mark, words_of_attributes
from tagwire.extract._phrases_table import (
    CORRECTION,
    CREDIT_LINE,
    MAX_PHRASE_CHARS,
    removed_start,
)
from tagwire.extract._walk import HEADINGS, Box, Piece, Walked

Value = int | str | tuple[int | str, ...]

# One character of these scripts says as much as about 2.5 letters.
_DENSE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DENSE_FACTOR = 2.5
_LENGTH_STEPS = (10, 20, 35, 50, 80, 120, 180, 260, 400, 700)
_MASS_STEPS = (0.01, 0.05, 0.15, 0.3, 0.5, 0.75)
_DISTANCE_STEPS = (2, 6, 15, 40, 100)
# Weights have three decimals and sums often meet a limit: by the order of adding, just so.
_SCORE_STEPS = tuple(
    limit - 1e-9 for limit in (-5.0, -3.5, -2.5, -1.5, -0.7, 0.0, 0.7, 1.5, 2.5, 3.5, 5.0)
)
# One set first: a search then skips to its signs.
SENTENCE_END = re.compile(r"[.!?…。！？؟।۔။։።។](?:(?<=[。！？])|[\"”»“')\]]?(?:\s|$))")
_SENTENCE_ENDS = frozenset(".!?…。！？؟।۔။։።។")
# Thai and Lao end sentences with a blank and a paragraph with nothing.
_UNENDED = re.compile(r"[\u0e00-\u0eff]$")
_MIN_UNENDED_CHARS = 40
_CLOSERS = "\"'”’»“)]」』）"
_DIGIT = re.compile(r"\d")
_ASCII_DIGITS = string.digits.encode()
_BARE = re.compile(r"\W+")
_ASCII_SIGNS = bytes(char for char in range(128) if not (chr(char).isalnum() or chr(char) == "_"))
_TAG_CLASS = {
    "p": "p",
    **{tag: tag for tag in ("li", "blockquote", "figcaption", "h1", "h2", "h3", "h4")},
    **dict.fromkeys(("h5", "h6"), "h4"),
    **dict.fromkeys(("td", "th", "caption"), "cell"),
    **dict.fromkeys(("dd", "dt"), "li"),
    **dict.fromkeys(("span", "figure", "a"), "inline"),
    **dict.fromkeys(("section", "article", "main", "body", "center", "font"), "large"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the head says that can vote on pieces; texts without blanks and signs."""

    headline_index: int | None
    description: str
    body: str  # JSON-LD articleBody

    @classmethod
    def of(cls, headline_index: int | None, description: str, body: str) -> Evidence:
        """Return the evidence with its texts made comparable."""
        return cls(headline_index=headline_index, description=bare(description), body=bare(body))


def bare(text: str) -> str:
    """Return letters and digits in lower case, to compare texts."""
    # Most signs are ASCII and go in C; what is left of them costs a search for each.
    kept = text.lower().encode("utf-8", "surrogatepass").translate(None, _ASCII_SIGNS)
    return kept.decode() if kept.isascii() else _BARE.sub("", kept.decode("utf-8", "surrogatepass"))


def effective_length(text: str) -> float:
    """Return the length in letters, dense scripts counted by what they say."""
    if text.isascii():
        return len(text)
    return len(text) + (_DENSE_FACTOR - 1) * len(_DENSE.findall(text))


def features_of_pieces(walked: Walked, evidence: Evidence) -> list[tuple[Value, ...]]:
    """Return the features of each piece, in a fixed order."""
    page = _PageView(walked, evidence)
    return [
        MENU_FEATURES if _is_menu(piece) else page.features(index)
        for index, piece in enumerate(walked.pieces)
    ]


def _is_menu(piece: Piece) -> bool:
    """Tell whether the piece is a short link and nothing else: half of all pieces are."""
    return len(piece.text) < _MENU_CHARS and piece.link_chars > _MENU_SHARE * len(piece.text)


_MENU_CHARS = 35
_MENU_SHARE = 0.9
# As many values as other pieces have; weights know only the first.
MENU_FEATURES: tuple[Value, ...] = ("menu", *("",) * 21)


class _PageView:
    """Sums over the page that the features of single pieces look up."""

    def __init__(self, walked: Walked, evidence: Evidence) -> None:
        self._pieces = walked.pieces
        self._boxes = walked.boxes
        self._evidence = evidence
        self._lengths = [effective_length(piece.text) for piece in walked.pieces]
        self._shapes = [self._shape(index) for index in range(len(walked.pieces))]
        weights = (
            0 if piece.link_chars * 2 > len(piece.text) else length
            for piece, length in zip(walked.pieces, self._lengths, strict=True)
        )
        self._mass = [0.0, *accumulate(weights)]
        self._total = max(self._mass[-1], 1.0)
        long = [
            piece
            for piece, length in zip(walked.pieces, self._lengths, strict=True)
            if length > 80 and piece.link_chars * 2 < len(piece.text)
        ]
        self._siblings = Counter((piece.tag, self._parent(piece)) for piece in long)
        self._alike = Counter((piece.tag, self._attributes(piece)) for piece in walked.pieces)
        self._alike_long = Counter((piece.tag, self._attributes(piece)) for piece in long)

    def _parent(self, piece: Piece) -> int:
        return self._boxes[piece.box].parent if piece.box >= 0 else -1

    def _attributes(self, piece: Piece) -> str:
        return self._boxes[piece.box].attributes if piece.box >= 0 else ""

    def _mass_share(self, box: int) -> float:
        if box < 0:
            return 1.0
        inside = self._boxes[box]
        return (self._mass[inside.end] - self._mass[inside.first]) / self._total

    def features(self, index: int) -> tuple[Value, ...]:
        piece, length = self._pieces[index], self._lengths[index]
        text = piece.text
        tag = _TAG_CLASS.get(piece.tag, "div")
        step = _step(length, _LENGTH_STEPS)
        half = step // 2
        linked = _linked(piece)
        parent = self._parent(piece)
        end = _end_of(text)
        return (
            tag,
            step,
            (tag, step),
            (linked, half),
            (end, half),
            (tag, min(self._siblings.get((piece.tag, parent), 0), 6)),
            (min(len(SENTENCE_END.findall(text)), 4) if step > 2 else -1, linked),
            (_step(self._mass_share(parent), _MASS_STEPS), half),
            _step(self._mass_share(self._boxes[parent].parent if parent >= 0 else -1), _MASS_STEPS),
            (*self._position(index), half),
            _step(self._mass[index] / self._total, _MASS_STEPS),
            _start_of(text),
            (tag, self._shape_at(index - 1)),
            (tag, self._shape_at(index + 1)),
            (self._shape_at(index - 1), half, self._shape_at(index + 1)),
            *self._votes(text, step),
            (tag, piece.bold_chars > 0.9 * len(text), half),
            ("links" if linked > 2 else _phrase_of(text, length), half),
            (tag, self._tag_of(parent)),
            self._repetition(piece, half),
            (_digits(text), half),
        )

    def _position(self, index: int) -> tuple[str, int]:
        headline = self._evidence.headline_index
        if headline is None:
            return "no headline", 0
        distance = index - headline
        side = "before" if distance < 0 else "after"
        return side, _step(abs(distance), _DISTANCE_STEPS)

    def _shape_at(self, index: int) -> str:
        return self._shapes[index] if 0 <= index < len(self._shapes) else "none"

    def _shape(self, index: int) -> str:
        piece, length = self._pieces[index], self._lengths[index]
        if piece.tag in HEADINGS:
            return "heading"
        if piece.link_chars * 2 > len(piece.text):
            return "links"
        size = "short" if length < 60 else "middle" if length < 140 else "long"
        return size + "." if _end_of(piece.text) == "." else size

    def _votes(self, text: str, step: int) -> tuple[Value, Value]:
        """Return what description and JSON-LD body say about the text."""
        evidence = self._evidence
        if step < 3 or not (evidence.description or evidence.body):
            return "silent", "silent"
        key = bare(text[:120])
        described = key in evidence.description if evidence.description else None
        told = key in evidence.body if evidence.body else None
        return f"described={described}", (f"told={told}", step // 3)

    def _tag_of(self, box: int) -> str:
        tag = self._boxes[box].tag if box >= 0 else ""
        return tag if tag in _PARENT_TAGS else "other"

    def _repetition(self, piece: Piece, half: int) -> Value:
        key = (piece.tag, self._attributes(piece))
        alike, long = self._alike[key], self._alike_long[key]
        return _step(alike, (2, 4, 8, 20)), _step(long / max(alike, 1), (0.1, 0.3, 0.6)), half


_PARENT_TAGS = frozenset(
    [
        "div",
        "section",
        "article",
        "main",
        "aside",
        "ul",
        "ol",
        "li",
        "td",
        "tr",
        "body",
        "header",
        "footer",
        "figure",
        "blockquote",
        "a",
        "form",
        "dl",
    ]
)


def _step(value: float, limits: Sequence[float]) -> int:
    """Return how many of the limits the value reaches."""
    return bisect_right(limits, value)


def _linked(piece: Piece) -> int:
    share = piece.link_chars / len(piece.text)
    return 0 if not share else 1 if share < 0.2 else 2 if share < 0.5 else 3 if share < 0.9 else 4


def ends_sentence(text: str) -> bool:
    """Tell whether the text ends as sentences of its script do."""
    if SENTENCE_END.search(text[-3:]) is not None:
        return True
    return len(text) >= _MIN_UNENDED_CHARS and _UNENDED.search(text) is not None


def _end_of(text: str) -> str:
    last = text[-1]
    if last > "\u0e00" and len(text) >= _MIN_UNENDED_CHARS and _UNENDED.match(last):
        return "."
    if last in _CLOSERS and len(text) > 1:
        last = text[-2] if text[-2] in _SENTENCE_ENDS else last
    if last in _SENTENCE_ENDS:
        return "."
    if last in _CLOSERS:
        return ")"
    return last if last in ":,;|-–" else "0" if last.isdigit() else "a"


def _start_of(text: str) -> str:
    first = text[0]
    if first.isalpha():
        return "a" if first.islower() else "A"
    return first if first in '"“«„([-–—•@©#*|' else "0" if first.isdigit() else "?"


def _digits(text: str) -> int:
    start = text[:200]
    if start.isascii():
        count = len(start) - len(start.encode().translate(None, _ASCII_DIGITS))
    else:
        count = len(_DIGIT.findall(start))
    return _step(count / len(start), (0.001, 0.05, 0.15, 0.3))


def _phrase_of(text: str, length: float) -> str:
    if length > MAX_PHRASE_CHARS:
        return "long"
    removed = removed_start(text)
    if removed is not None:
        return removed[0].value
    if CREDIT_LINE.match(text):
        return "credit"
    return "correction" if CORRECTION.match(text) else ""


def attributes_around(piece: Piece, boxes: Sequence[Box]) -> tuple[str, str]:
    """Return the attributes of the box of the piece and of the one around that."""
    if piece.box < 0:
        return "", ""
    box = boxes[piece.box]
    return box.attributes, boxes[box.parent].attributes if box.parent >= 0 else ""


def mark_names(marks: int, own: str, around: str) -> list[str]:
    """Return the names of the marks and the words of the attributes of two boxes."""
    return [*names_of_marks(marks), *names_of_box("own", own), *names_of_box("around", around)]


@lru_cache(maxsize=4096)
def names_of_marks(marks: int) -> tuple[str, ...]:
    """Return the names of the marks."""
    return tuple(name for bit, name in _MARK_NAMES if marks & bit)


@lru_cache(maxsize=8192)
def names_of_box(place: str, attributes: str) -> tuple[str, ...]:
    """Return the words of the attributes of a box, with its place before each."""
    return tuple(f"{place} {word}" for word in words_of_attributes(attributes))


_MARK_NAMES = tuple((mark.value, mark.name) for mark in Mark)


def context_features(walked: Walked, scores: Sequence[float]) -> list[tuple[Value, ...]]:
    """Return what the first scores say around each piece."""
    pieces, boxes = walked.pieces, walked.boxes
    sums = [0.0, *accumulate(max(min(score, 3.0), -3.0) for score in scores)]
    steps = [_step(score, _SCORE_STEPS) for score in scores]
    padded = [0, 0, *steps, 0, 0]
    means: dict[int, int] = {}
    for index in {boxes[piece.box].parent for piece in pieces if piece.box >= 0}:
        if index >= 0:
            box = boxes[index]
            mean = (sums[box.end] - sums[box.first]) / max(box.end - box.first, 1)
            means[index] = _step(mean, _SCORE_STEPS)
    found: list[tuple[Value, ...]] = []
    for index, piece in enumerate(pieces):
        own = steps[index]
        parent = boxes[piece.box].parent if piece.box >= 0 else -1
        near = max(index - 4, 0), min(index + 5, len(scores))
        around = (sums[near[1]] - sums[near[0]] - (sums[index + 1] - sums[index])) / 8
        found.append(
            (
                own,
                (own // 2, padded[index + 1] // 2, padded[index + 3] // 2),
                (own // 2, padded[index] // 2, padded[index + 4] // 2),
                (own // 2, _step(around, _SCORE_STEPS)),
                (_TAG_CLASS.get(piece.tag, "div"), _step(around, _SCORE_STEPS)),
                (own // 2, means.get(parent, 0)),
            )
        )
    return found
