"""The owner's rules for publishers come from the data folder; a bad file stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tagwire.extract.publishers import SiteRule
from tagwire.run.settings import Settings
from tagwire.run.site_rules import FOLDER, load_rules, rule_files

GOOD = """
site = "https://www.harbourpost.example/news"

[[rule]]
body = "div.story"
remove = ["div.letter"]

[[rule]]
body = "main"
first_day = 2026-02-01
last_day = 2026-12-31
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / FOLDER).mkdir()
    return Settings(data=tmp_path)


def test_rules_are_read_by_site(settings: Settings) -> None:
    (settings.data / FOLDER / "harbour.toml").write_text(GOOD, encoding="utf-8")
    site = "harbourpost.example"
    expected = (
        SiteRule(site=site, body="div.story", remove=("div.letter",)),
        SiteRule(site=site, body="main", first_day="2026-02-01", last_day="2026-12-31"),
    )
    assert expected == load_rules(settings)[site]


def test_without_a_folder_there_are_no_own_rules(tmp_path: Path) -> None:
    assert [] == list(rule_files(Settings(data=tmp_path)))


@pytest.mark.parametrize(
    "content",
    [
        b"site = ",
        b"\xff",
        b'site = "a.example"',
        b'site = "a.example"\n[[rule]]\nbody = "div["',
        b'site = "a.example"\n[[rule]]\nbody = "p"\nselector = "p"',
    ],
    ids=["no toml", "no text", "no rule", "bad selector", "unknown key"],
)
def test_a_file_that_cannot_be_used_leaves_the_others(settings: Settings, content: bytes) -> None:
    (settings.data / FOLDER / "bad.toml").write_bytes(content)
    (settings.data / FOLDER / "good.toml").write_text(GOOD, encoding="utf-8")
    assert ["harbourpost.example"] == list(load_rules(settings))
    told = {path.name: found for path, found in rule_files(settings)}
    assert isinstance(told["bad.toml"], str)
    assert told["bad.toml"]
