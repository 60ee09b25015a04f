"""What stands out, by numbers alone."""

from __future__ import annotations

import math

import pytest

from store.builders import NOW, tag
from tagwire.store._moments import day_number
from tagwire.store._trends import MAX_COUNTED, Pulse, estimated_recent, trending_of

TODAY = day_number(NOW)


def check(
    expected: list[str], pulses: dict[str, tuple[int, list[int]]], first_day: int = 0
) -> None:
    """``pulses`` gives the last 24 hours, and the days from yesterday backwards."""
    made = [
        Pulse(
            tag=tag(label),
            recent=recent,
            days={TODAY - 1 - n: count for n, count in enumerate(days)},
        )
        for label, (recent, days) in pulses.items()
    ]
    found = trending_of(made, today=TODAY, first_day=first_day or TODAY - 30, limit=9)
    assert [one.tag.label for one in found] == expected


def test_a_rise_from_little_beats_a_little_more_of_much() -> None:
    check(["Rising", "Busy"], {"Busy": (120, [100] * 15), "Rising": (20, [2] * 15)})


def test_what_falls_or_stays_does_not_trend() -> None:
    check([], {"Steady": (10, [10] * 15), "Falling": (4, [9] * 15)})


def test_two_articles_are_no_trend() -> None:
    check(["Three"], {"Two": (2, []), "Three": (3, [])})


def test_a_young_store_does_not_take_the_days_before_it_for_silence() -> None:
    """Two days old: the usual day is what its two full days had, not a fourteenth of it."""
    pulses = {"Steady": (10, [5, 10, 10])}
    check([], pulses, first_day=TODAY - 3)
    check(["Steady"], pulses, first_day=TODAY - 30)


@pytest.mark.parametrize(
    ("days", "usual", "ratio"), [([], 0, math.inf), ([5], 0, math.inf), ([0, *[2] * 14], 2, 10.5)]
)
def test_a_tag_without_a_past_has_no_ratio_to_it(
    days: list[int], usual: float, ratio: float
) -> None:
    pulse = Pulse(
        tag=tag("Storm"), recent=21, days={TODAY - 1 - n: count for n, count in enumerate(days)}
    )
    (found,) = trending_of([pulse], today=TODAY, first_day=TODAY - 30, limit=9)
    assert (found.recent, found.usual, found.ratio) == (21, usual, ratio)


@pytest.mark.parametrize(
    ("today", "yesterday", "expected"),
    [(MAX_COUNTED, 0, None), (MAX_COUNTED, 1000, MAX_COUNTED + 500), (0, 4000, 2000)],
)
def test_only_crowds_are_estimated(today: int, yesterday: int, expected: int | None) -> None:
    """It is noon: half of yesterday lies within the last 24 hours."""
    assert estimated_recent({TODAY: today, TODAY - 1: yesterday}, NOW) == expected
