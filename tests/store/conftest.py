"""The contract is no test module, but its asserts should explain themselves like those of one."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("store.contract", "store.contract_search")
