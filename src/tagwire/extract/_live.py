"""Live blogs: where each dated entry opens.

stated times inside the region -> the largest box around each that holds no other
-> the first piece of that box opens an entry at that time
"""

from __future__ import annotations

from collections.abc import Mapping

from tagwire.dates import parse_date
from tagwire.extract._region import Region
from tagwire.extract._walk import Walked
from tagwire.model import Moment, Precision

LIVE = "live"  # the genre of a live blog
# Fewer dated parts are an article with an update.
_MIN_ENTRIES = 3


def openings_of(walked: Walked, region: Region) -> Mapping[int, Moment]:
    """Return the moments of the entries of a live blog by the index of their first piece."""
    stated = _times_inside(walked, region)
    if len(stated) < _MIN_ENTRIES:
        return {}
    openings: dict[int, Moment] = {}
    for index, moment in stated.items():
        openings.setdefault(_first_of_entry(walked, index, stated), moment)
    return openings if len(openings) >= _MIN_ENTRIES else {}


def _times_inside(walked: Walked, region: Region) -> dict[int, Moment]:
    """Return the first stated moment at each piece; a day alone opens no entry."""
    found: dict[int, Moment] = {}
    for index, raw in walked.times:
        if region.first <= index < region.end and index not in found:
            moment = parse_date(raw)
            if moment is not None and moment.precision is not Precision.DAY:
                found[index] = moment
    return found


def _first_of_entry(walked: Walked, index: int, stated: Mapping[int, Moment]) -> int:
    number, first = walked.pieces[index].box, index
    while number >= 0:
        box = walked.boxes[number]
        if any(other != index for other in stated if box.first <= other < box.end):
            break
        first = box.first
        number = box.parent
    return first
