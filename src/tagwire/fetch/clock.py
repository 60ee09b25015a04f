"""The time that waits are measured in: product time, which tests run faster."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells product time and waits in it. Network time limits never use it."""

    def now(self) -> datetime:
        """Return the present, aware."""
        ...

    async def sleep(self, seconds: float, /) -> None:
        """Wait this many product seconds."""
        ...
