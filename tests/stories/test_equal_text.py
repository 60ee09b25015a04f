"""Equal texts: one posting at two addresses, copies of other houses, and templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagwire.model import (
    Article,
    Block,
    BlockKind,
    Candidate,
    Completeness,
    CompletenessState,
    Credit,
    CreditRole,
    Intent,
    Key,
    NewArticle,
    NewVersion,
    Page,
    Publisher,
    RelationKind,
    Response,
    Tagged,
    Unchanged,
)
from tagwire.stories import candidate_keys, decide, decide_batch

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
GRAIN = "KYIV (Reuters) - Grain ships left the port. " + " ".join(f"word{n}" for n in range(80))
WALL = "We and our partners store cookies on your device. " + " ".join(
    f"purpose{n}" for n in range(80)
)
REUTERS = Credit(name="Reuters", role=CreditRole.ORIGINATOR, evidence="KYIV (Reuters) -")
Posted = tuple[Tagged, tuple[Key, ...]]


def posted(
    url: str,
    text: str = GRAIN,
    headline: str = "Grain ships leave",
    *,
    state: CompletenessState = CompletenessState.FULL,
    family: str | None = None,
    credited: tuple[Credit, ...] = (),
) -> Posted:
    """Return an article at ``host/path`` with its keys."""
    address = f"https://{url}"
    domain = url.partition("/")[0]
    article = Article(
        uri=address,
        url=address,
        headline=headline,
        publisher=Publisher(domain=domain, name=domain, family=family),
        blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),),
        credits=credited,
        completeness=Completeness(state=state),
    )
    response = Response(
        url=address, final_url=address, status=200, headers=(), body=b"", fetched=NOW
    )
    tagged = Tagged(article=article, language="en")
    return tagged, candidate_keys(tagged, Page(response=response))


def check(expected: str, *batch: Posted) -> list[Intent]:
    """Decide in order; ``expected`` names the intents: N new, C copy, V version, = unchanged."""
    intents = decide_batch(batch, [], NOW)
    assert expected == "".join(letter_of(intent) for intent in intents)
    return intents


def letter_of(intent: Intent) -> str:
    if isinstance(intent, Unchanged):
        return "="
    is_copy = any(one.kind is RelationKind.COPY_OF for one in intent.relations)
    return "C" if is_copy else "V" if isinstance(intent, NewVersion) else "N"


def test_the_text_of_another_house_is_a_copy_of_who_had_it_first() -> None:
    first, copy = check(
        "NC",
        posted("harbour.example/a"),
        posted("inland.example/b", headline="Ships leave", credited=(REUTERS,)),
    )
    assert isinstance(copy, NewArticle)
    relation = copy.relations[0]
    assert (relation.a, relation.b, relation.score) == (copy.article, first.article, 1.0)
    assert relation.reasons[0].why == (
        "the same 87 words as harbour.example, which had them first; credit Reuters in both"
    )


def test_a_copy_of_a_copy_is_a_copy_of_the_first() -> None:
    batch = [posted(f"{house}.example/a") for house in ("harbour", "inland", "coast")]
    first, *copies = check("NCC", *batch)
    assert {relation.b for copy in copies for relation in copy.relations} == {first.article}  # type: ignore[union-attr] # copies are new articles


def test_houses_of_one_family_copy_too_and_the_reason_says_so() -> None:
    _, copy = check(
        "NC", posted("a.example/a", family="Gannett"), posted("b.example/a", family="Gannett")
    )
    assert isinstance(copy, NewArticle)
    assert copy.relations[0].reasons[0].why.endswith("both publishers belong to Gannett")


def test_the_same_posting_at_another_address_is_one_article() -> None:
    first, again = check(
        "N=",
        posted("harbour.example/a"),
        posted("harbour.example/b", headline="Grain ships  LEAVE"),
    )
    assert isinstance(again, Unchanged)
    assert (again.article, [key.value for key in again.keys if key.kind == "url"]) == (
        first.article,
        ["harbour.example/b"],
    )
    assert again.reason == (
        "same headline and the same 87 words at another address of harbour.example"
    )


def test_an_address_found_by_its_text_gives_versions_from_then_on() -> None:
    changed = posted("harbour.example/b", GRAIN + " They arrived.")
    check("N=V", posted("harbour.example/a"), posted("harbour.example/b"), changed)


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (GRAIN, "Port opens for grain"),
        ("Grain ships leave. " * 10, "Grain ships leave"),
        (WALL, "Grain ships leave"),
    ],
    ids=["other headline", "flash", "wall"],
)
def test_templates_of_one_house_are_articles_of_their_own(text: str, headline: str) -> None:
    check(
        "NN",
        posted("harbour.example/a", text[:10_000]),
        posted("harbour.example/b", text, headline=headline),
    )


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Grain ships leave. " * 10, CompletenessState.FULL),
        (WALL, CompletenessState.FULL),
        ("", CompletenessState.HEADLINE_ONLY),
        (GRAIN, CompletenessState.PAYWALLED),
        (GRAIN, CompletenessState.PARTIAL),
    ],
    ids=["flash", "wall", "no text", "paywalled", "partial"],
)
def test_a_text_that_proves_nothing_makes_no_copies(text: str, state: CompletenessState) -> None:
    check(
        "NN",
        posted("harbour.example/a", text, state=state),
        posted("inland.example/a", text, state=state),
    )


def test_a_wall_does_not_swallow_a_house() -> None:
    """A text under one headline at more addresses than a posting has is no posting."""
    batch = [posted(f"harbour.example/{n}") for n in range(20)]
    check("N" + 11 * "=" + 8 * "N", *batch)


def test_a_notice_of_last_month_is_not_the_one_of_today() -> None:
    known = stored_after({}, decide_batch([posted("harbour.example/a")], [], NOW), NOW)
    again = posted("harbour.example/b")
    later = decide(*again, list(known.values()), NOW + timedelta(days=30))
    assert isinstance(later, NewArticle)


def test_a_version_that_takes_over_a_text_becomes_a_copy() -> None:
    flash = posted("inland.example/a", "Grain ships leave the port.")
    check("NNC", posted("harbour.example/a"), flash, posted("inland.example/a"))


def test_who_had_a_text_of_its_own_never_becomes_a_copy() -> None:
    """So that copies never point at each other in a circle."""
    later = GRAIN + " They arrived on Friday."
    check(
        "NCVV",
        posted("harbour.example/a"),
        posted("inland.example/a"),
        posted("inland.example/a", later),
        posted("harbour.example/a", later),
    )


def test_a_copy_with_a_text_of_its_own_later_is_the_first_of_that_text() -> None:
    later = GRAIN + " They arrived on Friday."
    intents = check(
        "NCVC",
        posted("harbour.example/a"),
        posted("inland.example/a"),
        posted("inland.example/a", later),
        posted("coast.example/a", later),
    )
    copy = intents[3]
    assert isinstance(copy, NewArticle)
    assert copy.relations[0].b == intents[1].article


def test_the_text_of_an_earlier_version_is_still_known() -> None:
    _, _, copy = check(
        "NVC",
        posted("harbour.example/a"),
        posted("harbour.example/a", GRAIN + " They arrived on Friday."),
        posted("inland.example/a"),
    )
    assert isinstance(copy, NewArticle)
    why = copy.relations[0].reasons[0].why
    assert "an earlier version of harbour.example, which had them first" in why


def test_a_page_that_shows_its_old_text_again_is_a_version() -> None:
    other = " ".join(f"other{n}" for n in range(80)) + " ships"
    first = posted("harbour.example/a")
    known = stored_after({}, decide_batch([first], [], NOW), NOW)
    old = next(iter(known.values()))
    known[old.article] = replace(old, text=other, content_hash="changed", versions=2)
    intent = decide(*first, list(known.values()), NOW)
    assert isinstance(intent, NewVersion)


# ------------------------------------------------------- one by one as in a batch

PAGES = [
    (f"{house}.example/{path}", text, headline)
    for house in ("harbour", "inland", "coast")
    for path in "ab"
    for text, headline in (
        (GRAIN, "Grain ships leave"),
        (GRAIN, "Ships leave"),
        (GRAIN + " They arrived on Friday.", "Grain ships leave"),
        (WALL, "Wall"),
        ("Flash: ships.", "Ships"),
    )
]


@given(order=st.lists(st.sampled_from(PAGES), max_size=14))
@settings(max_examples=60, deadline=None)
def test_a_batch_decides_as_one_by_one(order: list[tuple[str, str, str]]) -> None:
    batch = [posted(*page) for page in order]
    known: dict[str, Candidate] = {}
    singly: list[Intent] = []
    for tagged, keys in batch:
        sharing = [one for one in known.values() if not set(one.keys).isdisjoint(keys)]
        intent = decide(tagged, keys, sharing, NOW)
        singly.append(intent)
        known = stored_after(known, [intent], NOW)
    assert singly == decide_batch(batch, [], NOW)
    assert not has_circle(singly)


def stored_after(
    known: dict[str, Candidate], intents: list[Intent], now: datetime
) -> dict[str, Candidate]:
    """Return how a store knows the articles after it wrote the intents."""
    known = dict(known)
    for intent in intents:
        for name, one in known.items():
            if name != intent.article:
                kept = tuple(key for key in one.keys if key not in intent.keys)
                known[name] = replace(one, keys=kept)
        before = known.get(intent.article)
        keys = tuple(dict.fromkeys([*(before.keys if before else ()), *intent.keys]))
        # A store writes no second state when an article is founded again.
        if isinstance(intent, Unchanged) or (before and isinstance(intent, NewArticle)):
            assert before is not None
            known[intent.article] = replace(before, keys=keys)
            continue
        article = intent.tagged.article
        known[intent.article] = Candidate(
            article=intent.article,
            keys=keys,
            publisher=article.publisher.domain,
            content_hash=intent.content_hash,
            versions=before.versions + 1 if before else 1,
            text=article.text,
            headline=article.headline,
            first_seen=now,
            family=article.publisher.family,
        )
    return known


def has_circle(intents: list[Intent]) -> bool:
    """Return whether copies lead back to where they began."""
    edges: dict[str, set[str]] = {}
    for intent in intents:
        for one in () if isinstance(intent, Unchanged) else intent.relations:
            if one.kind is RelationKind.COPY_OF:
                edges.setdefault(one.a, set()).add(one.b)
    return any(start in _reached(edges, start) for start in edges)


def _reached(edges: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(edges.get(name, ()))
    return found
