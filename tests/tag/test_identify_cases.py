"""Given spans that are spelled unusually, and what a corpus says about them."""

from __future__ import annotations

import unicodedata

import pytest

from tag.articles import catalogue
from tagwire.model import Alias, AliasSnapshot, Tag, TagKind
from tagwire.tag import Aliases, identify, name_of


def check(
    text: str, surfaces: list[str], expected: list[str], *aliases: Alias, language: str = "en"
) -> None:
    """Compare the slugs of surfaces, looked up from left to right."""
    spans, end = [], 0
    for surface in surfaces:
        start = text.index(surface, end)
        end = start + len(surface)
        spans.append((start, end))
    corpus = Aliases(AliasSnapshot(day="2026-11-23", aliases=aliases), catalogue())
    assert expected == identify(catalogue(), text, spans, language, aliases=corpus)


def meaning(name: str, label: str, kind: TagKind) -> Alias:
    """Return what nine of nine articles mean by a name."""
    slug = label.lower().replace(" ", "-")
    return Alias(
        name=name_of(name), tag=Tag(slug=slug, label=label, kind=kind), articles=9, share=1.0
    )


SANTOLINI = meaning("Santolini", "Maria Santolini", TagKind.PERSON)


def test_the_corpus_tells_whose_last_name_stands_alone() -> None:
    """The text does not explain it, yesterday's articles did."""
    check("Santolini left.", ["Santolini"], ["maria-santolini"], SANTOLINI)


def test_the_text_explains_a_name_better_than_the_corpus() -> None:
    """This Santolini is Carlo."""
    text = "Carlo Santolini spoke. Then Santolini left."
    check(text, ["Carlo Santolini", "Santolini"], ["carlo-santolini"] * 2, SANTOLINI)


def test_the_corpus_does_not_rename_what_the_catalogue_knows() -> None:
    """Germany stays Germany."""
    odd = meaning("Germany", "Ostrel Germany", TagKind.ORGANISATION)
    check("They met in Germany.", ["Germany"], ["germany"], odd)


@pytest.mark.parametrize(
    ("surface", "slug"),
    [
        ("the Zorvan Quellish", "zorvan-quellish"),
        ("President Zorvan Quellish", "zorvan-quellish"),
        ("Zorvan Quellish’s", "zorvan-quellish"),
        ("Zorvan Quellish'", "zorvan-quellish"),
        ("Chief Justice John Quellish", "john-quellish"),
        ("Vice President Zorvan Quellish", "zorvan-quellish"),
        ("zorvan quellish", "zorvan-quellish"),
    ],
    ids=["article", "title", "possessive", "bare possessive", "two titles", "weak title", "small letters"],
)  # fmt: skip
def test_what_stands_around_a_name_is_no_part_of_it(surface: str, slug: str) -> None:
    """Whoever marked the span took more, or wrote it in small letters."""
    check(f"They saw {surface} there.", [surface], [slug])


def test_a_word_that_is_a_title_only_before_a_person_stays_in_other_names() -> None:
    """A "General" without a given name behind it belongs to the name."""
    check("They bought General Quellish there.", ["General Quellish"], ["general-quellish"])


def test_a_span_of_digits_has_a_slug_and_one_of_signs_has_none() -> None:
    """A number can be a name; a dash is nothing."""
    check("Route 66 — open.", ["66", "—"], ["66", ""])


def test_spans_of_decomposed_letters_are_the_names_of_composed_ones() -> None:
    """The offsets are those of the text as given."""
    text = unicodedata.normalize("NFD", "Gestern traf José Quellish in Zürich ein.")
    names = [unicodedata.normalize("NFD", name) for name in ("José Quellish", "Zürich")]
    check(text, names, ["josé-quellish", "zürich"], language="de")


def test_the_language_is_read_from_the_text_when_nobody_tells_it() -> None:
    """Moscow by its Russian name in a case."""
    text = "Владимира Путина вчера долго ждали в Москве."
    start = text.index("Москве")
    assert ["moscow"] == identify(catalogue(), text, [(start, start + 6)])
