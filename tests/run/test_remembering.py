"""A folder of site memories: what a stream of pages taught serves the next stream."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tagwire.errors import ConfigError
from tagwire.model import Article, Page
from tagwire.run.lines import answer_lines, page_of
from tagwire.run.remembering import MemoryFolder, remembering_stage

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFFER = "Every morning the best of the harbour by letter to your door"


def line(n: int, host: str = "www.harbourpost.example") -> dict[str, Any]:
    """Return page ``n`` of a site whose pages all carry one offer."""
    own = [
        f"<p>Ship {n}-{i} of the northern line left quay {n * 7 + i} on Monday, said the office of number {n}.</p>"
        for i in range(6)
    ]
    own.insert(3, f"<div class='strip'><p>{OFFER}</p></div>")
    html = f"<article><h1>News number {n} of the quay</h1><div>{''.join(own)}</div></article>"
    return {"id": n, "url": f"https://{host}/news/{n}", "html": html}


def check(folder: Path, *lines: dict[str, Any] | bytes, expected: list[bool]) -> None:
    """Compare in which answers the offer is still part of the text."""
    given = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
    sink = io.BytesIO()
    with remembering_stage(folder, NOW) as stage:
        answer_lines(io.BytesIO(b"\n".join(given)), sink, stage)
    answers = [json.loads(one) for one in sink.getvalue().splitlines()]
    good = [one["article"]["text"] for one in answers if one["rejected"] is None]
    assert expected == [OFFER in text for text in good]
    assert len(lines) == len(answers)


def test_a_stream_goes_on_where_the_one_before_ended(tmp_path: Path) -> None:
    check(tmp_path / "m", *map(line, range(4)), expected=[True, True, True, False])
    check(tmp_path / "m", *map(line, range(4, 6)), expected=[False, False])
    assert ["harbourpost.example.json"] == [path.name for path in (tmp_path / "m").iterdir()]


def test_sites_do_not_learn_from_each_other_and_bad_lines_teach_nothing(tmp_path: Path) -> None:
    lines = [line(n, f"www.{'abc'[n % 3]}-post.example") for n in range(6)]
    check(tmp_path, *lines[:3], b"{broken", *lines[3:], expected=[True] * 6)


def test_a_page_without_a_host_name_is_read_without_memory(tmp_path: Path) -> None:
    check(tmp_path, *(line(n, "[::1]") for n in range(5)), expected=[True] * 5)
    assert [] == list(tmp_path.iterdir())


def test_few_memories_are_held_and_none_is_lost(tmp_path: Path) -> None:
    folder = MemoryFolder(tmp_path, max_held=1)
    pages = [page_of(line(n, f"www.{'ab'[n % 2]}-post.example"), NOW) for n in range(8)]
    results = [one.result for one in folder.extract([p for p in pages if isinstance(p, Page)])]
    texts = [one.text for one in results if isinstance(one, Article)]
    assert [True] * 6 + [False] * 2 == [OFFER in text for text in texts]


def test_a_file_that_is_no_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "harbourpost.example.json").write_bytes(b"{")
    with pytest.raises(ConfigError, match="no memory of a site"):
        check(tmp_path, line(1), expected=[])


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ConfigError, match="cannot be the folder"):
        MemoryFolder(tmp_path / "file" / "m")
