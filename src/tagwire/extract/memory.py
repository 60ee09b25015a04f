"""Site memory: what the pages of one site have in common, learned without labels.

    extract_remembering(pages, hints) ─> articles, observations
    remember(memory, observations) ─> next memory ─ hints_of ─> what extraction asks of it

Pure: the same memory and page give the same article and the same observation. Counts
do not depend on the order of pages as long as nothing is forgotten for room; what is
taken from a page does, because only the pages before it are known. A page counts once,
also when it comes again in another version or its text at another address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tagwire.extract.publishers import SiteRule
from tagwire.memories import (
    Observation,
    ObservedLine,
    ObservedPlace,
    SeenLine,
    SeenPlace,
    SiteMemory,
)
from tagwire.urls import host_of, registrable_domain

MAX_LINES = 2_000
MAX_PLACES = 200
MAX_SEEN = 400
MAX_BODIES = 40
# Forgetting sorts everything, so it waits until this much too much is there.
_SLACK = 1.1
# A page with more than this share of known text is an earlier one at another address.
COPY_SHARE = 0.5
# A line on fewer pages is chance: two articles on one event share their background.
MIN_PAGES = 3
# A place whose lines mostly stand on many pages holds no text of articles ...
PURE_SHARE = 0.5
# ... and of what stands there, this share of the pages since a line was first seen is enough.
MIN_SHARE = 0.05
# Among the text of articles stand sub-heads, notes and background that follow-ups use again:
# at the ends of articles a line must be on half of all pages, inside on nearly all.
MIN_EDGE_PAGES, MIN_EDGE_SHARE = 4, 0.5
MIN_INSIDE_PAGES, MIN_INSIDE_SHARE = 8, 0.8
# So many of the latest bodies at one place make it the known place.
MIN_BODIES = 3
# So many pages in a row without a known place, on a site that had one: the layout changed.
ALARM_PAGES = 5
ALARM_BEFORE = 10
ALARM_SHARE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteHints:
    """What extraction knows of a site beforehand: small, so that it travels with each batch.

    Lines by hash with the number of pages they stand on: ``anywhere`` in an article, or
    only before or after its own text (``edges``).
    """

    version: int = 0
    anywhere: Mapping[int, int] = field(default_factory=dict)
    edges: Mapping[int, int] = field(default_factory=dict)
    bodies: frozenset[int] = frozenset()
    rules: tuple[SiteRule, ...] = ()  # what people wrote for the site


NOTHING = SiteHints()


def site_of(url: str) -> str:
    """Return the site whose memory a page belongs to: its registrable domain."""
    return registrable_domain(host_of(url))


def hints_of(memory: SiteMemory) -> SiteHints:
    """Return what extraction asks of a memory."""
    standing = {key: line for key, line in memory.lines.items() if line.pages >= MIN_PAGES}
    pure = _pure_places(memory, standing.values())
    anywhere: dict[int, int] = {}
    edges: dict[int, int] = {}
    for key, line in standing.items():
        share = line.pages / max(memory.pages - line.first_page + 1, 1)
        is_pure = line.place in pure and share >= MIN_SHARE
        if is_pure or (line.pages >= MIN_INSIDE_PAGES and share >= MIN_INSIDE_SHARE):
            anywhere[key] = line.pages
        elif line.pages >= MIN_EDGE_PAGES and share >= MIN_EDGE_SHARE:
            edges[key] = line.pages
    return SiteHints(
        version=memory.version,
        anywhere=anywhere,
        edges=edges,
        bodies=frozenset(known_bodies(memory.bodies)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A line that leaves the articles of a site: ``anywhere``, or only at their ends."""

    text: str
    pages: int
    anywhere: bool
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A memory for people: what goes, and where the texts stand."""

    standing: tuple[Standing, ...]  # most pages first
    bodies: tuple[tuple[str, int], ...]  # path, how many of the latest texts
    hit_rate: float | None  # of the known places; None for few pages


def account_of(memory: SiteMemory) -> Account:
    """Return what a memory says, for people."""
    hints = hints_of(memory)
    keys = sorted([*hints.anywhere, *hints.edges], key=lambda key: -memory.lines[key].pages)
    places = Counter(place for place in memory.bodies if place)
    return Account(
        standing=tuple(
            Standing(
                text=memory.lines[key].text,
                pages=memory.lines[key].pages,
                anywhere=key in hints.anywhere,
                first_day=memory.lines[key].first_day,
                last_day=memory.lines[key].last_day,
            )
            for key in keys
        ),
        bodies=tuple(
            (memory.places[place].path if place in memory.places else "", n)
            for place, n in places.most_common()
        ),
        hit_rate=body_hit_rate(memory),
    )


def known_bodies(bodies: Sequence[int]) -> set[int]:
    """Return the places that held several of the given bodies."""
    return {place for place, n in Counter(bodies).items() if place and n >= MIN_BODIES}


def body_hit_rate(memory: SiteMemory) -> float | None:
    """Return the share of the latest bodies that stood at a known place, None for few pages."""
    if len(memory.bodies) < ALARM_PAGES:
        return None
    known = known_bodies(memory.bodies)
    return sum(place in known for place in memory.bodies) / len(memory.bodies)


def _pure_places(memory: SiteMemory, standing: Iterable[SeenLine]) -> set[int]:
    """Return the places where most of what was kept stands on several pages."""
    repeated: Counter[int] = Counter()
    for line in standing:
        repeated[line.place] += line.pages
    return {
        place
        for place, n in repeated.items()
        if place in memory.places and n >= PURE_SHARE * memory.places[place].kept
    }


def remember(memory: SiteMemory, observations: Sequence[Observation]) -> SiteMemory:
    """Return the memory with what pages of its site taught; the same one for nothing new."""
    folding = _Folding(memory)
    for one in observations:
        folding.add(one)
    return folding.result()


class _Folding:
    """A memory that is being added to."""

    def __init__(self, memory: SiteMemory) -> None:
        self._before = memory
        self._pages = memory.pages
        self._lines = dict(memory.lines)
        self._places = dict(memory.places)
        self._bodies = list(memory.bodies)
        self._seen = dict.fromkeys(memory.seen)
        self._alarms = memory.alarms
        self._last_alarm = memory.last_alarm

    def add(self, one: Observation) -> None:
        if one.page in self._seen:
            return
        self._seen[one.page] = None
        if self._is_copy(one.lines):
            return
        self._pages += 1
        for line in one.lines:
            self._lines[line.key] = self._seen_line(line, one.day)
        for place in one.places:
            self._places[place.key] = self._seen_place(place)
        if one.body:
            self._bodies.append(one.body)
            self._note_layout(one.day)

    def _is_copy(self, lines: Sequence[ObservedLine]) -> bool:
        """Tell whether most of the text is known; what stands on several pages says nothing."""
        own = [
            (line.chars, line.key in self._lines)
            for line in lines
            if line.key not in self._lines or self._lines[line.key].pages < MIN_PAGES
        ]
        known = sum(chars for chars, is_known in own if is_known)
        return known > COPY_SHARE * sum(chars for chars, _ in own)

    def _seen_line(self, line: ObservedLine, day: str) -> SeenLine:
        old = self._lines.get(line.key)
        if old is None:
            n = self._pages
            return SeenLine(
                text="",
                place=line.place,
                pages=1,
                first_page=n,
                last_page=n,
                first_day=day,
                last_day=day,
            )
        return replace(
            old,
            text=old.text or line.text,
            place=line.place or old.place,
            pages=old.pages + 1,
            last_page=self._pages,
            first_day=min(old.first_day, day),
            last_day=max(old.last_day, day),
        )

    def _seen_place(self, place: ObservedPlace) -> SeenPlace:
        old = self._places.get(place.key)
        return SeenPlace(
            path=place.path,
            kept=place.kept + (old.kept if old else 0),
            removed=place.removed + (old.removed if old else 0),
            pages=1 + (old.pages if old else 0),
            last_page=self._pages,
        )

    def _note_layout(self, day: str) -> None:
        """Raise the alarm when all the latest bodies left the places that nearly all had before."""
        before, latest = self._bodies[:-ALARM_PAGES], self._bodies[-ALARM_PAGES:]
        before = before[-MAX_BODIES:]
        if len(before) < ALARM_BEFORE:
            return
        known = known_bodies(before)
        hits = sum(place in known for place in before)
        if hits >= ALARM_SHARE * len(before) and not known.intersection(latest):
            self._alarms += 1
            self._last_alarm = day
            # The new layout starts with a clean slate; one change is one alarm.
            self._bodies = latest

    def result(self) -> SiteMemory:
        if len(self._seen) == len(self._before.seen):
            return self._before
        return replace(
            self._before,
            version=self._before.version + 1,
            pages=self._pages,
            lines=self._newest_lines(),
            places=self._newest_places(),
            bodies=tuple(self._bodies[-MAX_BODIES:]),
            seen=tuple(self._seen)[-MAX_SEEN:],
            alarms=self._alarms,
            last_alarm=self._last_alarm,
        )

    def _newest_lines(self) -> dict[int, SeenLine]:
        """Forget lines for room: first those of one page, the oldest before the others."""
        if len(self._lines) <= MAX_LINES * _SLACK:
            return self._lines
        ranked = sorted(
            self._lines.items(), key=lambda pair: (pair[1].pages > 1, pair[1].last_page)
        )
        return dict(ranked[-MAX_LINES:])

    def _newest_places(self) -> dict[int, SeenPlace]:
        if len(self._places) <= MAX_PLACES * _SLACK:
            return self._places
        ranked = sorted(
            self._places.items(), key=lambda pair: (pair[1].pages > 1, pair[1].last_page)
        )
        return dict(ranked[-MAX_PLACES:])
