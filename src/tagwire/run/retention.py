"""Keeps articles no longer than the owner wants: by age, by source, by size.

    due ─ oldest first, a slice at a time ─> store.remove_articles ─> raw pages, search follow

Age is the place in lists: an archive of last year is as old as its articles are.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from tagwire.run.clock import Clock
from tagwire.run.settings import Settings
from tagwire.serve.retention import Retention, retention_of
from tagwire.store.protocol import Store

log = structlog.get_logger()

# About 50 ms in one transaction: no poll waits longer than that.
SLICE = 50
EVERY_S = 3600.0  # real
BREATH_S = 0.05  # between slices, for who else writes
FOREVER = timedelta(days=1)  # from now: no article of lists is later


def rules_of(settings: Settings, store: Store) -> Retention:
    """Return the rules in force: what the owner set on the page, else the settings."""
    owner = retention_of(store)
    return replace(
        owner,
        days=settings.keep_articles_days if owner.days is None else owner.days,
        size_bytes=settings.keep_articles_bytes if owner.size_bytes is None else owner.size_bytes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Articles that are to go now, and why."""

    articles: tuple[str, ...]
    reason: str  # age | source | size


def find_due(rules: Retention, store: Store, now: datetime, limit: int = SLICE) -> Due | None:
    """Return the next articles that the rules let go, None when all is as it should be."""
    if rules.days:
        old = store.oldest_articles(now - timedelta(days=rules.days), limit)
        if old:
            return Due(articles=tuple(old), reason="age")
    for key, days in rules.sources.items():
        old = store.oldest_articles(now - timedelta(days=days), limit, key)
        if old:
            return Due(articles=tuple(old), reason="source")
    if rules.size_bytes and (excess := store.size_bytes() - rules.size_bytes) > 0:
        # No more than it takes: an article has the size of the average one.
        n_needed = excess * store.totals(now).articles // store.size_bytes() + 1
        oldest = store.oldest_articles(now + FOREVER, min(limit, n_needed))
        if oldest:
            return Due(articles=tuple(oldest), reason="size")
    return None


def remove_slice(settings: Settings, store: Store, now: datetime) -> int:
    """Remove a slice of what is due; return how many articles went, 0 at the end."""
    due = find_due(rules_of(settings, store), store, now)
    if due is None:
        return 0
    removed = store.remove_articles(due.articles, now)
    store.count({("store", "removed", due.reason): removed})
    return removed


async def keep_articles(settings: Settings, store: Store, clock: Clock) -> None:
    """Remove what is due, now and then, until cancelled."""
    while True:
        removed = 0
        for n in iter(lambda: remove_slice(settings, store, clock.now()), 0):
            removed += n
            await asyncio.sleep(BREATH_S)
        if removed:
            log.info("articles removed", articles=removed)
        await asyncio.sleep(EVERY_S)
