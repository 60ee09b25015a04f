"""``tagwire add``: from an address to sources, with what was found and what was chosen."""

from __future__ import annotations

import random
import re

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
from tagwire.run.clock import Clock
from tagwire.run.keeping import Keys
from tagwire.run.polling import read_answer
from tagwire.serve import AddResult
from tagwire.sources import discover_feeds, looks_like_feed, parse_source
from tagwire.store.protocol import Store
from tagwire.store.values import SourceRow, SourceState
from tagwire.urls import fetch_url, host_of, registrable_domain

# A site may name dozens of feeds, one for each section; the first few are the general ones.
MAX_FEEDS_TRIED = 3
FEED_SCHEME = re.compile(r"feed:(?://)?", re.IGNORECASE)
# A colon before a number ends a host name: news.example:8080.
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)


async def add_address(address: str, web: Web, store: Store, clock: Clock) -> AddResult:
    """Add the feed at an address, or the best feed that the page there names.

    Everything that can go wrong is in the result, with a sentence for people.
    """
    url = web_address(address)
    if isinstance(url, Rejected):
        return AddResult(rejected=(url,), detail=url.detail)
    answer = await web.get(url, accept=FEED_ACCEPT)
    if isinstance(answer, FetchFailure):
        return AddResult(rejected=(answer.rejected,), detail=answer.rejected.detail)
    if not answer.body.strip():
        return _refused(url, Reason.EMPTY_BODY, "the answer has no content")
    if looks_like_feed(answer.body, answer.header("content-type") or ""):
        return _add_feed(answer, answer.final_url, store, clock)
    return await _add_discovered(answer, web, store, clock)


def web_address(address: str) -> str | Rejected:
    """Return the address to fetch for what a person wrote, who may leave out the scheme."""
    # Browsers hand on feeds as feed:https://… and as feed://host/….
    text = FEED_SCHEME.sub("", address.strip())
    scheme = SCHEME.match(text)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        reason, detail = Reason.UNKNOWN_SCHEME, f"scheme {scheme[1]!r} is not http or https"
    elif url := fetch_url(text if scheme else f"https://{text}"):
        return url
    else:
        reason, detail = Reason.BAD_URL, "this is no usable web address"
    detail += ": write one like https://news.example/feed"
    return Rejected(stage=Stage.INPUT, key=address, reason=reason, detail=detail)


async def _add_discovered(page: Response, web: Web, store: Store, clock: Clock) -> AddResult:
    """Try the feeds that a page names, best first, and add the first that reads."""
    feeds = discover_feeds(page.body, page.final_url)
    refusals: list[Rejected] = []
    for feed in feeds[:MAX_FEEDS_TRIED]:
        answer = await web.get(feed, accept=FEED_ACCEPT)
        if isinstance(answer, FetchFailure):
            refusals.append(answer.rejected)
            continue
        result = _add_feed(answer, page.final_url, store, clock)
        if not result.rejected:
            return result
        refusals.extend(result.rejected)
    if not feeds:
        detail = "the page names no feed; give the address of a feed"
        return _refused(page.final_url, Reason.NOT_A_FEED, detail)
    detail = f"the page names {len(feeds)} feeds, but none of the first could be read"
    return AddResult(rejected=tuple(refusals), detail=detail)


def _add_feed(answer: Response, asked: str, store: Store, clock: Clock) -> AddResult:
    """Keep a feed that answered. ``asked`` is the page or feed that led to it."""
    parsed = parse_source(answer.body, answer.final_url, answer.header("content-type") or "")
    if isinstance(parsed, Rejected):
        return AddResult(rejected=(parsed,), detail=parsed.detail)
    source = _source_of(parsed, answer.url, asked, store)
    if not store.add_source(source, clock.now()):
        return AddResult(known=(source,), detail=f"{source.url} is a source already")
    # The look was its first poll: the publisher is not asked the same thing twice.
    row = SourceRow(source=source, state=SourceState(next_poll=clock.now()))
    outcome = read_answer(answer, row, clock, random.Random(), store.unknown_entries)  # noqa: S311
    store.save_poll(outcome, clock.now())
    detail = f"feed “{source.title}” with {len(parsed.entries)} entries: {source.url}"
    return AddResult(added=(source,), detail=detail)


def _source_of(parsed: ParsedSource, url: str, asked: str, store: Store) -> Source:
    publisher = _publisher_of(parsed, url, asked)
    title = parsed.title or publisher.name
    return Source(
        key=Keys(store).free_key(publisher.domain, title, url),
        kind=SourceKind.FEED,
        url=url,
        publisher=publisher,
        title=title,
        languages=(parsed.language,) if parsed.language else (),
    )


def _publisher_of(parsed: ParsedSource, url: str, asked: str) -> Publisher:
    """Return who publishes: the site that the feed links to, for feeds live on other hosts too."""
    site = next((page for page in (parsed.link, asked, url) if fetch_url(page)), url)
    domain = registrable_domain(host_of(site))
    return Publisher(domain=domain, name=parsed.title or domain)


def _refused(key: str, reason: Reason, detail: str) -> AddResult:
    rejected = Rejected(stage=Stage.INPUT, key=key, reason=reason, detail=detail)
    return AddResult(rejected=(rejected,), detail=detail)
