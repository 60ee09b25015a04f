"""The language of search: what people type, as a tree and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.expression import (
    MAX_CHARS,
    MAX_TERMS,
    After,
    All,
    AnyOf,
    BadExpression,
    Before,
    Expression,
    Filter,
    FilterField,
    Not,
    Words,
    parse_expression,
    positive_terms,
    text_of,
)

A, B, C = Words(text="a"), Words(text="b"), Words(text="c")
SYDNEY = timezone(timedelta(hours=10))


def check(raw: str, expected: Expression) -> None:
    assert expected == parse_expression(raw, zone=UTC)


def check_bad(raw: str, detail: str, at: int) -> None:
    bad = parse_expression(raw, zone=UTC)
    assert isinstance(bad, BadExpression)
    assert detail in bad.detail
    assert at == bad.at


TREES = {
    "a b": All(parts=(A, B)),
    "a AND b": All(parts=(A, B)),
    '"a b"': Words(text="a b"),
    "“a b”": Words(text="a b"),
    "a OR b": AnyOf(parts=(A, B)),
    "a | b": AnyOf(parts=(A, B)),
    "a || b": AnyOf(parts=(A, B)),
    "m*a*s*h": Words(text="m*a*s*h"),
    "5*": Words(text="5*"),
    '"stor*"': Words(text="stor*"),
    "a b OR c": All(parts=(A, AnyOf(parts=(B, C)))),
    "(a b) OR c": AnyOf(parts=(All(parts=(A, B)), C)),
    "a (b c)": All(parts=(A, B, C)),
    "a OR (b OR c)": AnyOf(parts=(A, B, C)),
    "a -b": All(parts=(A, Not(part=B))),
    "a NOT b": All(parts=(A, Not(part=B))),
    'a -"b c"': All(parts=(A, Not(part=Words(text="b c")))),
    "-(a OR b)": Not(part=AnyOf(parts=(A, B))),
    "a - b": All(parts=(A, B)),
    "-(-a)": A,
    "a — b": All(parts=(A, B)),
    "intitle:a": Words(text="a", in_title=True),
    'INTITLE:"a b"': Words(text="a b", in_title=True),
    "covid-19": Words(text="covid-19"),
    "or and not": All(parts=(Words(text="or"), Words(text="and"), Words(text="not"))),
    '"OR"': Words(text="OR"),
    "tag:Ukraine": Filter(field=FilterField.TAG, value="ukraine"),
    'tag:"Vladimir Putin"': Filter(field=FilterField.TAG, value="vladimir putin"),
    "-tag:x": Not(part=Filter(field=FilterField.TAG, value="x")),
    "#Kremlin.ru": Filter(field=FilterField.TAG, value="kremlin.ru"),
    "tag:#Kremlin.ru": Filter(field=FilterField.TAG, value="kremlin.ru"),
    "#1": Words(text="#1"),
    "publisher:www.abc.net.au": Filter(field=FilterField.PUBLISHER, value="abc.net.au"),
    "source:abc-world": Filter(field=FilterField.SOURCE, value="abc-world"),
    "lang：EN": Filter(field=FilterField.LANGUAGE, value="en"),
    "https://a.example/x:y": Words(text="https://a.example/x:y"),
    "12:30": Words(text="12:30"),
    "minister:said": Words(text="minister:said"),
    'צה"ל': Words(text="צה״ל"),
}


@pytest.mark.parametrize("raw", TREES)
def test_what_people_type_is_read_as_they_mean_it(raw: str) -> None:
    check(raw, TREES[raw])


@pytest.mark.parametrize(
    ("day", "start"),
    [
        ("2025", datetime(2025, 1, 1, tzinfo=SYDNEY)),
        ("2025-04", datetime(2025, 4, 1, tzinfo=SYDNEY)),
        ("2025-04-09", datetime(2025, 4, 9, tzinfo=SYDNEY)),
        ("2025-4-9", datetime(2025, 4, 9, tzinfo=SYDNEY)),
    ],
)
def test_dates_begin_in_the_zone_of_the_reader(day: str, start: datetime) -> None:
    after = parse_expression(f"after:{day}", zone=SYDNEY)
    before = parse_expression(f"before:{day}", zone=SYDNEY)
    assert isinstance(after, After)
    assert isinstance(before, Before)
    assert start == after.at == before.at


@pytest.mark.parametrize(
    ("raw", "detail", "at"),
    [
        ("", "no word", 0),
        ("— ( ) -", "no word", 0),
        ("a OR", "OR at character 3 needs a word on both sides", 2),
        ("OR a", "OR at character 1", 0),
        ("a AND", "AND at character 3 needs a word on both sides", 2),
        ("AND a", "AND at character 1 needs", 0),
        ("(a AND) b", "AND at character 4", 3),
        ("a AND AND b", "AND at character 3", 2),
        ("a AND OR b", "AND at character 3", 2),
        ("a || ", "OR at character 3", 2),
        ("a stor*", "no wildcards: write the whole word for “stor*” at character 3", 2),
        ("*storm", "no wildcards", 0),
        ("tag:stor*", "no wildcards", 0),
        ("a OR — b", "OR at character 3", 2),
        ("(a", "bracket at character 1 is never closed", 0),
        ("a b)", "bracket at character 4 closes nothing", 3),
        ('a "b', "quote at character 3 is never closed", 2),
        ("a tag: b", "tag: at character 3 needs a value", 2),
        ('lang:""', "lang: at character 1 needs a value", 0),
        ("after:yesterday", "date like 2026-05-01", 0),
        ("a before:2025-13", "2025-13", 2),
        ("a NOT", "NOT at character 3 needs a word", 2),
        ("(" * 9 + "a" + ")" * 9, "at most 8 deep", 8),
        ("x " * MAX_TERMS + "y", f"at most {MAX_TERMS} words", 2 * MAX_TERMS),
        ("x" * 10_000, f"at most {MAX_CHARS} characters", MAX_CHARS),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence_with_its_place(
    raw: str, detail: str, at: int
) -> None:
    check_bad(raw, detail, at)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("today", "2026-05-02"), ("Yesterday", "2026-05-01"), ("7d", "2026-04-26")],
)
def test_days_are_named_as_in_the_filter_of_lists(day: str, expected: str) -> None:
    """Of the zone: in Sydney it is the day after."""
    found = parse_expression(f"after:{day}", zone=SYDNEY, now=datetime(2026, 5, 1, 20, tzinfo=UTC))
    assert isinstance(found, After)
    assert (found.day, found.at.utcoffset()) == (expected, timedelta(hours=10))
    assert text_of(found) == f"after:{expected}"


def test_positive_terms_are_those_that_are_not_left_out() -> None:
    expression = parse_expression("a -b (c OR lang:en) a", zone=UTC)
    assert not isinstance(expression, BadExpression)
    terms = [text_of(term) for term in positive_terms(expression)]
    assert ["a", "c", "lang:en"] == terms


PIECES = st.one_of(
    st.sampled_from(['"', "(", ")", "-", " ", " OR ", " AND ", "NOT ", "|", "#", ":", "tag:"]),
    st.sampled_from(
        ["intitle:", "after:2025-04", "before:2026", "lang:en", "publisher:", "a", "b"]
    ),
    st.text(max_size=6),
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_text_is_read_or_refused_and_the_canonical_text_reads_the_same(raw: str) -> None:
    found = parse_expression(raw, zone=SYDNEY)
    if isinstance(found, BadExpression):
        assert found.detail.endswith(".")
        assert 0 <= found.at <= max(0, len(raw))
        return
    assert found == parse_expression(text_of(found), zone=SYDNEY)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(raw: str) -> None:
    found = parse_expression(raw, zone=UTC)
    assert isinstance(found, BadExpression) or text_of(found)
