"""One run of capital words to pieces: titles and days cut off, known names found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tagwire.model import TagKind
from tagwire.tag._catalogue import FOLD_APOSTROPHES, Alias, Catalogue
from tagwire.tag._inflect import nominatives
from tagwire.tag._words import Token
from tagwire.tag.tables.names import (
    CALENDAR,
    EVENT_HEADS,
    NOT_NAMES,
    OF_WORDS,
    ORGANISATION_HEADS,
    PERSON_PARTICLES,
    PLACE_HEADS,
    STOPWORDS,
    TITLES,
    WEAK_TITLES,
)

_HEADS = ORGANISATION_HEADS | PLACE_HEADS | EVENT_HEADS
_TITLE_FIELDS = frozenset(
    [
        "state",
        "defense",
        "defence",
        "commerce",
        "treasury",
        "education",
        "health",
        "transportation",
        "energy",
        "labor",
        "labour",
        "justice",
        "finance",
        "interior",
        "foreign",
        "affairs",
        "homeland",
        "security",
        "agriculture",
        "staff",
        "war",
        "police",
    ]
)
_PEOPLE = frozenset({TagKind.PERSON, TagKind.GROUP})


class Piece(NamedTuple):
    """A possible name: its tokens, what the catalogue says, whether a title led it."""

    tokens: tuple[Token, ...]
    alias: Alias | None
    titled: bool


class Segmenter:
    """Cuts runs into pieces with the help of the catalogue, for one language."""

    def __init__(self, catalogue: Catalogue, language: str | None) -> None:
        self.catalogue = catalogue
        self.language = language
        self.common = catalogue.common_of(language)

    def pieces_of(self, text: str, run: Sequence[Token]) -> list[Piece]:
        """Return the pieces of a run, in order."""
        hits = self._hits(text, run)
        pieces: list[Piece] = []
        start, titled = 0, False
        i = 0
        while i < len(run):
            if i in hits:
                i = hits[i][0]
                continue
            width, is_title = self._cut_at(run, i, hits)
            if width:
                pieces += self._split(text, run, start, i, hits, titled=titled)
                start, titled = i + width, is_title
                i = start
            else:
                i += 1
        return [*pieces, *self._split(text, run, start, len(run), hits, titled=titled)]

    def look_up(self, surface: str) -> Alias | None:
        """Return the catalogue's entity for a surface, also in capitals or inflected."""
        surface = surface.translate(FOLD_APOSTROPHES)
        found = self.catalogue.find_best(surface, self.language)
        if found is not None:
            return found
        if surface.isupper() and len(surface) > 3:
            return self.catalogue.find_best(surface.title(), self.language)
        for form in nominatives(surface, self.language):
            found = self.catalogue.find_best(form, self.language)
            if found is not None:
                return found
        return None

    def _hits(self, text: str, run: Sequence[Token]) -> dict[int, tuple[int, Alias]]:
        """Return where known names begin: index -> (index behind it, alias)."""
        hits: dict[int, tuple[int, Alias]] = {}
        i = 0
        while i < len(run):
            end, alias = self._longest_hit(text, run, i)
            if alias is not None:
                hits[i] = (end, alias)
                i = end
            else:
                i += 1
        return hits

    def _longest_hit(self, text: str, run: Sequence[Token], i: int) -> tuple[int, Alias | None]:
        first = run[i]
        if not first.capital:
            return i, None
        most = self.catalogue.longest.get(first.text, 1)
        if most == 1 and first.text.isupper() and len(run) > i + 1:
            most = self.catalogue.longest.get(first.text.title(), 1)
        if most == 1 and len(run) > i + 1 and first.text[0] > "ɏ":
            most = 2
        for end in range(min(len(run), i + most), i, -1):
            alias = self.look_up(text[first.start : run[end - 1].end])
            if alias is not None:
                return end, alias
        return i, None

    def _cut_at(
        self, run: Sequence[Token], i: int, hits: dict[int, tuple[int, Alias]]
    ) -> tuple[int, bool]:
        """Return how many tokens at ``i`` are no name, and whether they are a title."""
        token = run[i]
        if token.lower in CALENDAR or self._is_stop(token, first=i == 0):
            return 1, False
        if token.lower not in TITLES:
            return 0, False
        end, strong = i, False
        while end < len(run) and run[end].lower in TITLES and end not in hits:
            strong = strong or run[end].lower not in WEAK_TITLES
            end += 1
        end = self._behind_field(run, end)
        if self._is_headed(run, i, end):
            return 0, False
        before_person = end < len(run) and self._starts_person(run, end, hits)
        if before_person or (strong and (end < len(run) or i > 0 or end - i == len(run))):
            return end - i, end < len(run)
        return 0, False

    def _behind_field(self, run: Sequence[Token], end: int) -> int:
        """Skip "of State" behind "Secretary"."""
        if end + 1 < len(run) and run[end].lower == "of":
            j = end + 1
            while j < len(run) and (run[j].lower in _TITLE_FIELDS or run[j].lower == "the"):
                j += 1
            if j > end + 1:
                return j
        return end

    def _is_headed(self, run: Sequence[Token], i: int, end: int) -> bool:
        """Tell whether the title is part of a name such as "Justice Department"."""
        rest = run[end:]
        return (
            bool(rest)
            and rest[-1].lower in _HEADS
            and not any(token.text in self.catalogue.given for token in rest[:-1])
        )

    def _starts_person(
        self, run: Sequence[Token], i: int, hits: dict[int, tuple[int, Alias]]
    ) -> bool:
        hit = hits.get(i)
        if hit is not None and hit[1].known.kind is TagKind.PERSON:
            return True
        return run[i].text in self.catalogue.given or len(run[i].text) == 1

    def _is_stop(self, token: Token, *, first: bool) -> bool:
        if token.text.isupper() and len(token.text) > 1:
            return token.lower in NOT_NAMES
        if token.lower in STOPWORDS or token.lower in NOT_NAMES:
            return token.capital
        return (
            first
            and token.initial
            and token.lower in self.common
            and token.text not in self.catalogue.given
            and token.lower not in _HEADS
        )

    def _split(
        self,
        text: str,
        run: Sequence[Token],
        start: int,
        end: int,
        hits: dict[int, tuple[int, Alias]],
        *,
        titled: bool,
    ) -> list[Piece]:
        """Return the names between two cuts; known ones part only where that is sure."""
        while start < end and not run[start].capital:
            start += 1
        while end > start and not run[end - 1].capital:
            end -= 1
        if start >= end:
            return []
        hit = hits.get(start)
        if hit is not None and hit[0] < end and self._parts(run, hit, end, hits):
            head = Piece(tuple(run[start : hit[0]]), hit[1], titled)
            return [head, *self._split(text, run, hit[0], end, hits, titled=False)]
        later = self._later_person(run, start, end, hits)
        if later:
            return [
                *self._split(text, run, start, later, hits, titled=titled),
                *self._split(text, run, later, end, hits, titled=False),
            ]
        whole = hit[1] if hit is not None and hit[0] == end else None
        return [Piece(tuple(run[start:end]), whole, titled)]

    def _parts(
        self,
        run: Sequence[Token],
        hit: tuple[int, Alias],
        end: int,
        hits: dict[int, tuple[int, Alias]],
    ) -> bool:
        """Tell whether a known name ends where the next one begins."""
        known = hit[1].known
        after = hit[0]
        if run[after].lower in PERSON_PARTICLES or run[after].lower in OF_WORDS:
            return known.kind is TagKind.PERSON and known.label.count(" ") > 0
        if run[end - 1].lower in _HEADS:
            return False
        if known.kind is TagKind.PERSON:
            return (
                hit[0] - 1 >= 1
                and known.label.count(" ") > 0
                and run[after].lower not in {"jr", "sr"}
            )
        nxt = hits.get(after)
        if nxt is not None and nxt[1].known.kind is TagKind.PERSON and not nxt[1].weak:
            return True
        return self._starts_person(run, after, hits) and end - after >= 2

    def _later_person(
        self, run: Sequence[Token], start: int, end: int, hits: dict[int, tuple[int, Alias]]
    ) -> int:
        """Return where a well-known person begins behind other words, else 0."""
        for i in range(start + 1, end):
            hit = hits.get(i)
            if hit is not None and hit[0] <= end and hit[0] - i >= 2:
                known = hit[1].known
                if known.kind is TagKind.PERSON and run[end - 1].lower not in _HEADS:
                    return i
        return 0
