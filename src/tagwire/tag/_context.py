"""What stands beside a known name and gives it to another: things, clubs, peoples, lands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from tagwire.model import TagKind
from tagwire.tag._catalogue import COUNTRY_WEIGHT, Alias, Known
from tagwire.tag._segment import Piece, Segmenter
from tagwire.tag._words import Token
from tagwire.tag.tables.names import PLACE_THINGS, SPORT_WORDS, US_STATES
from tagwire.text import slug_of

# A club below this weight is not what its city means to most readers.
MIN_CLUB_WEIGHT = 6
# A land named so often, beside none of the body's own, is what the text is about, if one of
# the names lies in it: "China" and "Chinese" may be named as often as one likes.
MIN_LAND = 3
MAX_LETTERS = 5
# German names of lands take no article; peoples of the same form do: "dem Polen".
_ARTICLES = frozenset({"der", "die", "den", "dem"})
# Of newspapers the catalogue says that they are press, of others nothing.
_NO_LANDS = frozenset({"", "press"})
_UNITED_STATES = "united-states"


class Near(NamedTuple):
    """A piece among the words of its text: from ``first`` to ``last``."""

    text: str
    tokens: Sequence[Token]
    first: int
    last: int


def in_context(segmenter: Segmenter, piece: Piece, near: Near) -> Piece:
    """Return the piece as what its neighbours make of it."""
    alias = piece.alias
    if alias is None or len(piece.tokens) > 1:
        return piece
    if alias.known.kind is not TagKind.PLACE:
        return piece._replace(alias=None) if _is_loose(segmenter, alias, near) else piece
    after = near.tokens[near.last + 1].lower if near.last + 1 < len(near.tokens) else ""
    if after in PLACE_THINGS:
        return piece._replace(alias=None)
    other = _club(segmenter, piece, after) or _people(segmenter, piece, near)
    return piece if other is None else piece._replace(alias=other)


def _club(segmenter: Segmenter, piece: Piece, after: str) -> Alias | None:
    """Return the club in "Barcelona striker"."""
    if after not in SPORT_WORDS:
        return None
    found = segmenter.catalogue.find_aliases(piece.tokens[0].text, segmenter.language)
    clubs = [
        alias._replace(weak=False)
        for alias in found
        if alias.known.kind is TagKind.ORGANISATION and alias.known.weight >= MIN_CLUB_WEIGHT
    ]
    return clubs[0] if clubs else None


def _people(segmenter: Segmenter, piece: Piece, near: Near) -> Alias | None:
    """Return the people in "die Schweden"."""
    if segmenter.language != "de" or near.first == 0:
        return None
    if near.tokens[near.first - 1].lower not in _ARTICLES:
        return None
    found = segmenter.catalogue.find_aliases(piece.tokens[0].text, segmenter.language)
    return next((alias for alias in found if alias.known.kind is TagKind.GROUP), None)


def _is_loose(segmenter: Segmenter, alias: Alias, near: Near) -> bool:
    """Tell whether letters stand in a list of no names: "vitamin D, EPA, DHA and zinc"."""
    word = near.tokens[near.first]
    if (
        alias.known.label.upper() == word.text
        or not word.text.isupper()
        or len(word.text) > MAX_LETTERS
    ):
        return False
    if not 0 < near.first < len(near.tokens) - 1:
        return False
    before, after = near.tokens[near.first - 1], near.tokens[near.first + 1]
    gaps = near.text[before.end : word.start], near.text[word.end : after.start]
    return gaps == (", ", ", ") and _is_nobody(segmenter, before) and _is_nobody(segmenter, after)


def _is_nobody(segmenter: Segmenter, token: Token) -> bool:
    if not token.capital:
        return True
    return token.text.isupper() and segmenter.look_up(token.text) is None


def is_bare(known: Known, surface: str) -> bool:
    """Tell whether many lands have a body of this name: "Congress" for the US Congress."""
    is_body = known.kind is TagKind.ORGANISATION and known.of not in _NO_LANDS
    return is_body and known.label != surface and known.label.endswith(" " + surface)


def is_elsewhere(known: Known, surface: str, lands: Mapping[str, Counter[str]]) -> bool:
    """Tell whether a bare name means the body of the land that the article is about."""
    if not is_bare(known, surface) or known.of in lands:
        return False
    return any(names.total() >= MIN_LAND and any(names) for names in lands.values())


def land_of(known: Known, surface: str) -> tuple[str, str]:
    """Return the land that a name speaks of, and what lies in it; empty for none."""
    if known.kind is TagKind.PLACE and known.weight == COUNTRY_WEIGHT:
        return slug_of(known.label), ""
    inside = "" if known.kind is TagKind.GROUP else known.label
    nowhere = known.of in _NO_LANDS or is_bare(known, surface)
    return "" if nowhere else known.of, inside


def moved_towns(text: str, spans: Sequence[tuple[int, int, Known | None]]) -> dict[Known, Known]:
    """Return the towns that bear the name of a city elsewhere: "Athens, Alabama"."""
    moved = {}
    for (_, end, city), (start, _, state) in pairwise(spans):
        if city is None or state is None or text[end:start] != ", ":
            continue
        is_abroad = city.of not in ("", _UNITED_STATES) and city.weight < COUNTRY_WEIGHT
        if is_abroad and city.kind is TagKind.PLACE and state.label in US_STATES:
            label = f"{city.label}, {state.label}"
            moved[city] = Known(label, TagKind.PLACE, "", _UNITED_STATES, 3)
    return moved
