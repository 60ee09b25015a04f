"""The demo newsroom as values: texts, pages, feeds, edits."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from shared import shared_path
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
from tagwire.run.demo.render import MADE_UP
from tagwire.sources import parse_source

NEWSROOM = load_newsroom()
START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EVERY_HOUSE = frozenset(house.domain for house in NEWSROOM.houses)
PAGES = [(house, page) for house in NEWSROOM.houses for page in house.pages]
MADE = [pytest.param(house, page, id=page.guid) for house, page in PAGES]
# Agencies, houses and heads of state that a writer might slip in by habit.
REAL_NAMES = re.compile(
    r"\b(Reuters|AFP|dpa|TASS|Interfax|Bloomberg|BBC|CNN|Guardian|Times|Putin|Trump|Biden|Macron"
    r"|Merkel|Scholz|Merz|Google|Facebook|Twitter|Maersk|Lloyd's|Germany|France|England|Europe"
    r"|Russia|Ukraine|America|London|Paris|Berlin|Hamburg|Deutschland|Frankreich)\b"
)


def get(host: str, path: str, *, edited: frozenset[str] = frozenset(), **validators: str) -> Answer:
    edition = Edition(newsroom=NEWSROOM, start=START, edited=edited)
    return answer(edition, Request(host=host, path=path, **validators))


def check(host: str, path: str, status: int, **more) -> Answer:
    given = get(host, path, **more)
    assert given.status == status
    return given


def feed_entries(house: House, **more) -> Iterator[etree._Element]:
    feed = etree.fromstring(check(house.domain, house.feed_path, 200, **more).body)
    return feed.iter("item", "{http://www.w3.org/2005/Atom}entry")


def link_of(entry: etree._Element) -> str:
    link = entry.find("link")
    return link.text if link is not None else entry.find("{*}link").get("href")


def guid_of(entry: etree._Element) -> str:
    return next(part.text for name in ("guid", "{*}id") if (part := entry.find(name)) is not None)


def path_of(house: House, url: str) -> str:
    assert url.startswith(house.home + "/")
    return url.removeprefix(house.home)


def test_eight_houses_have_forty_texts_and_one_closed_page() -> None:
    """The closed page lies under a path that robots.txt disallows."""
    assert (len(NEWSROOM.houses), len(PAGES)) == (8, 41)
    assert sum(page.path.startswith("/archive/") for _, page in PAGES) == 1


@pytest.mark.parametrize(("house", "page"), MADE)
def test_every_page_shows_its_headline_and_says_that_it_is_made_up(
    house: House, page: NewsPage
) -> None:
    """In the charset that the header names."""
    given = check(house.domain, page.path, 200)
    tree = LexborHTMLParser(given.body.decode(house.charset))
    assert page.headline in tree.css_first("h1, h2").text()
    assert MADE_UP in tree.body.text()


@pytest.mark.parametrize(("house", "page"), MADE)
def test_every_paragraph_is_on_its_page_with_its_links(house: House, page: NewsPage) -> None:
    """Marks of the text files never reach a page."""
    body = LexborHTMLParser(get(house.domain, page.path).body.decode(house.charset)).body
    words = " ".join(body.text().split())
    assert not re.search(r"\]\(|^\[|\{\{|> |!photo", words)
    for piece in page.pieces:
        if piece.kind == "paragraph":
            assert re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", piece.text) in words


@pytest.mark.parametrize("house", NEWSROOM.houses, ids=lambda house: house.layout)
def test_feeds_list_all_pages_newest_first_and_links_resolve(house: House) -> None:
    """Before and after the edits."""
    for edited in (frozenset[str](), EVERY_HOUSE):
        paths = [path_of(house, link_of(entry)) for entry in feed_entries(house, edited=edited)]
        assert len(house.pages) == len(paths)
        for path in paths:
            check(house.domain, path, 200, edited=edited)


@pytest.mark.parametrize("house", NEWSROOM.houses, ids=lambda house: house.layout)
def test_guids_are_unique_and_survive_edits(house: House) -> None:
    """The same text keeps its guid, whatever its address."""
    before = [guid_of(entry) for entry in feed_entries(house)]
    after = [guid_of(entry) for entry in feed_entries(house, edited=EVERY_HOUSE)]
    assert len(before) == len(set(before))
    assert before == after


@pytest.mark.parametrize("house", NEWSROOM.houses, ids=lambda house: house.layout)
def test_the_front_page_names_the_feed(house: House) -> None:
    """So that adding the site finds it."""
    tree = LexborHTMLParser(check(house.domain, "/", 200).body)
    assert house.feed_path == tree.css_first("link[rel=alternate]").attributes["href"]


@pytest.mark.parametrize("house", NEWSROOM.houses, ids=lambda house: house.layout)
def test_our_own_parser_reads_every_feed_without_rejecting(house: House) -> None:
    """Headline, address, time and language as in the text files."""
    given = check(house.domain, house.feed_path, 200)
    parsed = parse_source(
        given.body, house.home + house.feed_path, dict(given.headers)["content-type"]
    )
    assert not parsed.rejected
    told = {(e.url, e.title, e.published.at, e.language) for e in parsed.entries}
    assert told == {
        (house.home + page.path, page.headline, page.published(START), page.language)
        for page in house.pages
    }


def test_an_edit_at_the_same_address_changes_figures_and_corrects() -> None:
    """First 41 ships, then 38 with a note; the feed says updated."""
    host, path = "veldmar-courier.example", "/transport/failed-lock-gate-closes-port"
    before = check(host, path, 200)
    after = check(host, path, 200, edited=EVERY_HOUSE)
    assert b"41 ships were waiting" in before.body
    assert b"38 ships were waiting" in after.body
    assert b"An earlier version" in after.body
    assert b"An earlier version" not in before.body
    house = NEWSROOM.find_house(host)
    changed = [
        guid_of(old)
        for old, new in zip(
            feed_entries(house), feed_entries(house, edited=EVERY_HOUSE), strict=True
        )
        if old.findtext("{*}updated") != new.findtext("{*}updated")
    ]
    assert changed == ["tag:veldmar-courier.example,2026:lock-gate"]


def test_an_edit_at_another_address_moves_the_old_one() -> None:
    """New headline, new address, same guid; the old address redirects."""
    host = "ostrel-post.example"
    old = "/nation/51820-cabinet-to-meet-over-lock.html"
    new = "/nation/51820-cabinet-grants-loan-for-lock-repair.html"
    check(host, old, 200)
    check(host, new, 404)
    moved = check(host, old, 301, edited=EVERY_HOUSE)
    assert f"http://{host}{new}" == dict(moved.headers)["location"]
    assert b"45 million crowns" in check(host, new, 200, edited=EVERY_HOUSE).body


def test_agency_copies_hold_the_text_of_the_agency_and_name_it() -> None:
    """Three houses carry Northline Wire, two of them the same text."""
    texts = {page.guid: page for _, page in PAGES}
    copies = [page for _, page in PAGES if page.carries]
    assert sorted(page.carries for page in copies) == ["nw-ferry", "nw-ferry", "nw-storm"]
    for page in copies:
        assert page.agency == "Northline Wire"
        assert texts[page.carries].text in page.text


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
    kinds |= {piece.kind for _, page in PAGES if page.edit for piece in page.edit.pieces}
    assert {
        "paragraph", "subhead", "quote", "list", "table", "photo", "summary", "correction",
        "promo", "advert", "related",
    } == kinds  # fmt: skip
    assert {"open", "subscriber", "headline"} == {page.access for _, page in PAGES}
    assert {"", "opinion", "live"} == {page.genre for _, page in PAGES}
    assert {
        language: sum(page.language == language for _, page in PAGES) for language in ("de", "fr")
    } == {"de": 2, "fr": 1}


def test_dates_lie_in_the_last_three_days_but_for_one_wrong_clock() -> None:
    """Counted from the start, so that the demo is always fresh."""
    ages = {page.guid: START - page.published(START) for _, page in PAGES}
    assert [guid for guid, age in ages.items() if age < timedelta(0)] == ["winter-count"]
    assert max(ages.values()) < timedelta(days=3)
    assert min(age for age in ages.values() if age > timedelta(0)) < timedelta(hours=1)


@pytest.mark.parametrize("name", ["etag", "last-modified"])
def test_a_validator_that_holds_is_answered_304(name: str) -> None:
    """For pages and feeds; another validator gets the whole body."""
    field = {"etag": "if_none_match", "last-modified": "if_modified_since"}[name]
    wrong = {"etag": '"e1-0"', "last-modified": "Mon, 02 Nov 2026 00:00:00 GMT"}[name]
    for house, page in PAGES:
        for path in (page.path, house.feed_path):
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
    assert len({source.key for source in sources}) == 8
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
        text = page.text + page.headline + (page.edit.text if page.edit else "")
        assert not REAL_NAMES.search(text), page.guid
        links = LexborHTMLParser(get(house.domain, page.path).body).css("a[href*='//']")
        hosts = {link.attributes["href"].split("/")[2] for link in links}
        assert all(host.endswith(".example") for host in hosts)
