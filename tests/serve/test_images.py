"""Pictures of articles: none until the owner wants them, then ours only."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from serve import newsroom
from serve.asgi import Browser
from serve.site import make_site
from tagwire.model import Image, Key, NewArticle
from tagwire.serve import KEY_SETTING, Picture, SetUp, new_key
from tagwire.store.values import Work

REMOTE = "https://cdn.veldmar-courier.example/gate.jpg"


def site_with(*opt_outs: str, picture: Picture | None = None, wanted: bool = True, **settings):
    asked: list[str] = []

    async def find(url: str) -> Picture | None:
        asked.append(url)
        return picture

    site = make_site(empty=True, set_up=SetUp(find_picture=find if wanted else None), **settings)
    site.store.save_setting(KEY_SETTING, new_key())
    article = newsroom.lock_article(image=Image(url=REMOTE, caption="The gate"), opt_outs=opt_outs)
    new = NewArticle(
        article="i1",
        keys=(Key(kind="url", value="i1"),),
        tagged=newsroom.tagged(article),
        content_hash="i1",
    )
    at = newsroom.NOW - timedelta(hours=1)
    site.store.apply([Work(outcome=None, intent=new, source="courier", first_seen=at)], at)
    return site, asked


def page_of(browser: Browser) -> str:
    return browser.get(browser.get("/article/i1").headers["location"]).text


def image_of(browser: Browser) -> str | None:
    found = re.search(r'<img[^>]* src="([^"]+)"', page_of(browser))
    return found and found[1]


def test_no_picture_is_shown_until_the_owner_wants_it() -> None:
    """Nor fetched by an address that somebody makes up."""
    site, asked = site_with(wanted=False)
    assert image_of(site.visitor()) is None
    assert site.visitor().get("/image/i1/" + "0" * 32).status == 404
    assert asked == []


def test_a_picture_comes_from_our_address_as_nothing_but_a_picture() -> None:
    """Never hotlinked; opened in a tab of its own it can do nothing."""
    site, asked = site_with(picture=Picture("image/jpeg", b"\xff\xd8\xff"))
    browser = site.visitor()
    path = image_of(browser)
    assert path is not None
    assert REMOTE not in page_of(browser)
    answer = browser.get(path)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert asked == [REMOTE]


@pytest.mark.parametrize("path", ["/image/i1/" + "0" * 32, "/image/i1/é", "/image/nobody/00"])
def test_an_address_that_we_did_not_sign_fetches_nothing(path: str) -> None:
    """This is no open proxy."""
    site, asked = site_with(picture=Picture("image/jpeg", b"\xff\xd8\xff"))
    assert site.visitor().get(path).status == 404
    assert asked == []


def test_a_picture_that_cannot_be_shown_is_an_error_of_ours() -> None:
    """The error page holds nothing of the publisher's."""
    site, _ = site_with()
    path = image_of(site.visitor())
    assert path is not None
    answer = site.visitor().get(path)
    assert answer.status == 404
    assert REMOTE not in answer.text


@pytest.mark.parametrize("word", ["noimageindex", "noarchive"])
def test_a_forbidden_picture_is_for_the_owner_only(word: str) -> None:
    """On a public instance, as with the text."""
    site, _ = site_with(word, host="0.0.0.0", excerpt_only=False)
    assert image_of(site.visitor()) is None
    assert image_of(site.owner()) is not None
