"""Where on the pages of a site something stands: the chain of tags and classes around it.

The chain is the same on all pages of one template, so a hash of it is a selector that
nobody had to write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import xxhash

from tagwire.extract._walk import Box

_HASH_BITS = (1 << 53) - 1
_PATH_SHOWN = 4
_DIGIT = re.compile(r"\d")
_CLASS = re.compile(r'\sclass="([^"]*)"')


def hash_of(text: str) -> int:
    """Return a hash of 53 bits: every reader of JSON keeps it whole."""
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")) & _HASH_BITS


class Places:
    """The places of the boxes of one page: chains of tags and classes without digits."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = boxes
        self._known: dict[int, tuple[int, str]] = {-1: (0, "")}

    def key_of(self, box: int) -> int:
        """Return the hash of the place of a box; 0 for no box."""
        return self._place_of(box)[0]

    def path_of(self, box: int) -> str:
        """Return the end of the chain, for people."""
        return ">".join(self._place_of(box)[1].split(">")[-_PATH_SHOWN:])

    def _place_of(self, box: int) -> tuple[int, str]:
        missing = []
        while box not in self._known:
            missing.append(box)
            box = self._boxes[box].parent
        key, path = self._known[box]
        for number in reversed(missing):
            step = _step_of(self._boxes[number].tag, self._boxes[number].attributes)
            path = f"{path}>{step}" if path else step
            key = hash_of(path) or 1
            self._known[number] = key, path
        return key, path


def _step_of(tag: str, attributes: str) -> str:
    """Return tag and classes; a class with a digit is made by a program or names one article."""
    found = _CLASS.search(attributes)
    names = found[1].split() if found else ()
    return ".".join([tag, *(name for name in names if not _DIGIT.search(name))])
