"""The store in one SQLite file: each method is one transaction over the modules beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from tagwire.expression import Expression
from tagwire.memories import SiteMemory
from tagwire.model import AliasSnapshot, Candidate, Entry, Key, Source, Tag, Tagged
from tagwire.store.sqlite import (
    _articles,
    _cuts,
    _erasing,
    _hosts,
    _kept,
    _ledger,
    _lists,
    _memories,
    _merges,
    _moves,
    _names,
    _publishers,
    _queue,
    _readers,
    _rebuild,
    _removal,
    _search,
    _sources,
    _stories,
    _tags,
    _tombstones,
)
from tagwire.store.sqlite._database import Database
from tagwire.store.sqlite._search_file import SearchFile
from tagwire.store.sqlite.migrations import MIGRATIONS, Migration
from tagwire.store.values import (
    Change,
    CodeCount,
    Counter,
    Erasure,
    Facets,
    KeptPage,
    Listing,
    ListQuery,
    NameVote,
    PageTask,
    Place,
    PollOutcome,
    PollResult,
    PublisherHead,
    Rebuilt,
    RejectedRow,
    RelatedTag,
    SearchQuery,
    SegmentRef,
    SourceHealth,
    SourceRow,
    StoredArticle,
    StoryHead,
    TagHead,
    TagMerge,
    Totals,
    TrendingTag,
    Unseen,
    Work,
)


class SqliteStore:
    """A store in one file. Use each instance from one thread; several may share the file.

    Raises StoreTooNew for a file of a newer Tagwire, DiskFull and StoreError with what
    to do. ``read_only`` opens an existing, current file and refuses to write.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> None:
        self._db = Database(path, read_only=read_only, migrations=migrations)
        self._cards = _lists.CardCache()
        self._facets = _lists.FacetCache()
        self._search = SearchFile(path)

    def close(self) -> None:
        self._search.close()
        self._db.close()

    # ------------------------------------------------------------------- reading

    def list_articles(self, query: ListQuery) -> Listing:
        with self._db.reading():
            return _lists.list_articles(self._db, self._cards, query)

    def facets(self, query: ListQuery) -> Facets:
        with self._db.reading():
            return _lists.facets(self._db, self._facets, query)

    def search(self, query: SearchQuery) -> Listing:
        with self._db.reading():
            return _search.search(self._db, self._search, self._cards, query)

    def term_counts(self, expression: Expression) -> list[tuple[str, int]]:
        with self._db.reading():
            return _search.term_counts(self._db, self._search, expression)

    def search_lag(self) -> int:
        with self._db.reading():
            return _search.search_lag(self._db, self._search)

    def find_tag(self, slug: str) -> TagHead | None:
        with self._db.reading():
            return _tags.find_tag(self._db, slug)

    def find_tag_slug(self, alias: str) -> str | None:
        with self._db.reading():
            return _tags.find_tag_slug(self._db, alias)

    def list_tags(self, prefix: str, limit: int) -> list[RelatedTag]:
        with self._db.reading():
            return _tags.list_tags(self._db, prefix, limit)

    def related_tags(self, slug: str, limit: int) -> list[RelatedTag]:
        with self._db.reading():
            return _tags.related_tags(self._db, slug, limit)

    def trending_tags(self, now: datetime, limit: int) -> list[TrendingTag]:
        with self._db.reading():
            return _tags.trending_tags(self._db, now, limit)

    def find_article(self, article: str) -> StoredArticle | None:
        with self._db.reading():
            return _readers.find_article(self._db, article)

    def find_version(self, article: str, n: int) -> Tagged | None:
        with self._db.reading():
            return _readers.find_version(self._db, article, n)

    def find_publisher(self, domain: str, now: datetime) -> PublisherHead | None:
        with self._db.reading():
            return _publishers.find_publisher(self._db, domain, now)

    def find_story(self, key: str) -> StoryHead | None:
        with self._db.reading():
            return _stories.find_story(self._db, key)

    def find_story_of(self, article: str) -> str | None:
        with self._db.reading():
            return _stories.find_story_of(self._db, article)

    def top_stories(self, limit: int) -> list[StoryHead]:
        with self._db.reading():
            return _stories.top_stories(self._db, limit)

    def recent_places(self, window: timedelta) -> Iterator[Place]:
        return _stories.recent_places(self._db, window)

    def name_votes(self, min_articles: int) -> Iterator[NameVote]:
        return _names.iter_votes(self._db, min_articles)

    def find_memory(self, site: str) -> SiteMemory | None:
        with self._db.reading():
            return _memories.find_memory(self._db, site)

    def iter_memories(self) -> Iterator[SiteMemory]:
        return _memories.iter_memories(self._db)

    def find_snapshot(self, before_day: str = "") -> AliasSnapshot | None:
        with self._db.reading():
            return _names.find_snapshot(self._db, before_day)

    def list_merges(self, limit: int, slug: str | None = None) -> list[TagMerge]:
        with self._db.reading():
            return _merges.list_merges(self._db, limit, slug)

    def iter_articles(self) -> Iterator[StoredArticle]:
        return _readers.iter_articles(self._db)

    def list_sources(self, now: datetime) -> list[SourceRow]:
        with self._db.reading():
            return _sources.list_sources(self._db, now)

    def find_source(self, key: str, now: datetime) -> SourceRow | None:
        with self._db.reading():
            return _sources.find_source(self._db, key, now)

    def source_health(self, key: str, now: datetime) -> SourceHealth | None:
        with self._db.reading():
            return _sources.source_health(self._db, key, now)

    def is_free_key(self, key: str, url: str) -> bool:
        with self._db.reading():
            return _sources.is_free_key(self._db, key, url)

    def kept_pages(self, after_id: int, limit: int) -> list[KeptPage]:
        with self._db.reading():
            return _kept.kept_pages(self._db, after_id, limit)

    def code_counts(self) -> list[CodeCount]:
        with self._db.reading():
            return _kept.code_counts(self._db)

    def counters(self) -> list[Counter]:
        with self._db.reading():
            return _ledger.counters(self._db)

    def recent_rejected(self, limit: int, source: str | None = None) -> list[RejectedRow]:
        with self._db.reading():
            return _ledger.recent_rejected(self._db, limit, source)

    def totals(self, now: datetime) -> Totals:
        with self._db.reading():
            return _readers.totals(self._db, now)

    def iter_changes(self, after_seq: int, limit: int) -> list[Change]:
        with self._db.reading():
            return _ledger.changes(self._db, after_seq, limit)

    def find_setting(self, name: str) -> str | None:
        with self._db.reading():
            return _ledger.find_setting(self._db, name)

    def find_block(self, host: str) -> datetime | None:
        with self._db.reading():
            return _hosts.find_block(self._db, host)

    def find_robots(self, origin: str, now: datetime) -> tuple[datetime, bytes | None] | None:
        with self._db.reading():
            return _hosts.find_robots(self._db, origin, now)

    def due_sources(self, now: datetime, limit: int) -> list[SourceRow]:
        with self._db.reading():
            return _sources.due_sources(self._db, now, limit)

    def next_due(self, now: datetime) -> datetime | None:
        del now  # what is overdue is told with the time at which it was due
        with self._db.reading():
            return _queue.next_due(self._db)

    def unseen_entries(self, source: str, entries: Sequence[Entry]) -> Unseen:
        with self._db.reading():
            return _queue.unseen_entries(self._db, source, entries)

    def find_candidates(self, keys: Sequence[Key]) -> list[Candidate]:
        with self._db.reading():
            return _readers.find_candidates(self._db, keys)

    def is_erased(self, keys: Sequence[Key], publisher: str) -> bool:
        with self._db.reading():
            return _tombstones.Tombstones(self._db).has_key(keys, publisher)

    def list_erasures(self, limit: int) -> list[Erasure]:
        with self._db.reading():
            return _erasing.list_erasures(self._db, limit)

    def oldest_articles(self, before: datetime, limit: int, source: str | None = None) -> list[str]:
        with self._db.reading():
            return _erasing.oldest_articles(self._db, before, limit, source)

    def size_bytes(self) -> int:
        return self._db.size_bytes()

    def is_erasing(self) -> bool:
        with self._db.reading():
            return _erasing.is_erasing(self._db)

    def list_cuts(self, limit: int) -> list[SegmentRef]:
        with self._db.reading():
            return _cuts.list_cuts(self._db, limit)

    def committed_segments(self) -> dict[str, int]:
        with self._db.reading():
            return _readers.committed_segments(self._db)

    # ------------------------------------------------------------------- writing

    def add_source(self, source: Source, now: datetime) -> bool:
        with self._db.writing():
            return _sources.add_source(self._db, source, now)

    def add_sources(
        self, sources: Sequence[Source], now: datetime, *, spread_s: float = 0.0
    ) -> list[Source]:
        with self._db.writing():
            return _sources.add_sources(self._db, sources, now, spread_s)

    def pause_source(self, key: str, paused: bool, now: datetime) -> None:
        with self._db.writing():
            _sources.pause_source(self._db, key, paused, now)

    def poll_by(self, key: str, at: datetime) -> None:
        with self._db.writing():
            _sources.poll_by(self._db, key, at)

    def move_source(self, key: str, url: str, now: datetime) -> bool:
        with self._db.writing():
            return _sources.move_source(self._db, key, url, now)

    def select_links(self, key: str, selector: str, now: datetime) -> None:
        with self._db.writing():
            _sources.select_links(self._db, key, selector, now)

    def remove_source(self, key: str, now: datetime) -> None:
        with self._db.writing():
            _removal.remove_source(self._db, key, now)

    def remove_demo(self, now: datetime) -> int:
        with self._db.writing():
            return _removal.remove_demo(self._db, now)

    def save_poll(self, outcome: PollOutcome, now: datetime) -> PollResult:
        with self._db.writing():
            return _queue.save_poll(self._db, outcome, now)

    def claim_pages(
        self, now: datetime, limit: int, *, lease_s: float, busy_hosts: Sequence[str] = ()
    ) -> list[PageTask]:
        with self._db.writing():
            return _queue.claim_pages(self._db, now, limit, lease_s=lease_s, busy_hosts=busy_hosts)

    def release_pages(self) -> int:
        with self._db.writing():
            return _queue.release_pages(self._db)

    def apply(self, batch: Sequence[Work], now: datetime) -> None:
        with self._db.writing():
            _articles.apply(self._db, batch, now)

    def forget_places(self, before: datetime) -> int:
        with self._db.writing():
            return _stories.forget_places(self._db, before)

    def save_memories(self, memories: Sequence[SiteMemory]) -> None:
        with self._db.writing():
            _memories.save_memories(self._db, memories)

    def save_snapshot(self, snapshot: AliasSnapshot) -> None:
        with self._db.writing():
            _names.save_snapshot(self._db, snapshot)

    def merge_tags(
        self, slug: str, into: Tag, reason: str, now: datetime, snapshot: str = ""
    ) -> bool:
        with self._db.writing():
            return _merges.merge_tags(self._db, slug, into, reason, now, snapshot)

    def move_merged(self, limit: int, now: datetime) -> int:
        with self._db.writing():
            return _moves.move_merged(self._db, limit, now)

    def rebuild(self, batch: Sequence[Rebuilt], now: datetime) -> None:
        with self._db.writing():
            _rebuild.rebuild(self._db, batch, now)

    def remove_articles(self, articles: Sequence[str], now: datetime) -> int:
        with self._db.writing():
            return _erasing.remove_articles(self._db, articles, now)

    def erase_articles(self, articles: Sequence[str], now: datetime) -> int:
        with self._db.writing():
            return _erasing.erase_articles(self._db, articles, now)

    def erase_addresses(self, urls: Sequence[str], now: datetime) -> int:
        with self._db.writing():
            return _erasing.erase_addresses(self._db, urls, now)

    def erase_tag(self, slug: str, now: datetime) -> int:
        with self._db.writing():
            return _erasing.erase_tag(self._db, slug, now)

    def sweep_erased(self, limit: int, now: datetime) -> int:
        with self._db.writing():
            return _erasing.sweep_erased(self._db, limit, now)

    def cuts_done(self, refs: Sequence[SegmentRef]) -> None:
        with self._db.writing():
            _cuts.cuts_done(self._db, refs)

    def tidy(self, now: datetime) -> bool:
        with self._db.reading():
            if not _erasing.is_swept(self._db):
                return False
        if not _search.purge(self._db, self._search) or not self._db.empty_log():
            return False
        with self._db.writing():
            return _erasing.finish(self._db, now)

    def index_search(self, limit: int) -> int:
        return _search.index_search(self._db, self._search, limit)

    def count(self, counts: Mapping[tuple[str, str, str], int]) -> None:
        with self._db.writing():
            _ledger.add_counts(self._db, counts)

    def save_setting(self, name: str, value: str) -> None:
        with self._db.writing():
            _ledger.save_setting(self._db, name, value)

    def save_block(self, host: str, until: datetime, now: datetime) -> None:
        with self._db.writing():
            _hosts.save_block(self._db, host, until, now)

    def save_robots(self, origin: str, until: datetime, body: bytes | None, now: datetime) -> None:
        with self._db.writing():
            _hosts.save_robots(self._db, origin, until, body, now)

    def forget_segments(self, names: Sequence[str]) -> None:
        with self._db.writing():
            _readers.forget_segments(self._db, names)
