"""When it was published and modified: the stated moment nearest to the article wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from tagwire.dates import parse_date, without_midnight
from tagwire.extract._features import SENTENCE_END
from tagwire.extract._head import Head
from tagwire.extract._marks_table import Mark
from tagwire.extract._walk import HEADINGS, Piece, Walked
from tagwire.model import Moment, Precision

_PUBLISHED = (
    "article:published_time",
    "article:published:time",
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
_TRUSTED = 5  # of these names, the ones that mean the article
_MODIFIED = (
    "article:modified_time",
    "article:modified:time",
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
# Wrong zones and prepared pages are ahead of the clock by hours; more is a slip or an event.
_AHEAD = timedelta(days=2)
_NEAR_BEFORE, _NEAR_AFTER = 12, 25  # pieces around the headline
_BELOW = 6  # pieces below the headline that may hold a date among other words
_DAY, _MONTH, _YEAR = r"(0[1-9]|[12]\d|3[01])", r"(0[1-9]|1[0-2])", r"((?:19|20)\d\d)"
_URL_DAY = re.compile(rf"/{_YEAR}[/-]?{_MONTH}[/-]?{_DAY}(?=[/_.-]|\D|$)")
# In a slug: /2015/08/150803-word, word-2022-01-23-word, /23-01-2022-word.
_URL_SHORT_DAY = re.compile(rf"/20(\d\d)/{_MONTH}/\1\2{_DAY}(?=\D)")
_URL_SLUG_DAY = re.compile(rf"[-_]{_YEAR}([-_]?){_MONTH}\2{_DAY}(?=[/_.-]|$)")
_URL_DAY_FIRST = re.compile(rf"[/_-]{_DAY}([-_.]){_MONTH}\2{_YEAR}(?=[/_.-]|$)")
# In the number of an article: /A202601291432…
_URL_NUMBER = re.compile(
    r"/[A-Za-z]{0,3}(20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d\d{0,10}(?=[/?.#]|$)"
)
# "01.02.2022 Words …" and "Press release of 25 January 2022 | Berlin – Words …".
_LEADING = re.compile(r"\d{1,2}\. ?\d{1,2}\. ?\d{4}(?=\D)|[^|]{6,60}(?=\s\|\s)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d\d)(?![\d.])")
_SAYS_PUBLISHED = re.compile(
    r"\b(?:published|posted|written|erschienen|veröffentlicht|geschrieben|datum|publié|publicado|"
    r"pubblicato|gepubliceerd|geplaatst|opublikowano|опубликовано|опубліковано|publicerad|julkaistu)\b(?P<when>.{4,70})",
    re.IGNORECASE,
)
_SAYS_UPDATED = re.compile(
    r"\b(?:updated|modified|edited|aktualisiert|geändert|stand|mis à jour|actualizado|aggiornato|"
    r"atualizado|bijgewerkt|zaktualizowano|обновлено|оновлено)\b(?P<when>.{4,60})",
    re.IGNORECASE,
)
_HAS_DAY = re.compile(r"\d")
_MAX_DATE_TEXT_CHARS = 90
_MAX_LABELLED_CHARS = 200


def find_published(
    head: Head,
    walked: Walked,
    headline_index: int | None,
    url: str,
    told: Moment | None,
    fetched: datetime,
) -> Moment | None:
    """Return the moment of publication: JSON-LD, meta, page, address, source, in this order.

    ``told`` is what the source says; it wins where it knows the time of the same day.
    Null dates and days after the page was ``fetched`` count only where there is no other.
    """
    stated = [head.said("datePublished"), head.said("dateCreated"), head.said("uploadDate")]
    moment = (
        _believed(_finest([*stated[:1], *head.all(*_PUBLISHED[:_TRUSTED])]), fetched)
        or _believed(_finest([*stated[1:], *head.all(*_PUBLISHED[_TRUSTED:])]), fetched)
        or _believed(_visible(walked, headline_index), fetched)
        or _believed(_in_url(url), fetched)
        or _believed(_labelled(walked.pieces), fetched)
    )
    moment = _with_source(moment, _believed(told, fetched))
    ahead = told if told is not None and not _is_null(told) else None
    return moment or _finest([*stated, *head.all(*_PUBLISHED)]) or ahead


def _believed(moment: Moment | None, fetched: datetime) -> Moment | None:
    if moment is None or _is_null(moment) or moment.at > fetched + _AHEAD:
        return None
    return without_midnight(moment)


def _with_source(moment: Moment | None, told: Moment | None) -> Moment | None:
    if told is None or moment is None:
        return moment or told
    is_finer = moment.precision is Precision.DAY and told.precision is not Precision.DAY
    return told if is_finer and _may_be_same_day(moment, told) else moment


def _is_null(moment: Moment) -> bool:
    """Tell whether a program without a date wrote this one: the first day of its clock."""
    return moment.at.year == 1970 and moment.at.timetuple().tm_yday <= 1


def _may_be_same_day(day: Moment, exact: Moment) -> bool:
    """Tell whether the moment lies on the day, here or where its publisher is."""
    dates = (exact.at.date(), exact.at.astimezone(UTC).date())
    return day.at.date() in dates


def find_modified(head: Head, published: Moment | None, fetched: datetime) -> Moment | None:
    """Return when the page says it was last changed, None unless after publication."""
    moment = _believed(_first([head.said("dateModified"), *head.all(*_MODIFIED)]), fetched)
    if moment is None or (published is not None and moment.at <= published.at):
        return None
    return moment


def _first(raw: Iterable[str]) -> Moment | None:
    return next((moment for text in raw if text and (moment := _read(text))), None)


def _read(text: str) -> Moment | None:
    moment = parse_date(text)
    return without_midnight(moment) if moment is not None else None


def _finest(raw: Iterable[str]) -> Moment | None:
    """Return the first moment, or one of the same day that knows the time."""
    first: Moment | None = None
    for text in raw:
        moment = _read(text) if text else None
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
    below = walked.pieces[middle + 1 : middle + 1 + _BELOW] if headline_index is not None else []
    return (
        _first(_date_texts(pieces))
        or _first(_short_years(pieces))
        or _first(_lines_below(below))
        or _first([text for _, text in walked.times[:1]])
    )


def _date_texts(pieces: Sequence[Piece]) -> list[str]:
    """Return short texts with digits that stand in a place for dates."""
    found: list[str] = []
    for piece in pieces:
        found += [text for marks, text in piece.spans if marks & Mark.DATE]
        if piece.marks & (Mark.DATE | Mark.BYLINE) or len(piece.text) < 40:
            found.append(piece.text)
    return [t for t in found if len(t) <= _MAX_DATE_TEXT_CHARS and _HAS_DAY.search(t)]


def _short_years(pieces: Sequence[Piece]) -> list[str]:
    """Return days like 31.10.23 that stand in a place for dates, with their century."""
    found = (_SHORT_YEAR.search(text) for text in _date_texts(pieces))
    return [f"{match[1]}.{match[2]}.20{match[3]}" for match in found if match]


def _lines_below(pieces: Sequence[Piece]) -> list[str]:
    """Return the lines below the headline with a day among other words, and leading days."""
    found: list[str] = []
    for piece in pieces:
        if piece.marks & (Mark.RELATED | Mark.NAV | Mark.COMMENT) or piece.tag in HEADINGS:
            continue
        leading = _LEADING.match(piece.text)
        if len(piece.text) <= _MAX_DATE_TEXT_CHARS and not SENTENCE_END.search(piece.text[-3:]):
            found.append(piece.text)
        elif leading:
            found.append(leading[0])
    return [text for text in found if _HAS_DAY.search(text)]


def _labelled(pieces: Sequence[Piece]) -> Moment | None:
    """Return the day that a short line anywhere calls the day of publication, or of change."""
    short = [piece.text for piece in pieces if len(piece.text) <= _MAX_LABELLED_CHARS]
    short = [text for text in short if _HAS_DAY.search(text)]
    for says in (_SAYS_PUBLISHED, _SAYS_UPDATED):
        moment = _first([match["when"] for text in short for match in says.finditer(text)])
        if moment is not None:
            return moment
    return None


def _in_url(url: str) -> Moment | None:
    if match := _URL_DAY.search(url):
        return parse_date("-".join(match.groups()))
    if match := _URL_SHORT_DAY.search(url):
        return parse_date(f"20{match[1]}-{match[2]}-{match[3]}")
    if match := _URL_NUMBER.search(url):
        return parse_date("-".join(match.groups()))
    if match := _URL_SLUG_DAY.search(url):
        return parse_date(f"{match[1]}-{match[3]}-{match[4]}")
    match = _URL_DAY_FIRST.search(url)
    # 03-04-2025 in an address is as ambiguous as anywhere.
    is_sure = match is not None and (int(match[1]) > 12 or match[1] == match[3])
    return parse_date(f"{match[4]}-{match[3]}-{match[1]}") if match and is_sure else None
