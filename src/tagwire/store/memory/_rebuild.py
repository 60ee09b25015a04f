"""Kept responses with what was known of them, in dicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from tagwire.model import Entry, Source, Unchanged
from tagwire.store.memory._shelf import MemoryVersion, Shelf
from tagwire.store.values import CodeCount, KeptPage, KeptResponse, SegmentRef, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who listed the page of a response, and what was said of it."""

    entry: Entry | None
    source: Source | None


class Pages:
    """The kept responses by where they lie, in the order they were kept."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._pages: dict[SegmentRef, KeptPage] = {}
        self._last = 0

    def keep(self, kept: KeptResponse, work: Work, origin: Origin) -> None:
        """Keep a response with its work, which is written already."""
        known = self._pages.get(kept.ref)
        if known is None:
            self._last += 1
        entry = origin.entry or (known.entry if known is not None else None)
        intent, source = work.intent, origin.source.key if origin.source is not None else ""
        page = KeptPage(
            id=known.id if known is not None else self._last,
            kept=kept,
            entry=replace(entry, source=source) if entry is not None else None,
            publisher=origin.source.publisher if origin.source is not None else None,
            source=source,
            first_seen=work.first_seen or kept.fetched,
            article=intent.article if intent is not None else None,
            n=None,
            extractor=work.extractor,
            tagger=work.tagger,
        )
        self._pages[kept.ref] = page
        article = self._shelf.articles.get(page.article) if page.article is not None else None
        if intent is None or article is None:
            return
        for each in article.versions:
            each.kept_id = None if each.kept_id == page.id else each.kept_id
        for version in reversed(article.versions):
            if isinstance(intent, Unchanged) or version.row.content_hash == intent.content_hash:
                version.kept_id = page.id
                return

    def after(self, after_id: int, limit: int) -> list[KeptPage]:
        """Return pages with the versions that they gave."""
        versions = {
            version.kept_id: version
            for article in self._shelf.articles.values()
            for version in article.versions
        }
        later = [page for page in self._pages.values() if page.id > after_id]
        later.sort(key=lambda page: page.id)
        return [_with_version(page, versions.get(page.id)) for page in later[:limit]]

    def code_counts(self) -> list[CodeCount]:
        counts = Counter(
            (version.extractor, version.tagger)
            for article in self._shelf.articles.values()
            for version in article.versions
        )
        found = [
            CodeCount(extractor=extractor, tagger=tagger, versions=n)
            for (extractor, tagger), n in counts.items()
        ]
        return sorted(found, key=lambda one: (-one.versions, one.extractor, one.tagger))

    def drop(self, is_own: Callable[[KeptPage], bool]) -> list[SegmentRef]:
        """Forget pages; return where their responses lie."""
        refs = [ref for ref, page in self._pages.items() if is_own(page)]
        for ref in refs:
            del self._pages[ref]
        return refs

    def addresses_of(self, article: str) -> set[str]:
        """Return under which addresses the responses of an article were kept."""
        own = [page.kept for page in self._pages.values() if page.article == article]
        return {url for kept in own for url in (kept.url, kept.final_url)}

    def forget(self, segments: set[str]) -> None:
        self._pages = {
            ref: page for ref, page in self._pages.items() if ref.segment not in segments
        }


def _with_version(page: KeptPage, version: MemoryVersion | None) -> KeptPage:
    if version is None:
        return page
    return replace(page, n=version.row.n, extractor=version.extractor, tagger=version.tagger)
