"""What every store does to forget: removing, erasing, and not taking in again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store.builders import (
    DAY,
    NOW,
    answer,
    archived,
    article_tag,
    claim,
    entry,
    kept,
    new,
    poll,
    source,
    tag,
    tagged,
    version,
)
from tagwire.errors import NotFound
from tagwire.model import Alias, AliasSnapshot, Intent, Key, Reason, Rejected, Stage, TagKind
from tagwire.store.protocol import Store
from tagwire.store.values import ListQuery, Place, PollResult, Work

GRAIN = "https://harbour.example/grain"
GRAIN_KEY = "harbour.example/grain"


def store_grain(store: Store, *, guid: str = "g1") -> Work:
    """Store the article "x" from a poll of the harbour, with its response; return its work."""
    store.add_source(source(), NOW)
    poll(store, [entry("grain", guid=guid)])
    [task] = claim(store)
    content = tagged(tags=[article_tag("Ada Lovelace"), article_tag("Grain Port")])
    response = replace(kept(1), url=GRAIN, final_url=GRAIN)
    work = answer(task, intent=new("x", content, keys=[GRAIN_KEY]), response=response)
    store.apply([work], NOW)
    return work


def finish(store: Store) -> None:
    """Do what the worker does after an erasure."""
    while store.sweep_erased(10, NOW):
        pass
    store.cuts_done(store.list_cuts(99))
    while store.index_search(99):
        pass
    assert store.tidy(NOW + DAY)


def refused(store: Store) -> int:
    return sum(one.count for one in store.counters() if one.reason == Reason.ERASED)


def check(store: Store, *intents: Intent, articles: int) -> None:
    """These intents leave so many articles in the store."""
    store.apply([archived(intent) for intent in intents], NOW)
    assert store.totals(NOW).articles == articles


# --------------------------------------------------------------------- articles


def test_an_erased_article_is_gone_from_everything(store: Store) -> None:
    store_grain(store)
    store.index_search(99)
    assert store.erase_articles(["x", "x", "unknown"], NOW) == 1
    assert store.find_article("x") is None
    assert store.find_candidates([Key(kind="url", value=GRAIN_KEY)]) == []
    assert store.find_tag("ada-lovelace") is None
    assert store.kept_pages(0, 9) == []
    assert store.claim_pages(NOW + 9 * DAY, 9, lease_s=60) == []
    assert [ref.offset for ref in store.list_cuts(9)] == [100]


def test_a_poll_does_not_bring_an_erased_article_back(store: Store) -> None:
    """Neither under its address nor as its entry; it counts as rejected once, unnamed."""
    store_grain(store)
    store.erase_articles(["x"], NOW)
    again = [entry("grain", guid="other"), replace(entry("moved"), guid="g1")]
    assert store.unseen_entries("harbour", again).entries == ()
    for _ in range(2):
        assert poll(store, [*again, entry("b")], now=NOW + DAY).updated == 0
    assert [task.url for task in claim(store, NOW + 2 * DAY)] == ["https://harbour.example/b"]
    assert refused(store) == 2
    assert store.recent_rejected(9) == []


def test_an_archive_does_not_bring_an_erased_article_back(store: Store) -> None:
    """Nor by another address that leads to one of its own; what came with it is cut."""
    store_grain(store)
    store.erase_articles(["x"], NOW)
    store.cuts_done(store.list_cuts(9))
    other = new("y", tagged("Other"), keys=["harbour.example/print", GRAIN_KEY])
    store.apply([replace(archived(other), kept=kept(7))], NOW)
    check(store, new("x", tagged()), version("x", 2, tagged()), articles=0)
    assert [ref.offset for ref in store.list_cuts(9)] == [700]
    assert store.kept_pages(0, 9) == []
    assert store.is_erased([Key(kind="url", value=GRAIN_KEY)], "harbour.example")
    assert not store.is_erased([Key(kind="url", value="harbour.example/b")], "harbour.example")


def test_a_page_that_leads_to_an_erased_article_is_not_asked_again(store: Store) -> None:
    store_grain(store)
    store.erase_articles(["x"], NOW)
    poll(store, [entry("short")], now=NOW)
    [task] = claim(store, NOW + DAY)
    store.apply([answer(task, intent=new("z", tagged(), keys=[GRAIN_KEY]))], NOW)
    assert poll(store, [entry("short", title="Changed")], now=NOW + DAY).updated == 0
    assert claim(store, NOW + 9 * DAY) == []


def test_the_text_of_an_erased_article_counts_only_for_its_publisher(store: Store) -> None:
    """The same agency text of another house is another article."""
    text = Key(kind="text", value="t1")

    def telling(key: str, house: str) -> Intent:
        intent = new(key, tagged(publisher=house))
        return replace(intent, keys=(*intent.keys, text))

    check(store, telling("x", "harbour"), articles=1)
    store.erase_articles(["x"], NOW)
    check(store, telling("y", "harbour"), articles=0)
    check(store, telling("z", "tower"), articles=1)


def test_rejections_of_an_erased_address_are_forgotten(store: Store) -> None:
    store_grain(store)
    lost = Rejected(stage=Stage.FETCH, key=GRAIN, reason=Reason.TIMEOUT, detail="20 s")
    poll(store, rejected=[lost, replace(lost, key="https://harbour.example/b")], now=NOW + DAY)
    store.erase_articles(["x"], NOW)
    assert [row.rejected.key for row in store.recent_rejected(9)] == ["https://harbour.example/b"]


def test_names_that_only_erased_articles_had_leave_snapshots_and_merges(store: Store) -> None:
    store_grain(store)
    check(store, new("y", tagged(tags=[article_tag("Grain Port")])), articles=2)
    store.merge_tags("a-lovelace", tag("Ada Lovelace"), "“A. Lovelace” is Ada Lovelace", NOW)
    aliases = [
        Alias(name="lovelace", tag=tag("Ada Lovelace"), articles=3, share=1.0),
        Alias(name="port", tag=tag("Grain Port"), articles=3, share=1.0),
    ]
    store.save_snapshot(AliasSnapshot(day="2026-05-01", aliases=tuple(aliases)))
    store.erase_articles(["x"], NOW)
    finish(store)
    assert [one.name for one in store.find_snapshot().aliases] == ["port"]
    assert store.list_merges(9) == []
    assert store.find_tag_slug("a-lovelace") is None
    left = {change.key for change in store.iter_changes(0, 99)}
    assert left.isdisjoint({"ada-lovelace", "a-lovelace"})


def test_merges_of_tags_that_other_articles_have_stay(store: Store) -> None:
    """The erased article had the tag under the slug that was merged."""
    parts = [article_tag("Kiev"), article_tag("Ada Lovelace")]
    check(store, new("x", tagged(tags=parts)), articles=1)
    check(store, new("y", tagged("Other", tags=[article_tag("Kiev")])), articles=2)
    store.merge_tags("kiev", tag("Kyiv"), "votes", NOW)
    while store.move_merged(9, NOW):
        pass
    store.erase_articles(["x"], NOW)
    finish(store)
    assert store.find_tag_slug("kiev") == "kyiv"
    assert [one.merged for one in store.list_merges(9)] == ["kiev"]
    check(store, version("y", 2, tagged("Other", tags=[article_tag("Kiev")])), articles=1)


def test_an_erasure_is_logged_without_saying_what(store: Store) -> None:
    store_grain(store)
    assert not store.is_erasing()
    store.erase_articles(["x"], NOW)
    [row] = store.list_erasures(9)
    assert (row.kind, row.at, row.articles, row.done) == ("article", NOW, 1, None)
    assert store.is_erasing()
    assert not store.tidy(NOW), "the raw record is not cut yet"
    finish(store)
    assert store.list_erasures(9)[0].done == NOW + DAY
    assert not store.is_erasing()


def test_an_address_is_erased_before_anything_of_it_is_stored(store: Store) -> None:
    """Whatever way it comes later; its waiting page is not asked."""
    store.add_source(source(), NOW)
    poll(store, [entry("grain", guid="g1"), entry("b")])
    assert store.erase_addresses([GRAIN, "https://elsewhere.example/1"], NOW) == 0
    assert [task.url for task in claim(store)] == ["https://harbour.example/b"]
    poll(store, [entry("grain", guid="g1", title="Later")], now=NOW + DAY)
    check(store, new("y", tagged("Other"), keys=[GRAIN_KEY]), articles=0)
    assert store.list_erasures(9)[0].kind == "address"


def test_an_address_leads_to_its_article(store: Store) -> None:
    store_grain(store)
    assert store.erase_addresses([GRAIN + "?utm_source=x"], NOW) == 1
    assert store.find_article("x") is None
    assert len(store.list_cuts(9)) == 1


# ---------------------------------------------------------------------- removal


def test_the_oldest_articles_are_told_by_their_place_in_lists(store: Store) -> None:
    store.add_source(source(), NOW)
    for n in range(4):
        intent = new(f"x{n}", tagged(f"H {n}"))
        house = "harbour" if n % 2 else ""
        store.apply([archived(intent, first_seen=NOW - n * DAY, source=house)], NOW)
    assert store.oldest_articles(NOW - DAY, 9) == ["x3", "x2"]
    assert store.oldest_articles(NOW + DAY, 1) == ["x3"]
    assert store.oldest_articles(NOW + DAY, 9, "harbour") == ["x3", "x1"]
    before = store.size_bytes()
    assert before > 0


def test_a_removed_article_may_come_again_but_not_by_a_poll(store: Store) -> None:
    store_grain(store)
    assert store.remove_articles(["x", "unknown"], NOW) == 1
    assert [ref.offset for ref in store.list_cuts(9)] == [100]
    assert poll(store, [entry("grain", guid="g1")], now=NOW + DAY) == PollResult(new=0, updated=0)
    assert claim(store, NOW + 9 * DAY) == []
    check(store, new("x", tagged()), articles=1)
    assert store.list_erasures(9) == []


# ------------------------------------------------------------------------- tags


def test_an_erased_tag_is_gone_and_its_articles_stay(store: Store) -> None:
    """From all versions; what else the articles are tagged with stays too."""
    parts = [article_tag("Ada Lovelace", surface="Ms Lovelace"), article_tag("Grain Port")]
    check(store, new("x", tagged(tags=parts)), version("x", 2, tagged(tags=parts)), articles=1)
    assert store.erase_tag("ada-lovelace", NOW) == 1
    finish(store)
    assert store.find_tag("ada-lovelace") is None
    assert store.find_tag_slug("Ms Lovelace") is None
    for n in (1, 2):
        assert [part.tag.slug for part in store.find_version("x", n).tags] == ["grain-port"]
    [card] = store.list_articles(ListQuery(tag="grain-port")).cards
    assert [one.slug for one in card.tags] == ["grain-port"]
    assert store.list_erasures(9)[0].kind == "tag"


def test_what_later_decisions_knew_of_an_erased_tag_goes(store: Store) -> None:
    """It names the tags of the article; the story of the article stays."""
    intent = new("x", tagged(tags=[article_tag("Ada Lovelace")]))
    where = Place(article="x", family="x", story="x", arrived=NOW, body=b"ada-lovelace")
    store.apply([replace(archived(intent), place=where)], NOW)
    store.erase_tag("ada-lovelace", NOW)
    assert list(store.recent_places(DAY)) == []
    assert store.find_story_of("x") == "x"


def test_an_erased_tag_does_not_come_back(store: Store) -> None:
    """Under its slug, or as a person of the same full name; others of the same surname may."""
    check(store, new("x", tagged(tags=[article_tag("Ada Lovelace")])), articles=1)
    store.erase_tag("ada-lovelace", NOW)
    twin = replace(article_tag("Ada Lovelace"), tag=replace(tag("Ada Lovelace"), slug="ada-2"))
    place = replace(
        article_tag("Ada Lovelace"),
        tag=replace(tag("Ada Lovelace"), slug="ada-street", kind=TagKind.PLACE),
    )
    parts = [article_tag("Ada Lovelace"), twin, place, article_tag("Lovelace")]
    check(store, new("y", tagged("Later", tags=parts)), articles=2)
    found = store.find_article("y")
    assert [part.tag.slug for part in found.tagged.tags] == ["ada-street", "lovelace"]


def test_tags_that_lead_to_an_erased_one_go_with_it(store: Store) -> None:
    store.merge_tags("countess", tag("Ada Lovelace"), "votes", NOW)
    countess = [article_tag("Countess"), article_tag("Kyiv")]
    check(store, new("x", tagged(tags=countess)), articles=1)
    alias = Alias(name="countess", tag=tag("Ada Lovelace"), articles=3, share=1.0)
    store.save_snapshot(AliasSnapshot(day="2026-05-01", aliases=(alias,)))
    assert store.erase_tag("countess", NOW) == 1
    finish(store)
    assert store.find_tag_slug("countess") is None
    assert [part.tag.slug for part in store.find_article("x").tagged.tags] == ["kyiv"]
    assert store.find_snapshot().aliases == ()
    store.save_snapshot(AliasSnapshot(day="2026-05-02", aliases=(alias,)))
    assert store.find_snapshot().aliases == ()


def test_a_tag_of_many_articles_is_swept_in_slices(store: Store) -> None:
    parts = [article_tag("Ada Lovelace")]
    intents = [new(f"x{n}", tagged(f"H {n}", tags=parts), content_hash=f"h{n}") for n in range(230)]
    check(store, *intents, articles=230)
    assert store.erase_tag("ada-lovelace", NOW) == 230
    finish(store)
    assert store.find_tag("ada-lovelace") is None
    assert store.totals(NOW).tags == 0


def test_an_unknown_tag_cannot_be_erased(store: Store) -> None:
    with pytest.raises(NotFound, match="nobody"):
        store.erase_tag("nobody", NOW)
