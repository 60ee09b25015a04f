"""Bytes of a page to text, by the rules of the web where pages keep to them.

    byte order mark > valid UTF-8 > charset of HTTP > charset of <meta> > windows-1252

Valid UTF-8 wins over a claim because text in another charset is practically never valid.
"""

from __future__ import annotations

import codecs
import re

from tagwire.html_caps import costly_page
from tagwire.model import Reason, Rejected, Response, Stage

MAX_BODY_BYTES = 10_000_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read for a label, where Python's codec of that name knows less.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_ALIASES = {
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "x-cp1251": "cp1251",
    "ks_c_5601-1987": "cp949",
    "windows-874": "cp874",
    "win-1251": "cp1251",
    "iso-8859-8-i": "iso8859-8",
    "x-mac-cyrillic": "mac_cyrillic",
}
_TEXT_CODEC = re.compile(
    r"cp\d+|iso8859-\d+|utf-8|koi8-[ru]|mac[-_]cyrillic|gb18030|big5hkscs|euc_jp|iso2022_jp"
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_PRESCAN_BYTES = 4096
# Share of broken sequences up to which a page still counts as UTF-8 with damage.
_MAX_DAMAGE = 0.01

_MAGIC = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"RIFF", b"\x1f\x8b")
_HTML_START = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|title|meta|div|p|h1)\b", re.IGNORECASE
)
_XML_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset)\b")
_NOT_PAGES = ("image/", "video/", "audio/", "font/", "application/pdf", "application/json")


def utf8_of_page(response: Response) -> bytes | Rejected:
    """Return the page as UTF-8, or why it cannot be one that holds an article.

    Bytes that came as UTF-8 go on as they are; bad ones are U+FFFD to the parser too.
    """
    body = response.body
    refusal = _refusal(body, response.header("content-type") or "")
    if refusal is None:
        text, is_utf8 = _decoded(body, response.header("content-type") or "")
        html = body if is_utf8 else text.encode("utf-8", "replace")
        refusal = costly_page(text, html)
        if refusal is None:
            return html
    reason, detail = refusal
    return Rejected(stage=Stage.EXTRACT, key=response.url, reason=reason, detail=detail)


def _refusal(body: bytes, content_type: str) -> tuple[Reason, str] | None:
    if not body.strip():
        return Reason.EMPTY_BODY, "The page has no content."
    if len(body) > MAX_BODY_BYTES:
        return Reason.TOO_LARGE, f"The page has {len(body):,} bytes, at most {MAX_BODY_BYTES:,}."
    if body.startswith(_MAGIC):
        return Reason.NOT_HTML, "The content is a document, picture or archive, not a page."
    start = body[:_PRESCAN_BYTES]
    if _XML_START.match(start):
        return Reason.NOT_HTML, "The content is a feed or sitemap, not a page."
    if not _HTML_START.search(start) and not _HTML_START.search(body[: 64 * 1024]):
        kind = content_type.lower().strip()
        wide = body.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE))
        if not wide and (kind.startswith(_NOT_PAGES) or b"<" not in body or _is_binary(start)):
            return Reason.NOT_HTML, "The content is not HTML."
    return None


def _is_binary(start: bytes) -> bool:
    return start.count(b"\x00") > 3 or start.lstrip()[:1] in {b"{", b"["}


def decode(body: bytes, content_type: str = "") -> str:
    """Return the text of the page; never fails, bad bytes become U+FFFD."""
    return _decoded(body, content_type)[0]


def _decoded(body: bytes, content_type: str) -> tuple[str, bool]:
    """Return the text, and whether the bytes are UTF-8 without a mark."""
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace"), False
    claims = _claims(body, content_type)
    if "iso2022_jp" not in claims:
        try:
            return body.decode("utf-8"), True
        except UnicodeDecodeError:
            pass
    return _decode_claimed(body, claims), False


def _claims(body: bytes, content_type: str) -> list[str]:
    """Return the codecs that HTTP and the page name, the stronger first."""
    stated = _CHARSET.search(content_type)
    found = [stated[1]] if stated else []
    meta = _META_CHARSET.search(body[:_PRESCAN_BYTES]) or _META_CHARSET.search(body[:65536])
    if meta:
        found.append(meta[1].decode("ascii", "replace"))
    codecs_of_page = (_codec_of(label) for label in found)
    return [codec for codec in codecs_of_page if codec]


def _codec_of(label: str) -> str | None:
    name = label.strip().lower()
    if name in _ALIASES:
        return _ALIASES[name]
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if codec.startswith("utf-16"):
        return "utf-8"  # a page that could be read up to this label is not UTF-16
    codec = _WIDER.get(codec, codec)
    return codec if _TEXT_CODEC.fullmatch(codec) else None


def _decode_claimed(body: bytes, claims: list[str]) -> str:
    candidates = [body.decode(codec, "replace") for codec in dict.fromkeys(claims)]
    if "utf-8" not in claims:
        candidates.append(body.decode("utf-8", "replace"))
    best = min(candidates, key=lambda text: text.count("\ufffd"))
    first = candidates[0] if claims and claims[0] != "utf-8" else best
    for text in (first, best):
        foreign = sum(text.count(char) for char in "\ufffd")
        others = len(text) - len(text.encode("ascii", "ignore"))
        if foreign <= _MAX_DAMAGE * len(text) and foreign * 4 <= max(others, 4):
            return text
    return body.decode("cp1252", "replace")
