"""What enters as the bytes of a feed leaves as entries, or as a reason."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.model import Enclosure, Entry, ParsedSource, Reason, Rejected
from tagwire.sources import looks_like_feed, parse_source, sanitised

URL = "https://example.org/feeds/all.xml"


def rss(inside: str, head: str = "", attributes: str = "") -> str:
    return f'<rss version="2.0"{attributes}><channel><title>T</title>{head}{inside}</channel></rss>'


def item(inside: str, link: str = "<link>https://example.org/1</link>") -> str:
    return rss(f"<item>{link}{inside}</item>", attributes=NAMESPACES)


def atom(inside: str, attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{attributes}>{inside}</feed>'


NAMESPACES = (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)
ENTRY_LINK = '<link href="https://example.org/1"/>'


def parsed(document: str | bytes, content_type: str = "", url: str = URL) -> ParsedSource:
    body = document.encode() if isinstance(document, str) else document
    found = parse_source(body, url, content_type)
    assert isinstance(found, ParsedSource), found
    return found


def check(document: str | bytes, content_type: str = "", **expected: object) -> None:
    """Compare the named fields of the first entry."""
    entry = asdict(parsed(document, content_type).entries[0])
    shown = {name: entry[name] for name in expected}
    for name in {"published", "updated"} & expected.keys():
        shown[name] = entry[name] and entry[name]["at"].isoformat()
    assert shown == expected


def check_rejected(body: bytes, reason: Reason, words: str, content_type: str = "") -> None:
    found = parse_source(body, URL, content_type)
    assert isinstance(found, Rejected)
    assert (found.reason, found.key) == (reason, URL)
    assert words in found.detail


def test_rss_gives_its_head_and_its_entries() -> None:
    head = "<link>https://example.org/</link><language>en-gb</language><ttl>30</ttl>"
    found = parsed(
        rss("<item><title>One</title><link>/1</link></item><item><link>/2</link></item>", head)
    )
    assert (found.title, found.link, found.language) == ("T", "https://example.org/", "en-GB")
    assert [entry.url for entry in found.entries] == [
        "https://example.org/1",
        "https://example.org/2",
    ]
    assert found.min_interval_s == 1800


def test_rss_item_gives_all_its_fields() -> None:
    inside = (
        "<title>A title</title><guid isPermaLink='false'>id-1</guid><description>Short.</description>"
        "<content:encoded>&lt;p&gt;Long.&lt;/p&gt;</content:encoded><dc:creator>Ann Lee</dc:creator>"
        "<pubDate>Sat, 26 Apr 2025 10:30:00 +1000</pubDate><category>World</category><category>World</category>"
        "<enclosure url='/a.mp3' type='audio/mpeg' length='12'/><media:content url='/b.jpg' medium='image'/>"
        "<source url='https://agency.example/feed'>Agency</source>"
    )  # fmt: skip
    check(
        item(inside),
        url="https://example.org/1",
        guid="id-1",
        title="A title",
        summary="Short.",
        content="<p>Long.</p>",
        authors=("Ann Lee",),
        published="2025-04-26T10:30:00+10:00",
        categories=("World",),
        origin="Agency",
        origin_url="https://agency.example/feed",
    )
    files = parsed(item(inside)).entries[0].enclosures
    assert set(files) == {
        Enclosure(url="https://example.org/a.mp3", type="audio/mpeg", length_bytes=12),
        Enclosure(url="https://example.org/b.jpg", type="image"),
    }


def test_atom_entry_gives_all_its_fields() -> None:
    inside = (
        '<title type="html">A &amp;amp; B</title><id>tag:example.org,2025:1</id>'
        '<link rel="self" href="https://example.org/1.atom"/><link rel="alternate" href="/1"/>'
        '<link rel="enclosure" href="/1.mp3"/><published>2025-04-26T10:30:00Z</published>'
        "<updated>2025-04-27T10:30:00Z</updated><author><name>Ann Lee</name><email>a@example.org</email></author>"
        '<category term="w" label="World"/><summary>Plain &lt; text</summary>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long<br/>text</p></div></content>'
        "<source><title>Origin</title><link href='https://origin.example/'/></source>"
    )
    check(
        atom(f'<entry xml:lang="pt_br">{inside}</entry>', ' xml:lang="en"'),
        url="https://example.org/1",
        guid="tag:example.org,2025:1",
        title="A & B",
        summary="Plain &lt; text",
        content="<p>Long<br>text</p>",
        authors=("Ann Lee",),
        published="2025-04-26T10:30:00+00:00",
        updated="2025-04-27T10:30:00+00:00",
        categories=("World",),
        language="pt-BR",
        origin="Origin",
        origin_url="https://origin.example/",
    )


def test_rdf_items_beside_the_channel_are_found() -> None:
    document = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org/"><title>T</title>'
        '</channel><image><title>Logo</title></image><item rdf:about="https://example.org/1"><title>One</title>'
        "<dc:date>2025-04-26</dc:date></item></rdf:RDF>"
    )
    check(document, title="One", url="https://example.org/1", published="2025-04-26T00:00:00+00:00")
    assert parsed(document).title == "T"


def test_json_feed_gives_its_entries() -> None:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "language": "en",
        "items": [
            {"id": 7, "url": "/7", "title": "Seven", "content_html": "<p>x<script>y</script></p>",
             "date_published": "2025-04-26T10:30:00Z", "authors": [{"name": "Ann"}], "tags": ["a", "b"],
             "attachments": [{"url": "/7.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}]},
        ],
    }  # fmt: skip
    check(
        json.dumps(document),
        url="https://example.org/7",
        guid="7",
        title="Seven",
        content="<p>x</p>",
        published="2025-04-26T10:30:00+00:00",
        authors=("Ann",),
        categories=("a", "b"),
        language="en",
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Q&amp;A", "Q&A"),
        ("AT&T", "AT&T"),
        ("A &amp;amp; B", "A & B"),
        ("Caf&eacute; &nbsp; x", "Café x"),
        ("&amp;#8220;Yes&amp;#8221;", "“Yes”"),
        ("<![CDATA[One <b>bold</b> &amp; more]]>", "One bold & more"),
        ("Re <b>nested</b> markup", "Re nested markup"),
        ("&lt;Le Monde&gt; says", "<Le Monde> says"),
        ("1 &lt; 2", "1 < 2"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("It&#146;s", "It’s"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Safe", "Safe"),
        ("  two\n lines ", "two lines"),
    ],
)
def test_titles_become_plain_text(written: str, expected: str) -> None:
    check(item(f"<title>{written}</title>"), title=expected)


def test_titles_of_media_images_and_sources_are_not_the_title() -> None:
    nested = "<media:title>Photo</media:title><image><title>Logo</title></image><source><title>S</title></source>"
    check(item(f"{nested}<title>Right</title>"), title="Right")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<rss><channel><item><link>https://x.org/1</link><title>Żółć</title></item></channel></rss>".encode(), ""),
        ("\ufeff<rss><channel><item><link>https://x.org/1</link><title>Żółć</title></item></channel></rss>".encode("utf-16"), ""),
        ("<rss><channel><item><link>https://x.org/1</link><title>Żółć</title></item></channel></rss>".encode("iso-8859-2"), "text/xml; charset=iso-8859-2"),
        ("<?xml version='1.0' encoding='iso-8859-2'?><rss><channel><item><link>https://x.org/1</link><title>Żółć</title></item></channel></rss>".encode("iso-8859-2"), ""),
        ("<?xml version='1.0' encoding='no-such'?><rss><channel><item><link>https://x.org/1</link><title>Żółć</title></item></channel></rss>".encode(), "text/xml; charset=hex"),
    ],
    ids=["utf-8", "mark", "http", "declared", "unknown"],
)  # fmt: skip
def test_charset_is_found(body: bytes, content_type: str) -> None:
    check(body, content_type, title="Żółć")


def test_stray_bytes_in_utf8_are_read_as_windows_1252() -> None:
    body = item("<title>é – XX</title>").encode().replace(b"XX", b"\x93ok\x94")
    check(body, title="é – “ok”")


def test_stated_base_wins_for_links_and_texts() -> None:
    document = atom(
        '<entry xml:base="sub/"><link href="1"/><content type="html">&lt;a href="x"&gt;y&lt;/a&gt;</content></entry>',
        ' xml:base="https://base.example/"',
    )
    check(
        document,
        url="https://base.example/sub/1",
        content='<a href="https://base.example/sub/x" rel="noopener noreferrer nofollow">y</a>',
    )


def test_relative_links_belong_to_the_site_when_a_service_carries_the_feed() -> None:
    document = rss("<item><link>/1</link></item>", "<link>https://site.example/</link>")
    assert (
        parsed(document, url="https://feeds.example/x").entries[0].url == "https://site.example/1"
    )


def test_the_publishers_own_link_wins_over_the_feed_service() -> None:
    document = item(
        '<f:origLink xmlns:f="http://rssnamespace.org/feedburner/ext/1.0">https://own.example/1</f:origLink>'
    )
    check(document, url="https://own.example/1")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<author>ann@example.org (Ann Lee)</author>", ("Ann Lee",)),
        ("<author>Ann Lee &lt;ann@example.org&gt;</author>", ("Ann Lee",)),
        ("<author>ann@example.org</author>", ()),
        ("<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Fry</dc:creator>", ("Ann Lee", "Bo Fry")),
        ("<atom:author><atom:name>Ann Lee</atom:name></atom:author>", ("Ann Lee",)),
    ],
)
def test_authors_are_names_without_mail_addresses(written: str, expected: tuple[str, ...]) -> None:
    check(item(written), authors=expected)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<ttl>60</ttl>", 3600),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
            1800,
        ),
        ("<sy:updatePeriod> Daily </sy:updatePeriod>", 86400),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", 7 * 86400),
        ("<ttl>-5</ttl>", None),
        ("", None),
    ],
)
def test_the_feed_says_how_often_to_ask(head: str, expected: int | None) -> None:
    assert parsed(rss("", head, NAMESPACES)).min_interval_s == expected


def test_an_item_without_link_uses_a_guid_that_is_an_address() -> None:
    check(item("<guid>https://example.org/g</guid>", link=""), url="https://example.org/g")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://example.org/a", "file:///etc/hosts"]
)
def test_an_item_that_links_to_no_web_page_is_rejected_with_its_link(link: str) -> None:
    """Whoever looks into the feed finds it again."""
    found = parsed(rss(f"<item><title>Odd</title><link>{link}</link></item>"))
    assert [rejected.reason for rejected in found.rejected] == [Reason.UNKNOWN_SCHEME]
    assert link in found.rejected[0].detail


def test_an_item_without_any_address_is_still_what_the_feed_says() -> None:
    """The store refuses it with ``no_link``: there is nothing to fetch."""
    no_address = (
        "<item><title>Lost</title><guid isPermaLink='false'>https://example.org/g</guid></item>"
    )
    found = parsed(rss(no_address + "<item><link>https://example.org/2</link></item>"))
    assert [entry.url for entry in found.entries] == ["", "https://example.org/2"]
    assert found.entries[0].title == "Lost"
    assert found.rejected == ()


@pytest.mark.parametrize(
    "document",
    [
        "<br /><b>Warning</b>: x in y<br /><?xml version='1.0'?>" + item(""),
        "<!-- <rss> --><!DOCTYPE rss [<!ENTITY x 'y'>]>" + item(""),
        item("").replace("</item></channel></rss>", ""),
        item("<title>a & b < c</title>"),
        item("").replace(NAMESPACES, "").replace("<link>", "<x:y>1</x:y><link>"),
        "<?xml?xml version='1.0' ??>" + item(""),
        item("\x00\x08"),
        item("").replace("rss", "RSS").replace("item", "Item"),
    ],
    ids=["junk", "doctype", "cut", "ill-formed", "namespace", "declaration", "controls", "case"],
)
def test_broken_feeds_give_their_entries(document: str) -> None:
    check(document, url="https://example.org/1")


def test_entities_of_the_doctype_are_read_and_files_are_not() -> None:
    doctype = (
        '<!DOCTYPE rss [<!ENTITY house "The House"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
    )
    check(doctype + item("<title>&house; &file;</title>"), title="The House &file;")


def test_html_of_entries_is_safe_and_waits_when_asked() -> None:
    written = item(
        "<description>&lt;p onclick='x()'&gt;a&lt;script&gt;b&lt;/script&gt; &lt;a href='/c' class='d'&gt;e&lt;/a&gt;&lt;/p&gt;</description>"
    )
    safe = '<p>a <a href="https://example.org/c" rel="noopener noreferrer nofollow">e</a></p>'
    check(written, summary=safe)
    raw = parse_source(written.encode(), URL, sanitise_html=False)
    assert isinstance(raw, ParsedSource)
    assert "onclick" in raw.entries[0].summary
    assert sanitised(raw.entries[0]).summary == safe


@pytest.mark.parametrize(
    ("body", "reason", "words"),
    [
        (b"", Reason.EMPTY_BODY, "no content"),
        (b" \n\x00 ", Reason.EMPTY_BODY, "no content"),
        (b"<!DOCTYPE html><html><title>Sign in</title></html>", Reason.NOT_A_FEED, "Sign in"),
        (b"<urlset></urlset>", Reason.NOT_A_FEED, "sitemap"),
        (b"<opml/>", Reason.NOT_A_FEED, "OPML"),
        (b'{"a": 1}', Reason.NOT_A_FEED, "no items"),
        (b"{broken", Reason.NOT_A_FEED, "JSON cannot be read"),
        (b"plain words", Reason.NOT_A_FEED, "not XML"),
        (b"\x89PNG\r\n" + bytes(range(256)), Reason.NOT_A_FEED, "not XML"),
        (b"<rss>" + b" " * 10_000_000, Reason.TOO_LARGE, "larger"),
        (b"<rss><a " + b'b="" ' * 5000 + b"/></rss>", Reason.TOO_LARGE, "attributes"),
        (b"<rss>" + b"<a/>" * 400_001, Reason.TOO_LARGE, "tags"),
    ],
    ids=range(12),
)
def test_what_is_no_feed_says_what_it_is(body: bytes, reason: Reason, words: str) -> None:
    check_rejected(body, reason, words)


@pytest.mark.parametrize(
    "document",
    [
        rss("<item><link>https://example.org/1</link></item>" * 2_100),
        json.dumps({"items": [{"url": "https://example.org/1"}] * 2_100}),
    ],
    ids=["rss", "json"],
)
def test_entries_over_the_limit_are_cut_off_and_counted(document: str) -> None:
    found = parsed(document)
    assert len(found.entries) == 2_000
    assert [rejected.reason for rejected in found.rejected] == [Reason.TOO_MANY_ENTRIES]


def test_elements_nested_too_deep_are_reported() -> None:
    deep = item("<description>" + "<a>" * 1_000 + "</a>" * 1_000 + "</description>")
    found = parse_source(deep.encode(), URL)
    reasons = [found] if isinstance(found, Rejected) else list(found.rejected)
    assert Reason.TOO_DEEP in {rejected.reason for rejected in reasons}


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (item("").encode(), "", True),
        (b"\xef\xbb\xbf<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>", "", True),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "", True),
        (b'{"items": []}', "application/json", False),
        (b"<!DOCTYPE html><html></html>", "application/rss+xml", False),
        (b"<urlset/>", "", False),
        (b"", "", False),
    ],
)
def test_a_feed_is_known_by_its_beginning(body: bytes, content_type: str, expected: bool) -> None:
    assert looks_like_feed(body, content_type) is expected


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "<rss>",
            "<feed>",
            "<item>",
            "</item>",
            "<entry>",
            "<link href='x:y'>",
            "<link>http://a.b/</link>",
            "<title>",
            "<![CDATA[",
            "]]>",
            "<!--",
            "&amp;",
            "&#x1;",
            "&",
            "<",
            ">",
            "'",
            '"',
            "<!DOCTYPE x [",
            "<?xml encoding='utf-16'?>",
            "xml:base='http://['",
            "{",
            "\ud800",
            "é",
            "\x00",
        ]
    )
    | st.text(max_size=8),
    max_size=25,
)


@given(FRAGMENTS)
def test_no_pieces_of_feeds_raise(pieces: list[str]) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass")
    assert isinstance(parse_source(body, URL), ParsedSource | Rejected)


@given(st.binary(max_size=200), st.sampled_from(["", "text/xml; charset=utf-7", "x; charset=idna"]))
def test_no_bytes_raise(body: bytes, content_type: str) -> None:
    for prefix in (b"", b"<rss>", b"{", b"\xff\xfe<\0"):
        assert isinstance(parse_source(prefix + body, URL, content_type), ParsedSource | Rejected)
        assert looks_like_feed(prefix + body, content_type) in {True, False}


@given(st.text(alphabet="<>a/!b&;'\" =hrefimgsc:jt-\n", max_size=60))
def test_sanitised_entries_stay_as_they_are(text: str) -> None:
    once = sanitised(Entry(url=URL, summary=text, content=text))
    assert sanitised(once) == once


@pytest.mark.parametrize(
    ("head", "inside", "expected"),
    [
        (' xml:lang="fr"', "<title>T</title>", "fr"),
        (' xml:lang="fr"', "<title xml:lang='en_us'>T</title>", "en-US"),
        (
            ' xml:lang="fr"',
            "<title xml:lang='de'>T</title><content xml:lang='en'>C</content>",
            "en",
        ),
        (' xml:lang="fr"', "<title xml:lang=''>T</title>", None),
        ("", "<title>T</title>", None),
    ],
)
def test_the_language_is_that_of_the_fullest_text(
    head: str, inside: str, expected: str | None
) -> None:
    """Nearer statements win; an empty one says that it is unknown."""
    check(atom(f"<entry>{ENTRY_LINK}{inside}</entry>", head), language=expected)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ã©tÃ©", "été"),
        ("&#226;&#128;&#166;", "…"),
        ("été", "été"),
        ("MANHÃ ÃGUA", "MANHÃ ÃGUA"),
        ("Ã© – été", "Ã© – été"),
    ],
)
def test_utf8_that_was_encoded_twice_is_mended_where_all_of_it_was(
    title: str, expected: str
) -> None:
    """One character that is no such thing, and the text stays."""
    check(item(f"<title>{title}</title>"), title=expected)


def test_a_category_inside_of_a_category_is_one_too() -> None:
    """Podcasts nest them; the word for people wins over the one for machines."""
    inside = (
        "<itunes:category text='Technology'><itunes:category text='Gadgets'/></itunes:category>"
        "<category label='World'>w-17</category>"
    )
    check(item(inside), categories=("World", "Technology", "Gadgets"))


def test_markup_around_an_author_is_no_part_of_the_name_and_an_address_is_none() -> None:
    check(item("<author><p>Ann Lee</p></author>"), authors=("Ann Lee",))
    people = "<author><uri>https://example.org/ann</uri></author>"
    check(atom(f"<entry>{ENTRY_LINK}{people}</entry>"), authors=())


def test_of_two_updates_the_last_counts() -> None:
    times = "<updated>2010-12-01T10:14:55Z</updated><updated>2003-12-31T10:14:55Z</updated>"
    check(atom(f"<entry>{ENTRY_LINK}{times}</entry>"), updated="2003-12-31T10:14:55+00:00")


def test_brackets_of_names_are_those_of_xhtml() -> None:
    """HTML 5 gives two names other characters; titles are in NFC."""
    check(item("<title>&lang;a&rang;</title>"), title="\u3008a\u3009")


def test_the_name_of_an_origin_may_be_marked_up() -> None:
    source = "<source><title type='html'>The &lt;b&gt;Agency&lt;/b&gt;</title></source>"
    check(atom(f"<entry>{ENTRY_LINK}{source}</entry>"), origin="The Agency")


@pytest.mark.parametrize("name", ["a:", "a:1", "x:y:", "a:b"])
def test_an_element_without_a_usable_name_keeps_its_text(name: str) -> None:
    """Found by the fuzzer: libxml2 takes "a:" for a name."""
    inside = f"<description><p>Grain <{name}>left</{name}> port</p></description>"
    [entry] = parsed(item(inside)).entries
    assert "left" in entry.summary


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("<author>ada@paper.example (Ada Byron)</author>", ("Ada Byron",)),
        ("<author>Ada Byron &lt;ada@paper.example&gt;</author>", ("Ada Byron",)),
        ("<author>Ada Byron (ada@paper.example)</author>", ("Ada Byron",)),
        ("<dc:creator>Ada Byron</dc:creator>", ("Ada Byron",)),
        ("<author>write to us@paper.example today</author>", ("write to us@paper.example today",)),
    ],
)
def test_a_mail_address_beside_a_name_is_no_part_of_it(
    author: str, expected: tuple[str, ...]
) -> None:
    """In each of the three orders in use; what is none of them stays as it is printed."""
    check(item(author), authors=expected)


def test_words_in_one_list_are_one_keyword_each() -> None:
    check(
        item("<media:keywords>grain, harbour ,ships</media:keywords>"),
        categories=("grain", "harbour", "ships"),
    )


def test_what_stands_in_a_group_of_media_counts_like_the_rest() -> None:
    group = "<media:group><media:description>Ships leave.</media:description><media:keywords>grain</media:keywords></media:group>"
    check(item(group), categories=("grain",))


def test_a_text_that_lies_elsewhere_is_no_text() -> None:
    """A content with an address and a type of its own is a file."""
    inside = '<content type="video/mp4" src="https://example.org/1.mp4">film</content><summary>Ships</summary>'
    check(atom(f"<entry>{ENTRY_LINK}{inside}</entry>"), summary="Ships", content="")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("&#8211;", "–"),
        ("&#x2013;", "–"),
        ("&#150;", "–"),  # Windows-1252, as browsers read it
        ("&#1;", ""),
        ("&#x110000;", ""),
        ("&#xD800;", ""),
    ],
)
def test_a_sign_by_its_number_is_read_as_browsers_do(written: str, expected: str) -> None:
    """Also where no XML allows it; one that does not exist goes, the rest stays."""
    check(item(f"<title>A{written}B &nbsp;</title>"), title=f"A{expected}B")


def test_comments_before_the_feed_are_passed_over() -> None:
    """Even such that hold what looks like a feed."""
    body = f'<?xml version="1.0"?><!-- <rss><channel> --><!-- > -->{item("<title>A</title>")}'
    check(body, title="A")


@pytest.mark.parametrize("body", ["<!-- no end <rss>", "<!DOCTYPE rss [ <rss>"])
def test_a_feed_that_is_no_element_is_told(body: str) -> None:
    found = parse_source(body.encode(), URL, "application/rss+xml")
    reasons = found.rejected if isinstance(found, ParsedSource) else (found,)
    assert {Reason.NOT_A_FEED} == {one.reason for one in reasons}
