"""Which links of a page are its list: the owner tries a selector, sees what it finds, keeps it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from tagwire.model import SourceKind
from tagwire.serve.pages.errors import error_page
from tagwire.serve.paths import source_path
from tagwire.serve.site import Site, moved, page

MAX_SELECTOR_CHARS = 500
MAX_SHOWN = 50


async def select_links(site: Site, request: Request) -> Response:
    """Show what a selector finds, or keep it; an empty one leaves it to Tagwire."""
    key = request.path_params["key"]
    row = site.store.find_source(key, site.clock())
    look = site.set_up.try_selector
    if row is None or row.source.kind is not SourceKind.LISTING or look is None:
        return error_page(site, request, 404, f"There is no page of links with the key {key}.")
    form = request.state.form
    selector = form.get("selector").strip()
    if len(selector) > MAX_SELECTOR_CHARS:
        detail = f"Write a selector of at most {MAX_SELECTOR_CHARS} characters."
        return error_page(site, request, 400, detail)
    if form.get("do") == "keep":
        site.store.select_links(key, selector, site.clock())
        return moved(source_path(key), status=303)
    trial = await look(row.source, selector)
    values = {
        "row": row,
        "selector": selector,
        "trial": trial,
        "shown": trial.entries[:MAX_SHOWN],
        "noindex": True,
    }
    return page(site, request, "selecting.html", values, status=200 if trial.entries else 422)
