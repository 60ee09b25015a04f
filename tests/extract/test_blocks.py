"""What becomes which block, and what leaves the text: faults that real pages have, on small ones."""

from __future__ import annotations

import pytest
from tests.extract.test_extract import BODY, PARAGRAPHS, story

from tagwire.model import Article, BlockKind


def check(article: Article, kind: BlockKind, expected: list[str]) -> None:
    assert expected == [block.text for block in article.blocks if block.kind is kind]


ROWS = (("Port", "Ships", "Grain"), ("Veldmar", "17", "21,000 t"), ("Kestrel", "0", "4,300 t"))


def table(rows: tuple[tuple[str, ...], ...] = ROWS, name: str = "figures") -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table class='{name}'>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


@pytest.mark.parametrize(
    "inner",
    [
        f"{BODY}{table()}{BODY.replace('Three', 'Four')}",
        f"{BODY}{table()}",
        f"<p>{PARAGRAPHS[0]}</p>{table()}<p>{PARAGRAPHS[1]}</p>",
    ],
    ids=["inside", "last", "short text"],
)
def test_a_table_of_data_is_one_block(inner: str) -> None:
    """Its rows are lines, its cells stand apart, none is lost."""
    expected = "Port\tShips\tGrain\nVeldmar\t17\t21,000 t\nKestrel\t0\t4,300 t"
    check(story(inner), BlockKind.TABLE, [expected])


def test_links_in_a_table_keep_their_words() -> None:
    rows = (*ROWS, ("<a href='/pier'>Pier 4</a> and two more", "3", "none"))
    (block,) = [b for b in story(BODY + table(rows)).blocks if b.kind is BlockKind.TABLE]
    assert [block.text[link.start : link.end] for link in block.links] == ["Pier 4"]


def test_a_table_that_lays_the_page_out_is_no_table_of_data() -> None:
    """Old pages put their whole text into cells."""
    cells = f"<table><tr><td>Menu</td><td>{BODY}</td></tr></table>"
    article = story(cells)
    check(article, BlockKind.TABLE, [])
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)


def test_a_table_of_another_box_stays_out() -> None:
    """Prices in a side box are no part of the article."""
    check(story(f"{BODY}<aside class='sidebar'>{table()}</aside>"), BlockKind.TABLE, [])
