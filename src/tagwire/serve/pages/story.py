"""The page of a story: who had it first, who carries it, and why articles belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from tagwire.model import RelationKind, Tag
from tagwire.serve.cards import days_of
from tagwire.serve.feeds import split_suffix
from tagwire.serve.filters import Filters
from tagwire.serve.opt_outs import cards_shown
from tagwire.serve.pages.errors import error_page
from tagwire.serve.pages.lists import Place, feed_links, feed_of, filters_or_answer
from tagwire.serve.paths import article_path, story_path
from tagwire.serve.site import Site, list_etag, moved, not_modified, page
from tagwire.store.values import Card, ListQuery, StoredArticle, StoryHead
from tagwire.stories import Origin, Told, origins_of

# More are counted, and listed page by page for programs.
MAX_MEMBERS = 60
MIN_INDEXED_PUBLISHERS = 2
MAX_TAGS = 4
COPIES_KEYS = frozenset({"copies", "cursor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where an article stands on the line of its origin, 0 to 100 of the time of the story."""

    place: float
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One independent origin as the page draws it."""

    origin: Origin
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an article was put into the story."""

    headline: str
    href: str
    with_headline: str
    with_href: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the timeline."""

    at: datetime
    who: str
    what: str
    headline: str
    href: str
    look: str  # origin | copy | version


async def show_story(site: Site, request: Request) -> Response:
    """Show a story, or its feed; another spelling leads to the one address."""
    name, suffix = split_suffix(request.path_params["name"])
    key = name.rpartition("-")[2]
    head = site.store.find_story(key) or _story_of(site, key)
    if head is None:
        return error_page(site, request, 404, "No story has this id. It may have been removed.")
    path = story_path(head)
    if request.url.path != path + suffix:
        query = f"?{request.url.query}" if request.url.query else ""
        return moved(path + suffix + query)
    filters = filters_or_answer(site, request, COPIES_KEYS)
    if isinstance(filters, Response):
        return filters
    place = Place(
        title=head.headline or "A story", path=path, changed_seq=head.changed_seq, story=head.key
    )
    if suffix:
        return feed_of(site, request, filters, place)
    return _story_page(site, request, head, filters)


def _story_of(site: Site, article: str) -> StoryHead | None:
    key = site.store.find_story_of(article)
    return site.store.find_story(key) if key is not None else None


def _story_page(site: Site, request: Request, head: StoryHead, filters: Filters) -> Response:
    etag = list_etag(site, request, head.changed_seq, head.articles)
    if unchanged := not_modified(request, etag):
        return unchanged
    cards = site.store.list_articles(ListQuery(story=head.key, limit=MAX_MEMBERS)).cards
    stored = [one for one in (site.store.find_article(card.article) for card in cards) if one]
    origins = origins_of([_told(one) for one in stored])
    path = story_path(head)
    values = {
        "head": head,
        "lanes": lanes_of(origins),
        "events": events_of(stored, origins),
        "reasons": reasons_of(stored),
        "tags": _tags_of(cards),
        "days": days_of(cards_shown(site, request, cards), site.dates, site.today()),
        "feeds": feed_links(path, filters, f"/api/v1/stories/{head.key}/articles"),
        "more": head.articles - len(cards),
        "noindex": head.publishers < MIN_INDEXED_PUBLISHERS or any(card.demo for card in cards),
    }
    return page(site, request, "story.html", values, etag=etag)


def _told(stored: StoredArticle) -> Told:
    article = stored.tagged.article
    copies = [
        one for one in stored.relations if one.kind is RelationKind.COPY_OF and one.a == stored.id
    ]
    return Told(
        article=stored.id,
        publisher=article.publisher,
        credits=article.credits,
        copy_of=copies[0].b if copies else None,
        at=stored.listed_at,
        why="; ".join(reason.why for one in copies for reason in one.reasons),
    )


def lanes_of(origins: Sequence[Origin]) -> list[Lane]:
    """Return the origins with their articles along the time of the story."""
    times = [one.first.at for one in origins]
    times += [other.told.at for one in origins for other in one.carried]
    start, span = min(times), max(max(times) - min(times), timedelta(seconds=1))

    def mark(at: datetime, *, is_first: bool) -> Mark:
        return Mark(place=round(2 + 96 * ((at - start) / span), 1), is_first=is_first)

    return [
        Lane(
            origin=one,
            marks=(
                mark(one.first.at, is_first=True),
                *(mark(other.told.at, is_first=False) for other in one.carried),
            ),
        )
        for one in origins
    ]


def events_of(stored: Sequence[StoredArticle], origins: Sequence[Origin]) -> list[Event]:
    """Return what happened in the story, the first report first: reports, copies, edits."""
    firsts = {one.first.article for one in origins}
    events: list[Event] = []
    for one in stored:
        article = one.tagged.article
        is_first = one.id in firsts
        who = article.publisher.name or article.publisher.domain
        href = article_path(one.id, article.headline)
        what = "new origin" if is_first else "carries it"
        events.append(
            Event(
                at=one.listed_at,
                who=who,
                what=what,
                headline=article.headline,
                href=href,
                look="origin" if is_first else "copy",
            )
        )
        events += [
            Event(
                at=version.first_seen,
                who=who,
                what=f"version {version.n}",
                headline=version.headline,
                href=f"{href}#versions",
                look="version",
            )
            for version in one.versions
            if version.n > 1
        ]
    return sorted(events, key=lambda event: (event.at, event.href))


def reasons_of(stored: Sequence[StoredArticle]) -> list[Reason]:
    """Return why each article is in the story, by the article that it is most like."""
    known = {one.id: one.tagged.article.headline for one in stored}
    return [
        Reason(
            headline=known[one.id],
            href=article_path(one.id, known[one.id]),
            with_headline=known[relation.b],
            with_href=article_path(relation.b, known[relation.b]),
            why="; ".join(reason.why for reason in relation.reasons),
        )
        for one in stored
        for relation in one.relations
        if relation.a == one.id
        and relation.b in known
        and relation.kind in (RelationKind.SAME_STORY, RelationKind.COPY_OF)
    ]


def _tags_of(cards: Sequence[Card]) -> list[Tag]:
    """Return the tags that most articles of the story have."""
    counts: dict[str, int] = {}
    tags = {tag.slug: tag for card in cards for tag in card.tags}
    for card in cards:
        for tag in card.tags:
            counts[tag.slug] = counts.get(tag.slug, 0) + 1
    common = sorted(counts, key=lambda slug: (-counts[slug], slug))
    return [tags[slug] for slug in common if counts[slug] > 1 or len(cards) == 1][:MAX_TAGS]
