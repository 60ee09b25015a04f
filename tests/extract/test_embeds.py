"""What of other houses stands in a text: its name, the address to open, and its place."""

from __future__ import annotations

import pytest
from tests.extract.test_extract import BODY, PARAGRAPHS, story

from tagwire.model import Article, BlockKind

WATCH = "https://www.youtube.com/watch?v=AEyOoZ7JpyY"


def check(article: Article, expected: list[tuple[str, str]]) -> None:
    found = [block for block in article.blocks if block.kind is BlockKind.EMBED]
    assert expected == [(block.text, block.links[0].url) for block in found]
    assert all(block.links[0].end == len(block.text) for block in found)


def inside(html: str) -> Article:
    return story(BODY + html + BODY.replace("Three", "Four"))


@pytest.mark.parametrize(
    ("attributes", "text", "url"),
    [
        pytest.param(
            'src="https://www.youtube.com/embed/AEyOoZ7JpyY?rel=0" title="Dawn &amp; tide"',
            "Dawn & tide",
            WATCH,
            id="titled",
        ),
        pytest.param(
            'src="//www.youtube-nocookie.com/embed/AEyOoZ7JpyY" title="YouTube video player"',
            "YouTube",
            WATCH,
            id="title of the frame",
        ),
        pytest.param(
            'src="" data-cmp-src="https://www.youtube.com/embed/AEyOoZ7JpyY"',
            "YouTube",
            WATCH,
            id="behind consent",
        ),
        pytest.param(
            'data-thumbnail-src="https://i.ytimg.com/vi/AEyOoZ7JpyY/0.jpg" src="https://www.youtube.com/embed/AEyOoZ7JpyY"',
            "YouTube",
            WATCH,
            id="beside its picture",
        ),
        pytest.param(
            'src="https://player.vimeo.com/video/371256985?h=1"',
            "Vimeo",
            "https://vimeo.com/371256985",
            id="vimeo",
        ),
        pytest.param(
            'src="https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fharbour%2Fposts%2F17"',
            "Facebook",
            "https://www.facebook.com/harbour/posts/17",
            id="address in the address",
        ),
        pytest.param(
            'src="https://open.spotify.com/embed/episode/7ckS4o26?locale=de"',
            "Spotify",
            "https://open.spotify.com/episode/7ckS4o26",
            id="recording",
        ),
    ],
)
def test_frames_of_known_houses_are_embeds(attributes: str, text: str, url: str) -> None:
    check(inside(f"<iframe {attributes}></iframe>"), [(text, url)])


@pytest.mark.parametrize(
    "html",
    [
        "<iframe src='https://ads.example/frame?1'></iframe>",
        "<iframe src='https://notyoutube.com/embed/AEyOoZ7JpyY'></iframe>",
        "<iframe src='https://www.facebook.com/plugins/like.php?href=https://site.example/a'></iframe>",
        "<iframe src='javascript:0'></iframe>",
        "<iframe></iframe>",
        "<video src='/wave.mp4' autoplay muted loop></video>",
    ],
    ids=["advert", "other house", "button", "script", "empty", "decoration"],
)
def test_other_frames_are_none(html: str) -> None:
    check(inside(html), [])


def test_a_recording_of_the_page_itself_is_an_embed() -> None:
    article = inside("<audio controls src='/sound/harbour.mp3'></audio>")
    assert [block.text for block in article.blocks if block.kind is BlockKind.EMBED] == ["Audio"]


def test_an_embed_keeps_its_place_and_is_no_text() -> None:
    frame = f"<iframe src='{WATCH.replace('watch?v=', 'embed/')}'></iframe>"
    article = inside(frame + frame)
    kinds = [block.kind for block in article.blocks]
    assert kinds.index(BlockKind.EMBED) == len(PARAGRAPHS)
    assert kinds.count(BlockKind.EMBED) == 1
    assert article.text == inside("").text


def test_frames_outside_the_text_are_none() -> None:
    frame = "<iframe src='https://www.youtube.com/embed/AEyOoZ7JpyY'></iframe>"
    check(story(f"{BODY}</article><aside><p>More</p>{frame}<p>Again more</p></aside>"), [])
