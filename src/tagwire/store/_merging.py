"""What merged tags mean for an article: where it stands, and how it reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tagwire.model import ArticleTag, Tag, Tagged, TagKind
from tagwire.store._cards import MAX_WHY, StoredCard, names_of, role_mask, shown_tags

# Returns the tag that a tag leads to: the given object when it is not merged.
RootOf = Callable[[Tag], Tag]


@dataclass(frozen=True, slots=True)
class Placed:
    """An article under one tag: the roles of its row, and what it calls the tag."""

    tag: Tag
    kind: TagKind  # as the article has it, also where its own tag was merged into this one
    roles: int  # bits
    names: dict[str, str]  # how each is printed


def placed_of(tagged: Tagged, root_of: RootOf) -> list[Placed]:
    """Return the tags under which an article stands, each once, most relevant first."""
    found: dict[str, Placed] = {}
    for part in shown_tags(tagged):
        tag, roles, names = root_of(part.tag), role_mask(part.roles), names_of(part)
        kind, before = part.tag.kind, found.get(tag.slug)
        if before is not None:
            tag, kind = before.tag, before.kind
            roles, names = before.roles | roles, names | before.names
        found[tag.slug] = Placed(tag, kind, roles, names)
    return list(found.values())


def tagged_with(tagged: Tagged, root_of: RootOf) -> Tagged:
    """Return an article with its merged tags replaced by what they lead to."""
    roots = [root_of(part.tag) for part in tagged.tags]
    if all(root is part.tag for root, part in zip(roots, tagged.tags, strict=True)):
        return tagged
    joined: dict[str, ArticleTag] = {}
    for root, part in zip(roots, tagged.tags, strict=True):
        before = joined.get(root.slug)
        joined[root.slug] = replace(part, tag=root) if before is None else _joined(before, part)
    return replace(tagged, tags=tuple(joined.values()))


def _joined(first: ArticleTag, second: ArticleTag) -> ArticleTag:
    """Return two parts as one under the first one's tag; a weak one adds nothing to a shown one."""
    if first.shown != second.shown:
        return first if first.shown else replace(second, tag=first.tag)
    return replace(
        first,
        roles=tuple(dict.fromkeys(first.roles + second.roles)),
        relevance=max(first.relevance, second.relevance),
        confidence=max(first.confidence, second.confidence),
        mentions=first.mentions + second.mentions,
    )


def card_with(stored: StoredCard, root_of: RootOf) -> StoredCard:
    """Return a card with its merged tags replaced by what they lead to."""
    tags = stored.card.tags
    roots = [root_of(tag) for tag in tags]
    if all(root is tag for root, tag in zip(roots, tags, strict=True)):
        return stored
    shown: dict[str, Tag] = {}
    why: dict[str, tuple[str, ...]] = {}
    for root, tag in zip(roots, tags, strict=True):
        shown.setdefault(root.slug, root)
        words = why.get(root.slug, ()) + stored.why.get(tag.slug, ())
        why[root.slug] = tuple(dict.fromkeys(words))[:MAX_WHY]
    return StoredCard(card=replace(stored.card, tags=tuple(shown.values())), why=why)
