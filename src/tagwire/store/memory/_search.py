"""Search over the documents of articles, one after the other: the plain form."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tagwire.expression import Expression, positive_terms, text_of
from tagwire.search_words import Sought
from tagwire.store._documents import (
    MAX_COUNT,
    OTHER_CHANGES,
    Document,
    Known,
    arrival_of,
    cursor_of_arrival,
    document_of,
    is_found,
    searched_text,
)
from tagwire.store._moments import EPOCH
from tagwire.store._passages import passage_of, passages_sought
from tagwire.store._scan import Conditions, Row, scan
from tagwire.store.memory._ledger import Ledger
from tagwire.store.memory._shelf import MemoryArticle, Shelf
from tagwire.store.values import Card, Listing, SearchQuery

MAX_LIMIT = 500


class Index:
    """The documents of the articles, as far as the outbox was followed."""

    def __init__(self, shelf: Shelf, ledger: Ledger) -> None:
        self._shelf = shelf
        self._ledger = ledger
        self._documents: dict[str, Document] = {}
        self._seq = 0

    def follow(self, limit: int) -> int:
        """Bring in up to so many changes; return how many."""
        changes = self._ledger.changes[self._seq : self._seq + limit]
        self._seq += len(changes)
        for change in changes:
            article = self._shelf.articles.get(change.key)
            if article is not None:
                self._documents[change.key] = document_of(
                    article.newest.tagged, article.source, article.listed_at
                )
            elif change.kind not in OTHER_CHANGES:
                self._documents.pop(change.key, None)
        return len(changes)

    @property
    def lag(self) -> int:
        return len(self._ledger.changes) - self._seq

    def search(self, query: SearchQuery) -> Listing:
        """Return a page of what an expression finds, newest arrival first."""
        end = arrival_of(query.cursor)
        found = [article for article in self._found(query.expression) if article.n < end]
        rows = [
            Row(0, article.n, 0, 0, "", "", 0, int(article.copy_of is not None))
            for article in found
        ]
        limit = max(1, min(query.limit, MAX_LIMIT))
        page = scan(rows, Conditions(copies=query.copies), limit)
        articles = {article.n: article for article in found}
        sought = passages_sought(query.expression)
        return Listing(
            cards=tuple(self._card(articles[row.article], sought) for row in page.rows),
            next=cursor_of_arrival(page.last.article) if page.last is not None else None,
            total=len(page.rows) if query.cursor is None and page.last is None else None,
            complete=page.complete,
        )

    def term_counts(self, expression: Expression) -> list[tuple[str, int]]:
        return [
            (text_of(term), min(len(self._found(term)), MAX_COUNT))
            for term in positive_terms(expression)
        ]

    def _found(self, expression: Expression) -> list[MemoryArticle]:
        known = self._known()
        found = [
            self._shelf.articles[key]
            for key, document in self._documents.items()
            if key in self._shelf.articles and is_found(document, expression, known)
        ]
        return sorted(found, key=lambda article: -article.n)

    def _known(self) -> Known:
        times: list[datetime] = [one.listed_at for one in self._shelf.articles.values()]
        return Known(
            slugs_of=self._slugs_of,
            oldest=min(times, default=EPOCH),
            newest=max(times, default=EPOCH),
        )

    def _slugs_of(self, value: str) -> list[str]:
        slug = self._shelf.find_slug(value)
        merges = self._shelf.merges
        merged = [one for one in merges.into if merges.root_slug(one) == slug]
        return [slug, *merged] if slug is not None else []

    def _card(self, article: MemoryArticle, sought: list[Sought]) -> Card:
        card = self._shelf.card(article).card
        newest = article.newest.tagged.article
        passage = passage_of(searched_text(newest.description, newest.blocks), sought)
        return replace(card, extract=passage) if passage is not None else card
