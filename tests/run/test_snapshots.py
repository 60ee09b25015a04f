"""What ships with the package is loaded whole."""

from __future__ import annotations

from tagwire.model import Article, Block, BlockKind, Publisher
from tagwire.run.snapshots import shipped_catalogue
from tagwire.tag import Tagger


def test_each_shipped_table_takes_part() -> None:
    """Names come from one table, demonyms and our own additions from others."""
    text = "Russian officials met in Paris on Monday, Reuters reported, and Angela Merkel spoke."
    article = Article(
        uri="https://p.example/1",
        url="https://p.example/1",
        headline="Russian officials meet in Paris",
        publisher=Publisher(domain="p.example", name="The Paper"),
        blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),),
        language="en",
    )
    tagged = Tagger(shipped_catalogue())([article])[0]
    found = {part.tag.slug: part.tag for part in tagged.tags}
    assert {"paris", "reuters", "angela-merkel"} <= set(found)
    assert "russia" in {tag.of for tag in found.values()}
