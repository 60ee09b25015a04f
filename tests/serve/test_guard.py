"""Who may ask, who may change anything, and what every answer carries."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from serve import newsroom
from serve.asgi import Browser
from serve.site import csrf_of, make_site
from tagwire.errors import ConfigError
from tagwire.serve import check_listen, new_owner_token
from tagwire.serve.guard import OwnerGate

ALWAYS = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "x-frame-options",
)
VALUES = {
    "{name:path}": "port-of-veldmar",
    "{name}": "2026-11-21-lock-gate-a1",
    "{domain}": "veldmar-courier.example",
    "{id}": "a1",
    "{n:version}": "1",
    "{a:version}": "1",
    "{b:version}": "2",
    "{n}": "1",
    "{slug}": "port-of-veldmar",
    "{key}": "courier",
    "{token}": "x",
    "{digest}": "x",
    "{signature}": "x",
}


def every_route(routes, prefix: str = "") -> list[tuple[str, str]]:
    """Return (method, path) of each route, mounted ones too."""
    found = []
    for route in routes:
        if isinstance(route, Mount):
            found += every_route(route.routes, prefix + route.path)
            continue
        if hasattr(route, "original_router"):  # how FastAPI keeps an included router
            found += every_route(route.original_router.routes, prefix)
            continue
        assert isinstance(route, Route), route
        path = prefix + route.path
        for placeholder, value in VALUES.items():
            path = path.replace(placeholder, value)
        assert "{" not in path, f"no value for a part of {path}"
        found += [(method, path) for method in route.methods or ("GET",)]
    return found


ROUTES = every_route(make_site(empty=True).app.routes)
WRITES = [path for method, path in ROUTES if method not in {"GET", "HEAD", "OPTIONS"}]


@pytest.fixture(scope="module")
def steady_owner(steady) -> Browser:
    """Its owner, signed in."""
    return steady.owner()


def check(browser: Browser, method: str, path: str, status: int, **headers: str) -> None:
    answer = browser.ask(method, path, headers=headers)
    assert status == answer.status, f"{method} {path}"
    for name in ALWAYS:
        assert name in answer.headers, f"{method} {path}"


def test_the_table_of_routes_has_pages_the_api_and_writes() -> None:
    """The walk below would prove nothing over an empty table."""
    assert ("GET", "/tag/port-of-veldmar") in ROUTES
    assert ("GET", "/api/v1/tags/port-of-veldmar/articles") in ROUTES
    assert {"/owner", "/owner/leave", "/sources/add", "/demo/remove"} <= set(WRITES)
    assert "/sources/courier/remove" in WRITES


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_route_can_be_written_without_the_owner(method: str, steady) -> None:
    """The gate refuses before any page is reached, whatever the route says."""
    before = steady.store.totals(newsroom.NOW)
    for path in sorted({path for _, path in ROUTES}):
        visitor = Browser(steady.app, client=(f"{method} {path}", 1))  # each its own token tries
        check(visitor, method, path, 403)
        assert before == steady.store.totals(newsroom.NOW), f"{method} {path}"


def test_every_route_refuses_a_foreign_host(steady_owner) -> None:
    """A page of another site cannot rebind its name to us."""
    for method, path in sorted(set(ROUTES)):
        check(steady_owner, method, path, 421, host="evil.example")


def test_every_answer_carries_the_security_headers(steady) -> None:
    """Pages, feeds, JSON, files, redirects and errors alike."""
    for method, path in sorted(set(ROUTES)):
        answer = steady.visitor().ask(method, path)
        assert answer.status < 500, f"{method} {path}"
        for name in ALWAYS:
            assert name in answer.headers, f"{method} {path}"
        assert "unsafe-inline" not in answer.headers["content-security-policy"], path


@pytest.mark.parametrize("path", sorted(set(WRITES) - {"/owner"}))
def test_the_owner_without_a_csrf_token_is_refused(path: str, steady_owner) -> None:
    """A cookie alone is not enough."""
    check(steady_owner, "POST", path, 403)
    assert steady_owner.post(path, {"csrf": "0" * 64}).status == 403


@pytest.mark.parametrize("path", sorted(set(WRITES)))
def test_a_form_of_another_site_is_refused_even_with_cookie_and_token(
    path: str, steady, steady_owner
) -> None:
    """Origin and Sec-Fetch-Site are what the browser itself says."""
    csrf = csrf_of(steady_owner.get("/owner").text)
    assert csrf
    form = {"csrf": csrf, "token": steady.token}
    assert steady_owner.post(path, form, origin="https://evil.example").status == 403
    assert steady_owner.post(path, form, sec_fetch_site="cross-site").status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "same-origin", "origin": "null"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8080"},
    ],
    ids=["silent", "browser on loopback", "browser on plain http", "browser with referrer"],
)
def test_our_own_forms_pass_as_browsers_send_them(site, headers: dict[str, str]) -> None:
    """Without a referrer the origin of a form is null."""
    owner = Browser(site.app)
    assert owner.post("/owner", {"token": site.token}, **headers).status == 303
    csrf = csrf_of(owner.get("/owner").text)
    assert owner.post("/sources/courier/pause", {"csrf": csrf}, **headers).status == 303


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:8080", True),
        ("localhost", True),
        ("[::1]:8080", True),
        ("LOCALHOST.:8080", True),
        ("news.example.org", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost@evil.example", False),
        ("192.168.1.5:8080", False),
        ("", False),
    ],
)
def test_hosts_are_loopback_and_those_of_the_settings(host: str, allowed: bool) -> None:
    """Everything else is foreign."""
    site = make_site(public_hosts=("news.example.org",))
    assert allowed == (site.visitor().get("/about", host=host).status == 200)


def test_an_address_is_a_host_where_we_listen_on_all_addresses() -> None:
    """Rebinding needs a name."""
    visitor = make_site(host="0.0.0.0").visitor()
    assert visitor.get("/about", host="192.168.1.5:8080").status == 200
    assert visitor.get("/about", host="evil.example").status == 421


def test_a_form_larger_than_any_of_ours_is_refused(site) -> None:
    """Nothing of it is kept."""
    assert site.owner().post("/sources/add", {"url": "x" * 70_000}).status == 413


# ------------------------------------------------------------------- the owner


def test_the_token_becomes_a_strict_cookie_and_the_session_ends_everywhere(site) -> None:
    """Signing out replaces the key, so a copied cookie is worthless too."""
    owner = Browser(site.app)
    answer = owner.post("/owner", {"token": site.token})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    copy = dict(owner.cookies)
    csrf = csrf_of(owner.get("/owner").text)
    assert owner.post("/owner/leave", {"csrf": csrf}).status == 303
    owner.cookies = copy
    assert "Owner token" in owner.get("/owner").text


def test_behind_https_the_cookie_is_secure() -> None:
    """base_url says so when a proxy ends TLS."""
    site = make_site(base_url="https://news.example.org", public_hosts=("news.example.org",))
    answer = Browser(site.app).post("/owner", {"token": site.token})
    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("cookie", ["", "x", "1.2.3", "9999999999.abc.def", "..", "é.é.é"])
def test_a_forged_cookie_is_a_visitor(site, cookie: str) -> None:
    """Whatever it holds."""
    site.owner()  # makes the key
    browser = site.visitor()
    browser.cookies["tagwire_owner"] = cookie
    assert "Owner token" in browser.get("/owner").text


def test_a_session_ends() -> None:
    """After 30 days the cookie is worthless."""
    now = [newsroom.NOW]
    site = make_site(clock=lambda: now[0])
    owner = site.owner()
    assert "You are signed in" in owner.get("/owner").text
    now[0] += timedelta(days=30, seconds=1)
    assert "You are signed in" not in owner.get("/owner").text


def test_wrong_tokens_make_a_client_wait_and_others_not() -> None:
    """Five tries a minute for each address."""
    now = [newsroom.NOW]
    site = make_site(clock=lambda: now[0])
    guesser = Browser(site.app, client=("10.0.0.1", 1))
    statuses = [guesser.post("/owner", {"token": f"tw-{n}"}).status for n in range(6)]
    assert statuses == [403] * 5 + [429]
    answer = guesser.post("/owner", {"token": site.token})
    assert answer.status == 429
    assert int(answer.headers["retry-after"]) > 0
    assert Browser(site.app).post("/owner", {"token": site.token}).status == 303
    now[0] += timedelta(minutes=1)
    assert guesser.post("/owner", {"token": site.token}).status == 303


async def write_slowly(messages: list) -> tuple[int, dict[str, str]]:
    """Send these parts of a form and then nothing more; return status and headers."""
    gate = OwnerGate(
        PlainTextResponse("reached"),
        None,  # type: ignore[arg-type]  # without a cookie no site is asked
        lambda _site, _request, status, detail: PlainTextResponse(detail, status),
        body_limit_s=0.02,
    )
    scope = {"type": "http", "method": "POST", "path": "/owner", "headers": [], "scheme": "http",
             "query_string": b"", "server": ("127.0.0.1", 8080), "root_path": "", "state": {}}  # fmt: skip
    sent = []

    async def receive():
        return messages.pop(0) if messages else await asyncio.sleep(60)

    async def send(message) -> None:
        sent.append(message)

    await asyncio.wait_for(gate(scope, receive, send), timeout=5)
    return sent[0]["status"], {k.decode(): v.decode() for k, v in sent[0]["headers"]}


def part(body: bytes) -> dict[str, object]:
    return {"type": "http.request", "body": body, "more_body": True}


@pytest.mark.parametrize("messages", [[], [part(b"token=")], [part(b"a"), part(b"b")]])
def test_a_form_that_does_not_come_to_its_end_is_not_waited_for(messages) -> None:
    """Whoever sends it: the connection is free again."""
    status, headers = asyncio.run(write_slowly(messages))
    assert (status, headers["connection"]) == (408, "close")


def test_a_form_that_broke_off_is_not_read() -> None:
    """Half a form may mean something else than the whole."""
    messages = [part(b"token=tw"), {"type": "http.disconnect"}]
    status, _ = asyncio.run(write_slowly(messages))
    assert status == 400


def test_an_instance_without_owner_accepts_no_token() -> None:
    """Not even the empty one."""
    site = make_site(empty=True, owner=False)
    browser = Browser(site.app)
    assert browser.post("/owner", {"token": ""}).status == 403
    assert browser.post("/owner", {"token": "none"}).status == 403


def test_tokens_are_long_and_their_verifier_does_not_hold_them() -> None:
    """What is stored cannot be used to sign in."""
    token, verifier = new_owner_token()
    other, _ = new_owner_token()
    assert token != other
    assert len(token) > 25
    assert token not in verifier


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "news.example.org"])
def test_beyond_loopback_nobody_listens_without_an_owner(host: str) -> None:
    """The message says what to do."""
    with pytest.raises(ConfigError, match="owner token"):
        check_listen(host, has_owner=False)
    check_listen(host, has_owner=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_on_loopback_everybody_listens(host: str) -> None:
    """There are no others."""
    assert check_listen(host, has_owner=False) is None
