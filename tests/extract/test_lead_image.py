"""The picture that leads an article: where it stands, which file, when the head decides."""

from __future__ import annotations

from datetime import UTC, datetime

from tagwire.extract import extract
from tagwire.model import Article, Page, Response

TEXT = "".join(
    f"<p>The council of Veldmar {verb} on Monday after a debate of several hours, and the mayor"
    " said that the work on the bridge would begin before the end of the year.</p>"
    for verb in ("met again", "agreed", "voted", "went on", "spoke", "closed its session")
)
SITE = "https://gazette.example"


def check(head: str, body: str, expected: str | None) -> None:
    html = f"<head><title>Council votes for a bridge</title>{head}</head><body><article><h1>Council votes for a bridge</h1>{body}{TEXT}</article>"
    response = Response(
        url=f"{SITE}/bridge",
        final_url=f"{SITE}/bridge",
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html.encode(),
        fetched=datetime(2026, 1, 1, tzinfo=UTC),
    )
    (article,) = extract([Page(response=response)])
    assert isinstance(article, Article)
    assert expected == (article.image.url if article.image else None)


OG = f"<meta property='og:image' content='{SITE}/social/bridge-4711815-logo.jpg'>"


def test_picture_shown_is_taken_without_the_logo_of_the_stated_one() -> None:
    """The file of the same picture near the headline is the one that readers see."""
    shown = "<img src='/img/w800/bridge-4711815.jpg'>"
    check(OG, shown, f"{SITE}/img/w800/bridge-4711815.jpg")


def test_widest_file_of_a_picture_is_taken() -> None:
    """The set of sources names widths."""
    shown = "<img src='/a-4711815.jpg' srcset='/s/4711815-320.jpg 320w, /s/4711815-1200.jpg 1200w'>"
    check(OG, shown, f"{SITE}/s/4711815-1200.jpg")


def test_portraits_and_small_pictures_do_not_lead() -> None:
    """The face of the author stands near the headline too."""
    shown = "<img src='/authors/ada-4711815.jpg'><img width='80' src='/x/4711815.jpg'>"
    check(OG, shown, f"{SITE}/social/bridge-4711815-logo.jpg")


def test_other_picture_with_a_caption_below_the_headline_leads() -> None:
    """What stands above the text with words of its own is not decoration."""
    shown = "<figure><img src='/img/harbour.jpg'><figcaption>The harbour of Veldmar at night</figcaption></figure>"
    check(OG, shown, f"{SITE}/img/harbour.jpg")


def test_stated_picture_stands_where_none_is_shown() -> None:
    """Pictures that scripts draw are known from the head only."""
    check(OG, "", f"{SITE}/social/bridge-4711815-logo.jpg")


def test_page_without_pictures_has_none() -> None:
    """No picture is made up."""
    check("", "", None)


def test_a_set_of_small_files_leads_nothing() -> None:
    """However it is called; a set without widths is read by its first address."""
    small = "<img srcset='/s/4711815-80.jpg 80w, /s/4711815-160.jpg 160w'>"
    check(OG, small, f"{SITE}/social/bridge-4711815-logo.jpg")


def test_a_picture_far_below_the_headline_is_not_the_leading_one() -> None:
    """What stands between texts belongs to them."""
    figure = "<figure><img src='/img/harbour.jpg'><figcaption>The harbour of Veldmar at night</figcaption></figure>"
    check(OG, TEXT + figure, f"{SITE}/social/bridge-4711815-logo.jpg")
