"""The file of the SQLite store: layouts, backups, damage, full disks, several users."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from store.builders import (
    NOW,
    answer,
    archived,
    article_tag,
    claim,
    entry,
    kept,
    new,
    poll,
    source,
    tag,
    tagged,
)
from store.test_agreement import recount
from tagwire.errors import DiskFull, StoreError, StoreTooNew
from tagwire.model import TagKind
from tagwire.store import SqliteStore
from tagwire.store.protocol import Store
from tagwire.store.sqlite.migrations import MIGRATIONS
from tagwire.store.values import ListQuery, Work

NEXT = "ALTER TABLE setting ADD COLUMN note TEXT"


def works(first: int, n: int = 5) -> list[Work]:
    tags = [article_tag("Kremlin"), article_tag("Kyiv")]
    return [
        archived(new(f"x{i}", tagged(f"Headline {i}", tags=tags, text="Grain left. " * 50)))
        for i in range(first, first + n)
    ]


def filled(path: Path) -> Path:
    store = SqliteStore(path)
    store.add_source(source(), NOW)
    store.apply(works(0), NOW)
    store.close()
    return path


def layout(path: Path) -> int:
    connection = apsw.Connection(str(path))
    version = int(str(connection.pragma("user_version")))
    connection.close()
    return version


def check(open_or_use: Callable[[], object], error: type[StoreError], advice: str) -> None:
    """The failure is ours and says what to do."""
    with pytest.raises(error, match=advice) as caught:
        open_or_use()
    assert type(caught.value) is error


def articles(store: Store) -> int:
    return store.totals(NOW).articles


# --------------------------------------------------------------------- layouts


def test_a_new_file_has_the_newest_layout_and_no_backup(tmp_path: Path) -> None:
    path = filled(tmp_path / "tagwire.db")
    assert layout(path) == len(MIGRATIONS)
    assert [one.name for one in tmp_path.iterdir() if "before" in one.name] == []


def test_a_step_is_taken_once_and_after_a_backup(tmp_path: Path) -> None:
    path = filled(tmp_path / "tagwire.db")
    for _ in range(2):
        store = SqliteStore(path, migrations=[*MIGRATIONS, NEXT])
        assert articles(store) == 5
        store.close()
    backup = tmp_path / f"tagwire.db.before-v{len(MIGRATIONS) + 1}"
    assert (layout(path), layout(backup)) == (len(MIGRATIONS) + 1, len(MIGRATIONS))
    restored = SqliteStore(backup)
    assert articles(restored) == 5
    assert recount(backup) == []


def test_several_steps_at_once_take_one_backup(tmp_path: Path) -> None:
    path = filled(tmp_path / "tagwire.db")
    SqliteStore(path, migrations=[*MIGRATIONS, NEXT, "CREATE TABLE more (a)"]).close()
    backups = [one.name for one in tmp_path.iterdir() if "before" in one.name]
    assert backups == [f"tagwire.db.before-v{len(MIGRATIONS) + 1}"]
    assert layout(path) == len(MIGRATIONS) + 2


def test_a_step_that_fails_leaves_the_layout_before_it(tmp_path: Path) -> None:
    path = filled(tmp_path / "tagwire.db")
    half = "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1)"
    check(
        lambda: SqliteStore(path, migrations=[*MIGRATIONS, NEXT, half]), StoreError, "no such table"
    )
    assert layout(path) == len(MIGRATIONS) + 1
    store = SqliteStore(path, migrations=[*MIGRATIONS, NEXT])
    assert articles(store) == 5
    connection = apsw.Connection(str(path))
    assert connection.table_exists("main", "half") is False


def test_a_step_may_be_a_function(tmp_path: Path) -> None:
    path = filled(tmp_path / "tagwire.db")

    def rename(connection: apsw.Connection) -> None:
        connection.execute("UPDATE version SET headline = upper(headline)")

    store = SqliteStore(path, migrations=[*MIGRATIONS, rename])
    found = store.find_article("x0")
    assert found is not None
    assert found.versions[0].headline == "HEADLINE 0"


def test_the_first_layout_opens_from_every_released_version(tmp_path: Path) -> None:
    """Each released layout is made by its own steps and brought up to the newest."""
    for released in range(1, len(MIGRATIONS) + 1):
        path = tmp_path / f"{released}.db"
        SqliteStore(path, migrations=MIGRATIONS[:released]).close()
        store = SqliteStore(path)
        store.apply(works(0), NOW)
        assert (articles(store), layout(path)) == (5, len(MIGRATIONS))


FIRST_LAYOUT = """
INSERT INTO publisher VALUES (1, 'harbour.example', 'Harbour', 2), (2, 'tower.example', 'Tower', 1);
INSERT INTO article VALUES
    (1, 'x', 1000, 1000, 1, 0, 'en', '', 2, 2, 'h', 3, 0, NULL),
    (2, 'y', 90000000000, 90000000000, 2, 0, 'en', '', 2, 1, 'h', 2, 0, NULL),
    (3, 'z', 90000000001, 90000000001, 1, 0, 'en', '', 2, 1, 'h', 4, 0, NULL);
INSERT INTO version SELECT NULL, id, n, 0, '', 'h', '', 0, '', '', 0, x'' FROM article
    JOIN (SELECT 1 AS n UNION SELECT 2) ON n <= versions;
INSERT INTO tag (id, slug, label, kind, articles, publishers) VALUES (1, 'k', 'K', 'place', 3, 2);
INSERT INTO article_tag SELECT 1, listed_at, id, publisher_id, 0, 'en', '', 2 FROM article;
INSERT INTO tag_of SELECT id, 1 FROM article;
INSERT INTO tag_publisher VALUES (1, 1, 2), (1, 2, 1);
INSERT INTO tag_day VALUES (1, 0, 1), (1, 1, 2);
INSERT INTO relation VALUES ('y', 'x', 'copy_of', 1, '[]'), ('x', 'y', 'copy_of', 1, '[]');
INSERT INTO total VALUES ('articles', 3), ('versions', 4), ('tags', 1);
"""


def test_articles_of_the_first_layout_are_counted_for_publishers_and_copies(tmp_path: Path) -> None:
    path = tmp_path / "tagwire.db"
    SqliteStore(path, migrations=MIGRATIONS[:1]).close()
    connection = apsw.Connection(str(path))
    connection.execute(FIRST_LAYOUT)
    connection.close()
    store = SqliteStore(path)
    head = store.find_publisher("harbour.example", NOW)
    assert head is not None
    assert (head.publisher.name, head.articles, head.edited, head.copies) == ("Harbour", 2, 1, 0)
    assert ([day.count for day in head.days], head.changed_seq) == ([1, 1], 4)
    tags = store.find_tag("k")
    assert tags is not None
    assert (tags.articles, tags.copies) == (3, 1)
    store.close()
    assert recount(path) == []


def test_tags_of_older_layouts_get_the_kind_that_most_articles_see(tmp_path: Path) -> None:
    """Older layouts have the kind that the first article saw."""
    path = tmp_path / "tagwire.db"
    store, part = SqliteStore(path), article_tag("Jordan")
    seen = [TagKind.PERSON, TagKind.PLACE, TagKind.PLACE, TagKind.PLACE, TagKind.PERSON]
    for n, kind in enumerate(seen):
        tags = [replace(part, tag=replace(part.tag, kind=kind)), article_tag("Same")]
        store.apply([archived(new(f"x{n}", tagged(f"Headline {n}", tags=tags)))], NOW)
    store.close()
    connection = apsw.Connection(str(path))
    connection.execute(
        "DROP TABLE tag_kind; UPDATE tag SET kind = 'person';"
        "DROP TABLE publisher_name; DROP TABLE host_block; DROP TABLE robots; PRAGMA user_version = 6"
    )
    connection.close()
    store = SqliteStore(path)
    assert kind_of(store) is TagKind.PLACE
    assert recount(path) == []
    store.remove_articles(["x1", "x2"], NOW)
    assert kind_of(store) is TagKind.PERSON
    store.close()
    assert recount(path) == []


def test_names_of_older_layouts_are_counted_anew(tmp_path: Path) -> None:
    path = tmp_path / "tagwire.db"
    store = SqliteStore(path)
    store.apply([archived(new("x", tagged("A headline"))), archived(new("y", tagged("B")))], NOW)
    store.close()
    connection = apsw.Connection(str(path))
    connection.execute(
        "DROP TABLE publisher_name; DROP TABLE host_block; DROP TABLE robots; PRAGMA user_version = 7"
    )
    connection.close()
    store = SqliteStore(path)
    head = store.find_publisher("harbour.example", NOW)
    store.close()
    assert head is not None
    assert [(one.name, one.articles) for one in head.names] == [("Harbour", 2)]
    assert recount(path) == []


def kind_of(store: SqliteStore) -> TagKind:
    head = store.find_tag("jordan")
    assert head is not None
    return head.tag.kind


def test_a_new_file_has_no_backups_of_its_own_making(tmp_path: Path) -> None:
    """Nothing was in it before."""
    SqliteStore(tmp_path / "tagwire.db").close()
    assert [path.name for path in tmp_path.iterdir()] == ["tagwire.db"]


def test_a_newer_layout_is_refused_with_a_way_back(tmp_path: Path) -> None:
    path = filled(tmp_path / "tagwire.db")
    SqliteStore(path, migrations=[*MIGRATIONS, NEXT]).close()
    check(lambda: SqliteStore(path), StoreTooNew, f"newer Tagwire.*before-v{len(MIGRATIONS) + 1}")


def test_reading_needs_a_current_file_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "tagwire.db"
    check(lambda: SqliteStore(path, read_only=True), StoreError, "start `tagwire serve`")
    filled(path)
    store = SqliteStore(path, read_only=True)
    assert articles(store) == 5
    check(lambda: store.save_setting("a", "b"), StoreError, "ReadOnlyError")
    check(
        lambda: SqliteStore(path, read_only=True, migrations=[*MIGRATIONS, NEXT]),
        StoreError,
        "older layout",
    )


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "tagwire.db"
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE diary (day TEXT)")
    connection.close()
    before = path.read_bytes()
    check(lambda: SqliteStore(path), StoreError, "another program")
    assert path.read_bytes() == before


# ---------------------------------------------------------------------- damage


def test_a_file_that_is_no_database_is_told_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "tagwire.db"
    path.write_text("Dear diary, " * 500)
    check(lambda: SqliteStore(path), StoreError, "damaged or no Tagwire store.*backup")


def test_damage_inside_is_told_when_it_is_met(tmp_path: Path) -> None:
    path = filled(tmp_path / "tagwire.db")
    content = bytearray(path.read_bytes())
    content[4096:] = random.Random(1).randbytes(len(content) - 4096)
    path.write_bytes(content)

    def use() -> None:
        store = SqliteStore(path)
        store.list_articles(ListQuery())

    check(use, StoreError, "damaged or no Tagwire store.*backup")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    check(lambda: SqliteStore(tmp_path / "none" / "tagwire.db"), StoreError, "folder exists")


def test_a_full_disk_half_writes_nothing(tmp_path: Path) -> None:
    """A limit on the pages of the file stands for the full disk."""
    path = tmp_path / "tagwire.db"
    store = SqliteStore(path, migrations=[*MIGRATIONS, "PRAGMA max_page_count = 110"])
    store.add_source(source(), NOW)
    stored = 0

    def write_on() -> None:
        nonlocal stored
        for stored in range(0, 2000, 5):
            store.apply(works(stored), NOW)

    check(write_on, DiskFull, "no room left.*free some disk space")
    assert 0 < stored == articles(store)
    assert len(store.list_articles(ListQuery(limit=5)).cards) == 5
    store.close()
    assert recount(path) == []


def test_an_error_inside_a_batch_writes_nothing_of_it(tmp_path: Path) -> None:
    path = filled(tmp_path / "tagwire.db")
    store = SqliteStore(path)
    broken = archived(new("y", tagged()), source="harbour", first_seen=NOW.replace(tzinfo=None))
    with pytest.raises(TypeError):
        store.apply([*works(5), broken], NOW)
    assert articles(store) == 5
    store.apply(works(5), NOW)
    assert articles(store) == 10


# --------------------------------------------------------------- several users


def test_a_reader_sees_whole_batches_while_another_connection_writes(tmp_path: Path) -> None:
    path = filled(tmp_path / "tagwire.db")
    writer, reader = SqliteStore(path), SqliteStore(path)
    done = threading.Event()
    seen: list[int] = []

    def read() -> None:
        while not done.is_set():
            listing = reader.list_articles(ListQuery(tag="kremlin", limit=500))
            seen.append(len(listing.cards) if listing.total == len(listing.cards) else -1)

    thread = threading.Thread(target=read)
    thread.start()
    for n in range(5, 105, 5):
        writer.apply(works(n), NOW)
    done.set()
    thread.join()
    assert seen == sorted(seen)
    assert {n % 5 for n in seen} == {0}


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = filled(tmp_path / "tagwire.db")

    def write(first: int) -> None:
        store = SqliteStore(path)
        for n in range(first, first + 50, 5):
            store.apply(works(n), NOW)
            store.save_setting(f"s{n}", "kept")

    threads = [threading.Thread(target=write, args=(first,)) for first in (100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert articles(SqliteStore(path)) == 105
    assert recount(path) == []


def test_removing_the_demo_forgets_its_responses_and_no_others(tmp_path: Path) -> None:
    path = tmp_path / "tagwire.db"
    store = SqliteStore(path)
    for n, key in enumerate(["harbour", "demo"]):
        store.add_source(source(key, demo=key == "demo"), NOW)
        poll(store, [entry(f"{key}/{m}", host=f"{key}{m}") for m in range(3)], key=key)
        for m, task in enumerate(claim(store)):
            response = replace(kept(3 * n + m), url=task.url)
            # The first page became an article, the others did not.
            intent = new(f"x{n}", tagged(f"Headline {n}")) if m == 0 else None
            outcome = "unchanged" if m else "stored"
            store.apply([answer(task, outcome, intent=intent, response=response)], NOW)
    assert store.remove_demo(NOW) == 1
    # The bytes stay in their segment until retention removes it.
    assert store.committed_segments() == {"a.warc.gz": 600}
    store.close()
    connection = apsw.Connection(str(path))
    urls = [row[0] for row in connection.execute("SELECT url FROM kept")]
    connection.close()
    assert sorted(urls) == [f"https://harbour{m}.example/harbour/{m}" for m in range(3)]
    assert recount(path) == []


@pytest.mark.slow
def test_processes_that_open_a_new_file_at_once_all_succeed(tmp_path: Path) -> None:
    errors: list[BaseException] = []

    def use(path: Path, n: int) -> None:
        try:
            SqliteStore(path).save_setting(str(n), "kept")
        except StoreError as error:
            errors.append(error)

    for round_ in range(5):
        path = tmp_path / f"{round_}.db"
        threads = [threading.Thread(target=use, args=(path, n)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kept = [SqliteStore(path).find_setting(str(n)) for n in range(6)]
        assert (errors, kept) == ([], ["kept"] * 6)


WRITE_ON = """
import sys
from dataclasses import replace
from pathlib import Path
sys.path[:0] = [{here!r}]
from store.builders import NOW
from store.test_sqlite_file import works
from tagwire.store import SqliteStore
store = SqliteStore(Path({path!r}))
first = store.totals(NOW).articles
print("ready", flush=True)
for n in range(first, first + 100_000, 5):
    store.apply(works(n), NOW)
    print(n + 5, flush=True)
"""


@pytest.mark.flow
def test_a_writer_killed_at_any_moment_leaves_whole_batches(tmp_path: Path) -> None:
    """What was answered is there, what was half done is not, every counter is exact."""
    path = filled(tmp_path / "tagwire.db")
    rng = random.Random(7)
    here = str(Path(__file__).parent.parent)
    for _ in range(8):
        code = WRITE_ON.format(here=here, path=str(path))
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(rng.random() * 0.3)
        child.kill()
        answered = [int(line) for line in child.communicate()[0].splitlines() if line.strip()]
        store = SqliteStore(path)
        stored = articles(store)
        store.close()
        assert stored % 5 == 0
        assert stored >= max(answered, default=0)
        assert recount(path) == []


MOVE_ON = """
import sys
from pathlib import Path
sys.path[:0] = [{here!r}]
from store.builders import NOW
from tagwire.store import SqliteStore
store = SqliteStore(Path({path!r}))
print("ready", flush=True)
while store.move_merged(2, NOW):
    pass
"""


@pytest.mark.flow
def test_moving_merged_articles_goes_on_after_a_kill_at_any_moment(tmp_path: Path) -> None:
    path = tmp_path / "tagwire.db"
    store = SqliteStore(path)
    store.apply(works(0, 120), NOW)
    assert store.merge_tags("kyiv", tag("Kremlin"), "votes", NOW)
    store.close()
    rng = random.Random(7)
    code = MOVE_ON.format(here=str(Path(__file__).parent.parent), path=str(path))
    left = [120]
    while left[-1]:
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(rng.random() * 0.1)
        child.kill()
        child.communicate()
        assert recount(path) == []
        connection = apsw.Connection(str(path))
        left.append(
            connection.execute(
                "SELECT count(*) FROM article_tag JOIN tag ON tag.id = tag_id WHERE slug = 'kyiv'"
            ).get
        )
        connection.close()
        assert left[-1] <= left[-2]
    assert articles(SqliteStore(path)) == 120
    head = SqliteStore(path).find_tag("kremlin")
    assert head is not None
    assert head.articles == 120
