"""From the answer of a source to what it lists, by the kind of source.

feed ─────────────────────────────────────────┐
sitemap ──────────────────────────────────────┼─> Listed
sitemap index ─ its newest sitemaps, fetched ─┤
page of links ────────────────────────────────┘
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tagwire.extract import notice_of
from tagwire.fetch import FEED_ACCEPT, FetchFailure, Web
from tagwire.model import ParsedSource, Reason, Rejected, Response, SourceKind, Stage
from tagwire.sources import SitemapIndex, parse_listing, parse_sitemap, parse_source

# An index may name thousands; news is in the newest, and a poll must not become a crawl.
MAX_CHILDREN_PER_POLL = 3

Parsed = ParsedSource | Rejected | FetchFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What an answer of a source lists, or why it lists nothing.

    ``is_told_by_answer`` is false where an equal answer may list other things the next
    time: its validators mean nothing then.
    """

    parsed: Parsed
    is_told_by_answer: bool = True


async def read_listing(
    answer: Response, kind: SourceKind, web: Web, now: datetime, *, selector: str = ""
) -> Listed:
    """Read an answer; entries still have to be sanitised. An index costs up to three requests.

    ``selector`` is the owner's, for the links of a listing page.
    """
    # Pages come from strangers: what is slow to read holds up nothing else.
    parsed = await asyncio.to_thread(_parse, answer, kind, now, selector)
    if isinstance(parsed, SitemapIndex):
        return await _read_index(parsed, web, now)
    return Listed(parsed=parsed)


def _parse(
    answer: Response, kind: SourceKind, now: datetime, selector: str
) -> ParsedSource | SitemapIndex | Rejected:
    if kind is SourceKind.LISTING:
        parsed: ParsedSource | SitemapIndex | Rejected = _parse_page(answer, selector)
    else:
        parsed = PARSERS.get(kind, _parse_feed)(answer, now)
    is_other = isinstance(parsed, Rejected) and parsed.reason is Reason.NOT_A_FEED
    return (_notice(answer) or parsed) if is_other else parsed


def _notice(answer: Response) -> Rejected | None:
    """Return what the host wants first; its sentence stands with the source."""
    reason = notice_of(answer)
    if reason is None:
        return None
    detail = f"the host answers with a page that {NOTICES[reason]}, in place of its list"
    return Rejected(stage=Stage.PARSE, key=answer.url, reason=reason, detail=detail)


NOTICES = {
    Reason.CAPTCHA: "asks whether a person reads",
    Reason.CONSENT_WALL: "asks for consent first",
    Reason.ERROR_PAGE: "says that something went wrong",
}


async def _read_index(index: SitemapIndex, web: Web, now: datetime) -> Listed:
    parts = [await _read_child(url, web, now) for url in index.children[:MAX_CHILDREN_PER_POLL]]
    read = [part for part in parts if isinstance(part, ParsedSource)]
    if not read:
        # The first is the one that news is expected in.
        return Listed(parsed=parts[0], is_told_by_answer=False)
    is_whole = index.is_dated and len(read) == len(parts)
    return Listed(parsed=_joined(parts), is_told_by_answer=is_whole)


async def _read_child(url: str, web: Web, now: datetime) -> Parsed:
    answer = await web.get(url, accept=FEED_ACCEPT)
    if isinstance(answer, FetchFailure):
        return answer
    parsed = await asyncio.to_thread(_parse_sitemap, answer, now)
    # One level: an index within an index is left alone.
    return ParsedSource() if isinstance(parsed, SitemapIndex) else parsed


def _joined(parts: Sequence[Parsed]) -> ParsedSource:
    read = [part for part in parts if isinstance(part, ParsedSource)]
    failed = [part.rejected for part in parts if isinstance(part, FetchFailure)]
    failed += [part for part in parts if isinstance(part, Rejected)]
    return ParsedSource(
        title=next((part.title for part in read if part.title), ""),
        entries=tuple(entry for part in read for entry in part.entries),
        rejected=(*failed, *(one for part in read for one in part.rejected)),
    )


def _parse_feed(answer: Response, _: datetime) -> ParsedSource | Rejected:
    content_type = answer.header("content-type") or ""
    return parse_source(answer.body, answer.final_url, content_type, sanitise_html=False)


def _parse_sitemap(answer: Response, now: datetime) -> ParsedSource | SitemapIndex | Rejected:
    content_type = answer.header("content-type") or ""
    return parse_sitemap(answer.body, answer.final_url, content_type, now=now)


def _parse_page(answer: Response, selector: str) -> ParsedSource | Rejected:
    content_type = answer.header("content-type") or ""
    found = parse_listing(answer.body, answer.final_url, content_type, selector=selector)
    return found if isinstance(found, Rejected) else found.source


Parser = Callable[[Response, datetime], ParsedSource | SitemapIndex | Rejected]

PARSERS: Mapping[SourceKind, Parser] = {
    SourceKind.FEED: _parse_feed,
    SourceKind.SITEMAP: _parse_sitemap,
}
