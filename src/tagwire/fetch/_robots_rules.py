"""The rules of one robots.txt, as RFC 9309 and Google's parser read them.

    bytes ─ lines ─ groups of agents ─ those of one agent ─> rules, the longest first

Of two rules that match, the longer one decides; of two equally long ones, the one that allows.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_ROBOTS_BYTES = 512_000  # RFC 9309 asks for 500 KiB at least; the rest is ignored
_MAX_LINE_CHARS = 16_664  # as Google: eight times the longest address of its old browsers

_AGENT_TOKEN = re.compile(r"[A-Za-z_-]+")
_ALL_AGENTS = re.compile(r"\*(?:\s|$)")
_LINE_END = re.compile(r"\r\n|\r|\n")
# What lines begin with, also misspelled: the names that Google takes for them.
_KINDS = {
    "user-agent": "agent",
    "useragent": "agent",
    "user agent": "agent",
    "allow": "allow",
    "disallow": "disallow",
    "dissallow": "disallow",
    "dissalow": "disallow",
    "disalow": "disallow",
    "diasllow": "disallow",
    "disallaw": "disallow",
    "crawl-delay": "delay",
    "request-rate": "rate",
}
_NAME = re.compile("|".join(sorted(_KINDS, key=len, reverse=True)), re.IGNORECASE)
_ESCAPED = re.compile(r"%[0-9a-fA-F]{2}|[^\x00-\x7f]")
_HEX = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?|\.\d{1,9}")
_RATE = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})\s*([smh]?)(?:\s.*)?", re.IGNORECASE)
_UNITS_S = {"": 1, "s": 1, "m": 60, "h": 3600}
_SCHEME = re.compile(r"[^/?#;]*://|//")
_INDEX = re.compile(r"/index\.html?[^/]*\Z", re.DOTALL)


class Pattern(NamedTuple):
    """What paths begin with, what else comes in them in order, and whether they end there."""

    first: str
    others: tuple[str, ...]
    is_whole: bool

    def fits(self, path: str) -> bool:
        """Tell whether a path is one of these."""
        if not path.startswith(self.first):
            return False
        at = len(self.first)
        if not self.others:
            return not self.is_whole or at == len(path)
        # The leftmost place leaves most to those behind it.
        for part in self.others[:-1] if self.is_whole else self.others:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        last = self.others[-1]
        return not self.is_whole or (path.endswith(last) and len(path) - len(last) >= at)


class Rule(NamedTuple):
    """One pattern as written, and whether it allows."""

    written: str
    allows: bool


class _Choice(NamedTuple):
    """What holds for one agent, the rule that decides first."""

    rules: tuple[tuple[Pattern, bool], ...]
    delay_s: float | None


@dataclass(slots=True)
class _Group:
    """The lines below some agents; "*" stands for all that have no group of their own."""

    agents: set[str] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    delays_s: dict[str, float] = field(default_factory=dict)  # by agent


class Rules:
    """The rules of one robots.txt."""

    def __init__(self, body: bytes) -> None:
        text = body[:MAX_ROBOTS_BYTES].removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
        self._groups = list(_groups(text))
        self._chosen: dict[str, _Choice] = {}

    def allows(self, url: str, agent: str) -> bool:
        """Say whether this agent may fetch the URL."""
        path = _path_of(url)
        found = (allows for pattern, allows in self._for(agent).rules if pattern.fits(path))
        return next(found, True)

    def crawl_delay(self, agent: str) -> float | None:
        """Return the seconds between requests that the host asks of this agent, or None."""
        return self._for(agent).delay_s

    def _for(self, agent: str) -> _Choice:
        chosen = self._chosen.get(agent)
        if chosen is None:
            chosen = self._chosen[agent] = self._choice(agent.lower())
        return chosen

    def _choice(self, agent: str) -> _Choice:
        """Join the groups of an agent, else those of all agents; the longest rule first."""
        own = [group for group in self._groups if agent in group.agents]
        groups = own or [group for group in self._groups if "*" in group.agents]
        rules = {rule for group in groups for rule in group.rules if rule.written}
        by_length = sorted(rules, key=lambda rule: (-len(rule.written), not rule.allows))
        named = agent if own else "*"
        delays = [group.delays_s[named] for group in groups if named in group.delays_s]
        return _Choice(
            rules=tuple((pattern_of(rule.written), rule.allows) for rule in by_length),
            delay_s=max(delays, default=None),
        )


def pattern_of(written: str) -> Pattern:
    """Read a pattern, in which ``*`` is anything and ``$`` at its end the end."""
    first, *others = written.removesuffix("$").split("*")
    return Pattern(first, tuple(others), written.endswith("$"))


def _groups(text: str) -> Iterator[_Group]:
    """Yield the groups. Only rules end a list of agents: a line of another kind does not."""
    group, named = _Group(), set[str]()  # the agents named last, until they have their delay
    before = ""
    for kind, value in _lines(text):
        if kind == "agent":
            if group.rules:
                yield group
                group = _Group()
            if before != "agent":
                named = set()
            agents = list(_agents_of(value))
            named.update(agents)
            group.agents.update(agents)
        elif kind in _DELAYS:
            delay_s = _DELAYS[kind](value)
            if delay_s is not None:
                group.delays_s.update(dict.fromkeys(named, delay_s))
                named = set()
        elif group.agents:
            group.rules.extend(_rules_of(value, allows=kind == "allow"))
        before = kind
    yield group


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield kind and value of the lines that mean something."""
    for line in _LINE_END.split(text):
        written = line[:_MAX_LINE_CHARS].partition("#")[0].strip()
        name = _NAME.match(written)
        if name is None:
            continue
        _, colon, value = written.partition(":")
        if not colon:  # nothing but blanks between two words will do
            words = written.split()
            value = words[1] if len(words) == 2 else ""
        if colon or value:
            yield _KINDS[name[0].lower()], value.strip()


def _agents_of(value: str) -> Iterator[str]:
    """Yield the agent of a line; its name ends where no product token goes on ("Foo Bar")."""
    if _ALL_AGENTS.match(value):
        yield "*"
    elif token := _AGENT_TOKEN.match(value):
        yield token[0].lower()


def _rules_of(value: str, *, allows: bool) -> Iterator[Rule]:
    pattern = _escaped(value)
    yield Rule(pattern, allows)
    # Who allows the index page means the folder: "/" shows the same.
    if allows and (index := _INDEX.search(pattern)):
        yield Rule(pattern[: index.start() + 1] + "$", allows)


def _delay_of(value: str) -> float | None:
    return float(value) if _NUMBER.fullmatch(value) else None


def _rate_of(value: str) -> float | None:
    """Return the seconds for each request of "1/10", "30/1m"."""
    match = _RATE.fullmatch(value)
    if match is None or int(match[1]) == 0:
        return None
    return int(match[2]) * _UNITS_S[match[3].lower()] / int(match[1])


_DELAYS: Mapping[str, Callable[[str], float | None]] = {"delay": _delay_of, "rate": _rate_of}


def _path_of(url: str) -> str:
    """Return path and query of an encoded URL, "/" for none; other parts play no role."""
    scheme = _SCHEME.match(url)
    rest = url[scheme.end() if scheme else 0 :].partition("#")[0]
    start = re.search(r"[/?;]", rest)
    path = rest[start.start() :] if start else ""
    whole = path if path.startswith("/") else "/" + path
    return _HEX.sub(lambda match: match[0].upper(), whole)


def _escaped(text: str) -> str:
    """Write percent-encoding in one way: what is not ASCII is encoded, in upper case."""
    return _ESCAPED.sub(_escaped_char, text)


def _escaped_char(match: re.Match[str]) -> str:
    found = match[0]
    if found.startswith("%"):
        return found.upper()
    return "".join(f"%{byte:02X}" for byte in found.encode("utf-8", "replace"))
