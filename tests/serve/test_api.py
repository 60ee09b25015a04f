"""The API: shapes as documented, cursors, problem documents."""

from __future__ import annotations

import pytest

from serve import newsroom
from serve.site import make_site
from tagwire.serve import api_shapes as shapes

SLUG = "port-of-veldmar"
DOCUMENTED = [
    ("/articles", shapes.ArticleList),
    (f"/tags/{SLUG}/articles", shapes.ArticleList),
    ("/publishers/veldmar-courier.example/articles", shapes.ArticleList),
    ("/tags", shapes.TagList),
    (f"/tags/{SLUG}", shapes.TagHeadOut),
    ("/publishers/veldmar-courier.example", shapes.PublisherHeadOut),
    ("/search?q=port", shapes.SearchList),
    ("/search?q=nothinglikethis", shapes.SearchList),
    ("/articles/a1", shapes.StoredArticleOut),
    ("/articles/a2", shapes.StoredArticleOut),
    ("/articles/a5", shapes.StoredArticleOut),
    ("/articles/a1/versions/1", shapes.VersionOut),
    ("/sources", shapes.SourceList),
    ("/health", shapes.Health),
    ("/stories", shapes.StoryList),
    ("/stories/s1", shapes.StoryHeadOut),
    ("/stories/s1/articles", shapes.ArticleList),
]


@pytest.mark.parametrize(("path", "shape"), DOCUMENTED, ids=[path for path, _ in DOCUMENTED])
@pytest.mark.parametrize("settings", [{}, {"excerpt_only": True}], ids=["whole", "excerpts"])
def test_answers_have_the_documented_shape(path: str, shape, settings) -> None:
    """No field is missing, none is unknown."""
    site = make_site(**settings)
    newsroom.add_story(site.store)
    answer = site.visitor().get(f"/api/v1{path}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    shape.model_validate(answer.json, strict=False)


def test_every_path_of_the_description_is_tested_above(browser) -> None:
    """OpenAPI 3.1, and each answer is described."""
    described = browser.get("/api/v1/openapi.json").json
    assert described["openapi"].startswith("3.1")
    known = {
        path.partition("?")[0]
        .replace(SLUG, "{slug}")
        .replace("veldmar-courier.example", "{domain}")
        .replace("/a1", "/{id}")
        .replace("/s1", "/{key}")
        .replace("versions/1", "versions/{n}")
        for path, _ in DOCUMENTED
    }
    assert set(described["paths"]) <= known
    for path, methods in described["paths"].items():
        assert set(methods) == {"get"}, path
        content = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert "$ref" in content, path


def test_a_list_is_read_to_its_end_by_cursor() -> None:
    """Each article once."""
    browser = make_site(more=25).visitor()
    path, seen, cursor = f"/api/v1/tags/{SLUG}/articles?limit=10", [], None
    while True:
        answer = browser.get(path + (f"&cursor={cursor}" if cursor else "")).json
        seen += [article["id"] for article in answer["articles"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 29


def test_filters_are_those_of_the_pages(browser) -> None:
    """Same keys, same values."""
    found = browser.get(f"/api/v1/tags/{SLUG}/articles?role=photo_credit&date=7d").json
    assert [article["id"] for article in found["articles"]] == ["a4"]
    assert found["articles"][0]["roles"] == ["photo_credit"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles?x=1", 400),
        ("/articles?limit=0", 400),
        ("/articles?limit=1000", 400),
        ("/articles?role=king", 400),
        ("/articles?date=26-04-2025", 400),
        ("/tags?limit=abc", 400),
        ("/articles/zzz", 404),
        ("/articles/a1/versions/9", 404),
        ("/articles/a1/versions/x", 400),
        ("/tags/zzz", 404),
        ("/tags/zzz/articles", 404),
        ("/publishers/nope.example/articles", 404),
        ("/publishers/nope.example", 404),
        ("/articles?cursor=broken", 400),
        ("/articles?lang=english-language", 400),
        ("/nothing", 404),
    ],
)
def test_errors_are_problem_documents(browser, path: str, status: int) -> None:
    """With a sentence that helps."""
    answer = browser.get(f"/api/v1{path}")
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    shapes.Problem.model_validate(answer.json)
    assert answer.json["detail"]


def test_dates_keep_the_offset_of_the_publisher(browser) -> None:
    """And a day stays a day."""
    lock = browser.get("/api/v1/articles/a1").json["article"]
    assert lock["published"] == "2026-11-21T11:58:00+01:00"
    partial = browser.get("/api/v1/articles/a2").json["article"]
    assert (partial["published"], partial["published_precision"]) == ("2026-11-21", "day")


def test_mentions_of_whole_articles_point_into_their_blocks(browser) -> None:
    """With excerpts they would point nowhere, so they are left out."""
    shown = browser.get("/api/v1/articles/a1").json
    mention = shown["tags"][0]["mentions"][0]
    text = shown["article"]["blocks"][0]["text"]
    assert text[mention["start"] : mention["end"]] == mention["surface"]
    hidden = make_site(excerpt_only=True).visitor().get("/api/v1/articles/a1").json
    assert hidden["excerpt_only"]
    assert hidden["tags"][0]["mentions"] == []


def test_pollers_get_a_304(browser) -> None:
    """For lists and articles."""
    for path in ("/articles", f"/tags/{SLUG}/articles", "/articles/a1", "/tags"):
        etag = browser.get(f"/api/v1{path}").headers["etag"]
        assert browser.get(f"/api/v1{path}", if_none_match=etag).status == 304


@pytest.mark.parametrize("path", ["/articles", "/articles/a1", "/health", "/articles/zzz"])
def test_head_answers_like_get_without_the_body(browser, path: str) -> None:
    """Monitors ask so."""
    got = browser.get(f"/api/v1{path}")
    head = browser.ask("HEAD", f"/api/v1{path}")
    assert (head.status, head.body) == (got.status, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers.get("etag") == got.headers.get("etag")


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/tags/PortOfVeldmar", "/tags/port-of-veldmar"),
        ("/tags/Port%20of%20Veldmar/articles?limit=2", "/tags/port-of-veldmar/articles?limit=2"),
    ],
)
def test_other_spellings_of_a_tag_lead_to_its_slug(browser, asked: str, canonical: str) -> None:
    """As on the pages."""
    answer = browser.get(f"/api/v1{asked}")
    assert (answer.status, answer.headers["location"]) == (301, f"/api/v1{canonical}")
    assert browser.get(answer.headers["location"]).status == 200


def test_what_is_wrong_with_a_query_is_said_in_our_words(browser) -> None:
    """Without those of the library that checks it."""
    detail = browser.get("/api/v1/articles?cursor=broken").json["detail"]
    assert detail.startswith("cursor: a cursor is what the page before gave as next")
