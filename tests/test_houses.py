"""Owner groups: facts by domain, and publishers that get theirs."""

from __future__ import annotations

from collections import Counter

import pytest

from tagwire.houses import family_of, housed, titles_of
from tagwire.houses_table import HOUSES
from tagwire.model import Publisher
from tagwire.run.starter import starter_feeds
from tagwire.urls import host_of, registrable_domain

TITLES = [(family, domain) for family, text in HOUSES.items() for domain in text.split()]


def check(domain: str, family: str | None) -> None:
    assert housed(Publisher(domain=domain, name="A paper")).family == family


def test_a_title_belongs_to_its_house() -> None:
    check("azcentral.com", "Gannett")
    check("bbc.co.uk", "BBC")
    check("abcnews.go.com", "Disney")
    check("unknown.example", None)


def test_a_family_that_is_known_already_stays() -> None:
    """The owner, a feed or a line of input may know better."""
    given = Publisher(domain="azcentral.com", name="A paper", family="Mine")
    assert housed(given) is given


def test_titles_of_a_house_are_told_in_order() -> None:
    titles = titles_of("BBC")
    assert list(titles) == sorted(titles)
    assert "bbc.com" in titles
    assert titles_of("nobody") == ()


def test_every_title_is_a_registrable_domain_and_stands_once() -> None:
    """What is no identity of a publisher would never be found."""
    wrong = [domain for _, domain in TITLES if registrable_domain(domain) != domain]
    assert wrong == []
    assert [domain for domain, n in Counter(d for _, d in TITLES).items() if n > 1] == []


def test_every_house_has_at_least_two_titles() -> None:
    assert [family for family, text in HOUSES.items() if len(text.split()) < 2] == []


def test_hosts_of_the_shipped_list_lead_to_a_publisher() -> None:
    """Each row has a host that somebody registered, and states its own domain."""
    unknown = [
        feed.url
        for feed in starter_feeds()
        if "." not in registrable_domain(host_of(feed.url))
        or registrable_domain(feed.domain) != feed.domain
        or not feed.publisher.strip()
    ]
    assert unknown == []


def test_the_shipped_list_knows_the_houses_of_many_publishers() -> None:
    """A quarter of them at least; the others are independent, or not known to us."""
    domains = {feed.domain for feed in starter_feeds()}
    known = sum(family_of(domain) is not None for domain in domains)
    assert known >= 900


@pytest.mark.parametrize("family", ["Gannett", "Reach", "DPG Media", "Prensa Ibérica", "Sinclair"])
def test_large_houses_are_in_the_table(family: str) -> None:
    assert len(titles_of(family)) >= 15
