"""What the owner's page about keeping and erasing is told, and what it may ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tagwire.serve.retention import Retention


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskUse:
    """How much room something takes in the data folder."""

    name: str
    size_bytes: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingDesk:
    """What the process does for the page; the web side itself opens no file of the folder.

    ``erase`` takes article, url or person, the name of it, and whether the articles of a
    person go too; it answers in a sentence. Raises NotFound.
    """

    rules: Callable[[], Retention]  # in force
    disk: Callable[[], Sequence[DiskUse]]
    erase: Callable[[str, str, bool], str]
