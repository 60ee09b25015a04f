"""When a feed wants to be left alone, and who else tells of its news."""

from __future__ import annotations

from collections.abc import Iterable

from tagwire.sources._document import FeedLink
from tagwire.sources._reading import Fields, Reader, text_of

MAX_HUBS = 3
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def skip_hours(head: Fields, reader: Reader) -> tuple[int, ...]:
    """Return the hours of the day (GMT) in which a channel is not to be asked.

    RSS 0.92 counts 1 to 24, RSS 2.0 0 to 23: 24 is midnight in both.
    """
    texts = _parts(head, reader, "skiphours", "hour")
    hours = {
        int(text) % 24 for text in texts if text.isascii() and text.isdigit() and int(text) < 25
    }
    return tuple(sorted(hours))


def skip_days(head: Fields, reader: Reader) -> tuple[int, ...]:
    """Return the days of the week (GMT, 0 is Monday) in which a channel is not to be asked."""
    texts = {text.lower() for text in _parts(head, reader, "skipdays", "day")}
    return tuple(n for n, day in enumerate(DAYS) if day in texts)


def hubs_of(links: Iterable[FeedLink]) -> tuple[str, ...]:
    """Return the WebSub hubs that a feed names."""
    return tuple(dict.fromkeys(link.url for link in links if link.rel == "hub" and link.url))[
        :MAX_HUBS
    ]


def topic_of(links: Iterable[FeedLink]) -> str:
    """Return the address that a feed gives as its own, "" when it gives none."""
    return next((link.url for link in links if link.rel == "self"), "")


def _parts(head: Fields, reader: Reader, name: str, part: str) -> list[str]:
    return [
        text_of(child)[:20]
        for element in head.get(name, ())
        for child in element
        if reader.name_of(child) == part
    ]
