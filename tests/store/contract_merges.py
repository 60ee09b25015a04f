"""What every store does with merged tags, the names that articles use, and aliases by day."""

from __future__ import annotations

from collections.abc import Sequence

from store.builders import HOUR, NOW, archived, article_tag, new, source, tag, tagged, version
from tagwire.model import Alias, AliasSnapshot, ArticleTag, Role
from tagwire.store.protocol import Store
from tagwire.store.values import ListQuery

KYIV = tag("Kyiv")


def store_articles(store: Store, *labels: str | Sequence[ArticleTag]) -> None:
    """Store an article for each list of tags, one an hour."""
    works = []
    for n, parts in enumerate(labels):
        tags = [article_tag(parts)] if isinstance(parts, str) else parts
        content = tagged(f"Headline {n}", tags=tags)
        works.append(archived(new(f"x{n}", content), first_seen=NOW + n * HOUR))
    store.apply(works, NOW)


def merge(store: Store, slug: str, into: str, *, move: bool = True) -> bool:
    done = store.merge_tags(slug, tag(into), "votes", NOW, "2026-05-01")
    while move and store.move_merged(2, NOW):
        pass
    return done


def listed(store: Store, slug: str) -> list[str]:
    return [card.article for card in store.list_articles(ListQuery(tag=slug)).cards]


def check(store: Store, slug: str, articles: Sequence[str]) -> None:
    """A tag has these articles: in its list, its counts and its days."""
    head = store.find_tag(slug)
    assert head is not None
    assert listed(store, slug) == list(articles)
    assert (head.articles, sum(day.count for day in head.days)) == (len(articles), len(articles))
    assert store.list_articles(ListQuery(tag=slug)).total == len(articles)


def test_a_merged_tag_leads_to_its_target_and_its_articles_follow(store: Store) -> None:
    store_articles(store, "Kiev", "Kyiv", "Kiev")
    assert merge(store, "kiev", "Kyiv")
    assert (store.find_tag("kiev"), store.find_tag_slug("kiev")) == (None, "kyiv")
    check(store, "kyiv", ["x2", "x1", "x0"])
    assert (listed(store, "kiev"), store.totals(NOW).tags) == ([], 1)
    assert [row.tag.slug for row in store.list_tags("", 9)] == ["kyiv"]
    assert store.find_tag_slug("Kiev") == "kyiv"
    head = store.find_tag("kyiv")
    assert head is not None
    assert head.aliases == ("Kiev",)


def test_a_slug_redirects_before_its_articles_are_moved(store: Store) -> None:
    store_articles(store, "Kiev", "Kyiv", "Kiev")
    merge(store, "kiev", "Kyiv", move=False)
    assert (store.find_tag("kiev"), store.find_tag_slug("#Kiev")) == (None, "kyiv")
    assert [row.tag.slug for row in store.list_tags("ki", 9)] == []
    assert listed(store, "kiev") == []
    card = store.list_articles(ListQuery()).cards[0]
    assert [one.slug for one in card.tags] == ["kyiv"]


def test_articles_move_in_slices_newest_first_and_stand_once_meanwhile(store: Store) -> None:
    both = [article_tag("Kiev"), article_tag("Kyiv")]
    store_articles(store, "Kiev", both, "Kiev", "Kyiv", "Kiev")
    merge(store, "kiev", "Kyiv", move=False)
    check(store, "kyiv", ["x3", "x1"])
    assert store.move_merged(2, NOW) == 2
    check(store, "kyiv", ["x4", "x3", "x2", "x1"])
    assert store.move_merged(1, NOW) == 1
    assert store.move_merged(9, NOW) == 1
    check(store, "kyiv", ["x4", "x3", "x2", "x1", "x0"])
    assert store.move_merged(9, NOW) == 0


def test_what_comes_with_a_merged_slug_is_written_under_the_target(store: Store) -> None:
    store_articles(store, "Kyiv")
    merge(store, "kiev", "Kyiv")
    late = tagged("Late", tags=[article_tag("Kiev", (Role.SPEAKER,), surface="Kiev")])
    store.apply([archived(new("late", late), first_seen=NOW + HOUR)], NOW)
    check(store, "kyiv", ["late", "x0"])
    card = store.list_articles(ListQuery(tag="kyiv")).cards[0]
    assert (card.roles, card.why) == ((Role.SPEAKER,), ("Kiev",))


def test_an_article_with_both_tags_has_one_with_the_roles_and_words_of_both(store: Store) -> None:
    parts = [
        article_tag("Kyiv", (Role.MENTIONED,), surface="Kyiv"),
        article_tag("Kiev", (Role.SUBJECT, Role.DATELINE), surface="KIEV", relevance=0.9),
    ]
    store_articles(store, parts)
    merge(store, "kiev", "Kyiv")
    card = store.list_articles(ListQuery(tag="kyiv")).cards[0]
    assert card.roles == (Role.SUBJECT, Role.MENTIONED, Role.DATELINE)
    assert (sorted(card.why), [one.slug for one in card.tags]) == (["KIEV", "Kyiv"], ["kyiv"])
    found = store.find_article("x0")
    assert found is not None
    (part,) = found.tagged.tags
    assert (part.tag, part.relevance, len(part.mentions)) == (KYIV, 0.9, 2)


def test_readers_meet_the_target_in_every_version(store: Store) -> None:
    store_articles(store, "Kiev")
    store.apply([archived(version("x0", 2, tagged("Again", tags=[article_tag("Kiev")])))], NOW)
    merge(store, "kiev", "Kyiv", move=False)
    for n in (1, 2):
        found = store.find_version("x0", n)
        assert found is not None
        assert [part.tag for part in found.tags] == [KYIV]
    assert [one.tagged.tags[0].tag for one in store.iter_articles()] == [KYIV]


def test_merges_follow_each_other_and_never_lead_back(store: Store) -> None:
    store_articles(store, "Kiew", "Kiev", "Kyiv")
    assert merge(store, "kiew", "Kiev")
    assert merge(store, "kiev", "Kyiv")
    assert store.find_tag_slug("kiew") == "kyiv"
    check(store, "kyiv", ["x2", "x1", "x0"])
    assert not merge(store, "kyiv", "Kiew")
    assert not merge(store, "kyiv", "Kyiv")
    assert not merge(store, "kiev", "Kyiv")
    assert not merge(store, "kiew", "Kharkiv")
    assert [(one.merged, one.into) for one in store.list_merges(9)] == [
        ("kiev", "kyiv"),
        ("kiew", "kiev"),
    ]


def test_a_merge_into_a_merged_tag_goes_to_its_target(store: Store) -> None:
    store_articles(store, "Kiev", "Kiew")
    merge(store, "kiev", "Kyiv", move=False)
    assert merge(store, "kiew", "Kiev")
    assert [one.into for one in store.list_merges(9)] == ["kyiv", "kyiv"]
    check(store, "kyiv", ["x1", "x0"])


def test_a_version_or_removal_after_a_merge_leaves_nothing_behind(store: Store) -> None:
    store.add_source(source("demo", demo=True), NOW)
    both = [article_tag("Kiev"), article_tag("Kyiv"), article_tag("Dnipro")]
    store_articles(store, both, both)
    store.apply([archived(new("demo", tagged("Demo", tags=both)), source="demo")], NOW)
    merge(store, "kiev", "Kyiv", move=False)
    store.apply([archived(version("x0", 2, tagged("Again", tags=[article_tag("Dnipro")])))], NOW)
    store.remove_demo(NOW)
    check(store, "kyiv", ["x1"])
    merge(store, "nothing", "Nowhere")
    check(store, "kyiv", ["x1"])
    assert store.totals(NOW).tags == 2


def test_the_merge_log_says_who_when_and_why(store: Store) -> None:
    merge(store, "kiev", "Kyiv")
    merge(store, "putin", "Vladimir Putin")
    (first,) = store.list_merges(9, "kiev")
    assert (first.merged, first.into, first.reason) == ("kiev", "kyiv", "votes")
    assert (first.snapshot, first.at) == ("2026-05-01", NOW)
    assert [one.seq for one in store.list_merges(9)] == [2, 1]
    assert len(store.list_merges(1)) == 1
    assert store.list_merges(9, "vladimir-putin") == store.list_merges(9, "putin")


def test_a_merge_is_a_change_of_both_tags(store: Store) -> None:
    store_articles(store, "Kiev", "Kyiv")
    before = store.find_tag("kyiv")
    merge(store, "kiev", "Kyiv", move=False)
    after = store.find_tag("kyiv")
    assert before is not None
    assert after is not None
    assert after.changed_seq > before.changed_seq
    last = store.iter_changes(0, 99)[-1]
    assert (last.kind, last.key, last.seq) == ("tag", "kiev", after.changed_seq)


# ------------------------------------------------------------- names, snapshots


def test_names_of_tags_are_told_with_the_articles_that_use_them(store: Store) -> None:
    putin = [article_tag(surface="Putin"), article_tag("Igor Putin", surface="Putin")]
    store_articles(store, putin, [article_tag(surface="Putin")], "Kyiv")
    votes = [
        (vote.name, vote.surface, vote.tag.slug, vote.articles) for vote in store.name_votes(1)
    ]
    assert sorted(votes) == [
        ("igorputin", "Igor Putin", "igor-putin", 1),
        ("kyiv", "Kyiv", "kyiv", 1),
        ("putin", "Putin", "igor-putin", 1),
        ("putin", "Putin", "vladimir-putin", 2),
        ("vladimirputin", "Vladimir Putin", "vladimir-putin", 2),
    ]
    assert [vote[0] for vote in votes] == sorted(vote[0] for vote in votes)
    assert {vote.tag.slug for vote in store.name_votes(2)} == {"vladimir-putin"}
    assert {vote.publishers for vote in store.name_votes(1)} == {1}


def test_a_merged_tag_has_no_votes_and_its_target_has_them_after_the_move(store: Store) -> None:
    store_articles(store, "Kiev", "Kyiv")
    merge(store, "kiev", "Kyiv", move=False)
    assert [vote.name for vote in store.name_votes(1)] == ["kyiv"]
    merge(store, "x", "Y")
    assert [(vote.name, vote.tag.slug) for vote in store.name_votes(1)] == [
        ("kiev", "kyiv"),
        ("kyiv", "kyiv"),
    ]


def test_a_day_has_one_snapshot_and_earlier_ones_stay(store: Store) -> None:
    assert store.find_snapshot() is None
    alias = Alias(name="kiev", tag=KYIV, articles=9, share=0.9)
    snapshots = [
        AliasSnapshot(day="2026-05-02", aliases=(alias,)),
        AliasSnapshot(day="2026-05-01"),
        AliasSnapshot(day="2026-05-02"),
    ]
    for snapshot in snapshots:
        store.save_snapshot(snapshot)
    assert store.find_snapshot() == snapshots[0]
    assert store.find_snapshot("2026-05-02") == snapshots[1]
    assert store.find_snapshot("2026-05-01") is None
