"""Forms in both encodings, from any bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tagwire.serve.forms import NO_FORM, form_of

PARTS = (
    b'--xx\r\ncontent-disposition: form-data; name="csrf"\r\n\r\nabc\r\n'
    b'--xx\r\nContent-Disposition: form-data; name="file"; filename="my feeds.opml"\r\n'
    b"Content-Type: text/x-opml\r\n\r\n<opml>\r\n--x\r\n</opml>\n\r\n"
    b'--xx\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xc3\xa9\r\n--xx--\r\n'
)


def check(content_type: str, body: bytes, fields: dict, files: dict | None = None) -> None:
    form = form_of(content_type, body)
    assert fields == form.fields
    assert (files or {}) == form.files


def test_fields_keep_all_their_values_in_order() -> None:
    """Ticked boxes share a name."""
    check(
        "application/x-www-form-urlencoded; charset=utf-8",
        b"feed=https%3A%2F%2Fa.example&csrf=t&feed=b+c&empty=",
        {"feed": ("https://a.example", "b c"), "csrf": ("t",), "empty": ("",)},
    )
    form = form_of("application/x-www-form-urlencoded", b"a=1&a=2")
    assert (form.get("a"), form.all("a"), form.get("b"), form.all("b")) == ("1", ("1", "2"), "", ())


def test_files_come_byte_by_byte() -> None:
    """A line that looks like half a boundary stays."""
    check(
        "multipart/form-data; boundary=xx",
        PARTS,
        {"csrf": ("abc",), "text": ("é",)},
        {"file": b"<opml>\r\n--x\r\n</opml>\n"},
    )


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data", "application/json"])
def test_other_bodies_are_no_form(kind: str) -> None:
    """Nothing is guessed."""
    assert form_of(kind, PARTS) == NO_FORM


def test_too_many_fields_are_no_form() -> None:
    """They cost more than any form of ours needs."""
    assert form_of("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 501)) == NO_FORM
    assert form_of("multipart/form-data; boundary=b", b"--b\r\n" * 600) == NO_FORM


@settings(max_examples=60)
@given(
    st.sampled_from(
        [
            "multipart/form-data; boundary=xx",
            "application/x-www-form-urlencoded",
            "\r\n;=",
            "a/b; x",
        ]
    ),
    st.binary(max_size=200) | st.binary(max_size=60).map(lambda cut: PARTS.replace(b"name", cut)),
)
def test_any_body_gives_a_form(kind: str, body: bytes) -> None:
    """The world writes them."""
    form = form_of(kind, body)
    assert all(isinstance(value, str) for values in form.fields.values() for value in values)
