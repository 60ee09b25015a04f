"""Whatever a stranger sends, the answer is one of ours and never a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from serve import newsroom
from serve.asgi import Browser
from serve.site import make_site
from tagwire.model import Block, BlockKind, Link
from tagwire.serve.filters import TAG_KEYS, Filters, parse_filters
from tagwire.serve.guard import host_name
from tagwire.serve.paths import headline_slug, outgoing
from tagwire.serve.prose import html_of
from tagwire.store import SqliteStore

SITE = make_site()
FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PREFIXES = ("/", "/tag/", "/hashtag/", "/publisher/", "/article/", "/article/a1/", "/source/",
            "/static/", "/api/v1/tags/", "/api/v1/articles/", "/tags?prefix=", "/search?q=",
            "/tag/port-of-veldmar?cursor=", "/tag/port-of-veldmar?", "/sources?state=",
            "/sources?", "/sources?q=", "/sources/add?q=", "/sources/add?country=", "/sources/added/",
            "/search.json?q=", "/search?cursor=", "/api/v1/search?q=", "/article/a1/diff/",
            "/publisher/veldmar-courier.example?", "/api/v1/publishers/")  # fmt: skip
# Lone surrogates cannot be sent; everything else can.
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory) -> Iterator[Browser]:
    """A visitor of a site over the database, whose numbers have an end."""
    store = SqliteStore(tmp_path_factory.mktemp("any") / "tagwire.db")
    yield make_site(store=store).visitor()
    store.close()


def check(browser: Browser, url: str, **headers: str) -> None:
    answer = browser.get(url, **headers)
    assert answer.status < 500
    assert "content-security-policy" in answer.headers
    location = answer.headers.get("location", "/")
    assert location.startswith(("/", "http://127.0.0.1:8080/"))
    assert not location.startswith("//")


@FEW
@given(prefix=st.sampled_from(PREFIXES), rest=anything)
def test_any_address_is_answered_and_leads_nowhere_else(prefix: str, rest: str) -> None:
    """No crash, no redirect to another host."""
    check(SITE.visitor(), prefix + quote(rest, safe="/&=?"))


LONG = "9" * 5000  # more digits than int() reads
ENDS = ("0000", "0001", "1899", "2201", "9999")  # years


@pytest.mark.parametrize("number", ["0", str(2**31), str(2**63), str(2**64), LONG])
def test_versions_beyond_any_number_are_none(on_disk, number: str) -> None:
    """Neither the parser of addresses nor the store is asked for them."""
    assert on_disk.get(f"/article/a1/v{number}").status == 404
    assert on_disk.get(f"/api/v1/articles/a1/versions/{number}").status in {400, 404}


@pytest.mark.parametrize("year", ENDS)
@pytest.mark.parametrize("rest", ["-01", "-12", "-01-01", "-12-31"])
def test_dates_at_the_ends_of_the_calendar_are_refused(on_disk, year: str, rest: str) -> None:
    """The day after the last, or the first in another zone, is on no calendar."""
    assert on_disk.get(f"/tag/port-of-veldmar?date={year}{rest}").status == 400
    assert on_disk.get(f"/api/v1/articles?date={year}{rest}").status == 400


@pytest.mark.parametrize("value", ["0", "-1", "101", str(2**64), LONG, "nan", "1e9", "%00"])
def test_limits_beyond_what_is_served_are_refused(on_disk, value: str) -> None:
    """In each list that takes one."""
    for path in ("articles", "tags", "tags/port-of-veldmar/articles"):
        assert on_disk.get(f"/api/v1/{path}?limit={value}").status == 400


@pytest.mark.parametrize("part", [f"{2**63:x}", f"{2**64:x}", "1" + "0" * 200])
def test_cursors_of_numbers_beyond_the_database_are_refused(on_disk, part: str) -> None:
    """They are not ours."""
    for cursor in (f"0.{part}", f"{part}.0"):
        assert on_disk.get(f"/tag/port-of-veldmar?cursor={cursor}").status == 400
        assert on_disk.get(f"/api/v1/articles?cursor={cursor}").status == 400


@FEW
@given(cursor=st.from_regex(r"[0-9a-f_+-]{0,40}\.[0-9a-f_+-]{0,40}", fullmatch=True))
def test_any_cursor_gives_a_page(on_disk, cursor: str) -> None:
    """A broken one gives the first; one of numbers that no database holds is refused."""
    check(on_disk, f"/tag/port-of-veldmar?cursor={quote(cursor)}")


@pytest.mark.parametrize("origin", ["http://[", "http://]", "//", "http://127.0.0.1:x", "\xff"])
def test_a_broken_origin_is_a_foreign_one(origin: str) -> None:
    """Not a fault."""
    answer = SITE.visitor().ask("POST", "/sources/add", headers={"origin": origin})
    assert answer.status == 403


@FEW
@given(
    cookie=st.text(
        st.characters(min_codepoint=32, max_codepoint=255, exclude_characters=";"), max_size=80
    )
)
def test_any_cookie_is_a_visitor(cookie: str) -> None:
    """Never an owner, never a fault."""
    browser = SITE.visitor()
    check(browser, "/owner", cookie=f"tagwire_owner={cookie}")
    answer = browser.get("/owner", cookie=f"tagwire_owner={cookie}")
    assert "You are signed in" not in answer.text


@FEW
@given(host=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40))
def test_any_host_is_known_or_refused(host: str) -> None:
    """Nothing between."""
    assert SITE.visitor().get("/about", host=host).status in {200, 421}
    assert host_name(host) == host_name(host).lower()


@FEW
@given(body=st.binary(max_size=300))
def test_any_form_is_refused_without_the_owner(body: bytes) -> None:
    """Also when it is no form at all."""
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = SITE.visitor().ask("POST", "/sources/add", headers=kind, body=body)
    assert answer.status == 403


@given(pairs=st.lists(st.tuples(st.sampled_from(sorted(TAG_KEYS)), anything), max_size=4))
@settings(max_examples=200, deadline=None)
def test_filters_are_read_or_refused_and_their_query_reads_back(pairs) -> None:
    """One spelling for each meaning."""
    found = parse_filters(pairs, TAG_KEYS)
    if isinstance(found, str):
        assert found.endswith(".")
        return
    assert isinstance(found, Filters)
    query = found.list_query(newsroom.NOW, newsroom.NOW.tzinfo, 30)
    assert query.cursor == found.cursor


@given(text=anything, url=anything, start=st.integers(-3, 70), end=st.integers(-3, 70))
@settings(max_examples=200, deadline=None)
def test_any_block_becomes_safe_html_that_keeps_its_text(text, url, start, end) -> None:
    """Whatever the link says."""
    block = Block(kind=BlockKind.PARAGRAPH, text=text, links=(Link(start=start, end=end, url=url),))
    # Taking away what we may add leaves the escaped text.
    bare = re.sub(r'</?p>|<a rel="noopener noreferrer" href="[^"<>]*">|</a>', "", html_of([block]))
    assert str(escape(text)) == bare
    assert "javascript:" not in (outgoing(url) or "").lower()[:11]


@given(headline=anything)
@settings(max_examples=200, deadline=None)
def test_any_headline_has_a_slug_without_dots_or_slashes(headline: str) -> None:
    """So that the address has the parts that it should."""
    slug = headline_slug(headline)
    assert slug
    assert not set("./?#") & set(slug)
