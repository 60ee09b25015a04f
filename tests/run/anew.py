"""Pipelines of an older and a newer code; pool processes find them by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from store.builders import article_tag
from tagwire.model import (
    Article,
    Block,
    BlockKind,
    Page,
    Publisher,
    Reason,
    Rejected,
    Stage,
    Tagged,
)
from tagwire.run.pipeline import Pipeline, Processed

PAPER = Publisher(domain="paper.example", name="Paper")


def article_of(page: Page, headline: str) -> Article | Rejected:
    """Return the text of a page under a headline; a page without text is none."""
    url, text = page.response.url, page.response.body.decode()
    if "<p>" not in text:
        return Rejected(stage=Stage.EXTRACT, key=url, reason=Reason.NO_ARTICLE, detail="no text")
    blocks = (Block(kind=BlockKind.PARAGRAPH, text=re.sub("<.*?>", "", text)),)
    return Article(
        uri=url, url=url, headline=headline, publisher=page.publisher or PAPER, blocks=blocks
    )


def extract_old(pages: Sequence[Page]) -> list[Article | Rejected]:
    """Miss what stands in a main element."""
    return [
        replace(found, uri=found.uri)
        if isinstance(found := article_of(_without_main(page), "Old"), Article)
        else found
        for page in pages
    ]


def _without_main(page: Page) -> Page:
    body = re.sub(b"<main>.*</main>", b"", page.response.body)
    return replace(page, response=replace(page.response, body=body))


def extract_new(pages: Sequence[Page]) -> list[Article | Rejected]:
    """Read all, with better headlines, but nothing that says it is an advert."""
    return [
        Rejected(stage=Stage.EXTRACT, key="advert", reason=Reason.NO_ARTICLE, detail="an advert")
        if b"advert" in page.response.body
        else article_of(page, f"New, {page.entry.title if page.entry else 'no entry'}")
        for page in pages
    ]


def tag_by(name: str):
    def tag(articles: Sequence[Article]) -> list[Tagged | Rejected]:
        return [
            Tagged(article=article, language="en", tags=(article_tag(name),))
            for article in articles
        ]

    return tag


class Coded:
    """A pipeline that says which code it is."""

    def __init__(self, pipeline: Pipeline, code: str) -> None:
        self._pipeline = pipeline
        self._code = code

    def __call__(self, pages: Sequence[Page]) -> Processed:
        done = self._pipeline(pages)
        return replace(done, extractor=f"e{self._code}", tagger=f"t{self._code}")


def build_old() -> Coded:
    return Coded(Pipeline(extract=extract_old, tag=tag_by("Old Tag")), "1")


def build_new() -> Coded:
    return Coded(Pipeline(extract=extract_new, tag=tag_by("New Tag")), "2")
