"""Which languages get which quality of tags, as measured on texts that people labelled."""

from __future__ import annotations

from typing import Literal, NamedTuple

Grade = Literal["full", "names", "catalogue"]


class LanguageQuality(NamedTuple):
    """How well names of a language are found.

    ``full``: by a model that was trained on the language; ``names``: known ones and others
    by their shape; ``catalogue``: known ones only. ``figure`` is F1 of finding names
    (1 is perfect), None where nothing was measured.
    """

    language: str  # BCP 47
    grade: Grade
    figure: float | None
    measured_on: str  # the set as eval/floors.json names it; empty where nothing was measured
    note: str


_BY_SHAPE = "Names are found by their shape and by a catalogue"
# F1 of spans without kinds; the least favourable of the news-like sets of a language.
_MEASURED: tuple[tuple[str, Grade, float, str, str], ...] = (
    ("en", "names", 0.81, "en.newswire", f"{_BY_SHAPE}; measured on newswire from many countries."),
    ("de", "names", 0.78, "de.wikineural", f"{_BY_SHAPE}; every noun has a capital, so unknown single names are missed, and traffic and company notices are far worse (0.42)."),
    ("es", "names", 0.82, "es.conll", f"{_BY_SHAPE}; measured on agency news; kinds are often wrong."),
    ("fr", "names", 0.79, "fr.winer", f"{_BY_SHAPE}; measured on Wikinews."),
    ("it", "names", 0.75, "it.kind", f"{_BY_SHAPE}; measured on Wikinews; kinds are often wrong."),
    ("pt", "names", 0.89, "pt.wikineural", f"{_BY_SHAPE}; measured on encyclopedia text only."),
    ("nl", "names", 0.73, "nl.conll", f"{_BY_SHAPE}; measured on newspapers; kinds are often wrong."),
    ("pl", "names", 0.67, "pl.bsnlp", f"{_BY_SHAPE}; case endings split some names in two."),
    ("ru", "names", 0.67, "ru.bsnlp", f"{_BY_SHAPE}; case endings split some names in two."),
    ("uk", "names", 0.67, "uk.ner_uk", f"{_BY_SHAPE}; case endings split some names in two."),
    ("sw", "names", 0.71, "swa.masakha", f"{_BY_SHAPE}; measured on news."),
    ("ar", "catalogue", 0.37, "ar.transfer", "Only names of the catalogue are found: about one in four."),
    ("he", "catalogue", 0.19, "he.nemo", "Only names of the catalogue are found: about one in ten."),
)  # fmt: skip
_UNMEASURED = "Names are found by their shape and by a catalogue; nobody measured how well."
_SHAPED = ("af", "ca", "cs", "da", "el", "fi", "hr", "hu", "id", "nb", "ro", "sk", "sl", "sr", "sv", "tr", "vi")  # fmt: skip
_KNOWN_ONLY = "Only names of the catalogue are found: countries, large cities, well-known people."
_CATALOGUED = ("bn", "fa", "hi", "ja", "ko", "mr", "ta", "th", "ur", "zh")


def language_quality() -> tuple[LanguageQuality, ...]:
    """Return what readers may expect of tags, best languages first.

    Languages that are not named are read as English is, without its words.
    """
    measured = [
        LanguageQuality(language, grade, figure, name, note)
        for language, grade, figure, name, note in _MEASURED
    ]
    measured.sort(key=lambda quality: (quality.grade == "catalogue", -(quality.figure or 0)))
    shaped = [LanguageQuality(code, "names", None, "", _UNMEASURED) for code in _SHAPED]
    known = [LanguageQuality(code, "catalogue", None, "", _KNOWN_ONLY) for code in _CATALOGUED]
    names = [each for each in measured if each.grade == "names"]
    rest = [each for each in measured if each.grade != "names"]
    return (*names, *shaped, *rest, *known)
