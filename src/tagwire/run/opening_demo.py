"""Fills an empty instance with the demo newsroom, from the command line or from its first page."""

from __future__ import annotations

from datetime import datetime, timedelta

from tagwire.run.demo import demo_sources
from tagwire.store.protocol import Store

DEMO_SETTING = "demo"
# A worker that runs already has no way to the demo's hosts: it ends and starts again first.
RESTART_S = 4.0


def start_demo(store: Store, now: datetime, *, in_s: float = 0.0) -> None:
    """Add the demo newsroom to an empty store, unless it was there once; polled after ``in_s``."""
    totals = store.totals(now)
    if store.find_setting(DEMO_SETTING) is not None or totals.sources or totals.articles:
        return
    store.add_sources(demo_sources(), now + timedelta(seconds=in_s))
    # The texts count their age from here, also after a restart.
    store.save_setting(DEMO_SETTING, now.isoformat())


def is_demo_wanted(store: Store) -> bool:
    """Return whether the demo was started, be it removed since."""
    return store.find_setting(DEMO_SETTING) is not None
