"""Measure site memory: the same pages without it, in order with it, and with all other pages known.

Usage: memory.py [--lines]     ``--lines`` prints what left the articles

``plain`` reads each page alone, ``stream`` in the order of the sets with what the pages
before taught, ``known`` with what the other pages of the site teach, where a site has
four pages or more; ``few_plain`` are the same pages alone. Floors hold the gains: memory
may not cost anything, however good extraction is without it. A removed line is wrong when the gold text of its page holds it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

import extract as measure
from tagwire.extract import Extracted, extract_remembering
from tagwire.extract.memory import hints_of, remember, site_of
from tagwire.memories import Observation, SiteMemory
from tagwire.model import Article

SETS = ("fundus_eval", "fundus_tests", "aeb", "wcxb")
MIN_KNOWN_PAGES = 4
FIGURES = ("f1", "near_exact", "exact")


@dataclass(slots=True)
class Read:
    """One gold page, read in three ways; ``known`` only where its site has pages enough."""

    name: str
    gold: measure.Gold
    plain: Extracted
    stream: Extracted
    known: Extracted | None = None


def read_all() -> list[Read]:
    """Return all pages, read in all ways."""
    found: list[Read] = []
    memories: dict[str, SiteMemory] = {}
    for name in SETS:
        for gold in measure.load_pages(name):
            site = site_of(gold["url"])
            plain = _read(gold, None)
            memory = memories.get(site)
            stream = _read(gold, memory) if memory is not None else plain
            found.append(Read(name, gold, plain, stream))
            if plain.observation is not None:
                memories[site] = remember(memory or SiteMemory(site=site), [plain.observation])
    by_site: dict[str, list[Read]] = defaultdict(list)
    for one in found:
        by_site[site_of(one.gold["url"])].append(one)
    for rows in by_site.values():
        _read_known(rows)
    return found


def _read_known(rows: Sequence[Read]) -> None:
    if len(rows) < MIN_KNOWN_PAGES:
        return
    for one in rows:
        others = [other.plain.observation for other in rows if other is not one]
        one.known = _read(one.gold, _memory_of([each for each in others if each is not None]))


def _memory_of(observations: Sequence[Observation]) -> SiteMemory | None:
    if not observations:
        return None
    return remember(SiteMemory(site=observations[0].site), observations)


def _read(gold: measure.Gold, memory: SiteMemory | None) -> Extracted:
    hints = {memory.site: hints_of(memory)} if memory is not None else {}
    return extract_remembering([measure.page_of(gold)], hints)[0]


def figures_of(found: Sequence[Read], metrics: ModuleType) -> dict[str, float]:
    """Return the figures of each way and set, and of the lines that left."""
    figures: dict[str, float] = {}
    for name in SETS:
        rows = [one for one in found if one.name == name]
        few = [one for one in rows if one.known is not None]
        ways = {
            "plain": (rows, [one.plain for one in rows]),
            "stream": (rows, [one.stream for one in rows]),
            "few_plain": (few, [one.plain for one in few]),
            "known": (few, [one.known for one in few if one.known is not None]),
        }
        for way, (of, read) in ways.items():
            measured, _ = measure.MEASURES[name](
                [one.gold for one in of], [_article(each) for each in read], metrics
            )
            figures |= {f"{way}.{name}.{key}": measured[key] for key in FIGURES if key in measured}
    for way, base in (("stream", "plain"), ("known", "few_plain")):
        for name in SETS:
            gain = figures[f"{way}.{name}.f1"] - figures[f"{base}.{name}.f1"]
            figures[f"gain.{way}.{name}.f1"] = gain
    lines = lines_of(found)
    wrong = sum(is_wrong for *_, is_wrong in lines)
    return figures | {
        "lines.removed": float(len(lines)),
        "lines.under_wrong": wrong / max(len(lines), 1),
    }


def lines_of(found: Sequence[Read]) -> list[tuple[str, str, str, bool]]:
    """Return (site, reason, line, is it wrong) of what left in the known way, once a page."""
    lines = []
    for one in found:
        article = _article(one.known) if one.known is not None else None
        standing = {
            removed.text: removed.reason
            for removed in (article.removed if article else ())
            if removed.reason.startswith("stands on")
        }
        body = _bare(str(one.gold["gold"].get("body", "")))
        lines += [
            (site_of(one.gold["url"]), reason, text, _bare(text) in body)
            for text, reason in standing.items()
        ]
    return lines


def _article(extracted: Extracted) -> Article | None:
    return extracted.result if isinstance(extracted.result, Article) else None


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def measures() -> tuple[dict[str, float], dict[str, str]]:
    """Return all figures and the digest of each corpus, for the gate."""
    corpora = {name: measure.digest_of(measure.path_of(name)) for name in SETS}
    return figures_of(read_all(), measure.load_metrics()), corpora


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure extraction with site memory.")
    parser.add_argument("--lines", action="store_true", help="print what left the articles")
    options = parser.parse_args()
    if not measure.SHARED.joinpath("data", "extraction").exists():
        print(f"skipped: no gold pages below {measure.SHARED} (set TAGWIRE_SHARED)")
        return 0
    found = read_all()
    if options.lines:
        for site, reason, text, is_wrong in lines_of(found):
            print(f"  {'WRONG' if is_wrong else '     '} {site:24} {reason:34} {text[:80]!r}")
    for name, figure in figures_of(found, measure.load_metrics()).items():
        print(f"{name:34} {figure:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
