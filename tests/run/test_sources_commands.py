"""``tagwire add``, ``starter``, ``sources`` and ``show``, as typed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from serve.newsroom import fill
from store.builders import archived, new
from store.builders import tagged as store_tagged
from store.made import new_store, put_store
from tagwire import cli
from tagwire.memories import SeenLine, SiteMemory
from tagwire.model import Key, Publisher, Relation, RelationKind, Source, SourceKind
from tagwire.run.source_list import source_json, summary_of, table_lines
from tagwire.run.starter import starter_feeds
from tagwire.serve.language_table import language_name
from tagwire.store import SqliteStore
from tagwire.store.values import Place, SourceHealth, SourceRow, SourceState

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


class Said(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch, capsys, tmp_path) -> Run:
    """Runs a command on one data folder, in this process."""
    put_store(tmp_path)

    def run_one(*arguments: str, data: Path = tmp_path) -> Said:
        monkeypatch.setattr(sys, "argv", ["tagwire", *arguments, "--data", str(data)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Said(code, *capsys.readouterr())

    return run_one


@pytest.fixture
def newsroom(run: Run, tmp_path: Path) -> Run:
    """Runs a command on a store with articles."""
    store = new_store(tmp_path)
    fill(store)
    store.close()
    return run


def row(key: str, **state) -> SourceRow:
    source = Source(
        key=key,
        kind=SourceKind.FEED,
        url=f"https://{key}.example/feed",
        publisher=Publisher(domain=f"{key}.example", name=key),
        title=f"The {key}",
    )
    full = {"next_poll": NOW + timedelta(minutes=12)} | state
    return SourceRow(source=source, state=SourceState(**full), articles=1234)


def test_sources_stand_in_columns_those_in_trouble_first() -> None:
    """With spans instead of times, and what is wrong in words."""
    rows = [
        row("good", last_success=NOW - timedelta(hours=3), rate_per_day=12.34),
        row("bad", error="http_client_error", detail="404 Not Found", last_success=NOW - timedelta(days=9)),
        row("new"),
        row("away", paused=True, last_success=NOW - timedelta(seconds=5)),
    ]  # fmt: skip
    heading, *lines = table_lines(rows, NOW)
    assert " ".join(heading.split()) == "STATE KEY LAST ANSWER NEXT POLL A DAY ARTICLES TITLE OR TROUBLE"  # fmt: skip
    assert [" ".join(line.split()) for line in lines] == [
        "failing bad 9 days ago in 12 min 0.0 1234 http client error: 404 Not Found",
        "waiting new never in 12 min – 1234 The new",
        "paused away 5 s ago - 0.0 1234 The away",
        "answering good 3 h ago in 12 min 12.3 1234 The good",
    ]
    assert len({line.index("1234") for line in lines}) == 1
    assert summary_of(rows) == "4 sources: 1 failing, 1 waiting, 1 paused, 1 answering"


def test_delay_and_agency_copy_stand_in_columns_when_asked_for() -> None:
    """With a dash where no article tells."""
    told = SourceHealth(looked_at=8, agency=2, copies=1, delay_s=600.0, days=())
    rows = [row("good", last_success=NOW), row("new")]
    heading, *lines = table_lines(rows, NOW, {"good": told})
    assert heading.split()[-6:] == ["ARTICLES", "DELAY", "AGENCY", "TITLE", "OR", "TROUBLE"]
    assert " ".join(lines[0].split()).endswith("1234 – – The new")
    assert " ".join(lines[1].split()).endswith("1234 10 min 25% The good")


def test_health_is_told_of_each_source(newsroom: Run) -> None:
    """The same figures as on the page of a source."""
    lines = newsroom("sources", "--health", "--json").out.splitlines()
    shown = {line["key"]: line["health"] for line in map(json.loads, lines)}
    assert all(health["looked_at"] > 0 for health in shown.values())
    assert "AGENCY" in newsroom("sources", "--health").out
    assert "health" not in json.loads(newsroom("sources", "--json").out.splitlines()[0])


def test_what_is_believed_of_a_fresh_source_is_not_shown_as_its_rate() -> None:
    """A day must have passed between its first answer and its last."""
    for watched, shown, exact in ((0.9, "–", None), (1, "1.0", 1.017)):
        first = NOW - timedelta(days=watched)
        fresh = row("x", first_success=first, last_success=NOW, rate_per_day=1.0167)
        assert list(table_lines([fresh], NOW))[1].split()[-4] == shown
        assert source_json(fresh)["rate_per_day"] == exact


def test_two_hundred_sources_fit_the_screen() -> None:
    """Long keys are cut, nothing else moves."""
    rows = [replace(one, source=replace(one.source, key=f"{one.source.key}-{'x' * 50}-{n}")) for n, one in enumerate([row("a")] * 200)]  # fmt: skip
    lines = list(table_lines(rows, NOW))
    assert len(lines) == 201
    assert max(len(line) for line in lines) < 120


def test_an_empty_instance_says_how_to_go_on(run: Run, tmp_path: Path) -> None:
    SqliteStore(tmp_path / "tagwire.db").close()
    said = run("sources")
    assert (said.code, said.out) == (0, "")
    assert "tagwire add, or tagwire starter" in said.err


def test_starters_are_listed_with_counts_and_added(run: Run) -> None:
    listed = run("starter", "--country", "at", "--limit", "5")
    assert len(listed.out.splitlines()) == 5
    assert "--category: news" in listed.err
    assert run("starter", "--country", "AT", "--limit", "5", "--add").err.startswith("5 of 5 feeds")
    shapes = [json.loads(line) for line in run("sources", "--json").out.splitlines()]
    assert {(shape["state"], shape["publisher"]["country"]) for shape in shapes} == {("waiting", "AT")}  # fmt: skip
    assert len(run("sources").out.splitlines()) == 6


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--country", "ZZ"], 3), (["--add"], 2), (["--limit", "0"], 2)],
    ids=["none", "all", "zero"],
)
def test_starters_that_cannot_be_meant_are_refused(
    arguments: list[str], code: int, run: Run
) -> None:
    assert run("starter", *arguments).code == code


def test_starters_name_their_language_by_a_code_that_has_a_name() -> None:
    codes = {feed.language for feed in starter_feeds() if feed.language}
    assert {"el", "ar", "cnr"} <= codes
    assert [code for code in codes if language_name(code) == code] == []


def test_a_list_of_feeds_goes_in_and_comes_out(run: Run, tmp_path: Path) -> None:
    """The exit code tells that a line was refused, the text which."""
    lines = '<outline text="A" xmlUrl="https://a.example/feed"/><outline type="rss" text="B"/>'
    listed = tmp_path / "feeds.opml"
    listed.write_text(f"<opml><body>{lines}</body></opml>")
    said = run("add", str(listed))
    assert said.code == 1
    assert "1 feeds in the list, 1 new, 1 line without a usable feed" in said.err
    assert "no_link: The outline “B” names no feed." in said.err
    out = tmp_path / "out.opml"
    out.write_text(run("sources", "--opml").out)
    assert run("add", str(out), data=tmp_path / "other").code == 0


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("<opml><body/></opml>", 3, "The list names no feed."),
        ("<opml/>", 3, "The list names no feed."),
        ('<opml><body><outline text="A"', 3, "breaks off after 0 feeds"),
        (
            '<opml><body><outline xmlUrl="https://a.example/f"/>',
            1,
            "truncated: The list breaks off",
        ),
    ],
)
def test_a_list_that_is_empty_or_cut_is_not_taken_silently(
    text: str, code: int, words: str, run: Run, tmp_path: Path
) -> None:
    listed = tmp_path / "feeds.opml"
    listed.write_text(text)
    said = run("add", str(listed))
    assert said.code == code
    assert words in said.err
    assert "1 refused" in said.err


def test_a_missing_file_is_told_from_an_address(run: Run) -> None:
    said = run("add", "missing.opml")
    assert said.code == 3
    assert "there is no such file here" in said.err


@pytest.mark.parametrize(
    ("what", "key", "expected"),
    [
        ("tag", "port-of-veldmar", "#PortOfVeldmar (organisation)"),
        ("tag", "#PortOfVeldmar", "#PortOfVeldmar (organisation)"),
        ("tag", "Port of Veldmar", "#PortOfVeldmar (organisation)"),
        ("publisher", "veldmar-courier.example", "The Veldmar Courier (veldmar-courier.example)"),
        ("publisher", "https://www.veldmar-courier.example/", "The Veldmar Courier"),
        ("source", "ledger", "failing  ledger"),
        ("article", "a1", "seaward gate sheared"),
    ],
)
def test_show_finds_things_by_what_people_write(
    what: str, key: str, expected: str, newsroom: Run
) -> None:
    said = newsroom("show", what, key)
    assert (said.code, said.err) == (0, "")
    assert expected in said.out


@pytest.mark.parametrize(
    ("what", "key"),
    [("tag", "port-of-veldmar"), ("publisher", "ledgerline.example"), ("source", "ledger")],
)
def test_show_gives_the_list_of_the_page_as_json(what: str, key: str, newsroom: Run) -> None:
    shown = json.loads(newsroom("show", what, key, "--json", "--limit", "1").out)
    assert set(shown) == {what, "articles", "next", "total"}
    assert len(shown["articles"]) == 1


def test_show_and_export_tell_what_is_remembered_of_a_site(newsroom: Run, tmp_path: Path) -> None:
    line = SeenLine(
        text="Read the harbour by letter",
        place=7,
        pages=6,
        first_page=1,
        last_page=6,
        first_day="2026-05-01",
        last_day="2026-05-03",
    )
    memory = SiteMemory(site="ledgerline.example", version=2, pages=6, lines={1: line})
    with closing(SqliteStore(tmp_path / "tagwire.db")) as store:
        store.save_memories([memory])
    for what, key in (("publisher", "ledgerline.example"), ("source", "ledger")):
        said = newsroom("show", what, key).out
        assert "remembered from 6 pages (version 2)" in said
        assert "leaves the text, on 6 pages: Read the harbour by letter" in said
        shown = json.loads(newsroom("show", what, key, "--json").out)[what]["memory"]
        assert (6, "Read the harbour by letter") == (shown["pages"], shown["standing"][0]["text"])
    exported = newsroom("export", "memory").out.encode()
    assert memory == msgspec.json.decode(exported, type=SiteMemory)


def test_a_story_is_a_text_with_its_copies_asked_by_any_of_them(run: Run, tmp_path: Path) -> None:
    store = new_store(tmp_path)
    copy = Relation(a="copy", b="first", kind=RelationKind.COPY_OF, score=1.0)
    works = [archived(new(key, store_tagged(key))) for key in ("first", "copy", "other")]
    works[1] = replace(works[1], intent=replace(works[1].intent, relations=(copy,)))
    store.apply(works, NOW)
    store.close()
    for key, expected in (("first", ["first", "copy"]), ("copy", ["first", "copy"]), ("other", ["other"])):  # fmt: skip
        shown = json.loads(run("show", "story", key, "--json").out)
        assert shown["story"]["articles"] == [one["id"] for one in shown["articles"]] == expected
    said = run("show", "story", "copy")
    assert (said.code, said.out.count("https://")) == (0, 2)
    assert said.out.splitlines()[1] == "2 articles"


def test_a_story_is_shown_by_any_of_its_articles_with_who_tells_it(
    run: Run, tmp_path: Path
) -> None:
    store = new_store(tmp_path)
    works = [
        replace(
            archived(
                new(key, store_tagged(f"Fire at {publisher}", publisher=publisher)), first_seen=NOW
            ),
            place=Place(article=key, family=key, story="first", arrived=NOW, body=b""),
        )
        for key, publisher in (("first", "harbour"), ("second", "tower"))
    ]
    store.apply(works, NOW)
    store.close()
    for key in ("first", "second"):
        shown = json.loads(run("show", "story", key, "--json").out)
        assert shown["story"]["articles"] == [one["id"] for one in shown["articles"]]
        assert (shown["story"]["id"], shown["story"]["origins"]) == ("first", 2)
    said = run("show", "story", "second").out.splitlines()
    assert said[:2] == [
        "Fire at harbour",
        "2 articles of 2 publishers, 2 publishers in words of their own",
    ]
    exported = [json.loads(line) for line in run("export", "stories").out.splitlines()]
    assert [story["articles"] for story in exported] == [["first", "second"]]


def test_show_gives_an_article_by_its_address_however_it_is_spelled(run: Run, tmp_path: Path) -> None:  # fmt: skip
    """And as JSON with everything that the API gives."""
    store = new_store(tmp_path)
    work = archived(new("x", store_tagged()))
    key = Key(kind="url", value="harbour.example/grain")
    store.apply([replace(work, intent=replace(work.intent, keys=(key,)))], NOW)
    store.close()
    shown = json.loads(run("show", "article", "http://www.harbour.example/grain/", "--json").out)
    assert (shown["id"], "excerpt_only" in shown, len(shown["versions"])) == ("x", True, 1)


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["tag", "por"], 3, "there are port-of-veldmar"),
        (["story", "1"], 3, "give the id or the address of one of its articles"),
        (["article", "zzz"], 3, "give its id or its address"),
        (["source", "zzz"], 3, "tagwire sources"),
        (["publisher", "zzz.example"], 3, "named by its domain"),
        (["page", "zzz"], 2, "write one of"),
    ],
)
def test_what_is_not_there_is_told_with_what_to_try(
    arguments: list[str], code: int, expected: str, newsroom: Run
) -> None:
    said = newsroom("show", *arguments)
    assert said.code == code
    assert expected in said.err


def test_show_without_a_store_makes_none(run: Run, tmp_path: Path) -> None:
    said = run("show", "tag", "x", data=tmp_path / "nowhere")
    assert said.code == 3
    assert not (tmp_path / "nowhere").exists()
