"""Commands about sources and what they brought: add, starter, sources, show."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tagwire.serve import AddResult, StarterFeed

SOME_REJECTED, NOTHING_DONE = 1, 3
# Of a list with thousands of bad lines, the first tell what is wrong.
MAX_REFUSALS_SHOWN = 10
MAX_OTHERS_SHOWN = 10
MAX_FEEDS_SHOWN = 40

Data = Annotated[
    Path | None, typer.Option(help="Folder for the store. Default: the platform's data folder.")
]


def add(
    urls: Annotated[
        list[str], typer.Argument(help="Sites, feeds, news sitemaps, lists of feeds (OPML).")
    ],
    data: Data = None,
    select: Annotated[
        str, typer.Option(help="CSS or XPath of the links of a page that has no feed.")
    ] = "",
) -> None:
    """Add sources, and say what was found and chosen.

    A site is looked through for its feed. A list of feeds may be a file.
    With --select the page itself is the source, by the links that this finds.
    """
    from tagwire.run.commands import add_sources
    from tagwire.run.settings import load_settings

    added, known, refused = 0, 0, 0
    for address, result in add_sources(
        load_settings({"data": data}, os.environ), urls, selector=select.strip()
    ):
        added, known = added + len(result.added), known + len(result.known)
        refused += bool(result.rejected)
        _say_result(address, result)
    _say(f"{added} added, {known} known already, {refused} refused")
    if added:
        _say("their articles come with tagwire serve, or once with tagwire poll")
    if refused:
        raise typer.Exit(SOME_REJECTED if added or known else NOTHING_DONE)


def _say_result(address: str, result: AddResult) -> None:
    word = "added" if result.added else "known" if result.known else "refused"
    _say(f"{word}: {address}: {result.detail}")
    if result.others:
        _say("  also there, to be added one by one:")
        _say_some([f"    {url}" for url in result.others], MAX_OTHERS_SHOWN)
    refusals = [f"  {one.reason}: {one.detail}" for one in result.rejected]
    # The only refusal stands in the first line already.
    if result.added or result.known or len(refusals) > 1:
        _say_some(refusals, MAX_REFUSALS_SHOWN)


def starter(
    data: Data = None,
    country: Annotated[str, typer.Option(help="Two letters: DE, US, …")] = "",
    language: Annotated[str, typer.Option(help="Two or three letters: de, en, …")] = "",
    category: Annotated[str, typer.Option(help="news, politics, sport, …")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many feeds.")] = None,
    is_add: Annotated[bool, typer.Option("--add", help="Add what is listed as sources.")] = False,
) -> None:
    """List feeds to start with, of a list that ships with Tagwire; add them with --add."""
    from tagwire.run.commands import add_starters
    from tagwire.run.settings import load_settings
    from tagwire.run.starter import in_turn, narrowed, starter_feeds

    found = narrowed(starter_feeds(), country=country, language=language, category=category)
    chosen = in_turn(found)[:limit]
    if not chosen:
        _say("the list has no such feed: tagwire starter shows countries, languages, categories")
        raise typer.Exit(NOTHING_DONE)
    if is_add:
        if not (country or language or category or limit):
            raise typer.BadParameter("say which: --country, --language, --category or --limit")
        result = add_starters(load_settings({"data": data}, os.environ), chosen)
        _say(f"{result.detail}; their articles come with tagwire serve, or once with tagwire poll")
        return
    _say_counts(found)
    _list_feeds(chosen, limit)


def _say_counts(feeds: Sequence[StarterFeed]) -> None:
    """Say what there is to narrow by."""
    domains = {feed.domain for feed in feeds}
    _say(f"{len(feeds):,} feeds of {len(domains):,} publishers")
    for name in ("country", "language", "category"):
        counts = Counter(str(getattr(feed, name)) or "unknown" for feed in feeds)
        if len(counts) > 1:
            shown = ", ".join(f"{value} {n}" for value, n in counts.most_common(15))
            more = f" and {len(counts) - 15} more" if len(counts) > 15 else ""
            _say(f"  --{name}: {shown}{more}")


def _list_feeds(feeds: Sequence[StarterFeed], limit: int | None) -> None:
    shown = feeds if limit else feeds[:MAX_FEEDS_SHOWN]
    for feed in shown:
        facts = f"{feed.country or '--'} {feed.language or '--':<3} {feed.category:<11}"
        print(f"{facts} {feed.publisher[:30]:<30} {feed.url}")
    if len(feeds) > len(shown):
        _say(f"and {len(feeds) - len(shown):,} more: narrow them, or give --limit")


def sources(
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    as_opml: Annotated[
        bool, typer.Option("--opml", help="A list of feeds (OPML) for other readers.")
    ] = False,
    is_health: Annotated[
        bool, typer.Option("--health", help="Delay and agency copy too; slow with thousands.")
    ] = False,
) -> None:
    """List the sources with their state, those in trouble first."""
    from tagwire.run.settings import load_settings

    settings = load_settings({"data": data}, os.environ)
    if as_opml:
        from tagwire.run.commands import export_sources

        sys.stdout.buffer.write(export_sources(settings))
        return
    # Not by the other commands: what they bring takes two seconds to load.
    from tagwire.run.source_list import (
        json_lines,
        list_health,
        list_sources,
        summary_of,
        table_lines,
    )

    rows, now = list_sources(settings)
    health = list_health(settings) if is_health else None
    for line in json_lines(rows, health) if as_json else table_lines(rows, now, health):
        print(line)
    _say(summary_of(rows))


def show(
    what: Annotated[str, typer.Argument(help="tag, story, article, source or publisher.")],
    key: Annotated[str, typer.Argument(help="Slug or hashtag, id or address, key, domain.")],
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many articles.")] = 20,
) -> None:
    """Show a tag, article, source or publisher: the same as its page."""
    from tagwire.run.settings import load_settings
    from tagwire.run.show import KINDS, json_line
    from tagwire.run.show import show as look_up

    if what not in KINDS:
        raise typer.BadParameter(f"write one of {', '.join(KINDS)}")
    shown = look_up(load_settings({"data": data}, os.environ), what, key, limit)
    for line in [json_line(shown)] if as_json else shown.lines:
        print(line)


def _say_some(lines: Sequence[str], limit: int) -> None:
    for line in lines[:limit]:
        _say(line)
    if len(lines) > limit:
        _say(f"    and {len(lines) - limit:,} more")


def _say(text: str) -> None:
    typer.echo(text, err=True)
