"""Who wrote it, as head, page and source say."""

from __future__ import annotations

import pytest
from tests.extract.test_extract import BODY, PARAGRAPHS, URL, story

from tagwire.model import Article, Entry, RemovedKind

META = "<meta name='author' content='Ada Brandt'>"


def check(article: Article, authors: tuple[str, ...], by: str) -> None:
    assert (authors, by) == (article.authors, article.by)


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Brandt",
        "Von Ada Brandt",
        "Par Ada Brandt",
        "Geschrieben von Ada Brandt",
        "Ada Brandt",
    ],
)
def test_the_byline_has_no_word_before_the_name(line: str) -> None:
    check(story(f"<p class='byline'>{line}</p>{BODY}"), ("Ada Brandt",), "Ada Brandt")


def test_the_source_names_authors_that_the_page_does_not() -> None:
    """Then a line that is only the name is no paragraph either."""
    entry = Entry(url=URL, authors=("Ada Brandt",))
    article = story(f"<div class='x1'>Ada Brandt</div>{BODY}", entry=entry)
    check(article, ("Ada Brandt",), "Ada Brandt")
    assert [block.text for block in article.blocks] == PARAGRAPHS
    assert ("Ada Brandt", RemovedKind.BYLINE_REPEAT) in [(p.text, p.kind) for p in article.removed]


def test_the_page_knows_its_authors_better_than_the_source() -> None:
    entry = Entry(url=URL, authors=("Olaf Stern",))
    check(story(BODY, META, entry=entry), ("Ada Brandt",), "Ada Brandt")


@pytest.mark.parametrize("line", ["Autor: Ada Brandt", "Interview: Ada Brandt"])
def test_a_labelled_line_below_the_text_names_the_author(line: str) -> None:
    check(story(f"{BODY * 6}<p>{line}</p>"), ("Ada Brandt",), "Ada Brandt")


@pytest.mark.parametrize(
    "foot",
    [
        "<p>Autor: Ada Brandt</p><p>Autor: Olaf Stern</p>",
        "<div class='related'><p class='author'>Ada Brandt</p></div>",
        "<p class='author'>Edit with Live Desk</p>",
    ],
    ids=["several", "of a teaser", "no name"],
)
def test_other_lines_below_the_text_name_nobody(foot: str) -> None:
    check(story(f"{BODY * 6}{foot}"), (), "")


def test_degrees_and_titles_are_no_people() -> None:
    head = "<meta name='author' content='Ada Brandt, PhD, CEO'>"
    assert story(BODY, head).authors == ("Ada Brandt",)


def test_the_longest_list_of_authors_of_the_same_article_is_taken() -> None:
    """Plugins describe the article again, with the first of its authors only."""
    again = "{'@type':'%s','headline':'Grain ships leave','author':%s}".replace("'", '"')
    both = '[{"name":"Ada Brandt"},{"name":"Olaf Stern"}]'
    head = "".join(
        f"<script type='application/ld+json'>{again % (kind, who)}</script>"
        for kind, who in (("NewsArticle", both), ("Article", '{"name":"Ada Brandt"}'))
    )
    assert story(BODY, head).authors == ("Ada Brandt", "Olaf Stern")


@pytest.mark.parametrize(
    "line", ["von <a href='/team/1'>Dr. Ada Brandt</a>", "Ada Brandt | 20.11.2026", "by Ada Brandt"]
)
def test_an_unmarked_line_below_the_headline_may_name_the_author(line: str) -> None:
    article = story(f"<p>{line}</p>{BODY}")
    assert [name.removeprefix("Dr. ") for name in article.authors] == ["Ada Brandt"]


@pytest.mark.parametrize("name", ["Nachrichtenagentur", "Nachrichten", "Sport", "News Agency"])
def test_a_house_or_a_section_is_nobody(name: str) -> None:
    assert story(f"<p class='byline'>{name}</p>{BODY}").authors == ()


def test_people_beside_an_agency_stay_and_the_agency_is_a_credit() -> None:
    article = story(f"<p class='byline'>By Ada Brandt, AP Sports Writer</p>{BODY}")
    assert article.authors == ("Ada Brandt",)
    assert [credit.name for credit in article.credits] == ["AP"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("신현주 기자", "신현주"),
        ("Ada BrandtStaff Writer", "Ada Brandt"),
        ("高木浩光記者", "高木浩光"),
    ],
)
def test_what_somebody_is_goes_from_the_name(line: str, name: str) -> None:
    assert story(f"<p class='byline'>{line}</p>{BODY}").authors == (name,)


@pytest.mark.parametrize(
    "line",
    [
        "https://paper.example/team",
        "paper.example, Veldmar, Ostrel",
        "By 12 May 2026",
        "By reuters",
    ],
    ids=["an address", "a site with its city", "a day", "a name in small letters"],
)
def test_what_stands_where_bylines_stand_is_not_always_a_person(line: str) -> None:
    assert story(f"<p class='byline'>{line}</p>{BODY}").authors == ()
