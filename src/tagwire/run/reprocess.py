"""``tagwire reprocess``: makes articles, tags and versions anew from kept responses.

    kept page ─ its version by this code already? ──────────────────────────> passed over
        │     ─ showed what a newer response shows too? ────────────────────> passed over
        └─ segment ─ pipeline ─ had a version ──> Tagged ───> rebuilt in place
                              │                └> Rejected ─> lost: listed, and left as it is
                              └ had none ───────> Tagged ───> decide, apply
                                               └> Rejected ─> still none

Ids, version numbers and ``first_seen`` stay and nothing is deleted. The position is
kept in the store with each batch: a run that was stopped goes on there.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Protocol

import msgspec

from tagwire.errors import NotFound, StoreError
from tagwire.extract import EXTRACTOR_VERSION
from tagwire.model import Intent, NewArticle, NewVersion, Page, Reason, Rejected, Stage, Tagged
from tagwire.run.clock import Clock
from tagwire.run.fetching import publisher_of
from tagwire.run.opening import open_clock, open_store, writer_lock
from tagwire.run.pipeline import Processed, build_pipeline
from tagwire.run.pool import PipelinePool
from tagwire.run.relate import relate
from tagwire.run.search import catch_up
from tagwire.run.settings import Settings
from tagwire.run.site_memory import SiteKeeper
from tagwire.run.site_rules import load_rules
from tagwire.store import Segments
from tagwire.store.protocol import Store
from tagwire.store.values import KeptPage, Rebuilt, Work
from tagwire.stories import candidate_keys, content_hash_of
from tagwire.tag import TAGGER_VERSION

PAGES_PER_BATCH = 64
POSITION_SETTING = "reprocess"
MAX_EXAMPLES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which kept responses a run is about, and with which code."""

    since: datetime | None = None  # fetched then or later
    everything: bool = False  # also what this very code has made
    extractor: str = EXTRACTOR_VERSION
    tagger: str = TAGGER_VERSION

    def takes(self, page: KeptPage) -> bool:
        """Tell whether a page is to be made anew."""
        if page.article is not None and page.n is None:
            return False
        if self.since is not None and page.kept.fetched < self.since:
            return False
        return self.everything or (page.extractor, page.tagger) != (self.extractor, self.tagger)


@dataclass(slots=True, kw_only=True)
class Reprocessed:
    """What a run did so far."""

    passed_over: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    lost: int = 0  # pages that gave an article and now give none
    missing: int = 0  # responses that cannot be read any more
    examples: list[Rejected] = field(default_factory=list)  # of both
    done_bytes: int = 0
    total_bytes: int = 0
    is_resumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Position:
    """How far a run is, as it is kept in the store."""

    scope: Scope
    after: int = 0  # id of the last kept page that is done
    done_bytes: int = 0
    is_finished: bool = False


class Pool(Protocol):
    """Runs pages through the pipeline."""

    async def run(self, pages: Sequence[Page]) -> Processed: ...

    def close(self) -> None: ...


Report = Callable[[Reprocessed], None]


def reprocess(
    settings: Settings,
    scope: Scope,
    report: Report,
    *,
    pool: Pool | None = None,
    pages_per_batch: int = PAGES_PER_BATCH,
) -> Reprocessed:
    """Make what is derived anew; return what was done. The options are for tests.

    Names follow the newest alias snapshot, and pages are read with what is remembered of
    their sites when it begins: a run has one opinion, and teaches nothing. Raises ConfigError
    beside a worker, because both would decide about the same articles.
    """
    with writer_lock(settings), closing(open_store(settings)) as store:
        build = partial(build_pipeline, store.find_snapshot())
        sites = SiteKeeper(store, load_rules(settings))
        run = _Run(
            store=store,
            segments=Segments(settings.segments_path),
            pool=pool or PipelinePool(settings.cpu_processes, build, hints_for=sites.hints_for),
            clock=open_clock(settings, store),
            position=_position_of(store, scope),
            pages_per_batch=pages_per_batch,
        )
        try:
            asyncio.run(run.go(report))
        finally:
            run.pool.close()
        catch_up(store)
    return run.done


def _position_of(store: Store, scope: Scope) -> _Position:
    """Return where to begin: where a run of this scope was stopped, or after what it has done."""
    saved = store.find_setting(POSITION_SETTING)
    known = msgspec.json.decode(saved, type=_Position) if saved else None
    if known is None or known.scope != scope or (known.is_finished and scope.everything):
        return _Position(scope=scope)
    return known


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run over the kept pages."""

    store: Store
    segments: Segments
    pool: Pool
    clock: Clock
    position: _Position
    pages_per_batch: int
    done: Reprocessed = field(default_factory=Reprocessed)

    async def go(self, report: Report) -> None:
        """Take the kept pages in the order in which they came."""
        position = self.position
        self.done.is_resumed = position.after > 0 and not position.is_finished
        self.done.total_bytes = sum(self.store.committed_segments().values())
        while batch := self.store.kept_pages(self.position.after, self.pages_per_batch):
            taken = [page for page in batch if position.scope.takes(page)]
            self.position = _after(self.position, batch)
            if taken:
                await self._make_anew(taken)
                self._save()  # what was passed over alone is passed over again
            self.done.passed_over += len(batch) - len(taken)
            self.done.done_bytes = min(self.position.done_bytes, self.done.total_bytes)
            report(self.done)
        self.position = replace(self.position, is_finished=True)
        self._save()

    def _save(self) -> None:
        position = msgspec.json.encode(self.position).decode()
        self.store.save_setting(POSITION_SETTING, position)

    async def _make_anew(self, kept: Sequence[KeptPage]) -> None:
        read = [(each, self._read(each)) for each in kept]
        pages = [(each, page) for each, page in read if page is not None]
        processed = await self.pool.run([page for _, page in pages])
        results = list(zip(pages, processed.results, strict=True))
        rebuilt = [
            replace(
                _rebuilt(each, page, result, self.position.scope), memory=processed.memory_of(n)
            )
            for n, ((each, page), result) in enumerate(results)
            if each.n is not None and isinstance(result, Tagged)
        ]
        self.store.rebuild(rebuilt, self.clock.now())
        self.done.outcomes["made anew"] += len(rebuilt)
        # After the others, so that the decisions see their new texts.
        self._find(
            [
                (each, page, result)
                for (each, page), result in results
                if each.n is None and isinstance(result, Tagged)
            ]
        )
        for (each, _), result in results:
            if isinstance(result, Rejected):
                self._note_rejected(each, result)

    def _read(self, each: KeptPage) -> Page | None:
        """Return a kept page; None when its segment is gone or damaged."""
        try:
            response = self.segments.read(each.kept.ref)
        except (NotFound, StoreError) as error:
            self.done.missing += 1
            self._add_example(each, Reason.GONE, str(error))
            return None
        known = each.publisher
        own = publisher_of(response.final_url, known) if known is not None else None
        return Page(response=response, entry=each.entry, publisher=own)

    def _find(self, found: Sequence[tuple[KeptPage, Page, Tagged]]) -> None:
        """Decide about pages that gave no article before, as if they had just come."""
        now = self.clock.now()
        decided = relate(
            [(tagged, page) for _, page, tagged in found], self.store.find_candidates, now
        )
        intents = [one.intent for one in decided]
        works = []
        for (each, _, _), intent in zip(found, intents, strict=True):
            if self._is_news(each, intent):
                works.append(_work(each, intent, self.position.scope))
                self.done.outcomes[_WORDS[type(intent)]] += 1
            else:
                self.done.outcomes["known by a newer page"] += 1
        self.store.apply(works, now)

    def _is_news(self, each: KeptPage, intent: Intent) -> bool:
        """Tell whether a page says more than what is stored: an old one never replaces a newer."""
        if isinstance(intent, NewArticle):
            return True
        stored = self.store.find_article(intent.article)
        is_newer = stored is None or stored.kept is None or stored.kept.fetched < each.kept.fetched
        return isinstance(intent, NewVersion) and is_newer

    def _note_rejected(self, each: KeptPage, result: Rejected) -> None:
        if each.n is None:
            self.done.outcomes["still no article"] += 1
            return
        self.done.lost += 1
        self._add_example(each, result.reason, result.detail)

    def _add_example(self, each: KeptPage, reason: Reason, detail: str) -> None:
        if len(self.done.examples) < MAX_EXAMPLES:
            url = each.kept.final_url
            self.done.examples.append(
                Rejected(stage=Stage.EXTRACT, key=url, reason=reason, detail=detail)
            )


def _after(position: _Position, batch: Sequence[KeptPage]) -> _Position:
    done_bytes = position.done_bytes + sum(page.kept.ref.length for page in batch)
    return replace(position, after=batch[-1].id, done_bytes=done_bytes, is_finished=False)


_WORDS: dict[type, str] = {NewArticle: "found", NewVersion: "newer version found"}


def _rebuilt(each: KeptPage, page: Page, tagged: Tagged, scope: Scope) -> Rebuilt:
    assert each.article is not None, "callers ask before"
    assert each.n is not None, "callers ask before"
    return Rebuilt(
        article=each.article,
        n=each.n,
        tagged=tagged,
        content_hash=content_hash_of(tagged.article),
        extractor=scope.extractor,
        tagger=scope.tagger,
        keys=candidate_keys(tagged, page),
    )


def _work(each: KeptPage, intent: Intent, scope: Scope) -> Work:
    return Work(
        outcome=None,
        intent=intent,
        source=each.source,
        extractor=scope.extractor,
        tagger=scope.tagger,
        first_seen=each.first_seen,
        kept=each.kept,
    )
