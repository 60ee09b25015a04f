"""When it was published and modified: the stated moment nearest to the article wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tagwire.dates import parse_date
from tagwire.extract._head import Head
from tagwire.extract._marks_table import Mark
from tagwire.extract._walk import Piece, Walked
from tagwire.model import Moment, Precision

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "article.published",
    "publishdate",
    "publish-date",
    "pubdate",
    "publish_date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "dcterms.issued",
    "datecreated",
    "article_date_original",
    "date",
    "created",
    "pdate",
    "article:post_date",
    "rnews:datepublished",
    "citation_publication_date",
    "citation_date",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "article:updated",
    "article.updated",
    "lastmod",
    "last-modified",
    "revised",
    "dcterms.modified",
    "dc.date.modified",
    "modified",
)
_NEAR_BEFORE, _NEAR_AFTER = 12, 25  # pieces around the headline
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\D|$)"
)
_HAS_DAY = re.compile(r"\d")
_MAX_DATE_TEXT_CHARS = 90


def find_published(
    head: Head, walked: Walked, headline_index: int | None, url: str
) -> Moment | None:
    """Return the moment of publication: JSON-LD, meta, page, address, in this order."""
    stated = [head.said("datePublished"), head.said("dateCreated"), head.said("uploadDate")]
    moment = _finest([*stated[:1], *head.all(*_PUBLISHED[:4])]) or _finest(
        [*stated[1:], *head.all(*_PUBLISHED[4:])]
    )
    if moment is not None:
        return moment
    return _visible(walked, headline_index) or _in_url(url)


def find_modified(head: Head, published: Moment | None) -> Moment | None:
    """Return when the page says it was last changed, None unless after publication."""
    moment = _first([head.said("dateModified"), *head.all(*_MODIFIED)])
    if moment is None or (published is not None and moment.at <= published.at):
        return None
    return moment


def _first(raw: Iterable[str]) -> Moment | None:
    return next((moment for text in raw if text and (moment := parse_date(text))), None)


def _finest(raw: Iterable[str]) -> Moment | None:
    """Return the first moment, or one of the same day that knows the time."""
    first: Moment | None = None
    for text in raw:
        moment = parse_date(text) if text else None
        if moment is None:
            continue
        is_fine = moment.precision is not Precision.DAY
        if is_fine and (first is None or _same_day(first, moment)):
            return moment
        first = first or moment
    return first


def _same_day(a: Moment, b: Moment) -> bool:
    return a.at.date() == b.at.date()


def _visible(walked: Walked, headline_index: int | None) -> Moment | None:
    middle = headline_index or 0
    lower, upper = middle - _NEAR_BEFORE, middle + _NEAR_AFTER
    near = [text for index, text in walked.times if lower <= index <= upper]
    moment = _first(near)
    if moment is not None:
        return moment
    pieces = walked.pieces[max(lower, 0) : upper]
    return _first(_date_texts(pieces)) or _first([text for _, text in walked.times[:1]])


def _date_texts(pieces: Sequence[Piece]) -> list[str]:
    """Return short texts with digits that stand in a place for dates."""
    found: list[str] = []
    for piece in pieces:
        found += [text for marks, text in piece.spans if marks & Mark.DATE]
        if piece.marks & (Mark.DATE | Mark.BYLINE) or len(piece.text) < 40:
            found.append(piece.text)
    return [t for t in found if len(t) <= _MAX_DATE_TEXT_CHARS and _HAS_DAY.search(t)]


def _in_url(url: str) -> Moment | None:
    match = _URL_DAY.search(url)
    return parse_date("-".join(match.groups())) if match else None
