"""What ``relate`` is told about an article, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tagwire.model import RelationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """An article as it arrived: enough to tell versions, copies and stories."""

    id: str
    publisher: str
    url_key: str  # "" when it has no address
    at: float  # days since 2010-01-01 UTC
    headline: str
    text: str
    tags: tuple[str, ...] | None = None  # slugs, weightiest first; None when nobody tagged it

    def without_text(self) -> Posting:
        """Return what is remembered of it."""
        return replace(self, text="")


@dataclass(frozen=True, slots=True)
class Why:
    """One reason of a decision: what kind, with which article, how strong, in words."""

    kind: str
    with_: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Where an article belongs. ``family`` and ``story`` are the ids of who founded them."""

    version_of: str | None
    copy_of: str | None
    family: str
    story: str
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Whose text an article nearly has: ``kind`` is version_of or copy_of ``article``."""

    kind: RelationKind
    article: str
    score: float
    why: str
