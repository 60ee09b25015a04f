"""Every payload through feed titles, summaries, contents and pages, into Chromium: none runs.

The content security policy is switched off here, so that our markup alone has to hold.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from serve import newsroom
from serve.live import CHROMIUM, chromium, served
from serve.site import make_site
from shared import shared_path
from tagwire.extract import extract
from tagwire.model import (
    Article,
    Entry,
    Key,
    NewArticle,
    Page,
    ParsedSource,
    Publisher,
    Response,
    Tagged,
)
from tagwire.sources import parse_source
from tagwire.store.values import Work
from tagwire.text import content_hash

pytestmark = [
    pytest.mark.flow,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]

PUBLISHER = Publisher(domain="hostile.example", name="Hostile")
PER_PAGE = 25
PROSE = (
    "The harbour board said on Monday that the gate would be open again before the weekend. " * 3
)
# Counts what ran; a real dialog would wait for somebody.
SPY = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print"])
  window[name] = (...args) => { window.ran.push(name + ":" + args.join()); return false; };
"""
SCAN = """
() => {
  const bad = [];
  const scheme = /^[\\s\\x00-\\x1f]*(javascript|vbscript|data)[\\s\\x00-\\x1f]*:/i;
  for (const e of document.querySelectorAll("main *, body.plain *")) {
    const name = e.localName;
    const ours = name === "form" && e.getAttribute("action")?.startsWith("/");
    if (/^(script|iframe|frame|object|embed|applet|base|link|meta|math|foreignobject|style|marquee)$/.test(name))
      bad.push(name);
    if (name === "form" && !ours) bad.push("form " + e.getAttribute("action"));
    for (const a of e.attributes) {
      if (/^on/i.test(a.name)) bad.push(name + " " + a.name);
      if (/^(href|src|action|formaction|xlink:href|srcdoc|background|poster)$/i.test(a.name) && scheme.test(a.value))
        bad.push(name + " " + a.name + "=" + a.value.slice(0, 60));
    }
  }
  return bad;
}
"""


def payloads() -> list[str]:
    return [
        case["p"]
        for case in json.loads(shared_path("data/feeds/xss_payloads.dev.json").read_text())
    ]


def chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for n in range(0, len(items), PER_PAGE):
        yield items[n : n + PER_PAGE]


def entries_of(payload_list: Sequence[str]) -> list[Entry]:
    """Return what a feed with each payload as title, summary and content gives."""
    items = "".join(
        f"<item><title>{text}</title><link>https://hostile.example/{n}</link>"
        f"<description>{text}</description>"
        f"<content:encoded>{text}</content:encoded></item>"
        for n, payload in enumerate(payload_list)
        for text in [html.escape("".join(c for c in payload if c >= " " or c in "\t\n"))]
    )
    feed = f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{items}</channel></rss>'
    parsed = parse_source(feed.encode("utf-8", "replace"), "https://hostile.example/feed")
    assert isinstance(parsed, ParsedSource)
    assert len(parsed.entries) == len(payload_list)
    return list(parsed.entries)


def article_of(n: int, payload_list: Sequence[str], entry: Entry) -> Article:
    """Return what a page gives that has the payloads in its text and one in each field."""
    first = html.escape(payload_list[0])
    body = "".join(f"<p>{PROSE}</p><p>{PROSE}{payload}</p>" for payload in payload_list)
    told = json.dumps({"@type": "NewsArticle", "headline": payload_list[0], "author": payload_list[-1],
                       "articleSection": payload_list[0], "keywords": list(payload_list[:5])})  # fmt: skip
    told = told.replace("</", "<\\/")
    page = (
        f'<html><head><meta property="og:description" content="{first}">'
        f'<meta name="author" content="{first}">'
        f'<script type="application/ld+json">{told}</script></head>'
        f"<body><article><h1>Gate {n}</h1>{body}</article></body></html>"
    )
    url = f"https://hostile.example/page/{n}"
    response = Response(url=url, final_url=url, status=200, headers=(("content-type", "text/html"),),
                        body=page.encode("utf-8", "replace"), fetched=newsroom.NOW)  # fmt: skip
    (found,) = extract([Page(response=response, entry=entry, publisher=PUBLISHER)])
    if isinstance(found, Article):
        return found
    return Article(uri=url, url=url, headline=payload_list[0], description=payload_list[0],
                   by=payload_list[-1], section=payload_list[0], publisher=PUBLISHER)  # fmt: skip


def fill(store: Any, articles: Sequence[Article]) -> None:
    for n, article in enumerate(articles):
        new = NewArticle(
            article=f"x{n}",
            keys=(Key(kind="url", value=f"x{n}"),),
            tagged=Tagged(article=article, language="en"),
            content_hash=content_hash(article.text or article.headline),
        )
        at = newsroom.NOW - timedelta(minutes=n + 1)
        store.apply([Work(outcome=None, intent=new, source="courier", first_seen=at)], at)


def test_no_payload_runs_on_our_pages_or_stands_in_them() -> None:
    """Headlines in lists, whole pages of articles, entries of feeds and what feeds told."""
    given = payloads()
    entries = entries_of(given)
    groups = list(chunks(given))
    pages = [article_of(n, group, entries[n * PER_PAGE]) for n, group in enumerate(groups)]
    titles = [
        Article(
            uri=f"https://hostile.example/t/{n}",
            url=f"https://hostile.example/t/{n}",
            headline=entry.title,
            description=entry.title,
            by=entry.title,
            section=entry.title,
            publisher=PUBLISHER,
        )
        for n, entry in enumerate(entries)
    ]
    site = make_site(empty=True, page_size=400)
    fill(site.store, [*pages, *titles])
    told = [entry.summary + entry.content for entry in entries]
    feed = site.visitor().get("/latest.json").json
    told += [item.get("content_html", "") for item in feed["items"]]
    with served(site.app) as address, chromium() as browser:
        context = browser.new_context(bypass_csp=True)
        context.add_init_script(SPY)
        tab = context.new_page()
        troubles: list[str] = []
        seen = 0
        at: str | None = "/"
        while at:
            tab.goto(address + at)
            seen += tab.locator("article.card").count()
            troubles += look(tab, at)
            following = tab.locator('a[rel="next"]')
            at = following.get_attribute("href") if following.count() else None
        assert seen == len(pages) + len(titles)
        for n in range(len(pages)):
            tab.goto(f"{address}/article/x{n}")
            troubles += look(tab, f"article x{n}")
        for start in range(0, len(told), 200):
            part = told[start : start + 200]
            document = "".join(f"<div>{one}</div>" for one in part)
            tab.set_content(f'<body class="plain">{document}</body>')
            troubles += look(tab, f"told {start}")
        context.close()
    assert troubles == []


def look(tab: Any, where: str) -> list[str]:
    """Return what ran and what dangerous stands on the page, after waking what waits for a reader."""
    tab.evaluate(
        "() => document.querySelectorAll('main *, body.plain *').forEach(e => {"
        " for (const t of ['mouseover', 'focus', 'pointerenter']) e.dispatchEvent(new Event(t)); })"
    )
    found = [f"ran {one}" for one in tab.evaluate("() => window.ran || []")]
    return [f"{where}: {one}" for one in [*found, *tab.evaluate(SCAN)]]
