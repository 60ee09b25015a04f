"""Pages without a feed list articles too: told from the menus around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.model import Reason, Rejected
from tagwire.sources.listing import Listing, parse_listing

URL = "https://paper.example/world/"
MENU = "<nav><a href='/world'>World</a><a href='/sport-and-more-of-it-here'>Sport</a></nav>"
TITLES = [f"Grain ship number {n} leaves the port at dawn" for n in range(12)]


def page(inside: str, head: str = "<title>Paper</title>") -> bytes:
    foot = "<div class='footer'><a href='/2026/11/24/a-b-c-d'>All about our paper and its people</a></div>"
    return (
        f"<html lang='en-gb'><head>{head}</head><body>{MENU}{inside}{foot}</body></html>".encode()
    )


def cards(titles: list[str], form: str = "/2026/11/24/grain-ship-{}-leaves") -> str:
    return "".join(
        f"<div class='card'><a href='{form.format(n)}'><img src='x.jpg'></a>"
        f"<h3 class='t'><a href='{form.format(n)}'>{title}</a></h3>"
        f"<a class='by' href='/author/ann'>Ann Lee</a></div>"
        for n, title in enumerate(titles)
    )


def check(inside: str, expected: list[str], selector: str = "") -> None:
    """Compare the titles of the entries."""
    found = parse_listing(page(inside), URL, selector=selector)
    assert isinstance(found, Listing), found
    assert expected == [entry.title for entry in found.source.entries]


def check_rejected(inside: str, words: str, selector: str = "") -> None:
    found = parse_listing(page(inside), URL, selector=selector)
    assert isinstance(found, Rejected)
    assert Reason.NOT_A_FEED is found.reason
    assert words in found.detail


def test_the_links_of_a_list_are_its_articles_once_each() -> None:
    """Pictures, authors, menu and footer are none."""
    check(cards(TITLES), TITLES)


def test_a_list_says_its_language_and_how_sure_it_is() -> None:
    found = parse_listing(page(cards(TITLES)), URL)
    assert isinstance(found, Listing)
    assert found.confidence > 0.8
    assert ("Paper", "en-GB") == (found.source.title, found.source.language)
    assert "https://paper.example/2026/11/24/grain-ship-0-leaves" == found.source.entries[0].url


def test_few_links_are_less_sure_than_many() -> None:
    few, many = (parse_listing(page(cards(TITLES[:n])), URL) for n in (3, 12))
    assert isinstance(few, Listing)
    assert isinstance(many, Listing)
    assert few.confidence < many.confidence


def test_numbered_addresses_and_scripts_without_blanks_are_articles() -> None:
    titles = [f"粮食船{n}号于黎明时分离开港口前往下一个目的地继续航行并运送货物" for n in range(5)]
    check(cards(titles, "/n/1234{}5"), titles)


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<p>No link at all.</p>",
        "".join(f"<p><a href='/s{n}'>Part {n}</a></p>" for n in range(20)),
        cards(TITLES, "https://other.example/2026/11/24/a-b-c-{}"),
        cards(TITLES, "/tag/some-word-with-number-{}"),
        cards(TITLES[:2]),
    ],
    ids=["empty", "text", "menu", "other house", "tags", "two"],
)
def test_other_pages_are_no_list(inside: str) -> None:
    check_rejected(inside, "no list of articles")


def test_the_selector_of_the_owner_is_believed() -> None:
    """It names the links, or what holds them."""
    inside = "<ul class='mine'><li><a href='/a'>One</a></li><li><a href='/b'>Two</a></li></ul>"
    xpaths = ("//ul[@class='mine']", "//li/a", "(//ul)[last()]//a", "./body//li")
    for selector in (".mine", ".mine a", *xpaths):
        check(inside + cards(TITLES), ["One", "Two"], selector)
    check_rejected(inside, "finds no link", ".yours")
    check_rejected(inside, "is no CSS", "]]")
    for path in ("//ul[@class='yours']", "//li/text()", "(count(//a))"):
        check_rejected(inside, "finds no link", path)
    check_rejected(inside, "no XPath", "//ul[")


@given(st.binary(max_size=200), st.sampled_from(["//a", "a", "//*[a]", ".x > a"]))
def test_no_bytes_raise_under_a_selector(body: bytes, selector: str) -> None:
    found = parse_listing(b"<a href=/a>" + body, URL, selector=selector)
    assert isinstance(found, Listing | Rejected)


@given(st.binary(max_size=200))
def test_no_bytes_raise(body: bytes) -> None:
    found = parse_listing(b"<a href=/2026/11/24/a-b-c-d>" + body, URL)
    assert isinstance(found, Listing | Rejected)


def test_of_a_page_larger_than_the_limit_the_beginning_is_read() -> None:
    check(cards(TITLES) + " " * 1_200_000 + cards(["One more"] * 3, "/9/9/9/{}"), TITLES)
