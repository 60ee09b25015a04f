"""Sitemaps of news, plain ones, and lists of them."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.model import Entry, Moment, ParsedSource, Reason, Rejected
from tagwire.sources import (
    SitemapIndex,
    looks_like_sitemap,
    parse_sitemap,
    sitemaps_of_robots,
)

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
URL = "https://www.paper.example/news-sitemap.xml"
PAGE = "https://www.paper.example/a"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(inside: str) -> bytes:
    return f"<?xml version='1.0'?><urlset {NAMESPACES}>{inside}</urlset>".encode()


def news(inside: str, loc: str = PAGE) -> str:
    return f"<url><loc>{loc}</loc><news:news>{inside}</news:news></url>"


def page(loc: str, changed: datetime | None) -> str:
    stated = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{loc}</loc>{stated}<priority>0.5</priority></url>"


def read(body: bytes, url: str = URL) -> ParsedSource:
    parsed = parse_sitemap(body, url, now=NOW)
    assert isinstance(parsed, ParsedSource), parsed
    return parsed


def check(inside: str, *expected: Entry) -> None:
    assert read(urlset(inside)).entries == expected


def index(*sitemaps: tuple[str, str]) -> SitemapIndex | ParsedSource | Rejected:
    rows = "".join(
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for loc, day in sitemaps
    )
    return parse_sitemap(f"<sitemapindex>{rows}</sitemapindex>".encode(), URL, now=NOW)


def test_a_news_sitemap_says_title_date_language_keywords_and_name() -> None:
    parsed = read(
        urlset(
            news(
                """<news:publication><news:name>The Paper</news:name><news:language>pt_br</news:language></news:publication>
                <news:publication_date>2026-09-01T10:30:00+02:00</news:publication_date>
                <news:title><![CDATA[Grain &amp; ships]]></news:title><news:keywords>Grain, Ports,, Grain</news:keywords>"""
            )
        )
    )
    assert parsed.title == "The Paper"
    assert parsed.entries == (
        Entry(
            url=PAGE,
            title="Grain & ships",
            published=Moment(at=datetime.fromisoformat("2026-09-01T10:30:00+02:00")),
            categories=("Grain", "Ports"),
            language="pt-BR",
        ),
    )


@pytest.mark.parametrize(
    "body",
    [
        urlset(news("<news:title>A</news:title>")),
        urlset(news("<news:title>A</news:title><image:image><image:title>B</image:title></image:image>")),
        b"<urlset><url><loc>/a</loc><news:news><news:title>A</news:title></news:news></url></urlset>",
        f"<urlset><url><loc> {PAGE} </loc><news><title>A</title></news></url>".encode(),
        gzip.compress(urlset(news("<news:title>A</news:title>"))),
        b"\xef\xbb\xbf\n" + urlset(news("<news:title>A</news:title>")),
    ],
    ids=["plain", "image", "undeclared", "unclosed", "packed", "mark"],
)  # fmt: skip
def test_news_sitemaps_are_read_however_they_are_written(body: bytes) -> None:
    assert [(entry.url, entry.title) for entry in read(body).entries] == [(PAGE, "A")]
    assert looks_like_sitemap(body)


def test_entries_are_newest_first_and_old_news_stays() -> None:
    """Which of a news sitemap are new, the store knows."""
    dated = "<news:publication_date>2026-08-{}</news:publication_date>"
    parsed = read(
        urlset(news(dated.format("01"), f"{PAGE}1") + news(dated.format("20"), f"{PAGE}2"))
    )
    assert [entry.url for entry in parsed.entries] == [f"{PAGE}2", f"{PAGE}1"]


def test_of_a_plain_sitemap_the_pages_of_the_last_days_are_entries() -> None:
    fresh, old = NOW - timedelta(hours=5), NOW - timedelta(days=4)
    check(
        page(PAGE, fresh) + page(f"{PAGE}/old", old) + page(f"{PAGE}/undated", None),
        Entry(url=PAGE, updated=Moment(at=fresh)),
    )


def test_a_plain_sitemap_without_dates_is_refused() -> None:
    """What is new in it cannot be told."""
    refused = parse_sitemap(urlset(page(PAGE, None)), URL, now=NOW)
    assert isinstance(refused, Rejected)
    assert refused.reason is Reason.NOT_A_FEED
    assert "no dates" in refused.detail


def test_an_empty_sitemap_has_no_entries() -> None:
    """A quiet night is no error."""
    check("")


def test_pages_without_an_address_are_rejected_alone() -> None:
    parsed = read(urlset(news("", "") + news("", "mailto:x") + news("")))
    assert [one.reason for one in parsed.rejected] == [Reason.NO_LINK, Reason.BAD_URL]
    assert len(parsed.entries) == 1


def test_too_many_pages_are_cut_to_the_newest() -> None:
    pages = "".join(page(f"{PAGE}{n}", NOW - timedelta(minutes=2_500 - n)) for n in range(2_500))
    parsed = read(urlset(pages))
    assert (len(parsed.entries), parsed.entries[0].url) == (2_000, f"{PAGE}2499")
    assert [one.reason for one in parsed.rejected] == [Reason.TOO_MANY_ENTRIES]


def test_a_sitemap_of_rubbish_is_told_in_bounds() -> None:
    """What a poll rejects is kept line by line."""
    parsed = read(urlset(page("javascript:x", NOW) * 3_000))
    assert (len(parsed.entries), len(parsed.rejected)) == (0, 2_000)


def test_of_an_index_news_comes_first_then_what_changed_last() -> None:
    site = "https://www.paper.example"
    found = index(
        (f"{site}/pages.xml", "2026-09-01"),
        (f"{site}/posts-2026-08.xml", "2026-08-30"),
        (f"{site}/news.xml", "2026-08-01"),
        ("https://evil.example/news.xml", "2026-09-01"),
        ("javascript:alert(1)", "2026-09-01"),
    )
    order = (f"{site}/news.xml", f"{site}/pages.xml", f"{site}/posts-2026-08.xml")
    assert found == SitemapIndex(children=order, is_dated=True)


def test_of_an_index_without_dates_the_highest_number_comes_first() -> None:
    site = "https://www.paper.example"
    found = index(
        (f"{site}/2026/9.xml", ""), (f"{site}/2026/10.xml", ""), (f"{site}/2025/12.xml", "")
    )
    order = (f"{site}/2026/10.xml", f"{site}/2026/9.xml", f"{site}/2025/12.xml")
    assert found == SitemapIndex(children=order, is_dated=False)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.EMPTY_BODY),
        (b"<html></html>", Reason.NOT_A_FEED),
        (b"<rss><channel/></rss>", Reason.NOT_A_FEED),
        (b"<sitemapindex><sitemap/></sitemapindex>", Reason.EMPTY_BODY),
        (b"\x1f\x8bnonsense", Reason.BAD_ENCODING),
        (gzip.compress(b"<urlset>" + b" " * 10_000_001), Reason.TOO_LARGE),
    ],
    ids=["empty", "html", "rss", "bare index", "bad gzip", "bomb"],
)
def test_what_is_no_sitemap_is_rejected_with_the_reason(body: bytes, reason: Reason) -> None:
    refused = parse_sitemap(body, URL, now=NOW)
    assert isinstance(refused, Rejected)
    assert refused.reason is reason


def test_robots_name_sitemaps_news_first() -> None:
    robots = b"\xef\xbb\xbfSitemap: /all.xml\r\nUser-agent: *\nDisallow: /news\n sitemap : https://x.example/News.xml.gz\nSITEMAP: javascript:x\nSitemap:\n"
    assert sitemaps_of_robots(robots, "https://paper.example/robots.txt") == [
        "https://x.example/News.xml.gz",
        "https://paper.example/all.xml",
    ]


@given(
    st.binary(max_size=300)
    | st.binary(max_size=300).map(lambda body: urlset("").replace(b"</urlset>", body))
    | st.binary(max_size=100).map(lambda body: gzip.compress(urlset(""))[:-8] + body)
)
def test_any_bytes_are_answered(body: bytes) -> None:
    parsed = parse_sitemap(body, URL, now=NOW)
    assert isinstance(parsed, ParsedSource | SitemapIndex | Rejected)
    assert all(isinstance(address, str) for address in sitemaps_of_robots(body, URL))


@pytest.mark.slow
def test_a_sitemap_of_fifty_thousand_pages_is_read_for_the_new_ones() -> None:
    """The largest that the protocol allows; the old ones cost no tree."""
    old, new = NOW - timedelta(days=400), NOW - timedelta(hours=5)
    pages = [page(f"{PAGE}/{n}", new if n % 10_000 == 7 else old) for n in range(50_000)]
    parsed = read(urlset("".join(pages)))
    assert [f"{PAGE}/{n}" for n in range(7, 50_000, 10_000)] == [one.url for one in parsed.entries]


@pytest.mark.slow
def test_large_and_small_sitemaps_say_the_same() -> None:
    """Undated ones cannot tell what is new, news needs no dates, however many there are."""
    undated = parse_sitemap(urlset(page(PAGE, None) * 20_000), URL, now=NOW)
    assert isinstance(undated, Rejected)
    assert Reason.NOT_A_FEED is undated.reason
    items = [news(f"<news:title>T {n}</news:title>", f"{PAGE}/{n}") for n in range(9_000)]
    assert 2_000 == len(read(urlset("".join(items))).entries)


def test_a_large_sitemap_that_breaks_off_gives_what_is_whole() -> None:
    fresh = page(PAGE, NOW) + page(PAGE + "/2", NOW)
    filler = page(PAGE + "/old", NOW - timedelta(days=90)) * 7_000
    body = urlset(fresh + filler).removesuffix(b"</urlset>")[:-20]
    assert [PAGE, PAGE + "/2"] == [one.url for one in read(body).entries]
