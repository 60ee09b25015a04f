"""How long articles are kept, how much room things take, and erasing: for the owner."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from starlette.requests import Request
from starlette.responses import Response

from tagwire.errors import NotFound
from tagwire.serve.forms import Form
from tagwire.serve.keeping import ErasePreview, KeepingDesk
from tagwire.serve.pages.errors import error_page
from tagwire.serve.retention import MAX_BYTES, MAX_DAYS, retention_of, save_retention
from tagwire.serve.site import Site, moved, page, session_of

PATH = "/owner/keeping"
GIGABYTE = 1_000_000_000
WHAT = ("article", "url", "person")
MAX_ERASURES = 20
LIMITS = {"days": MAX_DAYS, "gigabytes": MAX_BYTES / GIGABYTE}
NOT_HERE = "This process offers no keeping and erasing."


async def show_keeping(site: Site, request: Request) -> Response:
    """Show the rules, the room that things take, and what was erased."""
    desk = site.set_up.keeping
    if session_of(request) is None:
        return error_page(site, request, 403, "Only the owner of this instance sees this.")
    if desk is None:
        return error_page(site, request, 404, NOT_HERE)
    return _page(site, request, desk)


def _page(
    site: Site,
    request: Request,
    desk: KeepingDesk,
    told: str = "",
    preview: ErasePreview | None = None,
) -> Response:
    disk = desk.disk()
    values = {
        "told": told,
        "preview": preview,
        "rules": desk.rules(),
        "owner_rules": retention_of(site.store),
        "gigabytes": gigabytes_text,
        "size_text": size_text,
        "disk": disk,
        "total": sum(row.size_bytes for row in disk),
        "sources": site.store.list_sources(site.clock()),
        "erasures": site.store.list_erasures(MAX_ERASURES),
        "noindex": True,
    }
    return page(site, request, "keeping.html", values)


def gigabytes_text(size_bytes: int) -> str:
    """Return a size in the unit of the form, without needless digits."""
    return f"{size_bytes / GIGABYTE:.3f}".rstrip("0").rstrip(".")


def size_text(size_bytes: int) -> str:
    """Return a size as people say it."""
    for unit, name in ((GIGABYTE, "GB"), (GIGABYTE // 1000, "MB"), (GIGABYTE // 1_000_000, "kB")):
        if size_bytes >= unit:
            return f"{size_bytes / unit:.3g} {name}"
    return f"{size_bytes} bytes"


async def save_rules(site: Site, request: Request) -> Response:
    """Keep the rules for all articles, and those of one source."""
    if site.set_up.keeping is None:
        return error_page(site, request, 404, NOT_HERE)
    form: Form = request.state.form
    rules = retention_of(site.store)
    for name, limit in LIMITS.items():
        raw = form.get(name).strip()
        number = _number(raw) if raw else 0
        if number is None or not 0 <= number <= limit:
            return error_page(site, request, 400, f"“{raw[:40]}” cannot be used for {name}.")
        if raw and name == "days":
            rules = replace(rules, days=int(number))
        elif raw:
            rules = replace(rules, size_bytes=int(number * GIGABYTE))
    key = form.get("source").strip()
    if key:
        days = _number(form.get("source_days").strip() or "0")
        is_known = site.store.find_source(key, site.clock()) is not None
        if not is_known or days is None or not 0 <= days <= MAX_DAYS:
            return error_page(site, request, 400, "Choose a source, and days as a number.")
        rules = replace(rules, sources={**rules.sources, key: int(days)})
    save_retention(site.store, rules)
    return moved(PATH, status=303)


def _number(raw: str) -> float | None:
    try:
        number = float(raw)
    except ValueError:
        return None
    return number if isfinite(number) else None


async def erase(site: Site, request: Request) -> Response:
    """Erase what the form names, once the box below it is ticked."""
    desk = site.set_up.keeping
    if desk is None:
        return error_page(site, request, 404, NOT_HERE)
    form: Form = request.state.form
    what, key = form.get("what"), form.get("key").strip()
    if what not in WHAT or not key:
        return error_page(
            site, request, 400, "Say what is to be erased: an article, url or person."
        )
    if not form.get("sure") and (what != "person" or form.get("seen")):
        return error_page(site, request, 400, "Tick the box: what is erased does not come back.")
    with_articles = bool(form.get("articles"))
    try:
        if what == "person":
            # A name can lead to somebody else: what is erased is what the preview showed.
            preview = desk.preview(key, with_articles)
            if form.get("seen") != preview.key:
                return _page(site, request, desk, preview=preview)
        told = desk.erase(what, key, with_articles)
    except NotFound as error:
        return error_page(site, request, 404, f"{str(error)[:1].upper()}{str(error)[1:]}.")
    return _page(site, request, desk, told)
