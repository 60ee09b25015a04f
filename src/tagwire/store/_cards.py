"""What a list shows of an article, made once when the article is written."""

from __future__ import annotations

from collections.abc import Iterable
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
    )
    return StoredCard(card=card, why={part.tag.slug: _why(part.mentions) for part in shown})


def shown_tags(tagged: Tagged) -> list[ArticleTag]:
    """Return the shown tags, most relevant first, each slug once."""
    shown = sorted((part for part in tagged.tags if part.shown), key=lambda part: -part.relevance)
    return list({part.tag.slug: part for part in reversed(shown)}.values())[::-1]


def extract_of(article: Article) -> str:
    """Return about two lines of the text: the summary, else how the text begins."""
    summaries = [block.text for block in article.blocks if block.kind is BlockKind.SUMMARY]
    texts = [block.text for block in article.blocks if block.kind in TEXT_KINDS]
    for parts in (summaries, texts, [article.description]):
        if text := squeeze(" ".join(parts)[: 4 * EXTRACT_CHARS]):
            return _cut(text)
    return ""


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
