"""Articles with their versions, keys and tags, in dicts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tagwire.model import (
    Candidate,
    Key,
    NewArticle,
    NewVersion,
    Publisher,
    Relation,
    RelationKind,
    Tag,
    Tagged,
    TagKind,
    Unchanged,
)
from tagwire.publisher_names import names_by_articles
from tagwire.store._blobs import writable
from tagwire.store._cards import (
    Seen,
    StoredCard,
    card_of,
    name_key,
    role_mask,
    shown_tags,
    word_count,
)
from tagwire.store._merging import Placed, card_with, placed_of, tagged_with
from tagwire.store._moments import listed_at_of, micros_of
from tagwire.store._scan import MAX_COPIES, Row, categories_text
from tagwire.store.memory._ledger import Ledger
from tagwire.store.memory._merges import Merges
from tagwire.store.values import (
    KeptResponse,
    NameCount,
    Place,
    Rebuilt,
    StoredArticle,
    VersionRow,
    Work,
)


@dataclass(slots=True, kw_only=True)
class MemoryVersion:
    """A kept state of an article."""

    row: VersionRow
    tagged: Tagged
    extractor: str
    tagger: str
    memory: int = 0
    kept_id: int | None = None  # of the newest response that showed it


@dataclass(slots=True, kw_only=True)
class MemoryArticle:
    """A stored article; the last version is the newest."""

    n: int  # by arrival
    key: str
    first_seen: datetime
    listed_at: datetime
    source: str
    demo: bool
    versions: list[MemoryVersion] = field(default_factory=list)
    kept: KeptResponse | None = None
    placed: list[Placed] = field(default_factory=list)  # under which tags it stands
    stored_card: StoredCard | None = None  # as of then
    copy_of: str | None = None
    story: str = ""
    revision: int = 0  # the change that lists show

    @property
    def newest(self) -> MemoryVersion:
        return self.versions[-1]

    def row_for(self, slug: str | None) -> Row | None:
        """Return the row of the article in the list of a tag, or in the list of all."""
        tagged = self.newest.tagged
        roles = {part.tag.slug: part.roles for part in self.placed}
        if slug is not None and slug not in roles:
            return None
        every = role_mask(role for part in shown_tags(tagged) for role in part.roles)
        return Row(
            listed_at=micros_of(self.listed_at),
            article=self.n,
            publisher=tagged.article.publisher.domain,
            source=self.source,
            language=tagged.language or "",
            categories=categories_text(category.code for category in tagged.categories),
            roles=every if slug is None else roles[slug],
            copy=int(self.copy_of is not None),
        )


@dataclass(slots=True)
class MemoryTag:
    """A tag as the first article named it, with what articles call it and see in it."""

    tag: Tag
    changed_seq: int
    articles: int = 0
    names: dict[str, tuple[str, int]] = field(default_factory=dict)  # surface, articles
    kinds: Counter[TagKind] = field(default_factory=Counter)

    def count_kind(self, kind: TagKind, n: int) -> None:
        """Count an article in that sees this kind; the tag has the kind that most see."""
        self.kinds[kind] += n
        best = min(self.kinds, key=lambda one: (-self.kinds[one], one != self.tag.kind, one))
        if best is not self.tag.kind:
            self.tag = replace(self.tag, kind=best)


def _as_it_is(tagged: Tagged) -> Tagged:
    return tagged


class Shelf:
    """All articles, and what they are found by."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.articles: dict[str, MemoryArticle] = {}
        self.tags: dict[str, MemoryTag] = {}
        self.keys: dict[Key, str] = {}
        self._owned: defaultdict[str, set[Key]] = defaultdict(set)  # keys by article
        self.relations: dict[tuple[str, str, str], Relation] = {}
        self.publishers: dict[str, Publisher] = {}  # as they are called now, by domain
        self.publisher_names: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.publisher_seqs: dict[str, int] = {}  # last change by domain
        self.categories: dict[str, str] = {}  # label by code
        self.places: list[Place] = []
        self.merges = Merges()
        self._arrivals = 0
        # Set by who erases: takes erased tags out of what is written.
        self.strip: Callable[[Tagged], Tagged] = _as_it_is

    def write(self, work: Work, source: str, demo: bool, now: datetime) -> None:
        """Write an intent; nothing when it is written already."""
        intent = work.intent
        assert intent is not None, "callers ask before"
        known = self.articles.get(intent.article)
        if isinstance(intent, Unchanged):
            if known is None:
                return
        else:
            self._write_content(known, work, intent, (source, demo), now)
        kept = work.outcome.kept if work.outcome is not None else work.kept
        if kept is not None:
            self.articles[intent.article].kept = kept
        for key in intent.keys:
            self._own_key(key, intent.article)

    def _own_key(self, key: Key, article: str) -> None:
        if key in self.keys and key.kind == "text":
            return
        if key in self.keys:
            self._owned[self.keys[key]].discard(key)
        self.keys[key] = article
        self._owned[article].add(key)

    def _write_content(
        self,
        known: MemoryArticle | None,
        work: Work,
        intent: NewArticle | NewVersion,
        origin: tuple[str, bool],
        now: datetime,
    ) -> None:
        if known is None:
            known = self._found(work, intent, origin, now)
            seq = self._ledger.add_change("article", intent.article, now)
            reason, outcome, since = "first seen", "new_article", known.first_seen
        elif _has_content(known, intent):
            return
        else:
            seq = self._ledger.add_change("version", intent.article, now)
            self._unindex(known, seq)
            reason, outcome, since = "the same founding address", "new_version", now
        if isinstance(intent, NewVersion):
            reason = intent.reason
        intent = replace(intent, tagged=self.strip(intent.tagged))
        known.versions.append(_version(work, intent, len(known.versions) + 1, reason, since))
        self._become_copy(known, intent.relations, seq)
        for one in intent.relations:
            self.relations[one.a, one.b, one.kind.value] = one
        self._index(known, seq)
        if outcome == "new_article":
            self._adopt(known, seq)
        if work.place is not None:
            known.story = work.place.story
            self.places.append(work.place)
        self._ledger.add_counts({("relate", outcome, ""): 1})

    def _found(
        self, work: Work, intent: NewArticle | NewVersion, origin: tuple[str, bool], now: datetime
    ) -> MemoryArticle:
        first_seen = work.first_seen or now
        self._arrivals += 1
        article = MemoryArticle(
            n=self._arrivals,
            key=intent.article,
            first_seen=first_seen,
            listed_at=listed_at_of(intent.tagged.article.published, first_seen),
            source=origin[0],
            demo=origin[1],
        )
        self.articles[article.key] = article
        return article

    def _index(self, article: MemoryArticle, seq: int) -> None:
        tagged = article.newest.tagged
        article.revision = seq
        if article.copy_of is not None:
            self._touch(self.articles[article.copy_of], seq)
        self._count_name(tagged.article.publisher, 1)
        self.publisher_seqs[tagged.article.publisher.domain] = seq
        self.categories |= {part.code: part.label for part in tagged.categories}
        article.placed = placed_of(tagged, self.merges.root_of)
        seen = Seen(
            article=article.key,
            first_seen=article.first_seen,
            listed_at=article.listed_at,
            versions=len(article.versions),
            demo=article.demo,
        )
        article.stored_card = card_of(tagged_with(tagged, self.merges.root_of), seen)
        for part in article.placed:
            known = self.tags.setdefault(part.tag.slug, MemoryTag(part.tag, seq))
            first = known.tag
            known.tag = replace(
                first,
                of=first.of if first.of is not None else part.tag.of,
                uri=first.uri if first.uri is not None else part.tag.uri,
            )
            known.count_kind(part.kind, 1)
            known.articles += 1
            known.changed_seq = seq
            for name, surface in part.names.items():
                before = known.names.get(name, (surface, 0))
                known.names[name] = (before[0], before[1] + 1)

    def _count_name(self, publisher: Publisher, n: int) -> None:
        """Count an article in that shows this name, or out with -1, and call the publisher so."""
        domain = publisher.domain
        known = publisher if n > 0 else self.publishers[domain]
        names = self.publisher_names[domain]
        names[publisher.name] += n
        if not names[publisher.name]:
            del names[publisher.name]
        best = next(iter(names_by_articles(names)), publisher.name)
        self.publishers[domain] = replace(known, name=best)

    def names_of(self, domain: str) -> tuple[NameCount, ...]:
        """Return what a publisher is called, most articles first."""
        names = self.publisher_names[domain]
        return tuple(NameCount(name=one, articles=names[one]) for one in names_by_articles(names))

    def _unindex(self, article: MemoryArticle, seq: int) -> None:
        self._count_name(article.newest.tagged.article.publisher, -1)
        self.publisher_seqs[article.newest.tagged.article.publisher.domain] = seq
        for part in article.placed:
            known = self.tags[part.tag.slug]
            known.articles -= 1
            known.count_kind(part.kind, -1)
            known.changed_seq = seq
            for name in part.names:
                surface, n = known.names.pop(name)
                if n > 1:
                    known.names[name] = (surface, n - 1)
            if known.articles == 0:
                del self.tags[part.tag.slug]

    def rebuild(self, one: Rebuilt, now: datetime) -> None:
        """Replace the body of a version; one that is gone is passed over."""
        article = self.articles.get(one.article)
        if article is None or not 1 <= one.n <= len(article.versions):
            return
        for key in one.keys:
            if key not in self.keys:
                self._own_key(key, one.article)
        version, tagged = article.versions[one.n - 1], writable(self.strip(one.tagged))
        version.extractor, version.tagger, version.memory = one.extractor, one.tagger, one.memory
        if (version.row.content_hash, version.tagged) == (one.content_hash, tagged):
            return
        seq = self._ledger.add_change("rebuilt", one.article, now)
        is_newest = version is article.newest
        if is_newest:
            self._unindex(article, seq)
        version.tagged = tagged
        version.row = replace(
            version.row,
            headline=tagged.article.headline,
            content_hash=one.content_hash,
            words=word_count(tagged.article.text),
        )
        if is_newest:
            self._index(article, seq)
        else:
            self._touch(article, seq)

    def _touch(self, article: MemoryArticle, seq: int) -> None:
        article.revision = seq
        self.publisher_seqs[article.newest.tagged.article.publisher.domain] = seq
        for part in article.placed:
            self.tags[part.tag.slug].changed_seq = seq

    def remove(self, articles: Iterable[MemoryArticle], now: datetime) -> int:
        """Remove articles for good."""
        removed = list(articles)
        for article in removed:
            seq = self._ledger.add_change("removed", article.key, now)
            self._part(article, seq)
            self._unindex(article, seq)
            del self.articles[article.key]
        names = {article.key for article in removed}
        self.places = [place for place in self.places if place.article not in names]
        for name in names:
            self._owned.pop(name, None)
        self.keys = {key: one for key, one in self.keys.items() if one not in names}
        self.relations = {
            place: one for place, one in self.relations.items() if not {one.a, one.b} & names
        }
        return len(removed)

    # ---------------------------------------------------------------------- copies

    def _become_copy(self, article: MemoryArticle, relations: Iterable[Relation], seq: int) -> None:
        """Keep whose copy the newest state is; what an earlier one copied counts no more."""
        before, article.copy_of = article.copy_of, self._original_of(article, relations)
        self.relations = {
            place: one
            for place, one in self.relations.items()
            if not (one.a == article.key and one.kind is RelationKind.COPY_OF)
        }
        if before is not None:
            self._touch(self.articles[before], seq)
        if article.copy_of is not None:
            self._hand_over(article, article.copy_of, seq)

    def _original_of(self, article: MemoryArticle, relations: Iterable[Relation]) -> str | None:
        for one in relations:
            original = self.articles.get(one.b)
            if one.kind is not RelationKind.COPY_OF or one.a != article.key or original is None:
                continue
            key = original.copy_of or original.key
            if key != article.key:
                return key
        return None

    def copies_of(self, key: str) -> list[MemoryArticle]:
        """Return the copies of an article, by arrival."""
        return [one for one in self.articles.values() if one.copy_of == key]

    def _hand_over(self, copy: MemoryArticle, original: str, seq: int) -> None:
        for one in self.copies_of(copy.key):
            one.copy_of = original
            self._touch(one, seq)

    def _adopt(self, article: MemoryArticle, seq: int) -> None:
        """Mark the copies that were stored before their original came."""
        original = article.copy_of or article.key
        waiting = [
            self.articles[one.a]
            for one in self.relations.values()
            if one.b == article.key and one.kind is RelationKind.COPY_OF and one.a in self.articles
        ]
        for copy in sorted(waiting, key=lambda one: one.n):
            if copy.copy_of is None and copy.key != original:
                self._set_copy(copy, original, seq)
                self._hand_over(copy, original, seq)

    def _part(self, article: MemoryArticle, seq: int) -> None:
        """Let go of an article that is about to be removed: its copies stand for themselves."""
        for copy in self.copies_of(article.key):
            self._set_copy(copy, None, seq)
        if article.copy_of is not None:
            self._touch(self.articles[article.copy_of], seq)

    def _set_copy(self, article: MemoryArticle, original: str | None, seq: int) -> None:
        self._unindex(article, seq)
        article.copy_of = original
        self._index(article, seq)

    # ---------------------------------------------------------------------- merges

    def merge(self, slug: str, into: Tag, reason: str, now: datetime, snapshot: str) -> bool:
        """Log a merge; False when there is nothing to merge."""
        target = self.merges.merge(slug, into, reason, now, snapshot)
        if target is None:
            return False
        seq = self._ledger.add_change("tag", slug, now)
        for one in (slug, target):
            if one in self.tags:
                self.tags[one].changed_seq = seq
        return True

    def move(self, limit: int, now: datetime) -> int:
        """Place up to so many articles of merged tags anew, newest first."""
        moved = 0
        while moved < limit and self.merges.pending:
            slug = min(self.merges.pending)
            articles = [article for _, article in self.rows(slug)][: limit - moved]
            if not articles:
                self.merges.pending.discard(slug)
                continue
            seq = self._ledger.add_change("tag", self.merges.root_slug(slug), now)
            for article in articles:
                self._unindex(article, seq)
                self._index(article, seq)
            moved += len(articles)
        return moved

    # --------------------------------------------------------------------- reading

    @property
    def shown(self) -> dict[str, MemoryTag]:
        """The tags that readers meet: a merged one may still have articles that are not moved."""
        return {slug: tag for slug, tag in self.tags.items() if slug not in self.merges.into}

    def card(self, article: MemoryArticle) -> StoredCard:
        """Return the card of an article as it reads now."""
        assert article.stored_card is not None, "stored articles have a card"
        stored = card_with(article.stored_card, self.merges.root_of)
        copies: dict[str, Publisher] = {}
        for copy in self.copies_of(article.key)[:MAX_COPIES]:
            publisher = copy.newest.tagged.article.publisher
            copies.setdefault(publisher.domain, publisher)
        card = replace(stored.card, copy_of=article.copy_of, copies=tuple(copies.values()))
        return replace(stored, card=card)

    def rows(self, slug: str | None) -> list[tuple[Row, MemoryArticle]]:
        """Return the rows of a list, newest first."""
        pairs = [(article.row_for(slug), article) for article in self.articles.values()]
        found = [(row, article) for row, article in pairs if row is not None]
        return sorted(found, key=lambda pair: pair[0][:2], reverse=True)

    def find_slug(self, alias: str) -> str | None:
        if alias in self.merges.into:
            return self.merges.root_slug(alias)
        if alias in self.tags:
            return alias
        name = name_key(alias)
        named = [
            (-known.names[name][1], -known.articles, slug)
            for slug, known in self.tags.items()
            if name in known.names
        ]
        return self.merges.root_slug(min(named)[2]) if named else None

    def candidates(self, keys: Sequence[Key]) -> list[Candidate]:
        found = {self.keys[key] for key in keys if key in self.keys}
        ordered = sorted((self.articles[key] for key in found), key=lambda one: one.n)
        return [
            Candidate(
                article=one.key,
                keys=self.keys_of(one.key),
                publisher=one.newest.tagged.article.publisher.domain,
                content_hash=one.newest.row.content_hash,
                versions=len(one.versions),
                text=one.newest.tagged.article.text,
                headline=one.newest.tagged.article.headline,
                first_seen=one.first_seen,
                family=one.newest.tagged.article.publisher.family,
            )
            for one in ordered
        ]

    def keys_of(self, article: str) -> tuple[Key, ...]:
        return tuple(sorted(self._owned.get(article, ()), key=lambda key: (key.kind, key.value)))

    def find(self, article: str) -> StoredArticle | None:
        known = self.articles.get(article)
        if known is None:
            return None
        relations = [one for one in self.relations.values() if article in (one.a, one.b)]
        return StoredArticle(
            id=known.key,
            tagged=tagged_with(known.newest.tagged, self.merges.root_of),
            first_seen=known.first_seen,
            listed_at=known.listed_at,
            source=known.source,
            demo=known.demo,
            keys=self.keys_of(known.key),
            versions=tuple(version.row for version in known.versions),
            relations=tuple(sorted(relations, key=lambda one: (one.a, one.b, one.kind))),
            kept=known.kept,
            extractor=known.newest.extractor,
            tagger=known.newest.tagger,
            memory=known.newest.memory,
        )


def _has_content(known: MemoryArticle, intent: NewArticle | NewVersion) -> bool:
    n = intent.n if isinstance(intent, NewVersion) else 1
    states = [version.row.content_hash for version in known.versions]
    return intent.content_hash in (states[-1], *states[n - 1 : n])


def _version(
    work: Work, intent: NewArticle | NewVersion, n: int, reason: str, since: datetime
) -> MemoryVersion:
    tagged = writable(intent.tagged)
    return MemoryVersion(
        row=VersionRow(
            n=n,
            first_seen=since,
            headline=tagged.article.headline,
            content_hash=intent.content_hash,
            reason=reason,
            words=word_count(tagged.article.text),
        ),
        tagged=tagged,
        extractor=work.extractor,
        tagger=work.tagger,
        memory=work.memory,
    )
