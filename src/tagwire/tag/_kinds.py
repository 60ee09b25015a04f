"""What a name names: person, organisation, place, group, event or object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tagwire.model import TagKind
from tagwire.tag._catalogue import Catalogue
from tagwire.tag._words import Token
from tagwire.tag.tables.names import (
    CYRILLIC_FAMILY_ENDINGS,
    CYRILLIC_GIVEN,
    EVENT_HEADS,
    EVENT_OPENERS,
    LEGAL_FORMS,
    NAME_SUFFIXES,
    OBJECT_HEADS,
    OF_WORDS,
    ORGANISATION_HEADS,
    PERSON_PARTICLES,
    PLACE_HEADS,
    PLACE_OPENERS,
)

_HEADS_BY_KIND = (
    (ORGANISATION_HEADS, TagKind.ORGANISATION),
    (PLACE_HEADS, TagKind.PLACE),
    (EVENT_HEADS, TagKind.EVENT),
    (OBJECT_HEADS, TagKind.OBJECT),
)


_PLACE_FIRSTS = frozenset(
    [
        "mount",
        "lake",
        "cape",
        "port",
        "fort",
        "río",
        "rio",
        "mont",
        "lac",
        "rue",
        "via",
        "calle",
        "plaza",
        "piazza",
        "monte",
        "isola",
    ]
)


# Ranks that stay with the name: "Lord Alli".
_RANKS = frozenset(
    [
        "lord",
        "lady",
        "sir",
        "dame",
        "king",
        "queen",
        "prince",
        "princess",
        "sheikh",
        "sheik",
        "baroness",
        "pope",
    ]
)


class Cues(NamedTuple):
    """What the words around a name say, summed over the document."""

    persons: int = 0
    places: int = 0
    organisations: int = 0
    plain: int = 0  # words of the name that the language also has in lower case
    bearer: bool = False  # the last name of somebody who is named in full


NO_CUES = Cues()


def kind_of(tokens: Sequence[Token], catalogue: Catalogue, cues: Cues) -> tuple[TagKind, float]:
    """Return the kind of a name that no catalogue knows, and how sure that is."""
    capitals = [token for token in tokens if token.capital]
    if len(capitals) == 1:
        return _kind_of_word(capitals[0], catalogue, cues)
    headed = _kind_by_head(tokens, capitals)
    if headed is not None:
        return headed, 0.85
    person = _person_by_words(capitals, catalogue)
    if person:
        return TagKind.PERSON, person
    if capitals[0].lower in PLACE_OPENERS and cues.persons == 0:
        return TagKind.PLACE, 0.6
    return _kind_of_phrase(tokens, capitals, catalogue, cues)


def _person_by_words(capitals: Sequence[Token], catalogue: Catalogue) -> float:
    """Return how sure given and family names make a person of it; 0 for not at all."""
    first, last = capitals[0], capitals[-1]
    if first.lower in _RANKS and len(capitals) <= 3:
        return 0.8
    if first.text in catalogue.given or len(first.text.rstrip(".")) == 1:
        return 0.9
    if first.text in CYRILLIC_GIVEN or last.lower in NAME_SUFFIXES:
        return 0.9
    if last.text in catalogue.family or _is_cyrillic_family(last.text):
        return 0.8
    return 0.0


def _is_cyrillic_family(word: str) -> bool:
    return (
        "\u0400" <= word[0] <= "\u04ff" and len(word) > 4 and word.endswith(CYRILLIC_FAMILY_ENDINGS)
    )


def _kind_of_phrase(
    tokens: Sequence[Token], capitals: Sequence[Token], catalogue: Catalogue, cues: Cues
) -> tuple[TagKind, float]:
    """Decide without head word and known person."""
    if cues.persons > max(cues.places, cues.organisations):
        return TagKind.PERSON, 0.8 if cues.plain == 0 else 0.75
    if any(token.text.isupper() and len(token.text) > 1 for token in capitals):
        return TagKind.ORGANISATION, 0.6
    if any(token.lower in OF_WORDS - PERSON_PARTICLES for token in tokens if not token.capital):
        return TagKind.ORGANISATION, 0.6
    if cues.places > cues.organisations:
        return TagKind.PLACE, 0.5
    if cues.organisations or len(capitals) > 3:
        return TagKind.ORGANISATION, 0.55
    if cues.plain == len(capitals):
        return TagKind.OBJECT, 0.35
    if cues.plain or capitals[0].text in catalogue.names:
        return TagKind.ORGANISATION, 0.5
    return TagKind.PERSON, 0.6


def _kind_by_head(tokens: Sequence[Token], capitals: Sequence[Token]) -> TagKind | None:
    """Decide by the head word: the last one, or the one before "of"."""
    head = capitals[-1].lower
    binder = next(
        (i for i, token in enumerate(tokens) if not token.capital and token.lower in OF_WORDS), 0
    )
    if binder:
        head = tokens[binder - 1].lower
    if head.rstrip(".") in LEGAL_FORMS:
        return TagKind.ORGANISATION
    for heads, kind in _HEADS_BY_KIND:
        if head in heads:
            return kind
    first = capitals[0].lower
    if first in EVENT_OPENERS:
        return TagKind.EVENT
    if first in _PLACE_FIRSTS:
        return TagKind.PLACE
    if first in ORGANISATION_HEADS and first not in PLACE_OPENERS:
        return TagKind.ORGANISATION
    return None


def _kind_of_word(token: Token, catalogue: Catalogue, cues: Cues) -> tuple[TagKind, float]:
    if cues.bearer:
        return TagKind.PERSON, 0.75
    # "Said Ostrel" proves little where somebody else is "in Ostrel".
    persons = 0 if cues.places >= cues.persons else cues.persons
    best = max(persons, cues.places, cues.organisations)
    acronym = sum(char.isupper() for char in token.text) > 2 or (
        token.text.isupper() and len(token.text) >= 2
    )
    if best and not (acronym and persons == best):
        if persons == best:
            return TagKind.PERSON, 0.65
        return (TagKind.PLACE, 0.6) if cues.places == best else (TagKind.ORGANISATION, 0.6)
    if acronym:
        return TagKind.ORGANISATION, 0.7
    if token.text in catalogue.family or token.text in catalogue.given:
        return TagKind.PERSON, 0.6
    if token.text in CYRILLIC_GIVEN or _is_cyrillic_family(token.text):
        return TagKind.PERSON, 0.6
    if token.lower in PLACE_HEADS:
        return TagKind.PLACE, 0.4
    if token.lower in ORGANISATION_HEADS:
        return TagKind.ORGANISATION, 0.45
    if any(char.isupper() for char in token.text[1:]) or any(char.isdigit() for char in token.text):
        return TagKind.ORGANISATION, 0.5
    return TagKind.PERSON, 0.4
