"""The demo newsroom as values: texts, pages, feeds, edits."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser

from shared import shared_path
from tagwire.model import Entry, ParsedSource
from tagwire.run.demo import (
    Answer,
    Edition,
    House,
    NewsPage,
    Request,
    answer,
    demo_sources,
    load_newsroom,
)
from tagwire.run.demo.edition import MADE_UP
from tagwire.sources import parse_sitemap, parse_source

NEWSROOM = load_newsroom()
START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
END = START + timedelta(minutes=65)
PAGES = [(house, page) for house in NEWSROOM.houses for page in house.pages]
# Every state of every text that has a page.
STATES = [
    (house, page, at)
    for house, first in PAGES
    if first.access != "gone"
    for page, at in [
        (first, max(first.released(START), START)),
        *((edit.page, edit.released(START)) for edit in first.edits),
    ]
]
HOUSES = pytest.mark.parametrize("house", NEWSROOM.houses, ids=lambda house: house.layout)
# Agencies, houses and heads of state that a writer might slip in by habit.
REAL_NAMES = re.compile(
    r"\b(Reuters|AFP|dpa|TASS|Interfax|Bloomberg|BBC|CNN|Guardian|Times|Putin|Trump|Biden|Macron"
    r"|Merkel|Scholz|Merz|Google|Facebook|Twitter|Maersk|Lloyd's|Germany|France|England|Europe"
    r"|Russia|Ukraine|America|London|Paris|Berlin|Hamburg|Deutschland|Frankreich)\b"
)


def edition(at: datetime = START) -> Edition:
    return Edition(newsroom=NEWSROOM, start=START, now=at)


def get(host: str, path: str, *, at: datetime = START, **validators: str) -> Answer:
    return answer(edition(at), Request(host=host, path=path, **validators))


def check(host: str, path: str, status: int, **more) -> Answer:
    given = get(host, path, **more)
    assert given.status == status
    return given


def listed(house: House, at: datetime) -> list[Entry]:
    """The entries of a feed as our own parser reads them; nothing is rejected."""
    given = check(house.domain, house.feed_path, 200, at=at)
    url = house.home + house.feed_path
    kind = dict(given.headers)["content-type"]
    parsed = (
        parse_sitemap(given.body, url, kind, now=at)
        if house.feed == "sitemap"
        else parse_source(given.body, url, kind)
    )
    assert isinstance(parsed, ParsedSource), parsed
    assert not parsed.rejected
    return list(parsed.entries)


def path_of(house: House, url: str) -> str:
    assert url.startswith(house.home + "/")
    return url.removeprefix(house.home)


def test_twelve_houses_have_120_texts_in_german_and_english() -> None:
    """One closed page lies under a path that robots.txt disallows, one is withdrawn."""
    assert len(NEWSROOM.houses) == 12
    assert len(PAGES) >= 120
    assert sum(page.path.startswith("/archive/") for _, page in PAGES) == 1
    assert [page.guid for _, page in PAGES if page.access == "gone"] == ["op-51830"]
    languages = Counter(page.language for _, page in PAGES)
    assert languages["en"] >= 80
    assert languages["de"] >= 30
    assert (languages["ar"], languages["fr"]) == (2, 1)


@HOUSES
def test_every_state_is_on_its_page_and_says_that_it_is_made_up(house: House) -> None:
    """Headline, paragraphs and cells; marks of the text files never reach a page."""
    states = [(page, at) for owner, page, at in STATES if owner is house]
    assert states
    for page, at in states:
        check_state(house, page, at)


def check_state(house: House, page: NewsPage, at: datetime) -> None:
    """Compare a text with its page; a failure names the text."""
    body = LexborHTMLParser(get(house.domain, page.path, at=at).body.decode(house.charset)).body
    words = " ".join(body.text().split())
    assert page.headline in words, page.guid
    assert MADE_UP in words, page.guid
    assert not re.search(r"\]\(|^\[|\{\{|> |!photo", words), page.guid
    shown = {"headline": ()}.get(page.access, page.pieces)
    for piece in shown:
        texts = [piece.text] if piece.kind == "paragraph" else []
        texts += [cell for row in piece.rows for cell in row]
        for text in texts:
            assert re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text) in words, page.guid


@HOUSES
def test_feeds_list_what_is_out_newest_first_with_links_that_resolve(house: House) -> None:
    """At the start and after all edits; only the withdrawn text is gone."""
    for at in (START, END):
        paths = [path_of(house, entry.url) for entry in listed(house, at)]
        texts = edition(at).texts(house)
        assert [text.page.path for text in texts] == paths
        for text in texts:
            check(house.domain, text.page.path, 410 if text.page.access == "gone" else 200, at=at)


@HOUSES
def test_guids_are_unique_and_survive_edits(house: House) -> None:
    """The same text keeps its guid, whatever its address."""
    before = [entry.guid or entry.url for entry in listed(house, START)]
    after = [entry.guid or entry.url for entry in listed(house, END)]
    assert len(after) == len(set(after))
    assert [guid for guid in after if guid in before] == before


@HOUSES
def test_the_front_page_names_the_feed_or_robots_txt_the_sitemap(house: House) -> None:
    """So that adding the site finds it."""
    tree = LexborHTMLParser(check(house.domain, "/", 200).body)
    named = [link.attributes["href"] for link in tree.css("link[rel=alternate]")]
    robots = check(house.domain, "/robots.txt", 200).body.decode()
    assert named == ([] if house.feed == "sitemap" else [house.feed_path])
    assert (f"Sitemap: {house.home}{house.feed_path}" in robots) == (house.feed == "sitemap")


@HOUSES
def test_feeds_say_headline_address_time_and_language_of_the_texts(house: House) -> None:
    """RDF says the day only."""
    told = {(e.url, e.title, e.published.at.date(), e.language) for e in listed(house, END)}
    wanted = {
        (house.home + text.page.path, text.page.headline, text.published.date(), text.page.language)
        for text in edition(END).texts(house)
    }
    assert wanted == told


def test_feeds_come_in_every_format() -> None:
    """RSS in three styles, Atom, RDF, JSON Feed, and a news sitemap."""
    assert {"atom", "rss", "rss-media", "rss-full", "rdf", "json", "sitemap"} == {
        house.feed for house in NEWSROOM.houses
    }


def test_a_loud_edit_corrects_and_changes_the_dates() -> None:
    """First 41 ships, then 38 with a note; the feed says updated."""
    host, path = "veldmar-courier.example", "/transport/failed-lock-gate-closes-port"
    before = check(host, path, 200)
    after = check(host, path, 200, at=END)
    assert b"41 ships were waiting" in before.body
    assert b"38 ships were waiting" in after.body
    assert b"An earlier version" in after.body
    assert b"An earlier version" not in before.body
    house = NEWSROOM.find_house(host)
    old = {entry.guid: entry.updated for entry in listed(house, START)}
    changed = [e.guid for e in listed(house, END) if old.get(e.guid, e.updated) != e.updated]
    assert changed == ["tag:veldmar-courier.example,2026:lock-gate"]


def test_an_edit_at_another_address_moves_the_old_one() -> None:
    """New headline, new address, same guid; the old address redirects."""
    host = "ostrel-post.example"
    old = "/nation/51820-cabinet-to-meet-over-lock.html"
    new = "/nation/51820-cabinet-grants-loan-for-lock-repair.html"
    check(host, old, 200)
    check(host, new, 404)
    moved = check(host, old, 301, at=END)
    assert f"http://{host}{new}" == dict(moved.headers)["location"]
    assert b"45 million crowns" in check(host, new, 200, at=END).body


def test_silent_edits_change_words_and_no_date() -> None:
    """A headline, a figure that the feed repeats, and a figure that only the page shows."""
    silent = [page for _, page in PAGES if any(edit.is_silent for edit in page.edits)]
    assert ["ks-9005", "wind-farm", "rsq-2176"] == [page.guid for page in silent]
    for house in NEWSROOM.houses:
        for text in edition(END).texts(house):
            if text.page.guid in {page.guid for page in silent}:
                assert text.published == text.modified < text.changed


def test_the_live_blog_grows_at_its_top() -> None:
    """Eight states at one address, each with all of the one before."""
    page = next(page for _, page in PAGES if page.guid == "sturm-liveticker")
    states = [page, *(edit.page for edit in page.edits)]
    assert len(states) == 8
    for before, after in pairwise(states):
        assert before.path == after.path
        assert set(before.pieces) < set(after.pieces)
        assert before.pieces[0] == after.pieces[0]
        assert before.pieces[-1] == after.pieces[-1]


def test_nearly_all_texts_are_there_from_the_start() -> None:
    """Who looks for a minute sees about 120 articles."""
    later = [page.guid for _, page in PAGES if page.minutes < 0]
    assert 5 <= len(later) <= 6
    assert len(PAGES) - len(later) >= 115


def test_something_comes_out_every_few_minutes_for_an_hour() -> None:
    """New texts and edits; a newcomer sees the pages move."""
    moments = sorted(
        [-page.minutes for _, page in PAGES if page.minutes < 0]
        + [edit.minutes for _, page in PAGES for edit in page.edits]
    )
    assert len(moments) >= 20
    assert 55 <= moments[-1] <= 65
    assert max(after - before for before, after in pairwise([0, *moments])) <= 6


def test_one_event_is_told_by_six_houses_of_which_two_saw_for_themselves() -> None:
    """Four carry the agency: credited, by RSS source, abridged, and without a word."""
    agency = next(page for _, page in PAGES if page.guid == "nw-landslip")
    copies = {page.guid: page for _, page in PAGES if page.carries == "nw-landslip"}
    assert {"op-51826", "rsq-2211", "ll-landslip", "po-landslip"} == set(copies)
    assert copies["op-51826"].agency == "Northline Wire"
    assert copies["rsq-2211"].source == "northline-wire.example"
    assert len(copies["ll-landslip"].pieces) < len(agency.pieces)
    silent = copies["po-landslip"]
    assert (silent.pieces, silent.agency, silent.source) == (agency.pieces, "", "")
    witness = next(page for _, page in PAGES if page.guid == "cliff-witness")
    assert not set(sentences_of(witness)) & set(sentences_of(agency))


def test_no_sentence_stands_in_two_texts_but_in_agency_copies() -> None:
    """The texts read like news, not like a form that was filled in."""
    seen: dict[str, str] = {}
    for _, page in PAGES:
        if not page.carries:
            for sentence in sentences_of(page):
                assert seen.setdefault(sentence, page.guid) == page.guid, sentence


def sentences_of(page: NewsPage) -> list[str]:
    """The sentences of more than eight words."""
    found = re.split(r"(?<=[.!?؟])[”“\"»]?\s+", page.text)
    return [sentence for sentence in found if len(sentence.split()) > 8]


def test_texts_are_as_long_as_news() -> None:
    """120 to 500 words but for those that are short by design."""
    short = {"archive-harbour-log", "kleingarten", "insurers", "ks-9003", "op-51830"}
    for _, page in PAGES:
        if page.guid not in short and page.language != "ar":
            assert 110 <= len(page.text.split()) <= 500, page.guid


def test_agency_copies_hold_the_text_of_the_agency() -> None:
    """Two agencies; one of them has no house of its own."""
    texts = {page.guid: page for _, page in PAGES}
    copies = [page for _, page in PAGES if page.carries]
    assert len(copies) == 9
    for page in copies:
        carried = texts[page.carries].pieces[: page.carried]
        assert carried == page.pieces[-len(carried) :]
    assert {"Northline Wire", "Nordpresse", ""} == {page.agency for page in copies}


def test_eight_tags_and_more_have_articles_of_several_houses() -> None:
    """Counted as words in the texts: what a tag page of the demo can show."""
    names = """Port of Veldmar|Henrike Solvang|Oda Brinksvall|Tomas Eldergard|Brineholt Lines
        |Velland Rail|Liese Karnholt|Edda Marsvik|Ingram Fallowes|Harbourboard.example"""
    for name in (part.strip() for part in names.split("|")):
        naming = [house.domain for house, page in PAGES if name in page.text]
        assert len(naming) >= 3, name
        assert len(set(naming)) >= 2, name


def test_one_text_names_the_harbour_board_in_a_photo_credit_only() -> None:
    """A tag whose evidence is nowhere in the running text."""
    page = next(page for _, page in PAGES if page.guid == "op-51801")
    assert [p.kind for p in page.pieces if "Harbourboard" in p.text + p.credit] == ["photo"]


def test_texts_of_every_kind_are_there() -> None:
    """Each is a case that aggregators get wrong."""
    kinds = {piece.kind for _, page in PAGES for piece in page.pieces}
    kinds |= {p.kind for _, page in PAGES for edit in page.edits for p in edit.page.pieces}
    assert {
        "paragraph", "subhead", "quote", "list", "table", "photo", "summary", "correction",
        "promo", "advert", "related",
    } == kinds  # fmt: skip
    assert {"open", "subscriber", "teaser", "headline", "gone"} == {p.access for _, p in PAGES}
    assert {"", "opinion", "live"} == {page.genre for _, page in PAGES}


def test_dates_are_dense_in_the_last_hours_and_two_are_wrong() -> None:
    """Counted from the start, so that the demo is always fresh."""
    ages = {page.guid: START - page.published(START) for _, page in PAGES if page.minutes >= 0}
    assert [guid for guid, age in ages.items() if age < timedelta(0)] == ["winter-count"]
    assert [guid for guid, age in ages.items() if age > timedelta(days=7)] == ["chronik-1911"]
    days = Counter(int(age / timedelta(days=1)) for age in ages.values() if age > timedelta(0))
    assert days[0] > 2 * days[1] > 0
    assert days[1] >= days[4] > 0
    assert sum(timedelta(0) < age < timedelta(hours=2) for age in ages.values()) >= 8


@pytest.mark.parametrize("name", ["etag", "last-modified"])
def test_a_validator_that_holds_is_answered_304(name: str) -> None:
    """For pages and feeds; another validator gets the whole body."""
    field = {"etag": "if_none_match", "last-modified": "if_modified_since"}[name]
    wrong = {"etag": '"e1-0"', "last-modified": "Mon, 02 Nov 2026 00:00:00 GMT"}[name]
    for house in NEWSROOM.houses:
        for path in (house.pages[0].path, house.feed_path):
            held = dict(get(house.domain, path).headers)[name]
            assert check(house.domain, path, 304, **{field: held}).body == b""
            check(house.domain, path, 200, **{field: wrong})


def test_an_unreadable_date_is_no_validator() -> None:
    """The body comes again."""
    house, page = PAGES[0]
    check(house.domain, page.path, 200, if_modified_since="yesterday")


def test_other_hosts_and_paths_are_refused() -> None:
    """The newsroom is no open proxy."""
    check("elsewhere.example", "/", 502)
    check("veldmar-courier.example", "/nowhere", 404)
    check("veldmar-courier.example", "/robots.txt", 200)
    check("veldmar-courier.example", "/img/seaward-gate.svg", 200)


def test_sources_are_marked_as_demo_and_know_their_owners() -> None:
    """Two houses of one owner never count as two origins."""
    sources = demo_sources()
    assert len({source.key for source in sources}) == 12
    assert all(source.demo and source.interval_s for source in sources)
    families = [source.publisher.family for source in sources if source.publisher.family]
    assert families == ["Quayside Media"] * 2


def test_no_house_bears_the_name_of_a_real_publisher() -> None:
    """Against the names of 3,744 publishers."""
    with shared_path("data/catalogue/starter.csv").open(encoding="utf-8") as rows:
        real = {value.casefold() for row in csv.DictReader(rows) for value in row.values() if value}
    assert not real & {house.name.casefold() for house in NEWSROOM.houses}


def test_texts_name_nobody_real_and_no_address_outside_example() -> None:
    """Every link ends in .example, which nobody can own."""
    for house, page in PAGES:
        states = [page, *(edit.page for edit in page.edits)]
        text = "\n".join(part for state in states for part in (state.headline, state.text))
        assert not REAL_NAMES.search(text), page.guid
        given = get(house.domain, states[-1].path, at=END)
        links = LexborHTMLParser(given.body).css("a[href*='//']")
        hosts = {link.attributes["href"].split("/")[2] for link in links}
        assert all(host.endswith(".example") for host in hosts)
