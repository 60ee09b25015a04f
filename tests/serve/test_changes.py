"""What changed between versions: nothing lost, little shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serve.newsroom import lock_article, paragraph
from serve.reading import texts, tree
from serve.site import make_site
from tagwire.serve.changes import changes_of, words_changed


def check(old: str, new: str, expected: str) -> None:
    """Compare in the short form ``[-removed-]{+added+}``."""
    shown = "".join(
        f"[-{piece.text}-]"
        if piece.is_removed
        else f"{{+{piece.text}+}}"
        if piece.is_added
        else piece.text
        for piece in words_changed(old, new)
    )
    assert expected == shown


def test_only_the_changed_words_are_marked() -> None:
    """The sentence around them stays readable."""
    check(
        "Forty-one ships were waiting in the roads.",
        "Thirty-eight ships were waiting in the roads.",
        "[-Forty-one-]{+Thirty-eight+} ships were waiting in the roads.",
    )


def test_a_new_sentence_is_shown_whole() -> None:
    """A mosaic of common words would help nobody."""
    check(
        "Ships wait.",
        "The board met on Friday night",
        "[-Ships wait.-]{+The board met on Friday night+}",
    )


def test_paragraphs_are_paired_and_the_unchanged_only_counted() -> None:
    """Also when one was put in between."""
    old = lock_article(blocks=(paragraph("One stays."), paragraph("Two has 41 ships now.")))
    new = lock_article(
        headline="Another headline",
        blocks=(
            paragraph("New here."),
            paragraph("One stays."),
            paragraph("Two has 38 ships now."),
        ),
    )
    found = changes_of(old, new)
    assert found.unchanged == 1
    assert ["".join(piece.text for piece in line) for line in found.paragraphs] == [
        "New here.",
        "Two has 4138 ships now.",
    ]
    assert found.headline


def test_an_edited_paragraph_stands_beside_its_origin_though_others_came_and_went() -> None:
    """Not beside whatever has its place in the row."""
    old = ["Hanne Roskvist", "The board met on Friday to talk about the lock.", "It is late."]
    new = ["The board met on Saturday to talk about the lock.", "A loan was agreed by all."]
    found = changes_of(
        lock_article(blocks=tuple(map(paragraph, old))),
        lock_article(blocks=tuple(map(paragraph, new))),
    )
    shown = [
        [(piece.text, piece.is_removed, piece.is_added) for piece in line]
        for line in found.paragraphs
    ]
    assert shown == [
        [("Hanne Roskvist", True, False)],
        [
            ("The board met on ", False, False),
            ("Friday", True, False),
            ("Saturday", False, True),
            (" to talk about the lock.", False, False),
        ],
        [("It is late.", True, False)],
        [("A loan was agreed by all.", False, True)],
    ]


def test_scripts_without_spaces_are_compared_by_character() -> None:
    """A sentence of them is one word to everything else."""
    check(
        "東京都は月曜日、四十一隻の船が待機していると発表した。",
        "東京都は火曜日、三十八隻の船が待機していると発表した。",
        "東京都は[-月-]{+火+}曜日、[-四十一-]{+三十八+}隻の船が待機していると発表した。",
    )
    check(
        "ท่าเรือปิดถึงวันพุธเพราะประตูน้ำชำรุด",
        "ท่าเรือปิดถึงวันศุกร์เพราะประตูน้ำชำรุด",
        "ท่าเรือปิดถึงวัน[-พุธ-]{+ศุกร์+}เพราะประตูน้ำชำรุด",
    )


def test_marks_stay_with_their_letters() -> None:
    """Arabic and Hindi words are never cut inside."""
    check(
        "قالَ المُتَحَدِّثُ إنَّ الميناءَ مُغلَقٌ حتى الأربعاء",
        "قالَ المُتَحَدِّثُ إنَّ الميناءَ مَفتوحٌ حتى الأربعاء",
        "قالَ المُتَحَدِّثُ إنَّ الميناءَ [-مُغلَقٌ-]{+مَفتوحٌ+} حتى الأربعاء",
    )


def test_a_paragraph_that_only_moved_is_shown_once() -> None:
    """Where it stands now."""
    old = ["The board met on Friday.", "Ships wait in the roads.", "It rained all night."]
    found = changes_of(
        lock_article(blocks=tuple(map(paragraph, old))),
        lock_article(blocks=tuple(map(paragraph, [old[2], old[0], old[1]]))),
    )
    assert [[(p.text, p.is_moved) for p in line] for line in found.paragraphs] == [
        [("It rained all night.", True)]
    ]
    assert found.unchanged == 2


@pytest.mark.parametrize(
    ("changes", "others"),
    [
        ({}, ()),
        ({"modified": None}, ("times",)),
        ({"by": "By Someone", "keywords": ()}, ("byline", "keywords")),
    ],
)
def test_what_changed_outside_the_text_is_named(changes, others) -> None:
    """A touched time alone is said to be that."""
    found = changes_of(lock_article(), lock_article(**changes))
    assert found.is_quiet
    assert others == found.others


@settings(deadline=None)
@given(old=st.lists(st.text(min_size=1), max_size=6), new=st.lists(st.text(min_size=1), max_size=6))
def test_all_paragraphs_of_both_versions_are_shown_or_counted(old, new) -> None:
    """In order, whatever changed."""
    found = changes_of(
        lock_article(blocks=tuple(map(paragraph, old))),
        lock_article(blocks=tuple(map(paragraph, new))),
    )
    removed = ["".join(p.text for p in line if not p.is_added) for line in found.paragraphs]
    added = ["".join(p.text for p in line if not p.is_removed) for line in found.paragraphs]
    assert len(old) - found.unchanged == len([text for text in removed if text])
    assert len(new) - found.unchanged == len([text for text in added if text])


@settings(deadline=None)
@given(old=st.text(max_size=200), new=st.text(max_size=200))
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    """No word of either is lost."""
    line = words_changed(old, new)
    assert old == "".join(piece.text for piece in line if not piece.is_added)
    assert new == "".join(piece.text for piece in line if not piece.is_removed)


def test_a_huge_rewrite_is_shown_whole_and_quickly() -> None:
    """Words beyond the limit are not compared."""
    old, new = "a b " * 5000, "c d " * 5000
    assert len(words_changed(old, new)) == 2


def test_the_page_shows_what_the_newest_version_changed(browser) -> None:
    """Not to visitors of an instance that shows extracts only."""
    url = "/article/a1/failed-lock-gate-closes-port-of-veldmar-to-sea-traffic"
    page = tree(browser, url)
    assert "Version 1 to version 2" in texts(page, "#versions h3")
    assert "removed: Jammed gate holds up ships at Veldmar" in texts(page, ".diff del")
    assert not tree(browser, "/article/a1/v1").css(".diff")
    assert not tree(make_site(excerpt_only=True).visitor(), url).css(".diff")
