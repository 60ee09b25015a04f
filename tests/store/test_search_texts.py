"""Search as readers of five languages would use it, in every store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.builders import NOW, archived, new, tagged
from store.contract_search import keep, listing_of
from store.made import new_store
from store.search_texts import LANGUAGES
from tagwire.expression import BadExpression, parse_expression
from tagwire.store import MemoryStore
from tagwire.store.protocol import Store
from tagwire.store.values import SearchQuery

STORES: dict[str, Callable[[Path], Store]] = {
    "memory": lambda folder: MemoryStore(),
    "sqlite": new_store,
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


WORDS = st.lists(
    st.sampled_from(
        ["Grain", "ships", "Straße", "über", "5G-Netz", "東京都", "น้ำท่วม", "القاهرة", "F-16"]
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(WORDS, min_size=1, max_size=4), data=st.data())
def test_every_word_and_pair_of_a_text_finds_it_and_both_stores_agree(
    texts: Sequence[list[str]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stores = [make(tmp_path_factory.mktemp("search")) for make in STORES.values()]
    for one in stores:
        keep(
            one, **{f"a{n}": tagged(f"h{n}", text=" ".join(words)) for n, words in enumerate(texts)}
        )
    n = data.draw(st.integers(0, len(texts) - 1))
    for first, second in zip(texts[n], [*texts[n][1:], ""], strict=True):
        answers = [
            [card.article for card in listing_of(one, f'"{first} {second}"').cards]
            for one in stores
        ]
        assert f"a{n}" in answers[0]
        assert answers[0] == answers[1]
    left_out = data.draw(
        st.sampled_from(["grain -ships", "-grain", "東 OR uber -f16", "5g (ที OR น)"])
    )
    answers = [[card.article for card in listing_of(one, left_out).cards] for one in stores]
    assert answers[0] == answers[1]
    for one in stores:
        one.close()
