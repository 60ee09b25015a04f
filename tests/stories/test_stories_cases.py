"""Rare ways through the decisions: odd addresses, credits that prove nothing, full memories."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stories.test_equal_text import REUTERS, posted
from tagwire.model import (
    Article,
    Credit,
    CreditRole,
    NewArticle,
    NewVersion,
    Publisher,
    RelationKind,
    Unchanged,
)
from tagwire.stories import Posting, Relater, address_key_of, decide_batch
from tagwire.stories.near_copies import REMEMBERED

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def check(expected: str, uri: str, url: str) -> None:
    """Compare the key of an article that stands at ``url`` and calls itself ``uri``."""
    publisher = Publisher(domain="paper.example", name="Paper")
    article = Article(uri=uri, url=url, headline="Grain", publisher=publisher)
    assert expected == address_key_of(article)


@pytest.mark.parametrize(
    ("expected", "uri", "url"),
    [
        ("paper.example/world/1", "https://paper.example/world/1", "https://paper.example/?p=1"),
        ("paper.example/world/1", "https://paper.example/", "https://paper.example/world/1"),
        ("copy.example/1", "https://paper.example/world/1", "https://copy.example/1"),
        ("paper.example/world/1", "https://paper.example/world/1", ""),
        ("", "https://paper.example/", "https://paper.example/index.html"),
        ("", "urn:grain:1", "urn:grain:1"),
    ],
    ids=["canonical first", "canonical is the home page", "canonical of another house",
         "only the canonical", "only home pages", "no web address"],
)  # fmt: skip
def test_an_article_outside_the_store_has_the_best_of_its_addresses(
    expected: str, uri: str, url: str
) -> None:
    """The canonical of its own house, else where it stood; a start page names nothing."""
    check(expected, uri, url)


def reason_of_copy(*credited: Credit) -> str:
    """Return why the second posting is a copy of the first."""
    _, copy = decide_batch(
        [posted("a.example/1"), posted("b.example/1", credited=credited)], [], NOW
    )
    [relation] = copy.relations
    assert relation.kind is RelationKind.COPY_OF
    return relation.reasons[0].why


def test_only_who_wrote_the_text_is_evidence_of_a_copy() -> None:
    """A photographer proves nothing; an agency does, in both texts or in one."""
    photo = Credit(name="Ada Vellund", role=CreditRole.PHOTO, evidence="Photo: Ada Vellund")
    elsewhere = Credit(name="AFP", role=CreditRole.ORIGINATOR, evidence="(AFP)")
    assert "credit" not in reason_of_copy(photo)
    assert "credit Reuters in both" in reason_of_copy(photo, REUTERS)
    assert reason_of_copy(elsewhere).endswith("credit AFP")


def test_each_way_of_the_decision_is_taken_by_some_page() -> None:
    """New, unchanged, version, replaced, copy: in the order of the drawing."""
    other = " ".join(f"another{n}" for n in range(90)) + " harbour news"
    intents = decide_batch(
        [
            posted("a.example/1"),
            posted("a.example/1"),
            posted("a.example/1", headline="Grain ships leave the port"),
            posted("a.example/1", other, "Harbour news"),
            posted("b.example/1"),
        ],
        [],
        NOW,
    )
    kinds = [NewArticle, Unchanged, NewVersion, NewArticle, NewArticle]
    assert kinds == [type(intent) for intent in intents]
    relations = [[one.kind for one in getattr(intent, "relations", ())] for intent in intents]
    assert [[], [], [], [RelationKind.REPLACES], [RelationKind.COPY_OF]] == relations


# ------------------------------------------------------------------ memories


def posting(name: str, text: str, at: float = 100.0) -> Posting:
    """Return a posting of ``publisher/what``."""
    return Posting(
        id=name, publisher=name.partition("/")[0], url_key=name, at=at, headline="", text=text
    )


def words(seed: str, n: int = 120) -> str:
    return " ".join(f"{seed}{i}" for i in range(n))


def test_the_boilerplate_of_a_busy_house_is_remembered_by_its_last_articles() -> None:
    """Memory is bounded, and what all articles share still joins none of them."""
    relate = Relater()
    promise = words("subscribe", 60)
    articles = [posting(f"a/{n}", f"{words(f'n{n}x')} {promise}") for n in range(REMEMBERED + 9)]
    answers = [relate(one) for one in articles]
    assert {one.id for one in articles} == {answer.family for answer in answers}


def test_a_text_that_many_houses_have_is_found_by_the_last_of_them() -> None:
    """Each of thirty copies joins the family of the first."""
    relate = Relater()
    text = words("grain", 300)
    answers = [relate(posting(f"p{n}/1", text, at=100 + n / 1000)) for n in range(30)]
    assert {"p0/1"} == {answer.family for answer in answers}
    assert all(answer.copy_of for answer in answers[1:])


def test_a_story_of_many_articles_stays_one_story() -> None:
    """What a story remembers is bounded, however many words its articles bring."""
    relate = Relater()
    lead = "Balashikha general Moskalik killed car bomb explosion Volkswagen entrance"
    answers = [
        relate(
            Posting(
                id=f"p{n}/1",
                publisher=f"p{n}",
                url_key=f"p{n}/1",
                at=100 + n / 1000,
                headline=lead,
                text=f"{lead} investigators near Moscow said. {words(f'own{n}x', 60)}",
            )
        )
        for n in range(12)
    ]
    assert {"p0/1"} == {answer.story for answer in answers}


def test_a_posting_without_words_is_a_story_of_its_own() -> None:
    """Nothing to compare is no reason to join."""
    relate = Relater()
    answers = [relate(posting("a/1", "")), relate(posting("b/1", ""))]
    assert ["a/1", "b/1"] == [answer.story for answer in answers]
