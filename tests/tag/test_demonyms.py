"""Peoples are groups of their country, also where their language writes them small."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tag.articles import article, catalogue, tagged
from tagwire.model import TagKind


def check(text: str, language: str, expected: list[tuple[str, str | None]], **more) -> None:
    """Compare slug and country of the groups of a text."""
    found = tagged(article(text, language=language, **more))
    groups = [(t.tag.slug, t.tag.of) for t in found.tags if t.tag.kind is TagKind.GROUP]
    assert expected == groups


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die russischen Truppen zogen ab.", "de"),
        ("Ein russisches Schiff sank.", "de"),
        ("Les troupes russes partent.", "fr"),
        ("Las tropas rusas se van.", "es"),
        ("Le truppe russe partono.", "it"),
        ("As tropas russas partem.", "pt"),
        ("Wojska rosyjskie odeszły.", "pl"),
        ("Глава российского банка уехал.", "ru"),
        ("Среди россиян много рыбаков.", "ru"),
        ("Глава російської делегації поїхав.", "uk"),
    ],
)
def test_adjective_in_any_case_is_the_group_of_its_country(text: str, language: str) -> None:
    """One page for what is Russian, in all languages."""
    check(text, language, [("russian", "russia")])


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("Des élus tunisiens et une élue tunisienne.", "fr", "tunisian"),
        ("Zwei südkoreanische Schiffe.", "de", "south-korean"),
        ("Due giornali tedeschi.", "it", "german"),
        ("Os jornais alemães.", "pt", "german"),
        ("Мнение австрийцев.", "ru", "austrian"),
        ("Думка австрійців.", "uk", "austrian"),
        ("Los periódicos franceses.", "es", "french"),
        ("Die palästinensische Behörde.", "de", "palestinians"),
    ],
)
def test_forms_follow_the_rules_of_their_language(text: str, language: str, slug: str) -> None:
    """Each ending has its own table."""
    found = tagged(article(text, language=language))
    assert slug in {t.tag.slug for t in found.tags if t.tag.kind is TagKind.GROUP}


def test_word_of_another_language_is_no_people() -> None:
    """ "Rusa" is Spanish for Russian and nothing in German."""
    check("Die rusa steht im Wald.", "de", [])


def test_people_in_passing_has_no_page_shown() -> None:
    """Half of all German articles say "deutsche"."""
    found = tagged(article("Die Lage war ernst. Ein deutsches Schiff sank.", language="de"))
    assert [("german", False)] == [(t.tag.slug, t.shown) for t in found.tags]
    found = tagged(article("Es sank.", language="de", headline="Zwei deutsche Schiffe gesunken"))
    assert ("german", True) in [(t.tag.slug, t.shown) for t in found.tags]


def test_every_form_names_one_country_in_its_language() -> None:
    """A form that two countries share would put articles on the wrong page."""
    countries: dict[tuple[str, str], set[str]] = {}
    for form, aliases in catalogue().names.items():
        for alias in aliases:
            if alias.known.kind is TagKind.GROUP and form.islower():
                for language in alias.languages:
                    countries.setdefault((form, language), set()).add(alias.known.of)
    assert len(countries) > 2000
    assert [] == [key for key, of in countries.items() if len(of) > 1]


@given(st.text(alphabet="russiche ", max_size=40))
def test_small_words_of_any_kind_are_read(text: str) -> None:
    """Spans never overlap and never leave the text."""
    found = tagged(article("Moskau. " + text, language="de"))
    ends = sorted((m.start, m.end) for t in found.tags for m in t.mentions)
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
