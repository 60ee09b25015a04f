"""What an owner can report about an article, and what the process does with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tagwire.store.values import StoredArticle

# What may be wrong, as the form offers it.
PROBLEMS: Mapping[str, str] = {
    "missing": "Text of the article is missing",
    "foreign": "The text holds what is not of the article",
    "headline": "The headline is wrong",
    "author": "The author is wrong",
    "date": "The date is wrong",
    "other": "Something else",
}
MAX_NOTE_CHARS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A reported problem: a key of ``PROBLEMS``, a note in the owner's words, the day."""

    what: str
    note: str
    day: str

    @property
    def label(self) -> str:
        """What is wrong, in words."""
        return PROBLEMS.get(self.what, self.what)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDesk:
    """Keeps problems; the web side itself opens no file of the folder.

    ``report`` keeps the page with what is wrong as a test case and answers why it could
    not, empty when it could. ``problems_of`` lists what was reported of an article.
    """

    report: Callable[[StoredArticle, str, str], str]
    problems_of: Callable[[str], Sequence[Problem]]
