"""The index of words: an own file beside the store, which can be thrown away and is made anew.

It holds words only, without texts (FTS5, contentless), and how far it followed the
outbox, in the transaction that indexed so far. The worker writes it, readers read:

    article, version, removed ─outbox─> index_search ─> search.sqlite <─ search ─ pages
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import apsw
import msgspec

from tagwire.errors import DiskFull, StoreError
from tagwire.expression import (
    After,
    All,
    AnyOf,
    Before,
    Expression,
    Filter,
    Not,
    Words,
    positive_terms,
    text_of,
)
from tagwire.model import Block
from tagwire.search_words import Sought, sought_words
from tagwire.store._documents import (
    CHARACTER,
    EVERY,
    MAX_COUNT,
    OTHER_CHANGES,
    Document,
    Known,
    arrival_of,
    cursor_of_arrival,
    document_of,
    facet,
    facets_sought,
    searched_text,
)
from tagwire.store._moments import time_of
from tagwire.store._passages import passage_of, passages_sought
from tagwire.store._scan import Conditions, Row, scan
from tagwire.store.sqlite import _ledger, _lists, _tags
from tagwire.store.sqlite._database import Database
from tagwire.store.sqlite._index import newest_state
from tagwire.store.sqlite._search_file import SearchFile
from tagwire.store.values import Card, Listing, SearchQuery


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the index is. ``filled`` is None when all articles are in."""

    seq: int
    change: str
    filled: int | None


# ---------------------------------------------------------------------- writing


def index_search(db: Database, file: SearchFile, limit: int) -> int:
    """Bring up to so many changes into the index; return how many, 0 when it is complete.

    Raises DiskFull. An index that is broken, or of another store, is thrown away and
    filled again from the start.
    """
    try:
        return _index(db, file, limit)
    except apsw.FullError as error:
        raise DiskFull(f"no room left to write {file.path}: free some disk space") from error
    except (apsw.CorruptError, apsw.NotADBError):
        file.remove()
        return 1  # there is more to do: all of it
    except OSError as error:
        raise StoreError(f"{file.path} cannot be made: {error.strerror}") from error
    except apsw.Error as error:
        raise StoreError(f"{file.path}: {type(error).__name__}: {error}") from error


def purge(db: Database, file: SearchFile) -> bool:
    """Let the index hold nothing of what is gone; False when it is behind or in use."""
    with db.reading():
        if search_lag(db, file):
            return False
    try:
        return file.purge()
    except apsw.FullError as error:
        raise DiskFull(f"no room left to write {file.path}: free some disk space") from error
    except apsw.BusyError:
        return False
    except apsw.Error as error:
        raise StoreError(f"{file.path}: {type(error).__name__}: {error}") from error


def _index(db: Database, file: SearchFile, limit: int) -> int:
    index = file.writer()
    with db.reading():
        progress = _progress_of(db, index)
        if progress is None:
            file.remove()
            return 1
        ids, gone, after = _next_slice(db, progress, limit)
        documents = [(article_id, *_document(db, article_id)) for article_id in ids]
    if after == progress:
        return 0
    _write(index, documents, gone, after)
    return max(1, len(ids) + len(gone))


def _progress_of(db: Database, index: apsw.Connection) -> Progress | None:
    """Return how far the index is, None when it followed another store."""
    row = index.execute("SELECT seq, change, filled FROM progress").fetchone()
    if row is None:
        return replace(_at(db, db.number("SELECT max(seq) FROM change")), filled=0)
    progress = Progress(*row)
    return progress if _at(db, progress.seq).change == progress.change else None


def _next_slice(
    db: Database, progress: Progress, limit: int
) -> tuple[list[int], list[str], Progress]:
    """Return the articles to index, the keys of those that are gone, and how far this leads."""
    if progress.filled is not None:
        rows = db.rows(
            "SELECT id FROM article WHERE id > ? ORDER BY id LIMIT ?", progress.filled, limit
        )
        ids = [row[0] for row in rows]
        return ids, [], replace(progress, filled=ids[-1] if ids else None)
    changes = _ledger.changes(db, progress.seq, limit)
    keys = [change.key for change in changes if change.kind not in OTHER_CHANGES]
    ids, gone = _changed(db, dict.fromkeys(keys))
    return ids, gone, _at(db, changes[-1].seq if changes else progress.seq)


def _at(db: Database, seq: int) -> Progress:
    row = db.row("SELECT key || ' ' || at FROM change WHERE seq = ?", seq)
    return Progress(seq=seq, change=row[0] if row is not None else "", filled=None)


def _changed(db: Database, keys: Iterable[str]) -> tuple[list[int], list[str]]:
    """Return the articles of these keys, and the keys that no article has."""
    ids: list[int] = []
    gone: list[str] = []
    for key in keys:
        article_id = db.number("SELECT id FROM article WHERE key = ?", key)
        if article_id:
            ids.append(article_id)
        else:
            gone.append(key)
    # FTS5 writes rows in order at once.
    return sorted(ids), gone


def _document(db: Database, article_id: int) -> tuple[str, Document]:
    row = db.row(
        "SELECT article.key, listed_at, source.key FROM article"
        " LEFT JOIN source ON source.id = source_id WHERE article.id = ?",
        article_id,
    )
    assert row is not None, "callers name stored articles"
    state = newest_state(db, article_id)
    return row[0], document_of(state, row[2] or "", time_of(row[1]))


def _write(
    index: apsw.Connection,
    documents: Sequence[tuple[int, str, Document]],
    gone: Iterable[str],
    after: Progress,
) -> None:
    """Write documents in one transaction with the progress that they make."""
    index.execute("BEGIN IMMEDIATE")
    try:
        for key in gone:
            _forget(index, key)
        for article_id, key, document in documents:
            _forget(index, key)
            index.execute("INSERT OR REPLACE INTO doc VALUES (?, ?)", (article_id, key))
            index.execute(
                "INSERT OR REPLACE INTO words (rowid, title, body, facets) VALUES (?, ?, ?, ?)",
                (article_id, *map(" ".join, (document.title, document.body, document.facets))),
            )
        index.execute("DELETE FROM progress")
        index.execute(
            "INSERT INTO progress VALUES (?, ?, ?)", (after.seq, after.change, after.filled)
        )
        index.execute("COMMIT")
    except BaseException:
        if index.in_transaction:
            index.execute("ROLLBACK")
        raise


def _forget(index: apsw.Connection, key: str) -> None:
    """Take the words of an article out, when they are in."""
    row = index.execute("DELETE FROM doc WHERE key = ? RETURNING id", (key,)).fetchone()
    if row is not None:
        index.execute("DELETE FROM words WHERE rowid = ?", row)


# ---------------------------------------------------------------------- reading


def search(db: Database, file: SearchFile, cards: _lists.CardCache, query: SearchQuery) -> Listing:
    """Return a page of what an expression finds, newest arrival first.

    Nothing, incomplete, while there is no index yet.
    """
    page = scan(iter_found(db, file, query), Conditions(copies=query.copies), _limit_of(query))
    is_ready = file.reader() is not None
    is_whole = is_ready and query.cursor is None and page.last is None
    return Listing(
        cards=_cards_of(db, cards, page.rows, passages_sought(query.expression)),
        next=cursor_of_arrival(page.last.article) if page.last is not None else None,
        total=len(page.rows) if is_whole else None,
        complete=page.complete and is_ready,
    )


def _limit_of(query: SearchQuery) -> int:
    return max(1, min(query.limit, _lists.MAX_LIMIT))


def iter_found(db: Database, file: SearchFile, query: SearchQuery) -> Iterator[Row]:
    """Yield the articles that are found, newest arrival first."""
    rows = _iter_rows(
        file,
        "SELECT words.rowid, doc.key FROM words JOIN doc ON doc.id = words.rowid"
        " WHERE words MATCH ? AND words.rowid < ? ORDER BY words.rowid DESC",
        match_of(query.expression, known_of(db)),
        arrival_of(query.cursor),
    )
    for article_id, key in rows:
        row = db.row("SELECT key, copy_of > 0 FROM article WHERE id = ?", article_id)
        # The index is behind: an article may be gone, and its id given to another.
        if row is not None and row[0] == key:
            yield Row(0, article_id, 0, 0, "", "", 0, row[1])


def _iter_rows(file: SearchFile, sql: str, *values: int | str) -> Iterator[tuple[Any, ...]]:
    """Yield rows of the index; none when there is none, or when it turns out broken."""
    index = file.reader()
    if index is None:
        return
    try:
        yield from index.execute(sql, values)
    except (apsw.CorruptError, apsw.NotADBError):
        file.report_broken()
    except apsw.Error as error:
        raise StoreError(f"{file.path}: {type(error).__name__}: {error}") from error


def term_counts(db: Database, file: SearchFile, expression: Expression) -> list[tuple[str, int]]:
    """Return for each word and filter that is not left out how many it finds, at most 1,000."""
    known = known_of(db)
    return [(text_of(term), _count(file, term, known)) for term in positive_terms(expression)]


def _count(file: SearchFile, term: Expression, known: Known) -> int:
    sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
    return next((row[0] for row in _iter_rows(file, sql, match_of(term, known), MAX_COUNT)), 0)


def search_lag(db: Database, file: SearchFile) -> int:
    """Return how many changes and articles are not in the index yet."""
    newest = db.number("SELECT max(seq) FROM change")
    row = next(_iter_rows(file, "SELECT seq, filled FROM progress"), None)
    if row is None:
        return _ledger.total_of(db, "articles")
    left = 0
    if row[1] is not None:
        left = db.number("SELECT count(*) FROM article WHERE id > ?", row[1])
    return int(max(0, newest - row[0]) + left)


def known_of(db: Database) -> Known:
    """Return what this store knows about names and times."""
    newest = db.number("SELECT listed_at FROM article ORDER BY listed_at DESC LIMIT 1")
    oldest = db.number("SELECT listed_at FROM article ORDER BY listed_at LIMIT 1")
    return Known(
        slugs_of=lambda value: _slugs_of(db, value),
        oldest=time_of(oldest),
        newest=time_of(newest),
    )


_MERGED = """
WITH RECURSIVE led(slug) AS (
    VALUES (?) UNION SELECT tag_merge.merged FROM tag_merge JOIN led ON tag_merge.into_slug = led.slug
) SELECT slug FROM led
"""


def _slugs_of(db: Database, value: str) -> list[str]:
    """Return the slug of a tag, and those that were merged into it: articles came with both."""
    slug = _tags.find_tag_slug(db, value)
    return [row[0] for row in db.rows(_MERGED, slug)] if slug is not None else []


def match_of(expression: Expression, known: Known) -> str:
    """Return the expression in the language of FTS5. Only folded words stand in its quotes."""
    match expression:
        case All(parts=parts):
            wanted = [match_of(part, known) for part in parts if not isinstance(part, Not)]
            unwanted = [match_of(part.part, known) for part in parts if isinstance(part, Not)]
            positive = " AND ".join(wanted) if wanted else f'"{EVERY}"'
            return f"({positive})" + "".join(f" NOT {one}" for one in unwanted)
        case AnyOf(parts=parts):
            return "(" + " OR ".join(f"({match_of(part, known)})" for part in parts) + ")"
        case Not(part=part):
            return f'("{EVERY}" NOT {match_of(part, known)})'
        case Words(text=text, in_title=in_title):
            sought = sought_words(text)
            if sought.is_open and not in_title and len(sought.words[-1]) == len(sought.words) == 1:
                return f'"{facet(CHARACTER, sought.words[0])}"'
            phrase = f'"{" ".join(sought.words)}"' + (" *" if sought.is_open else "")
            return f"(title : {phrase})" if in_title else f"({phrase})"
        case Filter() | After() | Before():
            words = facets_sought(expression, known) or ["none:"]
            return "(" + " OR ".join(f'"{word}"' for word in words) + ")"


# ------------------------------------------------------------------------ cards


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """The part of a version that is searched: the rest of it is not decoded."""

    article: _TextsOfArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class _TextsOfArticle:
    description: str = ""
    blocks: tuple[Block, ...] = ()


_texts_decoder = msgspec.json.Decoder(_Texts)


def _cards_of(
    db: Database, cache: _lists.CardCache, rows: Sequence[Row], sought: Sequence[Sought]
) -> tuple[Card, ...]:
    cards = _lists.cards_of(db, cache, rows, "")
    if not sought:
        return cards
    return tuple(
        _with_passage(db, row.article, card, sought) for row, card in zip(rows, cards, strict=True)
    )


def _with_passage(db: Database, article_id: int, card: Card, sought: Sequence[Sought]) -> Card:
    row = db.row(
        "SELECT body FROM version WHERE article_id = ? ORDER BY n DESC LIMIT 1", article_id
    )
    assert row is not None, "every article has a version"
    article = db.packer.unpack(row[0], _texts_decoder).article
    passage = passage_of(searched_text(article.description, article.blocks), sought)
    return replace(card, extract=passage) if passage is not None else card
