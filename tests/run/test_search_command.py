"""``tagwire search``, and the index that the worker keeps."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from store.builders import NOW, archived, new, tagged
from store.made import new_store
from tagwire import cli
from tagwire.run.opening import open_store
from tagwire.run.search import catch_up, keep_index
from tagwire.run.settings import Settings

TEXT = "Three ships with grain left the port of Odesa on Friday morning."


def keep(settings: Settings, *names: str) -> None:
    with closing(new_store(settings.data)) as store:
        works = [
            archived(new(name, tagged(name.title(), text=TEXT), content_hash=name))
            for name in names
        ]
        store.apply(works, NOW)


def fill(settings: Settings, *names: str) -> None:
    keep(settings, *names)
    with closing(open_store(settings)) as store:
        catch_up(store)


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    """Run ``tagwire search``; return exit code, answer, and what was said to people."""
    monkeypatch.setattr(sys, "argv", ["tagwire", "search", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    said = capsys.readouterr()
    return int(end.value.code or 0), said.out, said.err


def test_search_prints_what_is_found_for_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(Settings(data=tmp_path), "first", "second")
    code, out, err = run(monkeypatch, capsys, "grain -zebra", "--data", str(tmp_path))
    assert code == 0
    assert out.splitlines()[:5] == [
        "2026-05-01 12:00 UTC  Harbour",
        "  Second",
        f"    {TEXT}",
        "    https://harbour.example/second",
        "",
    ]
    assert err == "2 found\n"


def test_search_prints_cards_of_the_api_for_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(Settings(data=tmp_path), "first", "second")
    code, out, err = run(
        monkeypatch, capsys, "grain", "--json", "--limit", "1", "--data", str(tmp_path)
    )
    cards = [json.loads(line) for line in out.splitlines()]
    assert (code, [card["id"] for card in cards]) == (0, ["second"])
    assert cards[0]["extract"] == TEXT
    assert "narrow the search" in err


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        ("grain zebra", "no article has zebra\n"),
        ("zebra OR lang:xx", "no article has zebra, nor lang:xx\n"),
        ("intitle:first intitle:second", "(alone: intitle:first 1, intitle:second 1)\n"),
        ("-grain", "nothing found\n"),
    ],
)
def test_search_says_which_term_finds_nothing(
    raw: str,
    note: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(Settings(data=tmp_path), "first", "second")
    code, out, err = run(monkeypatch, capsys, "--data", str(tmp_path), "--", raw)
    assert (code, out) == (0, "")
    assert err.endswith(note)


def test_search_says_when_the_index_is_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(Settings(data=tmp_path), "first")
    code, out, err = run(monkeypatch, capsys, "grain", "--data", str(tmp_path))
    assert (code, out) == (0, "")
    assert "the index is behind by" in err


@pytest.mark.parametrize(
    ("arguments", "code", "note"),
    [
        (["after:soon"], 2, "needs a date"),
        (["(grain"], 2, "never closed"),
        (["grain", "--limit", "0"], 2, "limit"),
        (["grain"], 3, "there is no store"),
    ],
)
def test_search_refuses_what_it_cannot_do(
    arguments: list[str],
    code: int,
    note: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended, _, err = run(monkeypatch, capsys, *arguments, "--data", str(tmp_path))
    assert ended == code
    assert note in " ".join(err.replace("│", " ").split())


def check(settings: Settings, scenario: Callable[[], Awaitable[None]]) -> None:
    """Run a scenario beside ``keep_index``, which must outlive it."""

    async def beside() -> None:
        task = asyncio.create_task(keep_index(settings))
        await scenario()
        assert not task.done()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(beside())


def test_what_is_stored_comes_into_the_index_beside_the_worker(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    keep(settings, *(f"n{i}" for i in range(70)))

    async def wait_for_all() -> None:
        with closing(open_store(settings)) as store:
            while store.search_lag():  # noqa: ASYNC110 - a thread of no event loop makes it less
                await asyncio.sleep(0.01)

    check(settings, wait_for_all)


def test_an_index_that_cannot_be_written_does_not_stop_the_worker(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    keep(settings, "first")
    (tmp_path / "search.sqlite").mkdir()

    async def wait_a_little() -> None:
        await asyncio.sleep(0.1)

    check(settings, wait_a_little)
