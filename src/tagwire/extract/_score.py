"""How much each piece looks like the text of an article: a sum of learned weights.

    pieces --features--> tuples of small values --weights--> first score
    first scores of piece, neighbours, box --weights--> score (log-odds)

Positive pieces belong to an article, negative ones to the page around it. The
weights are learned by ``eval/train_blocks.py`` on pages of many sites; no feature
names a site.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from tagwire.extract._features import (
    MENU_FEATURES,
    Evidence,
    attributes_around,
    context_features,
    features_of_pieces,
    names_of_box,
    names_of_marks,
)
from tagwire.extract._marks_table import Mark
from tagwire.extract._walk import Walked

# A box that holds more than this share of the plain text of a page is the page itself:
# "has-sidebar" on it says nothing about its text.
_WHOLE_PAGE_SHARE = 0.5
_KEPT_ON_WHOLE = (
    Mark.BODY | Mark.ARTICLE | Mark.LIST | Mark.TABLE | Mark.QUOTE | Mark.FIGURE | Mark.SUMMARY
)
Value = int | str | tuple[int | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned: one table for each feature, in the order of the features."""

    bias: float
    tables: Sequence[dict[Value, float]]
    names: Mapping[str, float]  # marks and words of boxes
    context_bias: float
    context_tables: Sequence[dict[Value, float]]


def score_pieces(walked: Walked, evidence: Evidence, weights: Weights) -> None:
    """Set the score of every piece; marks must be set."""
    first = first_scores(walked, evidence, weights)
    values = context_features(walked, first)
    for piece, score, context in zip(walked.pieces, first, values, strict=True):
        piece.score = score + weights.context_bias + _sum(weights.context_tables, context)


def first_scores(walked: Walked, evidence: Evidence, weights: Weights) -> list[float]:
    """Return the scores of the pieces without their context."""
    boxes, names = walked.boxes, weights.names
    known: dict[tuple[str, ...], float] = {}
    of_menu = _sum(weights.tables, MENU_FEATURES)
    scores = []
    for piece, values in zip(walked.pieces, features_of_pieces(walked, evidence), strict=True):
        own, around = attributes_around(piece, boxes)
        score = weights.bias + (
            of_menu if values is MENU_FEATURES else _sum(weights.tables, values)
        )
        for named in (
            names_of_marks(piece.marks),
            names_of_box("own", own),
            names_of_box("around", around),
        ):
            if named not in known:
                known[named] = sum(names.get(name, 0.0) for name in named)
            score += known[named]
        scores.append(score)
    return scores


def _sum(tables: Sequence[dict[Value, float]], values: Sequence[Value]) -> float:
    return sum(map(_look_up, tables, values, repeat(0.0)))


# With it the loop over the features of a piece holds no Python.
_look_up = dict[Value, float].get


def set_marks(walked: Walked) -> None:
    """Give every piece the marks of the boxes around it."""
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
