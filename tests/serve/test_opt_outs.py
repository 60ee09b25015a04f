"""What publishers forbid is not shown to visitors of a public instance."""

from __future__ import annotations

from datetime import timedelta

import pytest

from serve import newsroom
from serve.asgi import Browser
from serve.site import make_site
from tagwire.model import Key, NewArticle
from tagwire.store.values import Work

PUBLIC = {"host": "0.0.0.0", "excerpt_only": False}
AT_HOME: dict[str, object] = {}
SECRET = "Ostrel"  # near the end of the text
OPENING = "The Port of Veldmar will stay shut to sea traffic until Wednesday"


def site_with(*opt_outs: str, **settings: object):
    site = make_site(empty=True, **settings)
    article = newsroom.lock_article(opt_outs=opt_outs, uri="https://veldmar-courier.example/o")
    new = NewArticle(
        article="o1",
        keys=(Key(kind="url", value="o1"),),
        tagged=newsroom.tagged(article, newsroom.on(newsroom.PORT, "Port of Veldmar")),
        content_hash="o1",
    )
    at = newsroom.NOW - timedelta(hours=1)
    site.store.apply([Work(outcome=None, intent=new, source="courier", first_seen=at)], at)
    while site.store.index_search(100):
        pass
    return site


def shown_to(browser: Browser) -> dict[str, str]:
    """Everything that may hold the text, by address."""
    article = browser.get("/article/o1").headers["location"]
    paths = [
        article,
        "/article/o1/v1",
        "/",
        "/tag/port-of-veldmar",
        "/publisher/veldmar-courier.example",
        "/search?q=Veldmar",
        "/latest.atom",
        "/latest.json",
        "/tag/port-of-veldmar.atom",
        "/search.json?q=Veldmar",
        "/api/v1/articles",
        "/api/v1/articles/o1",
        "/api/v1/articles/o1/versions/1",
        "/api/v1/search?q=Veldmar",
    ]
    answers = {path: browser.get(path) for path in paths}
    assert {answer.status for answer in answers.values()} == {200}
    return {path: answer.text for path, answer in answers.items()}


@pytest.mark.parametrize("word", ["noarchive", "tdm-reservation", "noai"])
def test_no_copy_of_the_whole_text_is_public(word: str) -> None:
    """Extracts stay; the page says why in words."""
    pages = shown_to(site_with(word, **PUBLIC).visitor())
    assert [path for path, text in pages.items() if SECRET in text] == []
    assert any("asks for this" in text for text in pages.values())


def test_no_extract_is_public_where_none_is_allowed() -> None:
    """Headline, tags and the link to the publisher are left."""
    pages = shown_to(site_with("nosnippet", **PUBLIC).visitor())
    assert [path for path, text in pages.items() if "will stay shut" in text] == []
    assert [path for path, text in pages.items() if "warning about the hinge" in text] == []
    assert all("Failed lock gate closes" in text for text in pages.values())


def test_extracts_are_as_short_as_the_publisher_says() -> None:
    """Cut between words, in lists, feeds, search and API alike."""
    site = site_with("max-snippet:30", **PUBLIC)
    pages = shown_to(site.visitor())
    assert [path for path, text in pages.items() if "stay shut to sea" in text] == []
    found = site.visitor().get("/api/v1/articles").json["articles"][0]["extract"]
    assert 10 < len(found) <= 30
    assert found.endswith("…")


@pytest.mark.parametrize("who", ["owner of a public instance", "reader at home"])
def test_the_owner_sees_everything(who: str) -> None:
    """Also who reads on their own machine: nothing is published there."""
    if who == "reader at home":
        browser = site_with("nosnippet", "noarchive", **AT_HOME).visitor()
    else:
        browser = site_with("nosnippet", "noarchive", **PUBLIC).owner()
    pages = shown_to(browser)
    assert all(
        SECRET in pages[path] for path in ("/latest.atom", "/latest.json", "/api/v1/articles/o1")
    )
    assert "no extracts, no copies" in next(iter(pages.values()))


def test_a_page_that_is_not_to_be_indexed_is_not_to_be_indexed_here() -> None:
    """The text is shown, search engines are told."""
    browser = site_with("noindex", **PUBLIC, noindex=False).visitor()
    page = browser.get(browser.get("/article/o1").headers["location"]).text
    assert '<meta name="robots" content="noindex">' in page
    assert SECRET in page
