"""Finds the pictures by which a site wants to be known."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tagwire.html_caps import costly_page
from tagwire.sources._decoding import decoded
from tagwire.urls import fetch_url

MAX_ICONS = 6
# Heads are at the front.
_MAX_BYTES = 500_000
# Where browsers look when a page names none.
_USUAL = ("/apple-touch-icon.png", "/favicon.ico")
_SIDE = re.compile(r"(\d{1,4})x\d{1,4}")
# Small ones are blurred where they are shown, large ones cost for nothing.
_WANTED_SIDE = 96


def icons_of(html: bytes, url: str) -> list[str]:
    """Return the addresses of a site's icons, the most fitting first, then the usual places.

    Drawings (SVG) are left out: they can hold scripts. Pages that are made to cost much have
    only the usual places.
    """
    text = decoded(html[:_MAX_BYTES])
    found: dict[str, tuple[int, int]] = {}
    for link in [] if costly_page(text) else LexborHTMLParser(text).css("link[href]"):
        rels = (link.attributes.get("rel") or "").lower().split()
        if not {"icon", "apple-touch-icon", "apple-touch-icon-precomposed"} & set(rels):
            continue
        address = fetch_url(link.attributes.get("href") or "", url)
        if address and not _is_drawing(link, address):
            found.setdefault(address, _rank(link, is_touch="icon" not in rels))
    ordered = sorted(found, key=lambda address: found[address])[:MAX_ICONS]
    usual = [address for path in _USUAL if (address := fetch_url(path, url))]
    return list(dict.fromkeys([*ordered, *usual]))


def _is_drawing(link: LexborNode, address: str) -> bool:
    kind = (link.attributes.get("type") or "").lower()
    return "svg" in kind or address.partition("?")[0].lower().endswith((".svg", ".svgz"))


def _rank(link: LexborNode, *, is_touch: bool) -> tuple[int, int]:
    """Return how far an icon is from what is wanted: touch icons first, then by their side."""
    sides = [int(side) for side in _SIDE.findall(link.attributes.get("sizes") or "")]
    side = max(sides, default=180 if is_touch else 16)
    return int(side < _WANTED_SIDE), abs(side - _WANTED_SIDE)
