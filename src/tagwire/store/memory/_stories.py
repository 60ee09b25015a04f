"""What stories say, counted from their articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tagwire.store._scan import SCAN_BUDGET, Row
from tagwire.store.memory._shelf import MemoryArticle
from tagwire.store.values import StoryHead

MAX_LANGUAGES = 12

Rows = Sequence[tuple[Row, MemoryArticle]]


def story_head(key: str, rows: Rows) -> StoryHead:
    """Return what the head of a story says; ``rows`` are its articles, newest first."""
    articles = [article for _, article in reversed(rows)]
    founder = next((article for article in articles if article.key == key), articles[0])
    spoken = Counter(row.language for row, _ in rows if row.language)
    return StoryHead(
        key=key,
        headline=founder.newest.tagged.article.headline,
        articles=len(rows),
        copies=sum(row.copy for row, _ in rows),
        publishers=len({row.publisher for row, _ in rows}),
        origins=len({_house_of(article) for row, article in rows if not row.copy}),
        languages=tuple(sorted(spoken, key=lambda one: (-spoken[one], one))[:MAX_LANGUAGES]),
        first_seen=articles[0].listed_at,
        last_seen=articles[-1].listed_at,
        changed_seq=max(article.revision for article in articles),
    )


def _house_of(article: MemoryArticle) -> str:
    """Return whom an article counts for: titles of one owner group are one origin."""
    publisher = article.newest.tagged.article.publisher
    return publisher.family or publisher.domain


def top_stories(rows: Rows, limit: int) -> list[StoryHead]:
    """Return the stories of the newest articles that several publishers tell."""
    newest: defaultdict[str, list[tuple[Row, MemoryArticle]]] = defaultdict(list)
    for row, article in rows[:SCAN_BUDGET]:
        if article.story:
            newest[article.story].append((row, article))
    told = [key for key, own in newest.items() if len({row.publisher for row, _ in own}) > 1]
    told.sort(key=lambda key: -newest[key][0][0].listed_at)
    told.sort(key=lambda key: -len({_house_of(one) for row, one in newest[key] if not row.copy}))
    return [
        story_head(key, [pair for pair in rows if pair[1].story == key]) for key in told[:limit]
    ]
