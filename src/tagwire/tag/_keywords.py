"""The publisher's keywords, without house codes and section names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tagwire.model import Publisher
from tagwire.tag._shown import own_slugs
from tagwire.tag.tables.sections import HOUSE_WORDS, SECTION_TOPICS
from tagwire.text import slug_of, squeeze

MAX_WORDS = 5
MAX_CHARS = 50
MIN_SECTIONS = 3
# "EG General", "AllAccess", "news_type:story", "2024-11-02", "N/A", "article-1234".
_HOUSE_CODE = re.compile(
    r"^[A-Z]{1,3} [A-Z][a-z]+$|[_=|{}<>\[\]\\]|^\W*\d[\d\W]*$|^[a-z]+[-:]\d+|\.(?:html?|php|jpe?g|png)$|https?:|^@|"
    r"^[a-z]+(?:[A-Z][a-z]+){2,}$"
)
# "Business News", "Breaking news", "& Economics": sections, and rests of their names.
_SECTION = re.compile(r"\bnews$|^(?:&|and )", re.IGNORECASE)
_NOTE = re.compile(r"\s+\([^()]*\)$")
_LABEL = re.compile(
    r"^(?:person|place|org|organisation|organization|topic|tag|subject|location|keyword|people)\s*[:=/]\s*",
    re.IGNORECASE,
)


def clean_keywords(keywords: Sequence[str], publisher: Publisher) -> list[tuple[int, str]]:
    """Return index and text of the keywords that name a subject, each once."""
    kept: dict[str, tuple[int, str]] = {}
    own = own_slugs(publisher)
    for index, keyword in enumerate(keywords):
        text = squeeze(_LABEL.sub("", keyword.strip(" #,;.\"'“”"))).strip(" #,;")
        text = _NOTE.sub("", text)
        slug = slug_of(text)
        if slug and slug not in kept and slug not in own and is_subject(text, slug):
            kept[slug] = (index, text)
    return list(kept.values())


def is_menu(keywords: Sequence[str]) -> bool:
    """Tell whether keywords are the sections of a site: what the text lacks is not of it."""
    return sum(slug_of(each) in SECTION_TOPICS for each in keywords) >= MIN_SECTIONS


def is_subject(text: str, slug: str) -> bool:
    """Tell whether a keyword can name a subject of the article."""
    return (
        1 < len(text) <= MAX_CHARS
        and text.count(" ") < MAX_WORDS
        and slug not in HOUSE_WORDS
        and slug not in SECTION_TOPICS
        and not _HOUSE_CODE.search(text)
        and not _SECTION.search(text)
    )
