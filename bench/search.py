"""CPU time of searches and of indexing, beside a tag page of the same store.

    bench/search.py [--articles 200000]

Fills a store in a temporary folder with the made-up news stream of TAGWIRE_SHARED (16
languages), lets the product index it, and asks it. The rows of articles are written
without the product's counters, which a search does not read: half the time to fill.

found: until 30 articles are known, without their cards. page: ``SqliteStore.search``,
with cards and passages. tag pages: the share of a tag page of 30 that the query costs.
A copy of the table goes into bench/HISTORY.md by hand.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import apsw
from newsweb import shared_folder

from tagwire.expression import BadExpression, Expression, parse_expression
from tagwire.model import (
    Article,
    ArticleTag,
    Block,
    BlockKind,
    Publisher,
    Role,
    Tag,
    Tagged,
    TagKind,
)
from tagwire.search_words import index_words
from tagwire.store import SqliteStore
from tagwire.store._blobs import Packer, encode
from tagwire.store._cards import Seen, card_of
from tagwire.store._moments import micros_of
from tagwire.store.sqlite import _search
from tagwire.store.sqlite._search_file import FILE_NAME
from tagwire.store.values import ListQuery, SearchQuery
from tagwire.text import slug_of

START = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = 90
PAGE = 30
SLICE = 100  # articles indexed in one transaction
MAX_QUERIES = 200
SAMPLE_EVERY = 50  # documents whose words are counted to choose queries


def main() -> int:
    """Fill, index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=200_000)
    count = parser.parse_args().articles
    pool = shared_folder() / "replay" / "archive" / "gold.jsonl"
    if not pool.is_file():
        print("no news stream below TAGWIRE_SHARED")
        return 3
    with tempfile.TemporaryDirectory(prefix="tagwire-bench-") as folder:
        path = Path(folder) / "tagwire.db"
        store = SqliteStore(path)
        seen = fill(path, records(pool, count))
        index_ms = index(store)
        size = (path.parent / FILE_NAME).stat().st_size
        print(f"{count:,} articles, index {size / count / 1000:.2f} kB an article")
        print("indexing, ms of CPU an article: " + ", ".join(f"{ms:.2f}" for ms in index_ms))
        report(store, queries_of(seen, random.Random(1)))
        store.close()
    return 0


# ---------------------------------------------------------------------- filling


def records(pool: Path, count: int) -> Iterator[dict[str, Any]]:
    """Yield articles of the made-up stream."""
    sys.path.insert(0, str(shared_folder() / "loadgen"))
    from newsgen import Pool, World

    world = World(Pool([pool]), "tagwire-1", 2000, START, count / DAYS)
    yield from islice(world.stream(count), count)


@dataclass(slots=True)
class Sampled:
    """What the stream holds, to choose queries from."""

    documents: int = 0
    words: Counter[str] = field(default_factory=Counter)
    language_of: dict[str, str] = field(default_factory=dict)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    tag_words: list[tuple[str, str]] = field(default_factory=list)
    publishers: Counter[str] = field(default_factory=Counter)

    def note(self, tagged: Tagged) -> None:
        """Count the words of a sampled article."""
        words = index_words(tagged.article.text)
        self.documents += 1
        self.words.update(set(words))
        for word in set(words):
            self.language_of.setdefault(word, tagged.language or "")
        self.pairs.update(set(pairwise(words)))
        self.tags.update(part.tag.slug for part in tagged.tags)
        self.publishers[tagged.article.publisher.domain] += 1
        if tagged.tags:
            self.tag_words.append(
                (tagged.tags[0].tag.slug, random.Random(len(words)).choice(words))
            )


def fill(path: Path, stream: Iterator[dict[str, Any]]) -> Sampled:
    """Write articles with their cards, versions and tags."""
    sampled = Sampled()
    ids: dict[tuple[str, str], int] = {}
    packer = Packer()
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for n, record in enumerate(stream, 1):
        tagged = tagged_of(record)
        if n % SAMPLE_EVERY == 0:
            sampled.note(tagged)
        write(connection, packer, ids, n, tagged)
    connection.execute("INSERT INTO total VALUES ('articles', ?)", (n,))
    connection.execute("COMMIT")
    connection.close()
    return sampled


def tagged_of(record: dict[str, Any]) -> Tagged:
    """Return a record as the chain would tag it."""
    paragraphs = record["text"].split("\n\n")
    tags = [
        Tag(slug=slug_of(name), label=name, kind=TagKind.PERSON) for name in record["gold"]["tags"]
    ]
    return Tagged(
        article=Article(
            uri=record["url"],
            url=record["url"],
            headline=record["title"],
            publisher=Publisher(domain=record["domain"], name=record["publisher"]),
            blocks=tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in paragraphs),
            language=record["lang"],
        ),
        language=record["lang"],
        tags=tuple(
            ArticleTag(tag=tag, roles=(Role.MENTIONED,), relevance=0.5, confidence=0.9, mentions=())
            for tag in tags
        ),
    )


def write(
    connection: apsw.Connection,
    packer: Packer,
    ids: dict[tuple[str, str], int],
    n: int,
    tagged: Tagged,
) -> None:
    """Write the rows of one article."""
    at = START + timedelta(days=DAYS) * n / 200_000
    listed = micros_of(at)
    key = f"n{n:x}"
    publisher = _id_of(
        connection, ids, "publisher", tagged.article.publisher.domain, tagged.article.publisher.name
    )
    connection.execute(
        "INSERT INTO article (id, key, listed_at, first_seen, publisher_id, source_id, language,"
        " categories, roles, versions, content_hash, revision, demo)"
        " VALUES (?, ?, ?, ?, ?, 0, ?, '', 2, 1, '', 0, 0)",
        (n, key, listed, listed, publisher, tagged.language),
    )
    seen = Seen(article=key, first_seen=at, listed_at=at, versions=1, demo=False)
    connection.execute("INSERT INTO card VALUES (?, ?)", (n, encode(card_of(tagged, seen))))
    connection.execute(
        "INSERT INTO version (article_id, n, first_seen, headline, content_hash, reason, words,"
        " extractor, tagger, body) VALUES (?, 1, ?, '', '', '', 0, '', '', ?)",
        (n, listed, packer.pack(tagged)),
    )
    for part in tagged.tags:
        tag = _id_of(connection, ids, "tag", part.tag.slug, part.tag.label)
        connection.execute(
            "INSERT OR IGNORE INTO article_tag (tag_id, listed_at, article_id, publisher_id,"
            " source_id, language, categories, roles) VALUES (?, ?, ?, ?, 0, ?, '', 2)",
            (tag, listed, n, publisher, tagged.language),
        )


TABLES = {
    "publisher": "INSERT INTO publisher (id, domain, name) VALUES (?, ?, ?)",
    "tag": "INSERT INTO tag (id, slug, label, kind, articles) VALUES (?, ?, ?, 'person', 1)",
}


def _id_of(
    connection: apsw.Connection, ids: dict[tuple[str, str], int], table: str, key: str, name: str
) -> int:
    if (table, key) not in ids:
        ids[table, key] = len(ids) + 1
        connection.execute(TABLES[table], (ids[table, key], key, name))
    return ids[table, key]


def index(store: SqliteStore) -> list[float]:
    """Index everything; return the CPU ms an article of each fifth of the way."""
    started, done, parts = time.process_time(), 0, []
    fifth = max(1, store.search_lag() // 5)
    while n := store.index_search(SLICE):
        done += n
        if done >= fifth:
            parts.append(1000 * (time.process_time() - started) / done)
            started, done = time.process_time(), 0
    return parts


# ---------------------------------------------------------------------- queries


def queries_of(seen: Sampled, rng: random.Random) -> dict[str, list[str]]:
    """Return queries by class; the share of a word is that in the sample."""
    share = {word: n / seen.documents for word, n in seen.words.items() if len(word) > 2}
    rare = [word for word in share if seen.words[word] == 1 and word.isascii()]
    usual = [word for word, part in share.items() if 0.005 < part < 0.03 and word.isascii()]
    frequent = [word for word, part in share.items() if part > 0.1 and word.isascii()]
    english = [word for word in frequent if seen.language_of[word] == "en"]
    pairs = [f'"{a} {b}"' for (a, b), n in seen.pairs.most_common(2000) if n > 4 and len(a + b) > 6]
    spaceless = [
        word for word, n in seen.words.items() if not word.isascii() and len(word) == 2 and n > 5
    ]
    common_tags = [slug for slug, _ in seen.tags.most_common(50)]
    publishers = [domain for domain, _ in seen.publishers.most_common(50)]
    found = {
        "rare word": rare,
        "usual word": usual,
        "frequent word": frequent,
        "phrase": pairs,
        "frequent AND frequent": [f"{a} {b}" for a in frequent for b in frequent if a < b],
        "frequent AND frequent, another language": [
            f"{word} lang:{language}" for word in english for language in ("de", "ko", "ja", "fr")
        ],
        "usual OR usual, minus frequent": [
            f"{a} OR {b} -{c}" for a, b, c in zip(usual, usual[1:], frequent * 99, strict=False)
        ],
        "tag AND word": [f"tag:{slug} {word}" for slug, word in seen.tag_words],
        "tag AND frequent": [
            f"tag:{slug} {word}" for slug in common_tags for word in frequent[:20]
        ],
        "publisher AND usual": [
            f"publisher:{one} {word}" for one in publishers for word in usual[:20]
        ],
        "usual AND a month": [f"{word} after:2026-06 before:2026-07" for word in usual],
        "usual since a day": [f"{word} after:2026-06-12" for word in usual],
        "tag alone": [f"tag:{slug}" for slug in common_tags],
        "pair of characters": spaceless,
        "one character": [word[0] for word in spaceless],
        "no hit": [f"zqxj{n}" for n in range(100)],
    }
    return {
        name: rng.sample(queries, min(MAX_QUERIES, len(queries)))
        for name, queries in found.items()
        if queries
    }


def report(store: SqliteStore, queries: dict[str, list[str]]) -> None:
    """Ask and print."""
    slugs = sorted({query[4:] for query in queries["tag alone"]})
    tag_page = statistics.median(
        _ms(lambda slug=slug: store.list_articles(ListQuery(tag=slug, limit=PAGE)))
        for slug in slugs * 20
    )
    print(f"a tag page of {PAGE}: {tag_page:.3f} ms of CPU (median)\n")
    print(
        "| query (hits in the median) | found p50 / p99 ms | page p50 / p99 ms | found p50, tag pages |"
    )
    print("|---|---|---|---|")
    for name, raws in queries.items():
        expressions = [parsed(raw) for raw in raws]
        found = sorted(_ms(lambda one=one: _found(store, one)) for one in expressions * 3)
        page = sorted(
            _ms(lambda one=one: store.search(SearchQuery(expression=one, limit=PAGE)))
            for one in expressions * 2
        )
        hits = statistics.median(_hits(store, one) for one in expressions[:50])
        print(
            f"| {name} ({hits:,.0f}) | {_at(found, 0.5):.2f} / {_at(found, 0.99):.2f} |"
            f" {_at(page, 0.5):.2f} / {_at(page, 0.99):.2f} | {_at(found, 0.5) / tag_page:.1f} |"
        )


def parsed(raw: str) -> Expression:
    """Return the expression; the queries are all right."""
    expression = parse_expression(raw, zone=UTC)
    assert not isinstance(expression, BadExpression), expression
    return expression


def _found(store: SqliteStore, expression: Expression) -> None:
    query = SearchQuery(expression=expression, limit=PAGE)
    with store._db.reading():
        list(islice(_search.iter_found(store._db, store._search, query), PAGE + 1))


def _hits(store: SqliteStore, expression: Expression) -> int:
    match = _search.match_of(expression, _search.known_of(store._db))
    connection = store._search.reader()
    assert connection is not None, "it was just made"
    rows = connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (match,))
    return int(rows.fetchone()[0])


def _ms(ask: Callable[[], object]) -> float:
    start = time.thread_time()
    ask()
    return 1000 * (time.thread_time() - start)


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    sys.exit(main())
