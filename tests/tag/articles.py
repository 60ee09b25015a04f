"""Small articles for the tests of the room."""

from __future__ import annotations

from tagwire.model import Article, Block, BlockKind, Publisher, Tagged
from tagwire.run.snapshots import shipped_catalogue as catalogue
from tagwire.tag import Tagger

__all__ = ["article", "catalogue", "tagged"]

PUBLISHER = Publisher(domain="daily.example", name="The Daily Example")


def article(*paragraphs: str | Block, headline: str = "", **more) -> Article:
    """Return an article of these paragraphs."""
    blocks = tuple(
        part if isinstance(part, Block) else Block(kind=BlockKind.PARAGRAPH, text=part)
        for part in paragraphs
    )
    url = more.pop("url", "https://daily.example/a/1")
    defaults = {"publisher": PUBLISHER, "language": "en"} | more
    return Article(uri=url, url=url, headline=headline, blocks=blocks, **defaults)


def tagged(given: Article) -> Tagged:
    """Return the article with its tags."""
    [answer] = Tagger(catalogue())([given])
    assert isinstance(answer, Tagged)
    return answer
