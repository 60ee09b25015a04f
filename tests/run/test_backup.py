"""A backup is one moment of a store in use; only a whole one comes back."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.builders import NOW, answer, article_tag, claim, entry, new, poll, source, tagged
from store.made import new_store
from tagwire.errors import ConfigError, StoreError, StoreTooNew
from tagwire.model import Response
from tagwire.run.backup import back_up, check_backup, last_backup, restore
from tagwire.run.commands import EXPORTS, export_lines
from tagwire.run.opening import open_segments, writer_lock
from tagwire.run.settings import Settings
from tagwire.store import Segments, SqliteStore
from tagwire.store.values import KeptResponse

# What people wrote in the data folder.
OWN = {
    "tagwire.toml": 'contact = "desk@harbour.example"\n',
    "publishers/harbour.toml": 'site = "harbour.example"\n[[rule]]\nremove = ["p.promo"]\n',
    "publishers/Zürich am See.toml": 'site = "see.example"\nrule = []\n',
    "problems/a1/1/page.html": "<p>Ship 1</p>",
    "problems/a1/1/case.json": "{}",
}


def settings_of(folder: Path) -> Settings:
    return Settings(data=folder, min_free_share=0.0)


def exports(settings: Settings) -> dict[str, bytes]:
    return {what: b"".join(export_lines(settings, what)) for what in EXPORTS}


def response(n: int) -> Response:
    url = f"https://harbour.example/{n}"
    body = f"<p>Ship {n}</p>".encode()
    return Response(url=url, final_url=url, status=200, headers=(), body=body, fetched=NOW)


def write(store: SqliteStore, segments: Segments, n: int) -> None:
    """Write an article as a worker does: its page, then its rows."""
    poll(store, [entry(str(n))])
    given = response(n)
    ref = segments.append([given])[0]
    kept = KeptResponse(
        ref=ref, url=given.url, final_url=given.url, status=200, fetched=NOW, body_digest=str(n)
    )
    content = tagged(f"Ship {n}", tags=[article_tag(), article_tag(f"Captain {n}")])
    task = claim(store)[0]
    store.apply([answer(task, intent=new(f"a{n}", content, keys=[str(n)]), response=kept)], NOW)


def newsroom(folder: Path, articles: int = 3) -> Settings:
    """Make a data folder with a few articles, kept pages and settings."""
    settings = settings_of(folder)
    with (
        writer_lock(settings),
        closing(new_store(settings.data)) as store,
        closing(open_segments(settings, store)) as segments,
    ):
        store.add_source(source(), NOW)
        for n in range(articles):
            write(store, segments, n)
    for name, text in OWN.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return settings


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return newsroom(tmp_path_factory.mktemp("original"))


@pytest.fixture
def backup(original: Settings, tmp_path: Path) -> Path:
    back_up(original, tmp_path / "backup")
    return tmp_path / "backup"


def check_refused(backup: Path, folder: Path, words: str) -> None:
    """Neither is a damaged backup restored, nor is anything left of the attempt."""
    with pytest.raises((ConfigError, StoreError), match=words):
        restore(settings_of(folder), backup)
    assert not (folder / "tagwire.db").exists()
    assert not list(folder.glob("warc/*"))


def test_a_restored_folder_exports_byte_by_byte_the_same(
    original: Settings, backup: Path, tmp_path: Path
) -> None:
    """With its kept pages and its settings."""
    made = restore(settings_of(tmp_path / "new"), backup)
    assert (made.articles, made.versions, made.segments) == (3, 3, 1)
    restored = settings_of(tmp_path / "new")
    assert exports(original) == exports(restored)
    assert {name: (tmp_path / "new" / name).read_text() for name in OWN} == OWN
    with closing(SqliteStore(restored.store_path)) as store:
        kept = store.find_article("a2").kept
        assert response(2).body == Segments(restored.segments_path).read(kept.ref).body


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[tuple[Settings, Callable[[], int]]]:
    """A folder that a thread goes on to write in; how many articles it has written."""
    settings = newsroom(tmp_path / "busy")
    stop, written = threading.Event(), [3]

    def go_on() -> None:
        with closing(SqliteStore(settings.store_path)) as store:
            segments = Segments(settings.segments_path, min_free_share=0.0)
            while not stop.is_set() and written[0] < 2000:
                write(store, segments, written[0])
                written[0] += 1
            segments.close()

    thread = threading.Thread(target=go_on)
    thread.start()
    yield settings, lambda: written[0]
    stop.set()
    thread.join()


@pytest.mark.slow
def test_a_backup_while_articles_come_in_is_one_moment(
    writing: tuple[Settings, Callable[[], int]], tmp_path: Path
) -> None:
    """Every article up to a moment is there with its page, and none after it."""
    settings, written = writing
    while written() < 20:
        pass
    before = written()
    made = back_up(settings, tmp_path / "backup")
    assert before <= made.articles <= written() + 1
    restored = settings_of(tmp_path / "new")
    restore(restored, tmp_path / "backup")
    lines = exports(restored)["articles"].splitlines()
    assert len(lines) == made.articles
    with closing(SqliteStore(restored.store_path)) as store:
        segments = Segments(restored.segments_path)
        for n in range(made.articles):
            assert segments.read(store.find_article(f"a{n}").kept.ref).body == response(n).body
    assert exports(settings)["articles"].splitlines()[: len(lines)] == lines


def test_a_backup_of_a_backup_is_the_same(original: Settings, backup: Path, tmp_path: Path) -> None:
    """Nothing is lost or added on the way."""
    restore(settings_of(tmp_path / "new"), backup)
    back_up(settings_of(tmp_path / "new"), tmp_path / "second")
    for name in (*OWN, *(f"warc/{path.name}" for path in backup.glob("warc/*"))):
        assert (backup / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_without_pages_the_articles_are_whole_and_point_at_nothing(
    original: Settings, tmp_path: Path
) -> None:
    """No row promises a page that is not there."""
    back_up(original, tmp_path / "backup", with_pages=False)
    assert not (tmp_path / "backup" / "warc").exists()
    restored = settings_of(tmp_path / "new")
    restore(restored, tmp_path / "backup")
    assert exports(original) == exports(restored)
    with closing(SqliteStore(restored.store_path)) as store:
        assert store.find_article("a0").kept is None


def test_a_segment_that_retention_took_is_told_and_no_row_points_at_it(tmp_path: Path) -> None:
    """Its file may go between the moment of the store and its turn."""
    settings = newsroom(tmp_path / "data")
    for path in (tmp_path / "data" / "warc").iterdir():
        path.unlink()
    made = back_up(settings, tmp_path / "backup")
    assert (len(made.missing), made.segments) == (1, 0)
    restore(settings_of(tmp_path / "new"), tmp_path / "backup")
    with closing(SqliteStore(tmp_path / "new" / "tagwire.db")) as store:
        assert store.committed_segments() == {}


@pytest.mark.parametrize(
    "name", ["tagwire.db", "manifest.json", "warc", "tagwire.toml", "problems/a1/1/page.html"]
)
def test_a_flipped_byte_is_refused_by_name(backup: Path, tmp_path: Path, name: str) -> None:
    """In whichever file it is."""
    path = next((backup / name).iterdir()) if name == "warc" else backup / name
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)
    check_refused(backup, tmp_path / "new", f"{path.name} is damaged")
    with pytest.raises(StoreError, match="is damaged"):
        check_backup(backup)


def test_a_flipped_byte_in_the_checksums_is_refused(backup: Path, tmp_path: Path) -> None:
    """Wherever it is in the file."""
    body = (backup / "SHA256SUMS").read_bytes()
    for at in range(0, len(body), 7):
        flipped = bytearray(body)
        flipped[at] ^= 1
        (backup / "SHA256SUMS").write_bytes(flipped)
        with pytest.raises((StoreError, ConfigError), match=r"damaged|no backup|not complete"):
            check_backup(backup)


def test_a_file_that_is_cut_or_gone_is_refused(backup: Path, tmp_path: Path) -> None:
    """With its name."""
    segment = next((backup / "warc").iterdir())
    segment.write_bytes(segment.read_bytes()[:-1])
    check_refused(backup, tmp_path / "new", segment.name)
    segment.unlink()
    check_refused(backup, tmp_path / "new", "not complete")


@pytest.mark.parametrize(
    "name",
    [
        "../outside.toml",
        "publishers/../../outside.toml",
        "publishers/x/outside.toml",
        "publishers/..\\outside.toml",
        "problems/../1/page.html",
        "problems/a1/1/outside.sh",
        "warc/../outside.toml",
        "outside.toml",
    ],
)
def test_a_name_that_no_backup_has_is_refused(backup: Path, tmp_path: Path, name: str) -> None:
    """A backup from somebody else writes nowhere else."""
    line = f"{hashlib.sha256(b'x').hexdigest()}  {name}\n"
    (backup / "SHA256SUMS").write_text((backup / "SHA256SUMS").read_text() + line)
    check_refused(backup, tmp_path / "new", "it has the line")


def test_what_people_wrote_where_a_backup_comes_back_is_left_alone(
    backup: Path, tmp_path: Path
) -> None:
    """Folder by folder; what is not there comes back."""
    own = tmp_path / "new" / "publishers" / "mine.toml"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    restore(settings_of(tmp_path / "new"), backup)
    assert [path.name for path in own.parent.iterdir()] == ["mine.toml"]
    assert (tmp_path / "new" / "problems" / "a1" / "1" / "case.json").is_file()


def test_other_files_in_the_folders_of_the_owner_are_not_taken(tmp_path: Path) -> None:
    """Nothing that an editor leaves behind, and no half case."""
    settings = newsroom(tmp_path / "data", articles=1)
    for name in ("publishers/.swap.toml", "publishers/notes.txt", "problems/a1/1/page.html.part"):
        (settings.data / name).write_text("x")
    back_up(settings, tmp_path / "backup")
    taken = {
        line.partition("  ")[2]
        for line in (tmp_path / "backup" / "SHA256SUMS").read_text().splitlines()
    }
    assert {name for name in taken if name.startswith(("publishers", "problems"))} == set(OWN) - {
        "tagwire.toml"
    }


def test_a_store_that_is_there_is_never_overwritten(backup: Path, tmp_path: Path) -> None:
    """Nor are kept pages that belong to no store."""
    settings = newsroom(tmp_path / "data", articles=1)
    before = exports(settings)
    with pytest.raises(ConfigError, match="has a store already"):
        restore(settings, backup)
    assert before == exports(settings)
    (tmp_path / "data" / "tagwire.db").unlink()
    with pytest.raises(ConfigError, match="kept pages of another store"):
        restore(settings, backup)


def test_a_backup_goes_into_a_new_folder_only(original: Settings, tmp_path: Path) -> None:
    """What is there may be the only other backup."""
    (tmp_path / "there").mkdir()
    with pytest.raises(ConfigError, match="there already"):
        back_up(original, tmp_path / "there")
    with pytest.raises(ConfigError, match="no store"):
        back_up(settings_of(tmp_path / "empty"), tmp_path / "other")
    with pytest.raises(ConfigError, match="no backup"):
        restore(settings_of(tmp_path / "new"), tmp_path / "there")


def test_what_a_killed_run_left_is_cleared_by_the_next(
    original: Settings, backup: Path, tmp_path: Path
) -> None:
    """Neither backup nor restore has to be cleaned up after by hand."""
    (tmp_path / ".second.tagwire-partial").mkdir()
    (tmp_path / ".second.tagwire-partial" / "tagwire.db").write_bytes(b"half")
    back_up(original, tmp_path / "second")
    data = tmp_path / "new"
    (data / ".restore.tagwire-partial").mkdir(parents=True)
    (data / "warc").mkdir()
    (data / "warc" / "tagwire-20260501120000-00000.warc.gz").write_bytes(b"half")
    restore(settings_of(data), backup)
    assert exports(original) == exports(settings_of(data))
    assert not list(tmp_path.rglob("*tagwire-partial"))


def test_a_backup_of_a_newer_layout_is_refused(original: Settings, tmp_path: Path) -> None:
    """With the advice to install that version."""
    settings = newsroom(tmp_path / "data", articles=1)
    with closing(SqliteStore(settings.store_path)) as store:
        store._db.connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreTooNew, match="install that version"):
        back_up(settings, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_progress_reaches_its_total(original: Settings, tmp_path: Path) -> None:
    """For copying and for checking."""
    told: list[tuple[int, int]] = []
    back_up(original, tmp_path / "backup", on_bytes=lambda *pair: told.append(pair))
    check_backup(tmp_path / "backup", on_bytes=lambda *pair: told.append(pair))
    assert all(done <= total for done, total in told)
    assert told[-1][0] == told[-1][1]


def test_a_folder_knows_when_it_was_last_backed_up(original: Settings, tmp_path: Path) -> None:
    """For the health page; a backup that failed does not count, a restored folder has none yet."""
    fresh = newsroom(tmp_path / "fresh", articles=1)
    assert last_backup(fresh) is None
    with pytest.raises(ConfigError):
        back_up(fresh, tmp_path)
    assert last_backup(fresh) is None
    made = back_up(fresh, tmp_path / "third")
    told = last_backup(fresh)
    assert told is not None
    assert told.isoformat() == made.made
    restored = settings_of(tmp_path / "restored")
    restore(restored, tmp_path / "third")
    assert last_backup(restored) is None
