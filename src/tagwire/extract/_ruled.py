"""Applies the rule of a publisher to a page: cuts out what is no part, marks the body.

tree ─ cut_out ─> tree without what the rule removes, marked body ─ walk ─ ruled_region
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from tagwire.extract._region import WEAK_LIMIT, Region
from tagwire.extract._walk import Walked
from tagwire.extract.publishers import SiteRule
from tagwire.model import Removed, RemovedKind
from tagwire.text import squeeze

_MARK = "data-tagwire-body"
_MAX_CUT = 200
_MAX_CHARS = 2_000


def cut_out(tree: LexborHTMLParser, rule: SiteRule) -> list[Removed]:
    """Take out what the rule removes and mark its body; return what was taken.

    Changes the tree. Selectors are those of a checked rule.
    """
    removed: list[Removed] = []
    for selector in rule.remove:
        while len(removed) < _MAX_CUT and (node := tree.css_first(selector)) is not None:
            if node.tag in {"html", "body"}:
                break
            text = squeeze(node.text(separator=" "))[:_MAX_CHARS]
            node.decompose()
            if text:
                reason = f"the rule for {rule.site} leaves out {selector}"
                removed.append(Removed(kind=RemovedKind.PROMO, text=text, reason=reason))
    body = tree.css_first(rule.body) if rule.body else None
    if body is not None:
        body.attrs[_MARK] = "1"
    return removed


def ruled_region(walked: Walked) -> Region | None:
    """Return the region that a rule marked, None when the page has no such element."""
    for number, box in enumerate(walked.boxes):
        if box.end > box.first and f'{_MARK}="1"' in box.attributes:
            first, end = box.first, box.end
            return Region(first, end, 0.0, first, end, limit=2 * WEAK_LIMIT, box=number)
    return None
