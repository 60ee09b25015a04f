"""Videos, posts and recordings of other houses that stand in a text: a name and an address.

<iframe src="https://www.youtube.com/embed/ID" title="Harbour at dawn">
  -> EMBED "Harbour at dawn", linked to https://www.youtube.com/watch?v=ID

Frames also hold adverts, counters, forms and buttons: only known houses count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from tagwire.extract._region import Region
from tagwire.extract._walk import Walked, plain
from tagwire.model import Block, BlockKind, Link
from tagwire.text import squeeze
from tagwire.urls import fetch_url

_MAX_EMBEDS = 50
_MAX_TITLE_CHARS = 300
_MAX_SOURCES = 5  # of one frame: itself, its thumbnail, and for later
_MAX_ATTRIBUTES = 20_000
# Lazy pages and those that ask for consent first keep the address in an attribute of their own.
_SOURCE = re.compile(r'\s(?:data-[\w-]{0,40})?src="\s*((?:https?:/)?/[^"]{4,2000})"', re.IGNORECASE)
_TITLE = re.compile(r'\stitle="([^"]{3,1000})"', re.IGNORECASE)
_CONTROLS = re.compile(r"\scontrols\b", re.IGNORECASE)
# Titles that name the kind of frame and not what is in it.
_NO_TITLE = re.compile(
    r"(?:youtube |vimeo |twitter |instagram |embedded |embed |externer? |external )*"
    r"(?:video|audio|media|post|tweet|content|inhalt|iframe|frame|embed|player)(?: player| embed| content)*",
    re.IGNORECASE,
)
# Ends of host names, each with the name of the house.
_HOUSES: Mapping[str, str] = {
    "youtube.com": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "dailymotion.com": "Dailymotion",
    "rumble.com": "Rumble",
    "twitch.tv": "Twitch",
    "rutube.ru": "Rutube",
    "vk.com": "VK",
    "bilibili.com": "Bilibili",
    "tiktok.com": "TikTok",
    "instagram.com": "Instagram",
    "facebook.com": "Facebook",
    "twitter.com": "X",
    "x.com": "X",
    "bsky.app": "Bluesky",
    "truthsocial.com": "Truth Social",
    "reddit.com": "Reddit",
    "redditmedia.com": "Reddit",
    "t.me": "Telegram",
    "pinterest.com": "Pinterest",
    "spotify.com": "Spotify",
    "soundcloud.com": "SoundCloud",
    "acast.com": "Acast",
    "podigee.io": "Podigee",
    "podbean.com": "Podbean",
    "megaphone.fm": "Megaphone",
    "libsyn.com": "Libsyn",
    "buzzsprout.com": "Buzzsprout",
    "podcasts.apple.com": "Apple Podcasts",
    "deezer.com": "Deezer",
    "datawrapper.de": "Datawrapper",
    "dwcdn.net": "Datawrapper",
    "flourish.studio": "Flourish",
    "infogram.com": "Infogram",
    "documentcloud.org": "DocumentCloud",
    "scribd.com": "Scribd",
    "giphy.com": "Giphy",
}
_FILES: Mapping[str, str] = {"video": "Video", "audio": "Audio"}
# Buttons and boxes to follow somebody, no posts.
_BUTTONS = re.compile(
    r"/plugins/(?:like|like_box|likebox|page|share_button|follow|comments)\b|/widgets/|/sharer|follow_button"
)
# Where a frame shows what: the address that a reader can open.
_OPENED: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r".*youtube(?:-nocookie)?\.com/embed/([\w-]{11})(?![\w-]).*"),
        r"https://www.youtube.com/watch?v=\1",
    ),
    (re.compile(r".*player\.vimeo\.com/video/(\d+).*"), r"https://vimeo.com/\1"),
    (re.compile(r"(https://open\.spotify\.com)/embed(?:-podcast)?/([^?]+).*"), r"\1/\2"),
    (re.compile(r"(https://truthsocial\.com/@\w+/\d+)/embed.*"), r"\1"),
    (re.compile(r"(https://www\.instagram\.com/(?:p|reel)/[\w-]+)/embed.*"), r"\1/"),
    (re.compile(r"(https://t\.me/\w+/\d+)\?.*"), r"\1"),
)


def embeds_of(walked: Walked, region: Region, base: str) -> Mapping[int, list[Block]]:
    """Return what is embedded in the region, by the index of the piece that follows it."""
    found: dict[int, list[Block]] = {}
    seen: set[str] = set()
    for index, tag, attributes in walked.embeds:
        if not region.core_first < index <= region.core_end or len(seen) >= _MAX_EMBEDS:
            continue
        block = _embed(tag, attributes, base) if len(attributes) <= _MAX_ATTRIBUTES else None
        if block is not None and block.links[0].url not in seen:
            seen.add(block.links[0].url)
            found.setdefault(index, []).append(block)
    return found


def _embed(tag: str, attributes: str, base: str) -> Block | None:
    # A picture that moves has no controls.
    is_file = tag in _FILES and _CONTROLS.search(attributes) is not None
    if not is_file and tag != "iframe":
        return None
    for source in _SOURCE.findall(attributes)[:_MAX_SOURCES]:
        url = fetch_url(plain(source), base)
        name = _FILES[tag] if is_file else _house_of(url or "")
        if url is not None and name:
            text = _title_of(attributes) or name
            link = Link(start=0, end=len(text), url=_opened(url))
            return Block(kind=BlockKind.EMBED, text=text, links=(link,))
    return None


def _house_of(url: str) -> str:
    """Return the name of the house whose page is shown, "" for unknown ones and buttons."""
    if _BUTTONS.search(url):
        return ""
    parts = (urlsplit(url).hostname or "").split(".")
    ends = (".".join(parts[place:]) for place in range(max(len(parts) - 3, 0), len(parts)))
    return next((_HOUSES[end] for end in ends if end in _HOUSES), "")


def _opened(url: str) -> str:
    for shown, page in _OPENED:
        if match := shown.fullmatch(url):
            return match.expand(page)
    shown_by = parse_qs(urlsplit(url).query).get(
        "href" if "facebook.com/plugins/" in url else "", []
    )
    return (fetch_url(shown_by[0]) if shown_by else None) or url


def _title_of(attributes: str) -> str:
    title = _TITLE.search(attributes)
    text = squeeze(plain(title[1]))[:_MAX_TITLE_CHARS] if title else ""
    return "" if _NO_TITLE.fullmatch(text) else text
