"""The blocks of an article as HTML: escaped text, checked links, no remote images."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from tagwire.model import Block, BlockKind
from tagwire.serve.paths import linkable

LINK = Markup('<a rel="noopener noreferrer" href="{}">{}</a>')
EXCERPT_CHARS = 400


def html_of(blocks: Sequence[Block]) -> Markup:
    """Return the blocks as HTML, in order; list items join into one list, captions too."""
    return Markup("\n").join(
        render(list(group))
        for render, group in groupby(blocks, key=lambda block: RENDER[block.kind])
    )


def linked(block: Block) -> Markup:
    """Return the text of a block with its links; a link that cannot be followed is text."""
    parts: list[Markup] = []
    done = 0
    for link in sorted(block.links, key=lambda link: link.start):
        url = linkable(link.url)
        if url is None or link.start < done or not link.start < link.end <= len(block.text):
            continue
        parts.append(escape(block.text[done : link.start]))
        parts.append(LINK.format(url, block.text[link.start : link.end]))
        done = link.end
    parts.append(escape(block.text[done:]))
    return Markup().join(parts)


def excerpt_of(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    if len(text) <= EXCERPT_CHARS:
        return text
    head = text[:EXCERPT_CHARS]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:–-") + " …"


def _each(frame: str) -> Callable[[Iterable[Block]], Markup]:
    template = Markup(frame)  # noqa: S704 - frames are the constants below

    def render(blocks: Iterable[Block]) -> Markup:
        return Markup("\n").join(template.format(linked(block)) for block in blocks)

    return render


def _list(blocks: Iterable[Block]) -> Markup:
    items = Markup().join(Markup("<li>{}</li>").format(linked(block)) for block in blocks)
    return Markup("<ul>{}</ul>").format(items)


def _captions(blocks: Iterable[Block]) -> Markup:
    lines = Markup("<br>").join(linked(block) for block in blocks)
    return Markup("<figure><figcaption>{}</figcaption></figure>").format(lines)


def _table(blocks: Iterable[Block]) -> Markup:
    """Return tables: a row each line, cells between tabs or bars."""
    return Markup("\n").join(_one_table(block.text) for block in blocks)


def _one_table(text: str) -> Markup:
    rows = Markup().join(
        Markup("<tr>{}</tr>").format(
            Markup().join(Markup("<td>{}</td>").format(cell.strip()) for cell in _cells(line))
        )
        for line in text.splitlines()
    )
    frame = (
        '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>{}</table></div>'
    )
    return Markup(frame).format(rows)  # noqa: S704 - a constant frame


def _cells(line: str) -> list[str]:
    separator = "\t" if "\t" in line else "|"
    return line.strip("|").split(separator)


_figure = _captions
RENDER: Mapping[BlockKind, Callable[[Iterable[Block]], Markup]] = {
    BlockKind.PARAGRAPH: _each("<p>{}</p>"),
    BlockKind.SUBHEAD: _each("<h2>{}</h2>"),
    BlockKind.QUOTE: _each("<blockquote><p>{}</p></blockquote>"),
    BlockKind.LIST_ITEM: _list,
    BlockKind.SUMMARY: _each('<p class="summary">{}</p>'),
    BlockKind.CAPTION: _figure,
    BlockKind.CREDIT: _figure,
    BlockKind.CORRECTION: _each('<p class="correction"><b>Correction.</b> {}</p>'),
    BlockKind.TABLE: _table,
    BlockKind.EMBED: _each('<p class="embed">Embedded: {}</p>'),
}
