"""Tells versions, copies and stories of articles in the order in which they arrive.

posting ─> TextIndex ─ version or copy ─> family and story of the other
                     ─ new family ──────> StoryIndex ─> a story

Only who founds a family goes to the stories: copies count once. "Now" is the time of
the postings; nothing here reads a clock.
"""

from __future__ import annotations

from collections import deque

from tagwire.stories.near_copies import TextIndex
from tagwire.stories.posting import Posting, Related
from tagwire.stories.story_index import StoryIndex

# The window moves by the middle of so many times: one date in the future, or an old
# article among new ones, moves nothing.
CLOCK_POSTINGS = 15


class Relater:
    """Call it with one posting after the other. Its memory is that of the windows."""

    def __init__(self) -> None:
        self._texts = TextIndex()
        self._stories = StoryIndex()
        self._times: deque[float] = deque(maxlen=CLOCK_POSTINGS)

    def __call__(self, posting: Posting) -> Related:
        """Return where the posting belongs, by what came before it."""
        self._times.append(posting.at)
        clock = sorted(self._times)[(len(self._times) - 1) // 2]
        joined = self._texts.join(posting, clock)
        family, why = joined.family, joined.why
        if joined.is_founder:
            family.story, told = self._stories.place(posting, clock)
            why = (*why, *told)
        return Related(
            version_of=joined.version_of,
            copy_of=joined.copy_of,
            family=family.key,
            story=family.story,
            why=why,
        )
