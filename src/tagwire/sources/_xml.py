"""Text to an XML tree that is safe to walk, whatever the text is.

    text ─ illegal characters, prologue, DOCTYPE out ─ caps ─ entities ─> lxml (recover) ─> Tree

Caps come before the XML parser: it is too late to count inside it (200,000
attributes in one tag cost it seconds before it calls back).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.entities import html5
from typing import NamedTuple

from lxml import etree

from tagwire.model import Reason, Rejected, Stage
from tagwire.sources._decoding import C1_AS_1252, charsets_of, legal

MAX_ITEMS = 2_000
MAX_DEPTH = 256  # the limit of libxml2 without huge_tree
MAX_ATTRIBUTES = 1_000
MAX_TAGS = 400_000  # 10 MB of real feeds hold fewer; more costs memory, not news
MAX_JUNK_TAGS = 2_000
# Two names of XHTML, which feeds are written with, mean other characters in HTML 5.
_NAMED = {**html5, "lang;": "\u2329", "rang;": "\u232a"}
_MAX_ENTITIES = 100
_MAX_ENTITY_CHARS = 200
_MAX_ENTITY_GROWTH = 1_000_000

_ROOT_NAMES = frozenset({"rss", "feed", "rdf", "channel", "html", "urlset", "sitemapindex", "opml"})
_MAX_DOCTYPE_CHARS = 65_536
_SUBSET_END = re.compile(r"\]\s*>")
_FIRST_TAG = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_ITEM = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(?:[iI]tem|ITEM|[eE]ntry)[\s>]")
ITEM_TAGS = [f"{{*}}{name}" for name in ("item", "entry", "Item", "Entry", "ITEM", "ENTRY")]
_LONG_TAG = re.compile(r"<[^<]{8000,}")
_TAG_INSIDE = re.compile(r"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+")
_TAG_BYTES = re.compile(_TAG_INSIDE.pattern.encode())
_DECLARED_ENTITY = re.compile(
    r"<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:\"([^\"&<%]*)\"|'([^'&<%]*)')\s*>", re.IGNORECASE
)
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_ATTRIBUTE = re.compile(r"([\w:.-]+=)(?![\"'])([^\s\"'<>]+)(?=[\s/>])")
# The five of XML are passed over without a call: feeds hold thousands of them.
_REFERENCE = re.compile(
    r"&(?!(?:lt|gt|amp|quot|apos);)(?:#(\d{1,8}|[xX][0-9a-fA-F]{1,8});|([A-Za-z][\w.-]{0,40});|)"
)


# Control characters, raw and by number, mean what windows-1252 has in their places.
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_C1_REFERENCE = re.compile(rb"&#(0*1(?:2[89]|[345]\d)|[xX]0*[89][0-9a-fA-F]);")
_HEAD_BYTES = 4_096
_STRIDE = 4_000  # a tag of 8,000 characters fills one of these


class Tree(NamedTuple):
    """The root of a document, and what had to be cut off it."""

    root: etree._Element
    cut: tuple[Rejected, ...] = ()


class Prologue(NamedTuple):
    """Where the root begins, its local name, and the entities declared before it."""

    start: int
    root: str
    doctype: str


def parse_tree(text: str, url: str, prologue: Prologue) -> Tree | Rejected:
    """Return the tree of a document whose root was found by ``find_root``."""
    reject = _rejector(url)
    body = text[prologue.start :]
    tags = body.count("<")
    if tags > MAX_TAGS:
        return reject(Reason.TOO_LARGE, f"The feed holds more than {MAX_TAGS:,} tags.")
    if _has_huge_tag(body):
        return reject(Reason.TOO_LARGE, f"A tag holds more than {MAX_ATTRIBUTES:,} attributes.")
    cut = []
    if tags > MAX_ITEMS and (end := _end_of_items(body)):
        body = body[:end]
        cut.append(
            reject(Reason.TOO_MANY_ENTRIES, f"Only the first {MAX_ITEMS:,} entries are read.")
        )
    body = _with_entities(body, _declared(prologue.doctype))
    root, log = _parsed(body.encode())
    if any(entry.type_name == "ERR_ATTRIBUTE_NOT_STARTED" for entry in log):
        root, log = _parsed(_TAG.sub(_with_quotes, body).encode())
    if root is None:
        return reject(Reason.NOT_A_FEED, "The XML holds no element that can be read.")
    if any("xcessive depth" in str(entry.message) for entry in log):
        cut.append(reject(Reason.TOO_DEEP, f"Elements are nested deeper than {MAX_DEPTH}."))
    return Tree(root, tuple(cut))


def tree_as_it_is(body: bytes, content_type: str) -> etree._Element | None:
    """Return the root of a document that needs no mending, None for any other.

    Nine feeds in ten are UTF-8 and well-formed, and are read at half the cost.
    """
    if next(charsets_of(body, content_type)) != "utf-8":
        return None
    prologue = find_root(body[:_HEAD_BYTES].decode("utf-8", "replace"))
    if prologue is None or prologue.doctype or _passes_limit(body):
        return None
    root, log = _parsed(_C1_REFERENCE.sub(_meant, _C1_BYTES.sub(_meant, body)))
    if root is None or len(log):
        return None
    return None if sum(1 for _ in root.iter(*ITEM_TAGS)) > MAX_ITEMS else root


def _meant(match: re.Match[bytes]) -> bytes:
    """Return what a control character means, raw in UTF-8 or by its number."""
    raw, number = match[0], match[match.lastindex or 0]
    if raw.startswith(b"&"):
        code = int(number[1:], 16) if number[:1] in b"xX" else int(number)
    else:
        code = raw[1]
    return C1_AS_1252[code].encode()


def _passes_limit(body: bytes) -> bool:
    # Most are too short for so many tags.
    has_many = len(body) > MAX_TAGS and body.count(b"<") > MAX_TAGS
    return has_many or any(map(_is_huge_tag, _tails_without_tag(body)))


def _parsed(body: bytes) -> tuple[etree._Element | None, etree._ListErrorLog]:
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None, parser.error_log
    return root, parser.error_log


def _tails_without_tag(body: bytes) -> Iterator[bytes]:
    """Yield what follows the last bracket before each long stretch without any."""
    at = 0
    while at < len(body) - _STRIDE:
        if body.find(b"<", at, at + _STRIDE) < 0:
            end = body.find(b"<", at)
            end = len(body) if end < 0 else end
            yield body[max(0, body.rfind(b"<", 0, at)) : end]
            at = end
        at += _STRIDE


def _is_huge_tag(tail: bytes) -> bool:
    inside = _TAG_BYTES.match(tail)
    return inside is not None and inside[0].count(b"=") > MAX_ATTRIBUTES


def _with_quotes(tag: re.Match[str]) -> str:
    """Quote the values of a tag: libxml2 drops all that follows a bare one."""
    return _ATTRIBUTE.sub(r'\1"\2"', tag[0])


def _rejector(url: str) -> Callable[[Reason, str], Rejected]:
    def reject(reason: Reason, detail: str) -> Rejected:
        return Rejected(stage=Stage.PARSE, key=url, reason=reason, detail=detail)

    return reject


def find_root(text: str) -> Prologue | None:
    """Find the root of a known kind behind declarations, DOCTYPE and junk."""
    at, doctype = 0, ""
    for _ in range(MAX_JUNK_TAGS):
        at = text.find("<", at)
        tag = _FIRST_TAG.match(text, at) if at >= 0 else None
        if tag and (name := tag[1].lower()) in _ROOT_NAMES:
            return Prologue(at, name, doctype)
        end = _end_of_markup(text, at) if at >= 0 else -1
        if end < 0:
            return None
        if text.startswith("<!DOCTYPE", at):
            doctype = text[at:end]
        at = end + 1
    return None


def _end_of_markup(text: str, start: int) -> int:
    """Return where what begins here ends, -1 when it never does."""
    if text.startswith("<!--", start):
        return text.find("-->", start)
    if text.startswith("<!", start):
        return _end_of_doctype(text, start)
    if text.startswith("<?", start):
        return text.find(">", start)
    return start


def _end_of_doctype(text: str, start: int) -> int:
    """Return where the DOCTYPE ends, over its internal subset."""
    close = text.find(">", start)
    subset = text.find("[", start, close if close > 0 else None)
    if subset < 0:
        return close
    ends = _SUBSET_END.search(text, subset, subset + _MAX_DOCTYPE_CHARS)
    return ends.end() - 1 if ends else close


def _has_huge_tag(text: str) -> bool:
    for match in _LONG_TAG.finditer(text):
        if match[0].count("=") > MAX_ATTRIBUTES:
            inside = _TAG_INSIDE.match(match[0])
            if inside and inside[0].count("=") > MAX_ATTRIBUTES:
                return True
    return False


def _end_of_items(text: str) -> int | None:
    """Return where the first item too many begins, None when there is none."""
    for n, match in enumerate(_ITEM.finditer(text)):
        if n == MAX_ITEMS:
            return match.start()
    return None


def _declared(doctype: str) -> dict[str, str]:
    """Return the entities of a DOCTYPE that stand for a short plain text."""
    found = {}
    for name, double, single in _DECLARED_ENTITY.findall(doctype)[:_MAX_ENTITIES]:
        if len(double or single) <= _MAX_ENTITY_CHARS:
            found[name] = double or single
    return found


def _with_entities(text: str, declared: dict[str, str]) -> str:
    """Replace the references that XML does not know, outside of CDATA."""
    if "&" not in text:
        return text
    small = {
        name: value
        for name, value in declared.items()
        if text.count(f"&{name};") * len(value) <= _MAX_ENTITY_GROWTH
    }

    def replacement(match: re.Match[str]) -> str:
        return _replacement(match, small)

    parts: list[str] = []
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            break
        parts += [_REFERENCE.sub(replacement, text[at:start]), text[start : end + 3]]
        at = end + 3
    # An open CDATA section goes on to the end of the document.
    tail = text[at:] if start < 0 else text[at:start]
    parts += [_REFERENCE.sub(replacement, tail), text[at + len(tail) :]]
    return "".join(parts)


def _replacement(match: re.Match[str], declared: dict[str, str]) -> str:
    number, name = match[1], match[2]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        if code in C1_AS_1252:
            return C1_AS_1252[code]
        is_char = code < 0x110000 and legal(chr(code)) == chr(code)
        return f"&#{code};" if is_char else ""
    if name in declared:
        return declared[name]
    known = _NAMED.get(f"{name};") if name else None
    # Not an entity at all: the ampersand of "AT&T" or "?a=1&b=2".
    return _escaped(known) if known else "&amp;" + match[0][1:]


def _escaped(chars: str) -> str:
    return chars.replace("&", "&amp;").replace("<", "&lt;")
