"""Composes the decision about identity: keys, candidates from the store, ``decide_batch``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from tagwire.model import Candidate, Intent, Key, Page, Tagged
from tagwire.stories import candidate_keys, decide_batch

FindCandidates = Callable[[Sequence[Key]], Sequence[Candidate]]


def relate(
    batch: Sequence[tuple[Tagged, Page]], find_candidates: FindCandidates, now: datetime
) -> list[Intent]:
    """Return what is to be written for each article, in order; later ones see the earlier ones."""
    keyed = [(tagged, candidate_keys(tagged, page)) for tagged, page in batch]
    asked = dict.fromkeys(key for _, keys in keyed for key in keys)
    return decide_batch(keyed, find_candidates(list(asked)), now) if keyed else []
