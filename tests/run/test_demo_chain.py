"""The demo newsroom through the stages: what a newcomer sees in the first minute."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from tagwire.model import CompletenessState, Page, Response, Tagged
from tagwire.run.demo import Edition, NewsPage, Request, answer, load_newsroom
from tagwire.run.demo.markup import plain_of
from tagwire.run.pipeline import build_pipeline
from tagwire.sources import parse_source

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
END = START + timedelta(hours=2)
NEWSROOM = load_newsroom()
# As they stand after all edits.
TEXTS = [
    (house, page.edits[-1].page if page.edits else page)
    for house in NEWSROOM.houses
    for page in house.pages
    if not page.path.startswith("/archive/") and page.access != "gone"
]
# A promo that neither its box nor its words give away: a gap of extraction, not of the page.
PLAIN_PROMOS = {"nachtzug"}


def fetched_pages(at: datetime) -> list[Page]:
    """What the worker would fetch: all that the feeds list and that can be had."""
    edition = Edition(newsroom=NEWSROOM, start=START, now=at)
    found = []
    for house in NEWSROOM.houses:
        feed = answer(edition, Request(host=house.domain, path=house.feed_path))
        for entry in parse_source(feed.body, house.home + house.feed_path).entries:
            path = entry.url.removeprefix(house.home)
            given = answer(edition, Request(host=house.domain, path=path))
            if path.startswith("/archive/") or given.status != 200:
                continue
            response = Response(
                url=entry.url, final_url=entry.url, status=given.status,
                headers=given.headers, body=given.body, fetched=at,
            )  # fmt: skip
            found.append(Page(response=response, entry=entry, publisher=house.publisher))
    return found


@cache
def results(at: datetime = END) -> dict[str, Tagged]:
    """The tagged articles by address; a rejection fails here."""
    pages = fetched_pages(at)
    done = build_pipeline()(pages).results
    assert all(isinstance(each, Tagged) for each in done), done
    return {page.response.url: each for page, each in zip(pages, done, strict=True)}


def check(url: str, text: NewsPage) -> None:
    """The article has the headline of its text and nothing that is no text of it."""
    article = results()[url].article
    assert text.headline in article.headline
    for noise in ("Photo:", "Advertisement", "Made up for", "Most read"):
        assert noise not in article.text
    for piece in text.pieces:
        if piece.kind == "photo" or (piece.kind == "promo" and text.guid not in PLAIN_PROMOS):
            assert piece.text not in article.text


@pytest.mark.parametrize(
    ("url", "text"),
    [pytest.param(house.home + page.path, page, id=page.guid) for house, page in TEXTS],
)
def test_every_text_becomes_an_article_without_noise(url: str, text: NewsPage) -> None:
    """Captions, credits, promos and adverts stay out, whatever the make of the page."""
    check(url, text)


def test_nearly_all_paragraphs_arrive() -> None:
    """Of every make of page, the one of nothing but divs included."""
    texts = {house.home + page.path: page for house, page in TEXTS}
    wanted = [
        (plain_of(piece.text), tagged.article.text)
        for url, tagged in results().items()
        for piece in texts[url].pieces
        if piece.kind == "paragraph"
    ]
    arrived = sum(paragraph in text for paragraph, text in wanted)
    assert arrived >= 0.95 * len(wanted), f"{arrived} of {len(wanted)}"


def test_five_tags_and_more_have_three_articles_of_two_houses() -> None:
    """Enough tag pages to look around."""
    houses = defaultdict(list)
    for tagged in results().values():
        for each in tagged.tags:
            if each.shown:
                houses[each.tag.slug].append(tagged.article.publisher.domain)
    full = [slug for slug, named in houses.items() if len(named) >= 3 and len(set(named)) >= 2]
    assert "port-of-veldmar" in full
    assert len(full) >= 5


def test_incomplete_texts_say_so() -> None:
    """A wall and a headline without a text."""
    state = {url: tagged.article.completeness.state for url, tagged in results().items()}
    wall = "http://ledgerline.example/shipping/insurers-brace-for-claims"
    result = "http://kestrel-sport.example/football/result-city-united"
    assert state[wall] is CompletenessState.PAYWALLED
    assert state[result] is CompletenessState.HEADLINE_ONLY
