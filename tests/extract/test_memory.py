"""What a site's pages have in common is learned from them, and never costs an article its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.test_extract import page

from tagwire.extract import extract, extract_remembering
from tagwire.extract.memory import (
    ALARM_PAGES,
    MAX_LINES,
    MAX_PLACES,
    MAX_SEEN,
    account_of,
    body_hit_rate,
    hints_of,
    remember,
    site_of,
)
from tagwire.memories import Observation, ObservedLine, ObservedPlace, SiteMemory
from tagwire.model import Article, Block, BlockKind, Page

SITE = "harbourpost.example"
BOX = "<div class='strip'><p>Every morning the best of the harbour by letter to your door</p></div>"
NOTE = "<p>The Harbour Post is owned by its readers, who elect its board in spring each year.</p>"
WORDS = [
    "grain",
    "pilots",
    "wages",
    "silos",
    "council",
    "wheat",
    "barge",
    "crane",
    "ferry",
    "anchor",
    "sluice",
    "mooring",
    "cargo",
    "dockers",
    "strike",
    "market",
    "timber",
]


def sentences(n: int, count: int = 5) -> list[str]:
    """Return paragraphs that no other page has."""
    return [
        f"{WORDS[(n * 7 + i) % 17].title()} and {WORDS[(n * 3 + i * 5) % 17]} were counted again on quay "
        f"{n * 31 + i}, and the {WORDS[(n + i * 11) % 17]} office said that report {n}-{i} would follow."
        for i in range(count)
    ]


def story(n: int, *, inside: str = "", after: str = "", box: str = "body", count: int = 5) -> Page:
    """Return page ``n`` of the site, with parts that other pages have too."""
    paragraphs = [f"<p>{text}</p>" for text in sentences(n, count)]
    middle = count // 2
    html = "".join([*paragraphs[:middle], inside, *paragraphs[middle:], after])
    url = f"https://www.{SITE}/news/{WORDS[n % 17]}-{n}"
    return page(
        f"<article class='story'><h1>Number {n} of the harbour</h1><div class='{box}'>{html}</div></article>",
        url=url,
    )


def read(pages: Sequence[Page], memory: SiteMemory) -> tuple[list[Article], SiteMemory]:
    """Read pages one after the other, as a stream brings them."""
    articles = []
    for one in pages:
        (extracted,) = extract_remembering([one], {memory.site: hints_of(memory)})
        assert isinstance(extracted.result, Article)
        assert extracted.observation is not None
        articles.append(extracted.result)
        memory = remember(memory, [extracted.observation])
    return articles, memory


def texts_of(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


def check(pages: Sequence[Page], kept: Sequence[str], removed: Sequence[str] = ()) -> None:
    """Compare the last page of a site: what is kept of it, what stands on many pages."""
    article = read(pages, SiteMemory(site=SITE))[0][-1]
    standing = [one.text for one in article.removed if one.reason.startswith("stands on")]
    assert (list(kept), list(removed)) == (texts_of(article), standing)


def test_a_box_that_stands_on_three_pages_goes() -> None:
    """Its place holds nothing that belongs to one article."""
    pages = [story(n, inside=BOX) for n in range(5)]
    offer = "Every morning the best of the harbour by letter to your door"
    check(pages, kept=sentences(4), removed=[offer])
    articles, _ = read(pages, SiteMemory(site=SITE))
    assert [offer in texts_of(one) for one in articles] == [True, True, True, False, False]
    assert articles[-1].removed[-1].reason == "stands on 4 pages of this site"


def test_a_closing_note_among_the_paragraphs_goes_when_half_of_all_pages_have_it() -> None:
    note = NOTE.removeprefix("<p>").removesuffix("</p>")
    check([story(n, after=NOTE) for n in range(6)], kept=sentences(5), removed=[note])
    rare = [story(n, after=NOTE if n % 3 == 0 else "") for n in range(13)]
    check(rare, kept=[*sentences(12), note])


def test_background_inside_the_text_stays() -> None:
    """Follow-ups on one event use the same paragraph again."""
    again = NOTE.removeprefix("<p>").removesuffix("</p>")
    check([story(n, inside=NOTE) for n in range(6)], [*sentences(5)[:2], again, *sentences(5)[2:]])


@pytest.mark.parametrize(
    "line",
    ["<p>___</p>", "<h2>Why it matters</h2>", "<p>Day 4</p>", "<p>(Reuters)</p>"],
    ids=["rule", "sub-head", "numbered", "agency"],
)
def test_short_lines_of_the_text_stay(line: str) -> None:
    plain = line.split(">")[1].split("<")[0]
    article = read([story(n, inside=line) for n in range(12)], SiteMemory(site=SITE))[0][-1]
    assert plain in texts_of(article)


def test_a_subhead_goes_with_all_that_it_headed() -> None:
    box = "<div class='strip'><h3>More from the quay</h3><p>Ask our pilots what you always wanted to know about locks.</p></div>"
    article = read([story(n, after=box) for n in range(6)], SiteMemory(site=SITE))[0][-1]
    assert sentences(5) == texts_of(article)


def test_versions_of_a_page_count_once() -> None:
    pages = [story(1, inside=BOX, count=count) for count in (5, 6, 7, 8)]
    assert 1 == read(pages, SiteMemory(site=SITE))[1].pages


def test_a_text_at_several_addresses_counts_once_and_stays_whole() -> None:
    copies = [
        replace(story(1), response=replace(story(1).response, url=url, final_url=url))
        for url in (f"https://www.{SITE}/{edition}/grain" for edition in "abcdefgh")
    ]
    articles, memory = read(copies, SiteMemory(site=SITE))
    assert 1 == memory.pages
    assert sentences(1) == texts_of(articles[-1])


def test_an_article_keeps_a_line_of_its_own_or_loses_nothing() -> None:
    memory = read([story(n, inside=BOX) for n in range(5)], SiteMemory(site=SITE))[1]
    bare_box = page(f"<article><h1>Only the box</h1>{BOX}</article>")
    (extracted,) = extract_remembering([bare_box], {SITE: hints_of(memory)})
    (alone,) = extract([bare_box])
    assert alone == extracted.result


def test_a_change_of_layout_raises_one_alarm() -> None:
    old = [story(n) for n in range(12)]
    memory = read(old, SiteMemory(site=SITE))[1]
    assert (0, 1.0) == (memory.alarms, body_hit_rate(memory))
    new = [story(n, box="text-column") for n in range(12, 12 + 2 * ALARM_PAGES)]
    memory = read(new, memory)[1]
    assert (1, 1.0) == (memory.alarms, body_hit_rate(memory))
    assert new[0].response.fetched.date().isoformat() == memory.last_alarm


def test_a_known_place_wins_over_a_longer_box() -> None:
    """Readers' letters below a short article do not become it."""
    memory = read([story(n) for n in range(5)], SiteMemory(site=SITE))[1]
    letters = "".join(f"<p>{text}</p>" for text in sentences(99, 6))
    short = "".join(f"<p>{text}</p>" for text in sentences(50, 5))
    both = page(
        f"<article class='story'><h1>Number 50 of the harbour</h1><div class='body'>{short}</div></article>"
        f"<section class='mail'>{letters}</section>",
        url=f"https://www.{SITE}/news/fifty",
    )
    (extracted,) = extract_remembering([both], {SITE: hints_of(memory)})
    assert isinstance(extracted.result, Article)
    assert sentences(50)[0] in texts_of(extracted.result)


def test_without_memory_nothing_changes_and_versions_are_told() -> None:
    pages = [story(n, inside=BOX) for n in range(4)]
    extracted = extract_remembering(pages, {})
    assert list(extract(pages)) == [one.result for one in extracted]
    assert [0, 0, 0, 0] == [one.memory for one in extracted]
    memory = read(pages, SiteMemory(site=SITE))[1]
    assert [4] == [one.memory for one in extract_remembering(pages[:1], {SITE: hints_of(memory)})]


def test_counts_do_not_depend_on_the_order_of_pages() -> None:
    seen = [
        one.observation
        for one in extract_remembering([story(n, inside=BOX, after=NOTE) for n in range(6)], {})
        if one.observation is not None
    ]
    forth, back = (remember(SiteMemory(site=SITE), order) for order in (seen, seen[::-1]))
    assert {k: line.pages for k, line in forth.lines.items()} == {
        k: line.pages for k, line in back.lines.items()
    }
    assert {k: (p.kept, p.removed) for k, p in forth.places.items()} == {
        k: (p.kept, p.removed) for k, p in back.places.items()
    }


def test_the_place_of_the_texts_is_told_by_its_path() -> None:
    memory = read([story(n) for n in range(5)], SiteMemory(site=SITE))[1]
    ((path, n),) = account_of(memory).bodies
    assert (5, True) == (n, path.endswith("article.story>div.body"))


def test_a_site_is_a_registrable_domain() -> None:
    assert "harbourpost.co.uk" == site_of("https://live.harbourpost.co.uk/a")


observations = st.builds(
    Observation,
    site=st.just(SITE),
    page=st.integers(0, 60),
    day=st.just("2026-01-01"),
    lines=st.lists(
        st.builds(
            ObservedLine,
            key=st.integers(0, 40),
            text=st.just("line"),
            chars=st.integers(0, 200),
            place=st.integers(0, 4),
        ),
        max_size=6,
        unique_by=lambda line: line.key,
    ).map(tuple),
    places=st.just(()),
    body=st.integers(0, 3),
)


@settings(max_examples=50)
@given(st.lists(observations, max_size=30))
def test_one_by_one_teaches_the_same_as_in_a_batch(seen: list[Observation]) -> None:
    batch = remember(SiteMemory(site=SITE), seen)
    single = SiteMemory(site=SITE)
    for one in seen:
        single = remember(single, [one])
    assert replace(batch, version=0) == replace(single, version=0)


def test_a_memory_is_bounded() -> None:
    memory = SiteMemory(site=SITE)
    for n in range(700):
        lines = tuple(
            ObservedLine(key=n * 10 + i, text="x", chars=50, place=n % 900) for i in range(9)
        )
        standing = ObservedLine(key=10**9, text="always", chars=10, place=1)
        place = ObservedPlace(key=n, path="p", kept=1, removed=0)
        seen = Observation(
            site=SITE, page=n, day="2026-01-01", lines=(*lines, standing), places=(place,), body=1
        )
        memory = remember(memory, [seen])
    assert len(memory.lines) <= MAX_LINES * 1.1
    assert len(memory.places) <= MAX_PLACES * 1.1
    assert len(memory.seen) <= MAX_SEEN
    assert 700 == memory.lines[10**9].pages


def test_blocks_without_a_piece_of_their_own_do_no_harm() -> None:
    """Text that only JSON-LD tells has no place on the page."""
    body = " ".join(sentences(1, 4))
    told = page(
        "<h1>Number 1 of the harbour</h1>",
        head=f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Number 1 of the harbour", "articleBody": "{body}"}}</script>',
    )
    (extracted,) = extract_remembering([told], {})
    assert isinstance(extracted.result, Article)
    assert (Block(kind=BlockKind.PARAGRAPH, text=body),) == extracted.result.blocks
    assert extracted.observation is not None
    assert 0 == extracted.observation.body
