"""When a redirect that is for good is believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tagwire.fetch import is_proved, moved_after
from tagwire.model import Moved

START = datetime(2026, 9, 1, tzinfo=UTC)
OLD, NEW, OTHER = "http://a.example/feed", "https://a.example/feed", "https://b.example/feed"


def after(*polls: tuple[float, str, bool]) -> Moved | None:
    """Return what is known after polls: hours from the start, where to, the same feed."""
    moved = None
    for hours, to, is_same in polls:
        moved = moved_after(moved, OLD, to, START + timedelta(hours=hours), is_same=is_same)
    return moved


def check(expected: bool, *polls: tuple[float, str, bool]) -> None:
    assert is_proved(after(*polls), START + timedelta(hours=polls[-1][0])) is expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [((0, 1, 2), False), ((0, 24), False), ((0, 12, 24), True), ((0, 12, 23), False)],
    ids=["too soon", "too few", "proved", "an hour early"],
)
def test_a_move_is_believed_after_three_polls_over_a_day(
    hours: tuple[float, ...], expected: bool
) -> None:
    """A captive portal or a mistake is gone by then."""
    check(expected, *((hour, NEW, True) for hour in hours))


@pytest.mark.parametrize(
    "between", [(12, OTHER, True), (12, "", True), (12, NEW, False), (12, OLD, True)]
)
def test_anything_else_between_begins_anew(between: tuple[float, str, bool]) -> None:
    """Another target, no redirect, another feed there, or the way back."""
    check(False, (0, NEW, True), (6, NEW, True), between, (25, NEW, True), (26, NEW, True))
