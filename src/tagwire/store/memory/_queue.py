"""Sources, entries and the page queue, in dicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tagwire.errors import NotFound
from tagwire.model import Entry, Rejected, Source, Stage
from tagwire.store._intake import NEW, UPDATED, Incoming, count_of, incoming_of, titled
from tagwire.store.memory._ledger import Ledger
from tagwire.store.values import (
    PageOutcome,
    PageTask,
    PollOutcome,
    PollResult,
    SourceState,
    Unseen,
)


@dataclass(slots=True, kw_only=True)
class MemoryPage:
    """A page of the queue. While it is leased, ``due`` is the end of the lease."""

    id: int
    url_key: str
    host: str
    source: str
    entry: Entry
    url: str
    first_seen: datetime
    due: datetime | None
    recheck: bool = False
    is_leased: bool = False
    leased_at: datetime | None = None
    again: bool = False
    attempts: int = 0
    article: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None


def _all_entries(source: str, incoming: Sequence[Incoming]) -> Sequence[Incoming]:
    del source
    return incoming


def _none_erased(source: str, one: Incoming) -> bool:
    del source, one
    return False


class Queue:
    """Which sources and pages are due."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.names: dict[str, Source] = {}  # with removed ones, whose articles stay
        self.states: dict[str, SourceState] = {}
        self.blocks: dict[str, datetime] = {}
        self.robots: dict[str, tuple[datetime, bytes | None]] = {}
        self.pages: dict[int, MemoryPage] = {}
        self._page_of: dict[str, int] = {}  # by URL key
        self._entries: dict[tuple[str, str], tuple[str, int]] = {}  # digest and page
        self._last_page = 0
        # Set by who erases: which entries are taken in, and which are passed over.
        self.kept_entries: Callable[[str, Sequence[Incoming]], Sequence[Incoming]] = _all_entries
        self.is_erased: Callable[[str, Incoming], bool] = _none_erased

    # --------------------------------------------------------------------- sources

    def add_source(self, source: Source, now: datetime, first_poll: datetime) -> bool:
        urls = {self.names[key].url for key in self.states}
        if source.key in self.states or source.url in urls:
            return False
        if not self.is_free_key(source.key, source.url):
            return False
        self.names[source.key] = source
        self.states[source.key] = SourceState(next_poll=first_poll)
        self._ledger.add_change("source", source.key, now)
        return True

    def is_free_key(self, key: str, url: str) -> bool:
        return key not in self.names or self.names[key].url == url

    def get_state(self, key: str) -> SourceState:
        if key not in self.states:
            raise NotFound(f"there is no source {key!r}")
        return self.states[key]

    def pause_source(self, key: str, paused: bool, now: datetime) -> None:
        state = self.get_state(key)
        if state.paused != paused:
            self.states[key] = replace(state, paused=paused)
            self._ledger.add_change("source", key, now)

    def forget(self, key: str) -> None:
        """Drop the queue of a source; pages that others name too go over to them."""
        self.states.pop(key, None)
        self._entries = {place: entry for place, entry in self._entries.items() if place[0] != key}
        for page in [page for page in self.pages.values() if page.source == key]:
            others = [source for (source, _), entry in self._entries.items() if entry[1] == page.id]
            if others:
                page.source = min(others, key=list(self.names).index)
            else:
                del self.pages[page.id]
                del self._page_of[page.url_key]

    def drop_page(self, key: str) -> tuple[str, list[tuple[str, str]]] | None:
        """Drop a page with its entries; return its address, and source and ident of each."""
        page_id = self._page_of.pop(key, None)
        if page_id is None:
            return None
        url = self.pages.pop(page_id).url
        own = [place for place, entry in self._entries.items() if entry[1] == page_id]
        for place in own:
            del self._entries[place]
        return url, own

    def end_page(self, key: str) -> None:
        """Drop a page; its entries stay known."""
        page_id = self._page_of.pop(key, None)
        if page_id is not None:
            del self.pages[page_id]

    def due_sources(self, now: datetime, limit: int) -> list[str]:
        due = [
            (state.next_poll, key)
            for key, state in self.states.items()
            if not state.paused and state.next_poll <= now
        ]
        return [key for _, key in sorted(due, key=lambda pair: pair[0])][:limit]

    # ----------------------------------------------------------------------- polls

    def poll_by(self, key: str, at: datetime) -> None:
        state = self.states.get(key)
        if state is not None and state.next_poll > at and not state.error:
            self.states[key] = replace(state, next_poll=at)

    def save_block(self, host: str, until: datetime, now: datetime) -> None:
        self.blocks = {name: block for name, block in self.blocks.items() if block > now}
        self.blocks[host] = max(until, self.blocks.get(host, until))

    def find_robots(self, origin: str, now: datetime) -> tuple[datetime, bytes | None] | None:
        known = self.robots.get(origin)
        return known if known and known[0] > now else None

    def move_source(self, key: str, url: str, now: datetime) -> bool:
        state = self.get_state(key)
        others = (name for name in self.states if name != key)
        if any(self.names[name].url == url for name in others):
            return False
        self.names[key] = replace(self.names[key], url=url)
        self.states[key] = replace(state, moved=None)
        self._ledger.add_change("source", key, now)
        return True

    def select_links(self, key: str, selector: str, now: datetime) -> None:
        state = self.get_state(key)
        self.names[key] = replace(self.names[key], selector=selector)
        anew = replace(state, etag=None, last_modified=None, body_digest=None)
        self.states[key] = replace(anew, next_poll=min(state.next_poll, now))
        self._ledger.add_change("source", key, now)

    def save_poll(self, outcome: PollOutcome, now: datetime) -> PollResult:
        before = self.states.get(outcome.source)
        if before is None:
            return PollResult(new=0, updated=0)
        state = replace(outcome.state, paused=before.paused)
        self.states[outcome.source] = state
        self.names[outcome.source] = titled(self.names[outcome.source], outcome.title)
        incoming, unusable = incoming_of(outcome.entries, self.names[outcome.source])
        counts = self._take_in(outcome.source, self.kept_entries(outcome.source, incoming), now)
        if state != before:
            self._ledger.add_counts({("poll", outcome.outcome, state.error): 1})
            self._reject([*outcome.rejected, *unusable], outcome.source, now)
        self._ledger.add_counts(counts)
        return PollResult(new=counts[NEW], updated=counts[UPDATED])

    def unseen_entries(self, source: str, entries: Sequence[Entry]) -> Unseen:
        if source not in self.states:
            return Unseen()
        before = [
            (one, self._entries.get((source, one.ident)))
            for one in incoming_of(entries, self.names[source])[0]
            if not self.is_erased(source, one)
        ]
        return Unseen(
            entries=tuple(one.given for one, row in before if row is None or row[0] != one.digest),
            new=sum(row is None for _, row in before),
        )

    def _reject(self, rejected: Iterable[Rejected], source: str, now: datetime) -> None:
        for one in rejected:
            is_new = self._ledger.log_rejected(one, now, source)
            if is_new or one.stage is not Stage.PARSE:
                self._ledger.add_counts({(one.stage.value, "rejected", one.reason.value): 1})

    def _take_in(
        self, source: str, incoming: Sequence[Incoming], now: datetime
    ) -> Counter[tuple[str, str, str]]:
        counts: Counter[tuple[str, str, str]] = Counter()
        for one in incoming:
            known = self._entries.get((source, one.ident))
            if known is not None and known[0] == one.digest:
                continue
            page_id = self._page_of.get(one.url_key)
            if page_id is None:
                page_id = self._add_page(source, one, now)
                counts += count_of(one, NEW if known is None else UPDATED)
            elif known is not None:
                self._make_due(self.pages[page_id], source, one, now)
                counts += count_of(one, UPDATED)
            self._entries[source, one.ident] = (one.digest, page_id)
        return counts

    def _add_page(self, source: str, one: Incoming, now: datetime) -> int:
        self._last_page += 1
        page = MemoryPage(
            id=self._last_page,
            url=one.entry.url,
            url_key=one.url_key,
            host=one.host,
            source=source,
            entry=one.entry,
            first_seen=now,
            due=now,
        )
        self.pages[page.id] = page
        self._page_of[page.url_key] = page.id
        return page.id

    def _make_due(self, page: MemoryPage, source: str, one: Incoming, now: datetime) -> None:
        if page.source == source:
            page.entry = one.entry
        page.again = page.is_leased
        if not page.is_leased:
            page.due = now

    # ---------------------------------------------------------------------- claims

    def claim_pages(
        self, now: datetime, limit: int, lease_s: float, busy_hosts: Sequence[str]
    ) -> list[PageTask]:
        taken = set(busy_hosts)
        tasks: list[PageTask] = []
        for recheck in (False, True):
            due = [
                page
                for page in self.pages.values()
                if page.recheck is recheck and page.due is not None and page.due <= now
            ]
            for page in sorted(due, key=lambda page: (page.due, page.host, page.id)):
                if len(tasks) < limit and page.host not in taken:
                    taken.add(page.host)
                    tasks.append(self._lease(page, now, now + timedelta(seconds=lease_s)))
        return tasks

    def _lease(self, page: MemoryPage, now: datetime, until: datetime) -> PageTask:
        page.due, page.is_leased, page.leased_at = until, True, now
        page.attempts += 1
        return PageTask(
            id=page.id,
            url=page.url,
            entry=replace(page.entry, source=page.source),
            publisher=self.names[page.source].publisher,
            first_seen=page.first_seen,
            attempts=page.attempts - 1,
            article=page.article,
            etag=page.etag,
            last_modified=page.last_modified,
            body_digest=page.body_digest,
        )

    def release_pages(self) -> int:
        leased = [page for page in self.pages.values() if page.is_leased]
        for page in leased:
            page.due, page.is_leased, page.again = page.leased_at, False, False
            page.attempts = max(page.attempts - 1, 0)
        return len(leased)

    def next_due(self) -> datetime | None:
        due = [state.next_poll for state in self.states.values() if not state.paused]
        due += [page.due for page in self.pages.values() if page.due is not None]
        return min(due, default=None)

    def pages_due(self, now: datetime) -> int:
        return sum(page.due is not None and page.due <= now for page in self.pages.values())

    # -------------------------------------------------------------------- outcomes

    def answer(self, outcome: PageOutcome, article: str | None, now: datetime) -> None:
        """Write what became of a leased page."""
        page = self.pages[outcome.task]
        page.due = now if page.again else outcome.next_check
        page.is_leased = page.again = False
        if outcome.outcome != "retry":
            page.recheck, page.attempts = True, 0
        page.article = article or page.article
        page.body_digest = outcome.kept.body_digest if outcome.kept else page.body_digest
        if outcome.kept is not None:
            page.etag, page.last_modified = outcome.etag, outcome.last_modified
        else:
            page.etag = outcome.etag if outcome.etag is not None else page.etag
            if outcome.last_modified is not None:
                page.last_modified = outcome.last_modified
        self._count_answer(outcome, page.source, now)

    def _count_answer(self, outcome: PageOutcome, source: str, now: datetime) -> None:
        rejected = outcome.rejected
        if rejected is not None:
            self._ledger.log_rejected(rejected, now, source)
        stage = rejected.stage.value if rejected is not None else "store"
        reason = rejected.reason.value if rejected is not None else ""
        self._ledger.add_counts({(stage, outcome.outcome, reason): 1})
