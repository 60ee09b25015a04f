"""Who owns whom: titles of one house never count as two origins.

The table is made of facts that owners state about themselves; see ``houses_table``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from tagwire.houses_table import HOUSES
from tagwire.model import Publisher


def family_of(domain: str) -> str | None:
    """Return the owner group of a publisher's domain, None when none is known."""
    return _families().get(domain)


def housed(publisher: Publisher) -> Publisher:
    """Return a publisher with its owner group: the given object when nothing is to be added."""
    if publisher.family is not None:
        return publisher
    family = family_of(publisher.domain)
    return publisher if family is None else replace(publisher, family=family)


def titles_of(family: str) -> tuple[str, ...]:
    """Return the domains of an owner group, in order."""
    return tuple(sorted(HOUSES.get(family, "").split()))


@cache
def _families() -> dict[str, str]:
    return {domain: family for family, titles in HOUSES.items() for domain in titles.split()}
