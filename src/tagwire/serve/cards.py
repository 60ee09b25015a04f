"""A card of a list in the words of the page: clock, notes, marked extract, why it is here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from markupsafe import Markup, escape

from tagwire.model import (
    CompletenessState,
    CreditRole,
    Precision,
    Publisher,
    Role,
    Tag,
    TagKind,
    Zone,
)
from tagwire.serve.language_table import direction_of, language_name
from tagwire.serve.paths import article_path, publisher_path
from tagwire.serve.shown import Dates, day_text, heading_text
from tagwire.store.values import Card, DayCount

PAGE_LANGUAGE = "en"
MAX_TAGS = 5
# A clock that runs ahead a little is common; a date beyond that is doubtful.
FUTURE_TOLERANCE = timedelta(minutes=15)
# It may be tomorrow already where the publisher is.
ANYWHERE = timedelta(hours=14)

ROLES = {
    Role.SUBJECT: "subject",
    Role.MENTIONED: "mentioned",
    Role.SPEAKER: "speaker",
    Role.DATELINE: "place line",
    Role.CITED_SOURCE: "cited source",
    Role.PHOTO_CREDIT: "photo credit",
    Role.LINKED_DOMAIN: "linked site",
    Role.PUBLISHER_KEYWORD: "publisher’s keyword",
    Role.AUTHOR: "author",
    Role.AGENCY: "agency",
}
KINDS = {
    TagKind.PERSON: "Person",
    TagKind.ORGANISATION: "Organisation",
    TagKind.PLACE: "Place",
    TagKind.GROUP: "Group",
    TagKind.EVENT: "Event",
    TagKind.OBJECT: "Object",
    TagKind.DOMAIN: "Web domain",
    TagKind.AGENCY: "News agency",
    TagKind.TOPIC: "Topic",
    TagKind.KEYWORD: "Keyword",
}
COMPLETENESS = {
    CompletenessState.PARTIAL: "Partial",
    CompletenessState.HEADLINE_ONLY: "Headline only",
    CompletenessState.PAYWALLED: "Paywalled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """The start of a line: a time alone, or a note why there is none to trust."""

    iso: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A short mark on a card: icon and words, perhaps a link."""

    look: str
    icon: str
    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """What the card of one article shows."""

    id: str
    href: str
    headline: str | Markup
    extract: Markup
    publisher: str
    publisher_href: str
    credit: str
    section: str
    lang: str
    dir: str
    language: str  # empty when it is the language of the page
    clock: ClockView
    notes: tuple[Note, ...]
    role: str  # as what the list's tag stands here; empty outside tag lists
    evidence: str  # the words that show the tag when the extract does not
    tags: tuple[Tag, ...]
    copies: tuple[Publisher, ...]  # who else carries this text


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A day of a list with its cards."""

    iso: str
    heading: str
    count: int | None
    has_older: bool  # some were published before this day and found on it
    cards: tuple[CardView, ...]


def days_of(
    cards: Sequence[Card],
    dates: Dates,
    today: date,
    *,
    tag: str | None = None,
    counts: Sequence[DayCount] = (),
) -> list[DayView]:
    """Return the cards under their days, in the order given."""
    known = {day.day: day.count for day in counts}

    def day_of(card: Card) -> date:
        return dates.local(card.listed_at).date()

    grouped = [(day, list(group)) for day, group in groupby(cards, key=day_of)]
    return [
        DayView(
            iso=day.isoformat(),
            heading=heading_text(day, today),
            count=known.get(day.isoformat()),
            has_older=any(is_older(card, day, dates) for card in group),
            cards=tuple(view_of(card, day, dates, tag) for card in group),
        )
        for day, group in grouped
    ]


def is_older(card: Card, day: date, dates: Dates) -> bool:
    """Return whether a card stands under a day after the one that it was published on."""
    return card.published is not None and dates.day_of(card.published) < day


def view_of(card: Card, day: date | None, dates: Dates, tag: str | None = None) -> CardView:
    """Return what a card shows in a list of a tag, or of everything; under a day or under none."""
    language = card.language or ""
    href = article_path(card.article, card.headline)
    is_foreign = bool(language) and language.split("-")[0] != PAGE_LANGUAGE
    return CardView(
        id=card.article,
        href=href,
        headline=card.headline or "Without headline",
        extract=marked(card.extract, card.why),
        publisher=card.publisher.name or card.publisher.domain,
        publisher_href=publisher_path(card.publisher.domain),
        credit=credit_text(card),
        section=card.section,
        lang=language or PAGE_LANGUAGE,
        dir=direction_of(language),
        language=language_name(language) if is_foreign else "",
        clock=clock_of(card, day, dates),
        notes=notes_of(card, href),
        role=role_text(card.roles),
        evidence=evidence_of(card),
        tags=tuple(other for other in card.tags if other.slug != tag)[:MAX_TAGS],
        copies=card.copies,
    )


def clock_of(card: Card, day: date | None, dates: Dates) -> ClockView:
    """Return the time of a card under its day heading: a clock alone only when that is true."""
    published = card.published
    if published is None:
        return _seen(card, day, dates, "first seen")
    doubt = f"first seen; dated {day_text(dates.day_of(published))}"
    if published.precision is Precision.DAY:
        stated = published.at.date()
        if stated > dates.local(card.first_seen + ANYWHERE).date():
            return _seen(card, day, dates, doubt)
        text = "" if stated == day else day_text(stated)
        return ClockView(iso=stated.isoformat(), text=text, note="" if text else "no time given")
    if published.at > card.first_seen + FUTURE_TOLERANCE:
        return _seen(card, day, dates, doubt)
    about = "~" if published.zone is Zone.ASSUMED else ""
    return _clock(published.at, day, dates, about)


def _clock(at: datetime, day: date | None, dates: Dates, about: str) -> ClockView:
    local = dates.local(at)
    iso = local.isoformat(timespec="seconds")
    if day is None:  # no heading says the day: it stands first
        hour = f"{about}{dates.hour_text(at)} {dates.zone_text(at)}"
        return ClockView(iso=iso, text=day_text(local.date()), note=hour)
    if local.date() != day:
        return ClockView(iso=iso, text=dates.at_text(at, about))
    note = "zone not stated" if about else ""
    return ClockView(iso=iso, text=about + dates.hour_text(at), note=note)


def _seen(card: Card, day: date | None, dates: Dates, note: str) -> ClockView:
    seen = card.first_seen
    iso = dates.local(seen).isoformat(timespec="seconds")
    text = day_text(dates.local(seen).date()) if day is None else dates.hour_text(seen)
    return ClockView(iso=iso, text=text, note=note)


def notes_of(card: Card, href: str) -> tuple[Note, ...]:
    """Return what speaks up about this article; a full first version is silent."""
    notes = []
    state = card.completeness.state
    if state in COMPLETENESS:
        notes.append(Note(look="is-partial", icon="partial", text=COMPLETENESS[state], href=href))
    if card.versions > 1:
        text = f"{card.versions} versions"
        notes.append(Note(look="", icon="edit", text=text, href=f"{href}#versions"))
    if card.copy_of:
        notes.append(Note(look="", icon="copy", text="Copy of an earlier article", href=href))
    if card.demo:
        notes.append(Note(look="is-new", icon="demo", text="Demo, made up", href="/about#demo"))
    return tuple(notes)


def credit_text(card: Card) -> str:
    """Return the original agencies and houses, apart from the publisher."""
    names = [part.name for part in card.credits if part.role is not CreditRole.PHOTO]
    return ", ".join(dict.fromkeys(names))


def role_text(roles: Sequence[Role]) -> str:
    """Return the roles in words; "mentioned" goes without saying beside another one."""
    strong = [ROLES[role] for role in roles if role is not Role.MENTIONED]
    return ", ".join(strong or [ROLES[role] for role in roles])


def evidence_of(card: Card) -> str:
    """Return the words that name the tag when neither headline nor extract has them."""
    shown = f"{card.headline}\n{card.extract}"
    if not card.why or any(words in shown for words in card.why):
        return ""
    return card.why[0]


def marked(text: str, words: Sequence[str]) -> Markup:
    """Return the text with the words marked, longest first; everything else escaped."""
    longest = sorted({word for word in words if word}, key=len, reverse=True)
    if not longest:
        return escape(text)
    pattern = re.compile("(" + "|".join(re.escape(word) for word in longest) + ")")
    parts = pattern.split(text)
    return Markup().join(
        Markup("<mark>{}</mark>").format(part) if n % 2 else escape(part)
        for n, part in enumerate(parts)
    )
