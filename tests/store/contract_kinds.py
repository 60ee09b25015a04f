"""What every store does with articles that see different kinds in one tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from store.builders import NOW, archived, article_tag, new, source, tag, tagged, version
from tagwire.model import ArticleTag, Tagged, TagKind
from tagwire.store.protocol import Store
from tagwire.store.values import Rebuilt

PERSON, PLACE, GROUP = TagKind.PERSON, TagKind.PLACE, TagKind.ORGANISATION


def seen_as(kind: TagKind, label: str = "Jordan") -> ArticleTag:
    part = article_tag(label)
    return replace(part, tag=replace(part.tag, kind=kind))


def content(n: int, kind: TagKind) -> Tagged:
    return tagged(f"Headline {n}", tags=[seen_as(kind)])


def write(store: Store, kinds: Sequence[TagKind]) -> None:
    store.add_source(source(), NOW)
    works = [archived(new(f"x{n}", content(n, kind))) for n, kind in enumerate(kinds)]
    store.apply(works, NOW)


def check(store: Store, expected: TagKind, articles: int) -> None:
    head = store.find_tag("jordan")
    assert head is not None
    assert (head.tag.kind, head.articles) == (expected, articles)
    assert [row.tag.kind for row in store.list_tags("jordan", 9)] == [expected]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([PERSON, PLACE], PERSON),
        ([PERSON, PLACE, PLACE], PLACE),
        ([PERSON, PLACE, PLACE, PERSON], PLACE),
        ([PERSON, PLACE, PLACE, PERSON, PERSON], PERSON),
        ([PERSON, PLACE, GROUP, GROUP], GROUP),
    ],
)
def test_a_tag_has_the_kind_that_most_of_its_articles_see(
    store: Store, kinds: list[TagKind], expected: TagKind
) -> None:
    """Where as many see another, it keeps the one that it has; its slug stays."""
    write(store, kinds)
    check(store, expected, len(kinds))


def test_a_new_version_counts_in_place_of_the_old_one(store: Store) -> None:
    write(store, [PERSON, PLACE, PLACE])
    store.apply([archived(version("x1", 2, content(9, PERSON)))], NOW)
    check(store, PERSON, 3)


def test_articles_that_go_take_their_kind_along(store: Store) -> None:
    """To the last one, and a tag that comes again knows nothing of the past."""
    write(store, [PERSON, PERSON, PLACE, PLACE, PLACE])
    store.remove_articles(["x2", "x3"], NOW)
    check(store, PERSON, 3)
    store.remove_articles(["x0", "x1"], NOW)
    check(store, PLACE, 1)
    store.remove_articles(["x4"], NOW)
    assert store.find_tag("jordan") is None
    store.apply([archived(new("y", content(1, GROUP)))], NOW)
    check(store, GROUP, 1)


def test_articles_made_anew_change_the_kind(store: Store) -> None:
    """Better code may see what older code did not."""
    write(store, [PERSON, PERSON, PERSON])
    made = [
        Rebuilt(
            article=f"x{n}",
            n=1,
            tagged=content(n, PLACE),
            content_hash=f"anew {n}",
            extractor="2",
            tagger="2",
        )
        for n in range(2)
    ]
    store.rebuild(made, NOW)
    check(store, PLACE, 3)


def test_articles_of_a_merged_tag_say_what_they_see(store: Store) -> None:
    """Also when they are moved, and when they go again."""
    write(store, [PERSON])
    other = [tagged(f"Other {n}", tags=[seen_as(PLACE, "Jordanien")]) for n in range(2)]
    store.apply([archived(new(f"o{n}", one)) for n, one in enumerate(other)], NOW)
    store.merge_tags("jordanien", replace(tag("Jordan"), kind=PERSON), "votes", NOW)
    while store.move_merged(9, NOW):
        pass
    check(store, PLACE, 3)
    store.remove_articles(["o0"], NOW)
    check(store, PLACE, 2)
    store.remove_articles(["o1"], NOW)
    check(store, PERSON, 1)
