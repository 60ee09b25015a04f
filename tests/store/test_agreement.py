"""Random histories: two stores that share little code answer alike, and counters stay exact."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from store.builders import (
    DAY,
    HOUR,
    NOW,
    answer,
    archived,
    article_tag,
    claim,
    copying,
    entry,
    kept,
    new,
    poll,
    source,
    tag,
    tagged,
    version,
)
from store.contract import TIMEOUT, everything
from tagwire.model import ArticleTag, Key, Moment, Precision, Role, Tagged, TagKind, Unchanged
from tagwire.store import MemoryStore, SqliteStore
from tagwire.store.protocol import Store
from tagwire.store.values import ListQuery

HOUSES = ["harbour", "tower", "demo"]
KINDS = [TagKind.PERSON, TagKind.PLACE, TagKind.ORGANISATION]
LABELS = ["Kremlin", "Vladimir Putin", "Kyiv", "United Nations", "Igor Putin"]


class History:
    """Random steps of one seed, applied to a store; equal for equal seeds and stores."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self.now = NOW
        self._kept = 0

    def step(self, store: Store) -> None:
        steps: list[Callable[[Store], None]] = [self._poll, self._fetch, self._fetch, self._ingest]
        steps += [self._ingest, self._people, self._merge, self._move, self._move, self._forget]
        self.now += HOUR * self._rng.random() * 8
        self._rng.choice(steps)(store)

    def _content(self) -> Tagged:
        rng = self._rng
        tags = [self._tag(label) for label in rng.sample(LABELS, rng.randint(0, 4))]
        published = rng.choice(
            [
                None,
                Moment(at=self.now - HOUR * rng.randint(-3, 200)),
                Moment(at=self.now - DAY, precision=Precision.DAY),
            ]
        )
        return tagged(
            f"Headline {rng.randint(0, 5)}",
            tags=tags,
            publisher=rng.choice(HOUSES),
            language=rng.choice(["en", "de", "en-GB", None]),
            category=rng.choice(["politics", "economy", "sport"]),
            published=published,
        )

    def _tag(self, label: str) -> ArticleTag:
        rng = self._rng
        part = article_tag(
            label,
            rng.sample(list(Role), rng.randint(1, 3)),
            surface=rng.choice([label, label.split()[-1]]),
            shown=rng.random() < 0.8,
            relevance=round(rng.random(), 2),
        )
        return replace(part, tag=replace(part.tag, kind=rng.choice(KINDS)))

    def _intent(self, store: Store) -> object:
        rng = self._rng
        key = f"x{rng.randint(0, 12)}"
        found = store.find_article(key)
        digest = f"h{rng.randint(0, 3)}"
        if found is None or rng.random() < 0.2:
            intent = new(key, self._content(), keys=[f"k{rng.randint(0, 9)}"], content_hash=digest)
            text = Key(kind="text", value=f"{rng.randint(0, 3)}")
            return copying(replace(intent, keys=(*intent.keys, text)), *self._originals())
        if rng.random() < 0.3:
            return Unchanged(article=key, keys=found.keys, reason="same")
        n = len(found.versions) + rng.randint(0, 1)
        return copying(version(key, n, self._content(), content_hash=digest), *self._originals())

    def _originals(self) -> list[str]:
        rng = self._rng
        return [f"x{rng.randint(0, 12)}" for _ in range(rng.choice([0, 0, 1, 2]))]

    def _poll(self, store: Store) -> None:
        rng = self._rng
        key = rng.choice(HOUSES)
        store.add_source(source(key, demo=key == "demo"), self.now)
        entries = [
            entry(
                f"{rng.randint(0, 9)}",
                guid=rng.choice(["", "1", "2", "3"]),
                title=f"Title {rng.randint(0, 2)}",
                host=rng.choice(HOUSES),
            )
            for _ in range(rng.randint(0, 6))
        ]
        rejected = [replace(TIMEOUT, key=f"r{rng.randint(0, 3)}")] * rng.randint(0, 1)
        poll(store, entries, key=key, now=self.now, rejected=rejected)

    def _fetch(self, store: Store) -> None:
        rng = self._rng
        works = []
        for task in claim(store, self.now, limit=rng.randint(1, 4), busy=[rng.choice(HOUSES)]):
            outcome = rng.choice(["stored", "retry", "rejected", "unchanged", "lost"])
            self._kept += 1
            works.append(
                answer(
                    task,
                    outcome,
                    intent=self._intent(store) if outcome == "stored" else None,
                    next_check=rng.choice([None, self.now + HOUR * rng.randint(0, 20)]),
                    rejected=TIMEOUT if outcome in ("retry", "rejected") else None,
                    response=kept(self._kept) if outcome == "stored" else None,
                    etag=rng.choice([None, "e"]),
                )
            )
        store.apply([work for work in works if work.outcome.outcome != "lost"], self.now)

    def _ingest(self, store: Store) -> None:
        seen = self.now - HOUR * self._rng.randint(0, 30)
        for _ in range(self._rng.randint(1, 3)):
            work = archived(
                self._intent(store), source=self._rng.choice([*HOUSES, ""]), first_seen=seen
            )
            store.apply([work], self.now)

    def _merge(self, store: Store) -> None:
        rng = self._rng
        merged, into = rng.choice([*LABELS, "Kiev"]), rng.choice([*LABELS, "Moscow"])
        if rng.random() < 0.3:
            store.merge_tags(tag(merged).slug, tag(into), "votes", self.now)

    def _move(self, store: Store) -> None:
        store.move_merged(self._rng.randint(1, 3), self.now)

    def _forget(self, store: Store) -> None:
        rng = self._rng
        articles = [f"x{rng.randint(0, 12)}" for _ in range(rng.randint(1, 2))]
        if rng.random() < 0.5:
            store.remove_articles(articles, self.now)
        elif rng.random() < 0.3:
            store.erase_articles(articles, self.now)
        while store.sweep_erased(5, self.now):
            pass
        store.cuts_done(store.list_cuts(99))

    def _people(self, store: Store) -> None:
        rng = self._rng
        known = [row.source.key for row in store.list_sources(self.now)]
        action = rng.random()
        if action < 0.2:
            store.remove_demo(self.now)
        elif known and action < 0.5:
            store.remove_source(rng.choice(known), self.now)
        elif known:
            store.pause_source(rng.choice(known), rng.random() < 0.5, self.now)


QUERIES = [
    ListQuery(tag="kremlin", publisher="harbour.example"),
    ListQuery(tag="kyiv", language="en"),
    ListQuery(tag="vladimir-putin", role=Role.SUBJECT),
    ListQuery(source="harbour", category="11000000"),
    ListQuery(publisher="tower.example", since=NOW, until=NOW + 5 * DAY),
    ListQuery(role=Role.AUTHOR, limit=3),
    ListQuery(copies=False, limit=20),
    ListQuery(tag="kyiv", copies=False),
    ListQuery(publisher="tower.example", copies=False),
]


def check(store: Store, model: Store, history: History) -> None:
    """Compare all that readers can see, and lists under conditions."""
    assert everything(store) == everything(model)
    for query in QUERIES:
        ours, theirs = store.list_articles(query), model.list_articles(query)
        assert (ours.cards, ours.total, ours.next is None) == (
            theirs.cards,
            theirs.total,
            theirs.next is None,
        )
        assert store.facets(query) == model.facets(query)
    assert store.trending_tags(history.now, 9) == model.trending_tags(history.now, 9)
    assert store.totals(history.now) == model.totals(history.now)
    for alias in ("Putin", "#kremlin", "Nations"):
        assert store.find_tag_slug(alias) == model.find_tag_slug(alias)
    for house in HOUSES:
        domain = f"{house}.example"
        assert store.find_publisher(domain, NOW) == model.find_publisher(domain, NOW)
    assert list_votes(store) == list_votes(model)
    assert store.list_merges(99) == model.list_merges(99)


def list_votes(store: Store) -> list[tuple[str, str, str, int]]:
    votes = store.name_votes(2)
    return sorted((vote.name, vote.tag.slug, vote.surface, vote.articles) for vote in votes)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_sqlite_and_dicts_agree_through_random_histories(tmp_path: Path, seed: int) -> None:
    store, model = SqliteStore(tmp_path / "tagwire.db"), MemoryStore()
    ours, theirs = History(seed), History(seed)
    for n in range(60):
        ours.step(store)
        theirs.step(model)
        if n % 10 == 9:
            check(store, model, ours)
    for one in (store, model):
        while one.move_merged(5, ours.now):
            pass
    check(store, model, ours)
    store.close()
    assert recount(tmp_path / "tagwire.db") == []


# Each query returns the rows where a counter is not what it counts.
RECOUNTS = {
    "articles of tags": "SELECT slug FROM tag WHERE articles <>"
    " (SELECT count(*) FROM article_tag WHERE tag_id = tag.id)",
    "publishers of tags": "SELECT slug FROM tag WHERE publishers <>"
    " (SELECT count(DISTINCT publisher_id) FROM article_tag WHERE tag_id = tag.id)",
    "publisher counts": "SELECT tag_id FROM tag_publisher AS p WHERE articles <> (SELECT count(*)"
    " FROM article_tag AS a WHERE a.tag_id = p.tag_id AND a.publisher_id = p.publisher_id)",
    "days of tags": "SELECT tag_id FROM tag_day AS d WHERE articles <> (SELECT count(*) FROM"
    " article_tag AS a WHERE a.tag_id = d.tag_id AND a.listed_at / 86400000000 = d.day)",
    "tags of articles": "SELECT article_id, tag_id FROM article_tag EXCEPT SELECT * FROM tag_of",
    "articles of tags by article": "SELECT * FROM tag_of EXCEPT"
    " SELECT article_id, tag_id FROM article_tag",
    "articles of publishers": "SELECT domain FROM publisher WHERE articles <>"
    " (SELECT count(*) FROM article WHERE publisher_id = publisher.id)",
    "edited and copied articles of publishers": "SELECT domain FROM publisher WHERE"
    " (edited, copies) <> (SELECT coalesce(sum(versions > 1), 0), coalesce(sum(copy_of > 0), 0)"
    " FROM article WHERE publisher_id = publisher.id)",
    "days of publishers": "SELECT publisher_id, day, articles FROM publisher_day EXCEPT"
    " SELECT publisher_id, listed_at / 86400000000, count(*) FROM article GROUP BY 1, 2",
    "names of publishers": "SELECT publisher_id, name, articles FROM publisher_name EXCEPT"
    " SELECT publisher_id, json_extract(CAST(body AS TEXT), '$.card.publisher.name'), count(*)"
    " FROM article JOIN card ON article_id = id GROUP BY 1, 2",
    "copies of tags": "SELECT slug FROM tag WHERE copies <>"
    " (SELECT count(*) FROM article_tag WHERE tag_id = tag.id AND copy)",
    "rows of copies": "SELECT article_id FROM article_tag AS a WHERE copy <>"
    " (SELECT copy_of > 0 FROM article WHERE id = a.article_id)",
    "originals": "SELECT key FROM article WHERE copy_of > 0 AND copy_of NOT IN"
    " (SELECT id FROM article WHERE copy_of = 0)",
    "articles of sources": "SELECT key FROM source WHERE articles <>"
    " (SELECT count(*) FROM article WHERE source_id = source.id)",
    "totals": "SELECT name FROM total WHERE n <> CASE name"
    " WHEN 'articles' THEN (SELECT count(*) FROM article)"
    " WHEN 'versions' THEN (SELECT count(*) FROM version)"
    " WHEN 'tags' THEN (SELECT count(*) FROM tag)"
    " WHEN 'copies' THEN (SELECT count(*) FROM article WHERE copy_of > 0)"
    " ELSE (SELECT count(*) FROM article WHERE demo) END",
    "versions": "SELECT key FROM article WHERE versions <>"
    " (SELECT max(n) FROM version WHERE article_id = article.id)",
    "kinds of tags": "SELECT tag_id FROM tag_kind AS k JOIN tag ON id = tag_id WHERE"
    " k.articles < 1 OR k.kind = tag.kind OR k.articles > tag.articles -"
    " (SELECT sum(articles) FROM tag_kind WHERE tag_id = id)",
    "kinds of tags that are gone": "SELECT tag_id FROM tag_kind WHERE tag_id NOT IN (SELECT id FROM tag)",
    "names": "SELECT name FROM name WHERE articles < 1 OR tag_id NOT IN (SELECT id FROM tag)",
    "keys": "SELECT value FROM article_key WHERE article_id NOT IN (SELECT id FROM article)",
    "cards": "SELECT article_id FROM card WHERE article_id NOT IN (SELECT id FROM article)",
    "heads of hosts": "SELECT host FROM host WHERE new_due IS NOT (SELECT min(due) FROM page"
    " WHERE page.host = host.host AND recheck = 0) OR recheck_due IS NOT (SELECT min(due)"
    " FROM page WHERE page.host = host.host AND recheck = 1)",
    "hosts without a head": "SELECT host FROM page WHERE host NOT IN (SELECT host FROM host)",
    "responses of articles": "SELECT key FROM article WHERE kept_id NOT NULL"
    " AND kept_id NOT IN (SELECT id FROM kept)",
    "ends of segments": "SELECT name FROM segment WHERE size <"
    " (SELECT max(start + length) FROM kept WHERE segment = name)",
}


def recount(path: Path) -> list[str]:
    """Return the names of all counters that are wrong in a file, and its damages."""
    connection = apsw.Connection(str(path))
    try:
        wrong = [name for name, sql in RECOUNTS.items() if connection.execute(sql).fetchall() != []]
        found = connection.execute("PRAGMA integrity_check").fetchall()
        return wrong + [row[0] for row in found if row != ("ok",)]
    finally:
        connection.close()
