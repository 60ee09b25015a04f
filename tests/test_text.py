"""Blanks, slugs, words, sentences and hashes of text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.text import content_hash, sentences_of, slug_of, squeeze, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a\t\n b\u00a0 c ", "a b c"),
        ("soft\u00adhyphen and\u200b zero\ufeff", "softhyphen and zero"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the joiner is spelling in Persian
        ("a\x00b", "a b"),
    ],
)
def test_squeeze_leaves_one_spelling(text: str, expected: str) -> None:
    assert squeeze(text) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("R&D", "r-and-d"),
        ("Kremlin.ru", "kremlin-ru"),
        ("Vue.js", "vue-js"),
        ("Vladimir Putin", "vladimir-putin"),
        ("#Brexit", "brexit"),
        ("O’Brien", "obrien"),
        ("Владимир Путин", "владимир-путин"),
        ("習近平", "習近平"),
        ("हिन्दी", "हिन्दी"),
        ("Łódź", "łódź"),
        ("Ｇ２０", "g20"),
        ("--", ""),
    ],
)
def test_slug_keeps_letters_and_tells_names_apart(label: str, expected: str) -> None:
    assert slug_of(label) == expected


@given(st.text(max_size=40))
def test_slug_is_idempotent_without_dots_and_never_empty_for_letters(label: str) -> None:
    slug = slug_of(label)
    assert slug_of(slug) == slug
    assert "." not in slug
    assert "/" not in slug
    if any(char.isalnum() for char in unicodedata.normalize("NFKC", label)):
        assert slug


@given(st.text(max_size=60))
def test_squeeze_is_idempotent_and_the_hash_ignores_blanks(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert content_hash(f" {text}\n") == content_hash(text)
    assert len(content_hash(text)) == 32


def test_the_hash_keeps_case() -> None:
    assert content_hash("Reuters") != content_hash("reuters")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyiv (Reuters) - 12 ships", ["kyiv", "reuters", "12", "ships"]),
        ("東京の天気", ["東", "京", "の", "天", "気"]),
        ("don't", ["don", "t"]),
    ],
)
def test_words_are_lower_case_and_single_characters_without_blanks(
    text: str, expected: list[str]
) -> None:
    assert words_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        (
            "Mr. Smith left the U.S. on Monday. He came back.",
            ["Mr. Smith left the U.S. on Monday.", "He came back."],
        ),
        ("It rose 3.5 percent. Then it fell.", ["It rose 3.5 percent.", "Then it fell."]),
        ('"No!" he said. "Yes."', ['"No!" he said.', '"Yes."']),
        ("你好。再见！", ["你好。", "再见！"]),
        ("هل هذا صحيح؟ نعم.", ["هل هذا صحيح؟", "نعم."]),
        ("A line\nAnother line", ["A line", "Another line"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences_of(text)] == expected


def test_a_flood_of_dots_is_one_sentence() -> None:
    assert sentences_of("." * 200_000 + "x") == [(0, 200_001)]


@given(st.text(max_size=80))
def test_sentences_hold_all_of_the_text_but_blanks(text: str) -> None:
    spans = sentences_of(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
