"""Learn the weights of the block classifier from the gold pages, by site.

    gold pages -> pieces with features and labels -> logistic regression (two stages)
    all pages -> _weights_table.py;  without the sites of each fold -> folds.json.zst

Usage: train_blocks.py [--write] [--l2 X] [--steps N]   Deterministic. Prints the figures of pages
whose site was not learned from, by registrable domain. The texts of the pages do not ship; only
weights of features do. The sets and their licences: ``MODEL_CARD`` below, which goes into the
written module.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import folds
import numpy as np
from folds import fold_of
from selectolax.lexbor import LexborHTMLParser

import extract as measure
from tagwire.extract import _about
from tagwire.extract._features import (
    Evidence,
    Value,
    attributes_around,
    bare,
    context_features,
    features_of_pieces,
    mark_names,
)
from tagwire.extract._head import read_head
from tagwire.extract._headline import find_headline
from tagwire.extract._marks_table import Mark
from tagwire.extract._score import Weights, first_scores, set_marks
from tagwire.extract._stage import evidence_of
from tagwire.extract._walk import Walked, walk
from tagwire.text import squeeze, words_of

TARGET = measure.ROOT / "src/tagwire/extract/_weights_table.py"
# What the pages of each set count. wcxb has all kinds of sites and keeps titles; trafilatura
# tells of six pieces a page.
SET_WEIGHT = {
    "fundus_tests": 1.0,
    "fundus_eval": 1.0,
    "aeb": 1.0,
    "wcxb": 0.35,
    "trafilatura": 2.0,
}
# Swept 3, 12, 40 by log-loss a page on sites that were not learned from, 2026-11:
# fundus_tests 10.28, 9.75, 9.79; aeb 10.79, 10.47, 10.55; wcxb 19.5, 19.3, 20.0, without
# trafilatura; with it, at 10: 9.48, 10.25, 19.4.
L2 = 12.0
STEPS = 60
MODEL_CARD = """
Learned from the open parts of five sets of news and web pages with hand-made or
hand-written gold: fundus test suite and fundus evaluation (MIT), article-extraction-
benchmark (MIT), WCXB articles (CC-BY-4.0), segments of the trafilatura evaluation
(Apache-2.0). Only figures of features are kept, no text.
"""
MIN_SITES = 5  # a word of a class attribute must be used by that many sites
MIN_ROWS = 5
Array = np.ndarray


@dataclass
class Sample:
    """A page with its pieces, their features and what gold says about them."""

    name: str
    site: str
    walked: Walked
    evidence: Evidence
    rows: Rows
    labels: Array  # 1 article, 0 not, -1 unknown
    weights: Array


def read_sample(name: str, gold: measure.Gold, numbering: Numbering) -> Sample:
    """Return the page as the extractor sees it, with labels."""
    page = measure.page_of(gold)
    tree = LexborHTMLParser(gold["html"].encode("utf-8", "replace"))
    head = read_head(tree, gold["url"])
    walked = walk(tree)
    set_marks(walked)
    publisher = _about.publisher_of(page, head, _about.uri_of(page, head))
    _, index = find_headline(head, walked.pieces, _about.house_names(page, head, publisher))
    evidence = evidence_of(head, index)
    values = features_of_pieces(walked, evidence)
    rows = [
        [
            *((str(i), v) for i, v in enumerate(row) if v != ""),
            *(
                ("name", n)
                for n in mark_names(piece.marks, *attributes_around(piece, walked.boxes))
            ),
        ]
        for piece, row in zip(walked.pieces, values, strict=True)
    ]
    labels = np.array(labels_of(walked, evidence, gold, name))
    sizes = np.array([len(words_of(piece.text)) for piece in walked.pieces], dtype=float)
    weights = np.sqrt(sizes + 1)
    weights *= 100 * SET_WEIGHT[name] / max(weights.sum(), 1)
    numbered = numbering.rows_of(rows)
    return Sample(name, gold["site"], walked, evidence, numbered, labels, weights)


def labels_of(walked: Walked, evidence: Evidence, gold: measure.Gold, name: str) -> list[float]:
    """Return 1 for pieces whose words are gold, 0 for others, -1 where gold leaves it open."""
    if name == "trafilatura":
        return _labels_by_segments(walked, gold["gold"])
    body = gold["gold"]["body"]
    lines = body if isinstance(body, list) else body.split("\n")
    wanted = [line for line in lines if not (name == "fundus_eval" and line.startswith("["))]
    open_lines = [line[1:-1] for line in lines if line not in wanted]
    known, optional = _Gold(wanted), _Gold(open_lines)
    labels = [
        1.0 if known.has(piece.text) else -1.0 if optional.has(piece.text) else 0.0
        for piece in walked.pieces
    ]
    # These two leave standfirsts out or open, where our text has them: they teach nothing there.
    first = labels.index(1.0) if 1.0 in labels else 0
    if name in {"aeb", "fundus_eval"}:
        for i, piece in enumerate(walked.pieces[:first]):
            if piece.marks & Mark.SUMMARY or bare(piece.text) in evidence.description:
                labels[i] = -1.0
    return labels


def _labels_by_segments(walked: Walked, gold: measure.Gold) -> list[float]:
    """Return labels of the pieces that alone hold a wanted or unwanted segment."""
    texts = [squeeze(piece.text) for piece in walked.pieces]
    labels = [-1.0] * len(texts)
    for segments, label in ((gold["with"], 1.0), (gold["without"], 0.0)):
        for segment in map(squeeze, segments):
            holders = [n for n, text in enumerate(texts) if segment in text]
            if len(holders) == 1:
                labels[holders[0]] = label
    return labels


class _Gold:
    """Lines of gold, to be found whole or by their four-word runs."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = {bare(line) for line in lines}
        self._runs: Counter[tuple[str, ...]] = Counter()
        for line in lines:
            words = words_of(line)
            self._runs.update(tuple(words[i : i + 4]) for i in range(len(words) - 3))

    def has(self, text: str) -> bool:
        words = words_of(text)
        if bare(text) in self._lines:
            return True
        runs = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
        if len(runs) < 3:
            return False
        # Each run of gold speaks for one piece: the teaser that repeats it comes later.
        hits = [run for run in runs if self._runs[run] > 0]
        if len(hits) < 0.6 * len(runs):
            return False
        self._runs.subtract(hits)
        return True


@dataclass(frozen=True)
class Rows:
    """Set features of rows, as pairs of a row number and a feature number."""

    at: Array
    feature: Array
    size: int  # rows


class Numbering:
    """Numbers features as they come; 0 is the bias."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, Value], int] = {}

    @property
    def size(self) -> int:
        """Return one more than the highest number."""
        return len(self.ids) + 1

    def rows_of(self, rows: Sequence[Sequence[tuple[str, Value]]]) -> Rows:
        """Return the rows by numbers."""
        ids = self.ids
        pairs = [
            (n, ids.setdefault(key, len(ids) + 1)) for n, row in enumerate(rows) for key in row
        ]
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return Rows(both[:, 0], both[:, 1], len(rows))

    def kept(self, rows: Sequence[Rows], sites: Sequence[str]) -> Array:
        """Tell which features enough rows (words: enough sites) have."""
        counts = sum((np.bincount(one.feature, minlength=self.size) for one in rows), start=0)
        by_site: defaultdict[str, set[int]] = defaultdict(set)
        for one, site in zip(rows, sites, strict=True):
            by_site[site].update(np.unique(one.feature).tolist())
        spread = Counter(number for numbers in by_site.values() for number in numbers)
        kept = np.asarray(counts) >= MIN_ROWS
        for (group, value), number in self.ids.items():
            if group == "name" and not str(value).isupper() and spread[number] < MIN_SITES:
                kept[number] = False
        return kept


@dataclass
class Problem:
    """What one stage learns from: set features of each row, labels, weights, known part."""

    rows: Rows
    labels: Array
    weights: Array
    offset: Array
    size: int


def problem_of(
    samples: Sequence[Sample], rows: Sequence[Rows], offset: Array, numbering: Numbering
) -> Problem:
    """Return what to learn: the labelled rows, with the features that enough of them have."""
    kept = numbering.kept(rows, [s.site for s in samples])
    starts = np.cumsum([0, *(one.size for one in rows)])
    at = np.concatenate([one.at + start for one, start in zip(rows, starts[:-1], strict=True)])
    feature = np.concatenate([one.feature for one in rows])
    labels = np.concatenate([s.labels for s in samples])
    weights = np.concatenate([s.weights for s in samples])
    known = labels >= 0
    taken = known[at] & kept[feature]
    numbers = np.cumsum(known) - 1
    return Problem(
        Rows(numbers[at[taken]], feature[taken], int(known.sum())),
        labels[known],
        weights[known],
        offset[known],
        numbering.size,
    )


def fit(problem: Problem, l2: float, steps: int) -> Array:
    """Return weights of a logistic regression by L-BFGS; entry 0 is the bias."""
    at, feature, n = problem.rows.at, problem.rows.feature, problem.rows.size
    labels, weights, offset = problem.labels, problem.weights, problem.offset

    def value_and_slope(w: Array) -> tuple[float, Array]:
        z = offset + w[0] + np.bincount(at, w[feature], n)
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        loss = weights @ (np.logaddexp(0, z) - labels * z) + l2 * (w[1:] @ w[1:]) / 2
        residual = weights * (p - labels)
        slope = np.bincount(feature, residual[at], problem.size)
        slope[0] = residual.sum()
        slope[1:] += l2 * w[1:]
        return float(loss), slope

    return minimise(value_and_slope, np.zeros(problem.size), steps)


def minimise(
    function: Callable[[Array], tuple[float, Array]], w: Array, steps: int, memory: int = 12
) -> Array:
    """Minimise by L-BFGS with backtracking."""
    value, slope = function(w)
    past: list[tuple[Array, Array, float]] = []
    for _ in range(steps):
        direction = -_inverse_times(slope, past)
        step = 1.0 if past else 1.0 / max(float(np.abs(slope).sum()), 1.0)
        for _ in range(25):
            moved = w + step * direction
            new_value, new_slope = function(moved)
            if new_value <= value + 1e-4 * step * float(slope @ direction):
                break
            step /= 2
        s, y = moved - w, new_slope - slope
        if float(s @ y) > 1e-10:
            past = [*past[-memory + 1 :], (s, y, 1 / float(s @ y))]
        done = abs(value - new_value) < 1e-6 * abs(value)
        w, value, slope = moved, new_value, new_slope
        if done:
            break
    return w


def _inverse_times(slope: Array, past: Sequence[tuple[Array, Array, float]]) -> Array:
    q = slope.copy()
    alphas = []
    for s, y, rho in reversed(past):
        alpha = rho * float(s @ q)
        q -= alpha * y
        alphas.append(alpha)
    if past:
        s, y, _ = past[-1]
        q *= float(s @ y) / float(y @ y)
    for (s, y, rho), alpha in zip(past, reversed(alphas), strict=True):
        q += s * (alpha - rho * float(y @ q))
    return q


def train(samples: Sequence[Sample], numbering: Numbering, l2: float, steps: int) -> Weights:
    """Learn both stages; the second sees first scores of pages that were held out."""
    first = _fit_first(samples, numbering, l2, steps)
    halves = [[s for s in samples if fold_of(s.site, 2, "context") == half] for half in (0, 1)]
    firsts: dict[int, list[float]] = {}
    for half in (0, 1):
        other = weights_of(numbering, _fit_first(halves[1 - half], numbering, l2, steps))
        for sample in halves[half]:
            firsts[id(sample)] = first_scores(sample.walked, sample.evidence, other)
    around = Numbering()
    rows = [
        around.rows_of(
            [
                [(str(i), v) for i, v in enumerate(row)]
                for row in context_features(sample.walked, firsts[id(sample)])
            ]
        )
        for sample in samples
    ]
    offset = np.array([score for s in samples for score in firsts[id(s)]])
    problem = problem_of(samples, rows, offset, around)
    return weights_of(numbering, first, around, fit(problem, l2, steps))


def _fit_first(samples: Sequence[Sample], numbering: Numbering, l2: float, steps: int) -> Array:
    rows = [s.rows for s in samples]
    offset = np.zeros(sum(one.size for one in rows))
    problem = problem_of(samples, rows, offset, numbering)
    return fit(problem, l2, steps)


def weights_of(
    numbering: Numbering, w: Array, around: Numbering | None = None, w2: Array | None = None
) -> Weights:
    """Return the numbers as the extractor takes them."""
    context: list[dict[Value, float]] = []
    if around is not None and w2 is not None:
        context = _tables(around, w2)
    return Weights(
        bias=round(float(w[0]), 3),
        tables=_tables(numbering, w),
        names={
            str(key[1]): round(float(w[i]), 3)
            for key, i in numbering.ids.items()
            if key[0] == "name" and abs(w[i]) > 0.02
        },
        context_bias=round(float(w2[0]), 3) if w2 is not None else 0.0,
        context_tables=context,
    )


def _tables(numbering: Numbering, w: Array) -> list[dict[Value, float]]:
    numbers = [int(key[0]) for key in numbering.ids if key[0] != "name"]
    tables: list[dict[Value, float]] = [{} for _ in range(max(numbers) + 1)]
    for (group, value), i in numbering.ids.items():
        if group != "name" and abs(w[i]) > 0.005:
            tables[int(group)][value] = round(float(w[i]), 3)
    return tables


def write(weights: Weights, path: Path) -> None:
    """Write the weights as a module of tables."""
    parts = [
        '"""Weights learned by ``eval/train_blocks.py``: a table of figures, not for editing.\n'
        + MODEL_CARD
        + '"""\n',
        "from __future__ import annotations\n",
        "# fmt: off",
        f"BIAS = {weights.bias:.3f}",
        f"CONTEXT_BIAS = {weights.context_bias:.3f}",
        "Value = int | str | tuple[int | str, ...]",
    ]
    for name, tables in (("TABLES", weights.tables), ("CONTEXT", weights.context_tables)):
        lines = ",\n".join("    " + _sorted_table(table) for table in tables)
        parts.append(f"{name}: tuple[dict[Value, float], ...] = (\n{lines},\n)")
    parts.append(f"NAMES: dict[str, float] = {_sorted_table(weights.names)}\n")
    path.write_text("\n".join(parts), encoding="utf-8")


def _sorted_table(table: object) -> str:
    assert isinstance(table, dict)
    pairs = sorted(table.items(), key=lambda pair: repr(pair[0]))
    return "{" + ", ".join(f"{key!r}: {value}" for key, value in pairs) + "}"


def main() -> int:
    """Train, write, measure."""
    parser = argparse.ArgumentParser(description="Learn the weights of the block classifier.")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--l2", type=float, default=L2)
    parser.add_argument("--steps", type=int, default=STEPS)
    options = parser.parse_args()
    numbering = Numbering()
    samples = [
        read_sample(name, gold, numbering)
        for name in SET_WEIGHT
        for gold in measure.load_pages(name)
    ]
    print(f"{len(samples)} pages, {sum(s.rows.size for s in samples)} pieces", flush=True)
    learned = [
        train([s for s in samples if fold_of(s.site) != fold], numbering, options.l2, options.steps)
        for fold in range(folds.FOLDS)
    ]
    if options.write:
        folds.save_folds(learned)
        write(train(samples, numbering, options.l2, options.steps), TARGET)
    for name, figure in folds.figures_of(learned).items():
        print(f"{name:28} {figure:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
