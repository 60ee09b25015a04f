"""``tagwire serve``: one command that runs everything on one machine."""

from __future__ import annotations

import errno
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime

from rich.console import Console
from rich.markup import escape

from tagwire.errors import ConfigError
from tagwire.run.children import Child, Children
from tagwire.run.clock import clock_of
from tagwire.run.disk import is_full
from tagwire.run.fetching import fetch_settings_of
from tagwire.run.opening import open_clock, open_store, writer_lock
from tagwire.run.opening_demo import start_demo
from tagwire.run.settings import Settings, environment_of
from tagwire.serve import (
    KEY_SETTING,
    VERIFIER_SETTING,
    ServeSettings,
    check_listen,
    new_key,
    new_owner_token,
)
from tagwire.store.protocol import Store
from tagwire.store.values import Totals

# Often enough to see the first articles arrive, seldom enough to stay readable.
SUMMARY_EVERY_S = 2.0
# A worker whose parent was killed finishes its transaction before it ends.
OLD_WORKER_S = 5.0


def serve(settings: Settings, environment: Mapping[str, str], *, demo: bool) -> None:
    """Run web and worker until interrupted. Raises ConfigError when it cannot start."""
    console = Console(stderr=True, highlight=False)
    check_settings(settings)
    with closing(bind(settings.listen)) as listener, closing(open_store(settings)) as store:
        clock = open_clock(settings, store)
        host, port = listener.getsockname()[:2]
        await_free_folder(settings)
        check_listen(host, has_owner=store.find_setting(VERIFIER_SETTING) is not None)
        token = ensure_owner(store)
        if demo:
            start_demo(store, clock.now())
        _greet(console, settings, f"http://{_shown(host)}:{port}/", token)
        children = Children(
            _children(settings, listener), {**environment, **environment_of(settings)}
        )
        try:
            _watch(children, console, clock.now, lambda: _state_line(settings, store, clock.now()))
        finally:
            console.print("stopping")
            children.stop()


def check_settings(settings: Settings) -> None:
    """Raise ConfigError for what would only stop the processes, again and again."""
    clock_of(settings.clock)
    fetch_settings_of(settings)
    assert ServeSettings(timezone=settings.timezone).zone


def _children(settings: Settings, listener: socket.socket) -> list[Child]:
    data = ("--data", str(settings.data))
    descriptor = listener.fileno()
    return [
        Child(name="worker", arguments=("work", "--child", *data)),
        Child(
            name="web",
            arguments=("web", "--child", "--fd", str(descriptor), *data),
            pass_fds=(descriptor,),
        ),
    ]


def is_host_and_port(listen: str) -> bool:
    """Tell whether a text has the form ``HOST:PORT``."""
    host, _, port = listen.rpartition(":")
    return bool(host.strip("[]")) and port.isdecimal() and int(port) <= 65535


def bind(listen: str) -> socket.socket:
    """Bind ``HOST:PORT``. Raises ConfigError, with what to do, when that cannot be."""
    host, _, port = listen.rpartition(":")
    bare = host.strip("[]")
    if not is_host_and_port(listen):
        raise ConfigError(f"--listen {listen!r} is not HOST:PORT, for example 127.0.0.1:8080")
    listener = socket.socket(socket.AF_INET6 if ":" in bare else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((bare, int(port)))
        listener.listen(512)
    except (OSError, UnicodeError) as error:
        listener.close()
        raise _cannot_listen(listen, error) from error
    listener.set_inheritable(True)
    return listener


def _cannot_listen(listen: str, error: OSError | UnicodeError) -> ConfigError:
    if isinstance(error, UnicodeError):
        return ConfigError(f"cannot listen on {listen}: this is no host name")
    if error.errno == errno.EADDRINUSE:
        return ConfigError(
            f"the address {listen} is taken by another program. "
            "Stop that one, or choose another with --listen 127.0.0.1:8090."
        )
    return ConfigError(f"cannot listen on {listen}: {error.strerror or error}")


def await_free_folder(settings: Settings) -> None:
    """Wait a little for the worker of a serve that was just killed. Raises ConfigError when one stays."""
    deadline = time.monotonic() + OLD_WORKER_S
    while True:
        try:
            with writer_lock(settings):
                return
        except ConfigError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.2)


def ensure_owner(store: Store) -> str | None:
    """Make an owner when there is none; return the token to show once, else None."""
    return None if store.find_setting(VERIFIER_SETTING) is not None else renew_owner(store)


def renew_owner(store: Store) -> str:
    """Make a new owner token; the one before and its sessions no longer count."""
    token, verifier = new_owner_token()
    store.save_setting(VERIFIER_SETTING, verifier)
    store.save_setting(KEY_SETTING, new_key())  # signs the sessions
    return token


def _greet(console: Console, settings: Settings, address: str, token: str | None) -> None:
    console.print(f"[bold]Tagwire[/] is at [bold]{address}[/]")
    console.print(f"data in {escape(str(settings.data))}")
    if token is not None:
        console.print(
            f"owner token, shown this once: [bold]{token}[/]\n"
            f"enter it at {address}owner to add, pause and remove sources "
            "(a lost one is replaced by: tagwire owner)"
        )
    console.print("Ctrl-C stops it\n")


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - shown, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _watch(
    children: Children,
    console: Console,
    now: Callable[[], datetime],
    state: Callable[[], str],
) -> None:
    """Keep the children running and say what changes, until a signal comes."""
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    said = ""
    while not stop.wait(SUMMARY_EVERY_S if said else 0.5):
        for news in children.check():
            console.print(f"[yellow]{news}[/]")
        line = state()
        if line != said:
            console.print(f"[dim]{now().strftime('%H:%M:%S')}[/] {line}")
            said = line


def _state_line(settings: Settings, store: Store, now: datetime) -> str:
    trouble = "; the disk is full: fetching has stopped" if is_full(settings) else ""
    return summary_line(store.totals(now)) + trouble


def summary_line(totals: Totals) -> str:
    """Return the state of the instance in one line."""
    failing = f", {totals.sources_failing} failing" if totals.sources_failing else ""
    pages = "page" if totals.pages_due == 1 else "pages"
    due = f", {totals.pages_due} {pages} waiting" if totals.pages_due else ""
    return (
        f"{totals.sources_answered_today} of {totals.sources} sources answered today{failing}; "
        f"{totals.articles} articles, {totals.tags} tags{due}"
    )
