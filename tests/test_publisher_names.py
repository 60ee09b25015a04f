"""What a publisher is called: names before addresses, of this part of the site before others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.publisher_names import is_address, name_of_page, names_by_articles

URL = "https://www.harbourpost.com/story/1"


def check(
    expected: str, known: str = "", stated: Sequence[str] = (), url: str = URL, title: str = ""
) -> None:
    assert expected == name_of_page(known, stated, url, [title])


def test_a_known_name_stays() -> None:
    check("The Harbour Post", "The Harbour Post", ["HP24"])


@pytest.mark.parametrize("known", ["", "www.harbourpost.com", "https://harbourpost.com/"])
def test_the_name_that_the_page_states_beats_an_address(known: str) -> None:
    check("Harbour Post", known, ["Harbour Post"])


def test_without_any_name_the_bare_domain_is_all() -> None:
    check("harbourpost.com", "www.harbourpost.com")
    check("harbourpost.com", "www.harbourpost.com", ["harbourpost", "@harbourpost", ""])


def test_an_address_with_a_spelling_of_its_own_is_better_than_none() -> None:
    """Some papers are called like their address, and say so by capitals."""
    check("HarbourPost.com", "www.harbourpost.com", ["HarbourPost.com"])
    check("Canada.com", "Canada.com", ["canada"], url="https://o.canada.com/x")
    check("Harbour Post", "", ["HarbourPost.com", "Harbour Post"])


def test_the_name_at_the_end_of_the_title_is_the_publisher() -> None:
    """JSON-LD often names the agency, and og:site_name the section."""
    title = "Grain ships leave port - Harbour Post"
    check("Harbour Post", "", ["Security", "Associated Press", "Harbour Post"], title=title)
    check("Harbour Post", "", ["Harbour Post", "Associated Press"], title=title)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Harbour Post | News from the sea", "Harbour Post"),
        ("News from the sea • HarbourPost", "HarbourPost"),
        ("Anglers – Best of tips", "Anglers"),
        ("Harbour Post - Sea Print GmbH & Co. KG", "Harbour Post"),
    ],
)
def test_a_motto_is_no_part_of_the_name(stated: str, expected: str) -> None:
    check(expected, "", [stated])


def test_the_end_of_the_title_is_a_name_where_the_domain_is_called_so() -> None:
    """Only where the page states none itself."""
    url = "https://www.harbourpost.com/"
    check("Harbour Post", "", title="Grain ships leave port - Harbour Post", url=url)
    check("harbourpost.com", "", title="Grain ships leave port - Sea news", url=url)
    check("HP24", "", ["HP24"], title="Grain ships leave port - Harbour Post", url=url)
    check("harbourpost.com", "", title="Harbour Post", url=url)


def test_a_headline_is_no_name() -> None:
    title = "Grain ships leave port after nine long days"
    check("harbourpost.com", "", [title], title=title)


def test_a_part_of_a_site_keeps_its_own_name() -> None:
    """Several papers share a domain: the one that the host names wins."""
    url = "https://economictimes.indiatimes.com/markets/1"
    check("The Economic Times", "Times Of India", ["The Economic Times"], url=url)
    own = "https://timesofindia.indiatimes.com/city/1"
    check("Times Of India", "Times Of India", ["The Times of India"], url=own)
    check("AFP Faktencheck", "AFP Faktencheck", ["Faktencheck"], url="https://faktencheck.afp.com/")


def test_a_feed_of_a_section_is_called_by_the_paper() -> None:
    check("The Harbour Post", "World news | The Harbour Post", ["The Harbour Post"])
    check("World news | The Harbour Post", "World news | The Harbour Post", ["Other"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("www.clarin.com", True),
        ("netzpolitik.org", True),
        ("https://www.clarin.com/feed", True),
        ("Clarín", False),
        ("St. Galler Tagblatt", False),
        ("", False),
        ("The Post", False),
    ],
)
def test_hosts_and_addresses_are_told_from_names(text: str, expected: bool) -> None:
    assert expected == is_address(text)


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ({"The Harbour Post": 2, "Harbour Post": 3}, ["Harbour Post", "The Harbour Post"]),
        ({"harbourpost.com": 9, "Harbour Post": 1}, ["Harbour Post", "harbourpost.com"]),
        ({"B": 2, "A": 2}, ["A", "B"]),
        ({}, []),
    ],
)
def test_most_articles_decide(articles: dict[str, int], expected: list[str]) -> None:
    assert expected == names_by_articles(articles)


@given(known=st.text(), stated=st.lists(st.text()), title=st.text())
def test_any_words_give_a_name(known: str, stated: list[str], title: str) -> None:
    assert name_of_page(known, stated, URL, [title])
