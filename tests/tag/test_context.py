"""Known names that mean another thing where something beside them says so."""

from __future__ import annotations

import pytest

from tag.articles import article, tagged


def check(text: str, *expected: str, language: str = "en", headline: str = "A test") -> None:
    """Compare the slugs of the shown tags."""
    found = tagged(article(text, language=language, headline=headline)).tags
    assert set(expected) == {tag.tag.slug for tag in found if tag.shown}


@pytest.mark.parametrize(
    ("text", "language", "slugs"),
    [
        ("Laundry experts Kair recommend it.", "en", []),
        ("The idea was like the goddess Athena herself.", "en", []),
        ("Premier pojechał do Kairu, bo Kair czeka.", "pl", ["cairo"]),
        ("Trains run from Peking to the coast, and Peking pays.", "en", ["beijing"]),
        ("Talks failed in Odessa and in Kiev.", "en", ["odesa", "kyiv"]),
    ],
)
def test_foreign_form_of_a_city_needs_a_second_sign_in_english(
    text: str, language: str, slugs: list[str]
) -> None:
    """A form that English texts use is as good as the label; others stand behind "in"."""
    check(text, *slugs, language=language)


WEAPONS = "Die Firmen Blaser aus dem Allgäu und Merkel Jagd- und Sportwaffen aus Suhl liefern."
LIST = "Jason Rae, Brandon Scholz and others took part. Scholz said no."


@pytest.mark.parametrize(
    ("text", "language", "slugs"),
    [
        (LIST, "en", ["jason-rae", "brandon-scholz"]),
        (
            "Olaf Scholz met Brandon Scholz. Scholz said no.",
            "en",
            ["olaf-scholz", "brandon-scholz"],
        ),
        (
            "Michelle Obama spoke. President Obama listened.",
            "en",
            ["michelle-obama", "barack-obama"],
        ),
        ("Ivanka Trump spoke. Trump listened.", "en", ["ivanka-trump", "donald-trump"]),
        ("In France Macron lost votes.", "en", ["france", "emmanuel-macron"]),
        (WEAPONS, "de", ["blaser", "suhl"]),
    ],
)
def test_last_name_of_somebody_famous_may_be_another(
    text: str, language: str, slugs: list[str]
) -> None:
    """A given name before it, a compound behind it, or another who is named in full before."""
    found = tagged(article(text, language=language, headline="A test")).tags
    famous = {"olaf-scholz", "barack-obama", "donald-trump", "angela-merkel", "emmanuel-macron"}
    named = {tag.tag.slug for tag in found}
    assert set(slugs) & famous == named & famous
    assert set(slugs) - {"blaser", "suhl"} <= named


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("Selon M. Macron, rien ne change.", "fr", "emmanuel-macron"),
        ("Był tam zięć Trumpa Jared Kushner.", "pl", "jared-kushner"),
        ("Rządu Olafa Scholza, kanclerza Olafa Scholza.", "pl", "olaf-scholz"),
        ("Sanna Marin tapasi Angela Merkelin. Merkelin arvioiden mukaan.", "fi", "angela-merkel"),
        ("Sejm i kraje Unii Europejskiej.", "pl", "european-union"),
        ("Построят в Северо-Казахстанской области.", "ru", "kazakh"),
        ("Shares of Walt Disney Co. fell.", "en", "disney"),
        ("The iPhone SE is here.", "en", "iphone"),
        ("The Apple iPhone sells.", "en", "apple"),
        ("The Democrat Party lost.", "en", "democratic-party"),
        ("They met in Gaza City.", "en", "gaza-city"),
    ],
)
def test_other_form_has_the_page_of_the_name(text: str, language: str, slug: str) -> None:
    """Cases, titles, legal forms and models make no page of their own."""
    found = tagged(article(text, language=language, headline="A test")).tags
    assert slug in {tag.tag.slug for tag in found}


def test_article_before_a_keyword_is_no_part_of_it() -> None:
    """ "The Democrats" and "Stadt Essen" are known without it."""
    given = article("They won.", headline="Democrats win", keywords=("The Democrats",))
    assert "the-democrats" not in {tag.tag.slug for tag in tagged(given).tags}


@pytest.mark.parametrize(
    ("text", "language", "slugs"),
    [
        ("Drinks am Pool und im Pool der Villa.", "de", []),
        ("Das Foto zeigt den Kanzler. Foto: Pool via REUTERS", "de", ["reuters"]),
        ("Shares of Pool Corporation fell. Then Pool rose, as Pool said.", "en", ["pool"]),
    ],
)
def test_company_called_by_a_common_word_needs_its_full_name(
    text: str, language: str, slugs: list[str]
) -> None:
    """Each swimming pool is no listed company."""
    check(text, *slugs, language=language)


@pytest.mark.parametrize(
    ("text", "language", "named", "not_named"),
    [
        ("Kale salad or Brussels sprouts with dinner.", "en", [], ["brussels"]),
        ("Talks in Brussels went on.", "en", ["brussels"], []),
        ("Barcelona striker Iker Dunwell scored.", "en", ["fc-barcelona"], ["barcelona"]),
        ("Police in Barcelona said so.", "en", ["barcelona"], ["fc-barcelona"]),
        ("It hit Athens, Alabama. Athens was dark.", "en", ["athens-alabama"], ["athens"]),
        ("Talks in Athens, Rome and Paris.", "en", ["athens", "rome", "paris"], []),
        ("It hit Houston, Texas.", "en", ["houston", "texas"], []),
        ("قال رئيس جامعة القاهرة إن الجامعة كبيرة.", "ar", ["جامعة-القاهرة"], ["cairo"]),
        ("قال الرئيس في القاهرة إن المدينة كبيرة.", "ar", ["cairo"], []),
        ("東京大学の研究者。", "ja", ["東京大学"], ["tokyo"]),
    ],
)
def test_neighbours_of_a_place_say_that_another_is_meant(
    text: str, language: str, named: list[str], not_named: list[str]
) -> None:
    """A dish, a club, a town of the same name, a university."""
    found = {tag.tag.slug for tag in tagged(article(text, language=language)).tags}
    assert set(named) <= found
    assert not set(not_named) & found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er gewann vor dem Polen Jakub Szymanski.", {"polish"}),
        ("Nach eigenen Angaben rechnen die Schweden neu.", {"swedish"}),
        ("Er reiste nach Polen und durch das Schweden von heute.", {"poland", "sweden"}),
    ],
)
def test_article_before_a_german_land_makes_it_its_people(text: str, expected: set[str]) -> None:
    """ "Dem Polen" is a Pole; the land takes no article."""
    found = {tag.tag.slug for tag in tagged(article(text, language="de")).tags}
    assert expected == found & {"polish", "swedish", "poland", "sweden"}


@pytest.mark.parametrize(
    ("text", "slug", "is_named"),
    [
        ("A lack of vitamin D, EPA, DHA and zinc.", "environmental-protection-agency", False),
        ("The EPA said so.", "environmental-protection-agency", True),
        ("They asked NASA, EPA, FBI and others.", "environmental-protection-agency", True),
        ("In Manila, Filipinos wait. The Philippines urged Congress to act.", "us-congress", False),
        ("In Delhi and Mumbai, India asked its Supreme Court.", "us-supreme-court", False),
        ("Congress passed a law on trade with China. China, China said.", "us-congress", True),
        ("Manila, Cebu and the Philippines wait for the U.S. Congress.", "us-congress", True),
        ("In Texas, Congress heard of Manila, Cebu and the Philippines.", "us-congress", True),
        ("Congress met, say USA Today, Kyiv Independent and the BBC.", "us-congress", True),
        ("Michael R. Bloomberg spoke. Bloomberg has a plan.", "bloomberg", False),
        ("Shares fell, Bloomberg reported.", "bloomberg", True),
    ],
)
def test_short_name_means_what_the_document_is_about(text: str, slug: str, is_named: bool) -> None:
    """Letters in a list of no names, bodies of another land, the bearer of a full name."""
    found = {tag.tag.slug for tag in tagged(article(text)).tags}
    assert is_named == (slug in found)
