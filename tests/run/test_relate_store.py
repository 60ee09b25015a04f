"""Equal texts on their way through a store, and how they are exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from store.builders import NOW, archived
from tagwire.model import Article, Block, BlockKind, Page, Publisher, Response, Tagged
from tagwire.run.commands import export_lines
from tagwire.run.relate import relate
from tagwire.run.settings import Settings
from tagwire.store import SqliteStore

TEXT = "The new bridge was opened on Monday. " + " ".join(f"word{n}" for n in range(70))
Json = dict[str, Any]


def check(tmp_path: Path, *batches: list[tuple[str, str]]) -> tuple[list[Json], list[Json]]:
    """Relate and store batches of (address, headline); return what is exported."""
    settings = Settings(data=tmp_path)
    store = SqliteStore(settings.store_path)
    for batch in batches:
        intents = relate([page(*one) for one in batch], store.find_candidates, NOW)
        store.apply([archived(one.intent) for one in intents], NOW)
    store.close()
    articles, relations = (
        [json.loads(line) for line in export_lines(settings, what)]
        for what in ("articles", "relations")
    )
    return articles, relations


def page(address: str, headline: str) -> tuple[Tagged, Page]:
    url = f"https://{address}"
    domain = address.partition("/")[0]
    article = Article(
        uri=url,
        url=url,
        headline=headline,
        publisher=Publisher(domain=domain, name=domain),
        blocks=(Block(kind=BlockKind.PARAGRAPH, text=TEXT),),
    )
    response = Response(url=url, final_url=url, status=200, headers=(), body=b"", fetched=NOW)
    return Tagged(article=article, language="en"), Page(response=response)


def test_a_copy_is_exported_once_with_its_reason(tmp_path: Path) -> None:
    """Whether it comes in the same batch or later."""
    first = [("paper.example/a", "Bridge opens"), ("inland.example/a", "New bridge opens")]
    articles, relations = check(tmp_path, first, [("coast.example/a", "Bridge")])
    assert [one["kind"] for one in relations] == ["copy_of", "copy_of"]
    assert {one["b"] for one in relations} == {articles[0]["id"]}
    assert [one["a"] for one in relations] == [one["id"] for one in articles[1:]]
    assert relations[0]["reasons"][0]["why"].startswith("the same 77 words as paper.example")


def test_one_posting_at_two_addresses_is_stored_once(tmp_path: Path) -> None:
    articles, relations = check(
        tmp_path,
        [("paper.example/a", "Bridge opens"), ("paper.example/b", "Bridge opens")],
        [("paper.example/c", "Bridge opens"), ("paper.example/d", "Another bridge")],
    )
    assert (len(articles), relations) == (2, [])
