"""``tagwire relate --jsonl``: articles in arrival order to versions, copies and stories.

Without ``--stream`` nothing is printed before the input ends: what is answered waits in
a temporary file, so that memory is that of the windows, not of the input.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

from tagwire.codec import Json, article_from_json
from tagwire.model import Article, Reason, Rejected, Stage
from tagwire.run.lines import LINES_PER_BATCH, Answer, BatchStage, answer_lines
from tagwire.stories import Posting, Related, Relater, address_key_of

# ``published_day`` counts from here.
EPOCH = datetime(2010, 1, 1, tzinfo=UTC)
MAX_DAYS = 1_000_000
MAX_TAGS = 30


def relate_lines(source: BinaryIO, sink: BinaryIO, *, stream: bool) -> int:
    """Answer each article of ``source`` on ``sink``; return how many were rejected."""
    if stream:
        return answer_lines(source, sink, relate_stage(), lines_per_batch=1)
    with tempfile.TemporaryFile() as waiting:
        rejected = answer_lines(source, waiting, relate_stage(), lines_per_batch=LINES_PER_BATCH)
        waiting.seek(0)
        shutil.copyfileobj(waiting, sink)
    return rejected


def relate_stage() -> BatchStage:
    """Return the stage of ``tagwire relate``, which remembers the articles before."""
    relater = Relater()
    now = 0.0

    def stage(records: Sequence[Json]) -> Sequence[Answer]:
        nonlocal now
        answers: list[Answer] = []
        for record in records:
            posting = posting_of(record, now)
            if isinstance(posting, Rejected):
                answers.append(posting)
                continue
            now = posting.at
            answers.append(related_to_json(relater(posting)))
        return answers

    return stage


def posting_of(record: Json, now: float) -> Posting | Rejected:
    """Return the article of a line; one without a date has the time ``now`` of the line before."""
    key = record.get("id")
    if isinstance(key, bool) or not isinstance(key, str | int) or key == "":
        detail = "relate needs an id, to say which article another one belongs to"
        return Rejected(stage=Stage.INPUT, key="", reason=Reason.MISSING_FIELD, detail=detail)
    article = article_from_json(record)
    if isinstance(article, Rejected):
        return article
    nested = record.get("article")
    shape = nested if isinstance(nested, Mapping) else record
    day = _day_of(record.get("published_day", shape.get("published_day")), article)
    return Posting(
        id=str(key),
        publisher=article.publisher.domain,
        url_key=address_key_of(article),
        at=now if day is None else day,
        headline=article.headline,
        text=article.text,
        tags=_tags_of(record.get("tags", shape.get("tags"))),
    )


def _day_of(given: object, article: Article) -> float | None:
    """Return the day of an article with its fraction, or None when it has no date."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        given = math.nan
    if -MAX_DAYS < given < MAX_DAYS:
        return float(given)
    if article.published is None:
        return None
    return (article.published.at - EPOCH) / timedelta(days=1)


def _tags_of(given: Any) -> tuple[str, ...] | None:  # noqa: ANN401 - outside data, read here
    """Return the slugs of tags as ``tagwire tag`` writes them, or of plain slugs."""
    if not isinstance(given, list):
        return None
    slugs = [
        one.get("slug") if isinstance(one, Mapping) and one.get("shown", True) else one
        for one in given
    ]
    return tuple(dict.fromkeys(slug for slug in slugs if isinstance(slug, str)))[:MAX_TAGS]


def related_to_json(related: Related) -> Json:
    """Return the answer for an article."""
    return {
        "version_of": related.version_of,
        "copy_of": related.copy_of,
        "family": related.family,
        "story": related.story,
        "reasons": [
            {"kind": one.kind, "with": one.with_, "score": round(one.score, 4), "why": one.why}
            for one in related.why
        ],
    }
