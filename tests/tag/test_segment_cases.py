"""Where a row of capital words parts into names, and where it is one name."""

from __future__ import annotations

import pytest

from tag.articles import article, tagged


def check(text: str, expected: set[str], language: str = "en") -> None:
    """Compare the slugs of a text."""
    assert expected == {tag.tag.slug for tag in tagged(article(text, language=language)).tags}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Department of Health and Human Services said so.", {"department-of-health-and-human-services"}),
        ("The Ministry of Trade and Industry said so.", {"ministry-of-trade-and-industry"}),
        ("Bank of England and Bank of Japan met.", {"bank-of-england", "bank-of-japan"}),
        ("Rome and Paris agreed.", {"rome", "paris"}),
        ("Rome and Olivia Quellish agreed.", {"rome", "olivia-quellish"}),
    ],
    ids=["fields of a body", "fields of a ministry", "two bodies", "two cities", "city and person"],
)  # fmt: skip
def test_and_binds_the_fields_of_a_body_and_parts_everything_else(
    text: str, expected: set[str]
) -> None:
    """Only bodies list what they are for."""
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Secretary of State Olivia Quellish spoke.", {"olivia-quellish"}),
        ("They asked Secretary of the Treasury Olivia Quellish.", {"olivia-quellish"}),
        ("The Justice Department said so.", {"us-department-of-justice"}),
        ("They asked P. Simmons on Monday. P. Simmons agreed.", {"p-simmons"}),
        ("The European Union Commissioner Olivia Quellish spoke.", {"european-union", "olivia-quellish"}),
        ("New York Mayor Olivia Quellish spoke.", {"new-york-city", "olivia-quellish"}),
    ],
    ids=["office with a field", "office with the", "department", "initial", "body first", "city first"],
)  # fmt: skip
def test_an_office_is_cut_off_and_a_department_is_not(text: str, expected: set[str]) -> None:
    """The tag is the person, the body or the place; the office has no page."""
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        ("Santiago, w stolicy Chile Santiago padał deszcz.", {"santiago", "chile"}, "pl"),
        ("Putin ally Sergei Shoigu spoke.", {"vladimir-putin", "sergey-shoygu"}, "en"),
        ("They met Russian President Vladimir Putin and French President Emmanuel Macron.",
         {"russian", "vladimir-putin", "french", "emmanuel-macron"}, "en"),
        ("Later Vladimir Putin of Moscow left.", {"vladimir-putin", "moscow"}, "en"),
        ("The New York Times Company said so.", {"new-york-times-company"}, "en"),
    ],
    ids=["country and its city", "small word between", "office between", "of a city", "head of a company"],
)  # fmt: skip
def test_known_names_part_where_the_next_one_begins(
    text: str, expected: set[str], language: str
) -> None:
    """A known name ends where something else begins, unless a head makes one name of both."""
    check(text, expected, language)


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        ("Der Film des Regisseurs Max Quellisch lief.", {"max-quellisch"}, "de"),
        ("Der Sprecher von Siemens kam.", {"siemens"}, "de"),
        ("Gestern kam Maria von Ostrel.", {"maria-von-ostrel"}, "de"),
        ("L'Union européenne a décidé.", {"european-union"}, "fr"),
        ("Потом Олега Сущенко видели.", {"олега-сущенко"}, "ru"),
    ],
    ids=["noun before a name", "von after a noun", "von in a name", "small word of a known name",
         "given name in a case"],
)  # fmt: skip
def test_languages_have_their_own_signs(text: str, expected: set[str], language: str) -> None:
    """Nouns with capitals, particles and small words that belong to names."""
    check(text, expected, language)


def test_a_headline_in_capitals_gives_only_known_names() -> None:
    """Four words and more in capitals are shouted; what nobody knows in them is no name."""
    check("GRAIN SHIPS LEAVE OLD PORT AT NOON.", set())
    check("GRAIN SHIPS LEAVE MOSCOW PORT TODAY.", {"moscow"})
