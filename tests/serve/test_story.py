"""The page of a story: origins with evidence, timeline, why articles were grouped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from serve import newsroom
from serve.reading import texts, tree
from serve.site import SiteUnderTest, make_site
from tagwire.model import (
    Credit,
    CreditRole,
    Key,
    NewArticle,
    Relation,
    RelationKind,
    RelationReason,
)
from tagwire.store.values import Place, Work
from tagwire.text import content_hash

PATH = "/story/2026-11-21-lock-gate-jams-at-veldmar-s1"


@pytest.fixture
def told() -> SiteUnderTest:
    """Three publishers tell one event; one copies, one credits an agency."""
    site = make_site()
    add(site.store, "s1", newsroom.COURIER, "Lock gate jams at Veldmar", 5)
    add(site.store, "s2", newsroom.LEDGER, "Veldmar shut", 4, copy_of="s1")
    add(site.store, "s3", newsroom.GATE, "Traders count the cost", 3, agency="Reuters")
    return site


def add(
    store: Any,
    name: str,
    publisher: Any,
    headline: str,
    hours: int,
    *,
    copy_of: str = "",
    agency: str = "",
) -> None:
    at = newsroom.NOW - timedelta(hours=hours)
    uri = f"https://{publisher.domain}/{name}"
    article = newsroom.lock_article(publisher=publisher, uri=uri, headline=headline, by="")
    credit = Credit(name=agency, role=CreditRole.ORIGINATOR, evidence=f"({agency})")
    article = replace(article, published=None, credits=(credit,) if agency else ())
    kind = RelationKind.COPY_OF if copy_of else RelationKind.SAME_STORY
    why = RelationReason(kind="text", score=0.9, why="90% of the word runs")
    relation = Relation(a=name, b="s1", kind=kind, score=0.9, reasons=(why,))
    new = NewArticle(
        article=name,
        keys=(Key(kind="url", value=uri),),
        tagged=newsroom.tagged(article, newsroom.on(newsroom.PORT, "Port of Veldmar")),
        content_hash=content_hash(name),
        relations=() if name == "s1" else (relation,),
    )
    place = Place(article=name, family=name, story="s1", arrived=at, body=b"")
    store.apply([Work(outcome=None, intent=new, first_seen=at, place=place)], at)


def test_a_story_says_how_many_publishers_and_independent_origins_it_has(told) -> None:
    page = tree(told.visitor(), PATH)
    assert texts(page, "h1") == ["Lock gate jams at Veldmar"]
    assert texts(page, ".facts b") == ["3 publishers, 2 independent origins."]
    assert texts(page, ".lanes .publisher") == ["The Veldmar Courier", "Reuters"]


def test_each_origin_names_who_carries_it_with_the_evidence(told) -> None:
    page = tree(told.visitor(), PATH)
    (carried,) = page.css(".lanes .copies")
    said = [" ".join(one.split()) for one in texts(page, ".lanes .copies li")]
    assert said[0].startswith("The Veldmar Courier had it first")
    assert said[1].endswith("90% of the word runs")
    assert carried.css_first("a").attributes["href"].startswith("/article/s1/")


def test_the_timeline_begins_with_the_first_report(told) -> None:
    page = tree(told.visitor(), PATH)
    assert [" ".join(one.split()) for one in texts(page, ".timeline .meta")] == [
        "The Veldmar Courier, first report",
        "Ledgerline, carries it",
        "بوّابة السواحل, new origin",
    ]


def test_it_says_why_each_article_is_in_it(told) -> None:
    page = tree(told.visitor(), PATH)
    reasons = [" ".join(one.split()) for one in texts(page, "#why li")]
    assert len(reasons) == 2
    assert all(
        one.endswith("with Lock gate jams at Veldmar: 90% of the word runs") for one in reasons
    )


@pytest.mark.parametrize(
    "path", ["/story/s1", "/story/2026-11-20-other-words-s1", "/story/s2", "/story/x-s3"]
)
def test_other_spellings_and_its_articles_lead_to_the_one_address(told, path: str) -> None:
    answer = told.visitor().get(path)
    assert (answer.status, answer.headers["location"]) == (301, PATH)


def test_a_story_has_feeds_that_follow_it(told) -> None:
    for suffix in (".atom", ".json"):
        answer = told.visitor().get(PATH + suffix)
        assert answer.status == 200
        assert "Traders count the cost" in answer.text
        assert "Veldmar shut" not in answer.text, "copies are left out"


def test_a_new_article_changes_the_page(told) -> None:
    browser = told.visitor()
    etag = browser.get(PATH).headers["etag"]
    assert browser.get(PATH, if_none_match=etag).status == 304
    add(told.store, "s4", newsroom.LEDGER, "Gate moves again", 1)
    assert browser.get(PATH, if_none_match=etag).status == 200


def test_articles_and_the_front_page_lead_to_the_story(told) -> None:
    browser = told.visitor()
    article = browser.get("/article/s3").headers["location"]
    for path in (article, "/"):
        links = [a.attributes["href"] for a in tree(browser, path).css("aside a.headline")]
        assert PATH in links


def test_an_article_alone_names_no_story(browser) -> None:
    article = browser.get("/article/a1").headers["location"]
    assert "Same story" not in texts(tree(browser, article), "h2")


def test_an_unknown_story_is_a_404(browser) -> None:
    assert "No story has this id" in browser.get("/story/2026-11-21-nothing-zzz").text


def test_programs_get_stories_their_heads_and_articles(told) -> None:
    browser = told.visitor()
    (story,) = browser.get("/api/v1/stories").json["stories"]
    assert browser.get("/api/v1/stories/s1").json == story
    assert (story["id"], story["publishers"], story["origins"], story["copies"]) == ("s1", 3, 2, 1)
    listed = browser.get("/api/v1/stories/s1/articles").json
    assert [one["id"] for one in listed["articles"]] == ["s3", "s1"]
    assert browser.get("/api/v1/stories/zzz").status == 404
    assert browser.get("/api/v1/stories/zzz/articles").status == 404
