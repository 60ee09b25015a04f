"""Which part of the page is the article: the box whose pieces add up to most.

    scores of pieces -> sum of each box -> best box (with guards) -> span of pieces

Guards: comments never win while another region has an article's worth of text, a
second article below the first is cut off, and a page with sentences is never empty.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

from tagwire.extract._features import effective_length, ends_sentence
from tagwire.extract._marks_table import Mark
from tagwire.extract._places import Places
from tagwire.extract._walk import Box, Piece, Walked

# One very long piece must not outweigh a wrong neighbourhood, nor one menu a body.
_MAX_SCORE = 3.0
_FULL_ROOM = 200
_LEAST_ROOM = 0.1
_COMMENT_PENALTY = 4.0
# Outside the core a piece must look like an article all by itself.
STRONG = 1.5
# Below this sum, about two good paragraphs, the best box proves nothing.
MIN_REGION_SCORE = 6.0
# There a run of lines is taken from this score on, over gaps of a few other pieces.
WEAK_LIMIT = -1.2
_MAX_GAP = 6
_LEAST_WORTH = 0.5
_LEAST_LIKE = -2.5  # score of a sentence in the place of such lines
# A place that held bodies before wins over others that seem up to so much better.
_KNOWN_SHARE = 0.6
# What a piece inside the core needs: the core speaks for it.
KEEP_INSIDE = -0.4


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
    limit: float = KEEP_INSIDE  # score that a piece of the core needs
    box: int = -1  # index of the best box

    def holds(self, index: int) -> bool:
        """Tell whether the index lies in the core, the best box itself."""
        return self.core_first <= index < self.core_end


def choose_region(
    walked: Walked, headline_index: int | None, known: Set[int] = frozenset()
) -> Region | None:
    """Return the best region, or None when no piece speaks for an article.

    ``known`` are places that held the bodies of other pages of the site: among good boxes
    one of these is taken.
    """
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
    if known and (remembered := _known_box(walked, sums, score, known)) is not None:
        best = remembered
        score = sums[best.end] - sums[best.first]
    if score < MIN_REGION_SCORE:
        return _weak_region(walked, headline_index)
    first, end = _reach(best, gains, headline_index)
    end = _end_of_first_article(walked, (first, end), gains, headline_index)
    return Region(
        first, end, score, best.first, min(best.end, end), box=_index_of(best, walked.boxes)
    )


def _known_box(walked: Walked, sums: Sequence[float], score: float, known: Set[int]) -> Box | None:
    """Return the best box at a known place, None when none is nearly as good as the best."""
    places = Places(walked.boxes)
    near = [
        (sums[box.end] - sums[box.first], -number)
        for number, box in enumerate(walked.boxes)
        if sums[box.end] - sums[box.first] >= max(_KNOWN_SHARE * score, MIN_REGION_SCORE)
        and places.key_of(number) in known
    ]
    return walked.boxes[-max(near)[1]] if near else None


def _index_of(box: Box, boxes: Sequence[Box]) -> int:
    return next(number for number, one in enumerate(boxes) if one is box)


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
    """Return the score by the room the text takes: menus have many pieces and few letters."""
    score = max(min(piece.score, _MAX_SCORE), -_MAX_SCORE)
    if piece.marks & Mark.COMMENT and score > 0:
        score -= _COMMENT_PENALTY
    return score * (_LEAST_ROOM + min(effective_length(piece.text), _FULL_ROOM) / _FULL_ROOM)


def _weak_region(walked: Walked, headline_index: int | None) -> Region | None:
    """Return the best run of possible text on a page that has little of it.

    Flashes, lists of places and pages without paragraphs look weak line by line;
    what counts is that such lines stand together, below the headline.
    """
    pieces = walked.pieces
    start = (headline_index or 0) + 1 if headline_index is not None else 0
    runs: list[list[int]] = []
    for index in range(start, len(pieces)):
        if pieces[index].score <= WEAK_LIMIT or pieces[index].marks & Mark.COMMENT:
            continue
        if runs and index - runs[-1][-1] <= _MAX_GAP:
            runs[-1].append(index)
        else:
            runs.append([index])
    worth = [sum(_worth(pieces[index]) for index in run) for run in runs]
    if not worth or max(worth) < _LEAST_WORTH:
        return None
    run = runs[worth.index(max(worth))]
    first, end = run[0], _end_of_like(walked, run[-1])
    return Region(first, end, max(worth), first, end, WEAK_LIMIT)


def _end_of_like(walked: Walked, last: int) -> int:
    """Return the end of the sentences that stand in the same place right after the last line."""
    pieces = walked.pieces
    end = last + 1
    while end < len(pieces) and _is_like(walked, pieces[last], pieces[end]):
        end += 1
    return end


def _is_like(walked: Walked, one: Piece, other: Piece) -> bool:
    if other.link_chars or other.score < _LEAST_LIKE or not ends_sentence(other.text):
        return False
    a, b = walked.boxes[one.box], walked.boxes[other.box]
    return (a.parent, a.tag, a.attributes) == (b.parent, b.tag, b.attributes)


def _worth(piece: Piece) -> float:
    return (piece.score - WEAK_LIMIT) * min(effective_length(piece.text), _FULL_ROOM) / _FULL_ROOM


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
            first, end = _box_opened_by(walked, index)
            rest = sum(gain for gain in gains[first:end] if gain > 0)
            if rest > 6:
                return index
        seen += max(gains[index], 0)
    return span[1]


def _box_opened_by(walked: Walked, index: int) -> tuple[int, int]:
    """Return the span of the largest box that begins with the piece or just before it."""
    box = walked.boxes[walked.pieces[index].box]
    while box.parent >= 0 and walked.boxes[box.parent].first >= index - 3:
        box = walked.boxes[box.parent]
    return box.first, box.end
