"""What a release is made of: notes, licences of what ships, a small package."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zlib
from pathlib import Path

import pytest

from shared import ROOT
from tagwire import __version__

# The wheel is what a person downloads; docs/how-to/release.md states its size.
MAX_SHIPPED_BYTES = 3_000_000
# What was made for Tagwire needs no line of its own in NOTICE.
OWN = ("run/demo", "serve/templates", "serve/static")
PACKAGE = ROOT / "src" / "tagwire"


def shipped() -> list[Path]:
    """Return the files of the package that are no code."""
    return [
        path
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and path.suffix not in {".py", ".pyc"} and path.name != "py.typed"
    ]


def changelog(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tools" / "changelog.py"), "1.2.0", "2026-12-01"]
    return subprocess.run(
        [*command, "--root", str(folder), *options], capture_output=True, text=True, check=False
    )


def test_fragments_become_notes_by_kind_and_are_removed(tmp_path: Path) -> None:
    """Older notes stay below; README is no fragment."""
    folder = tmp_path / "changelog.d"
    folder.mkdir()
    (folder / "README.md").write_text("how to")
    (folder / "b.added.md").write_text("Added B.\nAdded b too.\n")
    (folder / "a.fixed.md").write_text("Fixed A.\n")
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n\n## 1.1.0 (2026-11-01)\n")
    changelog(tmp_path, "--write")
    assert (tmp_path / "CHANGELOG.md").read_text() == (
        "# Changes\n\n## 1.2.0 (2026-12-01)\n\n### Added\n\n- Added B.\n- Added b too.\n\n"
        "### Fixed\n\n- Fixed A.\n\n## 1.1.0 (2026-11-01)\n"
    )
    assert [path.name for path in folder.iterdir()] == ["README.md"]


def test_a_fragment_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    """It would be lost."""
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "changelog.d" / "x.news.md").write_text("News.")
    done = changelog(tmp_path, "--write")
    assert done.returncode == 1
    assert "x.news.md" in done.stderr
    assert not (tmp_path / "CHANGELOG.md").exists()


def test_the_fragments_of_this_tree_are_usable() -> None:
    """A release is never held up by a name."""
    done = changelog(ROOT)
    assert done.returncode == 0, done.stderr


def test_the_version_is_the_same_everywhere() -> None:
    """In the package and in what describes it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == __version__


def test_what_ships_is_made_for_tagwire_or_has_its_origin_in_a_notice() -> None:
    """With the licence in the notice of the project or of its folder."""
    notice = (ROOT / "NOTICE").read_text()
    assert shipped()
    for path in shipped():
        place = path.relative_to(PACKAGE)
        if path.parent.name == "fonts" or not str(place).startswith(OWN):
            assert f"tagwire/{place.parent}" in notice
        own_notice = path.parent / "NOTICE"
        if own_notice.exists() and path != own_notice:
            assert path.name in own_notice.read_text()


@pytest.mark.parametrize("name", ["MIT", "CC0-1.0", "OFL-1.1", "Unicode-3.0"])
def test_the_texts_of_licences_that_ask_for_it_ship(name: str) -> None:
    """They go into the metadata of the wheel."""
    assert len((ROOT / "LICENSES" / f"{name}.txt").read_text()) > 1000
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "LICENSES/*.txt" in project["license-files"]


def test_the_package_stays_small() -> None:
    """Compressed as a wheel compresses it."""
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    size = sum(len(zlib.compress(path.read_bytes(), 6)) for path in files)
    assert size < MAX_SHIPPED_BYTES
