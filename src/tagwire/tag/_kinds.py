"""What a name names: person, organisation, place, group, event or object."""

from __future__ import annotations

from collections.abc import Sequence

from tagwire.model import TagKind
from tagwire.tag._catalogue import Catalogue
from tagwire.tag._words import Token
from tagwire.tag.tables.names import (
    EVENT_HEADS,
    LEGAL_FORMS,
    NAME_SUFFIXES,
    OBJECT_HEADS,
    OF_WORDS,
    ORGANISATION_HEADS,
    PERSON_PARTICLES,
    PLACE_CUES,
    PLACE_HEADS,
    PLACE_OPENERS,
    SAY_WORDS,
)

_HEADS_BY_KIND = (
    (ORGANISATION_HEADS, TagKind.ORGANISATION),
    (PLACE_HEADS, TagKind.PLACE),
    (EVENT_HEADS, TagKind.EVENT),
    (OBJECT_HEADS, TagKind.OBJECT),
)


def kind_of(
    tokens: Sequence[Token], catalogue: Catalogue, before: str, after: str
) -> tuple[TagKind, float]:
    """Return the kind of a name that no catalogue knows, and how sure that is.

    ``before`` and ``after`` are the neighbour words in lower case, or empty.
    """
    capitals = [token for token in tokens if token.capital]
    if len(capitals) == 1:
        return _kind_of_word(capitals[0], catalogue, before, after)
    headed = _kind_by_head(tokens, capitals)
    if headed is not None:
        return headed, 0.85
    first, last = capitals[0], capitals[-1]
    if first.text in catalogue.given or len(first.text.rstrip(".")) == 1:
        return TagKind.PERSON, 0.9
    if last.text in catalogue.family or last.lower in NAME_SUFFIXES:
        return TagKind.PERSON, 0.8
    if any(token.text.isupper() and len(token.text) > 1 for token in capitals) or "&" in first.text:
        return TagKind.ORGANISATION, 0.6
    if first.lower in PLACE_OPENERS:
        return TagKind.PLACE, 0.6
    if any(token.lower in OF_WORDS - PERSON_PARTICLES for token in tokens if not token.capital):
        return TagKind.ORGANISATION, 0.6
    if before in PLACE_CUES and after not in SAY_WORDS and len(capitals) == 2:
        return TagKind.PLACE, 0.45
    return (TagKind.PERSON, 0.6) if len(capitals) <= 3 else (TagKind.ORGANISATION, 0.5)


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
    if first in ORGANISATION_HEADS and first not in PLACE_OPENERS:
        return TagKind.ORGANISATION
    if first in {
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
    }:
        return TagKind.PLACE
    return None


def _kind_of_word(
    token: Token, catalogue: Catalogue, before: str, after: str
) -> tuple[TagKind, float]:
    if after in SAY_WORDS and not token.text.isupper():
        return TagKind.PERSON, 0.6
    if token.text.isupper() and 2 <= len(token.text) <= 6:
        return TagKind.ORGANISATION, 0.7
    if token.text in catalogue.family or token.text in catalogue.given:
        return TagKind.PERSON, 0.55
    if before in PLACE_CUES:
        return TagKind.PLACE, 0.5
    if token.lower in PLACE_HEADS:
        return TagKind.PLACE, 0.4
    return TagKind.ORGANISATION, 0.35
