"""``tagwire relate``: lines of articles in, one decision a line out."""

from __future__ import annotations

import io
import json
import random
from typing import Any

import pytest

from tagwire.run.relating import relate_lines

WORDS = " ".join(f"w{random.Random(n).randrange(10**6)}" for n in range(200))
FIRST = {
    "id": "a1",
    "publisher": "Harbour Post",
    "url": "https://harbour.example/a",
    "published_day": 5000.25,
    "title": "Grain ships leave",
    "text": WORDS,
}


def check(*lines: object, stream: bool = False) -> list[dict[str, Any]]:
    raw = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines
    )
    sink = io.BytesIO()
    answered = relate_lines(io.BytesIO(raw), sink, stream=stream)
    answers = [json.loads(line) for line in sink.getvalue().splitlines()]
    rejected = sum(answer["rejected"] is not None for answer in answers)
    assert (len(answers), rejected) == answered
    return answers


@pytest.mark.parametrize("stream", [False, True], ids=["at the end", "stream"])
def test_bad_lines_are_answered_in_their_place(stream: bool) -> None:
    copy = FIRST | {"id": "b1", "publisher": "Inland", "url": "https://inland.example/b"}
    answers = check(FIRST, b"{broken", {"text": "no id"}, {"id": "e"}, copy, stream=stream)
    assert [answer["id"] for answer in answers] == ["a1", None, None, "e", "b1"]
    assert [answer.get("line") for answer in answers] == [None, 2, 3, None, None]
    assert answers[-1] == {
        "id": "b1",
        "version_of": None,
        "copy_of": "a1",
        "family": "a1",
        "story": "a1",
        "reasons": [{"kind": "text", "with": "a1", "score": 1.0, "why": "the same 200 words"}],
        "rejected": None,
    }


def test_what_extract_writes_is_read() -> None:
    """Nested, with blocks, a publisher with domain and name, and dates with an offset."""
    nested = {
        "id": "n1",
        "article": {
            "uri": "https://inland.example/b",
            "url": "https://inland.example/b?utm_source=x",
            "headline": "Grain ships leave",
            "blocks": [{"kind": "paragraph", "text": WORDS, "links": []}],
            "publisher": {"domain": "inland.example", "name": "Inland"},
            "published": "2023-09-10T08:00:00+02:00",
        },
        "rejected": None,
    }
    later = FIRST | {"id": "n2", "publisher": "inland.example", "url": "https://inland.example/b/"}
    answers = check(FIRST, nested, later)
    assert [(one["version_of"], one["copy_of"]) for one in answers] == [
        (None, None),
        (None, "a1"),
        ("n1", None),
    ]


@pytest.mark.parametrize("key", [7, "7"])
def test_ids_may_be_numbers(key: object) -> None:
    assert check(FIRST | {"id": key})[0]["id"] == key


@pytest.mark.parametrize(
    "odd",
    [
        {"published_day": None},
        {"published_day": None, "published": None},
        {"published_day": None, "published": ""},
        {"published": "no date, but published_day counts"},
        {"tags": [{"slug": "kyiv"}, {"slug": "x", "shown": False}, "odessa", 7, None]},
        {"tags": "kyiv"},
        {"publisher": 7, "url": 7},
        {"url": "https://harbour.example/"},
        {"text": None},
    ],
    ids=lambda odd: str(odd)[:40],
)
def test_odd_fields_count_as_absent(odd: dict[str, object]) -> None:
    answers = check(FIRST, FIRST | {"id": "b"} | odd)
    assert [answer["rejected"] for answer in answers] == [None, None]


@pytest.mark.parametrize(
    "time",
    [
        {"published_day": "x"},
        {"published_day": True},
        {"published_day": 10**18},
        {"published_day": 3_000_000},
        {"published_day": -1e9},
        {"published_day": None, "published": "yesterday"},
        {"published_day": None, "published": 7},
        {"published_day": None, "published": {}},
    ],
    ids=str,
)
def test_a_time_that_cannot_be_meant_is_refused(time: dict[str, object]) -> None:
    """It does not become the time of the line before."""
    answers = check(FIRST, FIRST | {"id": "b"} | time)
    assert [(one["id"], bool(one["rejected"])) for one in answers] == [("a1", False), ("b", True)]
    assert answers[1]["rejected"]["reason"] == "bad_line"
    assert "published" in answers[1]["rejected"]["detail"]


@pytest.mark.parametrize("stream", [False, True], ids=["at the end", "stream"])
def test_an_id_is_taken_once(stream: bool) -> None:
    """A refused line takes none."""
    bad = FIRST | {"published_day": "x"}
    answers = check(bad, FIRST, FIRST | {"text": WORDS + " more"}, stream=stream)
    assert [bool(one["rejected"]) for one in answers] == [True, False, True]
    assert "this id" in answers[2]["rejected"]["detail"]


def test_a_start_page_as_address_joins_nothing() -> None:
    home = {"url": "https://harbour.example/"}
    other = " ".join(reversed(WORDS.split()))
    answers = check(FIRST | home, FIRST | home | {"id": "b", "title": "Storm", "text": other})
    assert [answer["family"] for answer in answers] == ["a1", "b"]
