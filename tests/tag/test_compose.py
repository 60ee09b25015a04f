"""Texts in decomposed letters give the tags of composed ones, in their own places."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tag.articles import article, catalogue, tagged
from tagwire.model import Article, Block, BlockKind, Credit, CreditRole, Link, Tagged
from tagwire.tag import Tagger

TEXT = "In Zürich sprach José Martí über Österreich. Später ging Martí nach Malmö."


def check(one: Article, expected: dict[str, list[tuple[str, str]]]) -> None:
    """Compare tags and, for each, field and surface of its mentions, cut out by its offsets."""
    found = {}
    for tag in tagged(one).tags:
        found[tag.tag.slug] = [
            (m.field, _text_of(one, m.field)[m.start : m.end]) for m in tag.mentions
        ]
        assert [m.surface for m in tag.mentions] == [text for _, text in found[tag.tag.slug]]
    assert expected == found


def _text_of(one: Article, field: str) -> str:
    name, _, number = field.partition("/")
    if name == "blocks":
        return one.blocks[int(number)].text
    return one.keywords[int(number)] if name == "keywords" else str(getattr(one, name))


def nfd(text: str) -> str:
    """Return the text with each accent as a character of its own."""
    return unicodedata.normalize("NFD", text)


def test_decomposed_text_gives_the_tags_of_composed_text() -> None:
    """Another system's way to write an accent makes no other tags."""
    composed = {tag.tag for tag in tagged(article(TEXT, headline=TEXT, language="de")).tags}
    decomposed = tagged(article(nfd(TEXT), headline=nfd(TEXT), language="de")).tags
    assert composed == {tag.tag for tag in decomposed}
    assert "zürich" in {tag.tag.slug for tag in decomposed}


def test_mentions_stand_where_the_given_text_has_them() -> None:
    """Offsets are those of the string as given, before any normalisation."""
    check(
        article(nfd("Zürich, Malmö."), language="de", keywords=(nfd("Malmö"),)),
        {
            "zürich": [("blocks/0", nfd("Zürich"))],
            "malmö": [("blocks/0", nfd("Malmö"))],
        },
    )


def test_soft_hyphens_do_not_break_a_name() -> None:
    """Nobody sees them, and the name is one."""
    check(
        article("They met Vladi\u00admir Pu\u00adtin."),
        {"vladimir-putin": [("blocks/0", "Vladi\u00admir Pu\u00adtin")]},
    )


def test_links_behind_decomposed_letters_keep_their_words() -> None:
    """The words of a link are found again in the text as given."""
    text = nfd("Später schrieb Le Monde dazu.")
    start = text.index("Le Monde")
    block = Block(
        kind=BlockKind.PARAGRAPH,
        text=text,
        links=(Link(start=start, end=start + 8, url="https://www.lemonde.fr/a"),),
    )
    surfaces = {
        m.surface
        for tag in tagged(article(block)).tags
        for m in tag.mentions
        if tag.tag.slug == "lemonde-fr"
    }
    assert {"Le Monde"} == surfaces


def test_decomposed_credits_and_authors_are_read_too() -> None:
    """Bylines come from the same systems."""
    one = article(
        "It rained.",
        by=nfd("Von José Müller"),
        authors=(nfd("José Müller"),),
        credits=(Credit(name=nfd("Agência Ôstrel"), role=CreditRole.ORIGINATOR, evidence=""),),
    )
    assert {"josé-müller", "agência-ôstrel"} == {tag.tag.slug for tag in tagged(one).tags}


pieces = st.sampled_from(
    [
        "Z",
        "u\u0308",
        "\u0301",
        "\u00ad",
        "가",
        "\u1100\u1161\u11a8",
        "क\u093c",
        "Putin",
        " ",
        "ﬁ",
        "\u200d",
        "é",
    ]
)


@pytest.mark.slow
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(pieces, st.text(max_size=4)), max_size=20).map("".join))
def test_every_mention_is_cut_out_of_the_given_text(text: str) -> None:
    """Whatever marks stand where."""
    one = article(text, headline=text, keywords=(text,), language=None)
    [answer] = Tagger(catalogue())([one])
    for tag in answer.tags if isinstance(answer, Tagged) else ():
        for mention in tag.mentions:
            assert (
                mention.surface == _text_of(one, mention.field)[mention.start : mention.end] != ""
            )


@pytest.mark.parametrize("text", ["plain", "Zürich", "क्या", "한국"])
def test_composed_text_is_not_touched(text: str) -> None:
    """The usual case costs a look."""
    one = article(text)
    assert tagged(one).article is one
