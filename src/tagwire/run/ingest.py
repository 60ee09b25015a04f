"""``tagwire ingest``: archives and JSON lines through the same chain into the store.

Resumable: the store remembers how many records of a file are in. Records that
come twice change nothing. Archived pages that gave something are kept like
fetched ones, so that newer code can make them anew when the archive is gone.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import xxhash

from tagwire.codec import article_from_json
from tagwire.errors import ConfigError
from tagwire.model import (
    Article,
    Intent,
    NewArticle,
    NewVersion,
    Page,
    Reason,
    Rejected,
    Response,
    Stage,
    Tagged,
    Unchanged,
)
from tagwire.run.clock import Clock
from tagwire.run.lines import page_of, record_of_line
from tagwire.run.opening import open_clock, open_segments, open_store, prune, writer_lock
from tagwire.run.pipeline import Pipeline, Processed, build_pipeline
from tagwire.run.pool import PipelinePool
from tagwire.run.recall import Recall, place_of
from tagwire.run.search import catch_up
from tagwire.run.settings import Settings
from tagwire.run.site_memory import SiteKeeper
from tagwire.run.site_rules import load_rules
from tagwire.run.writing import kept_of
from tagwire.sources import iter_warc
from tagwire.store import Segments
from tagwire.store.protocol import Store
from tagwire.store.values import KeptResponse, Work
from tagwire.urls import fetch_url

RECORDS_PER_BATCH = 64
# Enough of a file to tell it from others without reading archives of gigabytes twice.
IDENTITY_BYTES = 1 << 20

INTENT_WORDS: dict[type, str] = {
    NewArticle: "new",
    NewVersion: "new version",
    Unchanged: "unchanged",
}

Record = Page | Article | Rejected
Report = Callable[["Ingested"], None]


@dataclass(slots=True)
class Ingested:
    """What ingestion did so far."""

    records: int = 0
    skipped: int = 0  # looked at in an earlier run
    skipped_rejected: int = 0  # of those, the ones that were rejected then
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[Rejected] = field(default_factory=list)


def ingest(
    settings: Settings, files: Sequence[Path], report: Report, *, keep: bool = True
) -> Ingested:
    """Bring files into the store, and with ``keep`` their raw pages; return what was done.

    Raises ConfigError for a file that cannot be opened, before anything is read.
    """
    for path in files:
        if not path.is_file():
            raise ConfigError(f"{path} is not a file")
    with writer_lock(settings), closing(open_store(settings)) as store:
        sites = SiteKeeper(store, load_rules(settings))
        run = _Ingest(
            store=store,
            pool=PipelinePool(settings.cpu_processes, hints_for=sites.hints_for),
            sites=sites,
            pipeline=build_pipeline(),
            clock=open_clock(settings, store),
            segments=open_segments(settings, store) if keep else None,
            recall=Recall(store),
        )
        try:
            for path in files:
                asyncio.run(run.read_file(path, report))
        finally:
            run.close(settings)
        catch_up(store)
    return run.done


@dataclass(slots=True, kw_only=True)
class _Ingest:
    """One run over files."""

    store: Store
    pool: PipelinePool
    pipeline: Pipeline
    clock: Clock
    segments: Segments | None
    recall: Recall
    sites: SiteKeeper
    done: Ingested = field(default_factory=Ingested)

    async def read_file(self, path: Path, report: Report) -> None:
        """Store the records of a file that are not in yet."""
        with path.open("rb") as stream:
            name = _identity_of(path, stream)
            mark = self.store.find_setting(name) or "0 0"
            position, rejected = (int(part) for part in mark.split())
            self.done.skipped_rejected += rejected
            records = _records_of(path, stream, self.clock)
            self.done.skipped += sum(1 for _ in itertools.islice(records, position))
            while batch := list(itertools.islice(records, RECORDS_PER_BATCH)):
                rejected += await self._store(batch)
                position += len(batch)
                self.store.save_setting(name, f"{position} {rejected}")
                report(self.done)

    def close(self, settings: Settings) -> None:
        """End the processes, and let what was kept not outgrow its limits."""
        self.pool.close()
        self.sites.finish()
        if self.segments is not None:
            self.segments.close()
            prune(settings, self.store, self.segments, self.clock.now())

    async def _store(self, batch: Sequence[Record]) -> int:
        """Store a batch; return how many of it were rejected."""
        now = self.clock.now()
        pages = [record for record in batch if isinstance(record, Page)]
        articles = [record for record in batch if isinstance(record, Article)]
        processed = await self.pool.run(pages)
        results = [*processed.results, *self.pipeline.tag(articles)]
        origins = [*pages, *(_page_around(article, now) for article in articles)]
        readable = [
            (result, page)
            for result, page in zip(results, origins, strict=True)
            if isinstance(result, Tagged)
        ]
        related = self.recall.relate(readable, now)
        places = {one.intent: place_of(one) for one in related}
        decided = iter([one.intent for one in related])
        made = [
            self._unless_erased(next(decided), page) if isinstance(result, Tagged) else result
            for result, page in zip(results, origins, strict=True)
        ]
        kept = await self._keep(origins, made, now)
        works = [
            Work(
                outcome=None,
                intent=None if isinstance(one, Rejected) else one,
                extractor=processed.extractor,
                tagger=processed.tagger,
                memory=processed.memory_of(n) if n < len(pages) else 0,
                first_seen=page.response.fetched,
                kept=kept.get(n),
                place=None if isinstance(one, Rejected) else places[one],
            )
            for n, (one, page) in enumerate(zip(made, origins, strict=True))
            if n in kept or not isinstance(one, Rejected)
        ]
        self.store.apply(works, now)
        self._learn(processed, made)
        refused = [each for each in (*batch, *made) if isinstance(each, Rejected)]
        self.store.count(Counter((each.stage, "rejected", each.reason.value) for each in refused))
        written = [INTENT_WORDS[type(one)] for one in made if not isinstance(one, Rejected)]
        self._note(len(batch), written, refused)
        return len(refused)

    def _unless_erased(self, intent: Intent, page: Page) -> Intent | Rejected:
        """Return an intent; a rejection when its article was erased, so that nothing is kept."""
        publisher = "" if isinstance(intent, Unchanged) else intent.tagged.article.publisher.domain
        if not self.store.is_erased(intent.keys, publisher):
            return intent
        return Rejected(
            stage=Stage.STORE,
            key=page.response.url,
            reason=Reason.ERASED,
            detail="this article was erased here",
        )

    async def _keep(
        self, pages: Sequence[Page], made: Sequence[Intent | Rejected], now: datetime
    ) -> dict[int, KeptResponse]:
        """Keep the pages that newer code may read better; return where they lie, by number."""
        if self.segments is None:
            return {}
        worth = [
            n
            for n, (page, one) in enumerate(zip(pages, made, strict=True))
            if page.response.body and is_worth_keeping(one)
        ]
        responses = [pages[n].response for n in worth]
        refs = await asyncio.to_thread(self.segments.append, responses, now)
        return {
            n: kept_of(response, ref)
            for n, response, ref in zip(worth, responses, refs, strict=True)
        }

    def _learn(self, processed: Processed, made: Sequence[Intent | Rejected]) -> None:
        """Remember what new articles taught about their sites."""
        taught = [
            processed.observation_of(n)
            for n in range(len(processed.results))
            if isinstance(made[n], NewArticle)
        ]
        self.sites.note([one for one in taught if one is not None])
        self.sites.fold_due()

    def _note(self, records: int, outcomes: list[str], refused: Sequence[Rejected]) -> None:
        self.done.records += records
        self.done.outcomes.update(outcomes)
        self.done.reasons.update(each.reason.value for each in refused)
        self.done.examples.extend(refused[: max(0, 10 - len(self.done.examples))])


def is_worth_keeping(made: Intent | Rejected) -> bool:
    """Tell whether an archived page says something new, or may do so to newer code."""
    if isinstance(made, Rejected):
        return made.reason in (Reason.NO_ARTICLE, Reason.INDEX_PAGE, Reason.CRASHED)
    return not isinstance(made, Unchanged)


def _identity_of(path: Path, stream: BinaryIO) -> str:
    """Return the setting under which the position in this file is kept, and the rejected before it.

    The same bytes under another suffix are read in another way, and so anew.
    """
    head = stream.read(IDENTITY_BYTES)
    stream.seek(0)
    form = "warc" if _is_warc(path) else "lines"
    return f"ingest:{form}:{xxhash.xxh3_64_hexdigest(head)}:{path.stat().st_size}"


def _is_warc(path: Path) -> bool:
    return path.name.endswith((".warc", ".warc.gz"))


def _records_of(path: Path, stream: BinaryIO, clock: Clock) -> Iterator[Record]:
    if _is_warc(path):
        for found in iter_warc(stream):
            yield Page(response=found) if isinstance(found, Response) else found
        return
    for line in stream:
        if line.strip():
            yield _record_of(line, clock)


def _record_of(line: bytes, clock: Clock) -> Record:
    """Return the page of a line that holds HTML, else its article."""
    record = record_of_line(line)
    if isinstance(record, Rejected):
        return record
    is_page = "html" in record or "html_b64" in record
    found = page_of(record, clock.now()) if is_page else article_from_json(record)
    if isinstance(found, Rejected):
        return found
    url = found.response.url if isinstance(found, Page) else found.url
    return found if fetch_url(url) else _without_address(url)


def _without_address(url: str) -> Rejected:
    """Refuse what nobody could find again: an article is known by its address."""
    reason = Reason.BAD_URL if url else Reason.MISSING_FIELD
    detail = "this is no web address" if url else "an article needs its url"
    return Rejected(stage=Stage.INPUT, key=url, reason=reason, detail=detail)


def _page_around(article: Article, now: datetime) -> Page:
    """Return the page that an article would have come from; identity needs its addresses."""
    response = Response(
        url=article.url, final_url=article.uri, status=200, headers=(), body=b"", fetched=now
    )
    return Page(response=response, publisher=article.publisher)
