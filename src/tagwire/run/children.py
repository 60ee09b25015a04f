"""Starts, watches and restarts the processes of ``tagwire serve``.

    tagwire serve ─┬─ tagwire web    serves pages from the store
                   └─ tagwire work ── pool processes for the CPU stages

A child that dies is started again; the pauses grow while it dies soon each time. A child whose parent
dies ends by itself: its standard input closes (see ``follow_parent``).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

# Only deaths in quick succession make the next pause longer, a healthy minute makes it short
# again: who is killed now and then, by a full memory or a person, is needed at once.
SOON_S = 10.0
HEALTHY_S = 60.0
FIRST_PAUSE_S = 0.2
MAX_PAUSE_S = 30.0
# What a child gets to finish its transaction and its open requests.
STOP_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A process to keep running: ``tagwire`` with these arguments."""

    name: str
    arguments: tuple[str, ...]
    pass_fds: tuple[int, ...] = ()


@dataclass(slots=True)
class _Running:
    child: Child
    process: subprocess.Popen[bytes]
    started: float
    deaths: int = 0
    restart_at: float | None = None


class Children:
    """The running children. Call ``check`` about once a second and ``stop`` at the end."""

    def __init__(self, children: Sequence[Child], environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._running = [self._start(child, deaths=0) for child in children]

    def check(self) -> list[str]:
        """Restart what died and is due; return a sentence for each death seen."""
        now = time.monotonic()
        news = []
        for i, running in enumerate(self._running):
            code = running.process.poll()
            if code is None:
                continue
            if running.restart_at is None:
                news.append(self._bury(running, code, now))
            elif now >= running.restart_at:
                self._running[i] = self._start(running.child, deaths=running.deaths)
        return news

    def stop(self) -> None:
        """Ask all children to end, and end them when they do not."""
        alive = [each.process for each in self._running if each.process.poll() is None]
        for process in alive:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_TIMEOUT_S
        for process in alive:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()

    def pids(self) -> dict[str, int]:
        """Return the process id of each child by name."""
        return {each.child.name: each.process.pid for each in self._running}

    def _bury(self, running: _Running, code: int, now: float) -> str:
        running.deaths = deaths_of(running.deaths, now - running.started)
        pause_s = pause_of(running.deaths)
        running.restart_at = now + pause_s
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"{running.child.name} ended ({how}); it starts again in {pause_s:.1f} s"

    def _start(self, child: Child, *, deaths: int) -> _Running:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            [sys.executable, "-m", "tagwire", *child.arguments],
            stdin=subprocess.PIPE,
            env=self._environment,
            pass_fds=child.pass_fds,
        )
        return _Running(child=child, process=process, started=time.monotonic(), deaths=deaths)


def deaths_of(before: int, lived_s: float) -> int:
    """Return how many deaths in a row count, after a child with ``before`` of them lived so long."""
    if lived_s >= HEALTHY_S:
        return 1
    return before + 1 if lived_s < SOON_S else max(1, before)


def pause_of(deaths: int) -> float:
    """Return the seconds to wait before the next start."""
    return min(MAX_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(deaths - 1, 10))


def follow_parent(stop: Callable[[], object]) -> None:
    """Call ``stop`` in a thread when the parent's end of our standard input closes."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop()

    threading.Thread(target=watch, name="follow-parent", daemon=True).start()
