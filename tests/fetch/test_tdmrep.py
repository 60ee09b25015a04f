"""What sites reserve in /.well-known/tdmrep.json."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeClock, FakeWeb, page_of
from tagwire.fetch import FetchFailure
from tagwire.fetch.outcome import failure_of
from tagwire.fetch.tdmrep import TdmReps, parse_tdmrep
from tagwire.model import Reason, Response

SITE = "https://news.example"
FILE = f"{SITE}/.well-known/tdmrep.json"


def check(rules: object, path: str, *, reserved: bool) -> None:
    assert parse_tdmrep(json.dumps(rules).encode()).is_reserved(SITE + path) is reserved


@pytest.mark.parametrize(
    ("location", "path", "fits"),
    [
        ("/", "/any/thing", True),
        ("/news/", "/sport/1", False),
        ("/*.html$", "/a/b.html", True),
        ("/*.html$", "/a/b.html?x=1", False),
        ("/*/archive/*/2020", "/de/archive/x/2020-1", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("*", "/x", True),
        ("https://elsewhere.example/", "/x", False),
        ("/caf%C3%A9", "/caf%c3%a9/1", True),
    ],
)
def test_locations_are_patterns_of_paths(location: str, path: str, fits: bool) -> None:
    """As in robots.txt: a prefix, stars, and a mark for the end."""
    check([{"location": location, "tdm-reservation": 1}], path, reserved=fits)


def test_the_longest_location_wins() -> None:
    """Whatever their order."""
    rules = [
        {"location": "/", "tdm-reservation": 1},
        {"location": "/open/", "tdm-reservation": 0, "tdm-policy": "https://news.example/p"},
    ]
    for order in (rules, rules[::-1]):
        check(order, "/open/1", reserved=False)
        check(order, "/1", reserved=True)


def test_rules_that_cannot_be_read_are_passed_over() -> None:
    """The others count."""
    rules = [7, {"location": 3}, {"tdm-reservation": 1}, {"location": "/", "tdm-reservation": 1}]
    check(rules, "/1", reserved=True)
    check({"location": "/", "tdm-reservation": 1}, "/1", reserved=False)


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    """No backtracking, whatever the pattern."""
    start = time.process_time()
    check(
        [{"location": "/" + "*a" * 240 + "b$", "tdm-reservation": 1}],
        "/" + "a" * 4000,
        reserved=False,
    )
    assert time.process_time() - start < 0.2


@given(st.binary(max_size=80))
def test_any_bytes_say_nothing_or_something(body: bytes) -> None:
    """The file comes from strangers."""
    assert parse_tdmrep(body).is_reserved(f"{SITE}/1") in {True, False}


def test_a_site_is_asked_once_a_day() -> None:
    """For all its pages; one in trouble says nothing and is asked again after an hour."""
    rules = json.dumps([{"location": "/paid/", "tdm-reservation": 1}])
    web, clock = FakeWeb({FILE: page_of(FILE, rules)}), FakeClock()

    async def get(url: str) -> Response | FetchFailure:
        return await web.get(url)

    async def run() -> None:
        sites = TdmReps(get, clock)
        assert await sites.is_reserved(f"{SITE}/paid/1")
        assert not await sites.is_reserved(f"{SITE}/free/1")
        assert len(web.asked) == 1
        clock.advance(25 * 3600)
        web.pages[FILE] = failure_of(FILE, Reason.TIMEOUT, "slow")
        assert not await sites.is_reserved(f"{SITE}/paid/1")
        web.pages[FILE] = page_of(FILE, rules)
        clock.advance(3700)
        assert await sites.is_reserved(f"{SITE}/paid/1")
        assert len(web.asked) == 3

    asyncio.run(run())
