"""Who else is behind an article: agencies of the text, houses of the pictures.

Each credit carries the words of the page that say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tagwire.extract._agencies_table import (
    AGENCY,
    AGENCY_OF,
    PICTURE_HOUSE,
    PICTURE_HOUSE_OF,
    agency_named,
)
from tagwire.extract._phrases_table import SIGN_OFF, SOURCE_LINE
from tagwire.model import TEXT_KINDS, Block, BlockKind, Credit, CreditRole, Removed

_MAX_EVIDENCE_CHARS = 160
_NAMES = AGENCY.pattern
# Such as: KYIV, 5 May (Reuters) - or Berlin (dpa/lby) - or МОСКВА, 5 мая. /ТАСС/.
_DATELINE = re.compile(
    rf"^(?:[^.!?()/]{{0,60}}?[\s,.:]*)?(?P<a>[(\[（/]\s*{_NAMES}(?:[/,;-][\w. -]{{1,20}}){{0,3}}\s*[)\]）/])\s*(?:[-–—:.―]+|[A-ZА-Я«“\"]|\S)"
)
# Such as: NEW YORK, May 5, Reuters –
_DATELINE_BARE = re.compile(
    rf"^(?:[^\W\d_][^\s,.()]*[ ,]+){{0,5}}?(?:\d{{1,2}}\.? ?\w* ?)?[,.]?\s*(?P<a>{_NAMES})\s*[-–—―]{{1,2}}\s*\S"
)
_DATELINE_CJK = re.compile(rf"^[（(【]?(?P<a>{_NAMES})[^。，,]{{0,14}}(?:电|電|讯|訊|[】)）])")
_CLOSING = re.compile(
    rf"^[(\[—–―\s/-]*(?P<a>{_NAMES})(?:\s*[/,;&+-]\s*[\w.\- ]{{1,24}}){{0,4}}\s*[)\]./]*$"
)
_CLOSING_END = re.compile(
    rf"[.!?”\"»]\s*[(\[—–―/-]+\s*(?P<a>{_NAMES})(?:\s*[/,]\s*[\w.-]{{1,12}})*\s*[)\]./]*$"
)
_WITH = re.compile(
    rf"(?:with (?:material|files|reporting|inputs?|information|contributions?) (?:from|by)|mit (?:material|informationen|agenturmaterial) (?:von|der)|"
    rf"avec (?:l['’]|les informations de |des informations de )?|con (?:información|datos) de|com informações d[aeo]s?|con informazioni d[ai]|met informatie van|"
    rf"по (?:материалам|данным|информации)|за (?:матеріалами|даними))\s*(?:the\s+|der\s+|la\s+|l['’])?(?P<a>{_NAMES})",
    re.IGNORECASE,
)


def credits_of(
    blocks: Sequence[Block],
    removed: Sequence[Removed],
    stated: Iterable[tuple[str, str]],
    image_credit: str,
) -> list[Credit]:
    """Return the credits, each house once a role, the strongest words first.

    ``stated`` are (name, evidence) of agencies that bylines and the head name.
    """
    found: list[Credit] = []
    for name, evidence in stated:
        agency = agency_named(name)
        if agency:
            found.append(_credit(agency, CreditRole.ORIGINATOR, evidence))
    texts = [block for block in blocks if block.kind in TEXT_KINDS]
    found += _agencies_in_text([block.text for block in texts])
    found += [c for part in removed for c in _closing_credits(part.text)]
    last = max((i for i, b in enumerate(blocks) if b.kind in TEXT_KINDS), default=-1)
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.CREDIT and (index > last or SIGN_OFF.match(block.text)):
            found += _text_credits(block.text)
        elif block.kind in {BlockKind.CAPTION, BlockKind.CREDIT}:
            found += _photo_credits(block)
    if image_credit:
        found += _houses(image_credit)
    unique: dict[tuple[str, CreditRole], Credit] = {}
    for credit in found:
        unique.setdefault((credit.name, credit.role), credit)
    return list(unique.values())


def _agencies_in_text(texts: Sequence[str]) -> list[Credit]:
    found: list[Credit] = []
    for text in texts[:3]:
        for form in (_DATELINE, _DATELINE_BARE, _DATELINE_CJK):
            match = form.match(text)
            if match:
                found += _agencies_of(match["a"], text[: match.end("a") + 3].strip())
                break
    for text in texts[-4:]:
        found += _closing_credits(text)
    return found


def _closing_credits(text: str) -> list[Credit]:
    if len(text) < 90:
        match = _CLOSING.match(text)
        if match:
            return _agencies_of(text, text)
        source = SOURCE_LINE.match(text)
        if source:
            named = AGENCY.findall(source["a"]) or [source["a"].strip(" .)")]
            return [_credit(AGENCY_OF.get(n, n), CreditRole.SOURCE, text) for n in named]
    tail = _CLOSING_END.search(text[-60:])
    if tail:
        return _agencies_of(tail[0], tail[0].lstrip('.!?”"» '))
    shared = _WITH.search(text) if len(text) < 300 else None
    if shared:
        return [
            _credit(AGENCY_OF[name], CreditRole.SOURCE, text)
            for name in AGENCY.findall(shared["a"])
        ]
    return []


def _agencies_of(words: str, evidence: str) -> list[Credit]:
    return [
        _credit(AGENCY_OF[name], CreditRole.ORIGINATOR, evidence) for name in AGENCY.findall(words)
    ]


def _text_credits(text: str) -> list[Credit]:
    """Return the houses of a line below the text: sources of the text, not of a picture."""
    found = _closing_credits(text)
    return found or [
        _credit(AGENCY_OF[name], CreditRole.SOURCE, text) for name in AGENCY.findall(text)
    ]


def _photo_credits(block: Block) -> list[Credit]:
    if block.kind is BlockKind.CREDIT:
        return _houses(block.text)
    # In a caption only what follows the last sentence is the credit: "… in Kyiv. REUTERS/X".
    return _houses(block.text[-70:])


def _houses(text: str) -> list[Credit]:
    return [
        _credit(PICTURE_HOUSE_OF[name], CreditRole.PHOTO, text)
        for name in PICTURE_HOUSE.findall(text)
    ]


def _credit(name: str, role: CreditRole, evidence: str) -> Credit:
    return Credit(name=name, role=role, evidence=evidence[-_MAX_EVIDENCE_CHARS:])
