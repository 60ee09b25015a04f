"""The work grows with the text, not with its square: counted in lines run, not in seconds."""

from __future__ import annotations

import random
import sys
from types import FrameType
from typing import Any

import pytest

from tag.articles import article, catalogue
from tagwire.model import Article
from tagwire.tag import Tagger

SYLLABLES = ("ka", "lo", "mi", "ter", "ven", "dro", "sal", "pek", "wun", "zor", "bel", "nad")


def lines_run(given: Article) -> int:
    """Return how many lines of the product run to tag an article; loops count each turn."""
    count = 0

    def on_line(_frame: FrameType, event: str, _value: Any) -> Any:
        nonlocal count
        count += event == "line"
        return on_line

    def on_call(frame: FrameType, _event: str, _value: Any) -> Any:
        return on_line if "/tagwire/tag/" in frame.f_code.co_filename else None

    tagger, old = Tagger(catalogue()), sys.gettrace()
    sys.settrace(on_call)
    try:
        tagger([given])
    finally:
        sys.settrace(old)
    return count


def words(rng: random.Random, n: int) -> list[str]:
    """Return made-up words with a capital."""
    return ["".join(rng.choices(SYLLABLES, k=3)).capitalize() for _ in range(n)]


def names(kind: str, n: int) -> str:
    """Return a list of so many different names, as of a cast or an index."""
    rng = random.Random(n)
    first, last = words(rng, n), words(rng, n)
    if kind == "persons":
        given = sorted(catalogue().given)
        first = [rng.choice(given) for _ in range(n)]
    parts = [f"{a} {b}" for a, b in zip(first, last, strict=True)]
    if kind == "one family":
        parts = [f"{a} Ostermark" for a in first]
    if kind == "companies":
        parts = [f"{part} Group" for part in parts] + words(rng, n)
    return ", ".join(parts) + "."


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["persons", "one family", "companies", "others"])
def test_twice_the_names_take_about_twice_the_work(kind: str) -> None:
    """A page with a list of thousands of names must not hold up the others."""
    once, twice = (lines_run(article(names(kind, n))) for n in (150, 300))
    assert twice < 2.4 * once
