"""The words of an article's beginning, weighted by how rare they are.

headline (twice) + first 60 words ─> stems ─> counts ─> times rarity ─> a vector of length 1
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tagwire.stories.posting import Posting
from tagwire.text import words_of

# 60, 120 and 250 words of the text give the same stories; 60 are two to four times faster.
LEAD_WORDS = 60
# Enough for a lead of 60 words in any script, whatever the length of the text behind.
LEAD_CHARS = 1200
HEADLINE_WEIGHT = 2
# With fewer words of text an article is scored as a bare headline.
MIN_LEAD_WORDS = 10
# Words are compared by their first letters: that joins the forms of a word in most scripts
# without a table for each language (cross-validated: pairs 72.4 against 71.5 with whole words).
STEM_CHARS = 6
# What is counted is halved then, so that rarity follows the news and memory stays flat.
MAX_COUNTED = 50_000

# Before anything is counted, short words are taken for the common ones they are in most
# languages: the share of articles with a stem of so many letters, as if so many were read.
PRIOR_ARTICLES = 100
# Two Chinese or Japanese characters tell about as much as so many letters.
PAIR_LETTERS = 5
PRIOR_SHARE = (0.2, 0.2, 0.2, 0.15, 0.05, 0.02, 0.005)

LAST_LATIN, FIRST_KANA, LAST_HAN = 0x24F, 0x3040, 0x9FFF
_HIRAGANA = re.compile("[\u3040-\u309f\u30fc]+")

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Terms:
    """What stories compare of an article."""

    vector: Vector  # of length 1
    headline: Vector  # rarity of each word of the headline
    by_rarity: tuple[str, ...]  # rarest first
    tags: Vector  # weight of each tag; empty when nobody tagged it
    is_headline: bool  # next to nothing is known but the headline


class Rarity:
    """In how many of the articles so far a word stood."""

    def __init__(self) -> None:
        self._articles: Counter[int] = Counter()  # by script
        self._with: Counter[str] = Counter()

    def add(self, words: Iterable[str]) -> None:
        """Count an article that has these words."""
        told = set(words)
        self._articles.update({_script_of(word) for word in told})
        self._with.update(told)
        if max(self._articles.values(), default=0) > MAX_COUNTED:
            self._articles = Counter({script: n // 2 for script, n in self._articles.items()})
            self._with = Counter({word: n // 2 for word, n in self._with.items() if n > 1})

    def of(self, word: str) -> float:
        """Return the rarity of a word among articles in its script, 0 for one that all have."""
        script = _script_of(word)
        letters = PAIR_LETTERS if script == FIRST_KANA else len(word)
        expected = PRIOR_ARTICLES * PRIOR_SHARE[min(letters, len(PRIOR_SHARE) - 1)]
        articles = self._articles[script]
        seen = (self._with[word] + expected) / (articles + PRIOR_ARTICLES)
        return max(0.0, -math.log(seen))


def _script_of(word: str) -> int:
    """Return a number for the script of a word: counts of one say nothing about another."""
    point = ord(word[0])
    if point <= LAST_LATIN:
        return 0
    return FIRST_KANA if FIRST_KANA <= point <= LAST_HAN else point >> 8


def counts_of(posting: Posting) -> tuple[Counter[str], list[str]]:
    """Return how often each stem stands in the beginning, and the stems of the headline."""
    headline = [word[:STEM_CHARS] for word in _paired(words_of(posting.headline)) if _tells(word)]
    lead = _paired(words_of(posting.text[:LEAD_CHARS])[:LEAD_WORDS])
    counts = Counter(word[:STEM_CHARS] for word in lead if _tells(word))
    for word in headline:
        counts[word] += HEADLINE_WEIGHT
    return counts, headline


def _paired(words: Sequence[str]) -> list[str]:
    """Return the words; of scripts without blanks, whose words are characters, pairs of them."""
    if not any(_script_of(word) == FIRST_KANA for word in words):
        return list(words)
    pairs = pairwise(words)
    return [word for word in words if _script_of(word) != FIRST_KANA] + [
        one + other for one, other in pairs if _script_of(one) == _script_of(other) == FIRST_KANA
    ]


def _tells(word: str) -> bool:
    """Tell whether a word may name something: no single letter, no ending written in kana."""
    return (len(word) > 1 or not word.isascii()) and not _HIRAGANA.fullmatch(word)


def words_behind(posting: Posting, stems: Iterable[str]) -> list[str]:
    """Return for each stem a word of the beginning that has it."""
    lead = words_of(posting.text[:LEAD_CHARS])[:LEAD_WORDS]
    words = [*_paired(words_of(posting.headline)), *_paired(lead)]
    word_of = {word[:STEM_CHARS]: word for word in reversed(words)}
    return [word_of.get(stem, stem) for stem in stems]


def terms_of(posting: Posting, rarity: Rarity) -> Terms:
    """Return the terms of an article, and count it."""
    counts, headline = counts_of(posting)
    rarity.add(counts)
    rare = {word: rarity.of(word) for word in counts}
    raw = {word: (1 + math.log(n)) * rare[word] for word, n in counts.items() if rare[word]}
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return Terms(
        vector={word: weight / length for word, weight in raw.items()},
        headline={word: rare[word] for word in headline},
        by_rarity=tuple(sorted(raw, key=lambda word: (-rare[word], word))),
        tags={slug: 1 / (n + 1) for n, slug in enumerate(posting.tags or ())},
        is_headline=counts.total() - HEADLINE_WEIGHT * len(headline) < MIN_LEAD_WORDS,
    )


def cosine(one: Vector, other: Vector) -> float:
    """Return the product of two vectors of length 1."""
    # An exact sum, because a set has no order and results must not depend on one.
    return math.fsum(one[word] * other[word] for word in one.keys() & other.keys())


def shared_share(one: Vector, other: Vector) -> float:
    """Return which share of the weight of both stands in both (weighted Jaccard)."""
    if one.keys().isdisjoint(other):
        return 0.0
    shared = math.fsum(min(one[word], other[word]) for word in one.keys() & other.keys())
    every = sum(one.values()) + sum(other.values()) - shared
    return shared / every if every else 0.0
