"""Known names that mean another thing where something beside them says so."""

from __future__ import annotations

import pytest

from tag.articles import article, tagged


def check(text: str, *expected: str, language: str = "en", headline: str = "A test") -> None:
    """Compare the slugs of the shown tags."""
    found = tagged(article(text, language=language, headline=headline)).tags
    assert set(expected) == {tag.tag.slug for tag in found if tag.shown}


@pytest.mark.parametrize(
    ("text", "language", "slugs"),
    [
        ("Laundry experts Kair recommend it.", "en", []),
        ("The idea was like the goddess Athena herself.", "en", []),
        ("Premier pojechał do Kairu, bo Kair czeka.", "pl", ["cairo"]),
        ("Trains run from Peking to the coast, and Peking pays.", "en", ["beijing"]),
        ("Talks failed in Odessa and in Kiev.", "en", ["odesa", "kyiv"]),
    ],
)
def test_foreign_form_of_a_city_needs_a_second_sign_in_english(
    text: str, language: str, slugs: list[str]
) -> None:
    """A form that English texts use is as good as the label; others stand behind "in"."""
    check(text, *slugs, language=language)


@pytest.mark.parametrize(
    ("text", "language", "slugs"),
    [
        ("Drinks am Pool und im Pool der Villa.", "de", []),
        ("Das Foto zeigt den Kanzler. Foto: Pool via REUTERS", "de", ["reuters"]),
        ("Shares of Pool Corporation fell. Then Pool rose, as Pool said.", "en", ["pool"]),
    ],
)
def test_company_called_by_a_common_word_needs_its_full_name(
    text: str, language: str, slugs: list[str]
) -> None:
    """Each swimming pool is no listed company."""
    check(text, *slugs, language=language)
