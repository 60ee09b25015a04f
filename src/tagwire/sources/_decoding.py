"""Bytes to text: BOM > HTTP charset > XML declaration > UTF-8 > windows-1252."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

# Longest first: the mark of UTF-32-LE begins with the mark of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<?" or "<r" begins where no mark says so.
_SHAPES = (
    (re.compile(rb"<\0\0\0.\0\0\0", re.DOTALL), "utf-32-le"),
    (re.compile(rb"\0\0\0<\0\0\0.", re.DOTALL), "utf-32-be"),
    (re.compile(rb"<\0[^\0]\0", re.DOTALL), "utf-16-le"),
    (re.compile(rb"\0<\0[^\0]", re.DOTALL), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94", re.DOTALL), "cp037"),
)
# What publishers name is often the smaller set of what they write.
_WIDER = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_HTTP_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)

# Bytes that are no UTF-8 are read as windows-1252, C1 controls are what it prints there.
_AS_1252 = {byte: bytes([byte]).decode("windows-1252", "ignore") for byte in range(0x80, 0x100)}
_STRAY_BYTES = {0xDC00 + byte: char for byte, char in _AS_1252.items()}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
C1_AS_1252 = {byte: char for byte, char in _AS_1252.items() if byte < 0xA0}


def decoded(body: bytes, content_type: str = "") -> str:
    """Return the text of a document, whatever its bytes are."""
    for charset in charsets_of(body, content_type):
        # A lost half of a character is no reason to read two bytes as two letters.
        errors = "replace" if charset.startswith(("utf-16", "utf-32")) else "strict"
        try:
            text = body.decode(charset, errors)
        except (UnicodeDecodeError, ValueError):
            continue
        return text.removeprefix("\ufeff")
    return body.decode("utf-8", "surrogateescape").translate(_STRAY_BYTES)


def legal_text(body: bytes, content_type: str = "") -> str:
    """Return the text of a document without characters that XML forbids."""
    return legal(decoded(body, content_type))


def legal(text: str) -> str:
    """Return the text without characters that XML forbids; C1 as windows-1252."""
    return _ILLEGAL.sub(lambda match: C1_AS_1252.get(ord(match[0]), ""), text)


def charsets_of(body: bytes, content_type: str) -> Iterator[str]:
    """Yield the charsets to try, the most trusted first."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            yield charset
    for shape, charset in _SHAPES:
        if shape.match(body):
            yield charset
    named = _HTTP_CHARSET.search(content_type)
    if named and (over_http := _known(named[1])):
        yield over_http
    declared = _DECLARED.search(body[:1024])
    if declared and (written := _known(declared[1].decode("ascii", "replace"))):
        yield written
    yield "utf-8"


def _known(name: str) -> str | None:
    """Return the codec to use for a charset name; None for one that is not a charset."""
    try:
        codec = codecs.lookup(name.removeprefix("x-"))
    except (LookupError, ValueError):
        return None
    wide = _WIDER.get(codec.name, codec.name)
    # "utf-16" in an ASCII-compatible declaration is not true, or it could not be read.
    # Codecs such as "hex" turn bytes into bytes.
    is_text = codec._is_text_encoding
    return wide if is_text and not wide.startswith(("utf-16", "utf-32")) else None
