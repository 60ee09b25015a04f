"""How times are shown: one style everywhere, in the zone of the instance.

"21 Nov 2026, 14:56 UTC"; day precision shows no time; an assumed zone is marked "about".
Names of days and months are ours, because the process locale must not change pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from markupsafe import Markup

from tagwire.model import Moment, Precision, Zone

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

TIME = Markup('<time datetime="{}">{}</time>')


def number_text(n: int) -> str:
    """Return the number with a thin space between thousands."""
    return f"{n:,}".replace(",", "\u202f")


def day_text(day: date) -> str:
    """Return "21 Nov 2026"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def month_text(day: date) -> str:
    """Return "November 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def long_day_text(day: date) -> str:
    """Return "Saturday 21 November 2026"."""
    return f"{DAYS[day.weekday()]} {day.day} {month_text(day)}"


def heading_text(day: date, today: date) -> str:
    """Return the heading of a day in a list; the year only when it is another one."""
    name = long_day_text(day)
    if day.year == today.year:
        name = name.rsplit(" ", 1)[0]
    ago = (today - day).days
    prefix = {0: "Today, ", 1: "Yesterday, "}.get(ago, "")
    return prefix + name


@dataclass(frozen=True, slots=True)
class Dates:
    """Shows moments in one zone."""

    zone: tzinfo

    def local(self, at: datetime) -> datetime:
        """Return the moment in the zone of the instance."""
        return at.astimezone(self.zone)

    def day_of(self, moment: Moment) -> date:
        """Return the day of a moment; a known day is never moved by a zone."""
        if moment.precision is Precision.DAY:
            return moment.at.date()
        return self.local(moment.at).date()

    def hour_text(self, at: datetime) -> str:
        """Return "14:56"."""
        local = self.local(at)
        return f"{local.hour:02}:{local.minute:02}"

    def at_text(self, at: datetime, about: str = "") -> str:
        """Return "21 Nov 2026, 14:56 UTC"."""
        local = self.local(at)
        return f"{day_text(local.date())}, {about}{self.hour_text(at)} {self.zone_text(at)}"

    def today_text(self, today: date) -> str:
        """Return "Saturday 21 November 2026"."""
        return long_day_text(today)

    def zone_text(self, at: datetime) -> str:
        """Return "UTC", "CET" or, where a zone has no letters, "UTC+04"."""
        name = self.local(at).tzname() or "UTC"
        return f"UTC{name}" if name[0] in "+-" else name

    def at(self, at: datetime | None) -> Markup:
        """Return a time element for a moment of our own, such as first seen."""
        if at is None:
            return Markup("never")
        return TIME.format(self.local(at).isoformat(timespec="seconds"), self.at_text(at))

    def moment(self, moment: Moment) -> Markup:
        """Return a time element for what a publisher stated, no more exact than stated."""
        if moment.precision is Precision.DAY:
            return TIME.format(moment.at.date().isoformat(), day_text(moment.at.date()))
        about = "about " if moment.zone is Zone.ASSUMED else ""
        iso = self.local(moment.at).isoformat(timespec="seconds")
        return TIME.format(iso, self.at_text(moment.at, about))

    def day(self, at: datetime) -> Markup:
        """Return a time element for the day of a moment of our own."""
        day = self.local(at).date()
        return TIME.format(day.isoformat(), day_text(day))
