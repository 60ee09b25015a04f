"""The demo newsroom: twelve made-up publishers on a loopback address.

In:  the texts in ``newsroom/*.toml`` and the page makes in ``layouts/``.
Out: ``DemoServer`` answers for the ``*.example`` hosts, as virtual host and as
forward proxy; ``demo_sources`` are the sources to poll.

    newsroom/*.toml --load_newsroom--> Newsroom --Edition(start, now)--> what is out
                     answer(edition, request) --> Answer         DemoServer: the only socket

Nothing here knows the store or the pipeline: the pages are fetched like any others.
Forbidden: a real person, house or working address in the texts.
"""

from __future__ import annotations

from tagwire.run.demo.edition import Edition
from tagwire.run.demo.newsroom import House, NewsPage, Newsroom, demo_sources, load_newsroom
from tagwire.run.demo.render import Answer, Request, answer
from tagwire.run.demo.server import DEMO_ROUTE, DemoServer

__all__ = [
    "DEMO_ROUTE",
    "Answer",
    "DemoServer",
    "Edition",
    "House",
    "NewsPage",
    "Newsroom",
    "Request",
    "answer",
    "demo_sources",
    "load_newsroom",
]
