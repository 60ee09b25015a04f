"""What a name names, when no catalogue has it."""

from __future__ import annotations

import pytest

from tag.articles import article, tagged
from tagwire.model import Article, Role


def check(given: Article | str, expected: dict[str, str]) -> None:
    """Compare slugs and kinds of the tags of a text."""
    found = tagged(article(given) if isinstance(given, str) else given)
    assert expected == {tag.tag.slug: str(tag.tag.kind) for tag in found.tags}


@pytest.mark.parametrize(
    "name",
    ["Ostrelm Wire", "Brinehalt Lines", "Vellund Rail", "Veldmarr Courier", "Ostrelm Exchange",
     "Ostrelm Athletic", "Bank of Ostrelm", "Kestrin Sport"],
)  # fmt: skip
def test_last_or_first_word_makes_an_organisation(name: str) -> None:
    """Whatever the words before it are."""
    check(f"The board of {name} met on Monday.", {name.lower().replace(" ", "-"): "organisation"})


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ('"No," said Ostrelm. Trains run to Ostrelm again.', "ostrelm"),
        ("The ships wait off the Veldmarr coast. Later Veldmarr slept.", "veldmarr"),
        ("The central bank of Vellund met. Then Vellund waited.", "vellund"),
    ],
    ids=["to", "coast", "bank-of"],
)
def test_cue_of_a_place_wins(text: str, slug: str) -> None:
    """Countries and cities speak too; nobody travels to a person."""
    check(text, {slug: "place"})


def test_port_of_a_town_tells_that_the_town_is_a_place() -> None:
    """The part behind "of" has a name of its own."""
    check("The Port of Veldmarr closed. Then Veldmarr slept and Veldmarr woke.",
          {"port-of-veldmarr": "place", "veldmarr": "place"})  # fmt: skip


def test_last_word_of_a_club_is_the_club() -> None:
    """ "Rovers" alone has no page; the town of the club keeps its own."""
    check("Kestrin Rovers won in Kestrin. The Rovers sang.",
          {"kestrin-rovers": "organisation", "kestrin": "place"})  # fmt: skip


def test_unknown_place_line_in_capitals_names_place_and_house() -> None:
    """The form of the line is enough."""
    given = article("OSTRELM (Northlin Wire) - Grain ships left port.")
    check(given, {"ostrelm": "place", "northlin-wire": "agency"})
    roles = {tag.tag.label: tag.roles for tag in tagged(given).tags}
    assert roles == {"Ostrelm": (Role.DATELINE,), "Northlin Wire": (Role.AGENCY,)}


def test_house_in_the_byline_is_the_agency() -> None:
    """A wire is no author of flesh and blood."""
    given = article("Grain left port.", authors=("Northlin Wire",), by="By Northlin Wire")
    check(given, {"northlin-wire": "organisation"})
    [tag] = tagged(given).tags
    assert (tag.roles, tag.mentions[0].field) == ((Role.AGENCY,), "by")


@pytest.mark.parametrize(
    "text", ["Storm Ysolta hit Rome.", "They prepare for Hurricane Ysolta in Rome."]
)
def test_storm_is_an_event(text: str) -> None:
    """The first word tells."""
    [kind] = [str(t.tag.kind) for t in tagged(article(text)).tags if "ysolta" in t.tag.slug]
    assert kind == "event"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Er traf Trumps Berater. Dann sprach Donald Trump.", "de", {"donald-trump"}),
        ("MK Naftali Bennettor spoke.", "en", {"naftali-bennettor"}),
        ("Lo dijo la jueza de Ejecución Letizia Paredes.", "es", {"letizia-paredes"}),
        ("Sie sind in der Lage zu helfen.", "de", set()),
        ("Det sier NRK-kommentator Christina Vukicevik.", "nb", {"christina-vukicevik"}),
        ("It cost 100M and 2B more.", "en", set()),
        ("The DACA programme ends.", "en", {"daca"}),
        ("Stopa w Polsce spadła.", "pl", {"poland"}),
    ],
    ids=["genitive", "initialism", "noun", "article", "compound", "numbers", "acronym", "case"],
)  # fmt: skip
def test_a_name_is_cut_where_it_ends(text: str, language: str, expected: set[str]) -> None:
    """Neighbour words with capitals are no part of it."""
    assert expected == {tag.tag.slug for tag in tagged(article(text, language=language)).tags}
