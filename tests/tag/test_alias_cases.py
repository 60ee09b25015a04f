"""What may and what must not be taken for what the corpus means by a name."""

from __future__ import annotations

import pytest

from tagwire.model import Alias, AliasSnapshot, ArticleTag, Mention, Role, Tag, TagKind
from tagwire.tag import Aliases, Vote, merges_of, name_of
from tagwire.text import slug_of


def tag(label: str, kind: str, **more: str) -> Tag:
    """Return a tag of this label."""
    return Tag(slug=more.pop("slug", slug_of(label)), label=label, kind=TagKind(kind), **more)


def found(one: Tag, confidence: float = 0.5, *roles: Role, shown: bool = True) -> ArticleTag:
    """Return a tag as an article has it."""
    mention = Mention(
        field="text", start=0, end=len(one.label), surface=one.label, role=Role.MENTIONED
    )
    return ArticleTag(
        tag=one, roles=roles or (Role.MENTIONED,), relevance=0.5, confidence=confidence,
        mentions=(mention,), shown=shown,
    )  # fmt: skip


def corpus(name: str, meant: Tag, articles: int = 9, share: float = 1.0) -> AliasSnapshot:
    """Return what the corpus says about one name."""
    alias = Alias(name=name_of(name), tag=meant, articles=articles, share=share)
    return AliasSnapshot(day="2026-11-23", aliases=(alias,))


ADA = tag("Ada Vellund", "person")
BODY = tag("Northern Fishing Association", "organisation")


def check(given: ArticleTag, meant: Tag, expected: str) -> None:
    """Compare the slug that a tag gets under a corpus that means ``meant`` by its label."""
    [answer] = Aliases(corpus(given.tag.label, meant))([given])
    assert expected == answer.tag.slug


@pytest.mark.parametrize(
    ("given", "meant", "expected"),
    [
        (found(tag("Vellund", "person")), ADA, "ada-vellund"),
        (found(tag("Vellund", "organisation"), 0.5), ADA, "ada-vellund"),
        (found(tag("Vellund", "organisation"), 0.9), ADA, "vellund"),
        (found(tag("Vellund", "place"), 0.9), ADA, "vellund"),
        (found(tag("Vellund", "place"), 0.4), ADA, "ada-vellund"),
        (found(tag("NFA", "organisation")), BODY, "northern-fishing-association"),
        (found(tag("NFA", "person"), 0.5), BODY, "northern-fishing-association"),
        (found(tag("NFA", "person"), 0.9), BODY, "nfa"),
        (found(tag("N-FA", "organisation")), BODY, "n-fa"),
        (found(tag("Northern", "organisation")), BODY, "northern-fishing-association"),
        (found(tag("Northern", "keyword")), BODY, "northern-fishing-association"),
        (found(tag("Northern", "person")), BODY, "northern"),
        (found(tag("Van Ostrel", "person")), tag("Ada Van Ostrel", "person"), "ada-van-ostrel"),
        (found(tag("Jo Ostrel", "person")), tag("Ada Jo Ostrel", "person"), "jo-ostrel"),
    ],
    ids=["last name", "last name of a guess", "sure body", "sure place", "guessed place", "acronym",
         "acronym of a guess", "sure person", "party and state", "first word of a body", "keyword",
         "person", "last name of two words", "another full name"],
)  # fmt: skip
def test_a_short_form_is_the_long_one_unless_the_article_knows_better(
    given: ArticleTag, meant: Tag, expected: str
) -> None:
    """What the article is sure of counts more than what others say."""
    check(given, meant, expected)


@pytest.mark.parametrize(
    "given",
    [
        tag("ostrel.org", "domain"),
        tag("Ostrelian", "group", of="ostrel"),
        tag("Ada Ostrel", "person", uri="https://www.wikidata.org/entity/Q1"),
    ],
    ids=["domain", "group", "known"],
)
def test_what_means_what_it_says_is_never_renamed(given: Tag) -> None:
    """No corpus tells what an address, a people or a known thing is."""
    check(found(given), tag(given.label, "organisation", slug="other"), given.slug)


def test_two_names_of_one_become_one_tag_with_all_that_was_said() -> None:
    """Mentions, roles and sureness are put together, the subject first."""
    long = found(ADA, 0.9, Role.SPEAKER, shown=False)
    short = found(tag("Vellund", "person"), 0.5, Role.SUBJECT, Role.MENTIONED)
    other = found(tag("Ostrel", "place"), 0.9)
    aliases = Aliases(corpus("Vellund", ADA))
    answer = {one.tag.slug: one for one in aliases([long, short, other])}
    assert {"ada-vellund", "ostrel"} == set(answer)
    one = answer["ada-vellund"]
    assert (Role.SUBJECT, Role.SPEAKER, Role.MENTIONED) == one.roles
    assert ["Ada Vellund", "Vellund"] == [mention.surface for mention in one.mentions]
    assert (0.9, True) == (one.confidence, one.shown)


def test_nothing_is_said_twice_when_the_subject_is_among_neither() -> None:
    """Roles keep their order."""
    pair = [found(ADA, 0.5, Role.SPEAKER), found(tag("Vellund", "person"), 0.5, Role.SPEAKER)]
    [one] = Aliases(corpus("Vellund", ADA))(pair)
    assert (Role.SPEAKER,) == one.roles


def test_a_corpus_that_says_nothing_changes_nothing() -> None:
    """The first day of an instance."""
    tags = (found(ADA), found(BODY))
    assert tags == Aliases(AliasSnapshot(day=""))(tags)
    assert tags == Aliases(corpus("Elsewhere", ADA))(tags)


def merged(one: Tag, snapshot: AliasSnapshot) -> list[str]:
    """Return the reasons why the page of a tag goes into another."""
    row = Vote(name_of(one.label), one, 3)
    return [merge.reason for merge in merges_of([row], snapshot)]


@pytest.mark.parametrize(
    ("one", "snapshot", "reason"),
    [
        (tag("Vellund", "person"), corpus("Vellund", ADA), "means Ada Vellund"),
        (tag("NFA", "organisation"), corpus("NFA", BODY), "stands for Northern Fishing Association"),
        (tag("Northern", "keyword"), corpus("Northern", BODY), "is short for Northern Fishing Association"),
        (tag("Ostrél Rail", "organisation"), corpus("Ostrél Rail", tag("Ostrel Rail", "organisation")),
         "another spelling of Ostrel Rail"),
    ],
    ids=["last name", "acronym", "first word", "spelling"],
)  # fmt: skip
def test_a_merge_says_why_in_words(one: Tag, snapshot: AliasSnapshot, reason: str) -> None:
    """The owner reads it in the log."""
    [said] = merged(one, snapshot)
    assert said == f"{reason} (100% of the articles that tell, 9 in all)"


@pytest.mark.parametrize(
    ("one", "snapshot"),
    [
        (tag("Vellund", "person"), corpus("Vellund", ADA, articles=4)),
        (tag("Vellund", "person"), corpus("Vellund", ADA, share=0.94)),
        (tag("Vellund", "organisation"), corpus("Vellund", ADA)),
        (tag("Northern", "person"), corpus("Northern", BODY)),
        (tag("Va.", "place"), corpus("Va.", tag("V.A", "place", slug="v-a"))),
        (tag("Ostréla", "place"), corpus("Ostréla", tag("Ostrela", "place"), articles=1)),
        (tag("Vellund", "person"), corpus("Vellund", tag("Ada Vellund", "person", slug="ada-vellund--person"))),
        (tag("ostrel.org", "domain"), corpus("ostrel.org", tag("Ostrel Org", "organisation"))),
        (tag("Elsewhere", "place"), corpus("Vellund", ADA)),
    ],
    ids=["few articles", "few agree", "body", "person for a body", "two letters", "one article",
         "slug with its kind", "domain", "no alias"],
)  # fmt: skip
def test_a_page_stays_where_it_is_unless_that_is_sure(one: Tag, snapshot: AliasSnapshot) -> None:
    """A merged page is hard to part again."""
    assert [] == merged(one, snapshot)
