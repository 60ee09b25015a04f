"""Sockets are blocked unless a test is marked ``flow``; there only loopback is open.

Tests run in another order each time; ``--seed N`` repeats one.
"""

from __future__ import annotations

import random
from itertools import groupby

import pytest
from hypothesis import HealthCheck, settings
from pytest_socket import disable_socket, enable_socket, socket_allow_hosts

# `make test-fast` is for the minute between two edits; `make test` tries a hundred examples.
# How long one takes says how busy the machine is, not whether the code is right.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("full", UNHURRIED)
settings.register_profile("fast", UNHURRIED, max_examples=10)
settings.load_profile("full")

SEED = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seed", type=int, help="order of the tests; another one each time")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the order once: all processes of a run must agree on it."""
    told = getattr(config, "workerinput", {}).get("seed", config.getoption("seed"))
    config.stash[SEED] = random.randrange(1_000_000) if told is None else told


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    node.workerinput["seed"] = node.config.stash[SEED]


def pytest_report_header(config: pytest.Config) -> str:
    return f"order: --seed {config.stash[SEED]}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle the files and the tests in each.

    What takes longest starts first, so that the others run beside it and nothing waits alone.
    """
    rng = random.Random(config.stash[SEED])
    files = [list(tests) for _, tests in groupby(items, lambda item: item.path)]
    rng.shuffle(files)
    for tests in files:
        rng.shuffle(tests)
    items[:] = [item for tests in files for item in tests]
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
