"""Domain names in texts and behind links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tagwire.model import Block, Publisher
from tagwire.urls import host_of, is_domain_name, registrable_domain

# Labels and their number are bounded: "x-x-x-…" must not cost the square of its length.
_CANDIDATE = re.compile(
    r"(?<![\w@.])(?:https?://)?(?=[\w-]{1,63}+\.)((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,10}[^\W\d_]{2,24})(?![\w@])(?:[/?#][^\s<>\"'»”)]*)?"
)

# Where links go to be shared, stored or counted, not because the house is a subject.
SHARE_DOMAINS = frozenset(
    [
        "facebook.com",
        "fb.com",
        "fb.me",
        "twitter.com",
        "x.com",
        "t.co",
        "t.me",
        "telegram.me",
        "telegram.org",
        "whatsapp.com",
        "wa.me",
        "instagram.com",
        "threads.net",
        "threads.com",
        "tiktok.com",
        "youtube.com",
        "youtu.be",
        "linkedin.com",
        "lnkd.in",
        "pinterest.com",
        "pin.it",
        "reddit.com",
        "redd.it",
        "tumblr.com",
        "vk.com",
        "vk.ru",
        "ok.ru",
        "weibo.com",
        "line.me",
        "viber.com",
        "bsky.app",
        "snapchat.com",
        "discord.com",
        "discord.gg",
        "twitch.tv",
        "flipboard.com",
        "getpocket.com",
        "mailto.com",
        "bit.ly",
        "ow.ly",
        "tinyurl.com",
        "buff.ly",
        "dlvr.it",
        "goo.gl",
        "g.co",
        "trib.al",
        "apple.news",
        "google.com",
        "apple.com",
        "spotify.com",
        "soundcloud.com",
        "amazon.com",
        "amzn.to",
        "substack.com",
        "patreon.com",
        "paypal.com",
        "paypal.me",
        "gofundme.com",
        "eepurl.com",
        "mailchimp.com",
        "list-manage.com",
        "feedburner.com",
        "addtoany.com",
        "sharethis.com",
        "wikipedia.org",
        "wikimedia.org",
        "archive.org",
        "archive.is",
        "archive.today",
        "archive.ph",
        "doi.org",
        "outbrain.com",
        "taboola.com",
        "doubleclick.net",
        "giphy.com",
        "imgur.com",
        "flickr.com",
        "vimeo.com",
        "dailymotion.com",
        "scribd.com",
        "documentcloud.org",
        "datawrapper.de",
        "flourish.studio",
        "max.ru",
        "dzen.ru",
    ]
)


class DomainName(NamedTuple):
    """A domain name in a text: where, and as printed without ``www.``."""

    start: int
    end: int
    label: str
    shared: bool  # a link to a share host, and no name of anybody


def find_domains(text: str) -> list[DomainName]:
    """Return the domain names printed in a text, with known public suffix only."""
    found = []
    for match in _CANDIDATE.finditer(text):
        printed = match[1]
        if is_domain_name(printed):
            start = match.start(1)
            if printed.lower().startswith("www."):
                start, printed = start + 4, printed[4:]
            is_link = match[0] != match[1] or printed.count(".") > 1
            shared = is_link and registrable_domain(printed.lower()) in SHARE_DOMAINS
            found.append(DomainName(start, match.end(1), printed, shared))
    return found


def without_domains(text: str, domains: list[DomainName]) -> str:
    """Return the text with blanks where domain names stand: equal length, no names in them."""
    parts: list[str] = []
    kept = 0
    for domain in domains:
        parts += [text[kept : domain.start], " " * (domain.end - domain.start)]
        kept = domain.end
    return "".join([*parts, text[kept:]])


def linked_domains(block: Block, publisher: Publisher) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and registrable domain of links to houses other than the publisher."""
    own = {publisher.domain.split(".")[0], _joined(publisher.name), _joined(publisher.family or "")}
    for link in block.links:
        host = host_of(link.url)
        domain = registrable_domain(host) if host else ""
        is_text = 0 <= link.start < link.end <= len(block.text)
        # The same name under another suffix is the same house.
        if domain and is_text and domain.split(".")[0] not in own and domain not in SHARE_DOMAINS:
            yield link.start, link.end, domain


def _joined(name: str) -> str:
    return "".join(name.lower().split())
