"""Which addresses may be asked: the wall between what strangers publish and inner hosts.

Two checks. ``refusal_of`` reads the URL before anything is sent, which also covers
requests through a proxy, where somebody else resolves the name. ``socket_factory_of``
sees the address that is really connected, whatever the name resolved to: that one
cannot be talked round by spelling, redirect or a second DNS answer.
"""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

from yarl import URL

from tagwire.fetch.settings import FetchSettings
from tagwire.model import Reason

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# (family, type, proto, canonical name, socket address), as getaddrinfo gives it
AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
SocketFactory = Callable[[AddrInfo], socket.socket]

REFUSED = "refused address"
RECEIVE_BUFFER_BYTES = 256 * 1024

# IANA special-purpose registry (2026) plus two that it does not know as special:
# 168.63.129.16 answers inside every Azure machine, 192.88.99.0/24 is the dead 6to4 relay.
# ipaddress.is_global is not used: it lets 9 of 47 spellings of inner hosts through.
DENIED_V4 = tuple(
    ipaddress.IPv4Network(net)
    for net in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# IPv6 is the other way round: only the global unicast block, less these.
GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
DENIED_V6 = tuple(
    ipaddress.IPv6Network(net)
    for net in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",  # documentation
        "3fff::/20",  # documentation
    )
)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
V4_COMPATIBLE = ipaddress.IPv6Network("::/96")

LOCAL_SUFFIXES = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa", "onion"}
)
# The last label of a name is never a number: such a host is an IPv4 address or nothing
# (URL standard, "ends in a number").
NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")


def refusal_of(url: URL, settings: FetchSettings) -> tuple[Reason, str] | None:
    """Return why this URL may not be asked, or None when nothing speaks against it."""
    if url.scheme not in {"http", "https"}:
        return Reason.UNKNOWN_SCHEME, f"scheme {url.scheme!r} is not http or https"
    host = url.raw_host
    if not host:
        return Reason.BAD_URL, "the address names no host"
    if url.raw_user or url.raw_password:
        return Reason.BAD_URL, "the address holds a user name or password"
    if f"{host}:{url.port}" in settings.allow_private:
        return None
    if url.port not in settings.ports:
        return Reason.REFUSED_ADDRESS, f"port {url.port} is not one of the web's"
    if is_inner_host(host):
        return Reason.REFUSED_ADDRESS, f"{REFUSED}: {host} is not on the public internet"
    return None


def is_inner_host(host: str) -> bool:
    """Say whether this host, in any spelling, is an inner address or a local name."""
    name = _plain_host(host)
    address = address_of(name)
    if address is not None:
        return is_denied(address)
    labels = name.split(".")
    if len(labels) == 1 or NUMBER.fullmatch(labels[-1]):
        return True
    return any(name == local or name.endswith("." + local) for local in LOCAL_SUFFIXES)


def address_of(host: str) -> Address | None:
    """Return the address that this host spells, in any form that ``inet_aton`` takes."""
    name = _plain_host(host)
    try:
        return ipaddress.ip_address(name.split("%", 1)[0])
    except ValueError:
        return _loose_v4(name)


def is_denied(address: Address) -> bool:
    """Say whether the address, or one wrapped inside it, is not on the public internet."""
    if isinstance(address, ipaddress.IPv4Address):
        return any(address in net for net in DENIED_V4)
    inner = list(_wrapped_v4(address))
    if any(is_denied(wrapped) for wrapped in inner):
        return True
    if inner and address not in GLOBAL_V6:
        # Mapped and NAT64 are ordinary ways to a public v4 host; ::1.2.3.4 never is.
        return address in V4_COMPATIBLE
    return address not in GLOBAL_V6 or any(address in net for net in DENIED_V6)


def direct_socket_factory(settings: FetchSettings) -> SocketFactory:
    """Return a factory that opens no socket towards an address of the deny table."""
    allowed = frozenset(settings.allow_private)

    def open_socket(addr_info: AddrInfo) -> socket.socket:
        ip, port = addr_info[4][:2]
        address = address_of(str(ip))
        if f"{ip}:{port}" not in allowed and (address is None or is_denied(address)):
            raise _refusal(ip, port)
        return _socket(addr_info)

    return open_socket


def proxy_socket_factory(proxy: str) -> SocketFactory:
    """Return a factory that opens sockets to this proxy and to nothing else.

    A proxy given by name may have any address, for its own port only.
    """
    url = URL(proxy)
    fixed = address_of(url.raw_host or "")

    def open_socket(addr_info: AddrInfo) -> socket.socket:
        ip, port = addr_info[4][:2]
        if port != url.port or (fixed is not None and address_of(str(ip)) != fixed):
            raise _refusal(ip, port)
        return _socket(addr_info)

    return open_socket


def _refusal(ip: object, port: object) -> OSError:
    return OSError(errno.EACCES, f"{REFUSED} {ip}:{port}")


def _socket(addr_info: AddrInfo) -> socket.socket:
    family, kind, proto = addr_info[:3]
    opened = socket.socket(family=family, type=kind, proto=proto)
    # Left to itself the system reads megabytes ahead of us, also of a body without end.
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
    opened.setblocking(False)
    return opened


def _plain_host(host: str) -> str:
    """Undo what browsers undo: percent signs, wide digits and dots, brackets, case."""
    name = unicodedata.normalize("NFKC", unquote(host)).replace("。", ".")
    return name.strip().strip("[]").rstrip(".").lower()


def _loose_v4(name: str) -> ipaddress.IPv4Address | None:
    """Read 1 to 4 decimal, octal or hexadecimal numbers as the C library does."""
    parts = name.split(".")
    if len(parts) > 4 or not all(NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return None
    *heads, tail = numbers
    if any(head > 255 for head in heads) or tail >= 256 ** (4 - len(heads)):
        return None
    value = tail + sum(head << 8 * (3 - place) for place, head in enumerate(heads))
    return ipaddress.IPv4Address(value)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if part.startswith("0") and part != "0" else int(part)


def _wrapped_v4(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses that a transition form carries."""
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address in NAT64 or address in V4_COMPATIBLE:
        yield low
    elif address.sixtofour is not None:
        yield address.sixtofour
