"""A filled site and a browser for each test."""

from __future__ import annotations

import pytest

from serve.asgi import Browser
from serve.site import SiteUnderTest, make_site


@pytest.fixture
def site() -> SiteUnderTest:
    """The small newsroom behind an app on loopback, to change."""
    return make_site()


@pytest.fixture(scope="session")
def steady() -> SiteUnderTest:
    """The same for all tests that change nothing."""
    return make_site()


@pytest.fixture
def browser(steady) -> Browser:
    """A visitor; visitors change nothing."""
    return Browser(steady.app)
