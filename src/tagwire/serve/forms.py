"""What a form sent: fields and files, from both encodings that browsers use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser
from urllib.parse import parse_qsl

MAX_FIELDS = 500
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The values of each field in the order sent, and the content of each file."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return the first value of a field, empty when it was not sent."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a field."""
        return self.fields.get(name, ())


NO_FORM = Form()


def form_of(content_type: str, body: bytes) -> Form:
    """Return the form in a body; an empty one when it cannot be read as a form."""
    header = Message()
    header["content-type"] = content_type
    kind = header.get_content_type()
    if kind == URLENCODED:
        return _urlencoded(body)
    boundary = header.get_param("boundary")
    if kind != MULTIPART or not isinstance(boundary, str) or not boundary:
        return NO_FORM
    return _multipart(boundary.encode("utf-8", "replace"), body)


def _urlencoded(body: bytes) -> Form:
    text = body.decode("utf-8", "replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return NO_FORM
    return Form(fields=_grouped(pairs))


def _multipart(boundary: bytes, body: bytes) -> Form:
    """Return the parts between boundaries (RFC 7578)."""
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary)[1:]
    if len(parts) > MAX_FIELDS:
        return NO_FORM
    pairs: list[tuple[str, str]] = []
    files: dict[str, bytes] = {}
    for part in parts:
        head, separator, content = part.partition(b"\r\n\r\n")
        name, is_file = _named(head) if separator else ("", False)
        if not name:
            continue
        if is_file:
            files.setdefault(name, content)
        else:
            pairs.append((name, content.decode("utf-8", "replace")))
    return Form(fields=_grouped(pairs), files=files)


def _named(head: bytes) -> tuple[str, bool]:
    """Return the name of a part, and whether it is a file."""
    message = BytesHeaderParser().parsebytes(head.lstrip(b"\r\n"))
    name = message.get_param("name", header="content-disposition")
    # A repeated header or an odd charset gives no string: such a part has no name.
    return (name if isinstance(name, str) else ""), message.get_filename() is not None


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}
