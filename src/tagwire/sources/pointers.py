"""Entries of aggregators that name the publisher of an article, but not its address.

Such a link leads through the aggregator's own host, by an address that tells nothing and
that only a browser, or a question to the aggregator for each article, can follow.
"""

from __future__ import annotations

from typing import NamedTuple

from tagwire.model import Entry, Publisher
from tagwire.text import squeeze
from tagwire.urls import fetch_url, host_of, registrable_domain

_MAX_NAME_CHARS = 80
# Between the title of an article and the name of its publisher.
_SIGNS = ("-", "–", "—", "|", "·")


class Pointer(NamedTuple):
    """What an entry says of an article that stands elsewhere."""

    headline: str
    publisher: Publisher


def pointer_of(entry: Entry, aggregator: str) -> Pointer | None:
    """Return what an entry points at; None when its link is that of the article.

    ``aggregator`` is the registrable domain of the source. All of this must hold: the link
    stays there, RSS ``<source>`` names another site, and the title ends with its name. A
    paper that carries an agency's text on its own pages names it, too, but not in titles.
    """
    name, site = squeeze(entry.origin or ""), fetch_url(entry.origin_url or "")
    if not 1 < len(name) <= _MAX_NAME_CHARS or site is None:
        return None
    domain = registrable_domain(host_of(site))
    if domain == aggregator or registrable_domain(host_of(entry.url)) != aggregator:
        return None
    headline = _without_name(squeeze(entry.title), name)
    return Pointer(headline, Publisher(domain=domain, name=name)) if headline else None


def _without_name(title: str, name: str) -> str:
    """Return a title without the publisher at its end, "" when none is there."""
    if not title.casefold().endswith(name.casefold()):
        return ""
    rest = title[: -len(name)].rstrip()
    return rest[:-1].rstrip() if rest.endswith(_SIGNS) else ""
