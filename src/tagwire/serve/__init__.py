"""Pages, feeds, API and the owner's actions over a store.

In: a store, settings, a clock and callbacks of the process (health, adding sources, set-up).
Out: one ASGI application, ``app.create_app``; it is not loaded with the room, because commands
that need a value of it would start a second later.
Forbidden: fetching anything, reading the clock, deciding what an article is; HTML from
outside reaches a page only as escaped text or checked links.
"""

from tagwire.serve.owner import KEY_SETTING, VERIFIER_SETTING, new_key, new_owner_token
from tagwire.serve.problems import Problem, ProblemDesk
from tagwire.serve.settings import (
    POLL_PLAN_SETTING,
    AddResult,
    HubAnswer,
    LanguageQuality,
    Picture,
    SelectorTrial,
    ServeSettings,
    SetUp,
    StarterFeed,
    check_listen,
)

__all__ = [
    "KEY_SETTING",
    "POLL_PLAN_SETTING",
    "VERIFIER_SETTING",
    "AddResult",
    "HubAnswer",
    "LanguageQuality",
    "Picture",
    "Problem",
    "ProblemDesk",
    "SelectorTrial",
    "ServeSettings",
    "SetUp",
    "StarterFeed",
    "check_listen",
    "new_key",
    "new_owner_token",
]
