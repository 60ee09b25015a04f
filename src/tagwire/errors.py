"""The exceptions of Tagwire.

    TagwireError
    ├── ConfigError      a setting or argument cannot be used; says which and what to write instead
    ├── FetchError       a request could not be made or answered; carries ``reason`` and ``retry_after_s``
    ├── BadCursor        a list was asked to go on from where no list ended
    ├── StoreError       the store cannot do its work
    │   ├── StoreTooNew  written by a newer Tagwire: refuse to open it
    │   └── DiskFull     no room left: fetching stops, serving goes on
    └── NotFound         a ``get_x`` look-up of something that is not there

Bad data is never an exception: it is a ``Rejected`` value (see ``model``).
Every error pickles, because workers in other processes raise them too.
"""

from __future__ import annotations


class TagwireError(Exception):
    """Root of all errors that Tagwire raises on purpose."""


class ConfigError(TagwireError):
    """A setting or argument cannot be used."""


class FetchError(TagwireError):
    """A request could not be made or was not answered in full."""

    def __init__(
        self, message: str, reason: str = "unreachable", retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, reason, retry_after_s)
        self.message = message
        self.reason = reason
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        return self.message


class BadCursor(TagwireError):
    """A list was asked to go on from where no list ended."""


class StoreError(TagwireError):
    """The store cannot do its work."""


class StoreTooNew(StoreError):
    """The store was written by a newer Tagwire."""


class DiskFull(StoreError):
    """There is no room left where the store writes."""


class NotFound(TagwireError):
    """Nothing is stored under this key."""
