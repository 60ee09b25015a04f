"""The promises of extraction, each on a small invented page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagwire.extract import extract
from tagwire.model import (
    Article,
    BlockKind,
    CompletenessState,
    CreditRole,
    Entry,
    Page,
    Precision,
    Publisher,
    Reason,
    Rejected,
    RemovedKind,
    Response,
)

URL = "https://www.harbourpost.example/politics/grain-ships-leave-port-20250426"
PARAGRAPHS = [
    "Three grain ships left the port of Veldmar on Saturday morning after the council had lifted the blockade that lasted for nine days.",
    "The harbour master said that the pilots were back at work, and that the last barriers would be gone before the end of the week.",
    "Farmers in the hinterland had warned that their silos were full; prices for wheat rose by a tenth while the ships were waiting.",
    "The council will meet again on Monday to talk about the wages of the pilots, which were the reason for the dispute in the first place.",
]
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def page(
    body: str,
    head: str = "",
    *,
    url: str = URL,
    entry: Entry | None = None,
    publisher: Publisher | None = None,
) -> Page:
    html = f"<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return page_of_bytes(html.encode(), url=url, entry=entry, publisher=publisher)


def page_of_bytes(
    body: bytes,
    content_type: str = "text/html",
    *,
    url: str = URL,
    status: int = 200,
    entry: Entry | None = None,
    publisher: Publisher | None = None,
) -> Page:
    response = Response(
        url=url,
        final_url=url,
        status=status,
        headers=(("content-type", content_type),),
        body=body,
        fetched=datetime(2026, 11, 24, 12, tzinfo=UTC),
    )
    return Page(response=response, entry=entry, publisher=publisher)


def story(inner: str = BODY, head: str = "", **more) -> Article:
    """Return the article of a page with headline and the given body."""
    whole = f"<header><a href='/'>Home</a></header><main><article><h1>Grain ships leave port</h1>{inner}</article></main><footer>Imprint</footer>"
    result = extract([page(whole, head, **more)])[0]
    assert isinstance(result, Article), result
    return result


def check(article: Article, kind: BlockKind, expected: list[str]) -> None:
    assert expected == [block.text for block in article.blocks if block.kind is kind]


def test_paragraphs_stay_apart_and_in_order() -> None:
    """The text is the paragraphs, a blank line between."""
    article = story()
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)
    assert "\n\n".join(PARAGRAPHS) == article.text


def test_subheads_lists_and_quotes_keep_their_kind() -> None:
    """Blocks are typed by what they are on the page."""
    inner = (
        BODY
        + "<h2>What the pilots want</h2><p>The pilots ask for the same wages as their colleagues in the south, and for two more days of rest.</p>"
        "<ul><li>Wages like those of the pilots in the south of the country</li><li>Two more days of rest after each week on the water</li></ul>"
        "<blockquote><p>We have waited for long enough, and now we want to see an offer that deserves the name.</p></blockquote>"
        + BODY.replace("Three", "Four")
    )
    article = story(inner)
    check(article, BlockKind.SUBHEAD, ["What the pilots want"])
    check(
        article,
        BlockKind.LIST_ITEM,
        [
            "Wages like those of the pilots in the south of the country",
            "Two more days of rest after each week on the water",
        ],
    )
    check(
        article,
        BlockKind.QUOTE,
        ["We have waited for long enough, and now we want to see an offer that deserves the name."],
    )


def test_inline_links_keep_their_words_and_place() -> None:
    """A link is a span of code points of its block with an absolute address."""
    inner = f"<p>{PARAGRAPHS[0]}</p><p>The ministry 𝄞 published <a href='../docs/plan?a=1'>its plan</a> and a <a href='mailto:press@gov.example'>contact</a> for questions, but <a href='javascript:x()'>nobody</a> answered before the evening.</p>{BODY}"
    block = story(inner).blocks[1]
    assert [(block.text[link.start : link.end], link.url) for link in block.links] == [
        ("its plan", "https://www.harbourpost.example/docs/plan?a=1"),
        ("contact", "mailto:press@gov.example"),
    ]


def test_caption_and_credit_are_blocks_of_their_own() -> None:
    """What belongs to a picture never gets into a paragraph."""
    inner = f"<figure><img src='a.jpg'><figcaption>A ship in the port of Veldmar. <span class='credit'>Photo: Ada Brandt / Reuters</span></figcaption></figure>{BODY}"
    article = story(inner)
    check(article, BlockKind.CAPTION, ["A ship in the port of Veldmar."])
    check(article, BlockKind.CREDIT, ["Photo: Ada Brandt / Reuters"])
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)
    assert [(c.name, c.role) for c in article.credits] == [("Reuters", CreditRole.PHOTO)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Sign up for our morning newsletter", RemovedKind.PROMO),
        ("Advertisement", RemovedKind.ADVERT),
        ("Anzeige", RemovedKind.ADVERT),
        ("Read more: Why the silos are full", RemovedKind.RELATED),
        ("Lesen Sie auch: Warum die Silos voll sind", RemovedKind.RELATED),
        ("Читайте также: Почему закрома полны", RemovedKind.RELATED),
        ("Share this article on Facebook", RemovedKind.SHARE),
        ("© 2025 Harbour Post. All rights reserved.", RemovedKind.LEGAL),
        ("5 min read", RemovedKind.BYLINE_REPEAT),
    ],
)
def test_lines_of_the_page_are_removed_with_a_reason(line: str, kind: RemovedKind) -> None:
    """Promos, adverts and the like are kept out of the text and can be seen."""
    article = story(
        f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><p>{line}</p><p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>"
    )
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)
    assert [(kind, line)] == [(part.kind, part.text) for part in article.removed]
    assert all(part.reason for part in article.removed)


def test_dateline_agency_is_the_originator_with_its_words() -> None:
    """A dateline like "VELDMAR (Reuters) -" names the agency."""
    article = story(f"<p>VELDMAR (Reuters) - {PARAGRAPHS[0]}</p>{BODY}")
    credit = article.credits[0]
    assert (credit.name, credit.role) == ("Reuters", CreditRole.ORIGINATOR)
    assert "VELDMAR (Reuters) -" in credit.evidence


def test_agency_as_author_is_a_credit_and_no_person() -> None:
    """People are authors; agencies are credits."""
    head = """<script type="application/ld+json">{"@type":"NewsArticle","headline":"Grain ships leave port",
        "author":[{"@type":"Person","name":"By Ada Brandt and Olaf Stern"},{"@type":"Organization","name":"AFP"}],
        "publisher":{"name":"Harbour Post"},"datePublished":"2025-04-26T03:12:00+10:00"}</script>"""
    article = story(head=head)
    assert article.authors == ("Ada Brandt", "Olaf Stern")
    assert [(c.name, c.role) for c in article.credits] == [("AFP", CreditRole.ORIGINATOR)]
    assert article.publisher.name == "Harbour Post"
    assert article.publisher.domain == "harbourpost.example"


def test_published_keeps_the_offset_of_the_source() -> None:
    """Dates are never converted."""
    head = '<meta property="article:published_time" content="2025-04-26T03:12:00+10:00">'
    published = story(head=head).published
    assert published is not None
    assert published.at.isoformat() == "2025-04-26T03:12:00+10:00"


def test_a_day_in_the_address_is_a_day() -> None:
    """No time is invented when only the address tells."""
    published = story(url="https://harbourpost.example/2025/04/26/grain").published
    assert published is not None
    assert (published.precision, published.at.date().isoformat()) == (Precision.DAY, "2025-04-26")


def test_headline_has_no_site_name() -> None:
    """The name of the site is cut off the title."""
    head = "<title>Grain ships leave port | Harbour Post</title><meta property='og:site_name' content='Harbour Post'>"
    result = extract([page(f"<div>{BODY}</div>", head)])[0]
    assert isinstance(result, Article)
    assert result.headline == "Grain ships leave port"


def test_known_publisher_is_kept() -> None:
    """What the source knows about the publisher beats the page."""
    known = Publisher(domain="harbourpost.example", name="The Harbour Post", country="GB")
    assert known == story(publisher=known).publisher


def test_a_publisher_known_by_its_address_is_called_as_its_page_says() -> None:
    """An address is no name; identity and country stay as the source knows them."""
    known = Publisher(domain="harbourpost.example", name="www.harbourpost.example", country="GB")
    head = "<meta property='og:site_name' content='Harbour Post'>"
    expected = Publisher(domain="harbourpost.example", name="Harbour Post", country="GB")
    assert expected == story(publisher=known, head=head).publisher
    assert story(publisher=known).publisher.name == "harbourpost.example"


def test_an_aggregator_may_name_the_publisher() -> None:
    """Where the address beside the name is of the same site."""
    for site, expected in (("harbourpost", "The Post"), ("aggregator", "harbourpost.example")):
        entry = Entry(url=URL, origin="The Post", origin_url=f"https://www.{site}.example/")
        assert story(entry=entry).publisher.name == expected


def test_uri_is_the_canonical_link_of_the_same_site() -> None:
    """A canonical link to another site or to the home page is not believed."""
    head = "<link rel='canonical' href='https://harbourpost.example/grain'>"
    assert story(head=head).uri == "https://harbourpost.example/grain"
    assert story(head="<link rel='canonical' href='https://www.harbourpost.example/'>").uri == URL
    assert story(head="<link rel='canonical' href='https://other.example/grain'>").uri == URL


def test_text_that_breaks_off_is_partial() -> None:
    """A truncated text is never passed off as whole."""
    article = story(BODY + "<p>The mayor said that nobody knew what would happen when the […]</p>")
    assert CompletenessState.PARTIAL is article.completeness.state
    assert article.completeness.reason


def test_invitation_to_read_on_is_partial() -> None:
    """A page that ends with "Continue reading" holds a part; the link says who gets the rest."""
    article = story(BODY + "<p><a href='/story/2'>Continue reading</a></p>")
    assert CompletenessState.PARTIAL is article.completeness.state
    article = story(BODY + "<p><a href='/subscribe'>Continue reading</a></p>")
    assert CompletenessState.PAYWALLED is article.completeness.state


def test_paywalled_page_says_so() -> None:
    """isAccessibleForFree false with a short text is a paywall."""
    head = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>'
    assert CompletenessState.PAYWALLED is story(head=head).completeness.state


def test_text_shorter_than_the_feed_is_partial() -> None:
    """The feed is evidence for how long the article is."""
    entry = Entry(url=URL, content="<p>" + "</p><p>".join(PARAGRAPHS * 5) + "</p>")
    assert CompletenessState.PARTIAL is story(entry=entry).completeness.state


def test_whole_page_is_full() -> None:
    assert CompletenessState.FULL is story().completeness.state


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", Reason.EMPTY_BODY),
        (b"  \n", "text/html", Reason.EMPTY_BODY),
        (b"%PDF-1.7 ...", "application/pdf", Reason.NOT_HTML),
        (b'{"a": 1}', "application/json", Reason.NOT_HTML),
        (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "text/html", Reason.NOT_HTML),
        (b"<p>" + b"x" * 10_000_001, "text/html", Reason.TOO_LARGE),
        (b"<html>" + b"<br>" * 300_001, "text/html", Reason.TOO_LARGE),
        (b"<html>" + b"<div>" * 50_000, "text/html", Reason.TOO_DEEP),
        (
            b"<html>" + b"".join(b"<p><font x=%d>" % n for n in range(5000)),
            "text/html",
            Reason.TOO_DEEP,
        ),
        (b"<html>" + b"<p>One of many lines." * 20_001, "text/html", Reason.TOO_LARGE),
        (
            b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
            "text/html",
            Reason.NO_ARTICLE,
        ),
    ],
    ids=[
        "empty",
        "blank",
        "pdf",
        "json",
        "feed",
        "bytes",
        "tags",
        "depth",
        "formatting",
        "pieces",
        "menu",
    ],
)
def test_pages_without_article_are_rejected_with_a_reason(
    body: bytes, content_type: str, reason: Reason
) -> None:
    """Nothing is dropped in silence and nothing can cost more than it may."""
    result = extract([page_of_bytes(body, content_type)])[0]
    assert isinstance(result, Rejected)
    assert reason is result.reason
    assert result.detail.endswith(".")


@pytest.mark.parametrize(
    ("charset", "claim", "text"),
    [
        ("utf-8", "iso-8859-1", "Grüße aus Königsberg und Österreich"),
        ("cp1252", "utf-8", "Grüße – “aus” Köln und Österreich"),
        ("cp1251", "windows-1251", "Корабли с зерном вышли из порта"),
        ("gb18030", "gb2312", "三艘运粮船星期六离开港口"),
        ("shift_jis", "Shift_JIS", "穀物船三隻が土曜日に出港した"),
        ("euc_kr", "euc-kr", "곡물선 세 척이 토요일 항구를 떠났다"),
    ],
)
def test_charset_claims_are_mended(charset: str, claim: str, text: str) -> None:
    """The text is right whatever the page says about its charset."""
    html = f"<html><head><meta charset='{claim}'><title>{text}</title></head><body><h1>{text}</h1>{BODY}</body></html>"
    result = extract([page_of_bytes(html.encode(charset), "text/html")])[0]
    assert isinstance(result, Article)
    assert text == result.headline


def test_comments_do_not_beat_the_article() -> None:
    """Many long comments below a short article stay out."""
    comments = "".join(
        f"<div class='comment'><p>{text} I wonder what they were thinking of.</p></div>"
        for text in PARAGRAPHS * 6
    )
    article = story(BODY + f"<section id='comments'>{comments}</section>")
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)


def test_second_article_below_the_first_is_cut() -> None:
    """Endless scroll appends whole articles."""
    other = "<article><h1>Museum opens its doors</h1>" + "".join(
        f"<p>{text.replace('ships', 'paintings').replace('port', 'museum')}</p>"
        for text in PARAGRAPHS
    )
    article = story(f"{BODY}</article>{other}")
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)


def test_japanese_text_counts_by_character() -> None:
    """Dense scripts need fewer characters to be a paragraph."""
    lines = [
        "土曜日の朝、三隻の穀物船がベルドマル港を出た。封鎖は九日間続いていた。",
        "港長によると、水先案内人は仕事に戻った。週末までに障壁はなくなるという。",
        "農家は倉庫が満杯だと警告していた。小麦の価格は一割上がった。",
    ]
    check(story("".join(f"<p>{line}</p>" for line in lines)), BlockKind.PARAGRAPH, lines)


def test_order_of_pages_is_order_of_results() -> None:
    good, bad = page(f"<article><h1>One</h1>{BODY}</article>"), page_of_bytes(b"")
    kinds = [type(result) for result in extract([good, bad, good])]
    assert [Article, Rejected, Article] == kinds


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(body: bytes) -> None:
    """Any bytes give an article or a reason."""
    (result,) = extract([page_of_bytes(b"<html>" + body)])
    assert isinstance(result, Article | Rejected)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<a href='x",
                "'>",
                "<b>",
                "</b>",
                "<span class=caption>",
                "</span>",
                "<table><td>",
                "<li>",
                "<iframe>",
                "<!--",
                "-->",
                "text here. ",
                "<script type='application/ld+json'>",
                '{"@type":["NewsArticle"],"author":[[{}],3,{"name":[1]}]',
                "}",
                "</script>",
                "<time datetime=x>",
                "<br>",
                "&nbsp;",
                "<h1>",
                "<meta name=author content=1>",
                "日本語。",
            ]
        ),
        max_size=40,
    )
)
def test_no_markup_raises(parts: list[str]) -> None:
    """Broken markup in any order gives an article or a reason; links stay inside their blocks."""
    (result,) = extract([page("".join(parts))])
    blocks = result.blocks if isinstance(result, Article) else ()
    assert all(
        0 <= link.start < link.end <= len(block.text) for block in blocks for link in block.links
    )


def test_source_line_below_the_text_is_no_photo_credit() -> None:
    """A credit after the last paragraph speaks of the text."""
    article = story(BODY + "<p>(Quelle: APA/dpa)</p>")
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)
    assert {("APA", CreditRole.SOURCE), ("dpa", CreditRole.SOURCE)} == {
        (c.name, c.role) for c in article.credits
    }


def test_sign_off_is_a_credit_and_not_the_last_sentence() -> None:
    """Who else reported is kept out of the text."""
    article = story(BODY + "<p>(Reporting by Ada Brandt; editing by Olaf Stern)</p>")
    check(article, BlockKind.CREDIT, ["(Reporting by Ada Brandt; editing by Olaf Stern)"])


def test_line_that_repeats_the_text_of_a_picture_is_a_caption() -> None:
    """Pictures without figure carry their caption in their own text."""
    line = "Pilots wait at the pier of Veldmar"
    article = story(f"<div><img alt='{line}' src='a.jpg'></div><p>{line}</p>{BODY}")
    check(article, BlockKind.CAPTION, [line])


def test_line_about_the_author_is_removed() -> None:
    """A biography below the text is no part of it."""
    head = "<meta name='author' content='Ada Brandt'>"
    article = story(
        BODY + "<p>Ada Brandt is a senior reporter for the coast and its harbours.</p>", head
    )
    check(article, BlockKind.PARAGRAPH, PARAGRAPHS)
    assert [part.kind for part in article.removed] == [RemovedKind.BYLINE_REPEAT]


def test_a_stray_quote_in_a_tag_swallows_no_text() -> None:
    """It is a name of an attribute to the parser, and opens no value."""
    stray = "<img alt='Pier' big\" src='/pier.jpg'>"
    check(story(stray + BODY), BlockKind.PARAGRAPH, PARAGRAPHS)


def test_embedded_post_is_an_embed() -> None:
    """Posts of other houses are shown apart."""
    post = "<blockquote class='twitter-tweet'><p>The first ship has left the port of Veldmar this morning.</p></blockquote>"
    check(
        story(BODY + post + BODY.replace("Three", "Four")),
        BlockKind.EMBED,
        ["The first ship has left the port of Veldmar this morning."],
    )


def test_page_drawn_by_a_script_gives_the_stated_body() -> None:
    """JSON-LD articleBody serves where the page itself shows no text."""
    text = "\\n".join(PARAGRAPHS)
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Grain ships leave port","articleBody":"{text}"}}</script>'
    result = extract([page("<div id='app'></div>", head)])[0]
    assert isinstance(result, Article)
    check(result, BlockKind.PARAGRAPH, PARAGRAPHS)


def test_headline_without_text_says_so() -> None:
    """An article of which the page shows the headline only is kept as that."""
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Grain ships leave port"}</script>'
    result = extract([page("<h1>Grain ships leave port</h1>", head)])[0]
    assert isinstance(result, Article)
    assert CompletenessState.HEADLINE_ONLY is result.completeness.state


def test_broken_json_is_mended() -> None:
    """Raw line breaks and extra commas in JSON-LD do not lose the article."""
    head = """<script type="application/ld+json">{"@type":"NewsArticle","headline":"Grain ships leave port",
        "description":"first
        second","articleSection":"Economy","keywords":["grain, ports","Grain"],}</script>"""
    article = story(head=head)
    assert (article.section, article.keywords) == ("Economy", ("grain", "ports"))


def test_other_articles_on_the_page_do_not_describe_this_one() -> None:
    """JSON-LD of a related article is not believed."""
    head = """<script type="application/ld+json">[{"@type":"NewsArticle","headline":"Museum opens","author":"Olaf Stern"},
        {"@type":"NewsArticle","headline":"Grain ships leave port","author":"Ada Brandt"}]</script><title>Grain ships leave port</title>"""
    assert story(head=head).authors == ("Ada Brandt",)


def test_long_text_with_a_subscribers_line_is_paywalled() -> None:
    """However much is shown: "for subscribers" says that there is more."""
    article = story(
        BODY * 5
        + "<p>Il vous reste 57 % de cet article à lire. La suite est réservée aux abonnés.</p>"
    )
    assert article.completeness.state is CompletenessState.PAYWALLED


def test_front_page_is_an_index_page() -> None:
    """A home page lists articles; it is none, however long its teasers are."""
    result = extract([page(f"<h1>Harbour Post</h1>{BODY}", url="https://harbourpost.example/")])[0]
    assert isinstance(result, Rejected)
    assert result.reason is Reason.INDEX_PAGE


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("utf-8", None), ("en_us", "en-US"), ("zh-Hant-TW", "zh-Hant-TW"), ("es-419", "es-419"), ("de, at", "de"), ("english", None)],
)  # fmt: skip
def test_the_language_is_what_the_page_states_when_it_is_one(
    stated: str, expected: str | None
) -> None:
    """A charset in its place is no language."""
    paragraph = "<p>The bridge was opened on Monday, after nine years of work, officials said.</p>"
    body = f"<html lang='{stated}'><body><article><h1>Bridge</h1>{paragraph * 3}</article></body></html>"
    response = Response(
        url="https://p.example/news/1",
        final_url="https://p.example/news/1",
        status=200,
        headers=(),
        body=body.encode(),
        fetched=datetime(2026, 11, 24, tzinfo=UTC),
    )
    assert expected == extract([Page(response=response)])[0].language
