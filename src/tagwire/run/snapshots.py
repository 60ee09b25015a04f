"""Loads the tables that ship with the package and hands them to the pure rooms."""

from __future__ import annotations

from importlib.resources import files

from tagwire.tag import Catalogue, load_catalogue


def shipped_catalogue() -> Catalogue:
    """Return the catalogue of names that ships with this version."""
    folder = files("tagwire") / "data" / "catalogue"
    raw = {
        entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".gz")
    }
    return load_catalogue(raw)
