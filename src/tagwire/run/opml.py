"""Lists of feeds (OPML): into the store, and out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tagwire.model import Publisher, Reason, Rejected, Source, Stage
from tagwire.publisher_names import is_address
from tagwire.run.clock import Clock
from tagwire.run.keeping import keep_sources
from tagwire.serve import AddResult
from tagwire.sources import Outline, parse_opml, write_opml
from tagwire.store.protocol import Store
from tagwire.urls import host_of, is_domain_name, registrable_domain

# What is wrong with one outline, not with the list.
LINE_REASONS = frozenset({Reason.NO_LINK, Reason.BAD_URL})


def import_opml(
    body: bytes, store: Store, clock: Clock, *, url: str = "", content_type: str = ""
) -> AddResult:
    """Add all feeds of a list; what in it is no feed is rejected one by one."""
    parsed = parse_opml(body, url, content_type)
    if isinstance(parsed, Rejected):
        return AddResult(rejected=(parsed,), detail=parsed.detail)
    if not parsed.outlines:
        detail = "The list names no feed."
        none = Rejected(stage=Stage.PARSE, key=url, reason=Reason.EMPTY_BODY, detail=detail)
        why = parsed.rejected or (none,)
        return AddResult(rejected=why, detail=why[0].detail if len(why) == 1 else detail)
    added, known = keep_sources([_source_of(one) for one in parsed.outlines], store, clock.now())
    counts = f"{len(parsed.outlines)} feeds in the list, {len(added)} new"
    return AddResult(
        added=tuple(added),
        known=tuple(known),
        rejected=parsed.rejected,
        detail=", ".join([counts, *_troubles_of(parsed.rejected)]),
    )


def _troubles_of(rejected: Sequence[Rejected]) -> Iterator[str]:
    """Yield what of a list is not there: lines, and what lies behind its end."""
    lines = sum(one.reason in LINE_REASONS for one in rejected)
    if lines:
        yield f"{lines} {'line' if lines == 1 else 'lines'} without a usable feed"
    if any(one.reason is Reason.TRUNCATED for one in rejected):
        yield "and it breaks off there"


def _source_of(outline: Outline) -> Source:
    domain = registrable_domain(host_of(outline.site or outline.url))
    is_named = bool(outline.title) and not is_address(outline.title)
    return Source(
        key="",
        kind=outline.kind,
        url=outline.url,
        publisher=Publisher(domain=domain, name=outline.title if is_named else domain),
        title=outline.title,
        languages=(outline.language,) if outline.language else (),
        folders=outline.folders,
    )


def export_opml(store: Store, clock: Clock) -> bytes:
    """Return all sources as a list for other readers; the demo's lead nowhere and stay out."""
    rows = store.list_sources(clock.now())
    outlines = [_outline_of(row.source) for row in rows if not row.source.demo]
    return write_opml(outlines, "Tagwire sources", clock.now())


def _outline_of(source: Source) -> Outline:
    domain = source.publisher.domain
    return Outline(
        url=source.url,
        title=source.title or source.publisher.name,
        site=f"https://{domain}/" if is_domain_name(domain) else "",
        language=source.languages[0] if source.languages else None,
        kind=source.kind,
        folders=source.folders,
    )
