"""The values that go into a store and come out of it.

Frozen, and the same for every store. Times are aware datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tagwire.expression import Expression
from tagwire.model import (
    Completeness,
    Credit,
    Entry,
    Intent,
    Key,
    Moment,
    Moved,
    Publisher,
    Rejected,
    Relation,
    Role,
    Source,
    Tag,
    Tagged,
)

# --------------------------------------------------------------------- sources

MIN_WATCHED = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is remembered about a source between polls.

    ``etag`` and ``last_modified`` are kept verbatim. ``error`` is the reason of the
    last failure and empty after a success; ``detail`` is its sentence for people.
    """

    next_poll: datetime
    last_poll: datetime | None = None
    last_success: datetime | None = None
    first_success: datetime | None = None  # None also for what answered before this was kept
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    failures: int = 0  # in a row
    error: str = ""
    detail: str = ""
    rate_per_day: float = 0.0  # decayed rate of new entries, at first a belief
    watched_since: datetime | None = None  # what the rate was told by; None: first_success
    hours: tuple[float, ...] = ()  # new entries in each hour (UTC), the old ones faded
    moved: Moved | None = None  # a move that is not yet believed
    paused: bool = False

    @property
    def observed_rate(self) -> float | None:
        """New entries a day, None until a day was watched: what stands before is a belief."""
        if self.last_success is None:
            return None
        is_fresh = self.first_success and self.last_success - self.first_success < MIN_WATCHED
        return None if is_fresh else self.rate_per_day


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
    title: str = ""  # what the source calls itself; kept where it has no title yet
    hub: str = ""  # who tells of its news at once (WebSub), under which address it knows it
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """What the store made of a poll."""

    new: int
    updated: int  # known entries that say they changed: their page is due again


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """The entries of a poll that a source did not list before, or not in these words.

    ``entries`` are the given objects; ``new`` counts those that were never listed.
    """

    entries: tuple[Entry, ...] = ()
    new: int = 0


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
class Place:
    """Where a state of an article belongs by its text.

    ``family`` and ``story`` are the ids of the articles that founded them. ``body`` is
    what deciding about later articles needs of it; stores only keep it.
    """

    article: str
    family: str
    story: str
    arrived: datetime
    body: bytes


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
    memory: int = 0  # version of the site's memory that it was extracted with
    first_seen: datetime | None = None  # of the task, or the capture time of an archived page
    kept: KeptResponse | None = None  # of a page without a task; with one it is in the outcome
    place: Place | None = None  # of a new state


# ---------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Which articles of a list, and from where on. All given conditions hold together.

    ``since`` (inclusive) and ``until`` (exclusive) are about ``listed_at``.
    ``copies`` False leaves out articles that are copies of a stored one.
    ``cursor`` is what the page before gave as ``next``.
    """

    tag: str | None = None  # slug
    story: str | None = None  # key; not together with a tag
    publisher: str | None = None  # domain
    source: str | None = None  # key
    language: str | None = None
    role: Role | None = None
    category: str | None = None  # IPTC code
    since: datetime | None = None
    until: datetime | None = None
    copies: bool = True
    cursor: str | None = None
    limit: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What is searched for. The newest arrivals come first.

    ``copies`` and ``cursor`` are as in a list.
    """

    expression: Expression
    copies: bool = True
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
    copy_of: str | None = None  # id of the article whose text this is
    copies: tuple[Publisher, ...] = ()  # who else carries this text, in order of arrival
    opt_outs: tuple[str, ...] = ()  # of its article


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
    copies: int = 0  # of the articles: how many are copies of another stored article


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedTag:
    """A tag that often stands beside another, in how many of the newest articles."""

    tag: Tag
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCount:
    """A name that a publisher has, and how many of its articles show it."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherHead:
    """What the head of a publisher page says.

    It is called as most of its articles call it; ``names`` are all their names, that first.
    ``edited`` and ``copies`` are numbers of articles: with more than one version, and
    whose text a stored article had before. ``tags`` are counted over its newest articles.
    """

    publisher: Publisher
    articles: int
    edited: int
    copies: int
    first_seen: datetime
    last_seen: datetime
    days: tuple[DayCount, ...]  # the last 30 days with articles, oldest first
    tags: tuple[RelatedTag, ...]
    sources: tuple[SourceRow, ...]
    names: tuple[NameCount, ...]
    changed_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryHead:
    """What the head of a story says. ``key`` is the id of the article that founded it.

    ``copies`` of its articles have the text of another stored article; ``origins`` is how
    many publishers have articles that copy none. Both times are of its listed articles.
    """

    key: str
    headline: str  # of the article that founded it, or of the oldest that is left
    articles: int
    copies: int
    publishers: int
    origins: int
    languages: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    changed_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameVote:
    """In how many articles a tag is called by a name. ``name`` is the form for look-ups.

    ``publishers`` is how many of them have articles with the tag, by any name.
    """

    name: str
    surface: str
    tag: Tag
    articles: int
    publishers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TagMerge:
    """One line of the merge log: ``merged`` (a slug) leads to ``into`` (a slug) from then on.

    ``snapshot`` is the day of the alias snapshot that decided, empty for a person.
    """

    seq: int
    merged: str
    into: str
    reason: str
    snapshot: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A kept response with what was known when it was fetched, to derive everything anew.

    ``article`` and ``n`` name the version that it shows, None when it gave none. A response
    with an article but no ``n`` showed what a newer response shows too.
    """

    id: int
    kept: KeptResponse
    entry: Entry | None
    publisher: Publisher | None
    source: str
    first_seen: datetime
    article: str | None
    n: int | None
    extractor: str
    tagger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A version made anew from its kept response; id, number and first_seen stay."""

    article: str
    n: int
    tagged: Tagged
    content_hash: str
    extractor: str
    tagger: str
    memory: int = 0
    keys: tuple[Key, ...] = ()  # by which it can be found too, unless another article has them


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """What the newest articles of a source tell about it, the newest ``looked_at`` of them.

    ``delay_s`` is the median from published to first seen, None where nothing tells.
    """

    looked_at: int
    agency: int  # of them: credited to an agency
    copies: int  # of them: copies of another stored article
    delay_s: float | None
    days: tuple[DayCount, ...]  # articles first seen, the last 30 days, oldest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One act of erasing, without saying what. ``done`` is when its last trace was gone."""

    kind: str  # article | tag
    at: datetime
    articles: int  # erased, or those that had the tag
    done: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCount:
    """How many versions were made by one pair of extractor and tagger."""

    extractor: str
    tagger: str
    versions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendingTag:
    """A tag that is named more than in its own past."""

    tag: Tag
    recent: int  # articles in the last 24 h
    usual: float  # articles on a day of the two weeks before yesterday, as far as there are
    ratio: float  # of the two; infinite for a tag without a past
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
    memory: int = 0  # version of the site's memory behind its newest version; 0: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the outbox: something that readers of the store may care about."""

    seq: int
    kind: str  # article | version | rebuilt | removed | source | tag
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
