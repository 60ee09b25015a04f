"""What a publisher forbids, from headers and from the page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.extract import extract
from tagwire.model import Article, Page, Response

URL = "https://www.harbourpost.example/world/grain-ships-leave-port"
TEXT = "Three grain ships left the port of Veldmar on Saturday morning after nine days. " * 4


def opt_outs(head: str, *headers: tuple[str, str]) -> tuple[str, ...]:
    html = f"<html><head><title>Ships</title>{head}</head><body><article><h1>Ships</h1><p>{TEXT}</p></article></body></html>"
    response = Response(
        url=URL,
        final_url=URL,
        status=200,
        headers=(("content-type", "text/html"), *headers),
        body=html.encode("utf-8", "replace"),
        fetched=datetime(2026, 4, 26, tzinfo=UTC),
    )
    (found,) = extract([Page(response=response)])
    assert isinstance(found, Article)
    return found.opt_outs


def check(expected: tuple[str, ...], head: str = "", *headers: tuple[str, str]) -> None:
    assert opt_outs(head, *headers) == expected


def robots(content: str) -> str:
    return f'<meta name="robots" content="{content}">'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("index, follow, max-snippet:-1, max-image-preview:large", ()),
        ("NOARCHIVE", ("noarchive",)),
        ("none", ("noindex",)),
        ("max-snippet: 80, max-snippet:120", ("max-snippet:80",)),
        ("max-snippet:0", ("nosnippet",)),
        ("noai, noimageai", ("noai",)),
        ("max-image-preview:none", ("noimageindex",)),
        ("nocache,nosnippet,unknown", ("noarchive", "nosnippet")),
    ],
)
def test_directives_of_the_page_get_one_spelling(content: str, expected: tuple[str, ...]) -> None:
    """What allows everything is no opt-out; the smallest limit counts."""
    check(expected, robots(content))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("noarchive", ("noarchive",)),
        ("max-snippet: 50, noindex", ("max-snippet:50", "noindex")),
        ("otherbot: noindex, noarchive", ()),
        ("Tagwire: nosnippet", ("nosnippet",)),
        ("unavailable_after: 25 Jun 2030 15:00:00 PST", ()),
    ],
)
def test_x_robots_tag_counts_for_all_robots_and_for_ours(
    value: str, expected: tuple[str, ...]
) -> None:
    """What is said to another robot is not said to us."""
    check(expected, "", ("x-robots-tag", value))


def test_headers_and_page_add_up() -> None:
    """Each may come several times."""
    check(
        ("noarchive", "noindex", "nosnippet"),
        robots("noarchive"),
        ("x-robots-tag", "noindex"),
        ("x-robots-tag", "nosnippet"),
    )


@pytest.mark.parametrize(
    ("header", "meta", "site", "reserved"),
    [
        ("1", "", "", True),
        ("", "1", "", True),
        ("", "", "1", True),
        ("0", "1", "1", False),
        ("", "0", "1", False),
        ("", "", "", False),
    ],
    ids=["header", "page", "site", "header first", "page before site", "nothing"],
)
def test_mining_is_reserved_by_header_page_or_site(
    header: str, meta: str, site: str, reserved: bool
) -> None:
    """The word that is nearest to the page wins (TDMRep)."""
    headers = [("tdm-reservation", header)] if header else []
    headers += [("tagwire-tdmrep", site)] if site else []
    head = f'<meta name="tdm-reservation" content="{meta}">' if meta else ""
    check(("tdm-reservation",) if reserved else (), head, *headers)


@given(st.text(max_size=60))
def test_any_directive_is_read_without_raising(value: str) -> None:
    """Headers come from strangers."""
    assert isinstance(opt_outs("", ("x-robots-tag", value)), tuple)
