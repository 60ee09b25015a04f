"""The page of a publisher: figures, chart, tags, sources with their health."""

from __future__ import annotations

import pytest

from serve import newsroom
from serve.reading import texts, tree
from serve.site import make_site

COURIER = "/publisher/veldmar-courier.example"


def test_a_publisher_says_how_much_it_publishes_edits_and_copies() -> None:
    """In numbers with their share."""
    site = make_site()
    newsroom.add_copy(site.store)
    assert texts(tree(site.visitor(), COURIER), "aside td") == ["2", "1, 50 %", "0, 0 %"]
    page = tree(site.visitor(), "/publisher/ledgerline.example")
    assert texts(page, "aside td") == ["2", "0, 0 %", "1, 50 %"]


def test_the_chart_has_a_table_with_the_same_figures(browser) -> None:
    """Over 30 days."""
    page = tree(browser, COURIER)
    assert len(page.css(".spark rect")) > 1
    assert texts(page, ".spark tbody tr td") == ["1", "1"]


def test_its_tags_and_its_sources_with_their_health_stand_beside(browser) -> None:
    """Each a link."""
    page = tree(browser, COURIER)
    assert "#PortOfVeldmar" in texts(page, "aside .tag")
    assert [a.attributes["href"] for a in page.css("aside .rows a[href^='/source/']")] == [
        "/source/courier"
    ]
    assert texts(page, "aside .note") == ["Answering"]
    assert texts(tree(browser, "/publisher/ledgerline.example"), "aside .note") == ["Failing"]


def test_the_state_of_its_sources_changes_the_etag(site) -> None:
    """A page that says Answering must not be kept when it pauses."""
    browser = site.visitor()
    etag = browser.get(COURIER).headers["etag"]
    assert browser.get(COURIER, if_none_match=etag).status == 304
    site.store.pause_source("courier", True, newsroom.NOW)
    assert browser.get(COURIER, if_none_match=etag).status == 200


def test_a_publisher_with_several_names_says_who_calls_it_so() -> None:
    """The name of most articles is the title; the others stand below, with their number."""
    site = make_site()
    newsroom.add_called(site.store, ["Ledgerline", "Ledgerline", "Ledger Weekend"])
    page = tree(site.visitor(), "/publisher/names.example")
    assert texts(page, "h1 bdi") == ["Ledgerline"]
    assert texts(page, ".taghead .meta bdi") == [
        "Called so in 2 articles",
        "“Ledger Weekend” in 1 article",
    ]
    shape = site.visitor().get("/api/v1/publishers/names.example").json
    assert [(one["name"], one["articles"]) for one in shape["names"]] == [
        ("Ledgerline", 2),
        ("Ledger Weekend", 1),
    ]


@pytest.mark.parametrize("path", ["/publisher/nope.example", "/publisher/nope.example.atom"])
def test_a_publisher_without_articles_is_a_404(browser, path: str) -> None:
    """Nothing is known about it."""
    assert tree(browser, path, 404)


def test_a_domain_has_one_spelling(browser) -> None:
    """Lower case."""
    answer = browser.get("/publisher/Veldmar-Courier.Example.json")
    assert (answer.status, answer.headers["location"]) == (301, f"{COURIER}.json")
