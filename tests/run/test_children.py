"""How long a process of ``tagwire serve`` waits before it starts again."""

from __future__ import annotations

import pytest

from tagwire.run.children import deaths_of, pause_of


def check(lives_s: list[float], expected: list[float]) -> None:
    """Compare the pauses after lives of these lengths."""
    deaths, pauses = 0, []
    for lived_s in lives_s:
        deaths = deaths_of(deaths, lived_s)
        pauses.append(pause_of(deaths))
    assert expected == pauses


@pytest.mark.parametrize(
    ("lives_s", "pauses_s"),
    [
        ([1, 1, 1, 1], [0.2, 0.4, 0.8, 1.6]),
        ([20, 15, 30, 11], [0.2, 0.2, 0.2, 0.2]),
        ([1, 1, 1, 20, 20], [0.2, 0.4, 0.8, 0.8, 0.8]),
        ([1, 1, 1, 60, 1], [0.2, 0.4, 0.8, 0.2, 0.4]),
    ],
    ids=["crashes at its start", "killed now and then", "crashes, then kills", "a healthy minute"],
)
def test_only_crashes_in_quick_succession_make_the_pause_longer(
    lives_s: list[float], pauses_s: list[float]
) -> None:
    """A process that was of use is needed again at once."""
    check(lives_s, pauses_s)


def test_the_pause_stays_within_half_a_minute() -> None:
    """However often it crashed."""
    check([0.1] * 2000, [min(30.0, 0.2 * 2**n) for n in range(10)] + [30.0] * 1990)
