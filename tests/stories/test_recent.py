"""What the window of recent articles says of one that arrives, and what it keeps of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.test_relating import GRAIN, prose
from tagwire.model import RelationKind
from tagwire.stories import Near, Placed, Posting, Recent
from tagwire.stories.near_copies import WINDOW_DAYS

HARBOUR_FIRE = "Fire at the grain harbour of Odport leaves nine workers injured"


def post(name: str, text: str, headline: str = HARBOUR_FIRE, at: float = 100.0) -> Posting:
    """Return a posting; ``name`` is ``publisher/what``."""
    return Posting(
        id=name,
        publisher=name.partition("/")[0],
        url_key=f"{name}.html",
        at=at,
        headline=headline,
        text=text,
    )


def arrive(recent: Recent, *postings: Posting) -> tuple[list[Near | None], list[Placed]]:
    """Let postings arrive in order, copies and versions as the window sees them."""
    nears, taken = [], []
    for posting in postings:
        sketched = recent.read(posting, posting.at)
        near = recent.look(sketched)
        if near is not None and near.kind is RelationKind.VERSION_OF:
            sketched = replace(sketched, posting=replace(posting, id=near.article, text=""))
        original = near.article if near and near.kind is RelationKind.COPY_OF else None
        nears.append(near)
        taken.append(recent.take(sketched, original))
    return nears, taken


def test_a_near_copy_is_in_the_family_and_story_of_its_original() -> None:
    nears, placed = arrive(
        Recent(), post("a/1", GRAIN), post("b/1", GRAIN + " " + prose("own", 40))
    )
    assert nears[0] is None
    assert nears[1] is not None
    assert (nears[1].kind, nears[1].article) == (RelationKind.COPY_OF, "a/1")
    assert [(one.family, one.story, one.is_copy) for one in placed] == [
        ("a/1", "a/1", False),
        ("a/1", "a/1", True),
    ]


def test_a_rewritten_text_of_one_house_is_a_newer_state() -> None:
    longer = GRAIN + " " + prose("later", 60)
    nears, placed = arrive(Recent(), post("a/1", GRAIN), post("a/2", longer, at=100.2))
    assert nears[1] is not None
    assert (nears[1].kind, nears[1].article) == (RelationKind.VERSION_OF, "a/1")
    assert placed[1].family == "a/1"


def test_an_edited_copy_is_still_found_as_a_copy_of_the_other() -> None:
    """It is not told that it is a newer state of itself."""
    recent = Recent()
    arrive(recent, post("a/1", GRAIN), post("b/1", GRAIN))
    edited = recent.read(post("b/1", GRAIN + " " + prose("note", 20)), 100.1)
    near = recent.look(edited)
    assert near is not None
    assert (near.kind, near.article) == (RelationKind.COPY_OF, "a/1")


def test_other_words_about_one_event_share_its_story_with_the_reason() -> None:
    lead = "Nine workers were injured when a fire broke out at the grain harbour of Odport. "
    _, placed = arrive(
        Recent(),
        post("a/1", lead + prose("first", 200)),
        post("b/1", lead + prose("second", 200), "Odport harbour fire injures nine workers"),
        post("c/1", prose("third", 200), "Museum of clocks reopens after two years of repairs"),
    )
    assert [one.story for one in placed] == ["a/1", "a/1", "c/1"]
    assert placed[1].family == "b/1"
    assert placed[1].why is not None
    assert placed[1].why.with_ == "a/1"
    assert "odport" in placed[1].why.why


def test_what_is_kept_of_a_text_is_only_its_beginning() -> None:
    """The rest is in the sketch, which nobody can read."""
    _, placed = arrive(Recent(), post("a/1", GRAIN + " " + "end " * 500))
    assert len(placed[0].sketched.posting.text) <= 1200


def test_the_window_forgets_articles_families_and_addresses() -> None:
    recent = Recent()
    arrive(recent, post("a/1", GRAIN))
    assert recent.address_of("a/1") == "a/1.html"
    later = 100 + WINDOW_DAYS + 1
    arrive(recent, *(post(f"b/{n}", prose(f"new{n}"), at=later) for n in range(20)))
    assert recent.address_of("a/1") == ""
    assert recent.look(recent.read(post("c/1", GRAIN, at=later), later)) is None


@settings(max_examples=20, deadline=None)
@given(cut=st.integers(0, 12), order=st.permutations(range(12)))
def test_after_a_restart_the_window_decides_as_before(cut: int, order: list[int]) -> None:
    texts = [prose(f"text{n % 5}", 120) + " " + prose(f"tail{n}", 20) for n in range(12)]
    postings = [
        post(
            f"{'abcd'[n % 4]}/{n}", texts[n], f"Headline {n % 5} of the grain harbour", 100 + n / 9
        )
        for n in order
    ]
    kept = Recent()
    _, before = arrive(kept, *postings[:cut])
    restarted = Recent()
    for placed in before:
        restarted.take_again(placed)
    expected = arrive(kept, *postings[cut:])
    assert expected == arrive(restarted, *postings[cut:])


@pytest.mark.parametrize(
    "text", ["", "One short line.", "a " * 5000], ids=["none", "short", "one word"]
)
def test_texts_that_tell_nothing_are_new(text: str) -> None:
    nears, placed = arrive(Recent(), post("a/1", text), post("b/1", text, "Something else happens"))
    assert nears == [None, None]
    assert placed[1].family == "b/1"


@pytest.mark.parametrize(
    ("first", "same", "other"),
    [
        (
            "宮崎県で震度5弱の地震、津波注意報を発表",
            "宮崎で震度5弱 気象庁が津波注意報",
            "東京女子医大の元理事長を逮捕、警視庁",
        ),
        (
            "国务院宣布提高新能源汽车补贴标准",
            "新能源汽车补贴标准提高 国务院公布细则",
            "上海地铁十号线今日恢复全线运营",
        ),
    ],
    ids=["Japanese", "Chinese"],
)
def test_stories_are_told_apart_in_scripts_without_blanks(
    first: str, same: str, other: str
) -> None:
    """Single characters and endings in kana are shared by everything."""
    _, placed = arrive(
        Recent(),
        post("a/1", f"{first}。{first}について関係者が明らかにした。" * 2, first),
        post("b/1", f"{same}。{same}と発表した。" * 2, same),
        post("c/1", f"{other}。{other}と発表した。" * 2, other),
    )
    assert [one.story for one in placed] == ["a/1", "a/1", "c/1"]
