"""Which tags an article gets."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tag.articles import article, catalogue, tagged
from tagwire.model import Article, Block, BlockKind, Reason, Rejected, Tagged
from tagwire.tag import Tagger


def check(text: str, expected: set[str], language: str = "en", headline: str = "") -> None:
    """Compare the slugs of a text."""
    found = tagged(article(text, headline=headline, language=language))
    assert expected == {tag.tag.slug for tag in found.tags}


def test_title_and_possessive_are_no_part_of_a_name() -> None:
    """A tag names the person, not the office."""
    check("He read President Vladimir Putin's letter.", {"vladimir-putin"})


def test_short_and_long_name_are_one_tag() -> None:
    """#Putin and #VladimirPutin are the same page."""
    check("Vladimir Putin spoke. Later Putin left. They saw Mr Putin.", {"vladimir-putin"})


@pytest.mark.parametrize("form", ["Putin", "VladimirPutin", "Vladimir-Putin", "vladimir putin"])
def test_all_forms_of_a_hashtag_are_one_tag(form: str) -> None:
    """In the text with a hash, and as the publisher's keyword."""
    [tag] = tagged(article("It rained.", keywords=(form,))).tags
    assert (tag.tag.slug, str(tag.tag.kind)) == ("vladimir-putin", "person")
    if form[0].isupper():
        check(f"They wrote #{form} on the wall.", {"vladimir-putin"})


def test_unknown_last_name_joins_the_only_bearer() -> None:
    """A last name alone means the one person of that name in the article."""
    check("Maria Santolini of Rome spoke. On Monday Santolini left.", {"maria-santolini", "rome"})


def test_last_name_of_two_persons_joins_neither() -> None:
    """Two bearers: nobody guesses."""
    check(
        "Maria Santolini met Carlo Santolini. On Monday Santolini left.",
        {"maria-santolini", "carlo-santolini", "santolini"},
    )


def test_acronym_in_brackets_is_the_long_name() -> None:
    """A bracket explains a short form."""
    check(
        "The Northern Fishing Association (NFA) met. The NFA agreed.",
        {"northern-fishing-association"},
    )


def test_adjective_of_a_country_is_a_group_of_that_country() -> None:
    """Russian is not Russia, but belongs to it."""
    found = tagged(article("Talks with Russian diplomats ended."))
    assert [(tag.tag.slug, tag.tag.of) for tag in found.tags] == [("russian", "russia")]


def test_adjective_inside_an_organisation_is_not_split() -> None:
    """The church is one name."""
    check("He joined the Russian Orthodox Church last year.", {"russian-orthodox-church"})


def test_domain_name_is_one_tag_and_no_other() -> None:
    """Kremlin.ru is not the Kremlin."""
    found = tagged(article("The text was published on Kremlin.ru at night."))
    assert [(t.tag.slug, t.tag.hashtag) for t in found.tags] == [("kremlin-ru", "#Kremlin.ru")]


def test_missing_blank_after_a_full_stop_is_no_domain() -> None:
    """ "ended.In" is two sentences."""
    check("The war ended.In Kyiv people cheered.", {"kyiv"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Michael Jordan scored.", "person"),
        ("They fled to Jordan by car.", "place"),
        ("Turkey's army crossed the border.", "place"),
        ("The U.S. said no.", "place"),
        ("Troops entered Georgia at dawn.", "place"),
    ],
    ids=["jordan-person", "jordan-place", "turkey", "us", "georgia"],
)
def test_persons_and_places_of_one_name_are_told_apart(text: str, kind: str) -> None:
    """The words around decide."""
    assert [kind] == [str(tag.tag.kind) for tag in tagged(article(text)).tags]


@pytest.mark.parametrize("word", ["On Tuesday it rained.", "The I and the He.", "In May. But why?"])
def test_days_months_and_pronouns_are_no_tags(word: str) -> None:
    """Capitals alone make no name."""
    check(word, set())


def test_first_word_of_a_sentence_is_no_name_by_its_capital() -> None:
    """Only a second sign makes it one."""
    check("Grain left port. Ships followed. Sailors sang.", set())


def test_headline_in_title_case_takes_only_names_of_the_text() -> None:
    """Every word has a capital there."""
    check(
        "The minister met Maria Santolini at the old port.",
        {"maria-santolini"},
        headline="Old Port Deal Signed After Maria Santolini Visit",
    )


def test_german_nouns_are_no_names() -> None:
    """All nouns have a capital in German."""
    check(
        "Die Regierung hat am Montag im Haus der Wirtschaft ein Gesetz für Friedrich Merz gelesen.",
        {"friedrich-merz"},
        language="de",
    )


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("俄罗斯总统普京在莫斯科发表讲话。", "zh", {"russia", "vladimir-putin", "moscow"}),
        ("وصل الرئيس بوتين إلى موسكو", "ar", {"vladimir-putin", "moscow"}),
        ("Владимира Путина ждут в Киеве.", "ru", {"vladimir-putin", "kyiv"}),
        ("L'Ukraine et la Russie négocient.", "fr", {"ukraine", "russia"}),
    ],
    ids=["zh", "ar", "ru", "fr"],
)
def test_names_in_other_scripts_and_cases_are_known(
    text: str, language: str, expected: set[str]
) -> None:
    """One identity in all languages."""
    check(text, expected, language)


def test_article_without_words_is_rejected_with_a_reason() -> None:
    """Nothing to read is an answer, not an exception."""
    [answer] = Tagger(catalogue())([article("  ")])
    assert isinstance(answer, Rejected)
    assert answer.reason is Reason.NO_ARTICLE


def test_order_of_articles_is_kept() -> None:
    """One answer for each article, in order."""
    batch = [article("Putin spoke."), article(""), article("Macron spoke.")]
    answers = Tagger(catalogue())(batch)
    assert [Tagged, Rejected, Tagged] == [type(answer) for answer in answers]


def test_slugs_of_one_article_are_unique() -> None:
    """Two identities never share a page."""
    text = "Mercury Mining Ltd bought Mercury Mining Group. Jordan met Jordan Smith in Jordan."
    slugs = [tag.tag.slug for tag in tagged(article(text)).tags]
    assert len(set(slugs)) == len(slugs)


def strings_of(given: Article) -> dict[str, str]:
    """Return every text that a mention can point into."""
    found = {"headline": given.headline, "by": given.by}
    found |= {f"blocks/{i}": block.text for i, block in enumerate(given.blocks)}
    found |= {f"keywords/{i}": keyword for i, keyword in enumerate(given.keywords)}
    found |= {f"authors/{i}": author for i, author in enumerate(given.authors)}
    return found | {f"credits/{i}": credit.name for i, credit in enumerate(given.credits)}


words = st.sampled_from(
    [
        "Putin",
        "Vladimir",
        "President",
        "the",
        "in",
        "of",
        "said",
        "Reuters",
        "(",
        ")",
        "-",
        ".",
        ",",
        "'",
        "’s",
        "U.S.",
        "EU",
        "KYIV",
        "Kremlin.ru",
        "Ivanov",
        "Maria",
        "Photo:",
        "İstanbul",
        "ﬁn",
        "俄罗斯",
        "Путина",
        "#Putin",
        "\n",
        "www.bbc.com",
        "US-Präsident",
        "l'Ukraine",
        "al-Assad",
        "ß",
        "😀",
        "É",
    ]
)
texts = st.one_of(st.text(max_size=60), st.lists(words, max_size=25).map(" ".join))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(headline=texts, body=st.lists(texts, max_size=3), keywords=st.lists(texts, max_size=3))
def test_every_mention_is_what_its_field_says_there(
    headline: str, body: list[str], keywords: list[str]
) -> None:
    """Every tag shows where it comes from."""
    kinds = (BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.CREDIT)
    blocks = [Block(kind=kind, text=text) for kind, text in zip(kinds, body, strict=False)]
    one = article(
        *blocks, headline=headline, keywords=tuple(keywords), authors=tuple(keywords), by=headline
    )
    [answer] = Tagger(catalogue())([one])
    if isinstance(answer, Tagged):
        strings = strings_of(one)
        for tag in answer.tags:
            assert tag.mentions
            for mention in tag.mentions:
                assert mention.surface
                assert mention.surface == strings[mention.field][mention.start : mention.end]


def test_domains_are_found_in_time_however_the_text_is_made() -> None:
    """A domain stands out behind a run of labels that is none; the run costs no second."""
    started = process_time()
    for run in ("x-" * 40_000, "x-a." * 20_000, "a." * 40_000):
        check(f"{run} and kremlin.ru", {"kremlin-ru"})
    assert process_time() - started < 1
