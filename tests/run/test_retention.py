"""Articles go when the owner's rules let them go, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store.builders import DAY, NOW, archived, article_tag, kept, new, poll, source, tagged
from tagwire.run.retention import remove_slice, rules_of
from tagwire.run.settings import Settings
from tagwire.serve.retention import SETTING, Retention, retention_of, save_retention
from tagwire.store import MemoryStore, SqliteStore
from tagwire.store.protocol import Store
from tagwire.store.values import ListQuery

DAYS = 10


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store with an article of each of the last ten days, the odd ones of the tower."""
    opened: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "t.db")
    for key in ("harbour", "tower"):
        opened.add_source(source(key), NOW)
        poll(opened, key=key)
    for n in range(DAYS):
        content = tagged(f"H {n}", tags=[article_tag("Kyiv")], text=f"Text {n}. " * 200)
        work = archived(
            new(f"x{n}", content, content_hash=f"h{n}"),
            source="tower" if n % 2 else "harbour",
            first_seen=NOW - n * DAY,
        )
        opened.apply([replace(work, kept=kept(n))], NOW)
    yield opened
    opened.close()


def check(store: Store, left: list[str], **settings: int) -> None:
    """After all slices these articles are left, the newest first."""
    given = Settings(data=Path("/nowhere"), **settings)
    removed = sum(iter(lambda: remove_slice(given, store, NOW), 0))
    cards = store.list_articles(ListQuery(limit=99)).cards
    assert [card.article for card in cards] == left
    assert removed == DAYS - len(left)
    head = store.find_tag("kyiv")
    assert (head.articles if head is not None else 0) == len(left)
    assert len(store.kept_pages(0, 99)) == len(left)
    assert len(store.list_cuts(99)) == removed
    told = {one.reason: one.count for one in store.counters() if one.outcome == "removed"}
    assert sum(told.values()) == removed


def test_without_rules_everything_stays(store: Store) -> None:
    check(store, [f"x{n}" for n in range(DAYS)])


def test_articles_go_with_their_age(store: Store) -> None:
    check(store, ["x0", "x1", "x2", "x3"], keep_articles_days=3)


def test_the_owner_goes_before_the_settings(store: Store) -> None:
    save_retention(store, Retention(days=0))
    check(store, [f"x{n}" for n in range(DAYS)], keep_articles_days=3)


def test_a_source_may_have_a_shorter_time(store: Store) -> None:
    """The other sources keep theirs."""
    save_retention(store, Retention(sources={"tower": 2, "harbour": 0}))
    assert retention_of(store).sources == {"tower": 2}
    check(store, ["x0", "x1", "x2", "x4", "x6", "x8"])


def test_the_oldest_go_when_there_is_too_much(store: Store) -> None:
    """As many slices as it takes; the store may hold nothing at all in the end."""
    before = store.size_bytes()
    assert (
        remove_slice(Settings(data=Path("/nowhere"), keep_articles_bytes=before), store, NOW) == 0
    )
    check(store, [], keep_articles_bytes=1)


def test_rules_that_cannot_be_read_are_none(store: Store) -> None:
    store.save_setting(SETTING, "{")
    assert retention_of(store) == Retention()
    assert rules_of(Settings(data=Path("/nowhere"), keep_articles_days=7), store).days == 7
