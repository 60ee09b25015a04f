"""Bad publishers, files, arguments and disks: a reason where the user looks, and the rest goes on."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flow.bad_publishers import FAULTS, NAMES, SENTENCE, Publishers, article, bad_publishers
from flow.instance import Instance, running
from tagwire.model import Publisher, Source, SourceKind
from tagwire.store import SqliteStore

pytestmark = pytest.mark.flow

# Publisher, what its page under /sources says, how often it was counted on /health.
PAGE_FAULTS = {
    "empty": ("fetch: empty body", "the host gave a page without content"),
    "huge": ("fetch: too large", "more than 10000000 bytes came"),
    "hang": ("fetch: timeout", "no complete answer within 2 s"),
    "metadata": ("fetch: refused address", "169.254.169.254 is not on the public internet"),
    "loop": ("fetch: too many redirects", "http://loop.test/page"),
    "short": ("fetch: truncated", "ends before its announced end"),
    "packed": ("fetch: bad encoding", "not compressed as it says"),
    "pdf": ("extract: not html", "document, picture or archive"),
    "missing": ("fetch: http client error", "does not know this page (HTTP 404)"),
    "schemes": ("parse: unknown scheme", "links to ftp://x.test/a, which is no http or https"),
}
FEED_FAULTS = {
    "page-as-feed": ("not_a_feed", "The answer is an HTML page (“Council of page-as-feed meets”)"),
    "empty-feed": ("empty_body", "The answer has no content."),
    "gone": ("gone", "says that this page is gone for good (HTTP 410)"),
    "busy": ("rate_limited", "says that we ask too often (HTTP 429)"),
    "down": ("http_server_error", "gave no page (HTTP 502)"),
}


@pytest.fixture(scope="module")
def web() -> Iterator[Publishers]:
    """The bad publishers behind their proxy."""
    with bad_publishers() as publishers:
        yield publishers


@pytest.fixture(scope="module")
def bad(web: Publishers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """Serve an instance that has read them all once."""
    data = tmp_path_factory.mktemp("bad")
    add_sources(data, NAMES)
    environment = {"TAGWIRE_PROXY": web.address, "TAGWIRE_TIMEOUT_S": "2"}
    with running(data, environment=environment) as instance:
        instance.sign_in()
        polled = len(NAMES) - len(FEED_FAULTS)
        instance.wait_for(lambda totals: totals["sources_answered_today"] == polled)
        wait_until(lambda: expected_reasons() <= counted_reasons(instance), 30)
        instance.wait_for(lambda totals: totals["articles"] >= len(expected_articles()))
        yield instance


def expected_reasons() -> set[str]:
    pages = {reason.partition(": ")[2].replace(" ", "_") for reason, _ in PAGE_FAULTS.values()}
    return pages | {reason for reason, _ in FEED_FAULTS.values()}


def counted_reasons(instance: Instance) -> set[str]:
    return {counter["reason"] for counter in instance.get_json("/api/v1/health")["counters"]}


def expected_articles() -> set[str]:
    good = {f"http://{name}.test/good" for name in set(NAMES) - FEED_FAULTS.keys()}
    readable = ("broken.test/page", "charset.test/claims-utf8", "charset.test/claims-1252")
    return good | {f"http://{page}" for page in readable}


def add_sources(data: Path, names: list[str]) -> None:
    """Keep sources that nobody looked at before, as an import would."""
    store = SqliteStore(data / "tagwire.db")
    for name in names:
        publisher = Publisher(domain=f"{name}.test", name=name)
        url = f"http://{name}.test/feed"
        source = Source(key=name, kind=SourceKind.FEED, url=url, publisher=publisher, title=name)
        assert store.add_source(source, datetime.now(UTC))
    store.close()


def run(
    *arguments: str, given: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command; whatever it was given, it never shows a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "tagwire", *arguments],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
        env=os.environ | {"COLUMNS": "300"} | (environment or {}),
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def check(done: subprocess.CompletedProcess[bytes], code: int, *words: str) -> None:
    """The exit code is the promised one, and the words stand in what people are told."""
    said = done.stderr.decode()
    assert (done.returncode, [word for word in words if word not in said]) == (code, []), said


# ------------------------------------------------------------------- publishers


@pytest.mark.parametrize("name", PAGE_FAULTS)
def test_the_page_of_a_source_says_what_was_rejected(bad: Instance, name: str) -> None:
    """In words, with the reason that the counters have."""
    reason, detail = PAGE_FAULTS[name]
    _, page, _ = bad.ask(f"/source/{name}")
    assert f"<b>{reason}</b>" in page
    assert detail in page


@pytest.mark.parametrize("name", FEED_FAULTS)
def test_the_sources_page_says_why_a_feed_fails(bad: Instance, name: str) -> None:
    """On the list, on the page of the source and in the API."""
    reason, detail = FEED_FAULTS[name]
    assert detail in bad.ask("/sources?state=failing")[1]
    assert detail in bad.ask(f"/source/{name}")[1]
    row = next(row for row in bad.get_json("/api/v1/sources")["sources"] if row["key"] == name)
    assert (row["state"], row["error"]) == ("failing", reason)


def test_the_good_article_beside_each_fault_is_stored(bad: Instance) -> None:
    """One for each feed that could be read; broken and wrongly labelled pages are read as well."""
    cards = bad.get_json("/api/v1/articles?limit=100")["articles"]
    assert {card["url"] for card in cards} == expected_articles()


@pytest.mark.parametrize("path", ["good", "claims-utf8", "claims-1252"])
def test_the_text_is_right_whatever_charset_was_claimed(bad: Instance, path: str) -> None:
    """UTF-8 that says it is windows-1252, and the reverse."""
    cards = bad.get_json("/api/v1/articles?limit=100")["articles"]
    card = next(card for card in cards if card["url"] == f"http://charset.test/{path}")
    assert SENTENCE in bad.get_json(f"/api/v1/articles/{card['id']}")["article"]["text"]


def test_each_reason_is_counted_and_shown_to_the_owner(bad: Instance) -> None:
    """On the page and in the counters of /health."""
    _, page, _ = bad.ask("/health")
    assert expected_reasons() <= counted_reasons(bad)
    assert all(f"<b>{reason}</b>" in page for reason, _ in PAGE_FAULTS.values())


def test_a_feed_that_wants_rest_is_left_alone(bad: Instance) -> None:
    """Retry-After is kept; a feed that is gone is looked at once more in a year."""
    rows = {row["key"]: row for row in bad.get_json("/api/v1/sources")["sources"]}
    due = {key: datetime.fromisoformat(rows[key]["next_poll"]) for key in ("busy", "gone", "down")}
    now = datetime.now(UTC)
    assert due["busy"] > now + timedelta(hours=23)
    assert due["gone"] > now + timedelta(days=300)
    assert due["down"] < now + timedelta(minutes=10)


def test_no_process_died_of_it(bad: Instance) -> None:
    """The terminal says so when one does."""
    assert not [line for line in bad.printed if "ended" in line or "Traceback" in line]
    assert bad.get_json("/api/v1/health")["status"] == "ok"


def test_nothing_asked_the_forbidden_address(bad: Instance, web: Publishers) -> None:
    """The redirect was refused before anything went out."""
    assert not [address for address in web.asked if "169.254" in address]


def test_a_silent_worker_is_seen_on_every_page(bad: Instance) -> None:
    """A worker that hangs gives no signs; when it goes on the pages are as before."""
    web_process = bad.get_json("/api/v1/health")["process"]
    (worker,) = [pid for pid in bad.children() if pid != web_process]
    os.kill(worker, signal.SIGSTOP)
    try:
        old = time.time() - 600
        os.utime(bad.data / "worker.alive", (old, old))
        wait_until(lambda: "Nothing has been fetched since" in bad.ask("/")[1], 25)
        health = bad.get_json("/api/v1/health")
        assert health["worker"].startswith("silent since ")
        assert health["status"] == "degraded"
    finally:
        os.kill(worker, signal.SIGCONT)
    wait_until(lambda: bad.get_json("/api/v1/health")["status"] == "ok", 15)
    assert bad.get_json("/api/v1/health")["worker"] == "alive"


def wait_until(is_met, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while not is_met():
        assert time.monotonic() < deadline
        time.sleep(0.2)


# ---------------------------------------------------------------------- adding

ADDRESSES = {
    "ftp://paper.test/": "scheme 'ftp' is not http or https: write one like https://",
    "javascript:alert(1)": "scheme 'javascript' is not http or https",
    "http://": "this is no usable web address",
    "two words": "this is no usable web address",
    "http://127.0.0.1/": "127.0.0.1 is not on the public internet",
    "http://169.254.169.254/": "169.254.169.254 is not on the public internet",
    "http://gone.test/feed": "gone for good",
    "http://page-as-feed.test/feed": "names no feed, and no other was found: give the address of a feed",
    "http://empty-feed.test/feed": "has no content",
    "http://huge.test/page": "more than 10000000 bytes came",
    "http://pdf.test/page": "the answer (application/pdf) is neither a feed nor a page",
}


def test_add_says_in_one_line_what_is_wrong_with_each_address(
    web: Publishers, tmp_path: Path
) -> None:
    """All are refused, so nothing was done."""
    environment = {"TAGWIRE_PROXY": web.address}
    done = run("add", "--data", str(tmp_path), *ADDRESSES, environment=environment)
    check(done, 3, "0 added")
    lines = done.stderr.decode().splitlines()
    for address, words in ADDRESSES.items():
        line = next(line for line in lines if line.startswith(f"refused: {address}: "))
        assert words in line


def test_the_good_address_beside_a_bad_one_is_added(web: Publishers, tmp_path: Path) -> None:
    """Some input was rejected: exit code 1."""
    environment = {"TAGWIRE_PROXY": web.address}
    both = ("http://gone.test/feed", "http://short.test/feed")
    done = run("add", "--data", str(tmp_path), *both, environment=environment)
    check(done, 1, "refused: http://gone.test/feed", "added: http://short.test/feed", "1 added")


def test_a_feed_whose_host_is_in_trouble_is_added_and_asked_again(
    web: Publishers, tmp_path: Path
) -> None:
    """The trouble passes, the address stays: the line says why nothing was read yet."""
    environment = {"TAGWIRE_PROXY": web.address}
    done = run("add", "--data", str(tmp_path), "http://down.test/feed", environment=environment)
    check(done, 0, "added: http://down.test/feed: not read yet, it is asked again", "HTTP 502")


@pytest.mark.parametrize("address", ["ftp://paper.test/", "http://page-as-feed.test/feed"])
def test_the_form_says_the_same(bad: Instance, address: str) -> None:
    """The owner adds on the sources page too."""
    csrf = re.search(r'name="csrf" value="([^"]*)"', bad.ask("/sources")[1])[1]
    status, page, _ = bad.ask("/sources/add", {"url": address, "csrf": csrf})
    assert status == 422
    assert "Nothing was added" in page
    assert ADDRESSES[address].replace("'", "&#39;") in page


def test_an_unreachable_proxy_is_a_reason_of_each_source(tmp_path: Path) -> None:
    """Nothing listens there: polls fail with the reason, and the summary counts them."""
    add_sources(tmp_path, ["short", "pdf"])
    environment = {"TAGWIRE_PROXY": "http://127.0.0.1:9"}
    check(run("poll", "--data", str(tmp_path), environment=environment), 1, "2 unreachable")
    with closing(SqliteStore(tmp_path / "tagwire.db")) as store:
        rows = store.list_sources(datetime.now(UTC))
    assert [row.state.error for row in rows] == ["unreachable", "unreachable"]


# ----------------------------------------------------------------------- files


def warc_of(url: str, html: str) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2026-11-01T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


def stored_urls(data: Path) -> list[str]:
    with closing(SqliteStore(data / "tagwire.db")) as store:
        return sorted(stored.tagged.article.url for stored in store.iter_articles())


def test_ingest_keeps_what_stands_before_the_tear(tmp_path: Path) -> None:
    """A WARC file that was cut off, and one that is none."""
    whole = warc_of("http://one.test/1", article("one")) + warc_of(
        "http://two.test/2", article("two")
    )
    (tmp_path / "torn.warc.gz").write_bytes(whole[:-200])
    (tmp_path / "noise.warc.gz").write_bytes(os.urandom(5000))
    files = [str(tmp_path / name) for name in ("torn.warc.gz", "noise.warc.gz")]
    check(run("ingest", "--data", str(tmp_path / "data"), *files), 1, "truncated")
    assert "http://one.test/1" in stored_urls(tmp_path / "data")


LINES = [
    json.dumps({"id": "good", "url": "http://one.test/1", "html": article("one")}).encode(),
    b"{broken",
    b"\xff\xfe\x00",
    b"[1, 2]",
    b'{"id": "no url", "html": "<p>x"}',
    b'{"id": "no base64", "url": "http://a.test/", "html_b64": "%%%"}',
    b'{"id": "empty", "url": "http://a.test/e", "html": ""}',
    b'{"id": 7, "url": 7, "html": 7}',
    b'{"id": "null", "url": "http://a.test/n", "html": null}',
    json.dumps(
        {
            "id": "bytes",
            "url": "http://two.test/2",
            "html_b64": base64.b64encode(article("two").encode("cp1252")).decode(),
            "content_type": "text/html; charset=utf-8",
        }
    ).encode(),
]


def test_ingest_takes_the_good_lines_of_a_bad_file(tmp_path: Path) -> None:
    """Each bad one is counted with its reason."""
    (tmp_path / "lines.jsonl").write_bytes(b"\n".join(LINES))
    done = run("ingest", "--data", str(tmp_path / "data"), str(tmp_path / "lines.jsonl"))
    check(done, 1, "bad_line", "missing_field", "empty_body")
    assert stored_urls(tmp_path / "data") == ["http://one.test/1", "http://two.test/2"]


def test_extract_answers_every_line_in_order() -> None:
    """With the id, or the number of the line where there is none."""
    done = run("extract", "--jsonl", given=b"\n".join(LINES))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    keys = [answer["id"] or answer["line"] for answer in answers]
    assert keys == ["good", 2, 3, 4, "no url", "no base64", "empty", 7, "null", "bytes"]
    assert [key for key, answer in zip(keys, answers, strict=True) if not answer["rejected"]] == [
        "good",
        "bytes",
    ]


# --------------------------------------------------------------- stores and disks


def test_a_store_that_breaks_ends_a_worker_with_one_line(tmp_path: Path) -> None:
    """Also where it shows only in the middle of the work."""
    add_sources(tmp_path, NAMES)
    path = tmp_path / "tagwire.db"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(path.stat().st_size // 2))
    check(run("poll", "--data", str(tmp_path)), 3, "is damaged or no Tagwire store")


def test_a_full_disk_stops_fetching_and_says_so(web: Publishers, tmp_path: Path) -> None:
    """Once there is room everything is fetched; nothing was lost."""
    add_sources(tmp_path, ["short", "pdf"])
    first = len(web.asked)
    full = {"TAGWIRE_PROXY": web.address, "TAGWIRE_MIN_FREE_SHARE": "0.999999"}
    check(run("poll", "--data", str(tmp_path), environment=full), 3, "the disk is full")
    with running(tmp_path, environment=full) as instance:
        time.sleep(1)
        for path in ("/", "/sources", "/health"):
            assert "The disk is full: fetching has stopped" in instance.ask(path)[1]
        health = instance.get_json("/api/v1/health")
        assert (health["status"], health["disk_full"]) == ("degraded", True)
        assert any("the disk is full: fetching has stopped" in line for line in instance.printed)
    asked = [address for address in web.asked[first:] if "short.test" in address]
    assert asked == []
    with running(tmp_path, environment={"TAGWIRE_PROXY": web.address}) as instance:
        instance.wait_for(lambda totals: totals["articles"] == 2)
        assert "The disk is full" not in instance.ask("/")[1]


def test_faults_and_expectations_are_the_same_set() -> None:
    """A new fault without an expectation would prove nothing."""
    read_in_spite = {"broken", "charset"}
    assert {*PAGE_FAULTS, *FEED_FAULTS, *read_in_spite} == set(NAMES)
    assert len(FAULTS) == len(NAMES) + 1
