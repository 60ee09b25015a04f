"""Settings come from file, environment and flags, the later ones winning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tagwire.errors import ConfigError
from tagwire.run.settings import Settings, environment_of, load_settings, unknown_variables


def check(tmp_path: Path, text: str, environment: dict[str, str], flags: dict[str, object]):
    file = tmp_path / "tagwire.toml"
    file.write_text(text)
    return load_settings({"data": tmp_path} | flags, environment, file=file)


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    """``TAGWIRE_X`` is stronger than ``x`` in the file."""
    settings = check(tmp_path, "min_gap_s = 3", {"TAGWIRE_MIN_GAP_S": "2.5"}, {})
    assert settings.min_gap_s == 2.5


def test_a_flag_overrides_the_environment(tmp_path: Path) -> None:
    """Flags are strongest; a flag that is not given does not count."""
    settings = check(
        tmp_path, "", {"TAGWIRE_LISTEN": "127.0.0.1:1"}, {"listen": "127.0.0.1:2", "proxy": None}
    )
    assert (settings.listen, settings.proxy) == ("127.0.0.1:2", "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("TAGWIRE_LISTN", "; is TAGWIRE_LISTEN meant?"),
        ("TAGWIRE_KEEPDAYS", "; is TAGWIRE_KEEP_DAYS meant?"),
        ("TAGWIRE_XYZZY", ", docs/reference/settings.md lists them"),
    ],
)
def test_a_variable_that_is_no_setting_is_told_with_the_nearest(name: str, said: str) -> None:
    """Others come from other programs, and a mistyped one would be without effect."""
    given = {name: "1", "TAGWIRE_LISTEN": "127.0.0.1:1", "LISTN": "1", "TAGWIRE_SHARED": "x"}
    assert unknown_variables(given) == [f"the variable {name} is no setting of Tagwire{said}"]


def test_lists_are_given_with_commas_in_the_environment(tmp_path: Path) -> None:
    """Host names in a variable are separated by commas."""
    settings = check(tmp_path, "", {"TAGWIRE_PUBLIC_HOSTS": "a.example, b.example"}, {})
    assert settings.public_hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("colour = 1", "colour"),
        ("min_gap_s = 'x'", "min_gap_s"),
        ("= broken", "tagwire.toml"),
        ("min_gap_s = -1", "min_gap_s"),
        ("max_connections = 0", "max_connections"),
        ("processes = -1", "processes"),
        ("keep_days = 99999999999", "keep_days"),
        ("min_free_share = nan", "min_free_share"),
        ("log_level = 'loud'", "log_level"),
    ],
    ids=lambda part: part[:24],
)
def test_a_bad_file_is_refused_with_the_name(tmp_path: Path, text: str, word: str) -> None:
    """The message names the setting or the file."""
    with pytest.raises(ConfigError, match=word):
        check(tmp_path, text, {}, {})


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """It is not taken for one that is not there."""
    (tmp_path / "tagwire.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings({"data": tmp_path}, {})


def test_settings_survive_the_way_to_another_process(tmp_path: Path) -> None:
    """What ``serve`` was told, its children are told."""
    given = Settings(
        data=tmp_path,
        listen="127.0.0.1:9",
        public_hosts=("news.example", "n.example"),
        excerpt_only=False,
        ca_file=tmp_path / "ca.pem",
        clock="scaled:60@2026-09-01T06:00:00Z",
    )
    assert load_settings({}, environment_of(given)) == given
