"""Names that agree over the documents of one input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tagwire.model import ArticleTag, Role, Tag, Tagged
from tagwire.tag._aliases import Aliases
from tagwire.tag._catalogue import Catalogue
from tagwire.tag._votes import Vote, name_of, vote

# In an input that somebody put together, two documents are enough.
MIN_DOCUMENTS = 2
_OWN_WORDS = ("headline", "text", "description", "blocks/")


def agree(tagged: Sequence[Tagged], catalogue: Catalogue | None = None) -> list[Tagged]:
    """Return the documents with tags that agree: one identity, one slug, one kind.

    A short form that a document could not explain takes the long form that most
    documents with both give it. Nothing is added or removed.
    """
    ballot = Ballot()
    for document in tagged:
        ballot.add(document.tags)
    agreement = ballot.decide(catalogue)
    return [replace(one, tags=agreement(one.tags)) for one in tagged]


class Ballot:
    """Counts the names of documents, one after the other; holds names, not texts."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, Tag]] = Counter()

    def add(self, tags: Sequence[ArticleTag]) -> None:
        """Count a document: each tag under its label and what the texts call it."""
        self._counts.update({(name, found.tag) for found in tags for name in _names_of(found)})

    def votes(self) -> list[Vote]:
        """Return what was counted."""
        return [Vote(name, tag, n) for (name, tag), n in self._counts.items()]

    def decide(self, catalogue: Catalogue | None = None) -> Agreement:
        """Return what the documents agree on, to be used on each of them."""
        votes = self.votes()
        aliases = Aliases(vote(votes, "", MIN_DOCUMENTS), catalogue)
        return Agreement(_heads(votes), aliases)


class Agreement:
    """One tag for each slug, then the aliases."""

    def __init__(self, heads: Mapping[str, Tag], aliases: Aliases) -> None:
        self._heads = heads
        self._aliases = aliases

    def __call__(self, tags: Sequence[ArticleTag]) -> tuple[ArticleTag, ...]:
        """Return the tags of one document as all call them."""
        return self._aliases([replace(tag, tag=self._heads[tag.tag.slug]) for tag in tags])


def _names_of(found: ArticleTag) -> Iterator[str]:
    yield name_of(found.tag.label)
    for mention in found.mentions:
        if mention.field.startswith(_OWN_WORDS) and mention.role is not Role.LINKED_DOMAIN:
            yield name_of(mention.surface)


def _heads(votes: Sequence[Vote]) -> dict[str, Tag]:
    """Return for each slug the tag that most documents have."""
    counts: dict[str, Counter[Tag]] = {}
    for name, tag, n, _ in votes:
        if name == name_of(tag.label):
            counts.setdefault(tag.slug, Counter())[tag] += n
    return {
        slug: max(counter, key=lambda tag: (counter[tag], tag.uri or "", tag.kind, tag.label))
        for slug, counter in counts.items()
    }
