"""Reads the body of a demo text: blocks of plain text with a mark in front.

    ## Sub-heading          > Quotation          - list item (one a line)
    !photo name | caption | credit               | a | table | row
    [summary] …  [correction] …  [promo] …  [related] …  [advert]

Everything else is a paragraph. ``[words](address)`` is a link inside any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_MARKED = re.compile(r"\[(summary|correction|promo|related|advert)\]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a body. ``rows`` are list items (one cell each) or table rows."""

    kind: str  # paragraph subhead quote list table photo summary correction promo related advert
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    image: str = ""
    credit: str = ""


def pieces_of(body: str) -> tuple[Piece, ...]:
    """Return the pieces of a body in order."""
    blocks = re.split(r"\n\s*\n", body.strip())
    return tuple(_piece_of(block.strip()) for block in blocks if block.strip())


def _piece_of(block: str) -> Piece:
    lines = [line.strip() for line in block.splitlines()]
    if block.startswith("!photo "):
        return _photo_of(block.removeprefix("!photo "))
    if all(line.startswith("- ") for line in lines):
        return Piece(kind="list", rows=tuple((line[2:],) for line in lines))
    if all(line.startswith("| ") for line in lines):
        return Piece(kind="table", rows=tuple(_cells_of(line) for line in lines))
    return _text_piece_of(" ".join(lines))


def _text_piece_of(text: str) -> Piece:
    marked = _MARKED.match(text)
    if marked:
        return Piece(kind=marked[1].lower(), text=text[marked.end() :])
    if text.startswith("## "):
        return Piece(kind="subhead", text=text[3:])
    if text.startswith("> "):
        return Piece(kind="quote", text=text[2:])
    return Piece(kind="paragraph", text=text)


def _photo_of(line: str) -> Piece:
    image, caption, credit = (part.strip() for part in line.replace("\n", " ").split("|"))
    return Piece(kind="photo", text=caption, image=image, credit=credit)


def _cells_of(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("| ").split("|"))


def html_of(text: str) -> str:
    """Return the text as HTML with its links."""
    parts = _LINK.split(text)  # text, words, address, text, …
    found = [escape(parts[0], quote=False)]
    for words, address, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        found.append(f'<a href="{escape(address)}">{escape(words, quote=False)}</a>')
        found.append(escape(after, quote=False))
    return "".join(found)


def plain_of(text: str) -> str:
    """Return the text without link marks."""
    return _LINK.sub(r"\1", text)
