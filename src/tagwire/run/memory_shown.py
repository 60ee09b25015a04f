"""What is remembered of a site, for ``tagwire show`` and ``tagwire export``."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tagwire.codec import Json
from tagwire.extract.memory import account_of
from tagwire.memories import SiteMemory

MAX_LINES = 10


def memory_json(memory: SiteMemory | None) -> Json | None:
    """Return what is remembered, None for nothing."""
    if memory is None:
        return None
    account = account_of(memory)
    return {
        "site": memory.site,
        "version": memory.version,
        "pages": memory.pages,
        "standing": [msgspec.to_builtins(one) for one in account.standing],
        "bodies": [{"path": path, "pages": n} for path, n in account.bodies],
        "body_hit_rate": account.hit_rate,
        "alarms": memory.alarms,
        "last_alarm": memory.last_alarm or None,
    }


def memory_lines(memory: SiteMemory | None) -> Iterator[str]:
    """Yield what is remembered as lines for people."""
    if memory is None:
        return
    account = account_of(memory)
    yield f"remembered from {memory.pages:,} pages (version {memory.version:,})"
    for path, n in account.bodies[:3]:
        if n > 1:
            yield f"  text at {path}, {n} of the latest {len(memory.bodies)}"
    if account.hit_rate is not None:
        yield f"  {account.hit_rate:.0%} of the latest texts stood at a known place"
    if memory.alarms:
        times = "once" if memory.alarms == 1 else f"{memory.alarms} times"
        yield f"  the layout changed {times}, last on {memory.last_alarm}"
    for one in account.standing[:MAX_LINES]:
        yield f"  leaves the text, on {one.pages:,} pages: {one.text}"
    if len(account.standing) > MAX_LINES:
        yield f"  and {len(account.standing) - MAX_LINES:,} lines more: see --json"


def full_json(memory: SiteMemory) -> Json:
    """Return a whole memory, as the files of ``tagwire extract --memory`` hold it."""
    shape: Json = msgspec.to_builtins(memory, str_keys=True)
    return shape
