"""``tagwire relate --jsonl``: articles in arrival order to versions, copies and stories.

Without ``--stream`` nothing is printed before the input ends: what is answered waits in
a temporary file, so that memory is that of the windows, not of the input.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

from tagwire.codec import Json, article_from_json
from tagwire.model import Article, Reason, Rejected, Stage
from tagwire.run.lines import LINES_PER_BATCH, Answer, Answered, BatchStage, answer_lines
from tagwire.run.relate import EPOCH, MAX_TAGS
from tagwire.stories import Posting, Related, Relater, address_key_of

# ``published_day`` counts from EPOCH.
FIRST_DAY = (datetime.min.replace(tzinfo=UTC) - EPOCH) / timedelta(days=1)
LAST_DAY = (datetime.max.replace(tzinfo=UTC) - EPOCH) / timedelta(days=1)
# More than the windows hold of a busy world; ids behind them can meet nothing of theirs.
MAX_IDS = 500_000


def relate_lines(source: BinaryIO, sink: BinaryIO, *, stream: bool) -> Answered:
    """Answer each article of ``source`` on ``sink``."""
    if stream:
        return answer_lines(source, sink, relate_stage(), lines_per_batch=1)
    with tempfile.TemporaryFile() as waiting:
        answered = answer_lines(source, waiting, relate_stage(), lines_per_batch=LINES_PER_BATCH)
        waiting.seek(0)
        shutil.copyfileobj(waiting, sink)
    return answered


def relate_stage() -> BatchStage:
    """Return the stage of ``tagwire relate``, which remembers the articles before."""
    relater = Relater()
    now = 0.0
    known: dict[str, None] = {}

    def stage(records: Sequence[Json]) -> Sequence[Answer]:
        nonlocal now
        answers: list[Answer] = []
        for record in records:
            posting = posting_of(record, now)
            if isinstance(posting, Posting) and posting.id in known:
                posting = _twice(posting.id)
            if isinstance(posting, Rejected):
                answers.append(posting)
                continue
            now = posting.at
            known[posting.id] = None
            if len(known) > MAX_IDS:
                del known[next(iter(known))]
            answers.append(related_to_json(relater(posting)))
        return answers

    return stage


def _twice(key: str) -> Rejected:
    detail = "this id stands on a line before: each article needs its own"
    return Rejected(stage=Stage.INPUT, key=key, reason=Reason.BAD_LINE, detail=detail)


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
    given = record.get("published_day", shape.get("published_day"))
    day = _stated_day(given) if given is not None else _day_of(shape.get("published"), article)
    if isinstance(day, str):
        return Rejected(stage=Stage.INPUT, key=str(key), reason=Reason.BAD_LINE, detail=day)
    return Posting(
        id=str(key),
        publisher=article.publisher.domain,
        url_key=address_key_of(article),
        at=now if day is None else day,
        headline=article.headline,
        text=article.text,
        tags=_tags_of(record.get("tags", shape.get("tags"))),
    )


def _stated_day(given: object) -> float | str:
    """Return the day that a line counts, or why it is none."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        return "published_day is no number: it counts days since 2010-01-01"
    if not FIRST_DAY <= given <= LAST_DAY:
        return "published_day lies outside of the years 1 to 9999: it counts days since 2010-01-01"
    return float(given)


def _day_of(given: object, article: Article) -> float | str | None:
    """Return the day of an article with its fraction; why it cannot be read; None without one."""
    if article.published is not None:
        return (article.published.at - EPOCH) / timedelta(days=1)
    if given is None or given == "":
        return None
    return "published is no date that can be read: write one like 2026-05-01T12:00:00Z"


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
