"""Runs the pipeline in processes of its own, and survives the death of one.

A page that kills or hangs its process is found by running its batch one page
at a time; it becomes a ``Rejected`` and the others go on.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import structlog

from tagwire.extract.memory import SiteHints
from tagwire.model import Page, Reason, Rejected, Stage
from tagwire.run.pipeline import Processed, build_pipeline

log = structlog.get_logger()

# An ordinary page takes 20 ms and the worst of a thousand under one second: beyond these
# times something hangs, and everything behind it waits.
BATCH_TIMEOUT_S = 60.0
PAGE_TIMEOUT_S = 15.0

# Runs inside each process, so it must be found there by its name.
# What it gives takes pages, and with memory the hints of their sites.
Build = Callable[[], Callable[..., Processed]]
HintsFor = Callable[[Sequence[Page]], Mapping[str, SiteHints]]

_pipeline: Callable[..., Processed] | None = None  # one for each pool process, set by _start


class PipelinePool:
    """A pool of processes with a pipeline each. Close it with ``close``."""

    def __init__(
        self,
        processes: int,
        build: Build = build_pipeline,
        *,
        hints_for: HintsFor | None = None,
        batch_timeout_s: float = BATCH_TIMEOUT_S,
        page_timeout_s: float = PAGE_TIMEOUT_S,
    ) -> None:
        """With ``hints_for`` pages are read with what is remembered of their sites."""
        self._processes = processes
        self._build = build
        self._hints_for = hints_for
        self._batch_timeout_s = batch_timeout_s
        self._page_timeout_s = page_timeout_s
        self._executor = self._new_executor()
        self._turn = asyncio.Lock()

    async def run(self, pages: Sequence[Page]) -> Processed:
        """Return what the pages became, in order. One batch at a time."""
        if not pages:
            return Processed(results=(), cpu_s={})
        async with self._turn:
            chunks = _chunks(pages, self._processes)
            tried = await asyncio.gather(*(self._try(chunk) for chunk in chunks))
            if any(part is None for part in tried):
                self._replace()
            parts = [
                await self._one_by_one(chunk) if part is None else part
                for chunk, part in zip(chunks, tried, strict=True)
            ]
        return _joined(parts)

    async def rebuild(self, build: Build) -> None:
        """Go on with new processes that build another pipeline; a running batch ends first."""
        async with self._turn:
            self._build = build
            self.close()
            self._executor = self._new_executor()

    def close(self) -> None:
        """End the processes."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    async def _try(self, pages: Sequence[Page]) -> Processed | None:
        """Return what pages became, or None when their process died or took too long.

        When one process dies, the pool fails for all that is running: those are innocent.
        """
        timeout_s = self._batch_timeout_s if len(pages) > 1 else self._page_timeout_s
        try:
            future: Future[Processed] = self._executor.submit(
                _run_pages, tuple(pages), self._hints_for(pages) if self._hints_for else None
            )
            return await asyncio.wait_for(asyncio.wrap_future(future), timeout_s)
        except (BrokenProcessPool, TimeoutError) as error:
            log.warning("pool process lost", pages=len(pages), error=type(error).__name__)
            return None

    async def _one_by_one(self, pages: Sequence[Page]) -> Processed:
        """Find the page that kills its process: alone in the pool, only itself can be to blame."""
        parts = []
        for page in pages:
            part = await self._try([page])
            if part is None:
                self._replace()
                part = Processed(results=(_poison(page),), cpu_s={})
            parts.append(part)
        return _joined(parts)

    def _replace(self) -> None:
        """Kill what is left of the pool and start a new one."""
        old, self._executor = self._executor, self._new_executor()
        for process in list((old._processes or {}).values()):
            process.kill()
        old.shutdown(wait=False, cancel_futures=True)

    def _new_executor(self) -> ProcessPoolExecutor:
        # spawn: a fork would copy the database connection and the event loop.
        return ProcessPoolExecutor(
            self._processes,
            mp_context=get_context("spawn"),
            initializer=_start,
            initargs=(self._build,),
        )


def _joined(parts: Sequence[Processed]) -> Processed:
    cpu_s: Counter[str] = Counter()
    for part in parts:
        cpu_s.update(part.cpu_s)
    return Processed(
        results=tuple(result for part in parts for result in part.results),
        cpu_s=dict(cpu_s),
        observations=tuple(
            part.observation_of(n) for part in parts for n in range(len(part.results))
        ),
        memories=tuple(part.memory_of(n) for part in parts for n in range(len(part.results))),
    )


def _chunks(pages: Sequence[Page], n: int) -> list[Sequence[Page]]:
    size = -(-len(pages) // n)
    return [pages[i : i + size] for i in range(0, len(pages), size)]


def _poison(page: Page) -> Rejected:
    return Rejected(
        stage=Stage.EXTRACT,
        key=page.response.final_url,
        reason=Reason.CRASHED,
        detail="the page killed or hung its process; it is set aside, please report it",
    )


def _start(build: Build) -> None:
    """Prepare a pool process: nice, deaf to Ctrl-C, gone when its parent is."""
    global _pipeline  # noqa: PLW0603 - one pipeline per process is the purpose of the initializer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    threading.Thread(target=_follow_parent, args=(os.getppid(),), daemon=True).start()
    _pipeline = build()


def _follow_parent(parent: int) -> None:
    """End this process when the worker that started it has died."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def _run_pages(pages: tuple[Page, ...], hints: Mapping[str, SiteHints] | None) -> Processed:
    if _pipeline is None:
        raise RuntimeError("the pool process was not started by its initializer")
    return _pipeline(pages) if hints is None else _pipeline(pages, hints)
