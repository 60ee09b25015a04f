"""A worker that gives no signs is noticed; one that is only starting is not blamed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tagwire.run.clock import clock_of
from tagwire.run.heartbeat import sign_path, silent_since
from tagwire.run.settings import Settings

CLOCK = clock_of("scaled:60@2026-09-01T06:00:00Z")


def check(data: Path, sign_age_s: float | None, watched_for_s: float) -> float | None:
    """Return for how many product seconds the worker is silent, or None."""
    settings = Settings(data=data)
    if sign_age_s is not None:
        sign_path(settings).touch()
        at = time.time() - sign_age_s
        os.utime(sign_path(settings), (at, at))
    since = silent_since(settings, CLOCK, time.time() - watched_for_s)
    return since and (CLOCK.now() - since).total_seconds()


@pytest.mark.parametrize(
    ("sign_age_s", "watched_for_s"),
    [(5, 1000), (19, 1000), (500, 10), (None, 10)],
    ids=["fresh sign", "three signs missed", "worker is restarting", "first start"],
)
def test_a_worker_is_alive(tmp_path: Path, sign_age_s: float | None, watched_for_s: float) -> None:
    """A sign of the last 20 seconds, or a watcher that is not there for longer."""
    assert check(tmp_path, sign_age_s, watched_for_s) is None


@pytest.mark.parametrize(
    ("sign_age_s", "watched_for_s", "silent_s"),
    [(100, 1000, 6000), (100, 40, 6000), (None, 40, 2400)],
    ids=["signs stopped", "before the watcher came", "never a sign"],
)
def test_a_worker_is_silent_since_its_last_sign(
    tmp_path: Path, sign_age_s: float | None, watched_for_s: float, silent_s: float
) -> None:
    """The time is that of the product's clock."""
    assert check(tmp_path, sign_age_s, watched_for_s) == pytest.approx(silent_s, abs=60)
