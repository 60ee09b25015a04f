"""The owner reports what is wrong with an article; strangers neither do nor see it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from serve.reading import texts, tree
from serve.site import SiteUnderTest, act, make_site
from tagwire.serve import Problem, ProblemDesk, SetUp
from tagwire.store.values import StoredArticle


@dataclass
class Desk:
    """Keeps problems in a list."""

    kept: list[tuple[str, Problem]] = field(default_factory=list)
    refusal: str = ""

    def report(self, stored: StoredArticle, what: str, note: str) -> str:
        if not self.refusal:
            self.kept.append((stored.id, Problem(what=what, note=note, day="2026-09-01")))
        return self.refusal

    def problems_of(self, article: str) -> list[Problem]:
        return [problem for one, problem in self.kept if one == article]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def site(desk: Desk) -> SiteUnderTest:
    offered = ProblemDesk(report=desk.report, problems_of=desk.problems_of)
    return make_site(set_up=SetUp(problems=offered))


def article_page(browser):
    answer = browser.get("/article/a1", accept="text/html")
    return tree(browser, answer.headers["location"])


def test_the_owner_reports_a_problem_and_the_page_says_so(site: SiteUnderTest, desk: Desk) -> None:
    owner = site.owner()
    answer = act(owner, "/article/a1/problem", what="foreign", note=" <b>the letter</b> ")
    assert 303 == answer.status
    assert answer.headers["location"].endswith("#problems")
    assert [
        ("a1", Problem(what="foreign", note="<b>the letter</b>", day="2026-09-01"))
    ] == desk.kept
    (section,) = texts(article_page(owner), "#problems")
    assert "The text holds what is not of the article" in section
    assert "“<b>the letter</b>”, reported on 2026-09-01" in section


def test_strangers_neither_report_nor_see_problems(site: SiteUnderTest, desk: Desk) -> None:
    act(site.owner(), "/article/a1/problem", what="other", note="secret words")
    stranger = site.visitor()
    assert 403 == stranger.post("/article/a1/problem", {"what": "other"}).status
    assert 403 == site.owner().post("/article/a1/problem", {"what": "other"}).status  # no token
    assert 1 == len(desk.kept)
    assert [] == texts(article_page(stranger), "#problems")


@pytest.mark.parametrize(
    ("path", "what", "status"),
    [("/article/a1/problem", "nonsense", 400), ("/article/nothing/problem", "other", 404)],
)
def test_what_cannot_be_reported_is_told(
    site: SiteUnderTest, desk: Desk, path: str, what: str, status: int
) -> None:
    assert status == act(site.owner(), path, what=what).status
    assert [] == desk.kept


def test_a_page_that_is_not_kept_is_told(site: SiteUnderTest, desk: Desk) -> None:
    desk.refusal = "The page of this article is not kept."
    answer = act(site.owner(), "/article/a1/problem", what="other")
    assert (409, True) == (answer.status, "is not kept" in answer.text)
