"""One poll of one source: ask, parse, plan the next."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tagwire.dates import clamp_future
from tagwire.errors import TagwireError
from tagwire.fetch import (
    FEED_ACCEPT,
    HOURS_AT_ONE_A_DAY,
    FetchFailure,
    PollFacts,
    PollPlan,
    Web,
    Wishes,
    hubs_of,
    max_age_of,
    moved_after,
    next_poll,
)
from tagwire.model import Entry, ParsedSource, Precision, Response, Stage
from tagwire.run.clock import Clock
from tagwire.run.fetching import body_digest, crash_of
from tagwire.run.listing import Listed, read_listing
from tagwire.sources import sanitised
from tagwire.store.values import PollOutcome, SourceRow, SourceState, Unseen

MAX_TITLE_CHARS = 200

# Asks the store which of a source's entries it has not seen yet.
FindUnseen = Callable[[str, Sequence[Entry]], Unseen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What plans the next poll: the time, chance, and how fast all sources may be asked."""

    clock: Clock
    rng: random.Random
    pace: float = HOURS_AT_ONE_A_DAY


async def poll_source(
    web: Web, row: SourceRow, timing: Timing, find_unseen: FindUnseen
) -> PollOutcome:
    """Poll a source once. Every way it can fail is in the outcome's state."""
    state = row.state
    try:
        answer = await web.get(
            row.source.url, etag=state.etag, last_modified=state.last_modified, accept=FEED_ACCEPT
        )
        if isinstance(answer, FetchFailure):
            return failed_poll(answer, row, timing)
        if answer.status == 304 or body_digest(answer.body) == state.body_digest:
            return _as_before(answer, row, timing)
        listed = await read_listing(
            answer, row.source.kind, web, timing.clock.now(), selector=row.source.selector
        )
        return read_poll(answer, listed, row, timing, find_unseen)
    except TagwireError:
        raise
    except Exception as error:  # noqa: BLE001 - one source must not stop the worker at each start
        rejected = crash_of(Stage.POLL, row.source.url, error)
        return _outcome(row, PollFacts(failure=rejected), timing)


def failed_poll(failure: FetchFailure, row: SourceRow, timing: Timing) -> PollOutcome:
    """Return the outcome of a poll that was not answered, with the next try planned."""
    return _outcome(row, PollFacts(failure=failure), timing)


def _as_before(answer: Response, row: SourceRow, timing: Timing) -> PollOutcome:
    facts = PollFacts(
        wishes=Wishes(max_age_s=max_age_of(answer)), fixed_interval_s=row.source.interval_s
    )
    outcome = _with_move(_outcome(row, facts, timing), row, answer, is_same=True)
    return _with_validators(outcome, answer, row.state.body_digest)


def read_poll(
    answer: Response,
    listed: Listed,
    row: SourceRow,
    timing: Timing,
    find_unseen: FindUnseen,
) -> PollOutcome:
    """Return what an answer that lists something brings, and when to ask again."""
    parsed = listed.parsed
    if isinstance(parsed, ParsedSource):
        outcome = _read(row, parsed, answer, find_unseen, timing)
        if listed.is_told_by_answer:
            return _with_validators(outcome, answer, body_digest(answer.body))
        return _without_validators(outcome)
    return _outcome(row, PollFacts(failure=parsed), timing)


def _read(
    row: SourceRow,
    parsed: ParsedSource,
    answer: Response,
    find_unseen: FindUnseen,
    timing: Timing,
) -> PollOutcome:
    """Return the outcome of a poll that brought a readable document."""
    entries = [_of_source(entry, row, parsed, timing.clock.now()) for entry in parsed.entries]
    unseen = find_unseen(row.source.key, entries)
    facts = PollFacts(
        new=unseen.new,
        stated=_stated_times(unseen.entries),
        wishes=wishes_of(parsed, answer),
        fixed_interval_s=row.source.interval_s,
    )
    # Another feed at the end of a redirect is no move: something must be known already.
    is_same = len(unseen.entries) < len(entries) or row.state.last_success is None
    outcome = _with_move(_outcome(row, facts, timing), row, answer, is_same=is_same)
    # Sanitising costs four times the parse: only what will be kept goes through it.
    new = {id(entry) for entry in unseen.entries}
    kept = (sanitised(entry) if id(entry) in new else entry for entry in entries)
    hubs = (*hubs_of(answer), *parsed.hubs)
    return replace(
        outcome,
        entries=tuple(kept),
        rejected=parsed.rejected,
        title=parsed.title[:MAX_TITLE_CHARS],
        hub=next(iter(hubs), ""),
        topic=parsed.topic or row.source.url,
    )


def _with_move(
    outcome: PollOutcome, row: SourceRow, answer: Response, *, is_same: bool
) -> PollOutcome:
    """Note where the source says that it is from now on."""
    moved = moved_after(
        row.state.moved,
        row.source.url,
        answer.permanent_url,
        answer.fetched,
        is_same=is_same,
    )
    return replace(outcome, state=replace(outcome.state, moved=moved))


def wishes_of(parsed: ParsedSource, answer: Response) -> Wishes:
    """Return what a feed and its answer ask of those who poll."""
    return Wishes(
        min_interval_s=parsed.min_interval_s,
        max_age_s=max_age_of(answer),
        skip_hours=frozenset(parsed.skip_hours),
        skip_days=frozenset(parsed.skip_days),
    )


def _stated_times(entries: Sequence[Entry]) -> tuple[datetime, ...]:
    """Return the times of day that entries state; a day alone or a guess tells no hour."""
    found = (entry.published or entry.updated for entry in entries)
    return tuple(at.at for at in found if at is not None and at.precision is not Precision.DAY)


def _of_source(entry: Entry, row: SourceRow, parsed: ParsedSource, now: datetime) -> Entry:
    """Put an entry under its source; a date in the future is the time of the poll, marked."""
    return replace(
        entry,
        source=row.source.key,
        language=entry.language or parsed.language,
        published=entry.published and clamp_future(entry.published, now),
        updated=entry.updated and clamp_future(entry.updated, now),
    )


def _outcome(row: SourceRow, facts: PollFacts, timing: Timing) -> PollOutcome:
    now, jitter = timing.clock.now(), timing.rng.uniform(-1.0, 1.0)
    plan = next_poll(row.state, facts, now, jitter=jitter, pace=timing.pace)
    failure = facts.failure
    rejected = failure.rejected if isinstance(failure, FetchFailure) else failure
    return PollOutcome(
        source=row.source.key,
        state=_state_of(row.state, plan),
        rejected=() if rejected is None else (rejected,),
        outcome="polled" if rejected is None else "failed",
    )


def _state_of(old: SourceState, plan: PollPlan) -> SourceState:
    return replace(
        old,
        next_poll=plan.next_poll,
        last_poll=plan.last_poll,
        last_success=plan.last_success,
        first_success=plan.first_success,
        failures=plan.failures,
        error=plan.error,
        detail=plan.detail,
        rate_per_day=plan.rate_per_day,
        watched_since=plan.watched_since,
        hours=plan.hours,
    )


def _without_validators(outcome: PollOutcome) -> PollOutcome:
    state = replace(outcome.state, etag=None, last_modified=None, body_digest=None)
    return replace(
        outcome, state=state, outcome=outcome.outcome if outcome.entries else "unchanged"
    )


def _with_validators(outcome: PollOutcome, answer: Response, digest: str | None) -> PollOutcome:
    """Keep the validators of an answer verbatim; a 304 may repeat them or not."""
    old = outcome.state
    is_new = answer.status != 304
    state = replace(
        old,
        etag=answer.header("etag") or (None if is_new else old.etag),
        last_modified=answer.header("last-modified") or (None if is_new else old.last_modified),
        body_digest=digest,
    )
    is_unchanged = not outcome.entries and digest == old.body_digest and not outcome.rejected
    return replace(outcome, state=state, outcome="unchanged" if is_unchanged else outcome.outcome)
