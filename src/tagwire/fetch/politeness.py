"""One request at a time for each host, with a gap, and a cap over all hosts.

    get ── host gate ── gap, Crawl-delay, Retry-After ── global cap ── request
           (one host)   (``admit`` says how long)        (all hosts)

A host's waiters queue at its own gate and hold nothing that another host needs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from tagwire.fetch.clock import Clock

# A gate is some hundred bytes; beyond this many, those that rest are forgotten.
MAX_GATES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """When a host was asked last and how long it wants to be left alone."""

    gap_s: float
    last_end: datetime | None = None
    blocked_until: datetime | None = None


def admit(state: HostState, now: datetime) -> float:
    """Return the seconds until the host may be asked; 0 means now."""
    gap_left_s = 0.0
    if state.last_end is not None:
        # Never more than the gap: the machine's clock may have been set back.
        passed_s = max((now - state.last_end).total_seconds(), 0.0)
        gap_left_s = state.gap_s - passed_s
    block_left_s = 0.0
    if state.blocked_until is not None:
        block_left_s = (state.blocked_until - now).total_seconds()
    return max(gap_left_s, block_left_s, 0.0)


def after_request(state: HostState, now: datetime, retry_after_s: float | None) -> HostState:
    """Return the state after a request that ended now; Retry-After only lengthens a block."""
    blocked_until = state.blocked_until
    if retry_after_s is not None:
        until = now + timedelta(seconds=retry_after_s)
        blocked_until = until if blocked_until is None else max(until, blocked_until)
    return replace(state, last_end=now, blocked_until=blocked_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The host may not be asked for longer than a get is willing to wait."""

    wait_s: float


class Blocks(Protocol):
    """What remembers Retry-After for other processes, and over a restart."""

    def find_block(self, host: str) -> datetime | None:
        """Return until when a host wants to be left alone."""
        ...

    def save_block(self, host: str, until: datetime, now: datetime) -> None:
        """Keep a block, which never gets shorter."""
        ...


class Turn:
    """A turn at a host. Whoever holds it tells what the host said."""

    def __init__(self) -> None:
        self.retry_after_s: float | None = None


class _Gate:
    """The gate of one host."""

    def __init__(self, state: HostState) -> None:
        self.state = state
        self.lock = asyncio.Lock()
        self.waiters = 0


class Politeness:
    """The gates of all hosts. Belongs to one event loop."""

    def __init__(
        self,
        clock: Clock,
        blocks: Blocks | None = None,
        *,
        min_gap_s: float,
        max_gap_s: float,
        max_wait_s: float,
        cap: int,
    ) -> None:
        self._blocks = blocks
        self._clock = clock
        self._min_gap_s = min_gap_s
        self._max_gap_s = max_gap_s
        self._max_wait_s = max_wait_s
        self._cap = asyncio.Semaphore(cap)
        self._gates: dict[str, _Gate] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[Turn | Blocked]:
        """Wait for the turn at a host and hold it; Blocked when that would take too long."""
        gate = self._gate(host)
        gate.waiters += 1
        try:
            async with gate.lock:
                self._recall(host, gate)
                blocked = await self._wait(gate)
                if blocked is not None:
                    yield blocked
                    return
                turn = Turn()
                try:
                    async with self._cap:
                        yield turn
                finally:
                    now = self._clock.now()
                    gate.state = after_request(gate.state, now, turn.retry_after_s)
                    if turn.retry_after_s and self._blocks and gate.state.blocked_until:
                        self._blocks.save_block(host, gate.state.blocked_until, now)
        finally:
            gate.waiters -= 1

    def slow_down(self, host: str, crawl_delay_s: float | None) -> None:
        """Keep the host's Crawl-delay, between the least gap and the longest that is kept."""
        gap_s = min(max(self._min_gap_s, crawl_delay_s or 0.0), self._max_gap_s)
        gate = self._gate(host)
        gate.state = replace(gate.state, gap_s=max(gap_s, self._min_gap_s))

    def busy_hosts(self) -> list[str]:
        """Return the hosts that are asked, queued for or blocked beyond a get's patience."""
        now = self._clock.now()
        return [
            host
            for host, gate in self._gates.items()
            if gate.waiters or admit(gate.state, now) > self._max_wait_s
        ]

    def _recall(self, host: str, gate: _Gate) -> None:
        """Keep what the host told another process, or the one before a restart."""
        until = self._blocks.find_block(host) if self._blocks else None
        own = gate.state.blocked_until
        if until is not None and (own is None or until > own):
            gate.state = replace(gate.state, blocked_until=until)

    async def _wait(self, gate: _Gate) -> Blocked | None:
        # Again after each sleep: clocks wake early, and Crawl-delay may have come meanwhile.
        while (wait_s := admit(gate.state, self._clock.now())) > 0:
            if wait_s > self._max_wait_s:
                return Blocked(wait_s=wait_s)
            await self._clock.sleep(wait_s)
        return None

    def _gate(self, host: str) -> _Gate:
        gate = self._gates.get(host)
        if gate is None:
            if len(self._gates) >= MAX_GATES:
                self._forget_resting()
            gate = self._gates[host] = _Gate(HostState(gap_s=self._min_gap_s))
        return gate

    def _forget_resting(self) -> None:
        now = self._clock.now()
        self._gates = {
            host: gate
            for host, gate in self._gates.items()
            if gate.waiters or admit(gate.state, now) > 0
        }
