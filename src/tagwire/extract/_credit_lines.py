"""What one line says about agencies and picture houses, by the form of the line.

    dateline   KYIV, 5 May (Reuters) - …            closing   … said. (dpa/abc)
    byline     By Ada Brandt, AP Writer             picture   Photo: Ada Brandt/AFP via Getty

A name counts only where credits stand: an agency that is spoken of signs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tagwire.extract._agencies_table import (
    AGENCY,
    AGENCY_OF,
    NOT_ALONE,
    PICTURE_HOUSE,
    PICTURE_HOUSE_OF,
    agency_named,
    may_name_house,
)
from tagwire.extract._phrases_table import BYLINE_PREFIX, SIGN_OFF, SOURCE_LINE
from tagwire.model import Credit, CreditRole

_MAX_EVIDENCE_CHARS = 160
_MAX_SIGN_CHARS = 90
_MAX_NOTE_CHARS = 300
_MAX_PICTURE_CHARS = 200
_MAX_PICTURE_WORDS = 8  # more are a sentence that speaks of a house
_TAIL_CHARS = 120
_OPENING_CHARS = 140
_NAMES = AGENCY.pattern
_AGENCIES = frozenset(AGENCY_OF.values())

# Such as: KYIV, 5 May (Reuters) - or Berlin (dpa/lby) - or МОСКВА, 5 мая. /ТАСС/.
_DATELINE = re.compile(
    rf"(?P<place>[^()\[\]（）|!?;]{{0,70}}?)[(\[（/]\s*(?:[^()=]{{1,12}}=\s?)?(?P<a>{_NAMES}(?:\s?[/,;-]\s?[\w. -]{{1,20}}){{0,3}})\s*[)\]）/]\s*"
    r"(?:\.\s?[-–—]|[-–—:.―=\"“”„«»]|$|(?=[^\Wa-zß-ÿа-яёіїєґ]))"
)
# Such as: NEW YORK, May 5, Reuters –
_DATELINE_BARE = re.compile(
    rf"(?P<place>[^()/|!?;]{{2,60}}?)[,.]\s+(?P<a>{_NAMES})\s*[-–—―]{{1,2}}\s"
)
_DATELINE_CJK = re.compile(
    rf"[（(【\[]?(?P<a>{_NAMES})[^。，,]{{0,14}}(?:电|電|讯|訊|记者|記者|기자|[】)）])"
)
# [東京 10日 ロイター] and （東京＝共同）
_DATELINE_JA = re.compile(rf"[［\[（(][^\]］)）]{{2,16}}?[\s＝=](?P<a>{_NAMES})[\]］)）]")
_SMALL_WORDS = frozenset(
    ("de", "del", "della", "di", "da", "do", "la", "le", "el", "of", "the", "am", "an", "den", "y")
)

_SIGNS = re.compile(r"\s*[/,;&+|]\s*|\s+(?:und|and|et|y|e|en)\s+")
_INITIALS = re.compile(r"[^\W\d_A-Z]{2,8}|[A-Z]{2,4}|[\w:-]*\d[\w:-]*|[\w.]+\.[a-z]{2,3}|red\.?")
_DESK = re.compile(r"(?:von:?\s+)?[a-zäöü]{2,5}(?:,\s?[a-zäöü]{2,5})?\s?/\s?(?=[^\W\d_]+$)")
_SHARED = re.compile(
    r"^(?:[\w.-]{2,14}\s+)?(?:mit|with|avec|con|com|z|med|met|via)\s+(?:the\s+)?", re.IGNORECASE
)
_BRACKET_END = re.compile(r"[(\[（]([^()\[\]（）]{2,40})[)\]）]\s*\.?$")
_TAIL = re.compile(
    rf"[.!?…”\"»’'）。]\s*(?:[—–―-]+\s*|/\s?|\s)(?P<a>{_NAMES}(?:\s*[/,]\s*[\w.-]{{1,12}})*)\s*[./]*$"
)
_RIGHTS = re.compile(
    rf"(?:©|\(c\)|copyright|™)[\s©&]*(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?[\s,]*)?(?:by\s+)?(?P<a>{_NAMES})"
    rf"|^(?:the[- ])?(?P<b>{_NAMES})\W{{0,3}}(?:&\s*)?©",
    re.IGNORECASE,
)
_GAVE = re.compile(
    rf"(?:with (?:material|files|reporting|inputs?|information|contributions?) (?:from|by)|mit (?:material|informationen|agenturmaterial) (?:von|der)|"
    rf"avec (?:l['’]|les informations de |des informations de )?|con (?:información|datos) de|com informações d[aeo]s?|con informazioni d[ai]|met informatie van|"
    rf"по (?:материалам|данным|информации)|за (?:матеріалами|даними))\s*(?:the\s+|der\s+|la\s+|l['’])?(?={_NAMES})",
    re.IGNORECASE,
)
# Beside the day: "2024年04月24日 | 来源：新华网"
_CAME_FROM = re.compile(
    rf"(?:来源|來源|出典|출처|quelle|source|fuente|fonte|źródło|источник|джерело|المصدر)\s?[:：]\s*(?P<a>{_NAMES})",
    re.IGNORECASE,
)
# "This article was originally published by …", "Diese Meldung wurde … von … übernommen".
_NOTE = re.compile(
    r"(?:\bth(?:is|e above) (?:article|story|report|piece|content)|\bdiese[rsn]? (?:meldung|artikel|beitrag|text|inhalt)|\bsie wurde automatisch|"
    r"\bcet(?:te)? (?:article|dépêche|contenu)|\best[ea] (?:artículo|noticia|nota|contenido)|\bquest[oa] (?:articolo|notizia)|\best[ea] (?:artigo|notícia|conteúdo))\b"
    r".{0,90}(?:published|provided|distributed|produced|supplied|written|from|feed|übernommen|bereitgestellt|erstellt|veröffentlicht|stammt|publiée?|fournie?|rédigée?|"
    r"publicad[oa]|elaborad[oa]|pubblicat[oa]|fornit[oa]|von de[rm]|von)\b",
    re.IGNORECASE,
)

_PICTURE_WORD = (
    r"(?:photos?|photograph(?:y|er)?|images?|pictures?|pics?|illustration|fotos?|fotó|fot\.?|bild(?:er)?|\w{4,14}bild|"
    r"(?:image|photo|foto|picture)[ -]?credits?|credits?|crédits?|quelle|fotograf(?:ía|ie)?|fotoğraf|imagen|immagine|imagem|zdjęcie|zdj\.?|фото|снимка|зображення|صورة|图|圖|写真|사진|kuva|billede|grafik)"
)
_PICTURE_LINE = re.compile(
    rf"(?:^|[\s(\[.…|-]){_PICTURE_WORD}(?:\s+(?:credits?|by|courtesy|von|de|di|par))?\s?[:：/|©]"
    r"|^\(?(?:photo(?:graph)?s?|fotos?|bild|images?|pictures?)\s(?:by\s)?(?-i:[A-Z])|źródło zdj",
    re.IGNORECASE,
)
_BARE_SOURCE = re.compile(r"^[(\[]?\s*(?:quelle|źródło)\s*:", re.IGNORECASE)
_PERSON = r"[^\W\d_a-z][^\W\d_]+(?:[\s.'’\ufffd-]+[^\W\d_]+){1,3}"
_BESIDE_PERSON = re.compile(
    rf"^[©\s(]*(?:{_NAMES})\s*/\s*(?:{_PERSON}|pool|POOL|Pool|HANDOUT|Handout)|^[©\s(]*{_PERSON}\s*/\s*(?:{_NAMES})[\s).]*$"
)
# "© AFP / ADA BRANDT", "© dpa | Ada Brandt"
_RIGHTS_BESIDE = re.compile(rf"©\s*(?:{_NAMES})\s*[/|]\s*[^\W\d_]")
_LED = re.compile(
    r"(?:^|[(\[/|©＝=:：–—;]\s*|\s-\s|\b(?:via|by|von|courtesy(?: of)?|par|de|di|fra)\s+(?:the\s+)?|[.!?…»”\"）。]\s*|,\s+|\b(?:photos?|fotos?|bild|pool|file|stf|img)\s+)(?:the\s+)?$",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\s*(?:$|[)\]）/|.,;:+©–—&(\"]|-\s|(?:file\s)?(?:photos?|pics?|images?|foto|fotos|bild|stock)\b|(?:file|pool|archiv\w*|hide|via|and|und|et|y|e|contributor|staff|stringer|north america)\b)",
    re.IGNORECASE,
)

_ROLE_WORD = r"(?:writers?|reporters?|correspondents?|editors?|staff|desk|photographers?|news|bureau|service|sports|columnist|korrespondent(?:in)?)"
_PLACED = rf"\s+(?:[\w-]+\s+){{0,3}}(?i:{_ROLE_WORD})\b"
# "Reuters, Washington", "Associated Press in Valencia", "AP | July 9", "PTI Mumbai".
_AGENCY_FIRST = re.compile(
    rf"(?:(?i:by|von|par|por|af|av|door|da|di)\s+)?(?:(?i:the)\s+)?(?P<a>{_NAMES})"
    rf"(?=\s*$|\s+(?:in|à|aus|en|from|desde|und|and|et|y)\s|\s*[|•·,]|\s+[-–—]\s|\s+[^\W\d_]+\.?\s+\d|\s+(?i:{_ROLE_WORD})\b|{_PLACED})"
    r"|(?P<b>[A-Z]{3,6})\s+[A-Z][^\W\d_]+$"
)
# "…, AP", "… and AP", "…, Ap Sports Writer", "… | Agencia Efe."
_AGENCY_LAST = re.compile(
    rf"(?:[,/|:(]|\s[-–—]|\s(?:and|et|und|y|e|for|für|mit)(?=\s))\s*(?:(?i:the)\s+)?"
    rf"(?:(?P<a>{_NAMES})(?:\s*[).]*\s*$|\s+[-–—|]\s|,\s)|(?P<b>(?i:{_NAMES})){_PLACED})"
)
_AGENCY_AFTER_PEOPLE = re.compile(rf"\s(?:(?i:the)\s+)?(?P<a>{_NAMES})$")


def dateline_credits(text: str) -> list[Credit]:
    """Return the agencies that the place line of a text names."""
    start = text[:_OPENING_CHARS]
    if not may_name_house(start):
        return []
    for form in (_DATELINE, _DATELINE_BARE):
        match = form.match(start)
        if match and _is_place(match["place"]):
            return _signed(match["a"], start[: match.end("a") + 3].strip())
    for form in (_DATELINE_CJK, _DATELINE_JA):
        match = form.match(start)
        if match:
            return _signed(match["a"], start[: match.end("a") + 6].strip())
    return []


def _is_place(words: str) -> bool:
    """Tell whether all words are those of a place and a day, none of a sentence."""
    before = ""
    for word in re.findall(r"[\w'’]+", words):
        is_small = word.islower() and word not in _SMALL_WORDS
        if is_small and not before.isdigit():
            return False
        before = word
    return True


def closing_credits(text: str) -> list[Credit]:
    """Return the agencies that a last line, or the end of a last paragraph, names."""
    if not may_name_house(text[-_MAX_NOTE_CHARS:]):
        return _source_credits(text)
    found = _sign_credits(text) if len(text) < _MAX_SIGN_CHARS else []
    found = found or _note_credits(text)
    if found:
        return found
    bracket = _BRACKET_END.search(text[-_MAX_SIGN_CHARS:])
    if bracket:
        return _sign_credits(bracket[0])
    tail = _TAIL.search(text[-60:])
    is_sign = tail is not None and (agency_named(tail["a"]) or "/" in tail[0] or "—" in tail[0])
    return _signed(tail["a"], tail[0].lstrip('.!?”"» ')) if tail and is_sign else []


def _sign_credits(text: str) -> list[Credit]:
    """Read a line that is only a sign: agencies, initials of the desk, a bracket around."""
    bare = text.strip(" ()[]（）.—–―-/©|")
    if not AGENCY.search(bare) or (bare in NOT_ALONE and text.strip() == bare):
        return []
    shared = _SHARED.match(bare)
    parts = [part for part in _SIGNS.split(bare[shared.end() :] if shared else bare) if part]
    named = [part for part in parts if _is_agency(part)]
    if not named or not all(_is_agency(p) or _INITIALS.fullmatch(p) for p in parts):
        return []
    role = CreditRole.SOURCE if shared else CreditRole.ORIGINATOR
    return [_credit(name, role, text) for part in named for name in _names_in(part)]


def _is_agency(part: str) -> bool:
    match = AGENCY.match(part)
    return match is not None and (match.end() == len(part) or ":" in part)


def _source_credits(text: str) -> list[Credit]:
    """Read a line as "Source: …", whoever that is."""
    source = SOURCE_LINE.match(text) if len(text) < _MAX_SIGN_CHARS else None
    if source is None:
        return []
    named = _names_in(source["a"]) or [source["a"].strip(" .)")]
    return [_credit(name, CreditRole.SOURCE, text) for name in named]


def _note_credits(text: str) -> list[Credit]:
    """Read a sentence that says who else worked on the text, or whose it is."""
    source = _source_credits(text)
    if source:
        return source
    if len(text) > _MAX_NOTE_CHARS:
        return []
    came = _CAME_FROM.search(text) if len(text) < _MAX_SIGN_CHARS else None
    if came:
        return [_credit(name, CreditRole.SOURCE, text) for name in _names_in(came["a"])]
    if SIGN_OFF.match(text) or _GAVE.search(text):
        return [_credit(name, CreditRole.SOURCE, text) for name in _names_in(text)]
    rights = _RIGHTS.search(text)
    if rights and not is_picture_line(text):
        return _signed(rights["a"] or rights["b"], text)
    return _signed(text, text) if _NOTE.search(text) else []


def picture_credits(text: str) -> list[Credit]:
    """Return the houses of a picture: those that stand where captions have credits."""
    tail = text[-_TAIL_CHARS:]
    if not may_name_house(tail):
        return []
    return [
        _credit(PICTURE_HOUSE_OF[match[0]], CreditRole.PHOTO, text)
        for match in PICTURE_HOUSE.finditer(tail)
        if _LED.search(tail[: match.start()]) and _ENDED.match(tail, match.end())
    ]


def desk_credits(text: str) -> list[Credit]:
    """Return the agency beside the initials of an editor, as in "det/dpa"."""
    return _sign_credits(text) if _DESK.match(text) else []


def is_picture_line(text: str) -> bool:
    """Tell whether a short line away from a picture still credits one."""
    if len(text) > _MAX_PICTURE_CHARS or _BARE_SOURCE.match(text) or BYLINE_PREFIX.match(text):
        return False
    tail = text[-_TAIL_CHARS:]
    if _PICTURE_LINE.search(tail) or _BESIDE_PERSON.match(text) or _RIGHTS_BESIDE.search(tail):
        return True
    is_short = len(text) < _MAX_SIGN_CHARS and len(text.split()) <= _MAX_PICTURE_WORDS
    return is_short and any(credit.name not in _AGENCIES for credit in picture_credits(text))


def byline_credits(line: str) -> list[Credit]:
    """Return the agencies that a line with authors names, with or without people."""
    bare = line.strip(" |·•-–—")
    whole = agency_named(bare)
    if whole:
        return [_credit(whole, CreditRole.ORIGINATOR, line)]
    if len(bare) > _MAX_PICTURE_CHARS or bare in NOT_ALONE or not may_name_house(bare):
        return []
    if is_picture_line(bare):
        return picture_credits(bare)
    signed = _sign_credits(bare) if len(bare) < _MAX_SIGN_CHARS else []
    return signed or _note_credits(bare) or _signers(bare)


def _signers(line: str) -> list[Credit]:
    """Return the agencies before or behind the people of a byline."""
    matches = [m for form in (_AGENCY_FIRST.match, _AGENCY_LAST.search) if (m := form(line))]
    if not matches and BYLINE_PREFIX.match(line):
        matches = [m for m in [_AGENCY_AFTER_PEOPLE.search(line)] if m]
    names = (agency_named(match["a"] or match.groupdict().get("b") or "") for match in matches)
    return unique(_credit(name, CreditRole.ORIGINATOR, line) for name in names if name)


def _names_in(text: str) -> list[str]:
    return list(dict.fromkeys(AGENCY_OF[name] for name in AGENCY.findall(text)))


def _signed(words: str, evidence: str) -> list[Credit]:
    return [_credit(name, CreditRole.ORIGINATOR, evidence) for name in _names_in(words)]


def _credit(name: str, role: CreditRole, evidence: str) -> Credit:
    return Credit(name=name, role=role, evidence=evidence[-_MAX_EVIDENCE_CHARS:])


def unique(named: Iterable[Credit]) -> list[Credit]:
    """Return each house once a role, the first words for it."""
    found: dict[tuple[str, CreditRole], Credit] = {}
    for credit in named:
        found.setdefault((credit.name, credit.role), credit)
    return list(found.values())
