"""How much an article is about a tag, from cheap features."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from tagwire.model import TagKind


class Features(NamedTuple):
    """What the places of a tag's mentions say."""

    in_title: bool
    mentions: int  # in the text
    first: float  # position of the first mention, 0 begin .. 1 end
    first_words: int  # words before it
    spread: float  # share of the text between first and last mention
    kind: TagKind


# Logistic weights; see eval/tag.py for the figures they reach.
WEIGHTS = {
    "bias": -1.55,
    "in_title": 2.0,
    "log_count": 1.05,
    "first": -1.2,
    "lead": 0.9,
    "spread": 0.5,
}
KIND_WEIGHTS = {
    TagKind.PERSON: 0.15,
    TagKind.ORGANISATION: 0.0,
    TagKind.PLACE: -0.35,
    TagKind.GROUP: -0.9,
    TagKind.EVENT: 0.2,
    TagKind.OBJECT: 0.0,
    TagKind.AGENCY: -1.2,
    TagKind.DOMAIN: -0.6,
}
LEAD_WORDS = 60


def relevance_of(features: Features) -> float:
    """Return how much the article is about it, 0..1."""
    score = (
        WEIGHTS["bias"]
        + WEIGHTS["in_title"] * features.in_title
        + WEIGHTS["log_count"] * math.log1p(features.mentions)
        + WEIGHTS["first"] * features.first
        + WEIGHTS["lead"] * math.exp(-features.first_words / LEAD_WORDS)
        + WEIGHTS["spread"] * features.spread
        + KIND_WEIGHTS.get(features.kind, 0.0)
    )
    return 1 / (1 + math.exp(-score))


def features_of(places: Sequence[tuple[bool, int]], length: int, kind: TagKind) -> Features:
    """Return the features of mentions given as (in headline, code points before it)."""
    inside = sorted(offset for in_title, offset in places if not in_title)
    in_title = any(in_title for in_title, _ in places)
    total = max(1, length)
    first = inside[0] if inside else (0 if in_title else total)
    last = inside[-1] if inside else first
    return Features(
        in_title=in_title,
        mentions=len(inside),
        first=first / total,
        first_words=first // 6,
        spread=(last - first) / total,
        kind=kind,
    )
