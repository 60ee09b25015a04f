"""Pages made to cost time: their price grows with their length and no faster."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from time import process_time

import pytest

from tag.articles import catalogue
from tagwire.extract import extract
from tagwire.model import Article, Page, Response, Tagged
from tagwire.tag import Tagger

URL = "https://hostile.example/news/a-page-20250426"
SENTENCE = "Three grain ships left the port on Saturday, after the council had met for an hour."
METAS = ("author", "keywords", "description", "og:title", "article:published_time", "og:locale")
PATTERNS = ["-", " ", "x-", "a.ru ", "Ab's ", "&a=", "|", "\u00ad", "(", "«", "1/"]
CHARS = 100_000


def page(head: str, body: str) -> Page:
    text = f"<!doctype html><head>{head}</head><body><article><p>{SENTENCE}</p>{body}</article>"
    response = Response(
        url=URL,
        final_url=URL,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=text.encode(),
        fetched=datetime(2025, 4, 26, 12, tzinfo=UTC),
    )
    return Page(response=response)


def check(head: str, body: str, *, limit_s: float = 10.0) -> Article:
    """Extract and tag a page within a second of CPU, and return its article."""
    given = page(head, body)
    tag = Tagger(catalogue())
    started = process_time()
    [article] = extract([given])
    assert isinstance(article, Article), article
    [tagged] = tag([article])
    took = process_time() - started
    assert isinstance(tagged, Tagged), tagged
    assert took < limit_s
    return article


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_in_head_and_text_costs_a_second(pattern: str) -> None:
    hostile = html.escape(pattern * (CHARS // len(pattern)))
    metas = "".join(f'<meta property="{name}" content="{hostile}">' for name in METAS)
    article = check(
        f'<title>{hostile}</title>{metas}<link rel="canonical" href="{hostile}">',
        f"<p>{hostile}</p>",
    )
    assert len(article.headline) <= 400
    assert any(block.text == SENTENCE for block in article.blocks)


def test_a_megabyte_of_one_meta_value_costs_little() -> None:
    hostile = html.escape("Ab, By Ab (|-&a= " * 60_000)
    article = check(f'<meta name="keywords" content="{hostile}"><title>Ships leave</title>', "")
    assert article.headline == "Ships leave"


@pytest.mark.slow
def test_a_megabyte_of_text_is_tagged_by_its_beginning() -> None:
    check("<title>Ships leave</title>", f"<p>{'By Ab ' * 170_000}</p>")
