"""Parties whose name is a common word, and which of them a country means by it."""

from __future__ import annotations

from tagwire.model import Publisher, TagKind
from tagwire.tag._catalogue import Known

# "Ins Grüne" and "die linke Seite": the party is meant behind a plural article, in the
# bracket behind one of its people, or beside other parties.
PARTY_WORDS = frozenset({"grüne", "grünen", "linke", "linken"})
_PLURALS = frozenset({"die", "den", "der"})
_PARTIES = frozenset({"SPD", "CDU", "CSU", "FDP", "AfD", "ÖVP", "FPÖ", "SPÖ", "NEOS", "SVP"})
_GREENS = "Bündnis 90/Die Grünen"
# (label, top-level domain of the publisher) -> the party of that name there.
_NATIVE = {
    (_GREENS, "at"): ("Die Grünen – Die Grüne Alternative", "austria"),
    (_GREENS, "ch"): ("Grüne Schweiz", "switzerland"),
}


def names_party(before: str, word: str) -> bool:
    """Tell whether what stands before a common word makes it a party."""
    return before[:1] == "(" or (before in _PLURALS and word.endswith("n"))


def has_parties(labels: set[str]) -> bool:
    """Tell whether other parties are among these labels."""
    return bool(_PARTIES & labels)


def native_of(known: Known | None, publisher: Publisher) -> Known | None:
    """Return the party that a publisher of this country means by a shared name."""
    country = publisher.domain.rpartition(".")[2]
    native = None if known is None else _NATIVE.get((known.label, country))
    if known is None or native is None:
        return known
    return Known(native[0], TagKind.ORGANISATION, "", native[1], known.weight)
