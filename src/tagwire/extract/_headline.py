"""The headline: what the page shows as title, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tagwire.extract._head import Head
from tagwire.extract._marks_table import Mark
from tagwire.extract._walk import Piece
from tagwire.text import squeeze

MAX_HEADLINE_CHARS = 400
# More than any title with its site; each look for the site reads the title again.
_MAX_RAW_CHARS = 1_000
_SEPARATORS = re.compile(r"\s+[|–—•·»›:]\s+|\s+[-/\\]\s+|\s*[|｜_ㅣ：]\s*|--")
_CUT = ("…", "...")
_WORD = re.compile(r"\w+")
_MIN_BARE_CHARS = 20


def find_headline(
    head: Head, pieces: Sequence[Piece], site_names: Sequence[str]
) -> tuple[str, int | None]:
    """Return the headline and the index of the piece that shows it, if one does.

    JSON-LD states a headline without kicker or site; else an ``h1`` that agrees with
    a stated title is what readers see; else the stated titles, the best first.
    """
    stated = _stated(head, site_names)
    shown = [
        (index, piece.text)
        for index, piece in enumerate(pieces)
        if piece.tag == "h1" and len(piece.text) <= MAX_HEADLINE_CHARS
    ]
    told = without_site(head.said("headline"), site_names)[:MAX_HEADLINE_CHARS]
    for index, text in shown:
        agreeing = next((title for title in stated if _agree(text, title)), None)
        if agreeing is not None:
            is_told = bool(told) and not told.endswith(_CUT)
            return told if is_told else _without_kicker(text, agreeing), index
    return _headline_elsewhere(stated, shown, pieces)


def _without_kicker(shown: str, stated: str) -> str:
    """Return the stated title where the shown one is that with words glued before it."""
    a, b = _bare(shown), _bare(stated)
    return stated if len(b) >= _MIN_BARE_CHARS and a != b and a.endswith(b) else shown


def _headline_elsewhere(
    stated: Sequence[str], shown: Sequence[tuple[int, str]], pieces: Sequence[Piece]
) -> tuple[str, int | None]:
    best = stated[0] if stated else ""
    if best:
        same = next((i for i, piece in enumerate(pieces) if _equal(piece.text, best)), None)
        return best, same
    if not shown:
        return "", None
    index, text = next(
        ((i, t) for i, t in shown if not pieces[i].marks & (Mark.NAV | Mark.HIDDEN)), shown[0]
    )
    return text, index


def _stated(head: Head, site_names: Sequence[str]) -> list[str]:
    raw = [
        head.said("headline"),
        head.first("og:title"),
        head.first("twitter:title"),
        head.first("title", "dc.title", "headline", "parsely-title", "sailthru.title"),
        head.title,
    ]
    cut = [without_site(title, site_names)[:MAX_HEADLINE_CHARS] for title in raw if title]
    return list(dict.fromkeys(title for title in cut if title))


def without_site(title: str, site_names: Sequence[str]) -> str:
    """Return the title without the name of the site before or after a separator."""
    bare_names = {_bare(name[:_MAX_RAW_CHARS]) for name in site_names if name}
    title = squeeze(title[: 4 * _MAX_RAW_CHARS])[:_MAX_RAW_CHARS]
    while True:
        cuts = list(_SEPARATORS.finditer(title))
        if not cuts:
            return title
        first, last = cuts[0], cuts[-1]
        if _names_site(title[last.end() :], bare_names):
            title = title[: last.start()].rstrip()
        elif _names_site(title[: first.start()], bare_names):
            title = title[first.end() :].lstrip()
        else:
            return title


def _names_site(part: str, bare_names: set[str]) -> bool:
    bare = _bare(part)
    if not bare:
        return True
    return (
        any(
            bare == name or (len(bare) > 3 and len(name) > 3 and (bare in name or name in bare))
            for name in bare_names
            if name
        )
        and len(part) < 60
    )


def _agree(shown: str, stated: str) -> bool:
    a, b = _bare(shown), _bare(stated)
    if len(a) < 8 or not b:
        return a == b and bool(a)
    if a in b or b in a:
        return True
    words_a, words_b = set(_WORD.findall(shown.lower())), set(_WORD.findall(stated.lower()))
    return len(words_a & words_b) > 0.6 * max(len(words_a), len(words_b), 1)


def _equal(a: str, b: str) -> bool:
    return abs(len(a) - len(b)) < 12 and _bare(a) == _bare(b)


def _bare(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))
