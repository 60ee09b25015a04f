"""Put the fragments of changelog.d together as the notes of a release.

Usage: changelog.py VERSION DATE [--write] [--root FOLDER]

Prints the notes. With --write they go to the top of CHANGELOG.md and the fragments
are removed. A fragment is ``<what>.<kind>.md``, one sentence a line.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

KINDS = ("security", "removed", "deprecated", "changed", "added", "fixed")
TITLE = "# Changes\n"


def fragments_of(folder: Path) -> dict[str, list[Path]]:
    """Return the fragments by kind, by name. Raises ValueError for one of no known kind."""
    found = defaultdict(list)
    for path in sorted(folder.glob("*.md")):
        if path.name == "README.md":
            continue
        kind = path.name.split(".")[-2]
        if kind not in KINDS or path.name.count(".") != 2:
            raise ValueError(f"{path.name}: name it <what>.<kind>.md, kind one of {KINDS}")
        found[kind].append(path)
    return found


def notes_of(fragments: dict[str, list[Path]], version: str, date: str) -> str:
    """Return the section of a release, one item a sentence."""
    parts = [f"## {version} ({date})\n"]
    for kind in (kind for kind in KINDS if kind in fragments):
        lines = [
            line.strip()
            for path in fragments[kind]
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
        items = "".join(f"- {line.removeprefix('- ')}\n" for line in lines)
        parts.append(f"### {kind.capitalize()}\n\n{items}")
    return "\n".join(parts)


def write(root: Path, notes: str, fragments: dict[str, list[Path]]) -> None:
    """Put notes on top of CHANGELOG.md and remove the fragments."""
    target = root / "CHANGELOG.md"
    before = target.read_text(encoding="utf-8").removeprefix(TITLE) if target.exists() else ""
    target.write_text(f"{TITLE}\n{notes}{before}", encoding="utf-8")
    for paths in fragments.values():
        for path in paths:
            path.unlink()


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    parser.add_argument("date")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    given = parser.parse_args()
    try:
        fragments = fragments_of(given.root / "changelog.d")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    notes = notes_of(fragments, given.version, given.date)
    print(notes)
    if given.write:
        write(given.root, notes, fragments)
    return 0


if __name__ == "__main__":
    sys.exit(main())
