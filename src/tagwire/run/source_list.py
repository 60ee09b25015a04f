"""The sources with their state, in columns for people or as JSON lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta

from tagwire.codec import Json, encode_line
from tagwire.run.opening import open_clock, open_store, require_store
from tagwire.run.settings import Settings
from tagwire.store.values import SourceHealth, SourceRow

HEADINGS = ("STATE", "KEY", "LAST ANSWER", "NEXT POLL", "A DAY", "ARTICLES", "TITLE OR TROUBLE")
HEALTH_HEADINGS = ("DELAY", "AGENCY")
RIGHT = frozenset({"A DAY", "ARTICLES", *HEALTH_HEADINGS})
Health = Mapping[str, SourceHealth]  # by the key of the source
MAX_KEY_CHARS = 40
# What is wrong stands first; state words are those of the API.
ORDER = ("failing", "waiting", "paused", "answering")
STEPS = ((timedelta(minutes=2), 1.0, "s"), (timedelta(hours=2), 60.0, "min"), (timedelta(days=2), 3_600.0, "h"))  # fmt: skip


def list_sources(settings: Settings) -> tuple[list[SourceRow], datetime]:
    """Return the sources with their state, and the product's time."""
    require_store(settings)
    with closing(open_store(settings)) as store:
        now = open_clock(settings, store).now()
        return store.list_sources(now), now


def list_health(settings: Settings) -> dict[str, SourceHealth]:
    """Return what the newest articles of each source tell about it, by its key."""
    require_store(settings)
    with closing(open_store(settings)) as store:
        now = open_clock(settings, store).now()
        keys = [row.source.key for row in store.list_sources(now)]
        found = {key: store.source_health(key, now) for key in keys}
        return {key: health for key, health in found.items() if health is not None}


def state_word(row: SourceRow) -> str:
    """Return how a source is doing, in one word."""
    if row.state.paused:
        return "paused"
    if row.state.error:
        return "failing"
    return "answering" if row.state.last_success else "waiting"


def source_json(row: SourceRow) -> Json:
    """Return a source as in the API."""
    from tagwire.serve.api import source_to_json  # it takes half a second to load

    return source_to_json(row)


def health_json(health: SourceHealth | None) -> Json | None:
    """Return what the newest articles of a source tell about it."""
    if health is None:
        return None
    return {
        "looked_at": health.looked_at,
        "agency": health.agency,
        "copies": health.copies,
        "delay_s": health.delay_s,
        "days": [{"day": day.day, "articles": day.count} for day in health.days],
    }


def health_lines(health: SourceHealth | None) -> Iterator[str]:
    """Yield the same for people."""
    if health is None or not health.looked_at:
        return
    if health.delay_s is not None:
        yield f"{_span(timedelta(seconds=health.delay_s))} from published to first seen"
    yield (
        f"of the newest {health.looked_at} articles {health.agency} are agency copy"
        f" and {health.copies} copies of another article"
    )
    yield "articles a day: " + ", ".join(f"{day.day} {day.count}" for day in health.days[-7:])


def json_lines(rows: Sequence[SourceRow], health: Health | None = None) -> Iterator[str]:
    """Yield a JSON object for each source, with what is known of its health."""
    for row in rows:
        shown = source_json(row)
        if health is not None:
            shown["health"] = health_json(health.get(row.source.key))
        yield encode_line(shown).decode().rstrip()


def table_lines(
    rows: Sequence[SourceRow], now: datetime, health: Health | None = None
) -> Iterator[str]:
    """Yield a heading and a line for each source, those in trouble first.

    With ``health`` there are two columns more, from published to first seen and the share of
    agency copy.
    """
    ordered = sorted(rows, key=lambda row: (ORDER.index(state_word(row)), row.source.key))
    heading = HEADINGS if health is None else (*HEADINGS[:-1], *HEALTH_HEADINGS, HEADINGS[-1])
    cells = [heading, *(_cells(row, now, health) for row in ordered)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(heading) - 1)]
    for row in cells if rows else []:
        columns = [
            text.rjust(width) if name in RIGHT else text.ljust(width)
            for text, width, name in zip(row, widths, heading, strict=False)
        ]
        yield "  ".join([*columns, row[-1]]).rstrip()


def summary_of(rows: Sequence[SourceRow]) -> str:
    """Return how many sources are in which state."""
    counts = Counter(state_word(row) for row in rows)
    parts = ", ".join(f"{counts[word]} {word}" for word in ORDER if counts[word])
    return (
        f"{len(rows)} sources: {parts}"
        if rows
        else "no sources yet: tagwire add, or tagwire starter"
    )


def _cells(row: SourceRow, now: datetime, health: Health | None) -> tuple[str, ...]:
    state, source = row.state, row.source
    key = source.key if len(source.key) <= MAX_KEY_CHARS else source.key[: MAX_KEY_CHARS - 1] + "…"
    trouble = f"{state.error.replace('_', ' ')}: {state.detail}" if state.error else ""
    return (
        state_word(row),
        key,
        f"{_span(now - state.last_success)} ago" if state.last_success else "never",
        "-" if state.paused else _until(state.next_poll - now),
        "–" if state.observed_rate is None else f"{state.observed_rate:.1f}",
        str(row.articles),
        *(() if health is None else _health_cells(health.get(source.key))),
        trouble or source.title or source.url,
    )


def _health_cells(health: SourceHealth | None) -> tuple[str, str]:
    """Return delay and share of agency copy, a dash where nothing tells."""
    if health is None or not health.looked_at:
        return "–", "–"
    delay = "–" if health.delay_s is None else _span(timedelta(seconds=health.delay_s))
    return delay, f"{health.agency / health.looked_at:.0%}"


def _until(wait: timedelta) -> str:
    return f"in {_span(wait)}" if wait > timedelta(0) else "due"


def _span(length: timedelta) -> str:
    """Return a length of time in its largest fitting unit."""
    for limit, unit_s, name in STEPS:
        if length < limit:
            return f"{max(length.total_seconds(), 0) / unit_s:.0f} {name}"
    return f"{length.days} days"
