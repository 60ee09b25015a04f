"""When an article was published, from what page, address and source say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.extract.test_extract import BODY, story

from tagwire.model import Entry, Moment, Precision

HOST = "https://harbourpost.example"
TOLD = Moment(at=datetime(2026, 11, 20, 9, 14, tzinfo=timezone(timedelta(hours=1))))


def check(published: Moment | None, expected: str) -> None:
    assert published is not None
    assert (published.at.date().isoformat(), published.precision) == (expected, Precision.DAY)


@pytest.mark.parametrize(
    "path",
    [
        "/2026/11/20/grain",
        "/energy/2026/11/261120-grain-ships",
        "/news/grain-ships-2026-11-20",
        "/news/grain-ships_20261120.html",
        "/de/newsroom/20-11-2026-grain-ships",
        "/news/A2026112014320005196",
    ],
)
def test_an_address_may_hold_the_day(path: str) -> None:
    check(story(url=HOST + path).published, "2026-11-20")


@pytest.mark.parametrize("path", ["/news/03-04-2026-grain", "/news/11182093", "/a/2026/11/grain"])
def test_an_address_without_a_sure_day_gives_none(path: str) -> None:
    assert story(url=HOST + path).published is None


@pytest.mark.parametrize(
    "line",
    [
        "<p>By Kathy Brandt Published in Harbours November 20, 2026 at the desk</p>",
        "<p>20.11.2026 Veldmar, Kestrel und das ganze Hinterland der Küste</p>",
        "<div class='author'>Von: Ada Brandt | 20.11.26</div>",
        "<p>Pressemitteilung vom 20. November 2026 | Veldmar – Die Lotsen arbeiten wieder, und die Schiffe fahren aus dem Hafen.</p>",
    ],
)
def test_a_line_below_the_headline_may_hold_the_day(line: str) -> None:
    check(story(line + BODY, url=HOST + "/grain").published, "2026-11-20")


def test_a_labelled_day_counts_anywhere() -> None:
    """What is called the day of publication wins over the day of a change."""
    foot = "<p>Letzte Änderung, Stand: 21.11.2026</p><p>Erschienen am: 20.11.2026, 61 Lesungen bei uns</p>"
    article = story(f"{BODY * 8}<footer>{foot}</footer>", url=HOST + "/grain")
    check(article.published, "2026-11-20")


def test_a_day_in_the_middle_of_the_text_is_no_date_of_the_article() -> None:
    inner = (
        BODY
        + "<p>The blockade began on 11 November 2026, when the pilots left their posts and went home.</p>"
    )
    assert story(inner, url=HOST + "/grain").published is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<time datetime='2026-11-20'>20 November 2026</time>", TOLD.at),
        ("<time datetime='2026-11-18'>18 November 2026</time>", datetime(2026, 11, 18, tzinfo=UTC)),
        (
            "<time datetime='2026-11-20T07:00:00Z'>today</time>",
            datetime(2026, 11, 20, 7, tzinfo=UTC),
        ),
        ("<time datetime='1970-01-01'>1 January 1970</time>", TOLD.at),
        ("", TOLD.at),
    ],
    ids=["same day", "other day", "page knows the time", "null date", "no date"],
)
def test_the_source_knows_the_time_of_a_day(line: str, expected: datetime) -> None:
    """A page that prints the day only does not beat the feed; a page with a time does."""
    entry = Entry(url=HOST + "/grain", published=TOLD)
    published = story(f"<p>{line}</p>{BODY}", url=HOST + "/grain", entry=entry).published
    assert published is not None
    assert published.at == expected


def test_the_null_date_of_a_source_is_not_taken() -> None:
    entry = Entry(url=HOST + "/grain", published=Moment(at=datetime(1970, 1, 1, tzinfo=UTC)))
    assert story(url=HOST + "/grain", entry=entry).published is None


def test_a_second_day_in_the_line_is_no_time() -> None:
    """In "20.11.2026 - Update: 21.11.2026" no clock is written."""
    check(story(f"<p>20.11.2026 - Update: 21.11.2026</p>{BODY}").published, "2026-11-20")


def meta(published: str) -> str:
    return f"<meta property='article:published_time' content='{published}'>"


@pytest.mark.parametrize("offset", ["Z", "+02:00", "-05:00"])
def test_midnight_is_how_programs_write_a_day(offset: str) -> None:
    """The day stays in the zone that was stated."""
    article = story(url=HOST + "/grain", head=meta(f"2026-11-20T00:00:00{offset}"))
    check(article.published, "2026-11-20")
    entry = Entry(url=HOST, published=Moment(at=datetime(2026, 11, 20, tzinfo=UTC)))
    check(story(url=HOST + "/grain", entry=entry).published, "2026-11-20")


def test_a_time_of_the_same_day_beats_midnight() -> None:
    article = story(
        head=meta("2026-11-20T00:00:00Z"),
        entry=Entry(url=HOST, published=TOLD),
    )
    assert article.published == TOLD


@pytest.mark.parametrize("stated", ["1970-01-01T00:00:00Z", "2031-11-20T09:00:00Z"])
def test_null_dates_and_days_after_the_visit_yield_to_any_other(stated: str) -> None:
    """What the page shows, or the address says, counts instead; else they stay as stated."""
    head = f"<meta property='article:published_time' content='{stated}'><meta property='article:modified_time' content='{stated}'>"
    article = story(BODY, head, url=HOST + "/2026/11/20/grain")
    check(article.published, "2026-11-20")
    assert article.modified is None
    lone = story(BODY, head, url=HOST + "/grain").published
    assert lone is not None
    assert lone.at.isoformat()[:10] == stated[:10]


def test_a_page_may_be_some_hours_ahead_of_the_visit() -> None:
    """Offsets are wrong by hours, and some pages are prepared."""
    head = "<meta property='article:published_time' content='2026-11-25T20:00:00+14:00'>"
    published = story(BODY, head).published
    assert published is not None
    assert published.at.isoformat() == "2026-11-25T20:00:00+14:00"
