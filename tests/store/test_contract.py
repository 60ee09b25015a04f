"""Runs the contract against every store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.contract import *  # noqa: F403 - pytest collects the contract from here
from store.contract_copies import *  # noqa: F403
from store.contract_erasure import *  # noqa: F403
from store.contract_health import *  # noqa: F403
from store.contract_kinds import *  # noqa: F403
from store.contract_memories import *  # noqa: F403
from store.contract_merges import *  # noqa: F403
from store.contract_search import *  # noqa: F403
from store.contract_stories import *  # noqa: F403
from store.made import new_store
from tagwire.store import MemoryStore
from tagwire.store.protocol import Store

STORES = {
    "memory": lambda folder: MemoryStore(),
    "sqlite": new_store,
}


@pytest.fixture(params=list(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = STORES[request.param](tmp_path)
    yield opened
    opened.close()
