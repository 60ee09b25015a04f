"""Pages of a size or shape that no article has: refused with a reason, and soon."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

import pytest

from tagwire.extract import extract
from tagwire.model import Article, Page, Reason, Rejected, Response

URL = "https://hostile.example/news/a-page-20250426"
SENTENCE = "Three grain ships left the port on Saturday, after the council had met for an hour."
# A second on a quiet machine; the suite runs beside others.
LIMIT_S = 4.0


def extracted(body: str) -> Article | Rejected:
    """Extract a page of a sentence and the body, and check its cost."""
    text = f"<!doctype html><title>Ships leave</title><body><article><p>{SENTENCE}</p>{body}"
    response = Response(
        url=URL,
        final_url=URL,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=text.encode(),
        fetched=datetime(2025, 4, 26, 12, tzinfo=UTC),
    )
    started = process_time()
    [result] = extract([Page(response=response)])
    assert process_time() - started < LIMIT_S
    return result


def check(expected: Reason | None, body: str) -> None:
    """Check why the page is refused, None when it is an article."""
    result = extracted(body)
    assert expected == (result.reason if isinstance(result, Rejected) else None)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<div>" * 20_000, Reason.TOO_DEEP, id="depth"),
        pytest.param("<b><p>x" * 10_000, Reason.TOO_DEEP, id="reopened"),
        pytest.param("<p>x" * 25_000, Reason.TOO_LARGE, id="pieces"),
        pytest.param("<" * 350_000, Reason.TOO_LARGE, id="tags"),
        pytest.param(f"<p>{'港口。' * 400_000}", Reason.TOO_LARGE, id="text"),
        pytest.param(
            f"<p {' '.join(f'a{n}=1' for n in range(150_000))}>x", Reason.TOO_LARGE, id="attributes"
        ),
        pytest.param(
            f"<p {' '.join(f'a{n}=1' for n in range(3_000))}>x" * 40,
            Reason.TOO_LARGE,
            id="tags of many attributes",
        ),
        pytest.param("x" * 10_000_001, Reason.TOO_LARGE, id="bytes"),
    ],
)
def test_what_no_article_has_is_refused(body: str, expected: Reason) -> None:
    check(expected, body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div>" * 4_900, id="depth"),
        pytest.param("<b><p>x" * 2_900, id="reopened"),
        pytest.param("<table><tr><td>x" * 1_900, id="tables"),
        pytest.param('<p class="' + "adAd " * 400_000 + '">x', id="class"),
        pytest.param(f"<p {' '.join(f'a{n}=1' for n in range(10_000))}>x", id="attributes"),
        pytest.param("<!--" * 100_000, id="comments"),
        pytest.param("<script>" * 4_900, id="scripts"),
        pytest.param("&nbsp;" * 600_000, id="blanks"),
    ],
)
def test_what_is_just_below_a_limit_ends_soon(body: str) -> None:
    check(None, body)


def test_long_scripts_are_no_tags_of_many_attributes() -> None:
    """A script compares with "<" and then may hold nothing that ends a tag for long."""
    words = " ".join(f"word{n}" for n in range(9_000))
    check(None, f"<script>if (i<n) x = '{words}'</script><p>{SENTENCE}</p>")


def test_long_styles_are_no_tags_of_many_attributes() -> None:
    """Old templates wrap their rules in CDATA or a comment."""
    rules = " ".join(f".rule{n} {{ color: red }}" for n in range(9_000))
    check(None, f"<style>/*<![CDATA[*/ <a {rules} /*]]>*/</style><p>{SENTENCE}</p>")


def test_long_values_are_no_attributes() -> None:
    words = " ".join(f"word{n}" for n in range(9_000))
    check(None, f'<div data-words="{words}"><p>{SENTENCE}</p></div>')


@pytest.mark.parametrize(
    "body",
    [
        "<plaintext>" + '<a "' * 2_000 + '"' + 'x"y"' * 100_000,
        '<a " >x</a>' * 20_000,
        "<xmp>" + '<b c="' * 3_000 + "</xmp>",
    ],
    ids=["plain text", "quotes as names", "quotes that nobody closes"],
)
def test_tags_with_quotes_that_end_nowhere_are_read_once(body: str) -> None:
    """Whatever comes of them."""
    assert extracted(body)
