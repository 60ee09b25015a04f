"""What a list shows of an article, made once when the article is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from tagwire.model import (
    TEXT_KINDS,
    Article,
    ArticleTag,
    BlockKind,
    Mention,
    Role,
    Tagged,
)
from tagwire.store.values import Card
from tagwire.text import slug_of, squeeze, words_of

EXTRACT_CHARS = 220
MAX_WHY = 3

# Bits of roles in index rows. Append only: they are stored.
ROLE_BITS = {
    Role.SUBJECT: 1,
    Role.MENTIONED: 2,
    Role.SPEAKER: 4,
    Role.DATELINE: 8,
    Role.CITED_SOURCE: 16,
    Role.PHOTO_CREDIT: 32,
    Role.LINKED_DOMAIN: 64,
    Role.PUBLISHER_KEYWORD: 128,
    Role.AUTHOR: 256,
    Role.AGENCY: 512,
}

_OWN_WORDS = ("headline", "text", "description", "blocks/")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCard:
    """A card before it stands in a list: without roles, with the evidence of each tag."""

    card: Card
    why: dict[str, tuple[str, ...]]  # by slug

    def for_tag(self, slug: str, roles: int) -> Card:
        """Return the card as the list of this tag shows it."""
        return replace(self.card, roles=roles_of(roles), why=self.why.get(slug, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """When an article came and where it came from: what its card needs beside the text."""

    article: str
    first_seen: datetime
    listed_at: datetime
    versions: int
    demo: bool


def card_of(tagged: Tagged, seen: Seen) -> StoredCard:
    """Return the card of the newest state of an article."""
    article, shown = tagged.article, shown_tags(tagged)
    card = Card(
        article=seen.article,
        url=article.uri or article.url,
        headline=article.headline,
        extract=extract_of(article),
        publisher=article.publisher,
        credits=article.credits,
        section=article.section,
        language=tagged.language,
        published=article.published,
        modified=article.modified,
        first_seen=seen.first_seen,
        listed_at=seen.listed_at,
        completeness=article.completeness,
        versions=seen.versions,
        demo=seen.demo,
        tags=tuple(part.tag for part in shown),
        opt_outs=article.opt_outs,
    )
    return StoredCard(card=card, why={part.tag.slug: _why(part.mentions) for part in shown})


def shown_tags(tagged: Tagged) -> list[ArticleTag]:
    """Return the shown tags, most relevant first, each slug once."""
    shown = sorted((part for part in tagged.tags if part.shown), key=lambda part: -part.relevance)
    return list({part.tag.slug: part for part in reversed(shown)}.values())[::-1]


def extract_of(article: Article) -> str:
    """Return about two lines of the text: the summary, else how the text begins.

    Lines that tell nothing (times, captions, errors of a server, labels) are left out
    as long as there are others; sentences come before what is none.
    """
    summaries = [block.text for block in article.blocks if block.kind is BlockKind.SUMMARY]
    texts = [block.text for block in article.blocks if block.kind in _PROSE]
    others = [block.text for block in article.blocks if block.kind in TEXT_KINDS]
    captions = {squeeze(b.text) for b in article.blocks if b.kind is BlockKind.CAPTION}
    if article.image is not None:
        captions.add(squeeze(article.image.caption))
    groups = (summaries, texts, [article.description], others)
    telling = [_telling(parts, captions) for parts in groups]
    for parts in (*telling, *groups):
        if text := squeeze(" ".join(parts)[: 4 * EXTRACT_CHARS]):
            return _cut(text)
    return ""


_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE})
_MAX_TRIED = 40  # blocks of a text that opens with labels
_MIN_WORDS = 4
_MIN_SIGNS = 10  # of scripts without blanks
_MAX_FIGURES = 1 / 3  # of the words: "December 6, 2016 - 6:22 PM EST" has more
_LABEL_BEHIND = re.compile(r"\s\[?(?:edit|bearbeiten|modifier|editar|modifica)\]?$")
_NOTHING_TOLD = re.compile(
    r"^(?:warning|notice|fatal error|parse error|deprecated|strict standards|uncaught \w+|traceback)\b ?[:(]"
    r"|^(?:file (?:photo|picture|image)|archive photo|archivbild|archivfoto|symbolbild|symbolfoto|foto de archivo)\b"
    r"|^(?:sign[- ]?up|log[- ]?in|register|subscribe) (?:for|to|now|here|today)\b"
    r"|\b(?:bild|foto|fotos|photo|image|picture|quelle|source|crédit|credit|imagen)\s?:\s?[^.!?]{2,60}$"
    r"|\((?:archiv\w*|symbol\w*|file (?:photo|picture)|reuters|afp|ap|epa|dpa|getty images)\)\.?$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’»“)\]」』]*$")


def _telling(parts: Sequence[str], captions: Collection[str]) -> list[str]:
    """Return the parts that tell something: the sentences among them, if there are any."""
    shorter = (_LABEL_BEHIND.sub("", squeeze(part)) for part in parts[:_MAX_TRIED])
    kept = [part for part in shorter if part not in captions and _tells(part)]
    return [part for part in kept if _SENTENCE_END.search(part)] or kept


def _tells(text: str) -> bool:
    words = text.split()
    is_short = len(words) < _MIN_WORDS and (text.isascii() or len(words_of(text)) < _MIN_SIGNS)
    figures = sum(any(char.isdigit() for char in word) for word in words)
    return not is_short and figures <= _MAX_FIGURES * len(words) and not _NOTHING_TOLD.search(text)


def _cut(text: str) -> str:
    if len(text) <= EXTRACT_CHARS:
        return text
    kept = text[:EXTRACT_CHARS]
    # Scripts without blanks are cut where they are.
    return (kept.rpartition(" ")[0] or kept).rstrip(" .,;:–—-") + "…"


def _why(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Return the first surfaces that name the tag, those of the headline before others."""
    ordered = sorted(mentions, key=lambda mention: mention.field != "headline")
    surfaces: dict[str, str] = {}
    for printed in dict.fromkeys(mention.surface for mention in ordered):
        surface = squeeze(printed)
        surfaces.setdefault(surface.casefold(), surface)
    return tuple(surface for surface in surfaces.values() if surface)[:MAX_WHY]


def word_count(text: str) -> int:
    """Return how many words a text has; counted by blanks where words have them."""
    n = len(text.split())
    # Words of over 12 letters on average: a script without blanks.
    return n if 12 * n > len(text) else len(words_of(text))


def names_of(part: ArticleTag) -> dict[str, str]:
    """Return the names that lead to a tag, each with how it is printed.

    The label first, then what the article itself calls it. Words of links and
    publishers' keywords are no names.
    """
    surfaces = [part.tag.label]
    surfaces += [
        one.surface
        for one in part.mentions
        if one.field.startswith(_OWN_WORDS) and one.role is not Role.LINKED_DOMAIN
    ]
    names: dict[str, str] = {}
    for surface in dict.fromkeys(surfaces):
        if name := name_key(surface):
            names.setdefault(name, squeeze(surface))
    return names


@lru_cache(maxsize=8192)  # the same names come in article after article
def name_key(alias: str) -> str:
    """Return the form in which names are looked up: hashtags, slugs and labels agree."""
    return slug_of(alias.lstrip("#")).replace("-", "")


def role_mask(roles: Iterable[Role]) -> int:
    """Return the roles as bits."""
    return sum(ROLE_BITS[role] for role in set(roles))


def roles_of(mask: int) -> tuple[Role, ...]:
    """Return the roles of these bits, subject first."""
    return tuple(role for role, bit in ROLE_BITS.items() if mask & bit)
