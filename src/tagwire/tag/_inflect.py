"""Case endings of Slavic names: back to the form that a catalogue knows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

# Ending -> endings of the nominative. Longest first; a table of facts, not a grammar.
_CYRILLIC: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ского", ("ский",)),
    ("скому", ("ский",)),
    ("ским", ("ский",)),
    ("ском", ("ский",)),
    ("ской", ("ская",)),
    ("скую", ("ская",)),
    ("ского", ("ський",)),
    ("ього", ("ій",)),
    ("ого", ("ий", "ой", "ый")),
    ("ому", ("ий", "ой", "ый")),
    ("ией", ("ия",)),
    ("иями", ("ия",)),
    ("иях", ("ия",)),
    ("ами", ("ы", "а")),
    ("ах", ("ы", "а")),
    ("ам", ("ы", "а")),
    ("ией", ("ия",)),
    ("ии", ("ия",)),
    ("ию", ("ия",)),
    ("ії", ("ія",)),
    ("ію", ("ія",)),
    ("ией", ("ия",)),
    ("ией", ("ия",)),
    ("ьей", ("ья",)),
    ("ем", ("ь", "й", "")),
    ("ём", ("ь", "й")),
    ("ом", ("",)),
    ("ым", ("", "ый")),
    ("им", ("", "ий")),
    ("ой", ("а", "ая")),
    ("ей", ("я", "ь")),
    ("ові", ("",)),
    ("ві", ("в",)),
    ("а", ("",)),
    ("я", ("й", "ь")),
    ("у", ("", "а")),
    ("ю", ("й", "ь", "я")),
    ("е", ("", "а", "я")),
    ("і", ("", "а")),
    ("ы", ("а", "")),
    ("и", ("а", "я", "ь", "")),
)
_LATIN_SLAVIC: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("skiego", ("ski",)),
    ("skiemu", ("ski",)),
    ("skim", ("ski",)),
    ("ského", ("ský",)),
    ("skému", ("ský",)),
    ("iego", ("i", "ie")),
    ("ego", ("y", "e")),
    ("skiej", ("ska",)),
    ("iej", ("a", "ia")),
    ("ej", ("a",)),
    ("dzie", ("da",)),
    ("owi", ("",)),
    ("ovi", ("",)),
    ("em", ("", "o")),
    ("om", ("",)),
    ("ou", ("a",)),
    ("ie", ("a", "")),
    ("ii", ("ia",)),
    ("ię", ("ia",)),
    ("ce", ("ka",)),
    ("dze", ("ga",)),
    ("a", ("", "o")),
    ("u", ("", "o")),
    ("y", ("a",)),
    ("i", ("a", "")),
    ("ę", ("a",)),
    ("ą", ("a",)),
    ("e", ("a", "")),
)
# Languages that put an ending to the last word of a name: "Angela Merkelin".
_SUFFIXES: dict[str, tuple[str, ...]] = {
    "fi": ("ille", "illa", "ilta", "issa", "ista", "iksi", "lle", "lla", "lta", "ssa", "sta", "ksi",
           "ia", "in", "n"),
    "et": ("ile", "ilt", "iga", "ist", "le", "lt", "ga", "st", "i"),
    "hu": ("nak", "nek", "val", "vel", "ról", "ről", "tól", "től", "hoz", "hez", "et", "ot", "at", "t"),
}  # fmt: skip
INFLECTING = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "pl", "cs", "sk", "sl", "hr", "bs"})
_MAX_FORMS = 40
# Shorter stems are names of something else.
MIN_STEM = 3


def nominatives(surface: str, language: str | None) -> Iterator[str]:
    """Yield forms of a name without case ending; none for other languages."""
    cyrillic = "\u0400" <= surface[:1] <= "\u04ff"
    if surface.isupper():
        return
    if not cyrillic and language in _SUFFIXES:
        first, blank, last = surface.rpartition(" ")
        for ending in _SUFFIXES[language]:
            if last.endswith(ending) and len(last) > len(ending) + MIN_STEM:
                yield first + blank + last.removesuffix(ending)
        return
    if not (cyrillic or language in INFLECTING):
        return
    table = _CYRILLIC if cyrillic else _LATIN_SLAVIC
    words = surface.split(" ")
    if len(words) > 3:
        return
    choices = [_forms(word, table) for word in words]
    for count, combination in enumerate(product(*choices)):
        if count >= _MAX_FORMS:
            return
        form = " ".join(combination)
        if form != surface:
            yield form


def _forms(word: str, table: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    forms = [word]
    for ending, bases in table:
        if len(word) > len(ending) + 2 and word.endswith(ending):
            stem = word[: -len(ending)]
            forms += [stem + base for base in bases if stem + base not in forms]
    return forms


def is_oblique(name: str) -> bool:
    """Tell whether the last word of a Cyrillic name stands in a case that no name begins with.

    "Иванова" may be a woman or of a man: that is not told.
    """
    first, _, last = name.lower().rpartition(" ")
    if not "\u0400" <= last[:1] <= "\u04ff":
        return False
    # Family names in -ко have no cases; then the given name tells, where it can.
    return last.endswith(_OBLIQUE) or first.endswith(_OBLIQUE_GIVEN)


_OBLIQUE_GIVEN = ("гу", "ру", "ну", "лу", "ту", "су", "ову", "ові")
_OBLIQUE = ("ого", "ому", "ым", "им", "ом", "ем", "ою", "ой", "ей", "у", "ю", "е", "ові", "і")


def stem_of(word: str) -> str:
    """Return the word without its case ending: a key, not a word. Only Cyrillic changes."""
    if not "\u0400" <= word[:1] <= "\u04ff" or len(word) < 4:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


_ENDINGS = (
    "ского",
    "скому",
    "ским",
    "ском",
    "ский",
    "ская",
    "ской",
    "скую",
    "ого",
    "ому",
    "ией",
    "ами",
    "ах",
    "ам",
    "ии",
    "ию",
    "ия",
    "ем",
    "ём",
    "ом",
    "ым",
    "им",
    "ой",
    "ей",
    "ый",
    "ий",
    "а",
    "я",
    "у",
    "ю",
    "е",
    "ы",
    "и",
    "й",
    "ь",
)
