"""The chain of stages: order kept, bugs contained, dead processes survived."""

from __future__ import annotations

import asyncio

import pytest

from run.crew import build_breakable, page, told
from tagwire.run.pipeline import build_pipeline
from tagwire.run.pool import PipelinePool


def check(names: list[str], expected: list[str], *, page_timeout_s: float = 15.0) -> None:
    async def run() -> list[str]:
        pool = PipelinePool(2, build_breakable, batch_timeout_s=3.0, page_timeout_s=page_timeout_s)
        try:
            return told(await pool.run([page(name) for name in names]))
        finally:
            pool.close()

    assert expected == asyncio.run(run())


def test_no_pages_are_no_work() -> None:
    """A batch may hold failures only."""
    check([], [])


def test_a_bug_rejects_its_page_and_no_other() -> None:
    """The batch is run again one by one; the culprit says that it is our bug."""
    processed = build_breakable()([page("a"), page("bug"), page("b")])
    assert told(processed) == ["a", "crashed", "b"]
    assert "a bug of Tagwire" in processed.results[1].detail


def test_pages_without_an_article_are_rejected_with_a_reason() -> None:
    """The real stages answer each page in its place."""
    processed = build_pipeline()([page("a")])
    assert len(processed.results) == 1
    assert processed.results[0].reason.value in {"no_article", "empty_body", "not_html"}


@pytest.mark.flow
def test_a_page_that_kills_its_process_is_set_aside() -> None:
    """The others of its batch are stored, in order."""
    check(["a", "b", "killer", "c"], ["a", "b", "crashed", "c"])


@pytest.mark.flow
def test_a_page_that_hangs_its_process_is_set_aside() -> None:
    """Time runs out for the batch, then for the page alone."""
    check(["a", "hanger", "b"], ["a", "crashed", "b"], page_timeout_s=12.0)


@pytest.mark.flow
def test_pages_beside_a_killer_in_the_other_process_are_stored() -> None:
    """When one process dies the whole pool fails; those that ran in the other are innocent."""
    names = ["a", "b", "c", "killer", "d", "e", "f", "g"]
    check(names, ["crashed" if name == "killer" else name for name in names])
