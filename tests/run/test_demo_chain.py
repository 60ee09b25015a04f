"""The demo newsroom through the stages: what a newcomer sees in the first minute."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from tagwire.model import (
    Article,
    BlockKind,
    CompletenessState,
    Intent,
    NewArticle,
    NewVersion,
    Page,
    Precision,
    RelationKind,
    Response,
    Tagged,
    Unchanged,
)
from tagwire.run.demo import Edition, NewsPage, Request, answer, load_newsroom
from tagwire.run.demo.markup import plain_of
from tagwire.run.pipeline import build_pipeline
from tagwire.sources import parse_sitemap, parse_source
from tagwire.stories import candidate_keys, decide_batch

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
END = START + timedelta(minutes=65)
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


@cache
def fetched_pages(at: datetime) -> list[Page]:
    """What the worker would fetch: all that the feeds list and that can be had."""
    edition = Edition(newsroom=NEWSROOM, start=START, now=at)
    found = []
    for house in NEWSROOM.houses:
        feed = answer(edition, Request(host=house.domain, path=house.feed_path))
        url = house.home + house.feed_path
        parsed = (
            parse_sitemap(feed.body, url, now=at)
            if house.feed == "sitemap"
            else parse_source(feed.body, url)
        )
        for entry in parsed.entries:
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
    assert text.headline in article.headline, text.guid
    for noise in ("Photo:", "Advertisement", "Made up for", "Most read", "Aktualisiert"):
        assert noise not in article.text, text.guid
    for piece in text.pieces:
        if piece.kind == "photo" or (piece.kind == "promo" and text.guid not in PLAIN_PROMOS):
            assert piece.text not in article.text, text.guid


def test_every_text_becomes_an_article_without_noise() -> None:
    """Captions, credits, promos and adverts stay out, whatever the make of the page."""
    assert len(TEXTS) > 100
    for house, text in TEXTS:
        check(house.home + text.path, text)


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
    assert arrived >= 0.98 * len(wanted), f"{arrived} of {len(wanted)}"


@pytest.mark.slow
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


def article_of(guid: str) -> Article:
    """The article of a text, after all edits."""
    house, text = next(pair for pair in TEXTS if pair[1].guid == guid)
    return results()[house.home + text.path].article


@cache
def intents() -> dict[str, list[Intent]]:
    """What is decided about each text, by guid: at the start, and after all edits."""
    guids = {
        house.home + state.path: page.guid
        for house in NEWSROOM.houses
        for page in house.pages
        for state in (page, *(edit.page for edit in page.edits))
    }
    seen = [
        (guids[page.response.url], tagged, candidate_keys(tagged, page))
        for at in (START, END)
        for page, tagged in zip(fetched_pages(at), results(at).values(), strict=True)
    ]
    decided = decide_batch([(tagged, keys) for _, tagged, keys in seen], [], END)
    found = defaultdict(list)
    for (guid, _, _), intent in zip(seen, decided, strict=True):
        found[guid].append(intent)
    return found


@pytest.mark.parametrize(
    ("guid", "state"),
    [
        ("insurers", CompletenessState.PAYWALLED),
        ("ks-9003", CompletenessState.HEADLINE_ONLY),
        ("kleingarten", CompletenessState.PARTIAL),
        ("po-crew", CompletenessState.PARTIAL),
        ("lock-gate", CompletenessState.FULL),
    ],
)
def test_incomplete_texts_say_so(guid: str, state: CompletenessState) -> None:
    """A wall, a headline without a text, texts that break off."""
    assert article_of(guid).completeness.state is state


@pytest.mark.parametrize("guid", ["lock-gate", "nw-verdict", "werke-laufen-an", "po-budget"])
def test_notes_of_correction_are_no_text_but_kept(guid: str) -> None:
    """Above and below the text, in English and German."""
    article = article_of(guid)
    notes = [block.text for block in article.blocks if block.kind is BlockKind.CORRECTION]
    assert len(notes) == 1
    assert notes[0] not in article.text


@pytest.mark.slow
def test_every_edit_becomes_a_version_and_nothing_else_does() -> None:
    """Loud, silent, at another address, of a live text."""
    edited = {page.guid for house in NEWSROOM.houses for page in house.pages if page.edits}
    for guid, decided in intents().items():
        first, *later = decided
        assert isinstance(first, NewArticle), guid
        if len(decided) == 2:  # it was out at the start
            kind = NewVersion if guid in edited else Unchanged
            assert [kind] == [type(intent) for intent in later], guid
        assert len({intent.article for intent in decided}) == 1, guid


@pytest.mark.slow
def test_copies_without_a_word_of_their_own_are_joined_to_the_agency() -> None:
    """The one that the feed credits and the one that nobody credits."""
    agency = intents()["nw-landslip"][0].article
    for guid in ("rsq-2211", "po-landslip"):
        copy = intents()[guid][0]
        assert isinstance(copy, NewArticle)
        assert [(RelationKind.COPY_OF, agency)] == [(r.kind, r.b) for r in copy.relations]
    assert intents()["cliff-witness"][0].relations == ()


def test_credits_below_a_text_are_found() -> None:
    """Of an agency that no table knows, in two languages."""
    for guid, name in (("op-51826", "Northline Wire"), ("fluss-erholt", "Nordpresse")):
        assert [name] == [credit.name for credit in article_of(guid).credits]


def test_wrong_dates_stay_as_stated_and_days_stay_days() -> None:
    """A clock that runs ahead, the first day of the epoch, a house that knows no hours."""
    assert article_of("winter-count").published.at > START + timedelta(days=1)
    assert article_of("chronik-1911").published.at.year == 1970
    days = {
        tagged.article.published.precision
        for url, tagged in results().items()
        if "grauenfurter-anzeiger" in url
    }
    assert days == {Precision.DAY}


def test_the_live_text_knows_that_it_is_one() -> None:
    """All its states hang together."""
    article = article_of("sturm-liveticker")
    assert article.genre == "live"
    assert "Deich hält" in article.text
    assert "Fähre nach Langsand" in article.text


def test_arabic_german_and_french_texts_are_known_as_such() -> None:
    """From the words, the page or the feed."""
    wanted = {"rsq-2171": "ar", "rsq-2234": "ar", "grossbrand": "de", "ble-dur": "fr"}
    assert wanted == {guid: article_of(guid).language for guid in wanted}
