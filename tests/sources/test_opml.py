"""Lists of feeds as other readers write them, and as we do."""

from __future__ import annotations

import time
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.model import Reason, Rejected, SourceKind
from tagwire.sources import Outline, OutlineList, looks_like_opml, parse_opml, write_opml

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
FEED = "https://a.example/feed"


def read(inside: str) -> OutlineList:
    parsed = parse_opml(f"<opml version='2.0'><body>{inside}</body></opml>".encode())
    assert isinstance(parsed, OutlineList)
    return parsed


def check(inside: str, *expected: Outline) -> None:
    assert read(inside).outlines == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (f'<outline type="rss" text="A" xmlUrl="{FEED}"/>', Outline(url=FEED, title="A")),
        (f'<OUTLINE TYPE="RSS" TEXT="A" XMLURL="{FEED}"/>', Outline(url=FEED, title="A")),
        (f'<outline text="A" url="{FEED}"/>', Outline(url=FEED, title="A")),
        (f'<outline text="B" title="A" feedUrl=" {FEED} "/>', Outline(url=FEED, title="A")),
        (f'<outline xmlUrl="{FEED}" htmlUrl="https://a.example"/>', Outline(url=FEED, site="https://a.example/")),
        (f'<outline text="A &amp;amp; B" xmlUrl="{FEED}" language="de_AT"/>', Outline(url=FEED, title="A & B", language="de-AT")),
        (f'<outline type="sitemap" xmlUrl="{FEED}"/>', Outline(url=FEED, kind=SourceKind.SITEMAP)),
        (f'<o:outline xmlns:o="urn:x" text="A" xmlUrl="{FEED}"/>', Outline(url=FEED, title="A")),
        (f"<outline text=A xmlUrl={FEED}?a=1&b=2 />", Outline(url=f"{FEED}?a=1&b=2", title="A")),
    ],
)  # fmt: skip
def test_feeds_are_read_however_their_reader_spells_them(inside: str, expected: Outline) -> None:
    check(inside, expected)


def test_outlines_above_are_folders() -> None:
    """Their path is kept, and what the category attribute says besides."""
    check(
        f"""<outline text="News"><outline title="Asia/Pacific"><outline text="A" xmlUrl="{FEED}"/></outline>
        <outline text="B" xmlUrl="https://b.example/rss" category="/Boston/Weather, Fun"/></outline>
        <outline text="C" xmlUrl="https://c.example/rss"/>""",
        Outline(url=FEED, title="A", folders=("News/Asia-Pacific",)),
        Outline(url="https://b.example/rss", title="B", folders=("News", "Boston/Weather", "Fun")),
        Outline(url="https://c.example/rss", title="C"),
    )


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ('<outline text="A" type="rss"/>', Reason.NO_LINK),
        ('<outline text="A" htmlUrl="https://a.example/"/>', Reason.NO_LINK),
        ('<outline text="A" type="link" url="https://a.example/"/>', Reason.NO_LINK),
        ('<outline text="A" xmlUrl="javascript:alert(1)"/>', Reason.BAD_URL),
        ('<outline text="A" xmlUrl="file:///etc/passwd"/>', Reason.BAD_URL),
    ],
)
def test_an_outline_without_a_usable_feed_is_rejected_alone(inside: str, reason: Reason) -> None:
    """The others are read."""
    parsed = read(inside + f'<outline xmlUrl="{FEED}"/>')
    assert [one.reason for one in parsed.rejected] == [reason]
    assert "“A”" in parsed.rejected[0].detail
    assert [one.url for one in parsed.outlines] == [FEED]


def test_empty_folders_and_comments_are_nothing() -> None:
    check('<!-- x --><outline text="Empty"/><outline/>')


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.EMPTY_BODY),
        (b"<rss><channel/></rss>", Reason.NOT_A_FEED),
        (b"<html><title>Log in</title></html>", Reason.NOT_A_FEED),
        (b"plain words", Reason.NOT_A_FEED),
        (b"<opml>" + b" " * 10_000_001, Reason.TOO_LARGE),
    ],
)
def test_what_is_no_list_is_rejected_with_the_reason(body: bytes, reason: Reason) -> None:
    rejected = parse_opml(body)
    assert isinstance(rejected, Rejected)
    assert rejected.reason is reason
    assert looks_like_opml(body[:100]) == body.startswith(b"<opml")


def test_a_list_without_end_is_cut_at_the_limit() -> None:
    """Ten thousand are read, in little time, and the cut is said."""
    start = time.process_time()
    parsed = read(f'<outline xmlUrl="{FEED}"/>' * 12_000)
    assert len(parsed.outlines) == 10_000
    assert [one.reason for one in parsed.rejected] == [Reason.TOO_MANY_ENTRIES]
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "cut", ["", "</body>", '<outline xmlUrl="https://b.exa', "</body></opm", "<!-- ", "<outline>"]
)
def test_a_list_that_breaks_off_says_so(cut: str) -> None:
    """What came before is read."""
    parsed = parse_opml(f'<opml><body><outline xmlUrl="{FEED}"/>{cut}'.encode())
    assert isinstance(parsed, OutlineList)
    assert [one.url for one in parsed.outlines] == [FEED]
    assert [one.reason for one in parsed.rejected] == [Reason.TRUNCATED]
    assert parsed.rejected[0].detail == "The list breaks off after 1 feed."


def test_deep_nesting_and_entities_are_harmless() -> None:
    """Neither recursion nor expansion."""
    assert read("<outline text='x'>" * 3_000).outlines == ()
    bomb = b"""<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
    <opml><body><outline text="&b;&f;" xmlUrl="https://a.example/feed"/></body></opml>"""
    parsed = parse_opml(bomb)
    assert isinstance(parsed, OutlineList)
    assert [one.url for one in parsed.outlines] == [FEED]
    assert "root:" not in parsed.outlines[0].title


NAMES = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co"), exclude_characters="/<>&"
    ),
    min_size=1,
    max_size=20,
).map(lambda text: unicodedata.normalize("NFC", " ".join(text.split())))
OUTLINES = st.builds(
    Outline,
    url=st.integers(0, 10**6).map(lambda n: f"https://a.example/feed?n={n}&x=<>'\"".replace("<>'\"", "%3C")),
    title=NAMES.filter(bool),
    site=st.sampled_from(["", "https://a.example/"]),
    language=st.sampled_from([None, "de", "pt-BR"]),
    kind=st.sampled_from([SourceKind.FEED, SourceKind.SITEMAP]),
    folders=st.lists(NAMES.filter(bool), max_size=2).map(lambda names: ("/".join(names),) if names else ()),
)  # fmt: skip


@given(st.lists(OUTLINES, max_size=8, unique_by=lambda one: one.url))
def test_what_is_written_is_read_back(outlines: list[Outline]) -> None:
    """Folders gather their outlines, so the order within a list may change."""
    parsed = parse_opml(write_opml(outlines, "All <my> feeds", NOW))
    assert isinstance(parsed, OutlineList)
    assert parsed.rejected == ()
    by_url = {one.url: one for one in parsed.outlines}
    assert by_url == {one.url: one for one in outlines}


def test_markup_and_control_characters_are_written_safely() -> None:
    written = write_opml([Outline(url=FEED, title='"<b>\x00\ud800&')], "\x01T", NOW)
    parsed = parse_opml(written)
    assert isinstance(parsed, OutlineList)
    assert [one.url for one in parsed.outlines] == [FEED]
    assert b"<b>" not in written


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda t: f"<opml><body>{t}".encode()))
def test_any_bytes_are_answered(body: bytes) -> None:
    assert isinstance(parse_opml(body), OutlineList | Rejected)
