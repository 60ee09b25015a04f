"""What changed between two versions, in words, as a reader sees it.

paragraphs are paired first, then the words inside each changed pair
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from tagwire.model import TEXT_KINDS, Article, BlockKind

# Marks belong to their letter; scripts without spaces are compared by character.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963"
    "\u0966-\u0dff\u200c\u200d"
)
SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
BELOW_OR_ABOVE = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
WORDS = re.compile(
    rf"\s+|[{SPACELESS}][{BELOW_OR_ABOVE}]*|(?:(?![{SPACELESS}])[\w{MARKS}])+|[^\w\s]"
)
# What is compared word by word: a note of a correction is what readers look for.
COMPARED = TEXT_KINDS | {BlockKind.CORRECTION}
# Comparing is quadratic at worst: above these a change is shown whole.
MAX_WORDS = 600
MAX_PARAGRAPHS = 500
MAX_PAIRS = 1600
# Below this two paragraphs have too little in common to be read as one edited paragraph.
MIN_ALIKE = 0.4
# Fewer words between two changes are not worth an island.
MIN_RUN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words: in both versions, or only in the older or the newer one."""

    text: str
    is_removed: bool = False
    is_added: bool = False
    is_moved: bool = False  # a whole paragraph that stood elsewhere


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is different. An empty headline line means that the headline stayed.

    ``others`` names what changed outside headline and text.
    """

    headline: Line
    paragraphs: tuple[Line, ...]
    unchanged: int  # paragraphs
    others: tuple[str, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Return whether headline and text stayed as they were."""
        return not self.headline and not self.paragraphs


def changes_of(old: Article, new: Article) -> Changes:
    """Return what is different between two versions."""
    headline = words_changed(old.headline, new.headline) if old.headline != new.headline else ()
    before, after = _paragraphs(old), _paragraphs(new)
    lines: list[Line] = []
    unchanged = 0
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            unchanged += i_end - i
        else:
            lines.extend(_paired(before[i:i_end], after[j:j_end]))
    return Changes(
        headline=headline,
        paragraphs=tuple(_with_moves(lines)),
        unchanged=unchanged,
        others=tuple(name for name, part in OTHERS.items() if part(old) != part(new)),
    )


# What a reader may care about beside headline and text, in words.
OTHERS: Mapping[str, Callable[[Article], object]] = {
    "description": lambda article: article.description,
    "links": lambda article: [link for block in article.blocks for link in block.links],
    "captions": lambda article: [
        (block.kind, block.text) for block in article.blocks if block.kind not in COMPARED
    ],
    "byline": lambda article: (article.by, article.authors),
    "credits": lambda article: [(credit.name, credit.role) for credit in article.credits],
    "section": lambda article: article.section,
    "keywords": lambda article: article.keywords,
    "picture": lambda article: article.image,
    "completeness": lambda article: article.completeness,
    "times": lambda article: (article.published, article.modified),
}


def _with_moves(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with paragraphs that only moved shown once, where they stand now."""
    gone = Counter(line[0].text for line in lines if _is_whole(line) and line[0].is_removed)
    come = Counter(line[0].text for line in lines if _is_whole(line) and line[0].is_added)
    moved = gone & come
    drop, mark = moved.copy(), moved.copy()
    kept: list[Line] = []
    for line in lines:
        text, is_removed = line[0].text, line[0].is_removed
        waiting = drop if is_removed else mark
        if not _is_whole(line) or not waiting[text]:
            kept.append(line)
            continue
        waiting[text] -= 1
        if not is_removed:
            kept.append((Piece(text=text, is_moved=True),))
    return kept


def _is_whole(line: Line) -> bool:
    """Return whether a line is one paragraph that came or went as a whole."""
    return len(line) == 1 and (line[0].is_removed or line[0].is_added)


def sides_of(line: Line) -> tuple[Line, Line]:
    """Return how a line read before and after."""
    before = tuple(piece for piece in line if not piece.is_added)
    after = tuple(piece for piece in line if not piece.is_removed)
    return before, after


def words_changed(old: str, new: str) -> Line:
    """Return the words of both texts in one line; whole texts where little is alike."""
    a, b = WORDS.findall(old), WORDS.findall(new)
    if len(a) > MAX_WORDS or len(b) > MAX_WORDS:
        return _pieces(old, new)
    islands = _islands(a, b)
    kept = sum(_word_count(a[block.a : block.a + block.size]) for block in islands)
    if 2 * kept < MIN_ALIKE * (_word_count(a) + _word_count(b)):
        return _pieces(old, new)
    pieces: list[Piece] = []
    i = j = 0
    for block in islands:
        pieces.extend(_pieces("".join(a[i : block.a]), "".join(b[j : block.b])))
        i, j = block.a + block.size, block.b + block.size
        pieces.extend([Piece(text="".join(a[block.a : i]))] if block.size else [])
    return tuple(pieces)


def _islands(a: Sequence[str], b: Sequence[str]) -> list[Match]:
    """Return the runs that stayed; a lone word or blank between two changes is no run."""
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return [
        block
        for block in blocks
        if not block.size
        or block.a == block.b == 0
        or (block.a + block.size, block.b + block.size) == (len(a), len(b))
        or _word_count(a[block.a : block.a + block.size]) >= MIN_RUN
    ]


def _word_count(tokens: Iterable[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)


def _pieces(old: str, new: str) -> Line:
    removed = Piece(text=old, is_removed=True)
    added = Piece(text=new, is_added=True)
    return tuple(piece for piece in (removed, added) if piece.text)


def _paired(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Return a run of changed paragraphs in order, each beside the one it came from."""
    lines: list[Line] = []
    i = j = 0
    for i_next, j_next in [*_partners(before, after), (len(before), len(after))]:
        lines.extend(_pieces(text, "") for text in before[i:i_next])
        lines.extend(_pieces("", text) for text in after[j:j_next])
        if i_next < len(before):
            lines.append(words_changed(before[i_next], after[j_next]))
        i, j = i_next + 1, j_next + 1
    return lines


def _partners(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Return which paragraphs belong together: in order, and as alike in sum as can be."""
    if len(before) * len(after) > MAX_PAIRS:
        return [(n, n) for n in range(min(len(before), len(after)))]
    words = [Counter(WORDS.findall(text)) for text in before]
    other = [Counter(WORDS.findall(text)) for text in after]
    # best[i][j]: the best sum and its pairs for the paragraphs from i and j on
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [
        [(0.0, ())] * (len(after) + 1) for _ in range(len(before) + 1)
    ]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            skipped = max(best[i + 1][j], best[i][j + 1], key=lambda found: found[0])
            alike = _likeness(words[i], other[j])
            joined, pairs = best[i + 1][j + 1]
            taken = (joined + alike, ((i, j), *pairs))
            is_better = alike >= MIN_ALIKE and taken[0] > skipped[0]
            best[i][j] = taken if is_better else skipped
    return list(best[0][0][1])


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Return the share of words that two paragraphs have in common."""
    shared = sum(count for word, count in (a & b).items() if word[0].isalnum())
    total = sum(count for words in (a, b) for word, count in words.items() if word[0].isalnum())
    return 2 * shared / total if total else 0.0


def _paragraphs(article: Article) -> list[str]:
    texts = [block.text for block in article.blocks if block.kind in COMPARED]
    return texts[:MAX_PARAGRAPHS]
