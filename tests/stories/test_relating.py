"""Versions, copies and stories of articles in the order in which they arrive."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagwire.stories import Posting, Related, Relater
from tagwire.stories.near_copies import WINDOW_DAYS

# Words that no two texts share by chance, and some that all have.
COMMON = ("the", "of", "and", "to", "in", "a", "said", "on", "that", "for", "with", "was")


def prose(seed: str, words: int = 300) -> str:
    rng = random.Random(seed)
    return " ".join(
        rng.choice(COMMON) if n % 3 == 0 else f"{seed}{rng.randrange(400)}" for n in range(words)
    )


def post(name: str, text: str, headline: str = "", at: float = 100.0, url: str = "") -> Posting:
    """Return a posting; ``name`` is ``publisher`` or ``publisher/what``."""
    return Posting(
        id=name,
        publisher=name.partition("/")[0],
        url_key=url or name,
        at=at,
        headline=headline,
        text=text,
    )


def check(expected: list[str], *postings: Posting) -> list[Related]:
    """Relate in order; ``expected`` says for each ``new``, or how it joined and whom."""
    relater = Relater()
    answers = [relater(posting) for posting in postings]
    assert expected == [
        f"version of {one.version_of}"
        if one.version_of
        else f"copy of {one.copy_of}"
        if one.copy_of
        else "new"
        for one in answers
    ]
    return answers


GRAIN = prose("grain")
BOILERPLATE = prose("subscribe", 150)


@pytest.mark.parametrize(
    "text",
    [
        GRAIN,
        GRAIN + " " + prose("outlet", 60),
        " ".join(GRAIN.split()[:120]),
        prose("lede", 60) + " " + " ".join(GRAIN.split()[40:]),
        " ".join(word for n, word in enumerate(GRAIN.split()) if n % 20),
    ],
    ids=["same", "other boilerplate", "abridged", "local lede", "words lost"],
)
def test_most_of_a_text_at_another_house_is_a_copy(text: str) -> None:
    answers = check(["new", "copy of a/1"], post("a/1", GRAIN), post("b/1", text))
    assert answers[1].family == "a/1"
    assert answers[1].why[0].with_ == "a/1"


def test_copies_join_the_family_of_the_first_and_its_story() -> None:
    postings = [post(f"{house}/1", GRAIN) for house in "abcd"]
    answers = check(["new", *["copy of a/1"] * 3], *postings)
    assert {(one.family, one.story) for one in answers} == {("a/1", "a/1")}


def test_a_text_at_a_known_address_is_a_version_whatever_the_headline() -> None:
    half = " ".join(GRAIN.split()[:130]) + " " + prose("more", 170)
    check(
        ["new", "version of a/1", "version of a/2"],
        post("a/1", GRAIN, "Grain leaves", url="a/x"),
        post("a/2", half, "Ships sail", url="a/x", at=130.0 - 29),
        post("a/3", half + " Corrected.", "Ships sail", url="a/x", at=130.0 - 28),
    )


def test_another_text_at_a_known_address_is_another_article() -> None:
    answers = check(
        ["new", "new"], post("a/1", GRAIN, url="a/x"), post("a/2", prose("storm"), url="a/x")
    )
    assert (answers[1].why[0].kind, answers[1].why[0].with_) == ("replaces", "a/1")


def test_the_same_beginning_at_another_address_is_a_version() -> None:
    rewritten = " ".join(GRAIN.split()[:150]) + " " + prose("more", 170)
    answers = check(["new", "version of a/1"], post("a/1", GRAIN), post("a/2", rewritten))
    assert "the same first 100 words" in answers[1].why[0].why


def test_background_used_again_is_neither_version_nor_copy() -> None:
    background = " ".join(GRAIN.split()[200:])
    check(["new", "new"], post("a/1", GRAIN), post("a/2", prose("later", 200) + " " + background))


def test_a_text_told_again_days_later_is_no_version() -> None:
    check(["new", "new"], post("a/1", GRAIN, at=100), post("a/2", GRAIN, at=105))


def test_boilerplate_of_a_house_joins_nothing() -> None:
    """Most of these texts is the same, and in each it stands under other news."""
    postings = [post(f"a/{n}", prose(f"news{n}x", 120) + " " + BOILERPLATE) for n in range(6)]
    answers = check(["new"] * 6, *postings)
    assert len({one.family for one in answers}) == 6


def test_a_copy_is_found_under_the_boilerplate_of_both_houses() -> None:
    own = [post(f"a/{n}", prose(f"own{n}x", 100) + " " + BOILERPLATE) for n in range(5)]
    footer = prose("footer", 200)
    other = [post(f"b/{n}", prose(f"other{n}x", 100) + " " + footer) for n in range(5)]
    first = post("a/first", GRAIN[: len(GRAIN) // 2] + " " + BOILERPLATE)
    copy = post("b/copy", GRAIN[: len(GRAIN) // 2] + " " + footer)
    check(["new"] * 11 + ["copy of a/first"], *own, *other, first, copy)


def test_flashes_with_other_numbers_are_other_news() -> None:
    flash = "Stocks closed {} on Wednesday as the index {} {} points to {} in late trading here."
    check(
        ["new", "new", "copy of a/1"],
        post("a/1", flash.format("higher", "rose", "20.70", "25184.52")),
        post("b/1", flash.format("higher", "rose", "10.91", "20777.45")),
        post("c/1", flash.format("higher", "rose", "20.70", "25184.52")),
    )


def test_a_form_filled_with_other_figures_is_another_report() -> None:
    """Same sentences, other figures: of another house or of the same."""
    form = " ".join(f"{part} {{}}" for part in prose("market").split(" the ")[:12])
    reports = [form.format(*range(start, start + 12)) for start in (100, 200, 300)]
    check(
        ["new", "new", "new", "copy of a/1"],
        post("a/1", reports[0]),
        post("b/1", reports[1]),
        post("a/2", reports[2]),
        post("c/1", reports[0]),
    )


def test_texts_leave_the_window() -> None:
    later = [post(f"b/{n}", prose(f"b{n}x"), at=100 + WINDOW_DAYS + 1) for n in range(20)]
    copy = post("c/1", GRAIN, at=100 + WINDOW_DAYS + 1)
    check(["new"] * 22, post("a/1", GRAIN), *later, copy)


def test_one_date_in_the_future_moves_no_window() -> None:
    check(
        ["new", "new", "copy of a/1"],
        post("a/1", GRAIN),
        post("z/1", prose("odd"), at=50_000),
        post("b/1", GRAIN),
    )


# --------------------------------------------------------------------- stories

EVENT = [
    (
        "Russian general killed by car bomb in Balashikha",
        "A senior Russian general, Yaroslav Moskalik, was killed when a car bomb exploded in"
        " Balashikha east of Moscow on Friday, investigators said.",
    ),
    (
        "Car bomb kills Russian general near Moscow",
        "Lieutenant General Yaroslav Moskalik died in an explosion in the town of Balashikha,"
        " outside Moscow, the Investigative Committee said on Friday.",
    ),
]
OTHERS = [
    ("Parliament votes on budget", "Lawmakers approved a budget after a long night of talks."),
    ("Storm closes coastal roads", "High winds and rain closed roads along the coast on Friday."),
    ("Club signs new goalkeeper", "The club announced the signing of a goalkeeper for two years."),
    ("Museum opens new wing", "The museum opened a wing for modern art after five years of work."),
]


def told(gap_days: float = 0.2) -> list[Related]:
    relater = Relater()
    day = 100.0
    for n, (headline, text) in enumerate(OTHERS * 5):
        relater(post(f"x{n}/1", text, headline, at=day))
    return [
        relater(post(f"{house}/1", text, headline, at=day + gap_days * n))
        for n, (house, (headline, text)) in enumerate(zip("ab", EVENT, strict=True))
    ]


def test_two_tellings_of_one_event_are_one_story() -> None:
    first, second = told()
    assert (first.story, second.story, second.family) == ("a/1", "a/1", "b/1")
    assert (second.why[0].kind, second.why[0].with_) == ("story", "a/1")
    assert "balashikha" in second.why[0].why


def test_bare_headlines_of_one_event_are_one_story() -> None:
    relater = Relater()
    for n, (headline, _) in enumerate(OTHERS * 5):
        relater(post(f"x{n}/1", "", headline))
    answers = [relater(post(f"{house}/1", "", EVENT[n][0])) for n, house in enumerate("ab")]
    assert [one.story for one in answers] == ["a/1", "a/1"]
    assert relater(post("c/1", "", "Police search for missing sailor")).story == "c/1"


def test_a_telling_after_the_window_is_another_story() -> None:
    first, second = told(gap_days=30)
    assert (first.story, second.story) == ("a/1", "b/1")


def test_one_house_may_tell_a_story_twice() -> None:
    """That no labelled story repeats a publisher comes from how the labels were made."""
    relater = Relater()
    for n, (headline, text) in enumerate(OTHERS * 5):
        relater(post(f"x{n}/1", text, headline))
    answers = [relater(post(f"a/{n}", text, headline)) for n, (headline, text) in enumerate(EVENT)]
    assert {one.story for one in answers} == {"a/0"}


# ------------------------------------------------------------------ any input

POSTINGS = st.builds(
    Posting,
    id=st.text(min_size=1, max_size=4),
    publisher=st.sampled_from(["a", "b", ""]),
    url_key=st.sampled_from(["", "a/1", "a/2"]),
    at=st.floats(allow_nan=False, allow_infinity=False),
    headline=st.text(max_size=30),
    text=st.text(max_size=60) | st.sampled_from([GRAIN[:400], GRAIN[:900], "字" * 90, "\ud800 a"]),
)


@given(postings=st.lists(POSTINGS, max_size=25))
@settings(max_examples=60, deadline=None)
def test_any_postings_are_answered_and_point_back(postings: list[Posting]) -> None:
    """Whatever comes: an answer for each, and only about what came before."""
    relater = Relater()
    seen: set[str] = set()
    for posting in postings:
        answer = relater(posting)
        named = {answer.version_of, answer.copy_of} - {None}
        assert named <= seen
        seen.add(posting.id)
        assert {answer.family, answer.story} <= seen
        assert all(0 <= one.score <= 1 for one in answer.why)


def test_an_id_that_comes_again_breaks_nothing() -> None:
    relater = Relater()
    again = [post("a/1", prose(seed), at=day) for seed, day in (("s", 1), ("t", 2), ("u", 30))]
    later = [post(f"b/{n}", prose(f"b{n}x"), at=30) for n in range(20)]
    answers = [relater(posting) for posting in (*again, *later)]
    assert [one.story for one in answers] == ["a/1"] * 3 + [f"b/{n}" for n in range(20)]


def test_the_same_postings_give_the_same_answers() -> None:
    postings = [post(f"{house}/{n}", prose(f"t{n}x")) for n in range(10) for house in "ab"]
    assert [*map(Relater(), postings)] == [*map(Relater(), postings)]
