"""/.well-known/tdmrep.json: which parts of a site reserve text and data mining (TDMRep)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

import msgspec

from tagwire.fetch.clock import Clock
from tagwire.fetch.outcome import FetchFailure
from tagwire.model import Reason, Response

PATH = "/.well-known/tdmrep.json"
MAX_BYTES = 256 * 1024
MAX_RULES = 500
MAX_LOCATION_CHARS = 500
KEPT = timedelta(hours=24)
TROUBLE_KEPT = timedelta(hours=1)
# No such file, gone, or closed by robots.txt: this site says nothing, and will tomorrow.
TOLD = frozenset({Reason.HTTP_CLIENT_ERROR, Reason.GONE, Reason.ROBOTS})
MAX_SITES = 5_000

Get = Callable[[str], Awaitable[Response | FetchFailure]]


class _Rule(msgspec.Struct):
    location: str
    reservation: int = msgspec.field(name="tdm-reservation", default=0)


@dataclass(frozen=True, slots=True)
class _Place:
    """A pattern of paths as RFC 9309 reads it: a prefix, * for anything, $ for the end."""

    parts: tuple[str, ...]  # between the stars
    is_whole: bool
    size: int
    is_reserved: bool

    def fits(self, path: str) -> bool:
        """Tell without a regular expression: stars of strangers cost those too much."""
        first, *others = self.parts
        if not path.startswith(first):
            return False
        at = len(first)
        for part in others[: -1 if self.is_whole else None]:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if not self.is_whole:
            return True
        return path.endswith(others[-1], at) if others else at == len(path)


@dataclass(frozen=True, slots=True)
class Reservations:
    """What one site reserves."""

    places: tuple[_Place, ...] = ()

    def is_reserved(self, url: str) -> bool:
        """Return what the longest pattern that fits says; of equals the one that reserves."""
        parts = urlsplit(url)
        path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fitting = [(one.size, one.is_reserved) for one in self.places if one.fits(path)]
        return max(fitting, default=(0, False))[1]


def parse_tdmrep(body: bytes) -> Reservations:
    """Read a tdmrep.json; what is no such file, and rules that cannot be read, say nothing."""
    try:
        raw = msgspec.json.decode(body[: MAX_BYTES + 1], type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Reservations()
    places: list[_Place] = []
    for one in raw[:MAX_RULES]:
        try:
            rule = msgspec.json.decode(one, type=_Rule)
        except (msgspec.DecodeError, RecursionError):
            continue
        if rule.location.startswith(("/", "*")) and len(rule.location) <= MAX_LOCATION_CHARS:
            places.append(_place_of(rule))
    return Reservations(tuple(places))


class TdmReps:
    """The reservations of sites, asked for once a day and site. Belongs to one event loop."""

    def __init__(self, get: Get, clock: Clock) -> None:
        self._get = get
        self._clock = clock
        self._known: OrderedDict[str, tuple[datetime, Reservations]] = OrderedDict()

    async def is_reserved(self, url: str) -> bool:
        """Return whether the site of a page reserves mining it. A site in trouble says nothing."""
        parts = urlsplit(url)
        origin, now = f"{parts.scheme}://{parts.netloc}", self._clock.now()
        known = self._known.get(origin)
        if known is None or now >= known[0]:
            answer = await self._get(origin + PATH)
            is_told = isinstance(answer, Response) or answer.reason in TOLD
            body = answer.body if isinstance(answer, Response) else b""
            until = now + (KEPT if is_told else TROUBLE_KEPT)
            known = self._known[origin] = (until, parse_tdmrep(body))
            self._known.move_to_end(origin)
            while len(self._known) > MAX_SITES:
                self._known.popitem(last=False)
        return known[1].is_reserved(url)


def _place_of(rule: _Rule) -> _Place:
    location = rule.location
    return _Place(
        parts=tuple(unquote(location.removesuffix("$")).split("*")),
        is_whole=location.endswith("$"),
        size=len(location),
        is_reserved=rule.reservation == 1,
    )
