"""The picture that leads an article: the one shown above the text, else the one put forward.

    shown near the headline, same file as a stated one  >  shown with a caption  >  stated

What pages state for social networks is often a cut with words and logos in it; the
picture that readers see is the same without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from tagwire.extract._features import bare
from tagwire.extract._head import Head
from tagwire.extract._jsonld import texts_of
from tagwire.extract._marks_table import Mark
from tagwire.extract._walk import Walked, plain
from tagwire.model import Block, BlockKind, Image
from tagwire.urls import fetch_url

_BEFORE, _AFTER = 3, 14  # pieces around the headline where the leading picture stands
# How far below the headline a picture with a caption leads the text: swept 0, 4, 6 on fundus_tests.
_CAPTIONED = 4
_MAX_STATED = 6
_MAX_ABOVE = 1  # a summary
_MIN_TEXT_CHARS = 80
_MIN_WIDTH = 300
_MAX_ATTRIBUTES = 20_000
_SOURCE = re.compile(
    r'\s(?:data-(?:lazy-)?src|data-original|data-url|src)="([^"]{8,2000})"', re.IGNORECASE
)
_SRCSET = re.compile(r'\s(?:data-(?:lazy-)?)?srcset="([^"]{8,20000})"', re.IGNORECASE)
_CANDIDATE = re.compile(r"(\S{8,2000}?)\s+(\d{2,5})w(?:,|\s|$)")
_WIDTH = re.compile(r'\swidth="(\d{1,5})(?:px)?"')
_NO_PHOTO = re.compile(
    r"avatar|author|autor|logo|icon|profile|portrait-small|emoji|placeholder|spacer|blank\.|pixel"
    r"|badge|sprite|\.svg|\.gif(?:$|\?)|/ads?/",
    re.IGNORECASE,
)
# A number or a digest; a year or a day begins with 20.
_KEY = re.compile(r"(?<![^\W_])(?!20)(?=[^\W\d_]{0,40}\d)[^\W_]{6,}")
_NO_LETTER = re.compile(r"[\W\d]")
_MIN_STEM_CHARS, _MAX_STEM_CHARS = 24, 30
_ALT = re.compile(r'\salt="([^"]{12,600})"')
_ANY_ALT = re.compile(r'\salt="([^"]{5,300})"')


def image_of(
    head: Head, walked: Walked, headline_index: int | None, blocks: Sequence[Block], base: str
) -> Image | None:
    """Return the picture that leads the article, with the words beside its place."""
    stated = _stated_urls(head, base)
    url = _shown_url(walked, headline_index, stated, base) or next(iter(stated), None)
    if url is None:
        return None
    caption, credit = _words_beside(blocks)
    if not caption and not credit:
        caption = _alt_of(walked, url)
    return Image(url=url, caption=caption, credit=credit)


def alts_of(walked: Walked) -> frozenset[str]:
    """Return the texts that pictures carry, made comparable."""
    texts = (_ALT.search(attributes) for _, attributes in walked.images)
    return frozenset(bare(plain(match[1])) for match in texts if match)


def _stated_urls(head: Head, base: str) -> list[str]:
    """Return the pictures that the head puts forward, the one for social networks first."""
    raw = [
        head.first("og:image", "og:image:url", "og:image:secure_url"),
        *_image_urls(head.article.get("image")),
        head.first("twitter:image", "twitter:image:src"),
    ]
    urls = (fetch_url(link, base) for link in raw if link)
    return list(dict.fromkeys(url for url in urls if url))


def _image_urls(value: object) -> list[str]:
    found: list[str] = []
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, dict):
            found += texts_of(part.get("url")) or texts_of(part.get("contentUrl"))
    return found


def _shown_url(
    walked: Walked, headline_index: int | None, stated: Sequence[str], base: str
) -> str | None:
    """Return the picture near the headline that is a stated one, or that has a caption."""
    if headline_index is None:
        return None
    first, last = headline_index - _BEFORE, headline_index + _AFTER
    near = [(i, attributes) for i, attributes in walked.images if first <= i <= last]
    keys = {key for url in stated[:_MAX_STATED] for key in _keys_of(url)} if near else set()
    captioned: str | None = None
    for index, attributes in near:
        url = _largest(attributes, base)
        if url is None or _NO_PHOTO.search(url):
            continue
        if not keys.isdisjoint(_keys_of(url)):
            return url
        if captioned is None and _leads(walked, headline_index, index):
            captioned = url
    return captioned


def _largest(attributes: str, base: str) -> str | None:
    """Return the address of the widest file of an image, None when all are small."""
    if len(attributes) > _MAX_ATTRIBUTES:
        return None
    srcset = _SRCSET.search(attributes)
    sizes = _CANDIDATE.findall(plain(srcset[1])) if srcset else []
    if sizes:
        link, width = max(sizes, key=lambda size: int(size[1]))
        return fetch_url(link.lstrip(","), base) if int(width) >= _MIN_WIDTH else None
    stated = _WIDTH.search(attributes)
    if stated and int(stated[1]) < _MIN_WIDTH:
        return None
    links = [plain(link) for link in _SOURCE.findall(attributes)]
    return next((url for link in links if (url := fetch_url(link, base))), None)


def _keys_of(url: str) -> set[str]:
    """Return what files of one picture share in their names, whatever their size."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part][-3:]
    keys = set(_KEY.findall("/".join(parts).lower()))
    if parts and len(parts[-1]) >= _MIN_STEM_CHARS:
        keys.add(_NO_LETTER.sub("", parts[-1])[:_MAX_STEM_CHARS])
    return keys


def _leads(walked: Walked, headline_index: int, index: int) -> bool:
    """Tell whether a picture has a caption and stands above the text."""
    if not 0 < index - headline_index <= _CAPTIONED or index >= len(walked.pieces):
        return False
    above = [piece for piece in walked.pieces[headline_index + 1 : index] if _is_text(piece.text)]
    captioned = walked.pieces[index].marks & (Mark.CAPTION | Mark.CREDIT | Mark.FIGURE)
    return bool(captioned) and len(above) <= _MAX_ABOVE


def _is_text(text: str) -> bool:
    return len(text) >= _MIN_TEXT_CHARS


def _words_beside(blocks: Sequence[Block]) -> tuple[str, str]:
    """Return caption and credit of the picture that leads the text."""
    caption = credit = ""
    for block in blocks[:6]:
        if block.kind is BlockKind.CAPTION and not caption:
            caption = block.text
        elif block.kind is BlockKind.CREDIT and not credit:
            credit = block.text
        elif block.kind is BlockKind.PARAGRAPH:
            break
    return caption, credit


def _alt_of(walked: Walked, url: str) -> str:
    file_name = url.rsplit("/", 1)[-1].split("?")[0]
    for _, attributes in walked.images:
        if file_name and file_name in attributes:
            match = _ANY_ALT.search(attributes)
            return plain(match[1]) if match else ""
    return ""
