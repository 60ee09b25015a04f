"""Stories: which articles are about one event, and what later decisions need of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from tagwire.store._cards import StoredCard
from tagwire.store._moments import micros_of, time_of
from tagwire.store._scan import SCAN_BUDGET
from tagwire.store.sqlite._database import Database
from tagwire.store.values import Place, StoryHead

# Languages that the head of a story names.
MAX_LANGUAGES = 12

# Titles of one owner group are one origin.
_HOUSE = "coalesce(json_extract(publisher.body, '$.family'), publisher.domain)"

_card_decoder = msgspec.json.Decoder(StoredCard)


def place(db: Database, article_id: int, place: Place | None) -> None:
    """Put an article into its story; without a place it is in none."""
    if place is None:
        return
    db.run("INSERT INTO story (key) VALUES (?) ON CONFLICT DO NOTHING", place.story)
    story_id = db.number("SELECT id FROM story WHERE key = ?", place.story)
    db.run("UPDATE article SET story_id = ? WHERE id = ?", story_id, article_id)
    db.run(
        "INSERT INTO placed (article_id, family, story, arrived, body) VALUES (?, ?, ?, ?, ?)",
        article_id,
        place.family,
        place.story,
        micros_of(place.arrived),
        place.body,
    )


def leave(db: Database, article_id: int) -> None:
    """Take an article that is about to be removed out of its story."""
    db.run("DELETE FROM placed WHERE article_id = ?", article_id)
    story_id = db.number("SELECT story_id FROM article WHERE id = ?", article_id)
    db.run("UPDATE article SET story_id = 0 WHERE id = ?", article_id)
    if not db.number("SELECT count(*) FROM article WHERE story_id = ? AND story_id > 0", story_id):
        db.run("DELETE FROM story WHERE id = ?", story_id)


def find_story(db: Database, key: str) -> StoryHead | None:
    """Return what the head of a story says; None when no article is in it."""
    story_id = db.number("SELECT id FROM story WHERE key = ?", key)
    return _head(db, story_id, key) if story_id else None


def _head(db: Database, story_id: int, key: str) -> StoryHead | None:
    row = db.row(
        "SELECT count(*), sum(copy_of > 0), count(DISTINCT publisher_id),"  # noqa: S608 - constants
        f" count(DISTINCT CASE WHEN copy_of = 0 THEN {_HOUSE} END),"
        " min(listed_at), max(listed_at), max(revision)"
        " FROM article JOIN publisher ON publisher.id = publisher_id"
        " WHERE story_id = ? AND story_id > 0",
        story_id,
    )
    if row is None or not row[0]:
        return None
    languages = db.rows(
        "SELECT language FROM article WHERE story_id = ? AND story_id > 0 AND language <> ''"
        " GROUP BY language ORDER BY count(*) DESC, language LIMIT ?",
        story_id,
        MAX_LANGUAGES,
    )
    return StoryHead(
        key=key,
        headline=_headline(db, story_id, key),
        articles=row[0],
        copies=row[1],
        publishers=row[2],
        origins=row[3],
        languages=tuple(language for (language,) in languages),
        first_seen=time_of(row[4]),
        last_seen=time_of(row[5]),
        changed_seq=row[6],
    )


def _headline(db: Database, story_id: int, key: str) -> str:
    row = db.row(
        "SELECT card.body FROM article JOIN card ON card.article_id = article.id"
        " WHERE story_id = ? AND story_id > 0"
        " ORDER BY key = ? DESC, listed_at, article.id LIMIT 1",
        story_id,
        key,
    )
    return _card_decoder.decode(row[0]).card.headline if row is not None else ""


def find_story_of(db: Database, article: str) -> str | None:
    """Return the key of the story that an article is in."""
    row = db.row(
        "SELECT story.key FROM article JOIN story ON story.id = story_id WHERE article.key = ?",
        article,
    )
    return row[0] if row is not None else None


def top_stories(db: Database, limit: int) -> list[StoryHead]:
    """Return the stories of the newest articles that several publishers tell, most origins first."""
    rows = db.rows(
        "SELECT story_id, story.key FROM (SELECT story_id, publisher_id, copy_of, listed_at"  # noqa: S608 - constants
        "  FROM article ORDER BY listed_at DESC, id DESC LIMIT ?) AS newest"
        " JOIN story ON story.id = story_id JOIN publisher ON publisher.id = publisher_id"
        " WHERE story_id > 0 GROUP BY story_id"
        " HAVING count(DISTINCT publisher_id) > 1"
        f" ORDER BY count(DISTINCT CASE WHEN copy_of = 0 THEN {_HOUSE} END) DESC,"
        " max(listed_at) DESC, story_id LIMIT ?",
        SCAN_BUDGET,
        limit,
    )
    heads = (_head(db, story_id, key) for story_id, key in rows)
    return [head for head in heads if head is not None]


def recent_places(db: Database, window: timedelta) -> Iterator[Place]:
    """Stream where the last articles that were written belong, in that order."""
    last = time_of(db.number("SELECT arrived FROM placed ORDER BY id DESC LIMIT 1"))
    rows = db.iter_rows(
        "SELECT article.key, family, story, arrived, body FROM placed"
        " JOIN article ON article.id = article_id WHERE arrived >= ? ORDER BY placed.id",
        micros_of(last - window),
    )
    for article, family, story, arrived, body in rows:
        yield Place(
            article=article, family=family, story=story, arrived=time_of(arrived), body=body
        )


def forget_places(db: Database, before: datetime) -> int:
    """Drop what was kept of arrivals before then for deciding; return how many."""
    n = db.number("SELECT count(*) FROM placed WHERE arrived < ?", micros_of(before))
    db.run("DELETE FROM placed WHERE arrived < ?", micros_of(before))
    return n
