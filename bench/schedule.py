"""The schedule over real publication times: how late news is seen, for how many polls.

    bench/schedule.py [--feeds ARCHIVE] [--days 14] [--seeds 6]

Nothing is known of a feed when the first day begins. The product's own ``next_poll``
plans each poll; a feed shows its last 50 entries. Prints the mean delay from publication to
poll for several paces and for fixed intervals, and at the two budgets of the goal, given
for 198 feeds: at these budgets for the feeds at hand, and at as many polls a feed.
Exit 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import tarfile
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean

from newsweb import shared_folder

from tagwire.fetch import PollFacts, next_poll
from tagwire.model import ParsedSource, Precision
from tagwire.sources import parse_source

END = datetime(2026, 2, 17, tzinfo=UTC)  # the feeds were saved in the days after
SHOWN = 50
GOALS = ((5_300, 165.0), (16_000, 55.0))  # polls of 198 feeds, minutes
GOAL_FEEDS = 198
DAY_S = 86_400.0


@dataclass(frozen=True)
class Memory:
    """What is remembered of a source."""

    last_poll: datetime | None = None
    last_success: datetime | None = None
    first_success: datetime | None = None
    failures: int = 0
    rate_per_day: float = 0.0
    watched_since: datetime | None = None
    hours: tuple[float, ...] = ()


Policy = Callable[[Memory, PollFacts, datetime, float], tuple[Memory, float]]
Feeds = Sequence[Sequence[datetime]]


def main() -> int:
    """Simulate, print, return the exit code."""
    options = _options()
    feeds = load_feeds(options.feeds)
    print(f"{len(feeds)} feeds, {options.days} days, mean of {options.seeds} seeds")
    print("| policy | polls | mean delay, min | p90 |\n|---|---|---|---|")
    for pace in (1.0, 2.0, 3.0, 6.0):
        print(row_of(f"pace {pace:g}", simulate(feeds, adaptive(pace), options)))
    for hours in (1, 2, 4):
        print(row_of(f"every {hours} h", simulate(feeds, fixed(hours * 3600.0), options)))
    missed = 0
    for polls, limit in GOALS:
        for budget in (polls, polls * len(feeds) / GOAL_FEEDS):
            pace, (made, delay, p90) = at_budget(feeds, budget, options)
            missed += delay > limit
            print(
                row_of(
                    f"budget {budget:.0f}, goal {limit:g} min: pace {pace:.2f}", (made, delay, p90)
                )
            )
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--feeds", type=Path, default=shared_folder() / "data/feeds/real_feeds.dev.tar.xz"
    )
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--seeds", type=int, default=6)
    return parser.parse_args()


def load_feeds(archive: Path) -> list[list[datetime]]:
    """Return the times that the entries of each feed state, oldest first."""
    feeds = []
    with tarfile.open(archive) as files:
        for member in files:
            stream = files.extractfile(member)
            parsed = (
                parse_source(stream.read(), "https://feed.example/", sanitise_html=False)
                if stream
                else None
            )
            if isinstance(parsed, ParsedSource):
                times = (entry.published for entry in parsed.entries)
                feeds.append(
                    sorted(at.at for at in times if at and at.precision is not Precision.DAY)
                )
    return feeds


def adaptive(pace: float) -> Policy:
    """The product's schedule at a pace."""

    def policy(
        memory: Memory, facts: PollFacts, now: datetime, jitter: float
    ) -> tuple[Memory, float]:
        plan = next_poll(memory, facts, now, jitter=jitter, pace=pace)
        kept = {field.name: getattr(plan, field.name) for field in fields(Memory)}
        return Memory(**kept), (plan.next_poll - now).total_seconds()

    return policy


def fixed(interval_s: float) -> Policy:
    """The same interval for all."""
    return lambda memory, _facts, _now, jitter: (memory, interval_s * (1 + jitter / 10))


Result = tuple[float, float, float]  # polls, mean delay and p90 in minutes


def simulate(feeds: Feeds, policy: Policy, options: argparse.Namespace) -> Result:
    """Return polls, mean delay and its p90, means over the seeds."""
    results = [
        _one_run(feeds, policy, options.days, random.Random(seed)) for seed in range(options.seeds)
    ]
    return tuple(fmean(column) for column in zip(*results, strict=True))  # type: ignore[return-value] # three columns


def _one_run(feeds: Feeds, policy: Policy, days: int, rng: random.Random) -> Result:
    polls, delays = 0, list[float]()
    start = END - timedelta(days=days)
    for times in feeds:
        now, memory, last = start + timedelta(seconds=rng.uniform(0, 3600)), Memory(), None
        while now < END:
            here = bisect_right(times, now)
            if last is None:
                seen = times[max(here - SHOWN, 0) : here]
            else:
                seen = times[last:here]
                delays += [(now - at).total_seconds() / 60 for at in seen]
            facts = PollFacts(new=len(seen), stated=tuple(seen))
            memory, wait_s = policy(memory, facts, now, rng.uniform(-1, 1))
            last, polls, now = here, polls + 1, now + timedelta(seconds=wait_s)
    delays.sort()
    return polls, fmean(delays), delays[int(0.9 * len(delays))]


def at_budget(feeds: Feeds, polls: float, options: argparse.Namespace) -> tuple[float, Result]:
    """Return the pace that takes so many polls, and what it gives."""
    low, high = 0.1, 40.0
    while high / low > 1.02:
        pace = math.sqrt(low * high)
        made = _one_run(feeds, adaptive(pace), options.days, random.Random(0))[0]
        low, high = (pace, high) if made > polls else (low, pace)
    return high, simulate(feeds, adaptive(high), options)


def row_of(name: str, result: Result) -> str:
    """Return a row of the table."""
    polls, delay, p90 = result
    return f"| {name} | {polls:.0f} | {delay:.1f} | {p90:.0f} |"


if __name__ == "__main__":
    sys.exit(main())
