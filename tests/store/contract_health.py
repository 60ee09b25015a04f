"""What every store tells about how a source is doing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from store.builders import DAY, HOUR, NOW, archived, copying, new, poll, source, tagged
from tagwire.model import Credit, CreditRole, Moment, Precision
from tagwire.store.protocol import Store
from tagwire.store.values import PollOutcome, SourceHealth, SourceState

MINUTE = timedelta(minutes=1)


def check(store: Store, **expected: object) -> None:
    health = store.source_health("harbour", NOW + 2 * DAY)
    assert isinstance(health, SourceHealth)
    assert {name: getattr(health, name) for name in expected} == expected


def watch(store: Store) -> None:
    """Let the harbour answer for the first time now."""
    store.add_source(source(), NOW)
    state = SourceState(next_poll=NOW, last_success=NOW, first_success=NOW)
    store.save_poll(PollOutcome(source="harbour", state=state), NOW)


def bring(store: Store, n: int, *, delay: timedelta, agency: str = "", original: str = "") -> None:
    published = Moment(at=NOW + DAY)
    content = tagged(f"H {n}", published=published)
    role = CreditRole.ORIGINATOR
    given = (Credit(name=agency, role=role, evidence=agency),) if agency else ()
    content = replace(content, article=replace(content.article, credits=given))
    intent = new(f"x{n}", content, content_hash=f"h{n}")
    intent = copying(intent, original) if original else intent
    store.apply([archived(intent, first_seen=NOW + DAY + delay)], NOW + DAY)


def test_an_unknown_source_has_no_health(store: Store) -> None:
    assert store.source_health("nobody", NOW) is None


def test_a_new_source_tells_nothing_yet(store: Store) -> None:
    watch(store)
    check(store, looked_at=0, agency=0, copies=0, delay_s=None, days=())


def test_the_delay_is_the_median_from_published_to_first_seen(store: Store) -> None:
    watch(store)
    for n, minutes in enumerate([2, 10, 90]):
        bring(store, n, delay=minutes * MINUTE)
    check(store, looked_at=3, delay_s=600.0)


def test_what_the_first_poll_found_tells_no_delay(store: Store) -> None:
    """It lay there before anybody asked; a day without a time tells none either."""
    watch(store)
    old = tagged("Old", published=Moment(at=NOW - 5 * HOUR))
    store.apply([archived(new("old", old), first_seen=NOW)], NOW)
    day = tagged("Day", published=Moment(at=NOW + DAY, precision=Precision.DAY))
    store.apply([archived(new("day", day), first_seen=NOW + DAY + HOUR)], NOW)
    check(store, looked_at=2, delay_s=None)


def test_agency_copy_and_copies_are_counted(store: Store) -> None:
    watch(store)
    poll(store, key="harbour")
    bring(store, 1, delay=MINUTE, agency="Reuters")
    bring(store, 2, delay=MINUTE, original="x1")
    bring(store, 3, delay=MINUTE)
    check(store, looked_at=3, agency=1, copies=1)


def test_days_are_those_on_which_articles_came(store: Store) -> None:
    watch(store)
    bring(store, 1, delay=MINUTE)
    bring(store, 2, delay=MINUTE)
    health = store.source_health("harbour", NOW + 2 * DAY)
    assert health is not None
    assert [(one.day, one.count) for one in health.days] == [("2026-05-02", 2)]
