"""The page of an article: its blocks, dates, tags with their words, versions; and what is hidden."""

from __future__ import annotations

import pytest

from serve.asgi import Browser
from serve.newsroom import lock_article
from serve.reading import texts, tree
from serve.site import make_site
from tagwire.model import Block, BlockKind, Link, Mention, Role
from tagwire.serve.pages.article import deck_of, snippet_of
from tagwire.serve.paths import headline_slug
from tagwire.serve.prose import excerpt_of, html_of

LOCK = "/article/a1/failed-lock-gate-closes-port-of-veldmar-to-sea-traffic"
PARTIAL = "/article/a2/insurers-brace-for-claims-as-grain-cargoes-sit-off-veldmar"


def check(expected: str, *blocks: Block) -> None:
    assert expected == str(html_of(blocks))


def block(kind: BlockKind, text: str, *links: tuple[int, int, str]) -> Block:
    """Return a block with links."""
    made = tuple(Link(start=start, end=end, url=url) for start, end, url in links)
    return Block(kind=kind, text=text, links=made)


# ---------------------------------------------------------------------- blocks


def test_links_stand_where_the_publisher_put_them() -> None:
    """Offsets are code points, also after astral characters."""
    check(
        '<p>👋 see <a rel="noopener noreferrer" href="https://a.example/?x=1&amp;y=2">the log</a>.</p>',
        block(BlockKind.PARAGRAPH, "👋 see the log.", (6, 13, "https://a.example/?x=1&y=2")),
    )


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "JaVaScRiPt:alert(1)",
        "//a.example",
        "http://[",
        "mailto:",
        "mailto:desk@a.example<b>",
        "mailto:a@b.example,c@d.example",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    """Everything else stays text."""
    check("<p>click</p>", block(BlockKind.PARAGRAPH, "click", (0, 5, url)))


def test_a_mail_address_is_a_link_that_writes_no_mail_by_itself() -> None:
    """Subject and body of the publisher are left out."""
    link = (0, 5, "mailto:news-desk@a.example?subject=x&body=y")
    check(
        '<p><a rel="noopener noreferrer" href="mailto:news-desk@a.example">write</a> us</p>',
        block(BlockKind.PARAGRAPH, "write us", link),
    )


@pytest.mark.parametrize("span", [(3, 3), (4, 2), (2, 99), (-3, 2)])
def test_a_span_that_fits_nowhere_is_no_link(span: tuple[int, int]) -> None:
    """And loses no text."""
    check("<p>click</p>", block(BlockKind.PARAGRAPH, "click", (*span, "https://a.example/")))


def test_overlapping_links_lose_no_text() -> None:
    """The first one wins."""
    check(
        '<p><a rel="noopener noreferrer" href="https://a.example/">abc</a>de</p>',
        block(
            BlockKind.PARAGRAPH, "abcde", (0, 3, "https://a.example/"), (2, 5, "https://b.example/")
        ),
    )


def test_list_items_in_a_row_are_one_list_and_captions_one_figure() -> None:
    """A paragraph between them ends it."""
    check(
        "<ul><li>a</li><li>b</li></ul>\n<p>c</p>\n<ul><li>d</li></ul>\n"
        "<figure><figcaption>e</figcaption></figure>",
        block(BlockKind.LIST_ITEM, "a"),
        block(BlockKind.LIST_ITEM, "b"),
        block(BlockKind.PARAGRAPH, "c"),
        block(BlockKind.LIST_ITEM, "d"),
        block(BlockKind.CAPTION, "e"),
    )


@pytest.mark.parametrize("kind", list(BlockKind))
def test_every_kind_of_block_is_shown_and_escaped(kind: BlockKind) -> None:
    """No text is lost, no markup gets through."""
    found = str(html_of([block(kind, "a <b> & c")]))
    assert "a &lt;b&gt; &amp; c" in found
    assert "<b> &" not in found


def test_an_excerpt_ends_between_words() -> None:
    """And is the whole text when that is short."""
    assert excerpt_of("short") == "short"
    cut = excerpt_of("word " * 200)
    assert cut.endswith("word …")
    assert len(cut) <= 402


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("41 ships became 38", "41-ships-became-38"),
        ("V1", "article-v1"),
        ("?!", "article"),
        ("إغلاق ميناء", "إغلاق-ميناء"),
        ("long " * 40, "long-" * 13 + "long"),
    ],
)
def test_the_slug_of_a_headline_is_short_and_no_version(headline: str, slug: str) -> None:
    """The id decides; the slug is for people."""
    assert slug == headline_slug(headline)


# ------------------------------------------------------------------------ page


@pytest.mark.parametrize("url", ["/article/a1", "/article/a1/", "/article/a1/an-older-headline"])
def test_an_article_has_one_address(browser, url: str) -> None:
    """Whatever slug was linked."""
    answer = browser.get(url)
    location = answer.headers["location"].removeprefix("http://127.0.0.1:8080")
    assert (answer.status, location) in {(301, LOCK), (307, "/article/a1")}


def test_published_updated_and_first_seen_stand_apart(browser) -> None:
    """Each in the zone of the instance."""
    assert texts(tree(browser, LOCK), ".dates div") == [
        "Published 21 Nov 2026, 10:58 UTC",
        "Updated 21 Nov 2026, 13:56 UTC",
        "First seen 21 Nov 2026, 11:10 UTC",
    ]


def test_a_description_that_opens_the_text_is_not_said_twice() -> None:
    """Many feeds give the first sentence again."""
    assert deck_of(lock_article()) == "A warning about the hinge was on file since May"
    repeated = "The Port of Veldmar will stay shut to sea traffic until Wednesday …"
    assert deck_of(lock_article(description=repeated)) == ""


def test_a_day_stays_a_day(browser) -> None:
    """No time is invented."""
    page = tree(browser, PARTIAL)
    published = page.css_first(".dates time")
    assert (published.attributes["datetime"], published.text()) == ("2026-11-21", "21 Nov 2026")


def test_a_partial_text_says_so_and_where_it_ends(browser) -> None:
    """With the reason in the publisher's words."""
    page = tree(browser, PARTIAL)
    assert "The page ends with “Continue reading”." in texts(page, ".banner.is-partial p")[0]
    assert texts(page, ".cut") == ["The text we could read ends here"]
    assert not tree(browser, LOCK).css(".cut")


def test_tags_show_role_and_words(browser) -> None:
    """The mention is marked in its context."""
    page = tree(browser, LOCK)
    assert texts(page, "aside .rows .split")[0] == "#PortOfVeldmarsubject"
    assert texts(page, "aside mark")[0] == "Port of Veldmar"


def test_what_was_removed_can_be_seen_as_text(browser) -> None:
    """In a drawer, with the reason."""
    page = tree(browser, LOCK)
    drawer = texts(page, "details .rows li")
    assert "Promo “Sign up to Harbour Lights <img src=x>” (link to a newsletter)" in drawer
    assert not page.css("img")


def test_the_original_is_one_click_away_and_learns_nothing(browser) -> None:
    """A javascript address is no link at all."""
    original = tree(browser, LOCK).css_first(".actions a.primary")
    assert original.attributes["href"].startswith("https://veldmar-courier.example/")
    assert original.attributes["rel"] == "noopener noreferrer"
    hostile = browser.get(browser.get("/article/a5").headers["location"])
    assert "Read at the publisher" not in hostile.text
    assert "javascript:" not in hostile.text
    assert "<script>alert" not in hostile.text


def test_each_version_can_be_read_as_it_was(browser) -> None:
    """Under an address that stays."""
    page = tree(browser, LOCK)
    assert [a.attributes["href"] for a in page.css(".versions a")] == [
        "/article/a1/v2",
        "/article/a1/diff/1..2",
        "/article/a1/v1",
    ]
    first = tree(browser, "/article/a1/v1")
    assert texts(first, "h1") == ["Jammed gate holds up ships at Veldmar"]
    assert "Version 1 of 2" in texts(first, ".banner h2")
    assert first.css_first("link[rel=canonical]").attributes["href"] == LOCK


@pytest.mark.parametrize(
    "url", ["/article/zzz", "/article/zzz/x", "/article/a1/v3", "/article/zzz/v1"]
)
def test_what_is_not_there_is_a_404(browser, url: str) -> None:
    """With help."""
    assert texts(tree(browser, url, 404), "h1") == ["There is nothing here"]


def test_the_raw_record_is_linked(browser) -> None:
    """As JSON."""
    links = [a.attributes["href"] for a in tree(browser, LOCK).css("aside a")]
    assert "/api/v1/articles/a1" in links
    assert browser.get("/api/v1/articles/a1").json["article"]["headline"].startswith("Failed lock")


# --------------------------------------------------------------- excerpts only

HIDDEN = "Nobody is going to be asked to pay twice"


def check_hidden(browser: Browser, hidden: bool) -> None:
    for url in (
        LOCK,
        "/article/a1/v1",
        "/api/v1/articles/a1",
        "/api/v1/articles/a1/versions/1",
        "/tag/port-of-veldmar.atom",
    ):
        answer = browser.get(url)
        assert answer.status == 200
        assert hidden == (HIDDEN not in answer.text), url


def test_a_private_instance_shows_whole_texts() -> None:
    """Nobody else can read them."""
    check_hidden(make_site().visitor(), hidden=False)


def test_a_public_instance_shows_extracts_only_to_visitors() -> None:
    """Pages, versions, API and feeds alike; the owner reads on."""
    site = make_site(host="0.0.0.0")
    check_hidden(site.visitor(), hidden=True)
    check_hidden(site.owner(), hidden=False)


def test_the_owner_can_decide_otherwise() -> None:
    """Both ways."""
    check_hidden(make_site(host="0.0.0.0", excerpt_only=False).visitor(), hidden=False)
    check_hidden(make_site(excerpt_only=True).visitor(), hidden=True)


@pytest.mark.parametrize(
    ("settings", "hidden"),
    [
        ({}, False),
        ({"host": "0.0.0.0"}, True),
        ({"public_hosts": ("news.example.org",)}, True),
        ({"host": "0.0.0.0", "noindex": False}, False),
        ({"noindex": True}, True),
    ],
)
def test_public_instances_ask_robots_to_stay_away(settings, hidden: bool) -> None:
    """In robots.txt, in a header on every answer, and in the pages."""
    browser = make_site(**settings).visitor()
    assert hidden == ("Disallow: /\n" in browser.get("/robots.txt").text)
    for url in ("/", "/latest.atom", "/api/v1/articles", "/nothing"):
        assert hidden == ("noindex" in browser.get(url).headers.get("x-robots-tag", ""))
    assert hidden == bool(tree(browser, "/").css("meta[name=robots]"))


def test_a_mention_outside_the_text_says_where_it_stands() -> None:
    """Such as the byline of an agency."""
    article = lock_article()
    mention = Mention(field="by", start=3, end=18, surface="Jette Amsel-Roo", role=Role.AUTHOR)
    assert str(snippet_of(mention, article)) == "By <mark>Jette Amsel-Roo</mark>k"
    lost = Mention(field="links/9", start=0, end=4, surface="b & c", role=Role.LINKED_DOMAIN)
    assert str(snippet_of(lost, article)) == "<mark>b &amp; c</mark> (link)"
