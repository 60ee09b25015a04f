"""The command line refuses what it cannot use: exit code 2 for usage, 3 with one line for the rest."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from tagwire import cli
from tagwire.run.doctor import CHECKS
from tagwire.run.settings import Settings
from tagwire.store import SqliteStore

ANYWHERE = ["serve", "--listen", "127.0.0.1:http"]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run a command in this process; return its exit code. A bug would raise here."""
    monkeypatch.setattr(sys, "argv", ["tagwire", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["serve", "--nothing"],
        ["serve", "--listen", "foo"],
        ["add"],
        ["ingest"],
        ["export"],
        ["export", "everything"],
        ["extract", "/no/such/file", "--url", "http://a.test/"],
        ["extract", "/dev/null/x"],
        ["extract", __file__],
        ["feed", "/tmp", "--url", "http://a.test/"],
        ["feed", __file__],
        ["web"],
        ["web", "--fd", "x"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_two(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message shows the way to write it."""
    assert run(monkeypatch, *arguments) == 2
    assert "Usage: " in capsys.readouterr().err


class Typed(io.TextIOWrapper):
    """Standard input that holds these bytes."""

    def __init__(self, body: bytes) -> None:
        super().__init__(io.BytesIO(body))


@pytest.mark.parametrize("command", [["extract"], ["tag"], ["relate"], ["relate", "--stream"]])
@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (b"", 0),
        (b"[]\n", 3),
        (b"[]\n{broken\n", 3),
        (
            b'{"id": "a", "url": "https://a.example/1", "html": "<p>x", "text": "It rained."}\n',
            None,
        ),
    ],
    ids=["nothing given", "a bad line", "only bad lines", "a readable line"],
)
def test_lines_that_are_all_rejected_end_with_three(
    command: list[str],
    lines: bytes,
    code: int | None,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """Each is still answered; one answer of use makes it 1, or 0."""
    monkeypatch.setattr(sys, "stdin", Typed(lines))
    ended = run(monkeypatch, *command, "--jsonl")
    answers = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert len(answers) == lines.count(b"\n")
    rejected = sum(answer["rejected"] is not None for answer in answers)
    assert ended == (code if code is not None else 3 if rejected else 0)


def test_one_line_of_use_among_bad_ones_ends_with_one(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Some input was rejected, but not all."""
    monkeypatch.setattr(sys, "stdin", Typed(b'[]\n{"id": "a", "text": "It rained in Berlin."}\n'))
    assert run(monkeypatch, "tag", "--jsonl") == 1
    assert len(capsysbinary.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 900, b"<html><p>x", b"{", b"[1]", b"plain"])
def test_feed_says_why_bytes_are_no_feed(
    body: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """As JSON for programs, as a sentence for people."""
    (tmp_path / "feed").write_bytes(body)
    code = run(monkeypatch, "feed", str(tmp_path / "feed"), "--url", "http://a.test/feed")
    told = capsysbinary.readouterr()
    assert (code, told.err.count(b"\n")) == (3, 1)
    assert json.loads(told.out)["rejected"]["reason"] in {"not_a_feed", "empty_body"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"listen = [", "tagwire.toml cannot be read"),
        (b"\xff\xfe", "tagwire.toml cannot be read"),
        (b"lisen = 'x'", "unknown setting 'lisen'"),
        (b"keep_days = -1", "keep_days"),
        (b"timezone = 'Mars/Olympus'", "timezone 'Mars/Olympus' is not known"),
        (b"proxy = 'http://host:port'", "is not of the form http://host:port"),
        (b"ca_file = '/dev/null'", "ca_file"),
        (b"clock = 'fast'", "scaled:FACTOR@EPOCH"),
        (b'contact = "one\\ntwo"', "contact must be one line"),
    ],
    ids=lambda part: str(part)[:20],
)
def test_serve_refuses_settings_it_cannot_use(
    text: bytes,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """At once, and not again and again in the processes that it would start."""
    (tmp_path / "tagwire.toml").write_bytes(text)
    assert run(monkeypatch, *ANYWHERE, "--data", str(tmp_path)) == 3
    told = capsys.readouterr().err
    assert words in told
    assert told.startswith("tagwire: ")


def corrupt_head(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


def corrupt_tables(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))


def make_newer(path: Path) -> None:
    database = apsw.Connection(str(path))
    database.execute("PRAGMA user_version = 999")
    database.close()


def make_foreign(path: Path) -> None:
    path.unlink()
    database = apsw.Connection(str(path))
    database.execute("CREATE TABLE other (x)")
    database.close()


@pytest.mark.parametrize("command", [["sources"], ["export", "articles"], ["owner"]], ids=" ".join)
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (corrupt_head, "is damaged or no Tagwire store"),
        (corrupt_tables, "is damaged or no Tagwire store"),
        (make_newer, "was written by a newer Tagwire"),
        (make_foreign, "is a database of another program"),
    ],
    ids=["head", "tables", "newer", "foreign"],
)
def test_a_store_that_cannot_be_used_is_said_and_left_alone(
    command: list[str],
    spoil,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What a person repairs must be as it was."""
    path = tmp_path / "tagwire.db"
    SqliteStore(path).close()
    spoil(path)
    before = path.read_bytes()
    assert run(monkeypatch, *command, "--data", str(tmp_path)) == 3
    assert words in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", [["work"], ["ingest", __file__]], ids=lambda part: part[0])
def test_a_data_folder_that_cannot_be_made_is_said(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").touch()
    assert run(monkeypatch, *command, "--data", str(tmp_path / "file" / "data")) == 3
    told = capsys.readouterr().err
    assert "cannot be made" in told
    assert "--data" in told


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing can be denied to root")
@pytest.mark.parametrize("command", ["starter --add --limit=1", "work"])
def test_a_data_folder_that_is_read_only_is_said(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Both the store and the log need to write."""
    tmp_path.chmod(0o500)
    assert run(monkeypatch, *command.split(), "--data", str(tmp_path)) == 3
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [["sources"], ["sources", "--opml"], ["poll"], ["owner"], ["reprocess"], ["export", "tags"]],
    ids=" ".join,
)
def test_a_folder_without_a_store_is_said_and_none_is_made(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The folder was mistyped."""
    folder = tmp_path / "typo"
    assert run(monkeypatch, *command, "--data", str(folder)) == 3
    assert "there is no store in" in capsys.readouterr().err
    assert not folder.exists()


def test_the_doctor_makes_no_store(tmp_path: Path) -> None:
    """A backup may be restored there."""
    settings = Settings(data=tmp_path / "new")
    assert CHECKS["store"](settings).is_ok
    assert not settings.data.exists()
    (tmp_path / "file").touch()
    assert not CHECKS["store"](Settings(data=tmp_path / "file" / "data")).is_ok


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has it")
def test_a_disk_without_a_size_has_no_room() -> None:
    """The doctor says so."""
    assert not CHECKS["disk"](Settings(data=Path("/proc/x"))).is_ok


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
def test_output_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """The disk of the answer is full."""
    command = [sys.executable, "-c", "from tagwire.cli import main; main()", "starter", "--limit=1"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 3
    assert ended.stderr.splitlines()[-1].startswith(b"tagwire: reading or writing failed")
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("url", "reason"), [("not a url", "bad_url"), ("http://a.test/", "empty_body")]
)
def test_a_single_page_that_is_rejected_is_exit_code_three(
    url: str,
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """Nothing could be done; the answer has the shape of a line."""
    (tmp_path / "page").touch()
    assert run(monkeypatch, "extract", str(tmp_path / "page"), "--url", url) == 3
    answer = json.loads(capsysbinary.readouterr().out)
    assert (answer["id"], answer["rejected"]["reason"]) == (None, reason)
