"""The web side as one ASGI application.

Guard ─ gzip ─ errors ─ OwnerGate ─ routes: pages (Starlette), /api/v1 (FastAPI), static files
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial

from starlette.applications import Starlette
from starlette.convertors import register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from tagwire.errors import BadCursor, StoreError
from tagwire.serve import images, logos, websub
from tagwire.serve.api import build_api
from tagwire.serve.assets import load_assets, show_asset
from tagwire.serve.environment import build_environment
from tagwire.serve.guard import Guard, OwnerGate
from tagwire.serve.pages import (
    adding,
    article,
    health,
    keeping,
    lists,
    owner,
    problems,
    publisher,
    search,
    selecting,
    sources,
    story,
)
from tagwire.serve.pages.errors import error_page
from tagwire.serve.paths import VersionNumber
from tagwire.serve.settings import AddResult, ServeSettings, SetUp
from tagwire.serve.shown import Dates
from tagwire.serve.site import Site
from tagwire.store.protocol import Store

register_url_convertor("version", VersionNumber())

Page = Callable[[Site, Request], Awaitable[Response]]
GZIP_LEVEL = 6
NOTHING_OFFERED = SetUp()

READ: tuple[tuple[str, Page], ...] = (
    ("/", lists.show_home),
    ("/latest.atom", lists.show_latest_feed),
    ("/latest.json", lists.show_latest_feed),
    ("/tag/{name:path}", lists.show_tag),
    ("/hashtag/{name:path}", lists.show_tag),
    ("/tags", lists.show_tags),
    ("/search", search.show_search),
    ("/search.atom", search.show_search),
    ("/search.json", search.show_search),
    ("/publisher/{domain}", publisher.show_publisher),
    ("/publisher/{domain}/logo", logos.show_logo),
    ("/story/{name}", story.show_story),
    ("/article/{id}/v{n:version}", article.show_version),
    ("/article/{id}/diff/{a:version}..{b:version}", article.show_diff),
    ("/image/{id}/{signature}", images.show_image),
    ("/article/{id}/{slug}", article.show_article),
    ("/article/{id}", article.show_article),
    ("/sources", sources.show_sources),
    ("/sources.opml", adding.show_opml),
    ("/sources/add", adding.show_add),
    ("/sources/added/{token}", adding.show_added),
    ("/source/{key}", sources.show_source),
    ("/owner", owner.show_owner),
    ("/owner/keeping", keeping.show_keeping),
    ("/health", health.show_health),
    ("/metrics", health.show_metrics),
    ("/about", health.show_about),
    ("/robots.txt", health.show_robots),
    ("/websub/{token}", websub.confirm_hub),
)
# Each of these passes the owner gate first.
WRITE: tuple[tuple[str, Page], ...] = (
    ("/owner", owner.sign_in),
    ("/owner/leave", owner.sign_out),
    ("/owner/keeping", keeping.save_rules),
    ("/owner/erase", keeping.erase),
    ("/sources/add", adding.add_source),
    ("/sources/add/starter", adding.add_starter),
    ("/sources/add/opml", adding.add_opml),
    ("/demo/start", adding.start_demo),
    ("/article/{id}/problem", problems.report_problem),
    ("/sources/{key}/pause", sources.change_source),
    ("/sources/{key}/resume", sources.change_source),
    ("/sources/{key}/remove", sources.change_source),
    ("/sources/{key}/select", selecting.select_links),
    ("/demo/remove", sources.remove_demo),
    ("/websub/{token}", websub.hear_hub),  # passes by: it is signed
)
HELP = {
    404: "No page has this address. Tags are at /tag/name, and the box above finds them by name.",
    405: "This address can be read or written, but not in this way.",
}


def create_app(
    settings: ServeSettings,
    store: Store,
    *,
    clock: Callable[[], datetime],
    health: Callable[[], Mapping[str, object]],
    add_source: Callable[[str], Awaitable[AddResult]],
    set_up: SetUp = NOTHING_OFFERED,
) -> Guard:
    """Return the application; ``routes`` lists what it serves.

    ``health`` gives what only the process knows (worker, disk); ``add_source`` looks at an
    address and keeps what it offers, because the web side never fetches; ``set_up`` is what
    else the process offers to fill an instance. Raises ConfigError.
    """
    assets = load_assets()
    site = Site(
        settings=settings,
        store=store,
        clock=clock,
        health=health,
        add_source=add_source,
        set_up=set_up,
        templates=build_environment(assets),
        assets=assets,
        dates=Dates(settings.zone),
    )
    app = Starlette(
        routes=routes_of(site),
        middleware=[Middleware(OwnerGate, site=site, show_error=error_page)],
        exception_handlers={
            HTTPException: partial(_show_http_error, site),
            BadCursor: partial(_show_bad_cursor, site),
            StoreError: partial(_show_store_error, site),
            Exception: partial(_show_crash, site),
        },
    )
    return Guard(GZipMiddleware(app, compresslevel=GZIP_LEVEL), settings, app.routes)


def routes_of(site: Site) -> list[BaseRoute]:
    """Return all routes, each page bound to its site."""
    routes: list[BaseRoute] = [
        Route(path, partial(show, site), methods=["GET"]) for path, show in READ
    ]
    routes += [Route(path, partial(act, site), methods=["POST"]) for path, act in WRITE]
    static = Route("/static/{digest}/{name:path}", partial(show_asset, site.assets))
    return [*routes, static, Mount("/api/v1", app=build_api(site))]


async def _show_http_error(site: Site, request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = HELP.get(error.status_code, error.detail)
    return error_page(site, request, error.status_code, detail, headers=dict(error.headers or {}))


async def _show_bad_cursor(site: Site, request: Request, error: Exception) -> Response:
    return error_page(site, request, 400, f"{str(error)[:1].upper()}{str(error)[1:]}.")


async def _show_store_error(site: Site, request: Request, error: Exception) -> Response:
    return error_page(site, request, 503, f"{error}. Try again; the owner finds more in the log.")


async def _show_crash(site: Site, request: Request, _error: Exception) -> Response:
    detail = "This is a fault of ours and it is in the log. Other pages go on."
    return error_page(site, request, 500, detail)
