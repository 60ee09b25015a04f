"""The article of a page that nobody asked for: what its source says is all there is."""

from __future__ import annotations

from tagwire.dates import without_midnight
from tagwire.extract._jsonld import plain_text
from tagwire.houses import housed
from tagwire.model import (
    Article,
    Completeness,
    CompletenessState,
    Page,
    Publisher,
    Reason,
    Rejected,
    Stage,
)
from tagwire.urls import host_of, registrable_domain

_WHY = "The source names the publisher and not the address of the page: it was not fetched."


def announced(page: Page) -> Article | Rejected:
    """Return the article that an entry announces, without any text."""
    entry, url = page.entry, page.response.url
    if entry is None or not entry.title:
        detail = "The source gives neither a page nor a headline."
        return Rejected(stage=Stage.EXTRACT, key=url, reason=Reason.NO_ARTICLE, detail=detail)
    domain = registrable_domain(host_of(url))
    summary = plain_text(entry.summary)
    return Article(
        uri=url,
        url=url,
        headline=entry.title,
        publisher=housed(page.publisher or Publisher(domain=domain, name=domain)),
        # Aggregators write the headline again, as a link.
        description="" if summary.startswith(entry.title) else summary,
        authors=entry.authors,
        published=without_midnight(entry.published) if entry.published is not None else None,
        modified=entry.updated if entry.updated != entry.published else None,
        language=entry.language,
        keywords=entry.categories,
        completeness=Completeness(state=CompletenessState.HEADLINE_ONLY, reason=_WHY),
    )
