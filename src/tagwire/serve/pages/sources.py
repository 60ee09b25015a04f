"""The sources and their health; the owner adds, pauses and removes them here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response

from tagwire.errors import NotFound
from tagwire.extract.memory import account_of
from tagwire.model import Reason, SourceKind
from tagwire.serve.cards import days_of
from tagwire.serve.feeds import split_suffix
from tagwire.serve.filters import SOURCE_KEYS, parse_query
from tagwire.serve.opt_outs import cards_shown
from tagwire.serve.pages.errors import error_page
from tagwire.serve.pages.health import poll_plan
from tagwire.serve.pages.lists import (
    Choice,
    Menu,
    Place,
    chart_of,
    feed_links,
    feed_of,
    filters_or_answer,
    foot_of,
)
from tagwire.serve.paths import query_text, source_path
from tagwire.serve.site import Site, etag_of, moved, not_modified, page, session_of
from tagwire.store.values import SourceRow

MAX_ROWS = 100
# Where a form in the list leads back to; no other address.
BACK = re.compile(r"/sources(\?[\w=&%.~+-]*)?")
MAX_REJECTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StateView:
    """How a source is doing, worst first."""

    key: str
    rank: int
    look: str
    icon: str
    label: str


STATES = {
    state.key: state
    for state in (
        StateView(key="failing", rank=0, look="is-failing", icon="warn", label="Failing"),
        StateView(
            key="waiting", rank=1, look="", icon="partial", label="Waiting for its first poll"
        ),
        StateView(key="paused", rank=2, look="", icon="mute", label="Paused"),
        StateView(key="answering", rank=3, look="is-ok", icon="ok", label="Answering"),
    )
}

# Hosts that answer, but not to programs: failing, in words of their own.
SHUT = {
    Reason.CAPTCHA.value: replace(STATES["failing"], label="Asks for a person"),
    Reason.CONSENT_WALL.value: replace(STATES["failing"], label="Asks for consent"),
}


def state_of(row: SourceRow) -> StateView:
    """Return how a source is doing."""
    state = row.state
    if state.paused:
        return STATES["paused"]
    if state.error:
        return SHUT.get(state.error, STATES["failing"])
    return STATES["answering" if state.last_success else "waiting"]


SOURCES_KEYS = frozenset({"state", "kind", "folder", "q", "sort", "page"})


class SourcesParams(BaseModel):
    """Which sources are listed, and in which order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: Literal["failing", "waiting", "paused", "answering"] | None = None
    kind: SourceKind | None = None
    folder: Annotated[str, StringConstraints(max_length=200)] | None = None
    q: Annotated[str, StringConstraints(max_length=80)] | None = None
    sort: Literal["name", "busiest", "next", "longest"] | None = None
    page: Annotated[int, Field(ge=1, le=9999)] = 1

    def href(self, **changes: str | None) -> str:
        """Return the address of the list with some parts changed, on its first page."""
        return "/sources" + query_text(self.model_dump(mode="json") | {"page": None} | changes)

    def page_href(self, page: int) -> str:
        """Return the address of another page of this list."""
        return self.href(page=str(page) if page > 1 else None)

    def has(self, row: SourceRow, state: StateView) -> bool:
        """Return whether the list has this source."""
        return (
            self.state in {None, state.key}
            and self.kind in {None, row.source.kind}
            and (self.folder is None or self.folder in row.source.folders)
            and all(word in _words_of(row) for word in (self.q or "").casefold().split())
        )


def _words_of(row: SourceRow) -> str:
    source = row.source
    return f"{source.title} {source.key} {source.publisher.name} {source.url}".casefold()


def name_of(row: SourceRow) -> str:
    """Return what a source is called."""
    return row.source.title or row.source.publisher.name or row.source.key


NEVER = datetime(1, 1, 2, tzinfo=UTC)
Ordered = tuple[SourceRow, StateView]
# The worst first is the order without a name: it answers "what needs a look?".
ORDERS: Mapping[str | None, tuple[str, Callable[[Ordered], tuple[object, ...]]]] = {
    None: ("Worst first", lambda pair: (pair[1].rank, name_of(pair[0]).casefold())),
    "name": ("By name", lambda pair: (name_of(pair[0]).casefold(),)),
    "busiest": (
        "Most a day",
        lambda pair: (-(pair[0].state.observed_rate or 0), -pair[0].articles),
    ),
    "next": ("Next poll", lambda pair: (pair[0].state.paused, pair[0].state.next_poll)),
    "longest": (
        "Longest silent",
        lambda pair: (pair[0].state.last_success or NEVER, name_of(pair[0]).casefold()),
    ),
}


async def show_sources(site: Site, request: Request) -> Response:
    """Show all sources with their health, worst first unless asked otherwise."""
    params = parse_query(SourcesParams, request.query_params.multi_items(), SOURCES_KEYS)
    if isinstance(params, str):
        return error_page(site, request, 400, params)
    rows = [(row, state_of(row)) for row in site.store.list_sources(site.clock())]
    etag = etag_of(site, request, rows, poll_plan(site))
    if unchanged := not_modified(request, etag):
        return unchanged
    shown = sorted((pair for pair in rows if params.has(*pair)), key=ORDERS[params.sort][1])
    first = (params.page - 1) * MAX_ROWS
    pages = -(-len(shown) // MAX_ROWS)
    values = {
        "params": params,
        "choices": _state_choices(rows, params),
        "menus": _menus(rows, params),
        "counts": Counter(state.key for _, state in rows),
        "rows": shown[first : first + MAX_ROWS],
        "found": len(shown),
        "all": len(rows),
        "pages": pages,
        "before": params.page_href(params.page - 1) if params.page > 1 else None,
        "next": params.page_href(params.page + 1) if params.page < pages else None,
        "back": params.page_href(params.page),
        "plan": poll_plan(site),
    }
    return page(site, request, "sources.html", values, etag=etag)


def _state_choices(rows: list[Ordered], params: SourcesParams) -> list[Choice]:
    counts = Counter(state.key for _, state in rows)
    choices = [
        Choice(
            label=state.label,
            href=params.href(state=state.key),
            count=counts[state.key],
            current=params.state == state.key,
        )
        for state in STATES.values()
        if counts[state.key]
    ]
    every = Choice(
        label="All", href=params.href(state=None), count=len(rows), current=not params.state
    )
    return [every, *choices]


def _menus(rows: list[Ordered], params: SourcesParams) -> list[Menu]:
    """Return what folds out: folder, kind, order; a menu with one value says nothing."""
    folders = Counter(folder for row, _ in rows for folder in row.source.folders)
    kinds = Counter(row.source.kind.value for row, _ in rows)

    def menu(title: str, key: str, counts: Counter[str]) -> Menu:
        chosen = getattr(params, key)
        every = Choice(label="All", href=params.href(**{key: None}), current=chosen is None)
        links = (
            Choice(label=value, href=params.href(**{key: value}), count=n, current=chosen == value)
            for value, n in sorted(counts.items(), key=lambda pair: pair[0].casefold())
        )
        return Menu(title=title, links=(every, *links))

    orders = tuple(
        Choice(label=label, href=params.href(sort=sort), current=params.sort == sort)
        for sort, (label, _) in ORDERS.items()
    )
    menus = [menu("Folder", "folder", folders)] if folders else []
    menus += [menu("Kind", "kind", kinds)] if len(kinds) > 1 else []
    return [*menus, Menu(title=f"Order: {ORDERS[params.sort][0].lower()}", links=orders)]


async def show_source(site: Site, request: Request) -> Response:
    """Show one source: state, what it brought, what was rejected."""
    key, suffix = split_suffix(request.path_params["key"])
    row = site.store.find_source(key, site.clock())
    if row is None:
        return error_page(site, request, 404, f"There is no source with the key {key}.")
    filters = filters_or_answer(site, request, SOURCE_KEYS)
    if isinstance(filters, Response):
        return filters
    place = Place(
        title=f"Latest from {row.source.title or key}",
        path=source_path(key),
        changed_seq=site.totals().change_seq,
        source=key,
    )
    if suffix:
        return feed_of(site, request, filters, place)
    listing = site.store.list_articles(place.query(site, filters))
    health = site.store.source_health(key, site.clock())
    memory = site.store.find_memory(row.source.publisher.domain)
    values = {
        "row": row,
        "state": state_of(row),
        "health": health,
        "delay": span_text(health.delay_s) if health and health.delay_s is not None else None,
        "chart": chart_of(health.days, site.clock().astimezone(UTC).date()) if health else (),
        "days": days_of(cards_shown(site, request, listing.cards), site.dates, site.today()),
        "foot": foot_of(listing, filters, place.path, row.articles),
        "rejected": site.store.recent_rejected(MAX_REJECTED, key),
        "memory": memory,
        "account": account_of(memory) if memory else None,
        "feeds": feed_links(place.path, filters, ""),
        "noindex": True,
    }
    return page(site, request, "source.html", values)


def span_text(seconds: float) -> str:
    """Return a length of time in words."""
    for limit_s, unit_s, name in (
        (120, 1, "second"),
        (7_200, 60, "minute"),
        (172_800, 3600, "hour"),
    ):
        if seconds < limit_s:
            n = round(seconds / unit_s)
            return f"{n} {name}" if n == 1 else f"{n} {name}s"
    return f"{round(seconds / 86_400)} days"


# --------------------------------------------------------- what the owner does


async def change_source(site: Site, request: Request) -> Response:
    """Pause, resume or remove a source, as the last part of the address says."""
    key = request.path_params["key"]
    action = request.url.path.rpartition("/")[2]
    now = site.clock()
    try:
        if action == "remove":
            site.store.remove_source(key, now)
        else:
            site.store.pause_source(key, action == "pause", now)
    except NotFound:
        return error_page(site, request, 404, f"There is no source with the key {key}.")
    back = request.state.form.get("back")
    if BACK.fullmatch(back):
        return moved(back, status=303)
    return moved("/sources" if action == "remove" else source_path(key), status=303)


async def remove_demo(site: Site, request: Request) -> Response:
    """Remove the demo newsroom for good."""
    assert session_of(request) is not None  # the owner gate lets nobody else through
    site.store.remove_demo(site.clock())
    return moved("/", status=303)
