"""Small values for tests of the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tagwire.model import (
    Article,
    ArticleTag,
    Block,
    BlockKind,
    Category,
    Entry,
    Intent,
    Key,
    Mention,
    Moment,
    NewArticle,
    NewVersion,
    Publisher,
    Rejected,
    Relation,
    RelationKind,
    Role,
    Source,
    SourceKind,
    Tag,
    Tagged,
    TagKind,
)
from tagwire.store.protocol import Store
from tagwire.store.values import (
    KeptResponse,
    PageOutcome,
    PageTask,
    PollOutcome,
    PollResult,
    SegmentRef,
    SourceState,
    Work,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

CODES = {"politics": "11000000", "economy": "04000000", "sport": "15000000"}


def source(key: str = "harbour", *, demo: bool = False) -> Source:
    publisher = Publisher(domain=f"{key}.example", name=key.title())
    url = f"https://{key}.example/feed.xml"
    return Source(key=key, kind=SourceKind.FEED, url=url, publisher=publisher, demo=demo)


def entry(path: str, *, guid: str = "", title: str = "Grain", host: str = "harbour") -> Entry:
    return Entry(url=f"https://{host}.example/{path}", guid=guid, title=title)


def poll(
    store: Store,
    entries: Sequence[Entry] = (),
    *,
    key: str = "harbour",
    now: datetime = NOW,
    rejected: Sequence[Rejected] = (),
    error: str = "",
) -> PollResult:
    state = SourceState(
        next_poll=now + HOUR,
        last_poll=now,
        last_success=None if error else now,
        failures=1 if error else 0,
        error=error,
    )
    outcome = PollOutcome(
        source=key,
        state=state,
        entries=tuple(entries),
        rejected=tuple(rejected),
        outcome="failed" if error else "polled",
    )
    return store.save_poll(outcome, now)


def claim(
    store: Store, now: datetime = NOW, limit: int = 10, busy: Sequence[str] = ()
) -> list[PageTask]:
    return store.claim_pages(now, limit, lease_s=60, busy_hosts=busy)


def tag(label: str = "Vladimir Putin", kind: TagKind = TagKind.PERSON) -> Tag:
    return Tag(slug=label.casefold().replace(" ", "-"), label=label, kind=kind)


def article_tag(
    label: str = "Vladimir Putin",
    roles: Sequence[Role] = (Role.MENTIONED,),
    *,
    surface: str = "",
    shown: bool = True,
    relevance: float = 0.5,
) -> ArticleTag:
    mention = Mention(field="text", start=0, end=5, surface=surface or label, role=Role.MENTIONED)
    return ArticleTag(
        tag=tag(label),
        roles=tuple(roles),
        relevance=relevance,
        confidence=0.9,
        mentions=(mention,),
        shown=shown,
    )


def tagged(
    headline: str = "Grain ships leave",
    *,
    tags: Sequence[ArticleTag] = (),
    publisher: str = "harbour",
    language: str | None = "en",
    category: str = "politics",
    published: Moment | None = None,
    text: str = "Three ships left the port on Friday.",
) -> Tagged:
    article = Article(
        uri=f"https://{publisher}.example/{headline.casefold().replace(' ', '-')}",
        url=f"https://{publisher}.example/{headline.casefold().replace(' ', '-')}",
        headline=headline,
        publisher=Publisher(domain=f"{publisher}.example", name=publisher.title()),
        blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),) if text else (),
        published=published,
    )
    categories = (Category(code=CODES[category], label=category, confidence=0.8),)
    return Tagged(article=article, language=language, categories=categories, tags=tuple(tags))


def new(
    article: str, content: Tagged, *, keys: Sequence[str] = (), content_hash: str = "h1"
) -> NewArticle:
    return NewArticle(
        article=article, keys=key_tuple(article, *keys), tagged=content, content_hash=content_hash
    )


def version(
    article: str, n: int, content: Tagged, *, content_hash: str = "", keys: Sequence[str] = ()
) -> NewVersion:
    return NewVersion(
        article=article,
        n=n,
        keys=key_tuple(article, *keys),
        tagged=content,
        content_hash=content_hash or f"h{n}",
        reason="same address, text changed",
    )


def copying(intent: NewArticle | NewVersion, *originals: str) -> NewArticle | NewVersion:
    """Return an intent that says whose text its article carries."""
    relations = [
        Relation(a=intent.article, b=original, kind=RelationKind.COPY_OF, score=1.0)
        for original in originals
    ]
    return replace(intent, relations=tuple(relations))


def key_tuple(*values: str) -> tuple[Key, ...]:
    return tuple(Key(kind="url", value=value) for value in values)


def archived(intent: Intent, *, source: str = "harbour", first_seen: datetime | None = NOW) -> Work:
    """Return the work of a page that comes from an archive: without a task."""
    return Work(
        outcome=None,
        intent=intent,
        source=source,
        extractor="e1",
        tagger="t1",
        first_seen=first_seen,
    )


def kept(n: int = 0, segment: str = "a.warc.gz") -> KeptResponse:
    return KeptResponse(
        ref=SegmentRef(segment=segment, offset=100 * n, length=100),
        url=f"https://harbour.example/{n}",
        final_url=f"https://harbour.example/{n}",
        status=200,
        fetched=NOW,
        body_digest=f"d{n}",
    )


def answer(
    task: PageTask,
    outcome: str = "stored",
    *,
    intent: Intent | None = None,
    next_check: datetime | None = NOW + 2 * HOUR,
    rejected: Rejected | None = None,
    response: KeptResponse | None = None,
    etag: str | None = None,
) -> Work:
    return Work(
        outcome=PageOutcome(
            task=task.id,
            next_check=next_check,
            outcome=outcome,
            rejected=rejected,
            kept=response,
            etag=etag,
        ),
        intent=intent,
        source=task.entry.source,
        extractor="e1",
        tagger="t1",
        first_seen=task.first_seen,
    )
