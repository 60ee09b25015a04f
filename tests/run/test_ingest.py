"""Files go into the store once, and what cannot go in says why."""

from __future__ import annotations

import json
from pathlib import Path

from tagwire.run.ingest import ingest
from tagwire.run.settings import Settings
from tagwire.store import SqliteStore

TEXT = "The new bridge over the river was opened in Paris on Monday, after nine years of work."


def check(tmp_path: Path, lines: list[object]) -> tuple[dict[str, int], dict[str, int]]:
    file = tmp_path / "articles.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = ingest(Settings(data=tmp_path / "data", processes=1), [file], lambda _: None)
    return dict(done.outcomes), dict(done.reasons)


def article(n: int, **fields: object) -> dict[str, object]:
    return {
        "id": n,
        "url": f"https://paper.example/{n}",
        "headline": f"Bridge {n}",
        "text": TEXT,
    } | fields


def test_an_article_without_a_web_address_is_refused_and_the_others_go_in(tmp_path: Path) -> None:
    """Nobody could find it again."""
    lines = [article(1), article(2, url=None), article(3, url="javascript:alert(1)"), article(4)]
    outcomes, reasons = check(tmp_path, lines)
    assert (outcomes, reasons) == ({"new": 2}, {"missing_field": 1, "bad_url": 1})


def test_a_file_goes_in_once(tmp_path: Path) -> None:
    """A second run reads nothing; a changed text of one address is a version."""
    assert check(tmp_path, [article(1), article(2)])[0] == {"new": 2}
    assert check(tmp_path, [article(1), article(2)])[0] == {}
    newer = article(1, text=TEXT + " It was closed again in the evening, officials said.")
    assert check(tmp_path, [newer, article(2)])[0] == {"new version": 1, "unchanged": 1}
    store = SqliteStore(tmp_path / "data" / "tagwire.db")
    assert sorted(len(stored.versions) for stored in store.iter_articles()) == [1, 2]
    store.close()
