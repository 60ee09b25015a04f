"""Searching: what was understood, tags of that name, what was found, and which word found nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from tagwire.expression import (
    After,
    All,
    AnyOf,
    BadExpression,
    Before,
    Expression,
    Filter,
    FilterField,
    Not,
    Term,
    Words,
    parse_expression,
    positive_terms,
    text_of,
)
from tagwire.search_words import Sought, sought_words
from tagwire.serve.cards import CardView, view_of
from tagwire.serve.feeds import FeedHead, feed_answer, split_suffix
from tagwire.serve.filters import parse_query
from tagwire.serve.language_table import language_name
from tagwire.serve.marks import marked_words
from tagwire.serve.opt_outs import cards_shown
from tagwire.serve.pages.errors import error_page
from tagwire.serve.pages.lists import Choice, FeedLinks, find_tags
from tagwire.serve.paths import query_text, tag_path
from tagwire.serve.site import Site, list_etag, moved, not_modified, page
from tagwire.store.values import Card, Listing, SearchQuery

SEARCH_KEYS = frozenset({"q", "copies", "cursor"})
CURSOR = re.compile(r"[0-9a-f]{1,15}")
TAGS_SHOWN = 6
OPERATORS = (
    ("lock gate", "both words, anywhere in headline or text"),
    ('"lock gate"', "these words side by side"),
    ("port OR harbour", "either"),
    ("-ferry", "without; also before a phrase, a filter or a bracket"),
    ("intitle:lock", "in the headline"),
    ("tag:ukraine", "with that tag, by any of its names; #Ukraine is the same"),
    ("publisher:example.org", "of that publisher, by domain or name"),
    ("source:key", "found through that source"),
    ("lang:de", "in that language"),
    ("after:2026-05 before:2026-06-15", "since the beginning of, or before, a year, month or day"),
    ("after:yesterday", "today, yesterday and 7d are days too"),
    ("(gas OR oil) lang:en", "brackets keep together"),
)


def _a_cursor(text: str) -> str:
    if not CURSOR.fullmatch(text):
        raise ValueError("a cursor is what the page before gave as next; leave it out to start")
    return text


class SearchParams(BaseModel):
    """What stands in the address of a search."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Field(default="", description="an expression")
    copies: Literal["all"] | None = None
    cursor: Annotated[str, AfterValidator(_a_cursor)] | None = None

    def query(self, cursor: str | None = None) -> str:
        """Return the query of this search at a cursor."""
        return query_text({"q": self.q, "copies": self.copies, "cursor": cursor})

    def search(self, expression: Expression, limit: int) -> SearchQuery:
        """Return what to ask the store; of one publisher or source, copies are wanted too."""
        return SearchQuery(
            expression=expression,
            copies=self.copies is not None or _is_of_one_place(expression),
            cursor=self.cursor,
            limit=limit,
        )


def _is_of_one_place(expression: Expression) -> bool:
    places = {FilterField.PUBLISHER, FilterField.SOURCE}
    return any(
        isinstance(term, Filter) and term.field in places for term in positive_terms(expression)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A part of the search in words, with the search that is left without it."""

    label: str
    href: str
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCount:
    """How many articles one term finds alone, and the search of it alone."""

    label: str
    href: str
    count: int


async def show_search(site: Site, request: Request) -> Response:
    """Show what an expression finds, or how to write one; or give it as a feed."""
    params = parse_query(SearchParams, request.query_params.multi_items(), SEARCH_KEYS)
    if isinstance(params, str):
        return error_page(site, request, 400, params)
    words = params.q.strip()
    if tag := _tag_meant(site, words):
        return moved(tag_path(tag), status=302)
    _, suffix = split_suffix(request.url.path)
    expression = expression_of(site, words) if words else None
    if suffix and (expression is None or isinstance(expression, BadExpression)):
        detail = expression.detail if expression else "A feed of a search needs q."
        return error_page(site, request, 400, detail)
    if expression is None or isinstance(expression, BadExpression):
        return _help_page(site, request, words, expression)
    if suffix:
        return _feed(site, request, params, expression)
    return _results_page(site, request, params, expression)


def expression_of(site: Site, words: str) -> Expression | BadExpression:
    """Return what was typed, its days those of the instance."""
    return parse_expression(words, zone=site.dates.zone, now=site.clock())


def _tag_meant(site: Site, words: str) -> str | None:
    """Return the slug when somebody typed a hashtag and nothing else."""
    if not words.startswith("#") or " " in words:
        return None
    return site.store.find_tag_slug(words[1:]) if words[1:] else None


def _help_page(site: Site, request: Request, words: str, bad: BadExpression | None) -> Response:
    values = {"words": words, "bad": bad, "operators": OPERATORS, "noindex": True}
    return page(site, request, "search.html", values, status=400 if bad else 200)


def _feed(site: Site, request: Request, params: SearchParams, expression: Expression) -> Response:
    head = FeedHead(
        title=f"Search: {text_of(expression)}",
        page_path="/search",
        changed_seq=state_of_search(site),
        query=params.query,
        cursor=params.cursor,
        load=lambda: site.store.search(params.search(expression, site.settings.page_size)),
    )
    return feed_answer(site, request, head)


def state_of_search(site: Site) -> int:
    """Return a number that changes with what a search can find."""
    return site.totals().change_seq - site.store.search_lag()


def _results_page(
    site: Site, request: Request, params: SearchParams, expression: Expression
) -> Response:
    etag = list_etag(site, request, state_of_search(site))
    if unchanged := not_modified(request, etag):
        return unchanged
    listing = site.store.search(params.search(expression, site.settings.page_size))
    is_empty = not listing.cards and listing.complete and not params.cursor
    counts = site.store.term_counts(expression) if is_empty else []
    path = "/search"
    values = {
        "words": params.q,
        "bad": None,
        "operators": OPERATORS,
        "found": _found_tags(site, expression) if not params.cursor else [],
        "chips": chips_of(site, expression, {text for text, count in counts if not count}),
        "cards": [
            found_view(card, site, expression) for card in cards_shown(site, request, listing.cards)
        ],
        "listing": listing,
        "next": path + params.query(listing.next) if listing.next else None,
        "counts": [
            TermCount(label=text, href=path + query_text({"q": text}), count=count)
            for text, count in counts
        ],
        "feeds": FeedLinks(
            atom=f"/search.atom{params.query()}",
            json=f"/search.json{params.query()}",
            api=f"/api/v1/search{params.query()}",
        ),
        "heading": heading_of(listing, params.cursor),
        "lag": site.store.search_lag(),
        "with_copies": params.search(expression, 1).copies,
        "all_copies": path + params.model_copy(update={"copies": "all"}).query(),
        "noindex": True,
    }
    return page(site, request, "search.html", values, etag=etag)


def heading_of(listing: Listing, cursor: str | None) -> str:
    """Return how many articles were found, as far as that is known."""
    if listing.total is not None:
        return f"{listing.total} {'article' if listing.total == 1 else 'articles'}"
    if not listing.cards:
        return "No more articles" if cursor else "No article yet"
    return "More articles" if cursor else "The newest articles"


def _found_tags(site: Site, expression: Expression) -> list[Choice]:
    """Return tags with the name that was typed, when only words were typed."""
    parts = expression.parts if isinstance(expression, All) else (expression,)
    names = [part.text for part in parts if isinstance(part, Words) and not part.in_title]
    if len(names) != len(parts):
        return []
    return find_tags(site, " ".join(names))[:TAGS_SHOWN]


def found_view(card: Card, site: Site, expression: Expression) -> CardView:
    """Return the card of an article that was found, with what was sought marked."""
    terms = [term for term in positive_terms(expression) if isinstance(term, Words)]
    anywhere = _sought(term for term in terms if not term.in_title)
    view = view_of(card, None, site.dates)
    return replace(
        view,
        headline=marked_words(str(view.headline), _sought(terms)),
        extract=marked_words(card.extract, anywhere),
    )


def _sought(terms: Iterable[Words]) -> list[Sought]:
    return [sought_words(term.text) for term in terms]


# ------------------------------------------------------------------------ chips


def chips_of(site: Site, expression: Expression, failed: set[str]) -> list[Chip]:
    """Return the parts of a search that stand together; without any nothing is left."""
    parts = expression.parts if isinstance(expression, All) else (expression,)
    return [
        Chip(
            label=label_of(site, part),
            href="/search" + query_text({"q": _without(parts, n)}),
            failed=text_of(part) in failed,
        )
        for n, part in enumerate(parts)
    ]


def _without(parts: tuple[Expression, ...], n: int) -> str:
    rest = parts[:n] + parts[n + 1 :]
    if not rest:
        return ""
    return text_of(All(parts=rest) if len(rest) > 1 else rest[0])


def label_of(site: Site, part: Expression) -> str:
    """Return a part of a search in words."""
    if isinstance(part, Not):
        return f"not {label_of(site, part.part)}"
    if isinstance(part, All | AnyOf):
        joint = " and " if isinstance(part, All) else " or "
        return joint.join(label_of(site, one) for one in part.parts)
    return _term_label(site, part)


def _term_label(site: Site, term: Term) -> str:
    match term:
        case Words(text=text, in_title=True):
            return f"in the headline: {text}"
        case Words(text=text):
            return f"“{text}”" if " " in text else text
        case After(day=day):
            return f"since {day}"
        case Before(day=day):
            return f"before {day}"
        case Filter(field=FilterField.TAG, value=value):
            slug = site.store.find_tag_slug(value)
            head = site.store.find_tag(slug or value)
            return f"tag: {head.tag.hashtag if head else value}"
        case Filter(field=FilterField.LANGUAGE, value=value):
            return f"language: {language_name(value)}"
        case Filter(field=field, value=value):
            return f"{field}: {value}"
