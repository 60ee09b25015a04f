"""HTML from outside comes out harmless, and still says what it said."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from shared import shared_path
from tagwire.sources import sanitise

BASE = "https://example.org/news/1"
ATTRIBUTES = frozenset(
    "href src alt title width height cite datetime dir lang start colspan rowspan scope rel".split()  # noqa: SIM905 - a word list reads better
)
INERT = frozenset("html head body p a b i br img div span table td".split()) | {"-text"}  # noqa: SIM905 - a word list reads better
RUNS = frozenset(
    "script style iframe object embed form input button select textarea svg math link meta base template video audio frame frameset applet".split()  # noqa: SIM905 - a word list reads better
)


def check(html: str, expected: str) -> None:
    assert sanitise(html, BASE) == expected


def dangers_in(html: str) -> list[str]:
    """Return what a browser could run or load in a piece of sanitised HTML."""
    found = []
    for node in LexborHTMLParser(f"<body>{html}").css("*"):
        if node.tag in RUNS:
            found.append(node.tag or "")
        found += [name for name in node.attributes if name not in ATTRIBUTES]
        for name in ("href", "src", "cite"):
            # Browsers take tabs and line breaks out of an address.
            address = re.sub(r"[\t\r\n]", "", node.attributes.get(name) or "http://")
            if not address.startswith(("http://", "https://", "mailto:")):
                found.append(f"{name}={address}")
    return found


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<script>b</script></p>", "<p>a</p>"),
        ("<p onclick=x id=y class=z style=w>a</p>", "<p>a</p>"),
        ('<a href="/2">a</a>', '<a href="https://example.org/2" rel="noopener noreferrer nofollow">a</a>'),
        ('<a href="javascript:x">a</a>', '<a rel="noopener noreferrer nofollow">a</a>'),
        ('<img src="i.png" onerror="x">', '<img src="https://example.org/news/i.png">'),
        ("<iframe src='x'/>kept", "kept"),
        ("<script/>kept", "kept"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("plain", "plain"),
        ("<custom>kept</custom>", "kept"),
    ],
)  # fmt: skip
def test_only_harmless_html_stays(html: str, expected: str) -> None:
    check(html, expected)


def test_relative_addresses_without_a_base_go() -> None:
    assert sanitise('<img src="/i.png" alt="x">') == '<img alt="x">'


def test_payloads_of_the_xss_collections_leave_nothing_to_run() -> None:
    payloads = json.loads(shared_path("data/feeds/xss_payloads.dev.json").read_text())
    assert len(payloads) > 1_500
    left = {one["p"]: dangers_in(sanitise(one["p"], BASE)) for one in payloads}
    assert {payload: found for payload, found in left.items() if found} == {}


@given(st.text(alphabet="<>a/!-b&;'\" =hrefimgsc:jt", max_size=60))
def test_sanitising_is_idempotent_and_leaves_nothing_to_run(html: str) -> None:
    once = sanitise(html, BASE)
    assert sanitise(once, BASE) == once
    assert dangers_in(once) == []


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("&", 500_000),
        ("&amp;", 500_000),
        ("<q>a</p>", 50_000),
        ("<b><div>", 50_000),
        ("<select><b>", 50_000),
        ("<table>x", 50_000),
        ("<p><b title=1><i>x</p>", 20_000),
    ],
)
def test_what_was_made_to_take_long_stays_as_text(unit: str, count: int) -> None:
    """Each of these took from seconds to hours: the cleaner's time grew with their square."""
    before = time.process_time()
    shown = sanitise("start " + unit * count)
    assert time.process_time() - before < 2
    assert shown.startswith("start ")
    assert dangers_in(shown[:10_000]) == []


def test_formatting_that_stays_open_is_not_repeated_without_end() -> None:
    """Thirty open tags came back in each of 3,000 paragraphs: 13 kB were 700 kB."""
    opened = "".join(f"<b title={n}>" for n in range(30))
    page = f"<p>{opened}" + "<p>x" * 3_000
    assert len(sanitise(page)) < 3 * len(page)


def test_long_texts_of_code_are_no_attack() -> None:
    """The longest real text: thousands of coloured words in code, in a table."""
    code = "<pre><code>" + "<span><b>x</b></span>" * 3_000 + "</code></pre>"
    row = "<tr><td><a href='https://example.org/1'>a</a></td></tr>" * 200
    assert sanitise(f"<div>{code}<table>{row}</table></div>").count("<b>") == 3_000
