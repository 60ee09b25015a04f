"""The addresses of pages. Dots never survive in slugs, so ``.atom`` is always a suffix."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from starlette.convertors import Convertor

from tagwire.store.values import StoryHead
from tagwire.text import slug_of

MAX_SLUG_CHARS = 70
MAX_VERSION_DIGITS = 9


def tag_path(slug: str) -> str:
    """Return the address of a tag page."""
    return f"/tag/{quote(slug, safe='')}"


def publisher_path(domain: str) -> str:
    """Return the address of a publisher."""
    return f"/publisher/{quote(domain, safe='')}"


def source_path(key: str) -> str:
    """Return the address of a source."""
    return f"/source/{quote(key, safe='')}"


def article_path(article: str, headline: str) -> str:
    """Return the address of an article; the slug is for people, the id decides."""
    return f"/article/{quote(article, safe='')}/{quote(headline_slug(headline), safe='')}"


def story_path(head: StoryHead) -> str:
    """Return the address of a story: day and words for people, the id at the end decides."""
    day = f"{head.first_seen:%Y-%m-%d}"
    return f"/story/{day}-{quote(headline_slug(head.headline), safe='-')}-{head.key}"


def version_path(article: str, n: int) -> str:
    """Return the address of one version of an article."""
    return f"/article/{quote(article, safe='')}/v{n}"


def diff_path(article: str, old: int, new: int) -> str:
    """Return the address of what changed between two versions."""
    return f"/article/{quote(article, safe='')}/diff/{old}..{new}"


class VersionNumber(Convertor[int]):
    """Digits of any number in an address; 0, which no version has, for absurdly many."""

    regex = "[0-9]+"

    def convert(self, value: str) -> int:
        """Return the number."""
        return int(value) if len(value) <= MAX_VERSION_DIGITS else 0

    def to_string(self, value: int) -> str:
        """Return the digits."""
        return str(value)


# Every card of every list asks for its slug again; the figure is a few pages' worth.
@lru_cache(maxsize=2000)
def headline_slug(headline: str) -> str:
    """Return a short slug of a headline that cannot be taken for a version number."""
    slug = slug_of(headline)
    if len(slug) > MAX_SLUG_CHARS:
        slug = slug[:MAX_SLUG_CHARS].rpartition("-")[0] or slug[:MAX_SLUG_CHARS]
    if not slug or re.fullmatch(r"v\d+", slug):
        return f"article-{slug}".rstrip("-")
    return slug


def query_text(values: Mapping[str, str | int | None]) -> str:
    """Return ``?a=1&b=2`` in sorted order without the absent; empty when nothing is left."""
    kept = sorted((key, str(value)) for key, value in values.items() if value not in (None, ""))
    return "?" + urlencode(kept, quote_via=quote) if kept else ""


def outgoing(url: str) -> str | None:
    """Return the address when a page may link to it: http and https only."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


# An address alone: what stands behind a question mark could write the mail for the reader.
MAILTO = re.compile(r"mailto:[\w.!#$%&'*+/=^`{|}~-]+@[\w-]+(\.[\w-]+)+", re.IGNORECASE)


def linkable(url: str) -> str | None:
    """Return the address when a text may link to it: as ``outgoing``, and mail addresses."""
    mail = MAILTO.match(url)
    if mail and url[mail.end() : mail.end() + 1] in {"", "?"}:
        return mail[0]
    return outgoing(url)


def bare_url(url: str) -> str:
    """Return an address as people write it, without scheme and "www."."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url
