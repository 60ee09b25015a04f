"""A store of an older layout knows of its responses what can still be told."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import apsw
import msgspec
import zstandard

from store.builders import NOW, entry, source, tagged
from tagwire.store import SqliteStore
from tagwire.store._moments import micros_of
from tagwire.store.sqlite.migrations import MIGRATIONS

BEFORE = 2  # the layouts without what was known of a response


def packed(value: object) -> bytes:
    return zstandard.ZstdCompressor().compress(msgspec.json.encode(value))


def old_store(path: Path) -> None:
    """Write an article with two versions and three responses as that layout had them."""
    SqliteStore(path, migrations=MIGRATIONS[:BEFORE]).close()
    connection = apsw.Connection(str(path))
    at = micros_of(NOW)
    connection.execute(
        "INSERT INTO source (id, key, url, demo, body) VALUES (1, 'harbour', 'u', 0, ?)",
        (msgspec.json.encode(source()).decode(),),
    )
    connection.execute(
        "INSERT INTO page (id, url, url_key, host, source_id, first_seen, entry)"
        " VALUES (1, 'https://harbour.example/1', 'k', 'h', 1, ?, ?)",
        (at, packed(entry("1"))),
    )
    for n in (1, 2, 3):
        connection.execute(
            "INSERT INTO kept VALUES (?, 's', ?, 10, 'https://harbour.example/1', 'f', 200, ?, '')",
            (n, 10 * n, at + n),
        )
    connection.execute(
        "INSERT INTO article (id, key, listed_at, first_seen, publisher_id, source_id, language,"
        " categories, roles, versions, content_hash, revision, demo, kept_id)"
        " VALUES (1, 'x', ?1, ?1, 1, 1, '', '', 0, 2, 'h2', 1, 0, 3)",
        (at,),
    )
    for n in (1, 2):
        connection.execute(
            "INSERT INTO version (article_id, n, first_seen, headline, content_hash, reason, words,"
            " extractor, tagger, body) VALUES (1, ?1, ?2, '', ?3, '', 0, 'e0', 't0', ?4)",
            (n, at, f"h{n}", packed(tagged())),
        )
    connection.close()


def test_only_the_newest_version_of_an_old_store_has_a_response(tmp_path: Path) -> None:
    """Which response the older ones came from was not written down, so none is guessed."""
    old_store(tmp_path / "tagwire.db")
    with closing(SqliteStore(tmp_path / "tagwire.db")) as store:
        pages = store.kept_pages(0, 10)
        assert [(page.article, page.n, page.extractor) for page in pages] == [
            (None, None, ""),
            (None, None, ""),
            ("x", 2, "e0"),
        ]
        assert {(page.source, page.entry.url, page.first_seen) for page in pages} == {
            ("harbour", "https://harbour.example/1", NOW)
        }
        assert [(one.extractor, one.versions) for one in store.code_counts()] == [("e0", 2)]
