"""Site memories on disk: a folder with one JSON file for each site.

    pages in order ─ hints of the site so far ─ extract ─ observation ─> memory of the site

Files are what ``tagwire export memory`` writes too. A file is written aside and renamed,
so that a reader never sees half of one.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from tagwire.errors import ConfigError
from tagwire.extract import Extracted, extract_remembering
from tagwire.extract.memory import hints_of, remember, site_of
from tagwire.memories import SiteMemory
from tagwire.model import Page
from tagwire.run.lines import BatchStage, extract_stage

# Memories that are held; each is some hundred kilobytes at most.
MAX_HELD = 128
_FILE_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(SiteMemory)


def memory_bytes(memory: SiteMemory) -> bytes:
    """Return a memory as one line of JSON."""
    return _encoder.encode(memory) + b"\n"


@contextmanager
def remembering_stage(folder: Path, now: datetime) -> Iterator[BatchStage]:
    """Yield the stage of ``tagwire extract --jsonl --memory``; what was learned is kept at the end.

    Also when the stream breaks off. Raises ConfigError.
    """
    memories = MemoryFolder(folder)
    try:
        yield extract_stage(now, lambda pages: [one.result for one in memories.extract(pages)])
    finally:
        memories.save()


class MemoryFolder:
    """The memories of a folder; call ``save`` before the end."""

    def __init__(self, folder: Path, *, max_held: int = MAX_HELD) -> None:
        """Raises ConfigError when the folder cannot be made."""
        self._folder = folder
        self._max_held = max_held
        self._held: OrderedDict[str, SiteMemory] = OrderedDict()
        self._changed: set[str] = set()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"{folder} cannot be the folder of memories: {error}") from error

    def extract(self, pages: Sequence[Page]) -> list[Extracted]:
        """Extract pages in order; each knows what the ones before it taught."""
        return [self._extract_one(page) for page in pages]

    def save(self) -> None:
        """Write what has changed. Raises ConfigError when that fails."""
        for site in sorted(self._changed):
            self._write(site)

    def _extract_one(self, page: Page) -> Extracted:
        site = site_of(page.response.final_url or page.response.url)
        if _FILE_NAME.fullmatch(site) is None:
            return extract_remembering([page], {})[0]
        memory = self._get(site)
        extracted = extract_remembering([page], {site: hints_of(memory)})[0]
        if extracted.observation is not None:
            self._held[site] = remember(memory, [extracted.observation])
            self._changed.add(site)
        return extracted

    def _get(self, site: str) -> SiteMemory:
        if site not in self._held:
            self._held[site] = self._read(site)
        self._held.move_to_end(site)
        while len(self._held) > self._max_held:
            oldest = next(iter(self._held))
            self._write(oldest)
            del self._held[oldest]
        return self._held[site]

    def _read(self, site: str) -> SiteMemory:
        path = self._path_of(site)
        try:
            return _decoder.decode(path.read_bytes())
        except FileNotFoundError:
            return SiteMemory(site=site)
        except (OSError, msgspec.DecodeError) as error:
            raise ConfigError(f"{path} is no memory of a site: {error}") from error

    def _write(self, site: str) -> None:
        if site not in self._changed:
            return
        path = self._path_of(site)
        aside = path.with_suffix(".new")
        try:
            aside.write_bytes(memory_bytes(self._held[site]))
            aside.replace(path)
        except OSError as error:
            raise ConfigError(f"{path} cannot be written: {error}") from error
        self._changed.discard(site)

    def _path_of(self, site: str) -> Path:
        return self._folder / f"{site}.json"
