"""What tells that a text is not whole, and what only looks like it; on small invented pages."""

from __future__ import annotations

import pytest
from tests.extract.test_extract import BODY, PARAGRAPHS, story

from tagwire.extract._filler import is_filler
from tagwire.model import CompletenessState

FULL, PARTIAL = CompletenessState.FULL, CompletenessState.PARTIAL
PAYWALLED = CompletenessState.PAYWALLED
NOT_FREE = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>'
STATED = '<script type="application/ld+json">{"@type":"NewsArticle","wordCount":"%d"}</script>'
TEASER = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"
LONG = "".join(f"<p>On day {n}: {text}</p>" for n in range(5) for text in PARAGRAPHS)


def check(expected: CompletenessState, inner: str, head: str = "") -> None:
    found = story(inner, head).completeness
    assert expected is found.state, found.reason
    assert bool(found.reason) == (expected is not FULL)


@pytest.mark.parametrize(
    "line",
    [
        "<h2>This post is for paid subscribers</h2>",
        "<p>Subscribe now to read the full story</p>",
        "<p>Il vous reste 57 % de cet article à lire. La suite est réservée aux abonnés.</p>",
        "<h2>Kostenlos registrieren und weiterlesen</h2>",
        "<p>Möchten Sie weiterlesen?</p>",
        "<p>Lesen Sie weiter mit einem Abonnement.</p>",
        "<p>Para seguir leyendo, suscríbete</p>",
        "<p>Per continuare a leggere, abbonati</p>",
        "<p>Pozostało 80% artykułu</p>",
        "<p>Чтобы читать дальше, оформите подписку</p>",
        "<p>この記事は会員限定です</p>",
        "<p>登录后继续阅读全文</p>",
        "<p>이 기사는 구독 회원만 볼 수 있습니다</p>",
        "<p>Få fuld adgang og læs resten af artiklen</p>",
        "<p>För att läsa hela artikeln behöver du en prenumeration</p>",
        "<p>Om dit artikel te lezen heeft u een abonnement nodig</p>",
        "<p>The rest of this article is for subscribers.</p>",
        "<p>Der Rest des Artikels ist nur für Abonnenten sichtbar.</p>",
        "<p>This is a preview. Subscribers only.</p>",
        "<div class='paywall'><p>Choose a plan that suits you</p></div>",
    ],
)
def test_a_wall_after_the_text_is_named(line: str) -> None:
    """What wants payment or registration for the rest makes the page paywalled."""
    check(PAYWALLED, BODY + line)


def test_a_stated_wall_needs_a_sign_that_the_text_ends_early() -> None:
    """Many pages state that they are not free and show everything; few of these are short."""
    check(FULL, LONG, NOT_FREE)
    check(PAYWALLED, BODY, NOT_FREE)
    longer = BODY + f"<p>On Friday: {PARAGRAPHS[2]}</p><p>On Sunday: {PARAGRAPHS[3]}</p>"
    check(FULL, longer + BODY.replace("<p>", "<p>Once more: "), NOT_FREE)
    cut = "<p>The council will meet again on Monday to ...</p>"
    check(PAYWALLED, longer + BODY.replace("<p>", "<p>Once more: ") + cut, NOT_FREE)


WALL_LINE = "<h2>Create a FREE account to continue reading</h2>"


@pytest.mark.parametrize(
    ("days", "head", "expected"),
    [
        pytest.param(40, "", FULL, id="long and free"),
        pytest.param(40, NOT_FREE, PAYWALLED, id="long and stated as not free"),
        pytest.param(8, "", PAYWALLED, id="not so long"),
    ],
)
def test_a_wall_lies_over_a_very_long_text(
    days: int, head: str, expected: CompletenessState
) -> None:
    text = "".join(f"<p>On day {n}: {text}</p>" for n in range(days) for text in PARAGRAPHS)
    check(expected, text + WALL_LINE, head)


def test_a_wall_below_a_copy_of_the_beginning_closes_the_copy() -> None:
    """Some pages keep the whole text, and show its beginning again over the wall."""
    copy = f"<div class='teaser'><p>On day 0: {PARAGRAPHS[0]}</p></div>"
    check(FULL, f"{LONG}</article>{copy}{WALL_LINE}<article>")
    check(PAYWALLED, f"{LONG}</article>{WALL_LINE}{copy}<article>")


def test_filler_in_the_place_of_the_text_is_no_text() -> None:
    """Some walls put Latin where the text would be."""
    latin = "Dolor ipsam et est cumque. Laboriosam sed delectus rerum sint qui natus tenetur."
    article = story(f"<p>{PARAGRAPHS[0]}</p><p>{latin}</p><p>{latin} Quasi id non minima.</p>")
    assert PAYWALLED is article.completeness.state
    assert PARAGRAPHS[0] == article.text


def test_latin_words_inside_a_language_are_no_filler() -> None:
    assert not is_filler(
        "Il ministro ha detto che la riforma della legge non è in pericolo e ad oggi va bene."
    )
    assert not is_filler("A in et ad est")


def test_a_short_text_that_breaks_off_is_partial() -> None:
    """Dots at the end of a long text are the author's."""
    dots = "<p>The mayor said that nobody knew what would happen...</p>"
    check(PARTIAL, TEASER + dots)
    check(FULL, LONG + dots)
    check(PARTIAL, LONG + "<p>The mayor said that nobody knew what would […]</p>")


def test_what_goes_on_at_another_place_is_partial_there_and_no_wall() -> None:
    """In print or on another site: nobody is asked for money here."""
    cut = "<p>The council will meet again on Monday and …</p>"
    check(PARTIAL, BODY + cut + "<p>Lesen Sie weiter in der gedruckten Ausgabe.</p>")
    check(
        PARTIAL,
        BODY + '<p><a href="https://paper.example/1">Lesen Sie weiter auf paper.example</a></p>',
    )


def test_a_link_to_the_rest_is_partial_and_a_button_is_not() -> None:
    """A button unfolds what is in the page already."""
    check(PARTIAL, BODY + "<p><a href='https://other.example/whole'>Read the full article</a></p>")
    check(PARTIAL, LONG + "<p>Lire la suite sur <a href='https://other.example/a'>Le Quai</a></p>")
    check(FULL, BODY + "<p><a href='javascript:void(0)'>Read the full article</a></p>")
    check(FULL, BODY + "<p><a href='#more'>Read the full article</a></p>")


def test_fewer_words_than_stated_are_partial() -> None:
    """Some pages count letters in the place of words."""
    check(PARTIAL, TEASER, STATED % 1_285)
    check(FULL, TEASER, STATED % 440)


@pytest.mark.parametrize(
    "line",
    [
        "<p>This article is for informational purposes and no legal advice.</p>",
        "<p>The book is for subscribers of the harbour library, said the keeper of its keys.</p>",
        "<footer>Already a subscriber? <a href='/login'>Log in</a></footer>",
    ],
)
def test_what_only_sounds_like_a_wall_is_none(line: str) -> None:
    check(FULL, BODY + line)
