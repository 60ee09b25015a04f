"""What every web keeps, the real client over loopback and the fake one alike."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from fakes import FakeWeb, page_of
from fetch.loopback import answer, client_of, loopback
from tagwire.fetch import FetchFailure, Web, failure_of
from tagwire.model import Reason, Response

URL = "http://news.example/1"
GONE = "http://news.example/gone"
TEXT = b"<p>Grain ships left port.</p>"

Scene = Callable[[Web], Awaitable[None]]


async def on_fake(scene: Scene) -> None:
    page = page_of(URL, TEXT, etag='"v1"', last_modified="Tue, 01 Sep 2026 06:00:00 GMT")
    await scene(FakeWeb({URL: page, GONE: failure_of(GONE, Reason.GONE, "gone", status=410)}))


async def on_client(scene: Scene) -> None:
    async def page(seen, writer) -> None:
        known = (
            seen.headers.get("if-none-match") == '"v1"'
            or seen.headers.get("if-modified-since") == "Tue, 01 Sep 2026 06:00:00 GMT"
        )
        status, body = (304, b"") if known else (200, TEXT)
        writer.write(
            answer(
                status,
                body,
                Content_Type="text/html; charset=utf-8",
                ETag='"v1"',
                Last_Modified="Tue, 01 Sep 2026 06:00:00 GMT",
                Connection="close",
            )
        )

    async with (
        loopback({URL: page, GONE: answer(410)}) as served,
        client_of(proxy=served.proxy, ports=frozenset({80})) as client,
    ):
        await scene(client)


WEBS = [
    pytest.param(on_fake, id="fake"),
    pytest.param(on_client, id="client", marks=pytest.mark.flow),
]


@pytest.fixture(params=WEBS)
def check(request: pytest.FixtureRequest) -> Callable[[Scene], None]:
    """Play a scene on one of the webs."""
    return lambda scene: asyncio.run(request.param(scene))


def test_a_page_is_a_response_with_what_was_asked(check) -> None:
    """Body, headers in lower case, an aware moment."""

    async def scene(web: Web) -> None:
        got = await web.get(URL)
        assert isinstance(got, Response)
        assert (got.url, got.final_url, got.status, got.body) == (URL, URL, 200, TEXT)
        assert got.header("etag") == '"v1"'
        assert got.fetched.tzinfo is not None

    check(scene)


@pytest.mark.parametrize(
    "validators", [{"etag": '"v1"'}, {"last_modified": "Tue, 01 Sep 2026 06:00:00 GMT"}]
)
def test_a_known_page_answers_not_modified(check, validators: dict[str, str]) -> None:
    """304 is a response without a body, not a failure."""

    async def scene(web: Web) -> None:
        got = await web.get(URL, **validators)
        assert (got.status, getattr(got, "body", None)) == (304, b"")

    check(scene)


def test_another_validator_gets_the_page(check) -> None:
    """It changed since."""

    async def scene(web: Web) -> None:
        assert (await web.get(URL, etag='"v0"')).status == 200

    check(scene)


def test_what_fails_is_a_value_with_its_reason(check) -> None:
    """Under the address that was asked."""

    async def scene(web: Web) -> None:
        got = await web.get(GONE)
        assert isinstance(got, FetchFailure)
        assert (got.reason, got.rejected.key, got.status) == (Reason.GONE, GONE, 410)
        assert got.permanent

    check(scene)


def test_a_page_larger_than_asked_for_is_a_failure(check) -> None:
    """``max_bytes`` counts the decoded body."""

    async def scene(web: Web) -> None:
        got = await web.get(URL, max_bytes=5)
        assert isinstance(got, FetchFailure)
        assert got.reason is Reason.TOO_LARGE
        assert (await web.get(URL, max_bytes=len(TEXT))).status == 200

    check(scene)
