"""Counters, rejections, the outbox and settings, in dicts."""

from __future__ import annotations

from collections import Counter as Counts
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from tagwire.model import Reason, Rejected
from tagwire.store._blobs import writable
from tagwire.store.values import Change, Counter, RejectedRow

MAX_REJECTED = 10_000


class Ledger:
    """What happened."""

    def __init__(self) -> None:
        self.counts: Counts[tuple[str, str, str]] = Counts()
        self.settings: dict[str, str] = {}
        self.changes: list[Change] = []
        self._rejected: dict[tuple[str, str, str, str], RejectedRow] = {}

    def add_counts(self, counts: Mapping[tuple[str, str, str], int]) -> None:
        self.counts.update(counts)

    def counters(self) -> list[Counter]:
        return [
            Counter(stage=stage, outcome=outcome, reason=reason, count=n)
            for (stage, outcome, reason), n in sorted(self.counts.items())
        ]

    def add_change(self, kind: str, key: str, now: datetime) -> int:
        seq = len(self.changes) + 1
        self.changes.append(Change(seq=seq, kind=kind, key=key, at=now))
        return seq

    def log_rejected(self, rejected: Rejected, now: datetime, source: str) -> bool:
        """Put a rejection on top of the log; tell whether it was not in it."""
        if rejected.reason is Reason.ERASED:
            return True
        rejected = writable(rejected)
        place = (source, rejected.stage.value, rejected.key, rejected.reason.value)
        is_new = self._rejected.pop(place, None) is None
        self._rejected[place] = RejectedRow(rejected=rejected, at=now, source=source)
        if len(self._rejected) > MAX_REJECTED:
            del self._rejected[next(iter(self._rejected))]
        return is_new

    def recent_rejected(self, limit: int, source: str | None) -> list[RejectedRow]:
        newest = reversed(list(self._rejected.values()))
        return [row for row in newest if source is None or row.source == source][:limit]

    def drop_rejected(self, is_own: Callable[[str], bool]) -> None:
        """Forget the rejections whose key is one of these."""
        self._rejected = {
            place: row for place, row in self._rejected.items() if not is_own(row.rejected.key)
        }

    def blank_tags(self, slugs: set[str]) -> None:
        """Take the names of tags out of the outbox."""
        self.changes = [
            replace(one, key="") if one.kind == "tag" and one.key in slugs else one
            for one in self.changes
        ]

    def forget_rejected(self, source: str) -> None:
        for place in [place for place in self._rejected if place[0] == source]:
            del self._rejected[place]
