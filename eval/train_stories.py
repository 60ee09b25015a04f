"""Learn the weights of the story scorer from dated articles with labelled stories, by time.

    whole stream in one pass ─> labelled articles join their true story, the others the best one
    each labelled article with each story it might join ─> features, label
    logistic regression ─> weights and bias

Stories in which nothing is labelled are examples only for articles whose true story is
alive elsewhere. Cross-validated over five blocks of time, so that no story is on both
sides; then learned from all. Usage: train_stories.py [--write]. Deterministic.
Texts do not ship, only weights.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import relate as measure

from tagwire.stories.story_index import (
    FEATURES,
    HEADLINE_SCORER,
    TEXT_SCORER,
    Scorer,
    Story,
    StoryIndex,
)

TARGET = measure.ROOT / "src/tagwire/stories/_story_weights.py"
BLOCKS = 5
L2 = 1e-5
# Examples against a story are many that nobody labelled as such; on the whole stream B-cubed
# is flat from +1.0 to +1.5 and falls on both sides.
SHIFT = 1.2
# Stories of headlines are long and fall apart at 0; both measures peak about here.
HEADLINE_SHIFT = 0.6
STEPS = 60
ROUNDS = 2  # the first gives unlabelled articles their stories by the weights of the package
MODEL_CARD = """
WEIGHTS: learned from 1,478 labelled articles (US politics, 2012 to 2018) in a stream of
20,753: events of AllSides roundups joined to dated full texts of Article-Bias-Prediction.
In that set no story has two articles of one publisher and none more than three: neither
is a feature.
HEADLINE_WEIGHTS: learned from 3,059 headlines of 37 stories of the UCI News Aggregator
(2014, business, entertainment, health, technology), without their times, which follow the
crawl; the weight of the gap is the one above.
Only numbers are kept, no text.
"""
Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Examples:
    """Features of pairs of article and story, whether they belong, and the block of time."""

    features: Array
    labels: Array
    blocks: Array


def main() -> None:
    """Cross-validate, learn from all, write when asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    print("articles with a text")
    text = learn(measure.load_stream(), TEXT_SCORER, SHIFT)
    print("bare headlines")
    headline = learn(measure.load_headlines(), HEADLINE_SCORER, HEADLINE_SHIFT)
    # The set has no usable times: an article is as far from a headline as from a text.
    gap = FEATURES.index("gap")
    weights = [*headline.weights[:gap], text.weights[gap], *headline.weights[gap + 1 :]]
    if options.write:
        write(text, Scorer(weights, headline.bias))


def learn(stream: Sequence[measure.Labelled], scorer: Scorer, shift: float) -> Scorer:
    """Return the scorer learned from a stream; prints how it does on blocks held out."""
    for _ in range(ROUNDS):
        examples = examples_of(stream, scorer)
        print(f"{len(examples.labels)} pairs, {int(examples.labels.sum())} belong")
        scorer = shifted(logistic(examples.features, examples.labels), shift)
    for block in range(BLOCKS):
        rows = examples.blocks != block
        learned = shifted(logistic(examples.features[rows], examples.labels[rows]), shift)
        print(f"block {block}: {measure.shown(score_block(stream, learned, block))}")
    for name, weight in zip((*FEATURES, "bias"), (*scorer.weights, scorer.bias), strict=True):
        print(f"  {name:10} {weight:+.3f}")
    return scorer


def shifted(weights: Array, shift: float) -> Scorer:
    """Return the scorer of a regression with its bias moved."""
    return Scorer([float(weight) for weight in weights[:-1]], float(weights[-1] + shift))


def blocks_of(stream: Sequence[measure.Labelled]) -> dict[str, int]:
    """Return the block of time of each story, equal numbers of stories in each."""
    stories = list(dict.fromkeys(story for _, story in stream if story))
    return {story: n * BLOCKS // len(stories) for n, story in enumerate(stories)}


def examples_of(stream: Sequence[measure.Labelled], scorer: Scorer) -> Examples:
    """Pass once over the stream; labelled articles stay with their own."""
    index = StoryIndex(scorer, scorer)
    block_of = blocks_of(stream)
    labels_in: defaultdict[str, set[str]] = defaultdict(set)  # by key of the found story
    features, labels, blocks = [], [], []
    for posting, label in stream:
        index.forget(posting.at)
        terms = index.read(posting)
        scored = index.scored(posting, terms)
        own = [one for one in scored if label in labels_in[one.story.key]]
        for one in scored if label else ():
            if own or labels_in[one.story.key]:
                features.append(one.features)
                labels.append(one in own)
                blocks.append(block_of[label or ""])
        # A labelled article founds a story before it joins that of another label.
        free = own or [one for one in scored if not (label and labels_in[one.story.key])]
        best = max(free, key=lambda one: one.score, default=None)
        is_joined = best is not None and (own or best.score > 0)
        story = best.story if best is not None and is_joined else Story(key=posting.id)
        index.add(posting, terms, story, posting.at)
        if label:
            labels_in[story.key].add(label)
    return Examples(np.array(features), np.array(labels, dtype=float), np.array(blocks))


def logistic(features: Array, labels: Array) -> Array:
    """Return the weights of a logistic regression, the bias last (Newton's method)."""
    rows = np.hstack([features, np.ones((len(features), 1))])
    weights = np.zeros(rows.shape[1])
    ridge = L2 * len(rows) * np.eye(rows.shape[1])
    ridge[-1, -1] = 0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - labels) + ridge @ weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def score_block(stream: Sequence[measure.Labelled], scorer: Scorer, block: int) -> dict[str, float]:
    """Group all articles of a block's time in one pass and measure its labelled ones."""
    block_of = blocks_of(stream)
    times = [posting.at for posting, story in stream if story and block_of[story] == block]
    rows = [row for row in stream if min(times) <= row[0].at <= max(times)]
    index = StoryIndex(scorer, scorer)
    found = {posting.id: index.place(posting, posting.at)[0] for posting, _ in rows}
    gold = {posting.id: story for posting, story in rows if story and block_of[story] == block}
    return measure.cluster_figures(found, gold)


def write(text: Scorer, headline: Scorer) -> None:
    """Write the tables of the package."""
    TARGET.write_text(
        f'"""Weights of the story scorer, written by eval/train_stories.py.\n{MODEL_CARD}"""\n\n'
        f"{table('WEIGHTS', text)}BIAS = {text.bias:.4f}\n\n"
        f"{table('HEADLINE_WEIGHTS', headline)}HEADLINE_BIAS = {headline.bias:.4f}\n",
        encoding="utf-8",
    )


def table(name: str, scorer: Scorer) -> str:
    """Return the weights of a scorer as a tuple with the name of each."""
    rows = "\n".join(
        f"    {weight:.4f},  # {feature}"
        for feature, weight in zip(FEATURES, scorer.weights, strict=True)
    )
    return f"{name} = (\n{rows}\n)\n"


if __name__ == "__main__":
    main()
