"""Pages with lists: home, a tag, a publisher; and tags by their first letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from tagwire.model import Role, TagKind
from tagwire.serve.cards import ROLES, days_of
from tagwire.serve.feeds import FeedHead, feed_answer, split_suffix
from tagwire.serve.filters import (
    LATEST_KEYS,
    TAG_KEYS,
    Filters,
    parse_filters,
)
from tagwire.serve.language_table import language_name, own_name
from tagwire.serve.opt_outs import cards_shown
from tagwire.serve.pages.adding import add_page
from tagwire.serve.pages.errors import error_page
from tagwire.serve.paths import tag_path
from tagwire.serve.shown import month_text
from tagwire.serve.site import Site, list_etag, moved, not_modified, page
from tagwire.serve.spelling import slug_meant
from tagwire.store.values import DayCount, Facets, FacetValue, Listing, ListQuery, TagHead
from tagwire.text import slug_of

TRENDING = 8
TOP_STORIES = 6
RELATED = 10
FOUND_TAGS = 60
# Pages of tags with fewer articles say little and would fill search engines.
MIN_INDEXED = 3
# A person whom fewer houses write about is no public figure: search engines stay away.
MIN_PERSON_PUBLISHERS = 3
CHART_DAYS = 30
MAX_MONTHS = 12
MAX_MERGES = 20
FILTER_NAMES = {
    "role": "Role",
    "lang": "Language",
    "publisher": "Publisher",
    "category": "Category",
    "date": "Date",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFoot:
    """The honest end of a list."""

    next: str | None
    shown: str
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a filter as a link."""

    label: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A filter with its values."""

    title: str
    links: tuple[Choice, ...]


# ------------------------------------------------------------------------ home


async def show_home(site: Site, request: Request) -> Response:
    """Show the latest articles, what is trending, or the way to the first source."""
    filters = filters_or_answer(site, request, LATEST_KEYS)
    if isinstance(filters, Response):
        return filters
    totals = site.totals()
    etag = list_etag(site, request, totals.change_seq)
    if unchanged := not_modified(request, etag):
        return unchanged
    if not totals.sources and not totals.articles:
        return add_page(site, request)
    now = site.clock()
    query = filters.list_query(now, site.dates.zone, site.settings.page_size)
    listing = site.store.list_articles(query)
    has_copies = query.copies or (listing.total or totals.articles) < totals.articles
    values = {
        "days": days_of(cards_shown(site, request, listing.cards), site.dates, site.today()),
        "foot": foot_of(listing, filters, "/", None),
        "trending": [
            (trend, chart_of(trend.days, now.astimezone(UTC).date()))
            for trend in site.store.trending_tags(now, TRENDING)
        ],
        "stories": site.store.top_stories(TOP_STORIES),
        "filters": filters,
        "feeds": feed_links("/latest", filters, "/api/v1/articles"),
        "copies_choice": copies_choice(filters, "/") if has_copies else None,
    }
    return page(site, request, "home.html", values, etag=etag)


async def show_latest_feed(site: Site, request: Request) -> Response:
    """Give the newest articles as a feed."""
    filters = filters_or_answer(site, request, LATEST_KEYS)
    if isinstance(filters, Response):
        return filters
    place = Place(title="Latest news", path="/", changed_seq=site.totals().change_seq)
    return feed_of(site, request, filters, place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a list is of: a tag, a publisher, a source or everything."""

    title: str
    path: str
    changed_seq: int
    tag: str | None = None
    publisher: str | None = None
    source: str | None = None
    story: str | None = None

    def query(self, site: Site, filters: Filters) -> ListQuery:
        """Return what to ask the store."""
        query = filters.list_query(
            site.clock(),
            site.dates.zone,
            site.settings.page_size,
            tag=self.tag,
            publisher=self.publisher,
            source=self.source,
        )
        return query if self.story is None else replace(query, story=self.story)


def feed_of(site: Site, request: Request, filters: Filters, place: Place) -> Response:
    """Return the list of a place as the feed that was asked for."""
    head = FeedHead(
        title=place.title,
        page_path=place.path,
        changed_seq=place.changed_seq,
        query=lambda cursor: filters.query(cursor=cursor),
        cursor=filters.cursor,
        load=lambda: site.store.list_articles(place.query(site, filters)),
    )
    return feed_answer(site, request, head)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLinks:
    """The addresses of a list for feed readers and programs."""

    atom: str
    json: str
    api: str


def feed_links(path: str, filters: Filters, api: str) -> FeedLinks:
    """Return the feeds of the list at ``path`` with the filters that are set."""
    query = filters.query(cursor=None)
    return FeedLinks(atom=f"{path}.atom{query}", json=f"{path}.json{query}", api=api + query)


# ------------------------------------------------------------------------- tag


async def show_tag(site: Site, request: Request) -> Response:
    """Show the latest news with a tag, or its feed; lead other spellings to the one address."""
    name, suffix = split_suffix(request.path_params["name"])
    head = site.store.find_tag(name) if request.url.path.startswith("/tag/") else None
    if head is None:
        return _other_spelling(site, request, name, suffix)
    filters = filters_or_answer(site, request, TAG_KEYS)
    if isinstance(filters, Response):
        return filters
    place = Place(
        title=f"Latest news with {head.tag.hashtag}",
        path=tag_path(head.tag.slug),
        changed_seq=head.changed_seq,
        tag=head.tag.slug,
    )
    if suffix:
        return feed_of(site, request, filters, place)
    return _tag_page(site, request, head, filters, place)


def _other_spelling(site: Site, request: Request, name: str, suffix: str) -> Response:
    slug = slug_meant(site.store, name)
    if slug is not None and (slug != name or request.url.path.startswith("/hashtag/")):
        query = f"?{request.url.query}" if request.url.query else ""
        return moved(tag_path(slug) + suffix + query)
    bare = name.removeprefix("#")
    near = site.store.list_tags(slug_of(bare)[:3], FOUND_TAGS // 6)
    values = {"name": bare, "near": near, "noindex": True}
    return page(site, request, "no-tag.html", values, status=404)


def _tag_page(
    site: Site, request: Request, head: TagHead, filters: Filters, place: Place
) -> Response:
    etag = list_etag(site, request, head.changed_seq)
    if unchanged := not_modified(request, etag):
        return unchanged
    slug = head.tag.slug
    query = place.query(site, filters)
    listing = site.store.list_articles(query)
    facets = site.store.facets(ListQuery(tag=slug, copies=query.copies))
    chart = chart_of(head.days, site.clock().astimezone(UTC).date())
    path = place.path
    counts = () if filters.active or site.settings.timezone != "UTC" else head.days
    values = {
        "head": head,
        "filters": filters,
        "path": path,
        "chart": chart,
        "days": days_of(
            cards_shown(site, request, listing.cards),
            site.dates,
            site.today(),
            tag=slug,
            counts=counts,
        ),
        "foot": foot_of(
            listing, filters, path, head.articles - (0 if query.copies else head.copies)
        ),
        "merges": site.store.list_merges(MAX_MERGES, slug),
        "copies_choice": copies_choice(filters, path) if head.copies else None,
        "roles": role_choices(facets, filters, path),
        "menus": menus_of(facets, filters, path, date_menu(site, head, filters, path)),
        "chips": chips_of(facets, filters, path),
        "facets": facets,
        "related": site.store.related_tags(slug, RELATED),
        "feeds": feed_links(path, filters, f"/api/v1/tags/{quote(slug, safe='')}/articles"),
        "noindex": not is_for_robots(head) or bool(filters.active or filters.cursor),
    }
    return page(site, request, "tag.html", values, etag=etag)


def chart_of(days: tuple[DayCount, ...], today: date) -> list[DayCount]:
    """Return the last 30 days up to today, or up to the last day with articles."""
    known = {day.day: day.count for day in days}
    last = max((date.fromisoformat(day) for day in known), default=today)
    end = today if (today - last).days < CHART_DAYS else last
    names = [(end - timedelta(days=n)).isoformat() for n in reversed(range(CHART_DAYS))]
    return [DayCount(day=name, count=known.get(name, 0)) for name in names]


# -------------------------------------------------------------------- find tags


async def show_tags(site: Site, request: Request) -> Response:
    """Show the tags with most articles, or those whose name begins as asked."""
    pairs = request.query_params.multi_items()
    if any(given != "prefix" for given, _ in pairs) or len(pairs) > 1:
        return error_page(site, request, 400, "This page knows one query key: prefix.")
    words = pairs[0][1].strip() if pairs else ""
    etag = list_etag(site, request, site.totals().change_seq)
    if unchanged := not_modified(request, etag):
        return unchanged
    values = {"words": words, "found": find_tags(site, words), "noindex": bool(words)}
    return page(site, request, "tags.html", values, etag=etag)


def find_tags(site: Site, words: str) -> list[Choice]:
    """Return tags named by these words: the exact one first, then those that begin so."""
    bare = words.removeprefix("#")
    slug = site.store.find_tag_slug(bare) if bare else None
    rows = site.store.list_tags(slug_of(bare), FOUND_TAGS)
    found = {
        row.tag.slug: Choice(label=row.tag.hashtag, href=tag_path(row.tag.slug), count=row.count)
        for row in rows
    }
    head = site.store.find_tag(slug) if slug else None
    if head is None:
        return list(found.values())
    first = Choice(label=head.tag.hashtag, href=tag_path(head.tag.slug), count=head.articles)
    found.pop(head.tag.slug, None)
    return [first, *found.values()]


# ----------------------------------------------------------------- filter links


def filters_or_answer(site: Site, request: Request, allowed: frozenset[str]) -> Filters | Response:
    """Return the filters of a list; or why they are refused, or their canonical address."""
    filters = parse_filters(request.query_params.multi_items(), allowed)
    if isinstance(filters, str):
        return error_page(site, request, 400, filters)
    canonical = filters.query()
    if request.url.query != canonical.removeprefix("?"):
        return moved(quote(request.url.path, safe="/%") + canonical)
    return filters


def foot_of(listing: Listing, filters: Filters, path: str, total: int | None) -> ListFoot:
    """Return what the end of a list says, and where it goes on."""
    shown = len(listing.cards)
    noun = "article" if shown == 1 else "articles"
    known = listing.total if filters.active else listing.total or total
    of = f" of {known:,}".replace(",", "\u202f") if known is not None and known > shown else ""
    following = path + filters.query(cursor=listing.next) if listing.next else None
    text = f"{shown}{of} {noun} on this page" if shown else "No article on this page"
    return ListFoot(next=following, shown=text, complete=listing.complete)


def copies_choice(filters: Filters, path: str) -> Choice | None:
    """Return what the list does with copies, and the way to the other; None where it has them."""
    if filters.publisher:
        return None
    shown = filters.copies == "all"
    return Choice(
        label="Copies of a text are listed too." if shown else "Copies of a text are collapsed.",
        href=path + filters.query(copies=None if shown else "all", cursor=None),
        current=shown,
    )


def role_choices(facets: Facets, filters: Filters, path: str) -> list[Choice]:
    """Return the roles in which articles have the tag."""
    every = Choice(
        label="All roles",
        href=path + filters.query(role=None, cursor=None),
        current=not filters.role,
    )
    known = {role.value for role in Role}
    return [every] + [
        Choice(
            label=ROLES[Role(facet.value)].capitalize(),
            href=path + filters.query(role=facet.value, cursor=None),
            count=facet.count,
            current=filters.role == facet.value,
        )
        for facet in facets.roles
        if facet.value in known
    ]


def menus_of(
    facets: Facets, filters: Filters, path: str, dates: Menu | None, *, publishers: bool = True
) -> list[Menu]:
    """Return the filters that fold out: language, publisher, category, date."""

    def menu(title: str, key: str, values: tuple[FacetValue, ...]) -> Menu:
        chosen = filters.active.get(key)
        links = tuple(
            Choice(
                label=own_name(value.value) if key == "lang" else value.label or value.value,
                href=path + filters.query(**{key: value.value, "cursor": None}),
                count=value.count,
                current=chosen == value.value,
            )
            for value in values
        )
        return Menu(title=title, links=links)

    menus = [menu("Language", "lang", facets.languages)]
    if publishers:
        menus.append(menu("Publisher", "publisher", facets.publishers))
    menus.append(menu("Category", "category", facets.categories))
    menus.extend([dates] if dates else [])
    return [shown for shown in menus if shown.links]


def date_menu(site: Site, head: TagHead, filters: Filters, path: str) -> Menu:
    """Return today, the last 7 days and the months in which the tag was seen."""
    first, last = (site.dates.local(at).date() for at in (head.first_seen, head.last_seen))
    choices = [("today", "Today"), ("7d", "Last 7 days")]
    month = last.replace(day=1)
    while month >= first.replace(day=1) and len(choices) < MAX_MONTHS + 2:
        choices.append((f"{month:%Y-%m}", month_text(month)))
        month = (month - timedelta(days=1)).replace(day=1)
    links = tuple(
        Choice(
            label=label,
            href=path + filters.query(date=value, cursor=None),
            current=filters.date == value,
        )
        for value, label in choices
    )
    return Menu(title="Date", links=links)


def chips_of(facets: Facets, filters: Filters, path: str) -> list[Choice]:
    """Return the active filters, each as a link that removes it."""
    known = {value.value: value.label for value in (*facets.publishers, *facets.categories)}

    def words(key: str, value: str) -> str:
        if key == "role":
            return ROLES[Role(value)]
        return language_name(value) if key == "lang" else known.get(value, value)

    return [
        Choice(
            label=f"{FILTER_NAMES[key]}: {words(key, value)}",
            href=path + filters.query(**{key: None, "cursor": None}),
        )
        for key, value in filters.active.items()
    ]


def is_for_robots(head: TagHead) -> bool:
    """Return whether search engines may keep the page of a tag."""
    is_private = head.tag.kind is TagKind.PERSON and head.publishers < MIN_PERSON_PUBLISHERS
    return head.articles >= MIN_INDEXED and not is_private
