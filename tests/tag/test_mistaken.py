"""Words that look like a known name and are none: they make no page."""

from __future__ import annotations

import pytest

from tag.articles import article, tagged
from tagwire.model import Article, Block, BlockKind, Publisher, Role


def check(given: Article, *expected: str) -> None:
    """Compare the slugs of the shown tags."""
    assert set(expected) == {tag.tag.slug for tag in tagged(given).tags if tag.shown}


def test_address_of_somebody_is_no_name() -> None:
    """ "@VP" is where to write to, and the office is no organisation."""
    text = "@VP Mike Pence spoke. The VP left early, VP aides said."
    check(article(text, headline="VP says no"), "mike-pence")


def test_letters_are_shown_where_somebody_says_of_whom() -> None:
    """An article that spells them out, or the publisher's own keywords."""
    check(article("The QV met. A vote failed.", headline="QV meets"))
    text = "The Quay Zoning Venture (QZV) met."
    check(article(text, headline="Quay Zoning Venture meets"), "quay-zoning-venture")
    given = article("The QV met. A vote failed.", headline="QV", keywords=("QV",))
    check(given, "qv")


@pytest.mark.parametrize("title", ["President-elect", "Governor-designate", "Mayor-elect"])
def test_title_of_who_is_only_elected_is_a_title(title: str) -> None:
    """The name begins behind it, and is that of the bearer in full."""
    text = f"Odda Brinksvoll won. {title} Brinksvoll said so."
    check(article(text, headline=f"{title} Brinksvoll wins"), "odda-brinksvoll")


def test_comma_inside_a_known_name_does_not_part_it() -> None:
    """Neither place of the name has a page by it."""
    text = "Researchers at the University of California, Berkeley found it."
    check(article(text), "university-of-california-berkeley")


def test_body_begins_behind_who_is_of_it() -> None:
    """Whoever opens the sentence is no part of the name."""
    text = "Investigadores de la Universidad de California dijeron que no."
    check(article(text, language="es"), "universidad-de-california")


def test_katakana_inside_a_longer_word_is_no_country() -> None:
    """ "Mind map" holds the letters of India."""
    check(article("マインドマップを使う。", language="ja", headline="マインドマップの書き方"))
    check(article("インドの首相は話した。", language="ja", headline="インドの首相"), "india")


def test_last_name_that_is_a_town_is_the_person() -> None:
    """Only behind "in" is it the town."""
    text = "Julio Teheran pitched well. Teheran allowed two runs."
    check(article(text, headline="Teheran shines"), "julio-teheran")
    check(article("Talks in Teheran failed.", headline="Talks in Teheran fail"), "tehran")


GERMAN = {"language": "de", "headline": "Eine lange Nacht"}


def test_common_word_is_a_party_only_where_it_stands_like_one() -> None:
    """A plural article, the bracket behind a person, or other parties beside it."""
    check(article("Wir fahren ins Grüne. Im Grünen ist es schön.", **GERMAN))
    party = "bündnis-90-die-grünen"
    check(article("Gestern stimmten die Grünen zu.", **GERMAN), party)
    given = article("Robert Habeck (Grüne) sprach.", **GERMAN)
    check(given, party, "robert-habeck")
    austrian = Publisher(domain="zeitung.example.at", name="Zeitung")
    given = article("Gestern stimmten die Grünen zu.", publisher=austrian, **GERMAN)
    check(given, "die-grünen-die-grüne-alternative")


def test_part_of_a_printed_author_is_no_place() -> None:
    """Arabic has no capitals that tell "Asia" from the author of that given name."""
    given = article("آسيا العتروس كتبت", language="ar", authors=("آسيا العتروس",))
    check(given)


def test_keyword_means_what_the_article_calls_so() -> None:
    """The bracket says whose letters they are; a virus is none of them."""
    text = "The South African Revenue Service (Sars) collected more. Sars said so."
    check(article(text, keywords=("Sars",)), "south-african-revenue-service")
    check(article("Sars-CoV-2 spreads again.", keywords=("SARS",)), "sars-cov-2")


def test_keywords_of_the_site_are_not_of_the_article() -> None:
    """Its menu, and a list that hardly touches the text."""
    text = "Grain left the port of Odessa."
    check(article(text, keywords=("Asia", "Business", "Sport", "Politics")), "odesa")
    check(article(text, keywords=("Japan", "Canada", "France", "Odessa")), "odesa")
    check(article(text, keywords=("Ukraine", "Odessa")), "odesa", "ukraine")


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("The U.S. Department of State said no.", "en", "us-state-department"),
        ("The British Labour Party lost.", "en", "labour-party"),
        ("Rain fell in Fresno, Calif., on Monday.", "en", "california"),
        ("El Premio Nobel de la Paz es importante.", "es", "nobel-prize"),
        ("A share of SoftBank Group fell.", "en", "softbank"),
        ("Am Abend wurde Erdogans Wunsch bekannt.", "de", "recep-tayyip-erdoğan"),
        ("Am Abend wurde die Aggressionspolitik Erdogans bekannt.", "de", "recep-tayyip-erdoğan"),
    ],
)
def test_other_spelling_has_the_same_page(text: str, language: str, slug: str) -> None:
    """Abbreviations, translations and genitives name nobody else."""
    shown = {tag.tag.slug for tag in tagged(article(text, language=language)).tags if tag.shown}
    assert slug in shown <= {slug, "fresno"}


def test_credit_may_say_who_is_to_be_seen() -> None:
    """A known person in a long credit is in the picture; the others made something."""
    legend = "Vice President Mike Pence speaks at a rally in Ohio. Photo: John Smith/Getty Images"
    makers = "Reporting about the grain from the port and the mills was done by Jane Doering."
    for text, slug, role in (
        (legend, "mike-pence", Role.MENTIONED),
        (legend, "john-smith", Role.PHOTO_CREDIT),
        (makers, "jane-doering", Role.PHOTO_CREDIT),
    ):
        given = article("Grain left port.", Block(kind=BlockKind.CREDIT, text=text))
        roles = {tag.tag.slug: set(tag.roles) - {Role.SUBJECT} for tag in tagged(given).tags}
        assert roles[slug] == {role}
