"""Smaller facts of an article: address, publisher, section, genre, language, keywords."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from tagwire.extract._head import Head
from tagwire.extract._jsonld import names_of, texts_of, types_of
from tagwire.extract._sections_table import SECTION_WORDS
from tagwire.houses import housed
from tagwire.model import Page, Publisher
from tagwire.publisher_names import name_of_page
from tagwire.urls import fetch_url, host_of, registrable_domain

MAX_KEYWORDS = 40
_MAX_KEYWORD_CHARS = 60
_GENRE_OF_TYPE: Mapping[str, str] = {
    "OpinionNewsArticle": "opinion",
    "LiveBlogPosting": "live",
    "AnalysisNewsArticle": "analysis",
    "BackgroundNewsArticle": "background",
    "ReviewNewsArticle": "review",
    "Review": "review",
    "ClaimReview": "fact check",
    "AdvertiserContentArticle": "sponsored",
    "SatiricalArticle": "satire",
    "Recipe": "recipe",
}
_GENRE_OF_WORD: Mapping[str, str] = {
    **dict.fromkeys(
        [
            "opinion",
            "opinions",
            "opinion-columns",
            "comment-is-free",
            "commentisfree",
            "editorial",
            "editorials",
            "op-ed",
            "columnists",
            "column",
            "kommentar",
            "kommentare",
            "meinung",
            "opinión",
            "opinione",
            "opinioni",
            "opiniao",
            "idees",
            "tribune",
            "blogs",
            "commentary",
            "editoriales",
            "editoriaux",
            "chroniques",
            "tribunes",
            "columnas",
            "colunas",
            "columnistas",
            "colunistas",
            "debatt",
            "kronikk",
            "ledare",
            "meninger",
            "publicystyka",
            "мнения",
            "社説",
            "评论",
            "오피니언",
            "mnenia",
            "mneniya",
            "opinie",
        ],
        "opinion",
    ),
    **dict.fromkeys(
        (
            "live",
            "live-news",
            "liveblog",
            "liveticker",
            "live-updates",
            "live-blog",
            "live-ticker",
            "en-direct",
            "en-vivo",
            "ao-vivo",
            "in-diretta",
            "minuto-a-minuto",
        ),
        "live",
    ),
    **dict.fromkeys(
        ("obituaries", "obituary", "obits", "nachrufe", "obituarios", "necrologies", "necrologi"),
        "obituary",
    ),
    **dict.fromkeys(
        (
            "fact-check",
            "factcheck",
            "fact-checks",
            "faktencheck",
            "fact-checking",
            "verificacion",
            "checagem",
            "факт-чек",
        ),
        "fact check",
    ),
    **dict.fromkeys(
        (
            "sponsored",
            "sponsored-content",
            "advertorial",
            "partner-content",
            "branded-content",
            "anzeige",
            "paid-content",
            "paid-post",
            "publireportage",
            "publirreportaje",
            "publieditorial",
        ),
        "sponsored",
    ),
    **dict.fromkeys(("analysis", "analyse", "analisis"), "analysis"),
    **dict.fromkeys(("video", "videos"), "video"),
    **dict.fromkeys(("review", "reviews"), "review"),
}
_SPLIT_KEYWORDS = re.compile(r"\s*[,;|、，；]\s*")
_JSON_TERM = re.compile(r"^(?:[\w ]{2,20}:|\d+$|https?:)")


def uri_of(page: Page, head: Head) -> str:
    """Return the canonical link when it is of this site and not its home, else the final URL."""
    final = page.response.final_url or page.response.url
    own = fetch_url(final) or final
    canonical = fetch_url(head.canonical, final) if head.canonical else None
    if canonical is None:
        return own
    same_site = registrable_domain(host_of(canonical)) == registrable_domain(host_of(own))
    is_home = urlsplit(canonical).path in {"", "/"} and not urlsplit(canonical).query
    return canonical if same_site and not is_home else own


def is_front_page(page: Page, head: Head) -> bool:
    """Tell whether the address is a site's home and nothing says that an article stands there."""
    parts = urlsplit(page.response.final_url or page.response.url)
    at_home = parts.path in {"", "/"} and not parts.query
    return at_home and not head.article and head.first("og:type").lower() != "article"


def publisher_of(page: Page, head: Head, uri: str) -> Publisher:
    """Return the known publisher, else the registrable domain, with the name it goes by."""
    known = page.publisher or _told_publisher(page, registrable_domain(host_of(uri)))
    # JSON-LD often names the agency here, or the company.
    stated = [name for name, _ in names_of(head.article.get("publisher"))]
    stated = head.all("og:site_name") + stated
    titles = [head.title, *head.all("og:title"), head.said("headline")]
    name = name_of_page(known.name, stated, uri, titles)
    return housed(known if name == known.name else replace(known, name=name))


def _told_publisher(page: Page, domain: str) -> Publisher:
    """Return the publisher of a page that an aggregator lists, as its entry names it."""
    entry = page.entry
    origin = entry.origin_url if entry is not None else None
    is_own = bool(origin) and registrable_domain(host_of(origin or "")) == domain
    return Publisher(domain=domain, name=(entry.origin or "") if entry and is_own else "")


def house_names(page: Page, head: Head, publisher: Publisher) -> list[str]:
    """Return all names by which the publisher may sign or be appended to a title."""
    names = [name for name, _ in names_of(head.article.get("publisher"))]
    names += head.all(
        "og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title"
    )
    domain = publisher.domain
    known = [page.publisher.name] if page.publisher is not None else []
    return [publisher.name, *known, domain, domain.split(".")[0], *names]


def section_of(head: Head, uri: str) -> str:
    """Return the publisher's own category, from the head or a known word of the path."""
    stated = texts_of(head.article.get("articleSection"))
    stated += head.all("article:section", "section", "parsely-section", "og:article:section")
    for name in stated:
        if 1 < len(name) < 60 and not name.startswith("http"):
            return name
    segments = [part for part in urlsplit(uri).path.split("/") if part][:-1]
    for part in segments[:3]:
        word = unquote(part).lower()
        if word in SECTION_WORDS:
            return word.replace("-", " ").replace("_", " ")
    return ""


def genre_of(head: Head, uri: str, section: str) -> str:
    """Return the kind of text when type, address or section say it is not plain news."""
    for kind in types_of(head.article):
        if kind in _GENRE_OF_TYPE:
            return _GENRE_OF_TYPE[kind]
    words = [unquote(part).lower() for part in urlsplit(uri).path.split("/")[:-1]]
    for word in [*words, section.lower().replace(" ", "-")]:
        if word in _GENRE_OF_WORD:
            return _GENRE_OF_WORD[word]
    return ""


def language_of(page: Page, head: Head) -> str | None:
    """Return the language that the page states, as BCP 47."""
    entry = page.entry
    stated = [
        head.language,
        head.said("inLanguage"),
        head.first("content-language", "og:locale", "language"),
        (entry.language or "") if entry else "",
    ]
    for raw in stated:
        match = _LANGUAGE_TAG.match(raw)
        if match:
            language, script, country = match.groups()
            parts = [language.lower(), (script or "").title(), (country or "").upper()]
            return "-".join(part for part in parts if part)
    return None


def keywords_of(head: Head) -> list[str]:
    """Return the publisher's keywords, each once, in its order."""
    raw = texts_of(head.article.get("keywords"))
    raw += [name for name, _ in names_of(head.article.get("about"))]
    raw += head.all(
        "article:tag", "news_keywords", "og:article:tag", "parsely-tags", "sailthru.tags"
    )
    if not raw:
        raw = head.all("keywords")
    found: dict[str, str] = {}
    for line in raw:
        for word in _SPLIT_KEYWORDS.split(line):
            term = word.strip(" #.\"'[]")
            if 1 < len(term) <= _MAX_KEYWORD_CHARS and not _JSON_TERM.match(term):
                found.setdefault(term.lower(), term)
    return list(found.values())[:MAX_KEYWORDS]


# "utf-8" is what some pages write where the language belongs.
_LANGUAGE_TAG = re.compile(
    r"\s*([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?"
    r"(?=$|[^\w-]|[-_][A-Za-z]|[-_]\d{4})"
)
