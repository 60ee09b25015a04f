"""``tagwire erase``: articles, addresses and people, at the owner's word."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tagwire.run.erasure import Erased
    from tagwire.run.naming import Named
    from tagwire.run.settings import Settings
    from tagwire.store.protocol import Store

NOTHING_DONE, SOME_REJECTED = 3, 1
MAX_HEADLINES = 10
WHAT = ("article", "person", "url")

Data = Annotated[
    Path | None, typer.Option(help="Folder for the store. Default: the platform's data folder.")
]


def erase(
    what: Annotated[str, typer.Argument(help="article, person or url.")],
    keys: Annotated[
        list[str],
        typer.Argument(help="Ids or addresses; full names or slugs of people; addresses."),
    ],
    data: Data = None,
    with_articles: Annotated[
        bool, typer.Option("--articles", help="Of a person: also every article with the name.")
    ] = False,
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase articles, addresses or people with every trace, for good.

    What is erased does not come back with a poll or an archive.
    """
    from tagwire.run.erasure import copies_left, finish_erasing, open_for_erasing
    from tagwire.run.settings import load_settings

    if what not in WHAT:
        raise typer.BadParameter(f"write one of {', '.join(WHAT)}")
    settings = load_settings({"data": data}, os.environ)
    with closing(open_for_erasing(settings)) as store:
        if not is_sure:
            _ask(store, what, keys, with_articles)
        erased = _erase(settings, store, what, keys, with_articles)
        _say_erased(erased)
        _say_files(settings, is_done=finish_erasing(settings, store))
        for path in copies_left(settings):
            _say(f"still in it: {path}, a copy made before a new layout. Delete it")
    _say("backups cannot be changed: delete those from before this, or erase again after a restore")
    unknown = erased.unknown
    if unknown:
        raise typer.Exit(SOME_REJECTED if len(unknown) < len(keys) else NOTHING_DONE)


def _ask(store: Store, what: str, keys: list[str], with_articles: bool) -> None:
    from tagwire.run.naming import find_named

    named = ", ".join(keys)
    if what == "person":
        for key in keys:
            _say_named(find_named(store, key, datetime.now(UTC)))
    also = " and every article that has the name" if with_articles else ""
    typer.confirm(f"Erase the {what} {named}{also} for good?", abort=True, err=True)


def _say_named(named: Named) -> None:
    """Show who is meant, and the articles with the name."""
    tag = f"tag {named.head.tag.slug}" if named.head else "no tag"
    _say(
        f"{named.name}: {tag}; {named.tagged:,} articles with the tag, {named.in_text:,} more with"
        f" the full name in the text, {named.in_byline:,} more in the byline or credits"
    )
    for headline in list(named.articles.values())[:MAX_HEADLINES]:
        _say(f"  {headline}")


def _erase(
    settings: Settings, store: Store, what: str, keys: list[str], with_articles: bool
) -> Erased:
    from tagwire.run.erasure import Erased, orders_of

    orders, now = orders_of(settings, store), datetime.now(UTC)
    if what == "article":
        return orders.erase_articles(keys, now)
    if what == "url":
        return orders.erase_addresses(keys, now)
    done = [orders.erase_person(key, now, with_articles=with_articles) for key in keys]
    return Erased(
        articles=sum(one.articles for one in done),
        tag=", ".join(one.tag for one in done if one.tag),
        tagged=sum(one.tagged for one in done),
    )


def _say_erased(erased: Erased) -> None:
    for name in erased.unknown:
        _say(f"not stored here: {name}")
    if erased.tag:
        stay = "article stays" if erased.tagged == 1 else "articles stay"
        kept = f"; {erased.tagged:,} {stay} without it" if erased.tagged else ""
        _say(f"the tag {erased.tag} is erased{kept}")
    _say(f"{erased.articles:,} {'article is' if erased.articles == 1 else 'articles are'} erased")


def _say_files(settings: Settings, *, is_done: bool) -> None:
    if is_done:
        _say("raw pages, versions and the index of words hold nothing of it any more")
    else:
        _say(f"the worker of {settings.data} takes it out of raw pages and the index of words now")


def _say(text: str) -> None:
    typer.echo(text, err=True)
