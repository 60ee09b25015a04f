"""Search as readers of five languages would use it, in every store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from store.builders import NOW, archived, new, tagged
from store.search_texts import LANGUAGES
from tagwire.expression import BadExpression, parse_expression
from tagwire.store import MemoryStore, SqliteStore
from tagwire.store.protocol import Store
from tagwire.store.values import SearchQuery

STORES: dict[str, Callable[[Path], Store]] = {
    "memory": lambda folder: MemoryStore(),
    "sqlite": lambda folder: SqliteStore(folder / "tagwire.db"),
}


def found_by(store: Store, raw: str) -> set[str]:
    expression = parse_expression(raw, zone=UTC)
    assert not isinstance(expression, BadExpression), expression
    return {card.article for card in store.search(SearchQuery(expression=expression)).cards}


def check(store: Store, language: str) -> None:
    texts, queries = LANGUAGES[language]
    works = [
        archived(new(name, tagged(name, text=text, language=language), content_hash=name))
        for name, text in texts.items()
    ]
    store.apply(works, NOW)
    while store.index_search(100):
        pass
    expected = {raw: set(names.split()) for raw, names in queries.items()}
    assert expected == {raw: found_by(store, raw) for raw in queries}


@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_find_what_they_type_in_their_language(
    kind: str, language: str, tmp_path: Path
) -> None:
    assert len(LANGUAGES[language][1]) >= 20
    store = STORES[kind](tmp_path)
    check(store, language)
    store.close()
