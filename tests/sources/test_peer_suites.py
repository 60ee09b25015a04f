"""The suites of other parsers and real feeds, with floors on what was reached.

What gofeed expects otherwise is left: an id resolved against ``xml:base`` (RFC 4287 compares
ids as written), base64 of ``video/mp4`` as text, the last of several links of a channel.
"""

from __future__ import annotations

import html
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared import shared_path
from sources.peer_expectations import case_of, holds, is_about_our_fields
from sources.peer_pairs import verdicts
from tagwire.model import ParsedSource, Rejected
from tagwire.sources import discover_feeds, parse_source
from tagwire.sources._decoding import legal_text
from tagwire.sources._xml import find_root, parse_tree, tree_as_it_is
from tagwire.sources.feed import PARSERS

URL = "https://example.org/feed"


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as opened:
        for member in opened:
            stream = opened.extractfile(member)
            if stream is not None:
                yield member.name, stream.read()


def check(right: int, asked: int, *, floor: float, least: int) -> None:
    """Assert that enough was asked and enough of it was right."""
    assert asked >= least
    assert right / asked >= floor, f"{right} of {asked}"


# 593 of 593 on 2026-11-24.
@pytest.mark.slow
def test_feedparser_assertions_on_our_fields_hold() -> None:
    files = members(shared_path("data/feeds/feedparser_tests.dev.tar.xz"))
    cases = [case for name, body in files if (case := case_of(name, body)) is not None]
    ours = [case for case in cases if is_about_our_fields(case) and "sanitize" not in case.name]
    check(sum(map(holds, ours)), len(ours), floor=1, least=590)


# 225 of 229 on 2026-11-24.
def test_gofeed_pairs_agree() -> None:
    files = dict(members(shared_path("data/feeds/gofeed_parser.dev.tar.xz")))
    right = asked = 0
    for name, body in files.items():
        expected = files.get(name.removesuffix(".xml") + ".json") if name.endswith(".xml") else None
        if expected and expected.lstrip().startswith(b"{"):
            found = [verdict for _, verdict in verdicts(body, json.loads(expected))]
            right, asked = right + sum(found), asked + len(found)
    check(right, asked, floor=0.98, least=220)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("archive", "least"),
    [
        ("feedvalidator_atom.dev.tar.xz", 700),
        ("gofeed_parser.dev.tar.xz", 800),
        ("feedparser_tests.dev.tar.xz", 1600),
    ],
)
def test_no_file_of_the_suites_raises(archive: str, least: int) -> None:
    found = [parse_source(body, URL) for _, body in members(shared_path(f"data/feeds/{archive}"))]
    check(
        sum(isinstance(one, ParsedSource | Rejected) for one in found),
        len(found),
        floor=1,
        least=least,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("archive", "least"),
    [("feedparser_tests.dev.tar.xz", 1_300), ("real_feeds.dev.tar.xz", 90)],
)
def test_a_document_that_is_read_as_it_is_says_what_a_mended_one_says(
    archive: str, least: int
) -> None:
    """The short way is only shorter."""
    read = 0
    for name, body in members(shared_path(f"data/feeds/{archive}")):
        root = tree_as_it_is(body, "")
        text = legal_text(body)
        prologue = find_root(text)
        if root is None or prologue is None or prologue.root not in PARSERS:
            continue
        careful = parse_tree(text, URL, prologue)
        assert not isinstance(careful, Rejected)
        parse = PARSERS[prologue.root]
        # Numbers of C1 in CDATA are replaced or left: HTML reads both the same.
        both = (html.unescape(repr(parse(one, URL))) for one in (careful.root, root))
        assert next(both) == next(both), name
        read += 1
    assert read >= least


@pytest.mark.slow
def test_real_feeds_lose_no_entry() -> None:
    """Each item or entry of a real feed that has a link becomes an entry."""
    asked = right = 0
    for _, body in members(shared_path("data/feeds/real_feeds.dev.tar.xz")):
        found = parse_source(body, URL, sanitise_html=False)
        listed = max(body.count(b"</item>"), body.count(b"</entry>"), body.count(b":item>") // 2)
        if listed or isinstance(found, ParsedSource):
            asked += 1
            entries = found.entries if isinstance(found, ParsedSource) else ()
            right += len(entries) >= min(listed, 2_000) and len(entries) > 0
    check(right, asked, floor=1, least=90)


def test_feeds_of_the_discovery_suite_are_found() -> None:
    files = dict(members(shared_path("data/feeds/autodiscovery.tar.xz")))
    asked = right = 0
    for name, body in files.items():
        target = name.removesuffix(".html") + ".xml"
        if name.endswith(".html") and target in files:
            asked += 1
            found = discover_feeds(body, f"https://example.org/{name}")
            right += any(address.endswith(target.rpartition("/")[2]) for address in found)
    check(right, asked, floor=1, least=53)
