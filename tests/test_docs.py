"""The reference documents everything that a user can meet: a new one without a line fails here."""

from __future__ import annotations

import dataclasses
import inspect
import re
from enum import StrEnum

import pytest
import typer.main
from pydantic import BaseModel

from shared import ROOT
from tagwire import model
from tagwire.cli import app as command_line
from tagwire.run.settings import Settings
from tagwire.serve import api_shapes
from tagwire.serve.api import ListParams, build_api
from tagwire.serve.app import READ, WRITE

DOCS = ROOT / "docs"
COMMANDS = typer.main.get_command(command_line).commands
ENUMS = [
    kind
    for _, kind in inspect.getmembers(model, inspect.isclass)
    if issubclass(kind, StrEnum) and kind not in {StrEnum, model.Reason, model.Stage}
]
SHAPES = [
    shape
    for _, shape in inspect.getmembers(api_shapes, inspect.isclass)
    if issubclass(shape, BaseModel) and shape.__annotations__ and shape is not BaseModel
]
PAGES = sorted({path for path, _ in (*READ, *WRITE)})


def page_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def check(text: str, *words: str) -> None:
    missing = [word for word in words if f"`{word}`" not in text]
    assert not missing, f"not documented: {missing}"


def section_of(text: str, heading: str) -> str:
    found = re.search(
        rf"^## `{re.escape(heading)}`\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert found, f"no section for {heading}"
    return found[1]


def rows_of(text: str) -> dict[str, list[str]]:
    """The rows of all tables by their first cell."""
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return {row[0].strip("` "): row[1:] for row in rows}


@pytest.mark.parametrize("reason", model.Reason)
def test_every_reason_has_a_meaning_and_says_what_to_do(reason: model.Reason) -> None:
    """Nobody meets a word that the reference does not know."""
    meaning, advice = rows_of(page_of("reference/reasons.md"))[reason]
    assert meaning.endswith(".")
    assert advice.endswith(".")


@pytest.mark.parametrize("stage", model.Stage)
def test_every_stage_has_a_line(stage: model.Stage) -> None:
    """Counters and rejections are by stage."""
    assert rows_of(page_of("reference/reasons.md"))[stage]


def test_no_reason_or_stage_is_documented_that_does_not_exist() -> None:
    """Old words leave the reference with the code."""
    known = {*model.Reason, *model.Stage}
    assert set(rows_of(page_of("reference/reasons.md"))) == known


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Settings)])
def test_every_setting_has_a_default_and_a_meaning(name: str) -> None:
    """In the table of settings."""
    default, meaning = rows_of(page_of("reference/settings.md"))[name]
    assert default
    assert meaning.strip("| ")


def test_no_setting_is_documented_that_does_not_exist() -> None:
    """Unknown settings are refused, so naming one would mislead."""
    known = {field.name for field in dataclasses.fields(Settings)}
    assert set(rows_of(page_of("reference/settings.md"))) == known


@pytest.mark.parametrize("name", [name for name, each in COMMANDS.items() if not each.hidden])
def test_every_command_has_a_section_with_its_options(name: str) -> None:
    """Hidden ones are between our own processes."""
    section = section_of(page_of("reference/commands.md"), f"tagwire {name}")
    options = [
        each.opts[0]
        for each in COMMANDS[name].params
        if each.opts[0].startswith("--") and not each.hidden and each.opts[0] != "--help"
    ]
    for option in options:
        assert re.search(rf"`{option}[ `]", section), f"{name} {option}"


def test_no_command_is_documented_that_does_not_exist() -> None:
    """A reader would try it."""
    documented = re.findall(
        r"^## `tagwire ([\w-]+)`", page_of("reference/commands.md"), re.MULTILINE
    )
    assert set(documented) == {name for name, each in COMMANDS.items() if not each.hidden}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_and_action_has_a_line(path: str) -> None:
    """Those that are read and those that are written."""
    check(page_of("reference/api.md"), re.sub(r":\w+\}", "}", path))


def test_every_api_route_and_filter_has_a_line() -> None:
    """As OpenAPI lists them."""
    check(page_of("reference/api.md"), *build_api(None).openapi()["paths"])
    check(page_of("reference/api.md"), *ListParams.model_fields)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_field_of_the_api_is_explained(shape: type[BaseModel]) -> None:
    """In the paragraph of its shape; inherited fields stand with the parent."""
    found = re.search(rf"^\*\*`{shape.__name__}`\*\*.*$", page_of("reference/api.md"), re.MULTILINE)
    assert found, f"no paragraph for {shape.__name__}"
    check(found[0], *(name for name in shape.__annotations__ if name != "model_config"))


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_every_value_of_the_model_is_explained(kind: type[StrEnum]) -> None:
    """They stand in the JSON of commands and API."""
    check(page_of("reference/api.md"), *kind)


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("docs/**/*.md")) + sorted(ROOT.glob("*.md")), ids=lambda p: p.name
)
def test_links_and_named_files_lead_somewhere(path) -> None:
    """Relative links, and pages named in backticks."""
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)#\s]+)", text):
        assert (path.parent / link).exists(), link
    for name in re.findall(r"`((?:\.\./|docs/|reference/|explanation/)[\w./-]+\.md)`", text):
        assert any((base / name).exists() for base in (path.parent, ROOT, DOCS)), name
