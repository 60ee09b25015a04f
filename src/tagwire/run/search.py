"""Keeps the index of words up with the store, and answers ``tagwire search``.

The worker stores; beside it a thread with a connection of its own brings what was
stored into the index, a slice at a time. A slow index delays no page.
"""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from tagwire.codec import encode_line
from tagwire.errors import ConfigError, StoreError
from tagwire.expression import BadExpression, Expression, parse_expression
from tagwire.run.clock import SystemClock
from tagwire.run.opening import open_store
from tagwire.run.settings import Settings
from tagwire.store.protocol import Store
from tagwire.store.values import Card, Listing, SearchQuery

log = structlog.get_logger()

# 64 articles take about 50 ms: a worker that stops waits no longer than that.
SLICE = 64
REST_S = 1.0  # between looks at an outbox that brought nothing
# Between slices of a long catch-up, for the stages that share the processor.
BREATH_S = 0.02
TROUBLE_REST_S = 30.0
# In one transaction when nothing waits for it: larger ones leave less to merge.
CATCH_UP_SLICE = 500


async def keep_index(settings: Settings) -> None:
    """Follow the outbox until cancelled. Trouble with the index is logged, and tried again."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, thread_name_prefix="index") as thread:
        store = await loop.run_in_executor(thread, open_store, settings)
        try:
            while True:
                try:
                    n = await loop.run_in_executor(thread, store.index_search, SLICE)
                except StoreError as error:
                    log.error("index not written", detail=str(error))
                    await asyncio.sleep(TROUBLE_REST_S)
                else:
                    await asyncio.sleep(BREATH_S if n else REST_S)
        finally:
            thread.submit(store.close)


def catch_up(store: Store, report: Callable[[int], None] = lambda _: None) -> int:
    """Bring everything stored into the index; return how many articles and changes."""
    done = 0
    while n := store.index_search(CATCH_UP_SLICE):
        done += n
        report(done)
    return done


# ----------------------------------------------------------------------- answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What ``tagwire search`` prints: lines for standard output, notes for people."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]


def read_expression(settings: Settings, raw: str) -> Expression | BadExpression:
    """Return what somebody typed; its dates are days of the zone that is set."""
    return parse_expression(raw, zone=_zone_of(settings), now=SystemClock().now())


def _zone_of(settings: Settings) -> ZoneInfo:
    try:
        return ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(
            f"timezone {settings.timezone!r} is not known; write one like Europe/Vienna"
        ) from error


def search_store(
    settings: Settings, expression: Expression, limit: int, *, as_json: bool
) -> Answer:
    """Search the store. Raises ConfigError when there is none."""
    if not settings.store_path.is_file():
        raise ConfigError(f"there is no store in {settings.data}; give its folder with --data")
    with closing(open_store(settings)) as store:
        found = store.search(SearchQuery(expression=expression, limit=limit))
        lines = _json_lines(found) if as_json else _text_lines(found, _zone_of(settings))
        return Answer(lines=tuple(lines), notes=tuple(_notes(store, expression, found)))


def _json_lines(found: Listing) -> Iterator[str]:
    from tagwire.serve.api import card_to_json  # it takes half a second to load

    for card in found.cards:
        yield encode_line(card_to_json(card)).decode().rstrip()


def _text_lines(found: Listing, zone: tzinfo) -> Iterator[str]:
    for card in found.cards:
        yield f"{_time_of(card, zone)}  {card.publisher.name or card.publisher.domain}"
        yield f"  {card.headline}"
        yield from (f"    {line}" for line in textwrap.wrap(card.extract, 92))
        yield f"    {card.url}"
        yield ""


def _time_of(card: Card, zone: tzinfo) -> str:
    return f"{card.listed_at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _notes(store: Store, expression: Expression, found: Listing) -> Iterator[str]:
    """Yield what people should know about the answer."""
    if lag := store.search_lag():
        yield f"the index is behind by {lag:,} articles or changes: the worker catches up"
    if found.cards:
        more = " there are more: narrow the search or raise --limit" if found.next else ""
        yield f"{len(found.cards)} found;{more}" if more else f"{len(found.cards)} found"
        return
    counts = store.term_counts(expression)
    missing = [term for term, n in counts if n == 0]
    if missing:
        yield f"nothing found: no article has {', nor '.join(missing)}"
    elif len(counts) > 1:
        alone = ", ".join(f"{term} {n:,}" for term, n in counts)
        yield f"nothing found: no article has it all (alone: {alone})"
    else:
        yield "nothing found"
