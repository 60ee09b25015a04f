"""Measure quality and compare with the pinned floors.

Usage: gate.py [ROOM…] [--pin ROOM] [--allow-regression]

Each room named in floors.json has a module beside this one with ``measures()``:
(figures by name, digest of each corpus by name). A figure below its floor, or a
corpus that is not the pinned one, fails the gate. ``--pin`` raises the floors of a
room to what is measured, less MARGIN; it lowers none without ``--allow-regression``,
which goes with a line in the changelog. Without the gold sets the gate is skipped.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).resolve().parent / "floors.json"
SHARED = (ROOT / os.environ.get("TAGWIRE_SHARED", "../shared")).resolve()
# What two machines may differ by, and no more.
MARGIN = 0.002


class Pinned(TypedDict):
    """The floors of one room and the corpora they were measured on."""

    corpora: dict[str, str]
    floors: dict[str, float]


def load_floors() -> dict[str, Pinned]:
    """Return the pinned floors by room."""
    pinned: dict[str, Pinned] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return pinned


def faults_of(
    pinned: Pinned, figures: Mapping[str, float], corpora: Mapping[str, str]
) -> list[str]:
    """Return one line for each corpus that changed and each figure below its floor."""
    faults = [
        f"{name}: corpus {corpora.get(name)} is not the pinned {digest}"
        for name, digest in pinned["corpora"].items()
        if corpora.get(name) != digest
    ]
    for name, floor in pinned["floors"].items():
        figure = figures.get(name)
        if figure is None:
            faults.append(f"{name}: not measured any more")
        elif not holds(name, figure, floor):
            faults.append(f"{name}: {figure:.4f}, floor {floor:.4f}")
    return faults


def holds(name: str, figure: float, floor: float) -> bool:
    """Tell whether the figure keeps its floor; of ``under_…`` shares less is better."""
    return figure <= floor if ".under_" in name else figure >= floor


def pin(
    room: str, figures: Mapping[str, float], corpora: Mapping[str, str], *, lower: bool
) -> None:
    """Write the floors of a room from what was measured, for the figures pinned before."""
    pinned = load_floors()
    old = pinned.get(room, Pinned(corpora={}, floors={}))
    floors = {}
    for name in old["floors"] or figures:
        sign = 1 if ".under_" in name else -1
        new = round(figures[name] + sign * MARGIN, 4)
        before = old["floors"].get(name)
        floors[name] = new if before is None or lower or holds(name, new, before) else before
    pinned[room] = Pinned(corpora=dict(corpora), floors=floors)
    FLOORS.write_text(json.dumps(pinned, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def run(rooms: Sequence[str], *, pin_room: str | None, lower: bool) -> int:
    """Measure the rooms, print their figures, return 1 when a floor is broken."""
    pinned = load_floors()
    broken = 0
    for room in rooms:
        figures, corpora = importlib.import_module(room).measures()
        print(room)
        for name, figure in figures.items():
            floor = pinned.get(room, Pinned(corpora={}, floors={}))["floors"].get(name)
            print(
                f"  {name:34} {figure:.4f}" + (f"  floor {floor:.4f}" if floor is not None else "")
            )
        if room == pin_room:
            pin(room, figures, corpora, lower=lower)
            continue
        faults = faults_of(pinned[room], figures, corpora)
        broken += len(faults)
        print("\n".join(f"  BROKEN {fault}" for fault in faults) or "  all floors kept")
    return 1 if broken else 0


def main() -> int:
    """Run the gate."""
    parser = argparse.ArgumentParser(description="Compare quality with the pinned floors.")
    parser.add_argument("rooms", nargs="*")
    parser.add_argument("--pin", metavar="ROOM")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args()
    if not SHARED.joinpath("data").exists():
        print(f"skipped: no gold sets below {SHARED} (set TAGWIRE_SHARED)")
        return 0
    rooms = options.rooms or ([options.pin] if options.pin else list(load_floors()))
    return run(rooms, pin_room=options.pin, lower=options.allow_regression)


if __name__ == "__main__":
    sys.exit(main())
