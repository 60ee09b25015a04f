"""Measure bodies on pages whose site the weights have not seen: the figures with floors.

    folds.json.zst: weights of each fold, learned without its sites (``train_blocks.py --write``)
    pages of a fold ─ extract with its weights ─> figures of each set

Usage: folds.py   Sites are registrable domains; a site of two sets lies in one fold. The
weights are kept so that a measure costs one pass over the pages, not a training. After a
change of features or of gold they are learned anew together with the shipped ones.
"""

from __future__ import annotations

import io
import json
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import zstandard

import extract as measure
from tagwire.extract._score import Weights
from tagwire.extract._stage import extract_with
from tagwire.model import Rejected

FOLDS = 5
SETS = ("fundus_tests", "fundus_eval", "aeb", "wcxb", "trafilatura")
BODY_FIGURES = ("precision", "recall", "f1", "exact", "near_exact", "under_70")
TARGET = Path(__file__).resolve().parent / "folds.json.zst"
Value = int | str | tuple[int | str, ...]


def fold_of(site: str, folds: int = FOLDS, salt: str = "") -> int:
    """Return the fold of a site; the same everywhere and always."""
    return zlib.crc32((salt + site).encode()) % folds


def save_folds(folds: Sequence[Weights]) -> None:
    """Write the weights of all folds."""
    packed = [
        {
            "bias": weights.bias,
            "tables": [list(table.items()) for table in weights.tables],
            "names": dict(weights.names),
            "context_bias": weights.context_bias,
            "context_tables": [list(table.items()) for table in weights.context_tables],
        }
        for weights in folds
    ]
    text = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_bytes(zstandard.ZstdCompressor(level=19).compress(text.encode()))


def load_folds() -> list[Weights]:
    """Return the weights of all folds, in their order."""
    stream = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(TARGET.read_bytes()))
    return [
        Weights(
            bias=fold["bias"],
            tables=[_table(pairs) for pairs in fold["tables"]],
            names=fold["names"],
            context_bias=fold["context_bias"],
            context_tables=[_table(pairs) for pairs in fold["context_tables"]],
        )
        for fold in json.load(stream)
    ]


# Any: a key is a figure, a word or a list of both, as JSON has them.
def _table(pairs: Sequence[tuple[Any, float]]) -> dict[Value, float]:
    return {tuple(key) if isinstance(key, list) else key: value for key, value in pairs}


def figures_of(folds: Sequence[Weights]) -> dict[str, float]:
    """Return all figures as ``set.metric``, each page read with the weights of its fold."""
    metrics = measure.load_metrics()
    figures = {}
    for name in SETS:
        pages = measure.load_pages(name)
        results = [
            extract_with(folds[fold_of(gold["site"])], [measure.page_of(gold)])[0] for gold in pages
        ]
        articles = [None if isinstance(result, Rejected) else result for result in results]
        found, _ = measure.MEASURES[name](pages, articles, metrics)
        figures |= {f"{name}.{figure}": found[figure] for figure in BODY_FIGURES if figure in found}
    return figures


def measures() -> tuple[dict[str, float], dict[str, str]]:
    """Return the figures and the digest of each corpus, for the gate."""
    corpora = {name: measure.digest_of(measure.path_of(name)) for name in SETS}
    return figures_of(load_folds()), corpora


def main() -> int:
    """Print the figures."""
    if not measure.SHARED.joinpath("data", "extraction").exists():
        print(f"skipped: no gold pages below {measure.SHARED} (set TAGWIRE_SHARED)")
        return 0
    for name, figure in measures()[0].items():
        print(f"{name:28} {figure:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
