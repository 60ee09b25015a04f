"""New article, new version or unchanged.

address or guid shared with a candidate?
  no ──────────────────────────────────────────────> founding
  yes, same content hash ──────────────────────────> Unchanged
  yes, an address, texts have nothing in common ───> founding, replaces it
  yes, only a guid, texts have nothing in common ──> founding (guids get reused)
  yes, else ───────────────────────────────────────> NewVersion
founding: the same posting by its text ────────────> Unchanged
          nearly the text of its publisher ────────> NewVersion of that
          else ────────────────────────────────────> NewArticle, a copy if the text is another's

What has nearly whose text is found among recent articles (``Recent``) and handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import xxhash

from tagwire.model import (
    TEXT_KINDS,
    Article,
    BlockKind,
    Candidate,
    Intent,
    Key,
    NewArticle,
    NewVersion,
    Relation,
    RelationKind,
    RelationReason,
    Tagged,
    Unchanged,
)
from tagwire.stories.equal_text import (
    copy_relations,
    first_with_text,
    is_same_posting,
    posting_reason,
)
from tagwire.stories.keys import JOINED, MIN_TEXT_WORDS, TEXT, URL, article_id_of, is_about
from tagwire.stories.posting import Near
from tagwire.text import squeeze, words_of

SHINGLE_WORDS = 4
# Below this containment one address shows another article (research: rewritten
# versions keep 40 % and more, recycled addresses keep next to nothing).
MIN_VERSION_CONTAINMENT = 0.2
# A text with fewer shingles is no evidence against an equal address: flashes grow.
MIN_EVIDENCE_SHINGLES = 20


def decide(
    tagged: Tagged,
    keys: Sequence[Key],
    candidates: Sequence[Candidate],
    now: datetime,
    near: Near | None = None,
) -> Intent:
    """Return what the store should do with the article.

    ``candidates`` are all stored articles that share a key with it; of others only that
    of ``near`` counts. ``now`` is the time of the decision, for archives the capture time.
    """
    digest = content_hash_of(tagged.article)
    own = owner_of(keys, candidates)
    if own is None:
        return _founding(tagged, keys, candidates, now, near)
    if own.content_hash == digest:
        reason = f"{_shared_name(keys, own)}, the same text"
        return Unchanged(article=own.article, keys=_free_keys(keys, own, candidates), reason=reason)
    kept = containment(tagged.article.text, own.text)
    # Who had this very text before shows an earlier state again.
    had_it = _shares(keys, own, TEXT)
    if had_it and any(key.kind == JOINED for key in own.keys):
        # Its addresses show different states: asked in turn, they would make versions for ever.
        reason = f"{_shared_name(keys, own)}, an earlier state"
        return Unchanged(article=own.article, keys=_free_keys(keys, own, candidates), reason=reason)
    if not had_it and _is_other_text(tagged.article, own, kept, has_url=_shares(keys, own, URL)):
        founding = _founding(tagged, keys, candidates, now, None)
        return _taking_over(founding, own, kept or 0.0)
    return NewVersion(
        article=own.article,
        n=own.versions + 1,
        keys=_free_keys(keys, own, candidates),
        tagged=tagged,
        content_hash=digest,
        reason=_version_reason(keys, own, tagged.article, kept),
        relations=_relations_of_version(tagged.article, keys, own, candidates)
        or _near_copy(own.article, near, _near_to(tagged.article, near, candidates)),
    )


def decide_batch(
    batch: Sequence[tuple[Tagged, Sequence[Key]]], candidates: Sequence[Candidate], now: datetime
) -> list[Intent]:
    """Decide articles one after the other, so that later ones see the earlier ones.

    ``candidates`` are those of all keys of the batch. The result is that of deciding
    and storing the articles one by one.
    """
    decisions = Decisions(candidates)
    return [decisions(tagged, keys, now) for tagged, keys in batch]


class Decisions:
    """Decides one article after the other, each as if the ones before were stored."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._known: dict[str, Candidate] = {}
        self._owners: dict[Key, str] = {}
        self.add(candidates)

    def add(self, candidates: Iterable[Candidate]) -> None:
        """Take in stored articles; what was decided since about one of them stays."""
        for candidate in candidates:
            if candidate.article not in self._known:
                self._known[candidate.article] = candidate
                self._owners.update(
                    (key, candidate.article) for key in candidate.keys if key not in self._owners
                )

    def owner_of(self, keys: Sequence[Key]) -> Candidate | None:
        """Return the article that an address or guid among the keys names."""
        return owner_of(keys, self._candidates(keys))

    def knows(self, article: str) -> bool:
        """Tell whether an article was taken in or decided."""
        return article in self._known

    def __call__(
        self, tagged: Tagged, keys: Sequence[Key], now: datetime, near: Near | None = None
    ) -> Intent:
        """Return the decision; the article of ``near`` is known, or the hint is passed over."""
        candidates = self._candidates(keys)
        if near is not None and near.article in self._known:
            candidates = list(dict.fromkeys([*candidates, self._known[near.article]]))
        intent = decide(tagged, keys, candidates, now, near)
        _drop_moved_keys(self._known, self._owners, intent)
        self._known[intent.article] = _candidate_after(intent, self._known.get(intent.article), now)
        self._owners.update(dict.fromkeys(intent.keys, intent.article))
        return intent

    def _candidates(self, keys: Sequence[Key]) -> list[Candidate]:
        found = dict.fromkeys(self._owners[key] for key in keys if key in self._owners)
        return [self._known[article] for article in found]


def _candidate_after(intent: Intent, before: Candidate | None, now: datetime) -> Candidate:
    """Return how the store will know the article once the intent is written."""
    if before is not None:
        known = replace(before, keys=tuple(dict.fromkeys([*before.keys, *intent.keys])))
        if not isinstance(intent, NewVersion):
            return known
        article = intent.tagged.article
        return replace(
            known,
            content_hash=intent.content_hash,
            versions=intent.n,
            text=article.text,
            headline=article.headline,
        )
    assert isinstance(intent, NewArticle), "versions are of known articles"
    article = intent.tagged.article
    return Candidate(
        article=intent.article,
        keys=intent.keys,
        publisher=article.publisher.domain,
        content_hash=intent.content_hash,
        versions=1,
        text=article.text,
        headline=article.headline,
        first_seen=now,
        family=article.publisher.family,
    )


def _drop_moved_keys(known: dict[str, Candidate], owners: dict[Key, str], intent: Intent) -> None:
    """Take the keys of the intent from the articles that had them."""
    for former in {owners[key] for key in intent.keys if key in owners} - {intent.article}:
        kept = tuple(key for key in known[former].keys if key not in intent.keys)
        known[former] = replace(known[former], keys=kept)


def content_hash_of(article: Article) -> str:
    """Return the hash of headline, readable blocks and corrections: what makes a version."""
    parts = [squeeze(article.headline)]
    parts += [
        f"¶{block.kind} {squeeze(block.text)}"
        for block in article.blocks
        if block.kind in TEXT_KINDS or block.kind is BlockKind.CORRECTION
    ]
    return xxhash.xxh3_128_hexdigest("\n".join(parts).encode("utf-8", "surrogatepass"))


def containment(one: str, other: str) -> float | None:
    """Return the share of the smaller text's word runs that the other has too.

    None when one of the texts is too short to tell.
    """
    a, b = _shingles_of(one), _shingles_of(other)
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller >= MIN_EVIDENCE_SHINGLES else None


def _shingles_of(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return set(zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False))


def owner_of(keys: Sequence[Key], candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the candidate with the strongest shared address or guid, the oldest one first."""
    rank = {key: n for n, key in enumerate(keys) if key.kind != TEXT}
    ranked = [
        (min(rank[key] for key in candidate.keys if key in rank), candidate)
        for candidate in candidates
        if any(key in rank for key in candidate.keys)
    ]
    ranked.sort(key=lambda pair: (pair[0], pair[1].first_seen, pair[1].article))
    return ranked[0][1] if ranked else None


def _is_other_text(article: Article, own: Candidate, kept: float | None, *, has_url: bool) -> bool:
    if kept is not None:
        return kept < MIN_VERSION_CONTAINMENT
    # Short texts: an equal address decides; an equal guid needs an equal headline beside it.
    return not has_url and squeeze(article.headline).casefold() != squeeze(own.headline).casefold()


def _founding(
    tagged: Tagged,
    keys: Sequence[Key],
    candidates: Sequence[Candidate],
    now: datetime,
    near: Near | None,
) -> Intent:
    """Found an article, unless it is a known posting, or a newer state of one, elsewhere."""
    article = tagged.article
    first = first_with_text(keys, candidates)
    if first is not None and is_same_posting(article, first, now):
        names = _free_keys(keys, first, candidates)
        return Unchanged(article=first.article, keys=names, reason=posting_reason(article))
    other = _near_to(article, near, candidates) if first is None else None
    if near is not None and other is not None and near.kind is RelationKind.VERSION_OF:
        return _newer_state(tagged, keys, candidates, other, near)
    name = article_id_of(keys[0])
    return NewArticle(
        article=name,
        # A text stays a name of who had it first.
        keys=tuple(key for key in keys if first is None or key.kind != TEXT),
        tagged=tagged,
        content_hash=content_hash_of(article),
        relations=copy_relations(name, article, first) or _near_copy(name, near, other),
    )


def _near_to(
    article: Article, near: Near | None, candidates: Iterable[Candidate]
) -> Candidate | None:
    """Return the article that ``near`` names, when both are about one thing.

    Walls, stubs and templates share most of their words and none of their subjects.
    """
    other = next((one for one in candidates if near and one.article == near.article), None)
    if near is None or other is None:
        return None
    words, others = words_of(article.text), words_of(other.text)
    if min(len(words), len(others)) < MIN_TEXT_WORDS:
        return None
    told = (is_about(other.headline, words), is_about(article.headline, others))
    is_near = all(told) if near.kind is RelationKind.VERSION_OF else any(told)
    return other if is_near else None


def _newer_state(
    tagged: Tagged,
    keys: Sequence[Key],
    candidates: Sequence[Candidate],
    other: Candidate,
    near: Near,
) -> Intent:
    """Return what nearly has a text of its own publisher as a newer state of that."""
    digest = content_hash_of(tagged.article)
    joined = Key(kind=JOINED, value=other.article)
    free = tuple(dict.fromkeys([*_free_keys(keys, other, candidates), joined]))
    if digest == other.content_hash:
        return Unchanged(article=other.article, keys=free, reason=near.why)
    return NewVersion(
        article=other.article,
        n=other.versions + 1,
        keys=free,
        tagged=tagged,
        content_hash=digest,
        reason=f"{near.why}, at another address",
    )


def _near_copy(name: str, near: Near | None, other: Candidate | None) -> tuple[Relation, ...]:
    is_copy = near is not None and near.kind is RelationKind.COPY_OF
    if near is None or not is_copy or other is None or other.article == name:
        return ()
    reason = RelationReason(kind="near_text", score=round(near.score, 4), why=near.why)
    return (
        Relation(
            a=name,
            b=other.article,
            kind=RelationKind.COPY_OF,
            score=round(near.score, 4),
            reasons=(reason,),
        ),
    )


def _taking_over(founding: Intent, own: Candidate, kept: float) -> Intent:
    """Replace who had the address before; a guid alone gets reused and replaces nothing."""
    if not isinstance(founding, NewArticle) or not _shares(founding.keys, own, URL):
        return founding
    keys = founding.keys
    article = article_id_of(keys[0], founding.content_hash)
    why = f"{_shared_name(keys, own)} shows another text: {kept:.0%} of its word runs are the same"
    replaces = Relation(
        a=article,
        b=own.article,
        kind=RelationKind.REPLACES,
        score=round(1 - kept, 4),
        reasons=(RelationReason(kind=URL, score=round(kept, 4), why=why),),
    )
    copies = tuple(replace(relation, a=article) for relation in founding.relations)
    return replace(founding, article=article, relations=(replaces, *copies))


def _relations_of_version(
    article: Article, keys: Sequence[Key], own: Candidate, candidates: Sequence[Candidate]
) -> tuple[Relation, ...]:
    """Return whose text a version took over; who once had a text first becomes no copy."""
    if any(key.kind == TEXT for key in own.keys):
        return ()
    return copy_relations(own.article, article, first_with_text(keys, candidates))


def _version_reason(
    keys: Sequence[Key], own: Candidate, article: Article, kept: float | None
) -> str:
    if squeeze(article.text) == squeeze(own.text):
        return f"{_shared_name(keys, own)}, only headline or layout changed"
    share = "too short to compare" if kept is None else f"{kept:.0%} of the word runs kept"
    headline = "" if article.headline == own.headline else ", new headline"
    return f"{_shared_name(keys, own)}, text changed ({share}){headline}"


def _shared_name(keys: Sequence[Key], own: Candidate) -> str:
    shared = next(key for key in keys if key in own.keys)
    name = shared.value if shared.kind == URL else shared.value.partition("|")[2]
    return f"same {'address' if shared.kind == URL else 'guid'} {name}"


def _shares(keys: Sequence[Key], own: Candidate, kind: str) -> bool:
    return any(key.kind == kind and key in own.keys for key in keys)


def _free_keys(
    keys: Sequence[Key], own: Candidate, candidates: Iterable[Candidate]
) -> tuple[Key, ...]:
    """Return the keys that no other article has: what is known stays where it is."""
    taken = {key for other in candidates if other.article != own.article for key in other.keys}
    return tuple(key for key in keys if key not in taken)
