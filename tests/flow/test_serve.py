"""``tagwire serve --demo`` as a person meets it: processes, pages, owner, demo."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from flow.instance import Instance, running

pytestmark = [pytest.mark.flow, pytest.mark.long]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory):
    """Serve the demo, filled."""
    with running(tmp_path_factory.mktemp("demo"), "--demo") as instance:
        instance.wait_for(lambda totals: totals["articles"] >= 100)
        yield instance


def test_the_demo_fills_tag_pages(demo: Instance) -> None:
    """At least five tag pages show three articles and more, from two publishers and more."""
    tags = [tag["slug"] for tag in demo.get_json("/api/v1/tags")["tags"]]
    full = []
    for slug in tags:
        cards = demo.get_json(f"/api/v1/tags/{slug}/articles")["articles"]
        if len(cards) >= 3 and len({card["publisher"]["domain"] for card in cards}) >= 2:
            full.append(slug)
            assert f'href="/tag/{quote(slug)}' in demo.ask(f"/tag/{slug}")[1]
    assert len(full) >= 5, full


def test_an_edit_at_the_same_address_becomes_a_second_version(demo: Instance) -> None:
    """The demo edits one page in its first minute, and soon one under a new address."""
    demo.wait_for(lambda totals: totals["versions"] >= totals["articles"] + 2, timeout_s=150)
    cards = demo.get_json("/api/v1/articles?limit=100")["articles"]
    assert sum(card["versions"] >= 2 for card in cards) >= 2


def test_a_page_that_robots_txt_closes_is_never_fetched(demo: Instance) -> None:
    """The counters say so."""
    counters = demo.get_json("/api/v1/health")["counters"]
    assert any(c["reason"] == "robots" and c["count"] >= 1 for c in counters)


def test_a_taken_port_is_a_clear_error(demo: Instance, tmp_path: Path) -> None:
    """The message names the address and the way out; the exit code is 3."""
    command = [sys.executable, "-m", "tagwire", "serve", "--data", str(tmp_path)]
    done = subprocess.run(
        [*command, "--listen", f"127.0.0.1:{demo.port}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "is taken by another program" in done.stderr
    assert "Traceback" not in done.stderr


def test_listening_for_others_needs_an_owner(tmp_path: Path) -> None:
    """A first start beyond loopback is refused and says what to do."""
    command = [sys.executable, "-m", "tagwire", "serve", "--data", str(tmp_path)]
    done = subprocess.run(
        [*command, "--listen", "0.0.0.0:0"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "owner" in done.stderr


def test_a_second_worker_on_the_folder_is_refused(demo: Instance) -> None:
    """There is one writer."""
    command = [sys.executable, "-m", "tagwire", "poll", "--data", str(demo.data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "another Tagwire worker" in done.stderr


def test_killed_processes_come_back_and_their_children_go(tmp_path: Path) -> None:
    """After SIGKILL of worker and web the pages are there again; no process is left behind."""
    with running(tmp_path, "--demo") as instance:
        instance.wait_for(lambda totals: totals["sources"] == 12)
        old = instance.children()
        for pid in old:
            os.kill(pid, signal.SIGKILL)
        time.sleep(3)
        instance.wait_for(lambda totals: totals["articles"] >= 40)
        assert not set(old) & set(instance.children())
    assert _processes_of(tmp_path) == []


def test_when_the_parent_is_killed_all_processes_end(tmp_path: Path) -> None:
    """Nothing goes on in the background after SIGKILL of ``tagwire serve``."""
    with running(tmp_path, "--demo") as instance:
        instance.process.kill()
        deadline = time.monotonic() + 15
        while _processes_of(tmp_path) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert _processes_of(tmp_path) == []


def test_the_owner_removes_the_demo_for_good(tmp_path: Path) -> None:
    """Visitors cannot; after the owner's click nothing is left, also after a restart with --demo."""
    with running(tmp_path, "--demo") as instance:
        instance.wait_for(lambda totals: totals["articles"] >= 40)
        assert instance.ask("/demo/remove", {})[0] == 403
        csrf = instance.sign_in()
        assert instance.ask("/demo/remove", {"csrf": csrf})[0] in (302, 303)
        totals = instance.totals()
        assert (totals["articles"], totals["tags"], totals["sources"]) == (0, 0, 0)
    with running(tmp_path, "--demo") as instance:
        time.sleep(3)
        assert instance.totals()["sources"] == 0
        assert instance.ask("/")[0] == 200


def _processes_of(data: Path) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return [
        line for line in listed.stdout.splitlines() if str(data) in line and "ps -eo" not in line
    ]


def test_a_free_port_is_found_for_port_zero(demo: Instance) -> None:
    """Port 0 is any free port; the address that is printed answers."""
    with socket.create_connection(("127.0.0.1", demo.port), timeout=5) as connection:
        assert connection.getpeername()[1] == demo.port


def test_a_second_serve_on_the_folder_is_refused(demo: Instance) -> None:
    """It ends with the reason instead of starting a worker again and again."""
    command = [sys.executable, "-m", "tagwire", "serve", "--data", str(demo.data)]
    done = subprocess.run(
        [*command, "--listen", "127.0.0.1:0"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "another Tagwire worker" in done.stderr
