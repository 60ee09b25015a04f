"""Measure feeds, robots.txt and addresses against other readers' own cases.

feedparser.…  the assertions of feedparser's tests, by field and group: tests/sources holds how
gofeed.…      the values that gofeed expects of a feed
robots, urls  Google's cases of robots.txt, Miniflux's of cleaned addresses
discovery     pages of the autodiscovery suite whose feed is found
All lie below TAGWIRE_SHARED (default ../shared).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from tagwire.fetch.robots import Rules
from tagwire.sources import discover_feeds
from tagwire.sources._decoding import decoded
from tagwire.urls import clean_url

ROOT = Path(__file__).resolve().parent.parent
FEEDS = (ROOT / os.environ.get("TAGWIRE_SHARED", "../shared")).resolve() / "data" / "feeds"
sys.path.insert(0, str(ROOT / "tests"))

from sources.peer_expectations import (  # noqa: E402 - below the tests, found by the line above
    Case,
    case_of,
    holds,
    is_about_our_fields,
)
from sources.peer_pairs import verdicts  # noqa: E402 - as above

CORPORA = {
    "feedparser": "feedparser_tests.dev.tar.xz",
    "gofeed": "gofeed_parser.dev.tar.xz",
    "robots": "google_robotstxt_cases.json",
    "urls": "miniflux_urlcleaner_cases.json",
    "discovery": "autodiscovery.tar.xz",
}
# Fields by the names that feedparser gives them.
FIELDS = {
    "title": "title", "link": "link", "links": "link", "guidislink": "link", "id": "id", "guid": "id",
    "author": "author", "published": "published", "updated": "updated", "modified": "updated",
    "date": "updated", "summary": "summary", "description": "summary", "content": "content",
    "tags": "categories", "category": "categories", "categories": "categories",
    "enclosures": "enclosures", "language": "language", "source": "origin",
}  # fmt: skip
GROUPS = ("entities", "amp", "base")
_FIELD = re.compile(r"(?:entries\[\d\]|feed)(?:\.get\(|\[|\.)['\"]?([a-z]+)")
_ENCODING = re.compile(r"encoding == '([\w-]+)'")


def measures() -> tuple[dict[str, float], dict[str, str]]:
    """Return the figures by name, and the digest of each corpus."""
    counts: dict[str, Counter[bool]] = {}
    for name, is_right in (*_feedparser(), *_gofeed(), *_robots(), *_urls(), *_discovery()):
        counts.setdefault(name, Counter())[is_right] += 1
    figures = {name: count[True] / count.total() for name, count in sorted(counts.items())}
    return figures, {name: _digest(FEEDS / file) for name, file in CORPORA.items()}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _members(name: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(FEEDS / CORPORA[name]) as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream is not None:
                yield member.name, stream.read()


def _feedparser() -> Iterator[tuple[str, bool]]:
    for name, body in _members("feedparser"):
        case = case_of(name, body)
        if case is None or "sanitize" in name:
            continue
        if case.group == "encoding" and (named := _ENCODING.search(case.expect)):
            yield "feedparser.encodings", _is_read_as(case, named[1])
        elif is_about_our_fields(case):
            yield from _of_fields(case)


def _of_fields(case: Case) -> Iterator[tuple[str, bool]]:
    is_right = holds(case)
    field = _FIELD.search(case.expect)
    group = case.group.rpartition("/")[2]
    if case.group == "encoding":
        yield "feedparser.encodings", is_right
    elif group in GROUPS:
        yield f"feedparser.{group}", is_right
    else:
        named = FIELDS.get(field[1], "other") if field else "other"
        yield f"feedparser.{'language' if 'language' in case.expect else named}", is_right


def _is_read_as(case: Case, charset: str) -> bool:
    """Tell whether the text is what the bytes are in that charset."""
    text = case.body.decode(charset, "replace").removeprefix("\ufeff")
    return decoded(case.body, case.content_type) == text


def _gofeed() -> Iterator[tuple[str, bool]]:
    files = dict(_members("gofeed"))
    for name, body in files.items():
        expected = files.get(name.removesuffix(".xml") + ".json") if name.endswith(".xml") else None
        if expected and expected.lstrip().startswith(b"{"):
            yield from (("gofeed", right) for _, right in verdicts(body, json.loads(expected)))


def _cases(name: str) -> list[Mapping[str, str]]:
    cases: list[Mapping[str, str]] = json.loads((FEEDS / CORPORA[name]).read_text(encoding="utf-8"))
    return cases


def _robots() -> Iterator[tuple[str, bool]]:
    for case in _cases("robots"):
        rules = Rules(case["robots"].encode())
        yield "robots", rules.allows(case["url"], case["ua"]) == case["allowed"]


def _urls() -> Iterator[tuple[str, bool]]:
    for case in _cases("urls"):
        found = clean_url(case["input"], case.get("baseURL", ""), case.get("feedURL", ""))
        yield "urls", found.replace("%20", "+") == case["expected"]


def _discovery() -> Iterator[tuple[str, bool]]:
    files = dict(_members("discovery"))
    for name, body in files.items():
        target = name.removesuffix(".html") + ".xml"
        if name.endswith(".html") and target in files:
            found = discover_feeds(body, f"https://example.org/{name}")
            yield "discovery", any(url.endswith(target.rpartition("/")[2]) for url in found)


if __name__ == "__main__":
    for figure, value in measures()[0].items():
        print(f"{figure:34} {value:.4f}")
