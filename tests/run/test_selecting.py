"""A look at a page of links with a selector, before it is kept."""

from __future__ import annotations

import asyncio

import pytest

from fakes import FakeClock, FakeWeb, page_of
from tagwire.model import Publisher, Source, SourceKind
from tagwire.run.selecting import try_selector

URL = "https://paper.example/latest"
SOURCE = Source(
    key="links",
    kind=SourceKind.LISTING,
    url=URL,
    publisher=Publisher(domain="paper.example", name="Paper"),
)
PAGE = "<main><h2><a href=/1>One</a></h2><h2><a href=/2>Two</a></h2></main><a href=/x>Menu</a>"


def check(selector: str, expected: list[str], words: str = "", page: str | None = PAGE) -> None:
    web = FakeWeb({} if page is None else {URL: page_of(URL, page)})
    trial = asyncio.run(try_selector(SOURCE, selector, web, FakeClock()))
    assert [entry.title for entry in trial.entries] == expected
    assert words in trial.detail
    assert bool(trial.detail) is not bool(expected)


@pytest.mark.parametrize("selector", ["main a", "//h2"])
def test_what_a_selector_finds_is_told(selector: str) -> None:
    """In the order of the page."""
    check(selector, ["One", "Two"])


@pytest.mark.parametrize(
    ("selector", "page", "words"),
    [
        (".none", PAGE, "finds no link"),
        ("]]", PAGE, "no CSS"),
        ("main a", "<title>Just a moment...</title>", "asks whether a person reads"),
        ("main a", None, "no such page"),
        ("", PAGE, "no list of articles"),
    ],
    ids=["nothing there", "no selector", "a question", "no answer", "told as ever"],
)
def test_why_nothing_is_found_is_told(selector: str, page: str | None, words: str) -> None:
    check(selector, [], words, page)
