"""Copies of a text, changes between versions, and tags that were joined."""

from __future__ import annotations

import pytest

from serve import newsroom
from serve.reading import texts, tree
from serve.site import SiteUnderTest, make_site

TAG = "/tag/port-of-veldmar"
LOCK = "/article/a1/failed-lock-gate-closes-port-of-veldmar-to-sea-traffic"


@pytest.fixture(scope="module")
def copied() -> SiteUnderTest:
    """A site where Ledgerline carries the text of the Courier."""
    site = make_site()
    newsroom.add_copy(site.store)
    return site


def ids(page) -> list[str]:
    return [card.attributes["id"] for card in page.css("article.card")]


@pytest.mark.parametrize("path", [TAG, "/"])
def test_lists_collapse_copies_and_name_who_carries_them(copied, path) -> None:
    """Nothing is hidden: one link shows them all."""
    page = tree(copied.visitor(), path)
    assert "a-c1" not in ids(page)
    assert texts(page, "#a-a1 .sources") == ["+ 1 more publisher carries this text: Ledgerline"]
    link = page.css_first(".receipt a[href*=copies]").attributes["href"]
    assert link == f"{path}?copies=all"
    page = tree(copied.visitor(), link)
    assert "a-c1" in ids(page)
    assert "Copy of an earlier article" in texts(page, "#a-c1 .note")
    assert page.css_first(".receipt a[href]").attributes["href"] == path


@pytest.mark.parametrize(
    "path",
    ["/publisher/ledgerline.example", "/source/ledger", f"{TAG}?publisher=ledgerline.example"],
)
def test_lists_of_one_place_have_its_copies(copied, path) -> None:
    """There a reader expects everything that it published."""
    assert "a-c1" in ids(tree(copied.visitor(), path))


def test_feeds_and_api_collapse_like_the_pages(copied) -> None:
    """Same keys, same lists."""
    browser = copied.visitor()
    for query, expected in (("", False), ("?copies=all", True)):
        items = browser.get(f"{TAG}.json{query}").json["items"]
        assert expected == any(item["id"].endswith(":c1") for item in items)
        listed = browser.get(f"/api/v1/tags/port-of-veldmar/articles{query}").json["articles"]
        assert expected == any(one["id"] == "c1" for one in listed)
    first = next(one for one in listed if one["id"] == "a1")
    assert [one["domain"] for one in first["copies"]] == ["ledgerline.example"]
    assert next(one for one in listed if one["id"] == "c1")["copy_of"] == "a1"


def test_the_head_of_a_tag_counts_copies_apart(copied) -> None:
    """As the list does."""
    facts = texts(tree(copied.visitor(), TAG), ".taghead .facts")[0]
    assert "5 articles from 3 publishers, of them 1 copy of a text that is here already." in facts
    assert copied.visitor().get("/api/v1/tags/port-of-veldmar").json["copies"] == 1


def test_an_article_names_its_copies_and_a_copy_its_origin(copied) -> None:
    """With publisher, time and evidence."""
    page = tree(copied.visitor(), LOCK)
    assert texts(page, "#copies h2") == ["1 copy of this text"]
    assert texts(page, "#copies li") == [
        "Ledgerline, 21 Nov 2026, 12:10 UTC: Veldmar shut (the texts are equal)"
    ]
    page = tree(copied.visitor(), "/article/c1/veldmar-shut")
    assert texts(page, ".banner h2") == ["The same text as an earlier article"]
    assert texts(page, ".banner p")[0].startswith("Copy of Failed lock gate closes Port")
    assert (
        "by The Veldmar Courier, first seen 21 Nov 2026, 11:10 UTC" in texts(page, ".banner p")[0]
    )


# ------------------------------------------------------------------------ changes


def test_changes_have_a_page_of_their_own(browser) -> None:
    """In one text or side by side, with the way to both versions."""
    page = tree(browser, "/article/a1/diff/1..2")
    assert texts(page, "h1") == ["What changed from version 1 to version 2"]
    assert "removed: Jammed gate holds up ships at Veldmar" in texts(page, ".diff del")
    assert texts(page, ".diff > .meta")[-1].endswith("unchanged.")
    sides = tree(browser, "/article/a1/diff/1..2?view=sides").css(".sides p")
    assert [bool(side.css("del")) for side in sides[:2]] == [True, False]
    assert [bool(side.css("ins")) for side in sides[:2]] == [False, True]


@pytest.mark.parametrize(
    ("path", "status"),
    [("1..1", 404), ("1..3", 404), ("0..1", 404), ("1..2?view=x", 400), ("1..2?x=1", 400)],
)
def test_changes_that_cannot_be_shown_are_refused(browser, path: str, status: int) -> None:
    """With a sentence."""
    assert tree(browser, f"/article/a1/diff/{path}", status).css(".deck")


def test_changes_are_read_forwards_and_only_where_texts_are_shown(browser) -> None:
    """A public instance shows extracts."""
    answer = browser.get("/article/a1/diff/2..1")
    assert answer.headers["location"] == "/article/a1/diff/1..2"
    public = make_site(excerpt_only=True).visitor()
    assert public.get("/article/a1/diff/1..2").status == 403
    assert "diff/" not in public.get(LOCK).text


# ------------------------------------------------------------------- joined tags


def test_a_joined_tag_leads_to_its_target_which_says_why(site) -> None:
    """Old addresses and feeds keep working."""
    site.store.merge_tags(
        "veldmar-lock", newsroom.PORT, "named alike in 9 of 10 articles", newsroom.NOW, "2026-11-20"
    )
    browser = site.visitor()
    for suffix in ("", ".atom", ".json", "?lang=en"):
        answer = browser.get(f"/tag/veldmar-lock{suffix}")
        assert (answer.status, answer.headers["location"]) == (301, TAG + suffix)
    page = tree(browser, TAG)
    assert texts(page, ".taghead details .rows li") == [
        "#veldmar-lock was joined to this tag: named alike in 9 of 10 articles. "
        "21 Nov 2026, 15:10 UTC, decided by the names of 20 Nov 2026"
    ]


def test_joining_changes_the_etag_of_the_target(site) -> None:
    """Else a reader would not see why."""
    browser = site.visitor()
    etag = browser.get(TAG).headers["etag"]
    assert browser.get(TAG, if_none_match=etag).status == 304
    site.store.merge_tags("veldmar-lock", newsroom.PORT, "named alike", newsroom.NOW)
    assert browser.get(TAG, if_none_match=etag).status == 200


def test_a_copy_changes_the_etag_of_the_article_and_of_its_lists(site) -> None:
    """The page of the article names it."""
    browser = site.visitor()
    etags = {path: browser.get(path).headers["etag"] for path in (TAG, LOCK, f"{TAG}.atom")}
    newsroom.add_copy(site.store)
    for path, etag in etags.items():
        assert browser.get(path, if_none_match=etag).status == 200, path
