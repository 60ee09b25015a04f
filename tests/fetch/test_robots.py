"""What robots.txt allows, and what its absence or silence means."""

from __future__ import annotations

import asyncio
import json
import tarfile
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeClock, FakeWeb, page_of
from shared import shared_path
from tagwire.fetch import FetchFailure, failure_of
from tagwire.fetch.robots import Decision, Robots, Rules
from tagwire.model import Reason, Response
from tagwire.store import MemoryStore

ROBOTS = "http://news.example/robots.txt"
PAGE = "http://news.example/world/1"


def decide(
    robots: str | bytes | FetchFailure, url: str = PAGE, clock: FakeClock | None = None
) -> Decision:
    answer = robots if isinstance(robots, FetchFailure) else page_of(ROBOTS, robots)
    web = FakeWeb({ROBOTS: answer})
    return asyncio.run(Robots(web.get, clock or FakeClock(), "Tagwire").decide(url))


def check(robots: str | bytes | FetchFailure, *, allowed: bool) -> None:
    assert decide(robots).allowed is allowed


def refused(status: int | None, reason: Reason = Reason.HTTP_CLIENT_ERROR) -> FetchFailure:
    return failure_of(ROBOTS, reason, "no", status=status)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /world/", False),
        ("User-agent: *\nDisallow: /world/\nAllow: /world/1", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Tagwire\nDisallow:", True),
        ("User-agent: *\nDisallow:\n\nUser-agent: tagwire/0.1\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: a\nUser-agent: tagwire\nSitemap: /s.xml\nDisallow: /", False),
        ("user-agent : *\r\ndisallow : /world # all\r\n", False),
        ("User-agent: *\nDisallow: /*/1$", False),
        ("<!doctype html><p>User-agent: nobody", True),
        (b"\xff\xfe\x00User-agent", True),
    ],
)
def test_rules_are_read_as_the_standard_says(robots: str | bytes, allowed: bool) -> None:
    """RFC 9309, and what hosts really send."""
    check(robots, allowed=allowed)


def test_what_may_not_be_fetched_is_a_permanent_failure_with_its_reason() -> None:
    """Shown to people as it is."""
    failure = decide("User-agent: *\nDisallow: /").failure
    assert failure is not None
    assert (failure.reason, failure.permanent) == (Reason.ROBOTS, True)
    assert failure.rejected.key == PAGE


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_robots_txt_allows_everything(status: int) -> None:
    """RFC 9309 §2.3.1.3: unavailable."""
    check(refused(status), allowed=True)


def test_a_robots_txt_that_redirects_for_ever_is_none() -> None:
    """RFC 9309 §2.3.1.2."""
    check(refused(None, Reason.TOO_MANY_REDIRECTS), allowed=True)


@pytest.mark.parametrize(
    ("failure", "reason", "again_s"),
    [
        (refused(503, Reason.HTTP_SERVER_ERROR), Reason.ROBOTS, 600),
        (refused(429, Reason.RATE_LIMITED), Reason.ROBOTS, 600),
        (refused(None, Reason.TIMEOUT), Reason.TIMEOUT, 60),
        (refused(None, Reason.UNREACHABLE), Reason.UNREACHABLE, 60),
    ],
)
def test_an_unreadable_robots_txt_forbids_for_now(
    failure: FetchFailure, reason: Reason, again_s: float
) -> None:
    """RFC 9309 §2.3.1.4: unreachable; the page may be tried again later."""
    found = decide(failure).failure
    assert found is not None
    assert (found.reason, found.permanent, found.retry_after_s) == (reason, False, again_s)


def test_crawl_delay_comes_with_the_decision() -> None:
    """In seconds, of our group."""
    robots = "User-agent: *\nCrawl-delay: 9\n\nUser-agent: Tagwire\nCrawl-delay: 2.5\nDisallow:"
    assert decide(robots).crawl_delay_s == 2.5


async def asked_over(clock: FakeClock, answers: list[Response | FetchFailure]) -> list[bool]:
    """Decide each time that the clock stands, an hour apart; robots.txt answers in turn."""
    web = FakeWeb({ROBOTS: lambda _: answers.pop(0)})
    robots, allowed = Robots(web.get, clock, "Tagwire"), []
    for _ in range(26):
        allowed.append((await robots.decide(PAGE)).allowed)
        clock.advance(3600)
    return allowed


def test_robots_txt_is_asked_once_a_day() -> None:
    """25 decisions in 24 hours need one request, the next a second one."""
    closed = page_of(ROBOTS, "User-agent: *\nDisallow: /")
    allowed = asyncio.run(asked_over(FakeClock(), [page_of(ROBOTS), closed]))
    assert allowed == [True] * 24 + [False] * 2


@pytest.mark.parametrize(
    ("answer", "allowed", "asked"),
    [
        (page_of(ROBOTS, "User-agent: *\nDisallow: /"), False, 1),
        (page_of(ROBOTS, "User-agent: *\nDisallow: /admin"), True, 1),
        (refused(404), True, 1),
        (refused(500, Reason.HTTP_SERVER_ERROR), False, 2),
        (page_of(ROBOTS, "User-agent: *\nDisallow: /\n" + "#" * 70_000), False, 2),
    ],
    ids=["closed", "open", "absent", "unreadable", "large"],
)
def test_a_restart_does_not_ask_for_robots_txt_again(
    answer: Response | FetchFailure, allowed: bool, asked: int
) -> None:
    """The store knows it for the rest of the day; what could not be read is tried again."""
    clock, store, requests = FakeClock(), MemoryStore(), []
    web = FakeWeb({ROBOTS: lambda url: requests.append(url) or answer})
    for _ in range(2):
        robots = Robots(web.get, clock, "Tagwire", store)
        assert asyncio.run(robots.decide(PAGE)).allowed is allowed
        clock.advance(3600)
    assert len(requests) == asked
    clock.advance(23 * 3600)
    asyncio.run(Robots(web.get, clock, "Tagwire", store).decide(PAGE))
    assert len(requests) == asked + 1


def test_an_old_copy_is_better_than_none() -> None:
    """While the new one cannot be read, the old rules hold."""
    down = refused(500, Reason.HTTP_SERVER_ERROR)
    closed = page_of(ROBOTS, "User-agent: *\nDisallow: /")
    allowed = asyncio.run(asked_over(FakeClock(), [page_of(ROBOTS), down, closed]))
    assert allowed == [True] * 25 + [False]


def test_many_pages_of_a_new_host_ask_for_its_robots_txt_once() -> None:
    """Also while the first is still on its way; each origin has its own."""

    async def ask() -> list[str]:
        web = FakeWeb({}, delay_s=0.01)
        robots = Robots(web.get, FakeClock(), "Tagwire")
        pages = [PAGE, PAGE + "2", "https://news.example/", "http://news.example:8080/"]
        await asyncio.gather(*(robots.decide(page) for page in pages * 3))
        return sorted(asked.url for asked in web.asked)

    assert asyncio.run(ask()) == [
        "http://news.example/robots.txt",
        "http://news.example:8080/robots.txt",
        "https://news.example/robots.txt",
    ]


def test_google_cases_pass() -> None:
    """All of Google's parser tests."""
    cases = json.loads(shared_path("data/feeds/google_robotstxt_cases.json").read_text())
    missed = [
        case
        for case in cases
        if Rules(case["robots"].encode()).allows(case["url"], case["ua"]) != case["allowed"]
    ]
    assert (len(cases), missed) == (142, [])


@pytest.mark.slow
def test_real_files_are_read_in_time() -> None:
    """Of 4,231 hosts; the slowest took 85 ms."""
    read = 0
    with tarfile.open(shared_path("data/feeds/real_robots.tar.xz")) as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream is None:
                continue
            started = time.process_time()
            rules = Rules(stream.read())
            assert rules.allows(PAGE, "Tagwire") in {True, False}
            assert time.process_time() - started < 1
            delay_s = rules.crawl_delay("Tagwire")
            assert delay_s is None or delay_s >= 0
            read += 1
    assert read >= 4_231


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        ("User-agent: *\nCrawl-delay: 5\n\nUser-agent: other\nCrawl-delay: 60", 5),
        ("User-agent: other\nUser-agent: *\nCrawl-delay: 5", 5),
        ("User-agent: *\nDisallow: /a\nCrawl-delay: 5", 5),
        ("User-agent: *\nCrawl-delay: 5\n\nUser-agent: Tagwire\nDisallow:", None),
        ("User-agent: *\nRequest-rate: 1/10", 10),
        ("User-agent: *\nRequest-rate: 30/1m 0900-1700", 2),
        ("User-agent: *\nRequest-rate: 0/1", None),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("Crawl-delay: 5", None),
    ],
)
def test_a_delay_is_for_the_agents_right_before_it(robots: str, expected: float | None) -> None:
    """It never ends their list, and one of the others is none of ours."""
    assert expected == Rules(robots.encode()).crawl_delay("Tagwire")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/a*b$", "/a/b", True),
        ("/a*b$", "/a/bc", False),
        ("/a*b*c", "/a/b/d", False),
        ("/*/*/x", "/a/b/x/y", True),
        ("/ab*b$", "/ab", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("*", "/", True),
        ("/%e4", "/%E4", True),
        ("/ä", "/%C3%A4", True),
    ],
)
def test_a_pattern_fits_the_beginning_of_a_path(pattern: str, path: str, expected: bool) -> None:
    """A star is anything, a dollar the end."""
    rules = Rules(f"User-agent: *\nDisallow: {pattern}".encode())
    assert expected is not rules.allows(f"http://news.example{path}", "Tagwire")


@pytest.mark.parametrize(
    "line", ["User-agent: a{}", "Crawl-delay: 1", "User-agent: a{}\nCrawl-delay: 1"]
)
def test_many_lines_of_one_kind_are_read_in_time(line: str) -> None:
    """Each agent once: joined lists would take quadratic time."""
    lines = (line.format("b" * (n % 900)) for n in range(20_000))
    started = time.process_time()
    Rules("\n".join(["User-agent: *", *lines]).encode())
    assert time.process_time() - started < 1


@given(st.binary(max_size=300))
def test_any_bytes_give_rules(body: bytes) -> None:
    """robots.txt is written by strangers."""
    rules = Rules(b"User-agent: *\nDisallow: /closed\n" + body)
    assert rules.allows("http://a.example/closed", "Tagwire") in {True, False}
    delay = rules.crawl_delay("Tagwire")
    assert delay is None or delay >= 0


@given(st.sampled_from(["Crawl-delay", "Request-rate"]), st.from_regex(r"[0-9eEinf+./smh -]{0,25}"))
def test_any_delay_is_a_number_or_none(name: str, value: str) -> None:
    """As are any parts of it: 1/0, 1e999, inf."""
    rules = Rules(f"User-agent: *\n{name}: {value}\n".encode())
    delay = rules.crawl_delay("Tagwire")
    assert delay is None or not delay < 0


def test_rules_of_one_response_do_not_leak_into_another_host() -> None:
    """An answer that came by redirect counts for the host that was asked."""
    moved = replace(page_of(ROBOTS, "User-agent: *\nDisallow: /"), final_url="http://x.example/r")
    web = FakeWeb({ROBOTS: moved})
    robots = Robots(web.get, FakeClock(), "Tagwire")
    assert not asyncio.run(robots.decide(PAGE)).allowed
