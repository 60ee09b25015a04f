"""Signing in with the owner token, and out again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from tagwire.serve.owner import (
    COOKIE,
    KEY_SETTING,
    SESSION_DAYS,
    VERIFIER_SETTING,
    is_owner_token,
    new_cookie,
    new_key,
)
from tagwire.serve.pages.errors import error_page
from tagwire.serve.site import Site, moved, page

# Where a form for the token may lead; nothing else, so that no foreign address is followed.
WAYS_ON = frozenset({"/", "/sources", "/sources/add"})


async def show_owner(site: Site, request: Request) -> Response:
    """Show the form for the token, or the session."""
    has_owner = site.store.find_setting(VERIFIER_SETTING) is not None
    values = {"has_owner": has_owner, "wrong": False, "noindex": True}
    return page(site, request, "owner.html", values)


async def sign_in(site: Site, request: Request) -> Response:
    """Exchange the token for a signed cookie. Wrong tokens are answered slower and slower."""
    now = site.clock()
    client = request.client.host if request.client else ""
    if wait_s := site.tries.wait_s(client, now):
        detail = f"Wait {wait_s} seconds, then try again."
        return error_page(site, request, 429, detail, headers={"Retry-After": str(wait_s)})
    verifier = site.store.find_setting(VERIFIER_SETTING)
    if not is_owner_token(request.state.form.get("token"), verifier):
        site.tries.note_failure(client, now)
        values = {"has_owner": verifier is not None, "wrong": True, "noindex": True}
        return page(site, request, "owner.html", values, status=403)
    key = site.store.find_setting(KEY_SETTING)
    if key is None:
        key = new_key()
        site.store.save_setting(KEY_SETTING, key)
    following = request.state.form.get("next")
    answer = moved(following if following in WAYS_ON else "/owner", status=303)
    answer.set_cookie(
        COOKIE,
        new_cookie(key, now),
        max_age=SESSION_DAYS * 86400,
        httponly=True,
        samesite="strict",
        secure=site.base_url(request).startswith("https:"),
    )
    return answer


async def sign_out(site: Site, request: Request) -> Response:
    """End all sessions of the owner: the key that signed them is replaced."""
    site.store.save_setting(KEY_SETTING, new_key())
    answer = moved("/", status=303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer
