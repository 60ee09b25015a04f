"""Erases articles and tags with every trace, and keeps what files have yet to follow.

erase ──┬─ rows deleted (zeroed by secure_delete), tombstones set: at once
        ├─ cut ────> raw records overwritten in their segments ──┐
        ├─ sweep ──> old versions and alias snapshots ───────────┼─> tidy: done
        └─ outbox ─> index of words ─────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from tagwire.errors import NotFound
from tagwire.model import AliasSnapshot, Key
from tagwire.store import _erasure
from tagwire.store._erasure import ARTICLE, GONE, NAME, SLUG, URL, named_key
from tagwire.store._moments import micros_of, time_of
from tagwire.store.sqlite import _articles, _cuts, _merges, _queue, _rebuild, _tombstones
from tagwire.store.sqlite._database import Database, Fields
from tagwire.store.sqlite._index import tagged_decoder
from tagwire.store.sqlite._tombstones import Tombstones
from tagwire.store.values import Erasure, Rebuilt
from tagwire.urls import url_key

# What is shown goes at once; the worker sweeps the rest in slices.
MAX_AT_ONCE = 200

_snapshot_decoder = msgspec.json.Decoder(AliasSnapshot)


# --------------------------------------------------------------------- articles


def erase_articles(db: Database, articles: Sequence[str], now: datetime) -> int:
    """Erase articles with every trace and remember them by digests; return how many."""
    known = [_known(db, key) for key in dict.fromkeys(articles)]
    rows = [row for row in known if row is not None]
    if not rows:
        return 0
    _erase_known(db, rows, now)
    _log(db, "article", len(rows), now)
    return len(rows)


def erase_addresses(db: Database, urls: Sequence[str], now: datetime) -> int:
    """Erase what is stored of web addresses, and never take them in; return how many articles."""
    keys = {url_key(url) for url in urls}
    found = [
        db.row("SELECT article_id FROM article_key WHERE kind = ? AND value = ?", URL, key)
        for key in sorted(keys)
    ]
    ids = {row[0] for row in found if row is not None}
    rows = [row for row in (_known_by_id(db, one) for one in sorted(ids)) if row is not None]
    _erase_known(db, rows, now)
    others = set(urls) | keys
    for key in keys:
        others |= _queue.forget_page(db, key, now)
    _tombstones.put(db, [(URL, key) for key in keys], now)
    _forget_addresses(db, others, now)
    _log(db, "address", len(rows), now)
    return len(rows)


def _erase_known(db: Database, rows: Sequence[Fields], now: datetime) -> None:
    slugs = {slug for row in rows for slug in _slugs_of(db, row[0])}
    urls: set[str] = set()
    for row in rows:
        urls |= _erase_article(db, row, now)
    _forget_addresses(db, urls, now)
    gone = _gone(db, slugs)
    _forget_slugs(db, gone)
    if gone:
        _tombstones.put(db, [(GONE, slug) for slug in gone], now)
        _begin_sweep(db, "snapshot")


def _gone(db: Database, slugs: Iterable[str]) -> set[str]:
    """Return those slugs, with all that lead where they lead, under which no article stands."""
    found: set[str] = set()
    for root in {_merges.root_slug(db, slug) for slug in slugs}:
        family = _with_merged(db, {root})
        if not any(db.row("SELECT 1 FROM tag WHERE slug = ?", slug) for slug in family):
            found |= family
    return found


_KNOWN = "SELECT article.id, key, domain FROM article JOIN publisher ON publisher.id = publisher_id"


def _known(db: Database, key: str) -> Fields | None:
    return db.row(f"{_KNOWN} WHERE key = ?", key)


def _known_by_id(db: Database, article_id: int) -> Fields | None:
    return db.row(f"{_KNOWN} WHERE article.id = ?", article_id)


def _slugs_of(db: Database, article_id: int) -> set[str]:
    """Return the tags of all versions of an article, as they were written."""
    rows = db.rows("SELECT body FROM version WHERE article_id = ?", article_id)
    states = (db.packer.unpack(row[0], tagged_decoder) for row in rows)
    return {part.tag.slug for state in states for part in state.tags}


def _erase_article(db: Database, row: Fields, now: datetime) -> set[str]:
    """Remove an article; return the addresses under which it was asked."""
    article_id, key, domain = row
    keys = _keys_of(db, article_id)
    names = [(ARTICLE, key), *(named_key(one, domain) for one in keys)]
    url_keys = [one.value for one in keys if one.kind == URL]
    urls: set[str] = set()
    for one in url_keys:
        urls |= _queue.forget_page(db, one, now)
    for kept in db.rows("SELECT url, final_url FROM kept WHERE article = ?", key):
        urls.update(kept)
    remove_articles(db, [key], now)
    _tombstones.put(db, names, now)
    return urls | set(url_keys)


def _keys_of(db: Database, article_id: int) -> list[Key]:
    rows = db.rows("SELECT kind, value FROM article_key WHERE article_id = ?", article_id)
    return [Key(kind=row[0], value=row[1]) for row in rows]


def _forget_addresses(db: Database, urls: set[str], now: datetime) -> None:
    """Drop what else is known of addresses: responses that gave nothing, rejections."""
    known = msgspec.json.encode(sorted(urls)).decode()
    rows = db.rows(
        "SELECT id FROM kept WHERE url IN (SELECT value FROM json_each(?1))"
        " OR final_url IN (SELECT value FROM json_each(?1))",
        known,
    )
    _cuts.cut(db, [row[0] for row in rows], now)
    keys = {url_key(url) for url in urls} | urls
    rejected = db.rows("SELECT id, key FROM rejected")
    own = [(row[0],) for row in rejected if row[1] in keys or url_key(row[1]) in keys]
    db.run_each("DELETE FROM rejected WHERE id = ?", own)


def remove_articles(db: Database, articles: Sequence[str], now: datetime) -> int:
    """Remove articles with their raw responses; nothing hinders that they come again.

    What is listed already stays known, so that a poll does not bring them back.
    """
    keys = list(dict.fromkeys(articles))
    ids = [db.number("SELECT id FROM article WHERE key = ?", key) for key in keys]
    for article_id, key in zip(ids, keys, strict=True):
        if article_id:
            rows = db.rows("SELECT id FROM kept WHERE article = ?", key)
            _cuts.cut(db, [row[0] for row in rows], now)
            _end_checks(db, article_id)
    return _articles.remove_articles(db, [one for one in ids if one], now)


def oldest_articles(db: Database, before: datetime, limit: int, source: str | None) -> list[str]:
    """Return articles that lists show as of before then, oldest first; those of a source if given."""
    rows = db.rows(
        "SELECT key FROM article WHERE listed_at < ? ORDER BY listed_at, id LIMIT ?"
        if source is None
        else "SELECT article.key FROM article JOIN source ON source.id = source_id"
        " WHERE listed_at < ? AND source.key = ?3 ORDER BY listed_at, article.id LIMIT ?2",
        micros_of(before),
        limit,
        *([] if source is None else [source]),
    )
    return [row[0] for row in rows]


def _end_checks(db: Database, article_id: int) -> None:
    """Drop the pages of an article; their entries stay known."""
    for key in _keys_of(db, article_id):
        row = db.row("DELETE FROM page WHERE url_key = ? RETURNING host", key.value)
        if row is not None:
            _queue.refresh_heads(db, [row[0]])


# ------------------------------------------------------------------------- tags


def erase_tag(db: Database, slug: str, now: datetime) -> int:
    """Erase a tag with its names from everything; return how many articles had it.

    The articles stay. Raises NotFound.
    """
    family = _family_of(db, slug)
    ids = [row[0] for one in family for row in db.rows("SELECT id FROM tag WHERE slug = ?", one)]
    if not ids and not _merges.is_merged(db, slug):
        raise NotFound(f"there is no tag {slug!r}")
    names = _erasure.full_names(_surfaces(db, ids))
    _tombstones.put(db, [*((SLUG, one) for one in family), *((NAME, name) for name in names)], now)
    articles = {
        row[0]
        for tag_id in ids
        for row in db.rows("SELECT article_id FROM article_tag WHERE tag_id = ?", tag_id)
    }
    # Before the merges are forgotten: they tell where the articles stand.
    stones = Tombstones(db)
    for article_id in sorted(articles, reverse=True)[:MAX_AT_ONCE]:
        for row in db.rows("SELECT id FROM version WHERE article_id = ?", article_id):
            _strip(db, row[0], stones, now)
    if len(articles) <= MAX_AT_ONCE:
        _forget_slugs(db, family)
    _begin_sweep(db, "version")
    _begin_sweep(db, "snapshot")
    _log(db, "tag", len(articles), now)
    return len(articles)


def _family_of(db: Database, slug: str) -> set[str]:
    """Return a tag's slug with all that lead to it."""
    return _with_merged(db, {_merges.root_slug(db, slug)})


def _with_merged(db: Database, slugs: set[str]) -> set[str]:
    """Return slugs with all that lead to them."""
    family, found = set(slugs), {""}
    while found:
        known = msgspec.json.encode(sorted(family)).decode()
        sql = "SELECT slug FROM merged WHERE into_slug IN (SELECT value FROM json_each(?))"
        found = {row[0] for row in db.rows(sql, known)} - family
        family |= found
    return family


def _surfaces(db: Database, tag_ids: Iterable[int]) -> list[str]:
    sql = "SELECT surface FROM name WHERE tag_id = ?1 UNION SELECT label FROM tag WHERE id = ?1"
    return [row[0] for tag_id in tag_ids for row in db.rows(sql, tag_id)]


def _strip(db: Database, version_id: int, stones: Tombstones, now: datetime) -> None:
    """Take the erased tags out of a version, and out of what lists derive from it."""
    row = db.row(
        "SELECT key, n, body, version.content_hash, extractor, tagger, memory FROM version"
        " JOIN article ON article.id = article_id WHERE version.id = ?",
        version_id,
    )
    if row is None:
        return
    tagged = db.packer.unpack(row[2], tagged_decoder)
    bare = stones.strip(tagged)
    if bare is tagged:
        return
    one = Rebuilt(
        article=row[0],
        n=row[1],
        tagged=bare,
        content_hash=row[3],
        extractor=row[4],
        tagger=row[5],
        memory=row[6],
    )
    _rebuild.rebuild(db, [one], now)
    # What later decisions knew of the state names its tags.
    db.run("DELETE FROM placed WHERE article_id = (SELECT id FROM article WHERE key = ?)", row[0])


def _forget_slugs(db: Database, slugs: Iterable[str]) -> None:
    """Take tags out of merge log, redirects and outbox."""
    known = msgspec.json.encode(sorted(slugs)).decode()
    among = "(SELECT value FROM json_each(?1))"
    db.run(f"DELETE FROM merged WHERE slug IN {among} OR into_slug IN {among}", known)  # noqa: S608 - constants
    # The numbers of the log stay: what was cached under one is never valid under another.
    db.run(
        "UPDATE tag_merge SET merged = '', into_slug = '', reason = ''"  # noqa: S608 - constants
        f" WHERE merged IN {among} OR into_slug IN {among}",
        known,
    )
    db.run(f"UPDATE change SET key = '' WHERE kind = 'tag' AND key IN {among}", known)  # noqa: S608 - constants


# ------------------------------------------------------------------------ sweep


def _begin_sweep(db: Database, what: str) -> None:
    first = {
        "version": "SELECT coalesce(max(id), 0) FROM version",
        "snapshot": "SELECT coalesce(max(day), '') FROM alias_snapshot",
    }[what]
    db.run(f"INSERT OR REPLACE INTO sweep VALUES (?, ({first}))", what)  # noqa: S608 - constants


def sweep_erased(db: Database, limit: int, now: datetime) -> int:
    """Look for erased tags in up to so many versions, or in one alias snapshot.

    Returns how many were looked at, 0 at the end.
    """
    row = db.row("SELECT place FROM sweep WHERE what = 'version'")
    if row is not None:
        return _sweep_versions(db, row[0], limit, now)
    row = db.row("SELECT place FROM sweep WHERE what = 'snapshot'")
    return _sweep_snapshot(db, row[0]) if row is not None else 0


def _sweep_versions(db: Database, place: int, limit: int, now: datetime) -> int:
    stones = Tombstones(db)
    rows = db.rows("SELECT id FROM version WHERE id <= ? ORDER BY id DESC LIMIT ?", place, limit)
    for (version_id,) in rows:
        _strip(db, version_id, stones, now)
    if rows:
        db.run("UPDATE sweep SET place = ? WHERE what = 'version'", rows[-1][0] - 1)
        return len(rows)
    merged = db.rows("SELECT slug FROM merged UNION SELECT into_slug FROM merged")
    _forget_slugs(db, [slug for (slug,) in merged if stones.has(SLUG, slug)])
    db.run("DELETE FROM sweep WHERE what = 'version'")
    return 1


def _sweep_snapshot(db: Database, place: str) -> int:
    row = db.row(
        "SELECT day, body FROM alias_snapshot WHERE day <= ? ORDER BY day DESC LIMIT 1", place
    )
    if row is None:
        db.run("DELETE FROM sweep WHERE what = 'snapshot'")
        db.run("DELETE FROM erased WHERE kind = ?", GONE)
        return 1
    day, body = row
    snapshot = without_erased(db.packer.unpack(body, _snapshot_decoder), Tombstones(db))
    db.run("UPDATE alias_snapshot SET body = ? WHERE day = ?", db.packer.pack(snapshot), day)
    db.run(
        "UPDATE sweep SET place = coalesce((SELECT max(day) FROM alias_snapshot WHERE day < ?), '')"
        " WHERE what = 'snapshot'",
        day,
    )
    return 1


def without_erased(snapshot: AliasSnapshot, stones: Tombstones) -> AliasSnapshot:
    """Return a snapshot without the aliases of erased tags."""
    return AliasSnapshot(
        day=snapshot.day,
        aliases=tuple(
            one
            for one in snapshot.aliases
            if not (stones.has(SLUG, one.tag.slug) or stones.has(GONE, one.tag.slug))
        ),
    )


# -------------------------------------------------------------------------- log


def _log(db: Database, kind: str, articles: int, now: datetime) -> None:
    db.run(
        "INSERT INTO erasure (kind, at, articles) VALUES (?, ?, ?)", kind, micros_of(now), articles
    )


def list_erasures(db: Database, limit: int) -> list[Erasure]:
    """Return what was erased, newest first: kind, time and number, never a name."""
    rows = db.rows("SELECT kind, at, articles, done FROM erasure ORDER BY id DESC LIMIT ?", limit)
    return [
        Erasure(
            kind=row[0],
            at=time_of(row[1]),
            articles=row[2],
            done=time_of(row[3]) if row[3] is not None else None,
        )
        for row in rows
    ]


def is_erasing(db: Database) -> bool:
    """Tell whether files have yet to follow an erasure."""
    return any(
        db.row(f"SELECT 1 FROM {what} LIMIT 1") is not None  # noqa: S608 - constants
        for what in ("sweep", "erasure WHERE done IS NULL")
    )


def is_swept(db: Database) -> bool:
    """Tell whether all records, versions and snapshots have followed."""
    return not (db.row("SELECT 1 FROM cut LIMIT 1") or db.row("SELECT 1 FROM sweep LIMIT 1"))


def finish(db: Database, now: datetime) -> bool:
    """Note that nothing is left to do; False when something is."""
    if not is_swept(db):
        return False
    db.run("UPDATE erasure SET done = ? WHERE done IS NULL", micros_of(now))
    return True
