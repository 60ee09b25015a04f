"""What every store does with site memories."""

from __future__ import annotations

from dataclasses import replace

from store.builders import NOW, archived, new, tagged
from tagwire.memories import SeenLine, SeenPlace, SiteMemory
from tagwire.store.protocol import Store
from tagwire.store.values import Rebuilt

LINE = SeenLine(
    text="Read the harbour by letter",
    place=7,
    pages=3,
    first_page=1,
    last_page=4,
    first_day="2026-05-01",
    last_day="2026-05-03",
)
MEMORY = SiteMemory(
    site="harbour.example",
    version=4,
    pages=4,
    lines={(1 << 53) - 1: LINE},
    places={7: SeenPlace(path="div.text>p", kept=9, removed=1, pages=4, last_page=4)},
    bodies=(7, 7, 7, 7),
    seen=(1, 2, 3, 4),
    alarms=1,
    last_alarm="2026-05-02",
)


def test_a_memory_comes_back_as_it_was_kept(store: Store) -> None:
    assert store.find_memory("harbour.example") is None
    store.save_memories([MEMORY])
    assert store.find_memory("harbour.example") == MEMORY


def test_an_older_memory_never_replaces_a_newer_one(store: Store) -> None:
    newer = replace(MEMORY, version=5, pages=5)
    store.save_memories([MEMORY])
    store.save_memories([newer])
    store.save_memories([MEMORY])
    assert store.find_memory("harbour.example") == newer


def test_memories_are_listed_by_site(store: Store) -> None:
    store.save_memories([replace(MEMORY, site=site) for site in ("b.example", "a.example")])
    assert ["a.example", "b.example"] == [one.site for one in store.iter_memories()]


def test_an_article_tells_with_which_memory_it_was_made(store: Store) -> None:
    first = new("a1", tagged("Grain ships leave"))
    store.apply([replace(archived(first), memory=3)], NOW)
    found = store.find_article("a1")
    assert found is not None
    assert 3 == found.memory
    anew = Rebuilt(
        article="a1",
        n=1,
        tagged=first.tagged,
        content_hash=first.content_hash,
        extractor="2",
        tagger="2",
        memory=9,
    )
    store.rebuild([anew], NOW)
    found = store.find_article("a1")
    assert found is not None
    assert 9 == found.memory
