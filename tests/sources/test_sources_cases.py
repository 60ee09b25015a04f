"""Feeds, lists and records that are odd in one place, and still read."""

from __future__ import annotations

import base64
import io
import json
from datetime import UTC, datetime

import pytest

from tagwire.model import ParsedSource, Reason, Rejected, Response
from tagwire.sources import iter_warc, parse_opml, parse_sitemap, parse_source
from tagwire.sources.sitemap import SitemapIndex

URL = "https://example.org/feeds/all.xml"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOO_MANY_TAGS = "<a>" * 400_001


def check(document: str | bytes, expected: Reason, parse=parse_source) -> None:
    """Compare why a document is refused."""
    body = document.encode() if isinstance(document, str) else document
    found = parse(body, URL)
    assert isinstance(found, Rejected)
    assert expected is found.reason
    assert found.detail.endswith(".")


def sitemap(body: bytes, url: str) -> ParsedSource | SitemapIndex | Rejected:
    return parse_sitemap(body, url, now=NOW)


def read(document: str | dict) -> ParsedSource:
    text = document if isinstance(document, str) else json.dumps(document)
    found = parse_source(text.encode(), URL)
    assert isinstance(found, ParsedSource)
    return found


@pytest.mark.parametrize(
    ("parse", "root"),
    [(parse_source, "rss"), (parse_opml, "opml"), (sitemap, "urlset")],
    ids=["feed", "list of feeds", "site list"],
)
def test_a_document_of_endless_tags_is_too_large_for_every_reader(parse, root: str) -> None:
    """They share the reader of XML and its limits."""
    check(f"<{root}>{TOO_MANY_TAGS}", Reason.TOO_LARGE, parse)


def test_a_json_feed_keeps_what_is_whole_in_authors_and_attachments() -> None:
    """An author without a name and a file without an address are left out."""
    item = {
        "url": "https://example.org/1",
        "authors": [{"name": "Ada"}, {"url": "https://ada.example"}, "Bob"],
        "author": {"name": "Cyd"},
        "attachments": [{"mime_type": "audio/mpeg"}, {"url": "http://"}, {"url": "/a.mp3"}],
    }
    [entry] = read({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).entries
    assert ("Ada", "Cyd") == entry.authors
    assert ["https://example.org/a.mp3"] == [one.url for one in entry.enclosures]


def test_an_enclosure_without_an_address_is_no_file() -> None:
    """Feeds write the element for every item, filled or not."""
    document = (
        "<rss version='2.0'><channel><item><link>https://example.org/1</link>"
        "<enclosure url='' length='0'/><enclosure url='/a.mp3' length='9' type='audio/mpeg'/>"
        "</item></channel></rss>"
    )
    [entry] = read(document).entries
    assert [("https://example.org/a.mp3", 9)] == [
        (one.url, one.length_bytes) for one in entry.enclosures
    ]


def test_an_address_that_begins_with_www_is_one_of_the_web() -> None:
    """Whoever wrote it left out the scheme."""
    document = "<rss><channel><item><link>www.example.org/1</link></item></channel></rss>"
    [entry] = read(document).entries
    assert "http://www.example.org/1" == entry.url


def test_content_of_atom_in_base64_is_read_and_broken_base64_is_none() -> None:
    """The standard allows it; a broken one costs the content, not the entry."""
    kind = "application/xhtml+xml"
    packed = base64.b64encode(b"<p>Grain left port.</p>").decode()
    for written, expected in ((packed, True), ("%%%=", False)):
        document = (
            "<feed xmlns='http://purl.org/atom/ns#'><entry><title>T</title>"
            "<link href='https://example.org/1'/>"
            f"<content mode='base64' type='{kind}'>{written}</content></entry></feed>"
        )
        [entry] = read(document).entries
        assert expected is ("Grain left port" in entry.content)


def test_an_open_cdata_section_goes_on_to_the_end() -> None:
    """A feed that was cut off in the middle keeps the entries before."""
    document = (
        "<rss><channel><item><title>One</title><link>https://example.org/1</link></item>"
        "<item><title><![CDATA[Two & thr"
    )
    assert "One" == read(document).entries[0].title


def test_a_long_entity_is_not_spelled_out() -> None:
    """Entities stand for short words; a long one multiplies."""
    document = (
        f"<!DOCTYPE rss [<!ENTITY a 'Ada'><!ENTITY b '{'x' * 300}'>]><rss><channel>"
        "<item><title>&a; &b;</title><link>https://example.org/1</link></item></channel></rss>"
    )
    [entry] = read(document).entries
    assert entry.title.startswith("Ada")
    assert "xxx" not in entry.title


def test_the_name_of_a_site_list_is_the_first_that_a_page_says() -> None:
    """Pages without one are passed over; without any there is none."""
    page = "<url><loc>https://example.org/{}</loc><lastmod>2026-11-24</lastmod>{}</url>"
    named = "<news:news><news:publication><news:name>{}</news:name></news:publication></news:news>"
    space = "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    for names, expected in ((["", "Paper"], "Paper"), (["", ""], "")):
        pages = "".join(page.format(n, named.format(name)) for n, name in enumerate(names))
        found = sitemap(f"<urlset {space}>{pages}</urlset>".encode(), URL)
        assert isinstance(found, ParsedSource)
        assert expected == found.title


def test_a_header_line_without_a_name_is_left_out_of_a_record() -> None:
    """Old archives hold broken headers."""
    http = b"HTTP/1.1 200 OK\r\nno colon\r\n: no name\r\nX-A: 1\r\n\r\nabc"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/1\r\n"
        f"WARC-Date: 2026-11-24T12:00:00Z\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    [found] = iter_warc(io.BytesIO(head.encode() + http + b"\r\n\r\n"))
    assert isinstance(found, Response)
    assert (("x-a", "1"),) == found.headers
