"""Build the shipped list of feeds that an empty instance may start with.

Usage: build_starter.py STARTER_CSV OUT_FOLDER

STARTER_CSV is the joined list of the measuring material, with the columns publisher,
domain, country, language, category, kind, feed_url, lists and licence. Left out are
feeds on a host that is not their publisher's, platforms of many authors, addresses
that cannot be fetched and doubles. Writes ``starter.csv.gz``, always the same bytes
for the same list; the lists and their licences are in the NOTICE file beside it.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from starter_tables import CATEGORIES, LANGUAGE_CODES, PLATFORMS, SECTION_WORDS

from tagwire.urls import fetch_url, host_of, registrable_domain, url_key

Row = dict[str, str]

COLUMNS = (
    "publisher",
    "domain",
    "country",
    "language",
    "category",
    "kind",
    "url",
    "lists",
    "licence",
)
OUR_CATEGORY = {name: ours for ours, names in CATEGORIES.items() for name in names}
SECTION_OF = {word: ours for ours, words in SECTION_WORDS.items() for word in words.split()}
KINDS = {"feed": "feed", "news_sitemap": "sitemap"}
# "The Age - Latest News", "NYT > Japan": what follows is the feed, not the house.
TITLE_TAIL = re.compile(r"\s*(?:[-–|>»:]+\s.*|--.*|\(\w\w\))$")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
COUNTRY = re.compile(r"[A-Z]{2}")


def main(source: Path, folder: Path) -> None:
    """Write the list and say what was left out, and why."""
    with source.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    dropped: Counter[str] = Counter()
    kept = without_doubles(usable(rows, dropped), dropped)
    names = publisher_names(kept)
    shipped = by_fame([shape_of(row, names) for row in kept])
    write(shipped, folder / "starter.csv.gz")
    print(f"{len(rows)} rows read, {len(shipped)} kept; left out: {dict(dropped)}")
    print(f"categories: {Counter(row['category'] for row in shipped).most_common()}")


def usable(rows: Iterable[Row], dropped: Counter[str]) -> list[Row]:
    """Return the rows that may ship, their addresses as they are fetched."""
    kept = []
    for row in rows:
        url = fetch_url(row["feed_url"])
        domain = registrable_domain(row["domain"].lower())
        if url is None or row["kind"] not in KINDS:
            dropped["no usable address"] += 1
        elif registrable_domain(host_of(url)) != domain:
            dropped["feed on another host"] += 1
        elif domain in PLATFORMS:
            dropped["platform of many authors"] += 1
        elif not row["licence"].strip():
            dropped["no licence"] += 1
        else:
            kept.append(row | {"url": url, "domain": domain})
    return kept


def without_doubles(rows: Sequence[Row], dropped: Counter[str]) -> list[Row]:
    """Return one row for each address, the one that says most."""
    kept: dict[str, Row] = {}
    for row in rows:
        key = url_key(row["url"])
        if key not in kept:
            kept[key] = row
            continue
        dropped["double"] += 1
        if category_of(kept[key]) == "news" != category_of(row):
            kept[key] = row
    return list(kept.values())


def publisher_names(rows: Iterable[Row]) -> dict[str, str]:
    """Return one name for each domain: the most frequent, of equals the shortest."""
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        name = TITLE_TAIL.sub("", row["publisher"].strip())
        if name and name.lower() != row["domain"]:
            names[row["domain"]][name] += 1
    return {
        domain: min(counts, key=lambda name: (-counts[name], len(name), name))
        for domain, counts in names.items()
    }


def shape_of(row: Row, names: dict[str, str]) -> Row:
    """Return a row as it ships."""
    domain = row["domain"]
    language = LANGUAGE_CODES.get(row["language"], row["language"])
    return {
        "publisher": names.get(domain, domain),
        "domain": domain,
        "country": row["country"] if COUNTRY.fullmatch(row["country"]) else "",
        "language": language if LANGUAGE.fullmatch(language) else "",
        "category": category_of(row),
        "kind": KINDS[row["kind"]],
        "url": row["url"],
        "lists": row["lists"],
        "licence": row["licence"],
    }


def category_of(row: Row) -> str:
    """Return our category; where the lists only say "news", the address may tell."""
    ours = OUR_CATEGORY.get(row["category"].lower(), "news")
    if ours != "news":
        return ours
    parts = urlsplit(row["url"])
    words = re.findall(r"[a-z]+", f"{parts.path} {parts.query}".lower())
    told = [SECTION_OF[word] for word in words if word in SECTION_OF]
    # "world/politics": the last word is the narrowest.
    return told[-1] if told else "news"


def by_fame(rows: Sequence[Row]) -> list[Row]:
    """Return the rows, those first whose publisher more lists name, and by its name."""
    lists: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        lists[row["domain"]].update(row["lists"].split(";"))

    def place(row: Row) -> tuple[object, ...]:
        is_named = row["publisher"] != row["domain"]
        fame = len(lists[row["domain"]])
        return (-fame, not is_named, row["country"], row["domain"], row["url"])

    return sorted(rows, key=place)


def write(rows: Iterable[Row], path: Path) -> None:
    """Write the rows, packed, without a time in them."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
