"""Sockets are blocked unless a test is marked ``flow``; there only loopback is open."""

from __future__ import annotations

import pytest
from hypothesis import settings
from pytest_socket import disable_socket, enable_socket, socket_allow_hosts

# `make test-fast` is for the minute between two edits; `make test` tries a hundred examples.
settings.register_profile("fast", max_examples=10)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start what takes longest first, so that the others run beside it and nothing waits alone."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def _sockets(request: pytest.FixtureRequest):
    """Open loopback for flow tests, nothing for the others (unix sockets serve asyncio)."""
    if request.node.get_closest_marker("flow"):
        enable_socket()
        socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    else:
        disable_socket(allow_unix_socket=True)
    yield
    enable_socket()
