"""Sources, health and metrics: what visitors see, what the owner does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from serve import newsroom
from serve.asgi import Browser, crashed
from serve.reading import texts, tree
from serve.site import act, make_site
from tagwire.errors import StoreError
from tagwire.model import Entry, Source, SourceKind
from tagwire.serve.pages.sources import span_text, state_of
from tagwire.serve.settings import POLL_PLAN_SETTING, SelectorTrial, SetUp
from tagwire.serve.shown import number_text
from tagwire.store.values import SourceRow, SourceState


def test_the_worst_source_stands_first_with_its_reason(browser) -> None:
    """Anyone may see how the sources are doing."""
    page = tree(browser, "/sources")
    assert texts(page, "tbody th a") == ["Ledgerline", "The Veldmar Courier", "بوّابة السواحل"]
    assert texts(page, "tbody tr .note") == ["Failing", "Answering", "Answering"]
    assert "No answer within 20 seconds. 3 failures in a row" in texts(page, "tbody td .meta")
    assert not page.css("form[method=post]")


@pytest.mark.parametrize(
    ("error", "label"),
    [
        ("captcha", "Asks for a person"),
        ("consent_wall", "Asks for consent"),
        ("timeout", "Failing"),
        ("", "Waiting for its first poll"),
    ],
)
def test_a_host_that_shuts_programs_out_is_shown_as_that(error: str, label: str) -> None:
    """It answers, and no waiting will help; narrowing to what fails finds it."""
    state = SourceState(next_poll=newsroom.NOW, error=error)
    shown = state_of(SourceRow(source=newsroom.SOURCES[0], state=state))
    assert (shown.label, shown.key == "failing") == (label, bool(error))


def test_the_list_says_how_many_polls_a_day_are_planned_and_allowed() -> None:
    """As the health page does; nothing before the worker counted them."""
    site = make_site()
    assert "polls a day" not in tree(site.visitor(), "/sources").css_first("header").text()
    site.store.save_setting(POLL_PLAN_SETTING, '{"planned": 1234, "limit": 5000}')
    facts = texts(tree(site.visitor(), "/sources"), "header .facts")[0]
    words = f"At most {number_text(1234)} polls a day of {number_text(5000)} allowed."
    assert words.split() == facts.split()[-len(words.split()) :]


def test_sources_can_be_narrowed_by_state(browser) -> None:
    """As the foot of each list links."""
    assert texts(tree(browser, "/sources?state=failing"), "tbody th a") == ["Ledgerline"]
    assert tree(browser, "/sources?state=sleepy", 400)
    assert tree(browser, "/sources?x=1", 400)
    for query, advice in (
        ("page=-1", "“-1” cannot be used for page: write 1 or more."),
        ("page=two", "write a whole number."),
        ("page=99999", "write 9999 or less."),
        ("page=" + "9" * 5_000, "write a"),
        ("state=sleepy", "write failing, waiting, paused or answering."),
        ("kind=x", "write feed"),
        ("q=" + "x" * 81, "write at most 80 characters."),
    ):
        assert advice in tree(browser, f"/sources?{query}", 400).html
    assert tree(browser, "/sources?sort=luck", 400)
    assert "None of 3 sources is like that" in tree(browser, "/sources?q=zzz").html


def names(browser, url: str) -> list[str]:
    return texts(tree(browser, url), "tbody th .publisher")


@pytest.fixture(scope="module")
def many() -> Browser:
    """A visitor of an instance with 130 more sources in two folders."""
    site = make_site()
    for n in range(130):
        folders = ("World", "Ports") if n % 2 else ("World",)
        source = replace(
            newsroom.SOURCES[2],
            key=f"more-{n}",
            url=f"https://more{n}.example/",
            title=f"More {n:03}",
            folders=folders,
        )
        site.store.add_source(source, newsroom.NOW)
    return site.visitor()


@pytest.mark.parametrize(
    ("query", "first", "found"),
    [
        ("", "Ledgerline", 133),
        ("?sort=name", "Ledgerline", 133),
        ("?sort=busiest", "The Veldmar Courier", 133),
        ("?sort=longest", "Ledgerline", 133),
        ("?sort=next", "More 000", 133),
        ("?folder=Ports", "More 001", 65),
        ("?kind=feed", "Ledgerline", 2),
        ("?q=MORE+12", "More 012", 12),
        ("?state=waiting&folder=World&q=07", "More 007", 12),
    ],
)
def test_many_sources_are_sorted_and_narrowed(many, query: str, first: str, found: int) -> None:
    """All conditions hold together; the foot says how many."""
    page = tree(many, f"/sources{query}")
    assert texts(page, "tbody th .publisher")[0] == first
    assert f" of {found} sources on this page" in texts(page, ".receipt p")[0]


def test_a_long_list_of_sources_is_paged(many) -> None:
    """No source is out of reach."""
    page = tree(many, "/sources?sort=name")
    following = page.css_first("a[rel=next]").attributes["href"]
    shown = names(many, "/sources?sort=name") + names(many, following)
    assert len(shown) == len(set(shown)) == 133
    assert tree(many, following).css_first("a[rel=prev]").attributes["href"] == "/sources?sort=name"


def test_every_link_of_the_filters_works(many) -> None:
    """As they stand."""
    links = {a.attributes["href"] for a in tree(many, "/sources?state=waiting").css(".filters a")}
    assert len(links) > 8
    for link in links:
        assert many.get(link).status == 200, link


def test_forms_in_the_list_lead_back_to_the_same_list(site) -> None:
    """And to no foreign address."""
    owner = site.owner()
    form = tree(owner, "/sources?state=answering").css_first(".rowacts form")
    fields = {one.attributes["name"]: one.attributes["value"] for one in form.css("input")}
    answer = owner.post(form.attributes["action"], fields)
    assert answer.headers["location"] == "/sources?state=answering"
    foreign = act(owner, "/sources/courier/resume", back="/sources//evil.example")
    assert foreign.headers["location"] == "/source/courier"


def test_the_page_of_a_source_shows_its_state_its_articles_and_rejections(browser) -> None:
    """Nothing is dropped in silence."""
    page = tree(browser, "/source/courier")
    assert "21 Nov 2026, 15:16 UTC" in texts(page, ".kv td")
    assert texts(page, "aside .rows b") == ["parse: no link"]
    assert "The entry has no link." in texts(page, "aside .rows .meta")
    assert len(page.css("article.card")) == 2
    assert tree(browser, "/source/nothing", 404)


def test_the_owner_pauses_resumes_and_removes_a_source(site) -> None:
    """Its articles stay."""
    owner = site.owner()
    answer = act(owner, "/sources/courier/pause")
    assert (answer.status, answer.headers["location"]) == (303, "/source/courier")
    assert texts(tree(owner, "/source/courier"), ".note")[0] == "Paused"
    act(owner, "/sources/courier/resume")
    assert texts(tree(owner, "/source/courier"), ".note")[0] == "Answering"
    assert act(owner, "/sources/courier/remove").status == 303
    assert owner.get("/source/courier").status == 404
    assert owner.get("/article/a4").status == 301
    assert act(owner, "/sources/courier/pause").status == 404


def test_the_forms_of_the_pages_work_as_they_stand(site) -> None:
    """Action and hidden token are enough."""
    owner = site.owner()
    form = tree(owner, "/sources").css_first(".rowacts form")
    token = form.css_first("input[name=csrf]").attributes["value"]
    assert owner.post(form.attributes["action"], {"csrf": token}).status == 303


def test_the_demo_is_marked_and_removed_by_one_button() -> None:
    """For the owner only; then it is gone."""
    site = make_site(empty=True)
    newsroom.fill(site.store, demo=True)
    visitor, owner = site.visitor(), site.owner()
    page = tree(visitor, "/")
    assert "5 articles here are made up" in texts(page, ".banner.demo")[0]
    assert "Demo, made up" in texts(page, ".card .note")
    assert not page.css(".banner.demo form")
    action = tree(owner, "/").css_first(".banner.demo form").attributes["action"]
    assert act(owner, action).status == 303
    assert "Where should the news come from?" in visitor.get("/").text


# ---------------------------------------------------------------------- health


def test_health_is_json_for_programs_and_a_page_for_people(browser) -> None:
    """In the same words."""
    health = browser.get("/health").json
    assert health["status"] == "ok"
    assert health["worker"] == "alive"
    assert health["totals"]["articles"] == 5
    timeouts = {"stage": "fetch", "outcome": "rejected", "reason": "timeout", "count": 3}
    assert timeouts in health["counters"]
    page = tree(browser, "/health")
    assert "fetch rejected timeout 3" in texts(page, "tbody tr")[0] or any(
        "timeout" in row for row in texts(page, "tbody tr")
    )


def test_reasons_are_counted_and_the_owner_sees_examples(site) -> None:
    """With key, sentence and source."""
    page = tree(site.visitor(), "/health")
    assert texts(page, "#rj ~ ul .split") == [
        "fetch: timeout3",
        "parse: no link1",
        "poll: timeout1",
    ]
    assert not page.css("#rj ~ ul .meta:not(.num)")
    page = tree(site.owner(), "/health")
    examples = texts(page, "#rj ~ ul p.meta")
    assert examples == ["entry 4: The entry has no link. courier, 21 Nov 2026, 15:10 UTC"]


def test_health_says_how_far_search_code_and_backup_are() -> None:
    """As far as the process knows."""
    known = {"extractor": "1", "tagger": "2", "last_backup": newsroom.NOW}
    site = make_site(health=known)
    facts = texts(tree(site.visitor(), "/health"), "aside section:first-child td")
    assert facts[:3] == ["alive", "50% free", "up to date"]
    assert facts[3:] == [
        "21 Nov 2026, 15:10 UTC",
        "1 and 2",
        "6 of 6 versions",
        "tagwire reprocess",
    ]
    newsroom.add_plain(site.store, newsroom.NOW)
    assert site.visitor().get("/api/v1/health").json["search_lag"] > 0
    current = make_site(health={"extractor": "1", "tagger": "1"}).visitor()
    assert texts(tree(current, "/health"), "aside section:first-child td")[-1] == "all 6 versions"


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(hours=23), "20 Nov 2026, 16:10 UTC"),
        (timedelta(days=1), "20 Nov 2026, 15:10 UTC, 1 day ago"),
        (timedelta(days=40, hours=3), "12 Oct 2026, 12:10 UTC, 40 days ago"),
        (None, "none that this folder knows of"),
    ],
)
def test_health_says_how_old_the_last_backup_is(ago: timedelta | None, said: str) -> None:
    """Whoever never made one reads that too."""
    site = make_site(health={"last_backup": ago and newsroom.NOW - ago})
    assert said in texts(tree(site.visitor(), "/health"), "aside section:first-child td")


def test_metrics_are_for_this_machine_and_the_owner(site) -> None:
    """A proxy on this machine does not make its visitors local."""
    answer = site.visitor().get("/metrics")
    assert answer.status == 200
    assert "tagwire_articles 5.0" in answer.text
    assert (
        'tagwire_records_total{outcome="rejected",reason="timeout",stage="fetch"} 3.0'
        in answer.text
    )
    stranger = Browser(site.app, client=("10.0.0.7", 1))
    assert stranger.get("/metrics").status == 403
    assert site.visitor().get("/metrics", x_forwarded_for="10.0.0.7").status == 403
    stranger.cookies = dict(site.owner().cookies)
    assert stranger.get("/metrics").status == 200


# ---------------------------------------------------------------------- errors


class Broken:
    """A store that fails when it is asked."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str):
        def fail(*_: object) -> None:
            raise self.error

        return fail


@pytest.mark.parametrize("url", ["/", "/tag/x", "/health", "/latest.atom", "/api/v1/articles"])
def test_a_store_that_does_not_answer_is_a_503_with_help(url: str) -> None:
    """The page needs no store, and carries the security headers."""
    site = make_site()
    answer = Browser(make_broken(StoreError("the disk is gone"))).get(url)
    assert answer.status == 503
    assert "the disk is gone" in answer.text
    assert "content-security-policy" in answer.headers
    assert site.visitor().get(url).status in {200, 404}


@pytest.mark.parametrize("url", ["/", "/api/v1/articles"])
def test_a_fault_of_ours_is_a_500_and_reaches_the_log(url: str) -> None:
    """The page asks the store nothing; the error goes on to the server, which logs it."""
    fault = ZeroDivisionError("ours")
    answer = Browser(make_broken(fault)).get(url)
    assert answer.status == 500
    assert "a fault of ours" in answer.text
    assert "content-security-policy" in answer.headers
    assert crashed.pop() is fault


def make_broken(error: Exception):
    """Return an app over a store that fails."""
    from serve.site import add_nothing
    from tagwire.serve import ServeSettings
    from tagwire.serve.app import create_app

    return create_app(
        ServeSettings(),
        Broken(error),
        clock=lambda: newsroom.NOW,
        health=dict,
        add_source=add_nothing,
    )


@pytest.mark.parametrize(
    ("method", "url", "status"), [("GET", "/nothing", 404), ("GET", "/demo/remove", 405)]
)
def test_errors_of_the_visitor_have_a_page_with_a_way_on(browser, method, url, status) -> None:
    """Home is always one of them."""
    page = tree(browser, url, status)
    assert "/" in [a.attributes["href"] for a in page.css("main a")]


@pytest.mark.parametrize(
    ("path", "measure"),
    [
        (f"/source/{newsroom.SOURCES[0].key}", "first seen"),
        (f"/publisher/{newsroom.SOURCES[0].publisher.domain}", "published"),
    ],
)
def test_each_chart_says_by_which_day_it_counts(browser, path: str, measure: str) -> None:
    """An article of Saturday that came on Tuesday stands under Saturday in lists."""
    page = tree(browser, path)
    assert measure in page.css_first(".spark figcaption").text()
    assert measure in page.css_first(".spark summary").text()


def test_a_source_page_shows_how_fast_and_how_own_it_is() -> None:
    """Median delay, agency copy, and the articles of each day."""
    page = tree(make_site(more=40).visitor(), "/source/courier")
    rows = dict(zip(texts(page, ".kv th"), texts(page, ".kv td"), strict=True))
    assert "From published to first seen" in rows
    assert any(name.startswith("Agency copy among the newest") for name in rows)
    assert page.css(".spark svg")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(45, "45 seconds"), (600, "10 minutes"), (3 * 3600, "3 hours"), (3 * 86_400, "3 days")],
)
def test_a_delay_is_told_in_words(seconds: float, text: str) -> None:
    assert span_text(seconds) == text


# --------------------------------------------------- which links of a page are its list


def listing_site(found: tuple[Entry, ...] = (), detail: str = ""):
    """Return a site with a page of links, and what was tried on it."""
    tried: list[tuple[str, str]] = []

    async def look(source: Source, selector: str) -> SelectorTrial:
        tried.append((source.key, selector))
        return SelectorTrial(entries=found, detail=detail)

    site = make_site(set_up=SetUp(try_selector=look))
    source = replace(
        newsroom.SOURCES[0],
        key="links",
        url="https://links.example/",
        kind=SourceKind.LISTING,
    )
    site.store.add_source(source, newsroom.NOW)
    return site, tried


def test_the_owner_sees_what_a_selector_finds_before_it_is_kept() -> None:
    """Titles and addresses as text; then one button keeps it."""
    entry = Entry(url="https://links.example/1", title="<b>Grain</b> ships left")
    site, tried = listing_site((entry,))
    owner = site.owner()
    assert "links that stand and look alike" in tree(owner, "/source/links").html
    shown = act(owner, "/sources/links/select", selector=" main a ", do="test")
    assert (shown.status, tried) == (200, [("links", "main a")])
    assert "&lt;b&gt;Grain&lt;/b&gt; ships left" in shown.text
    assert site.store.find_source("links", newsroom.NOW).source.selector == ""
    kept = act(owner, "/sources/links/select", selector="main a", do="keep")
    assert (kept.status, kept.headers["location"]) == (303, "/source/links")
    assert site.store.find_source("links", newsroom.NOW).source.selector == "main a"
    assert texts(tree(owner, "/source/links"), "td kbd") == ["main a"]


def test_a_selector_that_finds_nothing_says_why() -> None:
    site, _ = listing_site(detail="The selector finds no link to a page of the site.")
    shown = act(site.owner(), "/sources/links/select", selector=".none", do="test")
    assert (shown.status, "finds no link to a page" in shown.text) == (422, True)


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/sources/ledger/select", {"selector": "a"}, 404),
        ("/sources/nobody/select", {"selector": "a"}, 404),
        ("/sources/links/select", {"selector": "a" * 501}, 400),
    ],
    ids=["a feed", "no source", "too long"],
)
def test_only_pages_of_links_take_a_selector(path: str, form: dict[str, str], status: int) -> None:
    site, tried = listing_site()
    assert (act(site.owner(), path, **form).status, tried) == (status, [])


def test_visitors_choose_no_links() -> None:
    site, tried = listing_site()
    visitor = site.visitor()
    assert "Choose other links" not in tree(visitor, "/source/links").html
    assert visitor.post("/sources/links/select", {"selector": "a"}).status in {401, 403}
    assert tried == []
