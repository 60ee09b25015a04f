"""SIGKILL of worker and web at random moments of a run over real publishers' pages."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import apsw
import pytest
from replay import Plan, Run, replay_days

from shared import shared_path
from tagwire.run.opening import open_segments
from tagwire.run.settings import Settings
from tagwire.store import SqliteStore
from tagwire.urls import url_key

pytestmark = [pytest.mark.flow, pytest.mark.long]

KILLS = 20


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """Run 30 sites for six product hours in about two minutes, with 20 kills on the way."""
    shared_path("replay/archive/gold.jsonl")
    work = tmp_path_factory.mktemp("kill")
    run = replay_days(work, Plan(sites=30, factor=180, kills=KILLS, seed=7, day_s=6 * 3600))
    return run, work / "data"


def test_every_kill_hit_a_process(killed: tuple[Run, Path]) -> None:
    """The test would prove nothing otherwise."""
    assert killed[0].kills == KILLS


def test_nothing_is_lost(killed: tuple[Run, Path]) -> None:
    """What the feeds listed is stored after the restarts, to the last page."""
    run, _ = killed
    stored = {key["value"] for row in run.articles for key in row["keys"] if key["kind"] == "url"}
    missing = [page["url"] for page in run.expected if url_key(page["url"]) not in stored]
    assert [] == missing
    assert run.expected


def test_nothing_is_doubled(killed: tuple[Run, Path]) -> None:
    """One article for each address, versions counted 1, 2, 3 and each with another content."""
    run, _ = killed
    addresses = [
        key["value"] for row in run.articles for key in row["keys"] if key["kind"] == "url"
    ]
    assert len(addresses) == len(set(addresses))
    for row in run.articles:
        numbers = [version["n"] for version in row["versions"]]
        hashes = [version["content_hash"] for version in row["versions"]]
        assert numbers == list(range(1, len(numbers) + 1))
        assert all(one != other for one, other in pairwise(hashes))


def test_nothing_is_half_written(killed: tuple[Run, Path]) -> None:
    """The database is whole, and each kept response can be read."""
    _, data = killed
    database = apsw.Connection(str(data / "tagwire.db"))
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()
    store = SqliteStore(data / "tagwire.db")
    segments = open_segments(Settings(data=data), store)
    kept = [stored.kept for stored in store.iter_articles()]
    assert kept
    for row in kept:
        assert row is not None
        response = segments.read(row.ref)
        assert (response.final_url, response.status) == (row.final_url, row.status)
    store.close()


def test_robots_and_connections_held_throughout(killed: tuple[Run, Path]) -> None:
    """A restarted worker is as polite as before."""
    polite = killed[0].politeness
    assert polite["robots_violations"] == 0
    assert polite["max_concurrency_one_host"] == 1
