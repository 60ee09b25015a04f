"""What the commands do beyond one room: sources, polls with progress, exports."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from tagwire.codec import (
    Json,
    article_to_json,
    encode_line,
    relation_to_json,
    tagged_to_json,
)
from tagwire.fetch import Client
from tagwire.run.adding import add_address, add_file
from tagwire.run.fetching import fetch_settings_of
from tagwire.run.ingest import Ingested, ingest
from tagwire.run.live import Progress as WorkDone
from tagwire.run.memory_shown import full_json
from tagwire.run.opening import open_clock, open_store, require_store
from tagwire.run.opml import export_opml
from tagwire.run.reprocess import Reprocessed, Scope, reprocess
from tagwire.run.settings import Settings
from tagwire.run.show import story_json
from tagwire.run.starter import add_feeds
from tagwire.run.working import work
from tagwire.serve import AddResult, StarterFeed
from tagwire.store import SqliteStore
from tagwire.store.values import StoredArticle

# As many sites are looked at side by side; each host still gets one request at a time.
ADDS_AT_ONCE = 16


def add_sources(
    settings: Settings, addresses: Sequence[str], *, selector: str = ""
) -> list[tuple[str, AddResult]]:
    """Look at the addresses, add what they offer, and return what became of each, in order.

    With ``selector`` each is a page whose links that this finds are its list.
    """
    with closing(open_store(settings)) as store:
        return asyncio.run(_add_all(settings, store, addresses, selector))


async def _add_all(
    settings: Settings, store: SqliteStore, addresses: Sequence[str], selector: str
) -> list[tuple[str, AddResult]]:
    clock = open_clock(settings, store)
    turns = asyncio.Semaphore(ADDS_AT_ONCE)
    async with Client(fetch_settings_of(settings), clock, store) as client:

        async def add(address: str) -> AddResult:
            if (path := Path(address)).is_file():
                return add_file(path, store, clock)
            async with turns:
                return await add_address(address, client, store, clock, selector=selector)

        with _bar("looking at sites") as bar:
            job = bar.add_task("sites", total=len(addresses))
            tasks = [asyncio.create_task(add(address)) for address in addresses]
            for task in tasks:
                task.add_done_callback(lambda _: bar.advance(job))
            results = await asyncio.gather(*tasks)
    return list(zip(addresses, results, strict=True))


def poll_once(settings: Settings, *, until_idle: bool) -> WorkDone:
    """Run a worker until nothing is due, with a progress bar.

    Without ``until_idle`` the round is over when what is due now has been done once.
    """
    require_store(settings)
    with _bar("polling") as bar:
        job = bar.add_task("pages", total=None)

        def show(done: WorkDone) -> None:
            finished = sum(done.pages.values())
            bar.update(job, completed=finished, total=max(finished + done.running, 1))

        return work(settings, until_idle=True, is_round=not until_idle, on_progress=show)


def reprocess_pages(settings: Settings, *, since: datetime | None, everything: bool) -> Reprocessed:
    """Make articles and tags of kept pages anew, with a progress bar over their bytes."""
    require_store(settings)
    with byte_bar("reprocessing") as bar:
        scope = Scope(since=since, everything=everything)
        return reprocess(settings, scope, lambda done: bar(done.done_bytes, done.total_bytes))


def ingest_files(settings: Settings, files: Sequence[Path], *, keep: bool = True) -> Ingested:
    """Bring files into the store, with a counter."""
    with _bar("ingesting") as bar:
        job = bar.add_task("records", total=None)

        def show(done: Ingested) -> None:
            bar.update(job, completed=done.records + done.skipped)

        return ingest(settings, files, show, keep=keep)


def export_sources(settings: Settings) -> bytes:
    """Return the sources as a list for other readers (OPML)."""
    require_store(settings)
    with closing(open_store(settings)) as store:
        return export_opml(store, open_clock(settings, store))


def add_starters(settings: Settings, feeds: Sequence[StarterFeed]) -> AddResult:
    """Add feeds of the shipped list."""
    with closing(open_store(settings)) as store:
        return add_feeds(store, open_clock(settings, store), feeds)


def export_lines(settings: Settings, what: str) -> Iterator[bytes]:
    """Yield everything of a kind as JSON lines. ``what`` is a key of ``EXPORTS``."""
    require_store(settings)
    with closing(open_store(settings)) as store:
        for shape in EXPORTS[what](store):
            yield encode_line(shape)


def _articles(store: SqliteStore) -> Iterator[Json]:
    for stored in store.iter_articles():
        yield {
            "id": stored.id,
            "article": article_to_json(stored.tagged.article),
            "tags": tagged_to_json(stored.tagged)["tags"],
            "category": tagged_to_json(stored.tagged)["category"],
            "first_seen": stored.first_seen.isoformat(),
            "listed_at": stored.listed_at.isoformat(),
            "source": stored.source,
            "keys": [{"kind": key.kind, "value": key.value} for key in stored.keys],
            "versions": [
                {
                    "n": version.n,
                    "first_seen": version.first_seen.isoformat(),
                    "headline": version.headline,
                    "content_hash": version.content_hash,
                    "reason": version.reason,
                    "words": version.words,
                }
                for version in stored.versions
            ],
            "extractor": stored.extractor,
            "tagger": stored.tagger,
        }


def _tags(store: SqliteStore) -> Iterator[Json]:
    """Yield what ``tagwire tag`` would answer for each article, mentions included."""
    for stored in store.iter_articles():
        yield {"id": stored.id, **tagged_to_json(stored.tagged), "rejected": None}


def _relations(store: SqliteStore) -> Iterator[Json]:
    for stored in store.iter_articles():
        # Both sides know a relation; it is written once, by the article that it is about.
        own = (relation for relation in stored.relations if relation.a == stored.id)
        yield from (relation_to_json(relation) for relation in own)
        yield from _version_relations(stored)


def _version_relations(stored: StoredArticle) -> Iterator[Json]:
    for older, newer in zip(stored.versions, stored.versions[1:], strict=False):
        yield {
            "a": f"{stored.id}/v{newer.n}",
            "b": f"{stored.id}/v{older.n}",
            "kind": "version_of",
            "score": 1.0,
            "reasons": [{"kind": "identity", "score": 1.0, "why": newer.reason}],
        }


def _stories(store: SqliteStore) -> Iterator[Json]:
    """Yield stories; an article that was never placed is one of its own."""
    for key, ids in _members(store).items():
        members = [one for one in map(store.find_article, ids) if one is not None]
        members.sort(key=lambda one: one.listed_at)
        if members:
            yield story_json(store.find_story(key), members)


def _members(store: SqliteStore) -> dict[str, list[str]]:
    """Return the articles of each story, in the order in which stories began to arrive."""
    stories: dict[str, list[str]] = {}
    for stored in store.iter_articles():
        stories.setdefault(store.find_story_of(stored.id) or stored.id, []).append(stored.id)
    return stories


def _memory(store: SqliteStore) -> Iterator[Json]:
    yield from map(full_json, store.iter_memories())


EXPORTS: dict[str, Callable[[SqliteStore], Iterator[Json]]] = {
    "articles": _articles,
    "tags": _tags,
    "relations": _relations,
    "stories": _stories,
    "memory": _memory,
}


@contextmanager
def byte_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Yield what shows how many of how many bytes are done."""
    columns = (TextColumn(title), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with _bar(title, *columns) as bar:
        job = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(job, completed=done, total=total)


def _bar(title: str, *columns: ProgressColumn) -> Progress:
    """Return a progress bar on stderr; it stays silent where nobody watches."""
    console = Console(stderr=True)
    counted = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(
        *(columns or counted),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
