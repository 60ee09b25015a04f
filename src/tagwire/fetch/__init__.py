"""Fetch: URLs in, responses or reasons out. The only outgoing sockets of Tagwire.

Enters: a URL (with validators), settings, a clock.
Leaves: ``Response`` (also of status 304), or ``FetchFailure``: an expected failure
with its reason, when to come back and whether that can help. Nothing raises for a
bad world. ``Client`` obeys robots.txt, asks one thing at a time from each host with
a gap, and passes every hop through the guard. ``next_poll``, ``next_check`` and
``retry_page`` are pure: they say when, the caller waits.
Forbidden: a socket that the guard has not seen, cookies, Referer, environment
proxies, parsing of bodies, the store, the real clock.
"""

from tagwire.fetch.client import Client, Web
from tagwire.fetch.clock import Clock
from tagwire.fetch.moves import is_proved, moved_after
from tagwire.fetch.outcome import FetchFailure, failure_of
from tagwire.fetch.pictures import PICTURE_ACCEPT, PictureKind, picture_kind
from tagwire.fetch.schedule import (
    HOURS_AT_ONE_A_DAY,
    PollFacts,
    PollHistory,
    PollPlan,
    Wishes,
    next_check,
    next_poll,
    pace_of,
    polls_at,
    retry_page,
)
from tagwire.fetch.settings import FEED_ACCEPT, PAGE_ACCEPT, FetchSettings, user_agent_of
from tagwire.fetch.status import max_age_of
from tagwire.fetch.websub import (
    ASK_AGAIN_S,
    RENEW_BEFORE_S,
    challenge_of,
    hubs_of,
    is_signed,
    lease_of,
    subscribe_form,
)

__all__ = [
    "ASK_AGAIN_S",
    "FEED_ACCEPT",
    "HOURS_AT_ONE_A_DAY",
    "PAGE_ACCEPT",
    "PICTURE_ACCEPT",
    "RENEW_BEFORE_S",
    "Client",
    "Clock",
    "FetchFailure",
    "FetchSettings",
    "PictureKind",
    "PollFacts",
    "PollHistory",
    "PollPlan",
    "Web",
    "Wishes",
    "challenge_of",
    "failure_of",
    "hubs_of",
    "is_proved",
    "is_signed",
    "lease_of",
    "max_age_of",
    "moved_after",
    "next_check",
    "next_poll",
    "pace_of",
    "picture_kind",
    "polls_at",
    "retry_page",
    "subscribe_form",
    "user_agent_of",
]
