"""The client against the replay web: faults one by one, manners over many hosts, TLS by CONNECT."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fetch.loopback import client_of
from shared import shared_path
from tagwire.fetch import FEED_ACCEPT, FetchFailure
from tagwire.model import Reason, Response

pytestmark = pytest.mark.flow

# action of the replay web -> how a get must end within its limits
FAULTS: dict[str, tuple[dict[str, object], Reason | int]] = {
    "slow": ({"chunk": 16, "delay": 0.3}, Reason.TIMEOUT),
    "slow_start": ({"seconds": 9}, Reason.TIMEOUT),
    "hang": ({"seconds": 9}, Reason.TIMEOUT),
    "reset": ({}, Reason.UNREACHABLE),
    "endless": ({"max_bytes": 64_000_000}, Reason.TOO_LARGE),
    "truncate_gzip": ({}, Reason.TRUNCATED),
    "fake_gzip": ({}, Reason.BAD_ENCODING),
    "short_body": ({}, Reason.TRUNCATED),
    "redirect": ({"to": "http://169.254.169.254/latest/meta-data/"}, Reason.REFUSED_ADDRESS),
    "redirect_loop": ({}, Reason.TOO_MANY_REDIRECTS),
    "status 410": ({"status": 410}, Reason.GONE),
    "status 429": ({"status": 429, "retry_after": 30}, Reason.RATE_LIMITED),
    "status 503": ({"status": 503, "retry_after": 20}, Reason.HTTP_SERVER_ERROR),
    "status 500": ({"status": 500}, Reason.HTTP_SERVER_ERROR),
    "status 403": ({"status": 403}, Reason.HTTP_CLIENT_ERROR),
    "html": ({}, 200),
    "empty": ({}, 200),
}


@dataclass(frozen=True)
class Replay:
    """A running replay web."""

    proxy: str
    hosts: dict[str, str]  # action -> host whose front page misbehaves like that
    calm: list[str]  # hosts that do not misbehave
    log: Path
    ca_file: Path


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """Serve the archive with one fault for each of some hosts."""
    server, archive = shared_path("replay/replay_server.py"), shared_path("replay/archive")
    folder = tmp_path_factory.mktemp("replay")
    publishers = json.loads((archive / "publishers.json").read_text())
    hosts = [min(meta["hosts"]) for meta in publishers.values() if meta["hosts"]]
    faulty = dict(zip(FAULTS, hosts, strict=False))
    rules = [
        {"kind": "listing", "host": faulty[name], "action": name.split()[0], **FAULTS[name][0]}
        for name in FAULTS
    ]
    (folder / "scenario.json").write_text(json.dumps({"rules": rules}))
    command = [sys.executable, server, "--archive", archive, "--port", "0"]
    options = {"scenario": "scenario.json", "log": "log.jsonl", "tls-dir": "tls"}
    for name, value in options.items():
        command += [f"--{name}", folder / value]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield Replay(
            proxy=json.loads(line)["listening"],
            hosts=faulty,
            calm=hosts[len(FAULTS) : len(FAULTS) + 25],
            log=folder / "log.jsonl",
            ca_file=folder / "tls" / "ca.pem",
        )
        process.terminate()


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_ends_in_its_reason(replay: Replay, name: str) -> None:
    """Within the limits, and as a value."""

    async def run() -> Response | FetchFailure:
        async with client_of(proxy=replay.proxy, total_timeout_s=1) as client:
            return await client.get(f"http://{replay.hosts[name]}/")

    got = asyncio.run(run())
    expected = FAULTS[name][1]
    assert (got.status if isinstance(got, Response) else got.reason) == expected


def test_many_hosts_are_asked_side_by_side_and_each_one_by_one(replay: Replay) -> None:
    """Front page and feed of 25 hosts at once, then both again with their validators."""

    async def run() -> list[int | None]:
        async with client_of(proxy=replay.proxy) as client:
            urls = [f"http://{host}/{path}" for host in replay.calm for path in ("", "feed.xml")]
            first = await asyncio.gather(*(client.get(url, accept=FEED_ACCEPT) for url in urls))
            known = {got.url: got for got in first if isinstance(got, Response)}
            again = [
                client.get(url, etag=got.header("etag"), last_modified=got.header("last-modified"))
                for url, got in known.items()
            ]
            return [got.status for got in await asyncio.gather(*again)]

    before = len(replay.log.read_text().splitlines()) if replay.log.exists() else 0
    statuses = asyncio.run(run())
    rows = [json.loads(line) for line in replay.log.read_text().splitlines()[before:]]
    assert len(statuses) >= 40
    assert set(statuses) == {304}
    assert max(row["conc"] for row in rows) == 1
    assert max(row["conc_all"] for row in rows) >= 5
    assert not [row for row in rows if row.get("robots_violation")]


@pytest.mark.parametrize("trusted", [True, False], ids=["own CA", "no CA"])
def test_tls_through_a_proxy_needs_a_trusted_certificate(replay: Replay, trusted: bool) -> None:
    """CONNECT, with the owner's certificate file; without it nothing is read."""

    async def run() -> Response | FetchFailure:
        ca_file = replay.ca_file if trusted else None
        async with client_of(proxy=replay.proxy, ca_file=ca_file) as client:
            return await client.get(f"https://{replay.calm[0]}/")

    got = asyncio.run(run())
    if trusted:
        assert got.status == 200
    else:
        assert isinstance(got, FetchFailure)
        assert got.reason is Reason.UNREACHABLE
        assert "TLS" in got.rejected.detail
