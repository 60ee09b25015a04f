"""The ``--jsonl`` commands: one JSON object a line in, one answer a line out, in order.

A bad line is answered with a reason and never stops the others; memory stays
flat however long the stream is.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple

import msgspec

from tagwire.codec import (
    Json,
    article_from_json,
    article_to_json,
    encode_line,
    has_blocks,
    rejected_to_json,
    tagged_to_json,
)
from tagwire.extract import extract
from tagwire.model import Article, Page, Reason, Rejected, Response, Stage, Tagged
from tagwire.tag import Agreement, Ballot, Tagger, identify
from tagwire.urls import fetch_url

# Small enough for flat memory, large enough that a batch stage pays off.
LINES_PER_BATCH = 32
# A page of 50 MB in base64 still fits; what is longer is refused before it is decoded.
MAX_LINE_BYTES = 80_000_000

# More do not fit into 64 bits.
MAX_DIGITS = 18
# What stands for lost bytes, and halves of characters: such an id cannot be given back.
_BROKEN = re.compile("[\ufffd\ud800-\udfff]")

Answer = Json | Rejected
BatchStage = Callable[[Sequence[Json]], Sequence[Answer]]


class Answered(NamedTuple):
    """How many lines were answered, and how many of them with a rejection."""

    lines: int
    rejected: int


def answer_lines(
    source: BinaryIO, sink: BinaryIO, stage: BatchStage, *, lines_per_batch: int = LINES_PER_BATCH
) -> Answered:
    """Answer each line of ``source`` on ``sink``."""
    lines = rejected = 0
    numbered = _iter_lines(source)
    while chunk := list(itertools.islice(numbered, lines_per_batch)):
        lines += len(chunk)
        for answer in _answers(chunk, stage):
            rejected += answer["rejected"] is not None
            sink.write(encode_line(answer))
        sink.flush()
    return Answered(lines, rejected)


def _iter_lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield numbered lines cut at ``\\n`` only, without blank ones.

    An overlong line comes as its first bytes, which do not parse.
    """
    number = 0
    while line := source.readline(MAX_LINE_BYTES):
        number += 1
        if not line.endswith(b"\n") and len(line) >= MAX_LINE_BYTES:
            while (rest := source.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
        if line.strip():
            yield number, line


def _answers(chunk: Sequence[tuple[int, bytes]], stage: BatchStage) -> Iterable[Json]:
    """Return the answers of a batch, in the order of its lines."""
    parsed = [(number, line, record_of_line(line)) for number, line in chunk]
    records = [
        record for _, _, record in parsed if isinstance(record, dict) and not _was_rejected(record)
    ]
    results = iter(stage(records))
    for number, line, record in parsed:
        if isinstance(record, Rejected):
            yield _refusal(id_of_line(line), number, record)
            continue
        if _was_rejected(record):
            yield {"id": record.get("id"), "rejected": record["rejected"]}
            continue
        result = next(results)
        if isinstance(result, Rejected):
            yield _refusal(record.get("id"), number, result)
        else:
            yield {"id": record.get("id"), **result, "rejected": None}


def _was_rejected(record: Json) -> bool:
    """Return whether the command before in a pipe answered this line with a rejection."""
    return isinstance(record.get("rejected"), dict)


def record_of_line(line: bytes) -> Json | Rejected:
    """Return the object of a line, or why it is none."""
    try:
        # A byte order mark is what other systems put before the first line.
        record: Any = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.DecodeError as error:
        return _bad(Reason.BAD_LINE, f"the line is not JSON: {error}")
    except UnicodeDecodeError as error:
        return _bad(Reason.BAD_LINE, f"the line is not UTF-8: {error}")
    except RecursionError:
        return _bad(Reason.BAD_LINE, "the line is nested too deeply")
    if not isinstance(record, dict):
        return _bad(Reason.BAD_LINE, "the line is JSON, but not an object")
    return record


def id_of_line(line: bytes) -> str | int | None:
    """Return the id of a line that is no JSON to us, where a more tolerant reader finds one."""
    try:
        record = json.loads(line.decode("utf-8", "replace").lstrip("\ufeff"), parse_int=_small_int)
    except (ValueError, RecursionError):
        return None
    key = record.get("id") if isinstance(record, dict) else None
    if isinstance(key, str):
        return None if _BROKEN.search(key) else key
    return key if isinstance(key, int) and not isinstance(key, bool) else None


def _small_int(digits: str) -> int | None:
    return int(digits) if len(digits) <= MAX_DIGITS else None


def _refusal(key: object, number: int, rejected: Rejected) -> Json:
    if key is None:
        return {"id": None, "line": number, "rejected": rejected_to_json(rejected)}
    return {"id": key, "rejected": rejected_to_json(rejected)}


def _bad(reason: Reason, detail: str) -> Rejected:
    return Rejected(stage=Stage.INPUT, key="", reason=reason, detail=detail)


# --------------------------------------------------------------------- extract


def extract_stage(
    now: datetime,
    read: Callable[[Sequence[Page]], Sequence[Article | Rejected]] = extract,
) -> BatchStage:
    """Return the stage of ``tagwire extract --jsonl``; ``now`` stands for the time of fetching.

    ``read`` may know more than the pages, such as what a folder remembers of their sites.
    """

    def stage(records: Sequence[Json]) -> Sequence[Answer]:
        pages = [page_of(record, now) for record in records]
        good = [page for page in pages if isinstance(page, Page)]
        results = iter(read(good))
        return [
            _article_answer(next(results)) if isinstance(page, Page) else page for page in pages
        ]

    return stage


def answer_page(body: bytes, url: str, now: datetime) -> Json:
    """Return the answer for one HTML file: ``{"id": null, "article", "rejected"}``."""
    if not fetch_url(url):
        bad = Rejected(
            stage=Stage.INPUT, key=url, reason=Reason.BAD_URL, detail="this is no web address"
        )
        return {"id": None, "rejected": rejected_to_json(bad)}
    response = Response(url=url, final_url=url, status=200, headers=(), body=body, fetched=now)
    result = extract([Page(response=response)])[0]
    if isinstance(result, Rejected):
        return {"id": None, "rejected": rejected_to_json(result)}
    return {"id": None, "article": article_to_json(result), "rejected": None}


def page_of(record: Json, now: datetime) -> Page | Rejected:
    """Return the page of a line: ``html``, or bytes in ``html_b64`` with their ``content_type``."""
    url = record.get("url")
    html, encoded = record.get("html"), record.get("html_b64")
    if not isinstance(url, str) or not url:
        return _bad(Reason.MISSING_FIELD, "a page needs its url")
    content_type = record.get("content_type")
    if isinstance(html, str):
        body, content_type = html.encode("utf-8", "replace"), "text/html; charset=utf-8"
    elif isinstance(encoded, str):
        try:
            body = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            return _bad(Reason.BAD_LINE, f"html_b64 is not base64: {error}")
    else:
        return _bad(Reason.MISSING_FIELD, "a page needs html or html_b64")
    is_typed = isinstance(content_type, str) and content_type
    headers = (("content-type", str(content_type)),) if is_typed else ()
    response = Response(url=url, final_url=url, status=200, headers=headers, body=body, fetched=now)
    return Page(response=response)


def _article_answer(result: Article | Rejected) -> Answer:
    return result if isinstance(result, Rejected) else {"article": article_to_json(result)}


# ------------------------------------------------------------------------- tag


def tag_stage(tagger: Tagger) -> BatchStage:
    """Return the stage of ``tagwire tag --jsonl``."""

    def stage(records: Sequence[Json]) -> Sequence[Answer]:
        articles = [article_from_json(record) for record in records]
        results = iter(tagger([each for each in articles if isinstance(each, Article)]))
        return [
            _tagged_answer(next(results), record) if isinstance(article, Article) else article
            for record, article in zip(records, articles, strict=True)
        ]

    return stage


def _tagged_answer(result: Tagged | Rejected, record: Json) -> Answer:
    if isinstance(result, Rejected):
        return result
    return tags_answer(result, is_flat=not has_blocks(record))


def tags_answer(tagged: Tagged, *, is_flat: bool) -> Json:
    """Return the answer for an article; a flat one came as one text without blocks."""
    answer = tagged_to_json(tagged)
    mentions = [mention for tag in answer["tags"] for mention in tag["mentions"]]
    for mention in mentions if is_flat else ():
        # The text was given whole and became one block: its offsets are those of the text.
        if mention["field"] == "blocks/0":
            mention["field"] = "text"
    return answer


def answer_corpus(source: BinaryIO, sink: BinaryIO, tagger: Tagger) -> Answered:
    """Answer ``tagwire tag --corpus``: names agree across all lines.

    The names are held until the input ends; tags wait in a temporary file, texts nowhere.
    """
    ballot, lines, rejected = Ballot(), 0, 0
    with tempfile.TemporaryFile() as spill:
        for number, line in _iter_lines(source):
            kept = _corpus_line(number, line, tagger)
            if kept.result is not None:
                ballot.add(kept.result.tags)
            spill.write(_encoder.encode(kept) + b"\n")
        spill.seek(0)
        agreement = ballot.decide(tagger.catalogue)
        for spilled in spill:
            kept = _decoder.decode(spilled)
            lines += 1
            rejected += kept.rejected is not None
            sink.write(encode_line(_corpus_answer(kept, agreement)))
    return Answered(lines, rejected)


class _CorpusLine(msgspec.Struct, kw_only=True, frozen=True):
    """What is kept of a line until all are read."""

    number: int
    key: Any  # whatever the line has as id is given back
    is_flat: bool
    result: Tagged | None
    rejected: Rejected | None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_CorpusLine)


def _corpus_line(number: int, line: bytes, tagger: Tagger) -> _CorpusLine:
    record = record_of_line(line)
    if isinstance(record, Rejected):
        key = id_of_line(line)
        return _CorpusLine(number=number, key=key, is_flat=True, result=None, rejected=record)
    article = article_from_json(record)
    result = tagger([article])[0] if isinstance(article, Article) else article
    if isinstance(result, Tagged):
        result = replace(result, article=replace(result.article, blocks=(), removed=()))
    return _CorpusLine(
        number=number,
        key=record.get("id"),
        is_flat=not has_blocks(record),
        result=result if isinstance(result, Tagged) else None,
        rejected=result if isinstance(result, Rejected) else None,
    )


def _corpus_answer(line: _CorpusLine, agreement: Agreement) -> Json:
    if line.result is None:
        assert line.rejected is not None, "a line was tagged or rejected"
        return _refusal(line.key, line.number, line.rejected)
    agreed = replace(line.result, tags=agreement(line.result.tags))
    return {"id": line.key, **tags_answer(agreed, is_flat=line.is_flat), "rejected": None}


def spans_stage(tagger: Tagger) -> BatchStage:
    """Return the stage of ``tagwire tag --jsonl --spans``: slugs for given mentions of ``text``."""

    def stage(records: Sequence[Json]) -> Sequence[Answer]:
        return [_spans_answer(tagger, record) for record in records]

    return stage


def _spans_answer(tagger: Tagger, record: Json) -> Answer:
    nested = record.get("article")
    shape = nested if isinstance(nested, dict) else record
    text, given = shape.get("text"), record.get("mentions", shape.get("mentions"))
    if not isinstance(text, str) or not isinstance(given, list):
        return _bad(Reason.MISSING_FIELD, "--spans needs text and mentions")
    try:
        spans = [(span.start, span.end) for span in msgspec.convert(given, list[_SpanIn])]
    except msgspec.ValidationError as error:
        return _bad(Reason.BAD_LINE, f"each mention needs start and end as whole numbers: {error}")
    inside = [span for span in spans if 0 <= span[0] < span[1] <= len(text)]
    language = shape.get("language")
    slugs = identify(
        tagger.catalogue, text, inside, language if isinstance(language, str) else None
    )
    slug_of = dict(zip(inside, slugs, strict=True))
    # A span outside the text names nothing; it is answered all the same, in its place.
    answers = [
        {"start": start, "end": end, "slug": slug_of.get((start, end)) or None}
        for start, end in spans
    ]
    return {"mentions": answers}


class _SpanIn(msgspec.Struct):
    start: int
    end: int
