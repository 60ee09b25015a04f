"""Between an article and the memory of its site: what to take out, and what to learn.

blocks ─ without_standing(hints) ─> blocks without standing lines, removed with reason
blocks, removed, boxes ─ observe ─> Observation
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tagwire.extract._agencies_table import agency_named
from tagwire.extract._phrases_table import REMOVED_STARTS
from tagwire.extract._places import Places, hash_of
from tagwire.extract._region import Region
from tagwire.extract._walk import Walked
from tagwire.extract.memory import SiteHints, site_of
from tagwire.memories import Observation, ObservedLine, ObservedPlace
from tagwire.model import TEXT_KINDS, Block, BlockKind, Page, Removed, RemovedKind
from tagwire.urls import url_key

_SAMPLE_CHARS = 120
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
# Sub-heads stand for years ("Why it matters"), names of agencies and notes are facts.
_NEVER = frozenset({BlockKind.SUBHEAD, BlockKind.CREDIT, BlockKind.CORRECTION, BlockKind.TABLE})
# "Day 4", "Part 2": a number among few letters is what tells such lines apart.
_MAX_NUMBERED_LETTERS = 24


def key_of(text: str) -> int | None:
    """Return the hash of a line by its letters and digits; None when it says nothing.

    Rules of strokes, stars and bare numbers stand in many articles and belong there.
    """
    letters = len(_LETTER.findall(text[:200]))
    if letters < 2 or (letters <= _MAX_NUMBERED_LETTERS and _DIGIT.search(text)):
        return None
    return hash_of("".join(_WORD.findall(text.lower())))


@dataclass(frozen=True, slots=True)
class _Standing:
    """A block that stands on so many pages; ``is_edge``: only to be taken at the ends."""

    pages: int
    is_edge: bool


def without_standing(
    hinted: SiteHints, blocks: list[Block], removed: list[Removed]
) -> tuple[list[Block], list[Removed]]:
    """Return blocks and removed parts, the standing lines moved from the one to the other.

    An article keeps at least one line of its own: otherwise nothing is taken.
    """
    standing = [_standing_of(hinted, block) for block in blocks]
    own = [
        n
        for n, block in enumerate(blocks)
        if standing[n] is None and block.kind in TEXT_KINDS and block.kind is not BlockKind.SUBHEAD
    ]
    if not own or not any(standing):
        return blocks, removed
    taken = {
        n: found.pages
        for n, found in enumerate(standing)
        if found is not None and not (found.is_edge and own[0] < n < own[-1])
    }
    taken |= _heads_of(blocks, taken)
    kept = [block for n, block in enumerate(blocks) if n not in taken]
    return kept, [*removed, *(_removed(blocks[n].text, pages) for n, pages in taken.items())]


def _standing_of(hinted: SiteHints, block: Block) -> _Standing | None:
    key = None if block.kind in _NEVER or agency_named(block.text) else key_of(block.text)
    if key is None:
        return None
    pages = hinted.anywhere.get(key)
    if pages is not None:
        return _Standing(pages, is_edge=False)
    pages = hinted.edges.get(key)
    return _Standing(pages, is_edge=True) if pages is not None else None


def _heads_of(blocks: Sequence[Block], taken: dict[int, int]) -> dict[int, int]:
    """Return the sub-heads under which nothing is left, with the pages of what they headed."""
    heads: dict[int, int] = {}
    pages, has_text = 0, False
    for n in range(len(blocks) - 1, -1, -1):
        if blocks[n].kind is not BlockKind.SUBHEAD:
            pages = max(pages, taken.get(n, 0))
            has_text = has_text or n not in taken
            continue
        if pages and not has_text:
            heads[n] = pages
        pages, has_text = 0, False
    return heads


def _removed(text: str, pages: int) -> Removed:
    kind = next((kind for kind, starts in REMOVED_STARTS if starts.match(text)), RemovedKind.PROMO)
    return Removed(kind=kind, text=text, reason=f"stands on {pages} pages of this site")


def observe(
    page: Page,
    uri: str,
    walked: Walked,
    region: Region | None,
    parts: tuple[Sequence[Block], Sequence[Removed]],
) -> Observation:
    """Return what a page teaches. ``parts`` are its blocks and removed parts by code alone."""
    blocks, removed = parts
    places = Places(walked.boxes)
    box_of = _boxes_by_text(walked, region)
    lines: dict[int, ObservedLine] = {}
    kept: Counter[int] = Counter()
    for block in blocks:
        key = None if block.kind in _NEVER else key_of(block.text)
        if key is None or key in lines:
            continue
        box = box_of.get(block.text, -1)
        kept[box] += 1
        place = places.key_of(box)
        text = block.text
        lines[key] = ObservedLine(key=key, text=text[:_SAMPLE_CHARS], chars=len(text), place=place)
    dropped = Counter(box_of.get(one.text, -1) for one in removed)
    body = region.box if region is not None else -1
    response = page.response
    return Observation(
        site=site_of(response.final_url or response.url),
        page=hash_of(url_key(uri)),
        day=response.fetched.date().isoformat(),
        lines=tuple(lines.values()),
        places=_observed_places(places, kept, dropped, body),
        body=places.key_of(body),
    )


def _boxes_by_text(walked: Walked, region: Region | None) -> dict[str, int]:
    """Return the box of each text: of the region where the page has a text twice."""
    pieces = walked.pieces
    found = {piece.text: piece.box for piece in reversed(pieces)}
    inside: Iterable[int] = range(region.first, region.end) if region is not None else ()
    for n in inside:
        found[pieces[n].text] = pieces[n].box
    return found


def _observed_places(
    places: Places, kept: Counter[int], dropped: Counter[int], body: int
) -> tuple[ObservedPlace, ...]:
    """Sum what stood in boxes by their places; that of the body comes along."""
    sums: dict[int, ObservedPlace] = {}
    for box in {*kept, *dropped, body}:
        key = places.key_of(box)
        old = sums.get(key)
        if key:
            sums[key] = ObservedPlace(
                key=key,
                path=places.path_of(box),
                kept=kept[box] + (old.kept if old else 0),
                removed=dropped[box] + (old.removed if old else 0),
            )
    return tuple(sums.values())
