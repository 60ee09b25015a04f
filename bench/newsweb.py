"""Starts the replay web of real publishers and asks it what a perfect client would know.

Needs the measuring material beside the project (TAGWIRE_SHARED, default ../shared).
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EPOCH = "2026-09-01T06:00:00+00:00"


def shared_folder() -> Path:
    """Return the folder of measuring material; it may be absent."""
    return (ROOT / os.environ.get("TAGWIRE_SHARED", "../shared")).resolve()


@dataclass(frozen=True)
class NewsWeb:
    """A running replay web."""

    address: str
    log: Path

    def control(self, path: str) -> Any:  # noqa: ANN401 - whatever the web answers
        """Return the answer of a control address as JSON."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self.address}/__replay__/{path}", timeout=60) as answer:
            return json.load(answer)

    def feeds(self, count: int | None) -> list[dict[str, Any]]:
        """Return ``count`` sources of real publishers (all when None), always the same ones, of all feed flavours."""
        sources = [s for s in self.control("sources") if s["domain"] != "aggregator.test"]
        sources.sort(key=lambda s: hashlib.sha1(s["domain"].encode()).hexdigest())
        return sources[:count]

    def expected(self, domains: Sequence[str]) -> list[dict[str, Any]]:
        """Return the pages of these publishers that are out now and may be fetched."""
        hosts = set(domains)
        pages = self.control("expected")
        return [p for p in pages if is_of(p["host"], hosts) and not p["disallowed"]]

    def requests(self) -> list[dict[str, Any]]:
        """Return the request log."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def shortest_gap(self, until: float) -> float:
        """Return the least product seconds between the starts of two requests at one host.

        Only while the web's clock ran: it stands still after ``until``, the product's does not.
        """
        last: dict[str, float] = {}
        gaps = [float("inf")]
        for row in sorted(self.requests(), key=lambda row: row["t"]):
            if row["vt"] >= until:
                break
            if row["host"] in last:
                gaps.append(row["vt"] - last[row["host"]])
            last[row["host"]] = row["vt"]
        return min(gaps)

    def politeness(self, *options: str) -> dict[str, Any]:
        """Return the report on how politely the client behaved."""
        report = shared_folder() / "replay" / "politeness_report.py"
        done = subprocess.run(
            [sys.executable, str(report), str(self.log), *options],
            capture_output=True,
            text=True,
            check=False,
        )
        return json.loads(done.stdout)


@contextmanager
def news_web(work: Path, *options: str, archive: Path | None = None) -> Iterator[NewsWeb]:
    """Run the replay web on a free port until the block ends; its request log is in ``work``."""
    folder = shared_folder() / "replay"
    log = work / "requests.jsonl"
    command = [sys.executable, str(folder / "replay_server.py")]
    command += ["--archive", str(archive or folder / "archive"), "--port", "0"]
    command += ["--log", str(log), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["listening"]
        yield NewsWeb(address=address, log=log)
    finally:
        process.terminate()
        process.wait(10)


def is_of(host: str, domains: set[str]) -> bool:
    """Return whether a host belongs to one of the domains."""
    parts = host.split(".")
    return any(".".join(parts[i:]) in domains for i in range(len(parts)))
