"""What a publisher is called: which of several names is one, and which most articles agree on.

known (feed title, catalogue, list) ─┐
og:site_name, JSON-LD publisher ─────┼─ a name ─ a brand like Canada.com ─ the bare domain
title of the page (who it ends with) ┘
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum

from tagwire.urls import host_of, is_domain_name, registrable_domain

MAX_NAME_CHARS = 80
MAX_OWN_CHARS = 30  # of a title that is nothing but the name of the site
# What stands between a name and a motto: LinkNaija | Nigeria's popular news platform.
_PARTS = re.compile(r"\s+[|–—·•>»-]\s+|\s*[|»]\s*")
_MIN_PART_CHARS = 3
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
# Parts of hosts that many sites have: they name no part of a publisher.
_PLAIN_LABELS = frozenset(
    ["www", "www1", "www2", "www3", "m", "mobile", "amp", "news", "feeds", "rss", "web", "online"]
)
_MIN_LABEL_CHARS = 3


class _Rank(IntEnum):
    """How much of a name a text is; lower is more."""

    NAME = 0
    BRAND = 1  # an address, spelled as no machine would: Canada.com
    ADDRESS = 2


def is_address(name: str) -> bool:
    """Tell whether a text is a host or web address, which is no name."""
    return is_domain_name(_host_in(name))


def name_of_page(known: str, stated: Sequence[str], url: str, titles: Sequence[str]) -> str:
    """Return what the publisher of a page is called.

    ``known`` is the name that came with the source, ``stated`` are those that the page
    gives itself, in order of trust; its first title tells best. What is known wins unless it is an address, or names
    another part of the site than the page is of, or only holds the name among other words.
    """
    domain = registrable_domain(host_of(url))
    said = _said(stated, domain, titles)
    if known and _rank(known, domain) is _Rank.NAME:
        return next((name for name in said if _is_nearer(name, known, url)), known)
    names = [*said, known]
    best = min(names, key=lambda name: _rank(name, domain)) if any(names) else ""
    return best if best and _rank(best, domain) < _Rank.ADDRESS else domain


def names_by_articles(articles: Mapping[str, int]) -> list[str]:
    """Return the names of a publisher, that which most articles show first, addresses last.

    In any order of arrival the same: names that as many articles show go by their letters.
    """
    return sorted(articles, key=lambda name: (is_address(name), -articles[name], name))


def _said(stated: Sequence[str], domain: str, titles: Sequence[str]) -> list[str]:
    """Return the names of a page, best first: those first that its title ends with."""
    names = [_cut(name.strip(), domain) for name in stated if not _is_headline(name, titles)]
    fitting = dict.fromkeys(name for name in names if 1 < len(name) < MAX_NAME_CHARS)

    tail = _letters(titles[0]) if titles else ""
    if not any(_rank(name, domain) is _Rank.NAME for name in fitting):
        fitting |= dict.fromkeys(_end_of(titles[:1], domain))

    def weight(name: str) -> tuple[_Rank, bool, bool]:
        own = _letters(name)
        return _rank(name, domain), not tail.endswith(own), own not in tail

    return sorted(fitting, key=weight)


def _end_of(titles: Sequence[str], domain: str) -> list[str]:
    """Return what titles end with, where the domain is called so: Seven trends - CNET."""
    label = _letters(domain.partition(".")[0])
    ends = [parts[-1] for title in titles if len(parts := _PARTS.split(title)) > 1]
    return [end for end in ends if label in _letters(end) and len(end) < MAX_OWN_CHARS]


def _is_headline(name: str, titles: Sequence[str]) -> bool:
    """Tell whether a page gives its headline as the name of its site."""
    return len(name) > MAX_OWN_CHARS and name in titles


def _cut(name: str, domain: str) -> str:
    """Return the part of a name that its domain is called after, else the first one."""
    parts = [part for part in _PARTS.split(name) if len(part) >= _MIN_PART_CHARS]
    label = _letters(domain.partition(".")[0])
    own = [part for part in parts if label in _letters(part) and not is_address(part)]
    return next(iter([*own, *parts]), name)


def _rank(name: str, domain: str) -> _Rank:
    is_plain = name == name.lower()
    if is_address(name):
        return _Rank.ADDRESS if is_plain else _Rank.BRAND
    # "detroitnews" of detroitnews.com and "@handle" are what machines call a site.
    is_slug = is_plain and name == domain.partition(".")[0]
    return _Rank.ADDRESS if not name or is_slug or name.startswith("@") else _Rank.NAME


def _is_nearer(name: str, known: str, url: str) -> bool:
    """Tell whether a name fits the page better than the known one."""
    host = host_of(url)
    domain = registrable_domain(host)
    if _rank(name, domain) is not _Rank.NAME:
        return False
    own, other = _letters(name), _letters(known)
    parts = [_letters(part) for part in _PARTS.split(known)]
    if len(parts) > 1 and own in parts:
        return True
    labels = host.removesuffix(domain).strip(".").split(".")
    telling = [_letters(one) for one in labels if one not in _PLAIN_LABELS]
    return any(len(one) >= _MIN_LABEL_CHARS and one in own and one not in other for one in telling)


def _host_in(name: str) -> str:
    text, n = _SCHEME.subn("", name.strip(), count=1)
    return (text.partition("/")[0] if n else text).lower()


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
