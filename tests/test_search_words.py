"""Words of texts and of queries, folded by one function."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.search_words import index_words, iter_places, sought_words
from tagwire.store._documents import has_words


def check(text: str, expected: str) -> None:
    assert expected.split() == index_words(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë's F16-Jet", "zoe s f 16 jet"),
        ("STRASSE Straße", "strasse strasse"),
        ("snake_case x", "snake case x"),
        ("İstanbul ISPARTA ısparta", "istanbul isparta isparta"),
        ("Đà Nẵng, Việt Nam", "da nang viet nam"),
        ("Łódź żółć", "lodz zolc"),
        ("Ærø smørrebrød", "aero smorrebrod"),
        ("ΑΘΗΝΑ Αθήνας", "αθηνα αθηνας"),
        ("ёлка мой її у\u0301дар", "елка мой її удар"),
        ("e\u0301te\u0301 co\u00adop\u200berative", "ete cooperative"),
        ("الْقَاهِرَة القاهره مـــصر أإآا ٢٠٢٥", "القاهره القاهره مصر اااا 2025"),
        ("کتاب می\u200cکند", "كتاب ميكند"),
        ('שָׁלוֹם צה"ל צה״ל', "שלום צהל צהל"),
        ("हिन्दी २०२५", "हिन्दी 2025"),
        ("東京は雨", "東京 京は は雨 雨"),
        ("ﾄﾖﾀ　１２％", "トヨ ヨタ タ 12"),
        ("猫 2匹", "猫 2 匹"),
        ("น้ำท่วม", "น้ำ ำท่ ท่ว วม ม"),
        ("대통령이 서울", "대통 통령 령이 이 서울 울"),
        ("!?—…", ""),
        ("a" * 100, "a" * 64),
    ],
    ids=ascii,
)
def test_words_are_folded_as_readers_type_them(text: str, expected: str) -> None:
    expected = unicodedata.normalize("NFC", expected)
    check(text, {"αθηνα αθηνας": "αθηνα αθηνασ"}.get(expected, expected))


def test_every_combining_mark_stays_with_its_word() -> None:
    """Python's ``\\w`` knows no marks: a block that is missing here would tear words apart."""
    marks = [chr(n) for n in range(0x10000) if unicodedata.category(chr(n)).startswith("M")]
    torn = [ascii(mark) for mark in marks if len(index_words(f"x{mark}x")) not in (1, 3)]
    assert [] == torn
    spaced = [ascii(mark) for mark in marks if index_words(f"x{mark}x") == ["x", "x"]]
    assert [] == spaced


@pytest.mark.parametrize(
    ("query", "text", "is_in"),
    [
        ("京大", "北京大学", True),
        ("北京大", "北京大学", True),
        ("学", "北京大学", True),
        ("北", "北京大学", True),
        ("京学", "北京大学", False),
        ("猫 猫", "白猫 猫", True),
        ("北京2022", "北京市2022", False),
        ("北京2022", "北京2022年", True),
        ("ああ", "ああ", True),
        ("peace deals", "peace deal", False),
    ],
)
def test_a_phrase_of_pairs_stands_side_by_side(query: str, text: str, is_in: bool) -> None:
    assert is_in == has_words(index_words(text), sought_words(query))


TEXTS = st.one_of(
    st.text(max_size=60),
    st.text("ab 12東京はあ학원กรุงเทพฯ้ำ.-", max_size=60),
    st.text("aA éßİıǆﬁ\u0301\u0308\u05b0אب٣\"'", max_size=40),
)


@given(TEXTS)
def test_words_never_hold_what_an_index_would_part_or_read(text: str) -> None:
    for word in index_words(text):
        assert word
        assert not any(char.isspace() or (char.isascii() and not char.isalnum()) for char in word)
        assert word == word.lower()


@given(TEXTS)
def test_folding_is_done_once(text: str) -> None:
    words = [word for word in index_words(text) if len(index_words(word)) == 1]
    assert words == [index_words(word)[0] for word in words]


@given(TEXTS)
def test_places_are_those_of_the_words(text: str) -> None:
    places = list(iter_places(text))
    assert index_words(text) == [word for word, _ in places]
    assert all(0 <= start < len(text) for _, start in places)
    assert places == sorted(places, key=lambda place: place[1])


@given(TEXTS, st.data())
def test_any_part_between_blanks_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    parts = text.split()
    start = data.draw(st.integers(0, max(0, len(parts) - 1)))
    end = data.draw(st.integers(start, len(parts)))
    part = " ".join(parts[start:end])
    sought = sought_words(part)
    assert not sought.words or has_words(index_words(text), sought)
