"""Write a page to look at: originals, the text of a peer, and ours with what was removed.

Usage: side_by_side.py [--pages N] [--draw WORD] [--worst] [--out FILE]

The peer is trafilatura, run by the interpreter that TAGWIRE_PEERS names (default
.cache/peers/bin/python, an environment of its own: it pins other libraries than we
do); without it its column is left out with the reason. The page holds texts of
publishers: it is written below build/ and stays on this machine.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import nh3

import extract as measure
from tagwire.codec import moment_to_text
from tagwire.extract import extract
from tagwire.model import Article, Block, Link, Rejected, Removed
from tagwire.text import squeeze

OUT = measure.ROOT / "build" / "side_by_side.html"
PEERS = Path(os.environ.get("TAGWIRE_PEERS", measure.ROOT / ".cache/peers/bin/python"))
# How many of 30 pages each set gives: news of many languages first.
SHARE = {"fundus_tests": 14, "fundus_eval": 4, "aeb": 6, "wcxb": 6}
PEER = """
import json, sys, trafilatura
for line in sys.stdin:
    print(json.dumps(trafilatura.extract(json.loads(line)["html"]) or ""), flush=True)
"""
PEER_TIMEOUT_S = 300
_HIDDEN = {"script", "style", "svg", "noscript", "template", "iframe", "form", "button", "select"}
_TAGS = set(
    re.findall(
        r"\w+",
        "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote q table tr td th tbody thead figure"
        " figcaption article section main aside header footer nav div span b strong i em br hr"
        " time small",
    )
)
STYLE = """
body { font: 15px/1.5 sans-serif; margin: 1rem; color: #1a1a1a; background: #fff; }
h2 { margin: 2.5rem 0 .25rem; border-top: 3px solid #1a1a1a; padding-top: .75rem; }
.facts { color: #555; font-size: 13px; }
.columns { display: grid; grid-template-columns: 1fr 1fr 1.2fr; gap: 1rem; align-items: start; }
.columns > * { max-height: 46rem; overflow: auto; border: 1px solid #ccc; padding: .5rem; }
iframe { width: 100%; height: 44rem; border: 0; }
.peer { white-space: pre-wrap; }
.block { margin: 0 0 .6rem; display: grid; grid-template-columns: 5.5rem 1fr; gap: .5rem; }
.kind { color: #777; font-size: 11px; padding-top: .25rem; text-align: right; }
.removed { color: #a33; } .removed .text { text-decoration: line-through; }
.reason { display: block; font-size: 11px; text-decoration: none; }
.subhead .text { font-weight: bold; } .quote .text { font-style: italic; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: #14508c; }
"""
FRAME_STYLE = "<style>body{font:13px/1.45 sans-serif;margin:.5rem}</style>"
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Shown:
    """A page with what two extractors make of it."""

    gold: measure.Gold
    result: Article | Rejected
    peer: str | None  # None: not run

    @property
    def body(self) -> str:
        stated = self.gold["gold"].get("body", "")
        return "\n".join(stated) if isinstance(stated, list) else stated

    @property
    def text(self) -> str:
        return "" if isinstance(self.result, Rejected) else self.result.text


def choose(n: int, draw: str) -> list[measure.Gold]:
    """Return about ``n`` pages, one of each site; another word draws others."""
    chosen: list[measure.Gold] = []
    sites: set[str] = set()
    for name, share in SHARE.items():
        pages = [gold for gold in measure.load_pages(name) if gold["gold"].get("body")]
        pages.sort(key=lambda gold: hashlib.sha256((draw + gold["id"]).encode()).digest())
        wanted = max(1, round(n * share / 30))
        for gold in pages:
            if wanted and gold["site"] not in sites:
                sites.add(gold["site"])
                chosen.append(gold)
                wanted -= 1
    return chosen


def texts_of_peer(pages: Sequence[measure.Gold]) -> tuple[list[str | None], str]:
    """Return what the peer reads, and why its column is empty if it is."""
    if not PEERS.exists():
        return [None] * len(pages), f"no peer: {PEERS} does not exist (set TAGWIRE_PEERS)"
    lines = "".join(json.dumps({"html": gold["html"]}) + "\n" for gold in pages)
    try:
        done = subprocess.run(
            [PEERS, "-c", PEER],
            input=lines,
            capture_output=True,
            text=True,
            timeout=PEER_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return [None] * len(pages), f"no peer: {error}"
    return [json.loads(line) for line in done.stdout.splitlines()], ""


def original_of(gold: measure.Gold) -> str:
    """Return the text of a page with its headings and lists, without anything that loads."""
    cleaned = nh3.clean(
        gold["html"], tags=_TAGS, clean_content_tags=_HIDDEN, attributes={}, url_schemes=set()
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">{FRAME_STYLE}{cleaned}'


def parts_in_order(shown: Shown) -> list[Block | Removed]:
    """Return blocks and removed parts as they stand on the page, as far as that can be told."""
    if isinstance(shown.result, Rejected):
        return []
    plain = squeeze(html.unescape(re.sub(r"<[^>]+>", " ", original_of(shown.gold))))
    plain = re.sub(r"\s+", "", plain)
    parts: list[tuple[int, Block | Removed]] = []
    place = 0
    for block in shown.result.blocks:
        found = plain.find(_start_of(block.text), place)
        place = found if found >= 0 else place
        parts.append((place, block))
    first = parts[0][0] if parts else 0
    for one in shown.result.removed:
        found = plain.find(_start_of(one.text), first)
        parts.append((found if found >= 0 else len(plain), one))
    return [part for _, part in sorted(parts, key=lambda pair: pair[0])]


def _start_of(text: str) -> str:
    return re.sub(r"\s+", "", text)[:60]


def page_of(shown: Sequence[Shown], note: str, metrics: ModuleType) -> str:
    """Return the whole page."""
    pages = "\n".join(_section(n, one, note, metrics) for n, one in enumerate(shown, start=1))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}; frame-src \'self\'">'
        f"<title>Side by side</title><style>{STYLE}</style></head><body>"
        f"<h1>Side by side: {len(shown)} pages</h1>{pages}</body></html>"
    )


def _section(number: int, shown: Shown, note: str, metrics: ModuleType) -> str:
    gold = shown.gold
    ours = _f1(shown.text, shown.body, metrics)
    facts = [gold["set"], gold["id"], f"ours {ours:.3f}"]
    if shown.peer is not None:
        facts.append(f"trafilatura {_f1(shown.peer, shown.body, metrics):.3f}")
    peer = html.escape(shown.peer) if shown.peer is not None else f"<i>{html.escape(note)}</i>"
    frame = html.escape(original_of(gold), quote=True)
    headline = "" if isinstance(shown.result, Rejected) else shown.result.headline
    return (
        f'<h2 id="p{number}">{number}. {html.escape(headline or "(no headline)")}</h2>'
        f'<p class="facts">{html.escape(" · ".join(facts))}<br>{html.escape(gold["url"])}</p>'
        f'<p class="facts">{html.escape(" · ".join(_facts_of(shown.result)))}</p>'
        f'<div class="columns"><div><iframe sandbox="" title="Original" srcdoc="{frame}"></iframe></div>'
        f'<div class="peer">{peer}</div><div>{_ours(shown)}</div></div>'
    )


def _facts_of(result: Article | Rejected) -> Iterable[str]:
    """Yield what is known of an article beside its text."""
    if isinstance(result, Rejected):
        yield f"rejected: {result.reason} {result.detail}"
        return
    yield f"{result.publisher.name} ({result.publisher.domain})"
    yield f"by {', '.join(result.authors) or result.by or 'nobody named'}"
    yield f"published {moment_to_text(result.published) or 'unknown'}"
    yield f"modified {moment_to_text(result.modified) or 'unknown'}"
    yield f"language {result.language}, section {result.section!r}, genre {result.genre!r}"
    yield f"{result.completeness.state} {result.completeness.reason}".strip()
    for credit in result.credits:
        yield f"{credit.role}: {credit.name}"


def _ours(shown: Shown) -> str:
    if isinstance(shown.result, Rejected):
        return f"<i>rejected: {html.escape(shown.result.detail)}</i>"
    return "".join(_part(part) for part in parts_in_order(shown))


def _part(part: Block | Removed) -> str:
    if isinstance(part, Removed):
        reason = f'<span class="reason">{html.escape(part.reason)}</span>'
        text = f'<span><span class="text">{html.escape(part.text)}</span>{reason}</span>'
        return f'<div class="block removed"><span class="kind">{part.kind}</span>{text}</div>'
    text = f'<span class="text">{_linked(part.text, part.links)}</span>'
    return f'<div class="block {part.kind}"><span class="kind">{part.kind}</span>{text}</div>'


def _linked(text: str, links: Sequence[Link]) -> str:
    out, done = [], 0
    for link in sorted(links, key=lambda link: link.start):
        if link.start < done:
            continue
        shown = html.escape(text[link.start : link.end])
        out += [
            html.escape(text[done : link.start]),
            f'<a title="{html.escape(link.url)}">{shown}</a>',
        ]
        done = link.end
    return "".join([*out, html.escape(text[done:])])


def _f1(text: str, body: str, metrics: ModuleType) -> float:
    score: float = metrics.word_prf(text, body)[2]
    return score


def main() -> int:
    """Write the page and print where it is."""
    parser = argparse.ArgumentParser(description="Write originals, a peer's text and ours.")
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--draw", default="")
    parser.add_argument("--worst", action="store_true", help="worst pages first")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    if not measure.SHARED.joinpath("data", "extraction").exists():
        print(f"side by side skipped: no pages below {measure.SHARED} (set TAGWIRE_SHARED)")
        return 0
    metrics = measure.load_metrics()
    golds = choose(options.pages, options.draw)
    results = extract([measure.page_of(gold) for gold in golds])
    peers, note = texts_of_peer(golds)
    shown = [Shown(*three) for three in zip(golds, results, peers, strict=True)]
    if options.worst:
        shown.sort(key=lambda one: _f1(one.text, one.body, metrics))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(page_of(shown, note, metrics), encoding="utf-8")
    print(f"side by side: {options.out.resolve().as_uri()}" + (f" ({note})" if note else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
