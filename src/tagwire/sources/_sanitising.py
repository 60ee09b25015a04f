"""HTML from outside: what may stay of it, and the plain text of a title."""

from __future__ import annotations

import html
import re
from functools import lru_cache

import nh3

from tagwire.html_caps import FORMATTING, VOID
from tagwire.text import squeeze
from tagwire.urls import fetch_url

_TAG_NAMES = (
    "a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre "
    "q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead time tr u ul var wbr"
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "bdo": {"dir"},
    "blockquote": {"cite"},
    "del": {"datetime"},
    "img": {"src", "alt", "title", "width", "height"},
    "ins": {"datetime"},
    "ol": {"start"},
    "q": {"cite"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "*": {"lang", "dir"},
}
_WITHOUT_CONTENT = {
    "script",
    "style",
    "template",
    "noscript",
    "select",
    "svg",
    "math",
    "title",
}
_SCHEMES = {"http", "https", "mailto"}

# The cleaner's time grows with the square of how many tags stand open, and of the entities in
# one text: 913 kB of "&" took 11 s, 280 kB of "<q>a</p>" 8 s. Formatting that stays open is
# opened again in each later block: 13 kB became 700 kB. In the texts of 97 real feeds open
# tags times tags come to 61,428 at most, entities to 5,301.
MAX_OPEN_TIMES_TAGS = 200_000
MAX_ENTITIES = 10_000
MAX_CARRIED = 2  # open formatting at a block, for each tag of the text, and besides:
FREE_CARRIED = 200
_FEW_TAGS = 40  # too few for any of this
_OPENING = re.compile(r"<(/?)([a-z][a-z0-9]*)")
# All other names stand in a line: behind them formatting goes on as it was.
_BLOCKS = frozenset(
    word
    for line in (
        "p div li dd dt td th tr table tbody thead tfoot caption ul ol dl h1 h2 h3 h4 h5 h6 hr pre blockquote address article",
        "aside center details dialog dir fieldset figcaption figure footer form header hgroup listing main menu nav section",
        "summary option optgroup select plaintext xmp search",
    )
    for word in line.split()
)
# What the next of its kind closes, or what holds nothing.
_NEVER_OPEN = VOID | {"p", "li"}
_ANY_TAG = re.compile(r"<[^<>]*>")

# Tags that titles really hold. Anything else in angle brackets is text: "<Le Monde> says".
_TITLE_TAG = re.compile(
    r"</?(?:a|abbr|acronym|applet|b|big|blink|br|center|cite|code|del|div|em|embed|font|frame|frameset|iframe|link|meta|object|script|style|h[1-6]|i|img|ins|kbd|li|mark|nobr|ol|p|q|s|small|span|strike|strong|sub|sup|tt|u|ul|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_TITLE_SCRIPT = re.compile(
    r"<(script|style)\b[^>]*>.*?</\1\s*>|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL
)
# XHTML's "<script/>" and "<iframe/>" are open tags to HTML and would swallow the text behind.
_SWALLOWING = re.compile(
    r"</?iframe\b[^<>]*>|<(?:script|style|title|noscript|svg)\b[^<>]*/>", re.IGNORECASE
)
_BREAKING = re.compile(r"</?(?:br|p|div|li|h[1-6])\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)


def sanitise(text: str, base: str = "") -> str:
    """Return the HTML without anything that can run, load or follow the reader.

    Ids, classes and styles go; relative addresses are resolved against ``base``
    and dropped without one; links get ``rel="noopener noreferrer nofollow"``.
    What was made to take long stays as plain text.
    """
    if "<" not in text and "&" not in text:
        return html.escape(text, quote=False)
    if text.count("&") > MAX_ENTITIES or _is_tangled(text):
        return html.escape(_ANY_TAG.sub(" ", text), quote=False)
    return _cleaner(fetch_url(base) or "").clean(_SWALLOWING.sub("", text))


def _is_tangled(text: str) -> bool:
    """Tell whether so many tags stand open in a text that cleaning it would take long."""
    if text.count("<") <= _FEW_TAGS:
        return False
    opened: dict[str, int] = {}
    tags = _OPENING.findall(text.lower())
    now, most, formatting, carried = 0, 0, 0, 0
    for slash, name in tags:
        if formatting and name in _BLOCKS:
            carried += formatting
        if name in _NEVER_OPEN:
            continue
        count = opened.get(name, 0)
        if not slash:
            opened[name] = count + 1
            now += 1
            if now > most:  # max() for each tag took a quarter of the time
                most = now
            if name in FORMATTING:
                formatting += 1
        elif count:
            opened[name] = count - 1
            now -= 1
            if name in FORMATTING:
                formatting -= 1
    is_carried = carried > MAX_CARRIED * len(tags) + FREE_CARRIED
    return is_carried or most * len(tags) > MAX_OPEN_TIMES_TAGS


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAG_NAMES.split()),
        clean_content_tags=_WITHOUT_CONTENT,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


def plain_title(text: str, *, is_html: bool) -> str:
    """Return a title as plain text.

    Feeds disagree how often a title is escaped: what still holds entities or tags
    after one round was escaped twice.
    """
    if "<" not in text and "&" not in text:
        return squeeze(text)
    if is_html:
        text = _unescaped(_without_tags(text))
    if _ENTITY.search(text):
        text = _unescaped(text)
    return squeeze(_without_tags(text))


def _unescaped(text: str) -> str:
    # Only what ends in a semicolon: "?a=1&copy=2" is no copyright sign.
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    return _TITLE_TAG.sub("", _BREAKING.sub(" ", _TITLE_SCRIPT.sub("", text)))
