"""Who wrote it: the byline as printed and the people in it.

    JSON-LD author  >  meta author  >  byline near the headline  >  first line "By …"

Houses are not people: agencies become credits, the publisher's own name goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tagwire.extract._agencies_table import agency_named
from tagwire.extract._credit_lines import byline_credits, is_picture_line
from tagwire.extract._head import Head
from tagwire.extract._jsonld import names_of, texts_of
from tagwire.extract._marks_table import Mark
from tagwire.extract._phrases_table import BYLINE_PREFIX
from tagwire.extract._sections_table import SECTION_WORDS
from tagwire.extract._walk import Piece
from tagwire.model import Credit
from tagwire.urls import is_domain_name

MAX_AUTHORS = 20
_MAX_NAME_CHARS = 60
_MAX_BYLINE_CHARS = 160
_ABOVE = 4
_NEAR = 14  # pieces around the headline in which a byline is looked for
_META = (
    "author",
    "article:author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "og:article:author",
    "news:author",
    "twitter:data1",
)
_MAX_LABELLED_CHARS = 70
_OF_OTHERS = Mark.RELATED | Mark.COMMENT | Mark.NAV | Mark.FORM | Mark.FOOTER | Mark.SHARE
# A line of two to four words with capitals: what most names are.
_NAME = re.compile(r"(?:[^\W\d_a-z][\w'’.-]* ){1,3}[^\W\d_a-z][\w'’.-]+")
_NAME_AND_DAY = re.compile(
    rf"(?P<name>{_NAME.pattern})\s*[|•·–—-]\s*\d{{1,2}}[./ -]\s?(?:\d{{1,2}}|[^\W\d_]{{3,10}})[./ -]\s?\d{{4}}"
)
_BEGINS = re.compile(r"(?:By|BY|Von|Par|Por|Door|Автор:|作者|记者|記者)\s*[:：]?\s*[^\W\d_a-z]")
_SMALL_PREFIX = re.compile(r"(?:by|von|par|por|door|di|af|av|автор)\s+(?:(?:Prof|Dr)\.\s?){0,2}")
_MAX_LINE_CHARS = 90
_META_TRUSTED = _META[:-1]
_PREFIX_COLON = re.compile(
    r"^(?:autor(?:in|a|es|en)?|author|text|interview|text und interview|interview und text|protokoll|автор|текст|作者|記者|记者|文|編集|责任编辑)\s*[:：/]\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:[,;|•·&/、，；]|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b|\bi\b|\bи\b|\bта\b|\bو(?=\s)|\bwith\b|\bmit\b|\bavec\b|\bcon\b)\s*"
)
_NOT_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|de|fr|ru|uk|info|co)\b|^\W*$|\d|^(?:name|donate|alle (?:artikel|beiträge)|autoren?info|veröffentlicht am|staff|admin|editor|redaktion|redacción|rédaction|la rédaction|redazione|redakcja|редакция|newsroom|"
    r"news desk|web desk|online|guest|unknown|anonymous|none|null|n/a|author|by|contributor|no author|agencies|agenturen|agentur|nachrichtenagentur(?:en)?|presseagentur|nachrichten|(?:news |press )?agency|agencia|agence|agence de presse|agenzia|ph\.?d|m\.?d|ceo|cfo)s?\.?$|©|^(?:\+ ?)?(?:share|edit|follow|facebook|twitter|linkedin|instagram|link|view|get|show|more|staff|email|photo|updated|published|posted)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"[,|(–—-]\s*(?:[\w ]{0,30})(?:editor|reporter|correspondent|writer|staff|columnist|journalist|producer|redakteur\w*|korrespondent\w*|reporter\w*|bureau|desk|freelance\w*|contributor)\b.*$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"^(?:By){1,2}(?=[A-Z ])|^Byby\s+")
# "Ada BrandtStaff Writer", "신현주 기자"
_GLUED_ROLE = re.compile(
    r"(?<=[a-zß-ÿ])(?:(?:Senior |Staff )+\w*|Reporter|Writer|Editor|CEO|Correspondent)(?: Writer| Reporter)?$"
    r"|(?<=[\uac00-\ud7af])\s*(?:선임기자|객원기자|기자|특파원|논설위원|앵커)$|(?<=[\u3040-\u9fff])\s*記者$"
)
_PREFIX_WORDS = frozenset({"by", "von", "vom", "par", "por", "text", "autor", "author", "minread"})
_IN_BRACKETS = re.compile(r"\s*\([^)]{0,40}\)?")
_CASED = re.compile(r"[A-Za-zÀ-ɏͰ-ϿЀ-ӿ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """The printed line, the people, and the agencies with the words that name them."""

    by: str
    authors: tuple[str, ...]
    agencies: tuple[Credit, ...]


def find_byline(
    head: Head,
    pieces: Sequence[Piece],
    headline_index: int | None,
    house_names: Iterable[str],
    told: Sequence[str],
) -> Byline:
    """Return who wrote the article, as far as the page says; ``told`` by the source, if not."""
    sections = (*texts_of(head.article.get("articleSection")), *head.all("article:section"))
    houses = {_bare(name) for name in (*house_names, *sections) if name}
    middle = headline_index or 0
    near_headline = pieces[max(middle - _ABOVE, 0) : middle + _NEAR]
    near = _printed(near_headline)
    printed = [group for texts in near if (group := [t for t in texts if not is_picture_line(t)])]
    pictured = [c for texts in near for t in texts if is_picture_line(t) for c in byline_credits(t)]
    for names in _groups(head, printed, told, near_headline, pieces):
        people, agencies = _sorted_out(names, houses)
        if people or agencies:
            people = people or next((p for g in printed if (p := _sorted_out(g, houses)[0])), [])
            texts = [text for group in printed for text in group]
            named = [text for text in texts if _names_any(text, people)]
            by = _without_prefix(named[0] if named else ", ".join(names))[:_MAX_BYLINE_CHARS]
            beside = [credit for text in named for credit in byline_credits(text)]
            return Byline(by=by, authors=tuple(people), agencies=(*agencies, *beside, *pictured))
    return Byline(by="", authors=(), agencies=tuple(pictured))


def _groups(
    head: Head,
    printed: Sequence[Sequence[str]],
    told: Sequence[str],
    near: Sequence[Piece],
    pieces: Sequence[Piece],
) -> Iterator[Sequence[str]]:
    """Yield the names of each place, the surest first; each is read only when asked for."""
    yield _linked_names(head)
    yield head.all(*_META_TRUSTED)
    yield from printed
    yield told
    yield from _labelled(pieces)
    yield from _dated(near)


def _linked_names(head: Head) -> list[str]:
    """Return the authors of JSON-LD: of all that it says of this article, the longest list."""
    headline = head.article.get("headline")
    same = [thing for thing in head.things if headline and thing.get("headline") == headline]
    lists = [
        names_of(thing.get("author")) or names_of(thing.get("creator"))
        for thing in (head.article, *same)
    ]
    stated = max(lists, key=len)
    return list(dict.fromkeys(name for name, kind in stated if len(name) <= _MAX_BYLINE_CHARS))


def _printed(near: Sequence[Piece]) -> list[list[str]]:
    """Return texts near the headline that are marked as byline or begin like one.

    One list for each place, the surest first: other people further down wrote
    something else.
    """
    marked = [[text for marks, text in piece.spans if marks & Mark.BYLINE] for piece in near]
    lines = [
        [piece.text]
        for piece in near
        if piece.tag not in {"h1", "h2"}
        and (piece.marks & Mark.BYLINE or _begins_as_byline(piece.text))
    ]
    groups = [
        [text for text in group if len(text) <= _MAX_BYLINE_CHARS] for group in (*marked, *lines)
    ]
    return [group for group in groups if group]


def _begins_as_byline(text: str) -> bool:
    if len(text) >= _MAX_LINE_CHARS:
        return False
    return bool(_BEGINS.match(text)) or _is_lone_name(text)


def _is_lone_name(text: str) -> bool:
    """Tell whether a line is a small "von" or "by" and the name of somebody, no more."""
    match = _SMALL_PREFIX.match(text)
    return match is not None and _NAME.fullmatch(text[match.end() :].strip()) is not None


def _dated(near: Sequence[Piece]) -> list[list[str]]:
    """Return the name before a day in one line, as in "Ada Brandt | 05.04.2025"."""
    others = _OF_OTHERS & ~Mark.NAV  # a headline may stand in a box called navigation
    lines = (_NAME_AND_DAY.match(piece.text) for piece in near if not piece.marks & others)
    return [[match["name"]] for match in lines if match][:1]


def _sorted_out(names: Sequence[str], houses: set[str]) -> tuple[list[str], list[Credit]]:
    people: dict[str, str] = {}
    agencies: list[Credit] = []
    for line in names[:MAX_AUTHORS]:
        agencies += byline_credits(line)
        for name in _parts_of(line):
            if not agency_named(name) and _is_person(name, houses):
                people.setdefault(_bare(name), name)
    return list(people.values())[:MAX_AUTHORS], agencies


def _parts_of(line: str) -> list[str]:
    if "://" in line:
        return []
    whole = _without_prefix(line).strip(" .,;:|/-–—")
    if agency_named(whole):
        return [whole]
    text = _GLUED_ROLE.sub("", _IN_BRACKETS.sub("", _ROLE.sub("", whole)))
    first = _SPLIT.split(text, maxsplit=1)[0]
    if "." in first and is_domain_name(first.strip()):
        return []  # "site.example, City, Country" is an address, no list of people
    return [part.strip(" .,;:|/-–—()[]") for part in _SPLIT.split(text)]


def _without_prefix(line: str) -> str:
    line = _GLUED.sub("", line.strip()).lstrip()
    return _PREFIX_COLON.sub("", BYLINE_PREFIX.sub("", line))


def _labelled(pieces: Sequence[Piece]) -> list[list[str]]:
    """Return the one line further down that says "Author: …" or is marked so, if it is one.

    Several such lines are those of other articles.
    """
    lines = {
        piece.text
        for piece in pieces
        if len(piece.text) <= _MAX_LABELLED_CHARS
        and not piece.marks & _OF_OTHERS
        and (piece.marks & Mark.BYLINE or _PREFIX_COLON.match(piece.text))
        and _NAME.fullmatch(_without_prefix(piece.text))
    }
    return [list(lines)] if len(lines) == 1 else []


def _is_person(name: str, houses: set[str]) -> bool:
    if not 2 <= len(name) <= _MAX_NAME_CHARS or _NOT_NAME.search(name):
        return False
    bare = _bare(name)
    if not bare or bare in houses or bare in _PREFIX_WORDS:
        return False
    if _CASED.match(name) and name[:1].islower() and " " not in name:
        return False
    return len(name.split()) <= 6 and name.lower() not in SECTION_WORDS


def _names_any(text: str, people: Sequence[str]) -> bool:
    bare = _bare(text)
    return any(_bare(person) in bare for person in people)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
