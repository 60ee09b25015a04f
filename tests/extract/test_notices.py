"""Pages that come in place of something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import page_of
from tagwire.extract import notice_of
from tagwire.model import Reason

URL = "https://paper.example/"


def check(html: str | bytes, expected: Reason | None) -> None:
    assert expected == notice_of(page_of(URL, html))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<title>Just a moment...</title><body><noscript>Enable cookies</noscript>",
            Reason.CAPTCHA,
        ),
        ("<body><h1>Please verify you are human</h1><form></form>", Reason.CAPTCHA),
        (
            "<title>Before you continue</title><body><button>Accept all</button>",
            Reason.CONSENT_WALL,
        ),
        ("<title>503 Service Unavailable</title><body>busy", Reason.ERROR_PAGE),
        ("<title>Harbour Post</title><body><a href=/1>Grain ships left port</a>", None),
        ("<title>Are you a robot?</title><body><p>" + "A long read about robots. " * 60, None),
        ("nothing of a page", None),
    ],
    ids=["challenge", "question", "consent", "error", "a front page", "a text", "no page"],
)
def test_a_page_says_what_it_wants_first(html: str, expected: Reason | None) -> None:
    """Also at the address of a front page; a text about robots is none of them."""
    check(html, expected)


def test_scripts_are_no_words_of_the_page() -> None:
    """Challenges are small pages with long scripts."""
    check(f"<title>Just a moment...</title><body><script>{'a b ' * 5000}</script>", Reason.CAPTCHA)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_notice_or_not(body: bytes) -> None:
    assert notice_of(page_of(URL, b"<title>" + body)) in {*Reason, None}
