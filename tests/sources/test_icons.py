"""Icons that a page names, the most fitting first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tagwire.sources import icons_of

URL = "https://www.paper.example/front"
USUAL = [
    "https://www.paper.example/apple-touch-icon.png",
    "https://www.paper.example/favicon.ico",
]


def check(head: str, *expected: str) -> None:
    found = icons_of(f"<html><head>{head}</head><body>x".encode(), URL)
    assert [*expected, *USUAL] == found


def test_a_page_without_icons_has_the_usual_places() -> None:
    check("<title>x</title>")


def test_the_icon_of_fitting_size_comes_first() -> None:
    """A touch icon has 180 points where nothing is said, a plain icon 16."""
    check(
        '<link rel="icon" href="/16.png"><link rel="icon" sizes="512x512" href="/512.png">'
        '<link rel="apple-touch-icon" href="/touch.png">'
        '<link rel="shortcut icon" sizes="32x32 96x96" href="//cdn.example/96.png">',
        "https://cdn.example/96.png",
        "https://www.paper.example/touch.png",
        "https://www.paper.example/512.png",
        "https://www.paper.example/16.png",
    )


def test_drawings_and_what_is_no_web_address_are_left_out() -> None:
    """They can hold scripts."""
    check(
        '<link rel="icon" href="/a.svg?v=2"><link rel="icon" type="image/svg+xml" href="/b">'
        '<link rel="icon" href="data:image/png;base64,xx"><link rel="mask-icon" href="/c.png">'
    )


@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    assert icons_of(b"<link rel=icon href=" + body, URL)
