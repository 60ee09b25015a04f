"""How the instance is doing: for people, for monitors, for Prometheus; and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from tagwire.serve.guard import host_name
from tagwire.serve.pages.errors import error_page
from tagwire.serve.settings import LOOPBACK_NAMES, is_loopback
from tagwire.serve.site import Site, page, session_of, wants_html
from tagwire.store.values import Totals

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FORWARDED = ("forwarded", "x-forwarded-for", "via")
MAX_REJECTED = 30


async def show_health(site: Site, request: Request) -> Response:
    """Give state, totals and counters: JSON, or a page when a browser asks."""
    health = health_of(site)
    if wants_html(request):
        rejected = site.store.recent_rejected(MAX_REJECTED) if session_of(request) else []
        values = {"health": health, "rejected": rejected, "noindex": True}
        return page(site, request, "health.html", values)
    body = msgspec.json.encode(health, enc_hook=str)
    headers = {"Cache-Control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)


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
    } | dict(site.health())


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
