"""Words as search compares them: one function for the index and for what people type.

A word is folded: compatibility forms, case, and the marks that people leave out
when they type. Scripts without spaces give overlapping pairs of characters, so
that any part of a text is found:

    "Zoë's F16-Jet"   zoe s f 16 jet
    "東京は雨"          東京 京は は雨 雨
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, groupby, pairwise

# Longer runs are no words: encoded data, or a script that we take for one with blanks.
MAX_WORD_CHARS = 64
# Longer runs are sentences of scripts without spaces: they do not come again.
MAX_CACHED_CHARS = 32

# Characters that are written or left out at will: they neither part nor change words.
_DROPPED = (
    "\u00ad\u034f\u05f3\u05f4\u061c\u0640\u180b\u180c\u180d\u180e\u180f\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
# Combining marks belong to their letter, and Python's \w does not know them. Blocks are
# taken as a whole where they hold letters and marks only.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u082d\u0859-\u085b\u0897-\u089f\u08ca-\u0903"
    "\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u09fe"
    "\u0a01-\u0a03\u0a3c-\u0a51\u0a70-\u0a75\u0a81-\u0a83\u0abc-\u0acd\u0ae2\u0ae3\u0afa-\u0b03"
    "\u0b3c-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c-\u0c56\u0c62\u0c63"
    "\u0c81-\u0c83\u0cbc-\u0cd6\u0ce2\u0ce3\u0cf3\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d62\u0d63"
    "\u0d81-\u0d83\u0dca-\u0ddf\u0df2\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc"
    "\u0fc6\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074"
    "\u1082-\u108d\u108f\u109a-\u109d\u135d-\u135f\u1712-\u1715\u1732-\u1734\u1752\u1753\u1772\u1773"
    "\u17b4-\u17d3\u17dd\u1885\u1886\u18a9\u1920-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1aff\u1b00-\u1b04"
    "\u1b34-\u1b44\u1b6b-\u1b73\u1b80-\u1b82\u1ba1-\u1bad\u1be6-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2"
    "\u1cd4-\u1ce8\u1ced\u1cf4\u1cf7-\u1cf9\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff"
    "\u302a-\u302f\u3099\u309a\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802\ua806\ua80b"
    "\ua823-\ua827\ua82c\ua880\ua881\ua8b4-\ua8c5\ua8e0-\ua8f1\ua8ff\ua926-\ua92d\ua947-\ua953"
    "\ua980-\ua983\ua9b3-\ua9c0\ua9e5\uaa29-\uaa36\uaa43\uaa4c\uaa4d\uaa7b-\uaa7d\uaab0-\uaac1"
    "\uaaeb-\uaaef\uaaf5\uaaf6\uabe3-\uabea\uabec\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
)
# Han, kana, bopomofo, Hangul (its particles are written to the word), Thai, Lao, Burmese, Khmer.
_SPACELESS = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u302f\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u318e"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf"
    "\u1000-\u103f\u1050-\u109f\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f\u1780-\u17d3\u17d7\u17dc\u17dd"
)
_DROP = dict.fromkeys(map(ord, _DROPPED))
_PIECE = re.compile(f"([{_SPACELESS}]+)|((?:(?![{_SPACELESS}_])(?:[^\\W0-9]|[{_MARKS}]))+|[0-9]+)")
_SPACELESS_START = re.compile(f"[{_SPACELESS}]")
_UNIT = re.compile(f".[{_MARKS}]*")
_ASCII_WORD = re.compile(r"[a-z]+|[0-9]+")

# Hebrew acronyms are typed with the quotes of the keyboard.
_HEBREW_QUOTE = re.compile("([\u05d0-\u05ea])[\"'](?=[\u05d0-\u05ea])")

# Marks that no spelling needs: Hebrew points, Arabic vowels and hamzas, variation selectors.
_OPTIONAL = re.compile(
    "[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20f0\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f]"
)
# Letters that are typed as others but do not decompose.
_LETTERS = {
    **dict(zip("łđðøıħŧŋ", "lddoihtn", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    # Arabic: alef wasla, alef maqsura, teh marbuta; and Persian and Urdu forms of yeh, kaf, heh.
    **dict(zip("ٱىةیکہەھ", "ايهيكههه", strict=True)),
}


def index_words(text: str) -> list[str]:
    """Return the words of a text in order, folded; never with blanks or ASCII punctuation."""
    if text.isascii():
        return _cut(_ASCII_WORD.findall(text.lower()))
    runs = runs_of(text)
    # Nearly always the cache alone, without a step in Python for each run.
    fold = _known_words if max(map(len, runs), default=0) <= MAX_CACHED_CHARS else words_of_run
    return list(chain.from_iterable(map(fold, runs)))


@dataclass(frozen=True, slots=True)
class Sought:
    """The words that stand side by side in what is sought.

    When ``is_open``, the last word is only the beginning of one: a single character of
    a script without spaces, of which the index holds pairs.
    """

    words: tuple[str, ...]
    is_open: bool = False


@lru_cache(maxsize=1024)
def sought_words(text: str) -> Sought:
    """Return how a word or phrase that somebody typed stands in ``index_words`` of texts."""
    words = index_words(text)
    if not words or not is_spaceless(words[-1]):
        return Sought(tuple(words))
    if len(words) > 1 and words[-2] != words[-1] and words[-2].endswith(words[-1]):
        # A pair before the last character: the text may go on where the phrase ends.
        return Sought(tuple(words[:-1]))
    return Sought(tuple(words), is_open=True)


def runs_of(text: str) -> list[str]:
    """Return the pieces of a text that ``index_words`` folds one by one, as they are spelled."""
    return _run().findall(with_hebrew_quotes(text))


@cache
def _run() -> re.Pattern[str]:
    """Return what matches letters, digits and all that belongs to them, as one plain set.

    With ``\\w`` in it, Python tries its ranges one by one: that takes three times as long.
    """
    alnum = (n for n in range(0x10000) if chr(n).isalnum())
    ranges = []
    for _, group in groupby(enumerate(alnum), key=lambda pair: pair[1] - pair[0]):
        numbers = [n for _, n in group]
        ranges.append(f"{chr(numbers[0])}-{chr(numbers[-1])}")
    return re.compile(f"[{''.join(ranges)}{_MARKS}{_DROPPED}\U00010000-\U000e01ef]+")


def iter_places(text: str) -> Iterator[tuple[str, int]]:
    """Yield the words of a text, each with about where it starts (code points)."""
    for run in _run().finditer(with_hebrew_quotes(text)):
        words = words_of_run(run[0])
        size = run.end() - run.start()
        for n, word in enumerate(words):
            yield word, run.start() + n * size // len(words)


def with_hebrew_quotes(text: str) -> str:
    """Return the text with the quotes inside Hebrew words spelled as gershayim."""
    return text if text.isascii() else _HEBREW_QUOTE.sub("\\1\u05f4", text)


def is_spaceless(word: str) -> bool:
    """Tell whether a word is of a script without spaces: a pair, or a last character."""
    return _SPACELESS_START.match(word) is not None


def words_of_run(run: str) -> tuple[str, ...]:
    """Return the words of one of ``runs_of`` a text."""
    return _known_words(run) if len(run) <= MAX_CACHED_CHARS else _new_words(run)


def _new_words(run: str) -> tuple[str, ...]:
    words: list[str] = []
    for spaceless, word in _PIECE.findall(_folded(run)):
        if word:
            words.append(word[:MAX_WORD_CHARS])
        else:
            units = _UNIT.findall(spaceless)
            words.extend(map("".join, pairwise(units)))
            words.append(units[-1])
    return tuple(words)


# Equal without it; texts use the same words over and over.
_known_words = lru_cache(maxsize=1 << 16)(_new_words)


def _cut(words: list[str]) -> list[str]:
    return [word if len(word) <= MAX_WORD_CHARS else word[:MAX_WORD_CHARS] for word in words]


def _folded(run: str) -> str:
    """Return the run without case, compatibility forms and optional marks."""
    text = unicodedata.normalize("NFKC", run.translate(_DROP)).casefold()
    if text.isascii():
        return text
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFKD", text):
        if unicodedata.category(char)[0] != "M":
            base = char
        elif _is_optional(base, char):
            continue
        kept.append(
            str(unicodedata.decimal(char)) if char.isdecimal() else _LETTERS.get(char, char)
        )
    # NFKD takes the Thai and Lao vowel am apart, behind which tone marks would stand.
    text = "".join(kept).replace("\u0e4d\u0e32", "\u0e33").replace("\u0ecd\u0eb2", "\u0eb3")
    return unicodedata.normalize("NFC", text)


def _is_optional(base: str, mark: str) -> bool:
    """Tell whether a mark is left out when typing."""
    if _OPTIONAL.match(mark):
        return True
    if not "\u0300" <= mark <= "\u036f":
        return False
    if not "\u0400" <= base <= "\u052f":
        return True
    # й, ї and ў are letters of their own; ё is written е, and stress marks are for learners.
    return base == "е" or len(unicodedata.normalize("NFC", base + mark)) > 1
