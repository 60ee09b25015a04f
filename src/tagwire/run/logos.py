"""Logos of publishers: found on their front page, fetched and checked like any picture.

domain ─ front page ─> icons, the most fitting first ─ PictureKeeper ─> the first that is one
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta

import msgspec

from tagwire.fetch import FetchFailure, Web
from tagwire.run.clock import Clock
from tagwire.run.pictures import PictureKeeper
from tagwire.serve import Picture
from tagwire.sources import icons_of
from tagwire.store.protocol import Store

SETTING = "logo:"  # and the domain
# Houses change their sign seldom, and a page that names none may name one later.
LOOK_AGAIN_S = timedelta(days=30).total_seconds()
MAX_PAGE_BYTES = 2_000_000
MAX_RUNNING = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Which icon a site has, "" for none, and when that was looked up."""

    url: str
    at: float  # seconds since 1970


@dataclass(slots=True, kw_only=True)
class LogoKeeper:
    """Finds logos. Belongs to one event loop."""

    web: Web
    clock: Clock
    store: Store
    pictures: PictureKeeper
    _running: OrderedDict[str, asyncio.Task[str]] = field(default_factory=OrderedDict)

    async def find(self, domain: str) -> Picture | None:
        """Return the logo of a publisher, None when there is none that can be shown."""
        saved = self.store.find_setting(SETTING + domain)
        known = msgspec.json.decode(saved, type=_Found) if saved else None
        now = self.clock.now().timestamp()
        if known is None or now - known.at > LOOK_AGAIN_S:
            known = _Found(url=await self._look_once(domain), at=now)
            self.store.save_setting(SETTING + domain, msgspec.json.encode(known).decode())
        return await self.pictures.find(known.url) if known.url else None

    async def _look_once(self, domain: str) -> str:
        """Look at a front page; many readers at once cost one request."""
        running = self._running.get(domain)
        if running is None:
            if len(self._running) >= MAX_RUNNING:
                return ""
            running = self._running[domain] = asyncio.create_task(self._look(domain))
            running.add_done_callback(lambda _: self._running.pop(domain, None))
        return await asyncio.shield(running)

    async def _look(self, domain: str) -> str:
        """Return the address of the first icon that is a picture, "" when there is none."""
        page = await self.web.get(f"https://{domain}/", max_bytes=MAX_PAGE_BYTES)
        if isinstance(page, FetchFailure):
            return ""
        for address in await asyncio.to_thread(icons_of, page.body, page.final_url):
            if await self.pictures.find(address) is not None:
                return address
        return ""
