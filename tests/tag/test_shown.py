"""Which tags get a page, and which are only kept."""

from __future__ import annotations

import pytest

from tag.articles import PUBLISHER, article, tagged
from tagwire.model import Article, Block, BlockKind, Link, Publisher


def check(given: Article, *expected: str) -> None:
    """Compare the slugs of the shown tags."""
    assert set(expected) == {tag.tag.slug for tag in tagged(given).tags if tag.shown}


@pytest.mark.parametrize(
    "text",
    [
        "Repairs begin soon, transport minister Hendra Solvangen promised.",
        "It held, harbour master Odda Brinksvoll insisted.",
        '"It is open," said Petrana Lindmoer.',
    ],
    ids=["minister", "master", "said"],
)
def test_full_name_named_once_is_shown_behind_a_role(text: str) -> None:
    """An office or a verb of saying beside two capital words is a person."""
    [tag] = tagged(article(text)).tags
    assert (str(tag.tag.kind), tag.shown) == ("person", True)


def test_author_printed_in_the_text_is_no_subject() -> None:
    """A byline below the text says who wrote it."""
    given = article("Grain left port.", "Text: Jane Doering", authors=("Jane Doering",))
    check(given)


def test_publisher_is_no_subject_of_its_own_article() -> None:
    """Each article of a house names it; only a headline is about it."""
    text = "Grain left port, people told the Daily Example. The Daily Example asked why."
    check(article(text))
    check(article(text, headline="Why we at The Daily Example ask"), "daily-example")


def test_part_of_a_longer_name_is_not_shown_beside_it() -> None:
    """A half name has the same page as the whole one."""
    text = "They call for a ban on killer robots. The Stop Killer Robots Campaign met in Rome."
    given = article(text, keywords=("killer robots",), headline="Stop Killer Robots Campaign meets")
    check(given, "stop-killer-robots-campaign", "killer-robots", "rome")
    given = article("The Stop Killer Robots Campaign met.", keywords=("killer robots",))
    check(given, "stop-killer-robots-campaign")


@pytest.mark.parametrize(
    "keyword", ["Business News", "Breaking news", "& Economics", "Top Stories"]
)
def test_sections_of_a_house_are_no_keywords(keyword: str) -> None:
    """Every house has them, and no article is about them."""
    assert () == tagged(article("It rained.", keywords=(keyword,))).tags


def test_keywords_cut_from_the_headline_are_not_shown() -> None:
    """A program that lists the words of the headline chooses nothing."""
    words = ("lockgate", "hinges", "cracked", "morning")
    given = article("It rained.", headline="Lockgate hinges cracked in the morning", keywords=words)
    check(given)
    check(article("It rained.", headline="Lockgate hinges cracked", keywords=("hinges",)), "hinges")


@pytest.mark.parametrize("url", ["https://daily.example.org/a", "https://thedailyexample.com/"])
def test_sister_sites_are_no_linked_domains(url: str) -> None:
    """The same name under another suffix is the same house."""
    link = Link(start=4, end=8, url=url)
    given = article(
        Block(kind=BlockKind.PARAGRAPH, text="The text is online.", links=(link,)),
        publisher=Publisher(domain="daily.example", name=PUBLISHER.name, family="example"),
    )
    check(given)


def test_link_printed_in_a_text_names_nobody() -> None:
    """A short link is no house."""
    check(
        article("More here: https://amzn.to/3abcd or pic.twitter.com/x1 or Kremlin.ru"),
        "kremlin-ru",
    )
