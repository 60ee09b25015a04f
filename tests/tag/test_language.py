"""Language of texts, and sections to categories."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tag.articles import article, tagged
from tagwire.tag import detect_language


@pytest.mark.parametrize(
    ("text", "hint", "expected"),
    [
        ("The minister said on Monday that the port would open again soon.", None, "en"),
        ("Der Minister sagte am Montag, der Hafen werde bald wieder öffnen.", None, "de"),
        ("Президент заявил в понедельник, что порт снова откроют.", None, "ru"),
        ("ロシア大統領が発表した", None, "ja"),
        ("俄罗斯总统在莫斯科", None, "zh"),
        ("러시아 대통령이 말했다", None, "ko"),
        ("Regjeringen sier nei", "nb", "nb"),
        ("", "fr-FR", "fr"),
        ("12:30 — 4", None, None),
        ("The minister said on Monday that the port would open again soon.", "de", "en"),
    ],
)
def test_language_of_a_text(text: str, hint: str | None, expected: str | None) -> None:
    """The text decides; the hint where it cannot."""
    assert expected == detect_language(text, hint)


@settings(deadline=None)  # the detectors load on first use
@given(st.text(max_size=80), st.one_of(st.none(), st.text(max_size=8)))
def test_any_text_has_an_answer(text: str, hint: str | None) -> None:
    """Never raises, also for control characters and lone surrogates."""
    answer = detect_language(text, hint)
    assert answer is None or answer.isascii()


@pytest.mark.parametrize(
    ("section", "url", "code"),
    [
        ("Politics", "https://a.example/1", "11000000"),
        ("", "https://a.example/sport/football/match-1", "15000000"),
        ("Wirtschaft", "https://a.example/1", "04000000"),
        ("Economía", "https://a.example/1", "04000000"),
        ("Культура", "https://a.example/1", "01000000"),
        ("World", "https://a.example/1", None),
        ("", "https://a.example/sport", None),
    ],
)
def test_section_of_the_publisher_is_the_category(section: str, url: str, code: str | None) -> None:
    """By table; the last part of a path is the article itself."""
    found = tagged(article("It rained.", section=section, url=url)).categories
    assert code == (found[0].code if found else None)
