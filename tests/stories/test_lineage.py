"""Who had a story from whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tagwire.model import Credit, CreditRole, Publisher
from tagwire.stories import Told, origins_of

START = datetime(2026, 11, 20, 12, tzinfo=UTC)


def told(
    name: str,
    minutes: int,
    *,
    agency: str = "",
    copy_of: str | None = None,
    family: str | None = None,
    called: str = "",
) -> Told:
    """Return an article; ``name`` is ``house/what``."""
    house = name.partition("/")[0]
    credit = Credit(name=agency, role=CreditRole.ORIGINATOR, evidence=f"({agency})")
    return Told(
        article=name,
        publisher=Publisher(domain=f"{house}.example", name=called or house.title(), family=family),
        credits=(credit,) if agency else (),
        copy_of=copy_of,
        at=START + timedelta(minutes=minutes),
        why="90% of the word runs" if copy_of else "",
    )


def check(expected: dict[str, list[str]], *members: Told) -> dict[str, list[str]]:
    """Each origin by its name, with its articles, the first one first; returns the reasons."""
    origins = origins_of(members)
    assert expected == {
        one.name: [one.first.article, *(other.told.article for other in one.carried)]
        for one in origins
    }
    return {other.told.article: [other.why] for one in origins for other in one.carried}


def test_copies_are_no_origins_of_their_own() -> None:
    reasons = check(
        {"A": ["a/1", "b/1"], "C": ["c/1"]},
        told("b/1", 5, copy_of="a/1"),
        told("a/1", 0),
        told("c/1", 9),
    )
    assert reasons["b/1"] == ["90% of the word runs"]


def test_different_texts_of_one_agency_are_one_origin() -> None:
    """Two houses that rewrite Reuters are no two witnesses."""
    reasons = check(
        {"Reuters": ["a/1", "b/1", "c/1"], "D": ["d/1"]},
        told("a/1", 0, agency="Reuters"),
        told("b/1", 3, agency="Reuters"),
        told("c/1", 6, copy_of="b/1"),
        told("d/1", 1),
    )
    assert reasons["b/1"] == ["credits Reuters: “(Reuters)”"]


def test_a_credit_in_a_copy_tells_the_origin_of_the_first() -> None:
    check(
        {"AP": ["a/1", "b/1"]},
        told("a/1", 0),
        told("b/1", 3, agency="AP", copy_of="a/1"),
    )


def test_the_page_of_the_agency_itself_is_of_the_agency() -> None:
    reasons = check(
        {"Reuters": ["wire/1", "b/1"]},
        told("wire/1", 0, called="Reuters"),
        told("b/1", 3, agency="Reuters"),
    )
    assert reasons["b/1"] == ["credits Reuters: “(Reuters)”"]


def test_houses_of_one_owner_and_articles_of_one_house_count_once() -> None:
    reasons = check(
        {"A": ["a/1", "b/1", "a/2"]},
        told("a/1", 0, family="North Group"),
        told("b/1", 3, family="North Group"),
        told("a/2", 8, family="North Group"),
    )
    assert reasons == {"b/1": ["both belong to North Group"], "a/2": ["the same publisher"]}


def test_who_copies_what_the_story_does_not_have_stands_for_itself() -> None:
    check({"B": ["b/1"]}, told("b/1", 3, copy_of="gone/1"))


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdef"),
            st.integers(0, 300),
            st.sampled_from(["", "Reuters", "AP"]),
            st.none() | st.integers(0, 11),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_article_is_in_one_origin_whatever_the_order(
    parts: list[tuple[str, int, str, int | None]],
) -> None:
    """Copies may even point in circles."""
    members = [
        told(
            f"{house}/{n}",
            minutes,
            agency=agency,
            copy_of=None
            if other is None
            else f"{parts[other % len(parts)][0]}/{other % len(parts)}",
        )
        for n, (house, minutes, agency, other) in enumerate(parts)
    ]
    origins = origins_of(members)
    found = [one.first.article for one in origins]
    found += [other.told.article for one in origins for other in one.carried]
    assert sorted(found) == sorted(one.article for one in members)
    assert origins == origins_of(members[::-1])
