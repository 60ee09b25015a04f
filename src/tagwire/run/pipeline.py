"""The chain of the CPU stages, the same live, over archives and in tests.

    Page ──extract──> Article ──tag──> Tagged        (here: pure, batch in, batch out)
      └──────────┴─────────────┴─────> Rejected      a record that stops says where and why
    Tagged ──candidate_keys, decide──> Intent ──apply──> store      (run.relate, run.live)

``build_pipeline`` runs inside each worker process: only settings and records
cross processes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from tagwire.extract import EXTRACTOR_VERSION, Extracted, extract, extract_remembering
from tagwire.extract.memory import SiteHints
from tagwire.memories import Observation
from tagwire.model import AliasSnapshot, Article, Page, Rejected, Stage, Tagged
from tagwire.run.fetching import crash_of
from tagwire.run.snapshots import shipped_catalogue
from tagwire.tag import TAGGER_VERSION, Tagger

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Processed:
    """What a batch of pages became, in order, with the CPU seconds of each stage."""

    results: tuple[Tagged | Rejected, ...]
    cpu_s: dict[str, float]
    observations: tuple[Observation | None, ...] = ()  # empty: read without memory
    memories: tuple[int, ...] = ()  # version of the site's memory; empty: as above
    extractor: str = EXTRACTOR_VERSION
    tagger: str = TAGGER_VERSION

    def memory_of(self, n: int) -> int:
        """Return the version of the memory that the n-th page was read with, 0 for none."""
        return self.memories[n] if self.memories else 0

    def observation_of(self, n: int) -> Observation | None:
        """Return what the n-th page taught about its site."""
        return self.observations[n] if self.observations else None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages in order. Call it with a batch of pages."""

    extract: Callable[[Sequence[Page]], Sequence[Article | Rejected]]
    tag: Callable[[Sequence[Article]], Sequence[Tagged | Rejected]]

    def __call__(
        self, pages: Sequence[Page], hints: Mapping[str, SiteHints] | None = None
    ) -> Processed:
        """Return one result for each page; never raises for bad pages.

        With ``hints`` of sites pages are read with memory and tell what they teach.
        """
        start = time.process_time()
        read = self._extract(pages, hints)
        extracted = [one.result for one in read]
        middle = time.process_time()
        articles = [result for result in extracted if isinstance(result, Article)]
        tagged = iter(_guarded(self.tag, articles, Stage.TAG, lambda article: article.uri))
        end = time.process_time()
        return Processed(
            results=tuple(
                next(tagged) if isinstance(result, Article) else result for result in extracted
            ),
            cpu_s={"extract": middle - start, "tag": end - middle},
            observations=tuple(one.observation for one in read),
            memories=tuple(one.memory for one in read),
        )

    def _extract(
        self, pages: Sequence[Page], hints: Mapping[str, SiteHints] | None
    ) -> list[Extracted]:
        if hints is None:
            plain = _guarded(self.extract, pages, Stage.EXTRACT, _final_url)
            return [Extracted(result=one) for one in plain]
        stage = partial(extract_remembering, hints=hints)
        read = _guarded(stage, pages, Stage.EXTRACT, _final_url)
        return [Extracted(result=one) if isinstance(one, Rejected) else one for one in read]


def _final_url(page: Page) -> str:
    return page.response.final_url


def build_pipeline(snapshot: AliasSnapshot | None = None) -> Pipeline:
    """Return the pipeline of this version, with its tables and what the corpus decided."""
    return Pipeline(extract=extract, tag=Tagger(shipped_catalogue(), snapshot=snapshot))


def _guarded(
    stage: Callable[[Sequence[In]], Sequence[Out | Rejected]],
    batch: Sequence[In],
    name: Stage,
    key_of: Callable[[In], str],
) -> Sequence[Out | Rejected]:
    """Run a stage; when it breaks, run its records one by one so that only the culprit stops."""
    try:
        return stage(batch)
    except Exception as error:  # noqa: BLE001 - the worker's loop: a bug must not stop the others
        if len(batch) == 1:
            return [crash_of(name, key_of(batch[0]), error)]
    return [result for one in batch for result in _guarded(stage, [one], name, key_of)]
