"""Erased articles and tags, in dicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from tagwire.errors import NotFound
from tagwire.model import AliasSnapshot, Intent, Key, Tagged, Unchanged
from tagwire.store import _erasure
from tagwire.store._blobs import encode
from tagwire.store._erasure import ARTICLE, ENTRY, NAME, SLUG, URL, entry_name, named_key
from tagwire.store._intake import ERASED, Incoming
from tagwire.store.memory._ledger import Ledger
from tagwire.store.memory._queue import Queue
from tagwire.store.memory._rebuild import Pages
from tagwire.store.memory._shelf import MemoryArticle, Shelf
from tagwire.store.values import Erasure, KeptPage, KeptResponse, Rebuilt, SegmentRef, Work
from tagwire.urls import url_key


class Tombstones:
    """What was erased, as digests."""

    def __init__(self) -> None:
        self._salt = _erasure.new_salt()
        self._met: dict[_erasure.Stone, bool] = {}

    def put(self, names: Iterable[tuple[str, str]]) -> None:
        for kind, value in names:
            self._met.setdefault(_erasure.stone_of(self._salt, kind, value), False)

    def has(self, kind: str, value: str) -> bool:
        return bool(self._met) and _erasure.stone_of(self._salt, kind, value) in self._met

    def has_key(self, keys: Sequence[Key], publisher: str) -> bool:
        return any(self.has(*named_key(key, publisher)) for key in keys)

    def meet(self, kind: str, value: str) -> bool:
        """Note that something erased came again; tell whether it is the first time."""
        stone = _erasure.stone_of(self._salt, kind, value)
        is_first = not self._met[stone]
        self._met[stone] = True
        return is_first

    def strip(self, tagged: Tagged) -> Tagged:
        return _erasure.stripped(tagged, self.has) if self._met else tagged

    def refuses(self, intent: Intent | None) -> bool:
        """Tell whether an intent is about an article that was erased."""
        if intent is None:
            return False
        publisher = "" if isinstance(intent, Unchanged) else intent.tagged.article.publisher.domain
        return self.has(ARTICLE, intent.article) or self.has_key(intent.keys, publisher)

    def name_of(self, source: str, one: Incoming) -> tuple[str, str] | None:
        """Return the kind and value under which an entry was erased, None when it was not."""
        names = ((URL, one.url_key), (ENTRY, entry_name(source, one.ident)))
        return next((name for name in names if self.has(*name)), None)

    def without_erased(self, snapshot: AliasSnapshot) -> AliasSnapshot:
        kept = tuple(one for one in snapshot.aliases if not self.has(SLUG, one.tag.slug))
        return replace(snapshot, aliases=kept)


def _is_of(article: str, page: KeptPage) -> bool:
    return page.article == article


class Eraser:
    """Erases over the parts of a store."""

    def __init__(self, shelf: Shelf, queue: Queue, pages: Pages, ledger: Ledger) -> None:
        self.stones = Tombstones()
        self._shelf = shelf
        self._queue = queue
        self._pages = pages
        self._ledger = ledger
        self._erasures: list[Erasure] = []
        self._cuts: dict[SegmentRef, None] = {}

    def kept_entries(self, source: str, incoming: Sequence[Incoming]) -> list[Incoming]:
        """Return the entries whose article was not erased; the others count once."""
        kept = []
        for one in incoming:
            name = self.stones.name_of(source, one)
            if name is None:
                kept.append(one)
            elif self.stones.meet(*name):
                self._ledger.add_counts({ERASED: 1})
        return kept

    def refuse(self, work: Work, kept: KeptResponse | None) -> None:
        """Let an erased article that came by another way leave nothing behind."""
        if kept is not None:
            self._cuts[kept.ref] = None
        page = self._queue.pages.get(work.outcome.task) if work.outcome is not None else None
        if page is not None:
            self.forget_page(page.url_key)
        self._ledger.add_counts({("store", "rejected", "erased"): 1})

    def forget_page(self, key: str) -> set[str]:
        dropped = self._queue.drop_page(key)
        if dropped is None:
            return set()
        url, entries = dropped
        self.stones.put([*((ENTRY, entry_name(*place)) for place in entries), (URL, key)])
        return {url}

    # -------------------------------------------------------------------- articles

    def remove(self, articles: Sequence[str], now: datetime) -> int:
        known = self._known(articles)
        for article in known:
            self._cut(self._pages.drop(partial(_is_of, article.key)))
            for key in self._shelf.keys_of(article.key):
                if key.kind == URL:
                    self._queue.end_page(key.value)
        return self._shelf.remove(known, now)

    def _known(self, articles: Sequence[str]) -> list[MemoryArticle]:
        shelf = self._shelf.articles
        return [shelf[key] for key in dict.fromkeys(articles) if key in shelf]

    def erase(self, articles: Sequence[str], now: datetime) -> int:
        known = self._known(articles)
        if known:
            self._erase_known(known, now)
            self._log("article", len(known), now)
        return len(known)

    def erase_addresses(self, urls: Sequence[str], now: datetime) -> int:
        keys = {url_key(url) for url in urls}
        found = {self._shelf.keys.get(Key(kind=URL, value=key)) for key in keys} - {None}
        known = [one for one in self._shelf.articles.values() if one.key in found]
        self._erase_known(known, now)
        others = set(urls).union(*(self.forget_page(key) for key in keys))
        self.stones.put([(URL, key) for key in keys])
        self._forget_addresses(others)
        self._log("address", len(known), now)
        return len(known)

    def _erase_known(self, known: Sequence[MemoryArticle], now: datetime) -> None:
        slugs: set[str] = set()
        urls: set[str] = set()
        for article in known:
            slugs |= {part.tag.slug for one in article.versions for part in one.tagged.tags}
            urls |= self._erase_article(article, now)
        self._forget_addresses(urls)
        gone: set[str] = set()
        for root in {self._shelf.merges.root_slug(slug) for slug in slugs}:
            family = self._shelf.merges.family_of(root)
            gone |= family if family.isdisjoint(self._shelf.tags) else set()
        self._shelf.merges.forget(gone)
        self._ledger.blank_tags(gone)

    def _forget_addresses(self, urls: set[str]) -> None:
        self._cut(self._pages.drop(lambda page: bool({page.kept.url, page.kept.final_url} & urls)))
        keys = {url_key(url) for url in urls} | urls
        self._ledger.drop_rejected(lambda key: key in keys or url_key(key) in keys)

    def _erase_article(self, article: MemoryArticle, now: datetime) -> set[str]:
        keys = self._shelf.keys_of(article.key)
        domain = article.newest.tagged.article.publisher.domain
        urls = {key.value for key in keys if key.kind == URL}
        for key in tuple(urls):
            urls |= self.forget_page(key)
        urls |= self._pages.addresses_of(article.key)
        self.remove([article.key], now)
        self.stones.put([(ARTICLE, article.key), *(named_key(key, domain) for key in keys)])
        return urls

    # ------------------------------------------------------------------------ tags

    def erase_tag(self, slug: str, now: datetime) -> int:
        merges, tags = self._shelf.merges, self._shelf.tags
        root = merges.root_slug(slug)
        family = merges.family_of(root)
        known = [tags[one] for one in family if one in tags]
        if not known and slug not in merges.into:
            raise NotFound(f"there is no tag {slug!r}")
        surfaces = [surface for tag in known for surface, _ in tag.names.values()]
        names = _erasure.full_names([*surfaces, *(tag.tag.label for tag in known)])
        self.stones.put([*((SLUG, one) for one in family), *((NAME, one) for one in names)])
        articles = [
            article
            for article in self._shelf.articles.values()
            if family & {part.tag.slug for part in article.placed}
        ]
        for article in self._shelf.articles.values():
            self._strip(article, now)
        merges.forget(family)
        self._ledger.blank_tags(family)
        self._log("tag", len(articles), now)
        return len(articles)

    def _strip(self, article: MemoryArticle, now: datetime) -> None:
        for version in article.versions:
            bare = self.stones.strip(version.tagged)
            if bare is not version.tagged:
                one = Rebuilt(
                    article=article.key,
                    n=version.row.n,
                    tagged=bare,
                    content_hash=version.row.content_hash,
                    extractor=version.extractor,
                    tagger=version.tagger,
                )
                self._shelf.rebuild(one, now)
                places = self._shelf.places
                self._shelf.places = [place for place in places if place.article != article.key]

    # ------------------------------------------------------------------------- log

    def _cut(self, refs: Iterable[SegmentRef]) -> None:
        self._cuts |= dict.fromkeys(refs)
        for article in self._shelf.articles.values():
            if article.kept is not None and article.kept.ref in self._cuts:
                article.kept = None

    def list_cuts(self, limit: int) -> list[SegmentRef]:
        return sorted(self._cuts, key=lambda ref: (ref.segment, ref.offset))[:limit]

    def cuts_done(self, refs: Iterable[SegmentRef]) -> None:
        for ref in refs:
            self._cuts.pop(ref, None)

    def _log(self, kind: str, articles: int, now: datetime) -> None:
        self._erasures.append(Erasure(kind=kind, at=now, articles=articles))

    def list_erasures(self, limit: int) -> list[Erasure]:
        return self._erasures[::-1][:limit]

    @property
    def is_erasing(self) -> bool:
        return any(one.done is None for one in self._erasures)

    def size_bytes(self) -> int:
        versions = [one for article in self._shelf.articles.values() for one in article.versions]
        return sum(len(encode(one.tagged)) for one in versions)

    def finish(self, now: datetime) -> bool:
        if self._cuts:
            return False
        self._erasures = [replace(one, done=one.done or now) for one in self._erasures]
        return True
