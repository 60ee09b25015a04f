"""Tags: their heads, names, neighbours and trends."""

from __future__ import annotations

from datetime import datetime, timedelta

from tagwire.model import Tag, TagKind
from tagwire.store._cards import name_key
from tagwire.store._moments import day_number, micros_of, time_of
from tagwire.store._scan import RELATED_BUDGET
from tagwire.store._trends import PAST_DAYS, SPARK_DAYS, Pulse, estimated_recent, spark, trending_of
from tagwire.store.sqlite import _merges
from tagwire.store.sqlite._database import Database, Fields
from tagwire.store.values import RelatedTag, TagHead, TrendingTag

MAX_ALIASES = 8
TREND_CANDIDATES = 200

TAG_COLUMNS = "tag.slug, tag.label, tag.kind, tag.of, tag.uri"
# A merged tag may still have articles that are not moved yet.
UNMERGED = "tag.slug NOT IN (SELECT slug FROM merged)"


def tag_of(fields: Fields) -> Tag:
    """Return the tag of a row that begins with the columns of a tag."""
    return Tag(
        slug=fields[0], label=fields[1], kind=TagKind(fields[2]), of=fields[3], uri=fields[4]
    )


def find_tag(db: Database, slug: str) -> TagHead | None:
    """Return what the head of a tag page says."""
    row = db.row(
        f"SELECT {TAG_COLUMNS}, articles, publishers, changed_seq, copies, id FROM tag"  # noqa: S608 - constants
        f" WHERE slug = ? AND {UNMERGED}",
        slug,
    )
    if row is None:
        return None
    tag, tag_id = tag_of(row), row[9]
    ends = "SELECT listed_at FROM article_tag WHERE tag_id = ? ORDER BY listed_at {} LIMIT 1"
    last_seen = time_of(db.number(ends.format("DESC"), tag_id))
    last_day = day_number(last_seen)
    return TagHead(
        tag=tag,
        aliases=_aliases(db, tag_id, tag),
        articles=row[5],
        publishers=row[6],
        first_seen=time_of(db.number(ends.format("ASC"), tag_id)),
        last_seen=last_seen,
        days=spark(_days(db, tag_id, last_day), last_day),
        changed_seq=row[7],
        copies=row[8],
    )


def _aliases(db: Database, tag_id: int, tag: Tag) -> tuple[str, ...]:
    rows = db.rows(
        "SELECT surface FROM name WHERE tag_id = ? AND name <> ?"
        " ORDER BY articles DESC, name LIMIT ?",
        tag_id,
        name_key(tag.label),
        MAX_ALIASES,
    )
    return tuple(row[0] for row in rows)


def _days(db: Database, tag_id: int, last_day: int) -> dict[int, int]:
    rows = db.rows(
        "SELECT day, articles FROM tag_day WHERE tag_id = ? AND day > ?",
        tag_id,
        last_day - SPARK_DAYS,
    )
    return {row[0]: row[1] for row in rows}


def find_tag_slug(db: Database, alias: str) -> str | None:
    """Return the slug that an alias leads to: itself, else the tag called so most often."""
    if _merges.is_merged(db, alias):
        return _merges.root_slug(db, alias)
    if db.row("SELECT 1 FROM tag WHERE slug = ?", alias):
        return alias
    row = db.row(
        "SELECT tag.slug FROM name JOIN tag ON tag.id = tag_id WHERE name = ?"
        " ORDER BY name.articles DESC, tag.articles DESC, tag.slug LIMIT 1",
        name_key(alias),
    )
    return _merges.root_slug(db, row[0]) if row else None


def list_tags(db: Database, prefix: str, limit: int) -> list[RelatedTag]:
    """Return tags whose slug starts with the prefix, most articles first."""
    rows = db.rows(
        f"SELECT {TAG_COLUMNS}, articles FROM tag WHERE "  # noqa: S608 - constants
        + ("slug >= ? AND slug < ?" if prefix else "? = ?")
        + f" AND {UNMERGED} ORDER BY articles DESC, slug LIMIT ?",
        prefix,
        prefix + "\U0010ffff" if prefix else prefix,
        limit,
    )
    return [RelatedTag(tag=tag_of(row), count=row[5]) for row in rows]


def related_tags(db: Database, slug: str, limit: int) -> list[RelatedTag]:
    """Return the tags beside a tag in its newest articles."""
    rows = db.rows(
        f"SELECT {TAG_COLUMNS}, count(*) FROM"  # noqa: S608 - constants
        " (SELECT article_id FROM article_tag WHERE tag_id = (SELECT id FROM tag WHERE slug = ?1)"
        "  ORDER BY listed_at DESC, article_id DESC LIMIT ?2) AS newest"
        " JOIN tag_of ON tag_of.article_id = newest.article_id"
        f" JOIN tag ON tag.id = tag_of.tag_id WHERE tag.slug <> ?1 AND {UNMERGED}"
        " GROUP BY tag.id ORDER BY 6 DESC, tag.slug LIMIT ?3",
        slug,
        RELATED_BUDGET,
        limit,
    )
    return [RelatedTag(tag=tag_of(row), count=row[5]) for row in rows]


def trending_tags(db: Database, now: datetime, limit: int) -> list[TrendingTag]:
    """Return the tags that are named more than in their own past."""
    today = day_number(now)
    rows = db.rows(
        f"SELECT {TAG_COLUMNS}, tag.id FROM (SELECT tag_id, sum(articles) AS n FROM tag_day"  # noqa: S608 - constants
        "  WHERE day BETWEEN ? AND ? GROUP BY tag_id ORDER BY n DESC, tag_id LIMIT ?) AS busy"
        f" JOIN tag ON tag.id = busy.tag_id WHERE {UNMERGED}",
        today - 1,
        today,
        TREND_CANDIDATES,
    )
    pulses = [_pulse(db, tag_of(row), row[5], now) for row in rows]
    oldest = db.row("SELECT min(day) FROM tag_day WHERE day > ?", today - PAST_DAYS - 2)
    first_day = oldest[0] if oldest and oldest[0] is not None else today
    return trending_of(pulses, today=today, first_day=first_day, limit=limit)


def _pulse(db: Database, tag: Tag, tag_id: int, now: datetime) -> Pulse:
    days = _days(db, tag_id, day_number(now))
    recent = estimated_recent(days, now)
    return Pulse(tag=tag, recent=_recent(db, tag_id, now) if recent is None else recent, days=days)


def _recent(db: Database, tag_id: int, now: datetime) -> int:
    return db.number(
        "SELECT count(*) FROM article_tag WHERE tag_id = ? AND listed_at > ? AND listed_at <= ?",
        tag_id,
        micros_of(now - timedelta(days=1)),
        micros_of(now),
    )
