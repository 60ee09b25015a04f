"""``tagwire backup`` and ``tagwire restore``: a data folder as one checked folder, and back.

    store ──snapshot──> tagwire.db ─┐
    segments the snapshot names ────┼─> manifest.json, SHA256SUMS ──rename──> TO
    tagwire.toml, rules, problems ──┘

A backup is made while everything runs: segments only grow, so what the snapshot
points at is whole. ``sha256sum --check SHA256SUMS`` checks it without Tagwire.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from tagwire import __version__
from tagwire.errors import ConfigError, DiskFull, StoreError
from tagwire.run.opening import writer_lock
from tagwire.run.settings import Settings
from tagwire.store import (
    StoreFile,
    copy_store,
    examine_store,
    forget_copied_segments,
    is_segment,
)

FORMAT = 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
STORE, SETTINGS, SEGMENTS = "tagwire.db", "tagwire.toml", "warc"
# What the owner wrote: rules for publishers, and problems with the pages that show them.
OWN_FOLDERS = {
    "publishers": re.compile(r"publishers/[^./\\][^/\\]*\.toml"),
    "problems": re.compile(r"problems/[A-Za-z0-9_-]{1,64}/\d{1,9}/(?:page\.html|case\.json)"),
}
PIECE_BYTES = 1 << 20
PARTIAL = ".tagwire-partial"

OnBytes = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What is in a backup. ``missing`` segments were removed by retention while it was made."""

    articles: int
    versions: int
    segments: int
    size_bytes: int
    made: str
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Copier:
    """Copies files, hashes what it copies, and tells how far it is."""

    on_bytes: OnBytes
    total: int
    done: int = 0

    def copy(self, source: Path, target: Path | None, size: int) -> str:
        """Copy the first ``size`` bytes, or only read them; return their SHA-256."""
        digest = hashlib.sha256()
        with source.open("rb") as reading, _written(target) as write:
            left = size
            while left and (piece := reading.read(min(PIECE_BYTES, left))):
                digest.update(piece)
                write(piece)
                left -= len(piece)
                self.add(len(piece))
        if left:
            raise StoreError(f"{source} is {left} bytes shorter than it should be")
        return digest.hexdigest()

    def add(self, n_bytes: int) -> None:
        self.done += n_bytes
        self.on_bytes(self.done, self.total)


@contextmanager
def _written(target: Path | None) -> Iterator[Callable[[bytes], object]]:
    """Yield what writes a new file, synced at the end; for no file, what ignores it."""
    if target is None:
        yield len
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        yield file.write
        file.flush()
        os.fsync(file.fileno())


# ----------------------------------------------------------------------- backup


def back_up(
    settings: Settings,
    target: Path,
    *,
    with_pages: bool = True,
    on_bytes: OnBytes = lambda done, total: None,
) -> BackedUp:
    """Copy a data folder to a new folder, complete or not at all.

    Raises ConfigError when there is nothing to copy or something in the way.
    """
    if not settings.store_path.is_file():
        raise ConfigError(f"there is no store in {settings.data}; give its folder with --data")
    if target.exists():
        raise ConfigError(f"{target} is there already: a backup goes into a new folder")
    partial = target.with_name(f".{target.name}{PARTIAL}")
    with _told(target):
        shutil.rmtree(partial, ignore_errors=True)  # of a backup that was killed
        partial.mkdir(mode=0o700, parents=True)
        try:
            made = _fill(settings, partial, with_pages, on_bytes)
            partial.rename(target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        _sync_folder(target.parent)
    _note(settings, made)
    return made


def last_backup(settings: Settings) -> datetime | None:
    """Return when this folder was last backed up, None when nobody knows."""
    try:
        return datetime.fromisoformat(_note_path(settings).read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def _note(settings: Settings, made: BackedUp) -> None:
    """Leave the time for the health page. Who may only read the folder leaves none."""
    with suppress(OSError):
        _note_path(settings).write_text(made.made + "\n", "ascii")


def _note_path(settings: Settings) -> Path:
    return settings.data / "last_backup"


def _fill(settings: Settings, folder: Path, with_pages: bool, on_bytes: OnBytes) -> BackedUp:
    store = folder / STORE
    size = settings.store_path.stat().st_size
    copy_store(
        settings.store_path,
        store,
        lambda done, total: on_bytes(size * done // max(total, 1), size),
    )
    held = examine_store(store)
    here = {
        name: held.segments[name]
        for name in held.segments
        if with_pages and (settings.segments_path / name).is_file()
    }
    sums = {}
    own = _own_files(settings.data)
    rest = [store.stat().st_size, *here.values(), *own.values()]
    copier = _Copier(on_bytes, size + sum(rest), done=size)
    for name, end in here.items():
        path = PurePosixPath(SEGMENTS, name)
        sums[str(path)] = copier.copy(settings.segments_path / name, folder / path, end)
    forget_copied_segments(store, [name for name in held.segments if name not in here])
    for name, end in own.items():
        sums[name] = copier.copy(settings.data / name, folder / name, end)
    made = BackedUp(
        articles=held.articles,
        versions=held.versions,
        segments=len(here),
        size_bytes=store.stat().st_size + sum(here.values()),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        missing=tuple(name for name in held.segments if with_pages and name not in here),
    )
    sums[STORE] = copier.copy(store, None, store.stat().st_size)
    manifest = _manifest_of(made, held).encode()
    (folder / MANIFEST).write_bytes(manifest)
    sums[MANIFEST] = hashlib.sha256(manifest).hexdigest()
    _write_sums(folder, sums)
    return made


def _own_files(data: Path) -> dict[str, int]:
    """Return the sizes of the files that people wrote, by their names in the data folder."""
    paths = [data / SETTINGS]
    for folder in OWN_FOLDERS:
        paths += sorted((data / folder).rglob("*"))
    named = {path.relative_to(data).as_posix(): path for path in paths if path.is_file()}
    return {name: path.stat().st_size for name, path in named.items() if _is_expected(name)}


def _manifest_of(made: BackedUp, held: StoreFile) -> str:
    content = {
        "format": FORMAT,
        "tagwire": __version__,
        "layout": held.layout,
        "made": made.made,
        "articles": made.articles,
        "versions": made.versions,
        "segments": made.segments,
    }
    return json.dumps(content, indent=1) + "\n"


def _write_sums(folder: Path, sums: Mapping[str, str]) -> None:
    """Write the checksums as ``sha256sum`` does, and make all names last."""
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    with _written(folder / SUMS) as write:
        write("".join(lines).encode())
    _sync_tree(folder)


# ---------------------------------------------------------------------- restore


def restore(
    settings: Settings, backup: Path, *, on_bytes: OnBytes = lambda done, total: None
) -> BackedUp:
    """Bring a backup into a data folder that has no store, complete or not at all.

    Every byte is checked before anything counts. Raises ConfigError, StoreError.
    """
    sums = _read_sums(backup)
    _refuse_used(settings)
    with writer_lock(settings), _told(settings.data):
        partial = _partial_of(settings)
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        try:
            made = _checked(backup, sums, partial, on_bytes)
            _move_in(partial, settings)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return made


def check_backup(backup: Path, *, on_bytes: OnBytes = lambda done, total: None) -> BackedUp:
    """Read a backup and compare all checksums. Raises StoreError when it is damaged."""
    with _told(backup):
        return _checked(backup, _read_sums(backup), None, on_bytes)


def _partial_of(settings: Settings) -> Path:
    return settings.data / f".restore{PARTIAL}"


def _refuse_used(settings: Settings) -> None:
    if settings.store_path.exists():
        raise ConfigError(
            f"{settings.data} has a store already and is left alone: restore into another folder"
            " with --data, or move this one away"
        )
    if _partial_of(settings).is_dir():
        # A restore was killed here, and nothing began to work since: these are its segments.
        shutil.rmtree(settings.segments_path, ignore_errors=True)
    if settings.segments_path.is_dir() and any(settings.segments_path.iterdir()):
        raise ConfigError(
            f"{settings.segments_path} holds kept pages of another store: restore into a new folder"
        )


def _read_sums(backup: Path) -> dict[str, str]:
    """Return the checksum of each file of a backup."""
    try:
        text = (backup / SUMS).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{backup} is no backup of Tagwire: it has no readable {SUMS}") from error
    sums = {}
    for line in text.removesuffix("\n").split("\n"):
        digest, mark, name = line.partition("  ")
        if not mark or not _is_expected(name):
            raise StoreError(f"{backup / SUMS} is damaged: it has the line {line[:80]!r}")
        sums[name] = digest
    if MANIFEST not in sums or STORE not in sums:
        raise StoreError(f"{backup / SUMS} is damaged: it names no {STORE} or no {MANIFEST}")
    return sums


def _is_expected(name: str) -> bool:
    """Tell whether a file belongs into a backup: nothing may lead out of its folder."""
    folder, _, rest = name.partition("/")
    if folder in OWN_FOLDERS:
        return name.isprintable() and OWN_FOLDERS[folder].fullmatch(name) is not None
    return name in (MANIFEST, STORE, SETTINGS) or (folder == SEGMENTS and is_segment(rest))


def _checked(
    backup: Path, sums: Mapping[str, str], target: Path | None, on_bytes: OnBytes
) -> BackedUp:
    """Compare all files with their checksums, and copy them when there is a target."""
    missing = [name for name in sums if not (backup / name).is_file()]
    if missing:
        raise StoreError(f"the backup is not complete: {backup / missing[0]} is not there")
    sizes = {name: (backup / name).stat().st_size for name in sums}
    copier = _Copier(on_bytes, sum(sizes.values()))
    for name, digest in sums.items():
        copy = target / name if target is not None else None
        if copier.copy(backup / name, copy, sizes[name]) != digest:
            raise StoreError(
                f"{backup / name} is damaged: its checksum is not the one in {SUMS}."
                " Take another backup; nothing was restored"
            )
    manifest = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
    if manifest["format"] != FORMAT:
        raise StoreError(
            f"{backup} has format {manifest['format']}, this Tagwire reads {FORMAT}:"
            f" install Tagwire {manifest['tagwire']} or newer"
        )
    if target is not None:
        examine_store(target / STORE)
    return BackedUp(
        articles=manifest["articles"],
        versions=manifest["versions"],
        segments=manifest["segments"],
        size_bytes=sum(sizes.values()),
        made=manifest["made"],
    )


def _move_in(partial: Path, settings: Settings) -> None:
    """Put checked files in their places; the store comes last and makes the rest count.

    What people wrote in this folder before is left as it is.
    """
    _sync_tree(partial)
    if (partial / SEGMENTS).is_dir():
        if settings.segments_path.is_dir():
            settings.segments_path.rmdir()  # empty, or it had been refused
        (partial / SEGMENTS).rename(settings.segments_path)
    for name in (SETTINGS, *OWN_FOLDERS):
        if (partial / name).exists() and not (settings.data / name).exists():
            (partial / name).rename(settings.data / name)
    (partial / STORE).rename(settings.store_path)
    _sync_folder(settings.data)


# ------------------------------------------------------------------------- disk


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Tell errors of the disk as ours."""
    try:
        yield
    except OSError as error:
        kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else StoreError
        named = error.filename or folder
        raise kind(f"{named}: {error.strerror}; nothing half done is left in {folder}") from error


def _sync_tree(folder: Path) -> None:
    """Make the names in a folder and all below it last."""
    for each in (folder, *folder.rglob("*")):
        if each.is_dir():
            _sync_folder(each)


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
