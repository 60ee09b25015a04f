"""Below the floor of free space fetching stops; the text says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tagwire.run.disk import free_share, full_text, is_full
from tagwire.run.doctor import CHECKS
from tagwire.run.settings import Settings


@pytest.mark.parametrize(("floor", "full"), [(0.0, False), (0.999999, True)])
def test_the_disk_is_full_below_the_floor(tmp_path: Path, floor: float, full: bool) -> None:
    """Also before the data folder is made."""
    settings = Settings(data=tmp_path / "not" / "made", min_free_share=floor)
    assert 0 < free_share(settings) < 1
    assert is_full(settings) is full


def test_the_text_names_the_folder_and_the_way_out(tmp_path: Path) -> None:
    """People read it in the terminal."""
    text = full_text(Settings(data=tmp_path, min_free_share=0.9))
    assert str(tmp_path) in text
    assert "make room" in text
    assert "min_free_share" in text


@pytest.mark.parametrize("floor", [0.0, 0.999999])
def test_the_doctor_looks_at_the_same_floor(tmp_path: Path, floor: float) -> None:
    """It fails exactly when the worker stops fetching."""
    settings = Settings(data=tmp_path, min_free_share=floor)
    assert CHECKS["disk"](settings).is_ok is not is_full(settings)
