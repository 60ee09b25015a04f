"""Tombstones: which articles, addresses and tags were erased and are not taken in again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tagwire.model import Key, Tagged
from tagwire.store import _erasure
from tagwire.store._erasure import SALT_SETTING, Stone, named_key, new_salt, stone_of
from tagwire.store._moments import micros_of
from tagwire.store.sqlite import _ledger
from tagwire.store.sqlite._database import Database


def put(db: Database, names: Iterable[tuple[str, str]], now: datetime) -> None:
    """Set tombstones for kinds and values."""
    salt = _ledger.find_setting(db, SALT_SETTING)
    if salt is None:
        salt = new_salt()
        _ledger.save_setting(db, SALT_SETTING, salt)
    stones = {stone_of(salt, kind, value) for kind, value in names}
    db.run_each(
        "INSERT OR IGNORE INTO erased VALUES (?, ?, 0, ?)",
        [(one.kind, one.digest, micros_of(now)) for one in stones],
    )


class Tombstones:
    """The tombstones within one transaction. Without any, asking costs one look-up in all."""

    def __init__(self, db: Database) -> None:
        self._db = db
        is_any = db.row("SELECT 1 FROM erased LIMIT 1") is not None
        self._salt = _ledger.find_setting(db, SALT_SETTING) if is_any else None

    def has(self, kind: str, value: str) -> bool:
        """Tell whether a value was erased."""
        return bool(self._salt) and self._find(self._stone(kind, value))

    def _stone(self, kind: str, value: str) -> Stone:
        return stone_of(self._salt or "", kind, value)

    def _find(self, stone: Stone) -> bool:
        sql = "SELECT 1 FROM erased WHERE kind = ? AND digest = ?"
        return self._db.row(sql, stone.kind, stone.digest) is not None

    def has_key(self, keys: Sequence[Key], publisher: str) -> bool:
        """Tell whether one of the keys is that of an erased article."""
        return bool(self._salt) and any(self.has(*named_key(key, publisher)) for key in keys)

    def meet(self, kind: str, value: str) -> bool:
        """Note that something erased came again; tell whether it is the first time."""
        stone = self._stone(kind, value)
        row = self._db.row(
            "UPDATE erased SET met = 1 WHERE kind = ? AND digest = ? AND NOT met RETURNING 1",
            stone.kind,
            stone.digest,
        )
        return row is not None

    def strip(self, tagged: Tagged) -> Tagged:
        """Return an article without erased tags."""
        return _erasure.stripped(tagged, self.has) if self._salt else tagged
