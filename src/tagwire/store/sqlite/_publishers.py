"""Publishers: what the heads of their pages say, from counters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import msgspec

from tagwire.model import Publisher
from tagwire.publisher_names import names_by_articles
from tagwire.store._blobs import encode
from tagwire.store._moments import day_number, time_of
from tagwire.store._scan import PUBLISHER_TAGS_BUDGET
from tagwire.store._trends import SPARK_DAYS, spark
from tagwire.store.sqlite import _sources
from tagwire.store.sqlite._database import Database
from tagwire.store.sqlite._tags import TAG_COLUMNS, UNMERGED, tag_of
from tagwire.store.values import NameCount, PublisherHead, RelatedTag

MAX_TAGS = 30

_decoder = msgspec.json.Decoder(Publisher)


def publisher_of(domain: str, name: str, body: str | None) -> Publisher:
    """Return the publisher of a row; of old rows only domain and name are known."""
    if not body:
        return Publisher(domain=domain, name=name)
    return replace(_decoder.decode(body), name=name)


def publisher_id(db: Database, publisher: Publisher) -> int:
    """Keep what is known of a publisher now, and return its id. Articles vote on its name."""
    row = db.row(
        "INSERT INTO publisher (domain, name, body) VALUES (?1, ?2, ?3) ON CONFLICT (domain)"
        " DO UPDATE SET body = ?3 RETURNING id",
        publisher.domain,
        publisher.name,
        encode(publisher).decode(),
    )
    assert row is not None, "an upsert returns its row"
    return int(row[0])


def count_name(db: Database, publisher: int, name: str, n: int) -> None:
    """Count an article in that shows this name, or out with -1, and call the publisher so."""
    db.run(
        "INSERT INTO publisher_name VALUES (?1, ?2, ?3) ON CONFLICT (publisher_id, name)"
        " DO UPDATE SET articles = articles + ?3",
        publisher,
        name,
        n,
    )
    if n < 0:
        db.run("DELETE FROM publisher_name WHERE publisher_id = ? AND articles < 1", publisher)
    for best in _names(db, publisher)[:1]:
        db.run("UPDATE publisher SET name = ?2 WHERE id = ?1 AND name <> ?2", publisher, best.name)


def _names(db: Database, publisher: int) -> tuple[NameCount, ...]:
    rows = db.rows("SELECT name, articles FROM publisher_name WHERE publisher_id = ?", publisher)
    articles: dict[str, int] = {row[0]: row[1] for row in rows}
    return tuple(
        NameCount(name=name, articles=articles[name]) for name in names_by_articles(articles)
    )


def find_publisher(db: Database, domain: str, now: datetime) -> PublisherHead | None:
    """Return what the head of a publisher's page says; None without articles."""
    row = db.row(
        "SELECT id, name, body, articles, edited, copies, changed_seq FROM publisher"
        " WHERE domain = ? AND articles > 0",
        domain,
    )
    if row is None:
        return None
    ends = "SELECT listed_at FROM article WHERE publisher_id = ? ORDER BY listed_at {} LIMIT 1"
    last_seen = time_of(db.number(ends.format("DESC"), row[0]))
    days = db.rows(
        "SELECT day, articles FROM publisher_day WHERE publisher_id = ? AND day > ?",
        row[0],
        day_number(last_seen) - SPARK_DAYS,
    )
    return PublisherHead(
        publisher=publisher_of(domain, row[1], row[2]),
        articles=row[3],
        edited=row[4],
        copies=row[5],
        first_seen=time_of(db.number(ends.format("ASC"), row[0])),
        last_seen=last_seen,
        days=spark(dict(days), day_number(last_seen)),
        tags=_tags(db, row[0]),
        names=_names(db, row[0]),
        sources=tuple(_sources.sources_of(db, domain, now)),
        changed_seq=row[6],
    )


def _tags(db: Database, publisher: int) -> tuple[RelatedTag, ...]:
    rows = db.rows(
        f"SELECT {TAG_COLUMNS}, count(*) FROM (SELECT id FROM article WHERE publisher_id = ?"  # noqa: S608 - constants
        "  ORDER BY listed_at DESC, id DESC LIMIT ?) AS newest"
        " JOIN tag_of ON tag_of.article_id = newest.id JOIN tag ON tag.id = tag_of.tag_id"
        f" WHERE {UNMERGED} GROUP BY tag.id ORDER BY 6 DESC, tag.slug LIMIT ?",
        publisher,
        PUBLISHER_TAGS_BUDGET,
        MAX_TAGS,
    )
    return tuple(RelatedTag(tag=tag_of(row), count=row[5]) for row in rows)
