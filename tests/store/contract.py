"""What every store does. A new store passes this by adding itself to ``test_contract.py``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from store.builders import (
    CODES,
    DAY,
    HOUR,
    NOW,
    answer,
    archived,
    article_tag,
    claim,
    entry,
    kept,
    key_tuple,
    new,
    poll,
    source,
    tag,
    tagged,
    version,
)
from tagwire.errors import BadCursor, NotFound
from tagwire.model import (
    Entry,
    Moment,
    Precision,
    Publisher,
    Reason,
    Rejected,
    Relation,
    RelationKind,
    RelationReason,
    Role,
    Stage,
    Tagged,
    Unchanged,
)
from tagwire.store.protocol import Store
from tagwire.store.values import Card, ListQuery, PollOutcome, Rebuilt, Unseen

TIMEOUT = Rejected(
    stage=Stage.FETCH, key="https://harbour.example/a", reason=Reason.TIMEOUT, detail="20 s"
)


def headlines(store: Store, query: ListQuery | None = None) -> list[str]:
    return [card.headline for card in store.list_articles(query or ListQuery()).cards]


def counter(store: Store, stage: str, outcome: str, reason: str = "") -> int:
    counts = {(one.stage, one.outcome, one.reason): one.count for one in store.counters()}
    return counts.get((stage, outcome, reason), 0)


def iter_pages(store: Store, query: ListQuery) -> Iterator[tuple[Card, ...]]:
    while True:
        page = store.list_articles(query)
        yield page.cards
        if page.next is None:
            return
        query = replace(query, cursor=page.next)


# --------------------------------------------------------------------- sources


def test_a_new_source_is_due_at_once(store: Store) -> None:
    assert store.add_source(source(), NOW)
    assert [row.source for row in store.due_sources(NOW, 5)] == [source()]
    assert store.next_due(NOW) == NOW


def test_a_known_key_or_address_is_no_new_source(store: Store) -> None:
    store.add_source(source(), NOW)
    assert not store.add_source(replace(source("other"), key="harbour"), NOW)
    assert not store.add_source(replace(source("other"), url=source().url), NOW)
    assert [row.source.key for row in store.list_sources(NOW)] == ["harbour"]


def test_sources_added_together_are_polled_one_after_the_other(store: Store) -> None:
    """Those that are known are not added; the spread is even."""
    store.add_source(source("c"), NOW)
    given = [source(key) for key in ("a", "b", "c", "d", "a")]
    added = store.add_sources(given, NOW, spread_s=50)
    assert [one.key for one in added] == ["a", "b", "d"]
    rows = {row.source.key: row.state.next_poll for row in store.list_sources(NOW)}
    waits = {key: (at - NOW).total_seconds() for key, at in rows.items()}
    assert waits == {"a": 0, "b": 10, "c": 0, "d": 30}


def test_sources_added_together_are_due_at_once_without_a_spread(store: Store) -> None:
    assert store.add_sources([], NOW) == []
    store.add_sources([source("a"), source("b")], NOW)
    assert len(store.due_sources(NOW, 5)) == 2


def test_a_source_without_a_title_takes_the_one_it_gives_itself(store: Store) -> None:
    """A title that somebody gave stays; a publisher known by its domain takes the title too."""
    unknown = Publisher(domain="a.example", name="a.example")
    store.add_source(replace(source("a"), title="", publisher=unknown), NOW)
    store.add_source(replace(source("b"), title="Given"), NOW)
    for row in store.due_sources(NOW, 5):
        store.save_poll(PollOutcome(source=row.source.key, state=row.state, title="Own"), NOW)
    rows = store.list_sources(NOW)
    assert [row.source.title for row in rows] == ["Own", "Given"]
    assert rows[0].source.publisher.name == "Own"
    assert rows[1].source.publisher == source("b").publisher


def test_a_title_that_is_an_address_names_no_publisher(store: Store) -> None:
    """The source is listed under it; the publisher is left to what its pages say."""
    unknown = Publisher(domain="a.example", name="a.example")
    store.add_source(replace(source("a"), title="", publisher=unknown), NOW)
    (row,) = store.due_sources(NOW, 5)
    state = PollOutcome(source="a", state=row.state, title="www.a.example")
    store.save_poll(state, NOW)
    (row,) = store.list_sources(NOW)
    assert (row.source.title, row.source.publisher) == ("www.a.example", unknown)


def test_the_source_that_waits_longest_is_due_first(store: Store) -> None:
    for n, key in enumerate(["late", "early"]):
        store.add_source(source(key), NOW - n * HOUR)
    assert [row.source.key for row in store.due_sources(NOW, 5)] == ["early", "late"]
    assert [row.source.key for row in store.due_sources(NOW, 1)] == ["early"]


def test_a_paused_source_is_not_due_and_a_poll_under_way_does_not_wake_it(store: Store) -> None:
    store.add_source(source(), NOW)
    store.pause_source("harbour", True, NOW)
    poll(store, [entry("a")])
    assert store.due_sources(NOW + DAY, 5) == []
    row = store.find_source("harbour", NOW)
    assert row is not None
    assert row.state.paused
    store.pause_source("harbour", False, NOW)
    assert len(store.due_sources(NOW + DAY, 5)) == 1


def test_an_unknown_source_cannot_be_paused_or_removed(store: Store) -> None:
    with pytest.raises(NotFound, match="nobody"):
        store.pause_source("nobody", True, NOW)
    with pytest.raises(NotFound, match="nobody"):
        store.remove_source("nobody", NOW)
    assert store.find_source("nobody", NOW) is None


def test_a_selector_is_kept_and_the_page_read_anew_with_it(store: Store) -> None:
    """What was the same page yesterday lists other things now."""
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    store.select_links("harbour", "main a", NOW + HOUR)
    row = store.find_source("harbour", NOW + HOUR)
    assert row is not None
    assert row.source.selector == "main a"
    assert row.state.next_poll <= NOW + HOUR
    assert (row.state.etag, row.state.last_modified, row.state.body_digest) == (None, None, None)
    with pytest.raises(NotFound, match="nobody"):
        store.select_links("nobody", "a", NOW)


def test_a_removed_source_leaves_its_articles_and_can_come_back(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a"), entry("b")])
    store.apply([answer(claim(store)[0], intent=new("x", tagged()))], NOW)
    store.remove_source("harbour", NOW)
    assert (store.totals(NOW).pages_due, store.next_due(NOW)) == (0, None)
    assert headlines(store, ListQuery(source="harbour")) == ["Grain ships leave"]
    assert store.add_source(source(), NOW)
    row = store.find_source("harbour", NOW)
    assert row is not None
    assert (row.articles, row.articles_today) == (1, 1)


def test_the_key_of_a_removed_source_stays_with_its_address(store: Store) -> None:
    store.add_source(source(), NOW)
    store.apply([archived(new("x", tagged()))], NOW)
    store.remove_source("harbour", NOW)
    another = replace(source(), url="https://harbour.example/sport.xml")
    assert not store.add_source(another, NOW)
    assert store.list_sources(NOW) == []
    assert headlines(store, ListQuery(source="harbour")) == ["Grain ships leave"]
    assert store.add_source(source(), NOW)


def test_a_key_is_free_for_who_had_it_and_else_when_nobody_had_it(store: Store) -> None:
    store.add_source(source(), NOW)
    store.add_source(source("tower"), NOW)
    store.remove_source("harbour", NOW)
    for key in ("harbour", "tower"):
        assert store.is_free_key(key, source(key).url)
        assert not store.is_free_key(key, "https://other.example/feed.xml")
    assert store.is_free_key("other", "https://other.example/feed.xml")


# ----------------------------------------------------------------------- polls


def test_listed_entries_become_due_pages_once(store: Store) -> None:
    store.add_source(source(), NOW)
    entries = [entry("a", guid="1"), entry("b")]
    first, second = poll(store, entries), poll(store, entries, now=NOW + HOUR)
    assert (first.new, first.updated, second.new, second.updated) == (2, 0, 0, 0)
    assert store.totals(NOW).pages_due == 2
    assert (counter(store, "poll", "polled"), counter(store, "poll", "new")) == (2, 2)


def test_the_same_poll_kept_twice_changes_nothing(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    before = (store.counters(), store.totals(NOW))
    assert poll(store, [entry("a")]).new == 0
    assert (store.counters(), store.totals(NOW)) == before


def test_another_poll_of_the_same_moment_loses_no_entry(store: Store) -> None:
    store.add_source(source(), NOW)
    assert poll(store, [entry("a")]).new == 1
    assert poll(store, [entry("a"), entry("b")]).new == 1
    assert (counter(store, "poll", "polled"), counter(store, "poll", "new")) == (1, 2)


def test_unseen_entries_are_those_that_a_poll_would_count(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a", guid="1"), entry("b")])
    fresh = [entry("a", guid="1", title="Changed"), entry("c"), Entry(url="")]
    unseen = store.unseen_entries("harbour", [entry("b"), *fresh])
    assert (unseen.entries, unseen.new) == (tuple(fresh[:2]), 1)
    assert store.unseen_entries("nobody", fresh) == Unseen()


def test_a_poll_of_a_removed_source_is_ignored(store: Store) -> None:
    store.add_source(source(), NOW)
    store.remove_source("harbour", NOW)
    assert poll(store, [entry("a")]).new == 0
    assert (store.totals(NOW).pages_due, store.counters()) == (0, [])


def test_an_entry_that_says_it_changed_makes_its_page_due_again(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a", guid="1")])
    store.apply([answer(claim(store)[0])], NOW)
    assert claim(store, NOW + HOUR) == []
    result = poll(store, [entry("a", guid="1", title="Grain, updated")], now=NOW + HOUR)
    assert (result.new, result.updated) == (0, 1)
    assert [task.entry.title for task in claim(store, NOW + HOUR)] == ["Grain, updated"]


def test_a_change_during_the_fetch_is_not_lost(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a", guid="1")])
    task = claim(store)[0]
    poll(store, [entry("a", guid="1", title="Grain, updated")], now=NOW + HOUR / 100)
    assert claim(store, NOW + HOUR / 100) == []
    store.apply([answer(task)], NOW + HOUR / 50)
    assert [one.entry.title for one in claim(store, NOW + HOUR / 50)] == ["Grain, updated"]


def test_a_page_that_two_sources_list_is_one_page(store: Store) -> None:
    for key in ("harbour", "tower"):
        store.add_source(source(key), NOW)
    assert poll(store, [entry("a")]).new == 1
    assert poll(store, [entry("a?utm_source=tower", guid="t1")], key="tower").new == 0
    assert store.totals(NOW).pages_due == 1
    store.remove_source("harbour", NOW)
    tasks = claim(store)
    assert [(task.publisher.domain, task.entry.source) for task in tasks] == [
        ("tower.example", "tower")
    ]


def test_unusable_links_are_rejected_and_counted_once(store: Store) -> None:
    store.add_source(source(), NOW)
    entries = [Entry(url="", title="No link"), Entry(url="mailto:a@harbour.example")]
    for n in range(3):
        assert poll(store, entries, now=NOW + n * HOUR).new == 0
    assert counter(store, "parse", "rejected", "no_link") == 1
    assert counter(store, "parse", "rejected", "bad_url") == 1
    rows = store.recent_rejected(10, "harbour")
    assert [row.rejected.reason for row in rows] == [Reason.BAD_URL, Reason.NO_LINK]
    assert [row.at for row in rows] == [NOW + 2 * HOUR] * 2


def test_entries_that_share_a_page_are_counted_when_it_is_new(store: Store) -> None:
    store.add_source(source(), NOW)
    entries = [entry("a#one", guid="1"), entry("a#two", guid="2"), entry("b"), entry("b")]
    for n in range(3):
        poll(store, entries, now=NOW + n * HOUR)
    assert counter(store, "poll", "new") == 2
    assert counter(store, "parse", "repeated") == 2


def test_relative_links_count_from_the_address_of_the_source(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [Entry(url="/a b#top")])
    assert [task.url for task in claim(store)] == ["https://harbour.example/a%20b"]


def test_a_guid_that_all_entries_share_is_no_identity(store: Store) -> None:
    store.add_source(source(), NOW)
    entries = [entry(path, guid="constant") for path in "abc"]
    assert poll(store, entries).new == 3
    assert poll(store, entries, now=NOW + HOUR).updated == 0


def test_a_moved_source_is_asked_at_its_new_address_under_its_key(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    assert store.move_source("harbour", "https://new.example/feed", NOW + HOUR)
    row = store.find_source("harbour", NOW)
    assert row is not None
    assert row.source.url == "https://new.example/feed"
    assert poll(store, [entry("a")], now=NOW + HOUR).new == 0
    assert store.add_source(replace(source(), key="second"), NOW)  # the old address is free
    with pytest.raises(NotFound):
        store.move_source("nobody", "https://new.example/feed", NOW)


def test_a_source_can_be_made_due(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    assert store.due_sources(NOW, 5) == []
    store.poll_by("harbour", NOW + HOUR / 2)
    store.poll_by("nobody", NOW)
    assert store.due_sources(NOW, 5) == []
    assert [row.source.key for row in store.due_sources(NOW + HOUR / 2, 5)] == ["harbour"]
    store.poll_by("harbour", NOW)
    store.poll_by("harbour", NOW + HOUR)
    assert [row.source.key for row in store.due_sources(NOW, 5)] == ["harbour"]
    store.pause_source("harbour", True, NOW)
    assert store.due_sources(NOW, 5) == []


def test_a_source_that_failed_is_not_made_due(store: Store) -> None:
    """Its pause may be what the host asked for."""
    store.add_source(source(), NOW)
    stop = replace(TIMEOUT, stage=Stage.POLL, key=source().url)
    poll(store, rejected=[stop], error="timeout")
    store.poll_by("harbour", NOW)
    assert store.due_sources(NOW, 5) == []


def test_a_source_does_not_move_onto_another(store: Store) -> None:
    store.add_source(source(), NOW)
    store.add_source(replace(source(), key="second", url="https://new.example/feed"), NOW)
    assert not store.move_source("harbour", "https://new.example/feed", NOW)
    row = store.find_source("harbour", NOW)
    assert row is not None
    assert row.source.url == source().url


def test_a_failed_poll_is_told_and_counted_each_time(store: Store) -> None:
    store.add_source(source(), NOW)
    stop = replace(TIMEOUT, stage=Stage.POLL, key=source().url)
    for n in range(2):
        poll(store, rejected=[stop], error="timeout", now=NOW + n * HOUR)
    assert counter(store, "poll", "failed", "timeout") == 2
    assert counter(store, "poll", "rejected", "timeout") == 2
    assert store.totals(NOW).sources_failing == 1
    assert [row.rejected for row in store.recent_rejected(5)] == [stop]


# ---------------------------------------------------------------------- claims


def test_a_claim_takes_one_page_of_a_host_and_none_of_a_busy_one(store: Store) -> None:
    store.add_source(source(), NOW)
    hosts = ["a", "b", "c"]
    poll(store, [entry(f"{n}", host=host) for host in hosts for n in range(3)])
    tasks = claim(store, busy=["b.example"])
    assert sorted(task.url for task in tasks) == ["https://a.example/0", "https://c.example/0"]
    assert len(claim(store, limit=1, busy=["a.example"])) == 1


def test_a_lease_hides_a_page_until_it_ends(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    assert [task.attempts for task in claim(store)] == [0]
    assert claim(store, NOW + timedelta(seconds=59)) == []
    assert store.next_due(NOW) == NOW + timedelta(seconds=60)
    assert [task.attempts for task in claim(store, NOW + timedelta(seconds=60))] == [1]


def test_new_pages_come_before_checks_of_known_ones(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("old", host="a")])
    store.apply([answer(claim(store)[0], next_check=NOW + HOUR)], NOW)
    poll(store, [entry("new", host="b")], now=NOW + 2 * HOUR)
    tasks = claim(store, NOW + 3 * HOUR)
    assert [task.url for task in tasks] == ["https://b.example/new", "https://a.example/old"]


def test_a_leased_page_does_not_hide_the_checks_of_its_host(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("old")])
    store.apply([answer(claim(store)[0], next_check=NOW)], NOW)
    poll(store, [entry("old"), entry("new")], now=NOW + HOUR)
    assert [task.entry.url[-3:] for task in claim(store, NOW + HOUR)] == ["new"]
    assert [task.entry.url[-3:] for task in claim(store, NOW + HOUR)] == ["old"]


def test_the_oldest_due_page_comes_first(store: Store) -> None:
    store.add_source(source(), NOW)
    for n, host in enumerate(["c", "a", "b"]):
        poll(store, [entry("x", host=host)], now=NOW + n * HOUR)
    tasks = claim(store, NOW + DAY, limit=2)
    assert [task.url for task in tasks] == ["https://c.example/x", "https://a.example/x"]


def test_a_retry_is_due_when_it_says_and_counts_its_attempts(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    work = answer(claim(store)[0], "retry", rejected=TIMEOUT, next_check=NOW + HOUR)
    store.apply([work], NOW)
    assert claim(store, NOW + HOUR / 2) == []
    assert [task.attempts for task in claim(store, NOW + HOUR)] == [1]
    assert counter(store, "fetch", "retry", "timeout") == 1
    assert [(row.rejected, row.source) for row in store.recent_rejected(5)] == [
        (TIMEOUT, "harbour")
    ]


def test_an_answer_without_a_next_check_ends_the_page(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    store.apply([answer(claim(store)[0], "rejected", rejected=TIMEOUT, next_check=None)], NOW)
    assert claim(store, NOW + 999 * DAY) == []


def test_validators_and_article_come_with_the_next_claim(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    first = answer(
        claim(store)[0], intent=new("x", tagged()), response=kept(1), etag='W/"1"', next_check=NOW
    )
    store.apply([first], NOW)
    task = claim(store)[0]
    assert (task.etag, task.article, task.body_digest) == ('W/"1"', "x", "d1")
    store.apply([answer(task, "unchanged", next_check=NOW)], NOW)
    task = claim(store)[0]
    assert (task.etag, task.attempts) == ('W/"1"', 0)
    store.apply([answer(task, "unchanged", response=kept(2), next_check=NOW)], NOW)
    assert [(task.etag, task.body_digest) for task in claim(store)] == [(None, "d2")]


def test_a_late_answer_after_the_lease_was_given_on_counts_once(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    late = answer(claim(store)[0], intent=new("x", tagged()))
    again = claim(store, NOW + HOUR)[0]
    store.apply([late], NOW + HOUR)
    store.apply([answer(again, intent=new("x", tagged()))], NOW + HOUR)
    assert counter(store, "store", "stored") == 1
    assert store.totals(NOW).articles == 1


def test_work_for_a_page_that_is_gone_is_ignored(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    work = answer(claim(store)[0], intent=new("x", tagged()))
    store.remove_source("harbour", NOW)
    store.apply([work], NOW)
    assert (store.totals(NOW).articles, store.find_article("x")) == (0, None)


def test_a_late_answer_for_a_page_that_is_gone_lands_on_no_other_page(store: Store) -> None:
    for key in ("harbour", "tower"):
        store.add_source(source(key), NOW)
    poll(store, [entry("a")])
    late = answer(claim(store)[0], intent=new("x", tagged()), etag="late")
    store.remove_source("harbour", NOW)
    poll(store, [entry("b", host="tower")], key="tower")
    task = claim(store)[0]
    store.apply([late], NOW)
    assert (task.id == late.outcome.task, store.totals(NOW).articles) == (False, 0)
    store.apply([answer(task, "unchanged", next_check=NOW)], NOW)
    assert [(one.article, one.etag) for one in claim(store)] == [(None, None)]


# -------------------------------------------------------------------- articles


def test_a_stored_article_is_given_back_whole(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a")])
    east = datetime(2026, 5, 1, 20, 30, tzinfo=timezone(10 * HOUR))
    content = tagged(tags=[article_tag()], published=Moment(at=east))
    intent = new("x", content, keys=["harbour.example/a"])
    store.apply([answer(claim(store)[0], intent=intent, response=kept(1))], NOW + HOUR)
    found = store.find_article("x")
    assert found is not None
    assert found.tagged == content
    assert found.tagged.article.published is not None
    assert found.tagged.article.published.at.utcoffset() == 10 * HOUR
    assert (found.first_seen, found.source, found.demo) == (NOW, "harbour", False)
    assert (found.kept, found.extractor, found.tagger) == (kept(1), "e1", "t1")
    assert found.keys == key_tuple("harbour.example/a", "x")
    assert [(one.n, one.headline, one.words) for one in found.versions] == [
        (1, "Grain ships leave", 7)
    ]
    assert store.find_version("x", 1) == content
    assert list(store.iter_articles()) == [found]


def test_what_is_not_stored_is_none(store: Store) -> None:
    assert store.find_article("x") is None
    assert store.find_version("x", 1) is None
    assert store.find_tag("x") is None
    assert store.find_tag_slug("x") is None
    assert store.find_setting("x") is None
    assert store.find_candidates(key_tuple("x")) == []
    assert headlines(store, ListQuery(tag="x")) == []
    assert store.facets(ListQuery(publisher="x.example")).scanned == 0
    assert (store.related_tags("x", 5), store.list_tags("", 5)) == ([], [])


def everything(store: Store) -> list[object]:
    """Return all that a reader can see."""
    queries = [ListQuery(limit=500)]
    queries += [ListQuery(tag=row.tag.slug, limit=500) for row in store.list_tags("", 100)]
    queries += [ListQuery(source=row.source.key, limit=500) for row in store.list_sources(NOW)]
    seen: list[object] = [store.totals(NOW), store.counters(), store.iter_changes(0, 10_000)]
    seen += [list(store.iter_articles()), store.list_sources(NOW), store.recent_rejected(99)]
    for query in queries:
        page = store.list_articles(query)
        seen += [page.cards, page.total, store.facets(query)]
        if query.tag is not None:
            seen += [store.find_tag(query.tag), store.related_tags(query.tag, 50)]
    seen += [store.trending_tags(NOW, 20), store.next_due(NOW), store.committed_segments()]
    return seen


def test_a_batch_applied_twice_changes_nothing(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a", host="a"), entry("b", host="b")])
    tasks = claim(store)
    batch = [
        answer(tasks[0], intent=new("x", tagged(tags=[article_tag()])), response=kept(1)),
        answer(tasks[1], "retry", rejected=TIMEOUT),
        archived(new("y", tagged("Other"))),
        archived(version("y", 2, tagged("Other, again"))),
        archived(Unchanged(article="x", keys=key_tuple("more"), reason="same")),
    ]
    store.apply(batch, NOW)
    before = everything(store)
    store.apply(batch, NOW + HOUR)
    assert everything(store) == before


def test_a_new_version_replaces_card_and_tags_and_keeps_its_place(store: Store) -> None:
    store.add_source(source(), NOW)
    first = tagged("First", tags=[article_tag("Vladimir Putin"), article_tag("Kremlin")])
    store.apply([archived(new("x", first))], NOW)
    store.apply([archived(new("y", tagged("Other"), content_hash="o"), first_seen=NOW)], NOW)
    second = tagged("Second", tags=[article_tag("Kremlin"), article_tag("Kyiv")])
    store.apply([archived(version("x", 2, second))], NOW + HOUR)
    assert headlines(store) == ["Other", "Second"]
    assert headlines(store, ListQuery(tag="kyiv")) == ["Second"]
    assert (store.find_tag("vladimir-putin"), store.find_tag_slug("Vladimir Putin")) == (None, None)
    card = store.list_articles(ListQuery(tag="kremlin")).cards[0]
    assert (card.versions, card.listed_at, card.first_seen) == (2, NOW, NOW)
    found = store.find_article("x")
    assert found is not None
    assert [(one.n, one.headline, one.first_seen) for one in found.versions] == [
        (1, "First", NOW),
        (2, "Second", NOW + HOUR),
    ]
    assert store.find_version("x", 1) == first
    totals = store.totals(NOW)
    assert (totals.articles, totals.versions, totals.tags) == (2, 3, 2)


def test_a_state_that_comes_back_is_a_version_of_its_own(store: Store) -> None:
    store.add_source(source(), NOW)
    store.apply([archived(new("x", tagged("First")))], NOW)
    store.apply([archived(version("x", 2, tagged("Second")))], NOW)
    store.apply([archived(version("x", 3, tagged("First"), content_hash="h1"))], NOW)
    found = store.find_article("x")
    assert found is not None
    assert [one.headline for one in found.versions] == ["First", "Second", "First"]


def test_another_content_under_a_known_id_becomes_a_version(store: Store) -> None:
    """Two captures decided without sight of each other: neither is lost."""
    store.add_source(source(), NOW)
    store.apply([archived(new("x", tagged("First"), content_hash="a"))], NOW)
    store.apply([archived(new("x", tagged("Second"), content_hash="b"))], NOW)
    found = store.find_article("x")
    assert found is not None
    assert [one.content_hash for one in found.versions] == ["a", "b"]


def test_candidates_are_found_by_any_key_with_their_newest_text(store: Store) -> None:
    store.add_source(source(), NOW)
    store.apply([archived(new("x", tagged("First"), keys=["k1", "k2"]))], NOW)
    store.apply([archived(version("x", 2, tagged("Second", text="New text.")))], NOW)
    found = store.find_candidates(key_tuple("none", "k2", "k1"))
    assert [(one.article, one.headline, one.text, one.versions) for one in found] == [
        ("x", "Second", "New text.", 2)
    ]
    assert found[0].keys == key_tuple("k1", "k2", "x")
    assert (found[0].content_hash, found[0].publisher) == ("h2", "harbour.example")


def test_keys_of_an_intent_move_to_its_article(store: Store) -> None:
    store.add_source(source(), NOW)
    store.apply([archived(new("x", tagged("First"), keys=["k"]))], NOW)
    reason = RelationReason(kind="url", score=0.1, why="another text")
    relation = Relation(a="y", b="x", kind=RelationKind.REPLACES, score=0.9, reasons=(reason,))
    replacing = replace(new("y", tagged("Second"), keys=["k"]), relations=(relation,))
    store.apply([archived(replacing)], NOW)
    assert [one.article for one in store.find_candidates(key_tuple("k"))] == ["y"]
    for key in ("x", "y"):
        found = store.find_article(key)
        assert found is not None
        assert found.relations == (relation,)


def test_lone_surrogates_of_a_page_do_not_stop_the_batch(store: Store) -> None:
    store.add_source(source(), NOW)
    store.apply(
        [archived(new("x", tagged("Broken \ud83d emoji"))), archived(new("y", tagged()))], NOW
    )
    assert headlines(store) == ["Grain ships leave", "Broken ? emoji"]


# ----------------------------------------------------------------------- lists


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (None, NOW),
        (Moment(at=NOW - HOUR), NOW - HOUR),
        (Moment(at=NOW + HOUR), NOW),
        (Moment(at=NOW - 9 * DAY), NOW - 3 * DAY),
        (Moment(at=NOW - 12 * HOUR, precision=Precision.DAY), NOW),
        (
            Moment(at=NOW - 36 * HOUR, precision=Precision.DAY),
            NOW - 12 * HOUR - timedelta(seconds=1),
        ),
        (Moment(at=NOW + 12 * HOUR, precision=Precision.DAY), NOW),
    ],
    ids=["none", "before", "future", "long ago", "today", "yesterday", "tomorrow"],
)
def test_an_article_is_listed_as_published_within_three_days(
    store: Store, published: Moment | None, expected: datetime
) -> None:
    store.add_source(source(), NOW)
    store.apply([archived(new("x", tagged(published=published)))], NOW + DAY)
    assert [card.listed_at for card in store.list_articles(ListQuery()).cards] == [expected]


def fill(store: Store, n: int = 23) -> None:
    """Store articles of two publishers, two languages and three categories, some at one time."""
    for key in ("harbour", "tower"):
        store.add_source(source(key), NOW)
    works = []
    for i in range(n):
        publisher = "tower" if i % 3 == 0 else "harbour"
        roles = (Role.SUBJECT, Role.MENTIONED) if i % 2 else (Role.PHOTO_CREDIT,)
        content = tagged(
            f"Headline {i}",
            tags=[article_tag("Kremlin", roles), article_tag(f"Tag {i % 4}", relevance=0.9)],
            publisher=publisher,
            language=["en", "de", "en-GB"][i % 3],
            category=list(CODES)[i % 3],
        )
        seen = NOW + (i // 2) * HOUR
        works.append(archived(new(f"x{i}", content), source=publisher, first_seen=seen))
    store.apply(works, NOW)


@pytest.mark.parametrize("tag", [None, "kremlin"])
def test_pages_show_each_article_once_newest_first(store: Store, tag: str | None) -> None:
    fill(store)
    pages = list(iter_pages(store, ListQuery(tag=tag, limit=5)))
    assert [len(page) for page in pages] == [5, 5, 5, 5, 3]
    found = [card.headline for page in pages for card in page]
    assert found == [f"Headline {i}" for i in reversed(range(23))]


def test_articles_that_arrive_meanwhile_do_not_shift_later_pages(store: Store) -> None:
    fill(store)
    first = store.list_articles(ListQuery(tag="kremlin", limit=5))
    arrived = archived(
        new("late", tagged("Late", tags=[article_tag("Kremlin")])), first_seen=NOW + DAY
    )
    store.apply([arrived], NOW + DAY)
    second = store.list_articles(ListQuery(tag="kremlin", limit=5, cursor=first.next))
    assert [card.headline for card in second.cards] == [f"Headline {i}" for i in range(17, 12, -1)]


def test_a_full_last_page_has_no_next(store: Store) -> None:
    fill(store, 10)
    assert store.list_articles(ListQuery(limit=10)).next is None
    assert store.list_articles(ListQuery(limit=9)).next is not None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ListQuery(publisher="tower.example"), {0, 3, 6, 9}),
        (ListQuery(source="harbour"), {1, 2, 4, 5, 7, 8, 10, 11}),
        (ListQuery(tag="tag-1"), {1, 5, 9}),
        (ListQuery(tag="tag-1", publisher="tower.example"), {9}),
        (ListQuery(tag="kremlin", source="tower"), {0, 3, 6, 9}),
        (ListQuery(tag="kremlin", role=Role.SUBJECT), {1, 3, 5, 7, 9, 11}),
        (ListQuery(tag="kremlin", role=Role.SUBJECT, language="de"), {1, 7}),
        (ListQuery(language="en"), {0, 2, 3, 5, 6, 8, 9, 11}),
        (ListQuery(language="en-GB"), {2, 5, 8, 11}),
        (ListQuery(category=CODES["sport"]), {2, 5, 8, 11}),
        (ListQuery(since=NOW + 2 * HOUR, until=NOW + 4 * HOUR), {4, 5, 6, 7}),
        (ListQuery(tag="kremlin", since=NOW + 5 * HOUR), {10, 11}),
        (ListQuery(role=Role.PHOTO_CREDIT), {0, 2, 4, 6, 8, 10}),
        (ListQuery(publisher="tower.example", source="harbour"), set()),
    ],
)
def test_all_conditions_hold_together(store: Store, query: ListQuery, expected: set[int]) -> None:
    fill(store, 12)
    assert {int(name.split()[1]) for name in headlines(store, query)} == expected


def test_totals_come_with_lists_that_a_counter_knows(store: Store) -> None:
    fill(store, 12)
    queries = [
        ListQuery(limit=1),
        ListQuery(tag="tag-1", limit=1),
        ListQuery(publisher="tower.example", limit=1),
        ListQuery(source="harbour", limit=1),
        ListQuery(language="en", limit=1),
        ListQuery(tag="unknown"),
    ]
    assert [store.list_articles(query).total for query in queries] == [12, 3, 4, 8, None, 0]


@pytest.mark.parametrize("cursor", ["", "no cursor", "1", "1.2.3", "1_0.1", "f" * 16 + ".1"])
def test_a_broken_cursor_is_refused(store: Store, cursor: str) -> None:
    fill(store, 4)
    with pytest.raises(BadCursor, match="first page"):
        store.list_articles(ListQuery(cursor=cursor))


def test_a_card_says_as_what_and_why_it_stands_in_the_list(store: Store) -> None:
    store.add_source(source(demo=True), NOW)
    content = tagged(
        "Putin speaks",
        tags=[
            article_tag(
                "Vladimir Putin", (Role.SPEAKER, Role.SUBJECT), surface="Putin", relevance=0.9
            ),
            article_tag("Kremlin", relevance=0.3),
            article_tag("Ghost", shown=False),
        ],
        text="Word " * 100,
    )
    store.apply([archived(new("x", content))], NOW)
    card = store.list_articles(ListQuery(tag="vladimir-putin")).cards[0]
    assert (card.roles, card.why) == ((Role.SUBJECT, Role.SPEAKER), ("Putin",))
    assert [one.slug for one in card.tags] == ["vladimir-putin", "kremlin"]
    assert (len(card.extract) <= 221, card.extract[-6:]) == (True, " Word…")
    assert (card.demo, card.url) == (True, content.article.uri)
    assert store.list_articles(ListQuery()).cards[0].why == ()
    assert store.find_tag("ghost") is None


def test_facets_count_values_without_their_own_condition(store: Store) -> None:
    fill(store, 12)
    facets = store.facets(ListQuery(tag="kremlin", publisher="tower.example"))
    assert [(one.value, one.label, one.count) for one in facets.publishers] == [
        ("harbour.example", "Harbour", 8),
        ("tower.example", "Tower", 4),
    ]
    assert [(one.value, one.count) for one in facets.languages] == [("en", 4)]
    assert [(one.label, one.count) for one in facets.categories] == [("politics", 4)]
    assert {one.value: one.count for one in facets.roles} == {
        "subject": 2,
        "mentioned": 2,
        "photo_credit": 2,
    }
    assert (facets.scanned, facets.complete) == (12, True)


# ------------------------------------------------------------------------ tags


def test_the_head_of_a_tag_counts_articles_publishers_and_days(store: Store) -> None:
    fill(store, 12)
    head = store.find_tag("tag-1")
    assert head is not None
    assert (head.articles, head.publishers) == (3, 2)
    assert (head.first_seen, head.last_seen) == (NOW, NOW + 4 * HOUR)
    assert [(one.day, one.count) for one in head.days] == [("2026-05-01", 3)]
    assert head.changed_seq > 0


def test_each_change_of_its_articles_changes_the_tag(store: Store) -> None:
    store.add_source(source(), NOW)
    seqs = []
    for intent in (
        new("x", tagged("First", tags=[article_tag("Kremlin")])),
        new("y", tagged("Other", tags=[article_tag("Kremlin")])),
        version("y", 2, tagged("Other, again", tags=[])),
    ):
        store.apply([archived(intent)], NOW)
        head = store.find_tag("kremlin")
        assert head is not None
        seqs.append(head.changed_seq)
    assert seqs == sorted(set(seqs))


@pytest.mark.parametrize(
    "alias",
    ["vladimir-putin", "Vladimir Putin", "#VladimirPutin", "vladimirputin", "Putin", "#putin"],
)
def test_labels_hashtags_and_printed_names_lead_to_the_tag(store: Store, alias: str) -> None:
    store.add_source(source(), NOW)
    store.apply([archived(new("x", tagged(tags=[article_tag(surface="Putin")])))], NOW)
    assert store.find_tag_slug(alias) == "vladimir-putin"


def test_a_name_of_two_tags_leads_to_the_one_called_so_more_often(store: Store) -> None:
    store.add_source(source(), NOW)
    for n, label in enumerate(["Igor Putin", "Vladimir Putin", "Vladimir Putin"]):
        content = tagged(f"Headline {n}", tags=[article_tag(label, surface="Putin")])
        store.apply([archived(new(f"x{n}", content))], NOW)
    assert store.find_tag_slug("Putin") == "vladimir-putin"
    head = store.find_tag("vladimir-putin")
    assert head is not None
    assert head.aliases == ("Putin",)


def test_tags_are_listed_by_prefix_with_the_most_articles_first(store: Store) -> None:
    fill(store, 9)
    found = [(one.tag.slug, one.count) for one in store.list_tags("tag", 3)]
    assert found == [("tag-0", 3), ("tag-1", 2), ("tag-2", 2)]
    assert [one.tag.slug for one in store.list_tags("", 1)] == ["kremlin"]


def test_related_tags_stand_beside_it_most_often(store: Store) -> None:
    fill(store, 9)
    found = [(one.tag.slug, one.count) for one in store.related_tags("kremlin", 2)]
    assert found == [("tag-0", 3), ("tag-1", 2)]


def test_trending_tags_beat_their_own_past(store: Store) -> None:
    """Steady stays behind rising, however often it is named; two articles are no trend."""
    store.add_source(source(), NOW)
    counts = {"Steady": [12] * 6 + [12], "Rising": [1] * 6 + [9], "Small": [0] * 6 + [2]}
    works = []
    for label, days in counts.items():
        for day, n in enumerate(days):
            for i in range(n):
                seen = NOW - (6 - day) * DAY - HOUR * i / 10
                content = tagged(f"{label} {day} {i}", tags=[article_tag(label)])
                works.append(archived(new(f"{label}{day}-{i}", content), first_seen=seen))
    store.apply(works, NOW)
    found = store.trending_tags(NOW, 5)
    assert [(one.tag, one.recent) for one in found] == [(tag("Rising"), 9)]
    assert (found[0].ratio, found[0].days[-1].count) == (9.0, 9)


# ------------------------------------------------------------------- demo, rest


def test_removing_the_demo_leaves_what_would_be_there_without_it(store: Store) -> None:
    store.add_source(source("demo", demo=True), NOW)
    store.add_source(source(), NOW)
    poll(store, [entry("d", host="demo")], key="demo")
    for n in range(6):
        key = "demo" if n % 2 else "harbour"
        content = tagged(
            f"Headline {n}",
            tags=[article_tag("Shared"), article_tag(f"Only {key}", surface="Shared")],
            publisher=key,
        )
        store.apply([archived(new(f"x{n}", content, keys=[f"k{n}"]), source=key)], NOW)
    store.apply([archived(version("x1", 2, tagged("Again", publisher="demo")), source="demo")], NOW)
    assert store.totals(NOW).demo_articles == 3
    assert store.remove_demo(NOW) == 3
    assert store.find_setting("demo") == "removed"
    totals = store.totals(NOW)
    assert (totals.articles, totals.versions, totals.tags, totals.demo_articles) == (3, 3, 2, 0)
    assert (totals.sources, totals.pages_due) == (1, 0)
    head = store.find_tag("shared")
    assert head is not None
    assert (head.articles, head.publishers) == (3, 1)
    assert (store.find_tag("only-demo"), store.find_candidates(key_tuple("k1"))) == (None, [])
    assert headlines(store, ListQuery(publisher="demo.example")) == []
    removed = [one.key for one in store.iter_changes(0, 99) if one.kind == "removed"]
    assert removed == ["x1", "x3", "x5"]
    assert store.remove_demo(NOW) == 0


def test_the_outbox_tells_every_change_in_order(store: Store) -> None:
    store.add_source(source(), NOW)
    store.apply([archived(new("x", tagged("First")))], NOW)
    store.apply([archived(version("x", 2, tagged("Second")))], NOW + HOUR)
    found = [(one.seq, one.kind, one.key, one.at) for one in store.iter_changes(0, 10)]
    assert found == [
        (1, "source", "harbour", NOW),
        (2, "article", "x", NOW),
        (3, "version", "x", NOW + HOUR),
    ]
    assert [one.seq for one in store.iter_changes(1, 1)] == [2]
    totals = store.totals(NOW)
    assert (totals.change_seq, totals.last_change) == (3, NOW + HOUR)


def test_a_block_of_a_host_never_gets_shorter(store: Store) -> None:
    """Those that are over are forgotten."""
    assert store.find_block("a.example") is None
    store.save_block("a.example", NOW + 2 * HOUR, NOW)
    store.save_block("a.example", NOW + HOUR, NOW)
    assert store.find_block("a.example") == NOW + 2 * HOUR
    store.save_block("b.example", NOW + 5 * HOUR, NOW + 2 * HOUR)
    assert store.find_block("a.example") is None
    assert store.find_block("b.example") == NOW + 5 * HOUR


def test_a_robots_txt_is_kept_while_it_holds(store: Store) -> None:
    assert store.find_robots("https://a.example", NOW) is None
    store.save_robots("https://a.example", NOW + HOUR, b"User-agent: *", NOW)
    store.save_robots("https://b.example", NOW + 3 * HOUR, b"old", NOW)
    store.save_robots("https://b.example", NOW + 2 * HOUR, None, NOW)
    assert store.find_robots("https://a.example", NOW) == (NOW + HOUR, b"User-agent: *")
    assert store.find_robots("https://b.example", NOW + HOUR) == (NOW + 2 * HOUR, None)
    assert store.find_robots("https://a.example", NOW + HOUR) is None


def test_settings_and_counts_are_kept(store: Store) -> None:
    store.save_setting("owner", "a")
    store.save_setting("owner", "b")
    store.count({("fetch", "kept", ""): 2, ("tag", "rejected", "crashed"): 1})
    store.count({("fetch", "kept", ""): 3})
    assert store.find_setting("owner") == "b"
    assert (counter(store, "fetch", "kept"), counter(store, "tag", "rejected", "crashed")) == (5, 1)


def test_segments_are_committed_with_their_rows_and_forgotten(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store, [entry("a", host=host) for host in "abc"])
    responses = [kept(1), kept(3), kept(0, segment="b.warc.gz")]
    works = [
        answer(task, intent=new(f"x{n}", tagged(f"Headline {n}")), response=responses[n])
        for n, task in enumerate(claim(store))
    ]
    store.apply(works, NOW)
    assert store.committed_segments() == {"a.warc.gz": 400, "b.warc.gz": 100}
    store.forget_segments(["a.warc.gz"])
    assert store.committed_segments() == {"b.warc.gz": 100}
    found = [store.find_article(key) for key in ("x0", "x2")]
    assert [one and one.kept for one in found] == [None, kept(0, segment="b.warc.gz")]


def test_the_log_of_rejections_shows_the_newest_of_all_or_of_one_source(store: Store) -> None:
    for key in ("harbour", "tower"):
        store.add_source(source(key), NOW)
        poll(store, rejected=[replace(TIMEOUT, key=key)], key=key)
    poll(store, rejected=[replace(TIMEOUT, key="harbour")], now=NOW + HOUR)
    assert [row.source for row in store.recent_rejected(5)] == ["harbour", "tower"]
    assert [row.source for row in store.recent_rejected(5, "tower")] == ["tower"]
    assert len(store.recent_rejected(1)) == 1


def test_sources_say_what_they_brought_today(store: Store) -> None:
    store.add_source(source(), NOW)
    poll(store)
    for n, seen in enumerate([NOW - DAY, NOW, NOW + HOUR]):
        store.apply([archived(new(f"x{n}", tagged(f"Headline {n}")), first_seen=seen)], NOW)
    row = store.find_source("harbour", NOW)
    assert row is not None
    assert (row.articles, row.articles_today, row.state.last_success) == (3, 2, NOW)
    assert store.list_sources(NOW) == [row]
    assert store.totals(NOW).sources_answered_today == 1
    assert store.totals(NOW + DAY).sources_answered_today == 0


# ---------------------------------------------------------------------- made anew


def rebuilt(article: str, n: int, content: Tagged, *, content_hash: str = "", keys=()) -> Rebuilt:
    return Rebuilt(
        article=article,
        n=n,
        tagged=content,
        content_hash=content_hash or f"r{n}",
        extractor="e2",
        tagger="t2",
        keys=key_tuple(*keys),
    )


def test_a_kept_page_comes_with_what_was_known_when_it_was_fetched(store: Store) -> None:
    """Its entry, publisher, source and the version that it gave, in the order they were kept."""
    store.add_source(source(), NOW)
    poll(store, [entry("a", title="Ships")])
    later = NOW + timedelta(seconds=30)
    poll(store, [entry("b", title="Bread")], now=later)
    first, second = claim(store), claim(store, later)
    refused = answer(second[0], "rejected", rejected=TIMEOUT, response=kept(1))
    store.apply([answer(first[0], intent=new("x", tagged()), response=kept(0)), refused], NOW)
    one, two = store.kept_pages(0, 10)
    assert (one.kept, one.entry, one.source) == (kept(0), first[0].entry, "harbour")
    assert (one.publisher, one.first_seen) == (source().publisher, NOW)
    assert (one.article, one.n, one.extractor, one.tagger) == ("x", 1, "e1", "t1")
    assert (two.kept, two.entry, two.first_seen) == (kept(1), second[0].entry, later)
    assert (two.article, two.n, two.extractor) == (None, None, "e1")
    assert store.kept_pages(one.id, 10) == [two]
    assert store.kept_pages(0, 1) == [one]


def test_an_archived_page_is_kept_without_a_task(store: Store) -> None:
    """It has no entry and no source, and counts as its segment's."""
    work = replace(archived(new("x", tagged()), source=""), kept=kept(3), first_seen=NOW - DAY)
    store.apply([work, work], NOW)
    (page,) = store.kept_pages(0, 10)
    assert (page.kept, page.entry, page.publisher, page.source) == (kept(3), None, None, "")
    assert (page.article, page.n, page.first_seen) == ("x", 1, NOW - DAY)
    assert store.committed_segments() == {"a.warc.gz": 400}
    stored = store.find_article("x")
    assert stored is not None
    assert stored.kept == kept(3)


def test_a_version_belongs_to_the_newest_response_that_showed_it(store: Store) -> None:
    """The older one goes first, by age; each version has its own."""
    steps = [
        new("x", tagged("One")),
        Unchanged(article="x", keys=(), reason="the same text"),
        version("x", 2, tagged("Two")),
        version("x", 3, tagged("One"), content_hash="h1"),
    ]
    for n, intent in enumerate(steps):
        store.apply([replace(archived(intent), kept=kept(n))], NOW)
    shown = [(page.kept, page.article, page.n) for page in store.kept_pages(0, 10)]
    assert shown == [
        (kept(0), "x", None),
        (kept(1), "x", 1),
        (kept(2), "x", 2),
        (kept(3), "x", 3),
    ]


def test_forgotten_segments_take_their_pages_along(store: Store) -> None:
    """There is nothing to make anew from."""
    for n, segment in enumerate(["a.warc.gz", "b.warc.gz"]):
        intent = new(f"x{n}", tagged(f"Ships {n}"))
        store.apply([replace(archived(intent), kept=kept(n, segment))], NOW)
    store.forget_segments(["a.warc.gz"])
    assert [page.article for page in store.kept_pages(0, 10)] == ["x1"]


def test_versions_are_counted_by_the_code_that_made_them(store: Store) -> None:
    """Also when they are made anew, and not when they are removed."""
    store.add_source(source(demo=True), NOW)
    for n in range(3):
        store.apply([archived(new(f"x{n}", tagged(f"Ships {n}")))], NOW)
    assert code_counts(store) == [("e1", "t1", 3)]
    store.rebuild([rebuilt("x1", 1, tagged("Ships 1")), rebuilt("gone", 1, tagged())], NOW)
    assert code_counts(store) == [("e1", "t1", 2), ("e2", "t2", 1)]
    store.remove_demo(NOW)
    assert code_counts(store) == []


def code_counts(store: Store) -> list[tuple[str, str, int]]:
    return [(one.extractor, one.tagger, one.versions) for one in store.code_counts()]


def test_the_newest_version_made_anew_moves_to_its_new_tags(store: Store) -> None:
    """Id, number, first_seen and place in lists stay; lists and counters follow."""
    store.apply([archived(new("x", tagged("Grian ships", tags=[article_tag()])))], NOW)
    store.apply([archived(new("y", tagged("Bread", tags=[article_tag()])))], NOW)
    before = store.find_article("x")
    better = tagged("Grain ships", tags=[article_tag("Odesa")], language="uk", category="economy")
    store.rebuild([rebuilt("x", 1, better)], NOW + HOUR)
    after = store.find_article("x")
    assert before is not None
    assert after is not None
    assert after.tagged == better
    assert (after.id, after.first_seen, after.listed_at) == (
        "x",
        before.first_seen,
        before.listed_at,
    )
    assert (after.extractor, after.tagger) == ("e2", "t2")
    assert [(row.n, row.headline, row.content_hash) for row in after.versions] == [
        (1, "Grain ships", "r1")
    ]
    assert headlines(store, ListQuery(tag="odesa")) == ["Grain ships"]
    assert headlines(store, ListQuery(tag="vladimir-putin")) == ["Bread"]
    assert headlines(store, ListQuery(language="uk", category=CODES["economy"])) == ["Grain ships"]
    assert store.totals(NOW).versions == 2
    assert store.iter_changes(0, 10)[-1].kind == "rebuilt"


def test_an_older_version_made_anew_leaves_lists_as_they_are(store: Store) -> None:
    """Only what it shows itself changes."""
    store.apply([archived(new("x", tagged("One", tags=[article_tag()])))], NOW)
    store.apply([archived(version("x", 2, tagged("Two", tags=[article_tag()])))], NOW)
    store.rebuild([rebuilt("x", 1, tagged("One, better", tags=[article_tag("Odesa")]))], NOW)
    found = store.find_version("x", 1)
    assert found is not None
    assert found.article.headline == "One, better"
    assert headlines(store, ListQuery(tag="vladimir-putin")) == ["Two"]
    assert store.find_tag("odesa") is None


def test_a_version_that_comes_out_as_it_was_is_no_change(store: Store) -> None:
    """Readers of the outbox and of feeds have nothing to do."""
    store.apply([archived(new("x", tagged(), content_hash="h1"))], NOW)
    before = store.totals(NOW).change_seq
    store.rebuild([rebuilt("x", 1, tagged(), content_hash="h1")], NOW)
    assert store.totals(NOW).change_seq == before
    assert code_counts(store) == [("e2", "t2", 1)]


def test_a_version_made_anew_takes_free_keys_only(store: Store) -> None:
    """What another article is found by stays with it."""
    store.apply([archived(new("x", tagged())), archived(new("y", tagged("Bread")))], NOW)
    store.rebuild([rebuilt("x", 1, tagged(), keys=["free", "y"])], NOW)
    assert [one.article for one in store.find_candidates(key_tuple("free"))] == ["x"]
    assert [one.article for one in store.find_candidates(key_tuple("y"))] == ["y"]
