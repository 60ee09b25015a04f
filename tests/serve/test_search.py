"""Searching: what was understood, what was found and marked, and what found nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from serve.reading import texts, tree
from serve.site import make_site
from tagwire.search_words import sought_words
from tagwire.serve.marks import marked_words, spans_of


def check_marks(text: str, sought: str, expected: str) -> None:
    assert expected == str(marked_words(text, [sought_words(sought)]))


@pytest.mark.parametrize(
    ("text", "sought", "expected"),
    [
        ("The Port, the port.", "port", "The <mark>Port</mark>, the <mark>port</mark>."),
        ("Über Zürich <b>", "zurich", "Über <mark>Zürich</mark> &lt;b&gt;"),
        ("a lock gate and a gate lock", "lock gate", "a <mark>lock gate</mark> and a gate lock"),
        ("東京都は雨", "東京", "<mark>東京</mark>都は雨"),
        ("東京都は雨", "京都は", "東<mark>京都は</mark>雨"),
        ("東京都は雨", "雨", "東京都は<mark>雨</mark>"),
        ("กรุงเทพมหานคร", "กรุงเทพ", "<mark>กรุงเทพ</mark>มหานคร"),
        ("أُغلِقَ ميناءُ فيلدمار", "ميناء", "أُغلِقَ <mark>ميناءُ</mark> فيلدمار"),
        ('ראש צה"ל אמר', 'צה"ל', "ראש <mark>צה&#34;ל</mark> אמר"),
        ("Cafe\u0301 du port", "café", "<mark>Cafe\u0301</mark> du port"),
        ("nothing here", "port", "nothing here"),
    ],
)
def test_words_are_marked_as_the_index_found_them(text: str, sought: str, expected: str) -> None:
    """Folded, in every script; markup stays text."""
    check_marks(text, sought, expected)


@settings(max_examples=80)
@given(st.text(max_size=40), st.text(max_size=10))
def test_marks_lose_no_text(text: str, sought: str) -> None:
    """Whatever is sought, spans lie in the text."""
    words = sought_words(sought)
    spans = spans_of(text, [words]) if words.words else []
    assert all(0 <= start < end for start, end in spans)
    plain = marked_words(text, [words] if words.words else []).striptags()
    assert "".join(plain.split()) == "".join(str(marked_words(text, []).striptags()).split())


def found(browser, query: str) -> list[str]:
    """Return the ids of the cards."""
    cards = tree(browser, f"/search?q={query}").css("article.card")
    return [card.attributes["id"].removeprefix("a-") for card in cards]


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("warblers", ["a4"]),
        ("lock+hinge", ["a1"]),
        ("port+-harbour", ["a2"]),
        ("%22sea+traffic%22", ["a1"]),
        ("tag:veldmar-lock", ["a2"]),
        ("publisher:ledgerline.example", ["a2"]),
        ("lang:ar", ["a3"]),
        ("after:2026-11-21+port", ["a1", "a2"]),
        ("nothinglikethis", []),
    ],
)
def test_expressions_find_articles(browser, query: str, articles: list[str]) -> None:
    """Words, phrases, filters, dates."""
    assert sorted(found(browser, query)) == articles


def test_a_hit_is_marked_in_headline_and_passage(browser) -> None:
    """And the card says when, because there is no day above it."""
    page = tree(browser, "/search?q=gate+hinge")
    assert texts(page, "h1") == ["1 article"]
    assert texts(page, ".card h3 mark") == ["gate"]
    assert set(texts(page, ".card .extract mark")) == {"hinge", "gate"}
    assert texts(page, ".card .clock > *") == ["21 Nov 2026", "10:58 UTC"]


def test_what_was_understood_stands_as_chips_that_take_it_away(browser) -> None:
    """Each leads to the search without it."""
    page = tree(browser, "/search?q=gate+-ferry+tag:PortOfVeldmar+lang:en+after:2026-11")
    assert texts(page, ".chip bdi") == [
        "gate",
        "not ferry",
        "tag: #PortOfVeldmar",
        "language: English",
        "since 2026-11",
    ]
    hrefs = [chip.attributes["href"] for chip in page.css(".chip")]
    assert hrefs[1] == "/search?q=gate%20tag%3Aportofveldmar%20lang%3Aen%20after%3A2026-11"
    assert tree(browser, hrefs[1]).css("article.card")


def test_tags_of_that_name_stand_above(browser) -> None:
    """Words only: an expression with filters is no name."""
    assert texts(tree(browser, "/search?q=Port+of"), ".foundtags a") == ["#PortOfVeldmar"]
    assert not tree(browser, "/search?q=port+lang:en").css(".foundtags")
    answer = browser.get("/search?q=%23PortOfVeldmar")
    assert (answer.status, answer.headers["location"]) == (302, "/tag/port-of-veldmar")


def test_a_search_without_result_names_the_word_that_found_nothing(browser) -> None:
    """With what each of the others finds alone."""
    page = tree(browser, "/search?q=port+nothinglikethis")
    assert texts(page, ".state .big") == ["nothinglikethis matches nothing anywhere"]
    assert texts(page, ".state .rows li") == ["port2 articles", "nothinglikethis0 articles"]
    assert texts(page, ".chip.failed bdi") == ["nothinglikethis"]
    page = tree(browser, "/search?q=warblers+insurers")
    assert texts(page, ".state .big") == ["Each is found, but not all in one article"]


@pytest.mark.parametrize("query", ["%22never+closed", "(port", "after:soon", "OR", "-", "tag:"])
def test_an_expression_that_cannot_be_read_is_refused_with_a_sentence(browser, query) -> None:
    """And with the operators."""
    page = tree(browser, f"/search?q={query}", 400)
    assert texts(page, ".banner p")[0]
    assert page.css("details[open] code")
    for end in ("atom", "json"):
        answer = browser.get(f"/search.{end}?q={query}")
        assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
    assert browser.get(f"/api/v1/search?q={query}").status == 400


def test_without_words_the_page_explains_itself(browser) -> None:
    """Operators open."""
    page = tree(browser, "/search")
    assert texts(page, "h1") == ["Search"]
    assert "tag:ukraine" in texts(page, "code")


@pytest.mark.parametrize("query", ["x=1", "q=a&q=b", "q=port&cursor=%21", "q=a&copies=some"])
def test_other_queries_are_refused(browser, query: str) -> None:
    """As on every page."""
    assert browser.get(f"/search?{query}").status == 400


def test_results_are_paged_on_page_feed_and_api() -> None:
    """Each article once."""
    browser = make_site(more=40).visitor()
    page = tree(browser, "/search?q=harbour+log")
    following = page.css_first("a[rel=next]").attributes["href"]
    ids = [card.attributes["id"] for card in page.css("article.card")]
    ids += [card.attributes["id"] for card in tree(browser, following).css("article.card")]
    assert len(ids) == len(set(ids)) == 40
    first = browser.get("/api/v1/search?q=harbour+log&limit=15").json
    second = browser.get(f"/api/v1/search?q=harbour+log&limit=15&cursor={first['next']}").json
    assert len({one["id"] for one in first["articles"] + second["articles"]}) == 30


def test_a_search_is_a_feed(browser) -> None:
    """In both formats, named on the page, with a 304 for pollers."""
    page = tree(browser, "/search?q=port")
    links = [link.attributes["href"] for link in page.css("link[rel=alternate]")]
    assert links == ["/search.atom?q=port", "/search.json?q=port"]
    parsed = etree.fromstring(browser.get(links[0]).body)
    assert parsed.findtext("{http://www.w3.org/2005/Atom}title") == "Search: port"
    items = browser.get(links[1]).json["items"]
    assert len(items) == 2
    etag = browser.get(links[1]).headers["etag"]
    assert browser.get(links[1], if_none_match=etag).status == 304
    assert browser.get("/search.atom").status == 400


def test_the_api_says_what_it_understood_and_which_term_found_nothing(browser) -> None:
    """The canonical expression beside the list."""
    answer = browser.get("/api/v1/search?q=%20port%20%20nothinglikethis").json
    assert answer["query"] == "port nothinglikethis"
    assert answer["terms"] == [
        {"term": "port", "articles": 2},
        {"term": "nothinglikethis", "articles": 0},
    ]
