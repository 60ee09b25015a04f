"""Reporting what is wrong with an article: for the owner, who has the page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from tagwire.serve.pages.errors import error_page
from tagwire.serve.paths import article_path
from tagwire.serve.problems import MAX_NOTE_CHARS, PROBLEMS
from tagwire.serve.site import Site, moved, session_of


async def report_problem(site: Site, request: Request) -> Response:
    """Keep the page of an article with what is wrong as a test case."""
    assert session_of(request) is not None  # the owner gate lets nobody else through
    stored = site.store.find_article(request.path_params["id"])
    desk = site.set_up.problems
    if stored is None or desk is None:
        return error_page(site, request, 404, "No article has this id. It may have been removed.")
    what = request.state.form.get("what")
    if what not in PROBLEMS:
        return error_page(site, request, 400, "Say what is wrong: choose one of the list.")
    refusal = desk.report(stored, what, request.state.form.get("note").strip()[:MAX_NOTE_CHARS])
    if refusal:
        return error_page(site, request, 409, refusal)
    back = article_path(stored.id, stored.tagged.article.headline)
    return moved(f"{back}#problems", status=303)
