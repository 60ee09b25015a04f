"""The shapes of API answers, for OpenAPI and for the test that compares them with real answers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from tagwire.model import (
    BlockKind,
    CompletenessState,
    CreditRole,
    Precision,
    RelationKind,
    RemovedKind,
    Role,
    SourceKind,
    TagKind,
    Zone,
)


class Shape(BaseModel):
    """A closed object."""

    model_config = ConfigDict(extra="forbid")


class Problem(Shape):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class PublisherOut(Shape):
    """Who publishes."""

    domain: str
    name: str
    family: str | None = None
    country: str | None = None


class CreditOut(Shape):
    """An original agency, house or photographer."""

    name: str
    role: CreditRole
    evidence: str


class CompletenessOut(Shape):
    """How much of the article is known."""

    state: CompletenessState
    reason: str


class TagOut(Shape):
    """A tag."""

    slug: str
    label: str
    hashtag: str
    kind: TagKind
    of: str | None
    uri: str | None


class CardOut(Shape):
    """An article in a list. Roles and why are about the tag of the list."""

    id: str
    url: str
    headline: str
    extract: str
    publisher: PublisherOut
    credits: list[CreditOut]
    section: str
    language: str | None
    published: str | None
    published_precision: Precision | None
    published_zone: Zone | None
    modified: str | None
    first_seen: str
    listed_at: str
    completeness: CompletenessOut
    versions: int
    demo: bool
    roles: list[Role]
    why: list[str]
    tags: list[TagOut]
    copy_of: str | None
    copies: list[PublisherOut]


class ArticleList(Shape):
    """A page of a list; ``next`` is the cursor of the following page."""

    articles: list[CardOut]
    next: str | None
    total: int | None
    complete: bool


class TermOut(Shape):
    """A term of a search."""

    term: str
    articles: int


class SearchList(ArticleList):
    """A page of what a search found; ``terms`` only when it found nothing."""

    query: str
    terms: list[TermOut]


class CountedTag(TagOut):
    """A tag with its number of articles."""

    articles: int


class TagList(Shape):
    """Tags."""

    tags: list[CountedTag]


class DayOut(Shape):
    """Articles on a UTC day."""

    day: str
    articles: int


class TagHeadOut(TagOut):
    """What is known about a tag."""

    aliases: list[str]
    articles: int
    publishers: int
    copies: int
    first_seen: str
    last_seen: str
    days: list[DayOut]


class NameOut(Shape):
    """A name of a publisher, with how many of its articles show it."""

    name: str
    articles: int


class PublisherHeadOut(PublisherOut):
    """What is known about a publisher."""

    names: list[NameOut]
    articles: int
    edited: int
    copies: int
    first_seen: str
    last_seen: str
    days: list[DayOut]
    tags: list[CountedTag]
    sources: list[str]


class StoryHeadOut(Shape):
    """What is known about a story; ``origins`` counts publishers with words of their own."""

    id: str
    headline: str
    articles: int
    copies: int
    publishers: int
    origins: int
    languages: list[str]
    first_seen: str
    last_seen: str


class StoryList(Shape):
    """Stories, those of most origins first."""

    stories: list[StoryHeadOut]


class LinkOut(Shape):
    """A link: code points of the text of its block."""

    start: int
    end: int
    url: str


class BlockOut(Shape):
    """A piece of an article."""

    kind: BlockKind
    text: str
    links: list[LinkOut]
    at: str | None = None  # only where a dated entry of a live blog opens


class RemovedOut(Shape):
    """A piece that was kept out."""

    kind: RemovedKind
    text: str
    reason: str


class ImageOut(Shape):
    """The picture of an article."""

    url: str
    caption: str
    credit: str


class ArticleOut(Shape):
    """An article as it was extracted."""

    uri: str
    url: str
    headline: str
    description: str
    blocks: list[BlockOut]
    removed: list[RemovedOut]
    text: str
    by: str
    authors: list[str]
    publisher: PublisherOut
    credits: list[CreditOut]
    published: str | None
    published_precision: Precision | None
    published_zone: Zone | None
    modified: str | None
    language: str | None
    section: str
    genre: str
    keywords: list[str]
    opt_outs: list[str]
    image: ImageOut | None
    completeness: CompletenessOut


class MentionOut(Shape):
    """Where a tag is named."""

    field: str
    start: int
    end: int
    surface: str
    role: Role


class ArticleTagOut(TagOut):
    """A tag on an article."""

    shown: bool
    roles: list[Role]
    relevance: float
    confidence: float
    mentions: list[MentionOut]


class CategoryOut(Shape):
    """An IPTC Media Topic."""

    code: str
    label: str
    confidence: float


class TaggedOut(Shape):
    """An article with its tags. With ``excerpt_only`` the text is an extract."""

    id: str
    article: ArticleOut
    excerpt_only: bool
    language: str | None
    category: list[CategoryOut]
    tags: list[ArticleTagOut]


class VersionOut(TaggedOut):
    """One version of an article."""

    n: int


class VersionRowOut(Shape):
    """A version in the list of versions."""

    n: int
    first_seen: str
    headline: str
    content_hash: str
    reason: str
    words: int


class ReasonOut(Shape):
    """One reason of a relation."""

    kind: str
    score: float
    why: str


class RelationOut(Shape):
    """How two articles stand to each other."""

    a: str
    b: str
    kind: RelationKind
    score: float
    reasons: list[ReasonOut]


class StoredArticleOut(TaggedOut):
    """An article with everything known about it."""

    first_seen: str
    listed_at: str
    source: str
    demo: bool
    versions: list[VersionRowOut]
    relations: list[RelationOut]
    extractor: str
    tagger: str


class SourceOut(Shape):
    """A source with its state."""

    key: str
    kind: SourceKind
    url: str
    title: str
    publisher: PublisherOut
    languages: list[str]
    demo: bool
    state: str
    last_poll: str | None
    last_success: str | None
    next_poll: str | None
    failures: int
    error: str | None
    detail: str
    articles: int
    articles_today: int
    rate_per_day: float | None
    folders: list[str]
    selector: str


class SourceList(Shape):
    """All sources."""

    sources: list[SourceOut]


class CounterOut(Shape):
    """How often a stage ended in an outcome."""

    stage: str
    outcome: str
    reason: str | None
    count: int


class Health(BaseModel):
    """State of the instance; the process adds more fields."""

    status: str
    version: str
    now: str
    totals: dict[str, Any]
    counters: list[CounterOut]
    search_lag: int
    polls_planned: int | None
    polls_limit: int | None
    worker: str
    disk_full: bool
    disk_free_share: float
