"""Loads the tables that ship with the package and hands them to the pure rooms."""

from __future__ import annotations

import gc
from functools import cache
from importlib.resources import files

from tagwire.tag import Catalogue, load_catalogue


@cache  # frozen, and the same for all of a process
def shipped_catalogue() -> Catalogue:
    """Return the catalogue of names that ships with this version."""
    folder = files("tagwire") / "data" / "catalogue"
    raw = {
        entry.name: entry.read_bytes()
        for entry in folder.iterdir()
        if entry.name.endswith((".tsv", ".tsv.gz"))
    }
    # 150,000 names are made and none is let go: the collector would only look through them,
    # again and again (0.6 s instead of 0.3 s), and later at each full collection.
    gc.disable()
    try:
        return load_catalogue(raw)
    finally:
        gc.freeze()
        gc.enable()
