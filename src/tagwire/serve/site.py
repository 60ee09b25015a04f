"""What every page needs: settings, store, clock, templates; and how it becomes an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime
from importlib.metadata import version
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tagwire.dates import parse_http_date
from tagwire.serve.added import AddedLately
from tagwire.serve.assets import Assets
from tagwire.serve.owner import Session, TryLimit
from tagwire.serve.settings import AddResult, ServeSettings, SetUp
from tagwire.serve.shown import Dates
from tagwire.store.protocol import Store
from tagwire.store.values import Totals

DISK_FULL = (
    "The disk is full: fetching has stopped. Nothing is lost; "
    "it goes on by itself when there is room."
)
NO_WORKER = (
    "Nothing has been fetched since {since}: the worker does not run. "
    "It is started again by itself; the owner finds why in the terminal and in worker.log."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One instance as its pages see it."""

    settings: ServeSettings
    store: Store
    clock: Callable[[], datetime]
    health: Callable[[], Mapping[str, object]]
    add_source: Callable[[str], Awaitable[AddResult]]
    set_up: SetUp
    templates: Environment
    assets: Assets
    dates: Dates
    tries: TryLimit = field(default_factory=TryLimit)
    added: AddedLately = field(default_factory=AddedLately)
    version: str = field(default_factory=lambda: version("tagwire"))

    def today(self) -> date:
        """Return the day it is in the zone of the instance."""
        return self.dates.local(self.clock()).date()

    def totals(self) -> Totals:
        """Return the size of what is stored, as of now."""
        return self.store.totals(self.clock())

    def troubles(self) -> list[str]:
        """Return what keeps news from coming in, as sentences for people."""
        health = self.health()
        found = [DISK_FULL] if health.get("disk_full") else []
        silent = health.get("worker_silent_since")
        if isinstance(silent, datetime):
            found.append(NO_WORKER.format(since=self.dates.at_text(silent)))
        return found

    def base_url(self, request: Request) -> str:
        """Return scheme and host for addresses that leave the page, such as in feeds."""
        return self.settings.base_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"


def session_of(request: Request) -> Session | None:
    """Return the session that the owner gate found, or None for a visitor."""
    session: Session | None = request.scope.get("state", {}).get("session")
    return session


def sees_full_text(site: Site, request: Request) -> bool:
    """Return whether this visitor may read whole articles here."""
    return session_of(request) is not None or not site.settings.hides_full_text


def page(
    site: Site,
    request: Request,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    etag: str | None = None,
) -> Response:
    """Return a page made from a template."""
    session = session_of(request)
    shared = {
        "site": site,
        "dates": site.dates,
        "path": request.url.path,
        "session": session,
        "set_up": site.set_up,
        "today": site.today(),
        "totals": site.totals(),
        "troubles": site.troubles(),
        "full_text": sees_full_text(site, request),
    }
    body = site.templates.get_template(template).render(shared | dict(values))
    headers = {"Cache-Control": "private, no-store" if session else "no-cache"}
    if etag and not session:
        headers["ETag"] = etag
    return HTMLResponse(body, status_code=status, headers=headers)


def etag_of(site: Site, request: Request, *parts: object) -> str:
    """Return a weak ETag of an answer that depends on these parts and on the visitor.

    The day is a part, because headings say "today" and date filters move with it; so is
    what every page says when no news comes in.
    """
    visitor = (sees_full_text(site, request), session_of(request) is not None)
    address = (request.url.netloc, request.url.path, request.url.query)
    instance = (site.version, site.assets.digest, site.today(), site.troubles())
    made_from = repr((instance, visitor, address, parts))
    return f'W/"{hashlib.sha256(made_from.encode()).hexdigest()[:24]}"'


def list_etag(site: Site, request: Request, changed_seq: int, *parts: object) -> str:
    """Return the ETag of a page with a list: it also shows how many sources answered."""
    totals = site.totals()
    answered = (totals.sources, totals.sources_answered_today, totals.sources_failing)
    return etag_of(site, request, changed_seq, answered, *parts)


def not_modified(
    request: Request, etag: str, last_modified: datetime | None = None
) -> Response | None:
    """Return a 304 when the visitor has this very state already. ETags win over dates."""
    if session_of(request) is not None:
        return None
    known = request.headers.get("if-none-match")
    if known is not None:
        tags = {part.strip().removeprefix("W/") for part in known.split(",")}
        same = etag.removeprefix("W/") in tags or "*" in tags
    else:
        same = _is_not_newer(last_modified, request.headers.get("if-modified-since"))
    if not same:
        return None
    return Response(status_code=304, headers=validators(etag, last_modified))


def validators(etag: str, last_modified: datetime | None) -> dict[str, str]:
    """Return the headers that let a poller ask again cheaply."""
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if last_modified is not None:
        headers["Last-Modified"] = http_date(last_modified)
    return headers


def http_date(at: datetime) -> str:
    """Return the moment as HTTP writes it."""
    return format_datetime(datetime.fromtimestamp(int(at.timestamp()), tz=UTC), usegmt=True)


def _is_not_newer(last_modified: datetime | None, since: str | None) -> bool:
    if last_modified is None or not since:
        return False
    asked = parse_http_date(since)
    return asked is not None and int(last_modified.timestamp()) <= int(asked.timestamp())


def moved(path: str, *, status: int = 301) -> Response:
    """Return a redirect inside the site."""
    return RedirectResponse(path, status_code=status)


def wants_html(request: Request) -> bool:
    """Return whether the visitor is a browser, as told by Accept."""
    return "text/html" in request.headers.get("accept", "")
