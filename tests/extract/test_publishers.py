"""Rules for single publishers: in force on their days, seen in what they leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.extract.test_extract import page
from tests.extract.test_memory import SITE, sentences

from tagwire.extract import extract_remembering
from tagwire.extract.memory import SiteHints
from tagwire.extract.publishers import SHIPPED, SiteRule, fault_of, find_rule
from tagwire.model import Article

TEXT = "".join(f"<p>{text}</p>" for text in sentences(1))
LETTER = "<div class='letter'><p>Our letter brings the harbour to your door each morning.</p></div>"
MAIL = "".join(f"<p>{text}</p>" for text in sentences(9, 8))
HTML = f"<h1>Number 1 of the harbour</h1><div class='story'>{TEXT}{LETTER}</div><div class='mail'>{MAIL}</div>"
RULE = SiteRule(site=SITE, body="div.story", remove=("div.letter",))


def check(rules: Sequence[SiteRule], expected: Sequence[str]) -> Article:
    """Compare the text of the page when these rules are known."""
    given = page(HTML, url=f"https://www.{SITE}/news/1")
    (extracted,) = extract_remembering([given], {SITE: SiteHints(rules=tuple(rules))})
    assert isinstance(extracted.result, Article)
    assert list(expected) == [block.text for block in extracted.result.blocks]
    return extracted.result


def test_a_rule_says_where_the_text_is_and_what_is_no_part_of_it() -> None:
    article = check([RULE], sentences(1))
    left_out = [one for one in article.removed if one.reason.startswith("the rule for")]
    (letter,) = left_out
    assert letter.text.startswith("Our letter brings")
    assert f"the rule for {SITE} leaves out div.letter" == letter.reason


def test_a_rule_that_finds_nothing_leaves_the_page_as_it_is() -> None:
    with_none = check_plain()
    check([replace(RULE, body="main.gone", remove=("div.gone",))], with_none)


def check_plain() -> list[str]:
    given = page(HTML, url=f"https://www.{SITE}/news/1")
    (extracted,) = extract_remembering([given], {})
    assert isinstance(extracted.result, Article)
    return [block.text for block in extracted.result.blocks]


def test_a_rule_never_takes_the_whole_page() -> None:
    check([replace(RULE, body="", remove=("body", "html", "div.letter"))], without_letter())


def without_letter() -> list[str]:
    return [text for text in check_plain() if not text.startswith("Our letter")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-01-31", "old"), ("2026-02-01", "new"), ("2025-12-31", None), ("2026-03-01", "old")],
)
def test_the_last_rule_that_is_valid_on_the_day_is_in_force(day: str, expected: str | None) -> None:
    old = SiteRule(site=SITE, body="old", first_day="2026-01-01")
    new = SiteRule(site=SITE, body="new", first_day="2026-02-01", last_day="2026-02-28")
    found = find_rule([old, new], day)
    assert expected == (found.body if found else None)


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (RULE, ""),
        (SiteRule(site=SITE), "at least one"),
        (replace(RULE, first_day="2026-02-01", last_day="2026-01-01"), "ends after"),
        (replace(RULE, body="div["), "no CSS selector"),
        (replace(RULE, remove=("..x",)), "no CSS selector"),
    ],
    ids=["good", "empty", "days", "body", "remove"],
)
def test_a_rule_that_cannot_be_used_is_told(rule: SiteRule, fault: str) -> None:
    assert fault in fault_of(rule)
    assert bool(fault) == bool(fault_of(rule))


def test_the_rules_that_ship_can_be_used() -> None:
    assert [""] * len(SHIPPED) == [fault_of(rule) for rule in SHIPPED]
