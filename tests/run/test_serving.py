"""What ``tagwire serve`` does before its processes run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tagwire.errors import ConfigError
from tagwire.run.opening_demo import start_demo
from tagwire.run.serving import bind, ensure_owner, renew_owner
from tagwire.serve import KEY_SETTING, VERIFIER_SETTING
from tagwire.store import MemoryStore

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_the_token_is_made_once() -> None:
    """The first start shows it; later ones do not have it any more."""
    store = MemoryStore()
    assert (ensure_owner(store) or "").startswith("tw-")
    assert ensure_owner(store) is None


def test_a_new_token_ends_old_tokens_and_old_sessions() -> None:
    """Verifier and signing key change together."""
    store = MemoryStore()
    renew_owner(store)
    before = [store.find_setting(name) for name in (VERIFIER_SETTING, KEY_SETTING)]
    renew_owner(store)
    after = [store.find_setting(name) for name in (VERIFIER_SETTING, KEY_SETTING)]
    assert all(one and one != other for one, other in zip(after, before, strict=True))


def test_the_demo_fills_only_a_store_that_never_had_it() -> None:
    """Once removed it never comes back."""
    store = MemoryStore()
    start_demo(store, NOW)
    assert len(store.list_sources(NOW)) == 12
    store.remove_demo(NOW)
    start_demo(store, NOW)
    assert store.list_sources(NOW) == []


def test_a_demo_that_is_started_later_waits_for_the_worker() -> None:
    store = MemoryStore()
    start_demo(store, NOW, in_s=4.0)
    assert store.due_sources(NOW + timedelta(seconds=3), 20) == []
    assert len(store.due_sources(NOW + timedelta(seconds=4), 20)) == 12


@pytest.mark.parametrize("listen", ["8080", "localhost", ":8080", "127.0.0.1:http", "h:70000"])
def test_an_address_that_is_none_is_refused_with_an_example(listen: str) -> None:
    """The message shows the form."""
    with pytest.raises(ConfigError, match=r"127\.0\.0\.1:8080"):
        bind(listen)
