"""Feeds in both formats: ids that survive edits, honest times, pages, and cheap polling."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import etree

from serve import newsroom
from serve.asgi import Browser
from serve.reading import tree
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


LISTS = ("/tag/port-of-veldmar", "/latest", "/publisher/veldmar-courier.example", "/source/courier")


@pytest.mark.parametrize("url", [f"{path}.atom" for path in LISTS])
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


# ------------------------------------------------------------------------ JSON Feed


def json_feed(browser: Browser, url: str) -> dict:
    """Return the feed after checking what version 1.1 demands."""
    answer = browser.get(url)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/feed+json")
    found = answer.json
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["title"]
    assert None not in found.values()
    for item in found["items"]:
        assert item["id"].startswith("urn:tagwire:article:")
        assert ("content_html" in item) != ("content_text" in item)
        assert None not in item.values()
    return found


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_a_json_feed_with_the_entries_of_the_atom_feed(browser, path) -> None:
    """Same ids, same order, same times."""
    found = json_feed(browser, f"{path}.json")
    assert found["feed_url"] == f"http://127.0.0.1:8080{path}.json"
    entries = list(feed(browser, f"{path}.atom").iter(ATOM + "entry"))
    assert [(one.findtext(ATOM + "id"), one.findtext(ATOM + "updated")) for one in entries] == [
        (item["id"], item["date_modified"]) for item in found["items"]
    ]


def test_a_json_item_holds_what_a_reader_shows(browser) -> None:
    """The address of the article, whole text, tags; our page stands apart."""
    item = json_feed(browser, "/tag/port-of-veldmar.json")["items"][0]
    assert item["url"].startswith("https://veldmar-courier.example/")
    assert item["authors"] == [{"name": "The Veldmar Courier"}]
    assert item["date_published"] == "2026-11-21T11:58:00+01:00"
    assert "Port of Veldmar" in item["tags"]
    assert item["content_html"].startswith("<p>The Port of Veldmar will stay shut")
    assert item["_tagwire"]["page"].startswith("http://127.0.0.1:8080/article/a1/")


def test_where_texts_are_hidden_json_items_hold_extracts() -> None:
    """As pages do."""
    item = json_feed(make_site(excerpt_only=True).visitor(), "/latest.json")["items"][0]
    assert item["content_text"] == item["summary"]


def test_json_feeds_are_paged_and_cached_like_the_others() -> None:
    """next_url leads on; the same state is not sent twice."""
    browser = make_site(more=40).visitor()
    first = json_feed(browser, "/latest.json")
    second = json_feed(browser, first["next_url"].removeprefix("http://127.0.0.1:8080"))
    assert not {item["id"] for item in first["items"]} & {item["id"] for item in second["items"]}
    assert "next_url" not in second
    etag = browser.get("/latest.json").headers["etag"]
    assert browser.get("/latest.json", if_none_match=etag).status == 304
    assert browser.get("/latest.atom", if_none_match=etag).status == 200


@pytest.mark.parametrize("path", ["/", "/tag/port-of-veldmar", *LISTS[2:]])
def test_pages_name_both_feeds(browser, path) -> None:
    """So that readers find them."""
    head = tree(browser, path).css("link[rel=alternate]")
    assert [link.attributes["type"] for link in head] == [
        "application/atom+xml",
        "application/feed+json",
    ]
    for link in head:
        assert browser.get(link.attributes["href"]).status == 200
