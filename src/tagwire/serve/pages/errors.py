"""Error pages that say what happened and what to do; problem documents for programs."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tagwire.serve.site import Site, page

TITLES = {
    400: "This address is not quite right",
    403: "Not allowed",
    404: "There is nothing here",
    405: "This address does not take that",
    408: "Too slow",
    413: "Too large",
    429: "Too many tries",
    500: "Something broke here",
    503: "The store does not answer",
}

# Programs ask for these.
FEED_ENDS = (".atom", ".json")


def error_page(
    site: Site,
    request: Request,
    status: int,
    detail: str,
    *,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return an error in the form that the visitor can read."""
    title = TITLES.get(status, "This did not work")
    answer: Response
    if request.url.path.startswith("/api/") or request.url.path.endswith(FEED_ENDS):
        answer = problem(status, title, detail)
    elif status >= 500:
        # The store may be what broke, so this page asks it nothing.
        template = site.templates.get_template("broken.html")
        answer = HTMLResponse(template.render(title=title, detail=detail), status_code=status)
    else:
        values = {"status": status, "title": title, "detail": detail, "noindex": True}
        answer = page(site, request, "error.html", values, status=status)
    answer.headers.update(headers or {})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def problem(status: int, title: str, detail: str) -> Response:
    """Return a problem document (RFC 9457)."""
    body = msgspec.json.encode(
        {"type": "about:blank", "title": title, "status": status, "detail": detail}
    )
    return Response(body, status_code=status, media_type="application/problem+json")
