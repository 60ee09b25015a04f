"""The owner's rules for publishers: ``publishers/*.toml`` in the data folder.

A file that cannot be used is left out and told in the log, so that one wrong letter
does not stop the worker; ``tagwire doctor`` tells it too.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import structlog

from tagwire.extract.publishers import SHIPPED, SiteRule, fault_of
from tagwire.run.settings import Settings
from tagwire.urls import host_of, registrable_domain

log = structlog.get_logger()

FOLDER = "publishers"


class _RuleIn(msgspec.Struct, forbid_unknown_fields=True):
    """A rule as it is written."""

    body: str = ""
    remove: list[str] = []
    first_day: date | None = None
    last_day: date | None = None


class _FileIn(msgspec.Struct, forbid_unknown_fields=True):
    """A file: a site and its rules, the later ones before the earlier."""

    site: str
    rule: list[_RuleIn]


def load_rules(settings: Settings) -> dict[str, tuple[SiteRule, ...]]:
    """Return all rules in force by site: shipped ones, then the owner's, which win."""
    rules: dict[str, tuple[SiteRule, ...]] = defaultdict(tuple)
    for rule in SHIPPED:
        rules[rule.site] += (rule,)
    for path, found in rule_files(settings):
        if isinstance(found, str):
            log.error("rule of a publisher left out", file=path.name, detail=found)
            continue
        for rule in found:
            rules[rule.site] += (rule,)
    return dict(rules)


def rule_files(settings: Settings) -> Iterator[tuple[Path, tuple[SiteRule, ...] | str]]:
    """Yield each file of the owner with its rules, or with why it cannot be used."""
    folder = settings.data / FOLDER
    for path in sorted(folder.glob("*.toml")):
        try:
            given = msgspec.toml.decode(path.read_bytes(), type=_FileIn)
        except (OSError, ValueError, tomllib.TOMLDecodeError) as error:
            yield path, str(error)
            continue
        rules = tuple(_rule_of(given.site, one) for one in given.rule)
        faults = [fault for fault in map(fault_of, rules) if fault]
        yield path, faults[0] if faults else rules


def _rule_of(site: str, given: _RuleIn) -> SiteRule:
    return SiteRule(
        site=registrable_domain(host_of(site) or site.strip().lower()),
        body=given.body,
        remove=tuple(given.remove),
        first_day=given.first_day.isoformat() if given.first_day else "",
        last_day=given.last_day.isoformat() if given.last_day else "",
    )
