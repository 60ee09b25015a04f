"""Reported problems are kept as test cases, and go with their article."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.builders import archived, new, tagged
from tagwire.model import Response
from tagwire.run.problems import FOLDER, MAX_CASES, forget_problems, problem_desk_of
from tagwire.run.settings import Settings
from tagwire.run.writing import kept_of
from tagwire.serve import ProblemDesk
from tagwire.store import MemoryStore, Segments
from tagwire.store.values import StoredArticle

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PAGE = b"<h1>Grain ships leave</h1><p>Read our letter</p>"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


@pytest.fixture
def store(settings: Settings) -> MemoryStore:
    """A store with an article whose page is kept."""
    response = Response(
        url="https://harbour.example/a",
        final_url="https://harbour.example/a",
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=PAGE,
        fetched=NOW,
    )
    segments = Segments(settings.segments_path)
    (ref,) = segments.append([response], NOW)
    segments.close()
    store = MemoryStore()
    work = replace(archived(new("a1", tagged("Grain ships leave"))), kept=kept_of(response, ref))
    store.apply([work], NOW)
    return store


@pytest.fixture
def desk(settings: Settings) -> ProblemDesk:
    return problem_desk_of(settings, lambda: NOW)


def stored_in(store: MemoryStore) -> StoredArticle:
    found = store.find_article("a1")
    assert found is not None
    return found


def test_a_problem_is_kept_with_its_page_and_what_came_out(
    settings: Settings, store: MemoryStore, desk: ProblemDesk
) -> None:
    assert "" == desk.report(stored_in(store), "foreign", "the letter is no part of it")
    case = settings.data / FOLDER / "a1" / "1"
    assert PAGE == (case / "page.html").read_bytes()
    shape = json.loads((case / "case.json").read_text(encoding="utf-8"))
    assert ("foreign", "Grain ships leave") == (shape["what"], shape["article"]["headline"])
    (problem,) = desk.problems_of("a1")
    assert ("the letter is no part of it", "2026-11-24") == (problem.note, problem.day)


def test_an_article_without_its_page_or_with_many_problems_takes_no_more(
    store: MemoryStore, desk: ProblemDesk
) -> None:
    article = stored_in(store)
    assert "not kept" in desk.report(replace(article, kept=None), "other", "")
    for _ in range(MAX_CASES):
        assert "" == desk.report(article, "other", "")
    assert "enough problems" in desk.report(article, "other", "")
    assert MAX_CASES == len(desk.problems_of("a1"))


def test_a_page_that_is_gone_is_told(
    settings: Settings, store: MemoryStore, desk: ProblemDesk
) -> None:
    for path in settings.segments_path.iterdir():
        path.unlink()
    assert "cannot be read any more" in desk.report(stored_in(store), "other", "")


@pytest.mark.parametrize("name", ["../a1", "", "a/b", "."])
def test_no_name_leads_out_of_the_folder(store: MemoryStore, desk: ProblemDesk, name: str) -> None:
    assert "" != desk.report(replace(stored_in(store), id=name), "other", "")
    assert [] == list(desk.problems_of(name))


def test_damaged_cases_are_passed_over(
    settings: Settings, store: MemoryStore, desk: ProblemDesk
) -> None:
    desk.report(stored_in(store), "other", "")
    (settings.data / FOLDER / "a1" / "1" / "case.json").write_bytes(b"{")
    assert [] == list(desk.problems_of("a1"))


def test_cases_go_with_their_article(
    settings: Settings, store: MemoryStore, desk: ProblemDesk
) -> None:
    desk.report(stored_in(store), "other", "")
    assert 0 == forget_problems(settings, store)
    assert 1 == forget_problems(settings, MemoryStore())
    assert [] == list((settings.data / FOLDER).iterdir())
