"""JSON lines in, one answer a line out; a bad line never stops the others."""

from __future__ import annotations

import base64
import io
import json
from datetime import UTC, datetime

import pytest

from tagwire.run.lines import answer_corpus, answer_lines, extract_stage, spans_stage, tag_stage
from tagwire.run.snapshots import shipped_catalogue
from tagwire.tag import Tagger

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PAGE = (
    "<html lang='en'><head><title>Bridge opens</title></head><body><article><h1>Bridge opens</h1>"
    "<p>The new bridge over the river was opened on Monday, after nine years of work, and the first "
    "lorries crossed it at noon.</p><p>It will be closed again for a week in spring, officials said "
    "at a ceremony attended by hundreds of people.</p></article></body></html>"
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(shipped_catalogue())


def check(stage, *lines: object) -> list[dict]:
    raw = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines
    )
    sink = io.BytesIO()
    answered = answer_lines(io.BytesIO(raw), sink, stage)
    answers = [json.loads(line) for line in sink.getvalue().splitlines()]
    rejected = sum(answer["rejected"] is not None for answer in answers)
    assert (len(answers), rejected) == answered
    return answers


def test_answers_come_in_the_order_of_the_lines() -> None:
    """Bad lines keep their place among good ones."""
    good = {"id": "a", "url": "https://p.example/1", "html": PAGE}
    answers = check(extract_stage(NOW), good, b"{broken", {"id": "b"}, good | {"id": "c"})
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c"]
    assert answers[1]["line"] == 2
    assert [bool(answer["rejected"]) for answer in answers] == [False, True, True, False]


def test_other_line_separators_do_not_cut_a_line() -> None:
    """Only ``\\n`` ends a line."""
    page = PAGE.replace("nine years", "nine\u2028years")
    line = json.dumps(
        {"id": 1, "url": "https://p.example/news/1", "html": page}, ensure_ascii=False
    )
    answers = check(extract_stage(NOW), line.encode())
    assert [answer["id"] for answer in answers] == [1]
    assert answers[0]["rejected"] is None


def test_bytes_come_in_base64_with_their_type() -> None:
    """``html_b64`` is decoded by the rules of pages."""
    body = PAGE.replace("lorries", "Lkw für").encode("latin-1")
    record = {
        "id": "x",
        "url": "https://p.example/news/1",
        "html_b64": base64.b64encode(body).decode(),
        "content_type": "text/html; charset=iso-8859-1",
    }
    answer = check(extract_stage(NOW), record)[0]
    assert "Lkw für crossed" in answer["article"]["text"]


def test_extracted_articles_can_be_piped_into_tag(tagger: Tagger) -> None:
    """What extract answers, tag accepts; mentions then count in blocks."""
    extracted = check(
        extract_stage(NOW),
        {"id": "a", "url": "https://p.example/1", "html": PAGE.replace("river", "Seine in Paris")},
    )
    answer = check(tag_stage(tagger), extracted[0])[0]
    paris = next(tag for tag in answer["tags"] if tag["slug"] == "paris")
    mention = paris["mentions"][0]
    block = extracted[0]["article"]["blocks"][int(mention["field"].removeprefix("blocks/"))]
    assert block["text"][mention["start"] : mention["end"]] == "Paris"


def test_offsets_of_a_flat_text_are_those_of_the_text_as_given(tagger: Tagger) -> None:
    """Without blocks, mentions count in ``text``."""
    text = "  It rained.\n\nIn Paris, Angela Merkel said on Monday that Angela Merkel would stay."
    answer = check(tag_stage(tagger), {"id": 1, "headline": "Rain", "text": text})[0]
    mentions = [m for tag in answer["tags"] for m in tag["mentions"] if m["field"] == "text"]
    assert mentions
    assert all(text[m["start"] : m["end"]] == m["surface"] for m in mentions)


def test_spans_get_the_slug_of_what_they_name(tagger: Tagger) -> None:
    """``--spans`` answers one slug for each mention, short names like long ones."""
    text = "President Vladimir Putin spoke on Monday. Putin said that the talks would go on."
    spans = [{"start": 10, "end": 24}, {"start": 42, "end": 47}]
    answer = check(spans_stage(tagger), {"id": 1, "text": text, "mentions": spans})[0]
    assert [m["slug"] for m in answer["mentions"]] == ["vladimir-putin", "vladimir-putin"]


def test_a_corpus_answers_every_line_once(tagger: Tagger) -> None:
    """Rejected lines are answered too, in their place."""
    lines = [json.dumps({"id": i, "text": "Angela Merkel was in Paris."}) for i in range(3)]
    lines.insert(1, "[]")
    sink = io.BytesIO()
    answered = answer_corpus(io.BytesIO("\n".join(lines).encode()), sink, tagger)
    answers = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert answered == (4, 1)
    assert [answer["id"] for answer in answers] == [0, None, 1, 2]


def test_blank_lines_count_as_lines_of_the_input() -> None:
    """A bad line is named by its place in the file."""
    answers = check(extract_stage(NOW), b"", b"  ", b"[]")
    assert [(answer["id"], answer["line"]) for answer in answers] == [(None, 3)]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (b'{"id": "a", "text": "\\ud800"}', "a"),
        (b'{"id": 7, "n": 1e999}', 7),
        (b'{"id": "a", "n": ' + b"9" * 5_000 + b', "text": "\\ud800"}', "a"),
        (b'{"id": "a", "text": "\xff"}', "a"),
        (b'{"id": "\\ud800"}', None),
        (b'{"id": "\xff"}', None),
        (b'{"id": true, "text": "\\ud800"}', None),
        (b'{"id": "a", "text": "broken', None),
        (b'["a"', None),
        (b'{"id": "a", "x": ' + b"[" * 100_000, None),
    ],
    ids=lambda part: str(part)[:40],
)
def test_a_line_that_cannot_be_read_keeps_its_id_where_it_shows(
    line: bytes, key: object, tagger: Tagger
) -> None:
    (answer,) = check(tag_stage(tagger), line)
    assert (answer["id"], answer["rejected"]["reason"]) == (key, "bad_line")
    sink = io.BytesIO()
    answer_corpus(io.BytesIO(line + b"\n"), sink, tagger)
    assert json.loads(sink.getvalue())["id"] == key


def test_a_line_that_is_not_utf8_is_answered_alone() -> None:
    """The good lines of its batch are not lost."""
    good = {"id": "a", "url": "https://p.example/1", "html": PAGE}
    answers = check(extract_stage(NOW), good, b'{"id":"x","html":"caf\xe9"}', good | {"id": "b"})
    assert [answer["id"] for answer in answers] == ["a", "x", "b"]
    assert answers[1]["rejected"]["reason"] == "bad_line"


def test_a_byte_order_mark_is_no_part_of_the_line() -> None:
    """Files of some systems begin with one."""
    line = (
        b"\xef\xbb\xbf" + json.dumps({"id": 7, "url": "https://p.example/1", "html": PAGE}).encode()
    )
    assert [answer["id"] for answer in check(extract_stage(NOW), line)] == [7]


def test_a_rejection_of_the_command_before_passes_through(tagger: Tagger) -> None:
    """In a pipe the first reason is the one that counts."""
    given = {"id": 1, "rejected": {"stage": "extract", "reason": "no_article", "detail": "none"}}
    assert check(tag_stage(tagger), given) == [given]


def test_spans_outside_the_text_name_nothing(tagger: Tagger) -> None:
    """They are answered in their places, with null."""
    spans = [(-3, 4), (10, 24), (100, 110), (5, 5), (9, 3), (0, 10**6)]
    record = {
        "id": 1,
        "article": {"text": "President Vladimir Putin spoke."},
        "mentions": [{"start": start, "end": end} for start, end in spans],
    }
    answer = check(spans_stage(tagger), record)[0]
    assert [m["slug"] for m in answer["mentions"]] == [
        None, "vladimir-putin", None, None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "span", [{"start": 1.5, "end": 4}, {"start": "1", "end": 4}, {"end": 4}, 3]
)
def test_spans_that_are_no_whole_numbers_are_refused(tagger: Tagger, span: object) -> None:
    """Nothing is guessed about them."""
    record = {"id": 1, "text": "Angela Merkel spoke.", "mentions": [span]}
    assert check(spans_stage(tagger), record)[0]["rejected"]["reason"] == "bad_line"
