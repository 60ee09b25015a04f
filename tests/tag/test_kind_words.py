"""Words inside an unknown name, and beside it, that tell its kind."""

from __future__ import annotations

import pytest

from tag.articles import article, tagged


def check(text: str, slug: str, kind: str) -> None:
    found = {tag.tag.slug: str(tag.tag.kind) for tag in tagged(article(text)).tags}
    assert found.get(slug) == kind, found


@pytest.mark.parametrize(
    ("text", "slug", "kind"),
    [
        ("The fleet left Cape Ostrelm on Monday. Near Cape Ostrelm it rained.", "cape-ostrelm", "place"),
        ("Fort Ostrelm was closed on Monday. Then Fort Ostrelm slept.", "fort-ostrelm", "place"),
        ("They asked Zorvan Quellish Jr. on Monday. Zorvan Quellish Jr. agreed.", "zorvan-quellish-jr", "person"),
        ("The board of QRT Vellund met. Later QRT Vellund closed.", "qrt-vellund", "organisation"),
        ("Olivia Quellish spoke. Then Olivia Quellish left.", "olivia-quellish", "person"),
        ("Олег Сущенко приехал. Потом Олег Сущенко уехал.", "олег-сущенко", "person"),
        ("Storm Vellund hit the coast. Then Storm Vellund moved on.", "storm-vellund", "event"),
    ],
    ids=["cape", "fort", "junior", "capitals", "given name", "cyrillic name", "storm"],
)  # fmt: skip
def test_a_word_of_the_name_tells(text: str, slug: str, kind: str) -> None:
    """Whoever else does something in the text."""
    check(text, slug, kind)


@pytest.mark.parametrize(
    ("text", "slug", "kind"),
    [
        ("People in Ostrelm Vellund slept. Trains run to Ostrelm Vellund.", "ostrelm-vellund", "place"),
        ("Иваненко не сказал. В понедельник Иваненко уехал.", "иваненко", "person"),
        ('"No," said Ostrelm Vellund. "Yes," said Ostrelm Vellund.', "ostrelm-vellund", "person"),
        ("A spokesman for QRTV spoke. Later QRTV closed.", "qrtv", "organisation"),
    ],
    ids=["to", "family ending", "said", "acronym"],
)  # fmt: skip
def test_a_word_beside_the_name_tells(text: str, slug: str, kind: str) -> None:
    """Where the name itself says nothing."""
    check(text, slug, kind)
