"""The page makes of the demo houses, ready to be filled in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from tagwire.run.demo.markup import html_of

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}


def template_of(name: str) -> Template:
    """Return the make of this file name."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tagwire.run.demo", "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "linked": _linked,
        "iso": datetime.isoformat,
        "rfc822": format_datetime,
        "clock": _clock,
        "day": partial(_day, language="en"),
    }
    filters |= {f"day_{language}": partial(_day, language=language) for language in _MONTHS}
    environment.filters |= filters
    return environment


def _linked(text: str) -> Markup:
    return Markup(html_of(text))  # noqa: S704 - html_of escapes


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _day(moment: datetime, language: str) -> str:
    month = _MONTHS[language].split()[moment.month - 1]
    dot = "." if language == "de" else ""
    return f"{moment.day}{dot} {month} {moment.year}"
