"""Files go into the store once, and what cannot go in says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.builders import NOW
from tagwire.model import Response
from tagwire.run.ingest import ingest
from tagwire.run.settings import Settings
from tagwire.store import Segments, SqliteStore

pytestmark = pytest.mark.slow  # with the processes and tables of the product

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


PAGE = f"<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"


def archive(folder: Path, *bodies: str) -> Path:
    """Write a WARC file of pages that were fetched years ago."""
    segments = Segments(folder, min_free_share=0.0)
    urls = [f"https://paper.example/{n}" for n in range(len(bodies))]
    old = NOW.replace(year=2019)
    pages = [
        Response(url=url, final_url=url, status=200, headers=HTML, body=body.encode(), fetched=old)
        for url, body in zip(urls, bodies, strict=True)
    ]
    name = segments.append(pages)[0].segment
    segments.close()
    return folder / name


HTML = (("content-type", "text/html; charset=utf-8"),)


def kept_bodies(settings: Settings) -> list[bytes]:
    """Return the kept pages of a data folder, by way of the store."""
    store = SqliteStore(settings.store_path)
    segments = Segments(settings.segments_path)
    found = [segments.read(page.kept.ref).body for page in store.kept_pages(0, 100)]
    store.close()
    return found


def test_archived_pages_are_kept_when_they_are_or_may_become_articles(tmp_path: Path) -> None:
    """However old they are, retention counts from now; a second time they say nothing new."""
    settings = Settings(data=tmp_path / "data", processes=1, min_free_share=0.0)
    file = archive(tmp_path / "archive", PAGE, "<p>Menu</p>")
    done = ingest(settings, [file], lambda _: None)
    assert dict(done.outcomes) == {"new": 1}
    assert kept_bodies(settings) == [PAGE.encode(), b"<p>Menu</p>"]
    again = archive(tmp_path / "again", PAGE, "<p>Menu</p>", "")
    ingest(settings, [again], lambda _: None)
    assert kept_bodies(settings)[:1] == [PAGE.encode()]
    assert kept_bodies(settings).count(PAGE.encode()) == 1


def test_archived_pages_need_not_be_kept(tmp_path: Path) -> None:
    """For whom disk space matters more."""
    settings = Settings(data=tmp_path / "data", processes=1, min_free_share=0.0)
    ingest(settings, [archive(tmp_path / "archive", PAGE)], lambda _: None, keep=False)
    assert kept_bodies(settings) == []
    assert not list(tmp_path.glob("data/warc/*"))


def test_a_repeated_run_knows_what_was_rejected_before(tmp_path: Path) -> None:
    """What was refused is never said to be in; read in another way, the file is read anew."""
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps(article(1, url=None)) + "\n" + json.dumps(article(2)) + "\n")
    settings = Settings(data=tmp_path / "data", processes=1, min_free_share=0.0)
    ingest(settings, [file], lambda _: None)
    again = ingest(settings, [file], lambda _: None)
    assert (again.records, again.skipped, again.skipped_rejected) == (0, 2, 1)
    other = ingest(settings, [file.rename(tmp_path / "articles.warc")], lambda _: None)
    assert (other.skipped, other.outcomes) == (0, {})
