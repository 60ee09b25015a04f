"""``tagwire show``: the lists and heads of the pages, for the terminal or as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from tagwire.codec import Json, encode_line, moment_to_text, publisher_to_json, tag_to_json
from tagwire.errors import ConfigError, NotFound
from tagwire.model import Key, Moment, RelationKind
from tagwire.run.memory_shown import memory_json, memory_lines
from tagwire.run.opening import open_clock, open_store
from tagwire.run.settings import Settings
from tagwire.run.source_list import health_json, health_lines, source_json, table_lines
from tagwire.store.protocol import Store
from tagwire.store.values import Card, Listing, ListQuery, StoredArticle, StoryHead
from tagwire.urls import host_of, registrable_domain, url_key

WIDTH = 96
STORY_NOTE = "give the id or the address of one of its articles"
MAX_STORY_ARTICLES = 500
RELATION_WORDS: Mapping[RelationKind, str] = {
    RelationKind.VERSION_OF: "a version",
    RelationKind.COPY_OF: "a copy",
    RelationKind.REPLACES: "another text at a known address",
    RelationKind.SAME_STORY: "same story",
    RelationKind.FOLLOWS: "a follow-up",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be shown, and from where."""

    store: Store
    key: str
    limit: int
    now: datetime
    zone: tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One thing of the store: as JSON, and as lines for people."""

    json: Json
    lines: tuple[str, ...]


def show(settings: Settings, what: str, key: str, limit: int) -> Shown:
    """Look something up. ``what`` is a key of ``KINDS``.

    Raises NotFound with what to try, ConfigError when there is no store.
    """
    if not settings.store_path.is_file():
        raise ConfigError(f"there is no store in {settings.data}; give its folder with --data")
    with closing(open_store(settings)) as store:
        now = open_clock(settings, store).now()
        zone = ZoneInfo(settings.timezone)
        return KINDS[what](Asked(store=store, key=key.strip(), limit=limit, now=now, zone=zone))


def _show_tag(asked: Asked) -> Shown:
    wanted = asked.key.removeprefix("#")
    slug = wanted if asked.store.find_tag(wanted) else asked.store.find_tag_slug(wanted)
    head = asked.store.find_tag(slug) if slug else None
    if head is None:
        near = asked.store.list_tags(wanted.lower()[:4], 5)
        others = "; there are " + ", ".join(row.tag.slug for row in near) if near else ""
        raise NotFound(f"there is no tag {wanted!r}{others}")
    listing = _listing(asked, ListQuery(tag=head.tag.slug, limit=asked.limit))
    shape = tag_to_json(head.tag) | {
        "aliases": list(head.aliases),
        "articles": head.articles,
        "copies": head.copies,
        "publishers": head.publishers,
        "first_seen": head.first_seen.isoformat(),
        "last_seen": head.last_seen.isoformat(),
        "days": [{"day": day.day, "articles": day.count} for day in head.days],
    }
    also = [f"also: {', '.join(head.aliases)}"] if head.aliases else []
    title = (
        f"{head.tag.hashtag} ({head.tag.kind}): {_counted(head.articles, 'article')}"
        f" of {_counted(head.publishers, 'publisher')}"
    )
    return _with_list(asked, "tag", shape, [title, *also], listing)


def _show_publisher(asked: Asked) -> Shown:
    domain = registrable_domain(host_of(asked.key) or asked.key.lower())
    head = asked.store.find_publisher(domain, asked.now)
    if head is None:
        raise NotFound(f"there is no publisher {domain!r}: a publisher is named by its domain")
    listing = _listing(asked, ListQuery(publisher=domain, limit=asked.limit))
    memory = asked.store.find_memory(domain)
    shape = publisher_to_json(head.publisher) | {
        "memory": memory_json(memory),
        "names": [{"name": one.name, "articles": one.articles} for one in head.names],
        "articles": head.articles,
        "edited": head.edited,
        "copies": head.copies,
        "first_seen": head.first_seen.isoformat(),
        "last_seen": head.last_seen.isoformat(),
        "days": [{"day": day.day, "articles": day.count} for day in head.days],
        "tags": [tag_to_json(row.tag) | {"articles": row.count} for row in head.tags],
        "sources": [row.source.key for row in head.sources],
    }
    lines = [
        f"{head.publisher.name} ({domain}): {_counted(head.articles, 'article')}, "
        f"{head.edited} edited, {head.copies} copies",
        *(["tags: " + " ".join(row.tag.hashtag for row in head.tags)] if head.tags else []),
        *table_lines(head.sources, asked.now),
        *memory_lines(memory),
    ]
    return _with_list(asked, "publisher", shape, lines, listing)


def _show_source(asked: Asked) -> Shown:
    address = url_key(asked.key)
    rows = asked.store.list_sources(asked.now)
    row = asked.store.find_source(asked.key, asked.now) or next(
        (row for row in rows if url_key(row.source.url) == address), None
    )
    if row is None:
        raise NotFound(f"there is no source {asked.key!r}: tagwire sources lists their keys")
    listing = _listing(asked, ListQuery(source=row.source.key, limit=asked.limit))
    health = asked.store.source_health(row.source.key, asked.now)
    lines = [*table_lines([row], asked.now), row.source.url, *health_lines(health)]
    memory = asked.store.find_memory(row.source.publisher.domain)
    lines += memory_lines(memory)
    shape = source_json(row) | {"health": health_json(health), "memory": memory_json(memory)}
    return _with_list(asked, "source", shape, lines, listing)


def _show_article(asked: Asked) -> Shown:
    stored = asked.store.find_article(asked.key) or _article_at(asked)
    if stored is None:
        raise NotFound(f"there is no article {asked.key!r}: give its id or its address")
    from tagwire.serve.api import stored_to_json  # it takes half a second to load

    return Shown(json=stored_to_json(stored, full=True), lines=tuple(_article_lines(stored, asked)))


def _article_at(asked: Asked) -> StoredArticle | None:
    found = asked.store.find_candidates([Key(kind="url", value=url_key(asked.key))])
    return asked.store.find_article(found[0].article) if found else None


def _article_lines(stored: StoredArticle, asked: Asked) -> Iterator[str]:
    article = stored.tagged.article
    yield article.headline
    facts = [article.publisher.name or article.publisher.domain, article.by, article.language or ""]
    yield ", ".join(fact for fact in facts if fact)
    yield f"published {_moment(article.published, asked.zone)}, first seen {_time(stored.first_seen, asked.zone)}"
    yield article.url
    shown = [one.tag.hashtag for one in stored.tagged.tags if one.shown]
    yield from textwrap.wrap(" ".join(shown), WIDTH)
    for version in stored.versions if len(stored.versions) > 1 else ():
        yield f"version {version.n}, {_time(version.first_seen, asked.zone)}: {version.reason}"
    if article.completeness.reason:
        yield f"{article.completeness.state}: {article.completeness.reason}"
    for paragraph in article.text.split("\n\n"):
        yield ""
        yield from textwrap.wrap(paragraph, WIDTH)


def _show_story(asked: Asked) -> Shown:
    """Show a story by its key, or by the id or address of any of its articles."""
    named = asked.store.find_article(asked.key) or _article_at(asked)
    of = asked.store.find_story_of(named.id) if named is not None else None
    head = asked.store.find_story(of or asked.key)
    if head is None and named is None:
        raise NotFound(f"there is no story {asked.key!r}: {STORY_NOTE}")
    ids = _story_ids(asked, head, named)
    members = [one for one in map(asked.store.find_article, ids) if one is not None]
    from tagwire.serve.api import stored_to_json  # as above

    articles = [stored_to_json(one, full=False) for one in members[: asked.limit]]
    total = _counted(head.articles if head else len(members), "article")
    if head is not None:
        total += f" of {_counted(head.publishers, 'publisher')}, "
        total += f"{_counted(head.origins, 'publisher')} in words of their own"
    listed = [line for one in members[: asked.limit] for line in _member_lines(one, asked.zone)]
    more = ["", "there are more: raise --limit"] if len(members) > asked.limit else []
    title = head.headline if head else members[0].tagged.article.headline
    return Shown(
        json={
            "story": story_json(head, members),
            "articles": articles,
            "next": None,
            "total": len(members),
        },
        lines=(title, total, *listed, *more),
    )


def _story_ids(asked: Asked, head: StoryHead | None, named: StoredArticle | None) -> list[str]:
    """Return the articles of a story by arrival in lists; of none, a text and its copies."""
    if head is None:
        assert named is not None, "callers ask before"
        founder = next(iter(_copied(named, is_original=True)), named.id)
        first = asked.store.find_article(founder) or named
        return [first.id, *_copied(first, is_original=False)]
    query = ListQuery(story=head.key, limit=MAX_STORY_ARTICLES)
    return [card.article for card in reversed(asked.store.list_articles(query).cards)]


def story_json(head: StoryHead | None, members: Sequence[StoredArticle]) -> Json:
    """Return a story as it is exported: its articles from the first to the last."""
    first, last = members[0], members[-1]
    publishers = {one.tagged.article.publisher.domain for one in members}
    return {
        "id": head.key if head else first.id,
        "founded_by": head.key if head else first.id,
        "headline": head.headline if head else first.tagged.article.headline,
        "first": first.listed_at.isoformat(),
        "last": last.listed_at.isoformat(),
        "publishers": head.publishers if head else len(publishers),
        "origins": head.origins if head else 1,
        "languages": list(head.languages) if head else [],
        "articles": [one.id for one in members],
    }


def _copied(stored: StoredArticle, *, is_original: bool) -> list[str]:
    """Return the articles whose text this one has, or those that have its text."""
    pairs = [(one.a, one.b) for one in stored.relations if one.kind is RelationKind.COPY_OF]
    if is_original:
        return [b for a, b in pairs if a == stored.id]
    return [a for a, b in pairs if b == stored.id]


def _member_lines(stored: StoredArticle, zone: tzinfo) -> Iterator[str]:
    article = stored.tagged.article
    yield ""
    where = article.publisher.name or article.publisher.domain
    yield f"{_time(stored.first_seen, zone)}  {where}  {stored.id}"
    yield from textwrap.wrap(article.headline, WIDTH, initial_indent="  ", subsequent_indent="  ")
    for relation in stored.relations:
        if relation.a == stored.id and relation.reasons:
            yield f"  {RELATION_WORDS[relation.kind]}: {relation.reasons[0].why}"
    for version in stored.versions if len(stored.versions) > 1 else ():
        yield f"  version {version.n}, {_time(version.first_seen, zone)}: {version.reason}"
    yield f"  {article.url}"


KINDS: Mapping[str, Callable[[Asked], Shown]] = {
    "tag": _show_tag,
    "story": _show_story,
    "article": _show_article,
    "source": _show_source,
    "publisher": _show_publisher,
}


def _listing(asked: Asked, query: ListQuery) -> Listing:
    return asked.store.list_articles(query)


def _with_list(asked: Asked, name: str, head: Json, lines: list[str], listing: Listing) -> Shown:
    """Return a head with the list below it, as on its page."""
    from tagwire.serve.api import card_to_json  # as above

    articles = [card_to_json(card) for card in listing.cards]
    listed = [line for card in listing.cards for line in _card_lines(card, asked.zone)]
    more = ["", "there are more: raise --limit"] if listing.next else []
    return Shown(
        json={name: head, "articles": articles, "next": listing.next, "total": listing.total},
        lines=(*lines, *listed, *more),
    )


def _card_lines(card: Card, zone: tzinfo) -> Iterator[str]:
    yield ""
    edited = f", version {card.versions}" if card.versions > 1 else ""
    copies = f", also at {_counted(len(card.copies), 'publisher')}" if card.copies else ""
    where = card.publisher.name or card.publisher.domain
    yield f"{_time(card.listed_at, zone)}  {where}{edited}{copies}"
    yield from textwrap.wrap(card.headline, WIDTH, initial_indent="  ", subsequent_indent="  ")
    if card.tags:
        yield from textwrap.wrap(
            " ".join(tag.hashtag for tag in card.tags), WIDTH, initial_indent="    ",
            subsequent_indent="    ",
        )  # fmt: skip
    yield f"    {card.url}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _moment(moment: Moment | None, zone: tzinfo) -> str:
    """Return when the publisher says it was: a day without a time stays one."""
    if moment is None:
        return "at an unknown time"
    text = moment_to_text(moment) or ""
    return text if len(text) == len("2026-09-01") else _time(moment.at, zone)


def _time(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def json_line(shown: Shown) -> str:
    """Return one thing as a line of JSON."""
    return encode_line(shown.json).decode().rstrip()
