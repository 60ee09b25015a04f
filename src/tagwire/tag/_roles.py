"""As what a text names somebody: place line, speaker, source, photo credit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tagwire.model import BlockKind, Role, TagKind
from tagwire.tag._identity import Named
from tagwire.tag.tables.names import ACCORDING_TO, PHOTO_MARKS, REPORT_WORDS, SAY_WORDS

_SPEAKERS = frozenset({TagKind.PERSON, TagKind.ORGANISATION, TagKind.GROUP})
_SOURCES = frozenset({TagKind.PERSON, TagKind.ORGANISATION, TagKind.AGENCY, TagKind.DOMAIN})
PRESS = "press"
_ACCORDING = re.compile(
    r"(?:^|[^\w])(?:" + "|".join(map(re.escape, sorted(ACCORDING_TO, key=len, reverse=True))) + r")"
    r"(?:\s+(?:the|der|die|das|dem|den|la|le|les|el|los|il|o|a|de|l'|agency|news agency|agentur|nachrichtenagentur|"
    r"l'agence|agence|agencia|agenzia|агентство|агентства))*\s*[«\"“„']?$",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\btold\s+(?:the\s+)?$", re.IGNORECASE)
_PHOTO = re.compile(
    r"(?:^|[\s(\[|.,;:])(?:"
    + "|".join(map(re.escape, sorted(PHOTO_MARKS, key=len, reverse=True)))
    + r")s?\s*[:/©|]?\s*(?:by\s+)?",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s*(?:[-–—]{1,2}|:)\s")
_FILLER = re.compile(r"[^\W\d_]+")
_MONTHLIKE = re.compile(r"^(?:[A-Z][a-zäéûç]{2,8}|de|of|and|und|et|y|in|den)$")
_WORD_AFTER = re.compile(r"^(?:\s*,\s*\d{1,3}\s*,)?\s*[,»\"”]?\s*([^\W\d_]+)(?:\s+([^\W\d_]+))?")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
# Read this far to both sides of a name.
_WINDOW = 48
_DATELINE_CHARS = 90
MAX_CREDIT_WORDS = 8


def role_of(name: Named, text: str, kind: BlockKind | None) -> Role:
    """Return the role of one name in its text; ``kind`` is None for the headline."""
    if name.kind in _SOURCES and _is_credited(name, text, kind):
        return Role.PHOTO_CREDIT
    before = text[max(0, name.start - _WINDOW) : name.start]
    after = text[name.end : name.end + _WINDOW]
    press = name.kind in (TagKind.AGENCY, TagKind.DOMAIN) or _is_press(name)
    match = _WORD_AFTER.match(after)
    following = {word.lower() for word in match.groups() if word} if match else set()
    if press and (following & REPORT_WORDS or following & SAY_WORDS or _TOLD.search(before)):
        return Role.CITED_SOURCE
    if name.kind in _SOURCES and _ACCORDING.search(before) and not _TOLD.search(before):
        return Role.CITED_SOURCE
    if name.kind in _SPEAKERS and (_says(match) or _said(before)):
        return Role.SPEAKER
    return Role.MENTIONED


def _is_credited(name: Named, text: str, kind: BlockKind | None) -> bool:
    """Tell whether the picture is of this name; a credit may also say who is to be seen."""
    if kind is BlockKind.CREDIT:
        # Of many words about a known person it is the legend; else who wrote and filmed.
        is_seen = name.kind is TagKind.PERSON and name.known is not None
        is_whole = not is_seen or len(text.split()) <= MAX_CREDIT_WORDS
        return is_whole or _is_photo_credit(name, text)
    return kind is BlockKind.CAPTION and _is_photo_credit(name, text)


def _is_press(name: Named) -> bool:
    return name.known is not None and name.known.of == PRESS


def _says(match: re.Match[str] | None) -> bool:
    """Tell whether a verb of saying follows: "said", "a déclaré", "has warned"."""
    if match is None:
        return False
    first, second = match[1].lower(), (match[2] or "").lower()
    return first in SAY_WORDS or (first in _AUXILIARIES and second in SAY_WORDS)


_AUXILIARIES = frozenset(
    [
        "a",
        "ha",
        "has",
        "had",
        "have",
        "hat",
        "hatte",
        "also",
        "later",
        "then",
        "earlier",
        "heeft",
        "har",
        "он",
        "она",
    ]
)


def _said(before: str) -> bool:
    match = _WORD_BEFORE.search(before)
    return match is not None and match[1].lower() in SAY_WORDS and match[1].lower() != "told"


def _is_photo_credit(name: Named, text: str) -> bool:
    """Tell whether a caption credits its picture to this name."""
    before = text[max(0, name.start - 60) : name.start]
    marks = list(_PHOTO.finditer(before))
    if marks and not re.search(r"[.!?]\s+\w", before[marks[-1].end() :]):
        rest = before[marks[-1].end() :]
        return len(re.findall(r"\w+", rest)) <= 4
    tail = text[name.end :]
    closes = re.fullmatch(
        r"[\s)\]./|,-]*(?:(?:Images?|Photos?|via|News|Agency|AP|AFP|Getty|Reuters|\w+)[\s)\]./|,-]*){0,4}",
        tail,
    )
    opens = re.search(
        r"(?:[(\[|/©]|[-–—]|\.)\s*(?:[\w.]+(?:[\s.]+[\w.]+){0,3}\s*[/|,]\s*)?$", before
    )
    return name.kind is TagKind.AGENCY and closes is not None and (opens is not None or not before)


def dateline_of(text: str, names: Sequence[Named]) -> dict[int, Role]:
    """Return the roles of the names in a place line such as "KYIV (Reuters) -".

    Keys are indexes of ``names``, which are those of this text in order.
    """
    dash = _DASH.search(text[:_DATELINE_CHARS])
    if dash is None or not names or names[0].start > 1 or not _may_be_place(names[0]):
        return {}
    end = dash.start()
    if not _is_place_line(text[:end], [name for name in names if name.end <= end]):
        return {}
    roles = {}
    for i, name in enumerate(names):
        if name.end <= end:
            roles[i] = Role.AGENCY if _is_house(name, text) else Role.DATELINE
    return roles


def _may_be_place(name: Named) -> bool:
    """Tell whether a name may open a place line: a place, or an unknown one in capitals."""
    return name.kind is TagKind.PLACE or (name.known is None and name.surface.isupper())


def _is_house(name: Named, text: str) -> bool:
    """Tell whether a name in a place line is who reports: an agency, or what is in brackets."""
    if name.kind is TagKind.AGENCY or _is_press(name):
        return True
    return name.known is None and name.start > 0 and text[name.start - 1] in "(/["


def _is_place_line(head: str, names: Sequence[Named]) -> bool:
    """Tell whether a line holds names, dates and capitals only."""
    capitals = names[0].surface.isupper()
    rest = head
    for name in reversed(names):
        rest = rest[: name.start] + " " + rest[name.end :]
    words = _FILLER.findall(rest)
    if any(name.kind is TagKind.PERSON for name in names) or len(words) > 4:
        return False
    plain = all(word.isupper() or _MONTHLIKE.match(word) for word in words)
    return plain and (capitals or "(" in head or "/" in head or not words)
