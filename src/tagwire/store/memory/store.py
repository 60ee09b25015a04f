"""The store in dicts."""

from __future__ import annotations

from collections import Counter as Counts
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from tagwire.expression import Expression
from tagwire.memories import SiteMemory
from tagwire.model import AliasSnapshot, Candidate, Entry, Key, Source, Tag, Tagged
from tagwire.store._cards import name_key
from tagwire.store._health import HEALTH_BUDGET, health_of
from tagwire.store._merging import tagged_with
from tagwire.store._moments import EPOCH, day_number, first_polls, micros_or_none
from tagwire.store._scan import (
    LIST_BUDGET,
    PUBLISHER_TAGS_BUDGET,
    RELATED_BUDGET,
    Conditions,
    Row,
    conditions_of,
    count_facets,
    cursor_of,
    facets_of,
    place_of,
    scan,
)
from tagwire.store._trends import PAST_DAYS, Pulse, estimated_recent, spark, trending_of
from tagwire.store.memory._erasing import Eraser
from tagwire.store.memory._ledger import Ledger
from tagwire.store.memory._queue import Queue
from tagwire.store.memory._rebuild import Origin, Pages
from tagwire.store.memory._search import Index
from tagwire.store.memory._shelf import MemoryArticle, Shelf
from tagwire.store.memory._stories import story_head, top_stories
from tagwire.store.values import (
    Change,
    CodeCount,
    Counter,
    Erasure,
    Facets,
    KeptPage,
    KeptResponse,
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

MAX_LIMIT = 500
MAX_ALIASES = 8
MAX_PUBLISHER_TAGS = 30


class MemoryStore:
    """A store that keeps nothing."""

    def __init__(self) -> None:
        self._ledger = Ledger()
        self._queue = Queue(self._ledger)
        self._shelf = Shelf(self._ledger)
        self._index = Index(self._shelf, self._ledger)
        self._pages = Pages(self._shelf)
        self._eraser = Eraser(self._shelf, self._queue, self._pages, self._ledger)
        stones = self._eraser.stones
        self._shelf.strip = stones.strip
        self._queue.kept_entries = self._eraser.kept_entries
        self._queue.is_erased = lambda source, one: stones.name_of(source, one) is not None
        self._segments: dict[str, int] = {}
        self._memories: dict[str, SiteMemory] = {}

    def close(self) -> None:
        """Do nothing."""

    # ----------------------------------------------------------------------- lists

    def list_articles(self, query: ListQuery) -> Listing:
        if not self._is_known(query):
            return Listing(cards=(), next=None, total=0)
        rows = self._rows(query)
        place = place_of(query.cursor)
        later = [row for row in rows if place is None or row[:2] < place]
        limit = max(1, min(query.limit, MAX_LIMIT))
        scanned = scan(later, self._conditions(query), limit, LIST_BUDGET)
        articles = {article.n: article for article in self._shelf.articles.values()}
        cards = [(row, self._shelf.card(articles[row.article])) for row in scanned.rows]
        return Listing(
            cards=tuple(
                stored.for_tag(query.tag, row.roles) if query.tag is not None else stored.card
                for row, stored in cards
            ),
            next=cursor_of(scanned.last) if scanned.last is not None else None,
            total=self._total(query, rows),
            complete=scanned.complete,
        )

    def facets(self, query: ListQuery) -> Facets:
        rows = self._rows(query) if self._is_known(query) else []
        counts = count_facets(rows, self._conditions(query))
        publishers: dict[int | str, tuple[str, str]] = {
            domain: (domain, one.name) for domain, one in self._shelf.publishers.items()
        }
        return facets_of(counts, publishers, self._shelf.categories)

    def _is_known(self, query: ListQuery) -> bool:
        return (
            (query.tag is None or query.tag in self._shelf.shown)
            and (query.story is None or self.find_story(query.story) is not None)
            and (query.source is None or query.source in self._queue.names)
            and (query.publisher is None or query.publisher in self._shelf.publishers)
        )

    def _conditions(self, query: ListQuery) -> Conditions:
        return conditions_of(query, query.publisher, query.source)

    def _rows(self, query: ListQuery) -> list[Row]:
        """Return the rows of the list that drives a query: tag, story, source or publisher."""
        since, until = micros_or_none(query.since), micros_or_none(query.until)
        rows = [
            row
            for row, article in self._shelf.rows(query.tag)
            if query.story is None or article.story == query.story
        ]
        if query.tag is None and query.story is None:
            if query.source is not None:
                rows = [row for row in rows if row.source == query.source]
            elif query.publisher is not None:
                rows = [row for row in rows if row.publisher == query.publisher]
        return [
            row
            for row in rows
            if (since is None or row.listed_at >= since)
            and (until is None or row.listed_at < until)
        ]

    def _total(self, query: ListQuery, rows: Sequence[Row]) -> int | None:
        names = (query.story, query.tag, query.source, query.publisher)
        named = [name for name in names if name is not None]
        narrowed = (query.language, query.role, query.category, query.since, query.until)
        if len(named) > 1 or any(value is not None for value in narrowed):
            return None
        if not query.copies and query.source is not None:
            return None
        return sum(query.copies or not row.copy for row in rows)

    # ------------------------------------------------------------------------ tags

    def find_tag(self, slug: str) -> TagHead | None:
        known = self._shelf.shown.get(slug)
        if known is None:
            return None
        rows = self._shelf.rows(slug)
        last_seen = rows[0][1].listed_at
        others = [name for name in known.names if name != name_key(known.tag.label)]
        others.sort(key=lambda name: (-known.names[name][1], name))
        return TagHead(
            tag=known.tag,
            aliases=tuple(known.names[name][0] for name in others[:MAX_ALIASES]),
            articles=len(rows),
            publishers=len({row.publisher for row, _ in rows}),
            first_seen=rows[-1][1].listed_at,
            last_seen=last_seen,
            days=spark(self._days(slug), day_number(last_seen)),
            changed_seq=known.changed_seq,
            copies=sum(row.copy for row, _ in rows),
        )

    def _days(self, slug: str) -> Counts[int]:
        return Counts(day_number(article.listed_at) for _, article in self._shelf.rows(slug))

    def find_tag_slug(self, alias: str) -> str | None:
        return self._shelf.find_slug(alias)

    def list_tags(self, prefix: str, limit: int) -> list[RelatedTag]:
        found = {
            slug: known.articles
            for slug, known in self._shelf.shown.items()
            if slug.startswith(prefix)
        }
        return self._counted(found, limit)

    def _counted(self, counts: Mapping[str, int], limit: int) -> list[RelatedTag]:
        ordered = sorted(counts, key=lambda slug: (-counts[slug], slug))[:limit]
        return [RelatedTag(tag=self._shelf.tags[slug].tag, count=counts[slug]) for slug in ordered]

    def related_tags(self, slug: str, limit: int) -> list[RelatedTag]:
        newest = [article for _, article in self._shelf.rows(slug)[:RELATED_BUDGET]]
        return self._counted(self._tag_counts(newest, slug), limit)

    def _tag_counts(self, articles: Sequence[MemoryArticle], slug: str = "") -> Counts[str]:
        """Return in how many of these articles each tag but ``slug`` stands."""
        slugs = (part.tag.slug for article in articles for part in article.placed)
        return Counts(one for one in slugs if one != slug and one in self._shelf.shown)

    def trending_tags(self, now: datetime, limit: int) -> list[TrendingTag]:
        today = day_number(now)
        pulses = [
            Pulse(tag=known.tag, recent=self._recent(slug, now), days=self._days(slug))
            for slug, known in self._shelf.shown.items()
        ]
        days = {day for pulse in pulses for day in pulse.days if day > today - PAST_DAYS - 2}
        busy = [pulse for pulse in pulses if pulse.days.keys() & {today, today - 1}]
        return trending_of(busy, today=today, first_day=min(days, default=today), limit=limit)

    def _recent(self, slug: str, now: datetime) -> int:
        estimated = estimated_recent(self._days(slug), now)
        if estimated is not None:
            return estimated
        times = (article.listed_at for _, article in self._shelf.rows(slug))
        return sum(now - timedelta(days=1) < at <= now for at in times)

    # --------------------------------------------------------------------- stories

    def find_story(self, key: str) -> StoryHead | None:
        rows = [pair for pair in self._shelf.rows(None) if pair[1].story == key]
        return story_head(key, rows) if rows else None

    def find_story_of(self, article: str) -> str | None:
        known = self._shelf.articles.get(article)
        return known.story or None if known is not None else None

    def top_stories(self, limit: int) -> list[StoryHead]:
        return top_stories(self._shelf.rows(None), limit)

    def recent_places(self, window: timedelta) -> Iterator[Place]:
        places = self._shelf.places
        yield from (place for place in places if place.arrived >= places[-1].arrived - window)

    def forget_places(self, before: datetime) -> int:
        kept = [place for place in self._shelf.places if place.arrived >= before]
        n = len(self._shelf.places) - len(kept)
        self._shelf.places = kept
        return n

    def name_votes(self, min_articles: int) -> Iterator[NameVote]:
        votes = [
            NameVote(name=name, surface=surface, tag=known.tag, articles=n, publishers=publishers)
            for known in self._shelf.shown.values()
            if known.articles >= min_articles
            for publishers in [len({row.publisher for row, _ in self._shelf.rows(known.tag.slug)})]
            for name, (surface, n) in known.names.items()
        ]
        yield from sorted(votes, key=lambda vote: (vote.name, vote.tag.slug))

    def find_memory(self, site: str) -> SiteMemory | None:
        return self._memories.get(site)

    def iter_memories(self) -> Iterator[SiteMemory]:
        yield from (self._memories[site] for site in sorted(self._memories))

    def save_memories(self, memories: Sequence[SiteMemory]) -> None:
        for one in memories:
            known = self._memories.get(one.site)
            if known is None or known.version < one.version:
                self._memories[one.site] = one

    def find_snapshot(self, before_day: str = "") -> AliasSnapshot | None:
        return self._shelf.merges.find_snapshot(before_day)

    def save_snapshot(self, snapshot: AliasSnapshot) -> None:
        bare = self._eraser.stones.without_erased(snapshot)
        self._shelf.merges.snapshots.setdefault(snapshot.day, bare)

    def list_merges(self, limit: int, slug: str | None = None) -> list[TagMerge]:
        return self._shelf.merges.newest(limit, slug)

    def merge_tags(
        self, slug: str, into: Tag, reason: str, now: datetime, snapshot: str = ""
    ) -> bool:
        return self._shelf.merge(slug, into, reason, now, snapshot)

    def move_merged(self, limit: int, now: datetime) -> int:
        return self._shelf.move(limit, now)

    # ------------------------------------------------------------------ publishers

    def find_publisher(self, domain: str, now: datetime) -> PublisherHead | None:
        own = [article for row, article in self._shelf.rows(None) if row.publisher == domain]
        if not own:
            return None
        sources = [row for row in self.list_sources(now) if row.source.publisher.domain == domain]
        days = Counts(day_number(article.listed_at) for article in own)
        return PublisherHead(
            publisher=self._shelf.publishers[domain],
            articles=len(own),
            edited=sum(len(article.versions) > 1 for article in own),
            copies=sum(article.copy_of is not None for article in own),
            first_seen=own[-1].listed_at,
            last_seen=own[0].listed_at,
            days=spark(days, day_number(own[0].listed_at)),
            tags=tuple(
                self._counted(self._tag_counts(own[:PUBLISHER_TAGS_BUDGET]), MAX_PUBLISHER_TAGS)
            ),
            sources=tuple(sources),
            names=self._shelf.names_of(domain),
            changed_seq=self._shelf.publisher_seqs[domain],
        )

    # ---------------------------------------------------------------------- search

    def search(self, query: SearchQuery) -> Listing:
        return self._index.search(query)

    def term_counts(self, expression: Expression) -> list[tuple[str, int]]:
        return self._index.term_counts(expression)

    def search_lag(self) -> int:
        return self._index.lag

    def index_search(self, limit: int) -> int:
        return self._index.follow(limit)

    # -------------------------------------------------------------------- articles

    def find_article(self, article: str) -> StoredArticle | None:
        return self._shelf.find(article)

    def find_version(self, article: str, n: int) -> Tagged | None:
        known = self._shelf.articles.get(article)
        if known is None or not 1 <= n <= len(known.versions):
            return None
        return tagged_with(known.versions[n - 1].tagged, self._shelf.merges.root_of)

    def iter_articles(self) -> Iterator[StoredArticle]:
        for key in list(self._shelf.articles):
            article = self._shelf.find(key)
            if article is not None:
                yield article

    def find_candidates(self, keys: Sequence[Key]) -> list[Candidate]:
        return self._shelf.candidates(keys)

    def apply(self, batch: Sequence[Work], now: datetime) -> None:
        for work in batch:
            outcome = work.outcome
            kept = outcome.kept if outcome is not None else work.kept
            if self._eraser.stones.refuses(work.intent):
                self._eraser.refuse(work, kept)
                continue
            page = self._queue.pages.get(outcome.task) if outcome is not None else None
            if outcome is not None and page is None:
                continue
            source = self._queue.names.get(work.source)
            if work.intent is not None:
                demo = source is not None and source.demo
                self._shelf.write(work, source.key if source is not None else "", demo, now)
            if kept is not None:
                self._commit(kept)
                entry = page.entry if page is not None else None
                self._pages.keep(kept, work, Origin(entry=entry, source=source))
            if outcome is not None and page is not None and page.is_leased:
                article = work.intent.article if work.intent is not None else None
                self._queue.answer(outcome, article, now)

    # --------------------------------------------------------------------- sources

    def add_source(self, source: Source, now: datetime) -> bool:
        return self._queue.add_source(source, now, now)

    def add_sources(
        self, sources: Sequence[Source], now: datetime, *, spread_s: float = 0.0
    ) -> list[Source]:
        polls = zip(sources, first_polls(now, len(sources), spread_s), strict=True)
        return [source for source, at in polls if self._queue.add_source(source, now, at)]

    def pause_source(self, key: str, paused: bool, now: datetime) -> None:
        self._queue.pause_source(key, paused, now)

    def poll_by(self, key: str, at: datetime) -> None:
        self._queue.poll_by(key, at)

    def move_source(self, key: str, url: str, now: datetime) -> bool:
        return self._queue.move_source(key, url, now)

    def select_links(self, key: str, selector: str, now: datetime) -> None:
        self._queue.select_links(key, selector, now)

    def remove_source(self, key: str, now: datetime) -> None:
        self._queue.get_state(key)
        self._queue.forget(key)
        self._ledger.add_change("source", key, now)

    def remove_demo(self, now: datetime) -> int:
        demo = [article for article in self._shelf.articles.values() if article.demo]
        n = self._shelf.remove(demo, now)
        for key in [key for key, source in self._queue.names.items() if source.demo]:
            self._queue.forget(key)
            self._ledger.forget_rejected(key)
            del self._queue.names[key]
            self._ledger.add_change("source", key, now)
        left = {one.newest.tagged.article.publisher.domain for one in self._shelf.articles.values()}
        names = self._shelf.publishers
        self._shelf.publishers = {domain: names[domain] for domain in names if domain in left}
        self._ledger.settings["demo"] = "removed"
        return n

    def list_sources(self, now: datetime) -> list[SourceRow]:
        return [self._source_row(key, now) for key in sorted(self._queue.states)]

    def find_source(self, key: str, now: datetime) -> SourceRow | None:
        return self._source_row(key, now) if key in self._queue.states else None

    def source_health(self, key: str, now: datetime) -> SourceHealth | None:
        state = self._queue.states.get(key)
        if state is None:
            return None
        own = [article for _, article in self._shelf.rows(None) if article.source == key]
        newest = [(self._shelf.card(one).card, one.copy_of is not None) for one in own]
        days = Counts(day_number(one.first_seen) for one in own)
        return health_of(newest[:HEALTH_BUDGET], days, day_number(now), state.first_success)

    def is_free_key(self, key: str, url: str) -> bool:
        return self._queue.is_free_key(key, url)

    def _source_row(self, key: str, now: datetime) -> SourceRow:
        own = [one for one in self._shelf.articles.values() if one.source == key]
        today = day_number(now)
        return SourceRow(
            source=self._queue.names[key],
            state=self._queue.states[key],
            articles=len(own),
            articles_today=sum(day_number(one.first_seen) == today for one in own),
        )

    def due_sources(self, now: datetime, limit: int) -> list[SourceRow]:
        return [self._source_row(key, now) for key in self._queue.due_sources(now, limit)]

    def next_due(self, now: datetime) -> datetime | None:
        del now  # what is overdue is told with the time at which it was due
        return self._queue.next_due()

    def save_poll(self, outcome: PollOutcome, now: datetime) -> PollResult:
        return self._queue.save_poll(outcome, now)

    def claim_pages(
        self, now: datetime, limit: int, *, lease_s: float, busy_hosts: Sequence[str] = ()
    ) -> list[PageTask]:
        return self._queue.claim_pages(now, limit, lease_s, busy_hosts)

    def unseen_entries(self, source: str, entries: Sequence[Entry]) -> Unseen:
        return self._queue.unseen_entries(source, entries)

    def release_pages(self) -> int:
        return self._queue.release_pages()

    # ---------------------------------------------------------------------- ledger

    def counters(self) -> list[Counter]:
        return self._ledger.counters()

    def count(self, counts: Mapping[tuple[str, str, str], int]) -> None:
        self._ledger.add_counts(counts)

    def recent_rejected(self, limit: int, source: str | None = None) -> list[RejectedRow]:
        return self._ledger.recent_rejected(limit, source)

    def totals(self, now: datetime) -> Totals:
        states = self._queue.states.values()
        articles = self._shelf.articles.values()
        changes = self._ledger.changes
        today = EPOCH + timedelta(days=day_number(now))
        return Totals(
            articles=len(articles),
            versions=sum(len(article.versions) for article in articles),
            tags=len(self._shelf.tags),
            sources=len(states),
            sources_answered_today=sum(
                state.last_success is not None and state.last_success >= today for state in states
            ),
            sources_failing=sum(state.failures > 0 for state in states),
            pages_due=self._queue.pages_due(now),
            demo_articles=sum(article.demo for article in articles),
            last_change=changes[-1].at if changes else None,
            change_seq=len(changes),
        )

    def iter_changes(self, after_seq: int, limit: int) -> list[Change]:
        return self._ledger.changes[after_seq : after_seq + limit]

    def find_setting(self, name: str) -> str | None:
        return self._ledger.settings.get(name)

    def save_setting(self, name: str, value: str) -> None:
        self._ledger.settings[name] = value

    def find_block(self, host: str) -> datetime | None:
        return self._queue.blocks.get(host)

    def save_block(self, host: str, until: datetime, now: datetime) -> None:
        self._queue.save_block(host, until, now)

    def find_robots(self, origin: str, now: datetime) -> tuple[datetime, bytes | None] | None:
        return self._queue.find_robots(origin, now)

    def save_robots(self, origin: str, until: datetime, body: bytes | None, now: datetime) -> None:
        self._queue.robots[origin] = (until, body)

    # --------------------------------------------------------------------- erasing

    def is_erased(self, keys: Sequence[Key], publisher: str) -> bool:
        return self._eraser.stones.has_key(keys, publisher)

    def list_erasures(self, limit: int) -> list[Erasure]:
        return self._eraser.list_erasures(limit)

    def oldest_articles(self, before: datetime, limit: int, source: str | None = None) -> list[str]:
        own = [
            one
            for one in self._shelf.articles.values()
            if one.listed_at < before and source in (None, one.source)
        ]
        own.sort(key=lambda one: (one.listed_at, one.n))
        return [one.key for one in own][:limit]

    def size_bytes(self) -> int:
        return self._eraser.size_bytes()

    def is_erasing(self) -> bool:
        return self._eraser.is_erasing

    def list_cuts(self, limit: int) -> list[SegmentRef]:
        return self._eraser.list_cuts(limit)

    def remove_articles(self, articles: Sequence[str], now: datetime) -> int:
        return self._eraser.remove(articles, now)

    def erase_articles(self, articles: Sequence[str], now: datetime) -> int:
        return self._eraser.erase(articles, now)

    def erase_addresses(self, urls: Sequence[str], now: datetime) -> int:
        return self._eraser.erase_addresses(urls, now)

    def erase_tag(self, slug: str, now: datetime) -> int:
        return self._eraser.erase_tag(slug, now)

    def sweep_erased(self, limit: int, now: datetime) -> int:
        del limit, now  # all of it was done at once
        return 0

    def cuts_done(self, refs: Sequence[SegmentRef]) -> None:
        self._eraser.cuts_done(refs)

    def tidy(self, now: datetime) -> bool:
        return self._index.lag == 0 and self._eraser.finish(now)

    # -------------------------------------------------------------------- segments

    def _commit(self, kept: KeptResponse) -> None:
        end = kept.ref.offset + kept.ref.length
        self._segments[kept.ref.segment] = max(end, self._segments.get(kept.ref.segment, 0))

    def committed_segments(self) -> dict[str, int]:
        return dict(sorted(self._segments.items()))

    def kept_pages(self, after_id: int, limit: int) -> list[KeptPage]:
        return self._pages.after(after_id, limit)

    def code_counts(self) -> list[CodeCount]:
        return self._pages.code_counts()

    def rebuild(self, batch: Sequence[Rebuilt], now: datetime) -> None:
        for one in batch:
            self._shelf.rebuild(one, now)

    def forget_segments(self, names: Sequence[str]) -> None:
        self._pages.forget(set(names))
        for name in names:
            self._segments.pop(name, None)
        for article in self._shelf.articles.values():
            if article.kept is not None and article.kept.ref.segment in names:
                article.kept = None
