"""What an equal text says: the same posting at another address, or a copy.

text key of the article owned by a stored one?
  no ────────────────────────────────────────────────> nothing
  same publisher, same headline, within the window ──> the same article
  same publisher, else ──────────────────────────────> nothing: a template, or told again
  other publisher ───────────────────────────────────> a copy of the one who had it first

Who owns a text key had a text first and never becomes a copy; so copies point at
firsts, and never in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tagwire.model import (
    Article,
    Candidate,
    CreditRole,
    Key,
    Relation,
    RelationKind,
    RelationReason,
)
from tagwire.stories.keys import TEXT, URL
from tagwire.text import squeeze, words_of

# The same words under the same headline a week later are a standing notice, told again.
SAME_POSTING = timedelta(days=7)
# Sections, languages and mobile pages give a posting a few addresses; a wall has hundreds.
MAX_ADDRESSES = 12


def first_with_text(keys: Sequence[Key], candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the candidate that had the text of these keys first."""
    texts = {key for key in keys if key.kind == TEXT}
    owners = (candidate for candidate in candidates if not texts.isdisjoint(candidate.keys))
    return min(owners, key=lambda one: (one.first_seen, one.article), default=None)


def is_same_posting(article: Article, first: Candidate, now: datetime) -> bool:
    """Tell whether an equal text is the known article at another address."""
    addresses = sum(key.kind == URL for key in first.keys)
    return (
        article.publisher.domain == first.publisher
        and squeeze(article.headline).casefold() == squeeze(first.headline).casefold()
        and abs(now - first.first_seen) <= SAME_POSTING
        and addresses < MAX_ADDRESSES
    )


def posting_reason(article: Article) -> str:
    """Return why an equal text is the known article, in words."""
    n = len(words_of(article.text))
    return f"same headline and the same {n} words at another address of {article.publisher.domain}"


def copy_relations(name: str, article: Article, first: Candidate | None) -> tuple[Relation, ...]:
    """Return the relation of article ``name`` to who had its text first, if that is another house."""
    if first is None or first.article == name:
        return ()
    domain = article.publisher.domain
    if not domain or not first.publisher or domain == first.publisher:
        return ()
    why = "; ".join(_evidence(article, first))
    return (
        Relation(
            a=name,
            b=first.article,
            kind=RelationKind.COPY_OF,
            score=1.0,
            reasons=(RelationReason(kind=TEXT, score=1.0, why=why),),
        ),
    )


def _evidence(article: Article, first: Candidate) -> Iterable[str]:
    n = len(words_of(article.text))
    is_newest = squeeze(article.text) == squeeze(first.text)
    where = first.publisher if is_newest else f"an earlier version of {first.publisher}"
    yield f"the same {n} words as {where}, which had them first"
    text = squeeze(article.text)
    for credit in article.credits:
        if credit.role is CreditRole.ORIGINATOR:
            is_shared = bool(credit.evidence) and squeeze(credit.evidence) in text
            yield f"credit {credit.name} in both" if is_shared else f"credit {credit.name}"
    family = article.publisher.family
    if family and family == first.family:
        yield f"both publishers belong to {family}"
