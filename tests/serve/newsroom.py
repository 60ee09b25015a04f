"""A small made-up newsroom in a store, for the page tests. All names end in ``.example``."""

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
    Completeness,
    CompletenessState,
    Credit,
    CreditRole,
    Entry,
    Key,
    Link,
    Mention,
    Moment,
    NewArticle,
    NewVersion,
    Precision,
    Publisher,
    Reason,
    Rejected,
    Relation,
    RelationKind,
    RelationReason,
    Removed,
    RemovedKind,
    Role,
    Source,
    SourceKind,
    Stage,
    Tag,
    Tagged,
    TagKind,
    Zone,
)
from tagwire.store.values import Place, PollOutcome, SourceState, Work
from tagwire.text import content_hash

NOW = datetime(2026, 11, 21, 15, 10, tzinfo=UTC)
COURIER = Publisher(domain="veldmar-courier.example", name="The Veldmar Courier")
LEDGER = Publisher(domain="ledgerline.example", name="Ledgerline")
GATE = Publisher(domain="sahel.example", name="بوّابة السواحل")
PORT = Tag(slug="port-of-veldmar", label="Port of Veldmar", kind=TagKind.ORGANISATION)
LOCK = Tag(slug="veldmar-lock", label="Veldmar Lock", kind=TagKind.PLACE)
SITE = Tag(slug="harbour-veldmar-example", label="harbour.veldmar.example", kind=TagKind.DOMAIN)
EVIL = Tag(slug="script", label="<script>alert(1)</script>", kind=TagKind.KEYWORD)

LOCK_TEXT = (
    "The Port of Veldmar will stay shut to sea traffic until Wednesday at the earliest after a "
    "hinge on the seaward gate sheared on Friday night. The harbour board has the details."
)


def moment(text: str, precision=Precision.SECOND, zone=Zone.STATED) -> Moment:
    """Return a stated moment."""
    return Moment(at=datetime.fromisoformat(text), precision=precision, zone=zone)


def paragraph(text: str, *links: Link) -> Block:
    """Return a paragraph."""
    return Block(kind=BlockKind.PARAGRAPH, text=text, links=links)


def tagged(article: Article, *tags: ArticleTag, language="en", category="transport") -> Tagged:
    """Return an article with tags and one category."""
    codes = {"transport": "04016000", "economy": "04000000"}
    known = Category(code=codes[category], label=category, confidence=0.9)
    return Tagged(article=article, language=language, categories=(known,), tags=tags)


def on(tag: Tag, surface: str, role=Role.SUBJECT, field="blocks/0", start=4) -> ArticleTag:
    """Return a tag with one mention."""
    mention = Mention(
        field=field, start=start, end=start + len(surface), surface=surface, role=role
    )
    roles = (Role.SUBJECT, Role.MENTIONED) if role is Role.SUBJECT else (role,)
    return ArticleTag(tag=tag, roles=roles, relevance=0.8, confidence=0.9, mentions=(mention,))


def lock_article(**changes) -> Article:
    """Return the main article of the newsroom."""
    given = {
        "uri": "https://veldmar-courier.example/port/lock-gate",
        "url": "https://veldmar-courier.example/port/lock-gate?from=feed",
        "headline": "Failed lock gate closes Port of Veldmar to sea traffic",
        "publisher": COURIER,
        "description": "A warning about the hinge was on file since May",
        "by": "By Jette Amsel-Rook",
        "section": "Transport",
        "published": moment("2026-11-21T11:58:00+01:00"),
        "modified": moment("2026-11-21T14:56:00+01:00"),
        "blocks": (
            paragraph(
                LOCK_TEXT, Link(start=150, end=163, url="https://harbour.veldmar.example/board")
            ),
            Block(kind=BlockKind.SUBHEAD, text="A warning on file"),
            paragraph("A script link stays text.", Link(start=2, end=8, url="javascript:alert(1)")),
            Block(
                kind=BlockKind.QUOTE, text="Nobody is going to be asked to pay twice & again <b>."
            ),
            Block(kind=BlockKind.LIST_ITEM, text="cut out the hinge under water"),
            Block(kind=BlockKind.LIST_ITEM, text="float the gate to the dry dock"),
            Block(kind=BlockKind.CAPTION, text="The seaward gate on Saturday."),
            Block(kind=BlockKind.CREDIT, text="Photo: J. Maske / Port of Veldmar"),
            Block(kind=BlockKind.TABLE, text="Ship | Days\nOstrel | 4"),
        ),
        "removed": (
            Removed(
                kind=RemovedKind.PROMO,
                text="Sign up to Harbour Lights <img src=x>",
                reason="link to a newsletter",
            ),
        ),
        "credits": (
            Credit(name="Northline", role=CreditRole.ORIGINATOR, evidence="VELDMAR (Northline) -"),
        ),
        "keywords": ("port",),
        "language": "en",
    }
    return Article(**(given | changes))


def articles() -> list[tuple[str, str, Tagged, timedelta]]:
    """Return (id, source, tagged, age) of each founding article."""
    lock = lock_article(headline="Jammed gate holds up ships at Veldmar", modified=None)
    partial = Article(
        uri="https://ledgerline.example/insurers",
        url="https://ledgerline.example/insurers",
        headline="Insurers brace for claims as grain cargoes sit off Veldmar",
        publisher=LEDGER,
        published=moment("2026-11-21T00:00:00+00:00", Precision.DAY),
        section="Economy",
        blocks=(
            paragraph("The Port of Veldmar has been asked for inspection records going back to"),
        ),
        completeness=Completeness(
            state=CompletenessState.PARTIAL, reason="The page ends with “Continue reading”."
        ),
    )
    arabic = Article(
        uri="https://sahel.example/a/1",
        url="https://sahel.example/a/1",
        headline="إغلاق ميناء فيلدمار يرفع كلفة شحن الحبوب إلى الموانئ الجنوبية",
        publisher=GATE,
        published=moment("2026-11-20T22:40:00+00:00", zone=Zone.ASSUMED),
        blocks=(
            paragraph("قال تجّار إن أسعار الشحن ارتفعت منذ تعطّل بوابة الهويس في ميناء فيلدمار."),
        ),
    )
    birds = Article(
        uri="https://veldmar-courier.example/birds",
        url="https://veldmar-courier.example/birds",
        headline="Reed warblers return to the Ostrel marshes a month late",
        publisher=COURIER,
        blocks=(
            paragraph("Ringing stations along the estuary counted 212 birds last week."),
            Block(kind=BlockKind.CREDIT, text="Photo: J. Maske / Port of Veldmar"),
        ),
    )
    hostile = Article(
        uri="javascript:alert(1)",
        url="javascript:alert(1)",
        headline='"><script>alert(1)</script>',
        publisher=Publisher(domain="evil.example", name="<b>Evil</b>"),
        section="<i>x</i>",
        published=moment("2031-01-01T00:00:00+00:00"),
        blocks=(paragraph("The text is \x00 <script>alert(2)</script> & ends."),),
    )
    photo = on(PORT, "Port of Veldmar", Role.PHOTO_CREDIT, "blocks/1", 18)
    return [
        (
            "a1",
            "courier",
            tagged(lock, on(PORT, "Port of Veldmar"), on(SITE, "board", Role.LINKED_DOMAIN)),
            timedelta(hours=4),
        ),
        (
            "a2",
            "ledger",
            tagged(
                partial,
                on(PORT, "Port of Veldmar", Role.MENTIONED),
                on(LOCK, "Port"),
                category="economy",
            ),
            timedelta(hours=6),
        ),
        (
            "a3",
            "sahel",
            tagged(arabic, on(PORT, "ميناء فيلدمار", start=58), language="ar"),
            timedelta(hours=16),
        ),
        ("a4", "courier", tagged(birds, photo), timedelta(days=2)),
        ("a5", "ledger", tagged(hostile, on(EVIL, "text")), timedelta(hours=1)),
    ]


SOURCES = (
    Source(
        key="courier",
        kind=SourceKind.FEED,
        url="https://veldmar-courier.example/feed",
        publisher=COURIER,
        title="The Veldmar Courier",
        languages=("en",),
    ),
    Source(
        key="ledger",
        kind=SourceKind.FEED,
        url="https://ledgerline.example/rss",
        publisher=LEDGER,
        title="Ledgerline",
    ),
    Source(
        key="sahel",
        kind=SourceKind.SITEMAP,
        url="https://sahel.example/news.xml",
        publisher=GATE,
        title="بوّابة السواحل",
    ),
)


def fill(store, *, more: int = 0, demo: bool = False) -> None:
    """Put the newsroom into a store; ``more`` adds that many plain articles with the tag."""
    for source in SOURCES:
        store.add_source(replace(source, demo=demo), NOW - timedelta(days=10))
    later = NOW + timedelta(minutes=6)
    good = SourceState(next_poll=later, last_poll=NOW, last_success=NOW, rate_per_day=8.0)
    bad = SourceState(
        next_poll=later,
        last_poll=NOW,
        failures=3,
        error="timeout",
        detail="No answer within 20 seconds.",
    )
    entry = Entry(url="https://veldmar-courier.example/port/lock-gate", source="courier")
    rejected = Rejected(
        stage=Stage.PARSE, key="entry 4", reason=Reason.NO_LINK, detail="The entry has no link."
    )
    store.save_poll(
        PollOutcome(source="courier", state=good, entries=(entry,), rejected=(rejected,)), NOW
    )
    store.save_poll(PollOutcome(source="ledger", state=bad, outcome="failed"), NOW)
    store.save_poll(PollOutcome(source="sahel", state=good), NOW)
    for article, source, shown, age in [*articles(), *plain_articles(more)]:
        new = NewArticle(
            article=article,
            keys=(Key(kind="url", value=article),),
            tagged=shown,
            content_hash=content_hash(shown.article.text),
        )
        at = NOW - age
        store.apply(
            [
                Work(
                    outcome=None,
                    intent=new,
                    source=source,
                    extractor="1",
                    tagger="1",
                    first_seen=at,
                )
            ],
            at,
        )
    newer = tagged(
        lock_article(), on(PORT, "Port of Veldmar"), on(SITE, "board", Role.LINKED_DOMAIN)
    )
    version = NewVersion(
        article="a1",
        n=2,
        keys=(),
        tagged=newer,
        content_hash="changed",
        reason="same address, the text changed",
    )
    store.apply(
        [Work(outcome=None, intent=version, source="courier", extractor="1", tagger="1")], NOW
    )
    store.count({("fetch", "rejected", "timeout"): 3, ("store", "stored", ""): 6})
    while store.index_search(100):
        pass


def add_copy(store, of: str = "a1", article: str = "c1") -> None:
    """Add what another publisher made of the main article: the same text, an hour later."""
    text = lock_article(
        publisher=LEDGER,
        uri=f"https://ledgerline.example/{article}",
        by="",
        headline="Veldmar shut",
    )
    copied = Relation(
        a=article,
        b=of,
        kind=RelationKind.COPY_OF,
        score=1.0,
        reasons=(RelationReason(kind="text", score=1.0, why="the texts are equal"),),
    )
    new = NewArticle(
        article=article,
        keys=(Key(kind="url", value=article),),
        tagged=tagged(text, on(PORT, "Port of Veldmar")),
        content_hash=content_hash(text.text),
        relations=(copied,),
    )
    at = NOW - timedelta(hours=3)
    store.apply([Work(outcome=None, intent=new, source="ledger", first_seen=at)], at)


def add_story(store, key: str = "s1") -> None:
    """Add two articles that two publishers wrote about one event."""
    for article, publisher, hours in ((key, COURIER, 5), (f"{key}x", LEDGER, 4)):
        uri = f"https://{publisher.domain}/{article}"
        text = lock_article(publisher=publisher, uri=uri, headline=f"Lock {article}", by="")
        at = NOW - timedelta(hours=hours)
        new = NewArticle(
            article=article,
            keys=(Key(kind="url", value=uri),),
            tagged=tagged(text, on(PORT, "Port of Veldmar")),
            content_hash=article,
        )
        place = Place(article=article, family=article, story=key, arrived=at, body=b"")
        store.apply([Work(outcome=None, intent=new, first_seen=at, place=place)], at)


def add_called(store, names: Sequence[str]) -> None:
    """Add an article for each name, of one publisher that they call so."""
    for n, name in enumerate(names):
        publisher = Publisher(domain="names.example", name=name)
        text = lock_article(publisher=publisher, uri=f"https://names.example/{n}", by="")
        new = NewArticle(
            article=f"n{n}",
            keys=(Key(kind="url", value=text.uri),),
            tagged=tagged(text, on(PORT, "Port of Veldmar")),
            content_hash=f"n{n}",
        )
        store.apply([Work(outcome=None, intent=new, first_seen=NOW)], NOW)


def add_plain(store, at: datetime) -> None:
    """Add one more article with the tag."""
    _, source, shown, _ = plain_articles(1)[0]
    keys = (Key(kind="url", value="added"),)
    new = NewArticle(article="added", keys=keys, tagged=shown, content_hash="added")
    store.apply([Work(outcome=None, intent=new, source=source, first_seen=at)], at)


def plain_articles(count: int) -> list[tuple[str, str, Tagged, timedelta]]:
    """Return older articles, one an hour."""
    found = []
    for n in range(count):
        at = NOW - timedelta(days=3, hours=n)
        article = Article(
            uri=f"https://veldmar-courier.example/{n}",
            url=f"https://veldmar-courier.example/{n}",
            headline=f"Harbour log number {n}",
            publisher=COURIER,
            published=Moment(at=at),
            blocks=(paragraph("The Port of Veldmar opened its log."),),
        )
        shown = tagged(article, on(PORT, "Port of Veldmar", Role.MENTIONED))
        found.append((f"p{n}", "courier", shown, NOW - at))
    return found
