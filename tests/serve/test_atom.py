"""Atom feeds: ids that survive edits, honest times, pages, and cheap polling."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import etree

from serve import newsroom
from serve.asgi import Browser
from serve.site import make_site

ATOM = "{http://www.w3.org/2005/Atom}"
TAG = "/tag/port-of-veldmar.atom"


def feed(browser: Browser, url: str = TAG):
    """Return the parsed feed."""
    answer = browser.get(url)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return etree.fromstring(answer.body)


def entry(parsed, article: str):
    """Return the entry of an article."""
    return next(
        one
        for one in parsed.iter(ATOM + "entry")
        if one.findtext(ATOM + "id") == f"urn:tagwire:article:{article}"
    )


def links(element, rel: str) -> list[str]:
    """Return the links of an element with this relation."""
    return [one.get("href") for one in element.findall(ATOM + "link") if one.get("rel") == rel]


@pytest.mark.parametrize("url", [TAG, "/latest.atom", "/publisher/veldmar-courier.example.atom"])
def test_every_list_has_a_feed_with_what_atom_demands(browser, url: str) -> None:
    """RFC 4287: id, title, updated and an author for feed and entries."""
    parsed = feed(browser, url)
    assert links(parsed, "self") == [f"http://127.0.0.1:8080{url}"]
    assert links(parsed, "alternate")
    for one in [parsed, *parsed.iter(ATOM + "entry")]:
        assert one.findtext(ATOM + "id")
        assert one.findtext(ATOM + "title")
        assert one.findtext(ATOM + "updated").endswith("Z")
    assert all(
        one.find(f"{ATOM}author/{ATOM}name") is not None for one in parsed.iter(ATOM + "entry")
    )


def test_an_edit_keeps_the_id_and_moves_updated(browser) -> None:
    """The newest version was seen at 15:10."""
    found = entry(feed(browser), "a1")
    assert found.findtext(ATOM + "updated") == "2026-11-21T15:10:00Z"
    assert found.findtext(ATOM + "published") == "2026-11-21T11:58:00+01:00"
    assert found.findtext(ATOM + "title").startswith("Failed lock gate")


def test_a_day_is_not_written_as_a_time(browser) -> None:
    """Atom has no form for it, so published is absent."""
    assert entry(feed(browser), "a2").find(ATOM + "published") is None


def test_categories_are_the_tags(browser) -> None:
    """Slug as term, name as label."""
    found = entry(feed(browser), "a1").findall(ATOM + "category")
    assert ("port-of-veldmar", "Port of Veldmar") in [
        (c.get("term"), c.get("label")) for c in found
    ]


def test_the_entry_leads_to_the_publisher_and_to_our_page(browser) -> None:
    """A javascript address never gets out."""
    found = entry(feed(browser), "a1")
    assert links(found, "alternate")[0].startswith("https://veldmar-courier.example/")
    assert links(found, "related")[0].startswith("http://127.0.0.1:8080/article/a1/")
    hostile = entry(feed(browser, "/latest.atom"), "a5")
    assert links(hostile, "alternate")[0].startswith("http://127.0.0.1:8080/article/a5/")


def test_content_is_escaped_twice_and_holds_no_forbidden_character(browser) -> None:
    """Once as text of the article, once as text of the feed."""
    found = entry(feed(browser, "/latest.atom"), "a5")
    content = found.findtext(ATOM + "content")
    assert "<p>The text is" in content
    assert "&lt;script&gt;" in content
    assert "<script>" not in content
    assert found.findtext(ATOM + "title") == '"><script>alert(1)</script>'


def test_feeds_are_paged_like_their_lists() -> None:
    """RFC 5005: self, first, next."""
    browser = make_site(more=40).visitor()
    first = feed(browser)
    following = links(first, "next")[0].removeprefix("http://127.0.0.1:8080")
    second = feed(browser, following)
    ids = [
        one.findtext(ATOM + "id") for page in (first, second) for one in page.iter(ATOM + "entry")
    ]
    assert len(ids) == len(set(ids)) == 44
    assert not links(second, "next")
    assert links(second, "first") == links(first, "self")


def test_feeds_are_filtered_like_their_lists(browser) -> None:
    """The address of the page and of the feed take the same query."""
    parsed = feed(browser, f"{TAG}?lang=ar")
    assert [one.findtext(ATOM + "id") for one in parsed.iter(ATOM + "entry")] == [
        "urn:tagwire:article:a3"
    ]
    assert links(parsed, "alternate") == ["http://127.0.0.1:8080/tag/port-of-veldmar?lang=ar"]


def test_addresses_follow_base_url() -> None:
    """A proxy may stand before us."""
    site = make_site(base_url="https://news.example.org/", public_hosts=("news.example.org",))
    assert links(feed(site.visitor()), "self") == [f"https://news.example.org{TAG}"]


def test_pollers_that_send_a_date_get_a_304_until_something_changes(site) -> None:
    """An ETag, when sent too, decides alone."""
    browser = site.visitor()
    known = browser.get(TAG).headers
    since = known["last-modified"]
    assert browser.get(TAG, if_modified_since=since).status == 304
    for unusable in ("yesterday", "Mon, 01 Jan 2024 00:00:00 +99999999999999999999"):
        assert browser.get(TAG, if_modified_since=unusable).status == 200
    assert browser.get(TAG, if_modified_since=since, if_none_match='"x"').status == 200
    newsroom.add_plain(site.store, newsroom.NOW + timedelta(minutes=1))
    assert browser.get(TAG, if_modified_since=since).status == 200


def test_a_feed_without_articles_is_still_a_feed() -> None:
    """A reader may follow an instance before its first article."""
    parsed = feed(make_site(empty=True).visitor(), "/latest.atom")
    assert not list(parsed.iter(ATOM + "entry"))
    assert parsed.findtext(ATOM + "updated") == "2026-11-21T15:10:00Z"
