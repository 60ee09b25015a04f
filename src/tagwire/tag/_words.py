"""Text to tokens, and tokens to runs: stretches that may hold names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tagwire.tag.tables.names import ABBREVIATIONS, OF_HEADS

# "U.S." and "J.D." are one token; apostrophes, hyphens and & bind inside a word.
# "@somebody" is an address and no name.
_TOKEN = re.compile(r"@\w+|(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-‐‑&'’ʼ][^\W_]+)*")
_ELISION = re.compile(
    r"(?:[dlscnjmtDLSCNJMT]|qu|Qu|(?:[dDnsSNaA]?(?:el|al|ul)l)|un|Un|jusqu|lorsqu|puisqu)['’](?=\w)"
)
_POSSESSIVE = re.compile(r"(?:['’ʼ]s|['’ʼ]S)$")
# "pro-Russian", "ex-President": the name begins behind the hyphen; "al-Assad" is one name.
_PREFIX = re.compile(
    r"^(?!al-|el-|as-|ar-|ad-|an-|ash-|at-|az-|bin-|ibn-)(?:[^\W\d_A-Z]{2,})[-‐‑](?=[^\W\d_])"
)
_OPENERS = " \t\xa0\u202f\"'“”„‘’‚«»‹›([{¿¡*•·–—―-|>/"
_STOPS = ".!?…:;\n\r。！？؟۔।"
_ELIDING = frozenset({"fr", "it", "ca", "oc", "pt"})


class Token(NamedTuple):
    """A word: where it stands, and whether it opens a sentence."""

    start: int
    end: int
    text: str
    lower: str
    capital: bool
    initial: bool  # only told for capitals
    bound: bool = False  # goes on with a known name, whatever stands between


def tokens_of(text: str, language: str | None) -> list[Token]:
    """Return the words in order; possessives and elided articles are cut off."""
    eliding = language in _ELIDING
    tokens = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word[0] == "@":
            continue
        lower = word.lower()
        if word == lower:
            tokens.append(Token(match.start(), match.end(), word, word, False, False))
        else:
            tokens.append(_capital_token(text, match.start(), word, eliding))
    return tokens


# "I'm", "He'll": a pronoun with its verb, and no name.
_CONTRACTION = re.compile(
    r"(?:i|you|we|they|he|she|it|that|there|here|who|what|where|let|don|isn|won|can|didn|doesn|wasn)['’](?:[a-z]+)",
    re.IGNORECASE,
)


# "Russian-occupied", "US-led": the name ends at the hyphen.
_PARTICIPLE = re.compile(
    r"-(?:[a-z]+(?:ed|ing)|led|run|born|style|wide|era|made|held|like|area|bound|level|friendly|only|owned)$"
)


def _capital_token(text: str, start: int, word: str, eliding: bool) -> Token:
    initial = is_initial(text, start)
    if ("'" in word or "’" in word) and _CONTRACTION.fullmatch(word):
        return Token(start, start + len(word), word, word.lower(), False, False)
    end = start + len(word)
    if (cut := _POSSESSIVE.search(word)) is not None:
        end, word = start + cut.start(), word[: cut.start()]
    if not eliding and "-" in word and (tail := _PARTICIPLE.search(word)) is not None:
        end, word = start + tail.start(), word[: tail.start()]
    prefix = _PREFIX.match(word)
    if prefix is None and (eliding or word[0].islower()):
        prefix = _ELISION.match(word)
    if prefix is not None and eliding and word[prefix.end() :].islower():
        return Token(start, end, word, word.lower(), False, False)
    if prefix is not None and not word[prefix.end() :].islower():
        start, word = start + prefix.end(), word[prefix.end() :]
    lower = word.lower()
    return Token(start, end, word, lower, word != lower, initial and prefix is None)


def is_initial(text: str, start: int) -> bool:
    """Tell whether a word here is the first of its sentence or of a quotation."""
    i = start - 1
    while i >= 0 and text[i] in _OPENERS:
        i -= 1
    if i < 0:
        return True
    if text[i] != ".":
        return text[i] in _STOPS or text[i + 1 : start].strip(" \t\xa0)") != ""
    word = re.search(r"([^\W_]+)$", text[max(0, i - 12) : i])
    return word is None or not (
        (len(word[1]) == 1 and word[1].isupper()) or word[1].lower() in ABBREVIATIONS
    )


def runs_of(text: str, tokens: Sequence[Token], language: str | None) -> list[list[Token]]:
    """Return the stretches of capital words, with the particles that bind them."""
    singles = _SINGLES.get(language or "en", _SINGLES["en"])
    runs: list[list[Token]] = []
    run: list[Token] = []
    pending: list[Token] = []
    for token in tokens:
        if token.capital:
            if run and _binds(text, run, pending, token):
                run += [*pending, token]
            else:
                if run:
                    runs.append(run)
                run = [token]
            pending = []
        elif run:
            pending.append(token)
            if len(pending) > 2 or not _may_bind(text, run, pending, singles):
                runs.append(run)
                run = []
                pending = []
    if run:
        runs.append(run)
    return runs


def _may_bind(
    text: str, run: Sequence[Token], pending: Sequence[Token], singles: frozenset[str]
) -> bool:
    before = pending[-2] if len(pending) > 1 else run[-1]
    if text[before.end : pending[-1].start] not in (" ", "\xa0"):
        return False
    word = pending[-1].lower
    if (
        len(pending) == 1
        and word in {"der", "den", "de", "dem"}
        and run[-1].lower in {"van", "von"}
    ):
        return True
    if len(pending) == 2:
        return (pending[0].lower, word) in _PAIRS
    return word in singles


# Words that bind alone, by language: "den" is an article in German and a particle in Dutch.
_EVERYWHERE = frozenset({"de", "von", "van", "bin", "ibn", "bint", "ben", "abu"})
_SINGLES: dict[str, frozenset[str]] = {
    "en": _EVERYWHERE | {"of", "for", "and", "del", "della", "di", "da", "al", "el", "du", "y"},
    "de": _EVERYWHERE | {"für", "und", "di", "da", "del", "al", "of"},
    "fr": _EVERYWHERE | {"du", "des", "et", "al", "el", "da"},
    "es": _EVERYWHERE | {"del", "y", "da"},
    "it": _EVERYWHERE | {"di", "del", "della", "dei", "degli", "delle", "dell", "da", "e"},
    "pt": _EVERYWHERE | {"da", "do", "dos", "das", "del", "e"},
    "ca": _EVERYWHERE | {"del", "i", "dels"},
    "ro": _EVERYWHERE,
    "sv": _EVERYWHERE | {"af", "för", "och"},
    "nl": _EVERYWHERE | {"voor", "en"},
}
_PAIRS = {
    *((first, second) for first in ("of", "for") for second in ("the", "a")),
    *((first, second) for first in ("de", "à") for second in ("la", "las", "los", "le", "l")),
    *((first, second) for first in ("van", "von") for second in ("der", "den", "de", "dem")),
    ("auf", "der"),
    ("bin", "al"),
}
_ENGLISH_BINDERS = frozenset({"of", "for", "für"})


def _binds(text: str, run: Sequence[Token], pending: Sequence[Token], token: Token) -> bool:
    before = pending[-1] if pending else run[-1]
    gap = text[before.end : token.start]
    if token.bound:
        return True
    if not pending:
        return _bridges(gap, run[-1])
    if gap not in (" ", "\xa0"):
        return False
    first = pending[0].lower
    if first in _ENGLISH_BINDERS:
        return run[-1].lower in OF_HEADS or run[0].lower in OF_HEADS
    return True


def _bridges(gap: str, before: Token) -> bool:
    if gap in (" ", "\xa0", " & "):
        return True
    if gap in (". ", ".\xa0"):
        return len(before.text) == 1 or before.lower in ABBREVIATIONS
    return gap == "." and len(before.text) == 1
