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
from datetime import datetime, timedelta
from typing import Protocol

from tagwire.expression import Expression
from tagwire.memories import SiteMemory
from tagwire.model import (
    AliasSnapshot,
    Candidate,
    Entry,
    Key,
    Source,
    Tag,
    Tagged,
)
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


class StoreReader(Protocol):
    """What pages and commands ask. Cheap look-ups; lists cost O(page)."""

    def list_articles(self, query: ListQuery) -> Listing:
        """Raises BadCursor; ``is_cursor`` tells before."""
        ...

    def facets(self, query: ListQuery) -> Facets: ...

    def search(self, query: SearchQuery) -> Listing:
        """Return cards whose extract is the passage around the first hit.

        Incomplete and empty while there is no index yet.
        """
        ...

    def term_counts(self, expression: Expression) -> list[tuple[str, int]]:
        """Return how many articles each term of an expression finds alone, at most 1,000.

        Terms as text, in order; none of those that are left out.
        """
        ...

    def search_lag(self) -> int:
        """Return how many changes and articles the search does not know yet."""
        ...

    def find_tag(self, slug: str) -> TagHead | None: ...

    def find_tag_slug(self, alias: str) -> str | None:
        """Return the slug that a label, hashtag or merged slug leads to, or None."""
        ...

    def list_tags(self, prefix: str, limit: int) -> list[RelatedTag]:
        """Return shown tags whose slug starts with ``prefix``, most articles first."""
        ...

    def related_tags(self, slug: str, limit: int) -> list[RelatedTag]: ...

    def trending_tags(self, now: datetime, limit: int) -> list[TrendingTag]: ...

    def find_publisher(self, domain: str, now: datetime) -> PublisherHead | None:
        """Return what the head of a publisher's page says, None without articles."""
        ...

    def find_story(self, key: str) -> StoryHead | None:
        """Return what the head of a story says; None when no article is in it."""
        ...

    def find_story_of(self, article: str) -> str | None:
        """Return the key of the story that an article is in."""
        ...

    def top_stories(self, limit: int) -> list[StoryHead]:
        """Return the stories of the newest articles, those of most origins first.

        Only stories that more than one publisher tells.
        """
        ...

    def recent_places(self, window: timedelta) -> Iterator[Place]:
        """Stream where articles belong that arrived within ``window`` before the last one written.

        In the order of their writing.
        """
        ...

    def name_votes(self, min_articles: int) -> Iterator[NameVote]:
        """Stream the names of tags with at least so many articles, by name."""
        ...

    def find_memory(self, site: str) -> SiteMemory | None:
        """Return what is remembered of a site (registrable domain), None for nothing."""
        ...

    def iter_memories(self) -> Iterator[SiteMemory]:
        """Stream what is remembered of all sites, by site."""
        ...

    def find_snapshot(self, before_day: str = "") -> AliasSnapshot | None:
        """Return the newest alias snapshot, of a day before ``before_day`` (``YYYY-MM-DD``) if given."""
        ...

    def list_merges(self, limit: int, slug: str | None = None) -> list[TagMerge]:
        """Return the merge log, newest first; with a slug, only what it merged into or from."""
        ...

    def find_article(self, article: str) -> StoredArticle | None: ...

    def find_version(self, article: str, n: int) -> Tagged | None: ...

    def iter_articles(self) -> Iterator[StoredArticle]:
        """Stream all articles by arrival."""
        ...

    def list_sources(self, now: datetime) -> list[SourceRow]: ...

    def find_source(self, key: str, now: datetime) -> SourceRow | None: ...

    def source_health(self, key: str, now: datetime) -> SourceHealth | None:
        """Return what the newest articles of a source tell about it; None when it is unknown."""
        ...

    def is_free_key(self, key: str, url: str) -> bool:
        """Return whether a source at ``url`` may have a key: no other has or had it."""
        ...

    def kept_pages(self, after_id: int, limit: int) -> list[KeptPage]:
        """Return kept responses in the order they were kept."""
        ...

    def code_counts(self) -> list[CodeCount]:
        """Return by which code the versions were made, most versions first."""
        ...

    def counters(self) -> list[Counter]: ...

    def recent_rejected(self, limit: int, source: str | None = None) -> list[RejectedRow]: ...

    def totals(self, now: datetime) -> Totals: ...

    def iter_changes(self, after_seq: int, limit: int) -> list[Change]: ...

    def is_erased(self, keys: Sequence[Key], publisher: str) -> bool:
        """Return whether an article with one of these keys, by this publisher, was erased."""
        ...

    def list_erasures(self, limit: int) -> list[Erasure]:
        """Return what was erased, newest first: when and how many, never what."""
        ...

    def oldest_articles(self, before: datetime, limit: int, source: str | None = None) -> list[str]:
        """Return the ids of articles that lists show as of before then, oldest first.

        With a source, only those that it brought.
        """
        ...

    def size_bytes(self) -> int:
        """Return how much room articles and all that is counted of them take."""
        ...

    def is_erasing(self) -> bool:
        """Return whether files have yet to follow what was erased."""
        ...

    def list_cuts(self, limit: int) -> list[SegmentRef]:
        """Return raw records that are to be overwritten, segment by segment."""
        ...

    def find_setting(self, name: str) -> str | None: ...

    def find_block(self, host: str) -> datetime | None:
        """Return until when a host wants to be left alone; perhaps a time that has passed."""
        ...

    def find_robots(self, origin: str, now: datetime) -> tuple[datetime, bytes | None] | None:
        """Return until when a robots.txt holds, and its bytes: None where there is no such file.

        None when none is kept that holds.
        """
        ...


class Store(StoreReader, Protocol):
    """What the writer may do."""

    def add_source(self, source: Source, now: datetime) -> bool:
        """Keep a source, due at once. False when its key or URL is known already.

        A removed source keeps its key for its articles, and comes back by key and URL.
        """
        ...

    def add_sources(
        self, sources: Sequence[Source], now: datetime, *, spread_s: float = 0.0
    ) -> list[Source]:
        """Keep many sources at once; return those that ``add_source`` would keep.

        Their first polls are spread evenly over so many seconds, in the order given.
        """
        ...

    def pause_source(self, key: str, paused: bool, now: datetime) -> None:
        """Raises NotFound."""
        ...

    def poll_by(self, key: str, at: datetime) -> None:
        """Make a source due at a time at the latest, unless its last poll failed.

        Then it is left alone until then: the pause may be what its host asked for.
        """
        ...

    def move_source(self, key: str, url: str, now: datetime) -> bool:
        """Ask a source at another address from now on; False when another source is there.

        Raises NotFound.
        """
        ...

    def select_links(self, key: str, selector: str, now: datetime) -> None:
        """Keep the owner's selector of a listing page, "" for none, and make it due.

        Its validators are dropped: the same page lists other things now. Raises NotFound.
        """
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

    def unseen_entries(self, source: str, entries: Sequence[Entry]) -> Unseen:
        """Return the entries that ``save_poll`` would take for new or updated."""
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

    def forget_places(self, before: datetime) -> int:
        """Drop what was kept of arrivals before then for deciding; return how many.

        Articles stay in their stories.
        """
        ...

    def save_memories(self, memories: Sequence[SiteMemory]) -> None:
        """Keep memories, unless a newer version of one is kept already."""
        ...

    def save_snapshot(self, snapshot: AliasSnapshot) -> None:
        """Keep an alias snapshot under its day; one day has one, the first."""
        ...

    def merge_tags(
        self, slug: str, into: Tag, reason: str, now: datetime, snapshot: str = ""
    ) -> bool:
        """Log that a tag is another one: its slug redirects at once, its rows follow.

        Articles that come with the merged slug later are written under ``into``. False
        when both are one already, or when the slug was merged before.
        """
        ...

    def move_merged(self, limit: int, now: datetime) -> int:
        """Move up to so many articles of merged tags to their new tag; return how many."""
        ...

    def rebuild(self, batch: Sequence[Rebuilt], now: datetime) -> None:
        """Replace the bodies of versions, and what lists and counters derive from the newest.

        Id, number, ``first_seen`` and the place in lists stay. A version that is gone is
        passed over; one that comes out as it was only changes the code that made it.
        """
        ...

    def remove_articles(self, articles: Sequence[str], now: datetime) -> int:
        """Remove articles with their raw responses; return how many.

        They may come again. What a source lists already stays known, so that polls do not
        bring them back.
        """
        ...

    def erase_articles(self, articles: Sequence[str], now: datetime) -> int:
        """Erase articles with every trace; return how many.

        Their ids, addresses, entries and texts are remembered by digests and not taken in
        again: ``save_poll`` and ``apply`` count them as rejected and name nothing.
        """
        ...

    def erase_addresses(self, urls: Sequence[str], now: datetime) -> int:
        """Erase what is stored of web addresses, and take none of them in; return how many articles."""
        ...

    def erase_tag(self, slug: str, now: datetime) -> int:
        """Erase a tag with all that leads to it; return how many articles had it.

        The articles stay, in the words of their publishers. Neither the slug nor a full
        name of the tag is taken in again. Raises NotFound.
        """
        ...

    def sweep_erased(self, limit: int, now: datetime) -> int:
        """Take erased tags out of up to so many old versions, or of one alias snapshot.

        Returns how many were looked at, 0 at the end.
        """
        ...

    def cuts_done(self, refs: Sequence[SegmentRef]) -> None:
        """Note that raw records are overwritten, or gone with their segment."""
        ...

    def tidy(self, now: datetime) -> bool:
        """Let the files of the store hold nothing of what is gone.

        False when it has to be tried again: somebody reads, the index is behind, or records
        and versions have yet to follow.
        """
        ...

    def index_search(self, limit: int) -> int:
        """Bring up to so many changes into the index of words; return how many, 0 at the end.

        Idempotent. The index is no part of the store: it is made anew when it is missing,
        broken or made by another version.
        """
        ...

    def count(self, counts: Mapping[tuple[str, str, str], int]) -> None:
        """Add to the counters, by (stage, outcome, reason)."""
        ...

    def save_setting(self, name: str, value: str) -> None: ...

    def save_block(self, host: str, until: datetime, now: datetime) -> None:
        """Keep until when a host wants to be left alone; a block never gets shorter."""
        ...

    def save_robots(self, origin: str, until: datetime, body: bytes | None, now: datetime) -> None:
        """Keep a robots.txt, or that there is none."""
        ...

    def committed_segments(self) -> dict[str, int]:
        """Return, for each WARC segment, the end of the last response that a row pointed at."""
        ...

    def forget_segments(self, names: Sequence[str]) -> None:
        """Drop the rows of segments whose files retention removed."""
        ...

    def close(self) -> None: ...
