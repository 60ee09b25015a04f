"""A filled site and a browser for each test."""

from __future__ import annotations

import pytest

from serve.asgi import Browser
from serve.site import SiteUnderTest, make_site


@pytest.fixture
def site() -> SiteUnderTest:
    """The small newsroom behind an app on loopback."""
    return make_site()


@pytest.fixture
def browser(site) -> Browser:
    """A visitor of it."""
    return Browser(site.app)
