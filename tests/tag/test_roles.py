"""As what an article names somebody."""

from __future__ import annotations

import pytest

from tag.articles import article, tagged
from tagwire.model import Article, Block, BlockKind, Credit, CreditRole, Link, Role

CAPTION = BlockKind.CAPTION


def check(given: Article, slug: str, *expected: Role) -> None:
    """Compare the roles of one tag; none expected: the tag is not there."""
    found = {tag.tag.slug: tag.roles for tag in tagged(given).tags}
    assert expected == tuple(role for role in found.get(slug, ()) if role is not Role.SUBJECT)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vladimir Putin said the port was open.", "en"),
        ('"The port is open," said Vladimir Putin.', "en"),
        ("Vladimir Putin, 72, told a meeting that the port was open.", "en"),
        ("Der Hafen sei offen, sagte Wladimir Putin.", "de"),
        ("Vladimir Poutine a déclaré que le port était ouvert.", "fr"),
        ("El puerto está abierto, dijo Vladimir Putin.", "es"),
        ("Владимир Путин заявил, что порт открыт.", "ru"),
    ],
    ids=["said", "said-before", "age-between", "de", "fr", "es", "ru"],
)
def test_who_speaks_is_the_speaker(text: str, language: str) -> None:
    """A verb of saying beside the name."""
    check(article(text, language=language), "vladimir-putin", Role.SPEAKER)


def test_who_is_spoken_about_is_only_mentioned() -> None:
    """The verb belongs to somebody else."""
    check(article("Officials said that Vladimir Putin was away."), "vladimir-putin", Role.MENTIONED)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The port is open, according to TASS.", "tass"),
        ("The port is open, TASS reported.", "tass"),
        ("The mayor told Reuters that the port is open.", "reuters"),
        ("According to Kremlin.ru the port is open.", "kremlin-ru"),
        ("The port is open, The New York Times reported.", "new-york-times"),
    ],
    ids=["according", "reported", "told", "domain", "newspaper"],
)
def test_who_is_quoted_for_a_fact_is_a_cited_source(text: str, slug: str) -> None:
    """Houses of news are sources, not speakers."""
    check(article(text), slug, Role.CITED_SOURCE)


def test_place_line_names_place_and_agency() -> None:
    """ "KYIV (Reuters) -" says where and from whom."""
    given = article("KYIV (Reuters) - Grain ships left port on Monday.")
    check(given, "kyiv", Role.DATELINE)
    check(given, "reuters", Role.AGENCY)


def test_dash_inside_a_sentence_makes_no_place_line() -> None:
    """Only names, dates and capitals may stand before the dash."""
    check(article("Kyiv was quiet - for once."), "kyiv", Role.MENTIONED)


@pytest.mark.parametrize(
    "caption",
    [
        "Ships in the harbour. Photo: Reuters",
        "Ships in the harbour (Reuters)",
        "Ships in the harbour. © Reuters",
        "Ships in the harbour. Foto: Jan Beispiel/Reuters",
    ],
    ids=["mark", "bracket", "sign", "with-name"],
)
def test_credit_in_a_caption_is_a_photo_credit(caption: str) -> None:
    """The house that gave the picture is no subject of the article."""
    given = article("Grain left port.", Block(kind=CAPTION, text=caption))
    check(given, "reuters", Role.PHOTO_CREDIT)


def test_person_shown_in_a_caption_is_mentioned() -> None:
    """A caption also tells who is in the picture."""
    caption = Block(kind=CAPTION, text="Vladimir Putin in Moscow. Photo: Reuters")
    check(article("Grain left port.", caption), "vladimir-putin", Role.MENTIONED)


def test_link_to_another_house_is_a_linked_domain() -> None:
    """The words of the link are the evidence."""
    link = Link(start=4, end=8, url="https://www.kremlin.ru/events/1")
    given = article(Block(kind=BlockKind.PARAGRAPH, text="The text is online.", links=(link,)))
    [tag] = tagged(given).tags
    assert (tag.tag.slug, tag.mentions[0].surface) == ("kremlin-ru", "text")
    assert tag.roles == (Role.LINKED_DOMAIN,)


@pytest.mark.parametrize("host", ["daily.example", "facebook.com", "t.me"])
def test_own_and_share_links_are_no_tags(host: str) -> None:
    """They say where to share, not whom it is about."""
    link = Link(start=4, end=8, url=f"https://{host}/x")
    given = article(Block(kind=BlockKind.PARAGRAPH, text="The text is online.", links=(link,)))
    assert tagged(given).tags == ()


def test_keyword_points_to_its_words_in_the_text() -> None:
    """Evidence in the text is better than a list in the page's head."""
    given = article("A grain deal was signed.", keywords=("Grain deal",))
    [tag] = tagged(given).tags
    assert (tag.mentions[0].field, tag.mentions[0].surface) == ("blocks/0", "grain deal")
    assert tag.shown


def test_keyword_that_the_text_lacks_is_kept_but_hidden() -> None:
    """Nobody can see why the article would have the tag."""
    [tag] = tagged(article("It rained.", keywords=("Grain deal",))).tags
    assert (tag.mentions[0].field, tag.shown) == ("keywords/0", False)


@pytest.mark.parametrize(
    "keyword",
    [
        "EG General",
        "Standard",
        "news",
        "Politics",
        "The Daily Example",
        "news_type:story",
        "20250401",
    ],
)
def test_house_codes_and_sections_are_no_keywords(keyword: str) -> None:
    """They tell how the house files, not what the article is about."""
    assert tagged(article("It rained.", keywords=(keyword,))).tags == ()


def test_credited_agency_is_found_where_the_page_says_so() -> None:
    """The evidence of extraction is looked up in the texts."""
    credit = Credit(name="Reuters", role=CreditRole.ORIGINATOR, evidence="(Reuters)")
    given = article("Grain left port. (Reuters)", credits=(credit,))
    check(given, "reuters", Role.AGENCY)


def test_author_is_a_hidden_tag_with_the_byline_as_evidence() -> None:
    """An author is no subject."""
    given = article("Grain left port.", authors=("Jane Doe",), by="By Jane Doe")
    [tag] = tagged(given).tags
    assert tag.roles == (Role.AUTHOR,)
    assert (tag.mentions[0].field, tag.mentions[0].start, tag.shown) == ("by", 3, False)
