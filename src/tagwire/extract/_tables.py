"""Tables of data inside a page: rows of short cells, told from tables that lay pages out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tagwire.extract._features import effective_length
from tagwire.extract._marks_table import Mark
from tagwire.extract._walk import Box, Piece, Walked

_MIN_ROWS = 2
_MIN_COLUMNS = 2
_MAX_CELLS = 2_000
_MAX_CELL_CHARS = 160
_MAX_MEAN_CHARS = 60
_MAX_PIECES_OF_CELL = 4
# How many rows must have the usual number of cells: headings span columns.
_LEAST_REGULAR = 0.7
_FOREIGN = (
    Mark.NAV
    | Mark.COMMENT
    | Mark.ADVERT
    | Mark.PROMO
    | Mark.RELATED
    | Mark.SHARE
    | Mark.LEGAL
    | Mark.FORM
    | Mark.ASIDE
    | Mark.WIDGET
    | Mark.HIDDEN
    | Mark.FOOTER
    | Mark.BYLINE
)
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data: its span of pieces, and the span of each cell, row by row."""

    first: int
    end: int
    rows: tuple[tuple[tuple[int, int], ...], ...]


def settle_tables(walked: Walked) -> Mapping[int, Table]:
    """Return the tables of data by the index of their first piece, and make their cells neutral.

    A cell is no sentence; its score would pull the region away from the text around the table.
    """
    found: dict[int, Table] = {}
    for index, box in enumerate(walked.boxes):
        if box.tag != "table" or box.end <= box.first:
            continue
        rows = _rows_of(walked.boxes, index)
        if rows is not None and _is_data(walked.pieces[box.first : box.end], rows):
            found[box.first] = Table(box.first, box.end, rows)
            for piece in walked.pieces[box.first : box.end]:
                piece.score = max(piece.score, 0.0)
    return found


def _rows_of(boxes: Sequence[Box], table: int) -> tuple[tuple[tuple[int, int], ...], ...] | None:
    """Return the cells of each row that has any, None where one table holds another."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for index, box in _inside(boxes, table):
        if box.tag == "table" or index - table > 3 * _MAX_CELLS:
            return None
        if box.tag in _CELLS:
            rows.setdefault(box.parent, []).append((box.first, box.end))
    return tuple(tuple(cells) for cells in rows.values())


def _inside(boxes: Sequence[Box], outer: int) -> Iterator[tuple[int, Box]]:
    """Yield the boxes within a box: they follow it, with parents not before it."""
    for index in range(outer + 1, len(boxes)):
        if boxes[index].parent < outer:
            return
        yield index, boxes[index]


def _is_data(pieces: Sequence[Piece], rows: Sequence[Sequence[tuple[int, int]]]) -> bool:
    widths = Counter(len(row) for row in rows)
    width, regular = widths.most_common(1)[0] if widths else (0, 0)
    if len(rows) < _MIN_ROWS or width < _MIN_COLUMNS or regular < _LEAST_REGULAR * len(rows):
        return False
    if any(end - first > _MAX_PIECES_OF_CELL for row in rows for first, end in row):
        return False
    lengths = [effective_length(piece.text) for piece in pieces]
    if max(lengths) > _MAX_CELL_CHARS or sum(lengths) > _MAX_MEAN_CHARS * len(lengths):
        return False
    if any(piece.marks & _FOREIGN for piece in pieces):
        return False
    linked = sum(piece.link_chars for piece in pieces)
    return 2 * linked < sum(len(piece.text) for piece in pieces)
