"""Rules that people wrote for single publishers, each for the days it is valid.

In:  the site and the day of fetching. Out: the rule in force, or none.
A rule names by CSS where the text of a site stands and what is no part of it; all else
is read as on any page. Rules that ship stand in one module for each country beside this
one, with a saved page and what is to come out of it in ``tests/extract/publishers``; the
owner's own lie in the data folder. Quality is measured without any rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, SelectolaxError


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRule:
    """How to read the pages of one site fetched from one day to another, both included."""

    site: str  # registrable domain
    body: str = ""  # CSS of the element that holds the text; empty: found as on any page
    remove: tuple[str, ...] = ()  # CSS of what is no part of the article
    first_day: str = ""  # ISO; empty: always
    last_day: str = ""  # ISO; empty: until further notice


# None so far: no page of a publisher has needed one that could not be read in general.
SHIPPED: tuple[SiteRule, ...] = ()


def find_rule(rules: Sequence[SiteRule], day: str) -> SiteRule | None:
    """Return the rule in force on a day: the last one given that is valid."""
    for rule in reversed(rules):
        if rule.first_day <= day and (not rule.last_day or day <= rule.last_day):
            return rule
    return None


def fault_of(rule: SiteRule) -> str:
    """Return why a rule cannot be used; empty when it can."""
    if not rule.body and not rule.remove:
        return "a rule says at least one of body and remove"
    if rule.last_day and rule.last_day < rule.first_day:
        return "a rule ends after it begins"
    tree = LexborHTMLParser("<p>")
    for selector in (rule.body, *rule.remove):
        try:
            tree.css(selector or "p")
        except SelectolaxError:
            return f"{selector!r} is no CSS selector"
    return ""
