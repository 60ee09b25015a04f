"""Adjectives of countries, written small: "russische", "российского", "rosyjskiej"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

# Ending of the first form -> endings of all forms, the longest that fits; facts, no grammar.
_Paradigms = tuple[tuple[str, tuple[str, ...]], ...]

_RU_ADJECTIVE = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")
_RU_PEOPLE = ("ец", "ца", "цу", "цем", "це", "цы", "цев", "цам", "цами", "цах")
_RU_NATION = ("нин", "нина", "нину", "нином", "не", "н", "нам", "нами", "нах")
_RU_AFTER_VOWEL = ("ец", "йца", "йцу", "йцем", "йце", "йцы", "йцев", "йцам", "йцами", "йцах")
_UK_ADJECTIVE = ("ий", "ого", "ому", "им", "ім", "а", "ої", "ій", "у", "ою", "е", "і", "их", "ими")
_UK_PEOPLE = ("ець", "ця", "цю", "цем", "цеві", "ці", "ців", "цям", "цями", "цях")
_UK_AFTER_VOWEL = ("єць", "йця", "йцю", "йцем", "йці", "йців", "йцям", "йцями", "йцях")
_O = ("o", "a", "os", "as")
PARADIGMS: Mapping[str, _Paradigms] = {
    "de": (("sch", ("sch", "sche", "schen", "scher", "sches", "schem")),),
    "fr": (
        ("ien", ("ien", "ienne", "iens", "iennes")),
        ("éen", ("éen", "éenne", "éens", "éennes")),
        ("ais", ("ais", "aise", "aises")),
        ("ois", ("ois", "oise", "oises")),
        ("ton", ("ton", "tonne", "tons", "tonnes")),
        ("que", ("que", "ques")),
        ("e", ("e", "es")),
        ("c", ("c", "cs")),
        ("", ("", "e", "s", "es")),
    ),
    "es": (
        ("és", ("és", "esa", "eses", "esas")),
        ("án", ("án", "ana", "anes", "anas")),
        ("ón", ("ón", "ona", "ones", "onas")),
        ("ol", ("ol", "ola", "oles", "olas")),
        ("í", ("í", "íes", "ís")),
        ("o", _O),
        ("", ("", "s")),
    ),
    "it": (
        ("co", ("co", "ca", "chi", "ci", "che")),
        ("o", ("o", "a", "i", "e")),
        ("e", ("e", "i")),
        ("ga", ("ga", "gi", "ghe")),
        ("a", ("a", "i", "e")),
    ),
    "pt": (
        ("ês", ("ês", "esa", "eses", "esas")),
        ("lemão", ("lemão", "lemã", "lemães", "lemãs")),
        ("ão", ("ão", "ã", "ãos", "ãs", "ães", "ões")),
        ("ol", ("ol", "ola", "óis", "olas")),
        ("o", _O),
        ("", ("", "s")),
    ),
    "pl": (("i", ("i", "iego", "iemu", "im", "a", "iej", "ą", "ie", "ich", "imi")),),
    "ru": (
        ("ий", _RU_ADJECTIVE),
        ("иец", tuple("и" + ending for ending in _RU_AFTER_VOWEL)),
        ("нин", _RU_NATION),
        ("ец", _RU_PEOPLE),
    ),
    "uk": (
        ("ий", _UK_ADJECTIVE),
        ("нин", ("нин", "нина", "нину", "нином", "ни", "н", "нам", "нами", "нах")),
        ("єць", _UK_AFTER_VOWEL),
        ("ець", _UK_PEOPLE),
    ),
}


def small_forms(cell: str) -> Iterator[str]:
    """Yield ``form@language`` for each form of ``de:russisch fr:russe,…``."""
    for part in cell.split(" "):
        language, _, words = part.partition(":")
        for word in words.split(","):
            for form in _forms(word, PARADIGMS[language]):
                yield f"{form}@{language}"


def _forms(word: str, paradigms: _Paradigms) -> Iterator[str]:
    for ending, endings in paradigms:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            yield from (stem + each for each in endings)
            return
