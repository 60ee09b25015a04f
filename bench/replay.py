"""Virtual days of real publishers' pages through the whole product.

    bench/replay.py [--sites 100] [--days 1] [--factor 240] [--kills 0] [--tls] [--keep DIR]
                    [--scenario FILE] [--looks]

Starts the replay web as a forward proxy, adds the sites' feeds as a list (OPML), or
one by one with ``--looks``,
runs ``tagwire serve`` on a scaled clock and compares what is stored with what a
perfect client would know. All pages come out within the first day. With ``--kills N``
the worker or the web process gets SIGKILL at N random moments; a scenario makes
publishers misbehave. Prints a table and what the gold says of the articles; exit 1 when
a promise is broken: 98 % stored (of what could be had at all), no robots violation, one
connection a host, repeats conditional, endless bodies stopped at the cap.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import quoteattr

from newsweb import EPOCH, NewsWeb, is_of, news_web, shared_folder

from tagwire.urls import url_key

DAY_S = 86400
# Feeds that are asked once a day or stay broken are not waited for.
CATCH_UP_S = 60.0


@dataclass(frozen=True)
class Run:
    """What a run left behind."""

    domains: list[str]
    articles: list[dict[str, Any]]
    expected: list[dict[str, Any]]
    politeness: dict[str, Any]
    shortest_gap: float
    kills: int
    seconds: float
    cpu_s: float
    requests: list[dict[str, Any]]
    gold: dict[str, Any]


def main() -> int:
    """Run, print the table, return the exit code."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(options.keep or temporary)
        work.mkdir(parents=True, exist_ok=True)
        plan = Plan(
            sites=options.sites,
            factor=options.factor,
            kills=options.kills,
            seed=options.seed,
            tls=options.tls,
            days=options.days,
            scenario=options.scenario,
            looks=options.looks,
        )
        run = replay_days(work, plan)
    rows = table(run)
    for name, value, promise, _ in rows:
        print(f"{name:<44} {value:>16}   {promise}")
    broken = [name for name, _, _, is_kept in rows if not is_kept]
    for name, value in gold_table(run.gold):
        print(f"{name:<44} {value:>16}")
    for url, why in sorted(missing(run).items()):
        print(f"missing: {why}: {url}")
    print("broken: " + ", ".join(broken) if broken else "all promises kept")
    return 1 if broken else 0


@dataclass(frozen=True)
class Plan:
    """What to run. With ``tls`` all addresses are https, through CONNECT, under an authority of the run."""

    sites: int
    factor: float
    kills: int = 0
    seed: int = 1
    day_s: float = DAY_S
    tls: bool = False
    days: float = 1.0
    scenario: str | None = None
    looks: bool = False


def replay_days(work: Path, plan: Plan) -> Run:
    """Run a plan; return what was stored and what a perfect client would have."""
    secure = ("--scheme", "https", "--tls-dir", str(work / "tls")) if plan.tls else ()
    scenario = ("--scenario", plan.scenario) if plan.scenario else ()
    rng = random.Random(plan.seed)
    data = work / "data"
    start, cpu_start = time.monotonic(), _children_cpu_s()
    until = plan.day_s * plan.days
    with news_web(work, "--spread", str(int(plan.day_s)), *secure, *scenario) as web:
        feeds = web.feeds(plan.sites or None)
        domains = [feed["domain"] for feed in feeds]
        environment = environment_of(web, plan.factor)
        if plan.tls:
            environment["TAGWIRE_CA_FILE"] = str(work / "tls" / "ca.pem")
        addresses = [feed["feed"] for feed in feeds]
        if plan.looks:
            web.control(f"clock?set=0&speed={plan.factor}")
            tagwire(["add", *addresses], data, environment)
        else:
            # Before the first day begins: the seconds that a list takes to be read would be an
            # hour of it. The worker's first look at its own clock then starts that anew.
            tagwire(["add", str(_opml_of(addresses, work))], data, environment_of(web, 1))
            web.control(f"clock?set=0&speed={plan.factor}")
        done_kills = _serve(web, data, environment, rng, kills=plan.kills, until=until)
        web.control("clock?speed=0")
        _catch_up(web, data, environment, until=until, feeds=len(feeds))
        exported = tagwire(["export", "articles", "--jsonl"], data, environment)
        articles = [json.loads(line) for line in exported.splitlines()]
        return Run(
            domains=domains,
            articles=articles,
            expected=web.expected(domains),
            politeness=web.politeness("--virtual"),
            shortest_gap=web.shortest_gap(until=until),
            kills=done_kills,
            seconds=time.monotonic() - start,
            cpu_s=_children_cpu_s() - cpu_start,
            requests=web.requests(),
            gold=_check_gold(work, articles, domains),
        )


def _opml_of(addresses: Sequence[str], work: Path) -> Path:
    """Write a list of feeds as readers export it; return the file."""
    outlines = "".join(f"<outline type='rss' xmlUrl={quoteattr(one)}/>" for one in addresses)
    file = work / "feeds.opml"
    file.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>", "utf-8")
    return file


def environment_of(web: NewsWeb, factor: float) -> dict[str, str]:
    """Return the environment in which the product runs beside this web."""
    return os.environ | {
        "TAGWIRE_PROXY": web.address,
        "TAGWIRE_CLOCK": f"scaled:{factor}@{EPOCH}",
    }


def tagwire(arguments: Sequence[str], data: Path, environment: dict[str, str]) -> str:
    """Run a command to its end and return what it printed; its messages go to stderr."""
    command = [sys.executable, "-m", "tagwire", *arguments, "--data", str(data)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(arguments[:2])} ended with {done.returncode}")
    return done.stdout


def _serve(
    web: NewsWeb,
    data: Path,
    environment: dict[str, str],
    rng: random.Random,
    *,
    kills: int,
    until: float,
) -> int:
    """Serve until that virtual second, killing children on the way; return how many died."""
    command = [sys.executable, "-m", "tagwire", "serve", "--listen", "127.0.0.1:0"]
    process = subprocess.Popen([*command, "--data", str(data)], env=environment)
    speed = float(web.control("state")["speed"])
    start = time.monotonic()
    moments = sorted(rng.uniform(0.03, 0.95) * until / speed for _ in range(kills))
    done = 0
    try:
        while web.control("state")["virtual"] < until:
            if process.poll() is not None:
                raise RuntimeError(f"tagwire serve ended with {process.returncode}")
            if (
                moments
                and time.monotonic() - start > moments[0]
                and _kill_a_child(process.pid, rng)
            ):
                moments.pop(0)
                done += 1
            time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    return done


def _catch_up(
    web: NewsWeb, data: Path, environment: dict[str, str], *, until: float, feeds: int
) -> None:
    """Poll until each feed was asked after the end, and what it listed was fetched.

    The web stands still now. A feed that is not due yet may list what nobody has seen.
    """
    deadline = time.monotonic() + CATCH_UP_S
    asked = 0
    while asked < feeds and time.monotonic() < deadline:
        tagwire(["poll", "--until-idle"], data, environment)
        late = [row for row in web.requests() if row["vt"] >= until and row["kind"] == "feed"]
        asked = len({(row["host"], row["target"]) for row in late})
        time.sleep(1.0)
    tagwire(["poll", "--until-idle"], data, environment)


def _kill_a_child(parent: int, rng: random.Random) -> bool:
    """Send SIGKILL to the worker or the web process; False when both wait for their restart."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    pids = [int(pid) for pid in listed.stdout.split()]
    if not pids:
        return False
    os.kill(rng.choice(pids), signal.SIGKILL)
    return True


def missing(run: Run) -> dict[str, str]:
    """Return the pages that are out but not stored, each with what kept it away."""
    stored = {key for row in run.articles for key in _keys_of(row)}
    lost = [page for page in run.expected if url_key(page["url"]) not in stored]
    return {page["url"]: _why(page, run.requests) for page in lost}


# Actions that leave nothing to be had, however often one asks.
LASTING = frozenset({"redirect_loop", "endless", "status", "redirect", "malformed"})


def _why(page: dict[str, Any], requests: Sequence[dict[str, Any]]) -> str:
    """Return what kept a page away: a lasting fault of page or feed, else ``to be had``."""
    path = urlsplit(page["url"]).path
    asked = [
        row
        for row in requests
        if row["host"] == page["host"] and urlsplit(row["target"]).path in (path, quote(path))
    ]
    faults = {row.get("fault") for row in asked} | {page["fault"]}
    if lasting := sorted(LASTING & faults):
        return f"page: {lasting[0]}"
    feeds = [row for row in requests if row["host"] == page["host"] and row["kind"] == "feed"]
    good = [row for row in feeds if row["status"] in (200, 304) and row.get("fault") not in LASTING]
    if not page["served"] and not any(row["vt"] >= page["reveal"] for row in good):
        return f"feed: {feeds[-1].get('fault') if feeds else 'never asked'}"
    return "to be had"


def table(run: Run) -> list[tuple[str, str, str, bool]]:
    """Return rows of (what, value, promise, whether it is kept)."""
    stored = {key: row for row in run.articles for key in _keys_of(row)}
    lost = missing(run)
    unreachable = sum(why != "to be had" for why in lost.values())
    possible = len(run.expected) - unreachable
    edited = [page for page in run.expected if page["version"] == 2]
    seen = [page for page in edited if _versions(stored.get(url_key(page["url"]))) > 1]
    early = {row["page"] for row in run.requests if row.get("page") and row["version"] == 1}
    late = [page for page in edited if page not in seen and page["id"] not in early]
    share = 1 - (len(lost) - unreachable) / max(1, possible)
    polite = run.politeness
    conditional = polite["repeat_conditional"] / max(1, polite["repeat_fetches"])
    gap = run.shortest_gap
    hosts = polite["max_concurrency_one_host"]
    endless = polite["endless_bytes_read_max"]
    violations = _violations(run.requests)
    # A robots.txt that answers 403 restricts nothing (RFC 9309, 2.3.1.3).
    unread = polite["robots_violations"] - violations
    return [
        ("sites", str(len(run.domains)), "", True),
        ("pages out and allowed", str(len(run.expected)), "", True),
        ("not to be had (lasting faults)", str(unreachable), "", True),
        ("stored of the others", f"{len(run.expected) - len(lost)} ({share:.1%})", ">= 98 %", share >= 0.98),
        ("edited pages with their second version", f"{len(seen)} of {len(edited)}", "", True),
        ("of the others: edited before they were first asked for", str(len(late)), "", True),
        ("robots violations", str(violations), "0", not violations),
        ("fetched though a robots.txt nobody could read forbids it", str(unread), "", True),
        ("hosts fetched without robots.txt", str(polite["hosts_fetched_without_robots"]), "0", True),
        ("connections to one host at once, most", str(hosts), "1", hosts <= 1),
        ("connections at once, most", str(polite["max_concurrency_all"]), "", True),
        # Broken answers have no validators to send back: under faults a few repeats are bare.
        ("repeats that were conditional", f"{conditional:.2%}", ">= 99.5 %", conditional >= 0.995),
        ("not modified among repeats", f"{polite['not_modified_share']:.1%}", "", True),
        ("requests", str(polite["requests"]), "", True),
        # We stop at 10 MB; what the host had on its way counts as sent.
        ("bytes sent of an endless body, most", str(endless), "<= 16 MiB", endless <= 16 << 20),
        ("shortest gap at one host, product seconds", f"{gap:.1f}", ">= 1", gap >= 1),
        ("processes killed", str(run.kills), "", True),
        ("wall seconds / CPU seconds", f"{run.seconds:.0f} / {run.cpu_s:.0f}", "", True),
    ]  # fmt: skip


def _violations(requests: Sequence[dict[str, Any]]) -> int:
    """Return how many requests a robots.txt forbade that its host gave out."""
    readable = {row["host"] for row in requests if row["kind"] == "robots" and row["status"] == 200}
    return sum(bool(row.get("robots_violation")) and row["host"] in readable for row in requests)


def _keys_of(row: dict[str, Any]) -> set[str]:
    return {url_key(row["article"]["uri"]), url_key(row["article"]["url"])} | {
        key["value"] for key in row.get("keys", ()) if key["kind"] == "url"
    }


def _versions(row: dict[str, Any] | None) -> int:
    return len(row["versions"]) if row else 0


def _check_gold(
    work: Path, articles: list[dict[str, Any]], domains: Sequence[str]
) -> dict[str, Any]:
    """Return the measures of check_gold.py over the pages of these publishers."""
    rows, gold = work / "articles.jsonl", work / "gold.jsonl"
    rows.write_text("".join(json.dumps(_gold_row(one)) + "\n" for one in articles), "utf-8")
    hosts = set(domains)
    replay = shared_folder() / "replay"
    with (replay / "archive" / "gold.jsonl").open(encoding="utf-8") as lines:
        kept = [line for line in lines if is_of(json.loads(line)["host"], hosts)]
    gold.write_text("".join(kept), "utf-8")
    command = [sys.executable, str(replay / "check_gold.py"), "--gold", str(gold), str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measures: dict[str, Any] = json.loads(done.stdout)
    return measures


def _gold_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return an exported article as check_gold.py reads it; topics are shown tags and keywords."""
    article = row["article"]
    shown = [tag["label"] for tag in row["tags"] if tag["shown"]]
    return {
        "url": article["url"],
        "title": article["headline"],
        "authors": article["authors"],
        "published": article["published"],
        "lang": row.get("language") or article["language"],
        "text": article["text"],
        "publisher": article["publisher"]["name"],
        "tags": [*shown, *article["keywords"]],
        "version": _versions(row),
    }


GOLD = ("found", "body_f1", "body_precision", "body_recall", "title_exact", "authors_f1",
        "date_same_day", "publisher_name", "topics_recall", "language", "boilerplate_let_in")  # fmt: skip


def gold_table(gold: dict[str, Any]) -> list[tuple[str, str]]:
    """Return rows of (measure, mean over its pages)."""
    return [
        (f"gold {name} ({gold[name]['n']} pages)", f"{gold[name]['mean']:.3f}")
        for name in GOLD
        if name in gold
    ]


def _children_cpu_s() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=100, help="0: all")
    parser.add_argument("--days", type=float, default=1.0, help="virtual days")
    parser.add_argument("--looks", action="store_true", help="look at each feed when it is added")
    parser.add_argument("--scenario", help="file of faults; default: none")
    parser.add_argument("--factor", type=float, default=240.0, help="virtual seconds per second")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--tls", action="store_true", help="https with an authority of its own")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="folder for data and request log; default: a temporary one")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
