"""What people write into the address box, and what becomes of it."""

from __future__ import annotations

import asyncio
import random

import pytest

from fakes import FakeClock, FakeWeb, page_of
from tagwire.fetch import FetchFailure, failure_of
from tagwire.model import Reason, Rejected, SourceKind
from tagwire.run.adding import USUAL_PATHS, add_address, add_file, web_address
from tagwire.run.clock import SystemClock
from tagwire.run.polling import Timing, poll_source
from tagwire.serve import AddResult
from tagwire.store import MemoryStore
from tagwire.store.protocol import Store

SITE = "https://paper.example/"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://paper.example/feed", "https://paper.example/feed"),
        ("paper.example", "https://paper.example/"),
        (" paper.example:8080/rss ", "https://paper.example:8080/rss"),
        ("feed:https://paper.example/rss", "https://paper.example/rss"),
        ("feed://paper.example/rss", "https://paper.example/rss"),
        ("//paper.example/rss", "https://paper.example/rss"),
    ],
)
def test_what_people_write_becomes_an_address(written: str, expected: str) -> None:
    """The scheme may be missing, or be that of a feed link."""
    assert web_address(written) == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ftp://paper.example/", Reason.UNKNOWN_SCHEME),
        ("mailto:desk@paper.example", Reason.UNKNOWN_SCHEME),
        ("javascript:alert(1)", Reason.UNKNOWN_SCHEME),
        ("file:/etc/passwd", Reason.UNKNOWN_SCHEME),
        ("http://", Reason.BAD_URL),
        ("http://[::1", Reason.BAD_URL),
        ("two words", Reason.BAD_URL),
        ("feeds.opml", Reason.BAD_URL),
        ("", Reason.BAD_URL),
    ],
)
def test_what_is_no_address_is_refused_with_an_example(written: str, reason: Reason) -> None:
    """The example shows what to write."""
    refused = web_address(written)
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.key) == (reason, written)
    assert "https://news.example/feed" in refused.detail


def test_a_removed_source_keeps_its_key_from_another_feed_of_its_site() -> None:
    """The articles of the removed one do not become those of the new one."""
    feed = "<rss version='2.0'><channel><title>Sport</title></channel></rss>"
    urls = [f"https://paper.example/{name}" for name in ("news", "sport", "news")]
    web = FakeWeb({url: page_of(url, feed, content_type="application/rss+xml") for url in urls})
    clock, store, keys = SystemClock(), MemoryStore(), []
    for url in urls:
        result = asyncio.run(add_address(url, web, store, clock))
        keys += [source.key for source in result.added]
        store.remove_source(keys[-1], clock.now())
    assert keys == ["paper-example", "paper-example-sport", "paper-example"]


def rss(title: str, *links: str) -> str:
    items = "".join(f"<item><title>T</title><link>{link}</link></item>" for link in links)
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


def sitemap(*pages: str) -> str:
    rows = "".join(
        f"<url><loc>{SITE}{page}</loc><news:news><news:publication><news:name>The Paper</news:name>"
        f"</news:publication><news:title>About {page}</news:title></news:news></url>"
        for page in pages
    )
    return f"<urlset>{rows}</urlset>"


def add(pages: dict[str, str | FetchFailure], address: str) -> tuple[AddResult, Store, FakeWeb]:
    answers = {
        url: text if isinstance(text, FetchFailure) else page_of(url, text)
        for url, text in pages.items()
    }
    web, store = FakeWeb(answers), MemoryStore()
    return asyncio.run(add_address(address, web, store, FakeClock())), store, web


def front(*feeds: str) -> str:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{href}">' for href in feeds
    )
    return f"<html><head>{links}</head><body><p>News</p></body></html>"


def test_the_first_feed_that_a_page_names_is_taken_and_the_others_are_told() -> None:
    """Those that do not read are passed over."""
    pages = {SITE: front("/broken", "/main", "/sport"), SITE + "main": rss("Paper", SITE + "a")}
    result, store, _ = add(pages | {SITE + "broken": "<html></html>"}, "paper.example")
    assert [(one.url, one.kind) for one in result.added] == [(SITE + "main", SourceKind.FEED)]
    assert result.others == (SITE + "broken", SITE + "sport")
    assert result.detail == (
        "feed “Paper” with 1 entry: https://paper.example/main, one of 3 that the page names"
    )
    assert store.totals(FakeClock().now()).pages_due == 1


def test_a_page_that_names_no_feed_is_asked_at_the_usual_addresses() -> None:
    """One after the other, until one reads."""
    missing = dict.fromkeys((SITE + "feed", SITE + "rss"), "<html>not found</html>")
    result, _, web = add({SITE: front(), SITE + "rss.xml": rss("Paper")} | missing, SITE)
    assert [one.url for one in result.added] == [SITE + "rss.xml"]
    assert result.detail.endswith("at a usual address: the page names no feed")
    assert [asked.url for asked in web.asked] == [SITE, *missing, SITE + "rss.xml"]


def test_robots_name_a_news_sitemap_where_there_is_no_feed() -> None:
    pages = {
        SITE: front(),
        **{SITE + path[1:]: "<html></html>" for path in USUAL_PATHS},
        SITE + "robots.txt": f"User-agent: *\nSitemap: {SITE}all.xml\nSitemap: {SITE}news.xml\n",
        SITE + "news.xml": sitemap("a", "b"),
    }
    result, _, web = add(pages, SITE)
    (source,) = result.added
    assert (source.kind, source.url, source.title) == (SourceKind.SITEMAP, SITE + "news.xml", "The Paper")  # fmt: skip
    assert "with 2 entries" in result.detail
    assert "named by robots.txt" in result.detail
    assert len(web.asked) == 1 + len(USUAL_PATHS) + 2


def test_a_document_is_no_reason_to_look_around() -> None:
    """Who gives the address of a PDF did not mean the site."""
    pdf = page_of(SITE + "a.pdf", b"%PDF-1.7", content_type="application/pdf")
    web = FakeWeb({SITE + "a.pdf": pdf, SITE + "feed": page_of(SITE + "feed", rss("Paper"))})
    result = asyncio.run(add_address(SITE + "a.pdf", web, MemoryStore(), FakeClock()))
    assert [one.reason for one in result.rejected] == [Reason.NOT_A_FEED]
    assert "(application/pdf) is neither a feed nor a page" in result.detail
    assert len(web.asked) == 1


def test_a_host_in_trouble_is_asked_for_nothing_more() -> None:
    """Its first answer to a guess is enough."""
    trouble = failure_of(SITE + "feed", Reason.RATE_LIMITED, "too many requests")
    result, _, web = add({SITE: front(), SITE + "feed": trouble}, SITE)
    assert [one.reason for one in result.rejected] == [Reason.NOT_A_FEED]
    assert "give the address of a feed" in result.detail
    assert len(web.asked) == 2


@pytest.mark.parametrize(
    ("path", "reason", "is_kept"),
    [
        ("feed.xml", Reason.HTTP_SERVER_ERROR, True),
        ("world/rss?limit=9", Reason.RATE_LIMITED, True),
        ("rss-politics", Reason.TIMEOUT, True),
        ("feed.xml", Reason.GONE, False),
        ("feed.xml", Reason.UNREACHABLE, False),
        ("feedback", Reason.HTTP_SERVER_ERROR, False),
        ("", Reason.HTTP_SERVER_ERROR, False),
    ],
)
def test_a_feed_whose_host_is_in_trouble_for_now_is_kept(
    path: str, reason: Reason, is_kept: bool
) -> None:
    """It is asked again; an address that may be anything is not kept unread."""
    result, store, _ = add({SITE + path: failure_of(SITE + path, reason, "no answer")}, SITE + path)
    assert [source.url for source in result.added] == [SITE + path] * is_kept
    assert bool(result.rejected) is not is_kept
    states = [
        (row.state.error, row.state.failures) for row in store.list_sources(FakeClock().now())
    ]
    assert states == [(reason, 1)] * is_kept


def test_a_sitemap_index_is_added_with_what_its_newest_sitemaps_list() -> None:
    """Three at most, and the one that is named for news first."""
    children = ["posts-1.xml", "posts-2.xml", "posts-3.xml", "posts-4.xml", "news.xml"]
    rows = "".join(f"<sitemap><loc>{SITE}{name}</loc></sitemap>" for name in children)
    pages = {SITE + name: sitemap(name[:-4]) for name in children}
    result, store, web = add(
        pages | {SITE + "sitemap.xml": f"<sitemapindex>{rows}</sitemapindex>"},
        SITE + "sitemap.xml",
    )
    assert [one.kind for one in result.added] == [SourceKind.SITEMAP]
    asked = [one.url.removeprefix(SITE) for one in web.asked]
    assert asked == ["sitemap.xml", "news.xml", "posts-4.xml", "posts-3.xml"]
    assert store.totals(FakeClock().now()).pages_due == 3


def test_a_sitemap_without_a_name_is_called_by_its_domain() -> None:
    urls = f"<urlset><url><loc>{SITE}a</loc><lastmod>2026-11-24</lastmod></url></urlset>"
    result, _, _ = add({SITE + "sitemap.xml": urls}, SITE + "sitemap.xml")
    (source,) = result.added
    assert source.title == f"{source.publisher.domain} (sitemap)"


def test_a_list_of_feeds_is_added_whole() -> None:
    body = f'<opml><body><outline xmlUrl="{SITE}a"/><outline xmlUrl="/b"/></body></opml>'
    result, _, web = add({SITE + "feeds.opml": body}, SITE + "feeds.opml")
    assert [one.url for one in result.added] == [SITE + "a", SITE + "b"]
    assert len(web.asked) == 1


def test_a_list_in_a_file_is_added_and_a_feed_in_a_file_is_refused(tmp_path) -> None:
    listed, feed = tmp_path / "feeds.opml", tmp_path / "feed.xml"
    listed.write_text(f'<opml><body><outline xmlUrl="{SITE}a"/></body></opml>')
    feed.write_text(rss("Paper"))
    assert len(add_file(listed, MemoryStore(), FakeClock()).added) == 1
    refused = add_file(feed, MemoryStore(), FakeClock())
    assert (refused.added, len(refused.rejected)) == ((), 1)
    assert "give its web address" in refused.detail


def test_an_address_that_is_known_in_another_spelling_is_not_added_again() -> None:
    feed = page_of(SITE + "feed", rss("Paper"))
    web = FakeWeb({SITE + "feed": feed, "http://www.paper.example/feed/": feed})
    store, clock = MemoryStore(), FakeClock()
    asyncio.run(add_address(SITE + "feed", web, store, clock))
    again = asyncio.run(add_address("http://www.paper.example/feed/", web, store, clock))
    assert ([one.key for one in again.known], again.added) == (["paper-example"], ())


def test_a_page_without_any_feed_is_a_source_by_its_own_links() -> None:
    """What it lists is due as the entries of a feed are, and it says how sure that is."""
    rows = "".join(
        f"<li><h3><a href='/2026/11/24/ship-{n}-leaves-port'>Ship number {n} leaves the port</a></h3>"
        for n in range(12)
    )
    page = f"<html lang=en><head><title>Paper</title></head><body><ul>{rows}</ul></body></html>"
    web, clock, store = FakeWeb({SITE: page_of(SITE, page)}), SystemClock(), MemoryStore()
    result = asyncio.run(add_address(SITE, web, store, clock))
    [source] = result.added
    assert (source.kind, source.url, source.title) == (SourceKind.LISTING, SITE, "Paper")
    assert "12 entries" in result.detail
    assert "% sure" in result.detail


def test_the_owner_says_which_links_of_a_page_are_its_list() -> None:
    """Kept with the source, read so at each poll, and replaced when it is added again."""
    page = "<title>Paper</title><div class=a><a href=/1>One</a></div><p><a href=/2>Two</a></p>"
    web, clock, store = FakeWeb({SITE: page_of(SITE, page)}), FakeClock(), MemoryStore()
    result = asyncio.run(add_address(SITE, web, store, clock, selector=".a"))
    [source] = result.added
    assert (source.kind, source.selector) == (SourceKind.LISTING, ".a")
    assert listed_urls(store) == [SITE + "1"]
    again = asyncio.run(add_address(SITE, web, store, clock, selector="//p"))
    assert "read by this selector from now on: 1 entry" in again.detail
    row = store.find_source(source.key, clock.now())
    assert row is not None
    assert (row.source.selector, row.state.next_poll <= clock.now()) == ("//p", True)
    timing = Timing(clock=clock, rng=random.Random(1))
    outcome = asyncio.run(poll_source(web, row, timing, store.unseen_entries))
    assert [entry.url for entry in outcome.entries] == [SITE + "2"]


def listed_urls(store: Store) -> list[str]:
    """Return the addresses that wait to be fetched."""
    tasks = store.claim_pages(FakeClock().now(), 10, lease_s=60)
    return [task.url for task in tasks]


@pytest.mark.parametrize("selector", [".none", "//ul[", "]]"])
def test_a_selector_that_finds_nothing_adds_nothing(selector: str) -> None:
    web, store = FakeWeb({SITE: page_of(SITE, "<p><a href=/2>Two</a></p>")}), MemoryStore()
    result = asyncio.run(add_address(SITE, web, store, FakeClock(), selector=selector))
    assert (result.added, "selector" in result.detail) == ((), True)
