"""The sources and their health; the owner adds, pauses and removes them here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from tagwire.errors import NotFound
from tagwire.serve.cards import days_of
from tagwire.serve.feeds import split_suffix
from tagwire.serve.filters import SOURCE_KEYS
from tagwire.serve.pages.errors import error_page
from tagwire.serve.pages.lists import (
    Choice,
    Place,
    feed_links,
    feed_of,
    filters_or_answer,
    foot_of,
)
from tagwire.serve.paths import query_text, source_path
from tagwire.serve.site import Site, etag_of, moved, not_modified, page, session_of
from tagwire.store.values import SourceRow

MAX_ROWS = 200
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


def state_of(row: SourceRow) -> StateView:
    """Return how a source is doing."""
    state = row.state
    if state.paused:
        return STATES["paused"]
    if state.error:
        return STATES["failing"]
    return STATES["answering" if state.last_success else "waiting"]


async def show_sources(site: Site, request: Request) -> Response:
    """Show all sources with their health, worst first."""
    pairs = request.query_params.multi_items()
    chosen = request.query_params.get("state", "")
    if any(key != "state" for key, _ in pairs) or len(pairs) > 1:
        return error_page(site, request, 400, "This page knows one query key: state.")
    if chosen and chosen not in STATES:
        return error_page(site, request, 400, f"States are {', '.join(STATES)}.")
    rows = [(row, state_of(row)) for row in site.store.list_sources(site.clock())]
    etag = etag_of(site, request, rows)
    if unchanged := not_modified(request, etag):
        return unchanged
    return page(site, request, "sources.html", _sources_values(rows, chosen), etag=etag)


def _sources_values(rows: list[tuple[SourceRow, StateView]], chosen: str) -> dict[str, object]:
    counts = Counter(state.key for _, state in rows)
    choices = [Choice(label="All", href="/sources", count=len(rows), current=not chosen)]
    choices += [
        Choice(
            label=state.label,
            href="/sources" + query_text({"state": state.key}),
            count=counts[state.key],
            current=chosen == state.key,
        )
        for state in STATES.values()
        if counts[state.key]
    ]
    shown = [(row, state) for row, state in rows if chosen in {"", state.key}]
    shown.sort(key=lambda pair: (pair[1].rank, pair[0].source.title or pair[0].source.key))
    return {
        "choices": choices,
        "counts": counts,
        "rows": shown[:MAX_ROWS],
        "hidden": len(shown) - len(shown[:MAX_ROWS]),
    }


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
    values = {
        "row": row,
        "state": state_of(row),
        "days": days_of(listing.cards, site.dates, site.today()),
        "foot": foot_of(listing, filters, place.path, row.articles),
        "rejected": site.store.recent_rejected(MAX_REJECTED, key),
        "feeds": feed_links(place.path, filters, ""),
        "noindex": True,
    }
    return page(site, request, "source.html", values)


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
    return moved("/sources" if action == "remove" else source_path(key), status=303)


async def remove_demo(site: Site, request: Request) -> Response:
    """Remove the demo newsroom for good."""
    assert session_of(request) is not None  # the owner gate lets nobody else through
    site.store.remove_demo(site.clock())
    return moved("/", status=303)
