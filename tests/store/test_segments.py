"""Kept responses: written before the row, read back, cut, pruned, and readable by others."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fastwarc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagwire.errors import DiskFull, NotFound, StoreError
from tagwire.model import Response
from tagwire.sources import iter_warc
from tagwire.store import Segments
from tagwire.store.segments import filler_of, record_of, response_of

NOW = datetime(2026, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)


def response(n: int = 0, body: bytes = b"<p>Grain</p>", at: datetime = NOW) -> Response:
    return Response(
        url=f"https://harbour.example/{n}",
        final_url=f"https://harbour.example/{n}/final",
        status=200,
        headers=(("content-type", "text/html"), ("set-cookie", "a=1"), ("set-cookie", "b=2")),
        body=body,
        fetched=at,
    )


def check(before: Response, after: Response) -> None:
    """Equal but for the length, which is that of the decoded body."""
    length = ("content-length", str(len(before.body)))
    assert after.headers == (*before.headers, length)
    assert (after.url, after.final_url, after.status) == (
        before.url,
        before.final_url,
        before.status,
    )
    assert (after.body, after.fetched) == (before.body, before.fetched)


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    before = [response(n, body=b"x" * n) for n in range(5)]
    refs = [*segments.append(before[:2]), *segments.append(before[2:])]
    for one, ref in zip(before, refs, strict=True):
        check(one, segments.read(ref))
    assert len({ref.segment for ref in refs}) == 1


def test_other_warc_readers_read_a_segment(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    refs = segments.append([response(1, b"one"), response(2, "zwei ü".encode())])
    records = [
        (
            record.headers["WARC-Target-URI"],
            record.http_headers["content-type"],
            record.reader.read(),
        )
        for record in fastwarc.ArchiveIterator(str(tmp_path / refs[0].segment), parse_http=True)
    ]
    assert records == [
        ("https://harbour.example/1", "text/html", b"one"),
        ("https://harbour.example/2", "text/html", "zwei ü".encode()),
    ]


def test_block_digests_hold_for_other_readers(tmp_path: Path) -> None:
    ref = Segments(tmp_path).append([response(1, b"one")])[0]
    iterator = fastwarc.ArchiveIterator(str(tmp_path / ref.segment), parse_http=True)
    assert [record.verify_payload_digest() for record in iterator] == [True]


def test_headers_of_encodings_that_are_undone_are_dropped(tmp_path: Path) -> None:
    one = Response(
        url="https://harbour.example/",
        final_url="https://harbour.example/",
        status=299,
        headers=(("content-encoding", "br"), ("transfer-encoding", "chunked"), ("etag", '"a"')),
        body=b"text",
        fetched=NOW,
    )
    segments = Segments(tmp_path)
    read = segments.read(segments.append([one])[0])
    assert read.headers == (("etag", '"a"'), ("content-length", "4"))


@given(
    body=st.binary(max_size=200),
    value=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20),
    status=st.integers(100, 599),
    url=st.text(st.characters(codec="utf-8"), max_size=30),
)
def test_records_survive_any_body_and_header(
    body: bytes, value: str, status: int, url: str
) -> None:
    one = Response(
        url=url, final_url=url, status=status, headers=(("x-a", value),), body=body, fetched=NOW
    )
    read = response_of(record_of(one))
    assert (read.body, read.status, len(read.headers)) == (body, status, 2)


def test_a_segment_ends_at_its_size_and_after_a_day(tmp_path: Path) -> None:
    segments = Segments(tmp_path, max_segment_bytes=900)
    first, second = segments.append([response(1), response(2)])
    third = segments.append([response(3), response(4)])[-1]
    later = segments.append([response(5, at=NOW + timedelta(days=1, seconds=1))])[0]
    assert first.segment == second.segment
    assert len({first.segment, third.segment, later.segment}) == 3
    assert later.offset == 0


def test_each_instance_begins_a_segment_of_its_own(tmp_path: Path) -> None:
    names = {Segments(tmp_path).append([response()])[0].segment for _ in range(3)}
    assert len(names) == 3


def test_repair_cuts_what_no_row_points_at(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    kept, lost = segments.append([response(1), response(2)])
    segments.close()
    repaired = Segments(tmp_path).repair({kept.segment: kept.offset + kept.length, "gone": 9})
    assert (repaired.cut, repaired.missing) == ((kept.segment,), ("gone",))
    assert (tmp_path / kept.segment).stat().st_size == lost.offset
    check(response(1), segments.read(kept))


def test_repair_cuts_a_torn_record_and_keeps_whole_ones_when_the_store_is_lost(
    tmp_path: Path,
) -> None:
    segments = Segments(tmp_path)
    first, torn = segments.append([response(1), response(2)])
    segments.close()
    path = tmp_path / first.segment
    path.write_bytes(path.read_bytes()[:-7])
    assert Segments(tmp_path).repair({}).cut == (first.segment,)
    assert path.stat().st_size == torn.offset
    assert Segments(tmp_path).repair({}).cut == ()


@pytest.mark.slow
def test_repair_of_many_small_records_reads_a_segment_about_once(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    ref = segments.append([response(1)])[0]
    segments.close()
    path = tmp_path / ref.segment
    # One record larger than a read, then 30,000 small ones and a torn one.
    large = gzip.compress(random.Random(1).randbytes(200_000))
    content = large + path.read_bytes() * 30_000
    path.write_bytes(content + path.read_bytes()[:-1])
    began = time.process_time()
    assert Segments(tmp_path).repair({}).cut == (ref.segment,)
    assert time.process_time() - began < 3
    assert path.stat().st_size == len(content)


def test_prune_removes_the_oldest_by_age_then_by_size(tmp_path: Path) -> None:
    names = [
        Segments(tmp_path).append([response(n, at=NOW + timedelta(days=n))])[0].segment
        for n in range(5)
    ]
    segments = Segments(tmp_path)
    month = timedelta(days=30)
    assert segments.prune(NOW + timedelta(days=32, seconds=5), month, 1 << 30) == names[:2]
    size = (tmp_path / names[4]).stat().st_size
    assert segments.prune(NOW + timedelta(days=5), month, size) == names[2:4]


def test_prune_never_removes_the_segment_that_is_written(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    ref = segments.append([response(1)])[0]
    assert segments.prune(NOW + timedelta(days=99), timedelta(days=1), 0) == []
    check(response(1), segments.read(ref))


def test_a_segment_that_was_pruned_is_not_found(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    ref = segments.append([response(1)])[0]
    (tmp_path / ref.segment).unlink()
    with pytest.raises(NotFound, match="not kept any more"):
        segments.read(ref)


def test_damaged_bytes_are_a_store_error(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    ref = segments.append([response(1)])[0]
    (tmp_path / ref.segment).write_bytes(b"\0" * ref.length)
    with pytest.raises(StoreError, match="damaged at 0"):
        segments.read(ref)


def test_too_little_free_space_stops_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="fetching stops"):
        Segments(tmp_path, min_free_share=1.1).append([response()])
    assert list(tmp_path.iterdir()) == []


FILL = """
import resource, sys
from pathlib import Path
sys.path[:0] = [{here!r}]
from store.test_segments import response
from tagwire.errors import DiskFull
from tagwire.sources import iter_warc
from tagwire.store import Segments
segments = Segments(Path({folder!r}))
good = segments.append([response(1)])[0]
resource.setrlimit(resource.RLIMIT_FSIZE, (good.length + 100, good.length + 100))
try:
    segments.append([response(2, body=bytes(range(256)) * 40)])
except DiskFull as error:
    print("full", good.segment, good.offset + good.length)
resource.setrlimit(resource.RLIMIT_FSIZE, (good.length + 100, good.length + 100))
again = segments.append([response(3)])[0]
print(again.segment != good.segment, segments.read(again).url)
"""


@pytest.mark.slow
def test_a_disk_that_fills_up_loses_no_earlier_response(tmp_path: Path) -> None:
    """A limit on file sizes stands for the full disk; what came before stays readable."""
    here = str(Path(__file__).parent.parent)
    code = FILL.format(here=here, folder=str(tmp_path))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    first, second = run.stdout.splitlines() or [run.stderr] * 2
    assert (first.split()[0], second) == ("full", "True https://harbour.example/3")
    name, end = first.split()[1:]
    assert Segments(tmp_path).repair({name: int(end)}).cut == (name,)


def test_a_segment_that_is_ingested_says_which_address_answered(tmp_path: Path) -> None:
    """The archive reader knows our own header, so that redirects survive."""
    moved = replace(response(1, b"one"), final_url="https://harbour.example/moved")
    name = Segments(tmp_path).append([moved])[0].segment
    with (tmp_path / name).open("rb") as stream:
        (read,) = iter_warc(stream)
    assert isinstance(read, Response)
    assert (read.url, read.final_url) == (moved.url, "https://harbour.example/moved")


def test_a_cut_record_is_overwritten_and_the_others_stay_where_they_are(tmp_path: Path) -> None:
    """Also in the segment that is being written, and twice does no harm."""
    segments = Segments(tmp_path)
    refs = segments.append([response(n, b"<p>secret %d" % n + b"x" * 900) for n in range(5)])
    for _ in range(2):
        segments.cut([refs[3], refs[1]])
    path = tmp_path / refs[0].segment
    assert path.stat().st_size == refs[4].offset + refs[4].length
    for n in (0, 2, 4):
        check(response(n, b"<p>secret %d" % n + b"x" * 900), segments.read(refs[n]))
    told = gzip.decompress(path.read_bytes())
    assert b"secret 0" in told
    assert b"secret 1" not in told
    assert b"secret 3" not in told
    assert Segments(tmp_path).repair({path.name: path.stat().st_size}).cut == ()
    (later,) = segments.append([response(9)])
    assert later.segment != refs[0].segment


def test_other_warc_readers_pass_over_a_cut_record(tmp_path: Path) -> None:
    """The first, one in the middle and the last."""
    segments = Segments(tmp_path)
    refs = segments.append([response(n) for n in range(5)])
    segments.cut([refs[0], refs[2], refs[4]])
    with (tmp_path / refs[0].segment).open("rb") as stream:
        ours = [one.url for one in iter_warc(stream) if isinstance(one, Response)]
    with (tmp_path / refs[0].segment).open("rb") as stream:
        records = fastwarc.ArchiveIterator(stream, record_types=fastwarc.WarcRecordType.response)
        theirs = [record.headers["WARC-Target-URI"] for record in records]
    assert ours == theirs == [response(n).url for n in (1, 3)]


def test_a_cut_passes_over_what_is_not_there(tmp_path: Path) -> None:
    segments = Segments(tmp_path)
    (ref,) = segments.append([response(1)])
    segments.cut([replace(ref, segment="tagwire-20260101000000-00000.warc.gz")])
    segments.cut([replace(ref, offset=ref.length)])
    check(response(1), segments.read(ref))


@pytest.mark.parametrize("length", [0, 5, 20, 21, 150, 400, 100_000])
def test_a_filler_has_any_length(length: int) -> None:
    assert len(filler_of(length)) == length
