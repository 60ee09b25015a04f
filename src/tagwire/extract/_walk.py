"""One walk over a parsed page: from the tree to leaf pieces of text in order.

    tree --prune in C--> canonical HTML --split--> tags and texts --walk--> Piece, Box

Canonical HTML (what the parser writes) is well-formed with all attributes in double
quotes and ``<`` escaped, so one regular expression splits it and no node becomes a
Python value: a tenth of the cost of visiting nodes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from tagwire.extract._decode import VOID
from tagwire.extract._marks_table import MARK_OF_TAG, Mark, marks_of
from tagwire.text import squeeze

MAX_PIECES = 20_000
_MAX_SPANS = 50  # marked parts of one piece; a byline has a few
# Common and large: cut off in C. Each name costs a look at the whole tree.
_PRUNED = ["script", "style", "svg", "noscript", "template", "nav", "button", "select"]
_SPLIT = re.compile(r'<(/?[a-zA-Z][^\s>]*)([^>"]*(?:"[^"]*"[^>"]*)*)>')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
        "br",
        "source",
        "picture",
    ]
)
_HREF = re.compile(r'\shref="([^"]*)"')
_DATETIME = re.compile(r'\s(?:datetime|content|data-datetime)="([^"]*)"')
_OWN_PIECE = Mark.CAPTION | Mark.CREDIT | Mark.SHARE | Mark.ADVERT
_EMBEDS = frozenset({"iframe", "video", "audio"})
# Rare parts without text of an article: skipped by the walk.
_OPAQUE = _EMBEDS | frozenset(
    [
        "textarea",
        "noembed",
        "noframes",
        "xmp",
        "plaintext",
        "math",
        "object",
        "canvas",
        "map",
        "option",
        "optgroup",
        "datalist",
    ]
)
# A styled quote that begins a line of these is a pull quote, no part of a sentence.
_PLAIN_BOXES = frozenset({"div", "section", "article", "main", "aside", "figure"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True)
class Piece:
    """A run of text between two block borders of the page."""

    tag: str
    text: str
    box: int  # index of the box around it
    marks: int  # bits of Mark, the boxes' own and inherited; set when the walk is over
    links: list[tuple[int, int, str]]
    link_chars: int
    bold_chars: int
    spans: list[tuple[int, str]]  # (bits of Mark, text) of marked inline parts
    score: float = 0.0


@dataclass(slots=True)
class Box:
    """A block element around pieces."""

    tag: str
    attributes: str
    parent: int  # index of the box around it, -1 for the root
    own: int  # bits of Mark from its tag and attributes
    first: int  # index of the first piece inside
    end: int = -1  # index after the last piece inside


@dataclass(slots=True)
class Walked:
    """What one walk over a page gives."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)  # (piece index, datetime)
    images: list[tuple[int, str]] = field(default_factory=list)  # (piece index, attributes)
    embeds: list[tuple[int, str, str]] = field(default_factory=list)  # (piece, tag, attributes)


def walk(tree: LexborHTMLParser) -> Walked:
    """Return the pieces and boxes of the page; strips the tree of what holds no text."""
    tree.strip_tags(_PRUNED)
    body = tree.body
    html = (body.html if body is not None else None) or ""
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    tokens = _SPLIT.split(html)
    walker = _Walker()
    walker.take_text(tokens[0])
    for i in range(1, len(tokens), 3):
        tag = tokens[i]
        if tag[0] == "/":
            walker.end(tag[1:])
        else:
            walker.start(tag, tokens[i + 1])
        text = tokens[i + 2]
        if text and not walker.opaque:
            walker.take_text(text)
    walker.close_all()
    return walker.walked


def plain(text: str) -> str:
    """Return an attribute or text of canonical HTML without its escapes."""
    if "&" not in text:
        return text
    for escape, char in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"')):
        text = text.replace(escape, char)
    return text.replace("&amp;", "&")


class _Walker:
    """Collects text between block borders; keeps the open boxes as indexes."""

    def __init__(self) -> None:
        self.walked = Walked()
        self.opaque = 0
        self._stack: list[int] = []
        self._parts: list[str] = []
        self._length = 0
        self._blank = False
        self._breaks = 0
        self._links: list[tuple[int, int, str]] = []
        self._link_start: tuple[int, str] | None = None
        self._bold_start: int | None = None
        self._bold_chars = 0
        self._open_spans: list[tuple[str, int, int]] = []  # (tag, marks, first part)
        self._spans: list[tuple[int, str]] = []

    def start(self, tag: str, attributes: str) -> None:
        if self.opaque or tag in _OPAQUE:
            self._start_opaque(tag, attributes)
        elif tag not in _INLINE:
            self._start_block(tag, attributes)
        elif tag == "a":
            self._end_link()
            href = _HREF.search(attributes)
            self._link_start = (self._length, href[1] if href else "")
            if 'rel="author"' in attributes or "author" in attributes:
                self._open_span(tag, Mark.BYLINE.value)
        elif tag == "br":
            self._line_break()
        elif tag == "img":
            self.walked.images.append((len(self.walked.pieces), attributes))
        elif tag == "time":
            self._start_time(attributes)
        elif tag in {"b", "strong"}:
            self._bold_start = self._length
        elif len(attributes) > 8 or self._top_tag() == tag:
            self._start_span(tag, attributes)

    def _start_opaque(self, tag: str, attributes: str) -> None:
        if tag in _OPAQUE:
            if not self.opaque and tag in _EMBEDS:
                self.flush()
                self.walked.embeds.append((len(self.walked.pieces), tag, attributes))
            self.opaque += 1

    def _start_block(self, tag: str, attributes: str) -> None:
        self.flush()
        if tag in VOID:
            return
        own = MARK_OF_TAG.get(tag, 0) | (marks_of(attributes) if attributes else 0)
        if tag in {"body", "main", "html"}:
            own = 0
        boxes = self.walked.boxes
        parent = self._stack[-1] if self._stack else -1
        self._stack.append(len(boxes))
        boxes.append(Box(tag, attributes, parent, int(own), len(self.walked.pieces)))

    def _start_time(self, attributes: str) -> None:
        stated = _DATETIME.search(attributes)
        if stated:
            self.walked.times.append((len(self.walked.pieces), plain(stated[1])))
        self._open_span("time", Mark.DATE.value)

    def _open_span(self, tag: str, marks: int) -> None:
        if len(self._open_spans) < _MAX_SPANS:
            self._open_spans.append((tag, marks, len(self._parts)))

    def _start_span(self, tag: str, attributes: str) -> None:
        marks = marks_of(attributes)
        is_pulled = tag == "q" and not self._length and self._top_tag() in _PLAIN_BOXES
        if is_pulled or (marks & _OWN_PIECE and not self._link_start):
            self._start_block(tag, attributes)
        elif marks & (Mark.BYLINE | Mark.DATE | Mark.HIDDEN) or self._top_tag() == tag:
            self._open_span(tag, marks)

    def end(self, tag: str) -> None:
        if self.opaque:
            self.opaque -= tag in _OPAQUE
        elif tag == "a":
            self._end_link()
            self._end_span(tag)
        elif tag in {"b", "strong"}:
            self._end_bold()
        elif tag not in _INLINE or (not self._end_span(tag) and tag == self._top_tag()):
            self._end_block(tag)

    def _top_tag(self) -> str:
        return self.walked.boxes[self._stack[-1]].tag if self._stack else ""

    def _end_block(self, tag: str) -> None:
        boxes = self.walked.boxes
        if self._top_tag() != tag and all(boxes[index].tag != tag for index in self._stack):
            return
        self.flush()
        while self._stack:
            closed = boxes[self._stack.pop()]
            closed.end = len(self.walked.pieces)
            if closed.tag == tag:
                return

    def _end_link(self) -> None:
        if self._link_start is None:
            return
        start, href = self._link_start
        if self._length > start:
            self._links.append((start, self._length, href))
        self._link_start = None

    def _end_bold(self) -> None:
        if self._bold_start is not None:
            self._bold_chars += self._length - self._bold_start
            self._bold_start = None

    def _end_span(self, tag: str) -> bool:
        if not self._open_spans or self._open_spans[-1][0] != tag:
            return False
        _, marks, start = self._open_spans.pop()
        text = "".join(self._parts[start:]).strip() if marks else ""
        if text and len(self._spans) < _MAX_SPANS:
            self._spans.append((marks, text))
        return True

    def _line_break(self) -> None:
        self._blank = True
        self._breaks += 1
        # Two breaks are how old pages write a new paragraph.
        if self._breaks == 2:
            self.flush()

    def take_text(self, raw: str) -> None:
        words = plain(raw).split()
        if not words:
            self._blank = True
            return
        self._breaks = 0
        if self._length and (self._blank or raw[0].isspace() or raw.startswith("&nbsp;")):
            self._parts.append(" ")
            self._length += 1
            if self._link_start is not None and self._link_start[0] == self._length - 1:
                self._link_start = (self._length, self._link_start[1])
        text = " ".join(words)
        if not text.isascii():
            text = squeeze(text)
        self._parts.append(text)
        self._length += len(text)
        self._blank = raw[-1].isspace() or raw.endswith("&nbsp;")

    def flush(self) -> None:
        """End the piece of text that is being collected, if there is one."""
        if not self._length:
            self._blank = False
            self._breaks = 0
            return
        open_link = self._link_start
        self._end_link()
        self._end_bold()
        text = "".join(self._parts)
        pieces = self.walked.pieces
        if text and len(pieces) < MAX_PIECES:
            box = self._stack[-1] if self._stack else -1
            link_chars = sum(end - start for start, end, _ in self._links)
            spans = self._spans + [
                (marks, "".join(self._parts[first:]).strip())
                for _, marks, first in self._open_spans
            ]
            tag = self.walked.boxes[box].tag if box >= 0 else "body"
            pieces.append(
                Piece(tag, text, box, 0, self._links, link_chars, self._bold_chars, spans)
            )
        if text:
            self._parts = []
            self._links = []
            self._spans = []
        self._length = self._bold_chars = self._breaks = 0
        self._blank = False
        # A link around blocks (a card) goes on in the next piece.
        self._link_start = (0, open_link[1]) if open_link else None
        self._open_spans = [(tag, marks, 0) for tag, marks, _ in self._open_spans]

    def close_all(self) -> None:
        self.flush()
        for index in self._stack:
            self.walked.boxes[index].end = len(self.walked.pieces)
