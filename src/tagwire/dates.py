"""Dates as publishers print them, read without inventing anything.

A day stays a day, an hour without zone is marked as assumed, and what is
ambiguous (03/04/2025, a bare year or month) is no date at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from tagwire.model import Moment, Precision, Zone

MAX_DATE_CHARS = 120  # longer texts hold sentences, not dates
_FIRST_YEAR, _LAST_YEAR = 1900, 2200  # outside are the null dates of programs

# Twelve names a language, in the case that dates use. A word of three and more letters
# that begins one of them is its abbreviation; the earlier language wins.
_MONTH_NAMES = (
    "january february march april may june july august september october november december",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jänner feber mars april maj juni juli augusti september oktober november desember",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "január február március április május június július augusztus szeptember október november december",
    "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)

# Names with one meaning in practice (RFC 822 and its like), offsets in minutes.
_ZONES = MappingProxyType(
    {
        name: minutes
        for names, minutes in (
            ("hst", -600),
            ("akst", -540),
            ("pst akdt", -480),
            ("mst pdt", -420),
            ("cst mdt", -360),
            ("est cdt", -300),
            ("edt", -240),
            ("art brt", -180),
            ("z ut utc gmt wet", 0),
            ("bst cet west mez", 60),
            ("eet cest mesz sast", 120),
            ("eest msk trt", 180),
            ("gst", 240),
            ("pkt", 300),
            ("wib ict", 420),
            ("hkt sgt awst", 480),
            ("jst kst", 540),
            ("acst", 570),
            ("aest", 600),
            ("acdt", 630),
            ("aedt", 660),
            ("nzst", 720),
            ("nzdt", 780),
        )
        for name in names.split()
    }
)
# Eastern time of Sydney, standard time of China, summer time of Bangladesh: when the
# zone of the source is known it wins over these names.
_SHARED_NAMES = frozenset({"est", "edt", "cst", "cdt", "bst", "gst", "mst"})

_TIME = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?!\.\d{4})|(?=\s*[ap]\.?m))(?::(?P<second>\d{2})(?:[.,:]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?"
)
_ZONE = r"(?P<zone>(?:gmt|utc|z)?\s*[+\-−]\s*\d{1,2}(?::?\d{2})?(?!\d)|[a-z]{1,5}\b)?"
_CLOCK = re.compile(rf"(?<![\d.]){_TIME}\s*\(?{_ZONE}", re.IGNORECASE)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T\s_]+(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,:]\d*)?)?)?"
    r"\s*(?P<zone>[+\-−]\s?\d{1,2}(?::?\d{2})?|(?![ap]m)[a-z]{1,5})?",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:[T\s]?(?P<hour>\d{2}):?(?P<minute>\d{2}):?(?P<second>\d{2})?)?"
    r"(?P<zone>[+\-]\d{2}:?\d{2}|z)?",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:[MTWFS][a-z]{2}, )?(\d{1,2}) ([JFMASOND][a-z]{2}) (\d{4}) (\d\d:\d\d:[0-5]\d)"
    r" (GMT|[+-](?:[01]\d|2[0-3])[0-5]\d)",
    re.ASCII,
)
_USUAL_ISO = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d)(?:\.\d{1,9})?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)",
    re.ASCII,
)
_MONTHS_OF_MAIL = {
    name.title(): f"{number:0>2}"
    for number, name in enumerate(re.findall(r"\b[a-z]{3}", _MONTH_NAMES[0]), start=1)
}
_GMT = {"GMT": "Z"}
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d+)?")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})(?:[/.-]|\s?[年년]\s?)(\d{1,2})(?:[/.-]|\s?[月월]\s?)(\d{1,2})(?!\d)\s?[日일.]?"
)
_DAY_FIRST_DOTS = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SLASHES = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)")
_NAMED_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?[\s-]*(?:de\s+|of\s+|d['’]\s?)?"
    r"(?P<month>[^\W\d_]{3,12})[.,]?[\s-]*(?:de\s+|del\s+)?(?P<year>\d{4}|\d{2}(?=\s+\d{1,2}:))(?!\d)",
    re.IGNORECASE,
)
_NAMED_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:,?\s+|\s(?=\d{1,2}:))(?:(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)\s+(?P<zone>[A-Za-z]{2,5}\s+|[+-]\d{4}\s+)?)?(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_HALF_WORDS = re.compile(r"\b(오전|오후|上午|下午|午前|午後)\s*")


class _Day(NamedTuple):
    """A day found in a text, and the text around it that may hold the time."""

    year: int
    month: int
    day: int
    rest: str


def parse_date(raw: str, *, default_zone: tzinfo | None = None) -> Moment | None:
    """Return the moment that the text names, or None when it names none for sure.

    Without a stated offset the time is read in ``default_zone`` (else UTC) and
    marked ``Zone.ASSUMED``; without a time the precision is the day.
    """
    text = " ".join(raw[: 2 * MAX_DATE_CHARS].split())
    if not text or len(text) > MAX_DATE_CHARS:
        return None
    for read in (_usual, _iso, _compact, _epoch):
        moment = read(text, default_zone)
        if moment is not None:
            return moment
    day = _day_in(text)
    return _with_clock(day, default_zone) if day else None


def parse_http_date(raw: str) -> datetime | None:
    """Return the moment of an HTTP header such as Last-Modified in UTC, None when it is none."""
    try:
        found = parsedate_to_datetime(raw[:MAX_DATE_CHARS])
        # HTTP knows GMT only; "-0000" and a missing zone mean the same here.
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None  # the parser of mails raises all of these for what strangers write


def without_midnight(moment: Moment) -> Moment:
    """Return a moment at exactly midnight as its day: so programs write a day without a time.

    The day of what really came out on the stroke is right all the same.
    """
    return replace(moment, precision=Precision.DAY) if moment.at.time() == time() else moment


def clamp_future(moment: Moment, now: datetime) -> Moment:
    """Return the moment, or ``now`` in its offset when it has not come yet.

    ``Zone.ASSUMED`` marks the second: mostly the zone is what was stated wrong.
    """
    if moment.at <= now:
        return moment
    at = now.astimezone(moment.at.tzinfo)
    if moment.precision is Precision.DAY:
        at = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(moment, at=at, zone=Zone.ASSUMED)


def _usual(text: str, _zone: tzinfo | None) -> Moment | None:
    """Read what nearly all feeds write, at a quarter of what the long way to the same costs."""
    if mail := _MAIL.fullmatch(text):
        day, name, year, clock, offset = mail.groups()
        written = f"{year}-{_MONTHS_OF_MAIL.get(name)}-{day:0>2}T{clock}{_GMT.get(offset, offset)}"
    elif iso := _USUAL_ISO.fullmatch(text):
        written = iso[1] + iso[2]
    else:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return Moment(at=at) if _FIRST_YEAR <= at.year <= _LAST_YEAR else None


def _iso(text: str, zone: tzinfo | None) -> Moment | None:
    match = _ISO.fullmatch(text)
    return _moment_of(match.groupdict(), zone) if match else None


def _compact(text: str, zone: tzinfo | None) -> Moment | None:
    match = _COMPACT.fullmatch(text)
    return _moment_of(match.groupdict(), zone) if match else None


def _epoch(text: str, _zone: tzinfo | None) -> Moment | None:
    match = _EPOCH.fullmatch(text)
    return Moment(at=datetime.fromtimestamp(int(match[1]), UTC)) if match else None


def _moment_of(groups: Mapping[str, str | None], zone: tzinfo | None) -> Moment | None:
    """Build the moment from named groups of digits; None when it is on no calendar."""
    year, month, day = (int(groups[name] or 0) for name in ("year", "month", "day"))
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if groups.get("hour") is None:
        return _moment((year, month, day), zone or UTC, Precision.DAY, Zone.ASSUMED)
    hour = _full_hour(int(groups["hour"] or 0), groups.get("half"))
    minute, second = int(groups["minute"] or 0), groups.get("second")
    offset = _offset_of(groups.get("zone"), is_zone_known=zone is not None)
    return _moment(
        (year, month, day, hour, minute, min(int(second or 0), 59)),
        offset or zone or UTC,
        Precision.MINUTE if second is None else Precision.SECOND,
        Zone.STATED if offset else Zone.ASSUMED,
    )


def _moment(parts: tuple[int, ...], at: tzinfo, precision: Precision, zone: Zone) -> Moment | None:
    year, month, day, hour, minute, second = (*parts, 0, 0, 0)[:6]
    try:
        found = datetime(year, month, day, hour, minute, second, tzinfo=at)
    except ValueError:
        return None
    return Moment(at=found, precision=precision, zone=zone)


def _full_hour(hour: int, half: str | None) -> int:
    if half is None or hour > 12:
        return hour
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _offset_of(name: str | None, *, is_zone_known: bool) -> timezone | None:
    """Return the offset that a zone states; None for none or a name of several."""
    word = (name or "").lower().strip()
    if match := re.search(r"([+\-−])\s*(\d{1,2}):?(\d{2})?", word):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        minutes = minutes if match[1] == "+" else -minutes
    elif word in _ZONES and not (is_zone_known and word in _SHARED_NAMES):
        minutes = _ZONES[word]
    else:
        return None
    return timezone(timedelta(minutes=minutes)) if abs(minutes) < 24 * 60 else None


def _day_in(text: str) -> _Day | None:
    for find in (_numeric_day, _slashed_day, _named_day):
        found = find(text)
        if found is not None:
            return found
    return None


def _numeric_day(text: str) -> _Day | None:
    if match := _YEAR_FIRST.search(text):
        return _Day(int(match[1]), int(match[2]), int(match[3]), _around(text, match))
    if match := _DAY_FIRST_DOTS.search(text):
        return _Day(int(match[3]), int(match[2]), int(match[1]), _around(text, match))
    return None


def _slashed_day(text: str) -> _Day | None:
    """Read 26/04/2025 and 04/26/2025; 03/04/2025 means two days and is refused."""
    match = _SLASHES.search(text)
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if first <= 12 and second <= 12 and first != second:
        return None
    month, day = (second, first) if first > 12 else (first, second)
    return _Day(int(match[4]), month, day, _around(text, match))


def _named_day(text: str) -> _Day | None:
    for pattern in (_NAMED_DAY_FIRST, _NAMED_MONTH_FIRST):
        for match in pattern.finditer(text):
            if month := _months().get(_unaccented(match["month"])):
                rest = _around(text, match)
                if "clock" in match.groupdict() and match["clock"]:
                    rest = f"{match['clock']} {match['zone'] or ''} {rest}"
                year = int(match["year"])
                return _Day(_full_year(year), month, int(match["day"]), rest)
    return None


@cache
def _months() -> Mapping[str, int]:
    """Return the number of each name and abbreviation, without accents."""
    months: dict[str, int] = {}
    for names in _MONTH_NAMES:
        for number, name in enumerate(_unaccented(names).split(), start=1):
            for length in range(3, len(name) + 1):
                months.setdefault(name[:length], number)
    return MappingProxyType(months)


def _unaccented(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn")


def _full_year(year: int) -> int:
    """Return a year of RFC 822's two digits in full."""
    if year > 99:
        return year
    return year + (1900 if year >= 70 else 2000)


def _around(text: str, match: re.Match[str]) -> str:
    # What follows first: "at" times come after the day more often than before it.
    return f"{text[match.end() :]} | {text[: match.start()]}"


def _with_clock(day: _Day, zone: tzinfo | None) -> Moment | None:
    parts = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
    rest = day.rest
    half_word = _HALF_WORDS.search(rest)
    if half_word:
        rest = rest[: half_word.start()] + rest[half_word.end() :]
    clock = _CLOCK.search(rest)
    groups: dict[str, str | None] = {**parts, **(clock.groupdict() if clock else {})}
    if half_word and clock:
        groups["half"] = "pm" if half_word[1] in {"오후", "下午", "午後"} else "am"
    return _moment_of(groups, zone)
