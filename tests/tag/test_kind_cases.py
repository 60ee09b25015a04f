"""The kind of names that nobody knows, where several signs meet or none is there."""

from __future__ import annotations

import pytest

from tag.articles import article, catalogue, tagged
from tagwire.model import Credit, CreditRole
from tagwire.tag import Tagger, categories_of, load_catalogue


def check(text: str, slug: str, kind: str, language: str = "en") -> None:
    found = {
        tag.tag.slug: str(tag.tag.kind) for tag in tagged(article(text, language=language)).tags
    }
    assert found.get(slug) == kind, found


@pytest.mark.parametrize(
    ("text", "slug", "kind"),
    [
        ("They praised Lord Ostrelm Vellund. Lord Ostrelm Vellund left.", "lord-ostrelm-vellund", "person"),
        ("People in Zorvan Quellish slept in Zorvan Quellish.", "zorvan-quellish", "place"),
        ("The Zorvan Quellish Vorn Ostrel met.", "zorvan-quellish-vorn-ostrel", "organisation"),
        ("The Vellund Act passed. Then the Vellund Act failed.", "vellund-act", "object"),
        ("The Vellund Trophy began. Nobody won the Vellund Trophy.", "vellund-trophy", "event"),
        ("The board of iVellund9 met. Later iVellund9 closed.", "ivellund9", "organisation"),
        ("They praised Port Vellund. Many praised Port Vellund.", "port-vellund", "place"),
        ("They praised Vellund ZQX. Many praised Vellund ZQX.", "vellund-zqx", "organisation"),
    ],
    ids=["rank", "in", "four words", "law", "trophy", "letters and digits", "opener", "capitals"],
)  # fmt: skip
def test_a_sign_of_the_kind_decides(text: str, slug: str, kind: str) -> None:
    """A rank, a head, a cue or the mere length."""
    check(text, slug, kind)


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("News / Sports News", {"15000000"}),
        ("Business - Politics", {"04000000", "11000000"}),
        ("All about everything that ever happened here", set()),
    ],
    ids=["one word of two", "two sections", "a sentence"],
)
def test_words_of_a_section_tell_the_category(section: str, codes: set[str]) -> None:
    """A section of several words counts by each of them, a sentence by none."""
    found = categories_of(article("It rained.", section=section))
    assert codes == {category.code for category in found}


def test_a_word_of_a_section_is_trusted_less_than_the_section() -> None:
    """ "Sports News" is about sport, "Sports" is sport."""
    [part] = categories_of(article("It rained.", section="Sports News"))
    [whole] = categories_of(article("It rained.", section="Sports"))
    assert part.confidence < whole.confidence


def test_two_places_that_agree_are_surer_than_one() -> None:
    """The section and the path of the address."""
    path = {"url": "https://daily.example/sports/1"}
    [both] = categories_of(article("It rained.", section="Sports", **path))
    [one] = categories_of(article("It rained.", section="Sports"))
    assert both.confidence > one.confidence


def test_a_credit_of_signs_names_nobody() -> None:
    """ "—" in place of an agency is no tag."""
    dash = Credit(name="—", role=CreditRole.ORIGINATOR, evidence="—")
    assert () == tagged(article("It rained.", credits=(dash,))).tags


def test_an_empty_catalogue_still_finds_what_the_text_says() -> None:
    """Names by their shape; a kind by the head word."""
    [answer] = Tagger(load_catalogue({}))(
        [article("The Vellund Group met. The Vellund Group agreed.")]
    )
    assert [("vellund-group", "organisation")] == [
        (t.tag.slug, str(t.tag.kind)) for t in answer.tags
    ]


def test_the_shipped_catalogue_knows_a_language_it_has_no_words_of_by_english() -> None:
    """Common words are those of English where a language has none."""
    assert catalogue().common_of("xx") == catalogue().common_of("en") != frozenset()
