"""The client over loopback: what it sends, what it refuses, how it ends when hosts misbehave."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from itertools import pairwise

import pytest
from yarl import URL

from fetch.hosts import INNER
from fetch.loopback import Loopback, Reply, Seen, answer, client_of, loopback
from shared import ROOT
from tagwire.fetch import FetchFailure, FetchSettings
from tagwire.fetch.transport import Transport, Trouble
from tagwire.model import Reason, Response

pytestmark = pytest.mark.flow

SPELLINGS = "data/feeds/ssrf_hosts.dev.json"
NEWS = "http://news.example/1"
TEXT = b"<p>Grain ships left port.</p>"
Got = Response | FetchFailure


async def get(replies: Mapping[str, Reply], url: str = NEWS, **settings: object) -> Got:
    async with loopback(replies) as served, client_of(proxy=served.proxy, **settings) as client:
        return await client.get(url)


def check(replies: Mapping[str, Reply] | Reply, reason: Reason, **settings: object) -> FetchFailure:
    named = replies if isinstance(replies, Mapping) else {NEWS: replies}
    got = asyncio.run(get(named, **settings))
    assert isinstance(got, FetchFailure)
    assert (got.reason, got.rejected.key) == (reason, NEWS)
    assert got.rejected.detail
    return got


def say(*pieces: bytes, every_s: float = 0.0) -> Callable[[Seen, asyncio.StreamWriter], Awaitable]:
    """Answer piece by piece, then hang up."""

    async def reply(_: Seen, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(every_s)

    return reply


async def hold(_: Seen, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.05)
    writer.write(answer(200, TEXT, Connection="close"))


# ---------------------------------------------------------------- what comes back


def test_a_page_comes_back_decoded_with_its_headers_in_order() -> None:
    """The body from its content encoding, header names in lower case."""
    packed = gzip.compress(TEXT)
    reply = answer(200, packed, Content_Type="text/html", Content_Encoding="gzip", X_A="1")
    got = asyncio.run(get({NEWS: reply}))
    assert isinstance(got, Response)
    assert (got.status, got.body, got.url, got.final_url) == (200, TEXT, NEWS, NEWS)
    assert [name for name, _ in got.headers] == [
        "content-type",
        "content-encoding",
        "x-a",
        "content-length",
    ]


def test_headers_in_any_bytes_are_text_without_surrogates() -> None:
    """UTF-8 as such, the rest as Latin-1."""
    head = b"HTTP/1.1 200 OK\r\nX-Utf: \xc3\xa9\r\nX-Latin: \xe9\r\nContent-Length: 0\r\n\r\n"
    got = asyncio.run(get({NEWS: head}))
    assert isinstance(got, Response)
    assert (got.header("x-utf"), got.header("x-latin")) == ("é", "é")


def test_only_what_is_needed_is_sent() -> None:
    """User-Agent and validators verbatim; no cookie, no Referer, nothing invented."""
    set_cookie = answer(302, Location="/2", Set_Cookie="a=1; Path=/")

    async def run() -> list[Seen]:
        replies = {NEWS: set_cookie, "http://news.example/2": answer(200, TEXT)}
        async with loopback(replies) as served, client_of(proxy=served.proxy) as client:
            await client.get(NEWS, etag='W/"a;b"', last_modified="Yesterday, about noon")
            return [seen for seen in served.seen if not seen.url.endswith("robots.txt")]

    first, second = asyncio.run(run())
    for seen in (first, second):
        assert seen.headers["if-none-match"] == 'W/"a;b"'
        assert seen.headers["if-modified-since"] == "Yesterday, about noon"
        assert seen.headers["user-agent"].startswith("Tagwire/")
        assert not {"cookie", "referer", "authorization"} & set(seen.headers)


def test_a_validator_that_would_break_the_request_is_not_sent() -> None:
    """Line breaks in a stored header open no second request."""

    async def run() -> tuple[Got, Seen]:
        async with loopback({NEWS: answer(200)}) as served:
            async with client_of(proxy=served.proxy) as client:
                got = await client.get(NEWS, etag='"a"\r\nX-Evil: 1')
            return got, served.seen[-1]

    got, seen = asyncio.run(run())
    assert got.status == 200
    assert not {"if-none-match", "x-evil"} & set(seen.headers)


def test_redirects_are_followed_to_another_host_with_its_own_robots_txt() -> None:
    """Each hop counts as a request of its own."""

    async def run() -> tuple[Got, list[str]]:
        target = "http://other.example/a"
        replies = {NEWS: answer(301, Location=target), target: answer(200, TEXT)}
        async with loopback(replies) as served, client_of(proxy=served.proxy) as client:
            return await client.get(NEWS), [seen.url for seen in served.seen]

    got, urls = asyncio.run(run())
    assert isinstance(got, Response)
    assert (got.url, got.final_url) == (NEWS, "http://other.example/a")
    assert "http://other.example/robots.txt" in urls


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (301, 308, "http://news.example/3"),
        (308, 302, "http://news.example/2"),
        (302, 301, ""),
    ],
)
def test_it_is_told_how_far_redirects_led_that_are_for_good(
    first: int, second: int, expected: str
) -> None:
    """One that is not for good ends that."""
    replies = {
        NEWS: answer(first, Location="/2"),
        "http://news.example/2": answer(second, Location="/3"),
        "http://news.example/3": answer(200, TEXT),
    }
    got = asyncio.run(get(replies))
    assert isinstance(got, Response)
    assert (got.final_url, got.permanent_url) == ("http://news.example/3", expected)


def test_a_redirect_into_a_forbidden_part_is_not_followed() -> None:
    """robots.txt of the target counts."""
    replies = {
        NEWS: answer(302, Location="http://other.example/closed"),
        "http://other.example/robots.txt": answer(200, b"User-agent: *\nDisallow: /closed"),
    }
    check(replies, Reason.ROBOTS)


# ------------------------------------------------------------- hosts that misbehave


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("ftp://news.example/1", Reason.BAD_REDIRECT),
        ("javascript:alert(1)", Reason.BAD_REDIRECT),
        ("http://", Reason.BAD_REDIRECT),
        ("http://169.254.169.254/latest/meta-data/", Reason.REFUSED_ADDRESS),
        ("http://news.example:22/", Reason.REFUSED_ADDRESS),
        ("//localhost/", Reason.REFUSED_ADDRESS),
        ("/1", Reason.TOO_MANY_REDIRECTS),
    ],
)
def test_redirects_to_nowhere_end_with_a_reason(location: str, reason: Reason) -> None:
    """Every hop is checked as if somebody had typed it."""
    check(answer(302, Location=location), reason)


def test_a_redirect_without_a_target_is_told() -> None:
    """301 and no Location."""
    check(answer(301), Reason.BAD_REDIRECT)


def test_the_sixth_redirect_is_not_followed() -> None:
    """Each to a new address, so that no circle shows."""

    async def onward(seen: Seen, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(302, Location=seen.url + "1", Connection="close"))

    check({NEWS: onward, "*": onward}, Reason.TOO_MANY_REDIRECTS)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (answer(200, b"x" * 2001), Reason.TOO_LARGE),
        (say(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 2001), Reason.TOO_LARGE),
        (answer(200, gzip.compress(b"x" * 9999), Content_Encoding="gzip"), Reason.TOO_LARGE),
        (answer(200, TEXT, Content_Encoding="gzip"), Reason.BAD_ENCODING),
        (answer(200, TEXT, Content_Encoding="br"), Reason.BAD_ENCODING),
        (
            answer(200, gzip.compress(TEXT)[:-12], Content_Encoding="gzip"),
            Reason.TRUNCATED,
        ),
        (say(answer(200, TEXT, Content_Length=999)), Reason.TRUNCATED),
        (say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"), Reason.TRUNCATED),
        (say(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), Reason.UNREACHABLE),
        (say(b""), Reason.UNREACHABLE),
        (answer(200, b"", X_Long="a" * 100_000), Reason.UNREACHABLE),
        (
            b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 5000 + b"Content-Length: 0\r\n\r\n",
            Reason.UNREACHABLE,
        ),
        (answer(404), Reason.HTTP_CLIENT_ERROR),
        (answer(410), Reason.GONE),
        (answer(500), Reason.HTTP_SERVER_ERROR),
        (answer(304), Reason.BAD_REDIRECT),
        (answer(206, b"pa", Content_Range="bytes 0-1/4"), Reason.TRUNCATED),
    ],
    ids=[
        "announced large",
        "large",
        "bomb",
        "fake gzip",
        "brotli",
        "cut gzip",
        "short",
        "cut chunk",
        "ssh",
        "hang-up",
        "long header",
        "many headers",
        "404",
        "410",
        "500",
        "304 unasked",
        "206 unasked",
    ],
)
def test_bad_answers_end_with_a_reason(reply: Reply, reason: Reason) -> None:
    """Nothing raises, nothing half is taken for whole."""
    check(reply, reason, max_body_bytes=2000)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_told_and_keeps_us_away(status: int) -> None:
    """The next get to that host is answered without a request."""

    async def run() -> tuple[Got, Got, int]:
        reply = answer(status, Retry_After="3600")
        async with loopback({NEWS: reply}) as served, client_of(proxy=served.proxy) as client:
            first = await client.get(NEWS)
            second = await client.get("http://news.example/2")
            assert client.busy_hosts() == ["news.example"]
            return first, second, len(served.urls())

    first, second, requests = asyncio.run(run())
    assert isinstance(first, FetchFailure)
    assert isinstance(second, FetchFailure)
    assert first.retry_after_s == 3600
    assert second.reason is Reason.RATE_LIMITED
    assert 3000 < (second.retry_after_s or 0) <= 3600
    assert requests == 1


@pytest.mark.parametrize(
    "reply",
    [
        say(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 60, every_s=0.05),
        say(b"HTTP/1.1 200 OK\r\nX-Drip: ", *[b"H"] * 60, every_s=0.05),
        say(b"", every_s=3),
    ],
    ids=["body", "head", "silence"],
)
def test_a_dripping_host_is_left_at_the_total_limit(reply: Reply) -> None:
    """Each byte comes in time, all of them never do."""
    start_s = time.monotonic()
    check(reply, Reason.TIMEOUT, total_timeout_s=0.4)
    assert time.monotonic() - start_s < 2


def test_a_gigabyte_in_a_megabyte_stops_at_the_limit() -> None:
    """The bomb is stopped by its decoded size, long before it is read."""
    bomb = gzip.compress(b"\0" * 100_000_000, 9) * 10
    failure = check(answer(200, bomb, Content_Encoding="gzip"), Reason.TOO_LARGE)
    assert "10000000" in failure.rejected.detail


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://news.example/", Reason.UNKNOWN_SCHEME),
        ("mailto:a@news.example", Reason.UNKNOWN_SCHEME),
        ("http://", Reason.BAD_URL),
        ("", Reason.BAD_URL),
        ("http://[::1/", Reason.BAD_URL),
        ("http://news.example:99999/", Reason.BAD_URL),
        ("http://news.example:25/", Reason.REFUSED_ADDRESS),
    ],
)
def test_unusable_addresses_are_told_apart(url: str, reason: Reason) -> None:
    """Before anything is sent."""
    got = asyncio.run(get({}, url))
    assert isinstance(got, FetchFailure)
    assert (got.reason, got.permanent) == (reason, True)


def test_an_unreachable_host_is_a_failure_to_try_again() -> None:
    """Nothing listens there."""
    got = asyncio.run(_from_closed_port())
    assert isinstance(got, FetchFailure)
    assert (got.reason, got.permanent) == (Reason.UNREACHABLE, False)


async def _from_closed_port() -> Got:
    async with loopback({}) as served:
        port = served.port
    async with client_of(allow_private=(f"127.0.0.1:{port}",)) as client:
        return await client.get(f"http://127.0.0.1:{port}/")


def test_being_cancelled_passes_through_and_frees_the_host() -> None:
    """The worker may stop at any moment."""

    async def run() -> Got:
        replies = {NEWS: say(b"", every_s=5), "http://news.example/2": answer(200, TEXT)}
        async with loopback(replies) as served, client_of(proxy=served.proxy) as client:
            stuck = asyncio.create_task(client.get(NEWS))
            await asyncio.sleep(0.1)
            stuck.cancel()
            with pytest.raises(asyncio.CancelledError):
                await stuck
            return await client.get("http://news.example/2")

    assert asyncio.run(run()).status == 200


def garbled(rng: random.Random, raw: bytes) -> bytes:
    """Cut, doubled, struck out and strewn with what parsers dislike."""
    out = bytearray(raw)
    for _ in range(rng.randint(0, 8)):
        place = rng.randrange(len(out) + 1)
        out[place : place + rng.choice([0, 0, 1, 15])] = rng.choice(
            [rng.randbytes(3), out[place : place + 30], b"\r\n", b"\0", *STREWN]
        )
    return bytes(out)


STREWN = [
    b"Content-Length: 5\r\n",
    b"Content-Encoding: deflate\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Location: //a@b/\xff%zz\r\n",
    b"Set-Cookie: ;;=\r\n",
]
WHOLE = [
    answer(200, TEXT, Content_Type="text/html"),
    answer(200, gzip.compress(TEXT * 50), Content_Encoding="gzip"),
    answer(302, Location="http://[::ffff:7f00:1]/x"),
    answer(429, Retry_After="Tue, 01 Sep 2026 12:05:00 GMT"),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
    b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + answer(200, TEXT),
]


def test_whatever_bytes_a_host_answers_a_get_ends_in_a_value() -> None:
    """300 hosts that answer garbled bytes to everything, robots.txt too."""
    rng = random.Random(7)

    async def run() -> list[Got]:
        async def reply(_: Seen, writer: asyncio.StreamWriter) -> None:
            writer.write(garbled(rng, rng.choice(WHOLE)))

        robots = {f"http://h{n}.example/robots.txt": reply for n in range(0, 300, 3)}
        async with (
            loopback({"*": reply, **robots}) as served,
            client_of(proxy=served.proxy, total_timeout_s=0.5) as client,
        ):
            gets = (client.get(f"http://h{n}.example/") for n in range(300))
            return await asyncio.gather(*gets)

    got = asyncio.run(run())
    assert {type(one) for one in got} == {Response, FetchFailure}
    assert len({one.reason for one in got if isinstance(one, FetchFailure)}) >= 5


# -------------------------------------------------------------------- politeness


def test_one_host_is_never_asked_twice_at_once_and_ten_hosts_are() -> None:
    """Also when redirects lead there from elsewhere."""

    async def run() -> Loopback:
        replies: dict[str, Reply] = {"*": hold}
        for n in range(3):
            replies[f"http://host{n}.example/away"] = answer(302, Location="http://hub.example/")
        async with loopback(replies) as served, client_of(proxy=served.proxy) as client:
            urls = [f"http://host{n}.example/{m}" for n in range(10) for m in range(3)]
            urls += [f"http://host{n}.example/away" for n in range(3)]
            got = await asyncio.gather(*(client.get(url) for url in urls))
            assert [one.status for one in got] == [200] * 33
            return served

    served = asyncio.run(run())
    hosts = {seen.host for seen in served.seen}
    assert len(hosts) == 11
    assert {served.peak(host) for host in hosts} == {1}
    assert served.peak() >= 5


def test_a_slow_host_delays_no_other_and_sixty_are_asked_at_once() -> None:
    """Its waiting requests hold no place that another host needs, however many they are."""

    async def slow(_: Seen, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(1.5)
        writer.write(answer(200, TEXT, Connection="close"))

    async def pause(_: Seen, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        writer.write(answer(200, TEXT, Connection="close"))

    async def run() -> tuple[Loopback, list[str]]:
        stuck = [f"http://slow.example/{n}" for n in range(70)]
        replies: dict[str, Reply] = dict.fromkeys(stuck, slow) | {"*": pause}
        async with loopback(replies) as served, client_of(proxy=served.proxy) as client:
            waiting = [asyncio.create_task(client.get(url)) for url in stuck]
            await asyncio.sleep(0.1)
            urls = [f"http://host{n}.example/{m}" for n in range(60) for m in range(2)]
            got = await asyncio.gather(*(client.get(url) for url in urls))
            assert [one.status for one in got] == [200] * 120
            done = [url for url, task in zip(stuck, waiting, strict=True) if task.done()]
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            return served, done

    served, done = asyncio.run(run())
    hosts = {seen.host for seen in served.seen}
    assert {served.peak(host) for host in hosts} == {1}
    assert served.peak() >= 50
    assert len(done) <= 3


def test_crawl_delay_of_the_host_is_kept() -> None:
    """robots.txt and three pages of a host that wants 40 s."""

    async def run() -> float:
        robots = answer(200, b"User-agent: *\nCrawl-delay: 40")
        replies = {"*": answer(200), "http://news.example/robots.txt": robots}
        async with loopback(replies) as served, client_of(proxy=served.proxy) as client:
            await asyncio.gather(*(client.get(f"{NEWS}{n}") for n in range(3)))
            starts = [seen.start for seen in served.seen]
            return min(b - a for a, b in pairwise(starts)) * 1000

    assert asyncio.run(run()) >= 40


# ------------------------------------------------------------------------- guard


def spellings() -> list[str]:
    """All that are known: ours, and those that were collected when they are at hand."""
    collected = ROOT / os.environ.get("TAGWIRE_SHARED", "../shared") / SPELLINGS
    cases = json.loads(collected.read_text()) if collected.exists() else []
    return sorted({*INNER, *(case["host"] for case in cases)})


def test_no_spelling_of_an_inner_host_is_connected_directly() -> None:
    """A server listens there, and nobody comes."""

    async def run() -> tuple[set[Reason], int]:
        async with loopback({"*": answer(200)}) as served:
            async with client_of(ports=frozenset({served.port})) as client:
                got = [await client.get(f"http://{host}:{served.port}/") for host in spellings()]
            return {_reason_of(one) for one in got}, served.connections

    reasons, connections = asyncio.run(run())
    assert connections == 0
    assert reasons <= {Reason.REFUSED_ADDRESS, Reason.BAD_URL}


def test_no_spelling_of_an_inner_host_is_reached_by_redirect() -> None:
    """From a host that may be asked, to one that may not."""

    async def run() -> tuple[set[Reason], int]:
        async with loopback({"*": answer(200)}) as inner, loopback({}) as served:
            settings = {
                "ports": frozenset({inner.port}),
                "allow_private": (f"127.0.0.1:{served.port}",),
            }
            async with client_of(**settings) as client:
                got = []
                for n, host in enumerate(spellings()):
                    target = f"http://{host}:{inner.port}/".encode()
                    served.replies[f"/{n}"] = answer(302, Location=target.decode("latin-1"))
                    got.append(await client.get(f"http://127.0.0.1:{served.port}/{n}"))
            return {_reason_of(one) for one in got}, inner.connections

    reasons, connections = asyncio.run(run())
    assert connections == 0
    assert reasons <= {Reason.REFUSED_ADDRESS, Reason.BAD_REDIRECT}


def test_no_spelling_of_an_inner_host_is_asked_of_a_proxy() -> None:
    """The proxy stands inside: it would reach them."""

    async def run() -> tuple[set[Reason], int]:
        async with loopback({"*": answer(200)}) as served:
            async with client_of(proxy=served.proxy) as client:
                got = [await client.get(f"http://{host}/") for host in spellings()]
            return {_reason_of(one) for one in got}, served.connections

    reasons, connections = asyncio.run(run())
    assert connections == 0
    assert reasons <= {Reason.REFUSED_ADDRESS, Reason.BAD_URL}


def test_a_name_that_resolves_to_an_inner_address_is_stopped_at_the_socket() -> None:
    """DNS says what it wants; the guard sees the address that would be connected."""

    async def run() -> tuple[object, int]:
        async with loopback({"*": answer(200)}) as served:
            transport = Transport(FetchSettings())
            url = URL(f"http://localhost:{served.port}/")
            got = await transport.exchange(url, {}, max_bytes=1000, timeout_s=5)
            await transport.close()
            return got, served.connections

    got, connections = asyncio.run(run())
    assert isinstance(got, Trouble)
    assert (got.reason, connections) == (Reason.REFUSED_ADDRESS, 0)


def test_a_route_is_for_its_own_hosts_only() -> None:
    """A direct request never reaches the proxy of a route, whatever its address."""

    async def run() -> tuple[Got, Got, int]:
        async with loopback({NEWS: answer(200, TEXT)}) as served:
            routes = {".example": served.proxy}
            async with client_of(routes=routes, ports=frozenset({80, served.port})) as client:
                inside = await client.get(NEWS)
                before = served.connections
                outside = await client.get(f"http://127.0.0.1:{served.port}/")
                return inside, outside, served.connections - before

    inside, outside, connections = asyncio.run(run())
    assert inside.status == 200
    assert _reason_of(outside) is Reason.REFUSED_ADDRESS
    assert connections == 0


def _reason_of(got: Got) -> Reason:
    assert isinstance(got, FetchFailure)
    return got.reason
