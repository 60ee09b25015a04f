"""Finds newer states and near copies of a text among those of the last two weeks.

posting ─ its address is known ─────────────────────────────> version (or replaces)
        ─ 32 lowest hashes ─> index of 16 ─> 8 candidates ─> overlap without boilerplate
             same publisher, 72 h, most of the text or the same beginning ─> version
             other publisher, half of the smaller text ────────────────────> copy
             else ─────────────────────────────────────────────────────────> a family of its own

A family is a star: whoever joins is compared with a text that the index holds (the
founder, or a newer state), never with a copy. So copies make no chains.
Work for an article is bounded; memory is that of the postings of the window.
"""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from tagwire.stories.posting import Posting, Why
from tagwire.stories.sketches import (
    MIN_SHARED,
    Overlap,
    Sketch,
    overlap_of,
    shared_numbers,
    shared_prefix,
    sketch_of,
)

WINDOW_DAYS = 14.0
VERSION_DAYS = 3.0
# What waits no longer than the window can still be more than memory holds: 10 kB a text.
MAX_LIVE = 100_000
INDEXED = 16
ASKED = 32
MAX_CANDIDATES = 8
# A hash in more live texts than this is boilerplate, or a text of which the newest states suffice.
MAX_POSTINGS = 16

# On copies.dev: true copies share .44 and more, other words about one event at most .55,
# follow-ups of one publisher up to .7 but days later.
MIN_COPY = 0.5
MIN_VERSION = 0.7
# A rewritten or shortened end keeps the beginning; background used again stands further down.
MIN_PREFIX_WORDS = 50
MIN_VERSION_WITH_PREFIX = 0.3
MIN_COPY_WITH_PREFIX = 0.3
# Below this one address shows another text.
MIN_SAME_ADDRESS = 0.2
SHORT_WORDS = 80
MIN_SHORT_COPY = 0.8
# In flashes the numbers are the news. Longer forms (markets, matches, weather) keep their
# sentences and change the figures: copies share nearly all, two fillings of a form few.
FLASH_WORDS = 60
FORM_PREFIX_WORDS = 100
MIN_NUMBERS = 4
MIN_SHARED_NUMBERS = 0.4

# A run in so many other articles of its publisher is boilerplate there. Counting over
# all publishers would drop the very texts that everybody copies.
WORN_LEADS = 3
REMEMBERED = 24


@dataclass(slots=True, eq=False)
class Family:
    """The states and copies of one text; ``key`` is the id of who founded it."""

    key: str
    story: str = ""
    newest: dict[str, Member] = field(default_factory=dict)  # by publisher


@dataclass(slots=True, eq=False)
class Member:
    """A posting as the index remembers it."""

    posting: Posting
    sketch: Sketch
    family: Family
    arrived: float
    is_indexed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Where a posting belongs by its text."""

    family: Family
    is_founder: bool = False
    version_of: str | None = None
    copy_of: str | None = None
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    member: Member
    overlap: Overlap
    prefix: int


class TextIndex:
    """The texts of the window, found by what they share."""

    def __init__(self) -> None:
        self._live: deque[Member] = deque()
        self._by_url: dict[str, Member] = {}
        self._by_hash: dict[int, list[Member]] = {}
        self._remembered: dict[str, dict[int, array[int]]] = {}  # publisher, lead: hashes
        self._live_of: Counter[str] = Counter()

    def join(self, posting: Posting, clock: float) -> Joined:
        """Return which family a posting belongs to, and remember it."""
        self.forget(clock)
        sketch = sketch_of(posting.text)
        joined = self._joined(posting, sketch)
        member = Member(posting.without_text(), sketch, joined.family, clock)
        self.remember(member, is_copy=joined.copy_of is not None)
        return joined

    def _joined(self, posting: Posting, sketch: Sketch) -> Joined:
        known = self._by_url.get(posting.url_key)
        why: tuple[Why, ...] = ()
        if known is not None:
            overlap = overlap_of(sketch, known.sketch)
            if not _shows_other_text(sketch, known, overlap):
                return _version_at_address(known, overlap)
            text = f"the same address, but only {overlap.containment:.0%} of the word runs"
            why = (Why("replaces", known.posting.id, overlap.containment, text),)
        found = self.look(posting, sketch)
        if found is not None:
            return found
        return Joined(family=Family(key=posting.id), is_founder=True, why=why)

    def look(self, posting: Posting, sketch: Sketch) -> Joined | None:
        """Return whose newer state or copy a posting is by its text alone, None for a new text.

        The most alike candidate of each kind decides; versions first. What goes by the
        id of the posting itself is passed over.
        """
        matches = [
            match
            for match in self._matches(posting, sketch)
            if match.member.posting.id != posting.id
        ]
        versions = (_version(posting, match) for match in matches)
        copies = (_copy(posting, sketch, match) for match in matches)
        return next((one for one in (*versions, *copies) if one is not None), None)

    def _matches(self, posting: Posting, sketch: Sketch) -> list[_Match]:
        """Return the candidates that share enough to look at, most alike first."""
        worn = None
        matches = []
        for member in self._candidates(sketch):
            raw = overlap_of(sketch, member.sketch)
            if raw.shared < MIN_SHARED or raw.containment < MIN_SAME_ADDRESS:
                continue
            if worn is None:
                worn = self._worn(posting.publisher, sketch)
            other_worn = self._worn(member.posting.publisher, member.sketch)
            overlap = overlap_of(sketch, member.sketch, worn, other_worn)
            prefix = shared_prefix(sketch, member.sketch)
            # Another filling of a form has other figures in its beginning too.
            is_form = prefix < FORM_PREFIX_WORDS and _has_other_numbers(sketch, member.sketch)
            if overlap.shared >= MIN_SHARED and not is_form:
                matches.append(_Match(member, overlap, prefix))
        matches.sort(key=lambda match: -match.overlap.containment)
        return matches

    def _candidates(self, sketch: Sketch) -> Iterator[Member]:
        hits: Counter[Member] = Counter()
        for one in sketch.hashes[:ASKED]:
            hits.update(self._by_hash.get(one, ()))
        for member, _ in hits.most_common(MAX_CANDIDATES):
            yield member

    def _worn(self, publisher: str, sketch: Sketch) -> set[int]:
        """Return the hashes that the publisher has in articles of other beginnings too."""
        others = self._remembered.get(publisher, {})
        if len(others) < WORN_LEADS:
            return set()
        own = set(sketch.hashes)
        seen: Counter[int] = Counter()
        for lead, hashes in others.items():
            if lead != sketch.lead:
                seen.update(own.intersection(hashes))
        return {one for one, n in seen.items() if n >= WORN_LEADS}

    # ------------------------------------------------------------------ memory

    def remember(self, member: Member, *, is_copy: bool) -> None:
        """Let later postings find a member of a family. Its posting has no text any more."""
        posting, sketch = member.posting, member.sketch
        self._live.append(member)
        self._live_of[posting.publisher] += 1
        if posting.url_key:
            self._by_url[posting.url_key] = member
        member.family.newest[posting.publisher] = member
        self._note_boilerplate(posting.publisher, sketch)
        # Copies add nothing that their original does not find.
        if not is_copy:
            self._index(member)

    def _note_boilerplate(self, publisher: str, sketch: Sketch) -> None:
        leads = self._remembered.setdefault(publisher, {})
        leads.pop(sketch.lead, None)
        leads[sketch.lead] = sketch.hashes
        if len(leads) > REMEMBERED:
            del leads[next(iter(leads))]

    def _index(self, member: Member) -> None:
        member.is_indexed = True
        for one in member.sketch.hashes[:INDEXED]:
            postings = self._by_hash.setdefault(one, [])
            postings.append(member)
            if len(postings) > MAX_POSTINGS:
                del postings[0]

    def forget(self, clock: float) -> list[Member]:
        """Drop what arrived before the window, or more than memory holds; return it."""
        live = self._live
        gone: list[Member] = []
        while live and (abs(clock - live[0].arrived) > WINDOW_DAYS or len(live) >= MAX_LIVE):
            gone.append(live.popleft())
            self._drop(gone[-1])
        return gone

    def _drop(self, member: Member) -> None:
        posting = member.posting
        if self._by_url.get(posting.url_key) is member:
            del self._by_url[posting.url_key]
        if member.family.newest.get(posting.publisher) is member:
            del member.family.newest[posting.publisher]
        self._live_of[posting.publisher] -= 1
        if not self._live_of[posting.publisher]:
            del self._live_of[posting.publisher]
            self._remembered.pop(posting.publisher, None)
        for one in member.sketch.hashes[:INDEXED] if member.is_indexed else ():
            _take_out(self._by_hash, one, member)


def _take_out(by_hash: dict[int, list[Member]], one: int, member: Member) -> None:
    postings = by_hash.get(one, [])
    if member in postings:
        postings.remove(member)
    if not postings:
        by_hash.pop(one, None)


# ------------------------------------------------------------------- decisions


def _shows_other_text(sketch: Sketch, known: Member, overlap: Overlap) -> bool:
    smaller = min(len(sketch.hashes), len(known.sketch.hashes))
    # Texts too short to tell: the address decides.
    return smaller >= 4 * MIN_SHARED and overlap.containment < MIN_SAME_ADDRESS


def _version_at_address(known: Member, overlap: Overlap) -> Joined:
    share = f"{overlap.containment:.0%} of the word runs" if overlap.shared else "other words"
    return Joined(
        family=known.family,
        version_of=known.posting.id,
        why=(Why("url", known.posting.id, 1.0, f"the same address, {share}"),),
    )


def _version(posting: Posting, match: _Match) -> Joined | None:
    """Return the posting as a newer state of what its publisher has in the family."""
    family = match.member.family
    before = family.newest.get(posting.publisher)
    share = match.overlap.containment
    if before is None or before.posting.id == posting.id:
        return None
    if abs(posting.at - before.posting.at) > VERSION_DAYS:
        return None
    has_prefix = match.prefix >= MIN_PREFIX_WORDS and share >= MIN_VERSION_WITH_PREFIX
    if share < MIN_VERSION and not has_prefix:
        return None
    why = f"same publisher within 72 hours, {share:.0%} of the word runs"
    if has_prefix:
        why += f", the same first {match.prefix} words"
    return Joined(
        family=family,
        version_of=before.posting.id,
        why=(Why("text", before.posting.id, share, why),),
    )


def _copy(posting: Posting, sketch: Sketch, match: _Match) -> Joined | None:
    """Return the posting as another publisher's copy."""
    member, share = match.member, match.overlap.containment
    other = member.sketch
    if posting.publisher == member.posting.publisher:
        return None
    words = min(sketch.words, other.words)
    if share < _needed_share(words, match.prefix):
        return None
    why = f"{share:.0%} of the word runs of the shorter text, without what the houses print always"
    if sketch.text == other.text:
        why = f"the same {sketch.words} words"
    return Joined(
        family=member.family,
        copy_of=member.posting.id,
        why=(Why("text", member.posting.id, share, why),),
    )


def _has_other_numbers(one: Sketch, other: Sketch) -> bool:
    """Tell whether two texts are one form with other figures."""
    if min(one.words, other.words) < FLASH_WORDS:
        return one.numbers != other.numbers
    fewer = min(len(one.numbers), len(other.numbers))
    return fewer >= MIN_NUMBERS and shared_numbers(one, other) < MIN_SHARED_NUMBERS


def _needed_share(words: int, prefix: int) -> float:
    """Return how much of the shorter text a copy shares, by its words and their beginning."""
    if words < SHORT_WORDS:
        return MIN_SHORT_COPY
    return MIN_COPY_WITH_PREFIX if prefix >= MIN_PREFIX_WORDS else MIN_COPY
