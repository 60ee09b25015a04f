"""What people write into the address box, and what becomes of it."""

from __future__ import annotations

import pytest

from tagwire.model import Reason, Rejected
from tagwire.run.adding import web_address


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://paper.example/feed", "https://paper.example/feed"),
        ("paper.example", "https://paper.example/"),
        (" paper.example:8080/rss ", "https://paper.example:8080/rss"),
        ("feed:https://paper.example/rss", "https://paper.example/rss"),
        ("feed://paper.example/rss", "https://paper.example/rss"),
        ("//paper.example/rss", "https://paper.example/rss"),
    ],
)
def test_what_people_write_becomes_an_address(written: str, expected: str) -> None:
    """The scheme may be missing, or be that of a feed link."""
    assert web_address(written) == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ftp://paper.example/", Reason.UNKNOWN_SCHEME),
        ("mailto:desk@paper.example", Reason.UNKNOWN_SCHEME),
        ("javascript:alert(1)", Reason.UNKNOWN_SCHEME),
        ("file:/etc/passwd", Reason.UNKNOWN_SCHEME),
        ("http://", Reason.BAD_URL),
        ("http://[::1", Reason.BAD_URL),
        ("two words", Reason.BAD_URL),
        ("", Reason.BAD_URL),
    ],
)
def test_what_is_no_address_is_refused_with_an_example(written: str, reason: Reason) -> None:
    """The example shows what to write."""
    refused = web_address(written)
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.key) == (reason, written)
    assert "https://news.example/feed" in refused.detail
