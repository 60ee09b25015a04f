"""Addresses: the least change to fetch, one identity to compare."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import shared_path
from tagwire.urls import clean_url, fetch_url, host_of, is_domain_name, registrable_domain, url_key

LIKE_URLS = st.one_of(
    st.text(max_size=60),
    st.from_regex(r"\A(https?:)?/{0,3}[a-zA-Z0-9.@:%|-]{0,20}(/[a-z%#?&=+.;äß ]{0,12}){0,4}\Z"),
    st.builds(
        lambda host, path, query: f"https://{host}/{path}?{query}",
        st.sampled_from(["www.a.co.uk", "m.x.com", "amp.dev", "a.b.www.c.de", "köln.de", "[::1]"]),
        st.text("aA1-/%.~é amp", max_size=30),
        st.text("a=&+%2utm_ref.com#!", max_size=30),
    ),
)


def check_key(a: str, b: str, *, same: bool = True) -> None:
    assert (url_key(a) == url_key(b)) is same


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("  https://example.org/a b\n", "", "https://example.org/a%20b"),
        ("HTTPS://EXAMPLE.org:443", "", "https://example.org/"),
        ("http:/example.org/x", "", "http://example.org/x"),
        ("/news/1#top", "https://example.org/feed", "https://example.org/news/1"),
        ("../1", "https://example.org/a/b/c", "https://example.org/a/1"),
        ("//cdn.example.org/x", "https://example.org/", "https://cdn.example.org/x"),
        ("https://example.org/#!/page", "", "https://example.org/#!/page"),
        ("https://köln.de/straße", "", "https://xn--kln-sna.de/stra%C3%9Fe"),
        ("https://example.org/a/../b/./c", "", "https://example.org/b/c"),
        ("https://example.org/?utm_source=x", "", "https://example.org/?utm_source=x"),
        ("javascript:alert(1)", "https://example.org/", None),
        ("mailto:a@example.org", "", None),
        ("file:///etc/passwd", "", None),
        ("https://example|org/", "", None),
        ("https://[::1", "", None),
        ("https://example.org:99999/", "", None),
        ("relative/only", "", None),
        ("https://example.org/" + "a" * 5000, "", None),
    ],
)
def test_fetch_url_changes_only_what_must_change(url: str, base: str, expected: str | None) -> None:
    assert fetch_url(url, base) == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("http://www.example.org/a/", "https://example.org/a"),
        ("https://m.example.org/a", "https://mobile.example.org/a"),
        ("https://en.m.wikipedia.org/wiki/X", "https://en.wikipedia.org/wiki/X"),
        ("https://amp.example.org/a-1", "https://example.org/a-1/amp/"),
        ("https://example.org/news/amp/a-1", "https://example.org/news/a-1"),
        ("https://example.org/a-1.amp.html", "https://example.org/a-1.html"),
        ("https://example.org/a?outputType=amp", "https://example.org/a"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/a", "https://example.org/a"),
        ("https://www.google.com/amp/s/example.org/a", "https://example.org/a"),
        ("https://example.org/?b=2&a=1", "https://example.org/?a=1&b=2"),
        ("https://example.org/%7Euser/%e4", "https://example.org/~user/%E4"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://example.org/a?fbclid=1&UTM_Source=x&gclid=3", "https://example.org/a"),
        ("https://example.org/a?ref=rss", "https://example.org/a"),
        ("https://example.org/a?ref=blog.example.com", "https://example.org/a"),
        ("https://user:word@example.org:443/a#part", "https://example.org/a"),
        ("http//example.org/a", "https:/example.org/a"),
        ("example.org/a", "https://example.org/a"),
    ],
)
def test_spellings_of_one_page_have_one_key(a: str, b: str) -> None:
    check_key(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org/#!/a", "https://example.org/#!/b"),
        ("https://a.github.io/", "https://b.github.io/"),
        ("https://example.org/wiki/amp", "https://example.org/wiki"),
        ("https://m.com/", "https://com/"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org:8080/", "https://example.org/"),
        ("https://example.org/?ref=chapter2", "https://example.org/"),
    ],
)
def test_other_pages_have_other_keys(a: str, b: str) -> None:
    check_key(a, b, same=False)


LONG_HOST = "a." * 126 + "com"  # 255 characters


def test_a_host_has_at_most_255_characters() -> None:
    assert host_of(f"https://{LONG_HOST}/") == LONG_HOST
    assert host_of(f"https://b{LONG_HOST}/") == ""
    assert host_of("https://" + "ä." * 100 + "com/") == ""
    assert fetch_url(f"https://{'a.' * 2000}com/") is None
    assert not is_domain_name(f"b{LONG_HOST}")


def test_all_cases_of_another_reader_are_cleaned_as_expected() -> None:
    """Miniflux; a blank may be spelled %20 or +."""
    cases = json.loads(shared_path("data/feeds/miniflux_urlcleaner_cases.json").read_text())
    found = [
        clean_url(case["input"], case.get("baseURL", ""), case.get("feedURL", "")) for case in cases
    ]
    assert len(cases) == 18
    assert [url.replace("%20", "+") for url in found] == [case["expected"] for case in cases]
    # An address that cannot be used has no "same page"; `ref` of a foreign site is no identity.
    same = [case for case in cases if case["expected"] and "ref=test" not in case["expected"]]
    assert all(url_key(case["input"]) == url_key(case["expected"]) for case in same)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.bbc.co.uk/news/1?at_medium=RSS&ocid=x", "https://www.bbc.co.uk/news/1"),
        ("https://example.org/?ocid=x", "https://example.org/?ocid=x"),
        ("https://www.youtube.com/watch?v=1&si=2#t=3", "https://www.youtube.com/watch?v=1#t=3"),
        ("https://example.org/?b=2&utm_id=1&a=1", "https://example.org/?b=2&a=1"),
        ("https://example.org/a?&&", "https://example.org/a"),
        ("https://example.org/a ?utm_id=1", "https://example.org/a"),
        ("https://example.org/? &utm_id=1", "https://example.org/"),
        ("https://example.org/?ref=example.org &utm_id=1", "https://example.org/"),
    ],
)
def test_only_what_tracks_on_a_site_goes(url: str, expected: str) -> None:
    """Names of single sites mean other things elsewhere."""
    assert expected == clean_url(url)
    assert url_key(url) == url_key(expected)


@given(LIKE_URLS)
def test_cleaning_is_idempotent_and_keeps_the_page(url: str) -> None:
    cleaned = clean_url(url)
    assert clean_url(cleaned) == cleaned
    assert not cleaned or url_key(cleaned) == url_key(url)


@given(LIKE_URLS)
def test_url_key_is_idempotent(url: str) -> None:
    assert url_key(url_key(url)) == url_key(url)


@given(LIKE_URLS)
def test_fetch_url_is_idempotent_and_keeps_the_key(url: str) -> None:
    found = fetch_url(url)
    if found is not None:
        assert fetch_url(found) == found
        assert found.startswith(("http://", "https://"))
        assert found.isascii()


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("me.github.io", "me.github.io"),
        ("abcnews.go.com", "abcnews.go.com"),
        ("www.abcnews.go.com", "abcnews.go.com"),
        ("disney.go.com", "go.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("gazette.localhost", "gazette.localhost"),
    ],
)
def test_registrable_domain_is_the_publisher(host: str, expected: str) -> None:
    assert registrable_domain(host) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://WWW.Example.org:8080/x", "www.example.org"),
        ("https://президент.рф/", "xn--d1abbgf6aiiy.xn--p1ai"),
        ("not a url", ""),
        ("https://[::1", ""),
    ],
)
def test_host_is_lower_case_ascii_without_port(url: str, expected: str) -> None:
    assert host_of(url) == expected


@pytest.mark.parametrize("word", ["Kremlin.ru", "KREMLIN.RU", "bbc.co.uk", "кремль.рф", "x.com"])
def test_domain_names_in_text_are_known_by_their_suffix(word: str) -> None:
    assert is_domain_name(word)


@pytest.mark.parametrize(
    "word", ["Mr.Smith", "e.g", "said.It", "9.am", "Vue.js", "co.uk", "kremlin", "a..ru", ".ru", ""]
)
def test_other_words_with_dots_are_no_domain_names(word: str) -> None:
    assert not is_domain_name(word)


@given(
    st.from_regex(r"\Ahttps?://[a-z0-9.-]{1,12}(/[a-zA-Z0-9.%_-]{0,5}){0,4}(\?[a-z=./&%]{0,8})?\Z")
)
def test_the_short_way_of_fetch_url_gives_what_the_long_way_gives(url: str) -> None:
    assert fetch_url(url) == fetch_url(" " + url)
