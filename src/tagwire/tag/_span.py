"""A found name: what every finder of names returns."""

from __future__ import annotations

from typing import NamedTuple

from tagwire.model import TagKind
from tagwire.tag._catalogue import Known


class Span(NamedTuple):
    """A name in one text: where, of which kind, known as whom, how sure."""

    start: int
    end: int
    kind: TagKind
    known: Known | None
    sure: float
