"""Makes versions anew in place, and what lists and counters derive from the newest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tagwire.store._blobs import encoded_writable
from tagwire.store._cards import word_count
from tagwire.store.sqlite import _ledger
from tagwire.store.sqlite._articles import Newest, make_newest
from tagwire.store.sqlite._database import Database, Fields
from tagwire.store.sqlite._index import tagged_decoder, touch, unindex
from tagwire.store.sqlite._kept import count_code
from tagwire.store.sqlite._tombstones import Tombstones
from tagwire.store.values import Rebuilt


def rebuild(db: Database, batch: Sequence[Rebuilt], now: datetime) -> None:
    """Replace the bodies of versions, and what follows from the newest; ids and times stay."""
    for one in batch:
        row = db.row(
            "SELECT version.id, article_id, n = versions, version.content_hash, body,"
            " extractor, tagger FROM version JOIN article ON article.id = article_id WHERE key = ? AND n = ?",
            one.article,
            one.n,
        )
        if row is not None:
            _rebuild(db, one, row, now)


def _rebuild(db: Database, one: Rebuilt, row: Fields, now: datetime) -> None:
    version_id, article_id, is_newest, content_hash, body, extractor, tagger = row
    tagged, encoded = encoded_writable(Tombstones(db).strip(one.tagged))
    _save_keys(db, one, article_id)
    count_code(db, extractor, tagger, -1)
    count_code(db, one.extractor, one.tagger, 1)
    db.run(
        "UPDATE version SET extractor = ?, tagger = ?, memory = ? WHERE id = ?",
        one.extractor,
        one.tagger,
        one.memory,
        version_id,
    )
    if (content_hash, db.packer.unpack(body, tagged_decoder)) == (one.content_hash, tagged):
        return  # nothing that a reader could see
    seq = _ledger.add_change(db, "rebuilt", one.article, now)
    if is_newest:
        unindex(db, article_id, seq)
    db.run(
        "UPDATE version SET headline = ?, content_hash = ?, words = ?, body = ? WHERE id = ?",
        tagged.article.headline,
        one.content_hash,
        word_count(tagged.article.text),
        db.packer.pack_json(encoded),
        version_id,
    )
    if is_newest:
        make_newest(db, article_id, tagged, Newest(one.n, one.content_hash, seq))
    else:
        touch(db, article_id, seq)


def _save_keys(db: Database, one: Rebuilt, article_id: int) -> None:
    """Give the article the keys that are free: what another one has stays there."""
    db.run_each(
        "INSERT OR IGNORE INTO article_key VALUES (?, ?, ?)",
        [(key.kind, key.value, article_id) for key in one.keys],
    )
