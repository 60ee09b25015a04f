"""The template environment: autoescape everywhere, and a few words that templates use."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tagwire.serve import paths
from tagwire.serve.assets import Assets
from tagwire.serve.cards import KINDS, ROLES
from tagwire.serve.changes import sides_of
from tagwire.serve.country_table import country_name
from tagwire.serve.language_table import language_name
from tagwire.serve.shown import day_text, number_text
from tagwire.store.values import DayCount, TrendingTag

TEMPLATES = Path(__file__).parent / "templates"
BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=\.)")


@cache
def build_environment(assets: Assets) -> Environment:
    """Return the environment of all pages and feeds; templates are compiled once a process."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_globals(assets))
    environment.filters.update(_filters())
    return environment


# Any, because templates take values and functions of every kind.
def _globals(assets: Assets) -> dict[str, Any]:
    return {
        "asset": assets.path,
        "tag_path": paths.tag_path,
        "publisher_path": paths.publisher_path,
        "story_path": paths.story_path,
        "source_path": paths.source_path,
        "article_path": paths.article_path,
        "version_path": paths.version_path,
        "diff_path": paths.diff_path,
        "sides_of": sides_of,
        "kinds": KINDS,
        "roles": ROLES,
    }


def _filters() -> dict[str, Any]:
    return {
        "number": number_text,
        "language_name": language_name,
        "country_name": country_name,
        "outgoing": paths.outgoing,
        "bare_url": paths.bare_url,
        "breakable": breakable,
        "iso_day": iso_day,
        "bars": bars,
        "points": points,
        "ratio": ratio_text,
        "usual_day": usual_day,
    }


def iso_day(day: str) -> str:
    """Return "21 Nov 2026" for "2026-11-21"."""
    return day_text(date.fromisoformat(day))


def breakable(hashtag: str) -> Markup:
    """Return a hashtag that may break where a word begins."""
    return Markup("<wbr>").join(escape(part) for part in BREAK.split(hashtag))


def bars(counts: Sequence[DayCount], height: int) -> list[int]:
    """Return the height of each bar; a day with articles is never invisible."""
    most = max((day.count for day in counts), default=0) or 1
    return [max(1, round(day.count / most * height)) if day.count else 0 for day in counts]


def points(counts: Sequence[DayCount], width: int, height: int) -> str:
    """Return the points of a line over the days."""
    heights = bars(counts, height - 2)
    step = width / max(1, len(heights) - 1)
    return " ".join(f"{n * step:.0f},{height - 1 - bar}" for n, bar in enumerate(heights))


def ratio_text(ratio: float) -> str:
    """Return how much more often than usual, in words."""
    if not math.isfinite(ratio):
        return "new here"
    shown = f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}".removesuffix(".0")
    return f"{shown} times its usual day"


def usual_day(trend: TrendingTag) -> str:
    """Return the articles of a usual day; what is rare is not shown as nothing."""
    if 0 < trend.usual < 0.05:
        return "<0.1"
    return f"{trend.usual:.1f}" if trend.usual else "0"
