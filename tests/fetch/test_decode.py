"""Content encodings, in pieces and never beyond the limit."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tagwire.fetch.decode import MAX_MEMBERS, BadEncoding, Body, TooLarge, Truncated

TEXT = b"Grain ships left port. " * 500


def decoded(encoding: str, raw: bytes, *, limit: int = 100_000, piece: int = 700) -> bytes:
    body = Body(encoding, limit)
    for start in range(0, len(raw), piece):
        body.feed(raw[start : start + piece])
    return body.end()


def check(encoding: str, raw: bytes, expected: bytes = TEXT) -> None:
    assert decoded(encoding, raw) == expected


def raw_deflate(text: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        (" X-GZIP ", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT))),
        ("gzip", gzip.compress(TEXT[:50]) + gzip.compress(TEXT[50:])),
        ("gzip", gzip.compress(TEXT) + b"\0\0\0"),
        ("gzip", gzip.compress(TEXT) + b"junk"),
        ("br", brotli.compress(TEXT)),
        ("gzip, br", brotli.compress(gzip.compress(TEXT))),
        ("zstd", zstandard.compress(TEXT)),
        ("zstd", zstandard.compress(TEXT[:50]) + zstandard.compress(TEXT[50:])),
        ("zstd", zstandard.compress(TEXT) + b"junk"),
    ],
    ids=[
        *("none", "identity", "gzip", "x-gzip", "zlib", "raw", "twice", "members", "pad", "junk"),
        *("br", "gzip in br", "zstd", "frames", "zstd junk"),
    ],
)
def test_bodies_come_out_as_they_were(encoding: str, raw: bytes) -> None:
    """All that servers send under these names."""
    check(encoding, raw)


def test_an_empty_body_needs_no_encoding() -> None:
    """Some servers name gzip above nothing."""
    check("gzip", b"", b"")


@pytest.mark.parametrize("encoding", ["compress", "gzip, gzip, gzip", "deflate; q=1"])
def test_unknown_encodings_are_refused(encoding: str) -> None:
    """We did not ask for them, or they are stacked too high."""
    with pytest.raises(BadEncoding):
        Body(encoding, 1000)


PACKERS = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress}


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_plain_body_under_the_name_of_an_encoding_is_refused(encoding: str) -> None:
    """The name lies."""
    with pytest.raises(BadEncoding):
        decoded(encoding, b"<html>plain</html>")


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_body_that_ends_too_early_is_told(encoding: str) -> None:
    """A cut stream gives text, but not all of it."""
    with pytest.raises(Truncated):
        decoded(encoding, PACKERS[encoding](TEXT)[:-20])


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip"])
def test_a_bomb_stops_at_the_limit(encoding: str) -> None:
    """100 MB of zeros in 100 KB, or far less when packed twice."""
    bomb = gzip.compress(b"\0" * 100_000_000, 9)
    raw = gzip.compress(bomb) if encoding != "gzip" else bomb
    with pytest.raises(TooLarge):
        decoded(encoding, raw, piece=65_536)


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_a_bomb_of_a_few_bytes_costs_no_memory(encoding: str) -> None:
    """50 MB of zeros in a few hundred bytes come in one piece: what is decoded stays small."""
    zeros = b"\0" * 50_000_000
    bomb = brotli.compress(zeros, quality=5) if encoding == "br" else zstandard.compress(zeros)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        decoded(encoding, bomb, piece=65_536)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_window_larger_than_the_web_allows_is_refused() -> None:
    """Each connection would hold it in memory: 8 MiB is what RFC 9659 lets servers use."""
    wide = zstandard.ZstdCompressionParameters(window_log=25)
    packer = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    with pytest.raises(BadEncoding):
        decoded("zstd", packer.compress(TEXT) + packer.flush())


def test_a_body_of_endless_empty_members_is_refused() -> None:
    """They give nothing, so that no limit of size ever stops them."""
    member = gzip.compress(b"", mtime=0)
    check("gzip", gzip.compress(TEXT) + member * (MAX_MEMBERS - 1))
    with pytest.raises(BadEncoding, match="members"):
        decoded("gzip", member * (MAX_MEMBERS + 1), piece=65_536)
    with pytest.raises(BadEncoding, match="frames"):
        decoded("zstd", zstandard.compress(b"") * (MAX_MEMBERS + 1), piece=65_536)


@pytest.mark.parametrize("encoding", PACKERS)
def test_the_limit_itself_fits(encoding: str) -> None:
    """Exactly as large as allowed is allowed."""
    assert len(decoded(encoding, PACKERS[encoding](b"x" * 1000), limit=1000)) == 1000


@given(
    st.binary(max_size=400),
    st.sampled_from(["gzip", "deflate", "gzip, deflate", "br", "zstd", ""]),
)
def test_any_bytes_end_in_a_body_or_a_known_error(raw: bytes, encoding: str) -> None:
    """Whatever a server sends."""
    try:
        size = len(decoded(encoding, raw, limit=2000, piece=7))
    except (BadEncoding, Truncated, TooLarge):
        size = 0
    assert size <= 2000


@given(st.binary(max_size=3000), st.integers(1, 50), st.sampled_from(list(PACKERS)))
def test_pieces_of_any_size_decode_alike(text: bytes, piece: int, encoding: str) -> None:
    """The network cuts where it wants."""
    assert decoded(encoding, PACKERS[encoding](text), piece=piece) == text
