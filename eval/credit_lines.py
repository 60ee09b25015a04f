"""Measure credits on labelled lines: agency and role, each line in a page made for it.

Usage: credit_lines.py [--half 0|1] [--misses]   The labels lie in labels/credits, with how they were made.
A made-up article goes around each line, so that whatever is credited comes from the line.
"""

from __future__ import annotations

import argparse
import html
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

from tagwire.extract import extract
from tagwire.model import Article, Page, Response

LINES = Path(__file__).resolve().parent / "labels" / "credits" / "lines.jsonl"
TEXT = [
    f"The council of Veldmar {verb} on Monday after a debate of several hours, and the mayor"
    " said that the work on the bridge would begin before the end of the year."
    for verb in ("met again", "agreed", "voted", "went on", "spoke", "closed its session")
]
PLACES = {
    "near_headline": "<div class='byline'>{line}</div>{text}",
    "caption": "<figure><img src='/a.jpg'><figcaption>{line}</figcaption></figure>{text}",
    "opening": "<p>{line}</p>{text}",
    "middle": "{first}<p>{line}</p>{text}",
    "closing": "{text}<p>{line}</p>",
}


class Line(TypedDict):
    """One labelled line."""

    page: str
    site: str
    lang: str
    position: str
    line: str
    place: str
    credits: list[dict[str, str]]


def load_lines(half: int | None = None) -> list[Line]:
    """Return the labelled lines, or those of one half of the sites."""
    lines: list[Line] = [json.loads(line) for line in LINES.read_text("utf-8").splitlines()]
    return [line for line in lines if half is None or int(line["site"], 16) % 2 == half]


def page_around(line: Line) -> Page:
    """Return a page of an article with the line where it stood."""
    paragraphs = "".join(f"<p>{text}</p>" for text in TEXT)
    body = PLACES[line["position"]].format(
        line=html.escape(line["line"]), text=paragraphs, first=paragraphs
    )
    title = "Council of Veldmar votes for a new bridge"
    page = f"<title>{title}</title><body><article><h1>{title}</h1>{body}</article></body>"
    response = Response(
        url="https://gazette.example/news/bridge",
        final_url="https://gazette.example/news/bridge",
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=page.encode(),
        fetched=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return Page(response=response)


def measure_credits(lines: Sequence[Line], *, show: bool = False) -> dict[str, float]:
    """Return precision and recall of (agency, role) over all lines."""
    right = said = wanted = 0
    for line, result in zip(lines, extract([page_around(line) for line in lines]), strict=True):
        found = result.credits if isinstance(result, Article) else ()
        ours = {(credit.name, str(credit.role)) for credit in found}
        gold = {(credit["agency"], credit["role"]) for credit in line["credits"]}
        right += len(ours & gold)
        said += len(ours)
        wanted += len(gold)
        if show and ours != gold:
            print(f"{line['position']:14} {sorted(gold)} ours {sorted(ours)} | {line['line']}")
    return {"precision": right / max(said, 1), "recall": right / max(wanted, 1)}


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure credits on labelled lines.")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    figures = measure_credits(load_lines(options.half), show=options.misses)
    print("  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
