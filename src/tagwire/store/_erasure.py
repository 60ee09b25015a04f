"""What erasing leaves behind: digests that recognise what must not come back, and no text.

    erased article ─> digests of its id, addresses, entries, text
    erased tag     ─> digests of its slugs and names

Digests are keyed with a secret of the store: whoever has a guess and the store can
test it, nobody can read a list of what was erased.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tagwire.model import ArticleTag, Key, Tagged, TagKind
from tagwire.store._cards import name_key

SALT_SETTING = "erasure_salt"

ARTICLE, URL, GUID, TEXT, ENTRY = "article", "url", "guid", "text", "entry"
SLUG, NAME = "slug", "name"
# Slugs of tags that went with their last article: only old alias snapshots still name them.
GONE = "gone"

# A tag of these kinds is a person under another slug when it has a name of the person.
_NAMED = frozenset({TagKind.PERSON, TagKind.KEYWORD, TagKind.TOPIC})
_MIN_NAME_WORDS = 2  # "Smith" alone would take other people along


@dataclass(frozen=True, slots=True)
class Stone:
    """A tombstone: what kind of thing was erased, and the digest of its name."""

    kind: str
    digest: str


# Tells whether there is a tombstone for this kind and value.
IsErased = Callable[[str, str], bool]


def new_salt() -> str:
    """Return a new secret for digests."""
    return secrets.token_hex(16)


def stone_of(salt: str, kind: str, value: str) -> Stone:
    """Return the tombstone of a value."""
    name = f"{kind}\n{value}".encode("utf-8", "surrogatepass")
    return Stone(kind, hashlib.blake2b(name, digest_size=16, key=salt.encode()).hexdigest())


def named_key(key: Key, publisher: str) -> tuple[str, str]:
    """Return kind and value by which a key of an article is remembered.

    An equal text counts as the erased one only under the same publisher.
    """
    return key.kind, f"{publisher}\n{key.value}" if key.kind == TEXT else key.value


def entry_name(source: str, ident: str) -> str:
    """Return the value by which an entry of a source is remembered."""
    return f"{source}\n{ident}"


def full_names(surfaces: Iterable[str]) -> set[str]:
    """Return the look-up forms of those names that mean one person."""
    return {name_key(one) for one in surfaces if len(one.split()) >= _MIN_NAME_WORDS} - {""}


def stripped(tagged: Tagged, is_erased: IsErased) -> Tagged:
    """Return an article without its erased tags: the given object when it has none."""
    kept = tuple(part for part in tagged.tags if not _is_erased_tag(part, is_erased))
    return tagged if len(kept) == len(tagged.tags) else replace(tagged, tags=kept)


def _is_erased_tag(part: ArticleTag, is_erased: IsErased) -> bool:
    tag = part.tag
    if is_erased(SLUG, tag.slug):
        return True
    return tag.kind in _NAMED and any(is_erased(NAME, name) for name in full_names([tag.label]))
