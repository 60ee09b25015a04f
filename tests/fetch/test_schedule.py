"""When sources are polled, articles looked at again, failed pages tried again."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.fetch import (
    HOURS_AT_ONE_A_DAY,
    FetchFailure,
    PollFacts,
    PollPlan,
    Wishes,
    failure_of,
    next_check,
    next_poll,
    pace_of,
    polls_at,
    retry_page,
)
from tagwire.fetch.schedule import GONE_S, MAX_FIXED_S
from tagwire.model import Reason, Rejected, Stage

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
HOUR = 3600.0
URL = "http://news.example/feed.xml"


@dataclass(frozen=True)
class History:
    """What was remembered."""

    last_poll: datetime | None = None
    last_success: datetime | None = None
    first_success: datetime | None = None
    failures: int = 0
    rate_per_day: float = 0.0
    watched_since: datetime | None = None
    hours: tuple[float, ...] = ()


def wait_s(facts: PollFacts, history: History | None = None, jitter: float = 0.0) -> float:
    plan = next_poll(history or History(), facts, NOW, jitter=jitter)
    return (plan.next_poll - NOW).total_seconds()


def remembered(plan: PollPlan) -> History:
    return History(**{field.name: getattr(plan, field.name) for field in fields(History)})


def known(rate_per_day: float, hours: float = 1) -> History:
    polled = NOW - timedelta(hours=hours)
    return History(last_poll=polled, last_success=polled, rate_per_day=rate_per_day)


def failed(reason: Reason, retry_after_s: float | None = None) -> FetchFailure:
    return failure_of(URL, reason, "said no", retry_after_s=retry_after_s)


def test_a_new_source_is_polled_hourly_whatever_it_lists() -> None:
    """What it lists first may be old; its owner wants to see it live."""
    assert wait_s(PollFacts()) == pytest.approx(HOUR, rel=0.01)


def test_a_source_that_stays_silent_is_polled_some_times_a_day() -> None:
    """The prior is one entry in 60 days: about every 8 hours when the memory has faded."""
    assert 7 * HOUR < wait_s(PollFacts(), known(1.0, hours=40 * 24)) < 8 * HOUR


def test_a_backlog_is_not_taken_for_a_rate() -> None:
    """Fifty entries at the first poll may be of today or of ten years."""
    assert wait_s(PollFacts(new=50)) == pytest.approx(HOUR, rel=0.01)


def test_what_comes_after_the_first_poll_soon_tells_the_rate() -> None:
    """Two an hour are 48 a day: known within hours, and to a tenth after a day."""
    history, now = History(), NOW
    rates = []
    for hour in range(25):
        plan = next_poll(history, PollFacts(new=50 if hour == 0 else 2), now)
        history = remembered(plan)
        rates.append(plan.rate_per_day)
        now += timedelta(hours=1)
    assert rates[0] < 1.1
    assert rates[3] > 12
    assert rates[24] == pytest.approx(48, rel=0.25)


def test_more_news_means_shorter_waits_by_the_square_root() -> None:
    """Four times the rate is twice as often."""
    slow, fast = (wait_s(PollFacts(), known(rate, hours=0)) for rate in (1.0, 4.0))
    assert slow == pytest.approx(2 * fast, rel=0.01)


def test_silence_makes_a_source_slower() -> None:
    """The rate decays while nothing comes."""
    plan = next_poll(known(10, hours=24), PollFacts(new=0), NOW)
    assert 8 < plan.rate_per_day < 9


def test_the_rate_settles_at_what_really_comes() -> None:
    """Six entries a day, polled every four hours for two months."""
    history = known(1, hours=4)
    for _ in range(6 * 60):
        plan = next_poll(history, PollFacts(new=1), NOW)
        history = known(plan.rate_per_day, hours=4)
    assert history.rate_per_day == pytest.approx(6, rel=0.05)


@given(st.floats(0, 1e6), st.floats(-1, 1), st.integers(0, 10_000), st.floats(0, 1e4))
def test_a_poll_is_never_sooner_than_five_minutes_or_later_than_a_day(
    rate: float, jitter: float, new: int, watched_h: float
) -> None:
    """Give or take the jitter of a tenth, whatever a source lists, however long it is known."""
    facts = PollFacts(new=new)
    first = replace(known(rate), first_success=NOW - timedelta(hours=watched_h))
    for history in (known(rate), History(rate_per_day=rate), first):
        assert 270 <= wait_s(facts, history, jitter) <= 1.1 * 24 * HOUR


@pytest.mark.parametrize("asked", [Wishes(min_interval_s=7200), Wishes(max_age_s=7200)])
@pytest.mark.parametrize("jitter", [-1, 0, 1])
def test_a_publisher_who_asks_for_rarer_polls_gets_them(asked: Wishes, jitter: float) -> None:
    """``ttl``, ``sy:updatePeriod`` and Cache-Control lengthen the interval; chance never shortens it."""
    assert 7200 <= wait_s(PollFacts(wishes=asked), known(100), jitter) <= 1.1 * 7200


def test_a_publisher_cannot_make_us_wait_for_a_year() -> None:
    """A mistaken ttl must not lose a source."""
    assert wait_s(PollFacts(wishes=Wishes(min_interval_s=3e7)), known(100)) == 24 * HOUR


@pytest.mark.parametrize(
    ("wishes", "hours"),
    [
        (Wishes(skip_hours=frozenset({12, 13})), 2),
        (Wishes(skip_days=frozenset({NOW.weekday()})), 12),
        (Wishes(skip_hours=frozenset(range(24))), 24),
        (Wishes(skip_hours=frozenset({3})), 0),
    ],
    ids=["hours", "day", "all hours", "another hour"],
)
def test_hours_and_days_to_skip_are_waited_out(wishes: Wishes, hours: int) -> None:
    """To the first hour that is free; who skips everything is asked once a day."""
    usual, waited = wait_s(PollFacts(), known(100)), wait_s(PollFacts(wishes=wishes), known(100))
    assert waited - usual == pytest.approx(hours * HOUR)


def test_the_times_of_a_first_listing_tell_its_rate() -> None:
    """Twelve a day for a week is known at once, and so is silence for a month."""
    busy = tuple(NOW - timedelta(hours=2 * n) for n in range(84))
    assert next_poll(History(), PollFacts(stated=busy), NOW).rate_per_day == pytest.approx(
        12, rel=0.1
    )
    quiet = tuple(NOW - timedelta(days=30 + n) for n in range(10))
    assert next_poll(History(), PollFacts(stated=quiet), NOW).rate_per_day < 0.1


@pytest.mark.parametrize(
    "stated",
    [
        tuple(NOW - timedelta(seconds=n) for n in range(50)),
        tuple(NOW + timedelta(hours=n + 1) for n in range(50)),
        (NOW - timedelta(days=1), NOW),
    ],
    ids=["all of now", "all of the future", "two"],
)
def test_times_that_cannot_be_true_tell_no_rate(stated: tuple[datetime, ...]) -> None:
    """A feed that writes the time of the request on everything is polled hourly at first."""
    plan = next_poll(History(), PollFacts(stated=stated), NOW)
    assert (plan.next_poll - NOW).total_seconds() == pytest.approx(HOUR, rel=0.3)


def test_polls_are_denser_in_the_hours_of_news() -> None:
    """A paper that writes from 6 to 9 is asked more often then than at night."""
    hours = tuple(30.0 if 6 <= n <= 9 else 0.0 for n in range(24))
    paper = replace(known(24), hours=hours)

    def wait_at(hour: int) -> float:
        now = NOW.replace(hour=hour)
        plan = next_poll(replace(paper, last_success=now), PollFacts(), now)
        return (plan.next_poll - now).total_seconds()

    assert 2.5 * wait_at(7) < wait_at(15)
    assert wait_at(7) < wait_s(PollFacts(), known(24, hours=0)) < wait_at(15)


@pytest.mark.parametrize("limit", [500, 2_000, 20_000])
def test_all_sources_together_keep_the_polls_of_a_day(limit: int) -> None:
    """Each is asked less often by the same measure."""
    rates = [0.02, 0.2, 2.0, 20.0, 200.0] * 20
    pace = pace_of(rates, limit)
    total = sum(polls_at(rate, pace) for rate in rates)
    assert total <= limit
    assert total >= 0.9 * limit or pace == HOURS_AT_ONE_A_DAY


def test_no_limit_is_the_usual_pace_and_each_source_gets_a_poll_a_day() -> None:
    """A limit below the number of sources cannot be kept."""
    assert pace_of([5.0] * 1000, 0) == HOURS_AT_ONE_A_DAY
    assert polls_at(5.0, pace_of([5.0] * 1000, 10)) == 1


def test_the_owner_has_the_last_word() -> None:
    """A fixed interval wins over rate, ttl and limits."""
    assert (
        wait_s(PollFacts(fixed_interval_s=60, wishes=Wishes(min_interval_s=7200)), known(0.01))
        == 60
    )


def test_failures_back_off_and_are_remembered() -> None:
    """5, 10, 20 minutes … at most a day; the last success stays known."""
    history, waits = known(5), []
    for _ in range(12):
        plan = next_poll(history, PollFacts(failure=failed(Reason.TIMEOUT)), NOW)
        waits.append((plan.next_poll - NOW).total_seconds())
        history = remembered(plan)
    assert waits[:3] == [300, 600, 1200]
    assert waits[-1] == 24 * HOUR
    assert (history.failures, history.last_success) == (12, NOW - timedelta(hours=1))


def test_a_success_forgets_failures() -> None:
    """The error is gone from the plan too."""
    plan = next_poll(History(failures=7, rate_per_day=1), PollFacts(new=1), NOW)
    assert (plan.failures, plan.error, plan.last_success) == (0, "", NOW)


@given(st.floats(0, 600_000), st.floats(-1, 1))
def test_nobody_is_asked_inside_retry_after(asked_s: float, jitter: float) -> None:
    """Whatever the jitter."""
    facts = PollFacts(failure=failed(Reason.RATE_LIMITED, asked_s))
    assert wait_s(facts, known(50), jitter) >= asked_s - 1e-6


def test_a_source_that_is_gone_rests_with_its_reason() -> None:
    """410 stops the polling, visibly."""
    plan = next_poll(known(5), PollFacts(failure=failed(Reason.GONE)), NOW)
    assert (plan.next_poll - NOW).total_seconds() == GONE_S
    assert (plan.error, plan.detail) == ("gone", "said no")


def test_a_document_that_is_no_feed_is_a_failed_poll() -> None:
    """An HTML page under the feed's address is not an empty feed."""
    rejected = Rejected(stage=Stage.PARSE, key=URL, reason=Reason.NOT_A_FEED, detail="html")
    plan = next_poll(known(5), PollFacts(failure=rejected), NOW)
    assert (plan.error, plan.failures) == ("not_a_feed", 1)


def checks_of(changed: bool = False) -> list[float]:
    """The hours after first sight at which an article is looked at."""
    seen, last, hours = NOW, NOW, []
    while (due := next_check(seen, last, last, changed=changed)) is not None:
        hours.append((due - seen).total_seconds() / HOUR)
        last = due
    return hours


def test_young_articles_are_looked_at_again_ever_more_rarely() -> None:
    """First after half an hour, then by half the age, at most 12 h apart, for two days."""
    hours = checks_of()
    gaps = [b - a for a, b in pairwise(hours)]
    assert hours[0] == 0.5
    assert gaps == sorted(gaps)
    assert max(gaps) <= 12
    assert hours[-1] <= 48
    assert 6 <= len(hours) <= 15


def test_an_article_that_changed_is_looked_at_sooner() -> None:
    """Who edits once edits again."""
    last = NOW + timedelta(hours=10)
    calm, busy = (next_check(NOW, last, last, changed=changed) for changed in (False, True))
    assert calm is not None
    assert busy is not None
    assert busy < calm


def test_an_old_article_is_left_alone() -> None:
    """Two days after first sight its checks end."""
    late = NOW + timedelta(hours=48)
    assert next_check(NOW, late, late, changed=True) is None


def test_a_late_check_is_due_at_once_and_only_once() -> None:
    """After a pause nothing is planned in the past."""
    now = NOW + timedelta(hours=20)
    assert next_check(NOW, NOW + timedelta(hours=1), now, changed=False) == now


@pytest.mark.parametrize(
    ("attempts", "retry_after_s", "expected_s"),
    [(1, None, 300), (2, None, 1200), (4, None, 19_200), (1, 5000, 5000), (5, None, None)],
)
def test_a_failed_page_is_tried_five_times(
    attempts: int, retry_after_s: float | None, expected_s: float | None
) -> None:
    """Ever later, and never inside Retry-After."""
    due = retry_page(attempts, failed(Reason.TIMEOUT, retry_after_s), NOW)
    assert (due and (due - NOW).total_seconds()) == expected_s


SECONDS = st.none() | st.floats(min_value=0)  # infinity too
TIMES = st.datetimes(timezones=st.just(UTC))


@given(SECONDS, SECONDS, SECONDS, st.none() | TIMES, st.none() | TIMES)
def test_whatever_publishers_and_owners_ask_is_a_day_on_the_calendar(
    asked_s: float | None,
    max_age_s: float | None,
    fixed_s: float | None,
    first: datetime | None,
    success: datetime | None,
) -> None:
    """Hundred years for an owner, a year for others."""
    history = History(last_success=success, first_success=first, failures=10**9, rate_per_day=1e300)
    facts = PollFacts(
        new=10**6,
        wishes=Wishes(min_interval_s=asked_s, max_age_s=max_age_s),
        fixed_interval_s=fixed_s,
    )
    assert 0 < wait_s(facts, history, jitter=1) <= 1.1 * MAX_FIXED_S
    failure = failed(Reason.RATE_LIMITED, asked_s)
    assert 0 < wait_s(PollFacts(failure=failure), history, jitter=1) <= GONE_S
    due = retry_page(1, failure, NOW)
    assert due is not None
    assert NOW < due <= NOW + timedelta(seconds=GONE_S)


@pytest.mark.parametrize("reason", [Reason.GONE, Reason.ROBOTS, Reason.REFUSED_ADDRESS])
def test_what_cannot_get_better_is_not_tried_again(reason: Reason) -> None:
    """Gone pages, forbidden pages, inner addresses."""
    assert retry_page(1, failed(reason), NOW) is None
