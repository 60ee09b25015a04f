"""Page by page: decode, parse once, read the head, walk once, choose, describe."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from tagwire.extract import _about, _filler
from tagwire.extract._announced import announced
from tagwire.extract._blocks import Known, blocks_of
from tagwire.extract._byline import Byline, find_byline
from tagwire.extract._completeness import Shown, completeness_of
from tagwire.extract._credits import credits_of
from tagwire.extract._decode import utf8_of_page
from tagwire.extract._features import Evidence
from tagwire.extract._head import Head, read_head
from tagwire.extract._headline import find_headline
from tagwire.extract._jsonld import plain_text
from tagwire.extract._kinds import page_kind, refusal_of
from tagwire.extract._lead_image import alts_of, image_of
from tagwire.extract._live import LIVE, openings_of
from tagwire.extract._opt_outs import opt_outs_of
from tagwire.extract._region import Region, choose_region
from tagwire.extract._ruled import cut_out, ruled_region
from tagwire.extract._score import Weights, score_pieces, set_marks
from tagwire.extract._standing import observe, without_standing
from tagwire.extract._tables import Table, settle_tables
from tagwire.extract._times import find_modified, find_published
from tagwire.extract._walk import Walked, excess_of, walk
from tagwire.extract._weights import WEIGHTS
from tagwire.extract.memory import NOTHING, SiteHints, site_of
from tagwire.extract.publishers import find_rule
from tagwire.memories import Observation
from tagwire.model import (
    NOT_ASKED,
    TEXT_KINDS,
    Article,
    Block,
    BlockKind,
    Page,
    Publisher,
    Reason,
    Rejected,
    Removed,
    Stage,
)
from tagwire.urls import fetch_url

# Changes with every change of what comes out; stored with each result.
EXTRACTOR_VERSION = "6"
_MIN_TOLD_CHARS = 200
_MAX_FED_SUMMARY = 400  # letters of what the source said that may describe the page
# Pieces around the end of the text that tell whether it goes on elsewhere.
_NEAR_END = 3
_AFTER_END = 6
_LINE = re.compile(r"\n+|</p>|<br\s*/?>", re.IGNORECASE)


def extract(pages: Sequence[Page]) -> list[Article | Rejected]:
    """Return the article of each page, or why it has none; order is kept."""
    return extract_with(WEIGHTS, pages)


def extract_with(weights: Weights, pages: Sequence[Page]) -> list[Article | Rejected]:
    """Extract with other weights than the learned ones of this version."""
    return [_extract_one(page, weights, None).result for page in pages]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What became of a page, and what it teaches about its site: nothing when it was rejected.

    ``memory`` is the version of the site's memory that was used, 0 for none.
    """

    result: Article | Rejected
    observation: Observation | None = None
    memory: int = 0


def extract_remembering(
    pages: Sequence[Page], hints: Mapping[str, SiteHints], weights: Weights = WEIGHTS
) -> list[Extracted]:
    """Extract with what is remembered of the sites (see ``memory.site_of``); order is kept."""
    return [_extract_one(page, weights, hints.get(_site_of(page), NOTHING)) for page in pages]


def _site_of(page: Page) -> str:
    return site_of(page.response.final_url or page.response.url)


def _extract_one(page: Page, weights: Weights, hinted: SiteHints | None) -> Extracted:
    if page.response.status == NOT_ASKED:
        return Extracted(result=announced(page))
    read = _read(page, weights, hinted)
    if isinstance(read, Rejected):
        return Extracted(result=read)
    blocks, removed = _blocks(read)
    removed = [*removed, *read.cut]
    observation = None
    if hinted is not None:
        observation = observe(page, read.uri, read.walked, read.region, (blocks, removed))
        blocks, removed = without_standing(hinted, blocks, removed)
    refused = refusal_of(read.head, read.headline, blocks)
    if refused is not None:
        return Extracted(result=_rejected(page, *refused))
    has_text = any(block.kind in TEXT_KINDS for block in blocks)
    if not has_text and not (read.is_titled and _is_stated(read.head)):
        detail = "The page holds no text of an article."
        return Extracted(result=_rejected(page, Reason.NO_ARTICLE, detail))
    return Extracted(
        result=_article(read, blocks, removed),
        observation=observation,
        memory=hinted.version if hinted is not None else 0,
    )


def _read(page: Page, weights: Weights, hinted: SiteHints | None) -> _Reading | Rejected:
    """Decode, parse and score a page, and choose its region."""
    response = page.response
    if response.status >= 400:
        return _rejected(page, Reason.NO_ARTICLE, f"The server answered {response.status}.")
    html = utf8_of_page(response)
    if isinstance(html, Rejected):
        return html
    tree = LexborHTMLParser(html)
    head = read_head(tree, response.final_url or response.url)
    rule = find_rule(hinted.rules, response.fetched.date().isoformat()) if hinted else None
    cut = cut_out(tree, rule) if rule is not None else []
    walked = walk(tree)
    excess = excess_of(walked)
    if excess:
        return _rejected(page, Reason.TOO_LARGE, excess)
    set_marks(walked)
    if _about.is_front_page(page, head):
        return _rejected(page, Reason.INDEX_PAGE, "The page is the front page of a site.")
    read = _scored(page, head, walked, weights, hinted)
    if rule is None:
        return read
    return replace(read, cut=tuple(cut), region=ruled_region(walked) or read.region)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What is known of one page before it becomes an article."""

    page: Page
    head: Head
    walked: Walked
    uri: str
    publisher: Publisher
    headline: str
    headline_index: int | None
    is_titled: bool  # by the page itself
    tables: Mapping[int, Table]
    region: Region | None
    byline: Byline
    cut: tuple[Removed, ...] = ()  # by a rule of the publisher

    @property
    def description(self) -> str:
        return describe(self.head)


def _is_stated(head: Head) -> bool:
    """Tell whether the head says that the page is an article."""
    return bool(head.article) or head.first("og:type").lower() == "article"


def evidence_of(head: Head, headline_index: int | None, fed: str = "") -> Evidence:
    """Return what votes on pieces: statements of the head, else what the source said."""
    stated = head.article.get("articleBody")
    body = plain_text(stated) if isinstance(stated, str) else ""
    if len(body) < _MIN_TOLD_CHARS <= len(fed):
        body = fed
    return Evidence.of(headline_index, describe(head) or fed[:_MAX_FED_SUMMARY], body)


def describe(head: Head) -> str:
    """Return the description that the page gives of itself."""
    return head.first("og:description", "description", "twitter:description")


def _scored(
    page: Page, head: Head, walked: Walked, weights: Weights, hinted: SiteHints | None
) -> _Reading:
    uri = _about.uri_of(page, head)
    publisher = _about.publisher_of(page, head, uri)
    houses = _about.house_names(page, head, publisher)
    headline, index = find_headline(head, walked.pieces, houses)
    score_pieces(walked, evidence_of(head, index, _told(page)), weights)
    tables = settle_tables(walked)
    known = hinted.bodies if hinted is not None else frozenset()
    return _Reading(
        page=page,
        head=head,
        walked=walked,
        uri=uri,
        publisher=publisher,
        headline=headline or (page.entry.title if page.entry else ""),
        headline_index=index,
        is_titled=bool(headline),
        tables=tables,
        region=choose_region(walked, index, known),
        byline=find_byline(
            head, walked.pieces, index, houses, page.entry.authors if page.entry else ()
        ),
    )


def _blocks(reading: _Reading) -> tuple[list[Block], list[Removed]]:
    if reading.region is None:
        return _told_blocks(reading.head), []
    known = Known(
        headline=reading.headline,
        description=reading.description,
        by=reading.byline.by,
        authors=reading.byline.authors,
        base=_base_of(reading),
        alts=alts_of(reading.walked),
        headline_index=reading.headline_index,
        fed=_told(reading.page),
        openings=openings_of(reading.walked, reading.region) if _is_live(reading) else {},
    )
    return blocks_of(reading.walked, reading.region, reading.tables, reading.headline_index, known)


def _is_live(reading: _Reading) -> bool:
    section = _about.section_of(reading.head, reading.uri)
    return _about.genre_of(reading.head, reading.uri, section) == LIVE


def _told_blocks(head: Head) -> list[Block]:
    """Return the paragraphs of JSON-LD articleBody: pages that a script draws have no others."""
    body = head.article.get("articleBody")
    if not isinstance(body, str) or len(body) < _MIN_TOLD_CHARS:
        return []
    lines = (plain_text(line) for line in _LINE.split(body))
    return [Block(kind=BlockKind.PARAGRAPH, text=line) for line in lines if line]


def _base_of(reading: _Reading) -> str:
    final = reading.page.response.final_url or reading.page.response.url
    base = reading.head.base
    return (fetch_url(base, final) or final) if base else final


def _article(reading: _Reading, blocks: list[Block], removed: list[Removed]) -> Article:
    head, walked, uri = reading.head, reading.walked, reading.uri
    entry, fetched = reading.page.entry, reading.page.response.fetched
    told = entry.published if entry else None
    published = find_published(head, walked, reading.headline_index, uri, told, fetched)
    section = _about.section_of(head, uri)
    image = image_of(head, walked, reading.headline_index, blocks, _base_of(reading))
    credited = credits_of(
        blocks, removed, reading.byline.agencies, image.credit if image is not None else ""
    )
    return Article(
        uri=uri,
        url=reading.page.response.url,
        headline=reading.headline,
        publisher=reading.publisher,
        description=reading.description,
        blocks=tuple(blocks),
        removed=tuple(removed),
        by=reading.byline.by,
        authors=reading.byline.authors,
        credits=tuple(credited),
        published=published,
        modified=find_modified(head, published, fetched),
        language=_about.language_of(reading.page, head),
        section=section,
        genre=_about.genre_of(head, uri, section) or page_kind(head, blocks),
        keywords=tuple(_about.keywords_of(head)),
        opt_outs=opt_outs_of(reading.page, head),
        image=image,
        completeness=completeness_of(_shown(reading, blocks, removed)),
    )


def _shown(reading: _Reading, blocks: Sequence[Block], removed: Sequence[Removed]) -> Shown:
    pieces, region = reading.walked.pieces, reading.region
    end = region.end if region is not None else len(pieces)
    start = max(end - _NEAR_END, region.first) if region is not None else end
    return Shown(
        head=reading.head,
        blocks=blocks,
        before_end=pieces[start:end],
        after=pieces[end : end + _AFTER_END],
        boxes=reading.walked.boxes,
        told=_told(reading.page),
        has_filler=any(part.reason == _filler.REASON for part in removed),
    )


def _told(page: Page) -> str:
    """Return the longest text that the source gave of the article."""
    if page.entry is None:
        return ""
    return plain_text(max(page.entry.content, page.entry.summary, key=len))


def _rejected(page: Page, reason: Reason, detail: str) -> Rejected:
    return Rejected(stage=Stage.EXTRACT, key=page.response.url, reason=reason, detail=detail)
