"""Builds a site over the small newsroom, with everything the app asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from serve import newsroom
from serve.asgi import Browser
from tagwire.serve import (
    VERIFIER_SETTING,
    AddResult,
    ServeSettings,
    SetUp,
    new_owner_token,
)
from tagwire.serve.app import create_app
from tagwire.store import MemoryStore

HEALTHY: dict[str, object] = {"worker": "alive", "disk_full": False, "disk_free_share": 0.5}


@dataclass
class SiteUnderTest:
    """An app, the store behind it and the owner's token."""

    app: Any
    store: Any
    token: str

    def visitor(self) -> Browser:
        """Return a new browser."""
        return Browser(self.app)

    def owner(self) -> Browser:
        """Return a browser that is signed in."""
        browser = Browser(self.app)
        assert browser.post("/owner", {"token": self.token}).status == 303
        return browser


async def add_nothing(url: str) -> AddResult:
    """Find nothing under any address."""
    return AddResult(detail=f"{url} offers no feed")


def make_site(
    *,
    more: int = 0,
    empty: bool = False,
    owner: bool = True,
    clock=None,
    add=None,
    health=None,
    store=None,
    set_up=None,
    **settings,
) -> SiteUnderTest:
    """Return a site over a filled store."""
    store = MemoryStore() if store is None else store
    token, verifier = new_owner_token()
    if owner:
        store.save_setting(VERIFIER_SETTING, verifier)
    if not empty:
        newsroom.fill(store, more=more)
    app = create_app(
        ServeSettings(**settings),
        store,
        clock=clock or (lambda: newsroom.NOW),
        health=lambda: HEALTHY | (health or {}),
        add_source=add or add_nothing,
        set_up=set_up or SetUp(),
    )
    return SiteUnderTest(app, store, token)


def csrf_of(page: str) -> str:
    """Return the CSRF token of a page with a form."""
    return page.partition('name="csrf" value="')[2].partition('"')[0]


def act(owner: Browser, path: str, **form: str | list[str]):
    """Send a form of the owner."""
    csrf = csrf_of(owner.get("/owner").text)
    return owner.post(path, {"csrf": csrf, **form})
