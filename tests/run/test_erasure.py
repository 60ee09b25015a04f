"""Erasing leaves no trace in any file of the data folder, and nothing brings it back."""

from __future__ import annotations

import json
import sys
import zlib
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import zstandard

from store.builders import (
    NOW,
    answer,
    archived,
    article_tag,
    claim,
    entry,
    new,
    poll,
    source,
    tag,
    tagged,
    version,
)
from tagwire import cli
from tagwire.errors import NotFound
from tagwire.memories import SeenLine, SiteMemory
from tagwire.model import (
    Alias,
    AliasSnapshot,
    Credit,
    CreditRole,
    Image,
    Reason,
    Rejected,
    Response,
    Stage,
    Tagged,
    TagKind,
)
from tagwire.run import erasure
from tagwire.run.naming import find_named
from tagwire.run.opening import open_segments, open_store, writer_lock
from tagwire.run.pictures import picture_path
from tagwire.run.problems import problem_desk_of
from tagwire.run.settings import Settings
from tagwire.run.writing import kept_of
from tagwire.store import MemoryStore
from tagwire.store.protocol import Store
from tagwire.store.values import Work

# Stands in the address, guid, headline, text, tag and raw page of one article.
MARKER = "zyxomina"
URL = f"https://harbour.example/{MARKER}"
OTHERS = 16


def settings_of(folder: Path) -> Settings:
    return Settings(data=folder, min_free_share=0.0)


def response(url: str, text: str) -> Response:
    return Response(
        url=url,
        final_url=url,
        status=200,
        headers=(("content-type", "text/html"),),
        body=f"<p>{text}</p>".encode() + bytes(range(32, 127)) * 20,
        fetched=NOW,
    )


def report_problem(settings: Settings, store: Store) -> None:
    """Keep the page of the marked article as a test case."""
    stored = store.find_article(f"x{OTHERS // 2}")
    assert stored is not None
    assert problem_desk_of(settings, lambda: NOW).report(stored, "foreign", MARKER) == ""


def _url(name: str) -> str:
    return f"https://harbour.example/{name}"


def content(name: str, person: str) -> Tagged:
    parts = [article_tag(person), article_tag("Grain Port")]
    found = tagged(f"Headline {name}", tags=parts, text=f"What {name} said of {person}. " * 30)
    image = Image(url=f"https://harbour.example/{name}.png")
    return replace(found, article=replace(found.article, image=image))


def orders(settings: Settings, store: Store) -> erasure.Orders:
    return erasure.orders_of(settings, store)


def fill(folder: Path) -> Settings:
    """Store one marked article among others, with versions, responses, aliases and merges."""
    settings = settings_of(folder)
    with closing(open_store(settings)) as store:
        segments = open_segments(settings, store)
        store.add_source(source(), NOW)
        names = [f"other{n}" for n in range(OTHERS)]
        names.insert(OTHERS // 2, MARKER)
        poll(store, [entry(MARKER, guid=f"guid-{MARKER}", title=MARKER), entry("other")])
        [task] = claim(store, limit=1)
        told = [name + later for name in names for later in ("", " later")]
        responses = [response(_url(text.split()[0]), text) for text in told]
        refs = segments.append(responses, NOW)
        kept = [kept_of(each, ref) for each, ref in zip(responses, refs, strict=True)]
        works = []
        for n, name in enumerate(names):
            person = f"Ada {name.title()}" if name == MARKER else f"Person Number{n}"
            intent = new(f"x{n}", content(name, person), keys=[f"harbour.example/{name}"])
            first = replace(archived(intent), kept=kept[2 * n])
            if name == MARKER:
                first = answer(task, intent=intent, response=kept[2 * n])
            later = version(f"x{n}", 2, content(f"{name} later", person), content_hash=f"l{n}")
            works += [first, replace(archived(later), kept=kept[2 * n + 1])]
        store.apply(works, NOW)
        person = tag(f"Ada {MARKER.title()}")
        store.merge_tags(f"a-{MARKER}", person, f"“A. {MARKER}” is one", NOW)
        alias = Alias(name=f"a{MARKER}", tag=person, articles=9, share=1.0)
        other = Alias(name="port", tag=tag("Grain Port"), articles=9, share=1.0)
        for day in ("2026-04-29", "2026-04-30"):
            store.save_snapshot(AliasSnapshot(day=day, aliases=(alias, other)))
        lost = Rejected(stage=Stage.FETCH, key=URL, reason=Reason.TIMEOUT, detail=f"{MARKER} slow")
        poll(store, rejected=[lost])
        while store.index_search(100):
            pass
        segments.close()
        store.save_memories([memory()])
    settings.pictures_path.mkdir()
    for name in (MARKER, "other1"):
        url = f"https://harbour.example/{name}.png"
        picture_path(settings.pictures_path, url).write_bytes(name.encode())
    return settings


def memory() -> SiteMemory:
    """Return what is remembered of a site whose pages share a line of the marked article."""
    seen = SeenLine(
        text="", place=1, pages=2, first_page=1, last_page=2, first_day="2026-05-01", last_day=""
    )
    told = f"What {MARKER} said of"
    lines = {1: replace(seen, text=told), 2: replace(seen, text="Follow us everywhere")}
    return SiteMemory(site="harbour.example", version=3, pages=2, lines=lines)


def traces(folder: Path, marker: str = MARKER) -> list[str]:
    """Return the files that hold a marker, as it stands or in a compressed part."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and any(marker.encode() in piece.lower() for piece in pieces(path.read_bytes()))
    ]


def pieces(content: bytes) -> list[bytes]:
    """Return the bytes, and what each gzip member and zstd frame in them holds."""
    found = [content]
    for start in places_of(content, b"\x1f\x8b\x08"):
        unpacker = zlib.decompressobj(wbits=31)
        try:
            found.append(unpacker.decompress(content[start:]))
        except zlib.error:
            continue
    for start in places_of(content, b"\x28\xb5\x2f\xfd"):
        unpacker = zstandard.ZstdDecompressor().decompressobj()
        try:
            found.append(unpacker.decompress(content[start : start + 65_536]))
        except zstandard.ZstdError:
            continue
    return found


def places_of(content: bytes, mark: bytes) -> list[int]:
    places, start = [], content.find(mark)
    while start >= 0:
        places.append(start)
        start = content.find(mark, start + 1)
    return places


def check(settings: Settings, store: Store, erased: erasure.Erased, articles: int) -> None:
    """So many articles are erased, and after the files followed there is no trace."""
    assert erased.articles == articles
    assert erasure.finish_erasing(settings, store)
    assert store.list_erasures(1)[0].done is not None
    store.close()
    assert traces(settings.data) == []


# ---------------------------------------------------------------------- traces


def test_the_marker_is_found_while_it_is_there(tmp_path: Path) -> None:
    """Else the tests below would prove nothing: also in packed versions and raw records."""
    settings = fill(tmp_path)
    found = traces(settings.data)
    assert {"tagwire.db", "search.sqlite"} <= set(found)
    assert any(name.endswith(".warc.gz") for name in found)


def test_an_erased_article_leaves_no_trace_in_any_file(tmp_path: Path) -> None:
    settings = fill(tmp_path)
    store = open_store(settings)
    check(settings, store, orders(settings, store).erase_articles([URL], NOW), 1)
    with closing(open_store(settings)) as again:
        assert again.totals(NOW).articles == OTHERS
        pages = again.kept_pages(0, 999)
        assert len(pages) == 2 * OTHERS
        with closing(open_segments(settings, again)) as segments:
            assert all(segments.read(page.kept.ref).status == 200 for page in pages)
        left = again.find_memory("harbour.example").lines
        assert [left[key].text for key in (1, 2)] == ["", "Follow us everywhere"]


@pytest.mark.parametrize("order", ["erase_articles", "erase_addresses"])
def test_a_reported_problem_goes_at_once_with_its_article(tmp_path: Path, order: str) -> None:
    """Not only when a worker looks; those of other articles stay."""
    settings = fill(tmp_path)
    store = open_store(settings)
    report_problem(settings, store)
    other = settings.data / "problems" / "x1" / "1"
    other.mkdir(parents=True)
    assert {"page.html", "case.json"} <= set(traces(settings.data))
    check(settings, store, getattr(orders(settings, store), order)([URL], NOW), 1)
    assert [path.name for path in (settings.data / "problems").iterdir()] == ["x1"]


def test_an_erased_address_leaves_no_trace_in_any_file(tmp_path: Path) -> None:
    settings = fill(tmp_path)
    store = open_store(settings)
    check(settings, store, orders(settings, store).erase_addresses([URL], NOW), 1)


def test_a_person_erased_with_the_articles_leaves_no_trace_in_any_file(tmp_path: Path) -> None:
    """Articles that are not tagged but have the full name in their text go too."""
    settings = fill(tmp_path)
    store = open_store(settings)
    bare = tagged("Quiet", text=f"They met Ada {MARKER.title()} there.")
    store.apply([archived(new("quiet", bare, keys=["harbour.example/quiet"]))], NOW)
    while store.index_search(100):
        pass
    erased = orders(settings, store).erase_person(f"Ada {MARKER.title()}", NOW, with_articles=True)
    check(settings, store, erased, 2)


def test_an_erased_person_is_no_tag_any_more_and_the_articles_stay(tmp_path: Path) -> None:
    """The words of the publisher stay; slugs, aliases and redirects do not."""
    settings = fill(tmp_path)
    with closing(open_store(settings)) as store:
        erased = orders(settings, store).erase_person(
            f"#Ada{MARKER.title()}", NOW, with_articles=False
        )
        assert (erased.articles, erased.tagged) == (0, 1)
        assert erasure.finish_erasing(settings, store)
        assert store.totals(NOW).articles == OTHERS + 1
        assert store.find_tag_slug(f"a-{MARKER}") is None
    assert traces(settings.data, f"ada-{MARKER}") == []
    assert traces(settings.data, f"a{MARKER}") == []


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        (TagKind.PLACE, "Ada Lovelace", "no person .* leads to Ada Lovelace .place"),
        (TagKind.PLACE, "ada-lovelace", "no person"),
        (TagKind.PERSON, "Lovelace", "not a full name: it leads to Ada Lovelace"),
        (TagKind.PERSON, "#Lovelace", "not a full name"),
        (TagKind.PERSON, "Lovelace Ada", "there is no tag"),
    ],
)
@pytest.mark.parametrize("with_articles", [True, False])
def test_nobody_is_erased_by_a_name_that_is_not_theirs_in_full(
    kind: TagKind, name: str, told: str, with_articles: bool
) -> None:
    """A surname leads to whoever has it most often; a place is nobody."""
    store = MemoryStore()
    part = article_tag("Ada Lovelace", surface="Lovelace")
    content = tagged("Grain", tags=[replace(part, tag=replace(part.tag, kind=kind))])
    store.apply([archived(new("x", content))], NOW)
    with pytest.raises(NotFound, match=told):
        erasure.Orders(store, Path(), Path()).erase_person(name, NOW, with_articles=with_articles)
    assert store.find_tag("ada-lovelace") is not None
    assert store.totals(NOW).articles == 1


@pytest.mark.parametrize(
    ("signed", "is_erased"),
    [
        ({"by": "By Richard ADAMS and Ann Lee"}, True),
        ({"authors": ("Richard Adams",)}, True),
        ({"credits": (Credit(name="Richard Adams", role=CreditRole.PHOTO, evidence="x"),)}, True),
        ({"by": "Richard Adamson"}, False),
        ({"by": "Adams"}, False),
        ({}, False),
    ],
)
def test_an_author_without_a_tag_is_found_by_the_byline(
    signed: dict[str, Any], is_erased: bool
) -> None:
    store = MemoryStore()
    content = tagged("Grain", text="Grain left.")
    content = replace(content, article=replace(content.article, by="", authors=(), credits=()))
    content = replace(content, article=replace(content.article, **signed))
    store.apply([archived(new("x", content))], NOW)
    assert find_named(store, "Richard Adams", NOW).in_byline == is_erased
    order = erasure.Orders(store, Path(), Path()).erase_person
    with pytest.raises(NotFound, match="there is no tag"):
        order("Richard Adams", NOW, with_articles=False)
    if is_erased:
        assert order("Richard Adams", NOW, with_articles=True).articles == 1
    assert store.totals(NOW).articles == (not is_erased)


def test_nothing_brings_an_erased_article_back(tmp_path: Path) -> None:
    """Neither the next poll nor an archive that has its page."""
    settings = fill(tmp_path)
    with closing(open_store(settings)) as store:
        orders(settings, store).erase_articles([URL], NOW)
        poll(store, [entry(MARKER, guid=f"guid-{MARKER}", title="Again")])
        due = claim(store, NOW + timedelta(days=9), limit=999)
        assert MARKER not in {task.url.rpartition("/")[2] for task in due}
        segments = open_segments(settings, store)
        (ref,) = segments.append([response(URL, MARKER)], NOW)
        intent = new("y", content(MARKER, "Nobody"), keys=[f"harbour.example/{MARKER}"])
        work = Work(outcome=None, intent=intent, kept=kept_of(response(URL, MARKER), ref))
        store.apply([work], NOW)
        segments.close()
        assert store.totals(NOW).articles == OTHERS
        assert erasure.finish_erasing(settings, store)
    assert traces(settings.data) == []


@pytest.mark.slow
def test_an_ingested_archive_tells_what_it_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Counted as rejected, with nothing of it kept."""
    settings = fill(tmp_path / "data")
    with closing(open_store(settings)) as store:
        orders(settings, store).erase_articles([URL], NOW)
        erasure.finish_erasing(settings, store)
    page = {"id": "1", "url": URL, "html": f"<h1>{MARKER}</h1><p>" + "Grain left. " * 60}
    (tmp_path / "pages.jsonl").write_text(json.dumps(page) + "\n")
    code = run(monkeypatch, "ingest", str(tmp_path / "pages.jsonl"), "--data", str(settings.data))
    assert code == 3
    assert "rejected: 1 erased" in capsys.readouterr().err
    assert traces(settings.data) == []


def test_the_worker_does_it_where_one_runs(tmp_path: Path) -> None:
    settings = fill(tmp_path)
    with closing(open_store(settings)) as store, writer_lock(settings):
        orders(settings, store).erase_articles([URL], NOW)
        assert not erasure.finish_erasing(settings, store)
        assert store.is_erasing()


# -------------------------------------------------------------------- commands


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["tagwire", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


@pytest.mark.parametrize(
    ("what", "key", "told"),
    [
        ("article", URL, "1 article is erased"),
        ("url", URL, "1 article is erased"),
        ("person", f"Ada {MARKER}", "1 article stays without it"),
        ("article", "https://harbour.example/nothing", "not stored here"),
        ("person", "Nobody Known", "there is no tag"),
    ],
)
def test_the_command_says_what_it_did(
    what: str,
    key: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(tmp_path)
    (tmp_path / "tagwire.db.before-v2").write_bytes(b"")
    code = run(monkeypatch, "erase", what, key, "--yes", "--data", str(tmp_path))
    printed = capsys.readouterr().err
    assert told in printed
    assert code == (3 if "no" in told.split() or "not" in told.split() else 0)
    assert ("tagwire.db.before-v2" in printed) == ("no tag" not in told)


def test_the_command_wants_something_it_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "erase", "town", "x", "--yes", "--data", str(tmp_path)) == 2
    assert run(monkeypatch, "erase", "article", "x", "--yes", "--data", str(tmp_path)) == 3
    assert "there is no store" in capsys.readouterr().err
