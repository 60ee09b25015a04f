"""``tagwire doctor``: looks at what an instance needs and says what to do."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import apsw

from tagwire.errors import TagwireError
from tagwire.fetch import Client, FetchFailure
from tagwire.model import Page, Reason, Response, Tagged
from tagwire.run.clock import SystemClock, clock_of
from tagwire.run.disk import free_share, full_text, is_full
from tagwire.run.fetching import fetch_settings_of
from tagwire.run.opening import open_store
from tagwire.run.pipeline import build_pipeline
from tagwire.run.serving import bind
from tagwire.run.settings import Settings
from tagwire.run.site_rules import rule_files

# Must never be reached: the metadata address of clouds, and this machine itself.
FORBIDDEN = ("http://169.254.169.254/", "http://127.0.0.1/", "http://2130706433/")
SAMPLE = (
    b"<html lang=en><h1>Minister opens the bridge</h1><article><p>PARIS (Reuters) - The new bridge "
    b"over the Seine was opened in Paris on Monday, after nine years of work.</p><p>It carries "
    b"two lanes and a path, and will be closed to lorries until spring, officials in France said."
    b"</p></article>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    name: str
    is_ok: bool
    detail: str


def examine(settings: Settings) -> list[Finding]:
    """Return what was found, one finding for each check."""
    return [_guarded(name, check, settings) for name, check in CHECKS.items()]


def _guarded(name: str, check: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return check(settings)
    except TagwireError as error:
        return Finding(name=name, is_ok=False, detail=str(error))


def _python(_: Settings) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    detail = f"{version}, SQLite {apsw.sqlite_lib_version()}"
    return Finding(name="python", is_ok=sys.version_info >= (3, 11), detail=detail)


def _store(settings: Settings) -> Finding:
    if not settings.store_path.exists():
        return _no_store(settings)
    with closing(open_store(settings)) as store:
        totals = store.totals(SystemClock().now())
    detail = (
        f"{settings.store_path} opens: {totals.articles} articles, {totals.versions} versions, "
        f"{totals.tags} tags, {totals.sources} sources"
    )
    return Finding(name="store", is_ok=True, detail=detail)


def _no_store(settings: Settings) -> Finding:
    """Look where the store would be, and make nothing: a backup may be restored there."""
    folder = settings.data.absolute()
    place = next(each for each in (folder, *folder.parents) if each.exists())
    is_ok = place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    detail = (
        f"there is none in {folder} yet; tagwire serve makes it"
        if is_ok
        else f"the data folder {folder} cannot be made in {place}. Give another one with --data."
    )
    return Finding(name="store", is_ok=is_ok, detail=detail)


def _disk(settings: Settings) -> Finding:
    if is_full(settings):
        return Finding(name="disk", is_ok=False, detail=full_text(settings))
    return Finding(name="disk", is_ok=True, detail=f"{free_share(settings):.0%} of it is free")


def _clock(settings: Settings) -> Finding:
    clock_of(settings.clock)
    return Finding(name="clock", is_ok=True, detail=settings.clock or "the machine's")


def _address(settings: Settings) -> Finding:
    bind(settings.listen).close()
    return Finding(name="address", is_ok=True, detail=f"{settings.listen} is free")


def _guard(settings: Settings) -> Finding:
    """Prove that requests to this machine and to cloud metadata are refused."""
    reached = asyncio.run(_reached(settings))
    detail = f"reached {', '.join(reached)}" if reached else "private addresses are refused"
    return Finding(name="network guard", is_ok=not reached, detail=detail)


async def _reached(settings: Settings) -> list[str]:
    async with Client(fetch_settings_of(settings), SystemClock()) as client:
        answers = [await client.get(url) for url in FORBIDDEN]
    return [
        url
        for url, answer in zip(FORBIDDEN, answers, strict=True)
        if not isinstance(answer, FetchFailure) or answer.reason is not Reason.REFUSED_ADDRESS
    ]


def _chain(_: Settings) -> Finding:
    """Run a small page through extraction and tagging with the shipped tables."""
    response = Response(
        url="https://paper.example/bridge",
        final_url="https://paper.example/bridge",
        status=200,
        headers=(),
        body=SAMPLE,
        fetched=SystemClock().now(),
    )
    result = build_pipeline()([Page(response=response)]).results[0]
    tags = [part.tag.hashtag for part in result.tags] if isinstance(result, Tagged) else []
    is_ok = "#Paris" in tags and "#Reuters" in tags
    return Finding(name="tables and models", is_ok=is_ok, detail=" ".join(tags) or str(result))


def _proxy(settings: Settings) -> Finding:
    fetch_settings_of(settings)
    return Finding(name="proxy", is_ok=True, detail=settings.proxy or "none")


def _rules(settings: Settings) -> Finding:
    files = list(rule_files(settings))
    bad = [f"{path} is left out: {found}" for path, found in files if isinstance(found, str)]
    detail = "; ".join(bad) or f"{len(files)} files of the owner, all usable"
    return Finding(name="rules of publishers", is_ok=not bad, detail=detail)


CHECKS: dict[str, Callable[[Settings], Finding]] = {
    "python": _python,
    "store": _store,
    "disk": _disk,
    "clock": _clock,
    "address": _address,
    "proxy": _proxy,
    "network guard": _guard,
    "tables and models": _chain,
    "rules of publishers": _rules,
}
