"""Merged tags and alias snapshots, in dicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tagwire.model import AliasSnapshot, Tag
from tagwire.store.values import TagMerge


class Merges:
    """Where merged slugs lead, and the log of it."""

    def __init__(self) -> None:
        self.log: list[TagMerge] = []
        self.into: dict[str, Tag] = {}  # by merged slug, one step
        self.pending: set[str] = set()
        self.snapshots: dict[str, AliasSnapshot] = {}

    def root_of(self, tag: Tag) -> Tag:
        """Return the tag that a tag leads to: the given object when it is not merged."""
        while tag.slug in self.into:
            tag = self.into[tag.slug]
        return tag

    def root_slug(self, slug: str) -> str:
        return self.root_of(self.into[slug]).slug if slug in self.into else slug

    def merge(self, slug: str, into: Tag, reason: str, now: datetime, snapshot: str) -> str | None:
        """Log a merge and return its target; None when nothing is to be merged."""
        target = self.root_of(into)
        if target.slug == slug or slug in self.into:
            return None
        self.into[slug] = target
        self.pending.add(slug)
        self.log.append(
            TagMerge(
                seq=len(self.log) + 1,
                merged=slug,
                into=target.slug,
                reason=reason,
                snapshot=snapshot,
                at=now,
            )
        )
        return target.slug

    def family_of(self, root: str) -> set[str]:
        """Return a slug with all that lead to it."""
        return {root, *(slug for slug in self.into if self.root_slug(slug) == root)}

    def forget(self, slugs: set[str]) -> None:
        """Take tags out of redirects, log and snapshots."""
        self.into = {
            slug: tag
            for slug, tag in self.into.items()
            if slug not in slugs and tag.slug not in slugs
        }
        self.pending &= self.into.keys()
        self.log = [
            replace(one, merged="", into="", reason="") if {one.merged, one.into} & slugs else one
            for one in self.log
        ]
        for day, snapshot in self.snapshots.items():
            kept = tuple(one for one in snapshot.aliases if one.tag.slug not in slugs)
            self.snapshots[day] = replace(snapshot, aliases=kept)

    def newest(self, limit: int, slug: str | None) -> list[TagMerge]:
        found = [one for one in self.log if one.merged and slug in (None, one.merged, one.into)]
        return found[::-1][:limit]

    def find_snapshot(self, before_day: str) -> AliasSnapshot | None:
        days = [day for day in self.snapshots if not before_day or day < before_day]
        return self.snapshots[max(days)] if days else None
