"""From any spelling of a tag to the slug of its one page."""

from __future__ import annotations

from tagwire.store.protocol import StoreReader
from tagwire.text import slug_of


def slug_meant(store: StoreReader, name: str) -> str | None:
    """Return the slug that a name, hashtag, other spelling or merged slug leads to, or None."""
    bare = name.removeprefix("#")
    slug = store.find_tag_slug(bare)
    if slug is not None:
        return slug
    guess = slug_of(bare)
    return guess if guess and store.find_tag(guess) else None
