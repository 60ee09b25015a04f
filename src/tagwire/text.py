"""Text without language: blanks, slugs, words, sentences, equality."""

from __future__ import annotations

import re
import unicodedata

import xxhash

# Invisible characters that change no word. Joiners (U+200C, U+200D) are spelling in
# Persian, Hindi and emoji: they stay.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")

_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_SYMBOLS = {"+": " plus ", "&": " and ", "@": " at ", "%": " percent ", "♯": " sharp "}
# C# and F# are sharp; a hash before a word only marks it.
_SHARP = re.compile(r"(?<=\w)#")

_WORD = re.compile(r"\w+")
_BY_CHARACTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")

_STOP = re.compile(r"[。！？｡]+[」』”’）]*|(?<![.!?…؟۔।])[.!?…؟۔।]++[\"'”’»)\]]*(?=\s|$)|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b\w|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Cpl|Maj|Adm|Rev|Hon|Pres|St|Jr|Sr|vs|"
    r"Nr|Sra|Dra|Mme|Mlle|Hr|Fr|bzw|ca|Inc|Corp|Ltd|Co|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec))$"
)


def squeeze(text: str) -> str:
    """Return the text in NFC with single blanks and without invisible characters."""
    # What the patterns look for is never printable; nearly all texts are.
    if not text.isprintable():
        text = _CONTROLS.sub(" ", _INVISIBLE.sub("", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    # Split and join costs a sixth of a substitution of each blank.
    return " ".join(text.split())


def slug_of(label: str) -> str:
    """Return the label as a piece of an URL path: lower case, words joined by ``-``.

    Letters of all scripts stay; dots never survive; symbols that tell names apart
    become words. Empty only for a label without letter, digit or such a symbol.
    """
    text = _SHARP.sub(" sharp ", unicodedata.normalize("NFKC", label)).translate(_APOSTROPHES)
    for symbol, word in _SYMBOLS.items():
        text = text.replace(symbol, word)
    folded = unicodedata.normalize("NFKC", text.casefold())
    kept = "".join(char if _in_slug(char) else " " for char in folded)
    return "-".join(kept.split())


def _in_slug(char: str) -> bool:
    # Marks belong to their letter: Hindi and Thai cannot be spelled without them.
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def words_of(text: str) -> list[str]:
    """Return the words in lower case; scripts without blanks give characters."""
    words: list[str] = _WORD.findall(text.lower())
    if text.isascii() or not _BY_CHARACTER.search(text):
        return words
    found: list[str] = []
    for word in words:
        if _BY_CHARACTER.search(word):
            found.extend(word)
        else:
            found.append(word)
    return found


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences, in order, without the blanks around them."""
    spans = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_sentence(text, stop):
            spans.append((start, stop.end()))
            start = stop.end()
    spans.append((start, len(text)))
    trimmed = (_trimmed(text, *span) for span in spans)
    return [span for span in trimmed if span[0] < span[1]]


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    if stop[0] != ".":
        return not text[stop.end() : stop.end() + 2].strip()[:1].islower() or "\n" in stop[0]
    after = text[stop.end() : stop.end() + 40].lstrip()
    if after[:1].islower():
        return False
    return not (after and _ABBREVIATION.search(text, max(0, stop.start() - 8), stop.start()))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def content_hash(text: str) -> str:
    """Return a 32-digit hexadecimal hash, equal for texts that differ in blanks only."""
    return xxhash.xxh3_128_hexdigest(squeeze(text).encode("utf-8", "surrogatepass"))
