"""A list behind the store protocol, enough to render pages."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import replace
from datetime import UTC

from tagwire.errors import NotFound
from tagwire.model import NewArticle
from tagwire.store.protocol import (
    Card,
    Counter,
    DayCount,
    Facets,
    FacetValue,
    Listing,
    RejectedRow,
    RelatedTag,
    SourceRow,
    SourceState,
    StoredArticle,
    TagHead,
    Totals,
    TrendingTag,
    VersionRow,
)
from tagwire.text import slug_of


class FakeStore:
    def __init__(self):
        self.settings, self.rows, self.kept = {}, {}, {}
        self.versions, self.tally, self.rejected, self.seq = {}, Tally(), [], 0

    def find_setting(self, name):
        return self.settings.get(name)

    def save_setting(self, name, value):
        self.settings[name] = value

    def add_source(self, source, now):
        self.rows[source.key] = SourceRow(source=source, state=SourceState(next_poll=now))
        return True

    def pause_source(self, key, paused, now):
        if key not in self.rows:
            raise NotFound(key)
        row = self.rows[key]
        self.rows[key] = replace(row, state=replace(row.state, paused=paused))

    def remove_source(self, key, now):
        if key not in self.rows:
            raise NotFound(key)
        del self.rows[key]

    def remove_demo(self, now):
        gone = [k for k, a in self.kept.items() if a.demo]
        for k in gone:
            del self.kept[k]
        self.rows = {k: r for k, r in self.rows.items() if not r.source.demo}
        self.seq += 1
        return len(gone)

    def save_poll(self, outcome, now):
        self.rows[outcome.source] = replace(self.rows[outcome.source], state=outcome.state)
        self.rejected += [
            RejectedRow(rejected=r, at=now, source=outcome.source) for r in outcome.rejected
        ]

    def count(self, counts):
        self.tally.update(counts)

    def apply(self, batch, now):
        for work in batch:
            self.seq += 1
            i = work.intent
            n = 1 if isinstance(i, NewArticle) else i.n
            row = VersionRow(
                n=n,
                first_seen=now,
                headline=i.tagged.article.headline,
                content_hash=i.content_hash,
                reason=getattr(i, "reason", ""),
                words=len(i.tagged.article.text.split()),
            )
            self.versions[i.article, n] = i.tagged
            old = self.kept.get(i.article)
            listed = old.listed_at if old else now
            if (
                not old
                and i.tagged.article.published
                and i.tagged.article.published.at < now
                and i.tagged.article.published.precision != "day"
            ):
                listed = i.tagged.article.published.at
            source = self.rows.get(work.source)
            self.kept[i.article] = StoredArticle(
                id=i.article,
                tagged=i.tagged,
                first_seen=old.first_seen if old else now,
                listed_at=listed,
                source=work.source,
                demo=bool(source and source.source.demo),
                keys=i.keys,
                versions=(*(old.versions if old else ()), row),
                relations=i.relations,
                kept=None,
                extractor=work.extractor,
                tagger=work.tagger,
            )

    def _card(self, a, tag):
        art = a.tagged.article
        roles, why = (), ()
        for t in a.tagged.tags:
            if t.tag.slug == tag:
                roles, why = t.roles, tuple(dict.fromkeys(m.surface for m in t.mentions))
        return Card(
            article=a.id,
            url=art.url,
            headline=art.headline,
            extract=art.text[:200],
            publisher=art.publisher,
            credits=art.credits,
            section=art.section,
            language=a.tagged.language,
            published=art.published,
            modified=art.modified,
            first_seen=a.first_seen,
            listed_at=a.listed_at,
            completeness=art.completeness,
            versions=len(a.versions),
            demo=a.demo,
            roles=roles,
            why=why,
            tags=tuple(t.tag for t in a.tagged.tags if t.shown),
        )

    def _match(self, q):
        for a in sorted(self.kept.values(), key=lambda a: (a.listed_at, a.id), reverse=True):
            tags = {t.tag.slug: t for t in a.tagged.tags}
            if q.tag and q.tag not in tags:
                continue
            if q.role and q.role not in tags[q.tag].roles:
                continue
            if q.publisher and a.tagged.article.publisher.domain != q.publisher:
                continue
            if q.source and a.source != q.source:
                continue
            if q.language and a.tagged.language != q.language:
                continue
            if q.category and q.category not in [c.code for c in a.tagged.categories]:
                continue
            if (q.since and a.listed_at < q.since) or (q.until and a.listed_at >= q.until):
                continue
            yield a

    def list_articles(self, q):
        found = list(self._match(q))
        start = int(q.cursor) if q.cursor else 0
        cards = tuple(self._card(a, q.tag) for a in found[start : start + q.limit])
        end = start + q.limit
        return Listing(cards=cards, next=str(end) if end < len(found) else None, total=len(found))

    def facets(self, q):
        found = list(self._match(q))

        def v(pairs):
            return tuple(
                FacetValue(value=k, label=l, count=n) for (k, l), n in Tally(pairs).most_common()
            )

        return Facets(
            publishers=v(
                (a.tagged.article.publisher.domain, a.tagged.article.publisher.name) for a in found
            ),
            languages=v((a.tagged.language, a.tagged.language) for a in found if a.tagged.language),
            roles=v(
                (r, r) for a in found for t in a.tagged.tags if t.tag.slug == q.tag for r in t.roles
            ),
            categories=v((c.code, c.label) for a in found for c in a.tagged.categories),
            scanned=len(found),
            complete=True,
        )

    def _with(self, slug):
        return [a for a in self.kept.values() if any(t.tag.slug == slug for t in a.tagged.tags)]

    def _days(self, found):
        return tuple(
            DayCount(day=d, count=n)
            for d, n in sorted(
                Tally(a.listed_at.astimezone(UTC).date().isoformat() for a in found).items()
            )
        )

    def find_tag(self, slug):
        found = self._with(slug)
        if not found:
            return None
        tag = next(t.tag for t in found[0].tagged.tags if t.tag.slug == slug)
        return TagHead(
            tag=tag,
            aliases=(),
            articles=len(found),
            publishers=len({a.tagged.article.publisher.domain for a in found}),
            first_seen=min(a.first_seen for a in found),
            last_seen=max(a.listed_at for a in found),
            days=self._days(found),
            changed_seq=self.seq,
        )

    def find_tag_slug(self, alias):
        slug = slug_of(alias)
        return (
            slug
            if self._with(slug)
            else next(
                (
                    t.tag.slug
                    for a in self.kept.values()
                    for t in a.tagged.tags
                    if t.tag.hashtag.lower() == "#" + alias.lower()
                ),
                None,
            )
        )

    def list_tags(self, prefix, limit):
        c = Tally(
            t.tag
            for a in self.kept.values()
            for t in a.tagged.tags
            if t.tag.slug.startswith(prefix)
        )
        return [RelatedTag(tag=t, count=n) for t, n in c.most_common(limit)]

    def related_tags(self, slug, limit):
        c = Tally(t.tag for a in self._with(slug) for t in a.tagged.tags if t.tag.slug != slug)
        return [RelatedTag(tag=t, count=n) for t, n in c.most_common(limit)]

    def trending_tags(self, now, limit):
        return [
            TrendingTag(
                tag=r.tag, recent=r.count, ratio=2.5, days=self._days(self._with(r.tag.slug))
            )
            for r in self.list_tags("", limit)
        ]

    def find_article(self, article):
        return self.kept.get(article)

    def find_version(self, article, n):
        return self.versions.get((article, n))

    def iter_articles(self):
        return iter(self.kept.values())

    def list_sources(self, now):
        return [self._src(r) for r in self.rows.values()]

    def _src(self, r):
        return replace(r, articles=sum(a.source == r.source.key for a in self.kept.values()))

    def find_source(self, key, now):
        return self._src(self.rows[key]) if key in self.rows else None

    def counters(self):
        return [
            Counter(stage=s, outcome=o, reason=r, count=n) for (s, o, r), n in self.tally.items()
        ]

    def recent_rejected(self, limit, source=None):
        return [r for r in self.rejected if source in (None, r.source)][:limit]

    def totals(self, now):
        rows = self.rows.values()
        return Totals(
            articles=len(self.kept),
            versions=len(self.versions),
            tags=len(self.list_tags("", 999)),
            sources=len(rows),
            sources_answered_today=sum(r.state.last_success is not None for r in rows),
            sources_failing=sum(bool(r.state.error) for r in rows),
            pages_due=0,
            demo_articles=sum(a.demo for a in self.kept.values()),
            last_change=max((a.first_seen for a in self.kept.values()), default=None),
            change_seq=self.seq,
        )

    def iter_changes(self, after_seq, limit):
        return iter(())
