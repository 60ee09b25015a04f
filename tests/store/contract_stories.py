"""What every store does with stories, and with what is kept for later decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from store.builders import DAY, HOUR, NOW, archived, copying, new, source, tagged, version
from tagwire.model import Intent, NewArticle
from tagwire.store.protocol import Store
from tagwire.store.values import ListQuery, Place, StoryHead


def told(article: str, publisher: str = "harbour", *originals: str) -> NewArticle:
    intent = copying(new(article, tagged(article.title(), publisher=publisher)), *originals)
    assert isinstance(intent, NewArticle)
    return intent


def place(article: str, story: str = "x", hours: float = 0, family: str = "") -> Place:
    return Place(
        article=article,
        family=family or article,
        story=story,
        arrived=NOW + hours * HOUR,
        body=b"body of " + article.encode(),
    )


def apply(store: Store, *placed: tuple[Intent, Place | None]) -> None:
    works = [
        replace(archived(intent, first_seen=NOW + n * HOUR), place=where)
        for n, (intent, where) in enumerate(placed)
    ]
    store.apply(works, NOW)


def check(store: Store, key: str, members: list[str]) -> StoryHead | None:
    """The list of a story has these articles, newest first, and each knows its story."""
    listing = store.list_articles(ListQuery(story=key))
    assert members == [card.article for card in listing.cards]
    assert (listing.total, listing.next) == (len(members), None)
    assert [store.find_story_of(member) for member in members] == [key] * len(members)
    return store.find_story(key)


def test_a_story_says_who_tells_it_since_when_and_how_many_of_their_own(store: Store) -> None:
    apply(
        store,
        (told("x"), place("x")),
        (told("y", "tower"), place("y")),
        (told("z", "ferry", "x"), place("z", family="x")),
        (told("u", "ferry"), place("u", story="u")),
    )
    head = check(store, "x", ["z", "y", "x"])
    assert head is not None
    assert (head.headline, head.articles, head.copies) == ("X", 3, 1)
    assert (head.publishers, head.origins) == (3, 2)
    assert head.last_seen - head.first_seen <= 2 * HOUR
    listing = store.list_articles(ListQuery(story="x", copies=False))
    assert ([card.article for card in listing.cards], listing.total) == (["y", "x"], 2)
    assert [
        card.article
        for card in store.list_articles(ListQuery(story="x", publisher="tower.example")).cards
    ] == ["y"]


def test_a_story_changes_with_its_articles(store: Store) -> None:
    apply(store, (told("x"), place("x")))
    before = store.find_story("x")
    changed = version("x", 2, tagged("New headline"))
    apply(store, (changed, place("x", hours=1)))
    after = store.find_story("x")
    assert before is not None
    assert after is not None
    assert after.headline == "New headline"
    assert after.changed_seq > before.changed_seq
    assert after.articles == 1


def test_top_stories_are_those_that_most_publishers_tell_in_words_of_their_own(
    store: Store,
) -> None:
    apply(
        store,
        (told("a"), place("a", "a")),
        (told("b", "tower", "a"), place("b", "a")),
        (told("c", "ferry", "a"), place("c", "a")),
        (told("d"), place("d", "d")),
        (told("e", "tower"), place("e", "d")),
        (told("f"), place("f", "f")),
        (told("g"), place("g", "f")),
    )
    assert [head.key for head in store.top_stories(10)] == ["d", "a"]
    assert [head.key for head in store.top_stories(1)] == ["d"]


def test_articles_without_a_place_are_in_no_story(store: Store) -> None:
    apply(store, (told("x"), None))
    assert store.find_story_of("x") is None
    assert store.find_story("x") is None
    assert store.find_story_of("unknown") is None
    assert store.list_articles(ListQuery(story="x")).cards == ()
    assert store.top_stories(5) == []


def test_places_come_back_in_the_order_of_their_writing(store: Store) -> None:
    places = [place("x", hours=3), place("y", hours=1), place("z", hours=2)]
    apply(store, *((told(one.article), one) for one in places))
    again = place("x", hours=4)
    apply(store, (version("x", 2, tagged("Later")), again))
    assert list(store.recent_places(DAY)) == [*places, again]
    assert list(store.recent_places(2 * HOUR)) == [places[0], places[2], again]


def test_what_is_applied_twice_is_placed_once(store: Store) -> None:
    works = (told("x"), place("x"))
    apply(store, works)
    apply(store, works)
    assert list(store.recent_places(DAY)) == [place("x")]


def test_old_places_are_forgotten_and_their_articles_stay_in_their_stories(store: Store) -> None:
    apply(store, (told("x"), place("x")), (told("y", "tower"), place("y", hours=30)))
    assert store.forget_places(NOW + DAY) == 1
    assert [one.article for one in store.recent_places(2 * DAY)] == ["y"]
    check(store, "x", ["y", "x"])


def test_a_story_ends_with_its_last_article(store: Store) -> None:
    """Here by removing the demo."""
    store.add_source(source("demo", demo=True), NOW)
    work = replace(archived(told("x"), source="demo"), place=place("x"))
    store.apply([work], NOW)
    assert store.find_story("x") is not None
    store.remove_demo(NOW + timedelta(minutes=1))
    assert store.find_story("x") is None
    assert list(store.recent_places(2 * DAY)) == []


def test_titles_of_one_owner_group_are_one_origin(store: Store) -> None:
    """They are two publishers all the same."""

    def of_group(article: str, publisher: str) -> NewArticle:
        intent = told(article, publisher)
        content = intent.tagged.article
        housed = replace(content, publisher=replace(content.publisher, family="Big House"))
        return replace(intent, tagged=replace(intent.tagged, article=housed))

    apply(
        store,
        (of_group("x", "harbour"), place("x")),
        (of_group("y", "tower"), place("y")),
        (told("z", "ferry"), place("z")),
    )
    head = check(store, "x", ["z", "y", "x"])
    assert head is not None
    assert (head.publishers, head.origins) == (3, 2)
    assert [one.origins for one in store.top_stories(3)] == [2]
