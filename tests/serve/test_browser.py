"""Looks at the pages in a real Chromium, at the widths of a phone and a desktop."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from serve import newsroom
from serve.live import CHROMIUM, chromium, served
from serve.site import make_site
from tagwire.model import SourceKind
from tagwire.serve import AddResult, LanguageQuality, SetUp, StarterFeed

pytestmark = [
    pytest.mark.flow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]

WIDTHS = (320, 390, 768, 1280)
PAGES = (
    "/",
    "/tag/port-of-veldmar",
    "/tag/port-of-veldmar?lang=en&role=subject",
    "/tag/port-of-veldmar?date=2026-10",
    "/article/a1",
    "/article/a1/v1",
    "/article/a2",
    "/article/a3",
    "/article/a5",
    "/publisher/veldmar-courier.example",
    "/tags",
    "/search",
    "/search?q=port+-ferry+tag:PortOfVeldmar",
    "/search?q=port+nothinglikethis",
    "/search?q=%22never+closed",
    "/article/a1/diff/1..2",
    "/article/a1/diff/1..2?view=sides",
    "/article/c1",
    "/sources/add",
    "/sources/add?country=AT",
    "/sources?sort=name&q=veldmar",
    "/sources",
    "/source/courier",
    "/source/ledger",
    "/owner",
    "/health",
    "/about",
    "/tag/nothing-of-this-name",
    "/tag/port-of-veldmar?x=1",
)
AXE = Path(__file__).resolve().parents[2] / ".cache" / "axe-core" / "axe.min.js"


OWNED = ("/", "/sources", "/source/courier", "/owner", "/health", "/sources/add?country=AT")


def add_two(_feeds) -> AddResult:
    """Add what is there already, to see the page that follows."""
    return AddResult(added=newsroom.SOURCES[:2], known=newsroom.SOURCES[2:], detail="Two feeds.")


SET_UP = SetUp(
    starter=lambda: [
        StarterFeed(
            publisher=f"Zeitung der langen Namen Nummer {n}",
            domain=f"zeitung{n}.example",
            country="AT",
            language="de",
            category="news",
            kind=SourceKind.FEED,
            url=f"https://www.zeitung{n}.example/with/a/rather/long/address/{n}/rss.xml",
        )
        for n in range(70)
    ],
    add_feeds=add_two,
    import_opml=lambda _: add_two(()),
    export_opml=lambda: b"<opml/>",
    quality=lambda: [
        LanguageQuality(language="en", grade="full", figure="F1 0.88", note="measured on newswire"),
        LanguageQuality(language="th", grade="catalogue", figure=""),
    ],
    start_demo=lambda: None,
)


@pytest.fixture(scope="module")
def browser():
    """One Chromium for all tests here."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site():
    """A site with a second page, a copy, a joined tag and a list of feeds."""
    made = make_site(more=40, set_up=SET_UP)
    newsroom.add_copy(made.store)
    lock = newsroom.LOCK.slug
    made.store.merge_tags(lock, newsroom.PORT, "named alike", newsroom.NOW, "2026-11-20")
    return made


@pytest.fixture(scope="module")
def address(site):
    """Where it is served."""
    with served(site.app) as url:
        yield url


@pytest.fixture
def page(browser):
    """A tab; what it complains about is in ``page.complaints``."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    tab.complaints = []
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.on(
        "console",
        lambda line: (
            tab.complaints.append(line.text)
            if line.type in {"error", "warning"} and "status of 40" not in line.text
            else None
        ),
    )
    yield tab
    context.close()


def sign_in(page, address: str, token: str) -> None:
    """Become the owner by the form."""
    page.goto(f"{address}/owner")
    page.fill("#token", token)
    page.click("text=Sign in")
    page.wait_for_selector("text=You are signed in")


def check_fits(page, url: str) -> None:
    """Nothing scrolls sideways, at any width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert width >= page.evaluate("document.documentElement.scrollWidth"), (url, width)


def check_headings(page, url: str) -> None:
    """One h1, and no level is skipped on the way down."""
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1, url
    # Banners may come before the h1 but start at h2 at most.
    assert all(after - before <= 1 for before, after in pairwise(levels)), url


@pytest.mark.parametrize("url", PAGES)
def test_pages_fit_have_one_outline_and_break_no_rule_of_their_own(page, address, url) -> None:
    """No sideways scrolling, no script error, nothing that policy or axe-core forbids."""
    page.goto(address + url)
    check_fits(page, url)
    check_headings(page, url)
    check_axe(page)
    assert page.complaints == []


def test_pages_of_the_owner_fit_too(page, site, address) -> None:
    """With their forms."""
    sign_in(page, address, site.token)
    for url in OWNED:
        page.goto(address + url)
        check_fits(page, url)
        check_headings(page, url)
        check_axe(page)
    assert page.complaints == []


def test_an_empty_instance_fits(page) -> None:
    """The first page that anybody sees, before and after the owner signed in."""
    empty = make_site(empty=True, set_up=SET_UP)
    with served(empty.app) as url:
        page.goto(url)
        check_fits(page, url)
        check_headings(page, url)
        check_axe(page)
        sign_in(page, url, empty.token)
        page.goto(url)
        check_fits(page, url)
        check_axe(page)
        assert page.complaints == []


def test_a_first_visit_weighs_at_most_48_kb(page, address) -> None:
    """Page, styles, script, icon and font as they travel, without headers."""
    sizes = {}
    page.on(
        "response",
        lambda answer: sizes.update({answer.url: int(answer.headers["content-length"])}),
    )
    page.goto(f"{address}/tag/port-of-veldmar")
    page.wait_for_load_state("networkidle")
    assert len(sizes) >= 5
    assert sum(sizes.values()) <= 48_000, sizes


def test_the_owner_adds_feeds_by_ticking_them(page, site, address) -> None:
    """From the list to the page that follows the first articles."""
    sign_in(page, address, site.token)
    page.goto(f"{address}/sources/add")
    page.select_option("#n-country", "AT")
    page.click("text=Show")
    page.check("input[name=feed] >> nth=1")
    page.click("text=Add the ticked feeds")
    assert "/sources/added/" in page.url
    assert page.locator("#progress").inner_text().startswith("2 of 2 have been asked")
    check_fits(page, page.url)
    check_headings(page, page.url)
    check_axe(page)
    assert page.complaints == []


def test_the_owner_imports_a_file(page, site, address, tmp_path) -> None:
    """As a browser sends it."""
    file = tmp_path / "feeds.opml"
    file.write_text("<opml/>")
    sign_in(page, address, site.token)
    page.goto(f"{address}/sources/add")
    page.set_input_files("#opml", file)
    page.click("button:has-text('Import')")
    assert "/sources/added/" in page.url


def test_the_page_after_adding_looks_again_by_itself(page) -> None:
    """Until something is here; the line is replaced, not the page."""
    made = make_site(empty=True, set_up=SET_UP)
    made.store.add_source(newsroom.SOURCES[0], newsroom.NOW)
    with served(made.app) as url:
        sign_in(page, url, made.token)
        page.goto(f"{url}/sources/add?country=AT")
        page.check("input[name=feed] >> nth=0")
        page.click("text=Add the ticked feeds")
        assert page.locator("#progress").inner_text().startswith("0 of 1 have been asked")
        newsroom.fill(made.store)
        page.wait_for_selector("#progress:has-text('2 of 2 have been asked')")
        assert page.complaints == []


def test_dark_follows_the_system(page, address) -> None:
    """Light ground in light, dark ground in dark."""
    grounds = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        grounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert grounds == {"light": "rgb(250, 250, 248)", "dark": "rgb(19, 21, 22)"}


def test_the_font_and_styles_are_our_own(page, address) -> None:
    """Nothing is asked of another host."""
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(f"{address}/article/a1")
    page.wait_for_load_state("networkidle")
    assert hosts == {address.removeprefix("http://")}
    assert page.evaluate("document.fonts.check('16px \"Newsreader TW\"')")


def test_a_reader_without_script_filters_loads_more_and_reads(browser, address) -> None:
    """Script only adds comfort."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/tag/port-of-veldmar")
    page.click("text=Load more articles")
    assert "cursor=" in page.url
    page.goto(f"{address}/tag/port-of-veldmar")
    page.click(".filters >> text=Photo credit")
    assert page.url.endswith("?role=photo_credit")
    page.click(".card h3 a")
    assert "/article/a4/" in page.url
    page.fill("#q", "#PortOfVeldmar")
    page.press("#q", "Enter")
    assert page.url.endswith("/tag/port-of-veldmar")
    context.close()


def test_script_adds_ages_beside_clocks_of_the_last_day(page, address) -> None:
    """Never instead of them."""
    page.clock.set_fixed_time("2026-11-21T15:10:00Z")
    page.goto(f"{address}/tag/port-of-veldmar")
    clock = page.locator("#a-a1 .clock")
    assert clock.locator("time").inner_text() == "10:58"
    assert clock.locator("[data-age]").inner_text() == "4 h ago"
    assert page.locator("#a-a4 .clock [data-age]").count() == 0


def test_the_owner_signs_in_pauses_a_source_and_signs_out(page) -> None:
    """By clicking only."""
    site = make_site()
    with served(site.app) as url:
        sign_in(page, url, site.token)
        page.goto(f"{url}/source/courier")
        page.click("button:has-text('Pause')")
        page.wait_for_selector(".note:has-text('Paused')")
        page.goto(f"{url}/owner")
        page.click("text=Sign out everywhere")
        page.goto(f"{url}/source/courier")
        assert page.locator("button:has-text('Resume')").count() == 0


def test_keyboard_reaches_the_content_first_by_the_skip_link(page, address) -> None:
    """And focus can be seen."""
    page.goto(f"{address}/tag/port-of-veldmar")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def check_axe(page) -> None:
    """WCAG A and AA and best practice, with all folds open."""
    if not AXE.exists():
        return
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    # Through the debugger: the policy of the page allows no foreign script.
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(result => result.violations)")
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found] == []


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core in .cache/axe-core")
@pytest.mark.parametrize(
    "url", ["/", "/tag/port-of-veldmar?lang=en", "/article/a1", "/sources", "/sources/add"]
)
def test_axe_finds_nothing_in_the_dark_on_a_phone(page, address, url) -> None:
    """Other colours, other layout."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(address + url)
    check_axe(page)
