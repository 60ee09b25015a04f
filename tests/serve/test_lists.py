"""Home, tag and publisher pages: what they show, how they filter, where other spellings lead."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from serve import newsroom
from serve.asgi import Browser
from serve.reading import texts, tree
from serve.site import make_site
from tagwire.model import Moment, Precision, Tag, TagKind
from tagwire.serve.cards import clock_of
from tagwire.serve.pages import lists
from tagwire.serve.shown import Dates
from tagwire.store.values import ListQuery, TagHead

TAG = "/tag/port-of-veldmar"


def card(page, article: str):
    """Return the card of an article."""
    return page.css_first(f"#a-{article}")


def check_redirect(browser: Browser, url: str, expected: str) -> None:
    answer = browser.get(url)
    assert (301, expected) == (answer.status, answer.headers.get("location"))


# ----------------------------------------------------------------------- cards


def test_a_tag_page_lists_articles_under_their_days_newest_first(browser) -> None:
    """The day is the heading, the card its article."""
    page = tree(browser, TAG)
    assert texts(page, "h1 bdi") == ["#PortOfVeldmar"]
    assert texts(page, "h2.day time") == [
        "Today, Saturday 21 November",
        "Yesterday, Friday 20 November",
        "Thursday 19 November",
    ]
    headlines = texts(page, ".card h3")
    assert headlines[0].startswith("Failed lock gate")
    assert len(headlines) == 4


def test_a_card_says_who_published_and_whose_text_it_is(browser) -> None:
    """The credit stands apart from the publisher."""
    found = card(tree(browser, TAG), "a1")
    assert texts(found, ".publisher") == ["The Veldmar Courier"]
    assert texts(found, ".credit") == ["Northline"]


def test_the_words_that_name_the_tag_are_marked(browser) -> None:
    """In the extract."""
    assert texts(card(tree(browser, TAG), "a1"), ".extract mark") == ["Port of Veldmar"]


def test_a_tag_known_from_a_photo_credit_says_so_with_its_words(browser) -> None:
    """The extract does not name the tag, so the evidence stands beside the role."""
    found = texts(card(tree(browser, TAG), "a4"), ".why")
    assert "Tag here as photo credit: “Port of Veldmar”" in found


def test_a_partial_text_and_later_versions_speak_up_and_a_full_first_version_is_silent(
    browser,
) -> None:
    """Silence is normal."""
    page = tree(browser, TAG)
    assert texts(card(page, "a1"), ".note") == ["2 versions"]
    assert texts(card(page, "a2"), ".note") == ["Partial"]
    assert texts(card(page, "a3"), ".note") == []


def test_a_foreign_card_carries_its_language_and_direction(browser) -> None:
    """Our own words inside it keep the page's."""
    found = card(tree(browser, TAG), "a3")
    body = found.css(".body")[0]
    assert (body.attributes["lang"], body.attributes["dir"]) == ("ar", "rtl")
    assert "Arabic" in texts(found, ".meta span")
    assert found.css(".why")[0].attributes["lang"] == "en"


@pytest.mark.parametrize(
    ("article", "clock"),
    [
        pytest.param("a1", "10:58", id="a stated time is the clock alone, in our zone"),
        pytest.param("a2", "no time given", id="a day alone invents no time"),
        pytest.param("a3", "~22:40 zone not stated", id="an assumed zone is marked"),
        pytest.param("a4", "15:10 first seen", id="without a date it is when we saw it"),
    ],
)
def test_the_clock_of_a_card(browser, article: str, clock: str) -> None:
    """No more exact than what the publisher stated."""
    found = card(tree(browser, TAG), article).css(".clock")[0]
    assert clock == " ".join(found.text(separator=" ", strip=True).split())


def test_a_date_in_the_future_is_shown_as_doubtful(browser) -> None:
    """The clock is then ours."""
    clock = card(tree(browser, "/"), "a5").css(".clock")[0].text()
    assert clock.startswith("14:10")
    assert "dated 1 Jan 2031" in clock


@pytest.mark.parametrize(
    ("day", "note"),
    [
        ("2026-11-21", "no time given"),
        ("2026-11-22", ""),
        ("2026-11-23", "first seen; dated 23 Nov 2026"),
        ("2025-04-26", ""),
    ],
)
def test_a_day_in_the_future_is_doubtful_too(day: str, note: str, steady) -> None:
    """Tomorrow is not: it may be so where the publisher is."""
    stated = Moment(at=datetime.fromisoformat(f"{day}T00:00+00:00"), precision=Precision.DAY)
    listed = steady.store.list_articles(ListQuery(limit=1)).cards[0]
    found = replace(listed, published=stated, first_seen=newsroom.NOW)
    assert note == clock_of(found, newsroom.NOW.date(), Dates(UTC)).note


def test_times_are_in_the_zone_of_the_instance() -> None:
    """Headings too: 22:40 UTC is the next day in Istanbul."""
    page = tree(make_site(timezone="Europe/Istanbul").visitor(), TAG)
    assert texts(card(page, "a1"), ".clock time") == ["13:58"]
    assert len(texts(page, "h2.day")) == 2
    assert page.css("#a-a1 .clock time")[0].attributes["datetime"] == "2026-11-21T13:58:00+03:00"


def test_markup_from_publishers_is_text(browser) -> None:
    """Headline, publisher, section, tag and text of the hostile article."""
    body = browser.get("/").text
    assert "<script>alert" not in body
    assert "<b>Evil</b>" not in body
    assert "&lt;b&gt;Evil&lt;/b&gt;" in body
    assert "javascript:" not in body


# --------------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("?role=photo_credit", ["a4"]),
        ("?role=subject", ["a1", "a3"]),
        ("?lang=ar", ["a3"]),
        ("?publisher=ledgerline.example", ["a2"]),
        ("?category=04000000", ["a2"]),
        ("?date=today", ["a1", "a2"]),
        ("?date=7d", ["a1", "a2", "a3", "a4"]),
        ("?date=2026-11", ["a1", "a2", "a3", "a4"]),
        ("?date=2026-10", []),
        ("?date=2026-11-20", ["a3"]),
        ("?lang=en&role=subject", ["a1"]),
    ],
)
def test_filters_narrow_the_list(browser, query: str, articles: list[str]) -> None:
    """They hold together."""
    page = tree(browser, TAG + query)
    found = [one.attributes["id"].removeprefix("a-") for one in page.css("article.card")]
    assert sorted(articles) == sorted(found)


def test_every_filter_link_of_the_page_works(browser) -> None:
    """Each leads to a page that shows at least one article, as its count says."""
    page = tree(browser, TAG)
    links = {a.attributes["href"] for a in page.css(".filters a")}
    assert len(links) > 10
    for link in links - {TAG}:
        assert tree(browser, link).css("article.card"), link


def test_an_empty_filtered_list_says_what_to_do(browser) -> None:
    """It never looks like a failure."""
    page = tree(browser, f"{TAG}?date=2026-10")
    assert texts(page, ".state .big") == ["Nothing with #PortOfVeldmar and these filters"]
    assert texts(page, ".chip") == ["Date: 2026-10 ×, remove"]


@pytest.mark.parametrize(
    "query",
    [
        "?x=1",
        "?role=king",
        "?lang=not+a+language",
        "?date=2026-13",
        "?date=26-04-2025",
        "?lang=de&lang=fr",
        "?cursor=broken",
        "?cursor=1.2.3",
        "?copies=some",
    ],
)
def test_a_query_that_is_not_ours_is_refused_with_help(browser, query: str) -> None:
    """Unknown keys would only make more addresses of one page."""
    page = tree(browser, TAG + query, 400)
    assert texts(page, "h1") == ["This address is not quite right"]
    assert texts(page, ".deck")[0]


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("?role=subject&lang=en", "?lang=en&role=subject"),
        ("?lang=", ""),
        ("?lang=en&date=", "?lang=en"),
        ("?lang=EN", "?lang=en"),
        ("?lang=ZH-hant-tw", "?lang=zh-Hant-TW"),
        ("?publisher=LedgerLine.example", "?publisher=ledgerline.example"),
    ],
)
def test_a_query_has_one_spelling(browser, asked: str, canonical: str) -> None:
    """Sorted, without empty values."""
    check_redirect(browser, TAG + asked, TAG + canonical)


# ------------------------------------------------------------------------ URLs


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/tag/Port-Of-Veldmar", TAG),
        ("/tag/PortOfVeldmar", TAG),
        ("/tag/Port%20of%20Veldmar", TAG),
        ("/tag/%23PortOfVeldmar", TAG),
        ("/hashtag/port-of-veldmar", TAG),
        ("/hashtag/PortOfVeldmar?lang=en", TAG + "?lang=en"),
        ("/tag/PortOfVeldmar.atom", TAG + ".atom"),
        ("/tag/harbour.veldmar.example", "/tag/harbour-veldmar-example"),
        ("/tag/harbour.veldmar.example.atom", "/tag/harbour-veldmar-example.atom"),
        ("/publisher/Ledgerline.EXAMPLE", "/publisher/ledgerline.example"),
    ],
)
def test_other_spellings_lead_to_the_one_address(browser, asked: str, canonical: str) -> None:
    """Case, dots, hashtags and the word hashtag."""
    check_redirect(browser, asked, canonical)


def test_a_name_in_another_language_leads_to_its_tag(browser) -> None:
    """The text itself calls it so."""
    check_redirect(browser, "/tag/" + quote("ميناء-فيلدمار"), TAG)


def test_an_unknown_tag_is_a_helpful_404(browser) -> None:
    """Tags that begin alike are offered."""
    page = tree(browser, "/tag/portugal", 404)
    assert "#PortOfVeldmar" in texts(page, ".rows .tag")


def test_thin_tags_and_filtered_lists_are_not_for_search_engines(browser) -> None:
    """Three articles are the least."""

    def robots(url: str) -> list[str]:
        return [one.attributes["content"] for one in tree(browser, url).css("meta[name=robots]")]

    assert robots(TAG) == []
    assert robots("/tag/veldmar-lock") == ["noindex"]
    assert robots(f"{TAG}?lang=en") == ["noindex"]


@pytest.mark.parametrize(
    ("kind", "publishers", "is_for_robots"),
    [("person", 2, False), ("person", 3, True), ("place", 1, True)],
)
def test_people_of_few_publishers_are_not_for_search_engines(
    kind: str, publishers: int, is_for_robots: bool
) -> None:
    """Who is named by one house is no public figure."""
    head = TagHead(
        tag=Tag(slug="x", label="X", kind=TagKind(kind)),
        aliases=(),
        articles=9,
        publishers=publishers,
        first_seen=newsroom.NOW,
        last_seen=newsroom.NOW,
        days=(),
        changed_seq=1,
    )
    assert lists.is_for_robots(head) is is_for_robots


def test_load_more_leads_through_all_articles_once() -> None:
    """By cursor; the last page has no further link."""
    browser = make_site(more=75).visitor()
    url, seen = TAG, []
    while url:
        page = tree(browser, url)
        seen += [one.attributes["id"] for one in page.css("article.card")]
        following = page.css("a[rel=next]")
        url = following[0].attributes["href"] if following else ""
    assert len(seen) == 79
    assert len(set(seen)) == 79


def test_the_foot_of_a_list_says_how_many_sources_answered(browser) -> None:
    """And that one is failing."""
    foot = " ".join(texts(tree(browser, TAG), ".receipt p"))
    assert "2 of 3 sources answered today" in foot
    assert "1 is failing" in foot


def test_the_chart_has_a_table_with_the_same_figures(browser) -> None:
    """A drawing alone says nothing to many readers."""
    page = tree(browser, TAG)
    assert texts(page, ".spark td.num") == ["2", "1", "1"]
    assert len(page.css(".spark rect")) == 30


# --------------------------------------------------------------- home and tags


def test_home_shows_the_latest_of_everything(browser) -> None:
    """With the tags of each article."""
    page = tree(browser, "/")
    assert len(page.css("article.card")) == 5
    assert "#PortOfVeldmar" in texts(card(page, "a1"), ".tags a")


def test_home_shows_what_is_named_more_than_usual() -> None:
    """Three articles in a day after a quiet time."""
    page = tree(make_site(clock=lambda: newsroom.NOW).visitor(), "/")
    trending = texts(page, ".trend li")
    assert len(trending) == 1
    assert trending[0].startswith("#PortOfVeldmar")
    assert page.css("details table tbody tr")


def test_an_empty_instance_welcomes_and_shows_the_way() -> None:
    """The owner can add a source at once; a visitor learns who can."""
    site = make_site(empty=True)
    assert "Where should the news come from?" in site.visitor().get("/").text
    assert 'action="/sources/add"' not in site.visitor().get("/").text
    assert 'action="/sources/add"' in site.owner().get("/").text


def test_tags_are_found_by_prefix_and_by_other_names(browser) -> None:
    """As on the page of all tags and above the results of a search."""
    assert texts(tree(browser, "/tags?prefix=veld"), ".tagcloud a") == ["#VeldmarLock"]
    page = tree(browser, "/tags?prefix=Port+of")
    assert texts(page, ".tagcloud a") == ["#PortOfVeldmar"]
    assert "No tag begins with" in tree(browser, "/tags?prefix=zzz").body.text()


# ----------------------------------------------------------------- conditional


@pytest.mark.parametrize(
    "url",
    [
        "/",
        TAG,
        f"{TAG}.atom",
        "/latest.atom",
        "/tags",
        "/article/a2/insurers-brace-for-claims-as-grain-cargoes-sit-off-veldmar",
    ],
)
def test_a_second_look_costs_a_304_until_something_changes(site, url: str) -> None:
    """The ETag follows the list, not the clock."""
    browser = site.visitor()
    first = browser.get(url)
    assert first.status == 200
    again = browser.get(url, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert browser.get(url, if_none_match='"other"').status == 200


def test_a_new_article_changes_the_etag(site) -> None:
    """Of the tag's page and feed."""
    browser = site.visitor()
    before = [browser.get(url).headers["etag"] for url in (TAG, f"{TAG}.atom", "/")]
    newsroom.add_plain(site.store, newsroom.NOW)
    after = [browser.get(url).headers["etag"] for url in (TAG, f"{TAG}.atom", "/")]
    assert not set(before) & set(after)


def test_the_day_changes_the_etag() -> None:
    """Because headings say today."""
    now = [newsroom.NOW]
    browser = make_site(clock=lambda: now[0]).visitor()
    first = browser.get(TAG).headers["etag"]
    now[0] += timedelta(days=1)
    assert first != browser.get(TAG).headers["etag"]


def test_the_owner_gets_fresh_pages_that_nobody_else_may_keep(site) -> None:
    """They hold forms with a token."""
    answer = site.owner().get("/sources")
    assert "no-store" in answer.headers["cache-control"]
    assert "etag" not in answer.headers


def test_pages_are_compressed(browser) -> None:
    """When the browser can read it."""
    answer = browser.get(TAG, accept_encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert re.search("Latest news with", answer.text)
