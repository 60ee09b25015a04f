"""The headline: what the page shows as title, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tagwire.extract._head import Head
from tagwire.extract._jsonld import texts_of
from tagwire.extract._sections_table import SECTION_WORDS
from tagwire.extract._walk import Piece
from tagwire.text import squeeze, words_of

MAX_HEADLINE_CHARS = 400
# More than any title with its site; each look for the site reads the title again.
_MAX_RAW_CHARS = 1_000
_SEPARATORS = re.compile(r"\s+[|–—•·»›:]\s+|\s+[-/\\]\s+|\s*[|｜_ㅣ：]\s*|--")
# Between kicker and headline, or headline and site.
_PARTS = re.compile(r"\s+[|–—•·»›:/-]\s+|:\s+|\s*[|｜ㅣ：]\s*")
_CLOSE_SEPARATORS = ":-–—|｜_ㅣ："
_CUT = ("…", "...")
_KICKER_SIGNS = (": ", " / ", " – ", " | ")
_WORD = re.compile(r"\w+")
_MIN_BARE_CHARS = 20
_MAX_SITE_CHARS = 60
_MIN_LONE_WORDS = 3
_MAX_LONE_CHARS = 200
_MIN_SHARED_CHARS = 4  # shorter words are in all titles
_MIN_SHARED_SIGNS = 3  # of scripts without blanks
_MAX_SECTION_CHARS = 24
_MAX_KICKERS = 8  # places where a title may be cut
# What stands with the name of a section in titles, and sections in scripts without blanks.
_SECTIONS = SECTION_WORDS.union(
    ("news", "nachrichten", "noticias"),
    ("정치", "경제", "사회", "국제", "문화", "스포츠", "연예", "오피니언"),
    ("时政", "国际", "社会", "财经", "体育", "娱乐", "政治", "國際", "経済", "国内", "海外"),
)


def find_headline(
    head: Head, pieces: Sequence[Piece], site_names: Sequence[str]
) -> tuple[str, int | None]:
    """Return the headline and the index of the piece that shows it, if one does.

    A heading that agrees with a stated title is what readers see; the stated title
    tells how it is spelled and where a kicker ends. Else the stated titles, the best first.
    """
    titles = _titles_of(head, site_names)
    index = _shown(pieces, titles)
    if index is None:
        return _headline_elsewhere(titles, pieces)
    return _spelled(pieces[index].text, titles), index


@dataclass(frozen=True, slots=True, kw_only=True)
class _Titles:
    """The titles that the head states, without sites; the best first."""

    told: str  # JSON-LD headline, "" where it is cut
    social: tuple[str, ...]
    stated: tuple[str, ...]
    agreed: str  # what both networks and the title say in the same words, "" if they differ
    rests: frozenset[str]  # bare names of sites, and what titles have beside the headline


def _titles_of(head: Head, site_names: Sequence[str]) -> _Titles:
    social = (head.first("og:title"), head.first("twitter:title"))
    plain = head.first("title", "dc.title", "headline", "parsely-title", "sailthru.title")
    raw = (head.said("headline"), *social, plain, head.title)
    # Some pages state the headline where the name of the site belongs.
    told = _bare(head.said("headline")[:_MAX_RAW_CHARS])
    names = [name for name in site_names if name and _bare(name[:_MAX_RAW_CHARS]) != told]
    sections = texts_of(head.article.get("articleSection")) + head.all("article:section", "section")
    cut = [without_site(title, names, sections)[:MAX_HEADLINE_CHARS] for title in raw]
    # A title that is the name of the site says nothing.
    sites = {_bare(name[:_MAX_RAW_CHARS]) for name in names}
    stated = tuple(dict.fromkeys(title for title in cut if _bare(title) not in {"", *sites}))
    return _Titles(
        told="" if cut[0].endswith(_CUT) else cut[0],
        social=tuple(cut[1:3]),
        stated=stated,
        agreed=_agreed(cut[1:3], head.title, cut[-1]),
        rests=frozenset(sites | _rests(raw, stated)),
    )


def _agreed(social: Sequence[str], raw_title: str, title: str) -> str:
    is_one = all(_is_same(said, title) for said in social)
    return social[0] if is_one and raw_title else ""


def _rests(raw: Sequence[str], stated: Sequence[str]) -> set[str]:
    """Return what longer titles have beside a shorter one: the site, its section."""
    headlines = {_bare(title) for title in stated}
    rests = set()
    for title in raw:
        for before, after in _halves(title[:_MAX_RAW_CHARS]):
            if _bare(before) in headlines:
                rests.add(_bare(after))
            elif _bare(after) in headlines:
                rests.add(_bare(before))
    return rests


def _halves(title: str) -> list[tuple[str, str]]:
    cuts = list(_PARTS.finditer(title))[:_MAX_KICKERS]
    return [(title[: cut.start()], title[cut.end() :]) for cut in cuts]


def _shown(pieces: Sequence[Piece], titles: _Titles) -> int | None:
    """Return the piece that is the headline: the heading that agrees best with a title.

    Titles are also written for search: without JSON-LD the one ``h1`` that only
    shares words with a title is the headline too.
    """
    first = [i for i in _headings(pieces, "h1") if _bare(pieces[i].text) not in titles.rests]
    best = _agreeing(pieces, first, titles.stated)
    if best is None and not titles.told:
        akin = [i for i in first if _is_akin(pieces[i].text, titles.stated)]
        best = akin[0] if len(akin) == 1 else None
    return best if best is not None else _agreeing(pieces, _headings(pieces, "h2"), titles.stated)


def _headings(pieces: Sequence[Piece], tag: str) -> list[int]:
    return [
        index
        for index, piece in enumerate(pieces)
        if piece.tag == tag and len(piece.text) <= MAX_HEADLINE_CHARS
    ]


def _agreeing(pieces: Sequence[Piece], indices: Sequence[int], stated: Sequence[str]) -> int | None:
    for agrees in (_is_same, _agree):
        for title in stated:
            for index in indices:
                if agrees(pieces[index].text, title):
                    return index
    return None


def _is_akin(shown: str, stated: Sequence[str]) -> bool:
    """Tell whether a heading is long enough for a headline and shares words with a title."""
    is_long = len(_bare(shown)) >= _MIN_BARE_CHARS or len(shown.split()) >= _MIN_LONE_WORDS
    return is_long and len(shown) <= _MAX_LONE_CHARS and _share_words(shown, " ".join(stated))


def _share_words(a: str, b: str) -> bool:
    shared = set(words_of(a)).intersection(words_of(b))
    return (
        any(len(word) >= _MIN_SHARED_CHARS for word in shared)
        or sum(not word.isascii() for word in shared) >= _MIN_SHARED_SIGNS
    )


def _spelled(shown: str, titles: _Titles) -> str:
    """Return the headline as the page states it, without a kicker."""
    told = titles.told
    if shown in titles.social and not _is_same(shown, told):
        return shown
    if _is_same(shown, told) and (":" in shown or ":" not in told):
        return told
    if _is_same(shown, titles.agreed) and any(sign in titles.agreed for sign in _KICKER_SIGNS):
        return titles.agreed
    # A kicker that is set apart is glued to the headline, without the sign between them.
    bare = _bare(shown)
    tails = [t for t in titles.stated if len(_bare(t)) >= _MIN_BARE_CHARS]
    tails = [title for title in tails if bare.endswith(_bare(title))]
    if tails:
        return min(tails, key=lambda title: len(_bare(title)))
    if told and _agree(shown, told):
        return told
    return _common_tail(shown, titles.stated) or shown


def _common_tail(shown: str, stated: Sequence[str]) -> str:
    """Return what page and title both have behind different kickers, "" if nothing."""
    kickers = {_bare(after): before for title in stated for before, after in _halves(title)}
    for before, after in _halves(shown):
        other = kickers.get(_bare(after), before)
        if len(_bare(after)) >= _MIN_BARE_CHARS and not _share_words(before, other):
            return after
    return ""


def _headline_elsewhere(titles: _Titles, pieces: Sequence[Piece]) -> tuple[str, int | None]:
    if titles.stated:
        best = titles.stated[0]
        return best, next((i for i, piece in enumerate(pieces) if _equal(piece.text, best)), None)
    shown = [i for i in _headings(pieces, "h1") if _bare(pieces[i].text) not in titles.rests]
    return (pieces[shown[0]].text, shown[0]) if shown else ("", None)


def without_site(title: str, site_names: Sequence[str], sections: Sequence[str] = ()) -> str:
    """Return the title without the name of the site before or after a separator.

    The name of a section between headline and site goes too.
    """
    bare_names = {_bare(name[:_MAX_RAW_CHARS]) for name in site_names if name}
    bare_sections = {_bare(name) for name in sections if len(name) <= _MAX_SECTION_CHARS}
    title = squeeze(title[: 4 * _MAX_RAW_CHARS])[:_MAX_RAW_CHARS]
    shorter = _without_close_site(title, site_names)
    is_cut, title = shorter != title, shorter
    while cuts := list(_SEPARATORS.finditer(title)):
        first, last = cuts[0], cuts[-1]
        end = title[last.end() :]
        if _names_site(end, bare_names) or (is_cut and _names_section(end, bare_sections)):
            title, is_cut = title[: last.start()].rstrip(), True
        elif _names_site(title[: first.start()], bare_names):
            title = title[first.end() :].lstrip()
        else:
            break
    return _without_close_section(title) if is_cut else title


def _without_close_site(title: str, site_names: Sequence[str]) -> str:
    """Cut the name of the site behind a sign without a blank."""
    for name in site_names:
        before = title[: -len(name)] if len(name) >= _MIN_SHARED_CHARS else ""
        if title.endswith(name) and before[-1:] and before[-1] in _CLOSE_SEPARATORS:
            return before[:-1].rstrip()
    return title


def _without_close_section(title: str) -> str:
    before, sign, end = title.rpartition("-")
    is_dense = bool(sign) and not end.isascii()
    return before.rstrip() if is_dense and before.strip() and end in _SECTIONS else title


def _names_section(part: str, bare_sections: set[str]) -> bool:
    words = part.lower().split()
    return _bare(part) in bare_sections or all(word in _SECTIONS for word in words)


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
        and len(part) < _MAX_SITE_CHARS
    )


def _is_same(shown: str, stated: str) -> bool:
    return _bare(shown) == _bare(stated) != ""


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
