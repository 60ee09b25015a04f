"""Articles with their versions, keys and tags, in dicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tagwire.model import (
    Candidate,
    Key,
    NewArticle,
    NewVersion,
    Relation,
    Tag,
    Tagged,
    Unchanged,
)
from tagwire.store._blobs import writable
from tagwire.store._cards import (
    Seen,
    StoredCard,
    card_of,
    name_key,
    names_of,
    role_mask,
    shown_tags,
    word_count,
)
from tagwire.store._moments import listed_at_of, micros_of
from tagwire.store._scan import Row, categories_text
from tagwire.store.memory._ledger import Ledger
from tagwire.store.values import KeptResponse, StoredArticle, VersionRow, Work


@dataclass(slots=True, kw_only=True)
class MemoryVersion:
    """A kept state of an article."""

    row: VersionRow
    tagged: Tagged
    extractor: str
    tagger: str


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

    @property
    def newest(self) -> MemoryVersion:
        return self.versions[-1]

    def row_for(self, slug: str | None) -> Row | None:
        """Return the row of the article in the list of a tag, or in the list of all."""
        tagged = self.newest.tagged
        roles = {part.tag.slug: role_mask(part.roles) for part in shown_tags(tagged)}
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
        )

    def card(self) -> StoredCard:
        seen = Seen(
            article=self.key,
            first_seen=self.first_seen,
            listed_at=self.listed_at,
            versions=len(self.versions),
            demo=self.demo,
        )
        return card_of(self.newest.tagged, seen)


@dataclass(slots=True)
class MemoryTag:
    """A tag as the first article named it, with the names that articles use."""

    tag: Tag
    changed_seq: int
    articles: int = 0
    names: dict[str, tuple[str, int]] = field(default_factory=dict)  # surface, articles


class Shelf:
    """All articles, and what they are found by."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.articles: dict[str, MemoryArticle] = {}
        self.tags: dict[str, MemoryTag] = {}
        self.keys: dict[Key, str] = {}
        self._owned: defaultdict[str, set[Key]] = defaultdict(set)  # keys by article
        self.relations: dict[tuple[str, str, str], Relation] = {}
        self.publishers: dict[str, str] = {}  # name by domain
        self.categories: dict[str, str] = {}  # label by code
        self._arrivals = 0

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
        if work.outcome is not None and work.outcome.kept is not None:
            self.articles[intent.article].kept = work.outcome.kept
        for key in intent.keys:
            self._own_key(key, intent.article)
        if not isinstance(intent, Unchanged):
            for one in intent.relations:
                self.relations[one.a, one.b, one.kind.value] = one

    def _own_key(self, key: Key, article: str) -> None:
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
        known.versions.append(_version(work, intent, len(known.versions) + 1, reason, since))
        self._index(known, seq)
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
        self.publishers[tagged.article.publisher.domain] = tagged.article.publisher.name
        self.categories |= {part.code: part.label for part in tagged.categories}
        for part in shown_tags(tagged):
            known = self.tags.setdefault(part.tag.slug, MemoryTag(part.tag, seq))
            first = known.tag
            known.tag = Tag(
                slug=first.slug,
                label=first.label,
                kind=first.kind,
                of=first.of if first.of is not None else part.tag.of,
                uri=first.uri if first.uri is not None else part.tag.uri,
            )
            known.articles += 1
            known.changed_seq = seq
            for name, surface in names_of(part).items():
                before = known.names.get(name, (surface, 0))
                known.names[name] = (before[0], before[1] + 1)

    def _unindex(self, article: MemoryArticle, seq: int) -> None:
        for part in shown_tags(article.newest.tagged):
            known = self.tags[part.tag.slug]
            known.articles -= 1
            known.changed_seq = seq
            for name in names_of(part):
                surface, n = known.names.pop(name)
                if n > 1:
                    known.names[name] = (surface, n - 1)
            if known.articles == 0:
                del self.tags[part.tag.slug]

    def remove(self, articles: Iterable[MemoryArticle], now: datetime) -> int:
        """Remove articles for good."""
        removed = list(articles)
        for article in removed:
            self._unindex(article, self._ledger.add_change("removed", article.key, now))
            del self.articles[article.key]
        names = {article.key for article in removed}
        for name in names:
            self._owned.pop(name, None)
        self.keys = {key: one for key, one in self.keys.items() if one not in names}
        self.relations = {
            place: one for place, one in self.relations.items() if not {one.a, one.b} & names
        }
        return len(removed)

    # --------------------------------------------------------------------- reading

    def rows(self, slug: str | None) -> list[tuple[Row, MemoryArticle]]:
        """Return the rows of a list, newest first."""
        pairs = [(article.row_for(slug), article) for article in self.articles.values()]
        found = [(row, article) for row, article in pairs if row is not None]
        return sorted(found, key=lambda pair: pair[0][:2], reverse=True)

    def find_slug(self, alias: str) -> str | None:
        if alias in self.tags:
            return alias
        name = name_key(alias)
        named = [
            (-known.names[name][1], -known.articles, slug)
            for slug, known in self.tags.items()
            if name in known.names
        ]
        return min(named)[2] if named else None

    def candidates(self, keys: Sequence[Key]) -> list[Candidate]:
        found = {self.keys[key] for key in keys if key in self.keys}
        ordered = sorted((self.articles[key] for key in found), key=lambda one: one.n)
        return [
            Candidate(
                article=one.key,
                keys=self._keys_of(one.key),
                publisher=one.newest.tagged.article.publisher.domain,
                content_hash=one.newest.row.content_hash,
                versions=len(one.versions),
                text=one.newest.tagged.article.text,
                headline=one.newest.tagged.article.headline,
                first_seen=one.first_seen,
            )
            for one in ordered
        ]

    def _keys_of(self, article: str) -> tuple[Key, ...]:
        return tuple(sorted(self._owned.get(article, ()), key=lambda key: (key.kind, key.value)))

    def find(self, article: str) -> StoredArticle | None:
        known = self.articles.get(article)
        if known is None:
            return None
        relations = [one for one in self.relations.values() if article in (one.a, one.b)]
        return StoredArticle(
            id=known.key,
            tagged=known.newest.tagged,
            first_seen=known.first_seen,
            listed_at=known.listed_at,
            source=known.source,
            demo=known.demo,
            keys=self._keys_of(known.key),
            versions=tuple(version.row for version in known.versions),
            relations=tuple(sorted(relations, key=lambda one: (one.a, one.b, one.kind))),
            kept=known.kept,
            extractor=known.newest.extractor,
            tagger=known.newest.tagger,
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
    )
