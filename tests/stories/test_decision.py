"""New, newer, unchanged, or another article at a used address."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagwire.model import (
    Article,
    Block,
    BlockKind,
    Candidate,
    Intent,
    Key,
    NewArticle,
    NewVersion,
    Publisher,
    RelationKind,
    Tagged,
    Unchanged,
)
from tagwire.stories import content_hash_of, decide, decide_batch
from tagwire.stories.decision import Decisions
from tagwire.stories.posting import Near

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HARBOUR = Publisher(domain="harbour.example", name="Harbour Post")


def words(first: int, last: int) -> str:
    return " ".join(f"word{n}" for n in range(first, last))


def article(text: str, headline: str = "Grain", caption: str = "") -> Tagged:
    blocks = [Block(kind=BlockKind.PARAGRAPH, text=text)]
    if caption:
        blocks.append(Block(kind=BlockKind.CAPTION, text=caption))
    made = Article(
        uri="https://harbour.example/a",
        url="https://harbour.example/a",
        headline=headline,
        publisher=HARBOUR,
        blocks=tuple(blocks),
    )
    return Tagged(article=made, language="en")


def keys(*values: str) -> tuple[Key, ...]:
    """Return keys; ``guid:…`` is a guid, everything else an address."""
    return tuple(
        Key(kind="guid" if value.startswith("guid:") else "url", value=value.removeprefix("guid:"))
        for value in values
    )


def known(
    text: str, *names: str, article_id: str = "old", versions: int = 1, headline: str = "Grain"
) -> Candidate:
    before = article(text, headline)
    return Candidate(
        article=article_id,
        keys=keys(*names),
        publisher="harbour.example",
        content_hash=content_hash_of(before.article),
        versions=versions,
        text=before.article.text,
        headline=headline,
        first_seen=NOW,
    )


def check(
    expected: type[Intent],
    tagged: Tagged,
    names: Sequence[str],
    *candidates: Candidate,
    why: str = "",
) -> Intent:
    intent = decide(tagged, keys(*names), candidates, NOW)
    assert type(intent) is expected
    assert why in (intent.reason if isinstance(intent, NewVersion | Unchanged) else why)
    return intent


def test_an_article_without_a_known_name_is_new() -> None:
    intent = check(NewArticle, article(words(0, 50)), ["a"], known(words(0, 50), "other"))
    assert (intent.keys, len(intent.article)) == (keys("a"), 13)


def test_the_same_text_at_the_same_address_is_unchanged() -> None:
    candidate = known(words(0, 50), "a")
    intent = check(
        Unchanged, article(words(0, 50)), ["a", "b"], candidate, why="same address a, the same text"
    )
    assert (intent.article, intent.keys) == ("old", keys("a", "b"))


def test_blanks_and_captions_make_no_version() -> None:
    candidate = known(words(0, 50), "a")
    spaced = article(words(0, 50).replace(" ", "  \n"), caption="A ship. Photo: Reuters")
    check(Unchanged, spaced, ["a"], candidate)


@pytest.mark.parametrize(
    ("text", "headline", "why"),
    [
        (words(0, 60), "Grain", "text changed (100% of the word runs kept)"),
        (words(30, 90), "Grain", "text changed (36% of the word runs kept)"),
        (words(0, 50), "Grain ships", "only headline or layout changed"),
        (words(0, 60), "Grain ships", "kept), new headline"),
        ("Three ships left.", "Grain", "too short to compare"),
    ],
    ids=["added", "rewritten", "headline", "both", "flash"],
)
def test_a_changed_text_at_the_same_address_is_a_version(
    text: str, headline: str, why: str
) -> None:
    intent = check(
        NewVersion, article(text, headline), ["a"], known(words(0, 50), "a", versions=3), why=why
    )
    assert isinstance(intent, NewVersion)
    assert (intent.article, intent.n) == ("old", 4)


def test_another_text_at_a_used_address_replaces_the_article() -> None:
    names = ["a", "guid:harbour.example|1"]
    intent = check(NewArticle, article(words(100, 150)), names, known(words(0, 50), "a"))
    assert isinstance(intent, NewArticle)
    relation = intent.relations[0]
    assert (relation.kind, relation.a, relation.b, relation.score) == (
        RelationKind.REPLACES,
        intent.article,
        "old",
        1.0,
    )
    assert relation.reasons[0].why == (
        "same address a shows another text: 0% of its word runs are the same"
    )
    assert intent.keys == keys(*names)
    assert intent.article != decide(article(words(100, 150)), keys(*names), [], NOW).article


def test_a_guid_finds_the_article_at_its_new_address() -> None:
    candidate = known(words(0, 50), "a", "guid:harbour.example|77")
    intent = check(
        NewVersion,
        article(words(0, 60)),
        ["moved", "guid:harbour.example|77"],
        candidate,
        why="same guid 77, text changed",
    )
    assert intent.keys == keys("moved", "guid:harbour.example|77")


@pytest.mark.parametrize(
    ("text", "headline"),
    [(words(100, 150), "Grain"), ("Closed at 24,312.", "Markets")],
    ids=["other text", "short text, other headline"],
)
def test_a_reused_guid_makes_no_version_of_another_article(text: str, headline: str) -> None:
    """Some feeds give every entry the same guid; nothing is replaced by that."""
    candidate = known(words(0, 50), "a", "guid:harbour.example|77")
    intent = check(NewArticle, article(text, headline), ["b", "guid:harbour.example|77"], candidate)
    assert isinstance(intent, NewArticle)
    assert intent.relations == ()


def test_of_several_candidates_the_one_at_the_asked_address_is_meant() -> None:
    """Names that belong to other articles stay with them."""
    candidates = [
        known(words(0, 50), "b", article_id="b"),
        known(words(0, 50), "a", article_id="a"),
    ]
    intent = check(NewVersion, article(words(0, 60)), ["a", "b", "c"], *candidates)
    assert (intent.article, intent.keys) == ("a", keys("a", "c"))


def test_the_order_of_candidates_does_not_matter() -> None:
    candidates = [known(words(0, 50), "k", article_id=name) for name in "abc"]
    found = {
        decide(article(words(0, 60)), keys("k"), random.Random(n).sample(candidates, 3), NOW)
        for n in range(6)
    }
    assert len(found) == 1


def test_a_batch_sees_its_own_articles() -> None:
    batch = [
        (article(words(0, 50)), keys("asked-1", "canonical")),
        (article(words(0, 50)), keys("asked-2", "canonical")),
        (article(words(0, 60)), keys("asked-1", "canonical")),
        (article(words(100, 150)), keys("asked-2")),
        (article(words(100, 150)), keys("asked-2")),
    ]
    intents = decide_batch(batch, [], NOW)
    assert [type(intent).__name__ for intent in intents] == [
        "NewArticle",
        "Unchanged",
        "NewVersion",
        "NewArticle",
        "Unchanged",
    ]
    assert intents[0].article == intents[1].article == intents[2].article
    assert intents[3].article == intents[4].article != intents[0].article


# ----------------------------------------------------------------- any order

PAGES = [(story, edit) for story in range(4) for edit in range(3)]


def page(story: int, edit: int) -> tuple[Tagged, tuple[Key, ...]]:
    """Return an edit of a story: fetched at an address of its own, with the story's canonical."""
    start = 1000 * story
    text = words(start, start + 60 + 10 * edit)
    return article(text), keys(f"asked-{story}-{edit}", f"canonical-{story}")


def partition(
    intents: Sequence[Intent], order: Sequence[tuple[int, int]]
) -> set[frozenset[object]]:
    """Return which pages became one article, with the states that were kept of it."""
    groups: dict[str, set[object]] = {}
    for intent, pair in zip(intents, order, strict=True):
        group = groups.setdefault(intent.article, set())
        group.add(pair)
        if isinstance(intent, NewArticle | NewVersion):
            group.add(intent.content_hash)
    return {frozenset(group) for group in groups.values()}


@given(order=st.permutations(PAGES + PAGES[:5]), size=st.integers(1, 9))
@settings(max_examples=25, deadline=None)
def test_any_order_and_any_batches_give_the_same_articles_and_states(
    order: list[tuple[int, int]], size: int
) -> None:
    """Alone, in batches and in any order: the same pages are one article with the same states."""
    expected = partition(decide_batch([page(*pair) for pair in PAGES], [], NOW), PAGES)
    intents: list[Intent] = []
    stored: dict[str, Candidate] = {}
    for start in range(0, len(order), size):
        batch = [page(*pair) for pair in order[start : start + size]]
        decided = decide_batch(batch, list(stored.values()), NOW)
        store(stored, decided)
        intents += decided
    assert partition(intents, order) == expected


def store(stored: dict[str, Candidate], intents: Sequence[Intent]) -> None:
    """Do what a store does with intents."""
    for intent in intents:
        if isinstance(intent, NewArticle):
            made = known(intent.tagged.article.text, article_id=intent.article)
            stored[intent.article] = made
        elif isinstance(intent, NewVersion):
            changed = known(
                intent.tagged.article.text, article_id=intent.article, versions=intent.n
            )
            stored[intent.article] = replace(changed, keys=stored[intent.article].keys)
        before = stored[intent.article]
        stored[intent.article] = replace(before, keys=tuple({*before.keys, *intent.keys}))


# ------------------------------------------------- nearly the text of another article

TEXT = "Grain ships left the harbour. " + words(0, 120)
NEWER = TEXT + " Two more followed at noon."


def near(kind: RelationKind) -> Near:
    return Near(kind=kind, article="old", score=0.93, why="nearly the same text")


def test_nearly_a_text_of_its_own_house_is_a_newer_state_of_that() -> None:
    """Both addresses lead to it from then on; the headlines must be about one thing."""
    hint, old = near(RelationKind.VERSION_OF), known(TEXT, "old")
    intent = decide(article(NEWER), keys("new"), [old], NOW, hint)
    assert isinstance(intent, NewVersion)
    assert (intent.article, intent.n) == ("old", 2)
    assert "at another address" in intent.reason
    assert keys("new")[0] in intent.keys
    same = decide(article(TEXT), keys("new"), [old], NOW, hint)
    assert isinstance(same, Unchanged)
    assert same.article == "old"
    other = decide(article(NEWER, "Budget"), keys("new"), [old], NOW, hint)
    assert isinstance(other, NewArticle)


def test_nearly_a_text_of_another_house_is_a_copy_of_it() -> None:
    hint, old = near(RelationKind.COPY_OF), replace(known(TEXT, "old"), publisher="a.example")
    intent = decide(article(NEWER), keys("new"), [old], NOW, hint)
    assert isinstance(intent, NewArticle)
    assert [(one.kind, one.b) for one in intent.relations] == [(RelationKind.COPY_OF, "old")]


@pytest.mark.parametrize("kind", [RelationKind.VERSION_OF, RelationKind.COPY_OF])
def test_a_hint_counts_only_for_texts_that_are_known_and_long_enough(kind: RelationKind) -> None:
    """A few words are like many others; what the store has no more is nothing to join."""
    short = article(words(0, 5))
    for tagged, candidates in ((short, [known(words(0, 6), "old")]), (article(NEWER), [])):
        intent = decide(tagged, keys("new"), candidates, NOW, near(kind))
        assert isinstance(intent, NewArticle)
        assert intent.relations == ()


def test_addresses_that_show_different_states_of_one_article_make_no_versions_for_ever() -> None:
    """Asked in turn, each would show again what the other had replaced."""
    first = decide(
        article(NEWER), keys("new"), [known(TEXT, "old")], NOW, near(RelationKind.VERSION_OF)
    )
    assert isinstance(first, NewVersion)
    text_key = Key(kind="text", value="the earlier text")
    held = replace(known(NEWER, "old"), keys=(*keys("old"), *first.keys, text_key))
    again = decide(article(TEXT), (*keys("old"), text_key), [held], NOW)
    assert isinstance(again, Unchanged)
    assert "an earlier state" in again.reason


def test_articles_decided_one_by_one_know_each_other() -> None:
    """What was decided counts as stored; an article that is gone leaves the hint without effect."""
    decisions = Decisions([known(TEXT, "old")])
    assert decisions.knows("old")
    owner = decisions.owner_of(keys("old"))
    assert owner is not None
    assert owner.article == "old"
    assert decisions.owner_of(keys("new")) is None
    lost = Near(kind=RelationKind.VERSION_OF, article="gone", score=1.0, why="the same")
    assert isinstance(decisions(article(NEWER), keys("new"), NOW, lost), NewArticle)
    assert isinstance(decisions(article(NEWER), keys("new"), NOW), Unchanged)
    decisions.add([known(words(0, 9), "new")])
    assert decisions.owner_of(keys("new")) is not None
