"""The room on the disk: below ``min_free_share`` fetching stops and says so; pages go on."""

from __future__ import annotations

import shutil

from tagwire.run.settings import Settings


def free_share(settings: Settings) -> float:
    """Return the share of the disk under the data folder that is free.

    Where the folder is not made yet, the disk is that of the nearest folder above it.
    """
    folder = settings.data.absolute()
    place = next((each for each in (folder, *folder.parents) if each.is_dir()), folder)
    usage = shutil.disk_usage(place)
    return usage.free / usage.total if usage.total else 0.0  # as in /proc: nothing fits there


def is_full(settings: Settings) -> bool:
    """Return whether too little is free to go on fetching."""
    return free_share(settings) < settings.min_free_share


def full_text(settings: Settings) -> str:
    """Return what to tell people when the disk is full."""
    share, floor = free_share(settings), settings.min_free_share
    return (
        f"the disk is full: {share:.1%} of the disk of {settings.data} is free, under the "
        f"{floor:.1%} of min_free_share. Fetching has stopped and nothing is lost; make room, "
        "or lower keep_bytes"
    )
