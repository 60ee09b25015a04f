"""How much each piece looks like the text of an article: a sum of weights.

Each piece has a few features (length, link share, tag, marks of its boxes, its
neighbours); each feature has a weight; the sum is the score. Positive pieces belong
to an article, negative ones to the page around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tagwire.extract._marks_table import Mark
from tagwire.extract._walk import HEADINGS, Box, Piece, Walked
from tagwire.extract._weights_table import BIAS, WEIGHTS

# One character of these scripts says as much as about 2.5 letters.
_DENSE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DENSE_FACTOR = 2.5
_ENDS = (
    ".",
    "!",
    "?",
    "…",
    "。",
    "！",
    "？",
    "؟",
    "।",
    '."',
    ".”",
    ".»",
    ".“",
    "”",
    "」",
    ":",
    "’",
    "»",
)
_LENGTH_STEPS = (10, 20, 35, 50, 80, 120, 180, 260, 400, 700)
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"”»“')\]]?(?:\s|$)|[。！？]")
# A box that holds more than this share of the plain text of a page is the page itself:
# "has-sidebar" on it says nothing about its text.
_WHOLE_PAGE_SHARE = 0.5
_KEPT_ON_WHOLE = (
    Mark.BODY | Mark.ARTICLE | Mark.LIST | Mark.TABLE | Mark.QUOTE | Mark.FIGURE | Mark.SUMMARY
)


def score_pieces(walked: Walked) -> None:
    """Set marks and score of every piece."""
    _inherit_marks(walked)
    lengths = [effective_length(piece.text) for piece in walked.pieces]
    by_box = Counter(
        (piece.tag, walked.boxes[piece.box].parent if piece.box >= 0 else -1)
        for piece, length in zip(walked.pieces, lengths, strict=True)
        if length > 80 and piece.link_chars * 2 < len(piece.text)
    )
    own = [
        features_of(piece, length, walked.boxes, by_box)
        for piece, length in zip(walked.pieces, lengths, strict=True)
    ]
    for index, piece in enumerate(walked.pieces):
        names = own[index] + neighbour_features(index, walked.pieces, lengths)
        piece.score = BIAS + _sum_of(names, WEIGHTS)


def _sum_of(names: Sequence[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) for name in names)


def effective_length(text: str) -> float:
    """Return the length in letters, dense scripts counted by what they say."""
    if text.isascii():
        return len(text)
    return len(text) + (_DENSE_FACTOR - 1) * len(_DENSE.findall(text))


def _inherit_marks(walked: Walked) -> None:
    mass = [0]
    for piece in walked.pieces:
        mass.append(mass[-1] + len(piece.text) - piece.link_chars)
    total = max(mass[-1], 1)
    marks: list[int] = []
    for box in walked.boxes:
        own = box.own
        if own and mass[box.end] - mass[box.first] > _WHOLE_PAGE_SHARE * total:
            own &= _KEPT_ON_WHOLE
        marks.append(own | (marks[box.parent] if box.parent >= 0 else 0))
    for piece in walked.pieces:
        piece.marks = marks[piece.box] if piece.box >= 0 else 0


def features_of(
    piece: Piece, length: float, boxes: Sequence[Box], by_box: Mapping[tuple[str, int], int]
) -> list[str]:
    """Return the names of the features that the piece has by itself."""
    tag = _tag_class(piece.tag)
    step = _step(length)
    share = piece.link_chars / max(len(piece.text), 1)
    linked = 0 if not share else 1 if share < 0.2 else 2 if share < 0.5 else 3 if share < 0.9 else 4
    ended = piece.text.endswith(_ENDS)
    parent = boxes[piece.box].parent if piece.box >= 0 else -1
    siblings = min(by_box.get((piece.tag, parent), 0), 6)
    names = [
        f"tag={tag}",
        f"length={step}",
        f"tag,length={tag},{step}",
        f"linked={linked}",
        f"linked,length={linked},{step // 2}",
        f"ended={ended},{step // 2}",
        f"siblings={siblings}",
        f"sentences={min(len(_SENTENCE.findall(piece.text)), 4)}",
    ]
    marks = piece.marks
    if marks:
        names += [name for bit, name in _MARK_NAMES if marks & bit]
    if piece.bold_chars > 0.9 * len(piece.text):
        names.append(f"bold={tag}")
    return names


_MARK_NAMES = tuple((mark.value, f"mark={mark.name}") for mark in Mark)


def _step(length: float) -> int:
    return sum(length >= limit for limit in _LENGTH_STEPS)


def _tag_class(tag: str) -> str:
    if tag in {"p", "li", "blockquote", "figcaption", "h1", "h2", "h3", "h4", "h5"}:
        return tag
    return {"td": "cell", "th": "cell", "h6": "h5", "dd": "li", "dt": "li"}.get(tag, "div")


def neighbour_features(index: int, pieces: Sequence[Piece], lengths: Sequence[float]) -> list[str]:
    """Return features that say what stands before and after."""
    return [
        f"before={_neighbour(index - 1, pieces, lengths)}",
        f"after={_neighbour(index + 1, pieces, lengths)}",
    ]


def _neighbour(index: int, pieces: Sequence[Piece], lengths: Sequence[float]) -> str:
    if not 0 <= index < len(pieces):
        return "none"
    piece = pieces[index]
    if piece.tag in HEADINGS:
        return "heading"
    if piece.link_chars * 2 > len(piece.text):
        return "links"
    size = "short" if lengths[index] < 60 else "middle" if lengths[index] < 140 else "long"
    return f"{size}{'.' if piece.text.endswith(_ENDS) else ''}"
