"""What search of every store does. A new store passes this with the rest of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from store.builders import (
    DAY,
    HOUR,
    NOW,
    archived,
    article_tag,
    new,
    source,
    tag,
    tagged,
    version,
)
from tagwire.errors import BadCursor
from tagwire.expression import BadExpression, Expression, parse_expression
from tagwire.model import Moment, Relation, RelationKind, Tagged
from tagwire.store.protocol import Store
from tagwire.store.values import Listing, SearchQuery


def expression_of(raw: str) -> Expression:
    expression = parse_expression(raw, zone=UTC)
    assert not isinstance(expression, BadExpression), expression
    return expression


def listing_of(store: Store, raw: str, **options: object) -> Listing:
    while store.index_search(100):
        pass
    return store.search(SearchQuery(expression=expression_of(raw), **options))


def check(store: Store, raw: str, expected: str) -> None:
    assert expected.split() == [card.article for card in listing_of(store, raw).cards]


def check_all(store: Store, queries: Mapping[str, str]) -> None:
    found = {raw: [card.article for card in listing_of(store, raw).cards] for raw in queries}
    assert {raw: names.split() for raw, names in queries.items()} == found


def keep(store: Store, **articles: Tagged) -> None:
    works = [archived(new(name, one, content_hash=name)) for name, one in articles.items()]
    store.apply(works, NOW)


def keep_three(store: Store) -> None:
    """Keep three articles: "three" came last."""
    store.add_source(source(), NOW)
    keep(
        store,
        one=tagged(
            "Grain ships leave", text="The Kremlin spoke of a peace deal.", language="en-GB"
        ),
        two=tagged(
            "Peace at sea",
            text="Grain was loaded; the deal for peace holds.",
            tags=[article_tag("Black Sea")],
        ),
        three=tagged(
            "Rain", text="Rain and wind.", publisher="tower", language="de", tags=[article_tag()]
        ),
    )


# ------------------------------------------------------------------------- terms


WORD_QUERIES = {
    "grain": "two one",
    "GRAIN peace": "two one",
    '"peace deal"': "one",
    '"deal peace"': "",
    "kremlin OR wind": "three one",
    "grain -kremlin": "two",
    'grain -"peace deal"': "two",
    "-grain": "three",
    "-grain -rain": "",
    "-(grain wind)": "three two one",
    "(grain kremlin) OR (rain wind)": "three one",
    "grain (kremlin OR loaded) -wind": "two one",
    "intitle:grain": "one",
    "intitle:kremlin": "",
    "-intitle:grain": "three two",
    "rain": "three",
    "peace leave": "one",
    '"leave the"': "",
}


def test_words_are_found_as_the_expression_says(store: Store) -> None:
    """The last: a phrase does not run from the headline into the text."""
    keep_three(store)
    check_all(store, WORD_QUERIES)


FILTER_QUERIES = {
    "tag:black-sea": "two",
    "tag:BlackSea": "two",
    'tag:"black sea"': "two",
    "#VladimirPutin": "three",
    "-#VladimirPutin": "two one",
    "tag:unknown": "",
    "tag:black-sea OR kremlin": "two one",
    "publisher:harbour.example grain": "two one",
    "publisher:tower": "three",
    "publisher:x.example": "",
    "source:harbour": "three two one",
    "source:nobody": "",
    "lang:en": "two one",
    "lang:en-gb": "one",
    "lang:e": "",
    "-lang:en": "three",
}


def test_filters_stand_in_an_expression_like_words(store: Store) -> None:
    keep_three(store)
    check_all(store, FILTER_QUERIES)


DATE_QUERIES = {
    "after:2026-05-01": "may",
    "after:2026-04": "may april",
    "after:2026": "may april",
    "after:2025": "may april old",
    "after:2027": "",
    "before:2026-05-01": "april old",
    "before:2026": "old",
    "before:2025": "",
    "after:2025-12-31 before:2026-05": "april old",
    "-after:2026": "old",
    "after:2026 before:2026-05 OR rain": "april",
}


def test_dates_are_about_where_an_article_stands_in_lists(store: Store) -> None:
    times = {
        "old": datetime(2025, 12, 31, 23, 59, tzinfo=UTC),
        "april": datetime(2026, 4, 30, 23, 50, tzinfo=UTC),
        "may": datetime(2026, 5, 1, tzinfo=UTC),
    }
    for name, at in times.items():
        content = tagged(name, published=Moment(at=at))
        store.apply([archived(new(name, content, content_hash=name), first_seen=at + HOUR)], NOW)
    check_all(store, DATE_QUERIES)


@pytest.mark.parametrize("hours", [-9.5, 5.75])
def test_days_begin_at_midnight_of_the_reader(store: Store, hours: float) -> None:
    zone = timezone(timedelta(hours=hours))
    midnight = datetime(2026, 4, 9, tzinfo=zone)
    for name, at in {"before": midnight - timedelta(minutes=1), "after": midnight}.items():
        content = tagged(name, published=Moment(at=at))
        store.apply([archived(new(name, content, content_hash=name), first_seen=at)], NOW)
    while store.index_search(100):
        pass
    for name in ("before", "after"):
        expression = parse_expression(f"{name}:2026-04-09", zone=zone)
        assert not isinstance(expression, BadExpression)
        found = store.search(SearchQuery(expression=expression))
        assert [name] == [card.article for card in found.cards]


def test_a_merged_tag_is_found_by_either_name_before_and_after_its_articles_moved(
    store: Store,
) -> None:
    keep(store, a=tagged("A", tags=[article_tag("Putin")]), b=tagged("B", tags=[article_tag()]))
    check(store, "tag:vladimir-putin", "b")
    store.merge_tags("putin", tag(), "one man", NOW)
    for _ in range(2):
        check(store, "tag:vladimir-putin", "b a")
        check(store, "tag:putin", "b a")
        store.move_merged(10, NOW)


HOSTILE = [
    '"""',
    'a"b',
    "*",
    "gra*",
    '"gra" *',
    "NEAR(grain ships)",
    "grain NEAR/2 ships",
    "title:grain",
    "title : grain",
    "{title body}:grain",
    "^grain",
    "grain + ships",
    "facets:x",
    "is:article",
    "tag:'; DROP TABLE words; --",
    'publisher:") OR ("',
    'lang:en"',
    "x\x00y",
    "\ud800",
    "AND AND AND",
    "grain'--",
    "((((grain))))",
    "-" * 500 + "x",
    "x" * 999,
    "東" * 900,
    "a " * 39,
]


def test_no_text_reaches_the_index_as_its_own_language(store: Store) -> None:
    """FTS5 would find "three" by some of these, or refuse them with an error."""
    keep_three(store)
    for raw in HOSTILE:
        expression = parse_expression(raw, zone=UTC)
        if isinstance(expression, BadExpression):
            continue
        found = [card.article for card in listing_of(store, raw).cards]
        assert "three" not in found or raw.startswith("-"), raw
        assert all(n >= 0 for _, n in store.term_counts(expression)), raw


# ------------------------------------------------------------------------- pages


def test_pages_hold_the_newest_arrivals_first_and_each_article_once(store: Store) -> None:
    keep(store, **{f"a{n}": tagged(f"Grain {n}") for n in range(7)})
    seen: list[str] = []
    query = SearchQuery(expression=expression_of("grain"), limit=3)
    while store.index_search(100):
        pass
    while True:
        page = store.search(query)
        assert page.complete
        seen += [card.article for card in page.cards]
        if page.next is None:
            break
        query = replace(query, cursor=page.next)
    assert [f"a{n}" for n in reversed(range(7))] == seen


def test_the_total_is_told_when_the_page_holds_all(store: Store) -> None:
    keep_three(store)
    assert listing_of(store, "grain").total == 2
    assert listing_of(store, "grain", limit=1).total is None
    assert listing_of(store, "zebra").total == 0


def test_a_cursor_that_no_search_gave_is_refused(store: Store) -> None:
    for cursor in ("", "x", "-1", "1.2", "f" * 16):
        with pytest.raises(BadCursor, match="first page"):
            listing_of(store, "grain", cursor=cursor)


def test_copies_can_be_left_out(store: Store) -> None:
    keep(store, first=tagged("Grain"))
    relation = Relation(a="copy", b="first", kind=RelationKind.COPY_OF, score=1.0)
    copy = replace(new("copy", tagged("Grain", publisher="tower")), relations=(relation,))
    store.apply([archived(copy)], NOW)
    check(store, "grain", "copy first")
    cards = listing_of(store, "grain", copies=False).cards
    assert [card.article for card in cards] == ["first"]
    assert [one.domain for one in cards[0].copies] == ["tower.example"]


LEAD = "The harbour was quiet on Monday morning. " * 12


def test_the_extract_is_the_passage_around_the_first_hit(store: Store) -> None:
    text = LEAD + "Then a grain ship came in with no crew aboard. " + LEAD
    keep(store, a=tagged("News", text=text))
    extract = listing_of(store, "ship").cards[0].extract
    assert extract.startswith("…Then a grain ship came in with no crew aboard. The harbour")
    assert extract.endswith("…")
    assert 150 < len(extract) < 230


def test_without_a_hit_in_the_text_the_extract_is_that_of_lists(store: Store) -> None:
    keep(store, a=tagged("News", text=LEAD, tags=[article_tag()]))
    for raw in ("intitle:news", "news", "tag:vladimir-putin", "-zebra"):
        assert listing_of(store, raw).cards[0].extract.startswith("The harbour was quiet")


def test_counts_tell_which_term_finds_nothing(store: Store) -> None:
    keep_three(store)
    listing_of(store, "grain")
    expression = expression_of('grain zebra "peace deal" (wind OR lang:en) -rain tag:x')
    expected = [
        ("grain", 2),
        ("zebra", 0),
        ('"peace deal"', 1),
        ("wind", 1),
        ("lang:en", 2),
        ("tag:x", 0),
    ]
    assert expected == store.term_counts(expression)


# ------------------------------------------------------------------------- index


def test_the_index_follows_articles_versions_and_removals(store: Store) -> None:
    store.add_source(source("harbour", demo=True), NOW)
    keep(store, a=tagged("Grain"), b=tagged("Wheat"))
    check(store, "grain OR wheat", "b a")
    store.apply([archived(version("a", 2, tagged("Barley")))], NOW)
    assert store.search_lag() == 1
    check(store, "grain", "")
    check(store, "barley OR wheat", "b a")
    store.remove_demo(NOW)
    check(store, "barley OR wheat", "")
    keep(store, c=tagged("Oats"))
    check(store, "barley OR wheat OR oats", "c")


def test_indexing_goes_in_slices_and_ends_with_nothing_to_do(store: Store) -> None:
    keep(store, **{f"a{n}": tagged(f"Grain {n}") for n in range(5)})
    assert store.search_lag() >= 5
    assert store.index_search(2) == 2
    assert store.search_lag() >= 3
    while store.index_search(2):
        pass
    assert store.search_lag() == 0
    assert store.index_search(2) == 0
    check(store, "grain", "a4 a3 a2 a1 a0")


def test_an_article_that_is_removed_before_it_is_indexed_is_not_found(store: Store) -> None:
    store.add_source(source("harbour", demo=True), NOW)
    keep(store, a=tagged("Grain"))
    check(store, "grain", "a")
    store.remove_demo(NOW)
    assert store.search(SearchQuery(expression=expression_of("grain"))).cards == ()


def test_a_day_of_searches_sees_what_came_yesterday(store: Store) -> None:
    content = tagged("Grain", published=Moment(at=NOW - DAY))
    store.apply([archived(new("a", content))], NOW)
    check(store, "after:2026-04-30 before:2026-05-01 grain", "a")
