"""Erases at the owner's word; beside the worker the files follow.

owner ─ erase ─> store, at once ─┬─ sweep ─> old versions, alias snapshots
                                 ├─ cuts ──> segments, written anew
                                 └─ tidy ──> index of words, write-ahead log ─> done
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog

from tagwire.errors import ConfigError, NotFound, StoreError
from tagwire.extract.memory import site_of
from tagwire.memories import SiteMemory
from tagwire.model import Article, Key
from tagwire.run.clock import Clock
from tagwire.run.naming import find_named, find_person
from tagwire.run.opening import open_clock, open_segments, open_store, require_store, writer_lock
from tagwire.run.pictures import picture_path
from tagwire.run.problems import FOLDER as PROBLEMS
from tagwire.run.problems import forget_cases
from tagwire.run.search import catch_up
from tagwire.run.settings import Settings
from tagwire.store import Segments
from tagwire.store.protocol import Store
from tagwire.text import squeeze
from tagwire.urls import fetch_url, url_key

log = structlog.get_logger()

# 50 articles with their lists and counters take about 50 ms: no poll waits longer than that.
SLICE = 50
CUTS_PER_STEP = 500
LOOK_EVERY_S = 2.0  # real
# A reader or the index was in the way.
TRY_AGAIN_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an order to erase did at once."""

    articles: int = 0
    tag: str = ""
    tagged: int = 0  # articles that had the tag and stay
    unknown: tuple[str, ...] = ()  # what was named and is not stored


# ------------------------------------------------------------------------ orders


def orders_of(settings: Settings, store: Store) -> Orders:
    """Return what may be ordered over the data folder."""
    return Orders(store, settings.pictures_path, settings.data / PROBLEMS)


@dataclass(frozen=True, slots=True)
class Orders:
    """What the owner may order. The folders hold kept pictures and reported problems."""

    store: Store
    pictures: Path
    problems: Path

    def erase_articles(self, names: Sequence[str], now: datetime) -> Erased:
        """Erase articles that are named by id or address."""
        found = {name: find_article(self.store, name) for name in names}
        ids = [one for one in found.values() if one is not None]
        return Erased(
            articles=self._erase_all(ids, now),
            unknown=tuple(name for name, one in found.items() if one is None),
        )

    def erase_addresses(self, urls: Sequence[str], now: datetime) -> Erased:
        """Erase what is stored of addresses, and never take them in."""
        usable = {url: fetch_url(url) for url in urls}
        known = [url for url in usable.values() if url is not None]
        found = [find_article(self.store, url) for url in known]
        self._forget_beside([one for one in found if one is not None])
        return Erased(
            articles=self.store.erase_addresses(known, now) if known else 0,
            unknown=tuple(name for name, url in usable.items() if url is None),
        )

    def erase_person(self, name: str, now: datetime, *, with_articles: bool) -> Erased:
        """Erase the tag of a person, and with ``with_articles`` all that names the person.

        A person without a tag is erased with the articles only. Raises NotFound, also for a
        name that is not that of a person in full.
        """
        if with_articles:
            named = find_named(self.store, name, now)
            head, ids = named.head, list(named.articles)
        else:
            head, ids = find_person(self.store, name), list[str]()
        if head is None and not ids:
            raise NotFound(
                f"there is no tag {name!r}"
                + (", and no text, byline or credit has it in full" if with_articles else "")
            )
        tagged = self.store.erase_tag(head.tag.slug, now) if head else 0
        return Erased(
            articles=self._erase_all(ids, now),
            tag=head.tag.label if head else "",
            tagged=0 if with_articles else tagged,
        )

    def _erase_all(self, ids: Sequence[str], now: datetime) -> int:
        erased = 0
        for first in range(0, len(ids), SLICE):
            part = ids[first : first + SLICE]
            self._forget_beside(part)
            erased += self.store.erase_articles(part, now)
        return erased

    def _forget_beside(self, ids: Sequence[str]) -> None:
        """Let what lies beside the store hold nothing of articles that are about to be erased."""
        forget_cases(self.problems, ids)
        states = [state for article in ids for state in _states_of(self.store, article)]
        by_site: dict[str, set[str]] = {}
        for state in states:
            if state.image is not None:
                picture_path(self.pictures, state.image.url).unlink(missing_ok=True)
            by_site.setdefault(site_of(state.uri or state.url), set()).update(_lines_of(state))
        for site, lines in by_site.items():
            memory = self.store.find_memory(site)
            if memory is not None:
                self.store.save_memories([without_lines(memory, lines)])


def _states_of(store: Store, article: str) -> Iterator[Article]:
    stored = store.find_article(article)
    for row in stored.versions if stored is not None else ():
        tagged = store.find_version(article, row.n)
        if tagged is not None:
            yield tagged.article


def _lines_of(article: Article) -> Iterator[str]:
    yield from (article.headline, article.description, article.by)
    yield from (block.text for block in article.blocks)
    yield from (part.text for part in article.removed)


def without_lines(memory: SiteMemory, lines: Iterable[str]) -> SiteMemory:
    """Return a memory that no longer shows how some lines begin; their hashes stay."""
    told = "\n".join(squeeze(line) for line in lines)
    blank = {
        key: replace(line, text="")
        for key, line in memory.lines.items()
        if line.text and squeeze(line.text.rstrip("…")) in told
    }
    return replace(memory, version=memory.version + 1, lines={**memory.lines, **blank})


def find_article(store: Store, name: str) -> str | None:
    """Return the id of the article that an id or address names."""
    if store.find_article(name) is not None:
        return name
    found = store.find_candidates([Key(kind="url", value=url_key(name))])
    return found[0].article if found else None


# ------------------------------------------------------------------------- files


async def keep_erased(settings: Settings, store: Store, segments: Segments, clock: Clock) -> None:
    """Let the files follow what is erased, until cancelled. Trouble is logged and tried again."""
    while True:
        try:
            is_done = await _follow(settings, store, segments, clock)
        except StoreError as error:
            log.error("erasing not finished", detail=str(error))
            is_done = False
        await asyncio.sleep(LOOK_EVERY_S if is_done else TRY_AGAIN_S)


async def _follow(settings: Settings, store: Store, segments: Segments, clock: Clock) -> bool:
    """Do what is to be done in slices; False when it has to be tried again."""
    for _ in iter(lambda: store.sweep_erased(SLICE, clock.now()), 0):
        await asyncio.sleep(0)  # polls and fetches go on between slices
    while refs := store.list_cuts(CUTS_PER_STEP):
        await asyncio.to_thread(segments.cut, refs)
        store.cuts_done(refs)
    if not store.is_erasing():
        return True
    if not await asyncio.to_thread(_tidy, settings, clock.now()):
        return False
    log.info("erased for good")
    return True


def _tidy(settings: Settings, now: datetime) -> bool:
    """Rewrite what the store's own files still hold; on a connection of its own."""
    with closing(open_store(settings)) as store:
        return store.tidy(now)


def finish_erasing(settings: Settings, store: Store) -> bool:
    """Let all files follow now; False when a worker runs, which does it by itself."""
    try:
        with writer_lock(settings):
            clock = open_clock(settings, store)
            with closing(open_segments(settings, store)) as segments:
                catch_up(store)
                return asyncio.run(_follow(settings, store, segments, clock))
    except ConfigError:
        return False


def copies_left(settings: Settings) -> list[Path]:
    """Return copies of the store in the data folder that nobody can take an article out of."""
    return sorted(settings.data.glob(f"{settings.store_path.name}.before-v*"))


def open_for_erasing(settings: Settings) -> Store:
    """Open the store that something is to be erased from. Raises ConfigError without one."""
    require_store(settings)
    return open_store(settings)
