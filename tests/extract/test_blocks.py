"""What becomes which block, and what leaves the text: faults that real pages have, on small ones."""

from __future__ import annotations

import pytest
from tests.extract.test_extract import BODY, PARAGRAPHS, URL, story

from tagwire.model import Article, BlockKind, CreditRole, Entry, RemovedKind


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


def removed(article: Article, kind: RemovedKind) -> list[str]:
    return [part.text for part in article.removed if part.kind is kind]


def test_a_short_last_sentence_stays_among_its_like() -> None:
    """What stands in the same place as the other paragraphs is one of them."""
    more = [text.replace("the", "that") for text in PARAGRAPHS]
    texts = [
        *PARAGRAPHS,
        *more,
        "Line 4: 19 of 20 ships, 21 of 25 tugs, 2 of 5 cranes, 1 of 7 boats.",
    ]
    boxes = "".join(f"<div class='x1'>{text}</div>" for text in texts)
    article = story(f"<div class='x0'>{boxes}</div>")
    check(article, BlockKind.PARAGRAPH, texts)


@pytest.mark.parametrize(
    "box",
    [
        "<aside class='correction'><p>{}</p></aside>",
        "<div class='editors-note'>{}</div>",
        "</article><aside class='correction'><p>{}</p></aside><article>",
    ],
)
def test_a_correction_is_one_wherever_it_stands(box: str) -> None:
    """The box says so, even where the words do not."""
    text = "We wrote that the blockade lasted for ten days. It was nine."
    article = story(BODY + box.format(text))
    check(article, BlockKind.CORRECTION, [text])
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)


@pytest.mark.parametrize(
    ("line", "name"),
    [("Source: Northline Wire", "Northline Wire"), ("Quelle: Nordpresse", "Nordpresse")],
)
@pytest.mark.parametrize("box", ["<p>{}</p>", "<p class='agency promo'>{}</p>", "<div>{}</div>"])
def test_a_line_of_the_source_is_a_credit(line: str, name: str, box: str) -> None:
    article = story(BODY + box.format(line))
    check(article, BlockKind.CREDIT, [line])
    assert [(name, CreditRole.SOURCE)] == [(c.name, c.role) for c in article.credits]


@pytest.mark.parametrize(
    "line",
    [
        "Ada Brandt, 20 November 2026, Updated: 21 November 2026",
        "By Ada Brandt | 20 Nov 2026, 09:27",
        "Von Ada Brandt · 20. November 2026 · Aktualisiert: 09:47 Uhr",
    ],
)
def test_a_line_of_name_and_dates_is_no_text(line: str) -> None:
    article = story(f"<p>{line}</p>{BODY}", "<meta name='author' content='Ada Brandt'>")
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)
    assert removed(article, RemovedKind.BYLINE_REPEAT) == [line]


def test_the_headline_with_its_section_is_no_subhead() -> None:
    article = story(f"<h2>Economy Grain ships leave port</h2>{BODY}")
    check(article, BlockKind.SUBHEAD, [])


def test_the_heading_of_an_offer_goes_with_it() -> None:
    """A box of which nothing is kept leaves no heading in the text."""
    box = "<div class='x7'><h3>The Morning Tide</h3><p>Sign up for our letter of the morning</p></div>"
    article = story(BODY + box + BODY.replace("Three", "Four"))
    check(article, BlockKind.SUBHEAD, [])
    assert "The Morning Tide" in removed(article, RemovedKind.PROMO)


def test_the_heading_of_a_box_of_text_stays() -> None:
    box = f"<section><h3>What the pilots want</h3><p>{PARAGRAPHS[3]} They also ask for rest.</p></section>"
    check(story(BODY + box), BlockKind.SUBHEAD, ["What the pilots want"])


def test_a_pull_quote_is_a_quote_or_a_repetition() -> None:
    """What a paragraph says already is not said twice."""
    said = "We have waited for long enough, and now we want to see an offer."
    middle = f"<q class='pull'>{said}</q>"
    check(
        story(f"<div>{BODY}{middle}{BODY.replace('Three', 'Four')}</div>"), BlockKind.QUOTE, [said]
    )
    article = story(
        f"<div>{BODY}{middle}<p>The pilots said on Friday: “{said}” Then they left.</p></div>"
    )
    check(article, BlockKind.QUOTE, [])
    assert removed(article, RemovedKind.RELATED) == [said]


def test_a_quote_inside_a_sentence_breaks_no_line() -> None:
    line = "<p><q class='said'>We have waited for long enough</q>, said the pilots of Veldmar on Saturday in the port.</p>"
    texts = [block.text for block in story(BODY + line + BODY.replace("Three", "Four")).blocks]
    assert (
        "We have waited for long enough, said the pilots of Veldmar on Saturday in the port."
        in texts
    )


def test_a_sentence_right_below_the_headline_leads() -> None:
    """Many pages call the box of their standfirst a teaser."""
    lead = "The pilots are back at work, and the first ships with grain have left for the south."
    box = f"<header class='teaser'><p class='teaser-text'>{lead}</p></header>"
    article = story(f"{box}<div class='entry'>{BODY}</div>")
    assert article.text == "\n\n".join([lead, *PARAGRAPHS])


def test_a_label_between_the_paragraphs_is_no_text() -> None:
    """What stands between paragraphs again and again is the page's, not the author's."""
    label = "<p>Article content</p>"
    article = story("".join(f"{label}<p>{text}</p>" for text in PARAGRAPHS))
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)
    assert {"stands several times on the page"} == {part.reason for part in article.removed}


@pytest.mark.parametrize(
    "text",
    [
        "Ships wait in front of the port of Veldmar. Photo: Ada Brandt",
        "Die Schiffe warten vor dem Hafen. Foto: Ada Brandt/Hafenpost",
        "The mayor and the pilots on Friday evening (Image: Harbour Post)",
    ],
)
def test_a_line_that_ends_with_who_took_the_picture_is_a_caption(text: str) -> None:
    """Many captions have no markup of their own."""
    article = story(f"<p>{text}</p>{BODY}")
    check(article, BlockKind.CAPTION, [text])
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)


def test_who_the_author_is_may_begin_with_a_title() -> None:
    """The lead of an agency whose name is the byline is no biography."""
    head = "<meta name='author' content='Ada Brandt'>"
    line = "Our correspondent Ada Brandt is responsible for ports and ships."
    article = story(f"{BODY}<p>{line}</p>", head)
    assert removed(article, RemovedKind.BYLINE_REPEAT) == [line]
    lead = "(Ada Brandt) - The port of Veldmar is open again after nine days without a ship."
    check(story(f"<p>{lead}</p>{BODY}", head), BlockKind.PARAGRAPH, [lead, *PARAGRAPHS])


def test_the_feed_votes_for_what_looks_foreign() -> None:
    """A text that the source gave tells paragraphs from what stands around them."""
    odd = "The pilots want two more days of rest after each week on the water, their union says."
    inner = f"{BODY}<div class='teaser-list'><div>{odd}</div></div>"
    fed = Entry(url=URL, content="".join(f"<p>{text}</p>" for text in [*PARAGRAPHS, odd]))
    assert odd not in story(inner).text
    assert odd in story(inner, entry=fed).text


@pytest.mark.parametrize(
    "line",
    [
        "Das Thema könnte dich auch interessieren:",
        "Le puede interesar",
        "Categories: Harbour, Grain",
        "Schlagwörter: Hafen, Getreide",
        "Kommentare geschlossen",
        "If you enjoyed reading this post, tell others",
        "Dieser Beitrag enthält Werbung für Boote",
    ],
)
def test_labels_and_offers_below_a_text_are_no_text(line: str) -> None:
    """In the words of many pages; a sentence that goes on stays."""
    article = story(f"{BODY}<p>{line}</p>")
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)


def test_a_sentence_that_begins_like_a_label_stays() -> None:
    line = (
        "Categories of ships that may enter the port were agreed on by the council and the pilots."
    )
    check(story(f"{BODY}<p>{line}</p>"), BlockKind.PARAGRAPH, [*PARAGRAPHS, line])


def test_an_offer_in_a_small_box_between_paragraphs_leaves_the_text() -> None:
    """Its box says what it is; its words need not."""
    offer = "All results the moment they are official: the harbour app does not sleep."
    inner = f"{BODY}<div class='app-banner'><p>{offer}</p></div>{BODY.replace('Three', 'Four')}"
    article = story(inner)
    assert offer not in article.text
    assert removed(article, RemovedKind.PROMO) == [offer]
