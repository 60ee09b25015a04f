"""From a batch of fetched pages to one transaction.

responses ─> WARC segment, synced ─> pipeline ─> relate ─> store.apply
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tagwire.fetch import next_check
from tagwire.memories import Observation
from tagwire.model import (
    NOT_ASKED,
    Intent,
    NewArticle,
    NewVersion,
    Reason,
    Rejected,
    Response,
    Tagged,
)
from tagwire.run.clock import Clock
from tagwire.run.fetching import Fetched
from tagwire.run.pipeline import Processed
from tagwire.run.pool import PipelinePool
from tagwire.run.recall import Recall, place_of
from tagwire.run.relate import Decided
from tagwire.store import Segments
from tagwire.store.protocol import Store
from tagwire.store.values import KeptResponse, PageOutcome, SegmentRef, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written for a batch, and the CPU seconds of each stage."""

    works: tuple[Work, ...]
    cpu_s: dict[str, float]
    observations: tuple[Observation, ...] = ()  # of new articles: versions teach nothing new


async def write_batch(
    batch: Sequence[Fetched | PageOutcome],
    store: Store,
    segments: Segments,
    pool: PipelinePool,
    recall: Recall,
    clock: Clock,
) -> Written:
    """Keep, process and store a batch. Raises DiskFull; then nothing of it is stored."""
    fetched = [each for each in batch if isinstance(each, Fetched)]
    refs = await _kept_refs(fetched, segments)
    processed = await pool.run([each.page for each in fetched])
    now = clock.now()
    decided = _decided(fetched, processed, recall, now)
    works = [Work(outcome=each) for each in batch if isinstance(each, PageOutcome)]
    learned: list[Observation] = []
    for n, (each, ref, one) in enumerate(zip(fetched, refs, decided, strict=True)):
        intent = one.intent if one is not None else None
        work = _work(each, ref, processed.results[n], intent, processed)
        place = place_of(one) if one is not None else None
        works.append(replace(work, place=place, memory=processed.memory_of(n)))
        observation = processed.observation_of(n)
        if observation is not None and isinstance(intent, NewArticle):
            learned.append(observation)
    try:
        store.apply(works, now)
    except BaseException:
        recall.reset()
        raise
    return Written(works=tuple(works), cpu_s=processed.cpu_s, observations=tuple(learned))


async def _kept_refs(fetched: Sequence[Fetched], segments: Segments) -> list[SegmentRef | None]:
    """Keep the responses and return where they lie, None for what was not asked for."""
    responses = [each.page.response for each in fetched]
    asked = [response for response in responses if response.status != NOT_ASKED]
    # The bytes are synced before a row points at them; syncing must not hold up the fetches.
    refs = iter(await asyncio.to_thread(segments.append, asked))
    return [None if response.status == NOT_ASKED else next(refs) for response in responses]


def _decided(
    fetched: Sequence[Fetched], processed: Processed, recall: Recall, now: datetime
) -> list[Decided | None]:
    """Return the decision for each page, None for those that stopped on the way."""
    readable = [
        (result, each.page)
        for each, result in zip(fetched, processed.results, strict=True)
        if isinstance(result, Tagged)
    ]
    decided = iter(recall.relate(readable, now))
    return [next(decided) if isinstance(result, Tagged) else None for result in processed.results]


def _work(
    fetched: Fetched,
    ref: SegmentRef | None,
    result: Tagged | Rejected,
    intent: Intent | None,
    processed: Processed,
) -> Work:
    task, response = fetched.task, fetched.page.response
    at = response.fetched
    # A page that our code broke on is read again in full: its validators are not kept.
    is_crashed = isinstance(result, Rejected) and result.reason is Reason.CRASHED
    kept = kept_of(response, ref, "" if is_crashed else fetched.body_digest) if ref else None
    again = next_check(task.first_seen, at, at, changed=isinstance(intent, NewVersion))
    outcome = PageOutcome(
        task=task.id,
        next_check=again if ref else None,
        outcome=_outcome_of(intent),
        kept=kept,
        etag=None if is_crashed else response.header("etag"),
        last_modified=None if is_crashed else response.header("last-modified"),
        rejected=result if isinstance(result, Rejected) else None,
    )
    return Work(
        outcome=outcome,
        intent=intent,
        source=task.entry.source,
        extractor=processed.extractor,
        tagger=processed.tagger,
        first_seen=task.first_seen,
    )


def kept_of(response: Response, ref: SegmentRef, body_digest: str = "") -> KeptResponse:
    """Return the row of a response that lies in a segment."""
    return KeptResponse(
        ref=ref,
        url=response.url,
        final_url=response.final_url,
        status=response.status,
        fetched=response.fetched,
        body_digest=body_digest,
    )


def _outcome_of(intent: Intent | None) -> str:
    if intent is None:
        return "rejected"
    return "stored" if isinstance(intent, NewArticle | NewVersion) else "unchanged"
