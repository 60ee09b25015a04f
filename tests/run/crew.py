"""Pages and pipelines for tests of the chain; pool processes find them by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from tagwire.model import Article, Page, Publisher, Rejected, Response, Tagged
from tagwire.run.pipeline import Pipeline, Processed

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def page(name: str) -> Page:
    """Return a page that is told by its address."""
    url = f"https://paper.example/{name}"
    return Page(
        response=Response(
            url=url, final_url=url, status=200, headers=(), body=b"<p>text</p>", fetched=NOW
        )
    )


def article_of(given: Page) -> Article:
    """Return an article that carries the address of its page."""
    url = given.response.url
    return Article(
        uri=url, url=url, headline=url, publisher=Publisher(domain="paper.example", name="Paper")
    )


def extract_or_break(pages: Sequence[Page]) -> list[Article | Rejected]:
    """Break, die or hang on pages that ask for it."""
    for given in pages:
        name = given.response.url.rsplit("/", 1)[1]
        if name == "bug":
            raise ZeroDivisionError("a bug")
        if name == "killer":
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "hanger":
            time.sleep(60)
    return [article_of(given) for given in pages]


def tag_nothing(articles: Sequence[Article]) -> list[Tagged | Rejected]:
    """Return each article without tags."""
    return [Tagged(article=article, language=None) for article in articles]


def build_breakable() -> Pipeline:
    """Return a pipeline that some pages break."""
    return Pipeline(extract=extract_or_break, tag=tag_nothing)


def told(processed: Processed) -> list[str]:
    """Return the last part of each stored address, or the reason of a rejection."""
    return [
        result.reason.value
        if isinstance(result, Rejected)
        else result.article.url.rsplit("/", 1)[1]
        for result in processed.results
    ]
