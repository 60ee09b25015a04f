"""The articles of the last two weeks, by what their texts share.

look(posting) ─> whose near copy or newer state it is     (before the decision)
take(state)   ─> family and story                         (after it)

Founders of families look for a story; newer states and copies are in that of their
family. What is taken can be written down as a ``Placed`` and taken again after a
restart, in the same order, with the same result.
"""

from __future__ import annotations

from array import array
from collections import Counter, deque
from dataclasses import dataclass, replace

from tagwire.model import RelationKind
from tagwire.stories.near_copies import Family, Member, TextIndex
from tagwire.stories.posting import Near, Posting, Why
from tagwire.stories.sketches import Sketch, sketch_of
from tagwire.stories.story_index import CAUTIOUS, StoryIndex
from tagwire.stories.terms import LEAD_CHARS

# The window moves by the middle of so many arrivals: one wrong clock moves nothing.
CLOCK_ARRIVALS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketched:
    """A posting with what is kept of its text: all that deciding needs of it later."""

    posting: Posting  # its text is the beginning only
    sketch: Sketch
    arrived: float  # days, as ``Posting.at``


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a state of an article belongs. ``family`` and ``story`` are ids of founders."""

    sketched: Sketched
    family: str
    story: str
    is_copy: bool
    why: Why | None = None  # of the story, when the article founds none


class Recent:
    """What the window holds. One for each writer; a copy of the store, never the record."""

    def __init__(self) -> None:
        self._texts = TextIndex()
        self._stories = StoryIndex(*CAUTIOUS)
        self._families: dict[str, Family] = {}
        self._family_of: dict[str, str] = {}
        self._address_of: dict[str, str] = {}
        self._states: Counter[str] = Counter()  # in the window, by article and by family
        self._arrivals: deque[float] = deque(maxlen=CLOCK_ARRIVALS)

    def read(self, posting: Posting, arrived: float) -> Sketched:
        """Return what is kept of an article that arrives."""
        beginning = replace(posting, text=posting.text[:LEAD_CHARS])
        return Sketched(posting=beginning, sketch=sketch_of(posting.text), arrived=arrived)

    def look(self, sketched: Sketched) -> Near | None:
        """Return whose text the article nearly has, None for a new one."""
        joined = self._texts.look(sketched.posting, sketched.sketch)
        if joined is None:
            return None
        why = joined.why[0]
        kind = RelationKind.COPY_OF if joined.copy_of is not None else RelationKind.VERSION_OF
        return Near(kind=kind, article=why.with_, score=why.score, why=why.why)

    def address_of(self, article: str) -> str:
        """Return the URL key under which an article of the window was stored, or ""."""
        return self._address_of.get(article, "")

    def take(self, sketched: Sketched, original: str | None) -> Placed:
        """Remember a state of an article, ``original`` naming whose copy it is.

        A known article, and the copy of a known one, is in the family that the other is in.
        """
        clock = self._clock_at(sketched.arrived)
        article = sketched.posting.id
        key = self._family_of.get(article) or self._family_of.get(original or "")
        story, why = "", None
        if key is None:
            key = article
            story, told = self._stories.place(sketched.posting, clock)
            why = told[0] if told else None
            self._families[key] = Family(key=key, story=story)
        story = self._families[key].story
        placed = Placed(
            sketched=sketched,
            family=key,
            story=story,
            is_copy=original is not None,
            why=why,
        )
        self._remember(placed, clock)
        return placed

    def take_again(self, placed: Placed) -> None:
        """Remember what was placed before a restart, as it was placed."""
        clock = self._clock_at(placed.sketched.arrived)
        posting = placed.sketched.posting
        if placed.family not in self._families:
            self._families[placed.family] = Family(key=placed.family, story=placed.story)
            self._stories.put(posting, placed.story, clock)
        self._remember(placed, clock)

    def _remember(self, placed: Placed, clock: float) -> None:
        sketched, family = placed.sketched, self._families[placed.family]
        posting = sketched.posting.without_text()
        self._family_of[posting.id] = family.key
        self._address_of.setdefault(posting.id, posting.url_key)
        self._states.update((f"article {posting.id}", f"family {family.key}"))
        member = Member(posting, sketched.sketch, family, sketched.arrived)
        self._texts.remember(member, is_copy=placed.is_copy)
        for gone in self._texts.forget(clock):
            self._forget(gone)

    def _forget(self, gone: Member) -> None:
        article, family = gone.posting.id, gone.family.key
        self._states.subtract((f"article {article}", f"family {family}"))
        if not self._states[f"article {article}"]:
            del self._states[f"article {article}"]
            del self._family_of[article], self._address_of[article]
        if not self._states[f"family {family}"]:
            del self._states[f"family {family}"]
            del self._families[family]

    def _clock_at(self, arrived: float) -> float:
        self._arrivals.append(arrived)
        return sorted(self._arrivals)[(len(self._arrivals) - 1) // 2]


def hashes_of(raw: bytes) -> array[int]:
    """Return the hashes that ``array.tobytes`` wrote."""
    hashes = array("Q")
    hashes.frombytes(raw)
    return hashes
