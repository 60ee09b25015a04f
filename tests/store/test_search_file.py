"""The file of the index: it can be lost, broken, old or of another store, and is made anew."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import apsw
import pytest

from store.builders import NOW, archived, new, tagged, version
from store.made import put_store
from tagwire.expression import BadExpression, parse_expression
from tagwire.store import SqliteStore
from tagwire.store.values import SearchQuery


def opened(folder: Path, *, read_only: bool = False) -> SqliteStore:
    put_store(folder)
    return SqliteStore(folder / "tagwire.db", read_only=read_only)


def keep(store: SqliteStore, *names: str) -> None:
    store.apply(
        [archived(new(name, tagged(f"Grain {name}"), content_hash=name)) for name in names], NOW
    )


def catch_up(store: SqliteStore) -> None:
    while store.index_search(100):
        pass


def found(store: SqliteStore, raw: str = "grain") -> list[str]:
    expression = parse_expression(raw, zone=UTC)
    assert not isinstance(expression, BadExpression)
    return [card.article for card in store.search(SearchQuery(expression=expression)).cards]


def check(store: SqliteStore, *names: str) -> None:
    catch_up(store)
    assert list(names) == found(store)
    assert store.search_lag() == 0


def index_of(folder: Path) -> Path:
    return folder / "search.sqlite"


def test_before_there_is_an_index_a_search_is_empty_and_says_it_is_incomplete(
    tmp_path: Path,
) -> None:
    store = opened(tmp_path)
    keep(store, "a", "b")
    expression = parse_expression("grain", zone=UTC)
    assert not isinstance(expression, BadExpression)
    listing = store.search(SearchQuery(expression=expression))
    assert (listing.cards, listing.complete, listing.total) == ((), False, None)
    assert store.term_counts(expression) == [("grain", 0)]
    assert store.search_lag() >= 2
    assert not index_of(tmp_path).exists()
    store.close()


def lose(path: Path) -> None:
    path.unlink()


def scribble(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def age(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA user_version = 999")
    connection.close()


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [lose, scribble, truncate, age, empty])
def test_an_index_that_is_no_good_is_made_anew(
    harm: Callable[[Path], None], tmp_path: Path
) -> None:
    store = opened(tmp_path)
    keep(store, "a", "b")
    check(store, "b", "a")
    store.close()
    harm(index_of(tmp_path))
    store = opened(tmp_path)
    found(store)  # never an error, whatever it sees
    keep(store, "c")
    check(store, "c", "b", "a")
    store.close()


def test_a_reader_that_meets_damage_asks_the_writer_for_a_new_index(tmp_path: Path) -> None:
    store = opened(tmp_path)
    keep(store, *(f"a{n}" for n in range(30)))
    catch_up(store)
    store.close()
    # The first page stays: only who looks further sees that the rest is gone.
    path = index_of(tmp_path)
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096))
    reader = opened(tmp_path)
    assert found(reader) == []
    reader.close()
    writer = opened(tmp_path)
    catch_up(writer)
    assert len(found(writer)) == 30
    writer.close()


def test_a_reader_goes_on_with_the_index_that_was_made_meanwhile(tmp_path: Path) -> None:
    writer, reader = opened(tmp_path), opened(tmp_path)
    keep(writer, "a")
    assert found(reader) == []
    catch_up(writer)
    assert found(reader) == ["a"]
    index_of(tmp_path).unlink()
    keep(writer, "b")
    check(writer, "b", "a")
    assert found(reader) == ["b", "a"]
    reader.close()
    writer.close()


def test_the_index_of_another_store_is_not_believed(tmp_path: Path) -> None:
    """A backup that is restored is older than the index beside it."""
    one, two = opened(tmp_path / "one"), opened(tmp_path / "two")
    keep(one, "a", "b", "c")
    catch_up(one)
    keep(two, "x")
    two.close()
    one.close()
    index_of(tmp_path / "one").rename(index_of(tmp_path / "two"))
    two = opened(tmp_path / "two")
    check(two, "x")
    two.close()


def test_a_killed_writer_leaves_all_of_a_slice_or_nothing(tmp_path: Path) -> None:
    """The progress stands in the transaction of the words: what was not written comes again."""
    store = opened(tmp_path)
    keep(store, "a", "b")
    catch_up(store)
    connection = apsw.Connection(str(index_of(tmp_path)))
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM words WHERE rowid = 1")
    connection.execute("UPDATE progress SET seq = 0")
    connection.close()  # as if killed: rolled back
    check(store, "b", "a")
    store.close()


def test_the_same_changes_indexed_twice_change_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    keep(store, "a", "b")
    store.apply([archived(version("a", 2, tagged("Barley")))], NOW)
    check(store, "b")
    connection = apsw.Connection(str(index_of(tmp_path)))
    connection.execute("UPDATE progress SET seq = 0, change = ''")
    connection.close()
    assert store.search_lag() == 3
    check(store, "b")
    assert found(store, "barley") == ["a"]
    store.close()


def test_the_store_is_written_while_the_index_is(tmp_path: Path) -> None:
    """The index never holds the lock of the store: a writer waits for no slice."""
    store = opened(tmp_path)
    keep(store, *(f"a{n}" for n in range(60)))
    done = threading.Event()

    def follow() -> None:
        follower = opened(tmp_path)
        while not done.is_set() or follower.index_search(8):
            follower.index_search(8)
        follower.close()

    thread = threading.Thread(target=follow)
    thread.start()
    for n in range(40):
        keep(store, f"b{n}")
    done.set()
    thread.join()
    assert store.search_lag() == 0
    expected = [f"b{n}" for n in reversed(range(40))][:30]
    assert expected == found(store)
    store.close()


def test_a_store_that_is_opened_to_read_can_be_searched(tmp_path: Path) -> None:
    store = opened(tmp_path)
    keep(store, "a")
    catch_up(store)
    reader = opened(tmp_path, read_only=True)
    assert found(reader) == ["a"]
    reader.close()
    store.close()
