"""``tagwire add``: from an address to sources, with what was found and what was chosen.

address ─┬─ list of feeds (OPML) ───────────────────────────────> all of them
         ├─ feed, sitemap ──────────────────────────────────────> this one
         └─ page ─ feeds that it names ─ usual addresses ─ robots.txt ─> the first that reads
                 └─ its own links, where nothing else lists its articles
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tagwire.fetch import FEED_ACCEPT, FetchFailure, Web
from tagwire.model import (
    ParsedSource,
    Publisher,
    Reason,
    Rejected,
    Response,
    Source,
    SourceKind,
    Stage,
)
from tagwire.publisher_names import is_address
from tagwire.run.clock import Clock
from tagwire.run.keeping import Keys, keep_sources
from tagwire.run.listing import Listed, read_listing
from tagwire.run.opml import import_opml
from tagwire.run.polling import Timing, failed_poll, read_poll
from tagwire.serve import AddResult
from tagwire.sources import (
    Listing,
    discover_feeds,
    looks_like_feed,
    looks_like_opml,
    looks_like_sitemap,
    parse_listing,
    sitemaps_of_robots,
)
from tagwire.store.protocol import Store
from tagwire.store.values import SourceRow, SourceState
from tagwire.urls import fetch_url, host_of, registrable_domain, url_key

# A site may name dozens of feeds, one for each section; the first few are the general ones.
MAX_FEEDS_TRIED = 3
MAX_SITEMAPS_TRIED = 3
# Where the systems of most papers put their feed, asked one after the other when a page names
# none: six polite requests at most.
USUAL_PATHS = ("/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml")
# A host that answers like this is asked for nothing more.
HOST_TROUBLES = frozenset(
    {Reason.UNREACHABLE, Reason.TIMEOUT, Reason.RATE_LIMITED, Reason.REFUSED_ADDRESS}
)
# What goes by: a feed whose host is in trouble just now is a source all the same.
PASSING = frozenset(
    {Reason.RATE_LIMITED, Reason.HTTP_SERVER_ERROR, Reason.TIMEOUT, Reason.TRUNCATED}
)
FEED_PATH = re.compile(
    r"//[^/]+/(?:.*[/._-])?(?:feeds?|rss|atom|rdf)(?:[/._?-]|$)|\.(?:xml|rdf|rss|atom)(?:\?|$)",
    re.IGNORECASE,
)
MAX_LIST_BYTES = 10_000_000
FEED_SCHEME = re.compile(r"feed:(?://)?", re.IGNORECASE)
# A colon before a number ends a host name: news.example:8080.
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A look at one site: what asks it, and where its sources are kept."""

    web: Web
    store: Store
    clock: Clock


async def add_address(
    address: str, web: Web, store: Store, clock: Clock, *, selector: str = ""
) -> AddResult:
    """Add the feed, sitemap or list at an address, or the best feed of the page there.

    With ``selector`` (CSS or XPath) the page itself is the source, and its links that this
    finds are its list. Everything that can go wrong is in the result, with a sentence for people.
    """
    url = web_address(address)
    if isinstance(url, Rejected):
        return AddResult(rejected=(url,), detail=url.detail)
    look = _Look(web=web, store=store, clock=clock)
    answer = await web.get(url, accept=FEED_ACCEPT)
    if isinstance(answer, FetchFailure):
        if answer.reason in PASSING and FEED_PATH.search(url):
            return _keep_unseen(look, url, answer)
        return AddResult(rejected=(answer.rejected,), detail=answer.rejected.detail)
    if not answer.body.strip():
        return _refused(url, Reason.EMPTY_BODY, "the answer has no content")
    content_type = answer.header("content-type") or ""
    if selector:
        return await _add(look, answer, answer.final_url, SourceKind.LISTING, selector)
    if looks_like_opml(answer.body, content_type):
        return import_opml(
            answer.body, store, clock, url=answer.final_url, content_type=content_type
        )
    if _kind_of(answer) is not None:
        return await _add(look, answer, answer.final_url)
    if not _is_page(answer):
        kind = content_type.partition(";")[0].strip() or "of no stated kind"
        detail = f"the answer ({kind}) is neither a feed nor a page: give the address of a feed"
        return _refused(answer.final_url, Reason.NOT_A_FEED, detail)
    return await _add_of_page(look, answer)


def add_file(path: Path, store: Store, clock: Clock) -> AddResult:
    """Add the feeds of a list (OPML) in a file."""
    with path.open("rb") as stream:
        body = stream.read(MAX_LIST_BYTES + 1)
    result = import_opml(body, store, clock)
    if looks_like_feed(body) or looks_like_sitemap(body):
        detail = "this file is a feed itself, not a list of feeds: give its web address"
        return replace(result, detail=detail)
    return result


def web_address(address: str) -> str | Rejected:
    """Return the address to fetch for what a person wrote, who may leave out the scheme."""
    # Browsers hand on feeds as feed:https://… and as feed://host/….
    text = FEED_SCHEME.sub("", address.strip())
    scheme = SCHEME.match(text)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        reason, detail = Reason.UNKNOWN_SCHEME, f"scheme {scheme[1]!r} is not http or https"
    elif text.lower().endswith(".opml") and "/" not in text:
        reason, detail = Reason.BAD_URL, "there is no such file here, and this is no web address"
    elif url := fetch_url(text if scheme else f"https://{text}"):
        return url
    else:
        reason, detail = Reason.BAD_URL, "this is no usable web address"
    detail += ": write one like https://news.example/feed"
    return Rejected(stage=Stage.INPUT, key=address, reason=reason, detail=detail)


def _kind_of(answer: Response) -> SourceKind | None:
    """Return what kind of source an answer is, None for a page."""
    content_type = answer.header("content-type") or ""
    if looks_like_feed(answer.body, content_type):
        return SourceKind.FEED
    return SourceKind.SITEMAP if looks_like_sitemap(answer.body, content_type) else None


def _is_page(answer: Response) -> bool:
    """Tell a page from a document or picture, by what it says it is and by its beginning."""
    kind = (answer.header("content-type") or "text/html").lower()
    return ("html" in kind or "text/" in kind or "xml" in kind) and b"<" in answer.body[:2_000]


async def _add_of_page(look: _Look, page: Response) -> AddResult:
    """Add the first of a page's feeds that reads: named, at usual addresses, of robots.txt."""
    named = await asyncio.to_thread(discover_feeds, page.body, page.final_url)
    refusals: list[Rejected] = []
    if result := await _first(look, named[:MAX_FEEDS_TRIED], page, refusals):
        others = tuple(url for url in named if url not in _urls_of(result))
        why = f", one of {len(named)} that the page names" if others else ", named by the page"
        return replace(result, detail=result.detail + why, others=others)
    found = f"names {len(named)} feeds that cannot be read" if named else "names no feed"
    usual = [url for path in USUAL_PATHS if (url := fetch_url(path, page.final_url))]
    usual = [url for url in usual if url not in (page.url, page.final_url, *named)]
    if result := await _first(look, usual, page, refusals):
        return replace(result, detail=f"{result.detail}, at a usual address: the page {found}")
    sitemaps = await _sitemaps_of(look, page.final_url, refusals)
    if result := await _first(look, sitemaps, page, refusals):
        return replace(result, detail=f"{result.detail}, named by robots.txt: the page {found}")
    content_type = page.header("content-type") or ""
    listing = await asyncio.to_thread(parse_listing, page.body, page.final_url, content_type)
    if isinstance(listing, Listing):
        result = await _add(look, page, page.final_url, SourceKind.LISTING)
        sure = f"told from the links of the page ({listing.confidence:.0%} sure)"
        return replace(result, detail=f"{result.detail}, {sure}: it {found}")
    detail = f"the page {found}, and no other was found: give the address of a feed"
    refused = _refused(page.final_url, Reason.NOT_A_FEED, detail)
    return replace(refused, rejected=(*refused.rejected, *(refusals if named else ())))


def _urls_of(result: AddResult) -> set[str]:
    return {source.url for source in (*result.added, *result.known)}


async def _first(
    look: _Look, urls: Sequence[str], page: Response, refusals: list[Rejected]
) -> AddResult | None:
    """Add the first of these that reads; None when none does, with why in ``refusals``."""
    for url in urls:
        if any(refusal.reason in HOST_TROUBLES for refusal in refusals):
            return None
        answer = await look.web.get(url, accept=FEED_ACCEPT)
        if isinstance(answer, FetchFailure):
            refusals.append(answer.rejected)
            continue
        result = await _add(look, answer, page.final_url)
        if not result.rejected:
            return result
        refusals.extend(result.rejected)
    return None


async def _sitemaps_of(look: _Look, site: str, refusals: list[Rejected]) -> list[str]:
    robots = fetch_url("/robots.txt", site)
    if robots is None or any(refusal.reason in HOST_TROUBLES for refusal in refusals):
        return []
    answer = await look.web.get(robots)
    if isinstance(answer, FetchFailure):
        return []
    return sitemaps_of_robots(answer.body, answer.final_url)[:MAX_SITEMAPS_TRIED]


async def _add(
    look: _Look,
    answer: Response,
    asked: str,
    kind: SourceKind | None = None,
    selector: str = "",
) -> AddResult:
    """Keep a source that answered. ``asked`` is the page or feed that led to it."""
    kind = kind or _kind_of(answer) or SourceKind.FEED
    listed = await read_listing(answer, kind, look.web, look.clock.now(), selector=selector)
    if isinstance(listed.parsed, FetchFailure):
        rejected = listed.parsed.rejected
        return AddResult(rejected=(rejected,), detail=rejected.detail)
    if isinstance(listed.parsed, Rejected):
        return AddResult(rejected=(listed.parsed,), detail=listed.parsed.detail)
    if known := _known_at(answer.url, look):
        if selector and known.kind is SourceKind.LISTING:
            look.store.select_links(known.key, selector, look.clock.now())
            detail = (
                f"{known.url} is read by this selector from now on: {_entries_of(listed.parsed)}"
            )
            return AddResult(known=(known,), detail=detail)
        return AddResult(known=(known,), detail=f"{known.url} is a source already")
    source = _source_of(listed.parsed, kind, answer.url, asked, look.store)
    source = replace(source, selector=selector)
    if not look.store.add_source(source, look.clock.now()):
        return AddResult(known=(source,), detail=f"{source.url} is a source already")
    _save_first_poll(look, source, answer, listed)
    name = f" “{source.title}”" if source.title else ""
    entries = _entries_of(listed.parsed)
    return AddResult(added=(source,), detail=f"{kind}{name} with {entries}: {source.url}")


def _keep_unseen(look: _Look, url: str, failure: FetchFailure) -> AddResult:
    """Keep a feed by its address alone, because its host gives no answer now."""
    domain = registrable_domain(host_of(url))
    source = Source(
        key="",
        kind=SourceKind.SITEMAP if "sitemap" in url.lower() else SourceKind.FEED,
        url=url,
        publisher=Publisher(domain=domain, name=domain),
    )
    new, known = keep_sources([source], look.store, look.clock.now())
    for kept in new:
        row = SourceRow(source=kept, state=SourceState(next_poll=look.clock.now()))
        rng = random.Random()  # noqa: S311 - jitter, not a secret
        timing = Timing(clock=look.clock, rng=rng)
        look.store.save_poll(failed_poll(failure, row, timing), look.clock.now())
    detail = f"not read yet, it is asked again: {failure.rejected.detail}: {url}"
    return AddResult(added=tuple(new), known=tuple(known), detail=detail)


def _entries_of(parsed: ParsedSource) -> str:
    return "1 entry" if len(parsed.entries) == 1 else f"{len(parsed.entries)} entries"


def _known_at(url: str, look: _Look) -> Source | None:
    """Return the source of this address, however it was spelled."""
    address = url_key(url)
    rows = look.store.list_sources(look.clock.now())
    return next((row.source for row in rows if url_key(row.source.url) == address), None)


def _save_first_poll(look: _Look, source: Source, answer: Response, listed: Listed) -> None:
    """Take the look as the first poll: the publisher is not asked the same thing twice."""
    row = SourceRow(source=source, state=SourceState(next_poll=look.clock.now()))
    rng = random.Random()  # noqa: S311 - jitter, not a secret
    timing = Timing(clock=look.clock, rng=rng)
    outcome = read_poll(answer, listed, row, timing, look.store.unseen_entries)
    look.store.save_poll(outcome, look.clock.now())


def _source_of(
    parsed: ParsedSource, kind: SourceKind, url: str, asked: str, store: Store
) -> Source:
    publisher = _publisher_of(parsed, url, asked)
    # A sitemap has no title of its own; an address is none.
    is_unnamed = kind is SourceKind.SITEMAP and not parsed.title
    title = f"{publisher.name} (sitemap)" if is_unnamed else parsed.title
    word = "sitemap" if is_unnamed else title or publisher.name
    return Source(
        key=Keys(store).free_key(publisher.domain, word, url),
        kind=kind,
        url=url,
        publisher=publisher,
        title=title,
        languages=(parsed.language,) if parsed.language else (),
    )


def _publisher_of(parsed: ParsedSource, url: str, asked: str) -> Publisher:
    """Return who publishes: the site that the feed links to, for feeds live on other hosts too."""
    site = next((page for page in (parsed.link, asked, url) if fetch_url(page)), url)
    domain = registrable_domain(host_of(site))
    is_named = bool(parsed.title) and not is_address(parsed.title)
    return Publisher(domain=domain, name=parsed.title if is_named else domain)


def _refused(key: str, reason: Reason, detail: str) -> AddResult:
    rejected = Rejected(stage=Stage.INPUT, key=key, reason=reason, detail=detail)
    return AddResult(rejected=(rejected,), detail=detail)
