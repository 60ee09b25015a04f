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
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import structlog

from tagwire.model import Page, Reason, Rejected, Stage
from tagwire.run.pipeline import Processed, build_pipeline

log = structlog.get_logger()

# An ordinary page takes 20 ms and the worst of a thousand under one second: beyond these
# times something hangs, and everything behind it waits.
BATCH_TIMEOUT_S = 60.0
PAGE_TIMEOUT_S = 15.0

# Runs inside each process, so it must be found there by its name.
Build = Callable[[], Callable[[Sequence[Page]], Processed]]

_pipeline: Callable[[Sequence[Page]], Processed] | None = (
    None  # one for each pool process, set by _start
)


class PipelinePool:
    """A pool of processes with a pipeline each. Close it with ``close``."""

    def __init__(
        self,
        processes: int,
        build: Build = build_pipeline,
        *,
        batch_timeout_s: float = BATCH_TIMEOUT_S,
        page_timeout_s: float = PAGE_TIMEOUT_S,
    ) -> None:
        self._processes = processes
        self._build = build
        self._batch_timeout_s = batch_timeout_s
        self._page_timeout_s = page_timeout_s
        self._executor = self._new_executor()

    async def run(self, pages: Sequence[Page]) -> Processed:
        """Return what the pages became, in order."""
        if not pages:
            return Processed(results=(), cpu_s={})
        chunks = _chunks(pages, self._processes)
        parts = await asyncio.gather(*(self._run_chunk(chunk) for chunk in chunks))
        cpu_s: dict[str, float] = {}
        for part in parts:
            for stage, seconds in part.cpu_s.items():
                cpu_s[stage] = cpu_s.get(stage, 0.0) + seconds
        return Processed(
            results=tuple(result for part in parts for result in part.results), cpu_s=cpu_s
        )

    def close(self) -> None:
        """End the processes."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    async def _run_chunk(self, pages: Sequence[Page]) -> Processed:
        try:
            return await self._submit(pages)
        except (BrokenProcessPool, TimeoutError) as error:
            log.warning("pool process lost", pages=len(pages), error=type(error).__name__)
            self._replace()
        if len(pages) == 1:
            return Processed(results=(_poison(pages[0]),), cpu_s={})
        singles = [await self._run_chunk([page]) for page in pages]
        return Processed(
            results=tuple(result for single in singles for result in single.results), cpu_s={}
        )

    async def _submit(self, pages: Sequence[Page]) -> Processed:
        future: Future[Processed] = self._executor.submit(_run_pages, tuple(pages))
        timeout_s = self._batch_timeout_s if len(pages) > 1 else self._page_timeout_s
        return await asyncio.wait_for(asyncio.wrap_future(future), timeout_s)

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


def _run_pages(pages: tuple[Page, ...]) -> Processed:
    if _pipeline is None:
        raise RuntimeError("the pool process was not started by its initializer")
    return _pipeline(pages)
