"""Which agencies and picture houses an article credits, by the lines that say so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagwire.extract import extract
from tagwire.extract._credit_lines import (
    byline_credits,
    closing_credits,
    dateline_credits,
    is_picture_line,
    picture_credits,
)
from tagwire.extract._credits import credits_of
from tagwire.model import Article, Block, BlockKind, Page, Response

TEXT = "".join(
    f"<p>The council of Veldmar {verb} on Monday after a debate of several hours, and the mayor"
    " said that the work on the bridge would begin before the end of the year.</p>"
    for verb in ("met again", "agreed", "voted", "went on", "spoke", "closed its session")
)


def check(body: str, expected: list[tuple[str, str]]) -> None:
    html = f"<title>Bridge</title><article><h1>Council votes for a bridge</h1>{body}</article>"
    response = Response(
        url="https://gazette.example/bridge",
        final_url="https://gazette.example/bridge",
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html.encode(),
        fetched=datetime(2026, 1, 1, tzinfo=UTC),
    )
    (article,) = extract([Page(response=response)])
    assert isinstance(article, Article)
    assert expected == [(credit.name, credit.role.value) for credit in article.credits]


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("VELDMAR, S.C. (AP) — The council voted.", "AP"),
        ("Veldmar/Main (dpa/lby) - Der Rat stimmt ab.", "dpa"),
        ("VELDMAR, Dec. 23 (UPI) — The council voted.", "UPI"),
        ("МОСКВА, 29 июня. /ТАСС/. Совет голосует.", "TASS"),
        ("Veldmar, 7 oct (EFE).- El consejo vota.", "EFE"),
        ("(ANSA) - VELDMAR, 05 MAG - Il consiglio vota.", "ANSA"),
        ("新华社北京4月24日电 议会投票。", "Xinhua"),
        ("[東京 10日 ロイター] - 議会は", "Reuters"),
        ("(서울=연합뉴스) 기자 = 의회가", "Yonhap"),
        ("القاهرة (رويترز) - صوت المجلس", "Reuters"),
    ],
)
def test_agency_after_the_place_signs_the_text(line: str, agency: str) -> None:
    """Datelines of all scripts name the originator."""
    check(f"<p>{line} {TEXT[3:]}", [(agency, "originator")])


@pytest.mark.parametrize(
    "line",
    [
        "The Environmental Protection Agency (EPA) said that the water is clean.",
        "A spokesman told Reuters that the council would vote, and so it did.",
        "In a report of the agency (AFP) the mayor is quoted at some length.",
        "The suspended AAP councillor was not in the hall when they voted.",
    ],
)
def test_agency_that_is_spoken_of_is_no_credit(line: str) -> None:
    """A name in a sentence signs nothing."""
    check(f"<p>{line}</p>{TEXT}<p>{line}</p>", [])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(dpa/abc)", [("dpa", "originator")]),
        ("abc/Reuters", [("Reuters", "originator")]),
        ("© 2026 The Canadian Press", [("Canadian Press", "originator")]),
        ("So it was agreed in the hall. — AFP", [("AFP", "originator")]),
        ("So it was agreed in the hall. PTI", [("PTI", "originator")]),
        ("(VZ mit dpa)", [("dpa", "source")]),
        ("Additional reporting from PA", [("PA Media", "source")]),
        ("(Con información de AFP y EFE)", [("AFP", "source"), ("EFE", "source")]),
        ("Source: Eurostat", [("Eurostat", "source")]),
        ("PA", []),
    ],
)
def test_last_line_names_who_signed_and_who_gave(
    line: str, expected: list[tuple[str, str]]
) -> None:
    """A sign is the originator's; "with", "from" and "source" name who gave material."""
    assert expected == [(c.name, c.role.value) for c in closing_credits(line)]


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("By Ada Brandt, AP Sports Writer", "AP"),
        ("Ada Brandt, Ap Auto Writer", "AP"),
        ("Par La Gazette et AFP", "AFP"),
        ("Reuters, Veldmar", "Reuters"),
        ("Associated Press November 19, 2026, 9:02 AM", "AP"),
        ("By Ada Brandt and Olaf Stern The Associated Press", "AP"),
        ("El Mundo | octubre 7, 2026 | Agencia Efe.", "EFE"),
    ],
)
def test_agency_in_a_byline_signs(line: str, agency: str) -> None:
    """With people or without, and whatever follows."""
    assert [agency] == [credit.name for credit in byline_credits(line)]


@pytest.mark.parametrize("line", ["Ani Petrosyan", "Hina Khan", "PA", "Michael Bloomberg"])
def test_people_with_the_name_of_an_agency_are_people(line: str) -> None:
    """Letters and names mean an agency only where nothing else is likely."""
    assert [] == byline_credits(line)


@pytest.mark.parametrize(
    ("line", "houses"),
    [
        ("The bridge. Ada Brandt (dpa/picture alliance via Getty)", "dpa, picture alliance, Getty"),
        ("The bridge at night. REUTERS/Ada Brandt", "Reuters"),
        ("© AFP / ADA BRANDT", "AFP"),
        ("橋（左）＝ロイター", "Reuters"),
        ("다리 앞에서 말하고 있다. 뉴시스", "Newsis"),
        ("Photo: Ada Brandt, AP", "AP"),
        ("Ada Brandt/stock.adobe.com", "Adobe Stock"),
        ("A man told Reuters that he saw it", ""),
    ],
)
def test_captions_credit_houses_where_credits_stand(line: str, houses: str) -> None:
    """After a slash, a sign, "via" or the last sentence; not inside one."""
    found = ", ".join(credit.name for credit in picture_credits(line))
    assert houses.replace("Getty", "Getty Images") == found


def test_picture_line_near_the_headline_is_no_byline() -> None:
    """A photo credit marked as byline credits the picture and nobody else."""
    line = "<div class='byline'>Foto: Ada Brandt/Reuters</div>"
    check(line + TEXT, [("Reuters", "photo")])


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="AP dpaReutersGetty©(/)|:.—, Foto新华社Ba", max_size=120))
def test_no_line_raises(line: str) -> None:
    """Whatever a line holds, each reading of it ends with credits that quote it."""
    for read in (dateline_credits, closing_credits, byline_credits, picture_credits):
        assert all(credit.evidence for credit in read(line))
    assert is_picture_line(line) in {True, False}


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["Photo: Reuters", *["Grain left."] * 4], [("Reuters", "photo")]),
        (["Reuters", *["Grain left."] * 4], [("Reuters", "originator")]),
        ([*["Grain left."] * 4, "Source: Harbour Office"], [("Harbour Office", "source")]),
        (["Grain left."] * 4, []),
    ],
    ids=["a line of a picture", "a line that is a sign", "a source", "none"],
)
def test_a_short_line_of_the_text_credits_what_it_names(
    paragraphs: list[str], expected: list[tuple[str, str]]
) -> None:
    """A sign above the text, a source below it; sentences between them name nobody."""
    blocks = [Block(kind=BlockKind.PARAGRAPH, text=text) for text in paragraphs]
    assert expected == [(one.name, one.role.value) for one in credits_of(blocks, (), (), "")]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (BlockKind.CAPTION, "By Ada Brandt, Reuters", [("Reuters", "originator")]),
        (BlockKind.CREDIT, "Photo: Getty Images", [("Getty Images", "photo")]),
        (BlockKind.CREDIT, "dpa", [("dpa", "originator")]),
    ],
    ids=["a byline", "a picture below", "a sign below"],
)
def test_lines_set_apart_credit_by_where_they_stand(
    kind: BlockKind, text: str, expected: list[tuple[str, str]]
) -> None:
    blocks = [Block(kind=BlockKind.PARAGRAPH, text="Grain left."), Block(kind=kind, text=text)]
    assert expected == [(one.name, one.role.value) for one in credits_of(blocks, (), (), "")]
