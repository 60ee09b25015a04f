"""Adding sources: one address, feeds of the shipped list, an OPML file; and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tagwire.serve.filters import parse_query
from tagwire.serve.language_table import language_name
from tagwire.serve.owner import VERIFIER_SETTING
from tagwire.serve.pages.errors import error_page
from tagwire.serve.settings import AddResult, LanguageQuality, StarterFeed
from tagwire.serve.site import Site, moved, page, session_of
from tagwire.serve.starter import (
    MAX_CHOSEN,
    STARTER_KEYS,
    StarterChoice,
    chosen_feeds,
    narrowed,
    packs_of,
)
from tagwire.store.values import SourceRow

MAX_URL_CHARS = 2000
PACKS = 6
GRADES = {"full": "Full", "names": "Names", "catalogue": "Known names only"}
NO_CHOICE = StarterChoice()
OPML_TYPE = "text/x-opml; charset=utf-8"


async def show_add(site: Site, request: Request) -> Response:
    """Show the ways to add sources; the query narrows the shipped list."""
    choice = parse_query(StarterChoice, request.query_params.multi_items(), STARTER_KEYS)
    if isinstance(choice, str):
        return error_page(site, request, 400, choice)
    return add_page(site, request, choice)


def add_page(
    site: Site,
    request: Request,
    choice: StarterChoice = NO_CHOICE,
    *,
    result: AddResult | None = None,
    asked: str = "",
) -> Response:
    """Return the page with all ways; with a result, what an attempt came to."""
    feeds = site.set_up.starter()
    values = {
        "is_empty": not site.totals().sources and not site.totals().articles,
        "choice": choice,
        "narrowed": narrowed(feeds, choice) if feeds else None,
        "packs": packs_of(feeds, request.headers.get("accept-language", ""), PACKS),
        "known": {row.source.url for row in site.store.list_sources(site.clock())},
        "quality": sorted(site.set_up.quality(), key=_by_grade),
        "grades": GRADES,
        "has_owner": site.store.find_setting(VERIFIER_SETTING) is not None,
        "max_chosen": MAX_CHOSEN,
        "result": result,
        "asked": asked,
        "noindex": True,
    }
    return page(site, request, "add.html", values, status=422 if result else 200)


def _by_grade(quality: LanguageQuality) -> tuple[int, str]:
    return list(GRADES).index(quality.grade), language_name(quality.language)


# ----------------------------------------------------------- what the owner does


async def add_source(site: Site, request: Request) -> Response:
    """Look at an address and keep the source that it offers."""
    url = request.state.form.get("url").strip()
    if not url or len(url) > MAX_URL_CHARS:
        return error_page(site, request, 400, "Write the address of a site or a feed.")
    return _answer(site, request, await site.add_source(url), asked=url)


async def add_starter(site: Site, request: Request) -> Response:
    """Keep the ticked feeds of the shipped list, or all of a choice."""
    add = site.set_up.add_feeds
    if add is None:
        return error_page(site, request, 404, "This instance has no list of feeds to start with.")
    chosen = _ticked(site, request)
    if isinstance(chosen, str):
        return error_page(site, request, 400, chosen)
    return _answer(site, request, add(chosen))


def _ticked(site: Site, request: Request) -> list[StarterFeed] | str:
    """Return the chosen feeds, or why they cannot be added."""
    form, feeds = request.state.form, site.set_up.starter()
    if form.get("all"):
        pairs = [(key, form.get(key)) for key in STARTER_KEYS - {"page"} if form.get(key)]
        choice = parse_query(StarterChoice, pairs, STARTER_KEYS)
        if isinstance(choice, str):
            return choice
        chosen = chosen_feeds(feeds, choice)
    else:
        ticked = set(form.all("feed"))
        chosen = [feed for feed in feeds if feed.url in ticked]
    if not chosen:
        return "No feed was ticked. Go back and tick some."
    if len(chosen) > MAX_CHOSEN:
        return f"These are {len(chosen)} feeds; choose at most {MAX_CHOSEN} at once."
    return chosen


async def add_opml(site: Site, request: Request) -> Response:
    """Keep the feeds of an OPML file or of pasted OPML."""
    read = site.set_up.import_opml
    if read is None:
        return error_page(site, request, 404, "This instance cannot read OPML.")
    form = request.state.form
    body = form.files.get("file") or form.get("text").strip().encode()
    if not body:
        return error_page(site, request, 400, "Choose an OPML file, or paste its text.")
    return _answer(site, request, read(body), asked="OPML")


async def start_demo(site: Site, request: Request) -> Response:
    """Fill an empty instance with the demo newsroom."""
    start = site.set_up.start_demo
    if start is None or site.totals().sources or site.totals().articles:
        return error_page(site, request, 404, "The demo fills an empty instance only.")
    start()
    return moved("/", status=303)


def _answer(site: Site, request: Request, result: AddResult, *, asked: str = "") -> Response:
    if result.added or result.known:
        return moved(f"/sources/added/{site.added.keep(result)}", status=303)
    return add_page(site, request, result=result, asked=asked)


# -------------------------------------------------------------- what became of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the sources that were added have come."""

    sources: int
    asked: int  # have been polled at least once
    failing: int
    articles: int

    @property
    def is_over(self) -> bool:
        """Return whether there is no need to look again soon."""
        return self.asked == self.sources and (self.articles > 0 or self.failing == self.sources)


MAX_SHOWN = 50


async def show_added(site: Site, request: Request) -> Response:
    """Show what was added and how far it has come; the owner looks again until all is read."""
    result = site.added.find(request.path_params["token"])
    if result is None or session_of(request) is None:
        return moved("/sources", status=302)
    keys = {source.key for source in result.added}
    rows = [row for row in site.store.list_sources(site.clock()) if row.source.key in keys]
    values: dict[str, Any] = {
        "result": result,
        "progress": progress_of(rows),
        "rows": rows[:MAX_SHOWN],
        "hidden": max(0, len(rows) - MAX_SHOWN),
        "max_shown": MAX_SHOWN,
        "noindex": True,
    }
    return page(site, request, "added.html", values)


def progress_of(rows: list[SourceRow]) -> Progress:
    """Return how far these sources have come."""
    return Progress(
        sources=len(rows),
        asked=sum(row.state.last_poll is not None for row in rows),
        failing=sum(bool(row.state.error) for row in rows),
        articles=sum(row.articles for row in rows),
    )


async def show_opml(site: Site, request: Request) -> Response:
    """Give all sources as OPML. What it says stands on the page of the sources too."""
    write = site.set_up.export_opml
    if write is None:
        return error_page(site, request, 404, "This instance cannot write OPML.")
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": 'attachment; filename="tagwire.opml"',
        "Content-Type": OPML_TYPE,
    }
    return Response(write(), headers=headers)
