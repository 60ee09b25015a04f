"""Near copies, newer states at other addresses and stories, live and after a restart."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from store.builders import DAY, HOUR, NOW, archived
from tagwire.model import (
    Article,
    Block,
    BlockKind,
    Completeness,
    CompletenessState,
    Page,
    Publisher,
    RelationKind,
    Response,
    Tagged,
)
from tagwire.run.recall import Recall, place_of
from tagwire.store import SqliteStore
from tagwire.store.protocol import Store
from tagwire.store.values import StoredArticle

LEAD = "Nine workers were injured when a fire broke out at the grain harbour of Odport on Monday. "
HEADLINE = "Fire at grain harbour injures nine"


def prose(seed: str, words: int = 200) -> str:
    rng = random.Random(seed)
    return " ".join(f"{seed}{rng.randrange(300)}" for _ in range(words))


def page(
    address: str, text: str, headline: str = HEADLINE, *, hours: float = 0
) -> tuple[Tagged, Page]:
    url, domain = f"https://{address}", address.partition("/")[0]
    seen = NOW + hours * HOUR
    article = Article(
        uri=url,
        url=url,
        headline=headline,
        publisher=Publisher(domain=domain, name=domain),
        blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),),
    )
    response = Response(url=url, final_url=url, status=200, headers=(), body=b"", fetched=seen)
    return Tagged(article=article, language="en"), Page(response=response)


def check(
    tmp_path: Path, *batches: list[tuple[Tagged, Page]], restart: bool = True
) -> list[StoredArticle]:
    """Relate and store batches, each in a process of its own; return the articles by arrival."""
    store = SqliteStore(tmp_path / "tagwire.db")
    recall = Recall(store)
    for batch in batches:
        write(store, recall, batch)
        if restart:
            recall = Recall(store)
    articles = list(store.iter_articles())
    store.close()
    return articles


def write(store: Store, recall: Recall, batch: list[tuple[Tagged, Page]]) -> None:
    decided = recall.relate(batch, NOW)
    works = [replace(archived(one.intent), place=place_of(one)) for one in decided]
    store.apply(works, NOW)


def copies(articles: list[StoredArticle]) -> list[tuple[str, str]]:
    return [
        (one.a, one.b)
        for article in articles
        for one in article.relations
        if one.kind is RelationKind.COPY_OF and one.a == article.id
    ]


@pytest.mark.parametrize("restart", [True, False], ids=["restarted", "running"])
def test_a_text_with_another_ending_is_a_copy_with_its_reason(
    tmp_path: Path, restart: bool
) -> None:
    text = LEAD + prose("wire")
    first, second, third = check(
        tmp_path,
        [page("paper.example/a", text), page("coast.example/a", text + prose("coast", 30))],
        [page("inland.example/a", text + prose("inland", 30), hours=2)],
        restart=restart,
    )
    assert copies([first, second, third]) == [(second.id, first.id), (third.id, first.id)]
    reason = second.relations[0].reasons[0]
    assert (reason.kind, reason.why.partition(" ")[2][:25]) == (
        "near_text",
        "of the word runs of the s",
    )


def test_a_rewritten_article_at_another_address_is_one_article(tmp_path: Path) -> None:
    """Its old address shows the old state again and again, which is no news."""
    text = LEAD + prose("wire")
    longer = text + prose("later", 40)
    (article,) = check(
        tmp_path,
        [page("paper.example/a", text)],
        [page("paper.example/b", longer, "Nine hurt in harbour fire", hours=3)],
        [page("paper.example/a", text, hours=4)],
        [page("paper.example/b", longer, "Nine hurt in harbour fire", hours=5)],
    )
    assert [version.n for version in article.versions] == [1, 2]
    assert article.versions[1].reason.endswith("at another address")
    addresses = {key.value for key in article.keys if key.kind == "url"}
    assert addresses == {"paper.example/a", "paper.example/b"}


@pytest.mark.parametrize(
    ("second", "headline", "hours"),
    [
        (LEAD + prose("wire"), HEADLINE, 80),
        ("The museum of clocks reopens. " + prose("wire"), "Museum of clocks reopens", 3),
    ],
    ids=["four days later", "a wall around another subject"],
)
def test_a_house_may_repeat_itself(
    tmp_path: Path, second: str, headline: str, hours: float
) -> None:
    edited = second + prose("own", 20)
    articles = check(
        tmp_path,
        [page("paper.example/a", LEAD + prose("wire"))],
        [page("paper.example/b", edited, headline, hours=hours)],
    )
    assert len(articles) == 2
    assert copies(articles) == []


def test_what_is_left_before_a_paywall_is_compared_with_nothing(tmp_path: Path) -> None:
    stub, of = page("coast.example/a", LEAD + prose("wire"))
    partial = Completeness(state=CompletenessState.PARTIAL, reason="ends in an ellipsis")
    cut = replace(stub, article=replace(stub.article, completeness=partial))
    articles = check(
        tmp_path, [page("paper.example/a", LEAD + prose("wire") + "More.")], [(cut, of)]
    )
    assert copies(articles) == []


def test_articles_on_one_event_share_a_story_and_say_why(tmp_path: Path) -> None:
    check(
        tmp_path,
        [page("paper.example/a", LEAD + prose("first"))],
        [page("coast.example/a", LEAD + prose("second"), "Harbour fire in Odport injures nine")],
        [page("inland.example/a", prose("third"), "Museum of clocks reopens")],
    )
    store = SqliteStore(tmp_path / "tagwire.db")
    first, second, third = store.iter_articles()
    assert [store.find_story_of(one.id) for one in (first, second, third)] == [
        first.id,
        first.id,
        third.id,
    ]
    (same,) = (one for one in second.relations if one.kind is RelationKind.SAME_STORY)
    assert (same.a, same.b) == (second.id, first.id)
    assert "odport" in same.reasons[0].why
    head = store.find_story(first.id)
    store.close()
    assert head is not None
    assert (head.articles, head.origins) == (2, 2)


def test_a_copy_is_in_the_story_of_its_original(tmp_path: Path) -> None:
    text = LEAD + prose("wire")
    check(tmp_path, [page("paper.example/a", text)], [page("coast.example/a", text)])
    store = SqliteStore(tmp_path / "tagwire.db")
    first, second = store.iter_articles()
    assert store.find_story_of(second.id) == first.id
    store.close()


def test_what_could_not_be_written_is_not_remembered(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "tagwire.db")
    recall = Recall(store)
    text = LEAD + prose("wire")
    recall.relate([page("paper.example/a", text)], NOW)
    recall.reset()
    write(store, recall, [page("coast.example/a", text + "End.")])
    assert [one.relations for one in store.iter_articles()] == [()]
    store.close()


def test_a_copy_of_what_was_erased_stands_for_itself(tmp_path: Path) -> None:
    """The window may know what the store has no more."""
    store = SqliteStore(tmp_path / "tagwire.db")
    recall = Recall(store)
    text = LEAD + prose("wire")
    recall.relate([page("paper.example/a", text)], NOW)
    write(store, recall, [page("coast.example/a", text + "End.")])
    assert [copies([one]) for one in store.iter_articles()] == [[]]
    store.close()


def test_the_store_forgets_what_left_the_window_now_and_again(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "tagwire.db")
    recall = Recall(store)
    write(store, recall, [page("paper.example/a", LEAD + prose("wire"))])
    recall.tidy(NOW)
    assert len(list(store.recent_places(DAY))) == 1
    recall.tidy(NOW + timedelta(days=30))
    assert list(store.recent_places(DAY)) == []
    store.close()


def test_texts_with_lone_surrogates_are_kept(tmp_path: Path) -> None:
    text = LEAD + prose("wire") + " \ud83d"
    articles = check(
        tmp_path, [page("paper.example/a", text)], [page("coast.example/a", text + " End.")]
    )
    assert len(copies(articles)) == 1
