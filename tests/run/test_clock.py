"""A scaled clock runs faster and goes on where it was."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from tagwire.errors import ConfigError
from tagwire.run.clock import SystemClock, clock_of


def test_a_scaled_clock_counts_from_its_anchor() -> None:
    """A hundred seconds after the anchor, a clock of factor 60 is 100 minutes on."""
    clock = clock_of("scaled:60@2026-09-01T06:00:00Z", time.time() - 100)
    expected = datetime(2026, 9, 1, 6, tzinfo=UTC) + timedelta(seconds=6000)
    assert abs((clock.now() - expected).total_seconds()) < 60


def test_no_setting_is_the_clock_of_the_machine() -> None:
    """The default clock is the machine's."""
    assert clock_of("") == SystemClock()


@pytest.mark.parametrize(
    "setting",
    [
        "fast",
        "scaled:60",
        "scaled:0@2026-09-01",
        "scaled:x@2026-09-01",
        "slow:1@2026",
        "scaled:nan@2026-09-01",
        "scaled:1e300@2026-09-01",
    ],
)
def test_a_clock_that_is_not_understood_is_refused(setting: str) -> None:
    """The message shows how to write it."""
    with pytest.raises(ConfigError, match="scaled:FACTOR@EPOCH"):
        clock_of(setting)
