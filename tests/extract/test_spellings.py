"""The many spellings in which pages state one thing, each at the door of extraction."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tagwire.extract import extract
from tagwire.model import Article, CreditRole, Page, Reason, Rejected, Response

URL = "https://www.harbourpost.example/politics/grain-ships-leave-port"
TEXT = [
    "Three grain ships left the port of Veldmar on Saturday morning after the council had lifted the blockade that lasted for nine days.",
    "The harbour master said that the pilots were back at work, and that the last barriers would be gone before the end of the week.",
    "Farmers in the hinterland had warned that their silos were full; prices for wheat rose by a tenth while the ships were waiting.",
]
BODY = "<h1>Grain ships leave port</h1>" + "".join(f"<p>{text}</p>" for text in TEXT)


def result_of(body: bytes, content_type: str = "text/html") -> Article | Rejected:
    response = Response(
        url=URL,
        final_url=URL,
        status=200,
        headers=(("content-type", content_type),),
        body=body,
        fetched=datetime(2025, 4, 26, 12, tzinfo=UTC),
    )
    (found,) = extract([Page(response=response)])
    return found


def check(body: str, head: str = "") -> Article:
    """Return the article of a page; it must be one."""
    html = f"<!doctype html><html lang=en><head>{head}</head><body><article>{body}</article></body></html>"
    found = result_of(html.encode())
    assert isinstance(found, Article), found
    return found


def stated(**values: object) -> str:
    """Return a block of JSON-LD about the article."""
    thing = {"@type": "NewsArticle", "url": URL, "headline": "Grain ships leave port"} | values
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


@pytest.mark.parametrize(
    "author",
    ["Ada Lind", ["Ada Lind"], {"@type": "Person", "name": "Ada Lind"}, [["Ada Lind"]],
     [{"@type": "Person", "name": ["Ada Lind"]}]],
    ids=["text", "list", "thing", "nested", "names"],
)  # fmt: skip
def test_an_author_is_stated_in_many_shapes(author: object) -> None:
    """All mean the same person."""
    assert check(BODY, stated(author=author)).authors == ("Ada Lind",)


@pytest.mark.parametrize(
    "section",
    ["Harbour", ["Harbour", "News"]],
    ids=["text", "list"],
)
def test_a_section_is_stated_in_many_shapes(section: object) -> None:
    """The first of several counts."""
    assert check(BODY, stated(articleSection=section)).section == "Harbour"


@pytest.mark.parametrize(
    "page", [URL, {"@id": URL}, {"url": URL + "#main"}], ids=["text", "id", "url"]
)
def test_what_is_stated_of_the_page_itself_counts(page: object) -> None:
    """However the page is named, and beside other articles."""
    other = stated(url="https://www.harbourpost.example/other", datePublished="2020-01-01T08:00Z")
    own = stated(url=None, mainEntityOfPage=page, datePublished="2025-04-26T08:00:00Z")
    published = check(BODY, other + own).published
    assert published is not None
    assert published.at == datetime(2025, 4, 26, 8, tzinfo=UTC)


def test_endless_json_is_left_alone() -> None:
    """Neither its depth nor the number of its things can stop the page."""
    deep: object = {"@type": "NewsArticle", "headline": "Wrong"}
    for _ in range(60):
        deep = {"mainEntity": deep}
    many = [{"@type": "Thing"}] * 5000
    blocks = [deep, many]
    head = "".join(
        f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in blocks
    )
    assert check(BODY, head).headline == "Grain ships leave port"


def test_a_moment_of_the_same_day_is_finer_than_the_day() -> None:
    """A day and a time beside it are one statement."""
    head = stated(datePublished="2025-04-26")
    head += '<meta property="article:published_time" content="2025-04-26T09:30:00+02:00">'
    published = check(BODY, head).published
    assert published is not None
    assert published.at.isoformat() == "2025-04-26T09:30:00+02:00"


def test_a_change_before_publication_is_none() -> None:
    """Systems state the draft."""
    early = stated(datePublished="2025-04-26T09:00:00Z", dateModified="2025-04-25T09:00:00Z")
    assert check(BODY, early).modified is None
    late = stated(datePublished="2025-04-26T09:00:00Z", dateModified="2025-04-26T10:00:00Z")
    assert check(BODY, late).modified is not None


@pytest.mark.parametrize("day", ["26 April 2025", "April 26, 2025"])
def test_a_date_that_is_only_printed_is_found(day: str) -> None:
    """Near the headline."""
    body = BODY.replace("</h1>", f"</h1><p class=date>{day}</p>")
    published = check(body).published
    assert published is not None
    assert published.at.date().isoformat() == "2025-04-26"


@pytest.mark.parametrize(
    ("line", "name", "role"),
    [
        ("Reuters", "Reuters", CreditRole.ORIGINATOR),
        ("(AP)", "AP", CreditRole.ORIGINATOR),
        ("Source: Reuters", "Reuters", CreditRole.SOURCE),
        ("With reporting by Reuters.", "Reuters", CreditRole.SOURCE),
    ],
)
def test_a_last_line_names_who_wrote_it_or_was_the_source(
    line: str, name: str, role: CreditRole
) -> None:
    """The words say as what."""
    found = check(f"{BODY}<p>{line}</p>").credits
    assert [(credit.name, credit.role) for credit in found] == [(name, role)]


@pytest.mark.parametrize(
    "title",
    ["Grain ships leave port | Harbour Post", "Harbour Post - Grain ships leave port"],
    ids=["behind", "before"],
)
def test_the_name_of_the_house_is_no_part_of_a_title(title: str) -> None:
    """On either side of it."""
    body = BODY.replace("<h1>Grain ships leave port</h1>", "")
    head = f'<title>{title}</title><meta property="og:site_name" content="Harbour Post">'
    assert check(body, head).headline == "Grain ships leave port"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")],
    ids=["utf-8", "utf-16-le", "utf-16-be"],
)
def test_a_byte_order_mark_is_stronger_than_any_claim(mark: bytes, codec: str) -> None:
    """It is the bytes themselves."""
    html = f"<!doctype html><html><body><article>{BODY} <p>Grüße</p></article></body></html>"
    found = result_of(mark + html.encode(codec), "text/html; charset=iso-8859-1")
    assert isinstance(found, Article)
    assert found.headline == "Grain ships leave port"


@pytest.mark.parametrize(
    ("charset", "codec"),
    [("utf-16", "utf-8"), ("no-such-charset", "utf-8"), ("iso-2022-jp", "iso2022_jp"),
     ("windows-1252", "cp1252"), ("x-sjis", "shift_jis")],
)  # fmt: skip
def test_a_charset_is_taken_as_browsers_take_it(charset: str, codec: str) -> None:
    """A page that says UTF-16 in ASCII is none, and unknown names say nothing."""
    html = f"<!doctype html><html><body><article>{BODY}</article></body></html>"
    found = result_of(html.encode(codec), f"text/html; charset={charset}")
    assert isinstance(found, Article)
    assert found.text.startswith(TEXT[0][:40])


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b'{"a": "<b>"}', "application/json"), (b"\x00\x01\x00\x00\x00<", "text/html"),
     (b"plain words", "text/html"), (b"%PDF-1.7 <", "application/pdf"),
     (b"<rss version='2.0'><channel></channel></rss>", "text/html")],
    ids=["json", "binary", "words", "pdf", "feed"],
)  # fmt: skip
def test_what_is_no_page_is_told_so(body: bytes, content_type: str) -> None:
    """By its bytes, whatever the server says."""
    found = result_of(body, content_type)
    assert isinstance(found, Rejected)
    assert found.reason is Reason.NOT_HTML
