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
class ErasePreview:
    """What would go with a person; the articles only where they were asked for."""

    key: str  # what to order then: the slug, or the name of somebody without a tag
    label: str
    has_tag: bool = True
    tagged: int = 0
    in_text: int = 0
    in_byline: int = 0
    headlines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingDesk:
    """What the process does for the page; the web side itself opens no file of the folder.

    ``erase`` takes article, url or person, the name of it, and whether the articles of a
    person go too; it answers in a sentence. ``preview`` tells of a person what would go.
    Both raise NotFound.
    """

    rules: Callable[[], Retention]  # in force
    disk: Callable[[], Sequence[DiskUse]]
    preview: Callable[[str, bool], ErasePreview]
    erase: Callable[[str, str, bool], str]
