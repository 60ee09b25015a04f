"""Finds the story of an article among those of the last week, in one pass.

24 rarest words ─> at most 300 postings ─> 6 stories ─> 8 ratios ─> one score
    above 0 ──> the best one        else ──> a story of its own
Articles with a text and bare headlines have weights of their own.

How long a story is, and who publishes, are no evidence: big events have many
articles, and one house tells a story more than once.
"""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from tagwire.stories._story_weights import BIAS, HEADLINE_BIAS, HEADLINE_WEIGHTS, WEIGHTS
from tagwire.stories.posting import Posting, Why
from tagwire.stories.terms import Rarity, Terms, cosine, shared_share, terms_of, words_behind

WINDOW_DAYS = 7.0
# What waits no longer than the window can still be more than memory holds: 10 kB a story.
MAX_LIVE = 40_000
ASKED_TERMS = 24
INDEXED_TERMS = 40
MAX_POSTINGS = 300
MAX_CANDIDATES = 6
# The most alike of many members is alike by chance: with eight, long stories draw in others.
MAX_MEMBERS = 4
CENTROID_TERMS = 120
SHOWN_WORDS = 4
MAX_TOLD_DAYS = 1000.0

FEATURES = ("centroid", "best", "second", "headline", "tags", "gap", "rare", "covered")


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weights of the features, in their order, and where the score is 0."""

    weights: Sequence[float]
    bias: float

    def score_of(self, features: Sequence[float]) -> float:
        """Return the score: above 0 the article belongs to the story."""
        weighed = zip(self.weights, features, strict=True)
        return self.bias + sum(weight * value for weight, value in weighed)


# Readers forgive two stories for one event more than one story for two. On the dated stream
# this caution raises precision from .911 to .938 and lowers recall from .903 to .877.
CAUTION = 0.5

TEXT_SCORER = Scorer(WEIGHTS, BIAS)
# Headlines share fewer words with each other than with a story as a whole.
HEADLINE_SCORER = Scorer(HEADLINE_WEIGHTS, HEADLINE_BIAS)
CAUTIOUS = (
    Scorer(WEIGHTS, BIAS - CAUTION),
    Scorer(HEADLINE_WEIGHTS, HEADLINE_BIAS - CAUTION),
)


@dataclass(slots=True, eq=False)
class Story:
    """Articles about one event; ``key`` is the id of who founded it."""

    key: str
    members: deque[_Member] = field(default_factory=lambda: deque(maxlen=MAX_MEMBERS))
    sum: dict[str, float] = field(default_factory=dict)
    length: float = 0.0
    last: float = 0.0
    touched: float = 0.0  # by the clock of arrival
    terms: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Member:
    id: str
    at: float
    terms: Terms


@dataclass(frozen=True, slots=True)
class Scored:
    """A story that an article may belong to, and what speaks for it."""

    story: Story
    features: tuple[float, ...]  # in the order of FEATURES
    best: str  # id of the most alike member
    words: tuple[str, ...]  # the rarest that both have
    score: float


class StoryIndex:
    """The stories of the window, found by the rare words of their articles."""

    def __init__(self, text: Scorer = TEXT_SCORER, headline: Scorer = HEADLINE_SCORER) -> None:
        self._text = text
        self._headline = headline
        self._rarity = Rarity()
        self._live: OrderedDict[str, Story] = OrderedDict()
        self._with: dict[str, dict[str, None]] = {}  # term: keys of stories, oldest first

    def place(self, posting: Posting, clock: float) -> tuple[str, tuple[Why, ...]]:
        """Return the key of the story of an article, with why; remembers the article."""
        self.forget(clock)
        terms = self.read(posting)
        best = max(self.scored(posting, terms), key=lambda one: one.score, default=None)
        if best is None or best.score <= 0:
            self.add(posting, terms, Story(key=posting.id), clock)
            return posting.id, ()
        self.add(posting, terms, best.story, clock)
        return best.story.key, (_why(posting, best),)

    def put(self, posting: Posting, key: str, clock: float) -> None:
        """Make an article a member of a story that is known already, as it was decided."""
        self.forget(clock)
        story = self._live.get(key) or Story(key=key)
        self.add(posting, self.read(posting), story, clock)

    def read(self, posting: Posting) -> Terms:
        """Return the terms of an article, weighted by what was read so far."""
        return terms_of(posting, self._rarity)

    def scored(self, posting: Posting, terms: Terms) -> list[Scored]:
        """Return the stories that share rare words with an article, scored."""
        return [self._score(posting, terms, story) for story in self._candidates(terms)]

    def add(self, posting: Posting, terms: Terms, story: Story, clock: float) -> None:
        """Make an article a member of a story, which may be new."""
        if not story.members:
            story.last = posting.at
        # The order of its terms matters only now.
        story.members.append(_Member(posting.id, posting.at, replace(terms, by_rarity=())))
        story.last = max(story.last, posting.at)
        story.touched = clock
        for term, weight in terms.vector.items():
            story.sum[term] = story.sum.get(term, 0.0) + weight
        if len(story.sum) > 2 * CENTROID_TERMS:
            heaviest = sorted(story.sum.items(), key=lambda pair: (-pair[1], pair[0]))
            story.sum = dict(heaviest[:CENTROID_TERMS])
        story.length = sum(weight * weight for weight in story.sum.values()) ** 0.5
        former = self._live.get(story.key)
        if former is not None and former is not story:
            # Two articles with one id founded stories; the newer one keeps the key.
            self._drop(former)
        self._live[story.key] = story
        self._live.move_to_end(story.key)
        for term in terms.by_rarity[:INDEXED_TERMS]:
            story.terms.add(term)
            postings = self._with.setdefault(term, {})
            postings.pop(story.key, None)
            postings[story.key] = None

    def forget(self, clock: float) -> None:
        """Drop the stories that nobody told on within the window."""
        while self._live:
            story = next(iter(self._live.values()))
            if abs(clock - story.touched) <= WINDOW_DAYS and len(self._live) < MAX_LIVE:
                return
            self._drop(story)

    def _drop(self, story: Story) -> None:
        del self._live[story.key]
        for term in story.terms:
            postings = self._with[term]
            del postings[story.key]
            if not postings:
                del self._with[term]

    def _candidates(self, terms: Terms) -> list[Story]:
        """Return the stories with most of the rare words; the work for it is bounded."""
        left = MAX_POSTINGS
        found: dict[str, float] = {}
        for term in self._told(terms):
            weight = terms.vector[term]
            keys = list(islice(reversed(self._with[term]), left))
            for key in keys:
                found[key] = found.get(key, 0.0) + weight
            left -= len(keys)
            if left <= 0:
                break
        most = sorted(found, key=lambda key: -found[key])[:MAX_CANDIDATES]
        return [self._live[key] for key in most]

    def _told(self, terms: Terms) -> list[str]:
        """Return the rarest terms that any live story has; first uses find nothing."""
        return list(islice((term for term in terms.by_rarity if term in self._with), ASKED_TERMS))

    def _score(self, posting: Posting, terms: Terms, story: Story) -> Scored:
        alike = sorted(
            ((cosine(terms.vector, member.terms.vector), member) for member in story.members),
            key=lambda pair: -pair[0],
        )
        best = alike[0][1]
        rare = self._told(terms)
        shared = [term for term in rare if term in story.sum]
        values = {
            "centroid": cosine(terms.vector, story.sum) / (story.length or 1.0),
            "best": alike[0][0],
            "second": alike[min(1, len(alike) - 1)][0],
            "headline": max(
                shared_share(terms.headline, member.terms.headline) for member in story.members
            ),
            "tags": max(shared_share(terms.tags, member.terms.tags) for member in story.members),
            "gap": min(abs(posting.at - story.last), WINDOW_DAYS) / WINDOW_DAYS,
            "rare": len(shared) / len(rare) if rare else 0.0,
            "covered": sum(
                weight * weight for term, weight in terms.vector.items() if term in story.sum
            ),
        }
        features = tuple(values[name] for name in FEATURES)
        scorer = self._headline if terms.is_headline else self._text
        score = scorer.score_of(features)
        return Scored(story, features, best.id, tuple(shared[:SHOWN_WORDS]), score)


def _why(posting: Posting, scored: Scored) -> Why:
    values = dict(zip(FEATURES, scored.features, strict=True))
    words = ", ".join(words_behind(posting, scored.words)) or "common words only"
    apart = _apart(abs(posting.at - scored.story.last))
    why = (
        f"{values['best']:.0%} alike by weighted words ({words}),"
        f" headlines share {values['headline']:.0%}, {apart}"
    )
    return Why("story", scored.best, _probability(scored.score), why)


def _apart(days: float) -> str:
    """Return a distance in time in words."""
    if days > MAX_TOLD_DAYS:
        return "years apart"
    minutes = round(days * 24 * 60)
    if minutes < 90:
        return f"{minutes} min apart"
    return f"{round(days * 24)} h apart" if days < 2 else f"{round(days)} days apart"


def _probability(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(score, 30.0))))
