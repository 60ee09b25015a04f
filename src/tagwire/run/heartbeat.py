"""The worker's sign of life: a file that it touches, by which others see that it works."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from tagwire.run.clock import Clock
from tagwire.run.settings import Settings

log = structlog.get_logger()

# Real seconds. Four missed signs are no chance: the worker is gone, or it hangs.
BEAT_EVERY_S = 5.0
SILENT_AFTER_S = 20.0


def sign_path(settings: Settings) -> Path:
    """Return the file that the worker touches."""
    return settings.data / "worker.alive"


async def give_signs(settings: Settings) -> None:
    """Give a sign now and then until cancelled. It comes from the loop that works, so a hang shows."""
    while True:
        try:
            sign_path(settings).touch()
        except OSError as error:
            log.warning("no sign of life given", error=str(error))
        await asyncio.sleep(BEAT_EVERY_S)


def silent_since(settings: Settings, clock: Clock, watching_since_s: float) -> datetime | None:
    """Return the product time of the worker's last sign, or None while it is alive.

    ``watching_since_s`` is the POSIX time at which this process began to look: a worker
    that is only starting has not missed a sign yet.
    """
    try:
        last_s = sign_path(settings).stat().st_mtime
    except OSError:
        last_s = watching_since_s
    now_s = time.time()
    if now_s - max(last_s, watching_since_s) <= SILENT_AFTER_S:
        return None
    return clock.now() - timedelta(seconds=clock.product_seconds(now_s - last_s))
