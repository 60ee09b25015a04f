"""How the instance is doing: for people, for monitors, for Prometheus; and what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from tagwire.serve.guard import host_name
from tagwire.serve.pages.errors import error_page
from tagwire.serve.settings import LOOPBACK_NAMES, POLL_PLAN_SETTING, is_loopback
from tagwire.serve.shown import number_text
from tagwire.serve.site import Site, page, session_of, wants_html
from tagwire.store.values import Counter, RejectedRow, Totals

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FORWARDED = ("forwarded", "x-forwarded-for", "via")
MAX_REJECTED = 200
MAX_EXAMPLES = 3


async def show_health(site: Site, request: Request) -> Response:
    """Give state, totals and counters: JSON, or a page when a browser asks."""
    health = health_of(site)
    if wants_html(request):
        return page(site, request, "health.html", _page_values(site, request, health))
    body = msgspec.json.encode(health, enc_hook=str)
    headers = {"Cache-Control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """How often records stopped for one reason, with the last of them (for the owner)."""

    stage: str
    reason: str
    count: int
    examples: tuple[RejectedRow, ...]


def _page_values(site: Site, request: Request, health: dict[str, Any]) -> dict[str, Any]:
    recent = site.store.recent_rejected(MAX_REJECTED) if session_of(request) else []
    return {
        "health": health,
        "reasons": reasons_of(site.store.counters(), recent),
        "facts": [*_process_facts(site, health), *_code_facts(site, health)],
        "noindex": True,
    }


def reasons_of(counters: Sequence[Counter], recent: Sequence[RejectedRow]) -> list[ReasonRow]:
    """Return why records stopped, the most frequent reason first."""
    counts: dict[tuple[str, str], int] = {}
    for row in counters:
        if row.reason:
            key = row.stage, row.reason
            counts[key] = counts.get(key, 0) + row.count
    for rejected in recent:
        counts.setdefault((rejected.rejected.stage, rejected.rejected.reason), 0)
    rows = [
        ReasonRow(
            stage=stage,
            reason=reason,
            count=count,
            examples=tuple(
                one
                for one in recent
                if (one.rejected.stage, one.rejected.reason) == (stage, reason)
            )[:MAX_EXAMPLES],
        )
        for (stage, reason), count in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.count, row.stage, row.reason))


def _process_facts(site: Site, health: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what this machine knows about itself, in words."""
    facts = [("Worker", str(health.get("worker", "not known")))]
    share = health.get("disk_free_share")
    if isinstance(share, int | float):
        full = "; full: fetching has stopped" if health.get("disk_full") else ""
        facts.append(("Disk", f"{share:.0%} free{full}"))
    if health["polls_planned"] is not None:
        limit = health["polls_limit"]
        of = f" of {number_text(limit)} allowed" if limit else ", without a limit"
        facts.append(("Polls a day", f"at most {number_text(health['polls_planned'])}{of}"))
    lag = health["search_lag"]
    facts.append(("Search", f"{lag} changes behind" if lag else "up to date"))
    backup = health.get("last_backup")
    if isinstance(backup, datetime):
        age_days = max(0, (site.clock() - backup).days)
        age = f", {age_days} day{'s' * (age_days > 1)} ago" if age_days else ""
        facts.append(("Last backup", site.dates.at_text(backup) + age))
    elif "last_backup" in health:
        facts.append(("Last backup", "none that this folder knows of"))
    return facts


def _code_facts(site: Site, health: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return how many versions were made by the code that runs, and by which other."""
    present = health.get("extractor"), health.get("tagger")
    counts = site.store.code_counts()
    if not counts or None in present:
        return []
    old = [row for row in counts if (row.extractor, row.tagger) != present]
    every, older = (sum(row.versions for row in rows) for rows in (counts, old))
    facts = [("Extractor and tagger", f"{present[0]} and {present[1]}")]
    if not old:
        return [*facts, ("Made by them", f"all {number_text(every)} versions")]
    facts.append(("Made by older code", f"{number_text(older)} of {number_text(every)} versions"))
    return [*facts, ("To renew them", "tagwire reprocess")]


def health_of(site: Site) -> dict[str, Any]:
    """Return what is known about the state of the instance."""
    totals = site.totals()
    counters = [
        {
            "stage": row.stage,
            "outcome": row.outcome,
            "reason": row.reason or None,
            "count": row.count,
        }
        for row in site.store.counters()
    ]
    all_fail = totals.sources > 0 and totals.sources_failing == totals.sources
    status = "degraded" if all_fail or site.troubles() else "ok"
    return {
        "status": status,
        "version": site.version,
        "now": site.clock(),
        "totals": totals_json(totals),
        "counters": counters,
        "search_lag": site.store.search_lag(),
        **poll_plan(site),
    } | dict(site.health())


def poll_plan(site: Site) -> dict[str, int | None]:
    """Return how many polls a day are planned and allowed (0: no limit), None before any."""
    plan = msgspec.json.decode(site.store.find_setting(POLL_PLAN_SETTING) or "{}")
    return {"polls_planned": plan.get("planned"), "polls_limit": plan.get("limit")}


def totals_json(totals: Totals) -> dict[str, Any]:
    """Return the totals as they are named in the store."""
    return {name: getattr(totals, name) for name in Totals.__slots__}


async def show_metrics(site: Site, request: Request) -> Response:
    """Give totals and counters to Prometheus, on this machine or to the owner only."""
    if session_of(request) is None and not is_local(request):
        return error_page(site, request, 403, "Metrics are for this machine and for the owner.")
    registry = CollectorRegistry()
    registry.register(StoreMetrics(site))
    return Response(generate_latest(registry), headers={"Content-Type": METRICS_TYPE})


def is_local(request: Request) -> bool:
    """Return whether a request comes from this machine and through no proxy."""
    client = request.client.host if request.client else ""
    is_forwarded = any(name in request.headers for name in FORWARDED)
    name = host_name(request.headers.get("host", ""))
    return is_loopback(client) and name in LOOPBACK_NAMES and not is_forwarded


class StoreMetrics(Collector):
    """Reads the figures when Prometheus asks; nothing is counted twice."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def collect(self) -> Iterator[Metric]:
        """Give all figures of the store."""
        totals = totals_json(self._site.totals())
        for name in sorted(totals.keys() - {"last_change"}):
            value = totals[name]
            yield GaugeMetricFamily(f"tagwire_{name}", f"Total: {name}", value=value)
        records = CounterMetricFamily(
            "tagwire_records",
            "Records by stage, outcome and reason",
            labels=("stage", "outcome", "reason"),
        )
        for row in self._site.store.counters():
            records.add_metric((row.stage, row.outcome, row.reason), row.count)
        yield records


async def show_about(site: Site, request: Request) -> Response:
    """Say what this instance is and by which rules it works."""
    return page(site, request, "about.html", {"settings": site.settings})


async def show_robots(site: Site, _request: Request) -> Response:
    """Tell robots where they may go."""
    rule = (
        "Disallow: /" if site.settings.hides_from_robots else "Disallow: /owner\nDisallow: /search"
    )
    return PlainTextResponse(f"User-agent: *\n{rule}\n")
