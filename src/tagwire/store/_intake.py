"""What a store makes of the entries that a poll lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import xxhash

from tagwire.model import Entry, Reason, Rejected, Source, Stage
from tagwire.publisher_names import is_address
from tagwire.store._blobs import writable
from tagwire.urls import fetch_url, host_of, url_key

# Counters of what a poll listed.
NEW = ("poll", "new", "")
UPDATED = ("poll", "updated", "")
REPEATED = ("parse", "repeated", "")
ERASED = (Stage.POLL.value, "rejected", Reason.ERASED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """An entry that can be fetched, with what it is recognised by."""

    given: Entry  # as the poll listed it
    entry: Entry  # as it is kept
    ident: str  # its guid where that is one, else its URL key
    url_key: str
    host: str
    digest: str  # changes when the entry says that its article changed
    repeats: int = 0  # further entries of the poll that link to the same page


def titled(source: Source, title: str) -> Source:
    """Return a source under the title that it gives itself, where nobody gave it one.

    So is its publisher, when nothing but the domain is known of that, unless the title is an
    address: the pages themselves may tell a name.
    """
    if not title or source.title:
        return source
    publisher = source.publisher
    if publisher.name == publisher.domain and not is_address(title):
        publisher = replace(publisher, name=title)
    return replace(source, title=title, publisher=publisher)


def count_of(incoming: Incoming, outcome: tuple[str, str, str]) -> Counter[tuple[str, str, str]]:
    """Return what is counted for an entry that is new or updated."""
    # Only then, so that what a feed repeats at each poll counts once.
    return +Counter({outcome: 1, REPEATED: incoming.repeats})


def incoming_of(entries: Sequence[Entry], source: Source) -> tuple[list[Incoming], list[Rejected]]:
    """Return the usable entries, each page once, and why the others are not usable."""
    # A guid that several entries share names none of them.
    guids = Counter(entry.guid for entry in entries)
    found: dict[str, Incoming] = {}
    links: Counter[str] = Counter()
    rejected = []
    for entry in entries:
        url = fetch_url(entry.url, source.url) if entry.url.strip() else None
        if url is None or not host_of(url):
            rejected.append(_unusable(entry, source))
            continue
        usable = writable(replace(entry, url=url, source=source.key))
        incoming = _incoming(entry, usable, is_own_guid=guids[entry.guid] == 1)
        found.setdefault(incoming.url_key, incoming)
        links[incoming.url_key] += 1
    return [replace(one, repeats=links[key] - 1) for key, one in found.items()], rejected


def _incoming(given: Entry, entry: Entry, *, is_own_guid: bool) -> Incoming:
    key = url_key(entry.url)
    updated = entry.updated.at.isoformat() if entry.updated is not None else ""
    said = "\x1f".join([entry.title, updated, entry.guid, entry.url])
    return Incoming(
        given=given,
        entry=entry,
        ident=f"guid {entry.guid}" if entry.guid and is_own_guid else f"url {key}",
        url_key=key,
        host=host_of(entry.url),
        digest=xxhash.xxh3_64_hexdigest(said.encode("utf-8")),
    )


def _unusable(entry: Entry, source: Source) -> Rejected:
    name = entry.title or entry.guid or "an entry without a title"
    if not entry.url.strip():
        return Rejected(
            stage=Stage.PARSE,
            key=entry.guid or source.url,
            reason=Reason.NO_LINK,
            detail=f"“{name}” has no link",
        )
    return Rejected(
        stage=Stage.PARSE,
        key=entry.url,
        reason=Reason.BAD_URL,
        detail=f"the link of “{name}” is no web address",
    )
