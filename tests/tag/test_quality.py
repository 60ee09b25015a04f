"""What is promised of a language is what was measured."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tagwire.tag import language_quality

FLOORS = Path(__file__).resolve().parents[2] / "eval" / "floors.json"


def check(field: str) -> list[str]:
    """Return a field of all languages."""
    return [str(getattr(quality, field)) for quality in language_quality()]


def test_each_language_is_told_once_with_one_sentence() -> None:
    """Readers look for theirs."""
    languages, notes = check("language"), check("note")
    assert len(set(languages)) == len(languages)
    assert all(note.endswith(".") for note in notes)


@pytest.mark.parametrize(
    "quality", [q for q in language_quality() if q.measured_on], ids=lambda q: q.language
)
def test_figure_is_the_floor_of_its_set(quality) -> None:
    """A better or worse tagger changes the promise."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["tag"]["floors"]
    assert abs(quality.figure - floors[f"names.{quality.measured_on}.untyped"]) <= 0.012


def test_every_measured_language_is_told() -> None:
    """None is left out because its figure is bad."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["tag"]["floors"]
    measured = {name.split(".")[1] for name in floors if name.startswith("names.")}
    told = {q.measured_on.split(".")[0] for q in language_quality() if q.measured_on}
    assert measured == told


def test_nothing_is_called_full_without_a_model() -> None:
    """Rules are rules."""
    assert "full" not in check("grade")
