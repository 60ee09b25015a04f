"""One request at a time for a host, with its gap; hosts do not wait for each other."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import START, FakeClock
from tagwire.fetch.politeness import Blocked, HostState, Politeness, admit, after_request
from tagwire.store import MemoryStore


def gates(clock: FakeClock, cap: int = 64) -> Politeness:
    return Politeness(clock, min_gap_s=1, max_gap_s=60, max_wait_s=60, cap=cap)


def check(state: HostState, after_s: float, expected: float) -> None:
    assert admit(state, START + timedelta(seconds=after_s)) == expected


def test_a_new_host_is_asked_at_once() -> None:
    """Nothing is known of it."""
    check(HostState(gap_s=5), 0, 0)


def test_the_gap_counts_from_the_end_of_the_last_request() -> None:
    """Two seconds after it, three of five are left."""
    check(HostState(gap_s=5, last_end=START), 2, 3)
    check(HostState(gap_s=5, last_end=START), 5, 0)


def test_a_clock_that_was_set_back_costs_one_gap_at_most() -> None:
    """An hour back: the last request seems to lie ahead."""
    check(HostState(gap_s=5, last_end=START), -3600, 5)


def test_retry_after_is_longer_than_any_gap() -> None:
    """The host's word counts."""
    check(after_request(HostState(gap_s=1), START, 30), 2, 28)


@given(st.lists(st.tuples(st.floats(0, 1e5), st.none() | st.floats(0, 1e6)), max_size=8))
def test_a_block_never_gets_shorter(requests: list[tuple[float, float | None]]) -> None:
    """Whatever later answers say."""
    state, now, until = HostState(gap_s=1), START, START
    for passed_s, retry_after_s in requests:
        now += timedelta(seconds=passed_s)
        state = after_request(state, now, retry_after_s)
        until = max(until, now + timedelta(seconds=retry_after_s or 0))
        assert now + timedelta(seconds=admit(state, now)) >= until


async def visit(politeness: Politeness, host: str, log: list[str], hold: int = 3) -> None:
    async with politeness.turn(host) as turn:
        if isinstance(turn, Blocked):
            log.append(f"blocked {host}")
            return
        log.append(f"start {host}")
        for _ in range(hold):
            await asyncio.sleep(0)
        log.append(f"end {host}")


def test_two_requests_to_one_host_never_overlap() -> None:
    """They take turns, a gap apart."""
    clock, log = FakeClock(), []

    async def run() -> None:
        politeness = gates(clock)
        await asyncio.gather(*(visit(politeness, "a.example", log) for _ in range(5)))

    asyncio.run(run())
    assert log == ["start a.example", "end a.example"] * 5
    assert clock.slept == [1, 1, 1, 1]


def test_ten_hosts_are_asked_side_by_side() -> None:
    """All start before the first ends."""
    log: list[str] = []

    async def run() -> None:
        politeness = gates(FakeClock())
        await asyncio.gather(*(visit(politeness, f"{n}.example", log) for n in range(10)))

    asyncio.run(run())
    assert [line.split()[0] for line in log[:10]] == ["start"] * 10


def test_the_cap_over_all_hosts_holds() -> None:
    """Two at a time, although ten hosts are free."""
    log: list[str] = []

    async def run() -> None:
        politeness = gates(FakeClock(), cap=2)
        await asyncio.gather(*(visit(politeness, f"{n}.example", log) for n in range(10)))

    asyncio.run(run())
    steps = [1 if line.startswith("start") else -1 for line in log]
    assert max(accumulate(steps)) == 2


def test_a_slow_host_delays_no_other() -> None:
    """Its queue waits at its own gate, even when the cap is two."""
    log: list[str] = []

    async def run() -> None:
        politeness = gates(FakeClock(), cap=2)
        slow = [asyncio.create_task(visit(politeness, "slow.example", log, 500)) for _ in range(9)]
        await asyncio.sleep(0)
        await asyncio.gather(*(visit(politeness, f"{n}.example", log) for n in range(10)))
        log.append("others done")
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)

    asyncio.run(run())
    assert "end slow.example" not in log[: log.index("others done")]


def test_a_long_block_ends_a_get_at_once() -> None:
    """Nobody sits in a queue for an hour; the caller is told when to come back."""

    async def run() -> Blocked | None:
        politeness = gates(FakeClock())
        async with politeness.turn("a.example") as turn:
            assert not isinstance(turn, Blocked)
            turn.retry_after_s = 3600
        async with politeness.turn("a.example") as turn:
            return turn if isinstance(turn, Blocked) else None

    assert asyncio.run(run()) == Blocked(wait_s=3600)


@pytest.mark.parametrize(("asked", "kept"), [(None, 1), (0.1, 1), (7, 7), (9999, 60)])
def test_crawl_delay_is_kept_within_reason(asked: float | None, kept: float) -> None:
    """Never below our own gap, never above the longest that is kept."""
    clock = FakeClock()

    async def run() -> float:
        politeness = gates(clock)
        politeness.slow_down("a.example", asked)
        await visit(politeness, "a.example", [], hold=0)
        before = clock.now()
        await visit(politeness, "a.example", [], hold=0)
        return (clock.now() - before).total_seconds()

    assert asyncio.run(run()) == kept


def test_busy_hosts_are_those_in_use_or_blocked() -> None:
    """A host that only rests for its gap is free to be claimed."""

    async def run() -> list[str]:
        politeness = gates(FakeClock())
        await visit(politeness, "rests.example", [])
        async with politeness.turn("blocked.example") as turn:
            assert not isinstance(turn, Blocked)
            turn.retry_after_s = 600
        async with politeness.turn("used.example"):
            return politeness.busy_hosts()

    assert asyncio.run(run()) == ["blocked.example", "used.example"]


def test_a_cancelled_visit_frees_the_gate() -> None:
    """The next one gets its turn."""
    log: list[str] = []

    async def run() -> None:
        politeness = gates(FakeClock())
        stuck = asyncio.create_task(visit(politeness, "a.example", log, 10_000))
        await asyncio.sleep(0)
        stuck.cancel()
        await asyncio.gather(stuck, return_exceptions=True)
        await visit(politeness, "a.example", log)

    asyncio.run(run())
    assert log == ["start a.example", "start a.example", "end a.example"]


def test_what_a_host_asked_for_holds_in_every_process_and_after_a_restart() -> None:
    """Retry-After is in the store: a new client, and one that knew the host before, keep it."""
    clock, store = FakeClock(), MemoryStore()

    def make() -> Politeness:
        return Politeness(clock, store, min_gap_s=1, max_gap_s=60, max_wait_s=60, cap=4)

    async def ask(politeness: Politeness, retry_after_s: float | None = None) -> float:
        async with politeness.turn("h.example") as turn:
            if isinstance(turn, Blocked):
                return turn.wait_s
            turn.retry_after_s = retry_after_s
            return 0.0

    async def main() -> list[float]:
        web, worker = make(), make()
        return [
            await ask(web),
            await ask(worker, 3600),
            await ask(web),
            await ask(make()),
        ]

    assert asyncio.run(main()) == [0.0, 0.0, 3600.0, 3600.0]
