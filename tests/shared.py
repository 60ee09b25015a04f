"""Finds the measuring material beside the project, or skips the test that needs it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_path(relative: str) -> Path:
    """Return a path below TAGWIRE_SHARED (default ``../shared``); skip when it is absent."""
    path = (ROOT / os.environ.get("TAGWIRE_SHARED", "../shared") / relative).resolve()
    if not path.exists():
        pytest.skip(f"needs {relative} below TAGWIRE_SHARED")
    return path
