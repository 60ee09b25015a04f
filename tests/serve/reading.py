"""Reads pages for the tests."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from serve.asgi import Browser


def tree(browser: Browser, url: str, status: int = 200) -> LexborHTMLParser:
    """Return the parsed page."""
    answer = browser.get(url, accept="text/html")
    assert status == answer.status
    return LexborHTMLParser(answer.text)


def texts(page, path: str) -> list[str]:
    """Return the texts of elements, blanks squeezed."""
    return [" ".join(found.text().split()) for found in page.css(path)]
