"""What a store can do, whatever database is behind it.

Writers hand in outcomes and intents, readers get frozen values. Every writing
method is one transaction that either happens in full or not at all, and is
idempotent: the same outcome applied twice changes nothing the second time.
Times are aware datetimes; a store compares them by UTC.

    save_poll ─> page queue ─claim_pages─> fetch ─> extract, tag ─> find_candidates
                     ^                                                  │
                     └────── apply (articles, versions, queue) <─decide─┘
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tagwire.model import (
    Candidate,
    Completeness,
    Credit,
    Entry,
    Intent,
    Key,
    Moment,
    Publisher,
    Rejected,
    Relation,
    Role,
    Source,
    Tag,
    Tagged,
)

# --------------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is remembered about a source between polls.

    ``etag`` and ``last_modified`` are kept verbatim. ``error`` is the reason of the
    last failure and empty after a success; ``detail`` is its sentence for people.
    """

    next_poll: datetime
    last_poll: datetime | None = None
    last_success: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    failures: int = 0  # in a row
    error: str = ""
    detail: str = ""
    rate_per_day: float = 0.0  # decayed rate of new entries
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source with its state and what it brought."""

    source: Source
    state: SourceState
    articles: int = 0
    articles_today: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOutcome:
    """What one poll of a source brought."""

    source: str  # key
    state: SourceState
    entries: tuple[Entry, ...] = ()  # all that were listed; known ones are recognised by the store
    rejected: tuple[Rejected, ...] = ()
    outcome: str = "polled"  # polled | unchanged | failed: a counter


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """What the store made of a poll."""

    new: int
    updated: int  # known entries that say they changed: their page is due again


# ----------------------------------------------------------------------- pages


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """A page that is due: an article to fetch for the first time or again.

    A claimed task is leased: nobody else gets it until the lease ends.
    """

    id: int
    url: str  # fetch_url
    entry: Entry
    publisher: Publisher
    first_seen: datetime
    attempts: int = 0
    article: str | None = None  # id of the article that an earlier fetch gave
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRef:
    """Where a kept response lies: ``length`` bytes at ``offset`` of a WARC segment."""

    segment: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResponse:
    """The row that points at a kept response."""

    ref: SegmentRef
    url: str
    final_url: str
    status: int
    fetched: datetime
    body_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOutcome:
    """What became of a claimed page. It is due again at ``next_check``, or never when None."""

    task: int
    next_check: datetime | None
    outcome: str  # stored | unchanged | rejected | retry: a counter
    kept: KeptResponse | None = None
    etag: str | None = None
    last_modified: str | None = None
    rejected: Rejected | None = None


# ------------------------------------------------------------------------ work


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One claimed page with what is to be written for it, in one transaction with its batch.

    ``intent`` is None when the page was unchanged or rejected. Pages that come from an
    archive have no task.
    """

    outcome: PageOutcome | None
    intent: Intent | None = None
    source: str = ""  # key of the source that named it
    extractor: str = ""  # version of the code that extracted it
    tagger: str = ""
    first_seen: datetime | None = None  # of the task, or the capture time of an archived page


# ---------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Which articles of a list, and from where on. All given conditions hold together.

    ``since`` (inclusive) and ``until`` (exclusive) are about ``listed_at``.
    ``cursor`` is what the page before gave as ``next``.
    """

    tag: str | None = None  # slug
    publisher: str | None = None  # domain
    source: str | None = None  # key
    language: str | None = None
    role: Role | None = None
    category: str | None = None  # IPTC code
    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    limit: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An article as a list shows it. ``why`` are the mentions of the list's tag, best first."""

    article: str
    url: str
    headline: str
    extract: str  # about two lines of the text
    publisher: Publisher
    credits: tuple[Credit, ...]
    section: str
    language: str | None
    published: Moment | None
    modified: Moment | None
    first_seen: datetime
    listed_at: datetime
    completeness: Completeness
    versions: int
    demo: bool
    roles: tuple[Role, ...] = ()
    why: tuple[str, ...] = ()  # the surface words that name the tag, as printed
    tags: tuple[Tag, ...] = ()  # the shown tags of the article, most relevant first


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of a list, newest first. ``next`` is None on the last page.

    ``complete`` is False when the scan budget ended before the list was full.
    """

    cards: tuple[Card, ...]
    next: str | None
    total: int | None  # None when counting would cost more than the page
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value to filter by, with the number of articles that have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Values to filter a list by; counted over the newest ``scanned`` articles."""

    publishers: tuple[FacetValue, ...]
    languages: tuple[FacetValue, ...]
    roles: tuple[FacetValue, ...]
    categories: tuple[FacetValue, ...]
    scanned: int
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many articles on one UTC day (``YYYY-MM-DD``)."""

    day: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TagHead:
    """What the head of a tag page says."""

    tag: Tag
    aliases: tuple[str, ...]
    articles: int
    publishers: int
    first_seen: datetime
    last_seen: datetime
    days: tuple[DayCount, ...]  # the last 30 days with articles, oldest first
    changed_seq: int  # outbox sequence of the last change, for ETags


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedTag:
    """A tag that often stands beside another, in how many of the newest articles."""

    tag: Tag
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendingTag:
    """A tag that is named more than in its own past."""

    tag: Tag
    recent: int  # articles in the last 24 h
    ratio: float  # against its usual day
    days: tuple[DayCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One kept state of an article."""

    n: int
    first_seen: datetime
    headline: str
    content_hash: str
    reason: str
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article with everything known about it, in its newest version."""

    id: str
    tagged: Tagged
    first_seen: datetime
    listed_at: datetime
    source: str
    demo: bool
    keys: tuple[Key, ...]
    versions: tuple[VersionRow, ...]
    relations: tuple[Relation, ...]
    kept: KeptResponse | None
    extractor: str
    tagger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the outbox: something that readers of the store may care about."""

    seq: int
    kind: str  # article | version | removed | source
    key: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A rejection as it was seen."""

    rejected: Rejected
    at: datetime
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """How often a stage ended in an outcome, for one reason, since the store was made."""

    stage: str
    outcome: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The size of what is stored."""

    articles: int
    versions: int
    tags: int
    sources: int
    sources_answered_today: int
    sources_failing: int
    pages_due: int
    demo_articles: int
    last_change: datetime | None
    change_seq: int


class StoreReader(Protocol):
    """What pages and commands ask. Cheap look-ups; lists cost O(page)."""

    def list_articles(self, query: ListQuery) -> Listing: ...

    def facets(self, query: ListQuery) -> Facets: ...

    def find_tag(self, slug: str) -> TagHead | None: ...

    def find_tag_slug(self, alias: str) -> str | None:
        """Return the slug that a label, hashtag or merged slug leads to, or None."""
        ...

    def list_tags(self, prefix: str, limit: int) -> list[RelatedTag]:
        """Return shown tags whose slug starts with ``prefix``, most articles first."""
        ...

    def related_tags(self, slug: str, limit: int) -> list[RelatedTag]: ...

    def trending_tags(self, now: datetime, limit: int) -> list[TrendingTag]: ...

    def find_article(self, article: str) -> StoredArticle | None: ...

    def find_version(self, article: str, n: int) -> Tagged | None: ...

    def iter_articles(self) -> Iterator[StoredArticle]:
        """Stream all articles by arrival."""
        ...

    def list_sources(self, now: datetime) -> list[SourceRow]: ...

    def find_source(self, key: str, now: datetime) -> SourceRow | None: ...

    def is_free_key(self, key: str, url: str) -> bool:
        """Return whether a source at ``url`` may have a key: no other has or had it."""
        ...

    def counters(self) -> list[Counter]: ...

    def recent_rejected(self, limit: int, source: str | None = None) -> list[RejectedRow]: ...

    def totals(self, now: datetime) -> Totals: ...

    def iter_changes(self, after_seq: int, limit: int) -> list[Change]: ...

    def find_setting(self, name: str) -> str | None: ...


class Store(StoreReader, Protocol):
    """What the writer may do."""

    def add_source(self, source: Source, now: datetime) -> bool:
        """Keep a source, due at once. False when its key or URL is known already.

        A removed source keeps its key for its articles, and comes back by key and URL.
        """
        ...

    def pause_source(self, key: str, paused: bool, now: datetime) -> None:
        """Raises NotFound."""
        ...

    def remove_source(self, key: str, now: datetime) -> None:
        """Forget a source and its queue; its articles stay. Raises NotFound."""
        ...

    def remove_demo(self, now: datetime) -> int:
        """Remove all demo sources, articles and tags for good; return how many articles."""
        ...

    def due_sources(self, now: datetime, limit: int) -> list[SourceRow]:
        """Return sources that are due, longest waiting first."""
        ...

    def next_due(self, now: datetime) -> datetime | None:
        """Return when the next source or page is due, or None when nothing is planned."""
        ...

    def unknown_entries(self, source: str, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries (the given objects) that ``save_poll`` would count as new or updated."""
        ...

    def save_poll(self, outcome: PollOutcome, now: datetime) -> PollResult:
        """Keep a poll: state, counters, and a due page for each entry that is new or changed."""
        ...

    def claim_pages(
        self, now: datetime, limit: int, *, lease_s: float, busy_hosts: Sequence[str] = ()
    ) -> list[PageTask]:
        """Lease due pages, at most one for each host and none for a busy host."""
        ...

    def release_pages(self) -> int:
        """End all leases, for a worker that knows it is the only one; return how many."""
        ...

    def find_candidates(self, keys: Sequence[Key]) -> list[Candidate]:
        """Return the stored articles that have one of these keys."""
        ...

    def apply(self, batch: Sequence[Work], now: datetime) -> None:
        """Write a batch: articles, versions, tags, kept responses, queue, counters, outbox."""
        ...

    def count(self, counts: Mapping[tuple[str, str, str], int]) -> None:
        """Add to the counters, by (stage, outcome, reason)."""
        ...

    def save_setting(self, name: str, value: str) -> None: ...

    def committed_segments(self) -> dict[str, int]:
        """Return, for each WARC segment, the end of the last response that a row pointed at."""
        ...

    def forget_segments(self, names: Sequence[str]) -> None:
        """Drop the rows of segments whose files retention removed."""
        ...

    def close(self) -> None: ...
