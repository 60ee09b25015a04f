"""Pieces of the region to typed blocks, and to removed parts with the reason."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tagwire.dates import parse_date
from tagwire.extract import _filler
from tagwire.extract._embeds import embeds_of
from tagwire.extract._features import effective_length, ends_sentence
from tagwire.extract._marks_table import Mark
from tagwire.extract._phrases_table import (
    BIOGRAPHY,
    BYLINE_PREFIX,
    CAPTION_END,
    CORRECTION,
    CREDIT_LINE,
    MAX_PHRASE_CHARS,
    MAX_SIGN_OFF_CHARS,
    READ_ON,
    REMOVED_STARTS,
    RIGHTS_RESERVED,
    SIGN_OFF,
    SOURCE_LINE,
    removed_start,
)
from tagwire.extract._region import Region
from tagwire.extract._tables import Table
from tagwire.extract._walk import HEADINGS, Piece, Walked, plain
from tagwire.model import Block, BlockKind, Link, Moment, Removed, RemovedKind
from tagwire.urls import fetch_url

# Around its core a piece must speak for itself.
KEEP_AROUND = 0.8
# Between headline and region a piece needs more: standfirsts do, tool bars do not.
KEEP_BEFORE = 0.0
# What stands in a place for standfirsts, or is the description of the page, may look weak.
KEEP_SUMMARY = -5.0
# A sentence right below the headline is a standfirst, also in a box called "teaser".
KEEP_BELOW_HEADLINE = -1.5
_RIGHT_BELOW = 3
_NEVER_BELOW = Mark.COMMENT | Mark.SHARE | Mark.HIDDEN | Mark.ADVERT | Mark.CAPTION
_NEVER_BEFORE = Mark.RELATED | Mark.COMMENT | Mark.NAV | Mark.PROMO | Mark.SHARE
# A heading is short and looks weak by itself; one that heads no text goes in the end.
SUBHEAD_BONUS = 0.7
# A sentence among its like: same parent, tag and attributes as several sure paragraphs.
ALIKE_BONUS = 1.5
# What the source gave as text of the article: it knows better, but repeats offers too.
FED_BONUS = 3.0
OFFER_MALUS = 2.0
_MAX_OFFER_PIECES = 3
_MIN_FED_CHARS = 30
_MIN_ALIKE = 2
_SURE = 0.9  # above the limit of the region
_MIN_SENTENCE_CHARS = 40
_Place = tuple[int, str, str]
_MAX_CAPTION_CHARS = 600
_MAX_BARE_CAPTION = 4.0  # score of a caption that only its credit tells from a paragraph
_MAX_REMOVED = 200
_NEAR_END = 6  # pieces after the region in which a correction is looked for
_MAX_CORRECTION_CHARS = 1_200
_MIN_HEADLINE_CHARS = 16
_MAX_BEFORE_NAME = 45  # letters that hold the name of an author and a title before it
_MAX_SIGNATURE_CHARS = 160
_SIGNATURE_BREAK = re.compile(r"\s*[|·•,;]\s*|\s+[–—-]\s+")
# A part of a date, with at most two words before it: "Updated: 20 November 2026", "09:27 Uhr".
_SIGNATURE_DATE = re.compile(r"(?:[^\W\d_]+[.:]? ){0,3}\d[\d.:/ ]*(?:[^\W\d_]+\.?[ \d:.]*){0,5}")
_CLOCK = re.compile(
    r"\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?(?:uhr|[ap]\.?m\.?|[a-z]{2,4}))?", re.IGNORECASE
)
_MAX_BOX_PIECES = 12
_HEADS_NOTHING = "heads a box of which nothing was kept"
_REPEATS_TEXT = "repeats a sentence of the text"
_STANDS_OFTEN = "stands several times on the page"
_MIN_STANDING = 3
_LABEL_TAGS = frozenset({"p", "div", "span", "section", "h2", "h3", "h4"})
_REPEATS_AUTHOR = "repeats who wrote the article"
_WORD = re.compile(r"\w+")
_REMOVED_BY_MARK = (
    (Mark.COMMENT, RemovedKind.COMMENT, "comments"),
    (Mark.ADVERT, RemovedKind.ADVERT, "adverts"),
    (Mark.SHARE, RemovedKind.SHARE, "sharing"),
    (Mark.BYLINE, RemovedKind.BYLINE_REPEAT, "authors"),
    (Mark.DATE, RemovedKind.BYLINE_REPEAT, "dates"),
    (Mark.LEGAL, RemovedKind.LEGAL, "notices"),
    (Mark.PROMO, RemovedKind.PROMO, "offers"),
    (Mark.RELATED, RemovedKind.RELATED, "other articles"),
    (Mark.NAV, RemovedKind.RELATED, "navigation"),
    (Mark.ASIDE, RemovedKind.RELATED, "asides"),
    (Mark.WIDGET, RemovedKind.RELATED, "asides"),
    (Mark.FORM, RemovedKind.PROMO, "forms"),
)
_BLOCK_KIND_OF_TAG = {
    **dict.fromkeys(HEADINGS, BlockKind.SUBHEAD),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    **dict.fromkeys(("td", "th", "caption"), BlockKind.TABLE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the article before its blocks are chosen."""

    headline: str
    description: str
    by: str
    authors: tuple[str, ...]
    base: str
    alts: frozenset[str]  # texts that pictures of the page carry themselves
    headline_index: int | None = None  # of the piece that is the headline
    fed: str = ""  # what the source said of the article
    openings: Mapping[int, Moment] = field(default_factory=dict)  # of dated entries, by piece


def blocks_of(
    walked: Walked,
    region: Region,
    tables: Mapping[int, Table],
    headline_index: int | None,
    known: Known,
) -> tuple[list[Block], list[Removed]]:
    """Return the blocks of the article in order, and what was kept out of them."""
    inside = walked.pieces[region.first : region.end]
    chooser = _Chooser(known, _paragraphs(inside), _standing_labels(inside))
    start = headline_index + 1 if headline_index is not None else region.first
    first_paragraph = _first_paragraph(walked.pieces, region)
    alike = _places_of_text(walked, region)
    embeds = embeds_of(walked, region, known.base)
    offers_are_rare = sum(bool(one.marks & Mark.PROMO) for one in inside) * 5 < len(inside)
    table_end = 0
    for index in range(min(start, region.first), region.end):
        piece = walked.pieces[index]
        chooser.index = index
        chooser.take_embeds(embeds.get(index, ()))
        if index in tables and region.first <= index:
            chooser.take_table(walked.pieces, tables[index])
            table_end = tables[index].end
        if index < table_end:
            continue
        if index < region.first:
            chooser.take_before(piece)
        else:
            limit = region.limit if region.holds(index) else KEEP_AROUND
            is_alike = alike[_place_of(walked, piece)] >= _MIN_ALIKE or piece.tag == "q"
            if is_alike and _is_sentence(piece):
                limit -= ALIKE_BONUS
            if offers_are_rare and _is_boxed_offer(walked, piece):
                limit += OFFER_MALUS
            chooser.take(piece, limit, leads=index < first_paragraph)
    chooser.take_embeds(embeds.get(region.end, ()))
    for piece in walked.pieces[region.end : region.end + _NEAR_END]:
        if is_correction(piece) and not piece.marks & _NEVER_BEFORE:
            chooser.take_correction(piece)
    chooser.drop_lone_headings(walked)
    return _tidy(chooser.blocks), chooser.removed[:_MAX_REMOVED]


def _is_boxed_offer(walked: Walked, piece: Piece) -> bool:
    """Tell whether a line stands in a small box that is named after an offer."""
    if not piece.marks & Mark.PROMO or piece.box < 0 or len(piece.text) > _MAX_CAPTION_CHARS:
        return False
    box = walked.boxes[piece.box]
    return box.end - box.first <= _MAX_OFFER_PIECES


def _paragraphs(pieces: Sequence[Piece]) -> str:
    """Return the text that no quote is, made comparable, when there are quotes at all."""
    if not any(piece.marks & Mark.QUOTE for piece in pieces):
        return ""
    return " ".join(_bare(piece.text) for piece in pieces if not piece.marks & Mark.QUOTE)


def _standing_labels(pieces: Sequence[Piece]) -> frozenset[str]:
    """Return the short lines that stand between paragraphs again and again: labels of the page."""
    counts = Counter(
        piece.text
        for piece in pieces
        if piece.tag in _LABEL_TAGS and len(piece.text) < _MIN_SENTENCE_CHARS
    )
    often = (text for text, n in counts.items() if n >= _MIN_STANDING)
    return frozenset(_bare(text) for text in often if not ends_sentence(text))


def _places_of_text(walked: Walked, region: Region) -> Counter[_Place]:
    """Count in which places of the core sure text stands."""
    pieces = walked.pieces[region.core_first : region.core_end]
    return Counter(
        _place_of(walked, piece) for piece in pieces if piece.score > region.limit + _SURE
    )


def _place_of(walked: Walked, piece: Piece) -> _Place:
    box = walked.boxes[piece.box]
    return box.parent, box.tag, box.attributes


def _is_sentence(piece: Piece) -> bool:
    return (
        ends_sentence(piece.text)
        and piece.link_chars == 0
        and effective_length(piece.text) > _MIN_SENTENCE_CHARS
    )


def _first_paragraph(pieces: Sequence[Piece], region: Region) -> int:
    for index in range(region.first, region.end):
        piece = pieces[index]
        if piece.tag in {"p", "div"} and piece.score > 1 and not piece.marks & Mark.SUMMARY:
            return index
    return region.first


class _Chooser:
    """Decides piece by piece; remembers what was said already."""

    def __init__(self, known: Known, text: str, standing: frozenset[str]) -> None:
        self._standing = standing  # lines that stand several times, made comparable
        self._text = text  # of the region, made comparable
        self._known = known
        self._headline = _bare(known.headline)
        self._description = _bare(known.description)
        self._fed = _bare(known.fed)
        self._names = {_bare(name) for name in (known.by, *known.authors) if name}
        self._seen: set[str] = set()
        self.index = 0  # of the piece that is being taken
        self._openings = deque(sorted(known.openings.items()))
        self._kept_at: list[int] = []  # the index of the piece of each block
        self.blocks: list[Block] = []
        self.removed: list[Removed] = []

    def drop_lone_headings(self, walked: Walked) -> None:
        """Drop the headings of boxes of which nothing else was kept: they head an offer."""
        kept = set(self._kept_at)
        for number in range(len(self.blocks) - 1, -1, -1):
            block, index = self.blocks[number], self._kept_at[number]
            end = _end_of_box_headed_by(walked, index)
            if block.kind is BlockKind.SUBHEAD and end and kept.isdisjoint(range(index + 1, end)):
                self.removed.append(_removed(RemovedKind.PROMO, block.text, _HEADS_NOTHING))
                del self.blocks[number]

    def take_correction(self, piece: Piece) -> None:
        """Take a correction that stands beside the region."""
        self._keep(BlockKind.CORRECTION, piece, _bare(piece.text))

    def take_embeds(self, blocks: Sequence[Block]) -> None:
        """Take what the page shows of other houses before the next piece."""
        for block in blocks:
            self._add(block)

    def take_before(self, piece: Piece) -> None:
        """Take a piece between the headline and the region if it is a standfirst."""
        bare = _bare(piece.text)
        if bare == self._headline or piece.tag in {"li", "td"}:
            return
        is_below = self._is_right_below_headline(piece)
        if piece.marks & (_NEVER_BELOW if is_below else _NEVER_BEFORE):
            return
        is_described = len(bare) > 30 and bare in self._description
        is_summary = bool(piece.marks & Mark.SUMMARY) and effective_length(piece.text) > 40
        limit = KEEP_BELOW_HEADLINE if is_below else KEEP_BEFORE
        limit = KEEP_SUMMARY if is_described or is_summary else limit
        if _is_caption(piece) or self._removal(piece, bare):
            self._take_aside(piece, bare)
        elif piece.score > limit and piece.link_chars * 2 < len(piece.text):
            self._keep(BlockKind.SUMMARY, piece, bare)

    def _is_right_below_headline(self, piece: Piece) -> bool:
        start = self._known.headline_index
        is_near = start is not None and 0 < self.index - start <= _RIGHT_BELOW
        return is_near and _is_sentence(piece) and len(piece.text) <= _MAX_CAPTION_CHARS

    def take(self, piece: Piece, limit: float, *, leads: bool) -> None:
        """Take a piece of the region."""
        bare = _bare(piece.text)
        if not bare or bare == self._headline or self._is_headline_again(piece, bare):
            return
        if bare in self._standing:
            self.removed.append(_removed(RemovedKind.PROMO, piece.text, _STANDS_OFTEN))
            return
        if _filler.is_filler(piece.text):
            self.removed.append(_removed(RemovedKind.PROMO, piece.text, _filler.REASON))
            return
        if self._take_aside(piece, bare):
            return
        kind = self._kind_of(piece)
        is_described = len(bare) > 30 and bare == self._description
        if leads and (piece.marks & Mark.SUMMARY or is_described):
            kind = BlockKind.SUMMARY
        if kind is BlockKind.SUBHEAD and not piece.marks & Mark.HIDDEN:
            limit -= SUBHEAD_BONUS
        if len(bare) > _MIN_FED_CHARS and bare in self._fed:
            limit -= FED_BONUS
        if piece.score > limit or (is_described and leads):
            self._keep(kind, piece, bare)
        else:
            self._remove_weak(piece)

    def _is_pulled(self, piece: Piece, bare: str) -> bool:
        """Tell whether a quote shows again what a paragraph says."""
        return bool(piece.marks & Mark.QUOTE) and len(bare) > 30 and bare in self._text

    def _is_headline_again(self, piece: Piece, bare: str) -> bool:
        """Tell whether a heading is the headline with its section or kicker before it."""
        kicker = len(bare) - len(self._headline)
        is_long = len(self._headline) >= _MIN_HEADLINE_CHARS
        is_heading = piece.tag in HEADINGS or bool(piece.marks & Mark.HEADLINE)
        return is_long and is_heading and kicker < 30 and bare.endswith(self._headline)

    def take_table(self, pieces: Sequence[Piece], table: Table) -> None:
        """Take a whole table: a line for each row, a tab between its cells."""
        text = ""
        links: list[Link] = []
        for number, row in enumerate(table.rows):
            text += "\n" if number else ""
            for place, (first, end) in enumerate(row):
                text += CELL_BREAK if place else ""
                for piece in pieces[first:end]:
                    text += " " if text and not text[-1].isspace() else ""
                    links += [_moved(link, len(text)) for link in self._links(piece)]
                    text += piece.text
        self._add(Block(kind=BlockKind.TABLE, text=text, links=tuple(links)))

    def _kind_of(self, piece: Piece) -> BlockKind:
        kind = _BLOCK_KIND_OF_TAG.get(piece.tag, BlockKind.PARAGRAPH)
        if kind is BlockKind.PARAGRAPH and piece.marks & Mark.QUOTE:
            return BlockKind.EMBED if piece.marks & Mark.EMBED else BlockKind.QUOTE
        return kind

    def _take_aside(self, piece: Piece, bare: str) -> bool:
        """Take a caption, credit, correction or foreign part; tell whether it was one."""
        if self._is_signature(piece.text):
            self.removed.append(_removed(RemovedKind.BYLINE_REPEAT, piece.text, _REPEATS_AUTHOR))
        elif _is_credit(piece):
            self._keep(BlockKind.CREDIT, piece, bare)
        elif is_correction(piece):
            self._keep(BlockKind.CORRECTION, piece, bare)
        elif self._is_pulled(piece, bare):
            self.removed.append(_removed(RemovedKind.RELATED, piece.text, _REPEATS_TEXT))
        elif _is_caption(piece) or bare in self._known.alts:
            kind = BlockKind.CREDIT if piece.marks & Mark.CREDIT else BlockKind.CAPTION
            self._keep(kind, piece, bare)
        else:
            removal = self._removal(piece, bare)
            if removal is None:
                return False
            self.removed.append(removal)
        return True

    def _removal(self, piece: Piece, bare: str) -> Removed | None:
        text = piece.text
        if bare in self._names or (len(bare) < 80 and self._is_byline(piece, bare)):
            return _removed(RemovedKind.BYLINE_REPEAT, text, _REPEATS_AUTHOR)
        if self._is_biography(piece, bare):
            return _removed(RemovedKind.BYLINE_REPEAT, text, "says who the author is")
        if effective_length(text) > MAX_PHRASE_CHARS:
            return None
        if _is_date(piece):
            return _removed(RemovedKind.BYLINE_REPEAT, text, "is only a date")
        if _is_teaser(piece):
            return _removed(RemovedKind.RELATED, text, "is only a link to another article")
        for kind, starts in REMOVED_STARTS if removed_start(text) else ():
            match = starts.match(text)
            if match and not _reads_on(piece, match.end()):
                words = text[: match.end()].strip()[:40]
                return _removed(
                    kind, text, f"begins like a {kind.replace('_', ' ')} line: {words!r}"
                )
        if READ_ON.match(text):
            return _removed(RemovedKind.PROMO, text, "invites to read on elsewhere")
        return None

    def _is_biography(self, piece: Piece, bare: str) -> bool:
        """Tell whether the line begins with an author, perhaps after a title, and says who that is."""
        if len(piece.text) > 700 or piece.text[0] in "([":
            return False
        begin = _bare(piece.text[:_MAX_BEFORE_NAME])
        if not any(len(name) > 6 and name in begin for name in self._names):
            return False
        return BIOGRAPHY.search(piece.text[:90]) is not None

    def _is_signature(self, text: str) -> bool:
        """Tell whether a line is the name of an author with dates and nothing else."""
        if len(text) > _MAX_SIGNATURE_CHARS or not any(char.isdigit() for char in text):
            return False
        parts = [part for part in _SIGNATURE_BREAK.split(text) if part.strip()]
        named = [part for part in parts if _bare(BYLINE_PREFIX.sub("", part)) in self._names]
        dated = [part for part in parts if _SIGNATURE_DATE.fullmatch(part)]
        return bool(named and dated) and len(named) + len(dated) == len(parts)

    def _is_byline(self, piece: Piece, bare: str) -> bool:
        named = any(len(name) > 4 and name in bare for name in self._names)
        return named and (len(bare) < 45 or bool(piece.marks & Mark.BYLINE))

    def _remove_weak(self, piece: Piece) -> None:
        for mark, kind, name in _REMOVED_BY_MARK:
            if piece.marks & mark:
                self.removed.append(_removed(kind, piece.text, f"stands in a box for {name}"))
                return
        if piece.link_chars * 2 > len(piece.text):
            self.removed.append(_removed(RemovedKind.RELATED, piece.text, "is mostly a link"))
        else:
            reason = "reads unlike the text around it"
            self.removed.append(_removed(RemovedKind.PROMO, piece.text, reason))

    def _keep(self, kind: BlockKind, piece: Piece, bare: str) -> None:
        # Lazy pictures and print versions repeat captions and standfirsts.
        if len(bare) > 30:
            if bare in self._seen:
                return
            self._seen.add(bare)
        self._add(Block(kind=kind, text=piece.text, links=self._links(piece)))

    def _add(self, block: Block) -> None:
        while self._openings and self._openings[0][0] <= self.index:
            block = replace(block, at=self._openings.popleft()[1])
        self.blocks.append(block)
        self._kept_at.append(self.index)

    def _links(self, piece: Piece) -> tuple[Link, ...]:
        found = []
        for start, end, href in piece.links:
            url = _link_url(plain(href), self._known.base)
            if url and start < end <= len(piece.text):
                found.append(Link(start=start, end=end, url=url))
        return tuple(found)


def _link_url(href: str, base: str) -> str | None:
    if href[:7].lower() == "mailto:":
        return href if "@" in href else None
    if not href or href.startswith("#"):
        return None
    return fetch_url(href, base)


def _is_credit(piece: Piece) -> bool:
    text, size = piece.text, effective_length(piece.text)
    if size <= MAX_PHRASE_CHARS and (SOURCE_LINE.match(text) or CREDIT_LINE.match(text)):
        return not RIGHTS_RESERVED.search(text)
    return size <= MAX_SIGN_OFF_CHARS and SIGN_OFF.match(text) is not None


def is_correction(piece: Piece) -> bool:
    """Tell whether box or first words say that the text was corrected."""
    if piece.marks & Mark.CORRECTION and not piece.marks & (Mark.COMMENT | Mark.FORM):
        return effective_length(piece.text) <= _MAX_CORRECTION_CHARS
    return piece.score > -2 and CORRECTION.match(piece.text) is not None


def _is_caption(piece: Piece) -> bool:
    if len(piece.text) > _MAX_CAPTION_CHARS:
        return False
    if piece.tag == "figcaption":
        return True
    if piece.marks & Mark.CAPTION:
        return piece.score < 1.0
    if len(piece.text) < MAX_SIGN_OFF_CHARS and CAPTION_END.search(piece.text[-90:]):
        return piece.score < _MAX_BARE_CAPTION
    return bool(piece.marks & (Mark.FIGURE | Mark.CREDIT)) and piece.score < 0.5


def _reads_on(piece: Piece, end: int) -> bool:
    """Tell whether a sentence goes on after the phrase: then it is a sentence of the text."""
    rest = piece.text[end:]
    return piece.score > 2.0 and len(rest) > 100 and piece.link_chars == 0


def _is_date(piece: Piece) -> bool:
    text = piece.text
    if len(text) > 45 or piece.tag in HEADINGS or not any(char.isdigit() for char in text):
        return False
    return _CLOCK.fullmatch(text) is not None or parse_date(text) is not None


def _is_teaser(piece: Piece) -> bool:
    """Tell whether a whole line or heading is one link and no list says why."""
    whole = piece.link_chars > 0.95 * len(piece.text) and len(piece.text) > 20
    if whole and " " not in piece.text and piece.text[:4].lower() == "http":
        return False
    return whole and piece.tag != "li" and piece.tag != "td" and not piece.marks & Mark.LIST


def _removed(kind: RemovedKind, text: str, reason: str) -> Removed:
    return Removed(kind=kind, text=text, reason=reason)


def _end_of_box_headed_by(walked: Walked, index: int) -> int:
    """Return the end of the largest small box that begins with the piece and has more, else 0."""
    number, found = walked.pieces[index].box, 0
    while number >= 0:
        box = walked.boxes[number]
        if box.first != index or box.end - box.first > _MAX_BOX_PIECES:
            break
        found = box.end if box.end - box.first > 1 else found
        number = box.parent
    return found


def _tidy(blocks: list[Block]) -> list[Block]:
    """Drop sub-headings that head nothing, join the cells of a table."""
    kept: list[Block] = []
    has_text_after = False
    for block in reversed(blocks):
        if block.kind is BlockKind.SUBHEAD and not has_text_after:
            continue
        has_text_after = has_text_after or block.kind not in _ASIDE_KINDS
        kept.append(block)
    kept.reverse()
    return _join_cells(kept)


_ASIDE_KINDS = frozenset({BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.CORRECTION})
# Between the cells of a table of data; no other text holds one.
CELL_BREAK = "\t"
_LINE_BREAK = "\n"


def _join_cells(blocks: Sequence[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last is None or not (_is_loose_cell(block) and _is_loose_cell(last)):
            joined.append(block)
            continue
        shift = len(last.text) + len(_LINE_BREAK)
        moved = tuple(_moved(link, shift) for link in block.links)
        text = last.text + _LINE_BREAK + block.text
        joined[-1] = Block(kind=BlockKind.TABLE, text=text, links=last.links + moved)
    return joined


def _is_loose_cell(block: Block) -> bool:
    return block.kind is BlockKind.TABLE and CELL_BREAK not in block.text


def _moved(link: Link, shift: int) -> Link:
    return Link(start=link.start + shift, end=link.end + shift, url=link.url)


def _bare(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))
