"""Small signatures of texts, from which shared passages are estimated.

words ─> runs of four ─> xxh3-64 ─> every eighth by value (all of a short text)
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, islice
from operator import add

from xxhash import xxh3_64_intdigest

from tagwire.text import words_of

RUN_WORDS = 4
# One run in eight is kept: two texts that share half of 300 runs share about 19 kept ones.
SAMPLE_MASK = 7
# Up to so many runs all are kept: an eighth of them would be too few to tell.
FULL_RUNS = 256
# Fewer shared runs are a phrase, a name with its titles, a source line.
MIN_SHARED = 5
# Versions keep their beginning; these word counts are compared.
PREFIX_WORDS = (25, 50, 100, 200)
# Two texts with one lead are edits of one text, not two witnesses for boilerplate.
LEAD_WORDS = 12
MAX_NUMBERS = 32

_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text: hashes of its word runs and of its beginnings."""

    words: int
    hashes: array[int]  # ascending
    is_full: bool  # all runs, not every eighth
    text: int  # hash of all words
    lead: int
    prefixes: tuple[int, ...]  # hashes of the first 25, 50, … words
    numbers: frozenset[str]


def sketch_of(text: str) -> Sketch:
    """Return the sketch of a text."""
    words = words_of(text)
    is_full = len(words) < FULL_RUNS + RUN_WORDS
    kept = _run_hashes(words, 0 if is_full else SAMPLE_MASK)
    return Sketch(
        words=len(words),
        hashes=array("Q", sorted(kept)),
        is_full=is_full,
        text=_hash_of(words),
        lead=_hash_of(words[:LEAD_WORDS]),
        prefixes=tuple(_hash_of(words[:n]) for n in PREFIX_WORDS if n <= len(words)),
        numbers=frozenset(islice(dict.fromkeys(_NUMBER.findall(text)), MAX_NUMBERS)),
    )


def _run_hashes(words: Sequence[str], mask: int) -> set[int]:
    """Return the hashes of all runs of words that are zero under the mask."""
    # Cutting runs out of one joined text is faster than joining each run.
    joined = " ".join(words)
    data = _bytes_of(f"{joined} ")
    lengths = words if joined.isascii() else [_bytes_of(word) for word in words]
    starts = [0, *map(add, accumulate(map(len, lengths)), count(1))]
    ends = starts[RUN_WORDS:]
    return {
        one
        for start, end in zip(starts, ends, strict=False)
        if not (one := xxh3_64_intdigest(data[start:end])) & mask
    }


def _hash_of(words: Sequence[str]) -> int:
    return int(xxh3_64_intdigest(_bytes_of(" ".join(words))))


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _sampled(hashes: Iterable[int]) -> set[int]:
    return {one for one in hashes if not one & SAMPLE_MASK}


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much two texts share, by their sketches."""

    shared: int  # runs in both, of those that were compared
    containment: float  # share of the smaller one's runs that the other has


NO_OVERLAP = Overlap(0, 0.0)


def overlap_of(
    one: Sketch,
    other: Sketch,
    worn_of_one: Collection[int] = (),
    worn_of_other: Collection[int] = (),
) -> Overlap:
    """Return what two texts share, without the runs that their publishers print everywhere."""
    a, b = set(one.hashes), set(other.hashes)
    if one.is_full != other.is_full:
        a, b = (_sampled(a), b) if one.is_full else (a, _sampled(b))
    a.difference_update(worn_of_one)
    b.difference_update(worn_of_other)
    smaller = min(len(a), len(b))
    if not smaller:
        return NO_OVERLAP
    shared = len(a & b)
    return Overlap(shared, shared / smaller)


def shared_prefix(one: Sketch, other: Sketch) -> int:
    """Return how many words both begin with, counted in steps; 0 when they begin differently."""
    n = 0
    for words, a, b in zip(PREFIX_WORDS, one.prefixes, other.prefixes, strict=False):
        if a != b:
            break
        n = words
    return n


def shared_numbers(one: Sketch, other: Sketch) -> float:
    """Return the share of the fewer numbers that stand in both; 1 when one has none."""
    fewer = min(len(one.numbers), len(other.numbers))
    return len(one.numbers & other.numbers) / fewer if fewer else 1.0
