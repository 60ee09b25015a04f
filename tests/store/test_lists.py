"""What lists cost at most, and that remembered cards change nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.builders import NOW, archived, article_tag, copying, new, source, tagged, version
from store.contract import fill
from store.made import new_store
from tagwire.errors import BadCursor
from tagwire.model import Role
from tagwire.store import SqliteStore
from tagwire.store._cards import ROLE_BITS
from tagwire.store._scan import (
    LIST_BUDGET,
    SCAN_BUDGET,
    Conditions,
    Row,
    count_facets,
    cursor_of,
    is_cursor,
    place_of,
    scan,
)
from tagwire.store.sqlite._lists import _BY_WAY, _RANGES
from tagwire.store.values import ListQuery


def rows(n: int, rare: int = -1) -> list[Row]:
    """Return rows of which one is German."""
    return [
        Row(
            listed_at=n - i,
            article=n - i,
            publisher="p",
            source="s",
            language="de" if i == rare else "en",
            categories="",
            roles=1,
        )
        for i in range(n)
    ]


def check(rare: int, *, found: int, complete: bool, goes_on: bool) -> None:
    scanned = scan(rows(SCAN_BUDGET + 500, rare), Conditions(language="de"), 10)
    assert (len(scanned.rows), scanned.complete, scanned.last is not None) == (
        found,
        complete,
        goes_on,
    )


def test_a_search_for_something_rare_ends_within_the_budget_and_can_go_on() -> None:
    check(SCAN_BUDGET + 1, found=0, complete=False, goes_on=True)
    check(5, found=1, complete=False, goes_on=True)


def test_going_on_after_the_budget_misses_nothing() -> None:
    all_rows = rows(SCAN_BUDGET + 500, SCAN_BUDGET + 1)
    first = scan(all_rows, Conditions(language="de"), 10)
    place = place_of(cursor_of(first.last)) if first.last is not None else None
    rest = [row for row in all_rows if place is not None and row[:2] < place]
    second = scan(rest, Conditions(language="de"), 10)
    assert ([row.language for row in second.rows], second.complete, second.last) == (
        ["de"],
        True,
        None,
    )


def test_a_list_of_exactly_the_budget_is_complete() -> None:
    assert scan(rows(SCAN_BUDGET), Conditions(language="de"), 10).complete
    counts = count_facets(rows(SCAN_BUDGET), Conditions())
    assert (counts.scanned, counts.complete) == (SCAN_BUDGET, True)


def test_facets_stop_at_the_budget_and_say_so() -> None:
    counts = count_facets(rows(SCAN_BUDGET + 1), Conditions())
    assert (counts.scanned, counts.complete, counts.languages["en"]) == (
        SCAN_BUDGET,
        False,
        SCAN_BUDGET,
    )


@pytest.mark.parametrize("listed_at", [-5, 0, 1_777_000_000_000_000])
def test_a_cursor_leads_back_to_its_row(listed_at: int) -> None:
    row = Row(listed_at, 7, "p", "s", "en", "", 1)
    assert is_cursor(cursor_of(row))
    assert place_of(cursor_of(row)) == (listed_at, 7)
    assert place_of(None) is None


@given(st.text(max_size=20))
def test_only_what_can_be_read_is_a_cursor(text: str) -> None:
    try:
        place = place_of(text)
    except BadCursor:
        place = None
    assert is_cursor(text) == (place is not None)


def test_every_role_has_a_bit_of_its_own() -> None:
    assert set(ROLE_BITS) == set(Role)
    assert len(set(ROLE_BITS.values())) == len(Role)


def test_remembered_cards_and_counts_change_nothing(tmp_path: Path) -> None:
    """A card is known by its revision, counts by the last change of their list."""
    path = tmp_path / "tagwire.db"
    writer, warm = SqliteStore(path), SqliteStore(path)
    fill(writer, 12)
    queries = [ListQuery(), ListQuery(tag="kremlin"), ListQuery(publisher="tower.example")]
    for n in range(2, 5):
        for query in queries:
            fresh = SqliteStore(path)
            assert warm.list_articles(query) == fresh.list_articles(query)
            assert warm.facets(query) == fresh.facets(query)
            following = replace(query, cursor=fresh.list_articles(replace(query, limit=1)).next)
            assert warm.facets(following) == fresh.facets(query)
        parts = [article_tag("Kremlin", surface=f"Surface {n}")]
        changed = tagged(f"Changed {n}", tags=parts, publisher=f"house{n}", language="fr")
        writer.apply([archived(copying(version("x3", n, changed), f"x{n}"))], NOW)


def test_a_list_of_a_tag_is_one_index_range_without_sorting(tmp_path: Path) -> None:
    """Lists stay as cheap with a million articles: nothing is sorted, nothing else scanned."""
    SqliteStore(tmp_path / "tagwire.db").close()
    connection = apsw.Connection(str(tmp_path / "tagwire.db"))
    ranges = [(sql, 1) for sql in _RANGES.values()] + [(sql, 2) for sql in _BY_WAY.values()]
    for sql, tables in ranges:
        values = (1, 1, 0, 9, 1, 1)[: 4 + ("?5" in sql) + ("?6" in sql)]
        plan = [row[3] for row in connection.execute("EXPLAIN QUERY PLAN " + sql, values)]
        assert len(plan) == tables, plan
        assert all(step.startswith("SEARCH") for step in plan), plan


def large_tag(path: Path) -> SqliteStore:
    """Return a store with more rows in one tag than a list looks at; every 4,000th is French.

    The French articles are those of a publisher of their own, too.
    """
    store = SqliteStore(path)
    content = tagged(tags=[article_tag("Kremlin")])
    store.apply([archived(new("x", content)), archived(new("y", tagged(publisher="rare")))], NOW)
    store.close()
    n = 2 * LIST_BUDGET + 500
    connection = apsw.Connection(str(path))
    connection.execute(
        "DELETE FROM article_tag; DELETE FROM article;"
        " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :n)"
        " INSERT INTO article_tag SELECT (SELECT id FROM tag), :n - i, :n - i, 1 + (i % 4000 = 0), 1,"
        "  iif(i % 4000, 'en', 'fr'), '', 2, 0 FROM n",
        {"n": n},
    )
    connection.execute(
        "INSERT INTO article SELECT article_id, article_id, listed_at, 0, 2, 0, '', '', 0,"
        " 1, '', 1, 0, NULL, 0, 0 FROM article_tag WHERE language = 'fr'"
    )
    connection.execute(
        "INSERT INTO card SELECT id, (SELECT body FROM card LIMIT 1) FROM article WHERE id > 2"
    )
    connection.execute("UPDATE publisher SET articles = (SELECT count(*) FROM article)")
    connection.close()
    return SqliteStore(path)


def pages(store: SqliteStore, query: ListQuery) -> list[tuple[int, bool]]:
    """Return the size of each page until the end, and whether it is complete."""
    found = []
    while True:
        listing = store.list_articles(query)
        found.append((len(listing.cards), listing.complete))
        if listing.next is None:
            return found
        query = replace(query, cursor=listing.next)


def test_a_rare_value_of_a_large_tag_is_found_in_bounded_steps(tmp_path: Path) -> None:
    store = large_tag(tmp_path / "tagwire.db")
    query = ListQuery(tag="kremlin", language="fr", limit=2)
    assert pages(store, query) == [(2, False), (2, True), (1, True)]
    assert pages(store, replace(query, limit=9)) == [(2, False), (3, False), (0, True)]


def test_a_publisher_with_few_articles_is_found_in_a_large_tag_at_once(tmp_path: Path) -> None:
    store = large_tag(tmp_path / "tagwire.db")
    query = ListQuery(tag="kremlin", publisher="rare.example", limit=9)
    assert pages(store, query) == [(5, True)]
    assert pages(store, replace(query, limit=2)) == [(2, True), (2, True), (1, True)]
    assert pages(store, replace(query, language="en")) == [(0, True)]


def test_an_article_that_repeats_a_tag_is_listed_once(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    store.add_source(source(), NOW)
    content = tagged(tags=[article_tag("Kremlin"), article_tag("Kremlin", relevance=0.9)])
    store.apply([archived(new("x", content))], NOW)
    assert [card.article for card in store.list_articles(ListQuery(tag="kremlin")).cards] == ["x"]
