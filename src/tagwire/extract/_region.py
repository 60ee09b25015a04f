"""Which part of the page is the article: the box whose pieces add up to most.

    scores of pieces -> sum of each box -> best box (with guards) -> span of pieces

Guards: comments never win while another region has an article's worth of text, a
second article below the first is cut off, and a page with sentences is never empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from tagwire.extract._marks_table import Mark
from tagwire.extract._score import effective_length
from tagwire.extract._walk import Box, Piece, Walked

# One very long piece must not outweigh a wrong neighbourhood, nor one menu a body.
_MAX_SCORE = 3.0
_MIN_SCORE = -2.5
_COMMENT_PENALTY = 4.0
# Outside the core a piece must look like an article all by itself.
STRONG = 1.5
# A region is worth keeping from this sum on: about two good paragraphs.
MIN_REGION_SCORE = 1.0


@dataclass(frozen=True, slots=True)
class Region:
    """The pieces of an article: indexes ``first`` to ``end``, and how sure we are.

    The core is the best box; around it the region reaches as far as strong pieces do.
    """

    first: int
    end: int
    score: float
    core_first: int
    core_end: int

    def holds(self, index: int) -> bool:
        """Tell whether the index lies in the core, the best box itself."""
        return self.core_first <= index < self.core_end


def choose_region(walked: Walked, headline_index: int | None) -> Region | None:
    """Return the best region, or None when no piece speaks for an article."""
    pieces, boxes = walked.pieces, walked.boxes
    if not pieces:
        return None
    gains = [_gain(piece) for piece in pieces]
    sums = [0.0, *accumulate(gains)]
    best = max(
        (box for box in boxes if box.end > box.first),
        key=lambda box: sums[box.end] - sums[box.first],
        default=None,
    )
    if best is None:
        return None
    score = sums[best.end] - sums[best.first]
    if score < MIN_REGION_SCORE:
        return _lone_region(pieces, gains)
    first, end = _reach(best, gains, headline_index)
    end = _end_of_first_article(walked, (first, end), gains, headline_index)
    return Region(first, end, score, best.first, min(best.end, end))


def _reach(core: Box, gains: list[float], headline_index: int | None) -> tuple[int, int]:
    """Return the span from the first to the last strong piece on both sides of the core.

    Adverts and teasers split bodies into boxes of their own; nothing above the
    headline belongs to the article.
    """
    start = headline_index + 1 if headline_index is not None and headline_index < core.first else 0
    before = (index for index in range(start, core.first) if gains[index] > STRONG)
    after = (index for index in range(len(gains) - 1, core.end - 1, -1) if gains[index] > STRONG)
    return next(before, core.first), next(after, core.end - 1) + 1


def _gain(piece: Piece) -> float:
    gain = max(min(piece.score, _MAX_SCORE), _MIN_SCORE)
    if piece.marks & Mark.COMMENT and gain > 0:
        gain -= _COMMENT_PENALTY
    return gain


def _lone_region(pieces: list[Piece], gains: list[float]) -> Region | None:
    """Return the span of the best pieces of a page that has only a few lines of text."""
    good = [
        index
        for index, piece in enumerate(pieces)
        if gains[index] > 0 or (gains[index] > -1 and effective_length(piece.text) > 120)
    ]
    if not good:
        return None
    first, end = good[0], good[-1] + 1
    return Region(first, end, sum(gains[index] for index in good), first, end)


def _end_of_first_article(
    walked: Walked, span: tuple[int, int], gains: list[float], headline_index: int | None
) -> int:
    """Return where a second article begins inside the region, or its end.

    Endless scroll appends whole articles: a new ``h1`` with its own paragraphs after
    the first article has had its text.
    """
    seen = 0.0
    for index in range(*span):
        piece = walked.pieces[index]
        starts_anew = piece.tag == "h1" and index != headline_index
        if starts_anew and seen > 6:
            rest = sum(gain for gain in gains[index : span[1]] if gain > 0)
            if rest > 6:
                return index
        seen += max(gains[index], 0)
    return span[1]
