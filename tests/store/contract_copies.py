"""What every store does with articles that carry the text of another one, and with publishers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store.builders import (
    DAY,
    HOUR,
    NOW,
    archived,
    article_tag,
    copying,
    key_tuple,
    new,
    source,
    tagged,
    version,
)
from tagwire.model import Intent, Key, NewArticle, Publisher, Role, Tagged
from tagwire.store.protocol import Store
from tagwire.store.values import Card, DayCount, ListQuery

TEXT = Key(kind="text", value="t")


def wire(article: str, publisher: str = "harbour", *originals: str) -> NewArticle:
    """Return an article of a house about the Kremlin, a copy of others if there are some."""
    content = tagged(article.title(), tags=[article_tag("Kremlin")], publisher=publisher)
    intent = copying(new(article, content), *originals)
    assert isinstance(intent, NewArticle)
    return intent


def apply(store: Store, *intents: Intent, source: str = "harbour") -> None:
    store.apply([archived(intent, source=source) for intent in intents], NOW)


def cards(store: Store, query: ListQuery | None = None) -> dict[str, Card]:
    listing = store.list_articles(query or ListQuery(tag="kremlin"))
    return {card.article: card for card in listing.cards}


def check(store: Store, copies: dict[str, str | None]) -> None:
    """Each article copies the given one, in its card, in counts and where copies are left out."""
    found = cards(store)
    assert {key: card.copy_of for key, card in found.items()} == copies
    shown = {key for key, original in copies.items() if original is None}
    for query in (ListQuery(tag="kremlin", copies=False), ListQuery(copies=False)):
        listing = store.list_articles(query)
        assert ({card.article for card in listing.cards}, listing.total) == (shown, len(shown))
        assert store.facets(query).publishers == store.facets(replace(query, limit=1)).publishers
        assert sum(value.count for value in store.facets(query).publishers) == len(shown)
    head = store.find_tag("kremlin")
    assert head is not None
    assert (head.articles, head.copies) == (len(copies), len(copies) - len(shown))


def test_a_copy_is_listed_as_one_and_named_by_its_original(store: Store) -> None:
    apply(store, wire("x"), wire("y", "tower", "x"), wire("z", "ferry", "x"), wire("u", "tower"))
    check(store, {"x": None, "y": "x", "z": "x", "u": None})
    found = cards(store)
    assert [one.name for one in found["x"].copies] == ["Tower", "Ferry"]
    assert found["y"].copies == ()
    assert cards(store, ListQuery())["y"].copy_of == "x"


def test_copies_of_one_publisher_name_it_once_and_twenty_copies_are_named_at_most(
    store: Store,
) -> None:
    copies = [wire(f"y{n}", f"house{n // 2}", "x") for n in range(50)]
    apply(store, wire("x"), *copies)
    found = cards(store, ListQuery(tag="kremlin", limit=100))["x"]
    assert [one.domain for one in found.copies] == [f"house{n}.example" for n in range(10)]


def test_a_copy_is_named_as_it_names_its_publisher_now(store: Store) -> None:
    apply(store, wire("x"), wire("y", "tower", "x"))
    assert [one.name for one in cards(store)["x"].copies] == ["Tower"]
    content = tagged("Y", tags=[article_tag("Kremlin")], publisher="tower")
    named = replace(content.article.publisher, name="The Tower", family="sea")
    renamed = replace(content, article=replace(content.article, publisher=named))
    apply(store, new("z", renamed))
    assert [one.name for one in cards(store)["x"].copies] == ["Tower"]
    apply(store, copying(version("y", 2, renamed), "x"))
    assert cards(store)["x"].copies == (named,)


def test_a_card_that_was_shown_before_a_copy_came_names_it_after(store: Store) -> None:
    apply(store, wire("x"))
    assert cards(store)["x"].copies == ()
    before = store.find_tag("kremlin")
    apply(store, copying(new("y", tagged("Y", publisher="tower")), "x"))
    assert [one.name for one in cards(store)["x"].copies] == ["Tower"]
    after = store.find_tag("kremlin")
    assert before is not None
    assert after is not None
    assert after.changed_seq > before.changed_seq


def test_a_copy_of_a_copy_is_a_copy_of_the_original(store: Store) -> None:
    apply(store, wire("x"), wire("y", "tower", "x"), wire("z", "ferry", "y"))
    check(store, {"x": None, "y": "x", "z": "x"})


def test_what_becomes_a_copy_hands_its_copies_on(store: Store) -> None:
    apply(store, wire("x"), wire("y", "tower"), wire("z", "ferry", "y"))
    check(store, {"x": None, "y": None, "z": "y"})
    content = tagged("Y again", tags=[article_tag("Kremlin")], publisher="tower")
    apply(store, copying(version("y", 2, content), "x"))
    check(store, {"x": None, "y": "x", "z": "x"})


def test_two_articles_never_hide_each_other(store: Store) -> None:
    apply(store, wire("x", "harbour", "y"), wire("y", "tower", "x"))
    assert len(store.list_articles(ListQuery(copies=False)).cards) == 1
    content = tagged("X again", tags=[article_tag("Kremlin")])
    apply(store, copying(version("x", 2, content), "y"), copying(version("y", 2, content), "x"))
    assert len(store.list_articles(ListQuery(copies=False)).cards) == 1
    apply(store, wire("z", "ferry", "z"))
    assert cards(store)["z"].copy_of is None


def test_a_copy_that_came_before_its_original_is_marked_when_that_comes(store: Store) -> None:
    apply(store, wire("y", "tower", "x"))
    check(store, {"y": None})
    apply(store, wire("x"))
    check(store, {"x": None, "y": "x"})


def test_a_newer_state_with_a_text_of_its_own_is_no_copy(store: Store) -> None:
    first = wire("y", "tower", "x")
    apply(store, wire("x"), first)
    content = tagged("Y alone", tags=[article_tag("Kremlin")], publisher="tower")
    apply(store, version("y", 2, content))
    check(store, {"x": None, "y": None})
    assert cards(store)["x"].copies == ()
    apply(store, first)
    check(store, {"x": None, "y": None})


def test_removing_the_original_leaves_its_copies_as_their_own(store: Store) -> None:
    store.add_source(source("demo", demo=True), NOW)
    apply(store, wire("x", "demo"), source="demo")
    apply(store, wire("y", "tower", "x"), wire("z", "ferry", "x"))
    store.remove_demo(NOW)
    check(store, {"y": None, "z": None})
    found = store.find_article("y")
    assert found is not None
    assert found.relations == ()


def test_removing_a_copy_takes_it_from_the_card_of_its_original(store: Store) -> None:
    store.add_source(source("demo", demo=True), NOW)
    apply(store, wire("x"))
    apply(store, wire("y", "demo", "x"), source="demo")
    assert len(cards(store)["x"].copies) == 1
    store.remove_demo(NOW)
    check(store, {"x": None})
    assert cards(store)["x"].copies == ()


def test_both_articles_know_the_relation(store: Store) -> None:
    apply(store, wire("x"), wire("y", "tower", "x"))
    for key in ("x", "y"):
        found = store.find_article(key)
        assert found is not None
        assert [(one.a, one.b) for one in found.relations] == [("y", "x")]


def test_a_text_stays_with_the_first_article_that_had_it(store: Store) -> None:
    apply(store, replace(wire("x"), keys=(*key_tuple("a"), TEXT)))
    apply(store, replace(wire("y"), keys=(*key_tuple("b"), TEXT)))
    assert [one.article for one in store.find_candidates([TEXT])] == ["x"]
    found = store.find_article("y")
    assert found is not None
    assert found.keys == key_tuple("b")


def test_lists_of_sources_leave_copies_out_without_a_total(store: Store) -> None:
    store.add_source(source(), NOW)
    apply(store, wire("x"), wire("y", "tower", "x"))
    listing = store.list_articles(ListQuery(source="harbour", copies=False))
    assert ([card.article for card in listing.cards], listing.total) == (["x"], None)


# ------------------------------------------------------------------- publishers


def test_the_head_of_a_publisher_counts_articles_edits_copies_and_days(store: Store) -> None:
    store.add_source(source(), NOW)
    store.add_source(source("tower"), NOW)
    apply(store, wire("u", "tower"), wire("x"), wire("y", "harbour", "u"))
    store.apply([archived(wire("z"), first_seen=NOW - DAY)], NOW)
    content = tagged("X again", tags=[article_tag("Kremlin"), article_tag("Kyiv")])
    apply(store, version("x", 2, content))
    head = store.find_publisher("harbour.example", NOW)
    assert head is not None
    assert (head.articles, head.edited, head.copies) == (3, 1, 1)
    assert (head.first_seen, head.last_seen) == (NOW - DAY, NOW)
    assert head.days == (
        DayCount(day="2026-04-30", count=1),
        DayCount(day="2026-05-01", count=2),
    )
    assert [(one.tag.slug, one.count) for one in head.tags] == [("kremlin", 3), ("kyiv", 1)]
    assert list(head.sources) == [store.find_source("harbour", NOW)]


def called(name: str, headline: str = "X") -> Tagged:
    """Return an article that calls its publisher so."""
    content = tagged(headline, tags=[article_tag("Kremlin")])
    named = Publisher(domain="harbour.example", name=name, family="sea", country="NL")
    return replace(content, article=replace(content.article, publisher=named))


def names(store: Store) -> list[tuple[str, int]]:
    head = store.find_publisher("harbour.example", NOW)
    assert head is not None
    (facet,) = store.facets(ListQuery(publisher="harbour.example")).publishers
    assert head.publisher.name == head.names[0].name == facet.label
    return [(one.name, one.articles) for one in head.names]


def test_a_publisher_is_called_as_most_of_its_articles_call_it(store: Store) -> None:
    """An address counts last; the rest of what is known is that of the newest article."""
    apply(store, new("x", called("Harbour News")), new("y", called("Sunday Harbour")))
    apply(store, new("z", called("Harbour News")))
    assert names(store) == [("Harbour News", 2), ("Sunday Harbour", 1)]
    apply(store, *(new(key, called("harbour.example")) for key in "abc"))
    assert names(store)[0] == ("Harbour News", 2)
    head = store.find_publisher("harbour.example", NOW)
    assert head is not None
    assert head.publisher == called("Harbour News").article.publisher


def test_only_the_newest_version_of_an_article_votes_on_a_name(store: Store) -> None:
    apply(store, new("x", called("Harbour News")), new("y", called("Old Harbour")))
    apply(store, version("x", 2, called("Old Harbour", "X again")))
    assert names(store) == [("Old Harbour", 2)]
    store.remove_articles(["x"], NOW)
    assert names(store) == [("Old Harbour", 1)]


def test_each_change_of_its_articles_changes_the_publisher(store: Store) -> None:
    seqs = []
    for intent in (
        wire("x"),
        version("x", 2, tagged("X again")),
        wire("y", "tower", "x"),
        version("x", 3, tagged("X moved", publisher="tower")),
        wire("z"),
    ):
        apply(store, intent)
        head = store.find_publisher("harbour.example", NOW)
        seqs.append(head.changed_seq if head is not None else 0)
    assert seqs[3] == 0
    assert sorted({*seqs}) == [0, *seqs[:3], seqs[4]]


@pytest.mark.parametrize("domain", ["nobody.example", "", "tower.example"])
def test_a_publisher_without_articles_is_none(store: Store, domain: str) -> None:
    store.add_source(source("tower"), NOW)
    apply(store, wire("x", "tower"), version("x", 2, tagged("X")))
    assert store.find_publisher(domain, NOW) is None


def test_roles_and_copies_are_conditions_together(store: Store) -> None:
    apply(store, wire("x"), wire("y", "tower", "x"))
    query = ListQuery(tag="kremlin", role=Role.MENTIONED, copies=False, since=NOW - HOUR)
    assert set(cards(store, query)) == {"x"}
