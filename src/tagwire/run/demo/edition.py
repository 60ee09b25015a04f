"""The newsroom at one moment: what is out, in which state, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tagwire.run.demo.newsroom import Edit, House, NewsPage, Newsroom

MADE_UP = "Made up for the Tagwire demo: this publisher, its people and its news do not exist."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A text as it stands. ``modified`` is what the house states, ``changed`` is the truth."""

    page: NewsPage
    published: datetime
    modified: datetime
    changed: datetime

    @property
    def is_edited(self) -> bool:
        """Tell whether the house says that it changed the text."""
        return self.modified != self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The newsroom at ``now``, counted from its ``start``. Equal editions give equal bytes."""

    newsroom: Newsroom
    start: datetime
    now: datetime

    def texts(self, house: House) -> list[Shown]:
        """Return the texts of a house that are out, newest first."""
        out = [page for page in house.pages if page.released(self.start) <= self.now]
        out.sort(key=lambda page: page.minutes)
        return [self._shown(page) for page in out]

    def find_moved(self, house: House, path: str) -> str | None:
        """Return the new path of a text whose edit moved it, or None."""
        for page in house.pages:
            edits = self._edits(page)
            if page.path == path and edits and edits[-1].page.path != path:
                return edits[-1].page.path
        return None

    def _edits(self, page: NewsPage) -> list[Edit]:
        return [edit for edit in page.edits if edit.released(self.start) <= self.now]

    def _shown(self, page: NewsPage) -> Shown:
        edits = self._edits(page)
        stated = page.published(self.start)
        told = [edit.released(self.start) for edit in edits if not edit.is_silent]
        return Shown(
            page=edits[-1].page if edits else page,
            published=stated,
            modified=told[-1] if told else stated,
            changed=edits[-1].released(self.start) if edits else page.released(self.start),
        )
