"""Measure versions, copies and stories, beside peers in the same run.

Usage: relate.py [copies|stories|stream]…
copies   copies.dev in order: recall of each class, traps taken, beside MinHash-LSH (datasketch
         and rensa when PYTHONPATH has them; they are no dependency)
stories  allsides.dev: B-cubed and pairs, labelled articles alone and in the whole stream,
         beside a centroid with a threshold
The gold lies below TAGWIRE_SHARED (default ../shared); B-cubed and pairs are those of
tools/metrics.py there.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import io
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import zstandard

from tagwire.stories import Posting, Related, Relater
from tagwire.stories.terms import Rarity, cosine, terms_of
from tagwire.text import words_of
from tagwire.urls import url_key

ROOT = Path(__file__).resolve().parent.parent
SHARED = (ROOT / os.environ.get("TAGWIRE_SHARED", "../shared")).resolve()
STORIES = SHARED / "data" / "stories"
Labelled = tuple[Posting, str | None]
Pair = tuple[str, str, str, str]  # a, b, class, relation
RELATIONS = ("copy", "version")


def load_metrics() -> ModuleType:
    """Return the module with the definitions of all measures."""
    spec = importlib.util.spec_from_file_location("metrics", SHARED / "tools" / "metrics.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    """Yield the lines of a gold set."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=2**27)
    with (STORIES / f"{name}.dev.jsonl.zst").open("rb") as packed:
        for line in io.TextIOWrapper(decompressor.stream_reader(packed), "utf-8", newline="\n"):
            yield json.loads(line)


def digest_of(name: str) -> str:
    """Return the digest of a gold set."""
    return hashlib.sha256((STORIES / f"{name}.dev.jsonl.zst").read_bytes()).hexdigest()[:16]


# --- copies ------------------------------------------------------------------


def load_copies() -> tuple[list[Posting], list[Pair]]:
    """Return the articles in order of arrival, and the labelled pairs."""
    postings, pairs = [], []
    for row in rows_of("copies"):
        if row["kind"] == "pair":
            pairs.append((row["a"], row["b"], row["class"], row["relation"]))
            continue
        posting = Posting(
            id=row["id"],
            publisher=row["publisher"],
            url_key=url_key(row["url"]),
            at=row["t"],
            headline=row["title"],
            text=row["text"],
        )
        postings.append(posting)
    return postings, pairs


def related(postings: Sequence[Posting]) -> tuple[dict[str, Related], float]:
    """Return what the product answers, and articles per CPU second."""
    relater = Relater()
    start = time.process_time()
    answers = {posting.id: relater(posting) for posting in postings}
    return answers, len(postings) / (time.process_time() - start)


def copy_figures(answers: Mapping[str, Related], pairs: Sequence[Pair]) -> dict[str, float]:
    """Return for each class the share of pairs that are one family; traps as under_…."""
    taken: defaultdict[str, list[bool]] = defaultdict(list)
    for a, b, name, relation in pairs:
        is_one = answers[a].family == answers[b].family
        prefix = "" if relation in RELATIONS else "under_"
        taken[f"copies.{prefix}{slug(name)}"].append(is_one)
        if relation in RELATIONS:
            # The earlier state may be one between: then it is the newest of the chain.
            right = answers[b].version_of if relation == "version" else answers[b].copy_of
            taken[f"copies.kind_{relation}"].append(is_one and right is not None)
    figures = {name: sum(hits) / len(hits) for name, hits in taken.items()}
    classes = {slug(name) for _, _, name, relation in pairs if relation in RELATIONS}
    figures["copies.mean"] = sum(figures[f"copies.{name}"] for name in classes) / len(classes)
    return figures


def slug(name: str) -> str:
    """Return the name of a class as a part of a figure's name."""
    return "-".join(words_of(name))


def lsh_families(
    postings: Sequence[Posting], make: Callable[[], Any]
) -> tuple[dict[str, str], float]:
    """Return families by a MinHash-LSH peer: each article joins the first that it matches."""
    start = time.process_time()
    peer = make()
    family: dict[str, str] = {}
    for posting in postings:
        words = words_of(posting.text)
        runs = {" ".join(words[n : n + 4]) for n in range(max(1, len(words) - 3))}
        matches = [one for one in peer(posting.id, runs) if one in family]
        family[posting.id] = family[matches[0]] if matches else posting.id
    return family, len(postings) / (time.process_time() - start)


def datasketch_peer(threshold: float) -> Callable[[], Any]:
    """Return a peer that asks and fills datasketch's MinHashLSH of 128 permutations."""
    datasketch = importlib.import_module("datasketch")

    def make() -> Any:  # noqa: ANN401 - a peer without types
        index = datasketch.MinHashLSH(threshold=threshold, num_perm=128)

        def ask(key: str, runs: set[str]) -> list[str]:
            minhash = datasketch.MinHash(num_perm=128)
            minhash.update_batch([run.encode() for run in runs])
            found = sorted(index.query(minhash))
            index.insert(key, minhash)
            return found

        return ask

    return make


def rensa_peer(threshold: float, bands: int) -> Callable[[], Any]:
    """Return a peer that asks and fills rensa's RMinHashLSH of 128 permutations."""
    rensa = importlib.import_module("rensa")

    def make() -> Any:  # noqa: ANN401 - a peer without types
        index = rensa.RMinHashLSH(threshold=threshold, num_perm=128, num_bands=bands)
        kept: list[tuple[str, Any]] = []

        def ask(key: str, runs: set[str]) -> list[str]:
            minhash = rensa.RMinHash(num_perm=128, seed=42)
            minhash.update(list(runs))
            near = [kept[n] for n in sorted(index.query(minhash))]
            index.insert(len(kept), minhash)
            kept.append((key, minhash))
            return [name for name, other in near if minhash.jaccard(other) >= threshold]

        return ask

    return make


def peers() -> dict[str, Callable[[], Any]]:
    """Return the peers that are installed."""
    found = {}
    if importlib.util.find_spec("rensa"):
        found["rensa 32 bands J.5"] = rensa_peer(0.5, 32)
        found["rensa 16 bands J.7"] = rensa_peer(0.7, 16)
    if importlib.util.find_spec("datasketch"):
        found["datasketch J.5"] = datasketch_peer(0.5)
    return found


def print_copies() -> None:
    """Print the table of copies with the peers of this run."""
    postings, pairs = load_copies()
    answers, speed = related(postings)
    columns = {"tagwire relate": ({key: one.family for key, one in answers.items()}, speed)}
    columns |= {name: lsh_families(postings, make) for name, make in peers().items()}
    for name, (family, rate) in columns.items():
        hits: defaultdict[str, list[bool]] = defaultdict(list)
        for a, b, kind, relation in pairs:
            hits[f"{relation} {kind}"].append(family[a] == family[b])
        print(f"{name}: {rate:.0f} articles per CPU second, {rate / speed:.2f} of ours")
        for kind, taken in sorted(hits.items()):
            print(f"  {kind:50} {sum(taken) / len(taken):.3f}")


# --- stories -----------------------------------------------------------------


def load_stream() -> list[Labelled]:
    """Return all dated articles in order, with the story of those that have a label."""
    return [
        (
            Posting(
                id=row["id"],
                publisher=row["publisher"],
                url_key=url_key(row["url"]) if row["url"] else "",
                at=row["published_day"],
                headline=row["title"],
                text=row["text"],
            ),
            row["story"],
        )
        for row in rows_of("allsides")
    ]


def load_headlines() -> list[Labelled]:
    """Return headlines with stories, in order; their times follow the crawl and are left out."""
    return [
        (
            Posting(
                id=row["id"],
                publisher=row["publisher"],
                url_key="",
                at=0.0,
                headline=row["title"],
                text="",
            ),
            row["story"],
        )
        for row in rows_of("uci_headlines")
    ]


def cluster_figures(found: Mapping[str, str], gold: Mapping[str, str]) -> dict[str, float]:
    """Return B-cubed and pairs (F1) with their parts, and how many clusters there are."""
    metrics = load_metrics()
    precision, recall, b3 = metrics.bcubed(found, gold)
    pair_precision, pair_recall, pairs = metrics.pair_prf(found, gold)
    return {
        "b3": b3,
        "b3_precision": precision,
        "b3_recall": recall,
        "pairs": pairs,
        "pair_precision": pair_precision,
        "pair_recall": pair_recall,
        "clusters": len({found[key] for key in gold}),
        "stories": len(set(gold.values())),
    }


def shown(figures: Mapping[str, float]) -> str:
    """Return the figures of one grouping in a line."""
    return (
        f"B3 {figures['b3_precision']:.3f}/{figures['b3_recall']:.3f}/{figures['b3']:.3f}"
        f"  pairs {figures['pair_precision']:.3f}/{figures['pair_recall']:.3f}/{figures['pairs']:.3f}"
        f"  clusters {figures['clusters']:.0f} (gold {figures['stories']:.0f})"
    )


def stories_of(stream: Sequence[Labelled]) -> tuple[dict[str, str], float]:
    """Return the story of each article as the product tells it, and articles per CPU second."""
    answers, speed = related([posting for posting, _ in stream])
    return {key: one.story for key, one in answers.items()}, speed


def centroid_stories(
    stream: Sequence[Labelled], threshold: float, window_days: float = 7.0
) -> tuple[dict[str, str], float]:
    """Return stories by a running mean and one threshold: the plain baseline."""
    start = time.process_time()
    rarity = Rarity()
    live: dict[str, tuple[Counter[str], float]] = {}
    found = {}
    for posting, _ in stream:
        vector = terms_of(posting, rarity).vector
        live = {key: one for key, one in live.items() if posting.at - one[1] <= window_days}
        scored = [
            (cosine(vector, centroid) / sum(w * w for w in centroid.values()) ** 0.5, key)
            for key, (centroid, _) in live.items()
        ]
        best, key = max(scored, default=(0.0, ""))
        if best < threshold:
            key = posting.id
        centroid = live.get(key, (Counter[str](), 0.0))[0]
        centroid.update(vector)
        live[key] = (centroid, posting.at)
        found[posting.id] = key
    return found, len(stream) / (time.process_time() - start)


def print_stories() -> None:
    """Print the product and the baseline on the labelled articles and on the whole stream."""
    stream = load_stream()
    gold = {posting.id: story for posting, story in stream if story}
    labelled = [row for row in stream if row[1]]
    for name, rows in (("labelled only", labelled), ("whole stream", stream)):
        found, speed = stories_of(rows)
        print(f"{name}\n  relate        {shown(cluster_figures(found, gold))}  {speed:.0f}/CPU-s")
        for threshold in (0.15, 0.2, 0.25, 0.3, 0.35):
            found, rate = centroid_stories(rows, threshold)
            figures = shown(cluster_figures(found, gold))
            print(f"  centroid {threshold:.2f} {figures}  {rate / speed:.2f} of our speed")


# --- gate --------------------------------------------------------------------


def measures() -> tuple[dict[str, float], dict[str, str]]:
    """Return the figures that have floors, and the digests of the sets."""
    postings, pairs = load_copies()
    figures = copy_figures(related(postings)[0], pairs)
    stream = load_stream()
    gold = {posting.id: story for posting, story in stream if story}
    for name, rows in (("labelled", [row for row in stream if row[1]]), ("stream", stream)):
        grouped = cluster_figures(stories_of(rows)[0], gold)
        figures |= {f"stories.{name}.{key}": grouped[key] for key in ("b3", "pairs")}
    headlines = load_headlines()
    gold = {posting.id: story for posting, story in headlines if story}
    grouped = cluster_figures(stories_of(headlines)[0], gold)
    figures |= {f"stories.headlines.{key}": grouped[key] for key in ("b3", "pairs")}
    return figures, {name: digest_of(name) for name in ("copies", "allsides", "uci_headlines")}


def main() -> None:
    """Print what is asked for."""
    for name in sys.argv[1:] or ("copies", "stories"):
        {"copies": print_copies, "stories": print_stories}[name]()


if __name__ == "__main__":
    main()
