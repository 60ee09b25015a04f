"""What a page may cost to parse: its tags, their depth and their attributes.

The time of a parser of HTML grows with the square of some of them: 100 kB can take a minute.
Whoever parses a page from outside asks here first.
"""

from __future__ import annotations

import re

from tagwire.model import Reason

# A page with more tags than this is a machine's output, not an article.
MAX_TAGS = 300_000
# Below this no page can cost much, whatever its shape: 6,000 unclosed tags parse in 80 ms.
_TAGS_WORTH_A_CHECK = 6_000
# The parser compares each attribute of a tag with those before: 400 million pairs make a second.
# One tag may have 14,000, or 200 tags 1,000 each.
MAX_ATTRIBUTE_PAIRS = 200_000_000
_MIN_ATTRIBUTE_BYTES = 4  # so many different names are not shorter
MAX_DEPTH = 5_000
# Each tag may ask all that are open around it: 370 million such questions make a second.
_MAX_ASKED = 200_000_000
# Each unclosed formatting tag is opened again in each later block: this many make a second.
_MAX_REOPENED = 600_000

# Comments, raw text and values are stepped over as browsers do: an end tag in them ends nothing.
# Nothing here goes back, so the time is linear.
_TAGS = re.compile(
    r"""<(?:
        !--(?:-?>|.*?(?:--!?>|\Z))
        | [!?][^>]*+
        | (?P<raw>script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[ \t\n\r\f/>])
          ATTRIBUTES>.*?(?:</(?P=raw)(?=[ \t\n\r\f/>])|\Z)
        | (?P<closing>/?)(?P<name>[a-z][^ \t\n\r\f/>]*+)ATTRIBUTES
    )""".replace(
        "ATTRIBUTES",
        r"""(?:[ \t\n\r\f/]++|[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+
            (?:"[^"]*+"?|'[^']*+'?|[^ \t\n\r\f>"'][^ \t\n\r\f>]*+)?+)?+)*+""",
    ),
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
# Tags that never hold anything, so no end tag belongs to them.
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "param",
        "keygen",
    ]
)
_TAG_START = re.compile(rb"<(?!/(?:script|style))[/a-zA-Z]")
_CODE_BORDER = re.compile(rb"<(/?)(?:script|style)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""[\s/][^\s/>=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?""")
_SELF_CLOSING = frozenset({"p", "li", "option", "tr", "td", "dt", "dd"})
# Formatting that a parser opens again in each block until it is closed.
FORMATTING = frozenset(
    [
        "a",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
    ]
)


def costly_page(text: str, html: bytes | None = None) -> tuple[Reason, str] | None:
    """Return why parsing a page would cost too much, None when it would not.

    ``html`` is the text in UTF-8, for callers that have it; bad bytes in it do no harm.
    """
    html = text.encode("utf-8", "replace") if html is None else html
    tags = html.count(b"<")
    if tags > MAX_TAGS:
        return Reason.TOO_LARGE, f"The page has about {tags:,} tags, at most {MAX_TAGS:,}."
    if _has_endless_tags(html):
        return Reason.TOO_LARGE, "The tags of the page have too many attributes."
    if tags < _TAGS_WORTH_A_CHECK:
        return None
    deepest, asked, reopened = _cost_of(text)
    is_open = asked > _MAX_ASKED or reopened > _MAX_REOPENED
    if deepest > MAX_DEPTH or is_open:
        return Reason.TOO_DEEP, f"The page nests tags {deepest:,} deep or never closes them."
    return None


def _has_endless_tags(html: bytes) -> bool:
    """Tell whether tags have too many attributes; looks only where no tag ends for long."""
    # As many shorter tags as the page can hold stay below the limit.
    step = max(MAX_ATTRIBUTE_PAIRS * _MIN_ATTRIBUTE_BYTES**2 // max(len(html), 1), 320)
    pairs = end = border = 0
    is_code = False
    for start in range(0, len(html) - step, step):
        if start < end or html.find(b">", start, start + step) >= 0:
            continue
        begin = html.rfind(b">", end, start) + 1 or end
        end = html.find(b">", start)
        end = end if end >= 0 else len(html)
        first = html.find(b"<", begin, end)  # many times as fast as a pattern
        tag = _TAG_START.search(html, first, end) if first >= 0 else None
        if tag is not None and begin > border:
            # Scripts and styles compare, and hold long lists.
            found = _CODE_BORDER.search(html, begin)
            border = found.start() if found else len(html)
            is_code = found is not None and bool(found[1])
        if tag is not None and not is_code:
            pairs += len(_ATTRIBUTE.findall(html, tag.end(), end)) ** 2
    return pairs > MAX_ATTRIBUTE_PAIRS


def _cost_of(text: str) -> tuple[int, int, int]:
    """Return the greatest depth, and how many open tags a parser may ask and reopen."""
    depth = deepest = blocks = asked = 0
    open_now: dict[str, int] = {}
    for _, closing, raw_name in _TAGS.findall(text):
        name = raw_name.lower()
        if not name or name in VOID:
            continue
        blocks += not closing and name not in FORMATTING
        if name in _SELF_CLOSING:
            continue
        asked += depth
        step = -1 if closing else 1
        count = open_now.get(name, 0) + step
        if count >= 0:
            open_now[name] = count
            depth += step
            deepest = max(deepest, depth)
    unclosed = sum(count for name, count in open_now.items() if name in FORMATTING)
    return deepest, asked, unclosed * blocks
