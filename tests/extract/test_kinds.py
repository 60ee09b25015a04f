"""Kinds of pages: live blogs, galleries, videos, and notices that are no article."""

from __future__ import annotations

import pytest
from tests.extract.test_extract import BODY, PARAGRAPHS, page, page_of_bytes, story

from tagwire.codec import article_from_json, article_to_json
from tagwire.extract import extract
from tagwire.model import Article, Reason, Rejected

LIVE = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Grain ships leave port"}</script>'
HOURS = ("14:32", "13:05", "11:48", "09:10")


def entries(hours: tuple[str, ...] = HOURS) -> str:
    return "".join(
        f"<div class='post'><time datetime='2025-04-26T{hour}:00+02:00'>{hour}</time><p>{text}</p>"
        f"<p>In addition, at {hour}: {text}</p></div>"
        for hour, text in zip(hours, PARAGRAPHS, strict=False)
    )


def test_entries_of_a_live_blog_keep_their_times() -> None:
    """The block that opens an entry says when; the others of the entry do not."""
    article = story(f"<div>{entries()}</div>", LIVE)
    assert article.genre == "live"
    opened = [(block.at.at.strftime("%H:%M"), block.text) for block in article.blocks if block.at]
    assert opened == list(zip(HOURS, PARAGRAPHS, strict=True))
    assert len(article.blocks) == 2 * len(PARAGRAPHS)


def test_times_survive_json() -> None:
    article = story(f"<div>{entries()}</div>", LIVE)
    shape = article_to_json(article)
    assert shape["blocks"][0]["at"] == "2025-04-26T14:32:00+02:00"
    assert article_from_json(shape).blocks[0].at == article.blocks[0].at


@pytest.mark.parametrize(("hours", "head"), [(HOURS, ""), (HOURS[:2], LIVE)], ids=["news", "two"])
def test_other_texts_with_times_have_no_entries(hours: tuple[str, ...], head: str) -> None:
    """Updates of an article and a live blog that has hardly begun are not split."""
    article = story(f"<div>{entries(hours)}{BODY}</div>", head)
    assert not any(block.at for block in article.blocks)


def check(expected: str, head: str, inner: str = f"<p>{PARAGRAPHS[0]}</p>") -> None:
    assert expected == story(inner, head).genre


@pytest.mark.parametrize(
    ("head", "genre"),
    [
        ("<meta property='og:type' content='video.other'>", "video"),
        ('<script type=\'application/ld+json\'>{"@type":"ImageGallery"}</script>', "gallery"),
        ('<script type=\'application/ld+json\'>{"@type":"PodcastEpisode"}</script>', "audio"),
    ],
)
def test_pages_around_a_video_gallery_or_audio_are_marked(head: str, genre: str) -> None:
    """A long text with a video is about its text."""
    check(genre, head)
    check("", head, "".join(f"<p>On day {n}: {t}</p>" for n in range(3) for t in PARAGRAPHS))


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("404 - Page not found", Reason.ERROR_PAGE),
        ("Страница не найдена", Reason.ERROR_PAGE),
        ("ページが見つかりません", Reason.ERROR_PAGE),
        ("Just a moment...", Reason.CAPTCHA),
        ("Attention Required! | Shield", Reason.CAPTCHA),
        ("Datenschutzeinstellungen", Reason.CONSENT_WALL),
        ("Gestion des cookies", Reason.CONSENT_WALL),
    ],
)
def test_a_notice_is_no_article(title: str, reason: Reason) -> None:
    """Its title says so, and it has little text."""
    body = f"<main><h1>{title}</h1><p>{PARAGRAPHS[0]}</p></main>"
    (result,) = extract([page(body, f"<title>{title}</title>")])
    assert isinstance(result, Rejected)
    assert (result.reason, bool(result.detail)) == (reason, True)


@pytest.mark.parametrize(
    "title",
    ["Just a moment of peace in the harbour", "Server error delays grain ships", "Cookie settings"],
)
def test_an_article_about_such_a_thing_is_one(title: str) -> None:
    """JSON-LD or a whole text beside the title make an article."""
    whole = "".join(f"<p>On day {n}: {text}</p>" for n in range(3) for text in PARAGRAPHS)
    for body, head in (
        (whole, ""),
        (BODY, '<script type="application/ld+json">{"@type":"NewsArticle"}</script>'),
    ):
        (result,) = extract(
            [page(f"<main><h1>{title}</h1>{body}</main>", f"<title>{title}</title>{head}")]
        )
        assert not isinstance(result, Rejected), result


@pytest.mark.parametrize(
    "headline", ["Security check staff go on strike", "503 new cases in the city"]
)
def test_short_news_with_words_of_notices_is_an_article(headline: str) -> None:
    """A page that calls itself an article and has two sentences is no notice."""
    article = "<meta property='og:type' content='article'>"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:2])
    body = f"<html><head><title>{headline}</title>{article}</head><body><main><article><h1>{headline}</h1>{text}</article></main></body></html>"
    (found,) = extract([page_of_bytes(body.encode())])
    assert isinstance(found, Article), found
    (refused,) = extract([page_of_bytes(body.replace(article, "").encode())])
    assert isinstance(refused, Rejected)
