"""Pictures of articles: fetched once by us, checked, kept in the data folder under a cap.

So a reader's browser never tells a publisher that somebody reads, and nothing reaches
the browser that is not a picture of pixels.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from tagwire.fetch import PICTURE_ACCEPT, FetchFailure, Web, picture_kind
from tagwire.run.clock import Clock
from tagwire.serve import Picture
from tagwire.urls import host_of

log = structlog.get_logger()

MAX_PICTURE_BYTES = 5_000_000
MAX_KEPT_BYTES = 500_000_000
# What could not be shown is not asked for again for so long.
REFUSED_S = 3_600.0
MAX_REFUSED = 10_000
# Room is made in steps, so that the folder is not listed for each picture.
LOOK_EVERY = 50


@dataclass(slots=True, kw_only=True)
class PictureKeeper:
    """Finds pictures in the folder or on the web. Belongs to one event loop."""

    web: Web
    clock: Clock
    folder: Path
    max_kept_bytes: int = MAX_KEPT_BYTES
    _refused: OrderedDict[str, float] = field(default_factory=OrderedDict)
    _running: dict[str, asyncio.Task[Picture | None]] = field(default_factory=dict)
    _kept: int = 0

    async def find(self, url: str) -> Picture | None:
        """Return the picture at an address, None when there is none that can be shown."""
        path = picture_path(self.folder, url)
        if (known := _read(path)) is not None:
            return known
        if self._refused.get(url, 0.0) > self.clock.now().timestamp():
            return None
        # Many readers at once cost one request.
        running = self._running.get(url)
        if running is None:
            running = self._running[url] = asyncio.create_task(self._fetch(url, path))
            running.add_done_callback(lambda _: self._running.pop(url, None))
        return await asyncio.shield(running)

    async def _fetch(self, url: str, path: Path) -> Picture | None:
        answer = await self.web.get(url, accept=PICTURE_ACCEPT, max_bytes=MAX_PICTURE_BYTES)
        kind = None if isinstance(answer, FetchFailure) else picture_kind(answer.body)
        if isinstance(answer, FetchFailure) or kind is None:
            reason = answer.reason if isinstance(answer, FetchFailure) else "no picture"
            # The host only: a log outlives what is erased.
            log.info("picture refused", host=host_of(url), reason=str(reason))
            self._refused[url] = self.clock.now().timestamp() + REFUSED_S
            while len(self._refused) > MAX_REFUSED:
                self._refused.popitem(last=False)
            return None
        self._keep(path, answer.body)
        return Picture(type=kind.type, body=answer.body)

    def _keep(self, path: Path, body: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(body)
        part.replace(path)
        self._kept += 1
        if self._kept % LOOK_EVERY == 1:
            self._make_room()

    def _make_room(self) -> None:
        """Remove the pictures that were fetched longest ago, down to nine tenths of the cap."""
        files = [(each.stat(), each) for each in self.folder.iterdir() if each.is_file()]
        total = sum(stat.st_size for stat, _ in files)
        if total <= self.max_kept_bytes:
            return
        for stat, each in sorted(files, key=lambda pair: pair[0].st_mtime):
            if total <= 0.9 * self.max_kept_bytes:
                return
            each.unlink(missing_ok=True)
            total -= stat.st_size


def picture_path(folder: Path, url: str) -> Path:
    """Return where the picture of an address is kept."""
    return folder / hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


def _read(path: Path) -> Picture | None:
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return None
    kind = picture_kind(body)  # again: the rules may be stricter by now
    return None if kind is None else Picture(type=kind.type, body=body)
