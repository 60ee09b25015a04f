"""What publishers forbid, honoured in what visitors of a public instance are shown.

The owner sees everything, and so does whoever reads an instance on their own machine:
they read as in any feed reader. What is shown to others is republishing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request

from tagwire.serve.site import Site, sees_full_text, session_of
from tagwire.store.values import Card

# Each of these forbids a copy of the whole text.
NO_COPY = frozenset({"noarchive", "nosnippet", "noai", "tdm-reservation"})
LIMIT = re.compile(r"max-snippet:(\d+)")
WORDS = {
    "noindex": "not to be indexed",
    "noarchive": "no copies",
    "nosnippet": "no extracts",
    "noimageindex": "no pictures",
    "noai": "not for machine learning",
    "tdm-reservation": "text and data mining reserved",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a visitor may see of an article: all of it, or an extract of so many characters.

    ``words`` says what the publisher forbids, when that and not the instance is why.
    """

    full: bool
    max_chars: int | None = None
    words: str = ""

    def cut(self, text: str) -> str:
        """Return a text as far as it may be shown, cut between words."""
        if self.max_chars is None or len(text) <= self.max_chars:
            return text
        if self.max_chars < 2:
            return ""
        head = text[: self.max_chars - 1]
        return (head.rpartition(" ")[0] or head).rstrip(" ,;:–-") + "…"


EVERYTHING = Allowance(full=True)


def allowance_of(site: Site, request: Request, opt_outs: Sequence[str]) -> Allowance:
    """Return what this visitor may see of an article with these opt-outs."""
    full = sees_full_text(site, request)
    if not opt_outs or session_of(request) is not None or not site.settings.is_public:
        return Allowance(full=full)
    limits = [int(match[1]) for one in opt_outs if (match := LIMIT.fullmatch(one))]
    limit = 0 if "nosnippet" in opt_outs else min(limits, default=None)
    if limit is None and NO_COPY.isdisjoint(opt_outs):
        return Allowance(full=full)
    words = f"The publisher of this page asks for this: {words_of_opt_outs(opt_outs)}."
    return Allowance(full=False, max_chars=limit, words=words)


def cards_shown(site: Site, request: Request, cards: Sequence[Card]) -> list[Card]:
    """Return cards whose extracts are as long as their publishers allow."""
    return [
        replace(card, extract=allowance_of(site, request, card.opt_outs).cut(card.extract))
        if card.opt_outs
        else card
        for card in cards
    ]


def words_of_opt_outs(opt_outs: Sequence[str]) -> str:
    """Return what a publisher forbids in words, "" when nothing."""
    return ", ".join(
        f"extracts of at most {match[1]} characters"
        if (match := LIMIT.fullmatch(one))
        else WORDS.get(one, one)
        for one in opt_outs
    )
