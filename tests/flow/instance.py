"""A real ``tagwire serve`` in a temporary folder, for tests that look at it from outside."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

START_TIMEOUT_S = 60.0


@dataclass
class Instance:
    """A running instance: its address, its owner token, what it printed."""

    process: subprocess.Popen[str]
    data: Path
    port: int = 0
    token: str = ""
    printed: list[str] = field(default_factory=list)
    cookie: str = ""

    def ask(
        self, path: str, form: dict[str, str] | None = None, host: str | None = None
    ) -> tuple[int, str, http.client.HTTPMessage]:
        """Return status, body and headers of a request, as the owner once signed in."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": host or f"127.0.0.1:{self.port}", "Accept": "text/html"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        # Slugs are letters of any script.
        address = quote(path, safe="/?&=%:+,;@#~!$'()*")
        connection.request("POST" if form is not None else "GET", address, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, answer.headers

    def get_json(self, path: str) -> dict:
        """Return a JSON answer of the API."""
        status, text, _ = self.ask(path)
        assert status == 200, text
        return json.loads(text)

    def totals(self) -> dict:
        """Return the totals of the health answer."""
        return self.get_json("/api/v1/health")["totals"]

    def sign_in(self) -> str:
        """Become the owner; return the CSRF token of the forms."""
        _, page, _ = self.ask("/owner")
        status, _, headers = self.ask("/owner", {"token": self.token, "csrf": csrf_of(page)})
        assert status in (302, 303), page
        self.cookie = headers["Set-Cookie"].split(";")[0]
        return csrf_of(self.ask("/sources")[1])

    def wait_for(self, is_met: Callable[[dict], bool], timeout_s: float = 60.0) -> dict:
        """Return the totals once they meet a condition."""
        deadline = time.monotonic() + timeout_s
        totals: dict = {}
        while time.monotonic() < deadline:
            totals = self.totals()
            if is_met(totals):
                return totals
            time.sleep(0.2)
        raise AssertionError(f"not met in {timeout_s} s: {totals}")

    def children(self) -> list[int]:
        """Return the process ids of worker and web."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        return [int(pid) for pid in listed.stdout.split()]


def csrf_of(page: str) -> str:
    """Return the CSRF token of a page's first form, or nothing."""
    found = re.search(r'name="csrf" value="([^"]*)"', page)
    return found[1] if found else ""


@contextmanager
def running(
    data: Path, *options: str, environment: dict[str, str] | None = None
) -> Iterator[Instance]:
    """Serve a data folder on a free port until the block ends."""
    command = [sys.executable, "-m", "tagwire", "serve", "--listen", "127.0.0.1:0", *options]
    process = subprocess.Popen(
        [*command, "--data", str(data)],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"COLUMNS": "300"} | (environment or {}),
    )
    instance = Instance(process=process, data=data)
    reader = threading.Thread(target=_read, args=(instance,), daemon=True)
    reader.start()
    try:
        _await_start(instance)
        yield instance
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        reader.join(5)


def _read(instance: Instance) -> None:
    assert instance.process.stderr is not None
    for line in instance.process.stderr:
        instance.printed.append(line)
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            instance.port = int(found[1])
        if found := re.search(r"owner token, shown this once: (\S+)", line):
            instance.token = found[1]


def _await_start(instance: Instance) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if instance.process.poll() is not None:
            raise AssertionError("".join(instance.printed))
        try:
            if instance.port and instance.ask("/health")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("".join(instance.printed) or "nothing was printed")
