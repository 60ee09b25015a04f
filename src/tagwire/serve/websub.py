"""Where hubs come to: whether a subscription was meant, and news that makes a source due.

No session and no CSRF token: the address is a secret, and what is sent is proved by its
signature and changes nothing but when a source is polled.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from tagwire.serve.guard import read_body
from tagwire.serve.pages.errors import error_page
from tagwire.serve.settings import HubAnswer
from tagwire.serve.site import Site

MAX_PUSH_BYTES = 1_000_000
BODY_LIMIT_S = 10.0


async def confirm_hub(site: Site, request: Request) -> Response:
    """Echo the challenge of a hub that was asked to subscribe."""
    hubs = site.set_up.hubs
    if hubs is None:
        return error_page(site, request, 404, "Nothing is subscribed to here.")
    return _answer(hubs.confirm(request.path_params["token"], dict(request.query_params)))


async def hear_hub(site: Site, request: Request) -> Response:
    """Take news from a hub."""
    hubs = site.set_up.hubs
    if hubs is None:
        return error_page(site, request, 404, "Nothing is subscribed to here.")
    signature = request.headers.get("x-hub-signature", "")
    body = await read_body(request.receive, BODY_LIMIT_S, MAX_PUSH_BYTES)
    if isinstance(body, tuple):
        return _answer(HubAnswer(body[0]))
    return _answer(hubs.push(request.path_params["token"], signature, body))


def _answer(answer: HubAnswer) -> Response:
    return PlainTextResponse(answer.text, status_code=answer.status)
