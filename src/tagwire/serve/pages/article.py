"""The page of one article, and of each version that was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from tagwire.model import (
    Article,
    ArticleTag,
    CreditRole,
    Mention,
    Relation,
    RelationKind,
    RemovedKind,
    Tag,
    Tagged,
)
from tagwire.serve.cards import COMPLETENESS, role_text
from tagwire.serve.changes import Changes, changes_of
from tagwire.serve.images import image_path
from tagwire.serve.language_table import direction_of, language_name
from tagwire.serve.opt_outs import allowance_of, words_of_opt_outs
from tagwire.serve.pages.errors import error_page
from tagwire.serve.paths import (
    article_path,
    diff_path,
    headline_slug,
    outgoing,
    publisher_path,
    version_path,
)
from tagwire.serve.problems import PROBLEMS
from tagwire.serve.prose import excerpt_of, html_of
from tagwire.serve.site import Site, etag_of, moved, not_modified, page, session_of
from tagwire.store.values import StoredArticle, StoryHead
from tagwire.text import squeeze

SNIPPET_CHARS = 40
REMOVED = {
    RemovedKind.PROMO: "Promo",
    RemovedKind.ADVERT: "Advertisement",
    RemovedKind.RELATED: "Related",
    RemovedKind.BYLINE_REPEAT: "Byline repeated",
    RemovedKind.SHARE: "Sharing",
    RemovedKind.COMMENT: "Comments",
    RemovedKind.LEGAL: "Legal",
}
CREDITS = {
    CreditRole.ORIGINATOR: "Original text",
    CreditRole.PHOTO: "Photo",
    CreditRole.SOURCE: "Source",
}
# Fields that are not a text of the article, in words.
FIELDS = {
    "by": "byline",
    "keywords": "publisher’s keyword",
    "credits": "credit",
    "links": "link",
    "authors": "author",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TagView:
    """A tag of the article with the words that show it."""

    tag: Tag
    roles: str
    snippet: Markup
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedArticle:
    """Another article that this one stands to in some way."""

    words: str
    href: str
    headline: str
    publisher: str
    publisher_href: str
    first_seen: datetime
    why: str


RELATIONS = {
    "version_of": "Version of",
    "copy_of": "Copy of",
    "replaces": "Replaces",
    "same_story": "Same story",
    "follows": "Follows",
}
# How the other article stands to this one.
INVERSES = {
    "version_of": "Has a newer version",
    "copy_of": "Copied by",
    "replaces": "Replaced by",
    "same_story": "Same story",
    "follows": "Followed by",
}


async def show_article(site: Site, request: Request) -> Response:
    """Show an article in its newest version, under its one address."""
    stored = site.store.find_article(request.path_params["id"])
    if stored is None:
        return error_page(site, request, 404, "No article has this id. It may have been removed.")
    if request.url.query:
        return error_page(site, request, 400, "The page of an article takes no query.")
    headline = stored.tagged.article.headline
    if request.path_params.get("slug") != headline_slug(headline):
        return moved(article_path(stored.id, headline))
    return _article_page(site, request, stored, stored.tagged, None)


async def show_version(site: Site, request: Request) -> Response:
    """Show one version of an article as it was."""
    stored = site.store.find_article(request.path_params["id"])
    n = request.path_params["n"]
    tagged = site.store.find_version(request.path_params["id"], n) if stored else None
    if stored is None or tagged is None:
        return error_page(site, request, 404, "There is no such version of this article.")
    return _article_page(site, request, stored, tagged, n)


async def show_diff(site: Site, request: Request) -> Response:
    """Show what changed between two versions, in one text or side by side."""
    old, new = request.path_params["a"], request.path_params["b"]
    stored = site.store.find_article(request.path_params["id"])
    before, after = (site.store.find_version(request.path_params["id"], n) for n in (old, new))
    if stored is None or before is None or after is None or old == new:
        return error_page(site, request, 404, "There are no two such versions of this article.")
    if old > new:
        return moved(diff_path(stored.id, new, old))
    opt_outs = (*before.article.opt_outs, *after.article.opt_outs)
    if not allowance_of(site, request, opt_outs).full:
        return error_page(site, request, 403, "Visitors see extracts only of this article.")
    view = request.query_params.get("view", "")
    if request.url.query not in {"", "view=sides"}:
        return error_page(site, request, 400, "This page knows one query: view=sides.")
    etag = etag_of(site, request, stored.id, stored.extractor, len(stored.versions))
    if unchanged := not_modified(request, etag):
        return unchanged
    language = after.language or after.article.language or ""
    values = {
        "stored": stored,
        "article": after.article,
        "old": old,
        "new": new,
        "rows": {row.n: row for row in stored.versions},
        "lang": language or "en",
        "dir": direction_of(language),
        "changes": changes_of(before.article, after.article),
        "is_sides": view == "sides",
        "canonical": article_path(stored.id, stored.tagged.article.headline),
        "noindex": True,
    }
    return page(site, request, "diff.html", values, etag=etag)


def _article_page(
    site: Site, request: Request, stored: StoredArticle, tagged: Tagged, n: int | None
) -> Response:
    marks = [(row.n, row.content_hash) for row in stored.versions]
    related = [(one.a, one.b, one.kind) for one in stored.relations]
    shows_pictures = site.set_up.find_picture is not None
    made_by = (stored.extractor, stored.tagger, shows_pictures)
    told = _story_of(site, stored)
    desk = site.set_up.problems if session_of(request) else None
    problems = desk.problems_of(stored.id) if desk else ()
    etag = etag_of(site, request, stored.id, marks, related, told, *made_by, problems)
    if unchanged := not_modified(request, etag):
        return unchanged
    article = tagged.article
    allowed = allowance_of(site, request, article.opt_outs)
    full = allowed.full
    language = tagged.language or article.language or ""
    newest = max((row.n for row in stored.versions), default=1)
    values = {
        "stored": stored,
        "problems": problems,
        "problem_kinds": PROBLEMS if desk else None,
        "article": article,
        "n": n,
        "lang": language or "en",
        "dir": direction_of(language),
        "language": language_name(language) if language else "",
        "deck": deck_of(article) if full else "",
        "words": next((row.words for row in stored.versions if row.n == (n or newest)), 0),
        "body": html_of(article.blocks) if full else None,
        "excerpt": allowed.cut(excerpt_of(article.description or article.text)),
        "forbidden": allowed.words,
        # The made-up papers of the demo have no pictures that could be fetched.
        "picture": None if n or stored.demo else image_path(site, request, stored.id, article),
        "said": words_of_opt_outs(article.opt_outs),
        "completeness": COMPLETENESS.get(article.completeness.state),
        "categories": tagged.categories,
        "tags": [
            view_of(part, article, has_words=allowed.max_chars is None)
            for part in tagged.tags
            if part.shown
        ],
        "full_text": full,
        "credits": [(CREDITS[part.role], part) for part in article.credits],
        "removed": [(REMOVED[part.kind], part) for part in article.removed],
        "original": outgoing(article.url) or outgoing(article.uri),
        "shown_n": n or newest,
        "versions": sorted(stored.versions, key=lambda row: row.n, reverse=True),
        "version_hrefs": {row.n: version_path(stored.id, row.n) for row in stored.versions},
        "canonical": article_path(stored.id, stored.tagged.article.headline),
        "changes": _changes(site, stored, tagged, n or newest) if full else None,
        "story": told,
        "noindex": n is not None or stored.demo or "noindex" in article.opt_outs,
    } | _relatives(site, stored, is_newest=n is None)
    return page(site, request, "article.html", values, etag=etag)


def _story_of(site: Site, stored: StoredArticle) -> StoryHead | None:
    """Return the story of an article, when others are in it too."""
    key = site.store.find_story_of(stored.id)
    head = site.store.find_story(key) if key is not None else None
    return head if head is not None and head.articles > 1 else None


def _changes(site: Site, stored: StoredArticle, shown: Tagged, n: int) -> Changes | None:
    """Return what this version changed against the one before it."""
    before = site.store.find_version(stored.id, n - 1) if n > 1 else None
    return changes_of(before.article, shown.article) if before else None


def deck_of(article: Article) -> str:
    """Return the description, unless the text begins with it anyway."""
    said = squeeze(article.description)
    opening = squeeze(" ".join(block.text for block in article.blocks[:2]))
    return "" if said and said.rstrip("…. ") in opening else said


def view_of(part: ArticleTag, article: Article, *, has_words: bool = True) -> TagView:
    """Return a tag with its roles and, if they may be shown, the words around its first mention."""
    mention = part.mentions[0] if part.mentions and has_words else None
    return TagView(
        tag=part.tag,
        roles=role_text(part.roles),
        snippet=snippet_of(mention, article) if mention else Markup(),
        times=len(part.mentions),
    )


def snippet_of(mention: Mention, article: Article) -> Markup:
    """Return the words around a mention, the mention marked."""
    text = field_text(mention.field, article)
    start, end = mention.start, mention.end
    if text is None or text[start:end] != mention.surface:
        where = FIELDS.get(mention.field.partition("/")[0], "")
        words = Markup("<mark>{}</mark>").format(mention.surface)
        return words + (escape(f" ({where})") if where else "")
    before = text[max(0, start - SNIPPET_CHARS) : start]
    after = text[end : end + SNIPPET_CHARS]
    if start > SNIPPET_CHARS:
        before = "…" + before.partition(" ")[2]
    if len(text) > end + SNIPPET_CHARS:
        after = after.rpartition(" ")[0] + "…"
    return Markup("{}<mark>{}</mark>{}").format(before, mention.surface, after)


def field_text(field: str, article: Article) -> str | None:
    """Return the string that a mention counts in, or None for fields without one."""
    name, _, place = field.partition("/")
    n = int(place) if place.isascii() and place.isdigit() else -1
    if name == "blocks" and 0 <= n < len(article.blocks):
        return article.blocks[n].text
    if name == "credits" and 0 <= n < len(article.credits):
        return article.credits[n].evidence
    if name == "keywords" and 0 <= n < len(article.keywords):
        return article.keywords[n]
    plain = {"headline": article.headline, "text": article.text, "by": article.by}
    return plain.get(field)


def _relatives(site: Site, stored: StoredArticle, *, is_newest: bool) -> dict[str, object]:
    """Return whose copy the article is, who copies it, and what else it stands to."""
    copy_of: list[RelatedArticle] = []
    copies: list[RelatedArticle] = []
    others: list[RelatedArticle] = []
    for relation in stored.relations if is_newest else ():
        is_first = relation.a == stored.id
        other = site.store.find_article(relation.b if is_first else relation.a)
        if other is None or other.id == stored.id:
            continue
        found = _related_view(relation, other, is_first=is_first)
        if relation.kind is RelationKind.COPY_OF:
            (copy_of if is_first else copies).append(found)
        else:
            others.append(found)
    copies.sort(key=lambda one: one.first_seen)
    return {"copy_of": copy_of, "copies": copies, "related": others}


def _related_view(relation: Relation, other: StoredArticle, *, is_first: bool) -> RelatedArticle:
    article = other.tagged.article
    return RelatedArticle(
        words=(RELATIONS if is_first else INVERSES)[relation.kind],
        href=article_path(other.id, article.headline),
        headline=article.headline or "Without headline",
        publisher=article.publisher.name or article.publisher.domain,
        publisher_href=publisher_path(article.publisher.domain),
        first_seen=other.first_seen,
        why="; ".join(reason.why for reason in relation.reasons),
    )
