"""The window of recent articles of one store: loaded at the first need, kept up by the writer.

store.recent_places ─> Recent ─> relate ─> Decided ─> Place in the transaction of its article
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
import structlog

from tagwire.model import Page, Tagged
from tagwire.run.relate import EPOCH, Decided, relate
from tagwire.store.protocol import Store
from tagwire.store.values import Place
from tagwire.stories import WINDOW_DAYS, Placed, Posting, Recent, Sketch, Sketched, hashes_of

log = structlog.get_logger()

WINDOW = timedelta(days=WINDOW_DAYS)
# How often what left the window is dropped from the store.
FORGET_EVERY = timedelta(hours=6)


class _Kept(msgspec.Struct, array_like=True):
    """What a place keeps of a posting. New fields come last, with a default."""

    publisher: str
    url_key: str
    at: float
    headline: str
    beginning: str
    tags: list[str] | None
    arrived: float
    is_copy: bool
    words: int
    hashes: bytes
    is_full: bool
    text: int
    lead: int
    prefixes: list[int]
    numbers: list[str]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Kept)


class Recall:
    """Relates articles of one store. One for each writer; it reads the clock of its caller."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._recent: Recent | None = None
        self._forgot: datetime | None = None

    def relate(self, batch: Sequence[tuple[Tagged, Page]], now: datetime) -> list[Decided]:
        """Return what is to be written for each article.

        Call ``reset`` when it could not be written: the window would know what is not there.
        """
        if self._recent is None:
            self._recent = self._loaded()
        return relate(batch, self._store.find_candidates, now, self._recent)

    def reset(self) -> None:
        """Forget the window; it is read from the store again at the next need."""
        self._recent = None

    def tidy(self, now: datetime) -> None:
        """Drop from the store what left the window, now and again."""
        if self._forgot is None or now - self._forgot >= FORGET_EVERY:
            self._forgot = now
            self._store.forget_places(now - WINDOW)

    def _loaded(self) -> Recent:
        recent, n = Recent(), 0
        for place in self._store.recent_places(WINDOW):
            recent.take_again(placed_of(place))
            n += 1
        log.info("recent articles loaded", states=n)
        return recent


def place_of(decided: Decided) -> Place | None:
    """Return what the store keeps of where a state belongs; None for a known state."""
    placed = decided.placed
    if placed is None:
        return None
    posting, sketch = placed.sketched.posting, placed.sketched.sketch
    kept = _Kept(
        publisher=_writable(posting.publisher),
        url_key=_writable(posting.url_key),
        at=posting.at,
        headline=_writable(posting.headline),
        beginning=_writable(posting.text),
        tags=None if posting.tags is None else [_writable(slug) for slug in posting.tags],
        arrived=placed.sketched.arrived,
        is_copy=placed.is_copy,
        words=sketch.words,
        hashes=sketch.hashes.tobytes(),
        is_full=sketch.is_full,
        text=sketch.text,
        lead=sketch.lead,
        prefixes=list(sketch.prefixes),
        numbers=sorted(_writable(number) for number in sketch.numbers),
    )
    return Place(
        article=posting.id,
        family=placed.family,
        story=placed.story,
        arrived=EPOCH + timedelta(days=placed.sketched.arrived),
        body=_encoder.encode(kept),
    )


def placed_of(place: Place) -> Placed:
    """Return what a place was made of."""
    kept = _decoder.decode(place.body)
    posting = Posting(
        id=place.article,
        publisher=kept.publisher,
        url_key=kept.url_key,
        at=kept.at,
        headline=kept.headline,
        text=kept.beginning,
        tags=None if kept.tags is None else tuple(kept.tags),
    )
    sketch = Sketch(
        words=kept.words,
        hashes=hashes_of(kept.hashes),
        is_full=kept.is_full,
        text=kept.text,
        lead=kept.lead,
        prefixes=tuple(kept.prefixes),
        numbers=frozenset(kept.numbers),
    )
    return Placed(
        sketched=Sketched(posting=posting, sketch=sketch, arrived=kept.arrived),
        family=place.family,
        story=place.story,
        is_copy=kept.is_copy,
    )


def _writable(text: str) -> str:
    """Return a text without lone surrogates, which no encoding has."""
    return text.encode("utf-8", "replace").decode("utf-8")
