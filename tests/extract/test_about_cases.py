"""What a page says of its article beside the text: picture, section, genre, language, keywords."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tagwire.extract import extract
from tagwire.model import Article, BlockKind, Image, Page, Reason, Rejected, RemovedKind, Response

URL = "https://www.harbourpost.example/world/grain-ships-leave-port"
TEXT = [
    "Three grain ships left the port of Veldmar on Saturday morning after the council had lifted the blockade that lasted for nine days.",
    "The harbour master said that the pilots were back at work, and that the last barriers would be gone before the end of the week.",
    "Farmers in the hinterland had warned that their silos were full; prices for wheat rose by a tenth while the ships were waiting.",
]
BODY = "".join(f"<p>{text}</p>" for text in TEXT)
SHIP = "https://www.harbourpost.example/img/ship.jpg"


def result_of(inner: str, head: str, *, url: str = URL, lang: str = "en", status: int = 200):
    html = (
        f"<!doctype html><html lang='{lang}'><head>{head}</head><body><article>"
        f"<h1>Grain ships leave port</h1>{inner}</article></body></html>"
    )
    response = Response(
        url=url,
        final_url=url,
        status=status,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html.encode(),
        fetched=datetime(2025, 4, 26, 12, tzinfo=UTC),
    )
    (found,) = extract([Page(response=response)])
    return found


def check(expected: object, attribute: str, inner: str = BODY, head: str = "", **more: str) -> None:
    """Compare one thing that the article of a page says."""
    found = result_of(inner, head, **more)
    assert isinstance(found, Article), found
    assert expected == getattr(found, attribute)


def stated(**values: object) -> str:
    thing = {"@type": "NewsArticle", "url": URL, "headline": "Grain ships leave port"} | values
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='og:image' content='/img/ship.jpg'>",
        "<meta name='twitter:image' content='/img/ship.jpg'>",
        stated(image="/img/ship.jpg"),
        stated(image=["/img/ship.jpg", "/img/other.jpg"]),
        stated(image={"@type": "ImageObject", "url": "/img/ship.jpg"}),
        stated(image=[{"@type": "ImageObject", "contentUrl": "/img/ship.jpg"}]),
        stated(image=[7, {"name": "no address"}, "/img/ship.jpg"]),
        stated(image="/img/other.jpg") + "<meta property='og:image' content='/img/ship.jpg'>",
        "<meta property='og:image' content='data:image/gif;base64,AA'>" + stated(image="/img/ship.jpg"),
    ],
    ids=["open graph", "twitter", "text", "list", "thing", "content", "odd list", "open graph first",
         "no address of the web"],
)  # fmt: skip
def test_the_picture_that_a_page_puts_forward_is_found(head: str) -> None:
    """In all spellings, absolute; what is no address is passed over."""
    check(Image(url=SHIP), "image", head=head)


def test_a_page_without_a_picture_has_none() -> None:
    check(None, "image")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (f"<figure><img src='/img/ship.jpg'><figcaption>A ship in the port of Veldmar.</figcaption></figure>{BODY}",
         Image(url=SHIP, caption="A ship in the port of Veldmar.")),
        (f"<p><img src='/img/ship.jpg' alt='A ship leaves the port'></p>{BODY}",
         Image(url=SHIP, caption="A ship leaves the port")),
        (f"<p><img src='/img/ship.jpg'></p>{BODY}", Image(url=SHIP)),
        (f"<p><img src='/img/logo.jpg' alt='The Harbour Post'></p>{BODY}", Image(url=SHIP)),
        (f"{BODY}<figure><img src='/img/b.jpg'><figcaption>Another ship in the port.</figcaption></figure>{BODY.replace('Three', 'Four')}",
         Image(url=SHIP)),
    ],
    ids=["caption", "alt", "no words", "another picture", "further down"],
)  # fmt: skip
def test_a_picture_has_the_words_beside_its_place(inner: str, expected: Image) -> None:
    """The caption that leads the text, else what the picture itself says; never another's."""
    check(expected, "image", inner, "<meta property='og:image' content='/img/ship.jpg'>")


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        ("<meta property='article:section' content='Harbour'>", URL, "Harbour"),
        (stated(articleSection="Trade"), URL, "Trade"),
        (
            "<meta property='article:section' content='https://harbourpost.example/trade'>",
            URL,
            "world",
        ),
        ("", URL, "world"),
        ("", URL.replace("world", "veldmar"), ""),
    ],
    ids=["meta", "stated", "an address is no name", "path", "unknown word"],
)
def test_the_section_is_what_the_house_says(head: str, url: str, expected: str) -> None:
    """In the head, else by a known word of the address."""
    check(expected, "section", head=head, url=url)


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        (stated(**{"@type": "OpinionNewsArticle"}), URL, "opinion"),
        ("", URL.replace("world", "opinion"), "opinion"),
        ("<meta property='article:section' content='Opinion'>", URL, "opinion"),
        ("", URL, ""),
    ],
    ids=["type", "address", "section", "plain news"],
)
def test_what_is_no_plain_news_says_so(head: str, url: str, expected: str) -> None:
    """By type, address or section."""
    check(expected, "genre", head=head, url=url)


@pytest.mark.parametrize(
    ("lang", "head", "expected"),
    [
        ("en_gb", "", "en-GB"),
        ("zh-hant-tw", "", "zh-Hant-TW"),
        ("es-419", "", "es-419"),
        ("utf-8", "<meta property='og:locale' content='de_DE'>", "de-DE"),
        ("", stated(inLanguage="fr"), "fr"),
        ("", "", None),
    ],
    ids=["underscore", "script", "region in digits", "charset in its place", "stated", "nothing"],
)
def test_the_language_is_written_as_the_standard_says(
    lang: str, head: str, expected: str | None
) -> None:
    """BCP 47, from whoever says it first."""
    check(expected, "language", head=head, lang=lang)


def test_keywords_are_read_once_each_from_all_places() -> None:
    """Case makes no second keyword; fields, single letters and sentences are none."""
    head = (
        stated(keywords=["Grain", "Ports, ships"], about=[{"name": "Veldmar"}])
        + "<meta name='news_keywords' content='grain; wheat, x, id: 7'>"
    )
    check(("Grain", "Ports", "ships", "Veldmar", "wheat"), "keywords", head=head)


def test_plain_keywords_count_only_where_no_better_ones_are() -> None:
    """The oldest field is full of everything."""
    old = "<meta name='keywords' content='news, harbour'>"
    check(("news", "harbour"), "keywords", head=old)
    check(("Grain",), "keywords", head=old + stated(keywords="Grain"))


def removed_of(line: str, head: str = "") -> list[tuple[RemovedKind, str]]:
    """Return what was kept out of a page with one more line before its last paragraph."""
    first, second, last = (f"<p>{text}</p>" for text in TEXT)
    found = result_of(first + second + line + last, head)
    assert isinstance(found, Article)
    assert TEXT == [block.text for block in found.blocks if block.kind is BlockKind.PARAGRAPH]
    assert all(part.reason for part in found.removed)
    return [(part.kind, part.text) for part in found.removed]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("<p>Ada Lind, 26 April 2025</p>", RemovedKind.BYLINE_REPEAT),
        ("<p>Ada Lind</p>", RemovedKind.BYLINE_REPEAT),
        ("<p>Ada Lind is a reporter of the Harbour Post who writes about trade.</p>", RemovedKind.BYLINE_REPEAT),
        ("<p>26 April 2025</p>", RemovedKind.BYLINE_REPEAT),
        ("<p><a href='/a'>Why the silos of the hinterland are full again</a></p>", RemovedKind.RELATED),
    ],
    ids=["signature with a date", "name", "biography", "date", "teaser"],
)  # fmt: skip
def test_lines_about_the_article_are_no_part_of_its_text(line: str, kind: RemovedKind) -> None:
    """Who wrote it, when, and what else there is: seen beside the text, with a reason."""
    text = line.replace("<p>", "").replace("</p>", "")
    if "<a" in text:
        text = text.partition(">")[2].removesuffix("</a>")
    assert [(kind, text)] == removed_of(line, stated(author="Ada Lind"))


def test_an_answer_that_is_an_error_is_no_article_whatever_it_shows() -> None:
    """A page of status 404 may look like one."""
    found = result_of(BODY, "", status=404)
    assert isinstance(found, Rejected)
    assert found.reason is Reason.NO_ARTICLE
    assert "404" in found.detail


@pytest.mark.parametrize(
    ("folder", "genre"),
    [
        ("columnistas", "opinion"),
        ("%D0%BC%D0%BD%D0%B5%D0%BD%D0%B8%D1%8F", "opinion"),
        ("obituarios", "obituary"),
        ("verificacion", "fact check"),
        ("branded-content", "sponsored"),
        ("ao-vivo", "live"),
        ("world", ""),
    ],
)
def test_a_folder_of_the_address_tells_the_genre_in_many_languages(folder: str, genre: str) -> None:
    check(genre, "genre", url=URL.replace("world", folder))
