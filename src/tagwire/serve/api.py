"""The read-only API: the lists and articles of the pages as JSON, in the words of the commands.

Bodies are encoded straight from model values; the pydantic shapes in ``api_shapes``
describe them for OpenAPI, and a test holds both together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tagwire.codec import (
    Json,
    article_to_json,
    moment_to_text,
    publisher_to_json,
    relation_to_json,
    tag_to_json,
    tagged_to_json,
)
from tagwire.errors import BadCursor, StoreError
from tagwire.expression import BadExpression, parse_expression, text_of
from tagwire.model import BlockKind, Tagged
from tagwire.serve import api_shapes as shapes
from tagwire.serve.filters import Filters, message_of
from tagwire.serve.opt_outs import Allowance, allowance_of, cards_shown
from tagwire.serve.pages.errors import TITLES, problem
from tagwire.serve.pages.health import health_of
from tagwire.serve.pages.search import SearchParams, state_of_search
from tagwire.serve.pages.sources import state_of
from tagwire.serve.paths import MAX_VERSION_DIGITS
from tagwire.serve.prose import excerpt_of
from tagwire.serve.site import Site, etag_of, moved, not_modified, session_of
from tagwire.serve.spelling import slug_meant
from tagwire.store.values import (
    Card,
    ListQuery,
    PublisherHead,
    SourceRow,
    StoredArticle,
    StoryHead,
)

MAX_LIMIT = 100


class ListParams(Filters):
    """Filters of a list, and how many articles a page has."""

    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 30


class SearchListParams(SearchParams):
    """What is searched for, and how many articles a page has."""

    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 30


Search = Annotated[SearchListParams, Query()]
VersionN = Annotated[int, Path(ge=1, lt=10**MAX_VERSION_DIGITS)]
Params = Annotated[ListParams, Query()]
PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": shapes.Problem, "description": TITLES[code]} for code in (400, 404)
}


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


SiteOf = Annotated[Site, Depends(_site)]


class HeadAsGet:
    """Answers HEAD like GET without the body, which FastAPI does not do by itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a HEAD on as a GET and drop what it would show."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            is_body = message["type"] == "http.response.body"
            await send({**message, "body": b""} if is_body else message)

        await self.app({**scope, "method": "GET"}, receive, send_head)


def build_api(site: Site) -> FastAPI:
    """Return the application below ``/api/v1``."""
    api = FastAPI(
        title="Tagwire",
        version="1",
        description="Latest news by tag. Lists are paged by cursor; errors are problem documents.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        servers=[{"url": "/api/v1"}],
    )
    api.state.site = site
    api.add_middleware(HeadAsGet)
    for router in (lists, articles, state):
        api.include_router(router)
    api.add_exception_handler(HTTPException, _http_problem)
    api.add_exception_handler(RequestValidationError, _invalid_problem)
    api.add_exception_handler(BadCursor, _cursor_problem)
    api.add_exception_handler(StoreError, _store_problem)
    api.add_exception_handler(Exception, _crash_problem)
    return api


async def _http_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, TITLES.get(error.status_code, "Error"), str(error.detail))


async def _invalid_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    parts = [
        f"{'.'.join(str(part) for part in one['loc'][1:])}: {message_of(one)}"
        for one in error.errors()
    ]
    return problem(400, TITLES[400], "; ".join(parts))


async def _cursor_problem(_request: Request, error: Exception) -> Response:
    return problem(400, TITLES[400], str(error))


async def _store_problem(_request: Request, error: Exception) -> Response:
    return problem(503, TITLES[503], str(error))


async def _crash_problem(_request: Request, _error: Exception) -> Response:
    return problem(500, TITLES[500], "This is a fault of ours and it is in the log.")


def _answer(site: Site, request: Request, seq: int, build: Callable[[], Json]) -> Response:
    """Return JSON with an ETag, or 304 before anything is built."""
    etag = etag_of(site, request, "json", seq)
    if unchanged := not_modified(request, etag):
        return unchanged
    is_owner = session_of(request) is not None
    headers = (
        {"Cache-Control": "private, no-store"}
        if is_owner
        else {"Cache-Control": "no-cache", "ETag": etag}
    )
    return Response(msgspec.json.encode(build()), media_type="application/json", headers=headers)


# ----------------------------------------------------------------------- lists

lists = APIRouter(tags=["lists"], responses=PROBLEMS)


@lists.get("/articles", responses={200: {"model": shapes.ArticleList}})
async def list_articles(site: SiteOf, request: Request, params: Params) -> Response:
    """List the newest articles."""
    return _list(site, request, params, site.totals().change_seq)


@lists.get("/tags/{slug}/articles", responses={200: {"model": shapes.ArticleList}})
async def list_tag_articles(site: SiteOf, request: Request, slug: str, params: Params) -> Response:
    """List the newest articles with a tag."""
    head = site.store.find_tag(slug)
    if head is None:
        return _other_spelling(site, request, slug, "/articles")
    return _list(site, request, params, head.changed_seq, tag=slug)


@lists.get("/publishers/{domain}/articles", responses={200: {"model": shapes.ArticleList}})
async def list_publisher_articles(
    site: SiteOf, request: Request, domain: str, params: Params
) -> Response:
    """List the newest articles of a publisher, by registrable domain."""
    head = _publisher(site, domain)
    return _list(site, request, params, head.changed_seq, publisher=domain)


def _publisher(site: Site, domain: str) -> PublisherHead:
    head = site.store.find_publisher(domain, site.clock())
    if head is None:
        raise HTTPException(404, f"no article of {domain} is stored here")
    return head


@lists.get("/publishers/{domain}", responses={200: {"model": shapes.PublisherHeadOut}})
async def show_publisher(site: SiteOf, request: Request, domain: str) -> Response:
    """Give what is known about a publisher, by registrable domain."""
    head = _publisher(site, domain)

    def build() -> Json:
        return publisher_to_json(head.publisher) | {
            "names": [{"name": one.name, "articles": one.articles} for one in head.names],
            "articles": head.articles,
            "edited": head.edited,
            "copies": head.copies,
            "first_seen": head.first_seen.isoformat(),
            "last_seen": head.last_seen.isoformat(),
            "days": [{"day": day.day, "articles": day.count} for day in head.days],
            "tags": [tag_to_json(row.tag) | {"articles": row.count} for row in head.tags],
            "sources": [row.source.key for row in head.sources],
        }

    return _answer(site, request, head.changed_seq, build)


def _other_spelling(site: Site, request: Request, name: str, rest: str) -> Response:
    """Lead to the slug that is meant, as the pages do."""
    slug = slug_meant(site.store, name)
    if slug is None or slug == name:
        raise HTTPException(404, f"no tag has the slug {name}")
    query = f"?{request.url.query}" if request.url.query else ""
    return moved(f"/api/v1/tags/{quote(slug, safe='')}{rest}{query}")


def _list(
    site: Site,
    request: Request,
    params: ListParams,
    seq: int,
    *,
    tag: str | None = None,
    publisher: str | None = None,
) -> Response:
    query = params.list_query(
        site.clock(), site.dates.zone, params.limit, tag=tag, publisher=publisher
    )
    return _listed(site, request, seq, query)


def _listed(site: Site, request: Request, seq: int, query: ListQuery) -> Response:
    def build() -> Json:
        listing = site.store.list_articles(query)
        return {
            "articles": [card_to_json(card) for card in cards_shown(site, request, listing.cards)],
            "next": listing.next,
            "total": listing.total,
            "complete": listing.complete,
        }

    return _answer(site, request, seq, build)


@lists.get("/stories", responses={200: {"model": shapes.StoryList}})
async def list_stories(site: SiteOf, request: Request) -> Response:
    """Give the stories of the newest articles that several publishers tell."""

    def build() -> Json:
        return {"stories": [story_head_to_json(head) for head in site.store.top_stories(30)]}

    return _answer(site, request, site.totals().change_seq, build)


@lists.get("/stories/{key}", responses={200: {"model": shapes.StoryHeadOut}})
async def show_story(site: SiteOf, request: Request, key: str) -> Response:
    """Give what is known about a story."""
    head = _story(site, key)
    return _answer(site, request, head.changed_seq, lambda: story_head_to_json(head))


@lists.get("/stories/{key}/articles", responses={200: {"model": shapes.ArticleList}})
async def list_story_articles(site: SiteOf, request: Request, key: str, params: Params) -> Response:
    """List the newest articles of a story."""
    head = _story(site, key)
    query = params.list_query(site.clock(), site.dates.zone, params.limit)
    return _listed(site, request, head.changed_seq, replace(query, story=key))


def _story(site: Site, key: str) -> StoryHead:
    head = site.store.find_story(key)
    if head is None:
        raise HTTPException(404, f"no story has the id {key}")
    return head


def story_head_to_json(head: StoryHead) -> Json:
    """Return what is known about a story."""
    return {
        "id": head.key,
        "headline": head.headline,
        "articles": head.articles,
        "copies": head.copies,
        "publishers": head.publishers,
        "origins": head.origins,
        "languages": list(head.languages),
        "first_seen": head.first_seen.isoformat(),
        "last_seen": head.last_seen.isoformat(),
    }


@lists.get("/search", responses={200: {"model": shapes.SearchList}})
async def search_articles(site: SiteOf, request: Request, params: Search) -> Response:
    """Search headlines and texts, newest arrival first."""
    expression = parse_expression(params.q, zone=site.dates.zone, now=site.clock())
    if isinstance(expression, BadExpression):
        raise HTTPException(400, expression.detail)

    def build() -> Json:
        listing = site.store.search(params.search(expression, params.limit))
        counts = (
            site.store.term_counts(expression) if not listing.cards else list[tuple[str, int]]()
        )
        return {
            "query": text_of(expression),
            "articles": [card_to_json(card) for card in cards_shown(site, request, listing.cards)],
            "next": listing.next,
            "total": listing.total,
            "complete": listing.complete,
            "terms": [{"term": term, "articles": count} for term, count in counts],
        }

    return _answer(site, request, state_of_search(site), build)


@lists.get("/tags", responses={200: {"model": shapes.TagList}})
async def list_tags(
    site: SiteOf,
    request: Request,
    prefix: Annotated[str, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 30,
) -> Response:
    """List tags whose slug starts with a prefix, most articles first."""

    def build() -> Json:
        rows = site.store.list_tags(prefix, limit)
        return {"tags": [tag_to_json(row.tag) | {"articles": row.count} for row in rows]}

    return _answer(site, request, site.totals().change_seq, build)


@lists.get("/tags/{slug}", responses={200: {"model": shapes.TagHeadOut}})
async def show_tag(site: SiteOf, request: Request, slug: str) -> Response:
    """Give what is known about a tag."""
    head = site.store.find_tag(slug)
    if head is None:
        return _other_spelling(site, request, slug, "")

    def build() -> Json:
        return tag_to_json(head.tag) | {
            "aliases": list(head.aliases),
            "articles": head.articles,
            "publishers": head.publishers,
            "copies": head.copies,
            "first_seen": head.first_seen.isoformat(),
            "last_seen": head.last_seen.isoformat(),
            "days": [{"day": day.day, "articles": day.count} for day in head.days],
        }

    return _answer(site, request, head.changed_seq, build)


# -------------------------------------------------------------------- articles

articles = APIRouter(tags=["articles"], responses=PROBLEMS)


@articles.get("/articles/{id}", responses={200: {"model": shapes.StoredArticleOut}})
async def show_article(site: SiteOf, request: Request, id: str) -> Response:  # noqa: A002 - the word of the API
    """Give an article in its newest version, with tags, versions and relations."""
    stored = site.store.find_article(id)
    if stored is None:
        raise HTTPException(404, f"no article has the id {id}")
    allowed = allowance_of(site, request, stored.tagged.article.opt_outs)
    return _answer(site, request, site.totals().change_seq, lambda: _stored_shown(stored, allowed))


@articles.get("/articles/{id}/versions/{n}", responses={200: {"model": shapes.VersionOut}})
async def show_version(site: SiteOf, request: Request, id: str, n: VersionN) -> Response:  # noqa: A002 - as above
    """Give one version of an article as it was."""
    tagged = site.store.find_version(id, n)
    if tagged is None:
        raise HTTPException(404, f"article {id} has no version {n}")
    allowed = allowance_of(site, request, tagged.article.opt_outs)

    def build() -> Json:
        return {"id": id, "n": n} | _tagged_to_json(tagged, allowed)

    return _answer(site, request, site.totals().change_seq, build)


def stored_to_json(stored: StoredArticle, *, full: bool) -> Json:
    """Return a stored article with everything known about it, or with an extract of its text."""
    return _stored_shown(stored, Allowance(full=full))


def _stored_shown(stored: StoredArticle, allowed: Allowance) -> Json:
    """Return a stored article with everything known about it."""
    return {
        "id": stored.id,
        **_tagged_to_json(stored.tagged, allowed),
        "first_seen": stored.first_seen.isoformat(),
        "listed_at": stored.listed_at.isoformat(),
        "source": stored.source,
        "demo": stored.demo,
        "versions": [
            {
                "n": row.n,
                "first_seen": row.first_seen.isoformat(),
                "headline": row.headline,
                "content_hash": row.content_hash,
                "reason": row.reason,
                "words": row.words,
            }
            for row in stored.versions
        ],
        "relations": [relation_to_json(relation) for relation in stored.relations],
        "extractor": stored.extractor,
        "tagger": stored.tagger,
    }


def _tagged_to_json(tagged: Tagged, allowed: Allowance) -> Json:
    article, tags = article_to_json(tagged.article), tagged_to_json(tagged)
    if not allowed.full:
        text = allowed.cut(excerpt_of(tagged.article.description or tagged.article.text))
        excerpt = {"kind": BlockKind.SUMMARY, "text": text, "links": list[Json]()}
        article |= {"text": text, "description": text, "blocks": [excerpt], "removed": []}
        # Offsets would point into a text that is not given here.
        tags["tags"] = [part | {"mentions": []} for part in tags["tags"] if part["shown"]]
    return {"article": article, "excerpt_only": not allowed.full, **tags}


def card_to_json(card: Card) -> Json:
    """Return an article as lists show it."""
    return {
        "id": card.article,
        "url": card.url,
        "headline": card.headline,
        "extract": card.extract,
        "publisher": publisher_to_json(card.publisher),
        "credits": [
            {"name": credit.name, "role": credit.role, "evidence": credit.evidence}
            for credit in card.credits
        ],
        "section": card.section,
        "language": card.language,
        "published": moment_to_text(card.published),
        "published_precision": card.published.precision if card.published else None,
        "published_zone": card.published.zone if card.published else None,
        "modified": moment_to_text(card.modified),
        "first_seen": card.first_seen.isoformat(),
        "listed_at": card.listed_at.isoformat(),
        "completeness": {"state": card.completeness.state, "reason": card.completeness.reason},
        "versions": card.versions,
        "demo": card.demo,
        "roles": list(card.roles),
        "why": list(card.why),
        "tags": [tag_to_json(tag) for tag in card.tags],
        "copy_of": card.copy_of,
        "copies": [publisher_to_json(publisher) for publisher in card.copies],
    }


# ----------------------------------------------------------------------- state

state = APIRouter(tags=["state"])


@state.get("/sources", responses={200: {"model": shapes.SourceList}})
async def list_sources(site: SiteOf, request: Request) -> Response:
    """List all sources with their state."""
    rows = site.store.list_sources(site.clock())
    body = msgspec.json.encode({"sources": [source_to_json(row) for row in rows]})
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@state.get("/health", responses={200: {"model": shapes.Health}})
async def show_health(site: SiteOf) -> Response:
    """Give state, totals and counters by stage and reason."""
    body = msgspec.json.encode(health_of(site), enc_hook=str)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


def source_to_json(row: SourceRow) -> Json:
    """Return a source with its state."""
    source, known = row.source, row.state
    return {
        "key": source.key,
        "kind": source.kind,
        "url": source.url,
        "title": source.title,
        "publisher": publisher_to_json(source.publisher),
        "languages": list(source.languages),
        "demo": source.demo,
        "state": state_of(row).key,
        "last_poll": known.last_poll.isoformat() if known.last_poll else None,
        "last_success": known.last_success.isoformat() if known.last_success else None,
        "next_poll": None if known.paused else known.next_poll.isoformat(),
        "failures": known.failures,
        "error": known.error or None,
        "detail": known.detail,
        "articles": row.articles,
        "articles_today": row.articles_today,
        "rate_per_day": None if known.observed_rate is None else round(known.observed_rate, 3),
        "folders": list(source.folders),
        "selector": source.selector,
    }
