"""Names in the texts of one document, by shape and catalogue.

``NameFinder`` is the one interface to whatever finds names: texts of one document
in, spans out. A model that slots in later has the same call.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from tagwire.model import TagKind
from tagwire.tag._caseless import find_caseless
from tagwire.tag._catalogue import COUNTRY_WEIGHT, Alias, Catalogue, Known
from tagwire.tag._context import Near, in_context, is_elsewhere, land_of, moved_towns
from tagwire.tag._demonyms import PARADIGMS
from tagwire.tag._kinds import Cues, kind_of
from tagwire.tag._nouns import NOUN_CAPITALS, Nouns
from tagwire.tag._parties import PARTY_WORDS, has_parties, names_party
from tagwire.tag._segment import GENITIVE_S, Piece, Segmenter, is_title
from tagwire.tag._span import Span
from tagwire.tag._words import Token, runs_of, tokens_of
from tagwire.tag.tables.names import (
    ARTICLES,
    CALENDAR,
    NOT_NAMES,
    OF_HEADS,
    ORGANISATION_HEADS,
    ORGANISATION_NOUNS,
    PLACE_CUES,
    PLACE_NOUNS,
    PLACE_NOUNS_AFTER,
    ROMANCE_NOUN_ENDINGS,
    SAY_WORDS,
    STOPWORDS,
)
from tagwire.tag.tables.nouns import BODY_TAILS


class FindNames(Protocol):
    """Whatever finds names: the texts of one document in, spans of each text out."""

    def __call__(self, texts: Sequence[str], language: str | None) -> list[list[Span]]: ...


class Candidate(NamedTuple):
    """A piece with its text and neighbour words, before it is accepted."""

    field: int
    piece: Piece
    after: str
    placed: bool  # behind "in", "the city of"
    vote: TagKind | None  # what the words around speak for
    heads: bool  # in capitals before a bracket, at the start of a text: "OSTREL (Wire) -"
    before: str = ""  # the word or bracket before it

    @property
    def surface(self) -> str:
        """The name as it stands, with single blanks."""
        return " ".join(token.text for token in self.piece.tokens)


# A text whose longer words nearly all have capitals says nothing by its shape.
_TITLE_CASE_SHARE = 0.65
MAX_HEADLINE_WORDS = 30
WELL_KNOWN = 6
_ARTICLED = frozenset({"de", "nl"})


class NameFinder:
    """Finds names by shape, catalogue and the rest of the document."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __call__(self, texts: Sequence[str], language: str | None) -> list[list[Span]]:
        """Return the spans of each text, in order, without overlaps."""
        segmenter = Segmenter(self.catalogue, language)
        tokens = [segmenter.with_phrases(text, tokens_of(text, language)) for text in texts]
        if language in GENITIVE_S:
            tokens = _without_genitives(tokens, self.catalogue)
        shaped = [
            not _is_title_case(text, found) for text, found in zip(texts, tokens, strict=True)
        ]
        candidates = [
            candidate
            for i, text in enumerate(texts)
            for candidate in _candidates(segmenter, i, text, tokens[i])
        ]
        evidence = _Evidence(segmenter, tokens, [c for c in candidates if shaped[c.field]])
        spans: list[list[Span]] = [[] for _ in texts]
        for candidate in candidates:
            span = self._accept(candidate, evidence, language, shaped=shaped[candidate.field])
            if span is not None:
                spans[candidate.field].append(span)
        for i, text in enumerate(texts):
            spans[i] = _listed(text, spans[i])
            if language in PARADIGMS:
                spans[i] = _joined(spans[i], self._adjectives(tokens[i], language))
            if not text.isascii():
                spans[i] = _joined(
                    spans[i], find_caseless(self.catalogue, text, tokens[i], language)
                )
        return _with_moved(texts, spans)

    def _accept(
        self, candidate: Candidate, evidence: _Evidence, language: str | None, *, shaped: bool
    ) -> Span | None:
        piece = candidate.piece
        words = [token for token in piece.tokens if token.capital]
        start, end = piece.tokens[0].start, piece.tokens[-1].end
        told = shaped or not evidence.is_plain(words)
        if piece.alias is not None and told and self._is_known(candidate, words, evidence):
            known = piece.alias.known
            return Span(start, end, known.kind, known, 0.6 if piece.alias.weak else 0.95)
        if not shaped and not evidence.names_whole(words):
            return None
        if len(words) == 1 and not (
            candidate.heads or self._is_word_name(candidate, words[0], evidence, language)
        ):
            return None
        if len(words) > 1 and not self._is_phrase_name(piece, words, evidence, language):
            return None
        kind, sure = kind_of(piece.tokens, self.catalogue, evidence.cues_of(words))
        if sure < _GUESS and words[0].text in evidence.apposed and len(words) == 1:
            kind, sure = TagKind.ORGANISATION, _GUESS
        if (piece.titled and kind not in (TagKind.ORGANISATION, TagKind.EVENT)) or (
            piece.titled and sure < 0.6
        ):
            kind, sure = TagKind.PERSON, 0.9
        return Span(start, end, kind, None, sure)

    def _is_known(self, candidate: Candidate, words: Sequence[Token], evidence: _Evidence) -> bool:
        """Tell whether a surface of the catalogue is meant here."""
        alias = candidate.piece.alias
        assert alias is not None
        known = alias.known
        if is_elsewhere(known, candidate.surface, evidence.lands):
            return False
        return len(words) > 1 or self._is_known_word(candidate, words[0], alias, evidence)

    def _is_known_word(
        self, candidate: Candidate, word: Token, alias: Alias, evidence: _Evidence
    ) -> bool:
        known = alias.known
        if candidate.piece.titled and known.kind is TagKind.PLACE:
            return known.weight == COUNTRY_WEIGHT  # "world champion Argentina"
        if known.kind is TagKind.AGENCY and word.text in evidence.last_names:
            return candidate.before == "()"  # Michael Bloomberg is named in full
        if known.kind is TagKind.PLACE and self._is_no_place(candidate, word, known, evidence):
            return False
        if word.lower in PARTY_WORDS and evidence.noun_capitals:
            return known.label in evidence.strong or has_parties(evidence.strong)
        if alias.weak and known.weight == COUNTRY_WEIGHT:
            return candidate.placed or not (
                evidence.parts[word.text] or word.lower in evidence.lower
            )
        if alias.weak:
            return self._is_weak_known(candidate, word, alias, evidence)
        if word.initial and known.kind is TagKind.GROUP and word.lower in evidence.common:
            return False
        if word.initial and known.weight < 7 and not evidence.inside[word.text]:
            return word.lower not in evidence.lower and word.lower not in self.catalogue.common_of(
                "en"
            )
        return True

    def _is_no_place(
        self, candidate: Candidate, word: Token, known: Known, evidence: _Evidence
    ) -> bool:
        """Tell whether a word is a bare head ("the University") or somebody's last name."""
        if word.lower in ORGANISATION_HEADS:
            return True
        # Labels are English, so an English text that spells the place otherwise means another.
        odd = evidence.english and word.text != known.label and word.text in evidence.bearers
        return (odd or word.text in evidence.last_names) and not candidate.placed

    def _is_weak_known(
        self, candidate: Candidate, word: Token, alias: Alias, evidence: _Evidence
    ) -> bool:
        """Tell whether a surface that is also a common word or a family name is meant."""
        known = alias.known
        if word.initial or word.text in evidence.bearers:
            return False
        if known.kind is TagKind.PLACE:
            told = word.text in evidence.placed or known.label in evidence.strong
            return candidate.placed or (alias.foreign and told)
        often = evidence.inside[word.text] > 1 and word.lower not in evidence.lower
        telling = often and not evidence.noun_capitals and known.weight >= WELL_KNOWN
        return telling or known.label in evidence.strong

    def _is_word_name(
        self, candidate: Candidate, word: Token, evidence: _Evidence, language: str | None
    ) -> bool:
        if word.lower in STOPWORDS or word.lower in NOT_NAMES or word.lower in CALENDAR:
            return False
        once = evidence.inside[word.text] < 2
        if once and word.lower.endswith(ROMANCE_NOUN_ENDINGS) and language != "en":
            return False
        if word.text[0].isdigit() or _is_numbered(word, evidence):
            return False  # "100M", "Review8"
        if len(word.text) < 2 or (is_title(word.lower) and not candidate.piece.titled):
            return False
        common = self.catalogue.common_of(language)
        trusted = word.lower not in common and language not in NOUN_CAPITALS
        if evidence.parts[word.text] and (trusted or word.text in evidence.bearers):
            return True
        acronym = word.text.isupper() and 2 <= len(word.text) <= 6
        if acronym:
            return True
        plain = word.lower in common or word.lower in evidence.lower
        if candidate.piece.titled:
            return not plain
        if plain or (word.initial and not evidence.inside[word.text]):
            return False
        if language in NOUN_CAPITALS:
            return self._is_name_among_nouns(candidate, word, evidence)
        return word.lower not in ORGANISATION_HEADS

    def _is_name_among_nouns(self, candidate: Candidate, word: Token, evidence: _Evidence) -> bool:
        """Tell a name where all nouns have a capital: "in Haft", "bei Festgeld" are none."""
        often = evidence.inside[word.text] > 1
        if often and (word.text in self.catalogue.family or word.text in evidence.apposed):
            return True
        return candidate.after in SAY_WORDS and not evidence.has_nouns([word])

    def _is_phrase_name(
        self, piece: Piece, words: Sequence[Token], evidence: _Evidence, language: str | None
    ) -> bool:
        common = self.catalogue.common_of(language)
        plain = sum(word.lower in common or word.lower in evidence.lower for word in words)
        given = words[0].text in self.catalogue.given
        if language in NOUN_CAPITALS:
            headed = words[-1].lower in ORGANISATION_HEADS and plain < len(words) - 1
            if words[0].text.endswith("er") and not given and not headed:
                # "Chemnitzer Innenstadt": the adjective of a place and a noun.
                stems = (words[0].text[:-2], words[0].text[:-1])
                if any(stem in self.catalogue.names for stem in stems):
                    return False
            nouns = evidence.has_nouns(words)
            return piece.titled or (given and plain < len(words)) or not nouns or headed
        return (
            plain < len(words)
            or given
            or words[-1].lower in ORGANISATION_HEADS
            or (not words[0].initial and len(words) > 1)
        )

    def _adjectives(self, tokens: Sequence[Token], language: str | None) -> list[Span]:
        """Find the peoples that are written small: "russische"."""
        spans = []
        for token in tokens:
            if not token.capital and token.text in self.catalogue.names:
                alias = self.catalogue.find_best(token.text, language)
                if alias is not None and alias.known.kind is TagKind.GROUP and not alias.weak:
                    spans.append(Span(token.start, token.end, TagKind.GROUP, alias.known, 0.9))
        return spans


def _with_moved(texts: Sequence[str], spans: list[list[Span]]) -> list[list[Span]]:
    """Give the towns that one text tells from a city of their name to all texts."""
    moved: dict[Known, Known] = {}
    for text, found in zip(texts, spans, strict=True):
        moved |= moved_towns(text, [(span.start, span.end, span.known) for span in found])
    if not moved:
        return spans
    return [
        [
            span._replace(known=moved.get(span.known, span.known)) if span.known else span
            for span in found
        ]
        for found in spans
    ]


def _is_numbered(word: Token, evidence: _Evidence) -> bool:
    stem = word.lower.rstrip("0123456789")
    return stem != word.lower and (stem in evidence.lower or stem in evidence.common)


def _without_genitives(tokens: Sequence[list[Token]], catalogue: Catalogue) -> list[list[Token]]:
    """Cut the s of names before another noun: "Trumps Berater" are two."""
    capitals = {token.text for found in tokens for token in found if token.capital}
    plain = {token.text for found in tokens for token in found if not token.capital}
    for found in tokens:
        for i, token in enumerate(found[:-1]):
            stem = token.text[:-1]
            if (
                token.capital
                and len(stem) > 3
                and token.text[-1] == "s"
                and found[i + 1].capital
                and (stem in capitals or _is_person(stem, catalogue))
                and stem.lower() not in plain
                and token.text not in catalogue.given
            ):
                found[i] = token._replace(end=token.end - 1, text=stem, lower=token.lower[:-1])
    return list(tokens)


def _is_person(word: str, catalogue: Catalogue) -> bool:
    found = catalogue.names.get(word, ())
    return any(alias.known.kind is TagKind.PERSON and not alias.weak for alias in found)


def _is_title_case(text: str, tokens: Sequence[Token]) -> bool:
    long_words = [token for token in tokens if len(token.text) > 3]
    is_sentence = text.rstrip(" \"'”»)").endswith((".", "…"))
    if len(long_words) < 3 or len(tokens) > MAX_HEADLINE_WORDS or is_sentence:
        return False
    share = sum(token.capital for token in long_words) / len(long_words)
    return share > _TITLE_CASE_SHARE and len(tokens) > 3


def _candidates(
    segmenter: Segmenter, field: int, text: str, tokens: Sequence[Token]
) -> list[Candidate]:
    found = []
    index = {token.start: i for i, token in enumerate(tokens)}
    cues = PLACE_CUES.get(segmenter.language or "en", PLACE_CUES["en"])
    for run in runs_of(text, tokens, segmenter.language):
        for whole in segmenter.pieces_of(text, run):
            piece = whole
            i, j = index[piece.tokens[0].start], index[piece.tokens[-1].start]
            piece = in_context(segmenter, piece, Near(text, tokens, i, j))
            near = [
                token.lower for token in tokens[max(0, i - 4) : i] if token.lower not in ARTICLES
            ]
            after = tokens[j + 1].lower if j + 1 < len(tokens) else ""
            vote = TagKind.PERSON if piece.titled else _vote(near, after, cues)
            # Towns take no article: "in der Lage" is no town.
            articled = (segmenter.language in _ARTICLED and i > 0) and (
                tokens[i - 1].lower in ARTICLES
            )
            placed = not articled and ((bool(near) and near[-1] in cues) or vote is TagKind.PLACE)
            heads = piece.tokens[0].start <= 1 and _heads_line(text, piece.tokens[-1].end)
            before = _bracket_of(text, piece) or _word_at(tokens, i - 1)
            found.append(Candidate(field, piece, after, placed, vote, heads, before))
    return found


def _bracket_of(text: str, piece: Piece) -> str:
    """Return "()" around a piece, "(" only before it, else nothing."""
    start, end = piece.tokens[0].start, piece.tokens[-1].end
    opens = text[max(0, start - 1) : start] == "("
    return "" if not opens else "()" if text[end : end + 1] == ")" else "("


def _word_at(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].lower if i >= 0 else ""


def _heads_line(text: str, end: int) -> bool:
    """Tell whether the text up to here stands in capitals before a bracket or a date."""
    return text[:end].isupper() and _LINE_GAP.match(text, end) is not None


_LINE_GAP = re.compile(r"(?:, [^.()]{1,24})? [(/]")
_OF = frozenset({"of", "de", "di", "d", "da", "do", "van", "von"})


def _vote(near: Sequence[str], after: str, cues: frozenset[str]) -> TagKind | None:
    """Return the kind that the words around a name speak for."""
    before = near[-1] if near else ""
    if after in SAY_WORDS or before in SAY_WORDS or is_title(before):
        return TagKind.PERSON
    if after in PLACE_NOUNS_AFTER:
        return TagKind.PLACE
    noun = near[-2] if before in _OF and len(near) > 1 else before
    if noun in PLACE_NOUNS or before in cues or (before, noun) == ("of", "bank"):
        return TagKind.PLACE
    return TagKind.ORGANISATION if noun in ORGANISATION_NOUNS else None


class _Evidence:
    """What the whole document says about its words."""

    def __init__(
        self,
        segmenter: Segmenter,
        tokens: Sequence[Sequence[Token]],
        candidates: Sequence[Candidate],
    ) -> None:
        self.common = segmenter.common
        self.english = segmenter.language in (None, "en")
        self.noun_capitals = segmenter.language in NOUN_CAPITALS
        self._nouns = Nouns(self.common, tokens)
        self.lower = {token.text for found in tokens for token in found if not token.capital}
        self.inside: Counter[str] = Counter()  # capital words that do not open a sentence
        self.parts: Counter[str] = Counter()  # words of names with several words
        self._votes: Counter[tuple[str, TagKind]] = Counter()
        self.bearers: set[str] = set()
        self.last_names: set[str] = set()  # behind a given name
        self.apposed: set[str] = set()  # behind a noun that says what they are: "System Wero"
        # How often a land is named, and what lies in it: by land, then by name, "" its own.
        self.lands: dict[str, Counter[str]] = defaultdict(Counter)
        self.placed: set[str] = set()  # single words that stand behind "in" somewhere
        self.strong: set[str] = set()  # labels of entities that are named beyond doubt
        for candidate in candidates:
            self._read(candidate)
        for candidate in candidates:
            if self._is_full_person(segmenter.catalogue, candidate):
                words = [token.text for token in candidate.piece.tokens if token.capital]
                self.bearers |= {word for word in (words[0], words[-1]) if not word.isupper()}
                if words[0] in segmenter.catalogue.given:
                    self.last_names.add(words[-1])
        self._wholes = {_whole(candidate.piece.tokens) for candidate in candidates}

    def _read(self, candidate: Candidate) -> None:
        words = [token for token in candidate.piece.tokens if token.capital]
        self._read_alias(candidate)
        if candidate.vote is not None:
            self._votes[_whole(words), candidate.vote] += 1
        place = _place_of(candidate.piece.tokens, self.common)
        if place:
            self._votes[place, TagKind.PLACE] += 1
        if self.noun_capitals and len(words) == _NOUN_AND_NAME:
            noun, name = words
            if self._nouns.has(noun) and not self.has_nouns([name]):
                self.apposed.add(name.text)
        if candidate.placed and len(words) == 1:
            self.placed.add(words[0].text)
        for word in words:
            if not word.initial or len(words) > 1 or candidate.before == "()":
                self.inside[word.text] += 1
            if len(words) > 1 and word.lower not in self.lower:
                self.parts[word.text] += 1

    def _read_alias(self, candidate: Candidate) -> None:
        alias = candidate.piece.alias
        if alias is None or alias.weak or not _is_sure_party(candidate):
            return
        self.strong.add(alias.known.label)
        land, inside = land_of(alias.known, candidate.surface)
        if land:
            self.lands[land][inside] += 1

    def _is_full_person(self, catalogue: Catalogue, candidate: Candidate) -> bool:
        """Tell whether a candidate is somebody's full name."""
        piece = candidate.piece
        words = [token for token in piece.tokens if token.capital]
        if len(words) < 2:
            return False
        if piece.alias is not None:
            return piece.alias.known.kind is TagKind.PERSON
        if piece.titled:
            return True
        if self.noun_capitals and words[0].text not in catalogue.given and self.has_nouns(words):
            return False
        kind, sure = kind_of(piece.tokens, catalogue, self.cues_of(words))
        return kind is TagKind.PERSON and sure > _GUESS

    def has_nouns(self, words: Sequence[Token]) -> bool:
        """Tell whether a word of a name is a noun; only where all nouns have a capital."""
        lower = words[0].lower
        if lower.endswith(BODY_TAILS) and len(words) > 1:
            words = words[1:]  # "Landgericht Köln"
        # "Die Universität" alone does not forbid "Universität Zagreb".
        first = lower not in ORGANISATION_HEADS and self._nouns.has_alone(words[0])
        return first or any(word.lower in self.lower or self._nouns.has(word) for word in words)

    def cues_of(self, words: Sequence[Token]) -> Cues:
        """Return what the document says about a name."""
        whole = _whole(words)
        return Cues(
            persons=self._votes[whole, TagKind.PERSON],
            places=self._votes[whole, TagKind.PLACE],
            organisations=self._votes[whole, TagKind.ORGANISATION],
            plain=sum(word.lower in self.common or word.lower in self.lower for word in words),
            bearer=len(words) == 1 and words[0].text in self.bearers,
        )

    def is_plain(self, words: Sequence[Token]) -> bool:
        """Tell whether the texts have a single word in lower case only."""
        word = words[0]
        return len(words) == 1 and word.lower in self.lower and not self.inside[word.text]

    def names_whole(self, words: Sequence[Token]) -> bool:
        """Tell whether a text with normal capitals has the same name."""
        return _whole(words) in self._wholes


def _whole(tokens: Sequence[Token]) -> str:
    return " ".join(token.lower for token in tokens if token.capital)


def _is_sure_party(candidate: Candidate) -> bool:
    """Tell whether a name is no common word, or stands as a party does."""
    word = candidate.piece.tokens[-1]
    is_word = len(candidate.piece.tokens) == 1 and word.lower in PARTY_WORDS
    return not is_word or names_party(candidate.before, word.lower)


def _place_of(tokens: Sequence[Token], common: frozenset[str]) -> str:
    """Return the place in "Port of Veldmar", "Bank of Estmark"; empty for none."""
    if len(tokens) != _OF_PLACE or tokens[1].lower != "of" or not tokens[2].capital:
        return ""
    last = tokens[2].lower
    return last if tokens[0].lower in OF_HEADS and last not in common else ""


_OF_PLACE = 3
_NOUN_AND_NAME = 2
_LIST_GAP = re.compile(r", |,? (?:and|or|et|y|und|e|en|och|og|и|і|та|oder|ou|o) ")
_GUESS = 0.5


def _listed(text: str, spans: list[Span]) -> list[Span]:
    """Give a guessed kind up for that of a known place in the same list."""
    for step in (1, -1):
        order = range(len(spans)) if step == 1 else range(len(spans) - 1, -1, -1)
        for i in order:
            if not 0 <= i - step < len(spans):
                continue
            left, right = sorted((spans[i], spans[i - step]))
            near, sure = spans[i - step], spans[i].sure
            listed = _LIST_GAP.fullmatch(text, left.end, right.start) is not None
            if listed and sure < _GUESS and near.kind is TagKind.PLACE and near.sure >= _GUESS:
                spans[i] = spans[i]._replace(kind=TagKind.PLACE, sure=_GUESS)
    return spans


def _joined(spans: list[Span], more: list[Span]) -> list[Span]:
    starts = [span.start for span in spans]
    free = []
    for span in more:
        # Neither has overlaps, so the last one that begins before the end is the one to ask.
        before = bisect_left(starts, span.end) - 1
        if before < 0 or spans[before].end <= span.start:
            free.append(span)
    return sorted(spans + free)
