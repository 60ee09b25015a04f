"""Reported problems: the kept page and what is wrong, as test cases in the data folder.

    problems/<article>/<n>/page.html    the body as it was fetched
                           case.json    address, type, what is wrong, what came out

A case is complete: ``tagwire extract`` on its page shows whether newer code reads it right.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from tagwire.codec import Json, article_to_json
from tagwire.errors import NotFound, StoreError
from tagwire.model import Response
from tagwire.run.settings import Settings
from tagwire.serve import Problem, ProblemDesk
from tagwire.store import Segments
from tagwire.store.protocol import StoreReader
from tagwire.store.values import StoredArticle

FOLDER = "problems"
MAX_CASES = 20  # of one article
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def problem_desk_of(settings: Settings, clock: Callable[[], datetime]) -> ProblemDesk:
    """Return what keeps problems in the data folder."""
    folder = settings.data / FOLDER
    segments = Segments(settings.segments_path)

    def report(stored: StoredArticle, what: str, note: str) -> str:
        case = _next_case(folder, stored.id)
        if stored.kept is None or case is None:
            return "The page of this article is not kept, or enough problems of it are."
        try:
            response = segments.read(stored.kept.ref)
        except (NotFound, StoreError) as error:
            return f"The page of this article cannot be read any more: {error}"
        try:
            _write(case, response, _case_of(stored, response, what, note, clock()))
        except OSError as error:
            shutil.rmtree(case, ignore_errors=True)
            return f"The problem could not be kept: {error}"
        return ""

    return ProblemDesk(report=report, problems_of=lambda article: problems_of(folder, article))


def problems_of(folder: Path, article: str) -> list[Problem]:
    """Return what was reported of an article, oldest first; damaged cases are passed over."""
    found = []
    for case in _cases(folder, article):
        try:
            shape = msgspec.json.decode((case / "case.json").read_bytes())
            found.append(Problem(what=shape["what"], note=shape["note"], day=shape["at"][:10]))
        except (OSError, msgspec.DecodeError, KeyError, TypeError):
            continue
    return found


def forget_problems(settings: Settings, store: StoreReader) -> int:
    """Remove the cases of articles that are stored no more; return of how many."""
    folder = settings.data / FOLDER
    known = [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
    gone = [path for path in known if store.find_article(path.name) is None]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


def forget_cases(folder: Path, articles: Iterable[str]) -> None:
    """Remove all cases of some articles."""
    for article in articles:
        if _NAME.fullmatch(article) is not None:
            shutil.rmtree(folder / article, ignore_errors=True)


def _cases(folder: Path, article: str) -> list[Path]:
    if _NAME.fullmatch(article) is None or not (folder / article).is_dir():
        return []
    return sorted(
        (path for path in (folder / article).iterdir() if path.name.isdigit()),
        key=lambda path: int(path.name),
    )


def _next_case(folder: Path, article: str) -> Path | None:
    """Return a folder for the next case, None when there is no room for one."""
    cases = _cases(folder, article)
    n = int(cases[-1].name) + 1 if cases else 1
    if _NAME.fullmatch(article) is None or len(cases) >= MAX_CASES:
        return None
    return folder / article / str(n)


def _case_of(stored: StoredArticle, response: Response, what: str, note: str, at: datetime) -> Json:
    return {
        "url": response.url,
        "final_url": response.final_url,
        "content_type": response.header("content-type"),
        "fetched": response.fetched.isoformat(),
        "what": what,
        "note": note,
        "at": at.isoformat(),
        "extractor": stored.extractor,
        "memory": stored.memory,
        "article": article_to_json(stored.tagged.article),
    }


def _write(case: Path, response: Response, shape: Json) -> None:
    case.mkdir(parents=True)
    (case / "page.html").write_bytes(response.body)
    (case / "case.json").write_bytes(msgspec.json.format(msgspec.json.encode(shape), indent=2))
