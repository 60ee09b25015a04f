"""A look at a page of links with the owner's selector, before it is kept."""

from __future__ import annotations

from tagwire.fetch import FEED_ACCEPT, FetchFailure, Web
from tagwire.model import ParsedSource, Source, SourceKind
from tagwire.run.clock import Clock
from tagwire.run.listing import read_listing
from tagwire.serve import SelectorTrial


async def try_selector(source: Source, selector: str, web: Web, clock: Clock) -> SelectorTrial:
    """Fetch the page of a source and return what the selector finds there; nothing is kept.

    Without a selector the links are told as ever.
    """
    answer = await web.get(source.url, accept=FEED_ACCEPT)
    if isinstance(answer, FetchFailure):
        return SelectorTrial(detail=answer.rejected.detail)
    listed = await read_listing(answer, SourceKind.LISTING, web, clock.now(), selector=selector)
    if isinstance(listed.parsed, ParsedSource):
        return SelectorTrial(entries=listed.parsed.entries)
    failed = listed.parsed
    rejected = failed.rejected if isinstance(failed, FetchFailure) else failed
    return SelectorTrial(detail=rejected.detail)
