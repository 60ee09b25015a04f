"""Learn the weights of the block classifier from the gold pages, by site.

    gold pages -> pieces with features and labels -> logistic regression (two stages)
    cross-validated by registrable domain -> figures;  all pages -> _weights_table.py

Usage: train_blocks.py [--write] [--folds N] [--l2 X]   Deterministic. The texts of the pages do not
ship; only weights of features do. The sets and their licences: ``MODEL_CARD`` below,
which goes into the written module.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
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
from tagwire.extract._stage import evidence_of, extract_with
from tagwire.extract._walk import Walked, walk
from tagwire.model import Rejected
from tagwire.text import words_of

TARGET = measure.ROOT / "src/tagwire/extract/_weights_table.py"
# Pages of news sites count full; wcxb has all kinds of sites and keeps titles.
SET_WEIGHT = {"fundus_tests": 1.0, "fundus_eval": 1.0, "aeb": 1.0, "wcxb": 0.35}
MODEL_CARD = """
Learned from the open parts of four sets of news and web pages with hand-made or
hand-written gold: fundus test suite and fundus evaluation (MIT), article-extraction-
benchmark (MIT), WCXB articles (CC-BY-4.0). Only figures of features are kept, no text.
"""
MIN_SITES = 5  # a word of a class attribute must be used by that many sites
MIN_ROWS = 5
Array = np.ndarray


@dataclass
class Sample:
    """A page with its pieces, their features and what gold says about them."""

    name: str
    site: str
    gold: measure.Gold
    walked: Walked
    evidence: Evidence
    rows: list[list[tuple[str, Value]]]
    labels: list[float]  # 1 article, 0 not, -1 unknown
    weights: list[float]


def read_sample(name: str, gold: measure.Gold) -> Sample:
    """Return the page as the extractor sees it, with labels."""
    page = measure.page_of(gold)
    tree = LexborHTMLParser(gold["html"].encode("utf-8", "replace"))
    head = read_head(tree, gold["url"])
    walked = walk(tree)
    set_marks(walked)
    publisher = _about.publisher_of(page, head, _about.uri_of(page, head))
    _, index = find_headline(head, walked.pieces, _about.house_names(head, publisher))
    evidence = evidence_of(head, index)
    values = features_of_pieces(walked, evidence)
    rows = [
        [
            *((str(i), v) for i, v in enumerate(row)),
            *(
                ("name", n)
                for n in mark_names(piece.marks, *attributes_around(piece, walked.boxes))
            ),
        ]
        for piece, row in zip(walked.pieces, values, strict=True)
    ]
    labels = labels_of(walked, evidence, gold, name)
    sizes = np.array([len(words_of(piece.text)) for piece in walked.pieces], dtype=float)
    weights = np.sqrt(sizes + 1)
    weights *= 100 * SET_WEIGHT[name] / max(weights.sum(), 1)
    return Sample(name, gold["site"], gold, walked, evidence, rows, labels, list(weights))


def labels_of(walked: Walked, evidence: Evidence, gold: measure.Gold, name: str) -> list[float]:
    """Return 1 for pieces whose words are gold, 0 for others, -1 where gold leaves it open."""
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


class Vocabulary:
    """Numbers the features that enough rows (words: enough sites) have."""

    def __init__(
        self, samples: Sequence[Sample], rows_of: Callable[[Sample], list[list[tuple[str, Value]]]]
    ) -> None:
        rows: Counter[tuple[str, Value]] = Counter()
        sites: defaultdict[tuple[str, Value], set[str]] = defaultdict(set)
        for sample in samples:
            for row in rows_of(sample):
                rows.update(row)
                for key in row:
                    if key[0] == "name":
                        sites[key].add(sample.site)
        kept = [
            key
            for key, n in rows.items()
            if n >= MIN_ROWS
            and (key[0] != "name" or len(sites[key]) >= MIN_SITES or str(key[1]).isupper())
        ]
        self.ids = {key: i + 1 for i, key in enumerate(sorted(kept, key=repr))}

    def matrix(self, rows: Sequence[Sequence[tuple[str, Value]]]) -> tuple[Array, Array]:
        """Return (row numbers, feature numbers) of all set features."""
        pairs = [(r, self.ids[key]) for r, row in enumerate(rows) for key in row if key in self.ids]
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]


@dataclass
class Problem:
    """What one stage learns from: set features of each row, labels, weights, known part."""

    rows: tuple[Array, Array]  # (row numbers, feature numbers)
    labels: Array
    weights: Array
    offset: Array
    size: int


def fit(problem: Problem, l2: float, steps: int) -> Array:
    """Return weights of a logistic regression by L-BFGS; entry 0 is the bias."""
    at, feature = problem.rows
    labels, weights, offset, size = (
        problem.labels,
        problem.weights,
        problem.offset,
        problem.size,
    )
    n = len(labels)

    def value_and_slope(w: Array) -> tuple[float, Array]:
        z = offset + w[0] + np.bincount(at, w[feature], n)
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        loss = weights @ (np.logaddexp(0, z) - labels * z) + l2 * (w[1:] @ w[1:]) / 2
        residual = weights * (p - labels)
        slope = np.bincount(feature, residual[at], size)
        slope[0] = residual.sum()
        slope[1:] += l2 * w[1:]
        return float(loss), slope

    return minimise(value_and_slope, np.zeros(size), steps)


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


def train(samples: Sequence[Sample], l2: float, steps: int) -> Weights:
    """Learn both stages; the second sees first scores of pages that were held out."""
    vocabulary, flat = _fit_first(samples, l2, steps)
    halves = [[s for s in samples if fold_of(s.site, 2, "context") == half] for half in (0, 1)]
    firsts: dict[int, list[float]] = {}
    for half in (0, 1):
        other = weights_of(*_fit_first(halves[1 - half], l2, steps))
        for sample in halves[half]:
            firsts[id(sample)] = first_scores(sample.walked, sample.evidence, other)
    contexts = {
        id(s): [
            [(str(i), v) for i, v in enumerate(row)]
            for row in context_features(s.walked, firsts[id(s)])
        ]
        for s in samples
    }
    second = Vocabulary(samples, lambda s: contexts[id(s)])
    rows, labels, weights = _stack(samples, lambda s: contexts[id(s)])
    offset = np.array([score for s in samples for score in firsts[id(s)]])
    known = labels >= 0
    problem = Problem(
        second.matrix(rows), np.maximum(labels, 0), weights * known, offset, len(second.ids) + 1
    )
    w = fit(problem, l2, steps)
    return weights_of(vocabulary, flat, second, w)


def _fit_first(samples: Sequence[Sample], l2: float, steps: int) -> tuple[Vocabulary, Array]:
    vocabulary = Vocabulary(samples, lambda s: s.rows)
    rows, labels, weights = _stack(samples, lambda s: s.rows)
    known = labels >= 0
    problem = Problem(
        vocabulary.matrix(rows),
        np.maximum(labels, 0),
        weights * known,
        np.zeros(len(labels)),
        len(vocabulary.ids) + 1,
    )
    w = fit(problem, l2, steps)
    return vocabulary, w


def _stack(
    samples: Sequence[Sample], rows_of: Callable[[Sample], list[list[tuple[str, Value]]]]
) -> tuple[list[list[tuple[str, Value]]], Array, Array]:
    rows = [row for s in samples for row in rows_of(s)]
    labels = np.array([label for s in samples for label in s.labels])
    weights = np.array([weight for s in samples for weight in s.weights])
    return rows, labels, weights


def weights_of(
    vocabulary: Vocabulary, w: Array, second: Vocabulary | None = None, w2: Array | None = None
) -> Weights:
    """Return the numbers as the extractor takes them."""
    tables = _tables(vocabulary, w)
    context: list[dict[Value, float]] = []
    if second is not None and w2 is not None:
        context = _tables(second, w2)
    return Weights(
        bias=float(w[0]),
        tables=tables,
        names={
            str(key[1]): round(float(w[i]), 3)
            for key, i in vocabulary.ids.items()
            if key[0] == "name" and abs(w[i]) > 0.02
        },
        context_bias=float(w2[0]) if w2 is not None else 0.0,
        context_tables=context,
    )


def _tables(vocabulary: Vocabulary, w: Array) -> list[dict[Value, float]]:
    numbers = [int(key[0]) for key in vocabulary.ids if key[0] != "name"]
    tables: list[dict[Value, float]] = [{} for _ in range(max(numbers) + 1)]
    for (group, value), i in vocabulary.ids.items():
        if group != "name" and abs(w[i]) > 0.005:
            tables[int(group)][value] = round(float(w[i]), 3)
    return tables


def fold_of(site: str, folds: int, salt: str = "") -> int:
    """Return the fold of a site; the same everywhere and always."""
    return zlib.crc32((salt + site).encode()) % folds


def cross_validate(samples: Sequence[Sample], folds: int, l2: float, steps: int) -> None:
    """Print the figures of pages whose site was not learned from."""
    metrics = measure.load_metrics()
    results: dict[int, object] = {}
    for fold in range(folds):
        weights = train([s for s in samples if fold_of(s.site, folds) != fold], l2, steps)
        for sample in samples:
            if fold_of(sample.site, folds) == fold:
                results[id(sample)] = extract_with(weights, [measure.page_of(sample.gold)])[0]
    for name in SET_WEIGHT:
        of_set = [s for s in samples if s.name == name]
        articles = [
            None if isinstance(results[id(s)], Rejected) else results[id(s)] for s in of_set
        ]
        figures, scores = measure.MEASURES[name]([s.gold for s in of_set], articles, metrics)
        print(f"cv {name:14}", "  ".join(f"{k} {v:.3f}" for k, v in figures.items()), flush=True)
        worst = sorted(zip(scores, of_set, strict=True), key=lambda pair: pair[0])[:6]
        print("    " + "  ".join(f"{score:.2f} {s.gold['id'][:24]}" for score, s in worst))


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
    """Train, validate, write."""
    parser = argparse.ArgumentParser(description="Learn the weights of the block classifier.")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--l2", type=float, default=3.0)
    parser.add_argument("--steps", type=int, default=60)
    options = parser.parse_args()
    samples = [read_sample(name, gold) for name in SET_WEIGHT for gold in measure.load_pages(name)]
    print(f"{len(samples)} pages, {sum(len(s.rows) for s in samples)} pieces", flush=True)
    if options.folds:
        cross_validate(samples, options.folds, options.l2, options.steps)
    if options.write:
        write(train(samples, options.l2, options.steps), TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main())
