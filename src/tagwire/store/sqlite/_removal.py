"""What people remove: a source, or the whole demo newsroom."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tagwire.store.sqlite import _articles, _ledger, _queue, _sources
from tagwire.store.sqlite._database import Database

DEMO_SETTING = "demo"
DEMO_REMOVED = "removed"


def remove_source(db: Database, key: str, now: datetime) -> None:
    """Forget a source and its queue; its articles and its name stay. Raises NotFound."""
    source_id, _, _ = _sources.get_known(db, key)
    _forget(db, source_id)
    db.run("UPDATE source SET removed = 1 WHERE id = ?", source_id)
    _ledger.add_change(db, "source", key, now)


def remove_demo(db: Database, now: datetime) -> int:
    """Remove all that is demo for good and remember it; return how many articles."""
    articles = [row[0] for row in db.rows("SELECT id FROM article WHERE demo ORDER BY id")]
    responses, urls = _demo_responses(db)
    n = _articles.remove_articles(db, articles, now)
    for source_id, key in db.rows("SELECT id, key FROM source WHERE demo"):
        _forget(db, source_id)
        db.run("DELETE FROM source_day WHERE source_id = ?", source_id)
        db.run("DELETE FROM rejected WHERE source = ?", key)
        db.run("DELETE FROM source WHERE id = ?", source_id)
        _ledger.add_change(db, "source", key, now)
    _forget_responses(db, responses, urls)
    db.run("DELETE FROM publisher WHERE articles = 0")
    _ledger.save_setting(db, DEMO_SETTING, DEMO_REMOVED)
    return n


def _demo_responses(db: Database) -> tuple[str, str]:
    """Return the responses of demo articles and the addresses of demo pages, as JSON."""
    ids = db.rows("SELECT kept_id FROM article WHERE demo AND kept_id IS NOT NULL")
    urls = db.rows(
        "SELECT page.url FROM page JOIN source ON source.id = page.source_id WHERE source.demo"
    )
    return _json([row[0] for row in ids]), _json([row[0] for row in urls])


def _forget_responses(db: Database, responses: str, urls: str) -> None:
    """Drop rows of responses that no page or article has any more; retention removes the bytes."""
    db.run(
        "DELETE FROM kept WHERE (id IN (SELECT value FROM json_each(?))"
        "  OR url IN (SELECT value FROM json_each(?) EXCEPT SELECT url FROM page))"
        " AND id NOT IN (SELECT kept_id FROM article WHERE kept_id IS NOT NULL)",
        responses,
        urls,
    )


def _json(values: list[object]) -> str:
    return msgspec.json.encode(values).decode()


def _forget(db: Database, source_id: int) -> None:
    _queue.forget_pages(db, source_id)
    db.run("DELETE FROM source_state WHERE source_id = ?", source_id)
