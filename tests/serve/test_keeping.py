"""The owner's page about keeping and erasing."""

from __future__ import annotations

from pathlib import Path

import pytest

from serve import newsroom
from serve.reading import texts, tree
from serve.site import SiteUnderTest, act, make_site
from store.builders import archived, article_tag, new, tagged
from tagwire.model import Tag
from tagwire.run.desk import disk_use, keeping_desk_of
from tagwire.run.settings import Settings
from tagwire.serve import SetUp
from tagwire.serve.retention import Retention, retention_of
from tagwire.store import MemoryStore
from tagwire.store.values import ListQuery

PAGE = "/owner/keeping"


class Now:
    """A clock that stands."""

    def now(self):
        return newsroom.NOW

    def product_seconds(self, real_s: float) -> float:
        return real_s


@pytest.fixture
def site(tmp_path: Path) -> SiteUnderTest:
    """A site whose process offers the page over an empty folder."""
    store = MemoryStore()
    desk = keeping_desk_of(Settings(data=tmp_path, keep_articles_days=400), store, Now())
    return make_site(store=store, set_up=SetUp(keeping=desk))


def with_person(site: SiteUnderTest) -> Tag:
    """Store two articles about somebody: one with the tag, one that only has the name."""
    part = article_tag("Ada Lovelace")
    told = {"a": tagged("Told", tags=[part]), "b": tagged("Named", text="Ada Lovelace came.")}
    works = [archived(new(key, one, keys=[f"x.example/{key}"])) for key, one in told.items()]
    site.store.apply(works, newsroom.NOW)
    while site.store.index_search(100):
        pass
    return part.tag


def check_refused(site: SiteUnderTest, path: str, status: int, **form: str) -> None:
    before = site.store.totals(newsroom.NOW).articles
    assert act(site.owner(), path, **form).status == status
    assert site.store.totals(newsroom.NOW).articles == before
    assert retention_of(site.store) == Retention()


def test_only_the_owner_sees_the_page(site: SiteUnderTest) -> None:
    assert site.visitor().get(PAGE).status == 403
    page = tree(site.owner(), PAGE)
    assert "Articles go after 400 days." in texts(page, ".section p")[0]


def test_a_process_that_does_not_offer_it_says_so() -> None:
    bare = make_site()
    assert bare.owner().get(PAGE).status == 404
    assert act(bare.owner(), PAGE, days="3").status == 404
    assert act(bare.owner(), "/owner/erase", what="article", key="x", sure="1").status == 404


def test_the_owner_says_how_long_articles_are_kept(site: SiteUnderTest) -> None:
    """For all, and for single sources; 0 takes the time of a source away again."""
    owner = site.owner()
    form = {"days": "30", "gigabytes": "1.5", "source": "courier", "source_days": "7"}
    assert act(owner, PAGE, **form).status == 303
    rules = retention_of(site.store)
    assert (rules.days, rules.size_bytes, rules.sources) == (30, 1_500_000_000, {"courier": 7})
    told = texts(tree(owner, PAGE), ".section p")[0]
    assert "Articles go after 30 days. The oldest go when the store takes more than 1.5 GB" in told
    act(owner, PAGE, source="courier", source_days="0")
    assert retention_of(site.store).sources == {}
    assert retention_of(site.store).days == 30


@pytest.mark.parametrize(
    "form",
    [
        {"days": "many"},
        {"days": "-1"},
        {"days": "nan"},
        {"gigabytes": "1e99"},
        {"source": "nobody", "source_days": "3"},
        {"source": "courier", "source_days": "soon"},
    ],
    ids=str,
)
def test_rules_that_cannot_be_meant_are_refused(site: SiteUnderTest, form: dict[str, str]) -> None:
    check_refused(site, PAGE, 400, **form)


def test_an_article_is_erased_by_its_address(site: SiteUnderTest) -> None:
    """The page says so, and logs it without a name."""
    card = site.store.list_articles(ListQuery(limit=5)).cards[0]
    answer = act(site.owner(), "/owner/erase", what="article", key=card.article, sure="1")
    assert "1 article is erased." in answer.text
    assert site.store.find_article(card.article) is None
    assert card.headline not in tree(site.owner(), PAGE).html
    assert "raw pages and search follow" in tree(site.owner(), PAGE).html


def test_a_person_is_erased_by_name(site: SiteUnderTest) -> None:
    person = with_person(site)
    form = {"what": "person", "key": person.label, "sure": "1"}
    shown = act(site.owner(), "/owner/erase", **form)
    assert f"Erase {person.label}?" in shown.text
    assert f'name="seen" value="{person.slug}"' in shown.text
    assert site.store.find_tag(person.slug) is not None
    form |= {"key": person.slug, "seen": person.slug}
    assert act(site.owner(), "/owner/erase", **(form | {"sure": ""})).status == 400
    answer = act(site.owner(), "/owner/erase", **form)
    assert f"The tag {person.label} is erased." in answer.text
    assert site.store.find_tag(person.slug) is None


def test_the_articles_that_go_with_a_person_are_shown_first(site: SiteUnderTest) -> None:
    """And then as many go as were shown."""
    person = with_person(site)
    before = site.store.totals(newsroom.NOW).articles
    form = {"what": "person", "key": person.slug, "articles": "1"}
    shown = act(site.owner(), "/owner/erase", **form).text
    assert "With it go 2 articles: 1 with the tag, 1 more with the full name in the text" in shown
    assert "<li>Named</li>" in shown
    assert site.store.totals(newsroom.NOW).articles == before
    act(site.owner(), "/owner/erase", **form, seen=person.slug, sure="1")
    assert site.store.totals(newsroom.NOW).articles == before - 2


def test_a_place_is_no_person(site: SiteUnderTest) -> None:
    place = next(row.tag for row in site.store.list_tags("", 99) if row.tag.kind == "place")
    check_refused(site, "/owner/erase", 404, what="person", key=place.slug, sure="1")
    assert site.store.find_tag(place.slug) is not None


@pytest.mark.parametrize(
    ("status", "form"),
    [
        (400, {"what": "article", "key": "x"}),
        (400, {"what": "town", "key": "x", "sure": "1"}),
        (400, {"what": "article", "key": " ", "sure": "1"}),
        (404, {"what": "person", "key": "Nobody At All", "sure": "1"}),
    ],
)
def test_nothing_is_erased_by_accident(
    site: SiteUnderTest, status: int, form: dict[str, str]
) -> None:
    check_refused(site, "/owner/erase", status, **form)


def test_what_is_not_stored_is_told(site: SiteUnderTest) -> None:
    answer = act(site.owner(), "/owner/erase", what="article", key="nothing", sure="1")
    assert "Nothing is stored under nothing." in answer.text


def test_what_takes_room_is_told_by_name(tmp_path: Path) -> None:
    """Old copies of the store are named apart: erased things are still in them."""
    for name, size in (
        ("tagwire.db", 10),
        ("tagwire.db-wal", 5),
        ("tagwire.db.before-v3", 7),
        ("search.sqlite", 3),
        ("worker.log", 2),
    ):
        (tmp_path / name).write_bytes(bytes(size))
    (tmp_path / "problems" / "a1" / "1").mkdir(parents=True)
    (tmp_path / "problems" / "a1" / "1" / "page.html").write_bytes(bytes(8))
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "a.warc.gz").write_bytes(bytes(20))
    sizes = {row.name: row.size_bytes for row in disk_use(Settings(data=tmp_path))}
    assert sizes == {
        "Articles, tags and queue": 15,
        "Words of the search": 3,
        "Raw pages": 20,
        "Reported problems": 8,
        "Logs": 2,
        "Copies made before a new layout": 7,
    }
