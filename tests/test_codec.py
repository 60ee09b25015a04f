"""Articles of other tools are read as far as they can be used."""

from __future__ import annotations

import pytest

from tagwire.codec import article_from_json, article_to_json, moment_to_text
from tagwire.dates import parse_date
from tagwire.model import Article, Reason, Rejected

BASE = {
    "id": 1,
    "url": "https://www.paper.example/1",
    "headline": "Bridge opens",
    "text": "It rained.",
}


def check(**fields: object) -> Article:
    article = article_from_json(BASE | fields)
    assert isinstance(article, Article)
    assert article.headline == "Bridge opens"
    return article


@pytest.mark.parametrize(
    "fields",
    [
        {"publisher": {"domain": None, "name": None}},
        {"publisher": None},
        {"keywords": "a, b"},
        {"keywords": [1, 2]},
        {"authors": "Bob"},
        {"credits": ["Reuters"]},
        {"image": "http://x.example/1.jpg"},
        {"language": 5},
        {"published": 5},
        {"completeness": {"state": "odd"}},
    ],
)
def test_a_field_of_another_shape_counts_as_absent(fields: dict) -> None:
    """One unusable optional field does not cost the article."""
    assert check(**fields).publisher.domain == "paper.example"


def test_blocks_keep_their_places_whatever_is_in_them() -> None:
    """Mentions count in ``blocks/N``: an unusable block leaves an empty one."""
    blocks = [
        {"kind": "weird", "text": "a"},
        {"kind": "paragraph"},
        "x",
        {"kind": "quote", "text": "b"},
    ]
    article = check(blocks=blocks)
    assert [(str(b.kind), b.text) for b in article.blocks] == [
        ("paragraph", "a"),
        ("paragraph", ""),
        ("paragraph", ""),
        ("quote", "b"),
    ]


def test_links_that_lead_nowhere_safe_are_not_taken_over() -> None:
    """Neither scripts nor places outside the text."""
    links = [
        {"start": 0, "end": 2, "url": "javascript:alert(1)"},
        {"start": -4, "end": 99, "url": "https://a.example/"},
        {"start": 0, "end": 2, "url": "https://b.example/"},
    ]
    article = check(blocks=[{"kind": "paragraph", "text": "It rained.", "links": links}])
    assert [link.url for link in article.blocks[0].links] == ["https://b.example/"]


def test_an_article_needs_something_to_read() -> None:
    """A headline, a text or blocks."""
    found = article_from_json({"id": 1, "url": "https://a.example/"})
    assert isinstance(found, Rejected)
    assert found.reason is Reason.MISSING_FIELD


def test_an_article_survives_the_way_to_json_and_back() -> None:
    """What extract writes, tag and relate read."""
    article = check(
        blocks=[{"kind": "subhead", "text": "Rain"}, {"kind": "paragraph", "text": "It rained."}],
        published="2026-11-24T10:00:00+01:00",
        credits=[{"name": "Reuters", "role": "photo", "evidence": "Photo: Reuters"}],
    )
    assert article_from_json(article_to_json(article)) == article


def test_a_day_stays_a_day_and_a_minute_is_written_in_full() -> None:
    """No time is invented; times are complete as RFC 3339 wants them."""
    assert moment_to_text(parse_date("2026-11-24")) == "2026-11-24"
    assert moment_to_text(parse_date("2026-11-24T10:00+01:00")) == "2026-11-24T10:00:00+01:00"
