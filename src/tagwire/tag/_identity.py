"""Names of one document to identities: who is meant by the short ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tagwire.model import TagKind
from tagwire.tag._catalogue import FOLD_APOSTROPHES, Catalogue, Known
from tagwire.tag._inflect import is_oblique, stem_of
from tagwire.tag._segment import is_title
from tagwire.tag.tables.names import LEGAL_FORMS, NAME_SUFFIXES, OF_WORDS, ORGANISATION_HEADS
from tagwire.text import slug_of

# Such a surname alone means the famous bearer, unless another is named in full before;
# above it, always: "Ivanka Trump" does not take what is said of "Trump".
FAMOUS_WEIGHT = 8
# Below this a kind is a guess from shape and may be overruled by the rest of the document.
SURE_KIND = 0.7
# From here on a place has a cue of its own.
SURE_PLACE = 0.6
# A place in so many capitals is a code: "NYC".
MAX_CODE = 3
# So many letters are no chance.
SURE_LETTERS = 4


class Named(NamedTuple):
    """A name at its place: ``place`` orders the texts of the document."""

    place: int
    start: int
    end: int
    surface: str
    kind: TagKind
    known: Known | None
    sure: float


@dataclass(slots=True)
class Identity:
    """All names of one document that mean the same."""

    kind: TagKind
    known: Known | None
    sure: float
    names: list[Named] = field(default_factory=list)
    words: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How the identity is shown."""
        if self.known is not None:
            return self.known.label
        label = _best_surface(self.names)
        shouted = self.kind is TagKind.PLACE and label.isupper() and len(label) > MAX_CODE
        return label.title() if shouted else label


def identities_of(names: Sequence[Named], texts: Mapping[int, str]) -> list[Identity]:
    """Return the identities in the order of their first name."""
    found = _by_surface(names)
    found = _merge(found, _bracket_owners(found, texts))
    found = _merge(found, _long_persons(found))
    found = _merge(found, _last_names(found, texts))
    found = _merge(found, _organisations(found))
    return sorted(found, key=lambda identity: identity.names[0][:2])


def _by_surface(names: Sequence[Named]) -> list[Identity]:
    groups: dict[tuple[str, ...], list[Named]] = defaultdict(list)
    for name in names:
        groups[_key_of(name)].append(name)
    found = []
    for group in groups.values():
        surest = max(group, key=lambda name: name.sure)
        words = max((words_of_name(name.surface) for name in group), key=len)
        found.append(Identity(surest.kind, surest.known, surest.sure, group, words))
    return found


def _key_of(name: Named) -> tuple[str, ...]:
    if name.known is not None:
        return ("", name.known.kind, name.known.label)
    return tuple(stem_of(word) for word in words_of_name(name.surface))


def words_of_name(surface: str) -> tuple[str, ...]:
    """Return the words that tell names apart: lower case, without legal forms."""
    words = surface.translate(FOLD_APOSTROPHES).casefold().replace(".", " ").split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return tuple(words)


def _merge(found: list[Identity], owners: Mapping[int, int]) -> list[Identity]:
    """Move the names of each identity to its owner (index -> index)."""
    for index in owners:
        owner = owners[index]
        while owner in owners:
            owner = owners[owner]
        if owner != index:
            found[owner].names.extend(found[index].names)
            found[owner].names.sort()
    return [identity for i, identity in enumerate(found) if i not in owners]


def _bracket_owners(found: Sequence[Identity], texts: Mapping[int, str]) -> dict[int, int]:
    """Join "European Union (EU)": the bracket says what the short form means."""
    at = {
        (name.place, name.start): i for i, identity in enumerate(found) for name in identity.names
    }
    owners: dict[int, int] = {}
    for i, identity in enumerate(found):
        for name in identity.names:
            text = texts[name.place]
            j = at.get((name.place, name.end + 2))
            if j is None or j == i or text[name.end : name.end + 2] != " (":
                continue
            short, long = (i, j) if _is_acronym(found[i]) else (j, i)
            if _is_explained(found[short], found[long]):
                owners[short] = long
    return _without_cycles(owners)


def _is_explained(short: Identity, long: Identity) -> bool:
    """Tell whether one is the letters of the other: "Revenue Service (Rs)", also a known one."""
    if short.known is not None and (long.known is not None or len(_letters(short)) < SURE_LETTERS):
        return False
    is_word = len(short.words) == 1 and len(_letters(short)) >= SURE_LETTERS
    return (_is_acronym(short) or is_word) and _fits(short, long)


def _without_cycles(owners: dict[int, int]) -> dict[int, int]:
    return {i: owner for i, owner in owners.items() if owner not in owners}


def _is_acronym(identity: Identity) -> bool:
    surface = identity.names[0].surface.replace(".", "")
    return surface.isupper() and 2 <= len(surface) <= 7


def _fits(short: Identity, long: Identity) -> bool:
    return _letters(short) in _initials(long.words) and len(long.words) > 1


def _letters(acronym: Identity) -> str:
    return acronym.names[0].surface.replace(".", "").casefold()


def _initials(words: Sequence[str]) -> tuple[str, str]:
    kept = [word for word in words if word not in OF_WORDS and word not in {"the", "and"}]
    return "".join(word[0] for word in kept), "".join(word[0] for word in words)


def _is_person(identity: Identity) -> bool:
    return identity.kind is TagKind.PERSON


def _long_persons(found: Sequence[Identity]) -> dict[int, int]:
    """Join forms of a full name: middle names, initials, case endings."""
    owners: dict[int, int] = {}
    longs = [
        i for i, identity in enumerate(found) if _is_person(identity) and len(identity.words) > 1
    ]
    longs.sort(key=lambda i: (found[i].known is not None, len(found[i].words)), reverse=True)
    # By last name and first: to compare each with each costs seconds in lists of thousands.
    bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in longs:
        words = _core(found[i].words)
        if len(words) < _FULL_NAME:
            continue
        last, first, initial = stem_of(words[-1]), stem_of(words[0]), words[0][0]
        owner: list[int] = []
        if found[i].known is None and len(words[0]) == 1:
            owner = bearers[last, f"{initial}*"]
        elif found[i].known is None:
            owner = bearers[last, first] + bearers[last, initial]
        if len(owner) == 1:
            owners[i] = owner[0]
            continue
        bearers[last, first].append(i)
        bearers[last, f"{initial}*"].append(i)
    return owners


_FULL_NAME = 2


def _core(words: Sequence[str]) -> Sequence[str]:
    return words[:-1] if words[-1] in NAME_SUFFIXES and len(words) > 2 else words


def _last_names(found: Sequence[Identity], texts: Mapping[int, str]) -> dict[int, int]:
    """Join "Putin" to "Vladimir Putin" when one person only bears the name."""
    owners: dict[int, int] = {}
    by_last: dict[str, list[int]] = defaultdict(list)
    by_first: dict[str, list[int]] = defaultdict(list)
    for i, identity in enumerate(found):
        if _is_person(identity) and len(identity.words) > 1:
            core = _core(identity.words)
            for start in range(1, len(core)):
                by_last[" ".join(map(stem_of, core[start:]))].append(i)
            by_first[stem_of(core[0])].append(i)
            for last in _inflected(identity) - {core[-1]}:
                by_last[last].append(i)
    for i, identity in enumerate(found):
        if not _may_be_surname(identity):
            continue
        key = " ".join(map(stem_of, identity.words))
        bearers = by_last.get(key) or (by_first.get(key, []) if len(identity.words) == 1 else [])
        bearers = [bearer for bearer in bearers if bearer != i]
        if len(bearers) == 1 and _gives_way(identity, found[bearers[0]], texts):
            owners[i] = bearers[0]
    return owners


def _inflected(identity: Identity) -> set[str]:
    """Return the last words of somebody known, as they stand: "Marinin" of Sanna Marin."""
    if identity.known is None:
        return set()
    forms = {words_of_name(name.surface) for name in identity.names}
    return {words[-1] for words in forms if len(words) > 1}


def _gives_way(short: Identity, bearer: Identity, texts: Mapping[int, str]) -> bool:
    """Tell whether somebody famous is not meant: another is named in full before, no title.

    Behind "Michelle Obama", "President Obama" is still the other one.
    """
    known = short.known
    if known is None or known.weight < FAMOUS_WEIGHT:
        return True
    first = min(name[:2] for name in bearer.names) < min(name[:2] for name in short.names)
    return first and not any(_is_titled(name, texts[name.place]) for name in short.names)


def _is_titled(name: Named, text: str) -> bool:
    words = text[max(0, name.start - 40) : name.start].split()
    return bool(words) and is_title(words[-1].lower().strip("."))


def _may_be_surname(identity: Identity) -> bool:
    if len(identity.words) > 2 or (
        identity.names[0].surface.isupper() and len(identity.words[0]) < 4
    ):
        return False
    if identity.known is not None:
        return (
            _is_person(identity)
            and len(identity.words) == 1
            and identity.known.weight <= FAMOUS_WEIGHT
        )
    if len(identity.words) == 2:
        return _is_person(identity)
    return _is_person(identity) or identity.sure < SURE_KIND


def _organisations(found: Sequence[Identity]) -> dict[int, int]:
    """Join acronyms, and first words of one company's or body's full name."""
    owners: dict[int, int] = {}
    by_start: dict[str, set[int]] = defaultdict(set)
    by_initials: dict[str, set[int]] = defaultdict(set)
    for j, identity in enumerate(found):
        if len(identity.words) > 1 and identity.kind in _BODIES:
            for word in _starts(identity.words):
                by_start[word].add(j)
            for letters in _initials(identity.words):
                by_initials[letters].add(j)
    for i, identity in enumerate(found):
        if (
            identity.known is not None
            or len(identity.words) != 1
            or identity.kind is TagKind.DOMAIN
        ):
            continue
        if _is_acronym(identity):
            bearers = by_initials.get(_letters(identity), set())
        else:
            bearers = by_start.get(identity.words[0], set())
            bearers = {j for j in bearers if _is_short(identity, found[j])}
        if len(bearers) == 1 and (identity.kind is not TagKind.PERSON or identity.sure < SURE_KIND):
            owners[i] = next(iter(bearers))
    return owners


_BODIES = frozenset({TagKind.ORGANISATION, TagKind.AGENCY, TagKind.EVENT})


def _starts(words: Sequence[str]) -> set[str]:
    """Return the words by which a long name may be called: its first, and a head at its end."""
    return {words[0], words[-1]} if words[-1] in ORGANISATION_HEADS else {words[0]}


def _is_short(short: Identity, long: Identity) -> bool:
    """Tell whether a word is the first of a name, or its last and a common head."""
    word = short.words[0]
    if len(word) < 4:
        return False
    closes = long.words[-1] == word and word in ORGANISATION_HEADS
    return closes or (long.words[0] == word and not _is_placed(short))


def _is_placed(identity: Identity) -> bool:
    """Tell whether the document says that a name is a place: "in Kestrel"."""
    return (
        identity.kind is TagKind.PLACE
        and identity.sure >= SURE_PLACE
        and identity.words[0] not in ORGANISATION_HEADS
    )


def _best_surface(names: Sequence[Named]) -> str:
    """Return the longest form by words; of equal ones the most frequent, then the shortest.

    A form that begins with an initial comes last: "Marat Tas" before "M. Tas"; so does a
    case: "Олег Сущенко" before "Олегу Сущенко".
    """
    forms = Counter(_display(name.surface) for name in names)
    whole = {form: len(form.split(" ")[0].rstrip(".")) > 1 for form in forms}
    return max(
        forms,
        key=lambda form: (
            whole[form],
            form.count(" "),
            not is_oblique(form),
            forms[form],
            -len(form),
            form,
        ),
    )


def _display(surface: str) -> str:
    label = " ".join(surface.translate(FOLD_APOSTROPHES).split())
    words = label.split(" ")
    if label.isupper() and (len(words) > 1 or len(label) > 6):
        label = label.title()
    if len(words) > 1 and words[0].lower() == "the":
        return label[4:]
    while len(words) > 1 and words[-1].lower().strip(".,") in LEGAL_FORMS:
        words.pop()
        label = " ".join(words).rstrip(",")
    return label


def slugs_of(identities: Sequence[Identity], catalogue: Catalogue) -> list[str]:
    """Return a slug for each identity, one for each name and kind; empty when it has no name.

    A slug that already means another kind gets its kind as suffix: ``mercury--planet``.
    """
    taken: dict[str, TagKind] = {}
    order = sorted(range(len(identities)), key=lambda i: (identities[i].known is None, i))
    slugs = [""] * len(identities)
    for i in order:
        kind = identities[i].kind
        slug = slug_for(identities[i].label, kind, identities[i].known, catalogue)
        # Two of one name and one kind are one to a reader: they share the slug and its tag.
        if taken.get(slug, kind) is not kind:
            slug = f"{slug}--{kind}"
        taken.setdefault(slug, kind)
        slugs[i] = slug
    return slugs


def slug_for(label: str, kind: TagKind, known: Known | None, catalogue: Catalogue) -> str:
    """Return the slug of a label; typed when the catalogue means another kind by it."""
    slug = slug_of(label)
    kinds = [
        alias.known
        for alias in catalogue.names.get(label, ())
        if slug_of(alias.known.label) == slug
    ]
    if slug and kinds and _owner_of(kinds).kind is not kind:
        return f"{slug}--{kind}"
    return slug


def _owner_of(known: Iterable[Known]) -> Known:
    """Return who has the plain slug: the best known, then by kind, so that all agree."""
    ranked: Callable[[Known], tuple[int, str]] = lambda entity: (-entity.weight, entity.kind)  # noqa: E731
    return min(known, key=ranked)
