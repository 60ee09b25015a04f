"""Which of the titles of a page becomes the headline."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tagwire.extract import extract
from tagwire.model import Article, Page, Response

HEADLINE = "Three grain ships leave the port of Veldmar"
TEXT = "".join(
    f"<p>The {word} ship left the port of Veldmar on Saturday morning after the council had lifted the blockade of nine days.</p>"
    for word in ("first", "second", "third")
)
SITE = "<meta property='og:site_name' content='Harbour Post'>"


def check(
    expected: str, *, title: str = "", og: str = "", told: str = "", shown: str = "", head: str = ""
) -> None:
    """Check the headline of a page that states and shows these titles."""
    thing = json.dumps({"@type": "NewsArticle", "headline": told})
    parts = [
        f"<title>{title}</title>",
        f'<meta property="og:title" content="{og}">' if og else "",
        f"<script type='application/ld+json'>{thing}</script>" if told else "",
        head,
    ]
    html = (
        f"<html><head>{''.join(parts)}</head><body><article>{shown}{TEXT}</article></body></html>"
    )
    url = "https://www.harbourpost.example/2025/ships"
    response = Response(
        url=url,
        final_url=url,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html.encode(),
        fetched=datetime(2025, 4, 26, 12, tzinfo=UTC),
    )
    (article,) = extract([Page(response=response)])
    assert isinstance(article, Article), article
    assert expected == article.headline


@pytest.mark.parametrize(
    "title",
    [
        f"{HEADLINE} - Harbour Post",
        f"{HEADLINE} | India News - Harbour Post",
        f"{HEADLINE} | Politics | Harbour Post",
        f"{HEADLINE}:Harbour Post",
        f"{HEADLINE}-정치ㅣHarbour Post",
        f"Harbour Post » {HEADLINE}",
    ],
)
def test_site_and_section_are_no_part_of_the_headline(title: str) -> None:
    check(HEADLINE, title=title, head=SITE)


def test_a_section_without_a_site_behind_it_stays() -> None:
    """It may be the last word of the headline."""
    check(f"{HEADLINE} - Politics", title=f"{HEADLINE} - Politics", head=SITE)


def test_the_heading_that_the_social_title_repeats_wins_over_a_headline_for_search() -> None:
    check(
        HEADLINE,
        title="Veldmar port ships 2025: all you need to know - Harbour Post",
        og=HEADLINE,
        told="Veldmar port ships 2025: all you need to know",
        shown=f"<h1>{HEADLINE}</h1>",
        head=SITE,
    )


def test_a_heading_wins_over_a_title_for_search_that_shares_words() -> None:
    check(
        HEADLINE,
        title="Blockade over: what Veldmar plans now - Harbour Post",
        shown=f"<h1>{HEADLINE}</h1>",
        head=SITE,
    )


def test_a_heading_with_the_name_of_the_site_is_no_headline() -> None:
    """A blog shows its own name as the first heading of each page."""
    check(
        HEADLINE,
        title=f"The Long Pier Diary: {HEADLINE}",
        og=HEADLINE,
        shown=f"<h1>The Long Pier Diary</h1><h1>{HEADLINE}</h1>",
    )


def test_a_title_that_is_the_name_of_the_site_is_no_headline() -> None:
    check(
        HEADLINE,
        title="Harbour Post",
        og="Harbour Post",
        shown=f"<h1>Harbour Post</h1><h1>{HEADLINE}</h1>",
        head=SITE,
    )


def test_a_kicker_glued_to_the_heading_is_cut_where_a_title_lacks_it() -> None:
    check(
        HEADLINE,
        og=HEADLINE,
        told=f"After the blockade: {HEADLINE}",
        shown=f"<h2><span>After the blockade</span> <span>{HEADLINE}</span></h2>",
    )


def test_a_kicker_that_is_printed_with_its_sign_stays() -> None:
    told = f"After the blockade: {HEADLINE}"
    check(told, og=HEADLINE, told=told, shown=f"<h1>{told}</h1>")


def test_page_and_title_with_different_kickers_have_the_headline_in_common() -> None:
    check(
        HEADLINE,
        title=f"Wage dispute: {HEADLINE}",
        shown=f"<h1>After nine days - {HEADLINE}</h1>",
    )


def test_the_same_kicker_on_page_and_title_stays() -> None:
    check(
        f"Nine long days – {HEADLINE}",
        title=f"Those nine days: {HEADLINE}",
        shown=f"<h1>Nine long days – {HEADLINE}</h1>",
    )


def test_a_site_name_that_repeats_the_headline_cuts_nothing() -> None:
    told = f"{HEADLINE} - pilots are back"
    check(told, told=told, head=f"<meta property='og:site_name' content='{told}'>")


def test_a_kicker_that_all_titles_have_is_part_of_the_headline() -> None:
    """The page sets it apart, and the titles agree on the sign between."""
    both = f"Trade talks / {HEADLINE}"
    shown = f"<h1><span>Trade talks</span>{HEADLINE}</h1>"
    head = f"<meta name='twitter:title' content='{both}'>"
    check(both, title=both, og=both, told=HEADLINE, shown=shown, head=head)


def test_how_words_are_read_is_no_part_of_them() -> None:
    """Japanese pages for learners set the reading above each word."""
    shown = "<h1><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>を<ruby>船<rt>ふね</rt></ruby>が三隻出た</h1>"
    check("港を船が三隻出た", title="港を船が三隻出た", shown=shown)
