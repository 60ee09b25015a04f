"""One walk over a parsed page: from the tree to leaf pieces of text in order.

    tree --prune in C--> canonical HTML --split--> tags and texts --walk--> Piece, Box

Canonical HTML (what the parser writes) is well-formed with all attributes in double
quotes and ``<`` escaped, so one regular expression splits it and no node becomes a
Python value: a tenth of the cost of visiting nodes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec
from selectolax.lexbor import LexborHTMLParser

from tagwire.extract._marks_table import MARK_OF_TAG, Mark, marks_of
from tagwire.html_caps import VOID
from tagwire.text import squeeze

MAX_PIECES = 20_000
# Twice the text of a long novel; more would cost a second and is no article.
MAX_TEXT_CHARS = 1_200_000
_MAX_SPANS = 50  # marked parts of one piece; a byline has a few
# Common and large: cut off in C. Each name costs a look at the whole tree.
_PRUNED = ["script", "style", "svg", "noscript", "template", "nav", "button", "select"]
# What begins like a tag is one to its end, or to the end of the page, and no part is read twice:
# a start that may fail makes the time grow with the square. A quote opens a value behind "=" only:
# pages also have stray ones ('<img alt="" big"">').
_SPLIT = re.compile(r'<(/?[a-zA-Z][^\s>]*+)((?:[^>="]++|="[^"]*+"|[="])*+)(?:>|\Z)')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# How a word is read, set above it: glued to the word it would be another.
_READING = re.compile(r"<(rt|rp|rtc)\b[^>]*>.*?</\1>", re.DOTALL)
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
_SPAN_MARKS = Mark.BYLINE | Mark.DATE | Mark.HIDDEN
_WHOLE = frozenset({"body", "main", "html"})
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


# A struct is made in a third of the time of a dataclass; a page has hundreds.
class Piece(msgspec.Struct, gc=False):
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


class Box(msgspec.Struct, gc=False):
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
    if "<rt" in html:
        html = _READING.sub("", html)
    tokens = _SPLIT.split(html)
    walker = _Walker()
    walker.take_text(tokens[0])
    walker.take(tokens[1::3], tokens[2::3], tokens[3::3])
    walker.close_all()
    return walker.walked


def excess_of(walked: Walked) -> str:
    """Return why the page has too much text to go on with, "" when it has not."""
    if len(walked.pieces) >= MAX_PIECES:
        return f"The page has more than {MAX_PIECES:,} pieces of text."
    chars = sum(len(piece.text) for piece in walked.pieces)
    if chars > MAX_TEXT_CHARS:
        return f"The page has {chars:,} characters of text, at most {MAX_TEXT_CHARS:,}."
    return ""


def plain(text: str) -> str:
    """Return an attribute or text of canonical HTML without its escapes."""
    if "&" not in text:
        return text
    for escape, char in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"')):
        text = text.replace(escape, char)
    return text.replace("&amp;", "&")


# A miss costs as much as a hundred hits; a site repeats its few hundred spellings.
@lru_cache(maxsize=16384)
def _own_marks(tag: str, attributes: str) -> int:
    if tag in _WHOLE:
        return 0
    return int(MARK_OF_TAG.get(tag, 0)) | (marks_of(attributes) if attributes else 0)


class _Walker:
    """Collects text between block borders; keeps the open boxes as indexes."""

    __slots__ = (
        "_blank",
        "_bold_chars",
        "_bold_start",
        "_breaks",
        "_length",
        "_link_start",
        "_links",
        "_opaque",
        "_open",
        "_open_spans",
        "_parts",
        "_spans",
        "_tags",
        "walked",
    )

    def __init__(self) -> None:
        self.walked = Walked()
        self._opaque = 0
        self._open = [-1]  # indexes of the open boxes, below them the root
        self._tags = [""]  # their tags
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

    def take(self, tags: Sequence[str], attributes: Sequence[str], texts: Sequence[str]) -> None:
        """Take all tags, each with its attributes and the text behind it."""
        acts = _ACTS
        for tag, stated, text in zip(tags, attributes, texts, strict=True):
            act = acts.get(tag)
            if self._opaque:
                self._skip(tag)
            elif act is not None:
                act(self, tag, stated)
            elif tag[0] == "/":
                self._end_block(tag[1:])
            else:
                self._start_block(tag, stated)
            if text and not self._opaque:
                if text.isspace():
                    self._blank = True
                else:
                    self.take_text(text)

    def _skip(self, tag: str) -> None:
        if tag in _OPAQUE:
            self._opaque += 1
        elif tag[1:] in _OPAQUE and tag[0] == "/":
            self._opaque -= 1

    def start_opaque(self, tag: str, attributes: str) -> None:
        """Skip what stands in the tag; an embed ends the piece and is noted."""
        if tag in _EMBEDS:
            self.flush()
            self.walked.embeds.append((len(self.walked.pieces), tag, attributes))
        self._opaque = 1

    def end_opaque(self, tag: str, attributes: str) -> None:
        """Pass over an end that was never begun."""

    def start_void(self, tag: str, attributes: str) -> None:
        """End the piece at a tag that holds nothing."""
        self.flush()

    def start_link(self, tag: str, attributes: str) -> None:
        """Begin a link; one to an author is marked."""
        self._end_link()
        href = _HREF.search(attributes)
        self._link_start = (self._length, href[1] if href else "")
        if "author" in attributes:
            self._open_span(tag, Mark.BYLINE.value)

    def end_link(self, tag: str, attributes: str) -> None:
        """End a link."""
        self._end_link()
        self._end_span("a")

    def start_bold(self, tag: str, attributes: str) -> None:
        """Begin bold text."""
        self._bold_start = self._length

    def end_bold(self, tag: str, attributes: str) -> None:
        """End bold text."""
        self._end_bold()

    def image(self, tag: str, attributes: str) -> None:
        """Note a picture."""
        self.walked.images.append((len(self.walked.pieces), attributes))

    def start_inline(self, tag: str, attributes: str) -> None:
        """Begin a part of a line; few of them say anything."""
        if len(attributes) > 8 or self._tags[-1] == tag:
            self._start_span(tag, attributes)

    def end_inline(self, tag: str, attributes: str) -> None:
        """End a part of a line."""
        name = tag[1:]
        if not self._end_span(name) and name == self._tags[-1]:
            self._end_block(name)

    def _start_block(self, tag: str, attributes: str) -> None:
        self.flush()
        if tag in VOID:
            return
        walked, opened = self.walked, self._open
        own = _own_marks(tag, attributes)
        walked.boxes.append(Box(tag, attributes, opened[-1], own, len(walked.pieces)))
        opened.append(len(walked.boxes) - 1)
        self._tags.append(tag)

    def start_time(self, tag: str, attributes: str) -> None:
        """Begin a time; note the moment that it states."""
        stated = _DATETIME.search(attributes)
        if stated:
            self.walked.times.append((len(self.walked.pieces), plain(stated[1])))
        self._open_span("time", Mark.DATE.value)

    def _open_span(self, tag: str, marks: int) -> None:
        if len(self._open_spans) < _MAX_SPANS:
            self._open_spans.append((tag, marks, len(self._parts)))

    def _start_span(self, tag: str, attributes: str) -> None:
        marks = marks_of(attributes)
        is_pulled = tag == "q" and not self._length and self._tags[-1] in _PLAIN_BOXES
        if is_pulled or (marks & _OWN_PIECE and not self._link_start):
            self._start_block(tag, attributes)
        elif marks & _SPAN_MARKS or self._tags[-1] == tag:
            self._open_span(tag, marks)

    def _end_block(self, tag: str) -> None:
        tags, boxes = self._tags, self.walked.boxes
        if tag not in tags:
            return
        self.flush()
        closed = ""
        while closed != tag:
            closed = tags.pop()
            boxes[self._open.pop()].end = len(self.walked.pieces)

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

    def line_break(self, tag: str, attributes: str) -> None:
        """Break the line; two breaks are how old pages write a new paragraph."""
        self._blank = True
        self._breaks += 1
        if self._breaks == 2:
            self.flush()

    def take_text(self, raw: str) -> None:
        """Add text to the piece."""
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
        self._blank = False
        self._breaks = 0
        if not self._length:
            return
        open_link = self._link_start
        self._end_link()
        self._end_bold()
        pieces = self.walked.pieces
        if len(pieces) < MAX_PIECES:
            pieces.append(self._piece())
        self._parts = list[str]()
        self._links = list[tuple[int, int, str]]()
        self._spans = list[tuple[int, str]]()
        self._length = self._bold_chars = 0
        # A link around blocks (a card) goes on in the next piece.
        self._link_start = (0, open_link[1]) if open_link else None
        if self._open_spans:
            self._open_spans = [(tag, marks, 0) for tag, marks, _ in self._open_spans]

    def _piece(self) -> Piece:
        """Return what was collected; marked parts that are still open count so far."""
        spans = self._spans
        for _, marks, first in self._open_spans:
            spans.append((marks, "".join(self._parts[first:]).strip()))
        links = self._links
        return Piece(
            tag=self._tags[-1] or "body",
            text="".join(self._parts),
            box=self._open[-1],
            marks=0,
            links=links,
            link_chars=sum([end - start for start, end, _ in links]) if links else 0,
            bold_chars=self._bold_chars,
            spans=spans,
        )

    def close_all(self) -> None:
        """End the last piece and all boxes."""
        self.flush()
        for index in self._open[1:]:
            self.walked.boxes[index].end = len(self.walked.pieces)


_Act = Callable[[_Walker, str, str], None]
# What a tag does; all others begin and end boxes.
_ACTS: Mapping[str, _Act] = {
    **dict.fromkeys(VOID, _Walker.start_void),
    **dict.fromkeys(_INLINE, _Walker.start_inline),
    **{f"/{tag}": _Walker.end_inline for tag in _INLINE},
    **dict.fromkeys(_OPAQUE, _Walker.start_opaque),
    **{f"/{tag}": _Walker.end_opaque for tag in _OPAQUE},
    "a": _Walker.start_link,
    "/a": _Walker.end_link,
    "b": _Walker.start_bold,
    "/b": _Walker.end_bold,
    "strong": _Walker.start_bold,
    "/strong": _Walker.end_bold,
    "br": _Walker.line_break,
    "img": _Walker.image,
    "time": _Walker.start_time,
}
