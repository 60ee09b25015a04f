"""The passage around the first hit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.search_words import sought_words
from tagwire.store._passages import PASSAGE_CHARS, passage_of

QUIET = "The harbour was quiet on Monday. "


def check(text: str, words: str, expected: str | None) -> None:
    passage = passage_of(text, [sought_words(words)])
    assert expected == (None if passage is None else passage[: len(expected or passage)])


@pytest.mark.parametrize(
    ("hit", "words"),
    [
        ("Then the ship came.", "ship"),
        ("Then the SHIP came.", "ship"),
        ("Dann kam Müller.", "muller"),
        ("Dann kam Zu\u0308rich.", "zürich"),
        ("Der F-16 kam.", "F16"),
        ("Then the peace  deal came.", "peace deal"),
        ("In İstanbul it rained.", "istanbul"),
        ("その後、東京都で雨が降った。", "京都"),
        ("その後、ﾄﾖﾀが発表した。", "トヨタ"),
        ("ثم قَالَ الشَّيْخُ ذلك.", "الشيخ"),
        ("Then a cat.", "cat"),
    ],
)
def test_it_begins_with_the_sentence_of_the_hit(hit: str, words: str) -> None:
    text = QUIET * 20 + hit + " " + QUIET * 20
    check(text, words, "…" + " ".join(hit.split())[:10])


def test_a_text_that_begins_with_the_hit_is_shown_from_its_beginning() -> None:
    check("A ship came. " + QUIET * 20, "ship", "A ship came. The harbour")


def test_a_hit_in_a_long_sentence_shows_the_words_before_it() -> None:
    check("word " * 100 + "ship " + "word " * 100, "ship", "…" + "word " * 11 + "ship word")


def test_a_longer_word_is_no_hit() -> None:
    check(QUIET * 20 + "Shipping stopped, the flagship sank. " + QUIET, "ship", None)


def test_words_that_stand_apart_are_no_hit() -> None:
    check(QUIET * 20 + "The peace is a deal.", "peace deal", None)


def test_of_two_words_the_first_hit_counts() -> None:
    text = QUIET * 20 + "One ship. " + QUIET * 20 + "One boat. "
    passage = passage_of(text, [sought_words("boat"), sought_words("ship")])
    assert passage is not None
    assert passage.startswith("…One ship.")


TEXTS = st.text("ab cé.İß東京น้ำ\n", max_size=400)


@given(TEXTS, st.lists(st.sampled_from(["a", "b c", "é", "東", "京東", "i", "น้ำ"]), max_size=3))
def test_any_text_gives_about_two_lines_or_none(text: str, words: list[str]) -> None:
    passage = passage_of(text, [sought_words(one) for one in words])
    assert passage is None or 0 < len(passage) <= PASSAGE_CHARS + 2
