"""Who had a story from whom: the articles of a story by independent origin.

copy ──────────────────────────> the origin of its original
credit of an agency ───────────> the origin of that agency
same publisher or same owner ──> one origin
else ──────────────────────────> an origin of its own

Independent are only those whom neither text nor credit nor owner ties together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tagwire.model import Credit, CreditRole, Publisher
from tagwire.text import squeeze

# Roles in which a house had the news before; photographers bring no text.
HOUSES = frozenset({CreditRole.ORIGINATOR, CreditRole.SOURCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article of a story, as far as lineage goes by it.

    ``copy_of`` is the id of the article whose text it has, ``why`` says how that is known.
    """

    article: str
    publisher: Publisher
    credits: tuple[Credit, ...] = ()
    copy_of: str | None = None
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """An article that has its news from an origin, and how we know."""

    told: Told
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One independent origin: who had it first, and who carries it.

    ``agency`` is the credited house, "" for reporting of its own.
    """

    first: Told
    agency: str
    carried: tuple[Carried, ...]

    @property
    def name(self) -> str:
        """Return what the origin is called."""
        return self.agency or self.first.publisher.name or self.first.publisher.domain

    @property
    def publishers(self) -> int:
        """Return how many publishers carry it, the first one included."""
        domains = {one.told.publisher.domain for one in self.carried}
        return len(domains | {self.first.publisher.domain})


def origins_of(members: Sequence[Told]) -> list[Origin]:
    """Return the origins of a story, the one who had it first first."""
    ordered = sorted(members, key=lambda one: (one.at, one.article))
    known = {one.article: one for one in ordered}
    texts: defaultdict[str, list[Told]] = defaultdict(list)
    for one in ordered:
        texts[_original_of(one, known)].append(one)
    agencies = {article: _agency_of(own) for article, own in texts.items()}
    houses = {agency.casefold() for agency in agencies.values() if agency}
    grouped: defaultdict[str, list[Told]] = defaultdict(list)
    named: dict[str, str] = {}
    for article, own in texts.items():
        key = _key_of(known[article], agencies[article], houses)
        grouped[key].extend(own)
        named[key] = named.get(key) or agencies[article]
    found = [_origin(own, named[key]) for key, own in grouped.items()]
    return sorted(found, key=lambda one: (one.first.at, one.first.article))


def _original_of(one: Told, known: Mapping[str, Told]) -> str:
    """Return the first article of the story that has its text; copies of copies end there."""
    seen = {one.article}
    while one.copy_of is not None and one.copy_of in known and one.copy_of not in seen:
        one = known[one.copy_of]
        seen.add(one.article)
    return one.article


def _agency_of(own: Sequence[Told]) -> str:
    """Return the house that most of those credit who have one text, "" for none."""
    names = Counter(credit.name for one in own for credit in one.credits if credit.role in HOUSES)
    return min(names, key=lambda name: (-names[name], name)) if names else ""


def _key_of(first: Told, agency: str, houses: set[str]) -> str:
    """Return under what articles count as one origin."""
    name = squeeze(first.publisher.name).casefold()
    if agency:
        return agency.casefold()
    # The agency's own page is of the agency, credited or not.
    return name if name in houses else first.publisher.family or first.publisher.domain


def _origin(own: Sequence[Told], agency: str) -> Origin:
    first, *others = sorted(own, key=lambda one: (one.at, one.article))
    carried = tuple(Carried(told=one, why=_why(one, first, agency)) for one in others)
    return Origin(first=first, agency=agency, carried=carried)


def _why(one: Told, first: Told, agency: str) -> str:
    reasons = [one.why] if one.copy_of and one.why else []
    reasons += [
        f"credits {credit.name}: “{credit.evidence}”"
        if credit.evidence
        else f"credits {credit.name}"
        for credit in one.credits
        if credit.role in HOUSES and credit.name == agency
    ]
    if one.publisher.domain == first.publisher.domain:
        reasons.append("the same publisher")
    elif one.publisher.family and one.publisher.family == first.publisher.family:
        reasons.append(f"both belong to {one.publisher.family}")
    if not reasons:
        reasons.append(f"published by {agency} itself" if agency else "has its text from there")
    return "; ".join(reasons)
