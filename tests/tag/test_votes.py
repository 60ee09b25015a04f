"""What a corpus decides about names, and which tag pages become one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tag.articles import article, catalogue
from tagwire.model import AliasSnapshot, Tag, Tagged, TagKind
from tagwire.tag import Tagger, Vote, agree, merges_of, name_of, vote
from tagwire.text import slug_of


def tag(label: str, kind: str = "person", **more: str) -> Tag:
    """Return a tag of this label."""
    return Tag(slug=more.pop("slug", slug_of(label)), label=label, kind=TagKind(kind), **more)


def rows(*given: tuple[str, Tag, int]) -> list[Vote]:
    """Return votes, each tag also under its own label."""
    own = {one: n for _, one, n in given}
    return [Vote(name_of(name), one, n) for name, one, n in given] + [
        Vote(name_of(one.label), one, n)
        for one, n in own.items()
        if (name_of(one.label), one) not in {(name_of(name), t) for name, t, _ in given}
    ]


SANTOLINI = tag("Maria Santolini")


def check(votes: list[Vote], expected: dict[str, str]) -> None:
    """Compare what the snapshot says: name -> slug."""
    snapshot = vote(votes, "2026-11-23")
    assert expected == {alias.name: alias.tag.slug for alias in snapshot.aliases}
    assert snapshot == vote(votes[::-1], "2026-11-23")


def test_last_name_means_the_only_bearer() -> None:
    """Articles that say both names explain those that say the last name only."""
    check(rows(("Santolini", SANTOLINI, 9)), {"santolini": "maria-santolini"})


def test_last_name_of_two_frequent_people_means_neither() -> None:
    """A wrong person is worse than a short name."""
    check(rows(("Santolini", SANTOLINI, 9), ("Santolini", tag("Carlo Santolini"), 5)), {})


def test_bearers_count_who_are_never_called_by_the_last_name() -> None:
    """Carlo is always named in full, yet he is a Santolini too."""
    check(rows(("Santolini", SANTOLINI, 9), ("Carlo Santolini", tag("Carlo Santolini"), 9)), {})


def test_first_name_means_nobody() -> None:
    """Many are called Maria."""
    check(rows(("Maria", SANTOLINI, 40)), {})


def test_too_few_articles_decide_nothing() -> None:
    """Two articles are no corpus."""
    check(rows(("Santolini", SANTOLINI, 2)), {})


def test_acronym_means_the_body_that_is_spelled_out_beside_it() -> None:
    """A bracket in some articles explains the acronym in all."""
    body = tag("Northern Fishing Association", "organisation")
    check(rows(("NFA", body, 4)), {"nfa": "northern-fishing-association"})


def test_first_word_of_a_body_stays_a_name_of_its_own_when_it_mostly_stands_alone() -> None:
    """Ostrel is a company, "Ostrel Community Hub" one of its pages."""
    hub, ostrel = tag("Ostrel Community Hub", "organisation"), tag("Ostrel", "organisation")
    check(rows(("Ostrel", hub, 4), ("Ostrel", ostrel, 30)), {})
    check(rows(("Ostrel", hub, 4), ("Ostrel", ostrel, 3)), {"ostrel": "ostrel-community-hub"})


@pytest.mark.parametrize(
    ("rare", "common"),
    [
        (tag("U.S. Ostrel Board", "organisation"), tag("US Ostrel Board", "organisation")),
        (tag("Emma Gonzalez"), tag("Emma González")),
        (tag("Ostrelvale", "place"), tag("Östrelvale", "place")),
        (tag("co-operative banks", "keyword"), tag("cooperative banks", "keyword")),
        (tag("Election", "keyword"), tag("elections", "keyword")),
        (tag("politics, US", "keyword"), tag("US politics", "keyword")),
        (tag("DenisOstrel", "place"), tag("Denis Ostrel")),
        (
            tag("Ostrel Pass", "event", slug="ostrel-pass--event"),
            tag("Ostrel Pass", "organisation"),
        ),
    ],
    ids=["dots", "accent", "accent-place", "hyphen", "plural", "order", "hashtag", "kind"],
)
def test_rarer_spelling_is_the_common_one(rare: Tag, common: Tag) -> None:
    """Readers look for one page."""
    votes = rows((rare.label, rare, 2), (common.label, common, 8))
    check(votes, {name_of(rare.label): common.slug})
    assert [(rare.slug, common)] == [
        (merge.slug, merge.into) for merge in merges_of(votes, vote(votes, ""))
    ]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (tag("Mercury", "object"), tag("Mercury", "person", slug="mercury--person")),
        (tag("Jordan", "place"), tag("Jordan", "person", slug="jordan--person")),
        (tag("Muller"), tag("Müller")),
        (tag("Wales", "place"), tag("Wale", "place")),
        (tag("ostrel.org", "domain"), tag("Ostrel Org", "organisation")),
        (tag("край", "keyword"), tag("краи", "keyword")),
    ],
    ids=["planet", "country", "family", "no-plural", "domain", "letters"],
)
def test_different_things_stay_apart(a: Tag, b: Tag) -> None:
    """Alike is not equal."""
    votes = rows((a.label, a, 4), (b.label, b, 30))
    check(votes, {})
    assert [] == merges_of(votes, vote(votes, ""))


@pytest.mark.parametrize(
    ("case", "first"),
    [("Олегу Сущенко", "Олег Сущенко"), ("Петром Острельским", "Петр Острельский")],
)
def test_name_in_a_case_is_the_name_in_its_first_form(case: str, first: str) -> None:
    """Articles that only ever say "of Oleg" are on his page."""
    check(rows((case, tag(case), 3), (first, tag(first), 4)), {name_of(case): slug_of(first)})


def test_woman_and_case_of_a_man_stay_apart() -> None:
    """Иванова is a woman's name, or "of Иванов"."""
    check(
        rows(
            ("Александр Острелов", tag("Александр Острелов"), 9),
            ("Александра Острелова", tag("Александра Острелова"), 9),
        ),
        {},
    )


def test_full_name_without_the_middle_is_the_same_person() -> None:
    """Articles call George Q. Ostrel by both names."""
    person = tag("George Q. Ostrel")
    check(rows(("George Ostrel", person, 5)), {"georgeostrel": "george-q-ostrel"})


def snapshot_of(*votes: tuple[str, Tag, int]) -> AliasSnapshot:
    """Return the snapshot of these votes."""
    return vote(rows(*votes), "2026-11-23")


KNOWS = snapshot_of(("Santolini", SANTOLINI, 9))


def slugs_of(text: str, snapshot: AliasSnapshot | None = KNOWS) -> set[str]:
    """Return the tags of a text under a snapshot."""
    [answer] = Tagger(catalogue(), snapshot=snapshot)([article(text)])
    assert isinstance(answer, Tagged)
    return {found.tag.slug for found in answer.tags}


def test_tagger_takes_the_corpus_for_what_an_article_cannot_explain() -> None:
    """Santolini alone is Maria, as yesterday's articles say."""
    assert {"maria-santolini"} == slugs_of("On Monday Mrs Santolini left. Santolini said so.")
    assert {"santolini"} == slugs_of("On Monday Mrs Santolini left. Santolini said so.", None)


def test_article_that_explains_a_name_itself_is_believed() -> None:
    """This Santolini is another."""
    assert {"carlo-santolini"} == slugs_of("Carlo Santolini spoke. Later Santolini left.")


def test_article_with_two_bearers_is_left_alone() -> None:
    """Nobody guesses."""
    text = "Carlo Santolini met Maria Santolini. On Monday Santolini left."
    assert {"carlo-santolini", "maria-santolini", "santolini"} == slugs_of(text)


def test_what_the_catalogue_knows_needs_no_vote() -> None:
    """A corpus of nonsense does not rename Germany."""
    odd = snapshot_of(("Germany", tag("Ostrel Germany"), 50))
    assert {"germany"} == slugs_of("They went to Germany.", odd)


def test_keyword_of_several_publishers_is_shown_where_the_text_lacks_it() -> None:
    """The corpus tells a subject from the section of one house."""
    deal = tag("Grain deal", "keyword")
    for publishers, shown in ((1, False), (2, True)):
        snapshot = vote([Vote("graindeal", deal, 5, publishers)], "")
        given_article = article("It rained.", keywords=("grain deal",))
        [answer] = Tagger(catalogue(), snapshot=snapshot)([given_article])
        assert isinstance(answer, Tagged)
        assert [("grain-deal", shown)] == [(t.tag.slug, t.shown) for t in answer.tags]


def test_keywords_of_two_houses_meet_in_one_spelling() -> None:
    """Plural, hyphen and order are the habits of a house."""
    snapshot = vote(
        rows(
            ("Grain deals", tag("Grain deals", "keyword"), 3),
            ("grain-deal", tag("grain-deal", "keyword"), 6),
        ),
        "",
    )
    [answer] = Tagger(catalogue(), snapshot=snapshot)([article("Rain.", keywords=("Grain Deals",))])
    assert isinstance(answer, Tagged)
    assert ["grain-deal"] == [t.tag.slug for t in answer.tags]


def test_merges_are_rarer_than_aliases() -> None:
    """For an article most must agree, for a page nearly all."""
    own = tag("Santolini")
    votes = rows(
        ("Santolini", SANTOLINI, 9), ("Santolini", tag("Carlo Santolini"), 1), ("Santolini", own, 3)
    )
    snapshot = vote(votes, "")
    assert ["santolini"] == [alias.name for alias in snapshot.aliases]
    assert [] == merges_of(votes, snapshot)
    votes = rows(("Santolini", SANTOLINI, 9), ("Santolini", own, 3))
    [merge] = merges_of(votes, vote(votes, ""))
    assert ("santolini", SANTOLINI) == (merge.slug, merge.into)
    assert "means Maria Santolini (100% of the articles that tell, 9 in all)" == merge.reason


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (tag("Joseph"), tag("Ostrel Joseph")),
        (tag("Jackson", "place"), tag("Marla Jackson")),
        (tag("Berlin", "place"), tag("Ada Berlin")),
        (tag("Maria Ostrel"), tag("AP Maria Ostrel")),
    ],
    ids=["first-name", "place", "known", "full-name"],
)
def test_first_names_and_places_never_merge(short: Tag, long: Tag) -> None:
    """A page of a town stays a town's."""
    votes = rows((short.label, long, 30), (short.label, short, 3))
    assert [] == merges_of(votes, vote(votes, ""), catalogue())


def test_documents_of_one_input_agree() -> None:
    """The second document cannot know who Santolini is, the input can."""
    texts = ["Maria Santolini spoke. Santolini left.", "So said Maria Santolini. Santolini sat."]
    answers = Tagger(catalogue())([article(t) for t in [*texts, "On Monday Santolini left."]])
    agreed = agree([answer for answer in answers if isinstance(answer, Tagged)], catalogue())
    assert [["maria-santolini"]] * 3 == [[found.tag.slug for found in one.tags] for one in agreed]


labels = st.sampled_from(
    ["Ada Berlin", "Berlin", "A. Berlin", "ADA-BERLIN", "Ädä Berlin", "NFA", "b"]
)
some_rows = st.lists(
    st.builds(
        Vote,
        labels.map(name_of),
        st.builds(tag, labels, st.sampled_from(["person", "place", "organisation", "keyword"])),
        st.integers(1, 50),
    ),
    max_size=30,
)


@given(some_rows, st.randoms(use_true_random=False))
def test_vote_knows_no_order(votes: list[Vote], rng) -> None:
    """A store lists by name, an input by arrival."""
    shuffled = list(votes)
    rng.shuffle(shuffled)
    snapshot = vote(votes, "")
    assert snapshot == vote(shuffled, "")
    merges = merges_of(votes, snapshot, catalogue())
    assert not {merge.slug for merge in merges} & {merge.into.slug for merge in merges}
