"""Given spans to slugs, and agreement over many documents."""

from __future__ import annotations

import gzip

import pytest

from tag.articles import article, catalogue, tagged
from tagwire.model import TagKind
from tagwire.tag import agree, identify, load_catalogue


def check(text: str, surfaces: list[str], expected: list[str]) -> None:
    """Compare the slugs of surfaces, looked up from left to right."""
    spans, end = [], 0
    for surface in surfaces:
        start = text.index(surface, end)
        end = start + len(surface)
        spans.append((start, end))
    assert expected == identify(catalogue(), text, spans, "en")


def test_spans_with_title_and_possessive_are_the_person() -> None:
    """Offsets are kept, the name is cleaned."""
    check(
        "President Vladimir Putin's plan. Putin left.",
        ["President Vladimir Putin's", "Putin"],
        ["vladimir-putin", "vladimir-putin"],
    )


def test_group_answers_whose_it_is() -> None:
    """Russian forces: Russia."""
    check("Russian forces left Russia.", ["Russian", "Russia"], ["russia", "russia"])


def test_forms_of_a_country_are_one() -> None:
    """U.S., US, USA and America are the United States."""
    check("The U.S., the US and the USA", ["U.S.", "US", "USA"], ["united-states"] * 3)


@pytest.mark.parametrize("span", [(0, 0), (3, 4), (90, 99)], ids=["empty", "blank", "outside"])
def test_span_without_a_letter_has_no_slug(span: tuple[int, int]) -> None:
    """Bad spans are answered, never raised."""
    assert identify(catalogue(), "The cat", [span], "en") == [""]


def test_short_form_follows_the_long_form_of_other_documents() -> None:
    """Two documents explain what a third one only hints at."""
    explained = [tagged(article(f"{n} Maria Santolini spoke. Later Santolini left.")) for n in "ab"]
    hinted = tagged(article("Then Santolini said no, and Santolini left."))
    [*_, last] = agree([*explained, hinted])
    assert [tag.tag.slug for tag in last.tags] == ["maria-santolini"]


def test_agreement_gives_one_slug_one_kind() -> None:
    """The majority decides."""
    documents = [
        tagged(article("He went to see Brandolin in Brandolin.")),
        tagged(article("They live in the city of Brandolin. In Brandolin it rains.")),
        tagged(article("Brandolin said no. Then Brandolin left.")),
    ]
    kinds = {
        tag.tag.kind for one in agree(documents) for tag in one.tags if tag.tag.slug == "brandolin"
    }
    assert len(kinds) == 1


def test_agreement_of_nothing_is_nothing() -> None:
    """An empty input has an empty answer."""
    assert agree([]) == []


def test_catalogue_of_no_tables_is_empty_and_equal_tables_have_one_version() -> None:
    """The version names the bytes."""
    rows = "person\tAda Test\tQ1\t\t5\tAda Test|Ада Тест\n"
    plain = load_catalogue({"own.tsv": rows.encode()})
    assert dict(load_catalogue({}).names) == {}
    assert plain.version == load_catalogue({"own.tsv": rows.encode()}).version
    packed = load_catalogue({"names.tsv.gz": gzip.compress(rows.encode())})
    assert [alias.known.kind for alias in packed.names["Ада Тест"]] == [TagKind.PERSON]


def test_two_of_one_name_and_kind_are_one_tag() -> None:
    """A reader cannot tell them apart; a second slug would be a second page of one thing."""
    text = (
        "Boeing delivered ten aircraft in Seattle. The Boeing company said so on Monday, and "
        "Boeing Co. shares rose. Venice, Italy, is wet. In Venice, Los Angeles, it rained."
    )
    tags = tagged(article(text)).tags
    pairs = [(tag.tag.label, tag.tag.kind) for tag in tags]
    assert len(pairs) == len(set(pairs))
