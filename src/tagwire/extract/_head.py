"""What the head of a page says: meta, links, title, JSON-LD. No judgement here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from tagwire.extract._jsonld import (
    MAX_VALUE_CHARS,
    Thing,
    article_thing,
    plain_text,
    text_of,
    things_of,
)
from tagwire.urls import MAX_URL_CHARS

_MAX_METAS = 1_000
_MAX_LINK_CHARS = 2 * MAX_URL_CHARS


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The statements of a page about itself, as it spells them."""

    meta: Mapping[str, tuple[str, ...]]  # name, property or itemprop in lower case
    title: str
    language: str
    base: str
    canonical: str
    amp_of: str
    things: tuple[Thing, ...]
    article: Thing

    def first(self, *names: str) -> str:
        """Return the first value that one of the meta names has, "" when none has."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return ""

    def all(self, *names: str) -> list[str]:
        """Return the values of all these meta names, in the order of the names."""
        return [value for name in names for value in self.meta.get(name, ()) if value]

    def said(self, name: str) -> str:
        """Return a text property of the JSON-LD article."""
        return text_of(self.article, name)


def read_head(tree: LexborHTMLParser, url: str) -> Head:
    """Return what the page says about itself; reads the tree before it is pruned."""
    meta = _metas(tree)
    title_node = tree.css_first("title")
    title = plain_text(title_node.text()[:MAX_VALUE_CHARS]) if title_node is not None else ""
    blocks = [node.text() for node in tree.css('script[type*="ld+json" i]')]
    things = things_of(blocks)
    root = tree.root
    lang = (root.attributes.get("lang") or root.attributes.get("xml:lang")) if root else None
    canonical = _link(tree, 'link[rel~="canonical" i]')
    titles = [title, *meta.get("og:title", ())]
    article = article_thing(things, canonical or url, titles)
    return Head(
        meta=meta,
        title=title,
        language=(lang or "")[:MAX_VALUE_CHARS],
        base=_link(tree, "base[href]"),
        canonical=canonical,
        amp_of=meta.get("og:url", ("",))[0],
        things=tuple(things),
        article=article,
    )


def _metas(tree: LexborHTMLParser) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:_MAX_METAS]:
        attributes = node.attributes
        content = attributes.get("content")
        if not content:
            continue
        for kind in ("property", "name", "itemprop", "http-equiv"):
            name = attributes.get(kind)
            if name:
                found.setdefault(name.lower().strip(), []).append(
                    plain_text(content[:MAX_VALUE_CHARS])
                )
    return {name: tuple(values) for name, values in found.items()}


def _link(tree: LexborHTMLParser, selector: str) -> str:
    node = tree.css_first(selector)
    link = ((node.attributes.get("href") or "") if node is not None else "").strip()
    return link if len(link) <= _MAX_LINK_CHARS else ""
