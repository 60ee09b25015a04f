"""From settings and tasks to requests, and from answers to what the store keeps of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import xxhash

from tagwire.errors import TagwireError
from tagwire.extract import SITE_RESERVATION_HEADER, TDM_RESERVATION
from tagwire.fetch import (
    FetchFailure,
    FetchSettings,
    Web,
    failure_of,
    next_check,
    retry_page,
    user_agent_of,
)
from tagwire.model import NOT_ASKED, Page, Publisher, Reason, Rejected, Response, Stage
from tagwire.run.clock import Clock
from tagwire.run.settings import Settings
from tagwire.sources import Pointer, pointer_of
from tagwire.store.values import PageOutcome, PageTask
from tagwire.urls import host_of, registrable_domain


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A claimed page whose answer has to be read."""

    task: PageTask
    page: Page
    body_digest: str


def fetch_settings_of(settings: Settings, routes: Mapping[str, str] | None = None) -> FetchSettings:
    """Return the client's part of the settings. Raises ConfigError."""
    return FetchSettings(
        user_agent=user_agent_of(settings.contact),
        proxy=settings.proxy or None,
        routes=dict(routes or {}),
        ca_file=settings.ca_file,
        allow_private=settings.allow_private,
        min_gap_s=settings.min_gap_s,
        max_connections=settings.max_connections,
        total_timeout_s=settings.timeout_s,
        connect_timeout_s=min(settings.timeout_s, 10.0),
    )


async def fetch_page(web: Web, task: PageTask, clock: Clock) -> Fetched | PageOutcome:
    """Fetch a claimed page: something to read, or an outcome that ends here.

    An answer that is not modified, or has the same body as the one before, is unchanged. An
    empty page is a failure like any other: it says nothing, and its validators are not kept.
    What an aggregator only points at is not asked for: its entry is read in its place.
    """
    pointer = pointer_of(task.entry, task.publisher.domain)
    if pointer is not None:
        return _announced(task, pointer, clock.now())
    try:
        answer = await web.get(task.url, etag=task.etag, last_modified=task.last_modified)
        if isinstance(answer, Response) and answer.status != 304:
            answer = await _with_reservation(web, answer)
    except TagwireError:
        raise
    except Exception as error:  # noqa: BLE001 - one host must not stop the worker at each start
        answer = FetchFailure(rejected=crash_of(Stage.FETCH, task.url, error))
    if isinstance(answer, FetchFailure):
        return _failed(task, answer, clock.now())
    if answer.status != 304 and not answer.body.strip():
        empty = failure_of(task.url, Reason.EMPTY_BODY, "the host gave a page without content")
        return _failed(task, empty, clock.now())
    digest = body_digest(answer.body)
    if answer.status == 304 or digest == task.body_digest:
        return _unchanged(task, answer)
    publisher = publisher_of(answer.final_url, task.publisher)
    page = Page(response=answer, entry=task.entry, publisher=publisher)
    return Fetched(task=task, page=page, body_digest=digest)


def _announced(task: PageTask, pointer: Pointer, now: datetime) -> Fetched:
    """Return what an entry says in place of a page: all that its reader will get."""
    response = Response(
        url=task.url, final_url=task.url, status=NOT_ASKED, headers=(), body=b"", fetched=now
    )
    entry = replace(task.entry, title=pointer.headline)
    page = Page(response=response, entry=entry, publisher=pointer.publisher)
    return Fetched(task=task, page=page, body_digest="")


async def _with_reservation(web: Web, answer: Response) -> Response:
    """Note on the response, and so in what is kept of it, what its site says in tdmrep.json."""
    if answer.header(TDM_RESERVATION) or not await web.is_mining_reserved(answer.final_url):
        return answer
    return replace(answer, headers=(*answer.headers, (SITE_RESERVATION_HEADER, "1")))


def crash_of(stage: Stage, key: str, error: Exception) -> Rejected:
    """Return the rejection of a record that our own code broke on."""
    detail = f"a bug of Tagwire, please report it: {type(error).__name__}: {error}"
    return Rejected(stage=stage, key=key, reason=Reason.CRASHED, detail=detail)


def body_digest(body: bytes) -> str:
    """Return the digest by which equal bodies are recognised."""
    return xxhash.xxh3_128_hexdigest(body)


def publisher_of(url: str, known: Publisher) -> Publisher | None:
    """Return the source's publisher when the page is on its site; an aggregator links elsewhere."""
    return known if registrable_domain(host_of(url)) == known.domain else None


def _failed(task: PageTask, failure: FetchFailure, now: datetime) -> PageOutcome:
    """Try again later, or give the page up. A stored article only loses its next look."""
    again = retry_page(task.attempts + 1, failure, now)
    return PageOutcome(
        task=task.id,
        next_check=again,
        outcome="rejected" if again is None else "retry",
        etag=task.etag,
        last_modified=task.last_modified,
        rejected=failure.rejected,
    )


def _unchanged(task: PageTask, answer: Response) -> PageOutcome:
    at = answer.fetched
    return PageOutcome(
        task=task.id,
        next_check=next_check(task.first_seen, at, at, changed=False),
        outcome="unchanged",
        etag=answer.header("etag") or task.etag,
        last_modified=answer.header("last-modified") or task.last_modified,
    )
