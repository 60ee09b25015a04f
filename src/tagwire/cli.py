"""The command line: arguments in, exit codes out. Everything it does is in ``run``.

Exit codes: 0 done, 1 some input was rejected (each with its reason), 2 usage,
3 nothing could be done. Answers go to stdout, everything said to people to stderr.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from tagwire import __version__, cli_data, cli_erase, cli_sources
from tagwire.errors import TagwireError

if TYPE_CHECKING:
    from tagwire.run.lines import Answered

# Heavy imports stay inside the commands that need them: `tagwire --help` answers at once.

DONE, SOME_REJECTED, USAGE, NOTHING_DONE = 0, 1, 2, 3

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Live “Latest news with #tag” pages from any set of news sources.",
)

Data = Annotated[
    Path | None, typer.Option(help="Folder for the store. Default: the platform's data folder.")
]
InputFile = Annotated[Path | None, typer.Argument(help="File to read; standard input when absent.")]


def main() -> None:
    """Run the command line; say in one line what went wrong."""
    try:
        try:
            _command()()
        finally:
            sys.stdout.flush()
    except TagwireError as error:
        say(f"tagwire: {error}")
        sys.exit(NOTHING_DONE)
    except BrokenPipeError:
        # The reader of our output has seen enough.
        _drop_output()
        sys.exit(DONE)
    except OSError as error:
        _drop_output()
        say(f"tagwire: reading or writing failed: {error}")
        sys.exit(NOTHING_DONE)


@cache
def _command() -> Callable[[], object]:
    """Make the commands out of the functions below once a process: it takes 20 ms."""
    return typer.main.get_command(app)


def _drop_output() -> None:
    """Let what could not be written not be tried again at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Print a line for people."""
    print(text, file=sys.stderr)


@app.callback(invoke_without_command=True)
def version_only(
    version: Annotated[bool, typer.Option("--version", help="Show the version and end.")] = False,
) -> None:
    """Tagwire turns news sources into pages for every tag."""
    if version:
        print(__version__)
        raise typer.Exit(DONE)
    if "--child" not in sys.argv:  # its parent has said it
        from tagwire.run.settings import unknown_variables

        for sentence in unknown_variables(os.environ):
            say(f"tagwire: {sentence}")


@app.command()
def serve(
    data: Data = None,
    listen: Annotated[
        str | None, typer.Option(help="HOST:PORT to serve on. Default: 127.0.0.1:8080.")
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill an empty store with a made-up newsroom.")
    ] = False,
) -> None:
    """Run everything on this machine: pages, worker, store."""
    from tagwire.run.serving import check_settings, is_host_and_port
    from tagwire.run.serving import serve as run
    from tagwire.run.settings import load_settings

    settings = load_settings({"data": data, "listen": listen}, os.environ)
    check_settings(settings)
    if listen is not None and not is_host_and_port(listen):
        raise typer.BadParameter(f"--listen {listen!r} is not HOST:PORT, as 127.0.0.1:8080")
    run(settings, os.environ, demo=demo)


@app.command()
def work(
    data: Data = None,
    child: Annotated[bool, typer.Option("--child", hidden=True)] = False,
) -> None:
    """Run a worker alone: poll, fetch, store; no pages."""
    from tagwire.run.settings import load_settings
    from tagwire.run.working import work as run

    run(load_settings({"data": data}, os.environ), is_child=child)


@app.command(hidden=True)
def web(
    fd: Annotated[int, typer.Option(help="Bound socket.")],
    data: Data = None,
    child: Annotated[bool, typer.Option("--child", hidden=True)] = False,
) -> None:
    """Serve pages on a socket that ``tagwire serve`` has bound."""
    from tagwire.run.settings import load_settings
    from tagwire.run.web import serve_web

    serve_web(load_settings({"data": data}, os.environ), fd, is_child=child)


@app.command()
def owner(data: Data = None) -> None:
    """Make a new owner token; the one before no longer counts."""
    from contextlib import closing

    from tagwire.run.opening import open_store, require_store
    from tagwire.run.serving import renew_owner
    from tagwire.run.settings import load_settings

    settings = load_settings({"data": data}, os.environ)
    require_store(settings)
    with closing(open_store(settings)) as store:
        token = renew_owner(store)
    say("the owner token of this instance, shown this once:")
    print(token)


@app.command()
def poll(
    data: Data = None,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="Go on until nothing is due.")
    ] = False,
) -> None:
    """Poll what is due, fetch and store what it brings, with a summary."""
    from tagwire.run.commands import poll_once
    from tagwire.run.settings import load_settings

    progress = poll_once(load_settings({"data": data}, os.environ), until_idle=until_idle)
    say(_counts("sources", progress.polls) + f"; {progress.new_entries} new entries")
    say(_counts("pages", progress.pages))
    if progress.reasons:
        say(_counts("rejected", progress.reasons))
        raise typer.Exit(SOME_REJECTED)


@app.command()
def ingest(
    files: Annotated[
        list[Path],
        typer.Argument(help="WARC (.warc, .warc.gz) or JSON lines of pages or articles."),
    ],
    data: Data = None,
    no_keep: Annotated[
        bool, typer.Option("--no-keep", help="Do not keep raw pages: less disk, no reprocessing.")
    ] = False,
) -> None:
    """Bring archives into the store; an interrupted run goes on where it was."""
    from tagwire.run.commands import ingest_files
    from tagwire.run.settings import load_settings

    done = ingest_files(load_settings({"data": data}, os.environ), files, keep=not no_keep)
    say(f"{done.records} records read, {done.skipped} were looked at before")
    if done.skipped_rejected:
        say(f"{done.skipped_rejected} of those were rejected then")
    say(_counts("articles", done.outcomes))
    for rejected in done.examples:
        say(f"  {rejected.reason}: {rejected.key} {rejected.detail}".rstrip())
    if not done.records and not done.skipped:
        say("no record was found: WARC files end in .warc or .warc.gz, others hold JSON lines")
        raise typer.Exit(NOTHING_DONE)
    if done.reasons:
        say(_counts("rejected", done.reasons))
    if done.reasons or done.skipped_rejected:
        is_any_in = done.outcomes or done.skipped > done.skipped_rejected
        raise typer.Exit(SOME_REJECTED if is_any_in else NOTHING_DONE)


@app.command()
def export(
    what: Annotated[str, typer.Argument(help="articles, tags, relations, stories or memory.")],
    data: Data = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON lines, the only form.")] = True,
) -> None:
    """Write everything stored to standard output."""
    from tagwire.run.commands import EXPORTS, export_lines
    from tagwire.run.settings import load_settings

    if what not in EXPORTS:
        raise typer.BadParameter(f"write one of {', '.join(EXPORTS)}")
    for line in export_lines(load_settings({"data": data}, os.environ), what):
        sys.stdout.buffer.write(line)


@app.command()
def feed(
    url: Annotated[str, typer.Option(help="Address of the feed, for relative links.")],
    file: InputFile = None,
) -> None:
    """Parse one feed to JSON."""
    from tagwire.codec import encode_line, feed_to_json, rejected_to_json
    from tagwire.model import Rejected
    from tagwire.sources import parse_source

    with _opened(file) as stream:
        parsed = parse_source(stream.read(), url)
    if isinstance(parsed, Rejected):
        sys.stdout.buffer.write(encode_line({"rejected": rejected_to_json(parsed)}))
        say(f"tagwire: {parsed.detail}")
        raise typer.Exit(NOTHING_DONE)
    sys.stdout.buffer.write(encode_line(feed_to_json(parsed)))


@app.command()
def extract(
    file: InputFile = None,
    url: Annotated[str | None, typer.Option(help="Address of the page.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One page a line.")] = False,
    memory: Annotated[
        Path | None, typer.Option(help="Folder of site memories, read and updated; with --jsonl.")
    ] = None,
) -> None:
    """Turn pages into articles: one HTML file, or JSON lines with --jsonl."""
    from datetime import UTC, datetime

    from tagwire.codec import encode_line
    from tagwire.run.lines import answer_lines, answer_page, extract_stage
    from tagwire.run.remembering import remembering_stage

    now = datetime.now(UTC)
    if memory is not None and not jsonl:
        raise typer.BadParameter("--memory goes with --jsonl")
    with _opened(file) as stream:
        if memory is not None:
            with remembering_stage(memory, now) as stage:
                answered = answer_lines(stream, sys.stdout.buffer, stage)
            _end(answered)
        if jsonl:
            # Pages are large, and a batch of them is no faster.
            stage = extract_stage(now)
            _end(answer_lines(stream, sys.stdout.buffer, stage, lines_per_batch=1))
        if url is None:
            raise typer.BadParameter("a single page needs --url")
        answer = answer_page(stream.read(), url, now)
    sys.stdout.buffer.write(encode_line(answer))
    if answer["rejected"] is not None:
        raise typer.Exit(NOTHING_DONE)


@app.command()
def tag(
    file: InputFile = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON lines, the only form.")] = True,
    corpus: Annotated[bool, typer.Option("--corpus", help="Names agree across all lines.")] = False,
    spans: Annotated[
        bool, typer.Option("--spans", help="Answer the slugs of the mentions given.")
    ] = False,
) -> None:
    """Tag articles: JSON lines in, JSON lines out."""
    from tagwire.run.lines import answer_corpus, answer_lines, spans_stage, tag_stage
    from tagwire.run.snapshots import shipped_catalogue
    from tagwire.tag import Tagger

    tagger = Tagger(shipped_catalogue())
    with _opened(file) as stream:
        if corpus:
            _end(answer_corpus(stream, sys.stdout.buffer, tagger))
        stage = spans_stage(tagger) if spans else tag_stage(tagger)
        _end(answer_lines(stream, sys.stdout.buffer, stage))


@app.command()
def relate(
    file: InputFile = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON lines, the only form.")] = True,
    stream: Annotated[
        bool, typer.Option("--stream", help="Print each decision at once, not at the end.")
    ] = False,
) -> None:
    """Join versions, copies and stories: articles in order of arrival in, JSON lines out."""
    from tagwire.run.relating import relate_lines

    with _opened(file) as articles:
        _end(relate_lines(articles, sys.stdout.buffer, stream=stream))


@app.command()
def doctor(data: Data = None) -> None:
    """Check store, tables, settings and the network guard, and say what to do."""
    from tagwire.run.doctor import examine
    from tagwire.run.settings import load_settings

    findings = examine(load_settings({"data": data}, os.environ))
    for finding in findings:
        print(f"{'ok  ' if finding.is_ok else 'FAIL'}  {finding.name}: {finding.detail}")
    if not all(finding.is_ok for finding in findings):
        raise typer.Exit(NOTHING_DONE)


app.command()(cli_sources.add)
app.command()(cli_sources.sources)
app.command()(cli_sources.starter)
app.command()(cli_sources.show)
app.command()(cli_data.search)
app.command()(cli_data.backup)
app.command()(cli_data.restore)
app.command()(cli_data.reprocess)
app.command()(cli_erase.erase)


def _end(answered: Answered) -> None:
    sys.stdout.buffer.flush()
    if not answered.rejected:
        raise typer.Exit(DONE)
    raise typer.Exit(SOME_REJECTED if answered.rejected < answered.lines else NOTHING_DONE)


def _counts(name: str, counts: Counter[str]) -> str:
    parts = ", ".join(f"{n} {word}" for word, n in counts.most_common() if n)
    return f"{name}: {parts or 'none'}"


@contextmanager
def _opened(file: Path | None) -> Iterator[BinaryIO]:
    if file is None or str(file) == "-":
        yield sys.stdin.buffer
        return
    if not file.is_file():
        raise typer.BadParameter(f"{file} is not a file")
    with file.open("rb") as stream:
        yield stream
