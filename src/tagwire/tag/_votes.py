"""What the corpus says about names: which tag each of them means.

    articles ──tags and what they are called──> votes (name, tag, articles)
    votes ──vote──> AliasSnapshot ──> tomorrow's tagger, tag pages that become one

An alias is either a short form ("Putin", "NFA") of a long name, or another way to write
the same name (kind, hyphen, accent, plural).
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, Protocol

from tagwire.model import Alias, AliasSnapshot, Tag, TagKind
from tagwire.tag._inflect import is_oblique, stem_of
from tagwire.tag.tables.names import LEGAL_FORMS, NAME_SUFFIXES, OF_WORDS
from tagwire.text import slug_of

# A form means a tag when this share of the articles that tell agrees, of so many at least.
MIN_SHARE = 0.6
MIN_ARTICLES = 3
# Two bearers of a family name are two people: at 0.6, one of three articles would be wrong.
MIN_PERSON_SHARE = 0.75
# Where hardly any article with the word has the long name, the word has a life of its own:
# "Obamacare" is no short form of the "Repealing Obamacare" of two headlines.
MIN_PERSON_TOLD = 0.05
# The first word of a body is also a name of its own ("Strava", "Google") unless so many of
# the articles that have the word have the full name as well.
MIN_TOLD = 0.5
BODIES = frozenset({TagKind.ORGANISATION, TagKind.AGENCY, TagKind.EVENT, TagKind.OBJECT})
_SUBJECTS = frozenset({TagKind.KEYWORD, TagKind.TOPIC, TagKind.GROUP})
AS_WORDS = frozenset({TagKind.KEYWORD, TagKind.TOPIC})
MIN_LETTERS = 2
# A keyword of two houses is a subject; that of one may be its section or campaign.
MIN_PUBLISHERS = 2
MIN_CALLED = 0.3


class NameRow(Protocol):
    """In how many articles a tag is called by a name; ``name`` as from ``name_of``."""

    @property
    def name(self) -> str: ...
    @property
    def tag(self) -> Tag: ...
    @property
    def articles(self) -> int: ...
    @property
    def publishers(self) -> int: ...


class Vote(NamedTuple):
    """A row for callers that have no store."""

    name: str
    tag: Tag
    articles: int
    publishers: int = 0  # who use the tag; 0 where that was not counted


@lru_cache(maxsize=8192)
def name_of(label: str) -> str:
    """Return the form in which names are looked up: case, hyphens and blanks do not count."""
    return slug_of(label.lstrip("#")).replace("-", "")


def vote(votes: Iterable[NameRow], day: str, min_articles: int = MIN_ARTICLES) -> AliasSnapshot:
    """Return the aliases that the corpus agrees on; equal for equal votes in any order."""
    votes = list(votes)
    rows = _Rows(votes)
    aliases: dict[str, Alias] = {}
    for alias in (
        *_joined(votes),
        *_cases(rows),
        *_spellings(rows),
        *_same_names(rows),
        *_short_forms(rows, min_articles),
    ):
        aliases[alias.name] = alias  # a short form says more than a spelling
    return AliasSnapshot(day=day, aliases=tuple(aliases[name] for name in sorted(aliases)))


def _joined(votes: Iterable[NameRow]) -> Iterable[Alias]:
    """Yield the keywords that several publishers use, each as it is."""
    for row in sorted(votes, key=lambda row: (row.articles, row.tag.slug)):
        is_own = row.tag.kind in AS_WORDS and row.name == name_of(row.tag.label)
        if is_own and row.publishers >= MIN_PUBLISHERS:
            yield Alias(name=row.name, tag=row.tag, articles=row.articles, share=1.0)


class _Rows:
    """The votes by name. A tag is what the most articles have of its slug."""

    def __init__(self, votes: Iterable[NameRow]) -> None:
        kept = [(row.name, row.tag, row.articles) for row in votes if _may_vote(row)]
        heads: dict[str, tuple[int, Tag]] = {}
        for name, tag, articles in kept:
            if name == name_of(tag.label):
                old = heads.get(tag.slug)
                if old is None or (articles, *_rank(tag)) > (old[0], *_rank(old[1])):
                    heads[tag.slug] = (articles, tag)
        for name, tag, articles in kept:
            n, head = heads.get(tag.slug, (0, tag))
            if head.kind is TagKind.PLACE and _is_called_by_last(name, head, articles, n):
                heads[tag.slug] = (n, replace(head, kind=TagKind.PERSON))
        self.called: dict[str, Counter[Tag]] = defaultdict(Counter)  # by a name not their own
        self.own: dict[str, Counter[Tag]] = defaultdict(Counter)  # by the name of their label
        self.bearers: dict[str, Counter[str]] = defaultdict(Counter)  # last name -> persons
        for name, tag, articles in kept:
            head = heads.get(tag.slug, (0, tag))[1]
            side = self.own if name == name_of(head.label) else self.called
            side[name][head] += articles
        for _, tag in heads.values():
            if tag.kind is TagKind.PERSON and " " in tag.label:
                n = self.own[name_of(tag.label)][tag]
                self.bearers[name_of(_words(tag.label)[-1])][tag.slug] += n


def _may_vote(row: NameRow) -> bool:
    return row.articles > 0 and row.tag.kind is not TagKind.DOMAIN and len(row.name) >= MIN_LETTERS


def _is_called_by_last(name: str, tag: Tag, articles: int, whole: int) -> bool:
    """Tell whether a name is known by its last word as only people are: "in Mitt Romney"."""
    words = _words(tag.label)
    by_last = len(words) > 1 and name == name_of(words[-1]) and tag.uri is None
    return by_last and articles >= MIN_ARTICLES and articles >= MIN_CALLED * whole


def _rank(tag: Tag) -> tuple[bool, str, str, str]:
    """Return what decides between equal counts: a known one, then any fixed order."""
    return (tag.uri is not None, tag.kind, tag.slug, tag.label)


def _best(counts: Mapping[Tag, int]) -> Tag:
    return max(counts, key=lambda tag: (counts[tag], *_rank(tag)))


# ------------------------------------------------------------------ short forms


def _short_forms(rows: _Rows, min_articles: int) -> Iterable[Alias]:
    """Yield "Putin", "NFA", "George Bush": what most articles with a long form mean by them."""
    for name, called in rows.called.items():
        longs = {tag: n for tag, n in called.items() if is_short_of(name, tag)}
        if not longs:
            continue
        best = _best(longs)
        share, least = longs[best] / sum(longs.values()), MIN_SHARE
        if best.kind is TagKind.PERSON:
            share, least = min(share, _share_of_bearer(rows, name, best)), MIN_PERSON_SHARE
        own = sum(rows.own[name].values()) if name in rows.own else 0
        told = longs[best] >= _min_told(name, best) * (longs[best] + own)
        if told and longs[best] >= min_articles and share >= least:
            yield Alias(name=name, tag=best, articles=longs[best], share=round(share, 4))


def _min_told(name: str, long: Tag) -> float:
    """Return of how many articles with a short form at least this share must explain it."""
    if is_acronym_of(name, long.label):
        return 0.0
    return MIN_PERSON_TOLD if long.kind is TagKind.PERSON else MIN_TOLD


def _share_of_bearer(rows: _Rows, name: str, person: Tag) -> float:
    """Return the share of a person among all who bear a last name, however they are called."""
    if name not in rows.bearers:
        return 1.0
    bearers = rows.bearers[name]
    return bearers[person.slug] / max(1, bearers.total())


def is_short_of(name: str, tag: Tag) -> bool:
    """Tell whether a name can be a short form of a long one, and whose kind has such forms."""
    words = _words(tag.label)
    if len(words) < 2 or name == name_of(tag.label):
        return False
    if tag.kind is TagKind.PERSON:
        return name in _short_persons(words)
    if tag.kind in BODIES:
        return is_acronym_of(name, tag.label) or name == name_of(words[0])
    return False


def _short_persons(words: Sequence[str]) -> set[str]:
    """Return the last names, and first and last without the middle. A first name is nobody."""
    core = words[:-1] if len(words) > 2 and words[-1] in NAME_SUFFIXES else words
    forms = {name_of("".join(core[start:])) for start in range(1, len(core))}
    return forms | {name_of(core[0] + core[-1]), name_of("".join(core))}


def is_acronym_of(name: str, label: str) -> bool:
    """Tell whether a name is the first letters of a label, with or without small words."""
    words = _words(label)
    kept = [word for word in words if word not in OF_WORDS and word not in {"the", "and"}]
    letters = {"".join(word[0] for word in kept), "".join(word[0] for word in words)}
    return len(words) > 1 and name in letters


def _words(label: str) -> list[str]:
    return label.casefold().replace(".", " ").replace("-", " ").split() or [label.casefold()]


# -------------------------------------------------------------------- spellings


def _same_names(rows: _Rows) -> Iterable[Alias]:
    """Yield names that several tags have, of kinds that one thing may be taken for."""
    for name, own in rows.own.items():
        if len(own) > 1:
            best = _best(own)
            together = [tag for tag in own if may_be_one(tag, best)]
            if len(together) > 1 and own[best] >= MIN_SHARE * own.total():
                share = own[best] / own.total()
                yield Alias(name=name, tag=best, articles=own[best], share=round(share, 4))


def _spellings(rows: _Rows) -> Iterable[Alias]:
    """Yield the rarer ways to write a name: accents, plurals, the order of keywords."""
    groups: dict[tuple[str, str], Counter[Tag]] = defaultdict(Counter)
    for own in rows.own.values():
        for tag, n in own.items():
            for key in _spelling_keys(tag):
                groups[key][tag] = n
    for group in groups.values():
        names = {name_of(tag.label) for tag in group}
        if len(names) < 2:
            continue
        best = _best(group)
        for tag in sorted(group, key=lambda tag: (group[tag], *_rank(tag))):
            if name_of(tag.label) != name_of(best.label) and may_be_one(tag, best):
                share = round(group[best] / group.total(), 4)
                yield Alias(name=name_of(tag.label), tag=best, articles=group[best], share=share)


def _cases(rows: _Rows) -> Iterable[Alias]:
    """Yield Cyrillic names in a case, with the first form that other articles have."""
    groups: dict[tuple[TagKind, str], Counter[Tag]] = defaultdict(Counter)
    for own in rows.own.values():
        for tag, n in own.items():
            if tag.kind in _INFLECTED and "\u0400" <= tag.label[:1] <= "\u04ff":
                stems = " ".join(stem_of(word) for word in _words(tag.label))
                groups[tag.kind, stems][tag] = n
    for group in groups.values():
        firsts = {tag: n for tag, n in group.items() if not is_oblique(tag.label)}
        if not firsts:
            continue
        best = _best(firsts)
        share = round(group[best] / group.total(), 4)
        for tag in group:
            if tag not in firsts:
                yield Alias(name=name_of(tag.label), tag=best, articles=group[best], share=share)


_INFLECTED = frozenset({TagKind.PERSON, TagKind.PLACE})


def _spelling_keys(tag: Tag) -> Iterable[tuple[str, str]]:
    """Yield the keys under which other spellings of the same name meet."""
    name = name_of(tag.label)
    if tag.kind is not TagKind.PERSON or " " in tag.label:
        yield ("plain", without_accents(name))
    first, _, last = tag.label.casefold().rpartition(" ")
    if tag.kind is TagKind.ORGANISATION:
        yield ("body", name_of(first if first and last.rstrip(".") in _FORMS else tag.label))
    if tag.kind in _SUBJECTS:
        yield ("one", _singular(name))
    if tag.kind in AS_WORDS and " " in tag.label:
        yield ("words", " ".join(sorted(slug_of(tag.label).split("-"))))


def without_accents(name: str) -> str:
    """Return Latin letters without their marks; other scripts spell with them."""
    if name.isascii():
        return name
    parts = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    plain = "".join(char for char in parts if not unicodedata.combining(char))
    return plain if plain.isascii() else name


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ß": "ss"})
_FORMS = LEGAL_FORMS | {"group", "holdings", "holding"}
MIN_STEM = 4


def _singular(name: str) -> str:
    """Return an English plural without its ending: only ever a key, and no word."""
    if name.endswith("ies") and len(name) > MIN_STEM + 2:
        return name[:-3] + "y"
    if name.endswith(("ches", "shes", "xes", "sses")):
        return name[:-2]
    is_plural = (
        name.endswith("s") and not name.endswith(("ss", "us", "is")) and len(name) > MIN_STEM
    )
    return name[:-1] if is_plural else name


def may_be_one(a: Tag, b: Tag) -> bool:
    """Tell whether two tags of one name can be one thing that was taken for two kinds."""
    if a.kind is b.kind:
        return a.of == b.of or None in (a.of, b.of)
    kinds = {a.kind, b.kind}
    if TagKind.DOMAIN in kinds or kinds == {TagKind.PERSON, TagKind.GROUP}:
        return False
    if kinds <= BODIES or kinds & AS_WORDS:
        return True
    # "Denis McDonough" is nobody's town; "Jordan" and "Jackson" are both.
    return " " in a.label or " " in b.label
