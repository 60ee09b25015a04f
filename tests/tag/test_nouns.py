"""German writes all nouns with a capital; names are told apart by other signs."""

from __future__ import annotations

import pytest

from tag.articles import article, tagged


def check(text: str, expected: set[str]) -> None:
    """Compare the slugs of a German text."""
    found = tagged(article(text, language="de"))
    assert expected == {tag.tag.slug for tag in found.tags}


@pytest.mark.parametrize(
    "text",
    [
        "Klassischer Autokredit kostet mehr. Ein Autokredit lohnt sich, sagte niemand.",
        "Das Extrablatt erschien am Abend. Extrablatt sagte man dazu.",
        "Vergeblicher Kompromiss im Streit um die Wärmeplanung.",
        "Er prüfte im Geschäftsbereich Finanzen die Gratiszeitung.",
    ],
    ids=["adjective", "article", "opens-a-sentence", "two-nouns"],
)
def test_nouns_are_no_names(text: str) -> None:
    """A capital, even two side by side, says nothing."""
    check(text, set())


def test_noun_before_a_name_is_cut_off() -> None:
    """The house is Netflix, whatever it is."""
    check("Die neue Onlineplattform Netflix kam.", {"netflix"})


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Das Landgericht Köln hat entschieden.", "landgericht-köln"),
        ("Die Universität Zagreb hat entschieden.", "universität-zagreb"),
        ("Die Chicago Cubs haben gewonnen.", "chicago-cubs"),
        ("Gestern kam Peter Verlag nach Hause.", "peter-verlag"),
    ],
    ids=["court", "university", "club", "person"],
)
def test_names_with_nouns_stay_whole(text: str, slug: str) -> None:
    """A house may be called by a noun, and so may somebody."""
    check(text, {slug})
