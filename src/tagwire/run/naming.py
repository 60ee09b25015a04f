"""Who is meant by a name, and which articles have it: asked before a person is erased.

name ─┬─ slug or full name ─> the tag of a person ─> articles with the tag
      └─ full name ─> index of words ─> texts;  all articles ─> bylines, authors, credits
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tagwire.errors import NotFound
from tagwire.expression import BadExpression, parse_expression
from tagwire.model import Article, TagKind
from tagwire.store.protocol import Store
from tagwire.store.values import Card, ListQuery, SearchQuery, TagHead
from tagwire.text import slug_of

MAX_SEARCHED = 500
MAX_NAME_WORDS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name, its tag if it has one, and how many articles have it where.

    ``articles`` are all of them, each once, with their headlines.
    """

    name: str
    head: TagHead | None
    articles: dict[str, str]
    tagged: int
    in_text: int  # beside those with the tag
    in_byline: int  # beside both


def find_named(store: Store, name: str, now: datetime) -> Named:
    """Return who is meant and which articles name them. Raises NotFound, as ``find_person``.

    Reads the newest state of every article for its byline.
    """
    head = find_person(store, name)
    names = _full_names([head.tag.label, *head.aliases] if head else [name])
    tag = ListQuery(tag=head.tag.slug, limit=MAX_SEARCHED) if head else None
    found = {card.article: card.headline for card in _listed(store, tag)}
    tagged = len(found)
    for one in names:
        found.update((card.article, card.headline) for card in _searched(store, one, now))
    in_text = len(found) - tagged
    found.update(_signed(store, {_key(one) for one in names}))
    return Named(
        name=head.tag.label if head else name,
        head=head,
        articles=found,
        tagged=tagged,
        in_text=in_text,
        in_byline=len(found) - tagged - in_text,
    )


def find_person(store: Store, name: str) -> TagHead | None:
    """Return the tag of the person with this slug or full name, None when no tag is called so.

    Raises NotFound for a name that leads to anything else: a place, a surname of somebody.
    """
    bare = name.strip().removeprefix("#")
    slug = bare if store.find_tag(bare) is not None else store.find_tag_slug(bare)
    head = store.find_tag(slug) if slug else None
    if head is None:
        return None
    tag = head.tag
    if tag.kind is not TagKind.PERSON:
        raise NotFound(f"there is no person {bare!r}: it leads to {tag.label} ({tag.kind})")
    if bare != tag.slug and _key(bare) != _key(tag.label):
        raise NotFound(
            f"{bare!r} is not a full name: it leads to {tag.label}; write that, or {tag.slug}"
        )
    return head


def _key(name: str) -> str:
    """Return the form in which hashtags, slugs and labels agree."""
    return slug_of(name).replace("-", "")


def _full_names(names: Iterable[str]) -> list[str]:
    """Return those that mean one person; a single word stands in texts about anybody."""
    return [name for name in names if len(name.split()) > 1]


def _listed(store: Store, query: ListQuery | None) -> Iterator[Card]:
    while query is not None:
        listing = store.list_articles(query)
        yield from listing.cards
        query = replace(query, cursor=listing.next) if listing.next else None


def _searched(store: Store, name: str, now: datetime) -> Iterator[Card]:
    sought = parse_expression(f'"{name}"', zone=UTC, now=now)
    if isinstance(sought, BadExpression):
        return
    query: SearchQuery | None = SearchQuery(expression=sought, limit=MAX_SEARCHED)
    while query is not None:
        found = store.search(query)
        yield from found.cards
        query = replace(query, cursor=found.next) if found.next else None


def _signed(store: Store, keys: set[str]) -> Iterator[tuple[str, str]]:
    """Yield ids and headlines of the articles whose byline or credits have one of the names."""
    if not keys:
        return
    for card in _listed(store, ListQuery(limit=MAX_SEARCHED)):
        stored = store.find_article(card.article)
        if stored is not None and _is_signed(stored.tagged.article, keys):
            yield card.article, card.headline


def _is_signed(article: Article, keys: set[str]) -> bool:
    signed = [*article.authors, *(credit.name for credit in article.credits)]
    if any(_key(one) in keys for one in signed):
        return True
    words = slug_of(article.by).split("-")
    return bool(article.by) and any(
        "".join(words[start:end]) in keys
        for start in range(len(words))
        for end in range(start + 2, min(len(words), start + MAX_NAME_WORDS) + 1)
    )
