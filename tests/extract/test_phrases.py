"""Which short pieces are promotion of the page and which are text."""

from __future__ import annotations

import pytest

from tagwire.extract._phrases_table import REMOVED_STARTS
from tagwire.model import RemovedKind


def check(expected: bool, text: str) -> None:
    """Check whether the start of the piece shows that it is promotion."""
    starts = [pattern for kind, pattern in REMOVED_STARTS if kind is RemovedKind.PROMO]
    assert expected == any(pattern.match(text) for pattern in starts)


@pytest.mark.parametrize(
    "text",
    [
        "If you make this fish soup recipe, please tag me on Instagram!",
        "Puede escribirnos a hafen@harbourpost.example o suscribirse aquí.",
        "Was this email forwarded to you? Sign up here.",
    ],
)
def test_invitations_of_the_page_are_promotion(text: str) -> None:
    check(True, text)


@pytest.mark.parametrize(
    "text",
    [
        "+++ 12:30 Der Rat unterstützt die Lotsen, weitere Häfen folgen +++",
        "Die Warn-App ist seit gestern abgeschaltet, sagte der Rat.",
        "If you make a mistake at sea, nobody will comment on it.",
        "Puede ser que los barcos salgan el lunes.",
    ],
)
def test_text_that_begins_alike_is_no_promotion(text: str) -> None:
    check(False, text)
