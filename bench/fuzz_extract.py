"""Extraction of broken pages: no crash, no hang, no recursion error.

    bench/fuzz_extract.py [--minutes 10] [--seed 1]

Takes real pages of the replay archive (TAGWIRE_SHARED) and truncates them, changes bytes,
moves and repeats parts, joins two pages, cuts inside tags, and mixes charsets. Each page
must come out as an article or a reason. Prints how many of each, the slowest page by
CPU time, and exits 1 when anything raised or a page took more than a second of CPU.
A page that crashes the process is left in the file that is named at the start.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from chain import archive_pages

from tagwire.extract import extract
from tagwire.model import Page, Rejected

LIMIT_S = 1.0
MAX_BYTES = 3_000_000
_TOKENS = [
    *(b"<", b">", b"</", b'"', b"'", b"&", b"&#", b"&#x110000;", b"\x00", b"\xff", b"\xed\xa0\x80"),
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</script>", b"<style>", b"<svg>"),
    *(b"<table>", b"<td>", b"<p>", b"</p>", b"<div>", b"</div>", b"<a href=x>", b"<b>", b"</b>"),
    *(b"<template>", b"<select>", b"<plaintext>", b"<math>", b"<noscript>", b"<frameset>"),
    *(
        b'<script type="application/ld+json">',
        b"{",
        b"[",
        b'"@graph":',
        b"\xef\xbb\xbf",
        b"\xfe\xff",
    ),
]
Change = Callable[[bytes, random.Random, Sequence[Page]], bytes]


def truncated(body: bytes, rng: random.Random, _: Sequence[Page]) -> bytes:
    """Cut the page somewhere."""
    return body[: rng.randrange(len(body) + 1)]


def beheaded(body: bytes, rng: random.Random, _: Sequence[Page]) -> bytes:
    """Drop the beginning of the page."""
    return body[rng.randrange(len(body) + 1) :]


def flipped(body: bytes, rng: random.Random, _: Sequence[Page]) -> bytes:
    """Change some bytes."""
    changed = bytearray(body)
    for _n in range(rng.choice((1, 10, 1000))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def spiked(body: bytes, rng: random.Random, _: Sequence[Page]) -> bytes:
    """Put pieces of markup where they do not belong, some many times over."""
    for _n in range(rng.choice((1, 5, 50))):
        at = rng.randrange(len(body) + 1)
        body = body[:at] + rng.choice(_TOKENS) * rng.choice((1, 1, 3, 500)) + body[at:]
    return body


def gapped(body: bytes, rng: random.Random, _: Sequence[Page]) -> bytes:
    """Drop a part from the middle."""
    first, end = sorted(rng.randrange(len(body) + 1) for _n in range(2))
    return body[:first] + body[end:]


def repeated(body: bytes, rng: random.Random, _: Sequence[Page]) -> bytes:
    """Repeat a part many times."""
    first = rng.randrange(len(body) + 1)
    part = body[first : first + rng.choice((10, 200, 5_000))]
    return body[:first] + part * rng.choice((2, 20, 300)) + body[first:]


def joined(body: bytes, rng: random.Random, pages: Sequence[Page]) -> bytes:
    """Put a part of another page behind or into this one."""
    other = rng.choice(pages).response.body
    at = rng.choice((len(body), rng.randrange(len(body) + 1)))
    return body[:at] + other + body[at:]


def recoded(body: bytes, rng: random.Random, _: Sequence[Page]) -> bytes:
    """Write the page in another charset than it names."""
    charset = rng.choice(("utf-16-le", "utf-16", "cp1251", "shift_jis", "iso2022_jp", "utf-7"))
    return body.decode("utf-8", "replace").encode(charset, "replace")


CHANGES: tuple[Change, ...] = (
    *(truncated, beheaded, flipped, spiked, gapped, repeated, joined, recoded),
)


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pages = list(archive_pages(400))
    if not pages:
        print("no replay archive below TAGWIRE_SHARED")
        return 3
    return fuzz(pages, random.Random(options.seed), options.minutes * 60)


def fuzz(pages: Sequence[Page], rng: random.Random, seconds: float) -> int:
    """Extract changed pages for so long; return 1 when one raised or was slow."""
    last = Path(tempfile.gettempdir()) / "tagwire-fuzz-last.html"
    print(f"the page at work is in {last}", flush=True)
    ends = time.monotonic() + seconds
    outcomes: Counter[str] = Counter()
    slowest, raised, slow = 0.0, 0, 0
    while time.monotonic() < ends:
        page = changed(rng.choice(pages), rng, pages)
        last.write_bytes(page.response.body)
        started = time.process_time()
        try:
            [result] = extract([page])
        except Exception:  # noqa: BLE001 - this is what it looks for
            raised += 1
            traceback.print_exc()
            last.rename(last.with_name(f"tagwire-fuzz-raised-{raised}.html"))
            continue
        took = time.process_time() - started
        slowest, slow = max(slowest, took), slow + (took > LIMIT_S)
        outcomes[result.reason.value if isinstance(result, Rejected) else "article"] += 1
    print(f"{sum(outcomes.values()):,} pages: {dict(outcomes.most_common())}")
    print(f"raised {raised}, over {LIMIT_S:g} s {slow}, slowest {slowest:.2f} s of CPU")
    return int(bool(raised or slow))


def changed(page: Page, rng: random.Random, pages: Sequence[Page]) -> Page:
    """Return the page with one to three changes."""
    body = page.response.body
    for _ in range(rng.randint(1, 3)):
        body = rng.choice(CHANGES)(body, rng, pages)[:MAX_BYTES]
    return replace(page, response=replace(page.response, body=body))


if __name__ == "__main__":
    sys.exit(main())
