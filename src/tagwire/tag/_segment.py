"""One run of capital words to pieces: titles and days cut off, known names found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tagwire.model import TagKind
from tagwire.tag._catalogue import COUNTRY_WEIGHT, FOLD_APOSTROPHES, Alias, Catalogue, Known
from tagwire.tag._inflect import INFLECTING, nominatives
from tagwire.tag._nouns import is_noun
from tagwire.tag._words import Token
from tagwire.tag.tables.names import (
    CALENDAR,
    CYRILLIC_GIVEN,
    EVENT_HEADS,
    EVENT_OPENERS,
    LEGAL_FORMS,
    MODEL_WORDS,
    NOT_NAMES,
    OF_WORDS,
    ORGANISATION_HEADS,
    PERSON_PARTICLES,
    PLACE_HEADS,
    ROMANCE_NOUN_ENDINGS,
    STOPWORDS,
    TITLE_ENDINGS,
    TITLES,
    WEAK_TITLES,
)

_HEADS = ORGANISATION_HEADS | PLACE_HEADS | EVENT_HEADS | EVENT_OPENERS
_TITLE_FIELDS = frozenset(
    [
        "state",
        "defense",
        "defence",
        "commerce",
        "treasury",
        "education",
        "health",
        "transportation",
        "energy",
        "labor",
        "labour",
        "justice",
        "finance",
        "interior",
        "foreign",
        "affairs",
        "homeland",
        "security",
        "agriculture",
        "staff",
        "war",
        "police",
    ]
)
_LISTERS = frozenset({"and", "und", "et", "y", "e", "en"})
# Bodies whose names list their fields: "Department of Health and Human Services".
_LISTING_HEADS = frozenset(
    [
        "department",
        "ministry",
        "office",
        "bureau",
        "committee",
        "centers",
        "centres",
        "center",
        "centre",
        "institute",
        "commission",
        "agency",
        "administration",
        "society",
        "secretary",
        "organization",
        "organisation",
        "board",
        "council",
        "fund",
        "academy",
        "authority",
        "association",
        "ministerium",
        "ministerio",
        "ministère",
        "conseil",
        "consejo",
    ]
)
# Languages that mark the genitive of names by a bare s.
GENITIVE_S = frozenset({"de", "sv", "da", "nb", "nn", "no"})
# Languages whose "von" and "van" mostly mean "of": it binds behind a given name or a head only.
_PARTING = frozenset({"de", "lb", "nl"})
# Languages whose nouns look like names: words before a given name are no part of it.
_NOUN_CAPITALS = frozenset({"de", "lb"})
# So many words in capitals, side by side, are a headline: only known names count in it.
MIN_SHOUTED_WORDS = 4
# In capitals, a name of so many letters looks like an acronym.
SHORT = 4


_HANGING = re.compile(r"[-‐‑] (?:und|oder|&|en|och|og) ")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")


class Piece(NamedTuple):
    """A possible name: its tokens, what the catalogue says, whether a title led it."""

    tokens: tuple[Token, ...]
    alias: Alias | None
    titled: bool


def is_title(lower: str) -> bool:
    """Tell whether a word, or the last part of a compound, is a title or an office."""
    if lower in TITLES or lower.removesuffix("-elect").removesuffix("-designate") in TITLES:
        return True
    return len(lower) > 8 and (lower.endswith(TITLE_ENDINGS) or lower.rpartition("-")[2] in TITLES)


def _is_capital_of(city: Known, country: Known) -> bool:
    """Tell whether two names may be a country and its city: "w stolicy Chile Santiago"."""
    return (
        city.kind is country.kind is TagKind.PLACE
        and country.weight == COUNTRY_WEIGHT
        and city.weight < COUNTRY_WEIGHT
    )


def _behind_model(run: Sequence[Token], end: int, known: Known) -> int:
    """Skip the model behind a product: "iPhone SE", "iPhone Pro"."""
    while known.kind is TagKind.OBJECT and end < len(run) and _is_model(run[end]):
        end += 1
    return end


def _is_model(token: Token) -> bool:
    return token.capital and (token.text.isupper() or token.lower in MODEL_WORDS)


class Segmenter:
    """Cuts runs into pieces with the help of the catalogue, for one language."""

    def __init__(self, catalogue: Catalogue, language: str | None) -> None:
        self.catalogue = catalogue
        self.language = language
        self.common = catalogue.common_of(language)

    def pieces_of(self, text: str, run: Sequence[Token]) -> list[Piece]:
        """Return the pieces of a run, in order."""
        hits = self._hits(text, run)
        pieces: list[Piece] = []
        start, titled = 0, False
        i = 0
        while i < len(run):
            if i in hits:
                i = hits[i][0]
                continue
            width, is_title = self._cut_at(run, i, hits)
            if width:
                pieces += self._split(text, run, start, i, hits, titled=titled)
                start, titled = i + width, is_title
                i = start
            else:
                i += 1
        return [*pieces, *self._split(text, run, start, len(run), hits, titled=titled)]

    def with_phrases(self, text: str, tokens: list[Token]) -> list[Token]:
        """Bind the words of known names: "Union européenne", "University of California, Davis"."""
        for i, token in enumerate(tokens[:-1]):
            if not token.capital:
                continue
            most = self.catalogue.longest.get(token.text, 1)
            last = min(len(tokens), i + most)
            if tokens[i + 1].capital and "," not in text[token.end : tokens[last - 1].start]:
                continue
            for end in range(last, i + 1, -1):
                surface = text[token.start : tokens[end - 1].end].translate(FOLD_APOSTROPHES)
                if self.catalogue.find_best(surface, self.language) is not None:
                    for j in range(i + 1, end):
                        tokens[j] = tokens[j]._replace(capital=True, bound=True)
                    break
        return tokens

    def look_up(self, surface: str) -> Alias | None:
        """Return the catalogue's entity for a surface, also in capitals or inflected."""
        surface = surface.translate(FOLD_APOSTROPHES)
        found = self.catalogue.find_best(surface, self.language)
        if found is not None:
            return found
        if surface.isupper() and len(surface) > 3:
            return self._shouted(surface.title())
        if self.language in GENITIVE_S and surface.endswith("s") and len(surface) > 4:
            return self.catalogue.find_best(surface[:-1], self.language)
        if " " not in surface and len(surface) > 5:
            # "#VladimirPutin" and "Vladimir-Putin" are the same name.
            spaced = _CAMEL.sub(" ", surface.replace("-", " "))
            if spaced != surface:
                return self.catalogue.find_best(spaced, self.language)
        for form in nominatives(surface, self.language):
            found = self.catalogue.find_best(form, self.language)
            if found is not None:
                return found
        return self._adjective(surface) or self._legal(surface)

    def _adjective(self, surface: str) -> Alias | None:
        """Look up a people that opens a sentence or a name: "Казахстанской"."""
        if not "\u0400" <= surface[:1] <= "\u04ff" or " " in surface:
            return None
        found = self.catalogue.find_best(surface.lower(), self.language)
        return found if found is not None and found.known.kind is TagKind.GROUP else None

    def _legal(self, surface: str) -> Alias | None:
        """Look up a company without its legal form: "Walt Disney Co"."""
        short, _, form = surface.rpartition(" ")
        if not short or form.lower().strip(".") not in LEGAL_FORMS:
            return None
        found = self.catalogue.find_best(short, self.language)
        if found is None or found.known.kind is not TagKind.ORGANISATION:
            return None
        return None if short.lower() in self.common else found  # "News Corp"

    def _shouted(self, title: str) -> Alias | None:
        """Look up a name in capitals; "DACA" is no rare spelling of Dhaka."""
        found = self.catalogue.find_best(title, self.language)
        if found is not None and len(title) == SHORT and not found.languages:
            return found if found.known.label == title else None
        return found

    def _hits(self, text: str, run: Sequence[Token]) -> dict[int, tuple[int, Alias]]:
        """Return where known names begin: index -> (index behind it, alias)."""
        hits: dict[int, tuple[int, Alias]] = {}
        i = 0
        while i < len(run):
            end, alias = self._longest_hit(text, run, i)
            if alias is not None:
                hits[i] = (end, alias)
                i = end
            else:
                i += 1
        return hits

    def _longest_hit(self, text: str, run: Sequence[Token], i: int) -> tuple[int, Alias | None]:
        first = run[i]
        if not first.capital:
            return i, None
        most = self.catalogue.longest.get(first.text, 1)
        if most == 1 and first.text.isupper() and len(run) > i + 1:
            most = self.catalogue.longest.get(first.text.title(), 1)
        if most == 1 and len(run) > i + 1 and (first.text[0] > "ɏ" or self.language in INFLECTING):
            most = 2
        for end in range(min(len(run), i + most), i, -1):
            alias = self.look_up(text[first.start : run[end - 1].end])
            if alias is not None and not (end == i + 1 and self._is_others(text, run, i, alias)):
                return _behind_model(run, end, alias.known), alias
        return i, None

    def _is_others(self, text: str, run: Sequence[Token], i: int, alias: Alias) -> bool:
        """Tell whether a last name is not that of its famous bearer: "Brandon Scholz"."""
        if alias.known.kind is not TagKind.PERSON or " " not in alias.known.label:
            return False
        if i + 1 < len(run) and _HANGING.match(text, run[i + 1].end):
            return True  # "Merkel Jagd- und Sportwaffen"
        first = run[i - 1].text if i > 0 else ""
        own = alias.known.label.split(" ")[0]
        country = self.catalogue.find_best(first, self.language)
        is_land = country is not None and country.known.weight == COUNTRY_WEIGHT
        return first != own and first in self.catalogue.given and not is_land

    def _cut_at(
        self, run: Sequence[Token], i: int, hits: dict[int, tuple[int, Alias]]
    ) -> tuple[int, bool]:
        """Return how many tokens at ``i`` are no name, and whether they are a title."""
        token = run[i]
        if not token.capital:
            return int(self._is_joint(run, i, hits)), False
        if len(token.text) == 1 and i + 1 < len(run) and run[i + 1].start - token.end > 1:
            if self.language == "fr" and token.text == "M" and not self._is_own_initial(run, i):
                return 1, True  # "M. Macron"
            return 0, False  # an initial: "P. Simmons"
        if token.lower in CALENDAR or self._is_stop(token, first=i == 0):
            return 1, False
        if self._is_initialism(run, i, hits):
            return 1, True  # "MK Naftali Bennett"
        if not is_title(token.lower):
            return 0, False
        end, strong = i, False
        while end < len(run) and is_title(run[end].lower) and end not in hits:
            strong = strong or run[end].lower not in WEAK_TITLES
            end += 1
        end = self._behind_field(run, end)
        if self._is_headed(run, i, end):
            return 0, False
        before_person = end < len(run) and self._starts_person(run, end, hits)
        if before_person or (strong and (end < len(run) or i > 0 or end - i == len(run))):
            return end - i, end < len(run)
        return 0, False

    def _is_own_initial(self, run: Sequence[Token], i: int) -> bool:
        """Tell whether "M." stands inside a name and is nobody's title: "Jean M. Dupont"."""
        return i > 0 and self.is_given(run[i - 1].text)

    def _is_initialism(
        self, run: Sequence[Token], i: int, hits: dict[int, tuple[int, Alias]]
    ) -> bool:
        """Tell whether "MK" or "NRK-kommentator" stands before somebody's full name."""
        word = run[i].text
        short = word.isupper() and word.isalpha() and 2 <= len(word) < SHORT
        tail = word.rpartition("-")[2] if "-" in word else ""
        return (
            (short or (len(tail) >= SHORT and tail.islower()))
            and len(run) - i > 2
            and run[i].lower not in _HEADS
            and run[-1].lower not in _HEADS
            and not run[i + 1].text.isupper()
            and self._starts_person(run, i + 1, hits)
        )

    def _is_joint(self, run: Sequence[Token], i: int, hits: dict[int, tuple[int, Alias]]) -> bool:
        """Tell whether a small word parts two names instead of binding one."""
        if run[i].lower in _LISTERS:
            return not self._lists_fields(run, i, hits)
        if self.language in _PARTING and run[i].lower in {"von", "van", "de", "für", "of"}:
            before = run[i - 1]
            known = any(end == i for end, _ in hits.values())
            return not (known or self.is_given(before.text) or before.lower in _HEADS)
        return False

    def _lists_fields(
        self, run: Sequence[Token], i: int, hits: dict[int, tuple[int, Alias]]
    ) -> bool:
        """Tell whether "X and Y" is one name: X a common word, a listing body around it."""
        if i + 1 >= len(run) or i + 1 in hits or run[i - 1].lower not in self.common:
            return False
        small = [token.lower for token in run[:i] if not token.capital]
        if "of" in small or "for" in small or "de" in small:
            return any(token.lower in _LISTING_HEADS for token in run[:i])
        return run[-1].lower in _LISTING_HEADS and len(run) - i <= 4

    def _behind_field(self, run: Sequence[Token], end: int) -> int:
        """Skip "of State" behind "Secretary"."""
        if end + 1 < len(run) and run[end].lower == "of":
            j = end + 1
            while j < len(run) and (run[j].lower in _TITLE_FIELDS or run[j].lower == "the"):
                j += 1
            if j > end + 1:
                return j
        return end

    def _is_headed(self, run: Sequence[Token], i: int, end: int) -> bool:
        """Tell whether the title is part of a name such as "Justice Department"."""
        rest = run[end:]
        return (
            bool(rest)
            and rest[-1].lower in _HEADS
            and not any(token.text in self.catalogue.given for token in rest[:-1])
        )

    def _starts_person(
        self, run: Sequence[Token], i: int, hits: dict[int, tuple[int, Alias]]
    ) -> bool:
        hit = hits.get(i)
        if hit is not None and hit[1].known.kind is TagKind.PERSON:
            return True
        return self.is_given(run[i].text) or len(run[i].text) == 1

    def is_given(self, word: str) -> bool:
        """Tell whether the word is a given name, also in another case."""
        if word in self.catalogue.given or word in CYRILLIC_GIVEN:
            return True
        if not "\u0400" <= word[:1] <= "\u04ff":
            return False
        return any(form in CYRILLIC_GIVEN for form in nominatives(word, self.language))

    def _is_stop(self, token: Token, *, first: bool) -> bool:
        if token.text.isupper() and len(token.text) > 1:
            return token.lower in NOT_NAMES
        if token.lower in STOPWORDS or token.lower in NOT_NAMES:
            return token.capital
        return (
            first
            and token.initial
            and token.lower in self.common
            and token.text not in self.catalogue.given
            and token.lower not in _HEADS
        )

    def _split(
        self,
        text: str,
        run: Sequence[Token],
        start: int,
        end: int,
        hits: dict[int, tuple[int, Alias]],
        *,
        titled: bool,
    ) -> list[Piece]:
        """Return the names between two cuts; known ones part only where that is sure."""
        while start < end and not run[start].capital:
            start += 1
        while end > start and not run[end - 1].capital:
            end -= 1
        if start >= end:
            return []
        hit = hits.get(start)
        if hit is not None and hit[0] < end and self._parts(run, hit, end, hits):
            head = Piece(tuple(run[start : hit[0]]), hit[1], titled)
            return [head, *self._split(text, run, hit[0], end, hits, titled=False)]
        later = self._later_person(run, start, end, hits) or self._later_body(run, start, end)
        if later:
            return [
                *self._split(text, run, start, later, hits, titled=titled),
                *self._split(text, run, later, end, hits, titled=False),
            ]
        whole = hit[1] if hit is not None and hit[0] == end else None
        if whole is None and self._is_shouted(run[start:end]):
            known = sorted((i, *hits[i]) for i in hits if start <= i < end)
            return [Piece(tuple(run[i:j]), alias, False) for i, j, alias in known]
        return [Piece(tuple(run[start:end]), whole, titled)]

    def _is_shouted(self, words: Sequence[Token]) -> bool:
        """Tell whether a stretch is a headline in capitals and no name."""
        return len(words) >= MIN_SHOUTED_WORDS and all(word.text.isupper() for word in words)

    def _parts(
        self,
        run: Sequence[Token],
        hit: tuple[int, Alias],
        end: int,
        hits: dict[int, tuple[int, Alias]],
    ) -> bool:
        """Tell whether a known name ends where the next one begins."""
        known = hit[1].known
        after = hit[0]
        if run[after].lower in PERSON_PARTICLES or run[after].lower in OF_WORDS:
            return known.kind is TagKind.PERSON and known.label.count(" ") > 0
        if run[end - 1].lower in _HEADS:
            return False
        if known.kind is TagKind.PERSON and self._starts_other(run, after, end, known):
            return True
        if known.kind is TagKind.PERSON:
            return (
                hit[0] - 1 >= 1
                and known.label.count(" ") > 0
                and run[after].lower not in {"jr", "sr"}
            )
        nxt = hits.get(after)
        if nxt is not None and not nxt[1].weak:
            other = nxt[1].known
            if other.kind in (TagKind.PERSON, TagKind.OBJECT) or (
                nxt[0] == end and _is_capital_of(other, known)
            ):
                return True
        return self._starts_person(run, after, hits) and end - after >= 2

    def _starts_other(self, run: Sequence[Token], after: int, end: int, known: Known) -> bool:
        """Tell whether a last name stands before another's full name: "Trumpa Jared Kushner"."""
        first = run[after].text
        return (
            after == 1
            and end - after == 2
            and first in self.catalogue.given
            and (first not in known.label.split(" "))
        )

    def _later_person(
        self, run: Sequence[Token], start: int, end: int, hits: dict[int, tuple[int, Alias]]
    ) -> int:
        """Return where a well-known person begins behind other words, else 0."""
        for i in range(start + 1, end):
            if self.language in _NOUN_CAPITALS:
                apart = self._is_apposition(run, start, i, end, hits) or (
                    self._is_behind_apposition(run, start, i, end, hits)
                )
            else:
                apart = self._is_behind_nouns(run, start, i, end)
            if apart:
                return i
            hit = hits.get(i)
            if hit is not None and hit[0] <= end and hit[0] - i >= 2:
                known = hit[1].known
                if known.kind is TagKind.PERSON and run[end - 1].lower not in _HEADS:
                    return i
        return 0

    def _later_body(self, run: Sequence[Token], start: int, end: int) -> int:
        """Return where a body begins behind who is of it: "Forscher der Universität von X"."""
        if run[start].lower in _HEADS or not run[start].initial:
            return 0
        for i in range(start + 2, end - 2):
            heads = run[i].lower in ORGANISATION_HEADS and run[i + 1].lower in OF_WORDS
            if heads and not run[i - 1].capital and not run[i + 1].capital:
                return i
        return 0

    def _is_behind_nouns(self, run: Sequence[Token], start: int, i: int, end: int) -> bool:
        """Tell whether a full name stands behind common nouns: "Ejecución Letizia Paredes"."""
        return (
            end - i >= 2
            and run[i].text in self.catalogue.given
            and run[i + 1].capital
            and run[end - 1].lower not in _HEADS
            and run[start].lower not in _HEADS
            and run[i - 1].lower.endswith(ROMANCE_NOUN_ENDINGS)
        )

    def _is_behind_apposition(
        self,
        run: Sequence[Token],
        start: int,
        i: int,
        end: int,
        hits: dict[int, tuple[int, Alias]],
    ) -> bool:
        """Tell whether a name of any kind stands behind nouns: "Konzern Adidas".

        "Universität Zagreb" and "Volksrepublik China" are names as a whole.
        """
        hit = hits.get(i)
        if hit is None:
            is_name = end - i >= 2 and run[i].capital
        elif hit[1].known.kind is TagKind.PERSON and hit[0] == end == i + 1:
            return start == i - 1 and not self.is_given(run[start].text)  # "Politik Erdogans"
        else:
            is_name = hit[1].known.kind is not TagKind.PLACE
        return (
            is_name
            and run[start].lower not in _HEADS
            and run[end - 1].lower not in _HEADS
            and not is_noun(run[i], self.common)
            and all(
                j not in hits and run[j].capital and is_noun(run[j], self.common)
                for j in range(start, i)
            )
        )

    def _is_apposition(
        self,
        run: Sequence[Token],
        start: int,
        i: int,
        end: int,
        hits: dict[int, tuple[int, Alias]],
    ) -> bool:
        """Tell whether nouns stand before a full name: "Regisseurs Max Ophüls"."""
        return (
            end - i >= 2
            and run[i].text in self.catalogue.given
            and run[end - 1].lower not in _HEADS
            and not any(j in hits or self.is_given(run[j].text) for j in range(start, i))
            and all(run[j].capital for j in range(start, i))
        )
