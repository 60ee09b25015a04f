"""What a card shows of the text of an article."""

from __future__ import annotations

import pytest

from tagwire.model import Article, Block, BlockKind, Image, Publisher
from tagwire.store._cards import EXTRACT_CHARS, extract_of

SUMMARY = "The pilots of Veldmar are back at work."
LEAD = "Three grain ships left the port of Veldmar on Saturday morning."


def check(
    expected: str,
    *blocks: tuple[BlockKind, str],
    description: str = "",
    image: Image | None = None,
) -> None:
    """Check the extract of an article of these blocks."""
    article = Article(
        uri="https://harbourpost.example/ships",
        url="https://harbourpost.example/ships",
        headline="Grain ships leave port",
        publisher=Publisher(domain="harbourpost.example", name="Harbour Post"),
        description=description,
        blocks=tuple(Block(kind=kind, text=text) for kind, text in blocks),
        image=image,
    )
    assert expected == extract_of(article)


@pytest.mark.parametrize(
    "line",
    [
        "December 6, 2016 — 6:22 PM EST December 7, 2016 — 1:55 PM EST",
        ",",
        "edit",
        "Key Highlights",
        "Warning: Use of undefined constant SHIPS - assumed 'SHIPS' in /www/page.php on line 3",
        "Pilots on the quay of Veldmar (Archivaufnahme)",
        "File photo of the harbour master at the gate.",
        "The council of Veldmar in its new hall. Bild: Jo Deck/dpa",
    ],
)
def test_a_summary_that_tells_nothing_is_left_out(line: str) -> None:
    check(SUMMARY, (BlockKind.SUMMARY, line), (BlockKind.SUMMARY, SUMMARY))
    check(LEAD, (BlockKind.SUMMARY, line), (BlockKind.PARAGRAPH, LEAD))


def test_the_caption_of_the_picture_is_no_summary() -> None:
    caption = "Ships wait in the outer harbour of Veldmar."
    image = Image(url="https://harbourpost.example/ships.jpg", caption=caption)
    check(LEAD, (BlockKind.SUMMARY, caption), (BlockKind.PARAGRAPH, LEAD), image=image)


def test_sentences_of_the_summary_come_before_what_is_none() -> None:
    check(
        SUMMARY,
        (BlockKind.SUMMARY, "Pilots on the quay of Veldmar"),
        (BlockKind.SUMMARY, SUMMARY),
    )


def test_a_summary_without_a_full_stop_is_kept() -> None:
    line = "Pilots return to work after nine days of blockade"
    check(line, (BlockKind.SUMMARY, line), (BlockKind.PARAGRAPH, LEAD))


def test_a_label_glued_to_the_summary_is_cut() -> None:
    line = "Pilots return to work after nine days"
    check(line, (BlockKind.SUMMARY, f"{line} [edit]"))


def test_a_summary_of_a_script_without_blanks_is_kept() -> None:
    line = "三艘运粮船周六上午离开港口"
    check(line, (BlockKind.SUMMARY, line), (BlockKind.PARAGRAPH, LEAD))


def test_the_text_is_taken_before_its_subheads_and_lists() -> None:
    check(
        LEAD,
        (BlockKind.SUBHEAD, "What the pilots of Veldmar want."),
        (BlockKind.LIST_ITEM, "Ten more reports from the port of Veldmar."),
        (BlockKind.PARAGRAPH, LEAD),
    )


def test_lists_are_better_than_labels() -> None:
    item = "Ten ships wait in the outer harbour."
    check(item, (BlockKind.PARAGRAPH, "Key Highlights"), (BlockKind.LIST_ITEM, item))


def test_the_description_stands_in_for_a_text_that_tells_nothing() -> None:
    check(SUMMARY, (BlockKind.PARAGRAPH, "Video"), description=SUMMARY)


def test_where_nothing_tells_the_text_itself_is_shown() -> None:
    check("Video 2:13", (BlockKind.PARAGRAPH, "Video 2:13"))
    check("")


def test_a_long_text_is_cut_between_words() -> None:
    text = "ship " * 100
    check(("ship " * (EXTRACT_CHARS // 5)).rstrip() + "…", (BlockKind.PARAGRAPH, text))
