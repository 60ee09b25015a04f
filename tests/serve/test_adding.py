"""The first run and adding sources: the list of feeds, one address, OPML, the demo."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from serve import newsroom
from serve.asgi import Browser
from serve.reading import texts, tree
from serve.site import SiteUnderTest, act, csrf_of, make_site
from tagwire.model import Reason, Rejected, Source, SourceKind, Stage
from tagwire.serve import AddResult, LanguageQuality, SetUp, StarterFeed
from tagwire.serve.starter import MAX_CHOSEN, PAGE_FEEDS, StarterChoice, chosen_feeds, narrowed
from tagwire.store.values import PollOutcome, SourceState


def feed(n: int, country="DE", language="de", category="news", **changes) -> StarterFeed:
    """Return a row of a made-up list; two feeds a publisher."""
    given = {
        "publisher": f"Blatt {n // 2}",
        "domain": f"blatt{n // 2}.example",
        "country": country,
        "language": language,
        "category": category,
        "kind": SourceKind.FEED,
        "url": f"https://www.blatt{n // 2}.example/{n}.xml",
    }
    return StarterFeed(**(given | changes))


FEEDS = (
    *(feed(n) for n in range(6)),
    feed(10, "AT", "de", "science"),
    feed(20, "IN", "hi", "science"),
    feed(30, "", "", "", publisher=""),
    *(feed(n, "US", "en") for n in range(1000, 1000 + MAX_CHOSEN + 1)),
)
QUALITY = (
    LanguageQuality(language="th", grade="catalogue", figure="", note="known names"),
    LanguageQuality(language="en", grade="full", figure="F1 0.88"),
)


@dataclass
class Desk:
    """What the process was asked to do."""

    added: list[StarterFeed] = field(default_factory=list)
    opml: list[bytes] = field(default_factory=list)
    demos: int = 0

    def set_up(self, site: SiteUnderTest | None = None) -> SetUp:
        """Return callbacks that write down what they get."""
        return SetUp(
            starter=lambda: FEEDS,
            add_feeds=self.add,
            import_opml=self.read,
            export_opml=lambda: b"<opml/>",
            quality=lambda: QUALITY,
            start_demo=self.start,
        )

    def add(self, feeds) -> AddResult:
        self.added += feeds
        sources = tuple(replace(newsroom.SOURCES[0], key=one.url, url=one.url) for one in feeds)
        return AddResult(added=sources, detail=f"{len(feeds)} feeds were added")

    def read(self, body: bytes) -> AddResult:
        self.opml.append(body)
        if b"<opml" not in body:
            wrong = Rejected(
                stage=Stage.PARSE, key="OPML", reason=Reason.NOT_A_FEED, detail="No <opml>."
            )
            return AddResult(rejected=(wrong,), detail="this is no OPML")
        return AddResult(added=newsroom.SOURCES[:1])

    def start(self) -> None:
        self.demos += 1


@pytest.fixture
def desk() -> Desk:
    """A process that only writes down."""
    return Desk()


@pytest.fixture
def site(desk) -> SiteUnderTest:
    """An empty instance with all ways offered."""
    return make_site(empty=True, set_up=desk.set_up())


# ------------------------------------------------------------------------ first run


def test_an_empty_instance_offers_all_ways_and_says_who_may(site) -> None:
    """A visitor sees them and how to become the owner; then the forms are there."""
    page = tree(site.visitor(), "/")
    assert texts(page, "h1") == ["Nothing to read yet. Where should the news come from?"]
    assert page.css_first("form[action='/owner'] input[name=next]").attributes["value"] == "/"
    assert not page.css("form[action^='/sources/add'][method=post]")
    page = tree(site.owner(), "/")
    actions = [form.attributes["action"] for form in page.css("form[method=post]")]
    assert actions == ["/sources/add", "/sources/add/opml", "/demo/start"]


def test_signing_in_leads_back_to_what_was_begun(site) -> None:
    """And never to a foreign address."""
    visitor = site.visitor()
    answer = visitor.post("/owner", {"token": site.token, "next": "/sources/add"})
    assert answer.headers["location"] == "/sources/add"
    answer = visitor.post("/owner", {"token": site.token, "next": "//evil.example"})
    assert answer.headers["location"] == "/owner"


def test_the_languages_of_the_browser_come_first(site) -> None:
    """Then the largest subjects."""
    answer = site.visitor().get("/", accept="text/html", accept_language="hi-IN,hi;q=0.9,de;q=0.5")
    heads = answer.text.split("<h3>")[1:]
    assert [head.partition("<")[0] for head in heads] == ["In Hindi", "In German", "Science"]
    assert 'href="/sources/add?language=hi"' in answer.text


def test_it_says_which_languages_get_which_tags(site) -> None:
    """The best first, with the figure that was measured."""
    page = tree(site.visitor(), "/sources/add")
    assert texts(page, "table.quality tbody th") == ["English"]
    assert texts(page, "table.quality tbody td") == ["Full", "F1 0.88", ""]
    assert texts(page, "#f5 ~ .stack > p")[-1] == (
        "Known names only, not measured: Thai. known names"
    )


def test_an_instance_that_is_offered_nothing_still_says_how() -> None:
    """No list, no OPML, no button for the demo."""
    page = tree(make_site(empty=True).owner(), "/")
    assert "tagwire serve --demo" in page.html
    assert [form.attributes["action"] for form in page.css("form[method=post]")] == ["/sources/add"]


def test_the_demo_starts_by_one_button_in_an_empty_instance_only(site, desk) -> None:
    """As its form stands."""
    assert act(site.owner(), "/demo/start").headers["location"] == "/"
    assert desk.demos == 1
    full = make_site(set_up=desk.set_up()).owner()
    assert act(full, "/demo/start").status == 404
    assert desk.demos == 1


# -------------------------------------------------------------------- the list of feeds


def options(page, name: str) -> list[str]:
    return texts(page, f"select[name={name}] option")


def test_the_list_is_narrowed_with_counts_of_what_each_choice_would_leave(site) -> None:
    """The values of one part do not count against themselves."""
    page = tree(site.visitor(), "/sources/add?language=de")
    assert options(page, "country") == ["All", "Austria (1)", "Germany (6)"]
    assert options(page, "category") == ["All", "News (6)", "Science (1)"]
    assert "Hindi (1)" in options(page, "language")
    assert texts(page, "select[name=language] option[selected]") == ["German (7)"]
    assert "7 feeds of 4 publishers." in texts(page, ".facts")[0]
    assert texts(page, ".picks b") == ["Blatt 0", "Blatt 1", "Blatt 2", "Blatt 5"]


def test_unknown_values_are_a_choice_too(site) -> None:
    """Nothing of the list is out of reach."""
    page = tree(site.visitor(), "/sources/add?country=unknown")
    assert options(page, "country")[-1] == "unknown (1)"
    assert texts(page, ".picks b") == ["blatt15.example"]


def test_words_are_looked_for_in_names_and_addresses(site) -> None:
    """All of them."""
    assert texts(tree(site.visitor(), "/sources/add?q=blatt+7777.xml"), ".picks b") == []
    assert texts(tree(site.visitor(), "/sources/add?q=BLATT+/10.xml"), ".picks b") == ["Blatt 5"]
    page = tree(site.visitor(), "/sources/add?q=nothing+there")
    assert "No feed of the list matches" in page.html


def test_the_list_is_paged(site) -> None:
    """No page holds more than a screenful of boxes."""
    page = tree(site.owner(), "/sources/add?language=en")
    assert len(page.css("input[name=feed]")) == PAGE_FEEDS
    assert [a.attributes["href"] for a in page.css("a[rel=next]")] == [
        "/sources/add?language=en&page=2"
    ]
    page = tree(site.owner(), "/sources/add?language=en&page=6")
    assert len(page.css("input[name=feed]")) == MAX_CHOSEN + 1 - 5 * PAGE_FEEDS
    assert not page.css("a[rel=next]")


@pytest.mark.parametrize(
    "query", ["x=1", "country=Germany", "page=0", "page=a", "country=DE&country=AT"]
)
def test_a_query_that_cannot_be_is_refused_with_a_sentence(site, query) -> None:
    """As everywhere."""
    page = tree(site.visitor(), f"/sources/add?{query}", 400)
    assert texts(page, ".deck")[0].startswith("“")


def test_every_feed_stands_on_exactly_one_page_of_its_choice() -> None:
    """The pages hold what the choice holds."""
    choice = StarterChoice()
    urls = [
        one.url
        for n in range(1, narrowed(FEEDS, choice).pages + 1)
        for group in narrowed(FEEDS, choice.model_copy(update={"page": n})).groups
        for one in group.feeds
    ]
    assert sorted(urls) == sorted(one.url for one in chosen_feeds(FEEDS, choice))


def test_ticked_feeds_are_added(site, desk) -> None:
    """Known ones of the list only."""
    urls = [FEEDS[0].url, FEEDS[3].url, "https://elsewhere.example/"]
    answer = act(site.owner(), "/sources/add/starter", feed=urls)
    assert answer.status == 303
    assert [FEEDS[0], FEEDS[3]] == desk.added


def test_all_feeds_of_a_choice_are_added_by_one_button(site, desk) -> None:
    """Up to a number that a small machine can read."""
    owner = site.owner()
    page = tree(owner, "/sources/add?language=de&category=news")
    form = page.css_first("form[action='/sources/add/starter']")
    fields = {one.attributes["name"]: one.attributes["value"] for one in form.css("[type=hidden]")}
    assert owner.post(form.attributes["action"], fields | {"all": "1"}).status == 303
    assert list(FEEDS[:6]) == desk.added
    assert "Add all" not in tree(owner, "/sources/add?language=en").html
    assert act(owner, "/sources/add/starter", language="en", all="1").status == 400
    assert act(owner, "/sources/add/starter", language="x!", all="1").status == 400
    assert act(owner, "/sources/add/starter").status == 400


def test_feeds_that_are_read_already_have_no_box(desk) -> None:
    """They say so."""
    site = make_site(empty=True, set_up=desk.set_up())
    site.store.add_source(replace(newsroom.SOURCES[0], url=FEEDS[0].url), newsroom.NOW)
    page = tree(site.owner(), "/sources/add?language=de")
    assert len(page.css("input[name=feed]")) == 6
    assert "blatt0.example/0.xml: is a source already" in texts(page, ".picks .meta")


# ------------------------------------------------------------------ one address, OPML


def test_an_address_is_looked_at_by_the_process() -> None:
    """What it found stands on the next page; what it refused stays above the form."""
    asked = []

    async def add(url: str) -> AddResult:
        asked.append(url)
        if "good" in url:
            return AddResult(added=(newsroom.SOURCES[0],), detail="RSS feed, 20 entries")
        wrong = Rejected(
            stage=Stage.PARSE, key=url, reason=Reason.NOT_A_FEED, detail="It is a <p>."
        )
        return AddResult(rejected=(wrong,), detail="no feed was found")

    owner = make_site(add=add).owner()
    good = act(owner, "/sources/add", url=" https://good.example ")
    page = tree(owner, good.headers["location"])
    assert texts(page, "h1") == ["1 source was added"]
    assert "RSS feed, 20 entries" in page.html
    bad = act(owner, "/sources/add", url="https://bad.example")
    assert bad.status == 422
    assert "It is a &lt;p&gt;." in bad.text
    assert 'value="https://bad.example"' in bad.text
    assert act(owner, "/sources/add", url="").status == 400
    assert asked == ["https://good.example", "https://bad.example"]


def upload(owner: Browser, content: bytes):
    """Send an OPML file as a browser does."""
    csrf = csrf_of(owner.get("/owner").text)
    head = b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + csrf.encode()
    head += b'\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="x.opml"\r\n\r\n'
    kind = {"content-type": "multipart/form-data; boundary=b"}
    body = head + content + b"\r\n--b--\r\n"
    return owner.ask("POST", "/sources/add/opml", headers=kind, body=body)


def test_opml_comes_as_a_file_or_as_text(site, desk) -> None:
    """Byte by byte, beyond the size of other forms."""
    owner, large = site.owner(), b"<opml>" + b"x" * 200_000
    assert upload(owner, large).status == 303
    assert act(owner, "/sources/add/opml", text=" <opml>é ").status == 303
    assert [large, "<opml>é".encode()] == desk.opml
    assert upload(owner, b"").status == 400
    assert upload(owner, b"x" * 4_200_000).status == 413
    answer = upload(owner, b"<html>")
    assert answer.status == 422
    assert "this is no OPML" in answer.text


def test_a_large_form_of_a_stranger_is_refused_unread(site) -> None:
    """Only the owner sends files."""
    assert upload(site.visitor(), b"<opml>" + b"x" * 200_000).status == 413


def test_all_sources_go_out_as_opml(site) -> None:
    """What it says stands on the page of the sources too."""
    answer = site.visitor().get("/sources.opml")
    assert answer.body == b"<opml/>"
    assert answer.headers["content-type"].startswith("text/x-opml")
    assert make_site().visitor().get("/sources.opml").status == 404


# ------------------------------------------------------------------------- progress


def test_the_page_after_adding_follows_the_first_articles() -> None:
    """Until all have been asked and something is here; without script by a link."""
    source = Source(
        key="new",
        kind=SourceKind.FEED,
        url="https://new.example/feed",
        publisher=newsroom.COURIER,
        title="New",
    )
    site = make_site()

    def add(_feeds) -> AddResult:
        site.store.add_source(source, newsroom.NOW)
        return AddResult(added=(source, newsroom.SOURCES[0]), known=(newsroom.SOURCES[1],))

    made = make_site(
        store=site.store, empty=True, set_up=SetUp(starter=lambda: FEEDS, add_feeds=add)
    )
    owner = made.owner()
    path = act(owner, "/sources/add/starter", feed=FEEDS[0].url).headers["location"]
    page = tree(owner, path)
    assert "1 of 2 have been asked" in texts(page, "#progress")[0]
    assert page.css_first("#added").attributes["data-again"] == "4"
    assert texts(page, "#ad ~ ul .num") == ["2 articles", "waiting"]
    state = SourceState(next_poll=newsroom.NOW, last_poll=newsroom.NOW, error="timeout", failures=1)
    site.store.save_poll(PollOutcome(source="new", state=state), newsroom.NOW)
    page = tree(owner, path)
    assert "2 of 2 have been asked, 1 does not answer" in texts(page, "#progress")[0]
    assert "data-again" not in page.css_first("#added").attributes
    assert "Ledgerline" in texts(page, "#kn ~ ul a")


def test_sources_that_all_fail_are_not_waited_for(desk) -> None:
    """It says that none answers."""
    site = make_site(empty=True)
    source = newsroom.SOURCES[0]
    site.store.add_source(source, newsroom.NOW)
    state = SourceState(next_poll=newsroom.NOW, last_poll=newsroom.NOW, error="timeout", failures=1)
    site.store.save_poll(PollOutcome(source=source.key, state=state), newsroom.NOW)
    add = SetUp(starter=lambda: FEEDS, add_feeds=lambda _: AddResult(added=(source,)))
    owner = make_site(store=site.store, empty=True, set_up=add).owner()
    page = tree(owner, act(owner, "/sources/add/starter", feed=FEEDS[0].url).headers["location"])
    assert "None of them answers" in texts(page, "#progress")[0]
    assert "data-again" not in page.css_first("#added").attributes


def test_results_that_are_gone_lead_to_the_sources(site) -> None:
    """After a restart, and for visitors."""
    assert site.owner().get("/sources/added/gone").headers["location"] == "/sources"
    path = act(site.owner(), "/sources/add/starter", feed=FEEDS[0].url).headers["location"]
    assert site.visitor().get(path).headers["location"] == "/sources"
