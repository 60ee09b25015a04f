"""Which names an article is found by."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tagwire.model import Article, Entry, Page, Publisher, Response, Tagged
from tagwire.stories import article_id_of, candidate_keys

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def check(
    expected: list[str], *, asked: str, final: str = "", uri: str = "", guid: str = ""
) -> None:
    publisher = Publisher(domain="harbour.example", name="Harbour Post")
    article = Article(uri=uri or asked, url=asked, headline="Grain", publisher=publisher)
    response = Response(
        url=asked, final_url=final or asked, status=200, headers=(), body=b"", fetched=NOW
    )
    page = Page(response=response, entry=Entry(url=asked, guid=guid))
    keys = candidate_keys(Tagged(article=article, language="en"), page)
    assert expected == [key.value for key in keys]


def test_asked_final_and_canonical_addresses_are_keys_in_this_order() -> None:
    check(
        ["harbour.example/r/7", "harbour.example/grain-7", "harbour.example/world/grain-7"],
        asked="https://harbour.example/r/7",
        final="https://www.harbour.example/grain-7?utm_source=rss",
        uri="https://harbour.example/world/grain-7",
    )


def test_spellings_of_one_address_give_one_key() -> None:
    check(
        ["harbour.example/grain-7"],
        asked="http://www.harbour.example/grain-7/",
        final="https://m.harbour.example/grain-7",
        uri="https://harbour.example/grain-7#top",
    )


@pytest.mark.parametrize(
    "home",
    [
        "https://harbour.example/",
        "https://harbour.example/en/",
        "https://harbour.example/index.html",
    ],
)
def test_a_home_page_is_no_name_of_an_article(home: str) -> None:
    """Dead articles redirect to the start page; bad templates name it as canonical."""
    check(
        ["harbour.example/grain-7"], asked="https://harbour.example/grain-7", final=home, uri=home
    )


def test_a_home_path_with_a_query_can_be_an_article() -> None:
    check(["harbour.example?p=7"], asked="https://harbour.example/?p=7")


def test_a_canonical_of_another_house_is_no_key() -> None:
    """It says where a copy comes from; the copy is an article of its own."""
    check(
        ["harbour.example/grain-7"],
        asked="https://harbour.example/grain-7",
        uri="https://agency.example.org/grain",
    )


@pytest.mark.parametrize(
    ("guid", "expected"),
    [
        ("urn:post:4711", ["harbour.example|urn:post:4711"]),
        ("https://harbour.example/?p=4711", ["harbour.example|https://harbour.example/?p=4711"]),
        ("https://harbour.example/grain-7", []),
        ("https://harbour.example/", []),
        ("Grain ships leave port 7", []),
        ("7", []),
        ("latest", []),
    ],
    ids=["urn", "other address", "the address", "home page", "title", "too short", "word"],
)
def test_a_guid_is_a_key_when_it_looks_like_an_id(guid: str, expected: list[str]) -> None:
    check(
        ["harbour.example/grain-7", *expected], asked="https://harbour.example/grain-7", guid=guid
    )


def test_article_ids_are_opaque_stable_and_of_one_length() -> None:
    publisher = Publisher(domain="harbour.example", name="Harbour Post")
    article = Article(uri="", url="", headline="", publisher=publisher)
    response = Response(
        url="https://harbour.example/a", final_url="", status=200, headers=(), body=b"", fetched=NOW
    )
    key = candidate_keys(Tagged(article=article, language=None), Page(response=response))[0]
    # Written down, because an id that changes breaks every link to the article.
    assert article_id_of(key) == "gltpr7x2gw6qu"
    assert len(article_id_of(key, "other content")) == 13
    assert article_id_of(key) != article_id_of(key, "other content")
