"""What is known before reading: names with their kind, given names, common words.

The tables come as bytes and are read once into dictionaries; nothing here opens files.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tagwire.model import TagKind
from tagwire.tag._demonyms import small_forms
from tagwire.text import slug_of

# A name of the tables is at most this many words; longer ones are never looked for.
MAX_NAME_WORDS = 7
# The weight of countries: "Jordan" and "Chad" are weak names, yet mostly mean the country.
COUNTRY_WEIGHT = 9
_KINDS = {str(kind): kind for kind in TagKind}
# Spanish writes its months and days small, so these are somebody in any language.
MONTHS_GIVEN = frozenset({"Julio", "Domingo"})
# Names of towns that mean "the city" and an instrument: weak.
COMMON_WORDS = frozenset({"المدينة", "Tuba", "tuba"})
ANY_LANGUAGE: frozenset[str] = frozenset()
FOLD_APOSTROPHES = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "`": "'", "‐": "-", "‑": "-", "\xa0": " "}
)


class Known(NamedTuple):
    """An entity of the catalogue. ``weight`` 0..9 is how well known it is."""

    label: str
    kind: TagKind
    uri: str
    of: str  # slug of the country that a group belongs to
    weight: int


class Alias(NamedTuple):
    """A way to write an entity. A weak one counts only with other evidence."""

    known: Known
    weak: bool
    languages: frozenset[str]  # empty: in all
    foreign: bool = False  # no English text writes it so: there it is weak


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All names that are known before reading. Build one with ``load_catalogue``."""

    version: str
    names: Mapping[str, tuple[Alias, ...]]
    longest: Mapping[str, int]  # first word of a name -> most words of such names
    unspaced: Mapping[str, int]  # first two characters -> longest name, scripts without blanks
    given: frozenset[str]
    family: frozenset[str]
    common: Mapping[str, frozenset[str]]  # language -> lower-case words

    def find_aliases(self, surface: str, language: str | None) -> list[Alias]:
        """Return what the surface may name in this language, best known first."""
        found = self.names.get(surface)
        if found is None:
            return []
        kept = [
            _heard(alias, language)
            for alias in found
            if not alias.languages or (language or "en") in alias.languages
        ]
        if len(kept) > 1:
            kept.sort(key=lambda alias: (alias.weak, -alias.known.weight))
        return kept

    def find_best(self, surface: str, language: str | None) -> Alias | None:
        """Return the best known entity of this surface; None when there is none."""
        found = self.names.get(surface)
        if found is None:
            return None
        if len(found) == 1:
            alias = found[0]
            if alias.foreign:
                return _heard(alias, language)
            return alias if not alias.languages or (language or "en") in alias.languages else None
        kept = self.find_aliases(surface, language)
        return kept[0] if kept else None

    def common_of(self, language: str | None) -> frozenset[str]:
        """Return the lower-case words of the language; of English when it is not known."""
        return self.common.get(language or "en") or self.common.get("en", frozenset())


def _heard(alias: Alias, language: str | None) -> Alias:
    """Return what an alias is worth in a language: "Kair" is Cairo, and weak in English."""
    return alias._replace(weak=True) if alias.foreign and language in (None, "en") else alias


def load_catalogue(raw: Mapping[str, bytes]) -> Catalogue:
    """Read the tables: file name -> content, gzip where the name ends so.

    Understands ``names.tsv.gz``, ``own.tsv``, ``demonyms.tsv``, ``adjectives.tsv`` and
    ``words.tsv.gz``; a missing one is an empty one. Equal bytes give an equal catalogue and version.
    """
    names: dict[str, tuple[Alias, ...]] = {}
    countries: dict[str, Known] = {}
    for row, forms in _entities(raw):
        # A label that an earlier table has for the same kind is the same entity.
        known = _same(names.get(row.label), row)
        _add(names, known, forms)
        if len(known.uri) == 2:
            countries[known.uri] = known
    for known, forms in _demonyms(raw, countries):
        _add(names, known, forms)
    words = _word_sets(raw)
    return Catalogue(
        version=_digest(raw),
        names=names,
        longest=_longest(names),
        unspaced=_unspaced(names),
        given=words.get(("given", ""), frozenset()) | MONTHS_GIVEN,
        family=words.get(("family", ""), frozenset()),
        common={language: kept for (name, language), kept in words.items() if name == "common"},
    )


def _same(found: tuple[Alias, ...] | None, row: Known) -> Known:
    for alias in found or ():
        if alias.known.kind is row.kind and not alias.weak:
            return alias.known
    return row


def _digest(raw: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(raw):
        digest.update(name.encode() + b"\0" + raw[name] + b"\0")
    return digest.hexdigest()[:16]


def _lines(raw: Mapping[str, bytes], name: str) -> list[str]:
    body = raw.get(name, b"")
    text = gzip.decompress(body) if name.endswith(".gz") and body else body
    return [line for line in text.decode("utf-8").split("\n") if line and line[0] != "#"]


def _entities(raw: Mapping[str, bytes]) -> Iterator[tuple[Known, list[str]]]:
    for line in [*_lines(raw, "own.tsv"), *_lines(raw, "names.tsv.gz")]:
        kind, label, uri, of, weight, forms = line.split("\t")
        known = Known(label, _KINDS[kind], uri, of, int(weight))
        written = forms.split("|") if forms else [label]
        # Hand-written rows do not repeat their label; a built row may leave it out as weak.
        if written[0] != label and not _has_label(written, label):
            written.append(label)
        yield known, written


def _has_label(written: Sequence[str], label: str) -> bool:
    bound = label + "@"
    return any(form == label or form == "~" + label or form.startswith(bound) for form in written)


def _demonyms(
    raw: Mapping[str, bytes], countries: Mapping[str, Known]
) -> Iterator[tuple[Known, list[str]]]:
    """Yield the people of each country: ``RU <tab> Russian|Russians <tab> Russen@de``.

    Forms that are written small are in a file of their own: ``RU <tab> de:russisch …``.
    """
    small = dict(line.split("\t") for line in _lines(raw, "adjectives.tsv"))
    for line in _lines(raw, "demonyms.tsv"):
        code, english, others = (line + "\t\t").split("\t")[:3]
        country = countries.get(code)
        forms = english.split("|")
        if country is not None and forms[0]:
            known = Known(forms[0], TagKind.GROUP, "", slug_of(country.label), 7)
            forms += [form for form in others.split("|") if form]
            yield known, forms + list(small_forms(small[code]) if code in small else ())


def _add(names: dict[str, tuple[Alias, ...]], known: Known, forms: Sequence[str]) -> None:
    plain = Alias(known, False, ANY_LANGUAGE)
    for form in forms:
        if form[0] == "?":
            surface, alias = form[1:], Alias(known, False, ANY_LANGUAGE, foreign=True)
        elif form[0] == "~" or "@" in form or form in COMMON_WORDS:
            weak = form[0] == "~" or form in COMMON_WORDS
            surface, _, bound = form.removeprefix("~").partition("@")
            alias = Alias(known, weak, frozenset(bound.split(",")) if bound else ANY_LANGUAGE)
        else:
            surface, alias = form, plain
        old = names.get(surface)
        names[surface] = (alias,) if old is None else _merged(old, alias)


def _merged(old: tuple[Alias, ...], new: Alias) -> tuple[Alias, ...]:
    """Add an alias; the same label and kind from a second table is the same entity."""
    for i, alias in enumerate(old):
        if alias.known.label == new.known.label and alias.known.kind is new.known.kind:
            if not alias.languages or not new.languages or alias.weak is not new.weak:
                return old
            both = alias._replace(languages=alias.languages | new.languages)
            return (*old[:i], both, *old[i + 1 :])
    return (*old, new)


def _longest(names: Mapping[str, object]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for name in names:
        if " " in name:
            words = name.count(" ") + 1
            first = name[: name.index(" ")]
            if words <= MAX_NAME_WORDS and longest.get(first, 1) < words:
                longest[first] = words
    return longest


def _unspaced(names: Mapping[str, object]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for name in names:
        if name[0] > "\u0dff" and is_unspaced(name[0]) and len(name) > 1:
            longest[name[:2]] = max(longest.get(name[:2], 0), len(name))
    return longest


def is_unspaced(char: str) -> bool:
    """Tell whether the script of this letter writes words without blanks."""
    return (
        "\u0e00" <= char <= "\u0eff"
        or "\u1000" <= char <= "\u109f"
        or "\u1780" <= char <= "\u17ff"
        or (
            "\u3040" <= char <= "\u30ff"
            or "\u3400" <= char <= "\u9fff"
            or "\uf900" <= char <= "\ufaff"
        )
    )


def _word_sets(raw: Mapping[str, bytes]) -> dict[tuple[str, str], frozenset[str]]:
    sets = {}
    for line in _lines(raw, "words.tsv.gz"):
        name, language, words = line.split("\t")
        sets[name, language] = frozenset(words.split(" "))
    return sets
