"""What a publisher forbids others to do with a page: robots meta, X-Robots-Tag, TDMRep.

One spelling for each: ``noindex``, ``noarchive``, ``nosnippet``, ``noimageindex``,
``max-snippet:N``, ``noai``, ``tdm-reservation``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tagwire.extract._head import Head
from tagwire.model import Page

_AGENT = "tagwire"
_PLAIN = frozenset({"noindex", "noarchive", "nosnippet", "noimageindex", "noai"})
_SPELLINGS = {
    "none": "noindex",
    "nocache": "noarchive",
    "noimageai": "noai",
    "max-image-preview:none": "noimageindex",
}
# Directives that carry a value; any other word before a colon is the name of a robot.
_WITH_VALUE = frozenset(
    {"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"}
)
_AGENT_FIRST = re.compile(r"\s*([\w-]+)\s*:(.*)", re.DOTALL)
_MAX_SNIPPET = re.compile(r"max-snippet:(\d{1,6})")
TDM_RESERVATION = "tdm-reservation"
# What the fetcher found in the site's /.well-known/tdmrep.json; a page's own word goes before it.
SITE_RESERVATION_HEADER = "tagwire-tdmrep"


def opt_outs_of(page: Page, head: Head) -> tuple[str, ...]:
    """Return what the publisher forbids, each once, sorted."""
    headers = page.response.headers
    lines = [_ours(value) for name, value in headers if name == "x-robots-tag"]
    lines += head.all("robots", _AGENT)
    found = set(_directives(lines))
    # The smallest of several limits; a limit of nothing is no snippet at all.
    limits = [int(match[1]) for one in found if (match := _MAX_SNIPPET.fullmatch(one))]
    found -= {f"max-snippet:{limit}" for limit in limits}
    if limits:
        found.add(f"max-snippet:{min(limits)}" if min(limits) else "nosnippet")
    if _is_reserved(page, head):
        found.add(TDM_RESERVATION)
    return tuple(sorted(found))


def _ours(value: str) -> str:
    """Return the directives of an X-Robots-Tag that are for all robots or for ours."""
    named = _AGENT_FIRST.match(value)
    if named is None or named[1].lower() in _WITH_VALUE:
        return value
    return named[2] if named[1].lower() == _AGENT else ""


def _directives(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for part in line.lower().split(","):
            word = re.sub(r"\s*:\s*", ":", part.strip())
            word = _SPELLINGS.get(word, word)
            limit = _MAX_SNIPPET.fullmatch(word)
            if word in _PLAIN or limit:
                yield f"max-snippet:{int(limit[1])}" if limit else word


def _is_reserved(page: Page, head: Head) -> bool:
    """Tell whether text and data mining is reserved (TDMRep): header, then page, then site."""
    stated = (
        page.response.header(TDM_RESERVATION),
        head.first(TDM_RESERVATION),
        page.response.header(SITE_RESERVATION_HEADER),
    )
    word = next((value.strip() for value in stated if value and value.strip()), "0")
    return word == "1"
