"""Commands about what is kept: search, backup, restore, reprocess."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tagwire.run.backup import BackedUp

SOME_REJECTED = 1

Data = Annotated[
    Path | None, typer.Option(help="Folder for the store. Default: the platform's data folder.")
]


def search(
    expression: Annotated[str, typer.Argument(help="Words, filters and dates, as in the page.")],
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many articles.")] = 20,
) -> None:
    """Search the texts of all articles, newest first."""
    from tagwire.expression import BadExpression
    from tagwire.run.search import read_expression, search_store
    from tagwire.run.settings import load_settings

    settings = load_settings({"data": data}, os.environ)
    sought = read_expression(settings, expression)
    if isinstance(sought, BadExpression):
        raise typer.BadParameter(sought.detail)
    answer = search_store(settings, sought, limit, as_json=as_json)
    for line in answer.lines:
        typer.echo(line)
    for note in answer.notes:
        _say(note)


def backup(
    to: Annotated[Path, typer.Argument(help="New folder for the backup.")],
    data: Data = None,
    without_pages: Annotated[
        bool,
        typer.Option(
            "--without-pages", help="Leave out raw pages: smaller, but not to be reprocessed."
        ),
    ] = False,
) -> None:
    """Copy everything into a new folder with checksums, while Tagwire runs."""
    from tagwire.run.backup import back_up
    from tagwire.run.commands import byte_bar
    from tagwire.run.settings import load_settings

    settings = load_settings({"data": data}, os.environ)
    with byte_bar("copying") as show:
        made = back_up(settings, to, with_pages=not without_pages, on_bytes=show)
    _say(f"{_summary_of(made)} are in {to}")
    if made.missing:
        _say(f"{len(made.missing)} segments reached their age meanwhile and are not in it")


def restore(
    backup: Annotated[Path, typer.Argument(metavar="FROM", help="Folder of a backup.")],
    data: Data = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only compare the checksums; write nothing.")
    ] = False,
) -> None:
    """Bring a backup into a data folder that has no store."""
    from tagwire.run.backup import check_backup
    from tagwire.run.backup import restore as run
    from tagwire.run.commands import byte_bar
    from tagwire.run.settings import load_settings

    settings = load_settings({"data": data}, os.environ)
    with byte_bar("checking") as show:
        found = (
            check_backup(backup, on_bytes=show) if check else run(settings, backup, on_bytes=show)
        )
    word = "whole" if check else f"restored into {settings.data}"
    _say(f"the backup of {found.made} is {word}: {_summary_of(found)}")


def reprocess(
    data: Data = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only pages fetched since, YYYY-MM-DD.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what this very version has made.")
    ] = False,
) -> None:
    """Make articles and tags of kept pages anew with this version's code."""
    from tagwire.run.commands import reprocess_pages
    from tagwire.run.settings import load_settings

    settings = load_settings({"data": data}, os.environ)
    done = reprocess_pages(settings, since=_day_of(since), everything=everything)
    if done.is_resumed:
        _say("went on where an earlier run was stopped")
    counts = [f"{n} {word}" for word, n in done.outcomes.most_common() if n]
    if not counts and not done.lost:
        _say("all that is kept is made by this version already: nothing to do")
        return
    _say(f"pages: {', '.join(counts) or 'none'}; {done.passed_over} needed nothing")
    if done.lost:
        _say(
            f"{done.lost} gave an article before and now give none; their articles stay as they were"
        )
    for rejected in done.examples:
        _say(f"  {rejected.reason}: {rejected.key} {rejected.detail}".rstrip())
    if done.lost or done.missing:
        raise typer.Exit(SOME_REJECTED)


def _day_of(text: str | None) -> datetime | None:
    """Return the start of a UTC day, None when none is given."""
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC) if text else None
    except ValueError as error:
        raise typer.BadParameter(f"--since wants a date as 2026-11-24, not {text!r}") from error


def _summary_of(made: BackedUp) -> str:
    return (
        f"{made.articles} articles in {made.versions} versions and {made.segments} segments"
        f" of raw pages ({made.size_bytes / 1e6:.1f} MB)"
    )


def _say(text: str) -> None:
    typer.echo(text, err=True)
