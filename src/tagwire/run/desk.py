"""What the owner's page about keeping and erasing asks of the process."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tagwire.errors import NotFound
from tagwire.run import erasure
from tagwire.run.clock import Clock
from tagwire.run.naming import find_named, find_person
from tagwire.run.problems import FOLDER as PROBLEMS
from tagwire.run.retention import rules_of
from tagwire.run.settings import Settings
from tagwire.serve.keeping import DiskUse, ErasePreview, KeepingDesk
from tagwire.store.protocol import Store

MAX_HEADLINES = 10


def keeping_desk_of(settings: Settings, store: Store, clock: Clock) -> KeepingDesk:
    """Return what the page may ask for."""
    return KeepingDesk(
        rules=lambda: rules_of(settings, store),
        disk=lambda: disk_use(settings),
        preview=lambda key, articles: _preview(store, clock.now(), key, articles),
        erase=lambda what, key, articles: _erase(
            erasure.orders_of(settings, store), clock.now(), what, key, articles
        ),
    )


def disk_use(settings: Settings) -> list[DiskUse]:
    """Return what takes room in the data folder."""
    data, store = settings.data, settings.store_path.name
    copies = erasure.copies_left(settings)
    rows = [
        DiskUse(name="Articles, tags and queue", size_bytes=_size(data.glob(f"{store}*"), copies)),
        DiskUse(name="Words of the search", size_bytes=_size(data.glob("search.sqlite*"))),
        DiskUse(
            name="Raw pages",
            size_bytes=_size(settings.segments_path.glob("*")),
            note=f"{settings.keep_days} days, {settings.keep_bytes / 1e9:.3g} GB at most",
        ),
        DiskUse(name="Pictures", size_bytes=_size(settings.pictures_path.rglob("*"))),
        DiskUse(
            name="Reported problems",
            size_bytes=_size((data / PROBLEMS).rglob("*")),
            note="hold the page; they go with their article",
        ),
        DiskUse(name="Logs", size_bytes=_size(data.glob("*.log*"))),
        DiskUse(
            name="Copies made before a new layout",
            size_bytes=_size(copies),
            note="hold what was erased since: delete them when all is well" if copies else "",
        ),
    ]
    return [row for row in rows if row.size_bytes]


def _size(paths: Iterable[Path], without: Iterable[Path] = ()) -> int:
    left_out = set(without)
    total = 0
    for path in paths:
        if path in left_out:
            continue
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue  # the worker removed it meanwhile
    return total


def _preview(store: Store, now: datetime, name: str, with_articles: bool) -> ErasePreview:
    if not with_articles and (head := find_person(store, name)) is not None:
        return ErasePreview(key=head.tag.slug, label=head.tag.label, tagged=head.articles)
    named = find_named(store, name, now)
    if named.head is None and not named.articles:
        raise NotFound(f"there is no tag {name!r}, and no text, byline or credit has it in full")
    return ErasePreview(
        key=named.head.tag.slug if named.head else name,
        label=named.name,
        has_tag=named.head is not None,
        tagged=named.tagged,
        in_text=named.in_text,
        in_byline=named.in_byline,
        headlines=tuple(named.articles.values())[:MAX_HEADLINES],
    )


def _erase(orders: erasure.Orders, now: datetime, what: str, key: str, with_articles: bool) -> str:
    if what == "person":
        done = orders.erase_person(key, now, with_articles=with_articles)
        kept = f" {done.tagged} articles stay without it." if done.tagged else ""
        gone = f" {done.articles} articles with the name are erased." if with_articles else ""
        return (f"The tag {done.tag} is erased.{kept}{gone}" if done.tag else gone).strip()
    order = orders.erase_addresses if what == "url" else orders.erase_articles
    done = order([key], now)
    if done.unknown:
        return f"Nothing is stored under {key}."
    return f"{done.articles} {'article is' if done.articles == 1 else 'articles are'} erased."
