"""Measure extraction on the gold pages: bodies, metadata, and cost in parses.

Usage: extract.py [SET…] [--worst N] [--cost]   The gold lies below TAGWIRE_SHARED
(default ../shared); without it the measure is skipped with a reason.
Word F1, shingle F1 and near-exact are those of tools/metrics.py there.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import io
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import zstandard
from credit_lines import LINES, load_lines, measure_credits
from selectolax.lexbor import LexborHTMLParser

from tagwire.dates import parse_date
from tagwire.extract import extract
from tagwire.model import TEXT_KINDS, Article, BlockKind, Page, Precision, Rejected, Response, Zone
from tagwire.text import squeeze

ROOT = Path(__file__).resolve().parent.parent
SHARED = (ROOT / os.environ.get("TAGWIRE_SHARED", "../shared")).resolve()
SETS = ("fundus_tests", "fundus_eval", "aeb", "wcxb", "trafilatura", "postlight_metafix")
FETCHED = datetime(2027, 1, 1, tzinfo=UTC)  # after all gold pages
# Any: one gold page of a JSON line; each set has its own shape (see the README beside it).
Gold = dict[str, Any]
Figures = dict[str, float]


def path_of(name: str) -> Path:
    """Return the file of one gold set."""
    return SHARED / "data" / "extraction" / f"{name}.jsonl.zst"


def load_pages(name: str) -> list[Gold]:
    """Return the pages of one gold set."""
    with path_of(name).open("rb") as packed:
        stream = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(packed)
        return [json.loads(line) for line in io.TextIOWrapper(stream, "utf-8", newline="\n")]


def load_metrics() -> ModuleType:
    """Return the module with the definitions of all measures."""
    spec = importlib.util.spec_from_file_location("metrics", SHARED / "tools" / "metrics.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page_of(gold: Gold) -> Page:
    """Return the gold page as the extractor takes it."""
    response = Response(
        url=gold["url"],
        final_url=gold["url"],
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=gold["html"].encode("utf-8", "replace"),
        fetched=FETCHED,
    )
    return Page(response=response)


def bodies_by_words(
    pages: Sequence[Gold],
    texts: Sequence[str],
    metrics: ModuleType,
    variants: Callable[[Gold], list[str]],
) -> tuple[Figures, list[float]]:
    """Return word precision, recall, F1 over pages, near-exact and failed shares."""
    best = []
    for gold, text in zip(pages, texts, strict=True):
        best.append(max((metrics.word_prf(text, v) for v in variants(gold)), key=lambda s: s[2]))
    scores = [score[2] for score in best]
    n = max(len(pages), 1)
    return {
        "precision": sum(s[0] for s in best) / n,
        "recall": sum(s[1] for s in best) / n,
        "f1": sum(scores) / n,
        "near_exact": sum(s >= 0.99 for s in scores) / n,
        "under_70": sum(s < 0.70 for s in scores) / n,
    }, scores


def measure_fundus_tests(
    pages: Sequence[Gold], articles: Sequence[Article | None], metrics: ModuleType
) -> tuple[Figures, list[float]]:
    """Bodies and metadata against what hand-written parsers return."""
    figures, scores = _bodies_of_fundus(pages, articles, metrics, lambda g: [g["gold"]["body"]])
    pairs = [
        ({"houses": _stated_houses(g["html"]), **g["gold"]}, a)
        for g, a in zip(pages, articles, strict=True)
    ]
    figures["title"] = _share(
        _same(g.get("title"), a.headline if a else "") for g, a in pairs if g.get("title")
    )
    figures["authors"] = _share(_author_hits(pairs))
    figures["date_day"] = _share(_day_hits(pairs))
    figures["date_minute"] = _share(_minute_hits(pairs))
    figures["image"] = _share(
        _file_name(a.image.url if a and a.image else "") in _file_names(g["lead_image"])
        for g, a in pairs
        if g.get("lead_image")
    )
    figures["topics_recall"] = _mean(
        [
            len(_folded(g["topics"]) & _folded(a.keywords if a else ())) / len(_folded(g["topics"]))
            for g, a in pairs
            if g.get("topics")
        ]
    )
    return figures, scores


def measure_fundus_eval(
    pages: Sequence[Gold], articles: Sequence[Article | None], metrics: ModuleType
) -> tuple[Figures, list[float]]:
    """Bodies against hand-made gold, the best of its optional variants."""
    return _bodies_of_fundus(
        pages, articles, metrics, lambda g: metrics.optional_variants(g["gold"]["body"])
    )


def measure_aeb(
    pages: Sequence[Gold], articles: Sequence[Article | None], metrics: ModuleType
) -> tuple[Figures, list[float]]:
    """Bodies by 4-word shingles, as article-extraction-benchmark scores."""
    pairs = [(t, g["gold"]["body"]) for t, g in zip(_texts(articles), pages, strict=True)]
    words = [metrics.word_prf(text, body)[2] for text, body in pairs]
    return metrics.shingle_scores(pairs) | {"word_f1": _mean(words)}, words


def measure_wcxb(
    pages: Sequence[Gold], articles: Sequence[Article | None], metrics: ModuleType
) -> tuple[Figures, list[float]]:
    """Bodies of articles of all kinds of sites."""
    return bodies_by_words(pages, _texts(articles), metrics, lambda g: [g["gold"]["body"]])


def measure_trafilatura(
    pages: Sequence[Gold], articles: Sequence[Article | None], metrics: ModuleType
) -> tuple[Figures, list[float]]:
    """Segments that must, and that must not, be in the text."""
    hit = missed = wrong = 0
    scores = []
    for gold, text in zip(pages, _texts(articles), strict=True):
        flat = squeeze(text)
        wanted = [squeeze(part) in flat for part in gold["gold"]["with"]]
        unwanted = [squeeze(part) in flat for part in gold["gold"]["without"]]
        hit, missed, wrong = hit + sum(wanted), missed + wanted.count(False), wrong + sum(unwanted)
        scores.append((sum(wanted) + unwanted.count(False)) / max(len(wanted) + len(unwanted), 1))
    precision, recall = hit / max(hit + wrong, 1), hit / max(hit + missed, 1)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
    }, scores


def measure_postlight_metafix(
    pages: Sequence[Gold], articles: Sequence[Article | None], metrics: ModuleType
) -> tuple[Figures, list[float]]:
    """Metadata of pages without scripts: what is visible and in meta."""
    pairs = [(g["gold"], a) for g, a in zip(pages, articles, strict=True)]
    named = [(dict(g, authors=[g["author"]]), a) for g, a in pairs if g.get("author")]
    dated = [(g, a) for g, a in pairs if g.get("date")]
    hits = [_same(g.get("title"), a.headline if a else "") for g, a in pairs]
    return {
        "title": _share(hits),
        "authors": _share(
            _folded(_split_people(g["author"])) == _folded(a.authors if a else ()) for g, a in named
        ),
        "date_day": _share(_day_hits(dated)),
    }, [float(hit) for hit in hits]


MEASURES = {
    "fundus_tests": measure_fundus_tests,
    "fundus_eval": measure_fundus_eval,
    "aeb": measure_aeb,
    "wcxb": measure_wcxb,
    "trafilatura": measure_trafilatura,
    "postlight_metafix": measure_postlight_metafix,
}


def _texts(articles: Sequence[Article | None]) -> list[str]:
    return [article.text if article else "" for article in articles]


def _bodies_of_fundus(
    pages: Sequence[Gold],
    articles: Sequence[Article | None],
    metrics: ModuleType,
    variants: Callable[[Gold], list[str]],
) -> tuple[Figures, list[float]]:
    """Measure bodies without tables, which this gold cannot hold, and beside it the whole texts."""
    figures, scores = bodies_by_words(pages, _texts_by_fundus(articles), metrics, variants)
    whole, _ = bodies_by_words(pages, _texts(articles), metrics, variants)
    figures["f1_with_tables"] = whole["f1"]
    figures["near_exact_with_tables"] = whole["near_exact"]
    return figures, scores


def _texts_by_fundus(articles: Sequence[Article | None]) -> list[str]:
    """Return the texts as Fundus has them: its articles have no place for tables."""
    return [_without_tables(article) if article else "" for article in articles]


def _without_tables(article: Article) -> str:
    kinds = TEXT_KINDS - {BlockKind.TABLE}
    return "\n\n".join(block.text for block in article.blocks if block.kind in kinds)


def _same(gold: str | None, ours: str) -> bool:
    return squeeze(gold or "").lower() == squeeze(ours).lower()


def _folded(names: Iterable[str]) -> set[str]:
    return {squeeze(name).lower() for name in names}


def _split_people(line: str) -> list[str]:
    text = re.sub(r"^by\s+", "", line.strip(), flags=re.IGNORECASE)
    return [part for part in re.split(r"\s*(?:,|&|\band\b)\s*", text) if part]


def _author_hits(pairs: Iterable[tuple[Gold, Article | None]]) -> list[bool]:
    """Compare people only: agencies and the publisher are taken from both sides."""
    from tagwire.extract._agencies_table import agency_named

    hits = []
    for gold, article in pairs:
        stated = gold.get("authors") or []
        # By every name that the page has for it: "news.ORF.at" signs as "ORF.at".
        names = [*gold.get("houses", ()), article.publisher.name if article else ""]
        house = _folded(names)
        people = {n for n in _folded(stated) if not agency_named(n)} - house
        hits.append(people == _folded(article.authors if article else ()) - house)
    return hits


# The publisher in JSON-LD, and the name of the site.
_HOUSES = (
    re.compile(r'"publisher"\s*:\s*\{[^{}]*?"name"\s*:\s*"([^"]+)"'),
    re.compile(r'property="og:site_name"\s+content="([^"]+)"'),
)


def _stated_houses(html: str) -> list[str]:
    """Return the names that a page has for its publisher."""
    return [name for pattern in _HOUSES for name in pattern.findall(html)]


def _day_hits(pairs: Iterable[tuple[Gold, Article | None]]) -> list[bool]:
    hits = []
    for gold, article in pairs:
        stated = parse_date(str(gold.get("date") or ""))
        if stated is None:
            continue
        ours = article.published if article else None
        # Gold is often in UTC: the same instant is the same day.
        same = ours is not None and (
            ours.at.date() == stated.at.date()
            or ours.at.astimezone(UTC).date() == stated.at.astimezone(UTC).date()
        )
        hits.append(same)
    return hits


def _minute_hits(pairs: Iterable[tuple[Gold, Article | None]]) -> list[bool]:
    """Compare to the minute where the gold has a time, with its zone."""
    hits = []
    for gold, article in pairs:
        stated = parse_date(str(gold.get("date") or ""))
        if stated is None or stated.zone is Zone.ASSUMED or stated.precision is Precision.DAY:
            continue
        ours = article.published if article else None
        hits.append(ours is not None and abs((ours.at - stated.at).total_seconds()) <= 60)
    return hits


def _file_names(urls: str | list[str]) -> set[str]:
    return {_file_name(url) for url in ([urls] if isinstance(urls, str) else urls)}


def _file_name(url: str) -> str:
    return url.rsplit("/", 1)[-1].split("?")[0]


def _share(hits: Iterable[bool]) -> float:
    return _mean([float(hit) for hit in hits])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def measure(name: str, metrics: ModuleType, worst: int = 0) -> Figures:
    """Return the figures of one set; print its worst pages on demand."""
    pages = load_pages(name)
    results = extract([page_of(gold) for gold in pages])
    articles = [None if isinstance(result, Rejected) else result for result in results]
    figures, scores = MEASURES[name](pages, articles, metrics)
    for score, gold in sorted(zip(scores, pages, strict=True), key=lambda pair: pair[0])[:worst]:
        print(f"    {score:.3f} {gold['id']} {gold['url']}")
    return figures


def measure_completeness() -> Figures:
    """Compare with the labelled pages: cut ones that are found, whole ones that are believed."""
    labels = {(label["set"], label["page"]): label["state"] for label in _labels("completeness")}
    found = Counter[tuple[str, str]]()
    for key, page in _labelled_pages(set(labels)):
        (result,) = extract([page])
        state = "headline_only" if isinstance(result, Rejected) else result.completeness.state.value
        found[labels[key], state] += 1
    cut = {pair: n for pair, n in found.items() if pair[0] != "full"}
    whole = sum(n for (label, _), n in found.items() if label == "full")
    missed = sum(n for (_, state), n in cut.items() if state == "full")
    return {
        "found": 1 - missed / sum(cut.values()),
        "believed": found["full", "full"] / whole,
        "state": sum(n for (label, state), n in cut.items() if label == state) / sum(cut.values()),
    }


def _labels(name: str) -> list[dict[str, str]]:
    lines = _labels_path(name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _labels_path(name: str) -> Path:
    return Path(__file__).resolve().parent / "labels" / f"{name}.jsonl"


def _page_key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:16]


def _labelled_pages(keys: set[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], Page]]:
    """Yield each labelled page, from the gold sets and the pages of the replay."""
    for name in sorted({name for name, _ in keys} - {"replay"}):
        for gold in load_pages(name):
            key = (name, _page_key(gold["url"]))
            if key in keys:
                yield key, page_of(gold)
    archive = SHARED / "replay" / "archive"
    with (archive / "gold.jsonl").open(encoding="utf-8") as lines:
        for gold in map(json.loads, lines):
            key = ("replay", _page_key(gold["url"]))
            if key in keys:
                packed = (archive / "pages" / f"{gold['id']}.html.gz").read_bytes()
                text = gzip.decompress(packed).decode(gold.get("charset") or "utf-8", "replace")
                yield key, page_of({**gold, "html": text})


def cost_in_parses(pages_per_set: int = 20) -> float:
    """Return CPU time of extraction over CPU time of parsing alone, same pages, one run."""
    golds = [
        g
        for name in ("aeb", "fundus_eval", "fundus_tests")
        for g in load_pages(name)[:pages_per_set]
    ]
    pages = [page_of(gold) for gold in golds]
    parsed = extracted = 0.0
    for _ in range(3):
        for page in pages:
            text = page.response.body.decode("utf-8")
            start = time.process_time()
            LexborHTMLParser(text)
            middle = time.process_time()
            extract([page])
            extracted += time.process_time() - middle
            parsed += middle - start
    return extracted / parsed


def measures() -> tuple[dict[str, float], dict[str, str]]:
    """Return all figures as ``set.metric`` and the digest of each corpus, for the gate."""
    metrics = load_metrics()
    figures = {
        f"{name}.{metric}": value
        for name in SETS
        for metric, value in measure(name, metrics).items()
    }
    figures |= {f"completeness.{name}": n for name, n in measure_completeness().items()}
    figures |= {f"credits.{name}": n for name, n in measure_credits(load_lines()).items()}
    corpora = {name: digest_of(path_of(name)) for name in SETS}
    labels = {"completeness": digest_of(_labels_path("completeness")), "credits": digest_of(LINES)}
    return figures, corpora | labels


def digest_of(path: Path) -> str:
    """Return the start of the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure extraction on the gold pages.")
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--cost", action="store_true")
    options = parser.parse_args()
    if not SHARED.joinpath("data", "extraction").exists():
        print(f"skipped: no gold pages below {SHARED} (set TAGWIRE_SHARED)")
        return 0
    metrics = load_metrics()
    for name in options.sets:
        figures = measure(name, metrics, options.worst)
        print(f"{name:18}", "  ".join(f"{metric} {value:.3f}" for metric, value in figures.items()))
    shown = measure_completeness()
    print(f"{'completeness':18}", "  ".join(f"{name} {n:.3f}" for name, n in shown.items()))
    credited = measure_credits(load_lines())
    print(f"{'credits':18}", "  ".join(f"{name} {n:.3f}" for name, n in credited.items()))
    if options.cost:
        print(f"cost               {cost_in_parses():.2f} parses a page")
    return 0


if __name__ == "__main__":
    sys.exit(main())
