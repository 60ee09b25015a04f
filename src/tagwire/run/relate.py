"""Composes the decision about identity: keys, candidates from the store, what is near.

keys ─> candidates of the store ─┐
text ─> Recent.look ─> near ─────┴─> decide ─> Recent.take ─> family, story
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tagwire.model import (
    Candidate,
    CompletenessState,
    Intent,
    Key,
    NewArticle,
    NewVersion,
    Page,
    Relation,
    RelationKind,
    RelationReason,
    Tagged,
)
from tagwire.stories import (
    Decisions,
    Near,
    Placed,
    Posting,
    Recent,
    Sketched,
    article_id_of,
    candidate_keys,
    content_hash_of,
)

FindCandidates = Callable[[Sequence[Key]], Sequence[Candidate]]

# Days of postings count from here.
EPOCH = datetime(2010, 1, 1, tzinfo=UTC)
MAX_TAGS = 30
LIVE = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is to be written for an article; ``placed`` when it is a new state."""

    intent: Intent
    placed: Placed | None = None


def relate(
    batch: Sequence[tuple[Tagged, Page]],
    find_candidates: FindCandidates,
    now: datetime,
    recent: Recent | None = None,
) -> list[Decided]:
    """Return what is to be written for each article, in order; later ones see the earlier ones.

    ``recent`` remembers what it is asked about: drop it when the result is not stored.
    Without it only equal addresses, guids and texts count, and nothing gets a story.
    """
    return list(_decided(batch, find_candidates, now, recent)) if batch else []


def _decided(
    batch: Sequence[tuple[Tagged, Page]],
    find_candidates: FindCandidates,
    now: datetime,
    recent: Recent | None,
) -> Iterator[Decided]:
    keyed = [
        (tagged, candidate_keys(tagged, page), page.response.fetched) for tagged, page in batch
    ]
    asked = dict.fromkeys(key for _, keys, _ in keyed for key in keys)
    decisions = Decisions(find_candidates(list(asked)))
    for tagged, keys, seen in keyed:
        if recent is None:
            yield Decided(intent=decisions(tagged, keys, now))
            continue
        sketched = _news(tagged, keys, decisions, recent, seen)
        near = recent.look(sketched) if sketched is not None and _is_compared(tagged) else None
        if near is not None and not decisions.knows(near.article):
            decisions.add(_stored(near, recent, find_candidates))
        intent = decisions(tagged, keys, now, near)
        if sketched is None or not isinstance(intent, NewArticle | NewVersion):
            yield Decided(intent=intent)
            continue
        posting = replace(sketched.posting, id=intent.article)
        original = next(
            (one.b for one in intent.relations if one.kind is RelationKind.COPY_OF), None
        )
        placed = recent.take(replace(sketched, posting=posting), original)
        yield Decided(intent=_with_story(intent, placed), placed=placed)


def _news(
    tagged: Tagged, keys: Sequence[Key], decisions: Decisions, recent: Recent, seen: datetime
) -> Sketched | None:
    """Return what is kept of an article that shows something new, None for a known state."""
    own = decisions.owner_of(keys)
    if own is not None and own.content_hash == content_hash_of(tagged.article):
        return None
    name = own.article if own is not None else article_id_of(keys[0])
    return recent.read(posting_of(name, tagged, keys, seen), days_of(seen))


def posting_of(name: str, tagged: Tagged, keys: Sequence[Key], seen: datetime) -> Posting:
    """Return an article as stories compare it; a date after it was seen is when it was seen."""
    article = tagged.article
    published = article.published.at if article.published is not None else seen
    shown = sorted(
        (part for part in tagged.tags if part.shown),
        key=lambda part: (-part.relevance, part.tag.slug),
    )
    return Posting(
        id=name,
        publisher=article.publisher.domain,
        url_key=keys[0].value,
        at=days_of(min(published, seen)),
        headline=article.headline,
        text=article.text,
        tags=tuple(part.tag.slug for part in shown[:MAX_TAGS]),
    )


def days_of(at: datetime) -> float:
    """Return a time as the days that postings count."""
    return (at - EPOCH) / timedelta(days=1)


def _is_compared(tagged: Tagged) -> bool:
    """Tell whether the text may make an article a copy or version.

    Live blogs change always; what is left of a text before a paywall is mostly the wall.
    """
    article = tagged.article
    return article.genre != LIVE and article.completeness.state is CompletenessState.FULL


def _stored(near: Near, recent: Recent, find_candidates: FindCandidates) -> Sequence[Candidate]:
    """Return the article that is near, when the store still has it."""
    address = recent.address_of(near.article)
    found = find_candidates([Key(kind="url", value=address)]) if address else ()
    return [one for one in found if one.article == near.article]


def _with_story(intent: NewArticle | NewVersion, placed: Placed) -> NewArticle | NewVersion:
    """Return the intent with the article that it shares its story with most, and why."""
    why = placed.why
    if why is None or why.with_ == intent.article:
        return intent
    same = Relation(
        a=intent.article,
        b=why.with_,
        kind=RelationKind.SAME_STORY,
        score=round(why.score, 4),
        reasons=(RelationReason(kind="story", score=round(why.score, 4), why=why.why),),
    )
    return replace(intent, relations=(*intent.relations, same))
