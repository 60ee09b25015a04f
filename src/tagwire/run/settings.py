"""Settings: ``tagwire.toml``, overridden by ``TAGWIRE_*``, overridden by flags."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping, Set
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta

from tagwire.errors import ConfigError

PREFIX = "TAGWIRE_"
# They say where the project's own tests find what they measure with.
OF_THE_TESTS = frozenset({"TAGWIRE_SHARED", "TAGWIRE_PEERS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set. Each is documented in ``docs/reference/settings.md``."""

    data: Path
    listen: str = "127.0.0.1:8080"
    base_url: str = ""  # https://news.example.org, as people reach it behind a proxy
    public_hosts: tuple[str, ...] = ()  # host names that people use for this instance
    excerpt_only: bool | None = None  # None: only when listening beyond loopback
    noindex: bool | None = None  # None: only when listening beyond loopback
    timezone: str = "UTC"  # in which pages show times
    contact: str = ""  # address or page in the User-Agent, for publishers
    proxy: str = ""  # forward proxy for all requests
    ca_file: Path | None = None
    clock: str = ""  # scaled:FACTOR@EPOCH for tests
    min_gap_s: Annotated[float, Meta(ge=0, le=3600)] = 1.0  # between two requests to one host
    max_connections: Annotated[int, Meta(ge=1, le=10_000)] = 64
    timeout_s: Annotated[float, Meta(ge=1, le=600)] = 30.0  # of one request with its redirects
    polls_per_day: Annotated[int, Meta(ge=0)] = 100_000  # of all sources together; 0: no limit
    images: Literal["off", "on"] = "off"  # show pictures, fetched and checked by us
    allow_private: tuple[str, ...] = ()  # exact "address:port" that may be fetched although private
    # For the CPU stages; 0 = one less than there are cores, at least one.
    processes: Annotated[int, Meta(ge=0, le=1000)] = 0
    keep_days: Annotated[int, Meta(ge=0, le=36_500)] = 30  # raw responses
    keep_bytes: Annotated[int, Meta(ge=0, le=1 << 60)] = 10_000_000_000  # raw responses
    keep_articles_days: Annotated[int, Meta(ge=0, le=36_500)] = 0  # 0: for ever
    keep_articles_bytes: Annotated[int, Meta(ge=0, le=1 << 60)] = 0  # of the store; 0: no limit
    min_free_share: Annotated[float, Meta(ge=0, lt=1)] = 0.05  # of the disk; below, fetching stops
    log: Literal["file", "stderr"] = "file"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def store_path(self) -> Path:
        """Return the database file."""
        return self.data / "tagwire.db"

    @property
    def segments_path(self) -> Path:
        """Return the folder of kept responses."""
        return self.data / "warc"

    @property
    def pictures_path(self) -> Path:
        """Return the folder of kept pictures."""
        return self.data / "pictures"

    @property
    def cpu_processes(self) -> int:
        """Return how many processes run the CPU stages."""
        return self.processes or max(1, (os.cpu_count() or 2) - 1)


def load_settings(
    flags: Mapping[str, Any],
    environment: Mapping[str, str],
    *,
    file: Path | None = None,
) -> Settings:
    """Return the settings in force. Raises ConfigError for unknown names and bad values.

    ``flags`` that are None are not given. ``file`` is by default ``tagwire.toml`` in the
    working folder, else in the data folder.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    from_environment = _from_environment(environment)
    data = Path(given.get("data") or from_environment.get("data") or default_data_folder())
    chosen = file or _find_file(data)
    merged = _from_file(chosen) if chosen else {}
    merged |= from_environment | given
    merged.setdefault("data", data)
    try:
        return msgspec.convert(merged, Settings, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise ConfigError(f"a setting cannot be used: {error}") from error


def unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """Return a sentence for each ``TAGWIRE_*`` variable that no setting reads.

    Variables are inherited by chance, so they are told of and not refused, as a key of
    the file is.
    """
    known = {PREFIX + each.name.upper() for each in fields(Settings)}
    unknown = sorted(
        name for name in environment if name.startswith(PREFIX) and name not in known | OF_THE_TESTS
    )
    return [
        f"the variable {name} is no setting of Tagwire{_nearest(name, known)}" for name in unknown
    ]


def _nearest(name: str, known: Set[str]) -> str:
    bare = sorted(each.removeprefix(PREFIX) for each in known)
    near = get_close_matches(name.removeprefix(PREFIX), bare, n=1)
    return f"; is {PREFIX}{near[0]} meant?" if near else ", docs/reference/settings.md lists them"


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the ``TAGWIRE_*`` variables that give another process these settings."""
    variables = {}
    for each in fields(Settings):
        value = getattr(settings, each.name)
        if value == each.default:
            continue
        text = ",".join(value) if isinstance(value, tuple) else str(value)
        variables[PREFIX + each.name.upper()] = text
    return variables


def default_data_folder() -> Path:
    """Return the platform's folder for application data."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "tagwire"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "tagwire"


def _find_file(data: Path) -> Path | None:
    places = [Path("tagwire.toml"), data / "tagwire.toml"]
    return next((place for place in places if place.exists()), None)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    known = {each.name for each in fields(Settings)}
    unknown = sorted(set(content) - known)
    if unknown:
        raise ConfigError(f"{path}: unknown setting {unknown[0]!r}; known are {sorted(known)}")
    return content


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    hints = get_type_hints(Settings)
    found: dict[str, Any] = {}
    for each in fields(Settings):
        raw = environment.get(PREFIX + each.name.upper())
        if raw is None or raw == "":
            continue
        is_list = "tuple" in str(hints[each.name])
        found[each.name] = [part.strip() for part in raw.split(",")] if is_list else raw
    return found


def _decode(kind: type, value: Any) -> Any:  # noqa: ANN401 - msgspec hands in whatever the file held
    if kind is Path:
        return Path(value)
    raise NotImplementedError(kind)
