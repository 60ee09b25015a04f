"""Which tags of an article are sure enough for a page of their own."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tagwire.model import Article, ArticleTag, Publisher, Role, Tag, TagKind
from tagwire.tag._fields import Field
from tagwire.tag.tables.names import ORGANISATION_HEADS
from tagwire.text import slug_of, words_of

# Below this a name was guessed from its shape alone.
SURE_ENOUGH = 0.5
# From here on one mention is enough: a given name, a title, a head word.
SURE_ALONE = 0.8
# Where every noun has a capital, two capitals side by side are no sign of a person.
SURE_BY_NOUNS = 0.75
NOUN_CAPITALS = frozenset({"de", "lb"})
# A speaker, and a place behind "in", are named for what they are.
SURE_BY_ROLE = 0.6
# Named more often than this, a guess will do.
MANY = 2
MAX_LINKED = 3
MAX_TELLING = 12
MAX_ACRONYM = 6
SHORT_ACRONYM = 2  # an office or a code more often than a body
# An adjective of a country in passing makes no page of the people.
MIN_GROUP_RELEVANCE = 0.08
_PARTIES = frozenset({TagKind.PERSON, TagKind.ORGANISATION, TagKind.AGENCY, TagKind.EVENT})
_HOUSES = frozenset({TagKind.ORGANISATION, TagKind.AGENCY, TagKind.DOMAIN, TagKind.OBJECT})


class Evidence(NamedTuple):
    """What is known of one tag: where it is named, as what, how surely."""

    tag: Tag
    sure: float
    known: bool
    roles: frozenset[Role]
    fields: frozenset[str]
    times: int  # how often it is named
    relevance: float
    small: bool = False  # only ever written without a capital


class Judge:
    """Decides for the tags of one article."""

    def __init__(
        self,
        article: Article,
        fields: Sequence[Field],
        language: str | None,
        common: frozenset[str],
    ) -> None:
        self.own = own_slugs(article.publisher)
        self.printed = {field.name for field in fields}
        self.by_nouns = language in NOUN_CAPITALS
        self.common = common
        self.is_telling = _is_telling(article.keywords, fields)
        self.machine_made = _is_machine_made(article.keywords, article.headline)

    def is_shown(self, found: Evidence, links: int) -> bool:
        """Tell whether a tag is shown; ``links`` is how many houses the article links to."""
        in_headline = "headline" in found.fields
        kind = found.tag.kind
        if self.is_own(found.tag) and not (in_headline and kind is not TagKind.DOMAIN):
            return False
        if not found.fields & self.printed:
            return found.known and self.is_telling and Role.AUTHOR not in found.roles
        if Role.AUTHOR in found.roles and not in_headline and Role.SPEAKER not in found.roles:
            return False
        if kind is TagKind.DOMAIN:
            return found.roles != {Role.LINKED_DOMAIN} or links <= MAX_LINKED
        if kind is TagKind.GROUP and not in_headline:
            # "Deutsche" stands in every second German article.
            return found.relevance >= MIN_GROUP_RELEVANCE and not found.small
        if kind is TagKind.KEYWORD:
            return self._is_good_keyword(found)
        if found.known:
            return found.sure >= SURE_ENOUGH
        return found.roles != {Role.PHOTO_CREDIT} and self._is_sure(found)

    def is_own(self, tag: Tag) -> bool:
        """Tell whether the tag is the house that publishes the article."""
        return (tag.kind in _HOUSES or tag.uri is None) and _folded(tag.slug) in self.own

    def _is_sure(self, found: Evidence) -> bool:
        """Tell whether a name that no catalogue has is more than a guess."""
        needed = SURE_ENOUGH
        if found.tag.kind is TagKind.PERSON and self.by_nouns and found.times <= MANY:
            needed = SURE_BY_NOUNS
        if found.sure < needed or self._is_bare(found):
            return False
        if "headline" in found.fields or found.times > 1:
            return True
        if " " not in found.tag.label:
            return found.tag.kind is TagKind.PLACE and found.sure >= SURE_BY_ROLE
        by_role = Role.SPEAKER in found.roles and found.sure >= SURE_BY_ROLE
        return by_role or found.sure >= SURE_ALONE

    def _is_bare(self, found: Evidence) -> bool:
        """Tell whether a name is letters or a head word, and nobody says of whom."""
        label = found.tag.label
        if label.casefold() in ORGANISATION_HEADS:
            return True
        often = MANY if len(label) > SHORT_ACRONYM else MANY + 1
        told = Role.PUBLISHER_KEYWORD in found.roles or found.times >= often
        return is_acronym(label) and not told

    def _is_good_keyword(self, found: Evidence) -> bool:
        """Tell whether a keyword of the publisher says more than a word of the headline."""
        word = found.tag.label
        if " " in word:
            return True
        if self.machine_made or word.casefold() in self.common or word[0].isdigit():
            return False
        return found.times > 1 or "headline" in found.fields


def is_acronym(label: str) -> bool:
    """Tell whether a label is but a few capitals: "VP"."""
    return label.isalpha() and label.isupper() and len(label) <= MAX_ACRONYM


def own_slugs(publisher: Publisher) -> frozenset[str]:
    """Return what a publisher may be called in its own articles, without accents."""
    host, name = publisher.domain, publisher.name
    names = [name, name.removeprefix("The "), host, host.split(".")[0], name.split(".")[0]]
    return frozenset(_folded(slug_of(each)) for each in names) - {""}


def _folded(slug: str) -> str:
    if slug.isascii():
        return slug
    parts = unicodedata.normalize("NFKD", slug)
    return "".join(char for char in parts if not unicodedata.combining(char))


# So many single words, so many of them from the headline: a program cut it up.
MIN_MACHINE_WORDS = 4
MACHINE_SHARE = 0.5
MIN_PLAIN_WORDS = 8
PLAIN_SHARE = 0.8


def _is_machine_made(keywords: Sequence[str], headline: str) -> bool:
    """Tell whether the keywords are but the words of the headline or of the text."""
    singles = [word for word in keywords if word.strip() and " " not in word.strip()]
    words = set(words_of(headline))
    cut = sum(word.strip().casefold() in words for word in singles)
    if len(singles) >= MIN_MACHINE_WORDS and cut >= MACHINE_SHARE * len(singles):
        return True
    plain = sum(word.islower() for word in singles)
    return plain >= MIN_PLAIN_WORDS and plain >= PLAIN_SHARE * len(keywords)


def _is_telling(keywords: Sequence[str], fields: Sequence[Field]) -> bool:
    """Tell whether a list is about this article: short, and half of it is in the text.

    Else it is the site's, and what it names needs another sign.
    """
    text = "\n".join(field.text for field in fields).casefold()
    inside = sum(word.strip(" #").casefold() in text for word in keywords)
    return len(keywords) <= MAX_TELLING and 2 * inside >= len(keywords)


def without_halves(tags: Sequence[ArticleTag], known: Mapping[str, bool]) -> list[ArticleTag]:
    """Hide what is but a part of the name of another tag: "Athletic", "robots"."""
    shown = [tag for tag in tags if tag.shown]
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    wholes: set[tuple[str, ...]] = set()
    for found in shown:
        words = tuple(found.tag.label.casefold().split(" "))
        if found.tag.kind in _PARTIES and len(words) > 1:
            wholes |= {words[:i] for i in range(1, len(words))}
            wholes |= {words[i:] for i in range(1, len(words))}
        for mention in found.mentions:
            if mention.role is Role.LINKED_DOMAIN:
                continue  # the words of a link are no name
            spans[mention.field].append((mention.start, mention.end))
    spots = {name: _Spots(found) for name, found in spans.items()}
    return [
        replace(tag, shown=False)
        if tag.shown and not known[tag.tag.slug] and _is_half(tag, wholes, spots)
        else tag
        for tag in tags
    ]


def _is_half(
    found: ArticleTag,
    wholes: set[tuple[str, ...]],
    spots: Mapping[str, _Spots],
) -> bool:
    words = tuple(found.tag.label.casefold().split(" "))
    if words in wholes and found.tag.kind is not TagKind.PLACE:
        return True
    return all(
        mention.field in spots and spots[mention.field].has_wider(mention.start, mention.end)
        for mention in found.mentions
    )


class _Spots:
    """Where the tags of one text stand: tells whether a stretch lies inside a wider one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        # Of equal starts the longest first; the farthest end up to each start answers at once.
        self._starts: list[int] = []
        self._ends: list[int] = []
        far = -1
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            far = max(far, end)
            if self._starts and self._starts[-1] == start:
                continue
            self._starts.append(start)
            self._ends.append(far)

    def has_wider(self, start: int, end: int) -> bool:
        """Tell whether a longer stretch holds this one."""
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return False
        if self._ends[at] > end:
            return True
        # Equal ends: only a stretch that begins before is longer.
        before = at - 1 if self._starts[at] == start else at
        return before >= 0 and self._ends[before] >= end
